"""What queries need besides the store: its names, and its steps as the route search knows them."""

from functools import cached_property
from typing import Protocol

import pyoxigraph as ox

from careergraph import claims, names
from careergraph.names import Index
from careergraph.routes import Ladder, compile_ladder


class Known(Protocol):
    """Whatever has them when they are asked for: an open graph, or `Compiled`."""

    @property
    def index(self) -> Index:
        """Every name."""
        ...

    @property
    def ladder(self) -> Ladder:
        """The steps."""
        ...


class Compiled:
    """Both, compiled from a store when they are first asked for."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @cached_property
    def index(self) -> Index:
        """Every name."""
        return names.read(self._store)

    @cached_property
    def ladder(self) -> Ladder:
        """The steps."""
        return compile_ladder(self._store, claims.read(self._store))
