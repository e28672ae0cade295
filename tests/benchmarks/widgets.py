"""The page that ipysigma writes, opened without a network.

It loads three scripts from elsewhere. Here they are answered from files: its own from its wheel,
those of Jupyter's widgets from where `tests/setup/widgets.sh` has put them.
"""

import re
import tempfile
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import networkx as nx
from playwright.sync_api import BrowserContext, Route

from shared import ROOT

_FOLDER = ROOT / "build" / "widgets"


def missing() -> str | None:
    """What the page lacks to be drawn, or None."""
    if find_spec("ipysigma") is None:
        return "not installed"
    lacking = [file.name for file in _scripts().values() if not file.is_file()]
    return f"blank: no {', '.join(lacking)}; see tests/setup/widgets.sh" if lacking else None


def kilobytes() -> int:
    """The size of the scripts that the page loads."""
    return sum(file.stat().st_size for file in _scripts().values()) // 1000


def page(network: "nx.MultiDiGraph[int]") -> str:
    """The page, without the hash by which it knows a minified require.js."""
    from ipysigma import Sigma  # type: ignore[import-untyped,unused-ignore]
    from ipywidgets import Widget  # type: ignore[import-untyped,unused-ignore]

    Widget.close_all()  # a page holds the state of every widget that is open
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sigma.html"
        Sigma.write_html(network, str(file), fullscreen=True)
        return re.sub(r' integrity="[^"]*"', "", file.read_text(encoding="utf-8"))


def answer(context: BrowserContext) -> None:
    """Answer the addresses of the three scripts from their files, and no other address."""
    scripts = _scripts()

    def answered(route: Route) -> None:
        url = route.request.url
        script = next((file for end, file in scripts.items() if url.endswith(end)), None)
        if url.startswith("file:"):
            route.continue_()
        elif script is None:
            route.abort()
        else:
            allowed = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(path=script, content_type="text/javascript", headers=allowed)

    context.route("**/*", answered)


def _scripts() -> dict[str, Path]:
    """The file for each address, by how it ends."""
    return {
        "/require.min.js": _FOLDER / "require.js",
        "/embed-amd.js": _FOLDER / "embed-amd.js",
        "/dist/index.js": Path(str(files("ipysigma"))) / "nbextension" / "index.js",
    }
