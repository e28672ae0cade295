"""What the engine works on: the steps as they are to a traveller, and a question about them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from careergraph.routes.arrays import Array, Columns
from careergraph.routes.engine.compiled import column
from careergraph.routes.engine.kernel import (
    CONTESTED,
    COSTS,
    HIGH,
    LOW,
    NEW,
    PAY,
    RARE,
    STEPS,
    TIME,
    UNKNOWN,
    Ground,
    Net,
)  # fmt: skip

Steps = tuple[int, ...]
"""A route: the numbers of its steps, in order."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False, repr=False)
class Terrain:
    """A ladder in one reading, to travellers with one baseline who ask for the same steps.

    `open`, `contested`, `asked`, `time`, `high` and `place` are columns of the steps (years in
    millionths; `high` and `place` as the kernel counts them), `places` all the industries to pass
    through, one bit each, `held` is a column of the skills.
    """

    columns: Columns
    open: Array
    contested: Array
    asked: Array
    time: Array
    high: Array
    place: Array
    places: int
    held: Array
    _made: dict[Hashable, Any] = field(init=False, default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave when it was first asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    def weight(self, cost: int) -> Array:
        """Return what each step adds to a cost that simply adds up."""
        return {CONTESTED: self.contested, HIGH: self.high, LOW: self.columns.low,
                TIME: self.time, RARE: self.columns.rarity}[cost]  # fmt: skip

    @cached_property
    def is_timed_by(self) -> int:
        """The cost whose bound serves for `TIME` as well, if there is one, else `TIME`."""
        same = [cost for cost in (HIGH, LOW) if np.array_equal(self.weight(cost), self.time)]
        return same[0] if same else TIME

    @cached_property
    def undisputed(self) -> set[int]:
        """`CONTESTED` when no open step is contested, else nothing."""
        return set() if self.contested[self.open].any() else {CONTESTED}

    @cached_property
    def given(self) -> Array:
        """The skills that some open step gives."""
        first, flat = self.columns.step_gives
        return flat[np.repeat(self.open, np.diff(first))] if len(flat) else flat

    @cached_property
    def most_asked(self) -> int:
        """The most years of experience that any open step still asks for."""
        return int(self.asked[self.open].max(initial=0))

    # ------------------------------------------------------------ for the kernel

    def net(self, compiled: bool) -> Net:
        """Return the roles and steps for the kernel."""
        return self.columns.once(("net", compiled), lambda: _net(self.columns, compiled))

    def ground(self, compiled: bool) -> Ground:
        """Return the steps for the kernel."""
        return self.once(("ground", compiled), lambda: self._ground(compiled))

    def _ground(self, compiled: bool) -> Ground:
        return Ground(
            column(self.open, np.uint8, compiled),
            column(self.contested, np.uint8, compiled),
            column(self.columns.low, np.int64, compiled),
            column(self.high, np.int64, compiled),
            column(self.time, np.int64, compiled),
            column(self.asked, np.int64, compiled),
            column(self.place, np.int64, compiled),
            column(self.columns.rarity, np.int64, compiled),
        )

    def backwards(self, name: Hashable, values: Array, kind: Any, compiled: bool) -> Any:
        """Return a column of steps in the order of those that lead into a role."""
        back = self.columns.shape.back
        return self.once(("back", name, compiled), lambda: column(values[back], kind, compiled))


def _net(of: Columns, compiled: bool) -> Net:
    shape = of.shape
    columns = (shape.first, shape.start, shape.end, shape.back_first, shape.back,
               shape.start[shape.back], *of.role_skills, *of.step_gives)  # fmt: skip
    return Net(*(column(c, np.uint32, compiled) for c in columns))


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """A question about a terrain. No start is a goal.

    `rank` orders the goals by pay, best first, from 0. `order` are the costs to compare by, `caps`
    the limits on costs.
    """

    terrain: Terrain
    starts: tuple[int, ...]
    goals: tuple[int, ...]
    rank: dict[int, int]
    order: tuple[int, ...]
    caps: dict[int, int]

    @property
    def skilled(self) -> bool:
        """Whether it matters how many skills are new."""
        return NEW in self.order or NEW in self.caps

    @property
    def winding(self) -> bool:
        """Whether a detour may pay: for a skill that a step gives, or an industry on the way."""
        return self.terrain.places > 0 or (self.skilled and len(self.terrain.given) > 0)

    @property
    def paid(self) -> bool:
        """Whether the goals differ in pay, and it matters."""
        return PAY in self.order and len(self.goals) > 1

    def paying(self, rank: int) -> "Problem":
        """Return the question for the goals at one place by pay, those better paid not passed."""
        shape = self.terrain.columns.shape
        better = np.zeros(len(shape.roles), np.bool_)
        better[[goal for goal in self.goals if self.rank[goal] < rank]] = True
        return replace(
            self, terrain=replace(self.terrain, open=self.terrain.open & ~better[shape.end]),
            goals=tuple(goal for goal in self.goals if self.rank[goal] == rank),
        )  # fmt: skip

    def ranks(self) -> set[int]:
        """Return the places by pay of the goals to which open steps lead at all."""
        shape, most = self.terrain.columns.shape, self.caps.get(STEPS, len(self.terrain.open))
        met = np.zeros(len(shape.roles), np.bool_)
        met[list(self.starts)] = True
        for _ in range(most):
            before = np.count_nonzero(met)
            met[shape.end[self.terrain.open & met[shape.start]]] = True
            if np.count_nonzero(met) == before:
                break
        return {self.rank[goal] for goal in self.goals if met[goal]}

    def cost(self, route: Steps) -> tuple[int, ...]:
        """Return what a route costs, in the order of the kernel, with the industries it ticks."""
        return self._cost(route, self._new_skills(route))

    def _cost(self, route: Steps, new: int) -> tuple[int, ...]:
        on, of = self.terrain, self.terrain.columns
        cost, ticked = [0] * COSTS, 0
        for step in route:
            asked, unknown = int(on.asked[step]), cost[HIGH] // UNKNOWN
            worked = max(cost[HIGH] % UNKNOWN, asked)
            cost[STEPS] += 1
            cost[CONTESTED] += int(on.contested[step])
            cost[RARE] += int(of.rarity[step])
            cost[HIGH] = unknown * UNKNOWN + worked + int(on.high[step])
            cost[LOW] = max(cost[LOW], asked) + int(of.low[step])
            cost[TIME] = max(cost[TIME], asked) + int(on.time[step])
            ticked |= int(on.place[step])
        cost[NEW] = new
        cost[PAY] = self.rank.get(int(of.shape.end[route[-1]]), 0)
        return (*cost, ticked)

    def _new_skills(self, route: Steps) -> int:
        """How many skills have to be learned for a route."""
        on, end = self.terrain, self.terrain.columns.shape.end
        known, count = set(self.skills_of(self.start_of(route))), 0
        for step in route:
            known.update(self.given_by(step))
            new = set(self.skills_of(int(end[step]))) - known
            count += sum(not on.held[skill] for skill in new)
            known |= new
        return count

    def skills_of(self, role: int) -> list[int]:
        """Return the essential skills of a role."""
        return _listed(self.terrain.columns.role_skills, role)

    def given_by(self, step: int) -> list[int]:
        """Return the skills that a step gives."""
        return _listed(self.terrain.columns.step_gives, step)

    def start_of(self, route: Steps) -> int:
        """Return the role where a route starts."""
        return int(self.terrain.columns.shape.start[route[0]])

    def key(self, route: Steps) -> tuple[object, ...]:
        """Return what routes are sorted by: their costs in order, then start and steps."""
        cost = self._cost(route, self._new_skills(route) if self.skilled else 0)
        return (*(cost[c] for c in self.order), cost[STEPS], self.start_of(route), route)


def _listed(lists: tuple[Array, Array], at: int) -> list[int]:
    first, flat = lists
    return cast(list[int], flat[first[at] : first[at + 1]].tolist())
