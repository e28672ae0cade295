"""Columns that the searches of one graph work with, one after another, so that none is made twice.

A search leaves each column as it found it, by undoing only what it has done: what an answer costs
depends on how far it lies, not on how large the graph is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from careergraph.routes.arrays import Columns
from careergraph.routes.engine.compiled import blank
from careergraph.routes.engine.kernel import Ints

T = TypeVar("T")

LARGEST = 1 << 18
"""A column with more labels than this is not kept for the next search."""


class Workroom:
    """Columns by name, all of one kind: lists, or arrays for machine code."""

    def __init__(self, compiled: bool) -> None:
        self.compiled = compiled
        self._columns: dict[str, Ints] = {}
        self._made: dict[str, Any] = {}

    def column(self, name: str, size: int, value: int = 0) -> Ints:
        """Return the column of this name; a new one has `size` places that hold `value`."""
        if name not in self._columns:
            self._columns[name] = blank(size, self.compiled, value)
        found = self._columns[name]
        assert len(found) >= size, f"two columns are called {name!r}"
        return found

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gave when it was first asked for under this name."""
        if name not in self._made:
            self._made[name] = make()
        return cast(T, self._made[name])

    def keep(self, name: str, column: Ints) -> None:
        """Put a larger column in the place of the one of this name."""
        self._columns[name] = column

    @property
    def is_modest(self) -> bool:
        """Whether it is worth keeping for the next search."""
        labels = self._columns.get("parent", ())
        return len(labels) <= LARGEST


@contextmanager
def borrowed(columns: Columns, compiled: bool) -> Iterator[Workroom]:
    """Lend a workroom to one search; two at a time, in two threads, are given two."""
    idle = cast(list[Workroom], columns.once(("workrooms", compiled), list))
    room = idle.pop() if idle else Workroom(compiled)
    yield room
    if room.is_modest:  # after an error it is not given back: it may be left untidy
        idle.append(room)
