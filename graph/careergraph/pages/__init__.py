"""The graph as one self-contained page: map, list, search, details and answers, without network."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox

__all__ = ["page"]


def page(
    store: ox.Store,
    *,
    title: str | None = None,
    answers: Sequence[Mapping[str, Any]] = (),
    view: str = "map",
) -> str:
    """Return an HTML page that shows an open graph and needs nothing but a browser.

    `answers` are route answers as `careergraph route --format json` gives them; the page shows
    them first, and draws their routes over the ladder. `view` is the view that opens: "map",
    "ladder", "list", "flows" or "about". The same graph and answers give the same bytes.

    Raises InvalidGraphError when a record of the graph lacks a value.
    """
    from careergraph.pages.html import render
    from careergraph.pages.payload import payload

    return render(payload(store, title=title, answers=answers, view=view))
