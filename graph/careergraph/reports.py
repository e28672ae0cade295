"""What `careergraph route` prints: routes, why there are none, or what if, in one of the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict, Unpack

from careergraph.errors import FormatError, QuestionError
from careergraph.routes.answer import check_shown
from careergraph.routes.forms import FORMS
from careergraph.routes.question import OBJECTIVES, RouteQuery
from careergraph.terms import curie

if TYPE_CHECKING:
    from careergraph.answers import BoundAnswer
    from careergraph.career_graph import CareerGraph
    from careergraph.routes.phrase import Limits

SHOWN = 5
"""The most routes shown when the question does not say how many."""


ENDINGS = {".txt": "text", ".json": "json", ".md": "md", ".csv": "csv", ".html": "html",
           ".ttl": "turtle", ".jsonld": "ctdl"}  # fmt: skip
"""Ending of a file to the form that it is written in."""


class Report(NamedTuple):
    """What to print, and whether it holds what was asked for."""

    content: str
    found: bool


class Asked(NamedTuple):
    """What a view has to go by; `width` is the reader's terminal, None when there is none."""

    graph: CareerGraph
    query: RouteQuery
    question: str
    form: str
    k: int
    width: int | None

    def answer(self) -> BoundAnswer:
        """Return the routes."""
        return self.graph.route(self.query, question=self.question)

    def put(self, text: Callable[[], str], values: Callable[[], Mapping[str, Any]]) -> str:
        """Return the text or the JSON, whichever is asked for."""
        from careergraph.routes.forms.text import laid_out
        from careergraph.routes.forms.values import text as printed

        if self.form == "json":
            return printed(values())
        return laid_out(text().splitlines(), self.width)


def report(
    graph: CareerGraph, *, views: Iterable[str] = (), form: str | None = None,
    width: int | None = None, pareto: bool = False, phrase: str | None = None,
    start: str | None = None, goal: str | None = None, note: Callable[[str], None] | None = None,
    **limits: Unpack[Limits],
) -> Report:  # fmt: skip
    """Return the routes of a question, or another view of it, in one of its forms.

    `views` names one of `VIEWS`, or none for the routes. The form is by default the first of it.

    `k` is the most routes shown, and with `objectives` or `diverse` the number searched for: the
    best, first things first, or the most different. Without it several objectives are weighed
    against each other, as by `pareto`, which takes every objective unless some are given: the
    routes are those that none surpasses in all of them. `note` is told what else a name could mean.

    Raises QuestionError, UnknownNameError or FormatError.
    """
    from careergraph.routes.phrase import compose

    view = _one(views)
    forms, show = VIEWS[view]
    form = form or forms[0]
    if form not in forms:
        raise FormatError(f"{_spoken(view)} has no form {form!r}; there are {', '.join(forms)}")
    count = _count(limits.get("k"))
    wanted = _wanted(limits, count, pareto=pareto)
    ends = _usual(view, phrase, start, goal)
    query, question = compose(graph.index, **ends, **wanted)
    if query.diverse and query.k is None:
        query = replace(query, k=SHOWN)
    if note is not None:
        typed = " ".join(filter(None, (question, start, goal)))
        for said in _ambiguous(graph, query, typed):
            note(said)
    return show(Asked(graph, query, question, form, count or query.k or SHOWN, width))


def _ambiguous(graph: CareerGraph, query: RouteQuery, typed: str) -> Iterator[str]:
    """Yield for each role that was typed by a name not its own alone which ones were taken."""
    for end in (query.start, query.goal):
        if end.others:
            yield graph.index.shared(end.named, typed)
        elif end.role is not None and curie(end.role) not in typed:
            said = graph.index.taken(end.role, typed)
            if said:
                yield said


def form_of(path: Path | None, *, views: Iterable[str] = ()) -> str | None:
    """Return the form for a file by its ending; None, the usual one, without a file.

    Raises FormatError when the ending is of no form.
    """
    endings = {".rq": "text", **ENDINGS} if "as-sparql" in views else ENDINGS
    if path is None:
        return None
    if path.suffix.lower() not in endings:
        known = ", ".join(endings)
        raise FormatError(f"{path}: no form is known for '{path.suffix}'; known are {known}")
    return endings[path.suffix.lower()]


