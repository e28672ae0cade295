"""What if: the one credential, skill or waived requirement that opens the most roles from here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.routes.answer import Route
from careergraph.routes.case import Case, starting
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import End, Reading, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.search import search
from careergraph.routes.why.asking import shortest
from careergraph.routes.why.changes import HOLDS, Change, applied
from careergraph.routes.why.obstacles import Obstacle
from careergraph.routes.why.reach import ends, regions, towards

GainKind = Literal["hold degree", "hold credential", "learn skill", "waive degree"]
_GAINS = ("hold degree", "hold credential", "learn skill", "waive degree")


@dataclass(frozen=True, slots=True)
class Gain:
    """What one change opens.

    `node` is the degree or credential to hold, the skill to learn, or the role or step that would
    no longer demand a degree. `roles` are those it brings within reach, sorted; `grounded` those
    of them that are reached without a step that only a curator infers.
    """

    kind: GainKind
    node: URIRef
    roles: tuple[URIRef, ...]
    grounded: tuple[URIRef, ...]


@dataclass(frozen=True, slots=True)
class Leverage:
    """What a traveller can reach, and what single changes add to it, the most first.

    `within` are the roles within reach as it is, `gains` the changes that open at least one more
    of those asked for. `skills` says for each skill that the start lacks which roles within reach
    use it as a matter of course: it opens none of them, since a skill can be learned on the way,
    but is worth the most where many ask for it. `complete` is False when a search had to stop
    early, so that there may be more.
    """

    query: RouteQuery
    reading: Reading
    starts: tuple[URIRef, ...]
    within: tuple[URIRef, ...]
    gains: tuple[Gain, ...]
    skills: tuple[Gain, ...]
    complete: bool = True


def leverage(ladder: Ladder, query: RouteQuery) -> Leverage:
    """Return which single change opens the most of the roles asked for to this traveller.

    All limits of the question hold, and each role that its goal stands for is a goal by itself;
    `End("Any")` asks for every role. A question that names no reading is read cautiously: this is
    about what one can rely on.

    Of the degrees of one EQF level the broadest stands for all, and a higher degree is left out
    that opens no more than a lower one. A skill opens roles only where
    the question limits how many may be new. A waived requirement is that of one role or step, for
    degrees; its other demands stay. Changes that open equally many are ordered by kind (degrees,
    the lowest first, credentials, skills, waivers), then by IRI.

    Raises QuestionError when no role can be the start.
    """
    scout = _Scout(ladder, replace(query, reading=query.reading or query.cautious))
    now = scout.within(scout.query)
    gains = [*scout.holding(now), *scout.learning(now), *scout.waiving(now)]
    return Leverage(
        query=query,
        reading=scout.view.reading,
        starts=scout.starts,
        within=tuple(sorted(now)),
        gains=tuple(sorted((g for g in gains if g.roles), key=lambda g: _order(g, ladder))),
        skills=tuple(sorted(scout.skills(now), key=lambda g: _order(g, ladder))),
        complete=scout.complete,
    )


def _order(gain: Gain, ladder: Ladder) -> tuple[int, int, int, str]:
    eqf = ladder.degrees.get(gain.node, 0)
    return -len(gain.roles), _GAINS.index(gain.kind), eqf, str(gain.node)


class _Scout:
    """Looks around from the starts of a question, in its reading."""

    def __init__(self, ladder: Ladder, query: RouteQuery) -> None:
        self.ladder, self.query = ladder, query
        self.view = viewed(ladder, query.reading or query.cautious)
        self.complete = True
        everywhere = query.goal.kind == "Any"
        found = starting(self.view, query.start) if everywhere else ends(Case(self.view, query))[1]
        self.starts = tuple(sorted(found - {*query.avoid}))
        if not self.starts:
            raise QuestionError("no role can be the start: none is known for it in this reading")

    def within(
        self, query: RouteQuery, waived: frozenset[URIRef] = frozenset()
    ) -> dict[URIRef, bool]:
        """Return the roles within reach, and whether on steps that are not merely inferred."""
        goals = Case(self.view, query).goals - set(self.starts)
        found = self._spread(query, waived, supported=False) & goals
        if _needs_search(query):
            return self._searched(query, waived, found)
        sure = self._spread(query, waived, supported=True)
        return {role: role in sure for role in found}

    def _spread(
        self, query: RouteQuery, waived: frozenset[URIRef], *, supported: bool
    ) -> set[URIRef]:
        most = query.most_steps or len(self.ladder.roles)
        found = regions(self.view, query, starts=self.starts, supported=supported, waived=waived)
        return {role for region in found for role, n in region.steps.items() if n <= most}

    def _searched(
        self, query: RouteQuery, waived: frozenset[URIRef], roles: set[URIRef]
    ) -> dict[URIRef, bool]:
        """Those of the roles to which a route keeps every limit: each is asked for by itself."""
        ladder = _without_degrees(self.ladder, waived, self.query.cautious)
        asked = shortest(query, supported=True)
        found = {role: self._routes(ladder, asked, role) for role in sorted(roles)}
        return {role: any(map(self._is_sure, routes)) for role, routes in found.items() if routes}

    def _routes(self, ladder: Ladder, query: RouteQuery, role: URIRef) -> tuple[Route, ...]:
        answer = search(ladder, replace(query, goal=End("Role", role)))
        self.complete = self.complete and answer.complete
        return answer.routes

    def _is_sure(self, route: Route) -> bool:
        return all(self.view.grounded(each.step) for each in route.steps)

    def _gain(self, kind: GainKind, node: URIRef, now: dict[URIRef, bool],
              then: dict[URIRef, bool]) -> Gain:  # fmt: skip
        roles = tuple(sorted(then.keys() - now.keys()))
        return Gain(kind, node, roles, tuple(r for r in roles if then[r]))

    def holding(self, now: dict[URIRef, bool]) -> Iterator[Gain]:
        """Yield what each degree or credential opens that would help at a closed step.

        A higher degree that opens no more than a lower one is left out.
        """
        helpful = {
            c for each in self._closed() for o in each for c in o.remedies if c.kind in HOLDS
        }
        most = len(now)
        for change in sorted(helpful, key=self._height):
            assert change.node is not None
            then = self.within(applied(self.query, [change]))
            if change.kind == "hold credential":
                yield self._gain("hold credential", change.node, now, then)
            elif len(then) > most:
                most = len(then)
                yield self._gain("hold degree", change.node, now, then)

    def _height(self, change: Change) -> tuple[int, tuple[int, str]]:
        return self.ladder.degrees.get(change.node or URIRef(""), 0), change.order

    def waiving(self, now: dict[URIRef, bool]) -> Iterator[Gain]:
        """Yield what each role or step opens that no longer demands a degree."""
        subjects = {
            against[0].claims[0].subject
            for against in self._closed()
            if all(map(self._demands_degree, against))
            and len({o.claims[0].subject for o in against}) == 1
        }
        for subject in sorted(subjects):
            then = self.within(self.query, frozenset({subject}))
            yield self._gain("waive degree", subject, now, then)

    def _demands_degree(self, obstacle: Obstacle) -> bool:
        is_need = obstacle.kind == "requirement"
        return is_need and self.view.degree_demanded(obstacle.claims[0]) > 0

    def _closed(self) -> Iterator[tuple[Obstacle, ...]]:
        """Yield what closes each closed step that starts within reach and leads towards a goal."""
        near = towards(self.ladder, Case(self.view, self.query).goals)
        for region in regions(self.view, self.query, starts=self.starts):
            for _, against in region.closed(near):
                yield against

    def learning(self, now: dict[URIRef, bool]) -> Iterator[Gain]:
        """Yield what each skill opens: roles to which some route has one new skill too many."""
        most = self.query.most_new_skills
        if most is None:
            return
        opened: dict[URIRef, dict[URIRef, bool]] = {}
        more = replace(self.query, most_new_skills=most + 1)
        every = replace(more, objectives=("steps",), k=None, diverse=False)
        for role in sorted(self.within(more).keys() - now.keys()):
            for route in self._routes(self.ladder, every, role):
                for skill in route.new_skills:
                    roles = opened.setdefault(skill, {})
                    roles[role] = roles.get(role, False) or self._is_sure(route)
        for skill, then in sorted(opened.items()):
            yield self._gain("learn skill", skill, now, then)

    def skills(self, now: dict[URIRef, bool]) -> list[Gain]:
        """Return which roles within reach use each skill that no start uses and nobody holds."""
        known = set(self.query.skills).union(*(self.view.skills(s) for s in self.starts))
        users: dict[URIRef, list[URIRef]] = {}
        for role in sorted(now):
            for skill in self.view.skills(role) - known:
                users.setdefault(skill, []).append(role)
        return [
            Gain("learn skill", skill, tuple(roles), tuple(r for r in roles if now[r]))
            for skill, roles in users.items()
        ]


def _needs_search(query: RouteQuery) -> bool:
    """Whether a limit counts over a whole route, so that looking step by step is not enough."""
    limits = (query.most_years, query.most_new_skills)
    return bool(query.through) or any(limit is not None for limit in limits)


def _without_degrees(ladder: Ladder, waived: frozenset[URIRef], reading: Reading) -> Ladder:
    """The ladder as it would be without the demands for a degree on these roles and steps."""
    if not waived:
        return ladder
    view = viewed(ladder, reading)
    dropped = {c.iri for s in waived for c in view.binding(s) if view.degree_demanded(c)}
    kept = ladder.book.restricted(c for c in ladder.book.claims if c.iri not in dropped)
    return replace(ladder, book=kept, _kept={})
