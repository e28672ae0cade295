"""All routes of a problem, one number of steps after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from careergraph.routes.engine.kernel import FAR, NEW, STEPS, TIME
from careergraph.routes.engine.labelling import Clock, Found, Search, searching
from careergraph.routes.engine.terrain import Problem, Steps

LOOK = 1 << 10
"""Steps tried between two looks at the clock."""


def everything(problem: Problem, clock: Clock, *, vague: bool = False) -> Found:
    """Return all routes, those with the fewest steps first, as far as the effort allows.

    With `vague` only those with a step of which it is not known how long it takes.
    """
    if not problem.starts or not problem.goals:
        return Found([])
    most = clock.effort.routes
    with searching(problem, clock, everywhere=True) as search:
        walk = _Walk(problem, clock, search)
        routes = walk.routes()
        if vague:
            unknown = problem.terrain.columns.high < 0
            routes = (route for route in routes if unknown[list(route)].any())
        found = list(islice(routes, most + 1))
    return Found(found[:most], walk.complete and len(found) <= most)


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a walk has come to, and what it took: years as a limit counts them, new skills."""

    role: int
    time: int
    new: int
    known: frozenset[int]
    ticked: int


class _Walk:
    """Goes every way that keeps the limits, back and forth over one stack of stops."""

    def __init__(self, problem: Problem, clock: Clock, search: Search) -> None:
        self._problem, self._clock, self._search = problem, clock, search
        self._ask, self._net, self._ground = search.ask, search.net, search.ground
        self._size = len(problem.terrain.columns.shape.roles)
        self._longer, self._tried = False, 0
        self.complete = True

    def routes(self) -> Iterator[Steps]:
        """Yield each route once, those with few steps first, then in order."""
        most = min(self._problem.caps.get(STEPS, FAR), self._size - 1)
        steps, self._longer = 1, self._search.reaches
        while self._longer and steps <= most and self.complete:
            self._longer = False
            for start in self._problem.starts:
                yield from self._from(start, steps)
            steps += 1

    def _from(self, start: int, steps: int) -> Iterator[Steps]:
        """Yield the routes from a start that have just so many steps."""
        known = self._problem.skills_of(start) if NEW in self._problem.caps else ()
        stops = [_Stop(start, 0, 0, frozenset(known), 0)]
        ways = [iter(self._leaving(start))]
        path: list[int] = []
        while ways and self.complete:
            step = next(ways[-1], None)
            if step is None:
                stops.pop()
                ways.pop()
                del path[-1:]
            elif (stop := self._after(stops, step, steps - len(path) - 1)) is not None:
                if not self._ask.goal[stop.role]:
                    stops.append(stop)
                    ways.append(iter(self._leaving(stop.role)))
                    path.append(step)
                elif stop.ticked == self._problem.terrain.places:
                    yield (*path, step)

    def _leaving(self, role: int) -> range:
        return range(int(self._net.first[role]), int(self._net.first[role + 1]))

    def _after(self, stops: list[_Stop], step: int, left: int) -> _Stop | None:
        """Where a step leads, or None when from there no goal is just `left` steps away."""
        self._look()
        role = int(self._net.end[step])
        if not self._ground.open[step] or any(stop.role == role for stop in stops):
            return None
        away = self._search.ahead(STEPS, role)
        if away > left or (away == 0 and left > 0):
            self._longer = self._longer or left < away < FAR
            return None
        stop = self._stop(stops[-1], step, role)
        caps = self._problem.caps
        late = stop.time + self._search.ahead(TIME, role) > caps.get(TIME, FAR)
        return None if late or stop.new > caps.get(NEW, FAR) else stop

    def _stop(self, last: _Stop, step: int, role: int) -> _Stop:
        problem, ground = self._problem, self._ground
        time = int(max(last.time, ground.asked[step]) + ground.time[step])
        ticked = int(last.ticked | ground.place[step])
        if NEW not in problem.caps:
            return _Stop(role, time, 0, last.known, ticked)
        known = last.known.union(problem.given_by(step))
        new = frozenset(problem.skills_of(role)) - known
        asked = sum(not problem.terrain.held[skill] for skill in new)
        return _Stop(role, time, last.new + asked, known | new, ticked)

    def _look(self) -> None:
        """Look at the clock from time to time."""
        self._tried += 1
        if self._tried % LOOK == 0 and self._clock.is_up:
            self.complete = False
