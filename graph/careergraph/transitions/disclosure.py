"""Small cells taken out before counts leave, with as many others as keep them from being computed.

A cell of fewer persons than a threshold is suppressed. That alone protects nothing where sums by
row and by column are known: what is missing from a sum can be told. So more cells go (complementary
suppression), until

- no suppressed cell follows from the sums and what is left: seen as the edges of a graph between
  rows and columns, the suppressed cells have no bridge (Gusfield 1988, SIAM J. Comput. 17:552);
- what is missing from any sum are at least as many persons as the threshold.

Where a row or column has not enough cells for that, its sum itself must not be published, and is
named; the sum of all is held to be known, unless that is named, too. Persons are counted once a
cell where `Counts.distinct` says so. Not covered: what somebody knows who is in the counts, and
several releases side by side.
"""

from collections.abc import Iterator
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


@dataclass(frozen=True)
class Disclosed:
    """Counts that may leave, and what was taken out of them.

    `primary` are the cells below the threshold, `complementary` those that had to go with them;
    `origins` and `destinations` are those whose sums must not be published either, nor the sum of
    all where `total` says so. `share` of all persons was taken out.
    """

    counts: Counts
    primary: int
    complementary: int
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    total: bool
    share: float

    def text(self) -> str:
        """Return what was taken out, in one line."""
        below = self.counts.about.suppressed_below
        told = (f"suppressed: {self.primary:,} cells of fewer than {below} persons and "
                f"{self.complementary:,} more, {self.share:.1%} of the persons")  # fmt: skip
        if sums := len(self.origins) + len(self.destinations) + self.total:
            told += f"; {sums:,} sums of rows and columns must not be published either"
        return told


def suppressed(counts: Counts, *, below: int) -> Disclosed:
    """Return counts without cells of fewer than `below` persons, and without what reveals them.

    Raises ParameterError when `below` is less than 2.
    """
    if below < 2:
        raise ParameterError(f"cells are suppressed below {below}; expected 2 or more")
    held = (counts.persons if counts.distinct is None else counts.distinct).tocoo()
    persons = {(int(i), int(j)): float(n)
               for i, j, n in zip(held.row, held.col, held.data, strict=True) if n > 0}  # fmt: skip
    primary = {cell for cell, n in persons.items() if n < below}
    gone, sums = _complemented(persons, primary, below)
    kept = _without(counts, gone, below)
    before, after = counts.persons.sum(), kept.persons.sum()
    return Disclosed(
        kept, len(primary), len(gone) - len(primary),
        tuple(counts.codes[n] for side, n in sorted(sums) if side == "row"),
        tuple(counts.codes[n] for side, n in sorted(sums) if side == "column"),
        _ALL in sums, float(1 - after / before) if before else 0.0,
    )  # fmt: skip


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
    table = _graph(persons)
    while True:
        before = len(gone), len(sums)
        for line in sorted(set(_thin(persons, gone, below)) - sums):
            _thicken(table, persons, gone, sums, line, below)
        for cell in sorted(_bridges(gone, sums)):
            _cycle(table, persons, gone, sums, cell)
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


def _bridges(gone: set[Cell], sums: set[Line]) -> list[Cell]:
    """The suppressed cells that follow from the sums that are known.

    A sum that is not known is one more cell of its row or column, as in a table with its margins.
    """
    graph = _graph(dict.fromkeys(gone, 0.0))
    for line in sums:
        graph.add_edge(*(_SUMS if line == _ALL else (line, _SUMS[line[0] == "row"])))
    bridges: Any = nx.bridges  # its stub is of graphs whose nodes are pairs
    found: Iterator[tuple[Line, Line]] = bridges(graph)
    return [_cell(one, other) for one, other in found if {one[0], other[0]} == {"row", "column"}]


_SUMS: tuple[Line, Line] = ("sums of columns", 0), ("sums of rows", 0)
_ALL: Line = ("all", 0)
"""The sum of all: a cell between the sums of rows and those of columns."""


def _cycle(
    table: "nx.Graph[Line]", persons: dict[Cell, float], gone: set[Cell], sums: set[Line],
    cell: Cell,
) -> None:  # fmt: skip
    """Take out the fewest persons whose cells make a cycle with a cell; else a sum."""
    row, column = ("row", cell[0]), ("column", cell[1])

    def cost(one: Line, other: Line, _: object) -> float | None:
        each = _cell(one, other)
        return None if each == cell else 0.0 if each in gone else persons[each]

    try:
        way = nx.dijkstra_path(table, row, column, weight=cost)
    except nx.NetworkXNoPath:
        sums.update((row, column) if not sums >= {row, column} else (_ALL,))
        return
    gone.update(_cell(one, other) for one, other in pairwise(way))
