"""An answer that knows its graph, so that it can be told in every form without naming it again."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from careergraph.errors import FormatError
from careergraph.routes import RouteAnswer
from careergraph.routes.forms import FORMS
from careergraph.store import write_whole

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.routes.whatif.gain import Gain
    from careergraph.routes.whatif.higher import Higher
    from careergraph.routes.why import WhyNot

SHOWN = 10
"""How many routes a notebook and a page show."""


@dataclass(frozen=True, slots=True)
class BoundAnswer(RouteAnswer):
    """The routes that answer a question, and `graph`, which was asked.

    It is a `RouteAnswer` and can be used wherever one is asked for. `k` is the most routes that a
    form shows, the best of each status; without it all are shown. An answer without routes says
    why not in every form that has words for it; with `explain` one that has none supported does.
    """

    graph: CareerGraph = field(kw_only=True, compare=False, repr=False)
    explain: bool = field(default=False, kw_only=True, compare=False)

    @property
    def why_not(self) -> WhyNot:
        """What would open a route, or a supported one where there are others, and what closes all.

        It is looked for when it is first asked for, which takes many searches.
        """
        from careergraph.routes.why import why_not

        ladder, query = self.graph.ladder, self.query
        return ladder.lately(("why not", query), lambda: why_not(ladder, query))

    @property
    def _why(self) -> WhyNot | None:
        """What a form says of why not, if anything: an answer cut short does not know that it is
        none."""
        return self.why_not if self.explain or (self.complete and not self.routes) else None

    @property
    def gain(self) -> Gain | None:
        """What the credentials held are good for, found by a second search; None without any."""
        from careergraph.routes.whatif.gain import gain

        return self.graph.ladder.lately(("gain", self.query), lambda: gain(self.graph.ladder, self))

    @property
    def higher(self) -> Higher | None:
        """Which roles above the level asked for would answer, where few do that are exactly there;
        found by a second search."""
        from careergraph.routes.whatif.higher import higher

        ladder = self.graph.ladder
        return ladder.lately(("higher", self.query), lambda: higher(ladder, self))

    def to_text(self, *, k: int | None = None, width: int | None = None) -> str:
        """Return the answer for reading, its lines wrapped to `width` columns or whole."""
        from careergraph.routes.forms.text import as_text

        ladder, labels = self.graph.ladder, self.graph.labels
        return as_text(self, ladder, labels, k=k, width=width, why=self._why, gain=self.gain,
                       higher=self.higher)  # fmt: skip

    def to_dict(self, *, k: int | None = None) -> Mapping[str, Any]:
        """Return the answer as JSON values."""
        from careergraph.routes.forms.values import as_json

        return as_json(self, self.graph.ladder, self.graph.labels, k=k, why=self._why)

    def to_json(self, *, k: int | None = None) -> str:
        """Return the answer as JSON."""
        from careergraph.routes.forms.values import text

        return text(self.to_dict(k=k))

    def to_markdown(self, *, k: int | None = None) -> str:
        """Return the answer as Markdown."""
        from careergraph.routes.forms.markdown import as_markdown

        ladder, labels = self.graph.ladder, self.graph.labels
        return as_markdown(self, ladder, labels, k=k, why=self._why, gain=self.gain,
                           higher=self.higher)  # fmt: skip

    def to_csv(self, *, k: int | None = None) -> str:
        """Return the steps of the routes as CSV, one a row; lines end in CR LF."""
        from careergraph.routes.forms.table import as_csv

        return as_csv(self, self.graph.ladder, self.graph.labels, k=k)

    def to_turtle(self, *, k: int | None = None) -> str:
        """Return the routes and all they rest on as Turtle: a graph that can be asked in turn."""
        from careergraph.routes.forms.rdf import as_turtle

        graph = self.graph
        return as_turtle(self, graph.ladder, graph.labels, graph.store, k=k, why=self._why)

    def to_ctdl(self, *, k: int | None = None) -> str:
        """Return the routes as CTDL pathways in JSON-LD."""
        from careergraph.routes.forms.ctdl import as_ctdl

        return as_ctdl(self, self.graph.ladder, self.graph.labels, k=k)

    def to_html(self, *, k: int | None = None) -> str:
        """Return a self-contained page that shows the answer first and the graph behind it.

        Of a market it shows the part that the answer rests on: the whole would leave no room for
        the claims.
        """
        if not self.graph.is_market:
            return self.graph.html(answers=[self], k=k)
        from careergraph.excerpts import page_of_answer

        return page_of_answer(self, k=k).html()

    def page(self, path: str | os.PathLike[str], *, k: int | None = SHOWN) -> None:
        """Write the page of `to_html` to a file, whole or not at all. Raises WriteError."""
        write_whole(path, self.to_html(k=k).encode("utf-8"))

    def part(self, *, k: int | None = SHOWN) -> CareerGraph:
        """Return the part of the graph that at most `k` routes rest on."""
        from careergraph.excerpts import of_answer

        return of_answer(self, k=k).graph

    def render(self, form: str, *, k: int | None = None, width: int | None = None) -> str:
        """Return the answer in one of `FORMS`; `width` is for text alone. Raises FormatError."""
        if form not in _RENDERED:
            raise FormatError(f"routes have no form {form!r}; there are {', '.join(FORMS)}")
        return self.to_text(k=k, width=width) if form == "text" else _RENDERED[form](self, k=k)

    def _repr_markdown_(self) -> str:
        return self.to_markdown(k=SHOWN)

    def _repr_html_(self) -> str:
        from careergraph.routes.forms.fragment import as_fragment

        ladder, labels = self.graph.ladder, self.graph.labels
        return as_fragment(self, ladder, labels, k=SHOWN, why=self._why, higher=self.higher)


_RENDERED: dict[str, Callable[..., str]] = {
    "text": BoundAnswer.to_text,
    "json": BoundAnswer.to_json,
    "md": BoundAnswer.to_markdown,
    "csv": BoundAnswer.to_csv,
    "html": BoundAnswer.to_html,
    "turtle": BoundAnswer.to_turtle,
    "ctdl": BoundAnswer.to_ctdl,
}


def bound(answer: RouteAnswer, graph: CareerGraph) -> BoundAnswer:
    """Return the same answer with the graph that gave it; one that knows its graph as it is."""
    if isinstance(answer, BoundAnswer):
        return answer
    parts = {part.name: getattr(answer, part.name) for part in fields(RouteAnswer)}
    return BoundAnswer(**parts, graph=graph)
