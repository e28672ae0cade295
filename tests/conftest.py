"""One small world that a reader can hold in the head: two articles, four roles, one clash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, settings

from careergraph import store as stores
from careergraph.terms import ID

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from chromium import Open

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

SMALL_WORLD = Path(__file__).parent / "small_world.ttl"


@pytest.fixture(scope="session")
def curated() -> ox.Store:
    """The shipped graph. Read only."""
    return stores.open_store()


@pytest.fixture
def small_world() -> ox.Store:
    """tests/small_world.ttl, opened."""
    return stores.open_store(SMALL_WORLD)


# ---------------------------------------------------------------- the page in a browser

ANSWER: dict[str, Any] = {
    "question": "from Data Steward to Data Scientist",
    "status": "contested",
    "routes": [
        {
            "status": "contested",
            "roles": [
                {"iri": f"{ID}role/steward", "label": "Data Steward", "level": "entry"},
                {"iri": f"{ID}role/analyst", "label": "Data Analyst", "level": "mid"},
                {"iri": f"{ID}role/scientist", "label": "Data Scientist", "level": "senior"},
            ],
            "steps": [
                {"iri": f"{ID}step/steward-analyst", "status": "supported", "kind": "Promotion"},
                {"iri": f"{ID}step/analyst-scientist", "status": "contested", "kind": "Promotion"},
            ],
            "why": "The sources differ on a master's degree.",
        }
    ],
    "why_not": [],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import Error, sync_playwright

    from chromium import MISSING, SWITCHES, installed_browser

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(
                executable_path=installed_browser(), args=SWITCHES, headless=True
            )
        except Error as error:
            pytest.fail(f"{MISSING} ({error.message.splitlines()[0]})")
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens HTML from disk, offline; in the end no error, request or dialog may have occurred."""
    from chromium import Opener

    opener = Opener(browser, tmp_path)
    yield opener
    opener.check()


@pytest.fixture
def small(small_world: ox.Store) -> str:
    """The page of the small world, with one answer."""
    from careergraph.pages import page

    return page(small_world, title="Small world", answers=[ANSWER])


@pytest.fixture(scope="session")
def careers(curated: ox.Store) -> str:
    """The page of the shipped graph, with the answer that it always has."""
    from careergraph.career_graph import CareerGraph

    return CareerGraph(curated).html(title="Careers")
