"""One question in one reading: who may start, what is a goal, which steps are open to whom."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

import numpy as np
from rdflib import URIRef

from careergraph.routes.arrays import YEAR, Array, Columns, columns, open_steps, years_asked
from careergraph.routes.costs import Costs, Years, pay_key
from careergraph.routes.engine.kernel import (
    CONTESTED,
    HIGH,
    LOW,
    NEW,
    PAY,
    RARE,
    STEPS,
    TIME,
    UNKNOWN,
)  # fmt: skip
from careergraph.routes.engine.terrain import Problem, Steps, Terrain
from careergraph.routes.means import Means, means
from careergraph.routes.question import End, RouteQuery
from careergraph.routes.readings import Baseline, View, baseline, viewed
from careergraph.terms import CAREER

T = TypeVar("T")

_SETTLED = ("Level", "Any")
"""Starts from which whoever is at a goal already need not set out: who is senior has no way to go
to a senior role. A role in two industries is a start in the one and leads on within the other."""

_COSTS = {"steps": (STEPS,), "years": (HIGH, LOW), "pay": (PAY,), "new_skills": (NEW,),
          "contested": (CONTESTED,), "counted": (RARE,)}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Case:
    """One question in one reading, for every role that can be its start."""

    view: View
    query: RouteQuery
    _judged: dict[int, Problem] = field(init=False, default_factory=dict)

    @cached_property
    def columns(self) -> Columns:
        """The ladder in this reading."""
        return columns(self.view)

    @cached_property
    def starts(self) -> frozenset[URIRef]:
        """The roles that count as start; of several, those to be avoided do not."""
        found = starting(self.view, self.query.start)
        return frozenset(found if self.query.start.role else found - {*self.query.avoid})

    @cached_property
    def goals(self) -> frozenset[URIRef]:
        """The roles that count as goal, which pay enough where that is asked."""
        found = reached(self.view, self.query.goal)
        if self.query.pay_at_least is not None:
            found = {role for role in found if pays_enough(self.view, role, self.query)}
        return frozenset(found)

    def base(self, start: URIRef) -> Baseline:
        """Return the degree above which another is a further one, for who starts there."""
        credential = self.query.start.iri if self.query.start.kind == "Credential" else None
        return baseline(self.view, start, holding=self.query.holding, credential=credential)

    def means(self, base: Baseline) -> Means:
        """Return what a traveller with this baseline can meet."""
        return means(self.view.ladder, self.query, base)

    def open(self, base: Baseline) -> Array:
        """Return for each step whether it is open to a traveller with this baseline."""
        return self._lately("open", base, lambda: open_steps(
            self.columns, self.query, self.means(base), self.view.reading))  # fmt: skip

    def _lately(self, what: Hashable, base: Baseline, make: Callable[[], T]) -> T:
        """What was made for this or any question that tells steps apart in the same way."""
        query = self.query
        key = (what, self.view.reading, base.eqf, query.without_further_degree,
               query.without_further_credential, query.highest_degree, query.holding,
               query.start if query.start.kind == "Credential" else None, query.kinds, query.avoid,
               query.avoid_licensed, query.stay_in, query.pay_never_drops, query.unknown,
               query.most_years is None, query.counted)  # fmt: skip
        return self.view.ladder.lately(key, make)

    # ------------------------------------------------------------ for the engine

    def problems(self, *, grounded: bool = False, known: bool = False) -> list[Problem]:
        """Return the question for the engine: travellers to whom the same is open together.

        With `grounded` no step may rest on a curator's inference alone; with `known` it must be
        known how long each step takes.
        """
        groups = self.companies(self.leaving)
        return [self._problem(starts, grounded, known) for starts in groups]

    @cached_property
    def leaving(self) -> frozenset[URIRef]:
        """The starts from which there is a way to go."""
        settled = self.query.start.kind in _SETTLED
        return self.starts - self.goals if settled else self.starts

    def companies(self, starts: Iterable[URIRef]) -> list[list[URIRef]]:
        """Return the starts by what is open to them and where they may go, sorted.

        Those with one baseline, where that matters, go together; one that is a goal itself goes
        alone to the others.
        """
        groups: dict[tuple[object, ...], list[URIRef]] = {}
        for start in sorted(starts):
            alone = start if start in self.goals else None
            eqf = self.base(start).eqf if self.query.without_further_degree else 0
            groups.setdefault((eqf, alone), []).append(start)
        return list(groups.values())

    def _problem(self, starts: list[URIRef], grounded: bool, known: bool) -> Problem:
        number = self.columns.shape.number
        goals = self.goals.difference(starts) if starts[0] in self.goals else self.goals
        return Problem(
            terrain=self._terrain(self.base(starts[0]), grounded, known),
            starts=tuple(sorted(number[s] for s in starts if s in number)),
            goals=tuple(sorted(number[g] for g in goals if g in number)),
            rank=self._rank,
            order=self._order,
            caps=self._caps(),
        )

    @cached_property
    def _order(self) -> tuple[int, ...]:
        """The costs to compare by. Where nobody was counted, steps are as rare as they are many."""
        found = (c for o in self.query.objectives for c in _COSTS[o])
        nobody = not self.columns.counted.any()
        return tuple(dict.fromkeys(STEPS if c == RARE and nobody else c for c in found))

    def _terrain(self, base: Baseline, grounded: bool, known: bool) -> Terrain:
        query = self.query
        what = ("terrain", grounded, known, query.experience, frozenset(query.through),
                frozenset(query.skills))  # fmt: skip
        return self._lately(what, base, lambda: self._new_terrain(base, grounded, known))

    def _new_terrain(self, base: Baseline, grounded: bool, known: bool) -> Terrain:
        of, query = self.columns, self.query
        opened = self.open(base)
        generous = self.view.reading.name == "generous"
        kept = opened & of.grounded if grounded else opened
        return Terrain(
            columns=of,
            open=kept & (of.high >= 0) if known else kept,
            contested=self._contested(opened, base),
            asked=years_asked(
                of, self.means(base), query.experience or Decimal(0), self.view.reading
            ),
            time=of.low if generous else of.longest,
            high=of.upper,
            place=self._place(),
            places=(1 << len(set(query.through))) - 1,
            held=_among(of.skills, query.skills),
        )

    def _contested(self, opened: Array, base: Baseline) -> Array:
        if self.view.reading.name == "cautious":
            return self.columns.nothing
        plain = Case(viewed(self.view.ladder, self.query.cautious), self.query)
        return opened & ~plain.open(base)

    def _place(self) -> Array:
        through = sorted(set(self.query.through))
        if not through:
            return self.columns.nothing
        bits = [sum(1 << n for n, i in enumerate(through) if i in p) for p in self.columns.places]
        return np.array(bits, np.int64)[self.columns.place]

    @cached_property
    def _rank(self) -> dict[int, int]:
        """The goals by pay: 0 for the best paid. All alike when pay does not matter."""
        number = self.columns.shape.number
        if "pay" not in self.query.objectives:
            return {number[g]: 0 for g in self.goals if g in number}
        keys = {g: pay_key(self.view.pay(g)) for g in self.goals}
        places = {key: n for n, key in enumerate(sorted(set(keys.values())))}
        return {number[g]: places[key] for g, key in keys.items() if g in number}

    def _caps(self) -> dict[int, int]:
        query = self.query
        years = None if query.most_years is None else int(query.most_years * YEAR)
        caps = {STEPS: query.most_steps, TIME: years, NEW: query.most_new_skills}
        return {cost: cap for cost, cap in caps.items() if cap is not None}

    # ------------------------------------------------------------ for single routes

    def keeps(self, route: Steps) -> bool:
        """Whether a route from a start to a goal has every step open and keeps every limit."""
        shape = self.columns.shape
        start, end = (shape.roles[n] for n in (shape.start[route[0]], shape.end[route[-1]]))
        if start not in self.starts or end not in self.goals:
            return False
        problem = self._judging(start)
        if not problem.terrain.open[list(route)].all():
            return False
        *cost, ticked = problem.cost(route)
        within = all(cost[c] <= cap for c, cap in problem.caps.items())
        return within and ticked == problem.terrain.places

    def answers(self, route: Steps) -> bool:
        """Whether a route is an answer: it keeps all limits and ends at the first goal it meets, or
        where the best paid are asked for, passes only such as pay worse."""
        shape = self.columns.shape
        start = shape.roles[shape.start[route[0]]]
        if start not in self.leaving:
            return False
        ends = [int(shape.end[step]) for step in route]
        passed = [end for end in ends[:-1] if shape.roles[end] in self.goals]
        if passed and not self.query.leads_on:
            return False
        return self.keeps(route) and all(self._rank[each] > self._rank[ends[-1]] for each in passed)

    def costs(self, route: Steps) -> Costs:
        """Return what a route costs in this reading."""
        start = self.columns.shape.roles[self.columns.shape.start[route[0]]]
        cost = self._judging(start).cost(route)
        unknown, known = divmod(cost[HIGH], UNKNOWN)
        years = Years(_decimal(cost[LOW]), _decimal(known), unknown)
        return Costs(cost[STEPS], years, cost[NEW], cost[CONTESTED], cost[RARE])

    def _judging(self, start: URIRef) -> Problem:
        """The question for who starts there; the same for all with one baseline."""
        eqf = self.base(start).eqf
        if eqf not in self._judged:
            self._judged[eqf] = self._problem([start], False, False)
        return self._judged[eqf]


def _among(values: Sequence[URIRef], wanted: tuple[URIRef, ...]) -> Array:
    found = np.zeros(len(values), np.bool_)
    for value in wanted:
        at = bisect_left(values, value)
        if at < len(values) and values[at] == value:
            found[at] = True
    return found


def _decimal(millionths: int) -> Decimal:
    return (Decimal(millionths) / YEAR).normalize()


# ---------------------------------------------------------------- ends


def starting(view: View, end: End) -> set[URIRef]:
    """Return the roles that an end stands for as a start; of a credential, itself.

    It is empty for a credential of which nobody says that it opens a role.
    """
    if end.kind == "Credential" and end.iri is not None:
        return {end.iri} if any(start == end.iri for start, _ in view.ladder.entries) else set()
    return reached(view, end)


def reached(view: View, end: End) -> set[URIRef]:
    """Return the roles that an end stands for: itself, those at its level or in its industry."""
    return view.ladder.keep((view.reading, end), lambda: _reached(view, end)).copy()


def _reached(view: View, end: End) -> set[URIRef]:
    if end.kind == "Any" or end.iri is None:
        return set(view.ladder.roles)
    if end.kind == "Role":
        return {*end.named}
    if end.kind == "Industry":
        return {r for r in view.ladder.roles if end.iri in view.industries(r)}
    wanted = 1 << view.ladder.ranks[end.iri]
    of = columns(view)
    held = of.levels >= wanted if end.at_least else of.levels & wanted != 0
    return {of.shape.roles[n] for n in np.flatnonzero(held)} & {*view.ladder.roles}


def pays_enough(view: View, role: URIRef, query: RouteQuery) -> bool:
    """Whether a role pays what the question asks; one whose pay is not known as it says."""
    assert query.pay_at_least is not None
    floor = query.pay_at_least
    known = [c for c in view.pay(role) if c.unit == CAREER.usdPerYear]
    if not known:
        return query.unknown == "allow"
    if view.reading.name == "generous":
        return any(c.maximum is None or c.maximum >= floor for c in known)
    return any(c.minimum is not None and c.minimum >= floor for c in known)


def endpoints(cases: Iterable[Case], query: RouteQuery) -> tuple[list[URIRef], list[URIRef]]:
    """Return the roles that count as start and as goal in any of the readings, sorted."""
    found = list(cases)
    starts = {role for case in found for role in case.starts}
    goals = {role for case in found for role in case.goals}
    return sorted(starts), sorted(goals)
