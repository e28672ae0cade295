"""What the page costs beside pyvis' and ipysigma's, on the same graphs in the same run.

    PYTHONPATH=tests python -m benchmarks.bench_pages [--scale 1] [--limit 60]

For the curated graph, a generated one of 300 nodes and 1,000 links, and a generated market of the
size of ESCO: the size of the file, the CPU seconds of all processes of the browser and of the
page's main thread until it can be used, and the CPU milliseconds of all processes for a frame while
the map is dragged. Chromium draws in software, offline. pyvis' page is `cdn_resources="in_line"`,
since the default one is blank without a network; what ipysigma's page loads is answered from files.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import widgets
from benchmarks.named_careers import named_careers
from benchmarks.named_market import named_market
from benchmarks.page_budget import DRAWN, Clock
from careergraph import store as stores
from careergraph.pages.html import render
from careergraph.pages.market.wires import pairs_of
from careergraph.pages.payload import payload
from chromium import SWITCHES, installed_browser, wait_until_ready

MOVES = 30
DRAWN_BY_VIS = """
setInterval(() => {
  if (window.hooked || typeof network === "undefined" || !network.once) return;
  window.hooked = true;
  network.once("afterDrawing", () => console.log("drawn"));
  network.redraw();
}, 20);
"""
DRAWN_IN_WEBGL = """
for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
  const { drawArrays } = prototype;
  prototype.drawArrays = function (...parts) {
    if (!window.hooked) console.log("drawn");
    window.hooked = true;
    return drawArrays.apply(this, parts);
  };
}
"""
HOOKS = {"careergraph": None, "ipysigma": DRAWN_IN_WEBGL}
"""What says in the console that a page is drawn: ours tells by itself, pyvis' uses vis-network."""


@dataclass(frozen=True)
class Row:
    """One page of one graph; what could not be measured is None, and the note says why."""

    graph: str
    page: str
    kilobytes: int
    seconds: float | None = None
    main: float | None = None
    frame: float | None = None
    note: str = ""

    def __str__(self) -> str:
        figures = [f"{x:>10,.2f}" if x is not None else f"{'–':>10}"
                   for x in (self.seconds, self.main, self.frame)]  # fmt: skip
        return f"{self.graph:<17}{self.page:<24}{self.kilobytes:>9,}{''.join(figures)}  {self.note}"


HEADING = f"{'graph':<17}{'page':<24}{'KB':>9}{'CPU s':>10}{'main s':>10}{'ms/frame':>10}"


class Meter:
    """CPU seconds of all processes of a browser."""

    def __init__(self, browser: Browser) -> None:
        self.session = browser.new_browser_cdp_session()

    def now(self) -> float:
        found = self.session.send("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(process["cpuTime"] for process in found))


def network_of(content: dict[str, Any]) -> "nx.MultiDiGraph[int]":
    """The nodes and links of a page as a graph with names, for the others to draw."""
    network: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for number, node in enumerate(content["nodes"]):
        network.add_node(number, label=node["label"])
    rows = [(row["from"], row["to"]) for row in (*content["links"], *content["steps"])]
    wires = content.get("wires", {"links": {}})["links"]
    network.add_edges_from([*rows, *(pair for each in wires.values() for pair in pairs_of(each))])
    return network


def pyvis_page(network: "nx.MultiDiGraph[int]", *, physics: bool) -> str:
    """pyvis' own page; without physics, on places computed beforehand."""
    from pyvis.network import Network

    page = Network(directed=True, cdn_resources="in_line")
    side = round(len(network) ** 0.5) + 1
    for node, label in network.nodes(data="label"):
        spot = {} if physics else {"x": node % side * 60, "y": node // side * 60}
        page.nodes.append({"id": node, "label": label, "shape": "dot", "color": "#97c2fc", **spot})
        page.node_ids.append(node)
    page.edges.extend({"from": a, "to": b, "arrows": "to"} for a, b in network.edges())
    if not physics:
        page.options = {"physics": {"enabled": False}, "edges": {"smooth": False}}
    return str(page.generate_html())


def measured(
    browser: Browser, graph: str, name: str, html: str, *, limit: float, note: str = ""
) -> Row:
    """Open a page afresh, wait until it can be used, and drag its map."""
    size = len(html.encode()) // 1000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
        if name == "ipysigma":
            widgets.answer(context)
        page, meter = context.new_page(), Meter(browser)
        try:
            hook = HOOKS.get(name, DRAWN_BY_VIS)
            seconds, main = _started(page, meter, file, hook=hook, limit=limit)
            frame = _dragged(page, meter, limit=limit)
            return Row(graph, name, size, seconds, main, frame, note)
        except TimeoutError as error:
            return Row(graph, name, size, note=str(error))
        finally:
            context.close()


def _started(
    page: Page, meter: Meter, file: Path, *, hook: str | None, limit: float
) -> tuple[float, float]:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    if hook:
        page.add_init_script(hook)
    page.goto("about:blank")
    clock, before = Clock(page), meter.now()
    start = clock.now()
    page.goto(file.as_uri(), wait_until="commit")
    if not hook:
        wait_until_ready(page)
        page.evaluate(DRAWN)
    while hook and "drawn" not in told:
        page.wait_for_timeout(100)
        if meter.now() - before > limit:
            raise TimeoutError(f"nothing drawn after {limit:.0f} CPU s")
    return meter.now() - before, clock.now() - start


def _dragged(page: Page, meter: Meter, *, limit: float) -> float:
    page.wait_for_timeout(1500)
    box = page.locator("canvas").first.bounding_box() or {"x": 0, "y": 0, "width": 9, "height": 9}
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7
    page.mouse.move(x, y)
    page.mouse.down()
    before, frames = meter.now(), 0
    while frames < MOVES and meter.now() - before < limit / 3:
        page.mouse.move(x + 3 * frames, y - 2 * frames)
        page.evaluate(DRAWN)
        frames += 1
    return (meter.now() - before) / frames * 1000


def rows(browser: Browser, graph: str, store: ox.Store, limit: float) -> Iterator[Row]:
    """Yield a row for each page of one graph."""
    content = payload(store, title=graph)
    network = network_of(content)
    graph = f"{len(network):,}/{network.number_of_edges():,}"
    pages: dict[str, Callable[[], str]] = {
        "careergraph": lambda: render(content),
        "pyvis": lambda: pyvis_page(network, physics=True),
        "pyvis, placed beforehand": lambda: pyvis_page(network, physics=False),
    }
    for name, write in pages.items():
        yield measured(browser, graph, name, write(), limit=limit)
    yield _row_of_ipysigma(browser, graph, network, limit)


def _row_of_ipysigma(
    browser: Browser, graph: str, network: "nx.MultiDiGraph[int]", limit: float
) -> Row:
    lacking = widgets.missing()
    if lacking:
        return Row(graph, "ipysigma", 0, note=lacking)
    note = f"loads {widgets.kilobytes():,} KB more; places are random until its layout is started"
    return measured(browser, graph, "ipysigma", widgets.page(network), limit=limit, note=note)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1.0, help="size of the market")
    parser.add_argument("--limit", type=float, default=60.0, help="CPU s after which to give up")
    asked = parser.parse_args()
    print(HEADING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=SWITCHES)
        for graph, store in (
            ("curated", stores.open_store()),
            ("generated", named_careers()),
            ("market", named_market(asked.scale)),
        ):
            for row in rows(browser, graph, store, asked.limit):
                print(row, flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
