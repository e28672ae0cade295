"""What a route costs and brings, exactly, and how two of them compare."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import log

from careergraph.claims import Book
from careergraph.model import Claim
from careergraph.routes.question import Objective
from careergraph.terms import CAREER


@dataclass(frozen=True, slots=True)
class Years:
    """How long a route takes, waiting for experience that a step demands counted in.

    It is at least `low`. `unknown` is how many of its steps no claim gives an upper end for, and
    `known` what the route takes at most when these are counted by their lower ends.
    """

    low: Decimal
    known: Decimal
    unknown: int

    @property
    def high(self) -> Decimal | None:
        """How long it takes at most; None when that is not known."""
        return None if self.unknown else self.known


@dataclass(frozen=True, slots=True)
class Costs:
    """What a route costs, under the first reading in which it is open.

    `new_skills` is how many skills have to be learned besides those that its steps give,
    `contested` how many of its steps are closed to the cautious, `counted` the sum of the `rarity`
    of its steps.
    """

    steps: int
    years: Years
    new_skills: int
    contested: int
    counted: int


LEAST = Decimal("0.005")
"""The smallest share, in percent, that a counted step is taken to have: half of the last digit to
which shares are published. One whose share nobody tells has it, too."""

UNCOUNTED = Decimal("0.001")
"""The share, in percent, that a step is taken to have which nobody was counted to make: less than
that of any counted one, and not nothing, since that nobody was counted is not that nobody goes."""


def rarity(share: Decimal) -> int:
    """Return what a step costs by counted moves, in millionths: -ln of the `share`, in percent, of
    those who left its start that went to its end.

    The least sum over a route belongs to the largest product of shares: the most probable path
    (Forney 1973, The Viterbi algorithm, Proceedings of the IEEE 61(3), 268-278).
    """
    return max(0, round(-log(float(share) / 100) * 1_000_000))


Key = tuple[Decimal | int | bool, ...]


def sort_key(costs: Costs, pay: Iterable[Claim], objectives: Iterable[Objective]) -> Key:
    """Return what to sort routes by, the objectives in order, the smaller the better.

    Years compare by how many steps are unknown, then by their upper end as far as it is known,
    then by the lower; pay as `pay_key` says.
    """
    found: list[Decimal | int | bool] = []
    for objective in objectives:
        if objective == "years":
            found += [costs.years.unknown, costs.years.known, costs.years.low]
        elif objective == "pay":
            found += pay_key(pay)
        else:
            found.append(getattr(costs, objective))
    return tuple(found)


def pay_key(claims: Iterable[Claim]) -> Key:
    """Return what to sort goals by, best paid first: unknown pay comes last.

    What counts is the highest claimed lower end in US dollars, then the highest upper end.
    """
    known = [c for c in claims if c.unit == CAREER.usdPerYear]
    lows = [c.minimum or Decimal(0) for c in known]
    highs = [c.maximum for c in known]
    high = (
        Decimal("Infinity") if None in highs else max((h for h in highs if h), default=Decimal(0))
    )
    return (not known, -max(lows, default=Decimal(0)), -high)


def pays_as_well(one: tuple[Claim, ...], other: tuple[Claim, ...], book: Book) -> tuple[bool, bool]:
    """Return whether one goal's pay is no worse than another's at any end, and better at some.

    It is neither when no claims on the two can be compared, or an end of one that can is not known.
    """
    pairs = [(a, b) for a in one for b in other if a.unit == b.unit and not book.differing(a, b)]
    ends = [(p, q) for a, b in pairs for p, q in ((a.minimum, b.minimum), (a.maximum, b.maximum))]
    known = [(p, q) for p, q in ends if p is not None and q is not None]
    if not known or len(known) < len(ends) or any(p < q for p, q in known):
        return False, False
    return True, any(p > q for p, q in known)
