"""Small cells taken out before counts leave, with as many others as keep them from being computed.

A cell of fewer persons than a threshold is suppressed. That alone protects nothing where sums by
row and by column are known: what is missing from a sum can be told. So more cells go (complementary
suppression), until

- no suppressed cell follows from the sums, from what is left and from its being somebody: each can
  be one more, or one fewer, with others that make up for it along a cycle of suppressed cells, of
  which none falls below 1 (Gusfield 1988, SIAM J. Comput. 17:552, for cells without bounds);
- what is missing from any sum are at least as many persons as the threshold.

Where a row or column has not enough cells for that, its sum itself must not be published, and is
named; the sum of all is held to be known, unless that is named, too. Persons are counted once a
cell where `Counts.distinct` says so. Not covered: what somebody knows who is in the counts, and
several releases side by side, as by two levels of codes, or with and without those who stayed.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Cell = tuple[int, int]


LEAST = 3
"""The least threshold: below 2 all suppressed cells were of one person, and everybody knew it."""

_SOME = 3
"""How many of the sums that must not be published are named in the line for people."""


@dataclass(frozen=True, eq=False)
class Withheld:
    """Which cells are suppressed, and of how many persons together where that may be told.

    `cells` is S × S, true where a cell is suppressed. `persons` and `weight` are what is missing
    from each row, `into` the persons missing from each column, S each: 0 where nothing is, no
    number where the sum must not be published.
    """

    cells: "Array"
    persons: "Array"
    weight: "Array"
    into: "Array"


@dataclass(frozen=True)
class Disclosed:
    """Counts that may leave, and what was taken out of them.

    `origins` and `destinations` are those whose sums must not be published either, nor the sum of
    all where `total` says so; `withheld` is what may be told of the suppressed cells.

    Not to leave: `primary` are the cells below the threshold, `complementary` those that had to go
    with them, and `share` of all persons was taken out. Together they can tell what is in a cell.
    """

    counts: Counts
    withheld: Withheld
    primary: int
    complementary: int
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    total: bool
    share: float

    def text(self) -> str:
        """Return what was taken out, in one line that may leave: without any number of persons."""
        below = self.counts.about.suppressed_below
        if not self.primary:
            return f"suppressed: nothing, no cell has fewer than {below} persons"
        told = f"suppressed: cells of fewer than {below} persons, and those that would reveal them"
        sums = [*_some("origins", self.origins), *_some("destinations", self.destinations)]
        if self.total:
            sums.append("of all")
        return f"{told}; not to be published either: the sums {'; '.join(sums)}" if sums else told

    def values(self) -> dict[str, Any]:
        """Return the same for JSON, with the name of every sum that must not be published."""
        return {"below": self.counts.about.suppressed_below, "text": self.text(),
                "sums_not_to_publish": {"origins": list(self.origins), "total": self.total,
                                        "destinations": list(self.destinations)}}  # fmt: skip


def _some(what: str, codes: tuple[str, ...]) -> Iterator[str]:
    if codes:
        more = ", …" if len(codes) > _SOME else ""
        yield f"of {len(codes):,} {what}: {', '.join(codes[:_SOME])}{more}"


def suppressed(counts: Counts, *, below: int) -> Disclosed:
    """Return counts without cells of fewer than `below` persons, and without what reveals them.

    Raises ParameterError when `below` is less than `LEAST`.
    """
    if below < LEAST:
        raise ParameterError(f"cells are suppressed below {below}; expected {LEAST} or more: below "
                             "2 each suppressed cell were known to be one person")  # fmt: skip
    held = (counts.persons if counts.distinct is None else counts.distinct).tocoo()
    persons = {(int(i), int(j)): float(n)
               for i, j, n in zip(held.row, held.col, held.data, strict=True) if n > 0}  # fmt: skip
    primary = {cell for cell, n in persons.items() if n < below}
    gone, sums = _complemented(persons, primary, below)
    kept = _without(counts, gone, below)
    before, after = counts.persons.sum(), kept.persons.sum()
    return Disclosed(
        kept, _withheld(counts, kept, gone, sums), len(primary), len(gone) - len(primary),
        tuple(counts.codes[n] for side, n in sorted(sums) if side == "row"),
        tuple(counts.codes[n] for side, n in sorted(sums) if side == "column"),
        _ALL in sums, float(1 - after / before) if before else 0.0,
    )  # fmt: skip


def _withheld(counts: Counts, kept: Counts, gone: set[Cell], sums: "set[Line]") -> Withheld:
    cells = np.zeros(counts.persons.shape, bool)
    if gone:
        cells[tuple(np.array(sorted(gone)).T)] = True
    persons, weight = counts.persons - kept.persons, counts.weight - kept.weight
    return Withheld(cells, _missing(persons, 1, sums), _missing(weight, 1, sums),
                    _missing(persons, 0, sums))  # fmt: skip


def _missing(gone: Any, axis: int, sums: "set[Line]") -> "Array":
    """What is missing from each row (axis 1) or column; no number where it must not be told."""
    found: Array = np.asarray(gone.sum(axis=axis), float).ravel()
    secret = [n for side, n in sums if side == ("row" if axis else "column")]
    found[secret] = np.nan
    return found


def _without(counts: Counts, gone: set[Cell], below: int) -> Counts:
    about = replace(counts.about, suppressed_below=below)
    parts = [None if held is None else _sparse_without(held, gone)
             for held in (counts.persons, counts.weight, counts.distinct)]  # fmt: skip
    return replace(counts, persons=parts[0], weight=parts[1], distinct=parts[2], about=about)


def _sparse_without(held: Any, gone: set[Cell]) -> Any:
    found = held.tocoo()
    stays = np.array([cell not in gone for cell in zip(found.row.tolist(), found.col.tolist(),
                                                      strict=True)], bool)  # fmt: skip
    ends = found.row[stays], found.col[stays]
    return sparse.csr_array((found.data[stays], ends), held.shape)


# ---------------------------------------------------------------- complementary suppression

Line = tuple[str, int]
"""A row or a column: ("row", 3)."""


def _complemented(
    persons: dict[Cell, float], primary: set[Cell], below: int
) -> tuple[set[Cell], set[Line]]:
    """All cells that have to go, and the rows and columns whose sums have to."""
    gone, sums = set(primary), set[Line]()
    table, ways = _graph(persons), _ways(persons)
    while True:
        before = len(gone), len(sums)
        for line in sorted(set(_thin(persons, gone, below)) - sums):
            _thicken(table, persons, gone, sums, line, below)
        free = _ways({cell: persons[cell] for cell in gone})
        for graph in (ways, free):
            _open(graph, sums)
        for cell in _fixed(free, gone):
            _cycle(ways, free, persons, gone, sums, cell)
        if (len(gone), len(sums)) == before:
            return gone, sums


def _graph(persons: dict[Cell, float]) -> "nx.Graph[Line]":
    """The cells as edges between their row and their column."""
    table: nx.Graph[Line] = nx.Graph()
    table.add_edges_from((("row", i), ("column", j)) for i, j in sorted(persons))
    return table


def _cell(one: Line, other: Line) -> Cell:
    return (one[1], other[1]) if one[0] == "row" else (other[1], one[1])


def _thin(persons: dict[Cell, float], gone: set[Cell], below: int) -> Iterator[Line]:
    """The rows and columns in which something is missing, but too little."""
    missing: dict[Line, float] = {}
    for i, j in gone:
        for line in (("row", i), ("column", j)):
            missing[line] = missing.get(line, 0.0) + persons[i, j]
    return (line for line, n in missing.items() if n < below)


def _thicken(
    table: "nx.Graph[Line]", persons: dict[Cell, float], gone: set[Cell], sums: set[Line],
    line: Line, below: int,
) -> None:  # fmt: skip
    """Take the smallest other cells out of a line, or else its sum."""
    cells = sorted((persons[cell], cell) for cell in (_cell(line, end) for end in table[line]))
    missing = sum(n for n, cell in cells if cell in gone)
    for n, cell in cells:
        if missing >= below:
            return
        if cell not in gone:
            gone.add(cell)
            missing += n
    if missing < below:
        sums.add(line)


_TABLE = {"row", "column"}
_SUMS: tuple[Line, Line] = ("sums of columns", 0), ("sums of rows", 0)
_ALL: Line = ("all", 0)
"""The sum of all: a cell between the sums of rows and those of columns."""


def _ways(persons: dict[Cell, float]) -> "nx.DiGraph[Line]":
    """How cells can change while all sums stay: one more from row to column, one fewer back.

    A cell of one person cannot be fewer: that it is suppressed tells that somebody is in it.
    """
    ways: nx.DiGraph[Line] = nx.DiGraph()
    for i, j in sorted(persons):
        ways.add_edge(("row", i), ("column", j))
        if persons[i, j] > 1:
            ways.add_edge(("column", j), ("row", i))
    return ways


def _open(ways: "nx.DiGraph[Line]", sums: Iterable[Line]) -> None:
    """Let some sums be more or fewer."""
    ways.add_edges_from(_margins(sums))


def _margins(sums: Iterable[Line]) -> list[tuple[Line, Line]]:
    """The ways of sums that are not known, each as of one more cell, there and back."""
    ends = [_SUMS if line == _ALL else (line, _SUMS[line[0] == "row"]) for line in sums]
    return [*ends, *((other, one) for one, other in ends)]


def _fixed(free: "nx.DiGraph[Line]", gone: set[Cell]) -> list[Cell]:
    """The suppressed cells that follow from the sums that are known, sorted.

    They are in no cycle of `free`, the ways of suppressed cells, but there and back. A sum that is
    not known is one more cell of its row or column, as in a table with its margins.
    """
    ring = _rings(free)
    return [cell for cell in sorted(gone) if not ring(("row", cell[0]), ("column", cell[1]))]


def _rings(ways: "nx.DiGraph[Line]") -> "Callable[[Line, Line], bool]":
    """Whether a cell, of a row and a column, is in a cycle of ways that is not there and back."""
    components: Any = nx.strongly_connected_components  # its stub is of other nodes
    part = {line: n for n, lines in enumerate(components(ways)) for line in lines}
    both: nx.Graph[Line] = nx.Graph((a, b) for a, b in ways.edges if ways.has_edge(b, a))
    bridges: Any = nx.bridges
    narrow = {frozenset(edge) for edge in bridges(both)}

    def ring(row: Line, column: Line) -> bool:
        if not ways.has_edge(column, row):
            return part[row] == part[column]
        if frozenset((row, column)) not in narrow:
            return True
        rest: Any = nx.restricted_view(ways, (), ((row, column), (column, row)))
        return bool(nx.has_path(rest, column, row) or nx.has_path(rest, row, column))

    return ring


def _cycle(
    ways: "nx.DiGraph[Line]", free: "nx.DiGraph[Line]", persons: dict[Cell, float],
    gone: set[Cell], sums: set[Line], cell: Cell,
) -> None:  # fmt: skip
    """Let a cell be in a cycle that is not there and back; `free` are the ways that cost nothing.

    A sum is taken only where no cells make one, and then as few as there can be.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    back = [(column, row)] if ways.has_edge(column, row) else []
    for graph in (ways, free):
        graph.remove_edges_from(back)
    for lines in ((), (column,), (row,), (row, column), (row, column, _ALL)):
        more = {line for line in lines if line not in sums}
        _open(ways, more)
        if nx.has_path(ways, column, row):
            break
        ways.remove_edges_from(_margins(more))
    sums.update(more)
    _open(free, more)
    if not nx.has_path(free, column, row):
        found = _cheapest(ways, persons, gone, column, row)
        gone.update(found)
        free.add_edges_from(_ways({each: persons[each] for each in found}).edges)
    for graph in (ways, free):
        graph.add_edges_from(back)


def _cheapest(
    ways: "nx.DiGraph[Line]", persons: dict[Cell, float], gone: set[Cell], start: Line, goal: Line
) -> list[Cell]:
    """The cells of the way between two lines that takes out the fewest persons more."""

    def cost(one: Line, other: Line, _: object) -> float:
        cells = {one[0], other[0]} == _TABLE
        return persons[_cell(one, other)] if cells and _cell(one, other) not in gone else 0.0

    way: list[Line] = nx.dijkstra_path(ways, start, goal, weight=cost)
    return [_cell(*ends) for ends in pairwise(way) if {ends[0][0], ends[1][0]} == _TABLE]
