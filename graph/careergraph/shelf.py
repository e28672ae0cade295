"""Tables of records kept in files, so that a market opens without reading its claims again.

A file holds, for each field, the distinct values, written as in N-Triples, and for each record the
number of its value. It is computed from what the store holds and is never the truth: it can be
thrown away.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pyoxigraph as ox

from careergraph.model import Field, described
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
            return shown(cls, self._cells(cls))
        path = self._folder / f"{cls.__name__}.npz" if self._folder else None
        return load(cls, path) if path and path.exists() else table(self._store, cls)


def save(cells: Cells, path: Path) -> None:
    """Write records to a file; `load` is the inverse."""
    import numpy as np  # late: most commands do not need it

    with path.open("wb") as out:
        np.savez(out, **packed(cells))  # type: ignore[arg-type]


def load(cls: type[R], path: Path) -> Table[R]:
    """Return the table in a file."""
    import numpy as np  # late: most commands do not need it

    return shown(cls, unpacked(cls, np.load(path, allow_pickle=False)))


def shown(cls: type[R], cells: Cells) -> Table[R]:
    """Return records as a table."""
    columns: dict[str, Sequence[Any]] = {
        field.name: Coded([_read(cell, field) for cell in cells.columns[field.name][0]],
                          cells.columns[field.name][1])
        for field in described(cls)
    }  # fmt: skip
    return Table(cls, cells.iris, columns)


def packed(cells: Cells, prefix: str = "") -> "dict[str, Array]":
    """Return cells as arrays by name; `unpacked` is the inverse."""
    parts = {f"{prefix}iri": pack(cells.iris)}
    for name, (different, coded) in cells.columns.items():
        parts[f"{prefix}{name}.values"] = pack(different)
        parts[f"{prefix}{name}.coded"] = coded
    return parts


def unpacked(cls: type, held: Any, prefix: str = "") -> Cells:
    """Return the cells of a class among arrays by name."""
    columns = {
        field.name: (unpack(held[f"{prefix}{field.name}.values"]),
                     held[f"{prefix}{field.name}.coded"])
        for field in described(cls)
    }  # fmt: skip
    iris = held[f"{prefix}iri"]
    return Cells(unpack(iris) if iris.size else [], columns)


def _read(cell: str, field: Field) -> Any:
    terms = cell.split("\t") if cell else []
    if field.many:
        return tuple(value(field, term) for term in terms)
    return value(field, terms[0]) if terms else None


def pack(lines: Iterable[str]) -> "Array":
    """Return lines, in which there are no breaks, as one array; `unpack` is the inverse."""
    import numpy as np

    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)


def unpack(text: "Array") -> list[str]:
    """Return the lines in an array; of an empty one a single empty line."""
    return text.tobytes().decode("utf-8").split("\n")
