"""The page as one HTML file: a pyvis network inside our own template, every byte inlined."""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from careergraph.errors import InvalidGraphError
from careergraph.pages import asking, layout, market
from careergraph.pages.columns import packed
from careergraph.pages.kinds import DRAWN
from careergraph.pages.ladder import ladder, lettering
from careergraph.pages.plain import plain_list
from careergraph.pages.repeats import shortened

MARKET_SCRIPTS = ("wires", "canvas", "regions", "dots", "around", "market")
"""What only the page of a market has; it draws by itself, without vis-network."""

SCRIPTS = ("wires", "data", "marks", "state", "filter", "canvas", "map", "labels", "regions",
           "dots", "around", "pointer", "search", "claims", "details", "badges", "opening",
           "market", "routes", "ways", "topics", "pay", "ladder", "list", "flows", "rungs",
           "sankey", "about", "picture", "result", "turtle", "save", "address", "ask-panel",
           "main")  # fmt: skip
"""The page's own scripts, in the order in which they are joined into one."""

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_GREY = "#94a3b8"
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 0, "chosen": False, "font": {"size": 0}},
    "edges": {
        "smooth": False,
        "chosen": False,
        "selectionWidth": 0,
        "hoverWidth": 0,
        "color": {"color": _GREY, "inherit": False, "opacity": 0.24},
        "arrows": {"to": {"enabled": False}},
    },
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 3600000,
        "keyboard": False,
        "zoomSpeed": 0.7,
    },
}
_STEP = {"arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}, "width": 1.6}
_STEP_COLOUR = {"color": "#3b82f6", "inherit": False, "opacity": 0.62}
_DISPUTED = "#b45309"
"""The colour of a step that is disputed, be it that people make it or what it requires."""
_DASHES: dict[str, bool | list[int]] = {
    "supported": False, "contested": [9, 5], "unknown": [2, 4],
}  # fmt: skip


def render(content: Mapping[str, Any], *, result: Mapping[str, Any] | None = None) -> str:
    """Return the whole page for a payload, with the table of `result_table` where there is one.

    The same payload and result give the same bytes.
    """
    is_market = "market" in content
    later = [asking.script()] if content.get("ask") else []  # unpacked when it is needed
    network = _market_network(content) if is_market else _network(content)
    vis, own = "" if is_market else _vis_script(), _own_script(is_market=is_market)
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("careergraph.pages"), autoescape=True
    )
    environment.policies["json.dumps_kwargs"] = {
        "separators": (",", ":"), "ensure_ascii": False, "sort_keys": False,
    }  # fmt: skip
    environment.filters["columns"] = packed
    short = market.squeezed if is_market else shortened
    environment.filters["shortened"] = lambda text: Markup(short(str(text)))
    environment.globals.update(
        page=_shortened(content), content=content, ladder=ladder(content),
        plain=plain_list(content), result=result, vis=Markup(vis and _short_vis()),
        licence=_licence(vis),
        own_script=Markup(own), style=Markup(_style()), policy=_policy(vis, own, *later),
    )  # fmt: skip
    network.templateEnv, network.path = environment, "page.html.j2"
    return str(network.generate_html())


_ROWS = ("nodes", "steps", "links", "claims", "evidence", "resting")
_KNOWN_ELSEWHERE = {"nodes": ("claims",), "steps": ("claims",), "links": ("from", "to")}
"""What the page works out by itself: pyvis writes the ends of links, claims name their subjects."""
_IN_WIRES = {"steps": ("from", "to", "label")}
"""And on the page of a market, whose steps and links are wires."""


