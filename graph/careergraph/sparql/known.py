"""What queries need besides the store: its names, and its steps as the route search knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from careergraph import claims, names
from careergraph.names import Index
from careergraph.routes.ladder import Ladder, compile_ladder


@dataclass(frozen=True, slots=True)
class Known:
    """Both, where they are at hand: each is given when it is asked for."""

    index: Callable[[], Index]
    ladder: Callable[[], Ladder]


def compiled(store: ox.Store) -> Known:
    """Return both as they are compiled from a store, each once."""
    return Known(
        cache(lambda: names.read(store)),
        cache(lambda: compile_ladder(store, claims.read(store))),
    )
