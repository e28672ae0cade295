"""One small world that a reader can hold in the head: two articles, four roles, one clash."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from careergraph import store as stores

SMALL_WORLD = Path(__file__).parent / "small_world.ttl"


@pytest.fixture(scope="session")
def curated() -> ox.Store:
    """The shipped graph. Read only."""
    return stores.open_store()


@pytest.fixture
def small_world() -> ox.Store:
    """tests/small_world.ttl, opened."""
    return stores.open_store(SMALL_WORLD)