def _one(views: Iterable[str]) -> str:
    found = [*views] or ["routes"]
    if len(found) > 1:
        raise QuestionError(f"{' and '.join(map(_spoken, found))}: ask for one of them at a time")
    return found[0]


def _spoken(view: str) -> str:
    return "an answer" if view == "routes" else f"--{view}"


def _count(k: str | int | None) -> int | None:
    from careergraph.routes.phrase import naming
    from careergraph.routes.phrase.amounts import whole

    with naming("k"):
        count = None if k is None else whole(str(k), "routes")
    check_shown(count)
    return count


def _wanted(limits: Limits, k: int | None, *, pareto: bool) -> Limits:
    """The limits with what is best; how many are searched for only where that makes a choice."""
    objectives = limits.get("objectives", ())
    if pareto and len(objectives) == 1:
        raise QuestionError("--pareto weighs several costs against each other; give two --by")
    if pareto:
        return {**limits, "objectives": objectives or OBJECTIVES, "k": None}
    chosen = bool(objectives) or limits.get("diverse", False)
    return {**limits, "k": k if chosen else None}


class _Ends(TypedDict):
    phrase: str | None
    start: str | None
    goal: str | None


def _usual(view: str, phrase: str | None, start: str | None, goal: str | None) -> _Ends:
    """The ends with what a view means where one is left out: any goal, or from entry up."""
    if not phrase and view == "leverage" and start:
        goal = goal or "any role"
    if not phrase and view == "gateways":
        start, goal = start or "entry role", goal or "senior role"
    return {"phrase": phrase, "start": start, "goal": goal}


def _routes(asked: Asked) -> Report:
    answer = asked.answer()
    return Report(answer.render(asked.form, k=asked.k, width=asked.width), bool(answer.routes))


def _why_not(asked: Asked) -> Report:
    """The status of the answer, then what would open a route and what closes all others."""
    answer = replace(asked.answer(), explain=True)
    return Report(answer.render(asked.form, k=asked.k, width=asked.width), bool(answer.routes))


def _leverage(asked: Asked) -> Report:
    from careergraph.routes.forms import whatif as leverage_text
    from careergraph.routes.whatif.leverage import leverage

    graph = asked.graph
    found = leverage(graph.ladder, asked.query)
    content = asked.put(
        lambda: leverage_text.as_text(found, graph.ladder, graph.labels, k=asked.k),
        lambda: {"question": asked.question, **leverage_text.as_json(found, graph.labels)},
    )
    return Report(content, bool(found.within or found.gains))


def _gateways(asked: Asked) -> Report:
    """The roles that supported routes pass through, then where people start, pass and arrive."""
    from careergraph.routes.forms import whatif as leverage_text
    from careergraph.routes.whatif.gateways import gateways, landscape

    ladder, labels, k = asked.graph.ladder, asked.graph.labels, asked.k
    passed, seen = gateways(ladder, asked.query), landscape(ladder, asked.query)
    content = asked.put(
        lambda: "\n".join(
            [
                f"Question: {asked.question}",
                leverage_text.gateways_as_text(passed, labels, k=k),
                leverage_text.landscape_as_text(seen, labels, k=k),
            ]
        ),
        lambda: {
            "question": asked.question,
            **leverage_text.gateways_as_json(passed, labels),
            "landscape": leverage_text.landscape_as_json(seen, labels),
        },
    )
    return Report(content, bool(passed.total))


def _as_sparql(asked: Asked) -> Report:
    from careergraph.routes.as_sparql import as_sparql

    return Report(as_sparql(asked.graph.ladder, asked.query), True)


_TOLD = ("text", "json")
VIEWS: dict[str, tuple[tuple[str, ...], Callable[[Asked], Report]]] = {
    "routes": (FORMS, _routes),
    "why-not": (("text", "json", "md", "html", "turtle"), _why_not),
    "leverage": (_TOLD, _leverage),
    "gateways": (_TOLD, _gateways),
    "as-sparql": (("text",), _as_sparql),
}
"""View to its forms, the first by default, and what shows it."""
