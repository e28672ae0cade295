"""What queries need besides the store: its names, and its steps as the route search knows them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from careergraph import names

if TYPE_CHECKING:
    from careergraph.names import Index
    from careergraph.routes import Ladder


@dataclass(frozen=True, slots=True)
class Known:
    """Both, where they are at hand: each is given when it is asked for."""

    index: Callable[[], "Index"]
    ladder: Callable[[], "Ladder"]


def compiled(store: ox.Store) -> Known:
    """Return both as they are compiled from a store, each once."""
    from careergraph import claims
    from careergraph.routes import compile_ladder

    return Known(
        cache(lambda: names.read(store)),
        cache(lambda: compile_ladder(store, claims.read(store))),
    )
