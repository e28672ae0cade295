"""Single changes to a question: what a traveller could have, allow or believe instead.

A change is plain data. `applied` gives the changed question, so that whatever is promised of a
change can be checked by asking again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cache
from typing import Any

from rdflib import URIRef

from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading, RouteQuery
from careergraph.routes.search import readings as asked_under
from careergraph.routes.search import speaking

HOLDS = ("hold degree", "hold credential")
LIMITS = ("most_years", "most_steps", "most_new_skills", "pay_at_least")
DROPS = ("without_further_degree", "without_further_credential", "highest_degree",
         "pay_never_drops", "stay_in", "through", "avoid", "avoid_licensed", "kinds",
         "counted", "unknown")  # fmt: skip
READINGS = ("cautious", "generous", "source")

KINDS = (*HOLDS, *LIMITS, *DROPS, *READINGS)
"""Every kind of change, in the order in which changes of one size are listed: what to have, what
to allow more of, what not to insist on (each named after the field of the question it loosens),
and whom to believe."""

OF_DEGREES = ("hold degree", "without_further_degree", "without_further_credential",
              "highest_degree")  # fmt: skip
"""Changes that let in a degree. They help only where the question leaves out what could be
earned."""

_ONE_OF_MANY = ("through", "avoid")


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a question.

    `node` is the credential to hold, the industry no longer to pass through, the role no longer to
    avoid, or the source to side with. `amount` is the new limit on steps, years, new skills or pay
    (US dollars a year); None there lifts the limit altogether.
    """

    kind: str
    node: URIRef | None = None
    amount: Decimal | None = None

    @property
    def slot(self) -> tuple[str, URIRef | None]:
        """What the change is about: two changes of one slot are never made together."""
        if self.kind in READINGS:
            return "reading", None
        if self.kind == "hold degree":
            return self.kind, None
        return self.kind, self.node

    @property
    def order(self) -> tuple[int, str]:
        """Where the change stands among others: by kind, then by IRI."""
        return KINDS.index(self.kind), str(self.node or "")


def applied(query: RouteQuery, changes: Iterable[Change]) -> RouteQuery:
    """Return the question with these changes made."""
    for change in changes:
        query = replace(query, **_edits(query, change))
    return query


def _edits(query: RouteQuery, change: Change) -> dict[str, Any]:
    if change.kind in HOLDS:
        return {"holding": (*query.holding, change.node)}
    if change.kind in READINGS:
        return {"reading": _reading(change)}
    if change.kind in _ONE_OF_MANY:
        kept = tuple(n for n in getattr(query, change.kind) if n != change.node)
        return {change.kind: kept}
    if change.kind in LIMITS:
        whole = change.kind in ("most_steps", "most_new_skills") and change.amount is not None
        return {change.kind: int(change.amount or 0) if whole else change.amount}
    return {change.kind: _default(change.kind)}


def _reading(change: Change) -> Reading:
    plain = {"cautious": CAUTIOUS, "generous": GENEROUS}
    return plain.get(change.kind) or Reading("only", change.node)


@cache
def _default(name: str) -> Any:
    return next(f.default for f in fields(RouteQuery) if f.name == name)


def limits(query: RouteQuery) -> tuple[Change, ...]:
    """Return the lifting of each limit that counts over a whole route, in order.

    These are the limits on years, steps, new skills and pay, the industries to pass through, and
    the refusal of what is not known.
    """
    found = [Change(kind) for kind in LIMITS if getattr(query, kind) is not None]
    found += [Change("through", industry) for industry in sorted(query.through)]
    if query.unknown == "forbid":
        found.append(Change("unknown"))
    return tuple(found)


def readings(ladder: Ladder, query: RouteQuery) -> tuple[Change, ...]:
    """Return the other ways of reading that could be taken: cautious, generous, of one source.

    Empty for a question that names no reading: it is asked under all of these.
    """
    if query.reading is None:
        return ()
    ways = [Change("cautious"), Change("generous")]
    ways += [Change("source", s) for s in speaking(ladder)]
    return tuple(w for w in ways if _reading(w).at(query.degree_share) != query.reading)


def unasked(ladder: Ladder, query: RouteQuery) -> tuple[Change, ...]:
    """Return the limits for which sources are not asked that never speak of pay."""
    free = replace(query, pay_at_least=None, pay_never_drops=False)
    if asked_under(ladder, free) == asked_under(ladder, query):
        return ()
    found = {"pay_at_least": query.pay_at_least is not None,
             "pay_never_drops": query.pay_never_drops}  # fmt: skip
    return tuple(Change(kind) for kind, limited in found.items() if limited)


def degrees(ladder: Ladder, at_least: int) -> tuple[Change, ...]:
    """Return the holding of a degree of each EQF level from `at_least` up that is ever demanded.

    Of each level it is the broadest degree, the first by IRI of several; lowest level first.
    """
    every = ladder.keep("degrees", lambda: _degrees(ladder))
    return tuple(Change("hold degree", degree) for eqf, degree in every if eqf >= at_least)


def _degrees(ladder: Ladder) -> list[tuple[int, URIRef]]:
    found: dict[int, URIRef] = {}
    for degree, eqf in sorted(ladder.degrees.items()):
        above = ladder.book.upwards(degree) - {degree}
        if not any(ladder.degrees.get(other) == eqf for other in above):
            found.setdefault(eqf, degree)
    demanded = {ladder.degrees.get(a) for r in ladder.book.requirements.values()
                for a in r.alternatives}  # fmt: skip
    return sorted((eqf, degree) for eqf, degree in found.items() if eqf in demanded)
