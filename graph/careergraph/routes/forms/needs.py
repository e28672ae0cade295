"""What each step of a route takes, and how this traveller comes to meet it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from rdflib import URIRef

from careergraph.model import Claim, Requirement
from careergraph.routes.answer import Route, RouteStep
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery


class Met(Enum):
    """How a requirement is met, or why it is not."""

    HELD = "held"
    PRESUPPOSED = "presupposed"
    TO_GAIN = "to gain"
    GAINED = "gained before"
    NOT_MET = "not met"


@dataclass(frozen=True, slots=True)
class Need:
    """A claim that something is needed for a step or the role it leads into, and how it is met.

    `presupposed` is met by the degree that the start is taken to presuppose; `gained before` by
    what an earlier step of the route already took; `not met` closes the step to the cautious.
    """

    claim: Claim
    met: Met


def needs(route: Route, query: RouteQuery, ladder: Ladder) -> tuple[tuple[Need, ...], ...]:
    """Return for each step of a route the requirements that bind in the cautious reading."""
    who = _Who(route, query, ladder)
    return tuple(tuple(who.judged(step)) for step in route.steps)


class _Who:
    """The traveller on one route, step after step."""

    def __init__(self, route: Route, query: RouteQuery, ladder: Ladder) -> None:
        started = query.start.iri if query.start.kind == "Credential" else None
        own = [*query.holding, *([started] if started else [])]
        self.ladder, self.presupposed = ladder, route.baseline.eqf
        self.eqf = max((ladder.degrees.get(c, 0) for c in own), default=0)
        self.held = {wider for c in (*own, *query.skills) for wider in ladder.book.upwards(c)}
        self.worked = query.experience or Decimal(0)
        self.gained: set[URIRef] = set()

    def judged(self, step: RouteStep) -> Iterator[Need]:
        """Yield the needs of a step, and remember what it makes the traveller gain."""
        for claim in step.demands:
            met = self._met(claim, step)
            if met is Met.TO_GAIN and claim.object is not None:
                self.gained.add(claim.object)
            yield Need(claim, met)

    def _met(self, claim: Claim, step: RouteStep) -> Met:
        requirement = self.ladder.book.requirement(claim.object)
        if claim in step.unmet:
            return Met.NOT_MET
        if claim.object in self.gained:
            return Met.GAINED
        if requirement is None:
            return Met.TO_GAIN
        if self._enough(requirement, self.eqf):
            return Met.HELD
        if self._enough(requirement, max(self.eqf, self.presupposed)):
            return Met.PRESUPPOSED
        return Met.TO_GAIN

    def _enough(self, requirement: Requirement, eqf: int) -> bool:
        met = [a for a in requirement.alternatives if self._has(a, eqf)]
        return len(met) >= requirement.needed

    def _has(self, alternative: URIRef, eqf: int) -> bool:
        if alternative in self.ladder.degrees:
            return self.ladder.degrees[alternative] <= eqf
        experience = self.ladder.experiences.get(alternative)
        if experience is not None:
            return experience.years <= self.worked
        return alternative in self.held
