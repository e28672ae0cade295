"""The proof that there is no route: the closed steps around all that can be reached, and bounds."""

from dataclasses import dataclass
from decimal import Decimal

from rdflib import URIRef

from careergraph.model import AdvancementStep
from careergraph.routes.case import Case, reached
from careergraph.routes.question import Reading, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.why.asking import Asker, Spent, least
from careergraph.routes.why.changes import LIMITS, Change, applied, limits
from careergraph.routes.why.obstacles import Obstacle
from careergraph.routes.why.reach import Region, towards


@dataclass(frozen=True, slots=True)
class Shut:
    """A closed step, and all that closes it."""

    step: AdvancementStep
    by: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """What closes the way in one reading.

    Every route there would have to lead over one of `steps`, which leave what can be reached and
    lead towards a goal. Where `goals` are reached nevertheless, it is a limit on the whole route
    that forbids them.
    """

    reading: Reading
    steps: tuple[Shut, ...]
    goals: tuple[URIRef, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a whole route that no route keeps.

    `kind` is the field of the question that sets it, `node` an industry to pass through. `allowed`
    is what it allows and `needed` the least that a route takes (of pay: the most that is paid), or
    None when nothing known is enough. Other limits are set aside for that, but for those whose
    fields `given` names: this one cannot be kept together with them.
    """

    kind: str
    allowed: Decimal | None
    needed: Decimal | None
    node: URIRef | None = None
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Why there is no route, or no supported one.

    `cuts` are those of each reading, `before` the roles from which some step leads into a goal,
    and `complete` says whether the searches allowed sufficed for every bound.
    """

    supported: bool
    cuts: tuple[Cut, ...]
    bounds: tuple[Bound, ...]
    goals: tuple[URIRef, ...]
    before: tuple[URIRef, ...]
    complete: bool


def prove(asker: Asker, query: RouteQuery) -> Proof:
    """Return why the question has no route of the kind the asker looks for.

    It consists of the closed steps around what can be reached and, where that does not suffice,
    of the limits that no route keeps.
    """
    found = asker.regions(query)
    ladder = asker.ladder
    goals = {goal for reading in found for goal in reached(viewed(ladder, reading), query.goal)}
    bounds: tuple[Bound, ...] = ()
    complete = True
    try:
        bounds = tuple(_bounds(asker, query))
    except Spent:
        complete = False
    return Proof(
        supported=asker.supported,
        cuts=tuple(_cut(reading, each, query) for reading, each in found.items()),
        bounds=bounds,
        goals=tuple(sorted(goals)),
        before=tuple(sorted({s.start for s in ladder.steps.values() if s.end in goals})),
        complete=complete and asker.sure,
    )


def _cut(reading: Reading, found: list[Region], query: RouteQuery) -> Cut:
    """The cuts around the regions of one reading, as one: a step closed alike is named once."""
    shut: dict[Shut, None] = {}
    for region in found:
        view = region.who.view
        for step, against in region.closed(towards(view.ladder, Case(view, query).goals)):
            if step.end not in region.steps:
                shut.setdefault(Shut(step, against))
    goals = {goal for region in found for goal in region.goals}
    return Cut(reading, tuple(sorted(shut, key=lambda s: s.step.iri)), tuple(sorted(goals)))


def _bounds(asker: Asker, query: RouteQuery) -> list[Bound]:
    """The limits that no route keeps; of limits that cannot be kept together, the first one too
    many. Empty when lifting all of them would open nothing: then it is the cut that closes."""
    found = [change for change in limits(query) if change.kind != "unknown"]
    if not asker.opens(applied(query, found)):
        return []
    alone = [c for c in found if not asker.opens(applied(query, [o for o in found if o != c]))]
    if alone:
        return [_bound(asker, query, c, [o for o in found if o != c]) for c in alone]
    for at, change in enumerate(found):
        if not asker.opens(applied(query, found[at + 1 :])):
            kept = tuple(dict.fromkeys(c.kind for c in found[:at]))
            return [_bound(asker, query, change, found[at + 1 :], given=kept)]
    return []


def _bound(
    asker: Asker, query: RouteQuery, limit: Change, lifted: list[Change],
    given: tuple[str, ...] = (),
) -> Bound:  # fmt: skip
    if limit.kind not in LIMITS:
        return Bound(limit.kind, None, None, limit.node, given)
    needed = least(asker, applied(query, lifted), limit.kind)
    allowed = Decimal(getattr(query, limit.kind))
    return Bound(limit.kind, allowed, needed.amount if needed else None, None, given)
