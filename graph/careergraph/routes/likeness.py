"""How much two routes have in common, where a role may stand in several classifications."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from careergraph.routes.arrays import shape
from careergraph.routes.engine.terrain import Steps
from careergraph.routes.ladder import Ladder
from careergraph.terms import SKOS

SAME = (SKOS.exactMatch, SKOS.closeMatch)
"""The mappings between roles that are one occupation."""

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Likeness:
    """Which roles of a ladder are one occupation, by their numbers in its shape.

    That two are mapped to a third does not make them one: a group of O*NET may have several roles
    of ESCO mapped to it.
    """

    ladder: Ladder

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """The pairs of roles that a mapping calls an exact or close match, both ways round."""
        return self.ladder.keep("counterparts", lambda: frozenset(self._pairs()))

    def _pairs(self) -> set[Pair]:
        number, table = shape(self.ladder).number, self.ladder.book.mappings
        ends = [(number.get(m.subject), number.get(m.object)) for m in table if m.predicate in SAME]
        found = {(a, b) for a, b in ends if a is not None and b is not None}
        return found | {(b, a) for a, b in found}

    def overlap(self, one: Steps, other: Steps) -> Fraction:
        """Return the share of the steps of two routes that both of them have: 1 where they are the
        same but for the classification that a role is named in."""
        both = min(self._shared(one, other), self._shared(other, one))
        return Fraction(both, len(one) + len(other) - both)

    def _shared(self, one: Steps, other: Steps) -> int:
        return sum(any(self._alike(step, each) for each in other) for step in one)

    def _alike(self, one: int, other: int) -> bool:
        """Whether two steps are the same, or lead from one occupation to one other."""
        if one == other:
            return True
        of = shape(self.ladder)
        ends = ((int(side[one]), int(side[other])) for side in (of.start, of.end))
        crossed = [pair for pair in ends if pair[0] != pair[1]]
        return bool(crossed) and all(pair in self.pairs for pair in crossed)
