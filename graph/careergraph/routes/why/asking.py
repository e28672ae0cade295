"""Asking the search again and again: with memory, with a limit, for least sufficient numbers."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from rdflib import URIRef

from careergraph.claims import Status
from careergraph.errors import QuestionError
from careergraph.model import Claim
from careergraph.routes.answer import Route
from careergraph.routes.engine.labelling import Clock, Effort
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.search import readings, search
from careergraph.routes.why.changes import Change, applied
from careergraph.routes.why.reach import Region, regions
from careergraph.terms import CAREER

_RECENT = 16
"""For how many questions it is remembered how far one gets."""


class Spent(Exception):
    """The searches or the time allowed are spent. Never leaves this package."""


class Asker:
    """Finds out whether questions have a route, or with `supported` one that is supported.

    What cannot be reached even when the limits on a whole route are set aside is not searched
    for. `asked` counts the searches made; Spent is raised before there are more than `most`, or
    they take more than `seconds`. `sure` says whether each of them came to its end.
    """

    def __init__(
        self, ladder: Ladder, *, supported: bool, most: int, seconds: float = float("inf")
    ) -> None:
        self.ladder, self.supported, self.most, self.asked = ladder, supported, most, 0
        self.sure = True
        self._clock = Clock(Effort(seconds=seconds))
        self._known: dict[RouteQuery, Route | None] = {}
        self._regions: dict[RouteQuery, dict[Reading, list[Region]]] = {}

    def opens(self, query: RouteQuery) -> bool:
        """Return whether the question has a route of the wanted kind."""
        return self.route(query) is not None

    def route(self, query: RouteQuery) -> Route | None:
        """Return the best route of the wanted kind, or None."""
        asked = shortest(query, supported=self.supported)
        if asked not in self._known:
            if self._clock.is_up:
                raise Spent
            self._known[asked] = self._search(asked) if self._plausible(asked) else None
        return self._known[asked]

    def _search(self, query: RouteQuery) -> Route | None:
        if self.asked >= self.most:
            raise Spent
        self.asked += 1
        try:
            answer = search(self.ladder, query)
        except QuestionError:
            return None
        wanted = (r for r in answer.routes if not self.supported or r.status is Status.SUPPORTED)
        found = next(wanted, None)
        self.sure = self.sure and (found is not None or answer.complete)
        return found

    def _plausible(self, query: RouteQuery) -> bool:
        most = query.most_steps or len(self.ladder.steps)
        reached = [
            any(region.steps[goal] <= most for region in each for goal in region.goals)
            for each in self.regions(query).values()
        ]
        return all(reached) if self.supported else any(reached)

    def regions(self, query: RouteQuery) -> dict[Reading, list[Region]]:
        """Return how far one gets, for each reading that matters.

        A supported route has to be open to the cautious on grounded steps, and in the reading
        asked for; any other in one of the readings that the question is asked under.
        """
        recent = self._regions
        if query not in recent:
            recent[query] = self._reached(query)
            if len(recent) > _RECENT:
                recent.pop(next(iter(recent)))
        return recent[query]

    def _reached(self, query: RouteQuery) -> dict[Reading, list[Region]]:
        if not self.supported:
            return {r: regions(viewed(self.ladder, r), query) for r in readings(self.ladder, query)}
        cautious = query.cautious
        found = {cautious: regions(viewed(self.ladder, cautious), query, supported=True)}
        if query.reading is not None and query.reading != cautious:
            found[query.reading] = regions(viewed(self.ladder, query.reading), query)
        return found


def shortest(query: RouteQuery, *, supported: bool) -> RouteQuery:
    """Return the question as one for a shortest route, or for a supported one if there is any.

    The search looks for supported routes by themselves where the cautious reading is among those
    asked under; in other readings all routes have to be found to know of these.
    """
    every = supported and query.reading not in (None, query.cautious)
    return replace(query, objectives=("steps",), k=None if every else 1, diverse=False)


def least(asker: Asker, query: RouteQuery, kind: str) -> Change | None:
    """Return the least change of one limit that is sufficient, or None when none is.

    The limit is on years, steps, new skills or pay; `query` has it as asked. The amount is None
    when the limit has to be lifted altogether, because no number lets through what is not known.
    """
    if not asker.opens(applied(query, [Change(kind)])):
        return None
    candidates = _candidates(asker.ladder, query, kind)

    def suffices(n: int) -> bool:
        return asker.opens(applied(query, [Change(kind, amount=candidates(n))]))

    most = _last(asker.ladder, query, kind)
    reach = _gallop(suffices, most)
    if reach is None:
        return Change(kind)
    low, high = reach
    at = low + bisect_left(range(low, high), True, key=suffices)
    return Change(kind, amount=candidates(at))


def _gallop(suffices: Callable[[int], bool], most: int) -> tuple[int, int] | None:
    """The first of ever longer strides that suffices, with the one before; None when none does."""
    low, high = 0, 1
    while high < most and not suffices(high - 1):
        low, high = high, high * 2
    high = min(high, most)
    return (low, high) if high and suffices(high - 1) else None


def _candidates(ladder: Ladder, query: RouteQuery, kind: str) -> Callable[[int], Decimal]:
    """The values a limit could be moved to, counted from 0: the smallest move first."""
    asked = Decimal(getattr(query, kind))
    if kind == "pay_at_least":
        floors = sorted({f for f in _floors(ladder) if f < asked}, reverse=True)
        return floors.__getitem__
    if kind == "most_years":
        grain = _grain(ladder, query)
        first = asked // grain + 1
        return lambda n: (first + n) * grain
    return lambda n: asked + 1 + n


def _last(ladder: Ladder, query: RouteQuery, kind: str) -> int:
    """How many values are worth a try."""
    asked = Decimal(getattr(query, kind))
    if kind == "pay_at_least":
        return len({f for f in _floors(ladder) if f < asked})
    if kind == "most_years":
        return int(_longest(ladder) / _grain(ladder, query)) + 1
    if kind == "most_steps":
        return len(ladder.roles)
    return len({c.object for c in ladder.book.claims if c.measure == CAREER.essentialSkill})


def _floors(ladder: Ladder) -> list[Decimal]:
    found = [c for c in ladder.book.claims
             if c.measure == CAREER.pay and c.unit == CAREER.usdPerYear and c.affirms]  # fmt: skip
    return [f for c in found for f in (c.minimum, c.maximum) if f is not None]


def _grain(ladder: Ladder, query: RouteQuery) -> Decimal:
    """The finest fraction of a year in which the graph counts: every sum is a multiple of it."""
    figures = [f for c in _typical_years(ladder) for f in (c.minimum, c.maximum) if f is not None]
    figures += [e.years for e in ladder.experiences.values()]
    figures += [f for f in (query.experience, query.most_years) if f is not None]
    places = max((-int(f.normalize().as_tuple().exponent) for f in figures), default=0)
    return Decimal(1).scaleb(-max(0, places))


def _longest(ladder: Ladder) -> Decimal:
    """More years than any route takes: those of each step and each experience in a row."""
    most: dict[URIRef, Decimal] = {}
    for claim in _typical_years(ladder):
        years = max(claim.minimum or Decimal(0), claim.maximum or Decimal(0))
        most[claim.subject] = max(most.get(claim.subject, Decimal(0)), years)
    worked = sum((e.years for e in ladder.experiences.values()), Decimal(0))
    return sum(most.values(), worked)


def _typical_years(ladder: Ladder) -> list[Claim]:
    return [c for c in ladder.book.claims if c.measure == CAREER.typicalYears and c.affirms]
