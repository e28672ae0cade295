"""The best routes of a problem, or the undominated ones.

Routes are ordered by what they cost, and those that cost the same by start and steps in order of
IRI, so that the same question has the same answer each time.
"""

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Protocol

from careergraph.routes.engine.labelling import Clock, Found, compiles, searching
from careergraph.routes.engine.shortest import Crowded, shortest
from careergraph.routes.engine.terrain import Problem, Steps


class _Seeker(Protocol):
    def run(self, prefix: Steps, starts: Sequence[int], barred: Sequence[int] = ()) -> Found: ...


def front(problem: Problem, clock: Clock, *, compiled: bool | None = None) -> Found:
    """Return the routes to each goal that no other to that goal surpasses in the costs in order.

    Routes of equal cost all stay. Years are compared as the kernel counts them, so no step may be
    of unknown length when they are in order.
    """
    if not problem.starts or not problem.goals:
        return Found([])
    with searching(problem, clock, front=True, compiled=compiled) as search:
        found = search.run((), problem.starts) if search.reaches else Found([])
    return Found(sorted(found.routes, key=problem.key), found.complete)


def best(problem: Problem, k: int, clock: Clock, *, compiled: bool | None = None) -> Found:
    """Return the `k` best routes in order."""
    if not problem.starts or not problem.goals:
        return Found([])
    try:
        found = _adding_up(problem, k, clock, compiles(problem, compiled))
    except Crowded:
        found = None
    return found or _labelling(problem, k, clock, compiled)


def _adding_up(problem: Problem, k: int, clock: Clock, compiled: bool) -> Found | None:
    """The best routes by packed costs; None when not all that counts simply adds up."""
    with shortest(problem, clock, compiled) as search:
        return None if search is None else _first(k, problem, search)


def _labelling(problem: Problem, k: int, clock: Clock, compiled: bool | None) -> Found:
    with searching(problem, clock, compiled=compiled) as search:
        return _first(k, problem, search) if search.reaches else Found([])


def _first(k: int, problem: Problem, seeker: _Seeker) -> Found:
    if k == 1:
        return seeker.run((), problem.starts)
    found = list(islice(_deviations(problem, seeker), k))
    return Found([route for route in found if route is not None], None not in found)


def _deviations(problem: Problem, seeker: _Seeker) -> Iterator[Steps | None]:
    """Yield the routes from best to worst, and None in place of the next when effort is spent.

    Each route but the first leaves a better one at some place (Yen), and is sought only from
    where that one had itself left another (Lawler). The first place is the choice of the start.
    """
    queue: list[tuple[tuple[object, ...], Steps, int, frozenset[int]]] = []

    def seek(route: Steps, place: int, barred: frozenset[int]) -> bool:
        if place == 0:
            found = seeker.run((), [s for s in problem.starts if s not in barred])
        else:
            found = seeker.run(route[: place - 1], [problem.start_of(route)], sorted(barred))
        for other in found.routes:
            heapq.heappush(queue, (problem.key(other), other, place, barred))
        return found.complete

    complete = seek((), 0, frozenset())
    while queue and complete:
        _, route, place, barred = heapq.heappop(queue)
        yield route
        choices = (problem.start_of(route), *route)
        for at in range(place, len(choices)):
            closed = frozenset({choices[at]}) | (barred if at == place else frozenset())
            complete = complete and seek(route, at, closed)
    if not complete:
        yield None
