"""How far a traveller gets, step by step, when limits that count over a whole route are set aside.

What is not reached here is reached by no route; what is reached may still break such a limit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from rdflib import URIRef

from careergraph.model import AdvancementStep
from careergraph.routes.arrays import Array, Shape, shape
from careergraph.routes.case import Case
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import View
from careergraph.routes.why.obstacles import Obstacle, Traveller, obstacles

Closed = list[tuple[AdvancementStep, tuple[Obstacle, ...]]]
"""Closed steps, each with all that closes it."""


@dataclass(frozen=True, eq=False)
class Region:
    """All that is reached from some starts with one baseline.

    `goals` are the goals among the roles reached. `opened` says for each step of the ladder
    whether it can be made, `far` for each role how many steps lead there at least, -1 for none;
    both in the order of the ladder's shape.
    """

    who: Traveller
    starts: tuple[URIRef, ...]
    goals: frozenset[URIRef]
    opened: Array
    far: Array
    _closed: dict[bytes, Closed] = field(init=False, default_factory=dict)

    @cached_property
    def steps(self) -> dict[URIRef, int]:
        """The fewest steps that lead to each role reached."""
        roles = shape(self.who.view.ladder).roles
        return {roles[n]: int(self.far[n]) for n in np.flatnonzero(self.far >= 0)}

    def closed(self, near: Array) -> Closed:
        """Return the closed steps that start here and lead to a role of `near`, and why they are.

        A step that rests on a curator's inference alone, where that is not enough, is closed by
        the obstacle 'inferred'.
        """
        key = near.tobytes()
        if key not in self._closed:
            self._closed[key] = list(self._shut(near))
        return self._closed[key]

    def _shut(self, near: Array) -> Iterator[tuple[AdvancementStep, tuple[Obstacle, ...]]]:
        ladder = self.who.view.ladder
        form = shape(ladder)
        shut = ~self.opened & (self.far[form.start] >= 0) & near[form.end]
        for n in np.flatnonzero(shut):
            step = ladder.steps[form.steps[int(n)]]
            found = obstacles(self.who, step)
            if self.who.supported and not self.who.view.grounded(step):
                found = (*found, Obstacle("inferred", self.who.said(step)))
            yield step, found


def regions(
    view: View, query: RouteQuery, *, starts: Iterable[URIRef] | None = None,
    supported: bool = False, waived: frozenset[URIRef] = frozenset(),
) -> list[Region]:  # fmt: skip
    """Return how far each start gets in a reading; starts of a set with one baseline together.

    `starts` are those of the question unless given. With `supported` a step that a curator infers
    is closed too; on `waived` roles and steps no demand for a degree counts.
    """
    case = Case(view, query)
    groups = case.companies(case.leaving if starts is None else starts)
    return [_region(case, group, supported, waived) for group in groups]


def ends(case: Case) -> tuple[frozenset[URIRef], frozenset[URIRef]]:
    """Return the roles that count as goal and as start; who is there already needs no route."""
    return case.goals, case.leaving


def _region(case: Case, starts: list[URIRef], supported: bool, waived: frozenset[URIRef]) -> Region:
    base = case.base(starts[0])
    who = Traveller(case.view, case.query, base, case.means(base), supported, waived)
    opened = case.open(base) & case.columns.grounded if supported else case.open(base)
    if waived:
        opened = _with_waived(who, opened)
    far = spread(case.columns.shape, opened, starts)
    own = case.goals.intersection(starts)
    number = case.columns.shape.number
    goals = frozenset(g for g in case.goals - own if g in number and far[number[g]] >= 0)
    return Region(who, tuple(starts), goals, opened, far)


def _with_waived(who: Traveller, opened: Array) -> Array:
    ladder, found = who.view.ladder, opened.copy()
    form = shape(ladder)
    into = [ladder.steps[w].end if w in ladder.steps else w for w in who.waived]
    near = np.isin(form.end, [form.number[role] for role in into if role in form.number])
    for n in np.flatnonzero(near & ~opened):
        step = ladder.steps[form.steps[int(n)]]
        if who.waived & {step.iri, step.end} and not obstacles(who, step):
            found[n] = not who.supported or who.view.grounded(step)
    return found


def spread(
    form: Shape, opened: Array, seeds: Iterable[URIRef], *, most: int | None = None,
    backwards: bool = False,
) -> Array:  # fmt: skip
    """Return for each role the fewest open steps, up to `most`, from any of `seeds`, or -1.

    Backwards it is the fewest steps to any of them.
    """
    start, end = (form.end, form.start) if backwards else (form.start, form.end)
    far = np.full(len(form.roles), -1, np.int64)
    front = np.array([form.number[s] for s in seeds if s in form.number], np.int64)
    furthest = len(form.roles) if most is None else most
    for steps in range(furthest + 1):
        if not len(front):
            break
        far[front] = steps
        at = np.zeros(len(form.roles), np.bool_)
        at[front] = True
        after = end[opened & at[start]]
        front = np.unique(after[far[after] < 0])
    return far


def towards(ladder: Ladder, goals: Iterable[URIRef]) -> Array:
    """Return whether from each role one of `goals` could be reached if every step were open."""
    form = shape(ladder)
    return spread(form, np.ones(len(form.steps), np.bool_), goals, backwards=True) >= 0
