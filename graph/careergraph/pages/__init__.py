"""The graph as one self-contained page: map, list, search, details and answers, without network."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from careergraph.claims import Book
    from careergraph.names import Index
    from careergraph.pages.views import Views
    from careergraph.sparql import Result

__all__ = ["is_market", "page"]


def is_market(index: Index, book: Book) -> bool:
    """Return whether a graph is too large for a page that holds its claims."""
    from careergraph.pages.market import MOST_WITH_CLAIMS
    from careergraph.pages.payload import drawn_kinds

    return len(drawn_kinds(index, book)) > MOST_WITH_CLAIMS


def page(
    store: ox.Store,
    *,
    title: str | None = None,
    answers: Sequence[Mapping[str, Any]] = (),
    view: str = "map",
    result: Result | None = None,
    asked: Sequence[str] = (),
    whole: int | None = None,
    views: Views | None = None,
    drawn: Collection[str] | None = None,
    left: Mapping[str, Sequence[str]] | None = None,
    centre: str | None = None,
) -> str:
    """Return an HTML page that shows an open graph and needs nothing but a browser.

    `answers` are route answers as `careergraph route --format json` gives them; the page shows
    them first, and draws their routes over the ladder. `asked` are the questions that its box
    offers; a page that cannot answer by itself has the answers to these alone. `result` is a
    query's, shown as a table in a view of its own. Of a part, `whole` is the number of claims of
    all the graph: the page says so, and takes nothing the part lacks for not known. `views` are
    those of the store, where they are there already; `drawn` the only nodes to be drawn, `left` by
    kind the labels of others that would be; the name of `centre` always has room. `view` is the
    view that opens: "map", "ladder", "list", "flows", "about" or "result". The same input gives
    the same bytes.

    Raises InvalidGraphError when a record of the graph lacks a value.
    """
    from careergraph.pages.html import render
    from careergraph.pages.kinds import DRAWN
    from careergraph.pages.payload import payload
    from careergraph.terms import curie

    content = payload(
        store,
        title=title,
        answers=answers,
        asked=asked,
        view=view,
        views=views,
        drawn=drawn,
        asks=whole is None,  # a part would answer "none" where the whole has a way
    )
    numbers = {row["iri"]: number for number, row in enumerate(content["nodes"])}
    if centre is not None and curie(centre) in numbers:
        content["centre"] = numbers[curie(centre)]
    if left:
        content["left"] = [[DRAWN[kind].plural, list(left[kind])] for kind in DRAWN if kind in left]
    if whole is not None:
        content["whole"] = {"claims": whole}
    if result is None:
        return render(content)
    from careergraph.pages.result_table import result_table

    return render(content, result=result_table(result, content))
