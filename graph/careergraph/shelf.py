"""Tables of records kept in files, so that a market opens without reading its claims again.

A file holds, for each field, the distinct values, written as in N-Triples, and for each record the
number of its value. It is computed from the store and is never the truth: it can be thrown away.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

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

    parts: dict[str, Any] = {"iri": _packed(str(iri) for iri in shown.column("iri"))}
    for field in described(cls):
        number, coded = shown.coded(field.name)
        parts[f"{field.name}.values"] = _packed(_cell(each, field) for each in number)
        parts[f"{field.name}.coded"] = coded
    with path.open("wb") as out:
        np.savez(out, **parts)


def load(cls: type[R], path: Path) -> Table[R]:
    """Return the table in a file. Its columns are read when they are asked for."""
    import numpy as np  # late: most commands do not need it

    held = np.load(path, allow_pickle=False)
    columns: dict[str, Sequence[Any]] = {
        field.name: Coded(*_column(held, field)) for field in described(cls)
    }
    iris = held["iri"]
    return Table(cls, _unpacked(iris) if iris.size else [], columns)


def _column(held: Any, field: Field) -> tuple[list[Any], "Array"]:
    cells = _unpacked(held[f"{field.name}.values"])
    return [_read(cell, field) for cell in cells], held[f"{field.name}.coded"]


def _cell(found: Any, field: Field) -> str:
    """A value as text: its terms, tabs between them; nothing for none at all."""
    every = found if field.many else () if found is None else (found,)
    return "\t".join(str(to_oxigraph(each, property=field.property.value)) for each in every)


def _read(cell: str, field: Field) -> Any:
    terms = cell.split("\t") if cell else []
    if field.many:
        return tuple(value(field, term) for term in terms)
    return value(field, terms[0]) if terms else None


def _packed(lines: Iterator[str]) -> "Array":
    import numpy as np

    return np.frombuffer("\n".join(lines).encode("utf-8"), np.uint8)


def _unpacked(text: "Array") -> list[str]:
    return text.tobytes().decode("utf-8").split("\n")
