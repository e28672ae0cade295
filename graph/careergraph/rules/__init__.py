"""What follows from what the sources of a market say, by named rules.

Sources say what is asked of whom and how like one occupation is to another; seldom that one leads
to the other, and never at what level of career each stands. Each module here holds one kind of
inference. Whatever it yields is a claim that names its rule and the claims it rests on, so that it
can be read, doubted and left out like any other.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox

from careergraph import claims
from careergraph.rules import carried, levels, requirements, steps, titles
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.shelf import Tables

__all__ = ["Settings", "derive"]

STAGES: tuple[Callable[[World, Settings], Iterator[Any]], ...] = (
    titles.derive,
    requirements.derive,
    carried.from_groups,
    levels.derive,
    carried.over_mappings,
    carried.licences_over_mappings,
    requirements.by_skill_level,
    steps.derive,
)
"""In this order: each may rest on what those before it yielded."""


def derive(
    store: ox.Store, settings: Settings | None = None, *, tables: Tables | None = None
) -> Iterator[Any]:
    """Yield the records that follow from a store of sources, each once, and the rules they name.

    `tables` are the records of the store, where they are there already.
    """
    tables = tables or Tables(store)
    world = World.of(claims.read(store, tables=tables), tables)
    chosen = settings or Settings()
    for stage in STAGES:
        found = list(stage(world, chosen))
        yield from found
        world = world.along_with(found)
