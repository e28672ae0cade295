"""Label setting: a problem made ready for the kernel, and its routes read off again."""

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np

from careergraph.routes.arrays import Array
from careergraph.routes.engine.compiled import column, functions, is_large
from careergraph.routes.engine.kernel import (
    COSTS,
    DONE,
    FAR,
    FOUND,
    FULL,
    NEW,
    OTHER,
    PAY,
    SOUGHT,
    SPUR,
    STEPS,
    TIME,
    Ask,
    Ints,
    Labels,
)  # fmt: skip
from careergraph.routes.engine.terrain import Problem, Steps
from careergraph.routes.engine.workroom import Workroom, borrowed

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


_PER_LABEL = {
    "role": 1, "parent": 1, "step": 1, "cost": COSTS, "hope": COSTS, "ahead": 1, "owed": 1,
    "prints": 1, "ticked": 1, "older": 1, "queue": 1, "found": 1,
}  # fmt: skip
_PLACES = 5


@contextmanager
def searching(
    problem: Problem, clock: Clock, *, front: bool = False, compiled: bool | None = None,
    everywhere: bool = False,
) -> Iterator["Search"]:  # fmt: skip
    """Lend a problem made ready to be searched, until the end of the block.

    With `front` it is for all undominated routes, else for the best one. With `everywhere` the
    bounds are exact for every role, not only for those about as near to a goal as the starts are.
    """
    with borrowed(problem.terrain.columns, compiles(problem, compiled)) as room:
        search = Search(problem, clock, room, front=front, everywhere=everywhere)
        yield search
        search.tidy()


