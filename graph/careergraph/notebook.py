"""What a notebook shows of a graph and of a result: static HTML, or the page inside a frame.

Nothing here asks the network for anything. The frame is sandboxed: its scripts run, but neither
see the notebook nor its cookies, and the page's own policy allows no request.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from careergraph.errors import InvalidGraphError
from careergraph.part import SCALES, THINGS
from careergraph.sparql.reading import rows_as_html

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.sparql import Result

FRAMED = 1000
"""The most nodes of a graph that is shown as a page: about 650 KB in the notebook's file."""

ROWS = 50
"""The most rows shown of a result."""


def framed(graph: CareerGraph) -> str:
    """Return what the graph holds in a line, and below it the page in a sandboxed frame.

    A graph of more than `FRAMED` nodes has the line alone, with how to see a part of it.
    """
    kinds = {
        name.iri: name.kind
        for name in graph.index.names
        if name.kind in THINGS and name.kind not in SCALES
    }
    held = f"{len(kinds):,} nodes, of them {Counter(kinds.values())['Role']:,} roles"
    try:
        held = f"{held}; {_said(graph)}"
        if len(kinds) > FRAMED:
            hint = "page(&quot;graph.html&quot;) writes the page; around(NAME) gives a part"
            return _shown(held, f"<p>{hint}.</p>")
        page = graph.html()
    except InvalidGraphError as error:
        return _shown(held, f"<p>No page: {escape(str(error))}</p>")
    # in an attribute only these two have a meaning; escaping more would only add to the size
    source = page.replace("&", "&amp;").replace('"', "&quot;")
    return _shown(
        held,
        '<iframe title="Career graph" sandbox="allow-scripts allow-downloads"'
        ' referrerpolicy="no-referrer" width="100%" height="640" style="border:0"'
        f' srcdoc="{source}"></iframe>',
    )


def _said(graph: CareerGraph) -> str:
    claims, sources = len(graph.book.claims), len(graph.book.sources)
    return f"{claims:,} claims from {sources:,} source{'' if sources == 1 else 's'}"


def _shown(held: str, below: str) -> str:
    return f"<div>\n<p><strong>Career graph</strong>: {held}</p>\n{below}\n</div>\n"


def tabled(result: Result) -> str:
    """Return the first `ROWS` rows of a result as an HTML table, and how many there are."""
    more = f"; the first {ROWS} are shown" if len(result) > ROWS else ""
    title = f"<p><strong>{escape(result.title)}</strong></p>\n" if result.title else ""
    count = f"{len(result):,} row{'' if len(result) == 1 else 's'}{more}"
    return f"<div>\n{title}{rows_as_html(result, most=ROWS)}<p>{count}</p>\n</div>\n"
