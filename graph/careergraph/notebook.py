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
"""The most nodes of a graph that is shown as a page: about 500 KB in the notebook's file."""

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
    words = f"<p><strong>Career graph</strong>: {_held(graph, Counter(kinds.values()))}</p>\n"
    if len(kinds) > FRAMED:
        hint = "page(&quot;graph.html&quot;) writes the page; around(NAME) gives a part"
        return f"<div>\n{words}<p>{hint}.</p>\n</div>\n"
    try:
        page = graph.html()
    except InvalidGraphError as error:
        return f"<div>\n{words}<p>No page: {escape(str(error))}</p>\n</div>\n"
    # in an attribute only these two have a meaning; escaping more would only add to the size
    source = page.replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<div>\n{words}<iframe title="Career graph" sandbox="allow-scripts allow-downloads"'
        ' referrerpolicy="no-referrer" width="100%" height="640" style="border:0"'
        f' srcdoc="{source}"></iframe>\n</div>\n'
    )


def _held(graph: CareerGraph, kinds: Counter[str]) -> str:
    claims, sources = len(graph.book.claims), len(graph.book.sources)
    words = [f"{sum(kinds.values()):,} nodes, of them {kinds['Role']:,} roles",
             f"{claims:,} claims from {sources:,} source{'' if sources == 1 else 's'}"]  # fmt: skip
    return "; ".join(words)


def tabled(result: Result) -> str:
    """Return the first `ROWS` rows of a result as an HTML table, and how many there are."""
    more = f"; the first {ROWS} are shown" if len(result) > ROWS else ""
    title = f"<p><strong>{escape(result.title)}</strong></p>\n" if result.title else ""
    count = f"{len(result):,} row{'' if len(result) == 1 else 's'}{more}"
    return f"<div>\n{title}{rows_as_html(result, most=ROWS)}<p>{count}</p>\n</div>\n"