class Search:
    """A problem with the bounds that labels are pruned by: see `searching`.

    `reaches` is whether any start leads to a goal at all.
    """

    def __init__(
        self, problem: Problem, clock: Clock, room: Workroom, *, front: bool, everywhere: bool
    ) -> None:
        self.problem, self._clock, self._room = problem, clock, room
        self._compiled = room.compiled
        self._run = functions(self._compiled)
        self.net = problem.terrain.net(self._compiled)
        self.ground = problem.terrain.ground(self._compiled)
        self.ask = self._ask(front)
        self._seen = room.column("seen", COSTS * self._roles)
        self._counts = [0] * COSTS
        self._labels = self._all_labels()
        self.reaches = self._bound(everywhere)

    @property
    def _roles(self) -> int:
        return len(self.problem.terrain.columns.shape.roles)

    def tidy(self) -> None:
        """Leave the columns as they were."""
        for cost in range(COSTS):
            self._run.wipe(self.ask.bound, cost * self._roles, self._seen, self._counts[cost])
            self.ask.reach[cost] = 0
        for goal in self.problem.goals:
            self.ask.goal[goal] = 0
        self._run.vacate(self._labels)

    # ------------------------------------------------------------ columns

    def _ask(self, front: bool) -> Ask:
        problem, compiled, room = self.problem, self._compiled, self._room
        goals = room.column("goal", self._roles)
        for goal in problem.goals:
            goals[goal] = 1
        skill, sought = self._skills()
        last_first, last = self._last(skill)
        return Ask(
            goal=goals,
            skill=column(skill, np.uint8, compiled),
            sought=sought,
            order=column(self._order(front), np.int64, compiled),
            capped=column(tuple(problem.caps), np.int64, compiled),
            watched=column(self._watched(front), np.int64, compiled),
            last_first=column(last_first, np.int64, compiled),
            last=column(last, np.int64, compiled),
            cap=column([problem.caps.get(c, FAR) for c in range(COSTS)], np.int64, compiled),
            bound=room.column("bound", COSTS * self._roles),
            reach=room.column("reach", COSTS),
            row=column([self._row(cost) for cost in range(COSTS)], np.int64, compiled),
            front=front,
            skilled=problem.skilled,
            new_matters=NEW in problem.order,
            places=problem.terrain.places,
            winding=problem.winding,
            paid=problem.paid,
            most_asked=problem.terrain.most_asked,
            barred=column((), np.int64, compiled),
        )

    def _order(self, front: bool) -> tuple[int, ...]:
        """The costs to compare by, without those that are the same for all.

        Of the best routes the shorter one is always better.
        """
        problem = self.problem
        same = ({PAY} if not problem.paid else set()) | problem.terrain.undisputed
        order = tuple(cost for cost in problem.order if cost not in same)
        return order if front or STEPS in order else (*order, STEPS)

    def _watched(self, front: bool) -> list[int]:
        return sorted({STEPS, *self._order(front), *self.problem.caps} - {NEW})

    def _last(self, skill: Array) -> tuple[list[int], list[int]]:
        """The skills that each role before the only goal asks for and the goal does not."""
        problem, of = self.problem, self.problem.terrain.columns
        if not problem.skilled or len(problem.goals) != 1:
            return [0], []
        goal, given = problem.goals[0], set(problem.terrain.given.tolist())
        into = of.shape.back[of.shape.back_first[goal] : of.shape.back_first[goal + 1]]
        before = sorted({int(of.shape.start[step]) for step in into if problem.terrain.open[step]})
        lists = [[s for s in problem.skills_of(r) if skill[s] == OTHER and s not in given]
                 for r in before]  # fmt: skip
        firsts = np.cumsum([0, *map(len, lists)]).tolist()
        return firsts, [s for each in lists for s in each]

    def _row(self, cost: int) -> int:
        """The cost whose bounds serve for this one."""
        return self.problem.terrain.is_timed_by if cost == TIME else cost

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

    def _all_labels(self) -> Labels:
        room, skills = self._room, len(self.problem.terrain.columns.skills)
        sizes = {name: size * ROOM for name, size in _PER_LABEL.items()}
        sizes |= {"known": skills, "given": skills, "other": skills, "state": _PLACES}
        latest = room.column("latest", self._roles, -1)
        return Labels(**{n: room.column(n, size) for n, size in sizes.items()}, latest=latest)

    @property
    def _size(self) -> int:
        """How many labels there is room for."""
        return len(self._labels.parent)

    def _grow(self) -> None:
        """Double the room for labels; what is in them stays."""
        larger = {name: _doubled(getattr(self._labels, name)) for name in _PER_LABEL}
        for name, doubled in larger.items():
            self._room.keep(name, doubled)
        self._labels = self._labels._replace(**larger)

    # ------------------------------------------------------------ bounds

    def _bound(self, everywhere: bool) -> bool:
        """Find all bounds that are compared by, and whether a start reaches a goal."""
        problem, run, starts = self.problem, self._run, self.problem.starts
        awaited = self._room.column("awaited", self._roles)
        for start in starts:
            awaited[start] = 1
        back_open = self._backwards("open", problem.terrain.open, np.uint8)
        size = self._goals(STEPS, sorted(problem.goals))
        count = FAR if everywhere else len(starts)
        found = run.layers(self.net, self.ask, back_open, awaited, count, self._seen, size)
        self._counts[STEPS] = found
        reached = sum(self.ahead(STEPS, start) < FAR for start in starts)
        for cost in self._bounded() if reached else ():
            self._spread(cost, back_open, awaited, FAR if everywhere else reached)
        for start in starts:
            awaited[start] = 0
        return reached > 0

    def _bounded(self) -> list[int]:
        """The costs besides steps that need a bound of their own."""
        problem = self.problem
        wanted = {self._row(c) for c in (*problem.order, *problem.caps)} - {STEPS, NEW, PAY}
        return [*sorted(wanted), *([PAY] if problem.paid else [])]

    def _spread(self, cost: int, back_open: Ints, awaited: Ints, count: int) -> None:
        terrain, room, rank = self.problem.terrain, self._room, self.problem.rank
        goals = sorted(self.problem.goals)
        if cost == PAY:
            goals, count = sorted(goals, key=lambda g: rank[g]), FAR
        values = terrain.columns.nothing if cost == PAY else terrain.weight(cost)
        weight = self._backwards(cost, values, np.int64)
        most = self._roles + len(terrain.open) + 1
        keys, roles = room.column("keys", most), room.column("values", most)
        for i, goal in enumerate(goals):
            keys[i], roles[i] = rank[goal] if cost == PAY else 0, goal
        size = self._goals(cost, goals)
        self._counts[cost] = self._run.spread(
            self.net, self.ask, back_open, weight, awaited, count, keys, roles, size,
            cost * self._roles, self._seen,
        )  # fmt: skip

    def _goals(self, cost: int, goals: list[int]) -> int:
        """Write what a route comes to at the goals themselves; return how many there are."""
        at = cost * self._roles
        for i, goal in enumerate(goals):
            self._seen[at + i] = goal
            self.ask.bound[at + goal] = 1 + (self.problem.rank[goal] if cost == PAY else 0)
        return len(goals)

    def _backwards(self, name: Hashable, values: Array, kind: Any) -> Ints:
        found: Ints = self.problem.terrain.backwards(name, values, kind, self._compiled)
        return found

    def ahead(self, cost: int, role: int) -> int:
        """Return what a route on from a role comes to at least; FAR where none leads to a goal."""
        found: int = self._run.ahead_of(self.ask, cost, role)
        return found

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
        self._run.vacate(self._labels)
        while self._size <= len(prefix) + len(starts) + 1:
            self._grow()
        labels, run = self._labels, self._run
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
                self.net, self.ground, self.ask, self._labels, self._size, BUDGET
            )
            if why == DONE:
                return True
            if self._clock.is_up or (why == FULL and self._size >= self._clock.effort.labels):
                return False
            if why == FULL:
                self._grow()

    def _route(self, label: int) -> Steps:
        steps: list[int] = []
        while self._labels.parent[label] >= 0:
            steps.append(int(self._labels.step[label]))
            label = self._labels.parent[label]
        return tuple(reversed(steps))


def _doubled(old: Ints) -> Ints:
    if isinstance(old, np.ndarray):
        return np.concatenate((old, np.zeros_like(old)))
    return [*old, *[0] * len(old)]  # type: ignore[misc]
