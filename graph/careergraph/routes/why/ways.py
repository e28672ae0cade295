"""Why not: the smallest changes to a question that open a route, and the proof that none is open.

What closes the way is looked at where it closes: around all that can be reached, a route that is
still to be opened must lead over some closed step, and whatever opens it is among what would help
there. Changes are tried in that order, one, then two, then three together, never blindly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from careergraph.claims import Status
from careergraph.errors import QuestionError
from careergraph.routes.answer import Route
from careergraph.routes.case import reached, starting
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.search import search
from careergraph.routes.why.asking import Asker, Spent, least, shortest
from careergraph.routes.why.changes import (
    LIMITS,
    Change,
    applied,
    degrees,
    limits,
    readings,
    unasked,
)
from careergraph.routes.why.cut import Proof, prove
from careergraph.routes.why.obstacles import Obstacle
from careergraph.routes.why.reach import towards

MOST = 3
"""The most single changes that are made together."""

SEARCHES = 1000
"""The most searches made for one answer; when they are spent, the answer says so."""

SECONDS = 30.0
"""The most time taken to look for changes; when it is over, the answer says so."""

Wanted = Literal["route", "supported route"]


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that together open a route, none of which can be left out; `route` is its proof.

    Asking `query`, which has the changes made, for all its routes gives `route` among them.
    """

    changes: tuple[Change, ...]
    query: RouteQuery
    route: Route


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What would open a route (or a supported one, if others there are), and why none is open.

    `wanted` is None when there is a supported route already: then nothing has to change. `ways`
    are ordered by the number of changes, then by their kinds, then by IRI. `complete` says
    whether these are all: if not, the searches or the time allowed were spent before that was
    known, or one search had to stop early.
    """

    query: RouteQuery
    wanted: Wanted | None
    ways: tuple[Way, ...] = ()
    complete: bool = True
    proof: Proof | None = None


def why_not(
    ladder: Ladder, query: RouteQuery, *, searches: int = SEARCHES, seconds: float = SECONDS
) -> WhyNot:
    """Return what would open a route, and the proof that none is open without.

    Raises QuestionError as `openings` does.
    """
    found, asker = _openings(ladder, query, searches, seconds)
    return replace(found, proof=prove(asker, query)) if asker else found


def openings(ladder: Ladder, query: RouteQuery, *, searches: int = SEARCHES) -> WhyNot:
    """Return the smallest sets of up to three single changes that open a route.

    Where there are routes, but none that is supported, the changes open a supported one. Each set
    is proven by asking again, and minimal: without any one of them the way is closed, whatever
    the numbers in the others. Each number is the least that is sufficient (of pay the highest
    floor); of two numbers in one set the earlier in `changes.KINDS` is made least first. A degree
    is of the lowest level that is sufficient. A source is sided with only when the question names
    a reading, since otherwise it is asked under all of them.

    Raises QuestionError as the search does, unless some change makes an end of that question too.
    """
    return _openings(ladder, query, searches, SECONDS)[0]


def _openings(
    ladder: Ladder, query: RouteQuery, searches: int, seconds: float
) -> tuple[WhyNot, Asker | None]:
    routes, fault = _asked(ladder, query)
    if any(route.status is Status.SUPPORTED for route in routes):
        return WhyNot(query, None), None
    asker = Asker(ladder, supported=bool(routes), most=searches, seconds=seconds)
    ways: list[Way] = []
    complete = True
    try:
        for chosen in _minimal(asker, query):
            ways += _tuned(asker, query, chosen)
    except Spent:
        complete = False
    if fault and not ways:
        raise fault
    ordered = tuple(sorted(ways, key=_order))
    wanted: Wanted = "supported route" if routes else "route"
    return WhyNot(query, wanted, ordered, complete and asker.sure), asker


def _asked(ladder: Ladder, query: RouteQuery) -> tuple[tuple[Route, ...], QuestionError | None]:
    """The routes there are, and the fault of a question that no role could start or end."""
    try:
        return search(ladder, shortest(query, supported=True)).routes, None
    except QuestionError as fault:
        return (), fault


def _order(way: Way) -> tuple[object, ...]:
    orders = [change.order for change in way.changes]
    return len(orders), [kind for kind, _ in orders], [iri for _, iri in orders]


def _minimal(asker: Asker, query: RouteQuery) -> Iterator[frozenset[Change]]:
    """Yield the minimal sets of changes that open a route, smaller ones first, numbers left open.

    A set that opens nothing is extended by what helps where it fails.
    """
    found: list[frozenset[Change]] = []
    layer: list[frozenset[Change]] = [frozenset()]
    for _ in range(MOST):
        tried: dict[frozenset[Change], bool] = {}
        for chosen in layer:
            for change in _helpful(asker, applied(query, chosen), query):
                grown = chosen | {change}
                if grown in tried or not _apart(grown) or any(f <= grown for f in found):
                    continue
                tried[grown] = asker.opens(applied(query, grown))
                if tried[grown] and _is_least(asker, query, grown):
                    found.append(grown)
                    yield grown
        layer = [grown for grown, opens in tried.items() if not opens]


def _apart(chosen: frozenset[Change]) -> bool:
    return len({change.slot for change in chosen}) == len(chosen)


def _is_least(asker: Asker, query: RouteQuery, chosen: frozenset[Change]) -> bool:
    """Whether no part of the changes suffices, nor a lower degree in place of the one named."""
    smaller = [c for n in range(1, len(chosen)) for c in combinations(chosen, n)]
    for change in chosen:
        lower = _lower_degrees(asker.ladder, change)
        smaller += [(*(chosen - {change}), other) for other in lower]
    return not any(asker.opens(applied(query, each)) for each in smaller)


def _lower_degrees(ladder: Ladder, change: Change) -> list[Change]:
    if change.kind != "hold degree" or change.node is None:
        return []
    eqf = ladder.degrees[change.node]
    return [c for c in degrees(ladder, 0) if c.node and ladder.degrees[c.node] < eqf]


def _helpful(asker: Asker, query: RouteQuery, asked: RouteQuery) -> list[Change]:
    """The single changes of which every way to open this question contains at least one, sorted.

    A route that opens has a first step that is closed now, and that step starts where one can
    get; or it breaks a limit on a whole route now; or it is open in a reading that is not asked
    now. `asked` is the question without any change:
    one that has named a reading is not given another.
    """
    ladder = asker.ladder
    found: dict[Change, None] = {}
    if query.reading == asked.reading:
        found.update(dict.fromkeys(readings(ladder, query)))
    for region in (r for each in asker.regions(query).values() for r in each):
        goals = reached(region.who.view, query.goal)
        for _, against in region.closed(towards(ladder, goals)):
            found.update(dict.fromkeys(_remedies(against)))
        if goals & region.steps.keys():
            found.update(dict.fromkeys(limits(query)))
    found.update(dict.fromkeys(_avoided_starts(asker, query)))
    if not asker.supported:
        found.update(dict.fromkeys(unasked(ladder, query)))
    return sorted(found, key=lambda change: change.order)


def _avoided_starts(asker: Asker, query: RouteQuery) -> list[Change]:
    views = (viewed(asker.ladder, r) for r in asker.regions(query))
    starts = {role for view in views for role in starting(view, query.start)}
    return [Change("avoid", role) for role in sorted(starts & {*query.avoid})]


def _remedies(against: tuple[Obstacle, ...]) -> tuple[Change, ...]:
    """What helps against the obstacle with the fewest remedies: all have to be overcome."""
    return min((obstacle.remedies for obstacle in against), key=len)


def _tuned(asker: Asker, query: RouteQuery, chosen: frozenset[Change]) -> list[Way]:
    """The way that these changes open, each number at its least; empty when asking denies it."""
    ordered = sorted(chosen, key=lambda change: change.order)
    for at, change in enumerate(ordered):
        if change.kind in LIMITS:
            others = applied(query, ordered[:at] + ordered[at + 1 :])
            ordered[at] = least(asker, others, change.kind) or change
    changed = applied(query, ordered)
    route = asker.route(changed)
    return [Way(tuple(ordered), changed, route)] if route else []
