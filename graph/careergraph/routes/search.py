"""The answer to a question for routes: those found, judged reading by reading, with reasons.

A route is open under a reading when each of its steps is possible there and meets every
requirement that binds there. It ends at the first role that answers the question.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from rdflib import URIRef

from careergraph.claims import Book, Relation, Status
from careergraph.errors import QuestionError
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.arrays import Array, shape
from careergraph.routes.case import Case, endpoints, reached, starting
from careergraph.routes.engine.compiled import SMALL, plainly
from careergraph.routes.engine.labelling import Clock, Effort, Found
from careergraph.routes.engine.terrain import Steps
from careergraph.routes.found import find
from careergraph.routes.ladder import Ladder
from careergraph.routes.means import Means
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading, RouteQuery
from careergraph.routes.readings import Baseline, View, viewed
from careergraph.terms import CAREER, curie

__all__ = ["Effort", "readings", "search", "speaking"]

Path = tuple[AdvancementStep, ...]

EFFORT = Effort()


def search(
    ladder: Ladder, query: RouteQuery, *, question: str = "", effort: Effort = EFFORT
) -> RouteAnswer:
    """Return the routes that answer `query`; `why.why_not` says why there is none.

    With `k` they are the best in the order of the objectives; with several objectives and no `k`
    those that none surpasses in all of them; else all. Each reading is asked by itself. When the
    effort was spent before that was done, the answer holds what was found until then.

    Raises QuestionError when no role of the graph can be its start or its goal.
    """
    cases = [Case(viewed(ladder, reading), query) for reading in readings(ladder, query)]
    _refuse_strange(ladder, query)
    _refuse_empty(ladder, query)
    found = _found(cases, effort)
    steps = [tuple(ladder.steps[shape(ladder).steps[n]] for n in route) for route in found.routes]
    judge = _Judge(_small(ladder, steps), query)
    routes = tuple(judge.route(path) for path in steps)
    starts, goals = endpoints(cases, query)
    answer = RouteAnswer(query, question, routes, tuple(starts), tuple(goals), found.complete)
    return replace(answer, routes=tuple(sorted(routes, key=answer.order)))


def _found(cases: Sequence[Case], effort: Effort) -> Found:
    """What is found: by plain Python, while that is sooner done than machine code is loaded."""
    with plainly(len(cases[0].view.ladder.steps)) as seconds:
        if seconds:
            soon = replace(effort, seconds=min(seconds, effort.seconds))
            if (found := find(cases, Clock(soon))).complete:
                return found
    return find(cases, Clock(effort))


def readings(ladder: Ladder, query: RouteQuery) -> tuple[Reading, ...]:
    """Return the readings under which a question is asked.

    A question about pay is not put to a source alone that never speaks of pay: it would let every
    role pass as not known, against the word of those who do speak of it.
    """
    if query.reading is not None:
        return (query.reading,)
    heard = speaking(ladder)
    if query.pay_at_least is not None or query.pay_never_drops:
        heard = ladder.keep("speaking of pay", lambda: _speaking_of_pay(ladder))
    alone = (Reading("only", source) for source in heard)
    return tuple(each.at(query.degree_share) for each in (CAUTIOUS, GENEROUS, *alone))


def speaking(ladder: Ladder) -> tuple[URIRef, ...]:
    """Return the sources that state or observe something, sorted."""
    return ladder.keep("speaking", lambda: _speaking(ladder))


def _speaking(ladder: Ladder) -> tuple[URIRef, ...]:
    table = ladder.book.table
    firm = table.where("stance", CAREER.stated) | table.where("stance", CAREER.observed)
    return _sources(ladder, np.flatnonzero(firm))


def _speaking_of_pay(ladder: Ladder) -> tuple[URIRef, ...]:
    """The sources that say, by more than a curator's inference, what some role pays, sorted."""
    book = ladder.book
    places = book.places(CAREER.pay)
    places = places[book.affirmed[places] & book.firm[places]]
    of_role = np.isin(book.table.codes("subject")[places],
                      [book.table.number("subject", role) for role in ladder.roles])  # fmt: skip
    return tuple(s for s in _sources(ladder, places[of_role]) if s in speaking(ladder))


def _sources(ladder: Ladder, places: Array) -> tuple[URIRef, ...]:
    """The sources of some claims, sorted."""
    sources, found = ladder.book.table.column("source"), ladder.book.table.codes("source")[places]
    first = places[np.unique(found, return_index=True)[1]]
    return tuple(sorted(sources[n] for n in first.tolist()))


def _refuse_strange(ladder: Ladder, query: RouteQuery) -> None:
    """Refuse a node that cannot be what the question takes it for."""
    highest = query.highest_degree
    if highest is not None and highest not in ladder.degrees:
        degrees = sorted(str(ladder.credentials[degree].label) for degree in ladder.degrees)
        name = ladder.credentials[highest].label if highest in ladder.credentials else highest
        raise QuestionError(f"{str(name)!r} is no degree; the degrees are {', '.join(degrees)}")
    roles = ladder.keep("roles", lambda: frozenset(ladder.roles))
    for end in (query.start, query.goal):
        unknown = [iri for iri in end.named if iri not in roles] if end.kind == "Role" else []
        if unknown:
            raise QuestionError(f"no role {curie(unknown[0])} in this graph")


