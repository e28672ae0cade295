"""Label setting: a problem made ready for the kernel, and its routes read off again."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from careergraph.routes.compiled import column, functions, is_large, room
from careergraph.routes.kernel import (
    CONTESTED,
    COSTS,
    COUNT,
    DONE,
    FAR,
    FOUND,
    FULL,
    HIGH,
    LOW,
    NEW,
    OTHER,
    PAY,
    QUEUED,
    SOUGHT,
    SPUR,
    STEPS,
    TIME,
    Ask,
    Ints,
    Labels,
)  # fmt: skip
from careergraph.routes.terrain import Problem, Steps

ROOM = 1 << 12
"""Labels there is room for at first; doubled whenever it is full."""

BUDGET = 1 << 14
"""Labels extended between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a search may take: seconds, labels held at once, and routes listed.

    The labels bound its memory, about 150 bytes each.
    """

    seconds: float = 20.0
    labels: int = 2_000_000
    routes: int = 1_000


class Clock:
    """What is left of an effort."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self._ends = monotonic() + effort.seconds

    @property
    def is_up(self) -> bool:
        """Whether the time is over."""
        return monotonic() >= self._ends


@dataclass(frozen=True, slots=True)
class Found:
    """Routes, and whether they are all that were asked for: a search may have to stop early."""

    routes: list[Steps]
    complete: bool = True


def compiles(problem: Problem, compiled: bool | None) -> bool:
    """Whether to run machine code: as told, else when it pays."""
    return is_large(len(problem.terrain.open)) if compiled is None else compiled


