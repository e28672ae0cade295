"""What a traveller can meet on the way: the requirements that a question leaves within reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rdflib import URIRef

from careergraph.model import Requirement
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import Baseline

NONE = Decimal(0)


@dataclass(frozen=True)
class Means:
    """What is held, and what may still be earned, learned or worked for.

    `eqf` is the level of the highest degree held (0 for none) and `earnable` that of the highest
    that may be earned; `held` are the credentials held and everything broader.
    """

    ladder: Ladder
    eqf: int
    earnable: int
    held: frozenset[URIRef]
    fixed: bool
    """Whether no credential may be earned."""

    def meets(self, requirement: Requirement | None) -> bool:
        """Whether enough of the alternatives are met, or may be met in time."""
        if requirement is None:
            return True
        return sum(map(self._meets, requirement.alternatives)) >= requirement.needed

    def _meets(self, alternative: URIRef) -> bool:
        eqf = self.ladder.degrees.get(alternative)
        if eqf is not None:
            return eqf <= max(self.eqf, self.earnable)
        earned = self.fixed and alternative in self.ladder.credentials
        return alternative in self.held or not earned

    def years_asked(self, requirement: Requirement | None) -> Decimal:
        """Return the years of experience that a requirement comes to when all else is tried first.

        That is 0 for one that is met without any.
        """
        if requirement is None:
            return NONE
        known = self.ladder.experiences
        others = [a for a in requirement.alternatives if a not in known]
        short = requirement.needed - sum(map(self._meets, others))
        years = sorted(known[a].years for a in requirement.alternatives if a in known)
        return years[short - 1] if 0 < short <= len(years) else NONE


def means(ladder: Ladder, query: RouteQuery, base: Baseline) -> Means:
    """Return what a traveller with this question and baseline can meet."""
    credential = query.start.iri if query.start.kind == "Credential" else None
    own = [*query.holding, *([credential] if credential else [])]
    return Means(
        ladder=ladder,
        eqf=max((ladder.degrees.get(c, 0) for c in own), default=0),
        earnable=_earnable(ladder, query, base),
        held=frozenset().union(*(ladder.book.upwards(c) for c in own)),
        fixed=query.without_further_credential,
    )


def _earnable(ladder: Ladder, query: RouteQuery, base: Baseline) -> int:
    """The highest EQF level that may still be earned; 8 is the highest there is."""
    highest = ladder.degrees.get(query.highest_degree or URIRef(""))
    caps: Iterable[int] = [
        *([0] if query.without_further_credential else []),
        *([base.eqf] if query.without_further_degree else []),
        *([highest] if highest is not None else []),
    ]
    return min(caps, default=8)