def _refuse_empty(ladder: Ladder, query: RouteQuery) -> None:
    """Refuse what no claim at all makes a start or goal; what one source does not know is none."""
    everything = viewed(ladder, query.cautious)
    starts, goals = starting(everything, query.start), reached(everything, query.goal)
    for end, known, what in ((query.start, starts, "start"), (query.goal, goals, "goal")):
        if not known:
            kind = "level" if end.kind == "Level" else end.kind.lower()
            raise QuestionError(f"no role can be the {what}: none is known for that {kind}")


def _small(ladder: Ladder, paths: Sequence[Path]) -> Ladder:
    """The ladder, or when that is large, the part of it that matters to these routes."""
    if len(ladder.steps) <= SMALL:
        return ladder
    return ladder.restricted(step for path in paths for step in path)


class _Judge:
    """Judges single routes under every reading."""

    def __init__(self, ladder: Ladder, query: RouteQuery) -> None:
        self._ladder, self._query = ladder, query
        self._cases = [Case(viewed(ladder, r), query) for r in readings(ladder, query)]
        self._cautious = self._case(CAUTIOUS)
        self._number = {iri: n for n, iri in enumerate(shape(ladder).steps)}

    def _case(self, reading: Reading) -> Case:
        return Case(viewed(self._ladder, reading.at(self._query.degree_share)), self._query)

    @cached_property
    def _without(self) -> list[tuple[URIRef, Case]]:
        sources = sorted(self._ladder.book.sources)
        return [(source, self._case(Reading("without", source))) for source in sources]

    def route(self, path: Path) -> Route:
        """Return a route with its status and all that is known of it."""
        numbers = tuple(self._number[step.iri] for step in path)
        opened = [case for case in self._cases if case.answers(numbers)]
        first = opened[0]
        base = first.base(path[0].start)
        steps = tuple(self._step(step, base) for step in path)
        roles = (path[0].start, *(step.end for step in path))
        return Route(
            status=self._status(numbers, steps),
            roles=roles,
            steps=steps,
            baseline=base,
            open_under=tuple(_spell(case.view.reading) for case in opened),
            needs=tuple(s for s, case in self._without if not case.keeps(numbers)),
            years=tuple(claim for step in path for claim in first.view.years(step.iri)),
            pay=first.view.pay(path[-1].end),
            new_skills=_new_skills(first, path),
            shares=tuple(first.view.shares.get(step.iri) for step in path),
            costs=first.costs(numbers),
        )

    def _status(self, route: Steps, steps: tuple[RouteStep, ...]) -> Status:
        """Contested if closed to the cautious; unknown if a step rests on inference alone."""
        if not self._cautious.keeps(route):
            return Status.CONTESTED
        if all(self._cautious.view.grounded(step.step) for step in steps):
            return Status.SUPPORTED
        return Status.UNKNOWN

    def _step(self, step: AdvancementStep, base: Baseline) -> RouteStep:
        case, view = self._cautious, self._cautious.view
        book = self._ladder.book
        possible = self._ladder.said(step)
        said = book.on(step.iri, CAREER.requires) + book.on(step.end, CAREER.requires)
        closed = not case.open(base)[self._number[step.iri]]
        contested = closed or _disputed(view, possible)
        return RouteStep(
            step=step,
            status=Status.CONTESTED if contested else book.status(possible),
            possible=possible,
            demands=view.demands(step),
            unmet=_unmet(view, step, case.means(base)),
            denials=tuple(c for c in said if not c.affirms),
            backing=backing(book, possible),
        )


def _spell(reading: Reading) -> str:
    return reading.name if reading.source is None else f"{reading.name} {reading.source}"


def backing(book: Book, possible: tuple[Claim, ...]) -> tuple[frozenset[URIRef], ...]:
    """Return the sources at the root of each claim that affirms a step; see `RouteStep`."""
    affirming = [c for c in possible if c.affirms]
    firm = [c for c in affirming if book.grounded(c)] or affirming
    found = {frozenset(root.source for root in book.roots(c)) for c in firm}
    return tuple(sorted(found, key=sorted))


def _disputed(view: View, claims: tuple[Claim, ...]) -> bool:
    relation = view.ladder.book.relation
    return any(relation(a, b) is Relation.CONFLICT for a in claims for b in claims)


def _unmet(view: View, step: AdvancementStep, means: Means) -> tuple[Claim, ...]:
    """Return the binding claims of a step whose requirements a traveller cannot meet."""
    known = view.ladder.book.requirement
    return tuple(c for c in view.demands(step) if not means.meets(known(c.object)))


def _new_skills(case: Case, path: Path) -> tuple[URIRef, ...]:
    """The skills to be learned: those of the roles after the first, held or given ones left out."""
    view, known = case.view, {*case.query.skills, *case.view.skills(path[0].start)}
    found: set[URIRef] = set()
    for step in path:
        known |= view.gives(step.iri)
        found |= view.skills(step.end) - known
        known |= view.skills(step.end)
    return tuple(sorted(found))