class Search:
    """A problem with the bounds that labels are pruned by.

    With `front` it is for all undominated routes, else for the best one. `reaches` is whether any
    start leads to a goal at all. With `everywhere` the bounds are exact for every role, not only
    for those about as near to a goal as the starts are.
    """

    def __init__(
        self, problem: Problem, clock: Clock, *, front: bool = False,
        compiled: bool | None = None, everywhere: bool = False,
    ) -> None:  # fmt: skip
        self.problem, self._clock = problem, clock
        self._compiled = compiles(problem, compiled)
        self._run = functions(self._compiled)
        self.net = problem.terrain.net(self._compiled)
        self.ground = problem.terrain.ground(self._compiled)
        self.ask = self._ask(front)
        self._room = ROOM
        self._labels = self._new_labels()
        self.reaches = self._bound(everywhere)

    # ------------------------------------------------------------ columns

    def _ask(self, front: bool) -> Ask:
        problem, compiled = self.problem, self._compiled
        roles = len(problem.terrain.columns.shape.roles)
        goal = np.zeros(roles, np.uint8)
        goal[list(problem.goals)] = 1
        skill, sought = self._skills()
        return Ask(
            goal=column(goal, np.uint8, compiled),
            skill=column(skill, np.uint8, compiled),
            sought=sought,
            order=column(self._order(front), np.int64, compiled),
            capped=column(tuple(problem.caps), np.int64, compiled),
            cap=column([problem.caps.get(c, FAR) for c in range(COSTS)], np.int64, compiled),
            bound=room(COSTS * roles, compiled),
            front=front,
            skilled=problem.skilled,
            new_matters=NEW in problem.order,
            places=problem.terrain.places,
            winding=problem.winding,
            paid=problem.paid,
            most_asked=problem.terrain.most_asked,
            barred=room(0, compiled),
        )

    def _order(self, front: bool) -> tuple[int, ...]:
        """The costs to compare by: of the best routes the shorter one is always better."""
        order = self.problem.order
        return order if front or STEPS in order else (*order, STEPS)

    def _skills(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint8]], int]:
        """What each skill is, and how many a route to the only goal has to end with."""
        problem = self.problem
        if not problem.skilled:
            return np.zeros(0, np.uint8), 0
        skill = np.where(problem.terrain.held, 0, OTHER).astype(np.uint8)
        if len(problem.goals) == 1:
            given = set(problem.terrain.given.tolist())
            wanted = problem.skills_of(problem.goals[0])
            skill[[s for s in wanted if s not in given and skill[s]]] = SOUGHT
        return skill, int((skill == SOUGHT).sum())

    def _new_labels(self) -> Labels:
        roles = len(self.problem.terrain.columns.shape.roles)
        skills = len(self.problem.terrain.columns.skills) if self.problem.skilled else 0
        sizes = (1, 1, 1, COSTS, COSTS, 1, 1, 1, 1, 1, 1)
        marks = [room(size, self._compiled) for size in (skills, skills, skills, 5)]
        columns = [room(self._room * size, self._compiled) for size in sizes]
        return Labels._make([*columns, room(roles, self._compiled, -1), *marks])

    def _grow(self) -> None:
        """Double the room for labels; what is in them stays."""
        old = self._labels
        self._labels = Labels._make([*map(self._doubled, old[:11]), *old[11:]])
        self._room *= 2

    def _doubled(self, old: Ints) -> Ints:
        if isinstance(old, np.ndarray):
            return np.concatenate((old, np.zeros_like(old)))
        return [*old, *[0] * len(old)]  # type: ignore[misc]

    # ------------------------------------------------------------ bounds

    def _bound(self, everywhere: bool) -> bool:
        """Write all bounds that are compared by, and whether a start reaches a goal."""
        problem, compiled = self.problem, self._compiled
        roles = len(problem.terrain.columns.shape.roles)
        awaited = room(roles, compiled)
        for start in problem.starts:
            awaited[start] = 1
        back_open = problem.terrain.backwards("open", problem.terrain.open, np.uint8, compiled)
        goals = sorted(problem.goals)
        self._clear(STEPS, goals)
        queue = column([*goals, *[0] * (roles - len(goals))], np.int64, compiled)
        count = FAR if everywhere else len(problem.starts)
        self._run.layers(self.net, self.ask, back_open, awaited, count, queue, len(goals))
        reached = sum(self.ask.bound[STEPS * roles + s] < FAR for s in problem.starts)
        if reached:
            for cost in self._bounded():
                self._spread(cost, back_open, awaited, FAR if everywhere else reached, goals)
            self._copy_time(roles)
        return reached > 0

    def _bounded(self) -> list[int]:
        """The costs besides steps that need a bound of their own."""
        problem = self.problem
        wanted = [c for c in (CONTESTED, HIGH, LOW) if c in problem.order or c in problem.caps]
        if TIME in problem.caps and problem.terrain.is_timed_by not in wanted:
            wanted.append(TIME)
        return [*wanted, PAY] if problem.paid else wanted

    def _copy_time(self, roles: int) -> None:
        same = self.problem.terrain.is_timed_by
        if TIME in self.problem.caps and same in self._bounded() and same != TIME:
            found = self.ask.bound[same * roles : (same + 1) * roles]  # type: ignore[index]
            self.ask.bound[TIME * roles : (TIME + 1) * roles] = found  # type: ignore[index]

    def _clear(self, cost: int, goals: list[int]) -> None:
        roles = len(self.ask.goal)
        far = room(roles, self._compiled, FAR)
        self.ask.bound[cost * roles : (cost + 1) * roles] = far  # type: ignore[index]
        for goal in goals:
            self.ask.bound[cost * roles + goal] = self.problem.rank[goal] if cost == PAY else 0

    def _spread(
        self, cost: int, back_open: Ints, awaited: Ints, count: int, goals: list[int]
    ) -> None:
        terrain, compiled = self.problem.terrain, self._compiled
        if cost == PAY:
            goals, count = sorted(goals, key=lambda g: self.problem.rank[g]), FAR
        values = terrain.columns.nothing if cost == PAY else terrain.weight(cost)
        weight = terrain.backwards(cost, values, np.int64, compiled)
        size = len(goals) + len(terrain.open) + 1
        keys, roles = room(size, compiled), room(size, compiled)
        for i, goal in enumerate(goals):
            keys[i], roles[i] = self.problem.rank[goal] if cost == PAY else 0, goal
        self._clear(cost, goals)
        self._run.spread(self.net, self.ask, back_open, weight, awaited, count, keys, roles,
                         len(goals), cost * len(self.ask.goal))  # fmt: skip

    # ------------------------------------------------------------ running

    def run(self, prefix: Steps, starts: Sequence[int], barred: Sequence[int] = ()) -> Found:
        """Return the best route, or all undominated ones, that begin with a prefix.

        With an empty prefix they begin at one of `starts`. The step after the prefix is none of
        those barred.
        """
        self.ask = self.ask._replace(barred=column(sorted(barred), np.int64, self._compiled))
        self._begin(prefix, starts)
        complete = self._advance()
        labels = self._labels
        routes = [self._route(labels.found[i]) for i in range(labels.state[FOUND])]
        return Found(routes, complete)

    def _begin(self, prefix: Steps, starts: Sequence[int]) -> None:
        while self._room <= len(prefix) + len(starts) + 1:
            self._grow()
        labels, run = self._labels, self._run
        for place in (COUNT, QUEUED, FOUND):
            labels.state[place] = 0
        labels.latest[:] = room(len(labels.latest), self._compiled, -1)  # type: ignore[index]
        for start in starts[:1] if prefix else starts:
            label = run.root(self.net, self.ask, labels, start)
            for step in prefix:
                label = run.follow(self.net, self.ground, self.ask, labels, label, step)
            labels.state[SPUR] = label
            run.offer(self.ask, labels, label)

    def _advance(self) -> bool:
        """Whether the search came to its end, not to that of its effort."""
        while True:
            why = self._run.advance(
                self.net, self.ground, self.ask, self._labels, self._room, BUDGET
            )
            if why == DONE:
                return True
            if self._clock.is_up or (why == FULL and self._room >= self._clock.effort.labels):
                return False
            if why == FULL:
                self._grow()

    def _route(self, label: int) -> Steps:
        steps: list[int] = []
        while self._labels.parent[label] >= 0:
            steps.append(int(self._labels.step[label]))
            label = self._labels.parent[label]
        return tuple(reversed(steps))
