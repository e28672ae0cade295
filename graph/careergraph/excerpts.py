"""What part of a graph to show, and what it was asked for: a neighbourhood, an answer, a result."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from careergraph import focus, part
from careergraph import store as stores
from careergraph.answers import SHOWN
from careergraph.career_graph import CareerGraph
from careergraph.errors import QuestionError
from careergraph.names import KINDS
from careergraph.terms import ONTOLOGY

if TYPE_CHECKING:
    from careergraph.answers import BoundAnswer
    from careergraph.routes import Route
    from careergraph.sparql import Result


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a graph, with the route answers (as JSON values) or the result it was made for.

    `asked` are the questions among them that all of the graph was asked besides: the part holds
    what their answers rest on, too. Of a focus, `centre` is the node that it is
    around, `drawn` are the nodes to draw, and `left` the labels of those around that are not, by
    kind.
    """

    graph: CareerGraph
    title: str
    answers: tuple[Mapping[str, Any], ...] = ()
    result: Result | None = None
    asked: tuple[str, ...] = ()
    centre: str | None = None
    drawn: frozenset[str] | None = None
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def store(self) -> ox.Store:
        """The triples to write as RDF or as a network: those that a query built, else the part."""
        if self.result is None or self.result.kind != "graph":
            return self.graph.store
        built = ox.Store()
        built.extend(ox.Quad(*row) for row in self.result.terms)  # type: ignore[arg-type]
        stores.load(built, stores.shipped("ontology/careergraph.ttl"), graph=ox.NamedNode(ONTOLOGY))
        return built

    def html(self) -> str:
        """Return the page of the part: it opens on the result, or on the routes of the answer."""
        from careergraph.pages import page

        routes = any(a["routes"] for a in self.answers if a["question"] not in self.asked)
        view = "result" if self.result is not None else "ladder" if routes else "map"
        return page(
            self.graph.store, title=self.title, answers=self.answers, asked=self.asked, view=view,
            result=self.result, whole=self.graph.whole, views=self.graph.views, drawn=self.drawn,
            left=self.left, centre=self.centre,
        )  # fmt: skip

    def page(self, path: str | os.PathLike[str]) -> None:
        """Write that page to a file, whole or not at all. Raises WriteError."""
        stores.write_whole(path, self.html().encode("utf-8"))


def around(
    graph: CareerGraph, name: str, *, hops: int = 1, asked: Sequence[BoundAnswer] = (),
    k: int | None = SHOWN,
) -> Excerpt:  # fmt: skip
    """Return what lies at most `hops` relations or steps from the node of this name.

    Here and below, `asked` are answers of the whole graph that go with it, with `k` routes each.

    Raises UnknownNameError, with a suggestion, and QuestionError when `hops` is negative or the
    node is none of `part.THINGS`.
    """
    start = _found(graph, name)
    nodes = part.around(graph.store, start, hops=hops)
    found = Excerpt(graph.part([*nodes, *_resting(asked, k)]), _title(graph, start, hops))
    return _with_answers(found, asked, k)


def page_around(
    graph: CareerGraph, name: str, *, hops: int = 1, asked: Sequence[BoundAnswer] = (),
    k: int | None = SHOWN,
) -> Excerpt:  # fmt: skip
    """Return the same for a page: of a market what ties most strongly, and what is said of it."""
    if graph.home is None:
        return around(graph, name, hops=hops, asked=asked, k=k)
    part.check_hops(hops)
    start = _found(graph, name)
    found = focus.around(graph, start, hops=hops, also=_resting(asked, k))
    excerpt = replace(_focused(graph, found, _title(graph, start, hops)), centre=start)
    return _with_answers(excerpt, asked, k)


def _focused(graph: CareerGraph, found: focus.Focus, title: str) -> Excerpt:
    opened = CareerGraph(found.store, whole=len(graph.book.claims))
    return Excerpt(opened, title, drawn=found.drawn, left=found.left)


def _found(graph: CareerGraph, name: str) -> str:
    start = graph.index.find(name, kinds=dict.fromkeys((*part.THINGS, *KINDS)))
    kind = graph.index.kind(start)
    if kind not in part.THINGS:
        raise QuestionError(
            f"{name!r} is a {str(kind).lower()}; name a role, a skill, an industry or the like"
        )
    return start


def _title(graph: CareerGraph, start: str, hops: int) -> str:
    return f"Around {graph.labels.label(start)}{'' if hops == 1 else f', {hops} hops'}"


