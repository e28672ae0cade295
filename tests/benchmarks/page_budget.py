"""What the page may cost, of the curated graph and of a generated one of 300 nodes and about 1,000
links and steps: its size, and CPU of the browser's main thread. `make bench` holds it to this
budget; the tests do not, since a loaded machine stretches even CPU time. For the same reason the
least of three attempts counts, each on a page that is opened afresh.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.named_careers import named_careers
from careergraph.career_graph import CareerGraph
from chromium import Open, wait_until_ready


class Clock:
    """CPU seconds of a page's main thread."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def now(self) -> float:
        """CPU seconds spent in tasks so far."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    def spent(self, action: Callable[[], object]) -> float:
        """CPU milliseconds of an action, the drawing that follows included."""
        before = self.now()
        action()
        return (self.now() - before) * 1000


DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
ATTEMPTS = 3


@pytest.fixture(scope="module", params=["curated", "generated"])
def html(request: pytest.FixtureRequest) -> str:
    """The page of the shipped graph, and of a generated one."""
    if request.param == "curated":
        return str(request.getfixturevalue("careers"))
    return CareerGraph(named_careers()).html(title="Generated careers")


def drawn(opened: Open, html: str, hash: str = "#view=map") -> Page:
    """A page that is opened and at rest."""
    page = opened(html, hash=hash)
    page.evaluate(DRAWN)
    return page


def least(measured: Callable[[], float]) -> float:
    """The least of a few attempts."""
    return min(measured() for _ in range(ATTEMPTS))


def test_the_file_takes_less_than_800_kb(html: str) -> None:
    assert len(html.encode()) < 800_000


@pytest.mark.parametrize("view", ["map", "ladder", "list"])
def test_the_page_is_ready_within_half_a_second(
    browser: Browser, opened: Open, html: str, view: str
) -> None:
    def seconds() -> float:
        page = opened(html, hash=f"#view={view}")
        clock = Clock(page)
        page.goto("about:blank")
        before = clock.now()
        page.go_back()
        wait_until_ready(page)
        page.evaluate(DRAWN)
        return clock.now() - before

    assert least(seconds) < 0.5


def test_a_dragged_frame_takes_less_than_35_ms(opened: Open, html: str) -> None:
    moves = 30

    def milliseconds() -> float:
        page = drawn(opened, html)
        clock = Clock(page)
        page.mouse.move(640, 640)
        page.mouse.down()

        def drag() -> None:
            for number in range(moves):
                page.mouse.move(640 + 3 * number, 640 - 2 * number)
                page.evaluate(DRAWN)

        return clock.spent(drag) / moves

    assert least(milliseconds) < 35


@pytest.mark.parametrize(
    ("view", "action"),
    [
        ("map", "document.querySelector('#legend input[value=Skill]').click()"),
        ("map", "document.querySelector('.pills input').click()"),
        ("map", "document.querySelector('#details .chips button').click()"),
        ("ladder", "document.querySelector('#rungs a[data-node]').dispatchEvent("
                   "new MouseEvent('click', {bubbles: true, cancelable: true}))"),
        ("list", "document.querySelector('#legend input[value=Skill]').click()"),
        ("list", "document.querySelector('.pills input').click()"),
        ("list", "document.querySelector('#list tbody button').click()"),
        ("list", "document.querySelector('#list thead button').click()"),
        ("map", "document.getElementById('tab-ladder').click()"),
        ("map", "document.getElementById('tab-list').click()"),
        ("list", "document.getElementById('tab-map').click()"),
    ],
    ids=["filter a kind", "filter a level", "select", "select on the ladder", "filter the list",
         "filter the list by level", "select in the list", "sort the list", "to the ladder",
         "to the list", "to the map"],
)  # fmt: skip
def test_an_answer_to_a_click_takes_at_most_100_ms_and_a_new_view_150(
    opened: Open, html: str, view: str, action: str
) -> None:
    def milliseconds() -> float:
        page = drawn(opened, html, f"#view={view}")
        return Clock(page).spent(lambda: page.evaluate(f"{action}; {DRAWN}"))

    # The first switch to a view makes it; to select, filter and search is what has to feel instant.
    assert least(milliseconds) <= (150 if "tab-" in action else 100)


@pytest.mark.parametrize("view", ["map", "list"])
def test_a_search_takes_at_most_100_ms(opened: Open, html: str, view: str) -> None:
    def milliseconds() -> float:
        page = drawn(opened, html, f"#view={view}")
        page.fill("#search", "data scint")
        page.evaluate(DRAWN)

        def search() -> None:
            page.press("#search", "i")
            page.evaluate(DRAWN)

        return Clock(page).spent(search)

    assert least(milliseconds) <= 100
