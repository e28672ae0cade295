"""Tables of records kept in files, so that a market opens without reading its claims again.

A file holds, for each field, the distinct values, written as in N-Triples, and for each record the
number of its value. It is computed from the store and is never the truth: it can be thrown away.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from careergraph.heap import Heap, place
from careergraph.model import Field, described, to_oxigraph
from careergraph.tables import Coded, Table, table, value

if TYPE_CHECKING:
    from careergraph.tables import Array

R = TypeVar("R")


class Tables:
    """All records of a graph, a table for each class, made when it is first asked for.

    Where a `folder` has them in files, they are read from there.
    """

    def __init__(self, store: ox.Store, *, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._made: dict[type, Table[Any]] = {}

    def __getitem__(self, cls: type[R]) -> Table[R]:
        if cls not in self._made:
            self._made[cls] = self._read(cls)
        return self._made[cls]

    def _read(self, cls: type[R]) -> Table[R]:
        path = self._folder / f"{cls.__name__}.npz" if self._folder else None
        return load(cls, path) if path and path.exists() else table(self._store, cls)


def save(shown: Table[R], cls: type[R], path: Path) -> None:
    """Write a table to a file; `load` is the inverse."""
    import numpy as np  # late: most commands do not need it

    parts: dict[str, Any] = Heap.of(map(str, shown.column("iri"))).parts("iri")
    for field in described(cls):
        number, coded = shown.coded(field.name)
        cells = [_cell(each, field) for each in number]
        order = sorted(range(len(cells)), key=cells.__getitem__)
        places = np.empty(len(cells), np.min_scalar_type(max(len(cells) - 1, 0)))
        places[order] = np.arange(len(cells))
        parts |= Heap.of(cells[n] for n in order).parts(f"{field.name}.values")
        parts[f"{field.name}.coded"] = places[coded]
    with path.open("wb") as out:
        np.savez(out, **parts)


def load(cls: type[R], path: Path) -> Table[R]:
    """Return the table in a file. What of it is not asked for is not read."""
    import numpy as np  # late: most commands do not need it

    held = np.load(path, allow_pickle=False)
    columns: dict[str, Sequence[Any]] = {f.name: _Kept(held, f) for f in described(cls)}
    return Table(cls, Heap.read(held, "iri"), columns)


class _Kept(Coded):
    """A column in a file, read when it is asked for."""

    def __init__(self, held: Any, field: Field) -> None:
        self._held, self._field = held, field

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
        return place(self.values.cells, _cell(value, self._field))


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
            self._made[at] = _read(self.cells[at], self._field)
        return self._made[at]


def _cell(found: Any, field: Field) -> str:
    """A value as text: its terms, tabs between them; nothing for none at all."""
    every = found if field.many else () if found is None else (found,)
    return "\t".join(str(to_oxigraph(each, property=field.property.value)) for each in every)


def _read(cell: str, field: Field) -> Any:
    terms = cell.split("\t") if cell else []
    if field.many:
        return tuple(value(field, term) for term in terms)
    return value(field, terms[0]) if terms else None
