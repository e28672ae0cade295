"""Which routes answer a question: all, the undominated, the best or the most unlike each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from careergraph.routes.case import Case
from careergraph.routes.costs import pays_as_well
from careergraph.routes.engine.best import best, front
from careergraph.routes.engine.kernel import PAY
from careergraph.routes.engine.labelling import Clock, Found
from careergraph.routes.engine.terrain import Problem, Steps
from careergraph.routes.engine.walk import everything
from careergraph.routes.likeness import Likeness

POOL = 10
"""From how many times as many of the best are those that differ most picked."""


def find(cases: Sequence[Case], clock: Clock) -> Found:
    """Return the routes that answer a question, each reading asked by itself, in no order.

    Where the cautious reading is among them, the routes that rest on more than a curator's
    inference are sought once more by themselves: no other kind can crowd them out.
    """
    query = cases[0].query
    everywhere = query.k is None and len(query.objectives) == 1
    parts = [] if everywhere else [_in(c, clock, grounded=True) for c in _cautious(cases)]
    parts += [_in(case, clock) for case in cases]
    complete = all(part.complete for part in parts)
    if everywhere and not complete:
        parts += [_in(case, clock, grounded=True) for case in _cautious(cases)]
    routes = list(dict.fromkeys(route for part in parts for route in part.routes))
    if query.diverse:
        routes = _unlike(routes, len(routes), Likeness(cases[0].view.ladder))
    return Found(routes, complete)


def _cautious(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if case.view.reading.name == "cautious"]


def _in(case: Case, clock: Clock, *, grounded: bool = False) -> Found:
    """The routes that answer the question in one reading."""
    problems, query = case.problems(grounded=grounded), case.query
    if query.k is None and len(query.objectives) > 1:
        return _undominated(case, clock, grounded)
    seek = _best_paid if query.leads_on else _first_met
    if query.k is None:
        return seek(problems, None, clock)
    if not query.diverse:
        return seek(problems, query.k, clock)
    pool = seek(problems, POOL * query.k, clock)
    return Found(_unlike(pool.routes, query.k, Likeness(case.view.ladder)), pool.complete)


def _first_met(problems: Sequence[Problem], k: int | None, clock: Clock) -> Found:
    """The best routes, or all, each of which ends at the first goal it meets."""
    if k is None:
        return _joined([everything(p, clock) for p in problems])
    return _best(problems, k, clock)


def _best_paid(problems: Sequence[Problem], k: int | None, clock: Clock) -> Found:
    """The best routes, or all, which pass goals that pay worse than their own: one place by pay
    after another, from the best, until there are enough."""
    most = clock.effort.routes if k is None else k
    routes: list[Steps] = []
    complete = True
    for rank in sorted(set().union(*(problem.ranks() for problem in problems))):
        if len(routes) > most or (k is not None and len(routes) >= k):
            break
        found = _first_met([problem.paying(rank) for problem in problems], k, clock)
        routes += found.routes
        complete = complete and found.complete
    return Found(routes[:most], complete and (k is not None or len(routes) <= most))


def _joined(parts: Sequence[Found]) -> Found:
    routes = [route for part in parts for route in part.routes]
    return Found(routes, all(part.complete for part in parts))


def _best(problems: Sequence[Problem], k: int, clock: Clock) -> Found:
    parts = [(problem, best(problem, k, clock)) for problem in problems]
    ranked = sorted((p.key(route), route) for p, part in parts for route in part.routes)
    return Found([route for _, route in ranked[:k]], all(part.complete for _, part in parts))


def _unlike(routes: Sequence[Steps], k: int, alike: Likeness) -> list[Steps]:
    """The best route and, one after another, those that share least with any chosen before; none
    that is one of these by other names."""
    chosen, left = list(routes[:1]), list(routes[1:])
    while left and len(chosen) < k:
        shared = [max(alike.overlap(route, other) for other in chosen) for route in left]
        if min(shared) == 1:
            break
        chosen.append(left.pop(shared.index(min(shared))))
    return chosen


# ---------------------------------------------------------------- the undominated ones


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What decides whether a route is surpassed: its costs besides pay, and its goal."""

    costs: tuple[int, ...]
    goal: int


def _undominated(case: Case, clock: Clock, grounded: bool) -> Found:
    """The routes that none surpasses in all objectives.

    Years that are not known are not compared: a route with such a step surpasses none and is
    surpassed by none when years are an objective.
    """
    timed = "years" in case.query.objectives
    problems = case.problems(grounded=grounded)
    known = case.problems(grounded=grounded, known=True) if timed else problems
    fronts = [(problem, front(problem, clock)) for problem in known]
    routes = {route: _candidate(p, route) for p, part in fronts for route in part.routes}
    best_paid = _Pays(case)
    rivals = set(routes.values())
    kept = {c for c in rivals if not any(_surpasses(r, c, best_paid) for r in rivals)}
    found = [Found([r for r, c in routes.items() if c in kept])]
    found += [everything(problem, clock, vague=True) for problem in problems if timed]
    joined = _joined([*found, *(Found([], part.complete) for _, part in fronts)])
    most = clock.effort.routes
    return Found(joined.routes[:most], joined.complete and len(joined.routes) <= most)


def _candidate(problem: Problem, route: Steps) -> _Candidate:
    cost = problem.cost(route)
    goal = int(problem.terrain.columns.shape.end[route[-1]])
    return _Candidate(tuple(cost[c] for c in problem.order if c != PAY), goal)


def _surpasses(one: _Candidate, other: _Candidate, pays: "_Pays") -> bool:
    if any(a > b for a, b in zip(one.costs, other.costs, strict=True)):
        return False
    as_well, better = pays.compare(one.goal, other.goal)
    return as_well and (better or one.costs != other.costs)


class _Pays:
    """How the pay of two goals compares; alike where it is no objective or they are the same."""

    def __init__(self, case: Case) -> None:
        self._view, self._roles = case.view, case.columns.shape.roles
        self._matters = "pay" in case.query.objectives
        self._known: dict[tuple[int, int], tuple[bool, bool]] = {}

    def compare(self, one: int, other: int) -> tuple[bool, bool]:
        """Return whether one goal pays no worse than another, and better at some end."""
        if one == other or not self._matters:
            return True, False
        if (one, other) not in self._known:
            first, second = (self._view.pay(self._roles[n]) for n in (one, other))
            self._known[one, other] = pays_as_well(first, second, self._view.ladder.book)
        return self._known[one, other]
