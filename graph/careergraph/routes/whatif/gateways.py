"""Gateways: the roles through which the routes of a question lead."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from rdflib import URIRef

from careergraph.claims import Status
from careergraph.routes.case import Case
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, RouteQuery
from careergraph.routes.readings import Baseline, viewed
from careergraph.routes.search import Effort, search
from careergraph.routes.why.reach import ends

EFFORT = Effort(seconds=60.0, routes=100_000)
"""How much the exact count may take."""

Measure = Literal["routes", "pairs"]
Ways = dict[URIRef, list[URIRef]]
"""The roles that open steps lead to, by the role they leave."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A role on the way: how many routes or pairs pass through it, and which share (0 to 1)."""

    role: URIRef
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Gateways:
    """The roles on the way from the starts to the goals of a question, the busiest first.

    With the measure `routes`, `total` counts the supported routes; with `pairs` the pairs of a
    start and a goal that some supported route joins. `complete` is False when there were more
    routes than could be counted.
    """

    query: RouteQuery
    measure: Measure
    total: int
    roles: tuple[Gateway, ...]
    complete: bool = True


def gateways(ladder: Ladder, query: RouteQuery, *, effort: Effort = EFFORT) -> Gateways:
    """Return the roles that the supported routes pass through, by exact count.

    Every route that answers the question is found and counted, which suits a graph of the size of
    the curated one; `gateways_by_pairs` scales. Start and goal of a route do not count for it.
    Raises QuestionError as the search does.
    """
    every = replace(query, objectives=("steps",), k=None, diverse=False)
    answer = search(ladder, every, effort=effort)
    routes = [r for r in answer.routes if r.status is Status.SUPPORTED]
    counts = Counter(role for route in routes for role in route.roles[1:-1])
    return Gateways(query, "routes", len(routes), _ranked(counts, len(routes)), answer.complete)


def _ranked(counts: Counter[URIRef], total: int) -> tuple[Gateway, ...]:
    found = [Gateway(role, n, n / total) for role, n in counts.items()]
    return tuple(sorted(found, key=lambda g: (-g.count, g.role)))


def gateways_by_pairs(ladder: Ladder, query: RouteQuery) -> Gateways:
    """Return the roles that lie on a shortest supported route of the most pairs of start and goal.

    A pair counts once for each role that some shortest route between the two passes through. The
    question is read cautiously unless it names a reading, steps that only a curator infers are
    left out, and of the limits on a whole route only those on steps and pay are kept. The time
    taken grows with the number of starts times the number of steps.
    """
    case = Case(viewed(ladder, query.reading or CAUTIOUS), query)
    goals, starts = ends(case)
    number = {goal: n for n, goal in enumerate(sorted(goals))}
    counts: Counter[URIRef] = Counter()
    total = 0
    ways = WaysFrom(case)
    for start in sorted(starts):
        served = _served(start, ways.of(start), number, query.most_steps)
        total += served.pop(start, 0).bit_count()
        counts.update({role: bits.bit_count() for role, bits in served.items() if bits})
    return Gateways(query, "pairs", total, _ranked(counts, total))


def _served(
    start: URIRef, ways: Ways, number: dict[URIRef, int], most: int | None
) -> dict[URIRef, int]:
    """For each role the goals, as bits, to which a shortest route from `start` passes it."""
    far = distances([start], ways, most)
    served: dict[URIRef, int] = {}
    for role in reversed(far):
        bits = 0
        for after in ways.get(role, ()):
            if far.get(after) == far[role] + 1:
                bits |= served[after] | _bit(after, start, number)
        served[role] = bits
    return served


def _bit(role: URIRef, start: URIRef, number: dict[URIRef, int]) -> int:
    return 1 << number[role] if role in number and role != start else 0


def distances(seeds: Iterable[URIRef], ways: Ways, most: int | None = None) -> dict[URIRef, int]:
    """Return the fewest steps, up to `most`, from any of `seeds` to each role, nearest first."""
    found = dict.fromkeys(seeds, 0)
    queue = deque(found)
    while queue:
        role = queue.popleft()
        if most is None or found[role] < most:
            for after in ways.get(role, ()):
                if after not in found:
                    found[after] = found[role] + 1
                    queue.append(after)
    return found


class WaysFrom:
    """The open, grounded steps for each start; starts with one baseline share them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._known: dict[int, Ways] = {}

    def of(self, start: URIRef) -> Ways:
        """Return the ways from `start` on: none leads back there, none on from a goal."""
        base = self.case.base(start)
        if base.eqf not in self._known:
            self._known[base.eqf] = self._ways(base)
        return {
            role: [end for end in following if end != start]
            for role, following in self._known[base.eqf].items()
            if role == start or role not in self.case.goals
        }

    def _ways(self, base: Baseline) -> Ways:
        form = self.case.columns.shape
        found: Ways = {}
        for n in np.flatnonzero(self.case.open(base) & self.case.columns.grounded):
            found.setdefault(form.roles[form.start[n]], []).append(form.roles[form.end[n]])
        return found