def _shortened(content: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with its long lists as columns, without what the page knows from elsewhere."""
    short = {name: value for name, value in content.items() if name != "ask"}
    for name in _ROWS:
        known = (_IN_WIRES if "market" in content else _KNOWN_ELSEWHERE).get(name, ())
        rows = [{k: v for k, v in row.items() if k not in known} for row in content[name]]
        short[name] = packed(rows)
    short.pop("places", None)  # pyvis writes them
    return short


def _network(content: Mapping[str, Any]) -> Any:
    """The pyvis network: marks and positions only, since every word is in the payload."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.options = _OPTIONS  # not set_options, which deletes every space in the text
    degrees = _degrees(content)
    for number, (node, place) in enumerate(zip(content["nodes"], _places(content), strict=True)):
        kind = DRAWN[node["kind"]]
        network.add_node(
            number, label=" ", shape=kind.shape, color=kind.colour, x=place[0], y=place[1],
            size=_radius(kind.radius, degrees[number]),
        )  # fmt: skip
    for number, link in enumerate(content["links"]):
        # not add_edge: it searches all edges for each new one, and puts an arrow on every one
        network.edges.append({"from": link["from"], "to": link["to"], "id": number})
    for number, step in enumerate(content["steps"], start=len(content["links"])):
        is_disputed = "contested" in (step["status"], step.get("further"))
        colour = _STEP_COLOUR | ({"color": _DISPUTED} if is_disputed else {})
        look = _STEP | {"color": colour, "dashes": _DASHES[step["status"]]}
        network.add_edge(step["from"], step["to"], id=number, **look)
    return network


def _market_network(content: Mapping[str, Any]) -> Any:
    """The same of a market: places and sizes; the page draws its dots and wires by itself."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for number, (node, (x, y)) in enumerate(zip(content["nodes"], content["places"], strict=True)):
        size = 9 if node["kind"] == "Role" else 5
        # not add_node: it searches all nodes for each new one
        network.nodes.append({"id": number, "x": x, "y": y, "size": size})
    return network


def _radius(base: float, degree: int) -> float:
    return round(float(base + min(5.0, degree**0.5 * 0.6)), 1)


def _edges(content: Mapping[str, Any]) -> list[tuple[int, int]]:
    return [(row["from"], row["to"]) for row in (*content["links"], *content["steps"])]


def _degrees(content: Mapping[str, Any]) -> list[int]:
    degrees = [0] * len(content["nodes"])
    for ends in _edges(content):
        for end in ends:
            degrees[end] += 1
    return degrees


_NAME_SIZE = 13.0
"""The size of the name of a role on the map, in pixels."""


def _places(content: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Roles drift from left to right by level and claim room for their names."""
    degrees = _degrees(content)
    boxes, columns, names = [], {}, {}
    for number, node in enumerate(content["nodes"]):
        radius = _radius(DRAWN[node["kind"]].radius, degrees[number])
        boxes.append((max(radius + 3.0, 11.0), max(radius + 2.0, 9.0)))
        if node["kind"] == "Role":
            names[number] = lettering.width(node["label"][:42], _NAME_SIZE) + 4
        if node.get("levels"):
            columns[number] = (node["levels"][0][0] - 2.2) / 1.8
    return layout.positions(len(boxes), _edges(content), boxes=boxes, columns=columns, names=names)


def _template(name: str) -> str:
    source = files("careergraph.pages") / "templates" / name
    return source.read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _short_vis() -> str:
    """vis-network without its repeats, for a block of text that the page's own script reads."""
    return shortened(_vis_script())


def _licence(script: str) -> str:
    """What a library states of itself at its head: version, copyright and licence."""
    if not script:
        return "Nothing is vendored in this file."
    return re.sub(r"(?m)^ ?\*+ ?", "", script[: script.index("*/")].removeprefix("/*")).strip()


def _vis_script() -> str:
    """vis-network as it lies in the pyvis wheel, without the pointer to its source map."""
    source = files("pyvis") / _VIS
    if not source.is_file():
        raise InvalidGraphError(f"pyvis has no {_VIS}; install pyvis 0.3.2")
    text = source.read_text(encoding="utf-8").replace("\r\n", "\n")
    return "\n".join(x for x in text.split("\n") if not x.startswith("//# sourceMappingURL"))


_SHEETS = ("base", "shell", "map", "details", "ladder", "list", "flows", "market", "result", "ask",
           "phone", "print")  # fmt: skip
"""The style sheets, in the order in which they are joined into one."""


def _style() -> str:
    sheets = "\n".join(_bare(_template(f"css/{name}.css")) for name in _SHEETS)
    return re.sub(r" ?([{};:,]) (?=\S)", r"\1", sheets)


def _own_script(*, is_market: bool = False) -> str:
    names = [n for n in SCRIPTS if is_market or n not in MARKET_SCRIPTS]
    parts = "\n".join(_bare(_template(f"js/{name}.js")) for name in names)
    return f'(async function () {{\n"use strict";\n{parts}\n}})();\n'


_COMMENT = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.S | re.M)
_INDENT = re.compile(r"^[ \t]+|[ \t]+$", re.M)


def _bare(source: str) -> str:
    """Our own sources without the comments that stand on lines of their own, and indentation.

    They hold no text of several lines, so nothing else is lost; a test says so.
    """
    return re.sub(r"\n{2,}", "\n", _INDENT.sub("", _COMMENT.sub("", source))).strip()


def _policy(*scripts: str) -> str:
    """The Content-Security-Policy: nothing from anywhere, and of scripts only these."""
    digests = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
