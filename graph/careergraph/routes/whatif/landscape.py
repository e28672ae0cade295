"""Origins, gateways and destinations: who can rise under some limits, through what, and to where.

The three words come from studies of workers without a bachelor's degree, who rise from origin jobs
through gateway jobs to destination jobs. Here the limits are those of any question.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from careergraph.routes.case import Case
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, RouteQuery
from careergraph.routes.readings import View, viewed
from careergraph.routes.whatif.gateways import Ways, WaysFrom, distances
from careergraph.routes.why.reach import ends


@dataclass(frozen=True, slots=True)
class Place:
    """A role, the origins from which it is reached, and the destinations that it leads to."""

    role: URIRef
    origins: tuple[URIRef, ...] = ()
    destinations: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Landscape:
    """Where people start, pass and arrive under the limits of a question, the busiest first.

    An *origin* is a role that counts as start and from which a step up is open: one into a role
    whose levels, from lowest to highest, are no lower at either end and higher at one. A
    *destination* is a role that counts
    as goal and can be reached from an origin. A *gateway* is a role that is no goal, can be reached
    from an origin other than itself, and from which a destination can be reached, together in no
    more steps than the question allows; it may be an origin too. `closed` are the starts from
    which no step up is open.

    A way consists of open steps that do not rest on a curator's inference alone, judged by the
    baseline of its origin, and ends at the first goal. A role whose level is not known is never
    up or down.
    """

    query: RouteQuery
    origins: tuple[Place, ...]
    gateways: tuple[Place, ...]
    destinations: tuple[Place, ...]
    closed: tuple[URIRef, ...]


def landscape(ladder: Ladder, query: RouteQuery) -> Landscape:
    """Return the origins, gateways and destinations that the limits of a question leave.

    The question is read cautiously unless it names a reading. Of the limits on a whole route
    those on steps and on the goal's pay are kept; years, new skills and industries to pass
    through are not counted here.
    """
    view = viewed(ladder, query.reading or CAUTIOUS)
    case = Case(view, query)
    goals, starts = ends(case)
    ways = WaysFrom(case)
    origins = [s for s in sorted(starts) if _rises(view, s, ways.of(s))]
    far = {origin: distances([origin], ways.of(origin), query.most_steps) for origin in origins}
    reached = {origin: goals & far[origin].keys() - {origin} for origin in origins}
    between = _between(origins, far, ways, goals, query.most_steps)
    return Landscape(
        query,
        origins=_ranked(Place(o, (), tuple(sorted(reached[o]))) for o in origins),
        gateways=_ranked(
            Place(role, tuple(by), _onwards(role, by, far, ways, goals, query.most_steps))
            for role, by in between.items()
        ),
        destinations=_ranked(
            Place(goal, tuple(o for o in origins if goal in reached[o]))
            for goal in set().union(*reached.values())
        ),
        closed=tuple(s for s in sorted(starts) if s not in far),
    )


def _ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (-len(p.origins), -len(p.destinations), p.role)))


def _rises(view: View, start: URIRef, ways: Ways) -> bool:
    return any(_is_up(view.levels(start), view.levels(end)) for end in ways.get(start, ()))


def _is_up(last: set[int], following: set[int]) -> bool:
    """Levels are compared as ranges: no lower at either end, and higher at one."""
    if not last or not following:
        return False
    before, after = (min(last), max(last)), (min(following), max(following))
    return before != after and before[0] <= after[0] and before[1] <= after[1]


def _between(
    origins: list[URIRef], far: dict[URIRef, dict[URIRef, int]], ways: WaysFrom,
    goals: frozenset[URIRef], most: int | None,
) -> dict[URIRef, list[URIRef]]:  # fmt: skip
    """For each role between an origin and a goal on some way, the origins of these ways."""
    found: dict[URIRef, list[URIRef]] = {}
    for origin in origins:
        left = distances(goals & far[origin].keys() - {origin}, _reversed(ways.of(origin)))
        for role, steps in far[origin].items():
            if role in goals or role == origin:
                continue
            if role in left and (most is None or steps + left[role] <= most):
                found.setdefault(role, []).append(origin)
    return found


def _reversed(ways: Ways) -> Ways:
    found: Ways = {}
    for role, following in ways.items():
        for after in following:
            found.setdefault(after, []).append(role)
    return found


def _onwards(
    role: URIRef, origins: list[URIRef], far: dict[URIRef, dict[URIRef, int]], ways: WaysFrom,
    goals: frozenset[URIRef], most: int | None,
) -> tuple[URIRef, ...]:  # fmt: skip
    """The goals to which the ways of these origins lead on from a role, in the steps left."""
    found: set[URIRef] = set()
    for origin in origins:
        left = None if most is None else most - far[origin][role]
        found |= goals & distances([role], ways.of(origin), left).keys()
    return tuple(sorted(found))
