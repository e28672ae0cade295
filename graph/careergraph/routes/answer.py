"""The answer to a question for routes, as plain values and as the JSON that outsiders rely on."""

from collections import Counter
from dataclasses import dataclass

from rdflib import URIRef

from careergraph.claims import Status
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import Baseline

_RANK = [Status.SUPPORTED, Status.CONTESTED, Status.UNKNOWN]


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a route, with the claims it rests on.

    `possible` are the claims that the step is made, `demands` those whose requirements bind in
    the cautious reading, `unmet` those among them that this traveller cannot meet, `denials`
    those that say a requirement is not needed.
    """

    step: AdvancementStep
    status: Status
    possible: tuple[Claim, ...]
    demands: tuple[Claim, ...]
    unmet: tuple[Claim, ...]
    denials: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that the step's status rests on, sorted by IRI."""
        found = {c.iri: c for c in self.possible + self.demands + self.denials}
        return tuple(found[iri] for iri in sorted(found))


@dataclass(frozen=True, slots=True)
class Route:
    """A way from start to goal that visits no role twice.

    `open_under` names the readings under which it is open, `needs` the sources it does not
    survive losing. `pay` are the claims on the pay of its goal; `new_skills` those that claims
    give its later roles and not its first.
    """

    status: Status
    roles: tuple[URIRef, ...]
    steps: tuple[RouteStep, ...]
    baseline: Baseline
    open_under: tuple[str, ...]
    needs: tuple[URIRef, ...]
    years: tuple[Claim, ...]
    pay: tuple[Claim, ...]
    new_skills: tuple[URIRef, ...]

    @property
    def quality(self) -> tuple[int, int, int, int]:
        """What makes a route better than another, the smaller the better: its status, the degree
        its start presupposes, how many steps rest on inference, how many steps there are."""
        inferred = sum(step.status is Status.UNKNOWN for step in self.steps)
        return (_RANK.index(self.status), self.baseline.eqf, inferred, len(self.steps))

    @property
    def contested(self) -> int:
        """How many of its steps are contested."""
        return sum(step.status is Status.CONTESTED for step in self.steps)

    @property
    def weakest(self) -> RouteStep:
        """The step with the least support; the first of several."""
        order = [Status.UNKNOWN, Status.CONTESTED, Status.SUPPORTED]
        return min(self.steps, key=lambda s: (order.index(s.status), len(s.possible)))


@dataclass(frozen=True, slots=True)
class Closed:
    """A step that ends a search: the claims whose requirements close it, or none when no claim
    that counts says that the step is possible."""

    step: AdvancementStep
    by: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a question: what to do, and to which node where it concerns one."""

    what: str
    node: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Unlock:
    """One change to the question, and a route that it opens."""

    change: Change
    query: RouteQuery
    route: Route


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """All routes that answer a question, best first.

    They are ordered by status, then by the lowest degree that the start presupposes, then by the
    fewest steps that rest on inference, then by the fewest steps.

    Without a route, `closed` lists the steps where every way ends and `unlocks` what would open
    one. `starts` and `goals` are the roles that count as start and goal.
    """

    query: RouteQuery
    question: str
    routes: tuple[Route, ...]
    starts: tuple[URIRef, ...]
    goals: tuple[URIRef, ...]
    closed: tuple[Closed, ...] = ()
    unlocks: tuple[Unlock, ...] = ()

    def best(self, k: int | None = None) -> tuple[Route, ...]:
        """Return `k` routes in order, or all: the best, but one of each status if `k` allows.

        Of equally good ones, those that share the fewest roles with the ones before come first.
        """
        if k is None or k >= len(self.routes):
            return self.routes
        others = self._statuses[1:]
        chosen = _varied(self.routes, max(1, k - len(others)))
        for status in others:
            if len(chosen) < k and not any(route.status is status for route in chosen):
                chosen.append(next(r for r in self.routes if r.status is status))
        chosen += [route for route in self.routes if route not in chosen][: k - len(chosen)]
        return tuple(sorted(chosen, key=lambda route: route.quality))

    @property
    def _statuses(self) -> list[Status]:
        return [s for s in _RANK if any(r.status is s for r in self.routes)]

    @property
    def status(self) -> str:
        """`supported`, `contested` or `unknown` as the best route is; `none` without one."""
        return self.routes[0].status.value if self.routes else "none"


def _varied(routes: tuple[Route, ...], k: int) -> list[Route]:
    """The first `k` routes, where equally good ones change places to differ from those before."""
    chosen: list[Route] = []
    left = list(routes)
    used: Counter[URIRef] = Counter()
    while left and len(chosen) < k:
        peers = [route for route in left if route.quality == left[0].quality]
        route = min(peers, key=lambda r: sum(used[iri] for iri in r.roles))
        left.remove(route)
        chosen.append(route)
        used.update(route.roles)
    return chosen