def of_answer(
    answer: BoundAnswer, *, k: int | None = SHOWN, asked: Sequence[BoundAnswer] = (),
    skills: bool = True,
) -> Excerpt:  # fmt: skip
    """Return the roles, steps, claims and skills of at most `k` routes, and what these rest on.

    Of an answer without routes they are those of the routes that a change would open, and the
    starts and goals when there are none either. Without `skills` those still to learn are left out.
    """
    nodes = [node for route in _routes(answer, k) for node in _nodes(route, skills=skills)]
    others = _resting(asked, k)
    found = answer.graph.part([*(nodes or (*answer.starts, *answer.goals)), *others])
    title = answer.question or "Routes"
    return _with_answers(Excerpt(found, title, answers=(answer.to_dict(k=k),)), asked, k)


def page_of_answer(
    answer: BoundAnswer, *, k: int | None = SHOWN, asked: Sequence[BoundAnswer] = ()
) -> Excerpt:
    """Return the same for a page: with the skills to learn where its claims fit with them."""
    graph = answer.graph
    if graph.home is not None:
        routes = [node for route in _routes(answer, k) for node in _nodes(route, skills=False)]
        others = [*(routes or (*answer.starts, *answer.goals)), *_resting(asked, k)]
        skills = {iri for route in _routes(answer, k) for iri in route.new_skills[:_LEARNT]}
        told = focus.of_roles(graph, skills, others)
        excerpt = _focused(graph, told, answer.question or "Routes")
        return _with_answers(replace(excerpt, answers=(answer.to_dict(k=k),)), asked, k)
    found = of_answer(answer, k=k, asked=asked)
    return of_answer(answer, k=k, asked=asked, skills=False) if found.graph.is_market else found


_LEARNT = 12
"""How many of the skills to learn on a route are drawn."""


def _routes(answer: BoundAnswer, k: int | None) -> tuple[Route, ...]:
    """The routes, or without any those that a change would open."""
    if answer.routes or not answer.complete:
        return answer.best(k)
    return tuple(way.route for way in answer.why_not.ways[:k])


def _nodes(route: Route, *, skills: bool) -> Iterator[str]:
    yield from (*route.roles, *(route.new_skills if skills else ()))
    yield from (claim.iri for claim in (*route.years, *route.pay))
    for step in route.steps:
        yield from (step.step.iri, *(claim.iri for claim in step.claims))


def _resting(asked: Iterable[BoundAnswer], k: int | None) -> Iterator[str]:
    """The roles, steps and claims of the routes that answer what was asked besides."""
    for answer in asked:
        for route in _routes(answer, k):
            yield from _nodes(route, skills=False)


def _with_answers(excerpt: Excerpt, asked: Sequence[BoundAnswer], k: int | None) -> Excerpt:
    known = {answer["question"] for answer in excerpt.answers}
    others = [answer for answer in asked if answer.question not in known]
    told = (*excerpt.answers, *(answer.to_dict(k=k) for answer in others))
    return replace(excerpt, answers=told, asked=tuple(answer.question for answer in others))


def of_result(
    graph: CareerGraph, result: Result, *, asked: Sequence[BoundAnswer] = ()
) -> Excerpt:  # fmt: skip
    """Return the part that the nodes in a result make, to be shown beside its rows.

    Raises QuestionError when it names no node of the graph, unless it is a graph itself.
    """
    nodes = named(graph, result)
    if not nodes and (result.kind != "graph" or not result):
        raise QuestionError(
            f"the result ({_counted(result)}) names no node of the graph; "
            "select nodes, such as ?role, beside their labels and figures"
        )
    found = graph.part([*nodes, *_resting(asked, SHOWN)])
    title = result.title or "Query result"
    return _with_answers(Excerpt(found, title, result=result), asked, SHOWN)


def named(graph: CareerGraph, result: Result) -> list[str]:
    """Return the IRIs in a result of which the graph's data says something, sorted."""
    found = {t for row in result.terms for t in row if isinstance(t, ox.NamedNode)}
    return sorted(node.value for node in found if any(stores.said(graph.store, node)))


def _counted(result: Result) -> str:
    if result.kind == "truth":
        return "yes" if result else "no"
    what = "triple" if result.kind == "graph" else "row"
    return f"{len(result):,} {what}{'' if len(result) == 1 else 's'}"
