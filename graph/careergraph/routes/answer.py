"""The answer to a question for routes, as plain values and as the JSON that outsiders rely on."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from rdflib import URIRef

from careergraph.claims import Status
from careergraph.errors import QuestionError
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.costs import Costs, Key, sort_key
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import Baseline
from careergraph.terms import CAREER

_RANK = [Status.SUPPORTED, Status.CONTESTED, Status.UNKNOWN]


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One step of a route, with the claims it rests on.

    `possible` are the claims that the step is made, `demands` those whose requirements bind in
    the cautious reading, `unmet` those among them that this traveller cannot meet, `denials`
    those that say a requirement is not needed. `backing` has, for each claim that affirms the
    step, the sources at its root, all of which it needs; where some claim is more than inference,
    those that are not are left out.
    """

    step: AdvancementStep
    status: Status
    possible: tuple[Claim, ...]
    demands: tuple[Claim, ...]
    unmet: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    backing: tuple[frozenset[URIRef], ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims that the step's status rests on, sorted by IRI."""
        found = {c.iri: c for c in self.possible + self.demands + self.denials}
        return tuple(found[iri] for iri in sorted(found))

    @property
    def crucial(self) -> frozenset[URIRef]:
        """The sources on which every claim that affirms the step rests."""
        return frozenset.intersection(*self.backing) if self.backing else frozenset()

    @property
    def independent(self) -> int:
        """How many sources must be lost, at least, before nobody affirms the step.

        Claims with a source in common are not independent, nor is a claim of one derived from it.
        """
        sources = sorted(frozenset().union(*self.backing))
        for count in range(len(sources)):
            for lost in map(set, combinations(sources, count)):
                if all(lost & each for each in self.backing):
                    return count
        return len(sources)


@dataclass(frozen=True, slots=True)
class Route:
    """A way from start to goal that visits no role twice.

    `open_under` names the readings under which it is open, `needs` the sources it does not
    survive losing. `pay` are the claims on the pay of its goal; `new_skills` those that have to be
    learned for its later roles; `shares`, in percent, of those who left each step's start went to
    its end, None where nobody was counted. These and `costs` are as the first reading in which it
    is open has them.
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
    shares: tuple[Decimal | None, ...]
    costs: Costs

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
        """The step with the least support: by status, by how many independent sources affirm it,
        then by how many sources it cannot do without; the first of several."""
        order = [Status.UNKNOWN, Status.CONTESTED, Status.SUPPORTED]
        ranks = [(order.index(s.status), s.independent, -len(s.crucial)) for s in self.steps]
        return self.steps[ranks.index(min(ranks))]


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """The routes that answer a question, best first.

    They are ordered by status, then by how many limits of the question they keep only as far as is
    known, then by the objectives. When these are the steps alone, the lowest
    degree that the start presupposes and the fewest steps that rest on inference come before.

    `starts` and `goals` are the roles that count as start and goal. `complete` says whether these
    are all that were asked for; a search may have to stop before it knows them all.
    """

    query: RouteQuery
    question: str
    routes: tuple[Route, ...]
    starts: tuple[URIRef, ...]
    goals: tuple[URIRef, ...]
    complete: bool = True

    @property
    def total(self) -> int:
        """How many routes there are: at least so many when the answer is not complete."""
        return len(self.routes)

    @property
    def counts(self) -> dict[str, int]:
        """How many of the routes have each status, the best status first."""
        found = Counter(route.status for route in self.routes)
        return {status.value: found[status] for status in _RANK}

    def rank(self, route: Route) -> Key:
        """Return what makes a route better than another to who asked, the smaller the better."""
        status, *others = route.quality
        if self.query.objectives == ("steps",):
            return (status, self.not_known(route), *others)
        key = sort_key(route.costs, route.pay, self.query.objectives)
        return (status, self.not_known(route), *key, *others)

    def not_known(self, route: Route) -> int:
        """Return how many of the limits on years and pay let a route pass only because nobody
        says what it takes or brings."""
        query, years = self.query, route.costs.years
        paid = any(claim.unit == CAREER.usdPerYear for claim in route.pay)
        unpaid = query.pay_at_least is not None and not paid
        return unpaid + (query.most_years is not None and years.high is None)

    def order(self, route: Route) -> tuple[Key, URIRef, tuple[tuple[URIRef, URIRef], ...]]:
        """Return what routes are sorted by: equally good ones by start, then step by step."""
        steps = tuple((step.step.end, step.step.iri) for step in route.steps)
        return self.rank(route), route.roles[0], steps

    def best(self, k: int | None = None) -> tuple[Route, ...]:
        """Return `k` routes in order, or all: the best, but one of each status if `k` allows.

        Of equally good ones, those that share the fewest roles with the ones before come first.
        Raises QuestionError when `k` is less than 1.
        """
        check_shown(k)
        if k is None or k >= len(self.routes):
            return self.routes
        others = self._statuses[1:]
        chosen = self._varied(max(1, k - len(others)))
        for status in others:
            if len(chosen) < k and not any(route.status is status for route in chosen):
                chosen.append(next(r for r in self.routes if r.status is status))
        chosen += [route for route in self.routes if route not in chosen][: k - len(chosen)]
        return tuple(sorted(chosen, key=self.rank))

    @property
    def _statuses(self) -> list[Status]:
        return [s for s in _RANK if any(r.status is s for r in self.routes)]

    @property
    def status(self) -> str:
        """`supported`, `contested` or `unknown` as the best route is; `none` without one."""
        return self.routes[0].status.value if self.routes else "none"

    def _varied(self, k: int) -> list[Route]:
        """The first `k`, where equally good ones change places to differ from those before."""
        chosen: list[Route] = []
        left = list(self.routes)
        used: Counter[URIRef] = Counter()
        while left and len(chosen) < k:
            rank = self.rank(left[0])
            peers = [route for route in left if self.rank(route) == rank]
            route = min(peers, key=lambda r: sum(used[iri] for iri in r.roles))
            left.remove(route)
            chosen.append(route)
            used.update(route.roles)
        return chosen


def check_shown(k: int | None) -> None:
    """Raise QuestionError when so many routes are none; None stands for all."""
    if k is not None and k < 1:
        raise QuestionError(f"{k} routes are none; ask for 1 or more")
