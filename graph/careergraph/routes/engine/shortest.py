"""The best routes by costs that simply add up: the costs of a step in order are packed into one.

With two costs the packed one is first * M + second, where M is more than the second can come to.
Where that cannot be known beforehand, it is seen from the route found: see `Packed.bears`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from careergraph.routes.arrays import Array
from careergraph.routes.engine.adding import Trip, Ways
from careergraph.routes.engine.compiled import column, functions
from careergraph.routes.engine.kernel import CONTESTED, HIGH, LOW, RARE, STEPS, UNKNOWN
from careergraph.routes.engine.labelling import Clock, Found
from careergraph.routes.engine.terrain import Problem, Steps, Terrain
from careergraph.routes.engine.workroom import Workroom, borrowed

_BITS = 58
"""Bits that a packed cost of a whole route may have."""


class Crowded(Exception):
    """The costs of a route do not fit into one number. Never leaves this package."""


@dataclass(frozen=True, eq=False, repr=False)
class Packed:
    """What each step costs as one number, which is 1 or more.

    Of the parts that are packed `first` is the most important, and `least` the least that an open
    step has of it. The others have room for `sizes` values each, and an open step has `tops` at
    the most. No route has more than `most` steps. `roomy` is whether that is room enough for all.
    """

    cost: Array
    first: Array
    least: int
    tops: tuple[int, ...]
    sizes: tuple[int, ...]
    most: int
    roomy: bool

    def bears(self, route: Steps) -> bool:
        """Whether the packed cost has told a best route from others as the parts in order would.

        A route better in the parts has no more steps than the first part of this one allows, so
        that its other parts cannot have grown out of their room.
        """
        if self.roomy:
            return True
        steps = self.most
        if self.least:
            steps = min(steps, int(self.first[list(route)].sum()) // self.least)
        return all(steps * top < size for top, size in zip(self.tops, self.sizes, strict=True))


def packs(problem: Problem) -> bool:
    """Whether the costs that a problem compares by simply add up, and nothing else counts."""
    if not problem.terrain.open.any():
        return False
    plain = not (problem.caps or problem.winding or problem.skilled or problem.paid)
    waits = problem.terrain.most_asked > 0 and {HIGH, LOW} & {*problem.order}
    return plain and not waits


def packed(terrain: Terrain, order: tuple[int, ...]) -> Packed | None:
    """Return the costs in order and then the steps as one; None when they do not fit into it."""
    return terrain.once(("packed", order), lambda: _packed(terrain, order))


def _packed(terrain: Terrain, order: tuple[int, ...]) -> Packed | None:
    opened = np.flatnonzero(terrain.open)
    columns = [part.astype(np.int64) for cost in order for part in _parts(terrain, cost)]
    columns.append(np.ones(len(terrain.open), np.int64))
    first, *others = _distinct([_reduced(c, opened) for c in columns if c[opened].any()])
    most = max(1, len(terrain.columns.shape.roles) - 1)
    tops = tuple(int(part[opened].max()) for part in others)
    spare = _BITS - (most * int(first[opened].max())).bit_length()
    wanted = tuple(most * top + 1 for top in tops)
    sizes = _sizes(spare, wanted)
    if sizes is None:
        return None
    cost = first.copy()
    for part, size in zip(others, sizes, strict=True):
        cost = cost * size + part
    least = int(first[opened].min())
    return Packed(cost, first, least, tops, sizes, most, roomy=sizes == wanted)


def _reduced(part: Array, opened: Array) -> Array:
    """The column in its largest unit: a half and a quarter of a year are two and one."""
    reduced: Array = part // max(1, int(np.gcd.reduce(part[opened])))
    return reduced


def _parts(terrain: Terrain, cost: int) -> tuple[Array, ...]:
    """The columns that a cost consists of, all of which add up."""
    if cost == HIGH:
        return terrain.high // UNKNOWN, terrain.high % UNKNOWN
    if cost == STEPS:
        return (np.ones(len(terrain.open), np.int64),)
    return (terrain.weight(cost),) if cost in (CONTESTED, LOW, RARE) else ()


def _distinct(parts: list[Array]) -> list[Array]:
    """The columns without those that say the same as one before."""
    found: list[Array] = []
    for part in parts:
        if not any(np.array_equal(part, other) for other in found):
            found.append(part)
    return found


def _sizes(spare: int, wanted: tuple[int, ...]) -> tuple[int, ...] | None:
    """Room for each part: what it may come to, or where that is too much an equal share."""
    if sum(size.bit_length() for size in wanted) <= spare:
        return wanted
    share = spare // max(1, len(wanted))
    return tuple(min(size, 1 << share) for size in wanted) if share >= 8 else None


# ---------------------------------------------------------------- searching


class Shortest:
    """A problem with packed costs, ready to be searched: see `shortest`."""

    def __init__(self, problem: Problem, costs: Packed, clock: Clock, room: Workroom) -> None:
        self._problem, self._costs, self._clock = problem, costs, clock
        self._run = functions(room.compiled)
        self._compiled = room.compiled
        self._ways = self._all_ways()
        self._trip = room.once("trip", lambda: self._new_trip(room))
        self._goals = column(problem.goals, np.int64, room.compiled)
        self._none = self._trip.barred
        for goal in problem.goals:
            self._trip.goal[goal] = 1
        self._route = room.column("route", len(problem.terrain.columns.shape.roles))
        self._reaches: bool | None = None

    def _all_ways(self) -> Ways:
        terrain, compiled = self._problem.terrain, self._compiled
        net, name = terrain.net(compiled), ("packed", self._problem.order)
        cost = self._costs.cost
        made: Ways = terrain.once(("ways", *name, compiled), lambda: Ways(
            net.first, net.end, column(terrain.open, np.uint8, compiled),
            column(cost, np.int64, compiled), net.back_first, net.back, net.before,
            terrain.backwards("open", terrain.open, np.uint8, compiled),
            terrain.backwards(name, cost, np.int64, compiled),
        ))  # fmt: skip
        return made

    def _new_trip(self, room: Workroom) -> Trip:
        roles = len(self._problem.terrain.columns.shape.roles)
        heap = len(self._problem.terrain.open) + roles + 1
        sizes = dict.fromkeys(("shut", "near", "far", "mark", "seen", "seen_far"), roles)
        sizes |= dict.fromkeys(("keys", "values", "back_keys", "back_values"), heap)
        none = column((), np.int64, room.compiled)
        return Trip(
            starts=none, goals=none, barred=none, goal=room.column("goal", roles),
            state=room.column("trip state", 3),
            **{name: room.column(f"trip {name}", size) for name, size in sizes.items()},
        )  # fmt: skip

    def tidy(self) -> None:
        """Leave the columns as they were."""
        if self._reaches is not None:
            self._run.withdraw(self._trip)
        for goal in self._problem.goals:
            self._trip.goal[goal] = 0

    def run(self, prefix: Steps, starts: Sequence[int], barred: Sequence[int] = ()) -> Found:
        """Return the best route that begins with a prefix, as `Search.run` does.

        Raises Crowded when it cannot be told whether it is the best.
        """
        if self._clock.is_up:
            return Found([], complete=False)
        end, shut = self._problem.terrain.columns.shape.end, self._trip.shut
        origins = [int(end[prefix[-1]])] if prefix else [*starts]
        passed = [*starts[:1], *(int(end[step]) for step in prefix)] if prefix else []
        for role in passed:
            shut[role] = 1
        found = self._find(origins, barred, both=not (prefix or barred))
        for role in passed:
            shut[role] = 0
        if found is not None and not self._costs.bears(found):
            raise Crowded
        return Found([] if found is None else [prefix + found])

    def _find(self, origins: list[int], barred: Sequence[int], *, both: bool) -> Steps | None:
        """The best way on, searched for from both ends or, led by distances, from the start."""
        run, both = self._run, both and self._reaches is None
        trip = self._trip._replace(
            starts=column(origins, np.int64, self._compiled),
            goals=self._goals,
            barred=column(sorted(barred), np.int64, self._compiled) if barred else self._none,
        )
        if not (both or self._measured()):
            return None
        steps = run.journey(self._ways, trip, both, self._route)
        return tuple(int(self._route[i]) for i in range(steps)) if steps else None

    def _measured(self) -> bool:
        """Find how far roles are from the goals, once; return whether a start leads to one."""
        if self._reaches is None:
            starts = column(self._problem.starts, np.int64, self._compiled)
            trip = self._trip._replace(starts=starts, goals=self._goals)
            self._reaches = bool(self._run.measure(self._ways, trip))
        return self._reaches


@contextmanager
def shortest(problem: Problem, clock: Clock, compiled: bool) -> Iterator[Shortest | None]:
    """Lend a problem made ready to be searched; None when its costs cannot be packed."""
    costs = packed(problem.terrain, problem.order) if packs(problem) else None
    if costs is None:
        yield None
        return
    with borrowed(problem.terrain.columns, compiled) as room:
        search = Shortest(problem, costs, clock, room)
        yield search
        search.tidy()
