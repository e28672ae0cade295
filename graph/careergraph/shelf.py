"""Tables of records kept in files, so that a market opens without reading its claims again.

A file holds, for each field, the distinct values, written as in N-Triples, and for each record the
number of its value. It is computed from what the store holds and is never the truth: it can be
thrown away.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pyoxigraph as ox

from careergraph.heap import Heap, arrays, place
from careergraph.model import Field, described, to_oxigraph
from careergraph.tables import Coded, Table, table, value

if TYPE_CHECKING:
    from careergraph.tables import Array

R = TypeVar("R")


class Cells(NamedTuple):
    """Records of one class by their IRIs, and for each field its cells and each record's number.

    A cell is a value as text: its terms as in N-Triples, sorted, tabs between them; nothing for
    none at all.
    """

    iris: list[str]
    columns: Mapping[str, tuple[list[str], "Array"]]


class Tables:
    """All records of a graph, a table for each class, made when it is first asked for.

    Where a `folder` has them in files, they are read from there; where `cells` are given, they are
    taken from these.
    """

    def __init__(
        self, store: ox.Store, *, folder: Path | None = None,
        cells: Callable[[type], Cells] | None = None,
    ) -> None:  # fmt: skip
        self._store = store
        self._folder = folder
        self._cells = cells
        self._made: dict[type, Table[Any]] = {}

    def __getitem__(self, cls: type[R]) -> Table[R]:
        if cls not in self._made:
            self._made[cls] = self._read(cls)
        return self._made[cls]

    def _read(self, cls: type[R]) -> Table[R]:
        if self._cells:
            return shown(cls, packed(self._cells(cls)))
        path = self._folder / f"{cls.__name__}.npz" if self._folder else None
        return load(cls, path) if path and path.exists() else table(self._store, cls)


def save(cells: Cells, path: Path) -> None:
    """Write records to a file; `load` is the inverse."""
    import numpy as np  # late: most commands do not need it

    with path.open("wb") as out:
        np.savez(out, **packed(cells))  # type: ignore[arg-type]


def load(cls: type[R], path: Path) -> Table[R]:
    """Return the table in a file. What of it is not asked for is not read."""
    return shown(cls, arrays(path))


def shown(cls: type[R], held: Any) -> Table[R]:
    """Return the table among `packed` arrays."""
    columns: dict[str, Sequence[Any]] = {f.name: _Kept(held, f) for f in described(cls)}
    return Table(cls, Heap.read(held, "iri"), columns)


def packed(cells: Cells, prefix: str = "") -> "dict[str, Array]":
    """Return cells as arrays by name, of each field in order; `unpacked` is the inverse."""
    import numpy as np  # late: most commands do not need it

    parts = Heap.of(cells.iris).parts(f"{prefix}iri")
    for name, (different, coded) in cells.columns.items():
        order = sorted(range(len(different)), key=different.__getitem__)
        places = np.empty(len(different), np.min_scalar_type(max(len(different) - 1, 0)))
        places[order] = np.arange(len(different))
        parts |= Heap.of(different[n] for n in order).parts(f"{prefix}{name}.values")
        parts[f"{prefix}{name}.coded"] = places[coded]
    return parts


def unpacked(cls: type, held: Any, prefix: str = "") -> Cells:
    """Return the cells of a class among arrays by name."""
    columns = {
        field.name: ([*Heap.read(held, f"{prefix}{field.name}.values")],
                     held[f"{prefix}{field.name}.coded"])
        for field in described(cls)
    }  # fmt: skip
    return Cells([*Heap.read(held, f"{prefix}iri")], columns)


class _Kept(Coded):
    """A column in a file, read when it is asked for."""

    def __init__(self, held: Any, field: Field) -> None:
        self._held, self._field = held, field
        self._numbers: dict[Any, int] = {}

    @cached_property
    def values(self) -> "_Values":  # type: ignore[override]
        """The different values, in order of their text."""
        return _Values(Heap.read(self._held, f"{self._field.name}.values"), self._field)

    @cached_property
    def coded(self) -> "Array":  # type: ignore[override]
        """The number of each record's value."""
        found: Array = self._held[f"{self._field.name}.coded"]
        return found

    def number(self, value: Any) -> int:
        """Return the number of a value, -1 for one that no record has."""
        if value not in self._numbers:  # a page asks of each role and step over and over
            self._numbers[value] = place(self.values.cells, cell(value, self._field))
        return self._numbers[value]


class _Values(Sequence[Any]):
    """The values of a field, each made from its text when it is first asked for."""

    def __init__(self, cells: Heap, field: Field) -> None:
        self.cells = cells
        self._field = field
        self._made: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, at: Any) -> Any:
        if at not in self._made:
            self._made[at] = _read(str(self.cells[at]), self._field)
        return self._made[at]


def cell(found: Any, field: Field) -> str:
    """Return a value as text: its terms, tabs between them; nothing for none at all."""
    every = found if field.many else () if found is None else (found,)
    return "\t".join(str(to_oxigraph(each, property=field.property.value)) for each in every)


def _read(cell: str, field: Field) -> Any:
    terms = cell.split("\t") if cell else []
    if field.many:
        return tuple(value(field, term) for term in terms)
    return value(field, terms[0]) if terms else None
