"""Gateways: the roles through which the routes of a question lead, and who rises through them.

Two ways of counting say how busy a role is: by routes, and by pairs of start and goal. The
landscape also says who can start and who arrives; its words come from studies of workers without a
bachelor's degree, who rise from origin jobs through gateway jobs to destination jobs. Here the
limits are those of any question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from rdflib import URIRef

from careergraph.claims import Status
from careergraph.routes.arrays import Array
from careergraph.routes.case import Case
from careergraph.routes.engine.labelling import Clock, Effort
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.search import search
from careergraph.routes.why.reach import ends, spread

EFFORT = Effort(seconds=20.0, routes=100_000)
"""How much the exact count may take, and the landscape."""

Measure = Literal["routes", "pairs"]


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


@dataclass(frozen=True, slots=True)
class Place:
    """A role, the origins from which it is reached, and the destinations that it leads to."""

    role: URIRef
    origins: tuple[URIRef, ...] = ()
    destinations: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Landscape:
    """Where people start, pass and arrive under the limits of a question, the busiest first.

    An *origin* is a role that counts as start and from which a step up is open: one into a role
    whose levels, from lowest to highest, are no lower at either end and higher at one. A
    *destination* is a role that counts as goal and can be reached from an origin. A *gateway* is a
    role that is no goal, can be reached from an origin other than itself, and from which a
    destination can be reached, together in no more steps than the question allows; it may be an
    origin too. `closed` are the starts from which no step up is open. `complete` is False when the
    time was up before every origin had been looked at.

    A way consists of open steps that do not rest on a curator's inference alone, judged by the
    baseline of its origin, and ends at the first goal. A role whose level is not known is never
    up or down.
    """

    query: RouteQuery
    origins: tuple[Place, ...]
    gateways: tuple[Place, ...]
    destinations: tuple[Place, ...]
    closed: tuple[URIRef, ...]
    complete: bool = True


# ---------------------------------------------------------------- by routes


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
    return Gateways(query, "routes", len(routes), _busiest(counts, len(routes)), answer.complete)


def _busiest(counts: Counter[URIRef], total: int) -> tuple[Gateway, ...]:
    found = [Gateway(role, n, n / total) for role, n in counts.items()]
    return tuple(sorted(found, key=lambda g: (-g.count, g.role)))


# ---------------------------------------------------------------- by pairs


def gateways_by_pairs(ladder: Ladder, query: RouteQuery) -> Gateways:
    """Return the roles that lie on a shortest supported route of the most pairs of start and goal.

    A pair counts once for each role that some shortest route between the two passes through. The
    question is read cautiously unless it names a reading, steps that only a curator infers are
    left out, and of the limits on a whole route only those on steps and pay are kept. The time
    taken grows with the number of starts times the number of steps.
    """
    ways = _Ways(ladder, query)
    counts: Counter[URIRef] = Counter()
    total = 0
    for start in ways.starts:
        served = _served(ways, start)
        total += served.pop(start, 0).bit_count()
        counts.update({role: bits.bit_count() for role, bits in served.items() if bits})
    return Gateways(query, "pairs", total, _busiest(counts, total))


def _served(ways: _Ways, start: URIRef) -> dict[URIRef, int]:
    """For each role the goals, as bits, to which a shortest route from `start` passes it."""
    form, far = ways.form, ways.far(start)
    before = far[form.start]
    tight = np.flatnonzero(ways.of(start) & (before >= 0) & (far[form.end] == before + 1))
    served = [0] * len(form.roles)
    for n in tight[np.argsort(-before[tight], kind="stable")]:
        after = int(form.end[n])
        own = 1 << after if ways.is_goal[after] else 0
        served[form.start[n]] |= served[after] | own
    return {form.roles[n]: bits for n, bits in enumerate(served) if bits}


# ---------------------------------------------------------------- the landscape


def landscape(ladder: Ladder, query: RouteQuery, *, effort: Effort = EFFORT) -> Landscape:
    """Return the origins, gateways and destinations that the limits of a question leave.

    The question is read cautiously unless it names a reading. Of the limits on a whole route
    those on steps and on the goal's pay are kept; years, new skills and industries to pass
    through are not counted here.
    """
    ways, clock = _Ways(ladder, query), Clock(effort)
    every = [start for start in ways.starts if ways.rise(start)]
    reached: dict[URIRef, frozenset[URIRef]] = {}
    between: dict[URIRef, list[URIRef]] = {}
    for origin in every:
        if clock.is_up:
            break
        reached[origin] = ways.goals & ways.reached(origin) - {origin}
        for role in ways.between(origin, reached[origin]):
            between.setdefault(role, []).append(origin)
    origins = list(reached)
    return Landscape(
        query,
        origins=_ranked(Place(o, (), tuple(sorted(reached[o]))) for o in origins),
        gateways=_ranked(
            Place(role, tuple(by), _onwards(ways, role, by, clock)) for role, by in between.items()
        ),
        destinations=_ranked(
            Place(goal, tuple(o for o in origins if goal in reached[o]))
            for goal in set().union(*reached.values())
        ),
        closed=tuple(start for start in ways.starts if start not in {*every}),
        complete=len(origins) == len(every),
    )


def _ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (-len(p.origins), -len(p.destinations), p.role)))


def _onwards(
    ways: _Ways, role: URIRef, origins: Iterable[URIRef], clock: Clock
) -> tuple[URIRef, ...]:
    """The goals to which the ways of these origins lead on from a role, in the steps left, as far
    as the time allows to look."""
    found: set[URIRef] = set()
    for origin in origins:
        if clock.is_up:
            break
        found |= ways.onwards(origin, role)
    return tuple(sorted(found))


# ---------------------------------------------------------------- the ways


class _Ways:
    """The open steps of a question that are more than a curator's inference, start by start."""

    def __init__(self, ladder: Ladder, query: RouteQuery) -> None:
        self._view = viewed(ladder, query.reading or query.cautious)
        self._case, self._most = Case(self._view, query), query.most_steps
        self.form = self._case.columns.shape
        self.goals, starts = ends(self._case)
        self.starts = sorted(starts)
        self.is_goal = np.array([role in self.goals for role in self.form.roles], np.bool_)
        self.of, self.far = cache(self._of), cache(self._far)

    def _of(self, start: URIRef) -> Array:
        """Whether each step is on a way from a start: none leads back there, nor on from a goal."""
        opened = self._case.open(self._case.base(start)) & self._case.columns.grounded
        origin = self.form.number[start]
        leaves = ~self.is_goal[self.form.start] | (self.form.start == origin)
        found: Array = opened & leaves & (self.form.end != origin)
        return found

    def _far(self, start: URIRef) -> Array:
        """The fewest steps from a start to each role, -1 where none lead."""
        return spread(self.form, self.of(start), [start], most=self._most)

    def reached(self, start: URIRef) -> set[URIRef]:
        """Return the roles within reach of a start."""
        return self._named(self.far(start) >= 0)

    def between(self, start: URIRef, goals: Iterable[URIRef]) -> set[URIRef]:
        """Return the roles through which a start gets to one of these goals in time."""
        far, left = self.far(start), spread(self.form, self.of(start), goals, backwards=True)
        lies = (far > 0) & (left >= 0) & ~self.is_goal
        return self._named(lies if self._most is None else lies & (far + left <= self._most))

    def onwards(self, start: URIRef, role: URIRef) -> frozenset[URIRef]:
        """Return the goals to which the ways from a start lead on from a role, in time."""
        gone = int(self.far(start)[self.form.number[role]])
        left = None if self._most is None else self._most - gone
        return self.goals & self._named(spread(self.form, self.of(start), [role], most=left) >= 0)

    def rise(self, start: URIRef) -> bool:
        """Whether a step up is open from a start."""
        first = self.of(start) & (self.form.start == self.form.number[start])
        after = {self.form.roles[n] for n in self.form.end[first]}
        return any(_is_up(self._view.levels(start), self._view.levels(role)) for role in after)

    def _named(self, which: Array) -> set[URIRef]:
        return {self.form.roles[n] for n in np.flatnonzero(which)}


def _is_up(last: set[int], following: set[int]) -> bool:
    """Levels are compared as ranges: no lower at either end, and higher at one."""
    if not last or not following:
        return False
    before, after = (min(last), max(last)), (min(following), max(following))
    return before != after and before[0] <= after[0] and before[1] <= after[1]
