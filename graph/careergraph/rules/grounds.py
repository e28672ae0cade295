"""Whether what speaks for a step is enough for a step of its kind.

That two roles are alike does not yet mean that people go from one to the other. The farther a step
leads from what one has done, the more has to speak for it; and where a role is much like some
others, people go to those, not to all that are a little like it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from careergraph.model import Claim
from careergraph.rules.settings import Settings
from careergraph.rules.standing import Standing
from careergraph.terms import CAREER

FIRST, SECOND, LOWER = "Primary-Short", "Primary-Long", "Supplemental"
"""How O*NET calls the tiers of related occupations, nearest first."""

Pair = tuple[URIRef, URIRef]


@dataclass(frozen=True)
class Grounds:
    """What speaks for a step: the names of the rules, whether a source relates the roles in its
    `first` tier, its `second` or a `lower` one, and how `alike` a rule finds them, from 0 to 1."""

    rules: frozenset[str]
    first: bool
    second: bool
    lower: bool
    alike: float

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> "Grounds":
        """Return the grounds that some claims on a step give."""
        found = tuple(claims)
        related = [c for c in found if c.rule is None or _rule(c) == "related-elsewhere"]
        tiers = [str(c.text) for c in related if c.text is not None]
        untold = any(c.text is None and c.rule is None for c in related)
        return cls(
            rules=frozenset(map(_rule, found)),
            first=untold or any(tier.startswith(FIRST) for tier in tiers),
            second=any(tier.startswith(SECOND) for tier in tiers),
            lower=any(tier.startswith(LOWER) for tier in tiers),
            alike=max((float(c.minimum) / 100 for c in found if c.minimum is not None), default=0),
        )


def _rule(claim: Claim) -> str:
    return str(claim.rule or "").rpartition("/")[2]


@dataclass(frozen=True)
class Weighing:
    """All steps that something speaks for, weighed against each other."""

    found: dict[Pair, list[Claim]]
    standing: Standing
    settings: Settings

    def enough(self) -> dict[Pair, list[Claim]]:
        """Return the steps for which enough speaks."""
        return {pair: claims for pair, claims in self.found.items() if self._stands(pair, claims)}

    def _stands(self, pair: Pair, claims: list[Claim]) -> bool:
        grounds = Grounds.of(claims)
        kind = self._kind(pair)
        shared = self.standing.skills.between(*pair)
        if "narrower-role" in grounds.rules:
            return shared is None or shared >= self.settings.narrower
        if (
            shared is not None
            and shared < self._most[pair[0], kind] * self.settings.near_best[kind]
        ):
            return False
        if kind == "rise":
            return self._rises(pair, grounds, shared)
        if kind == "pivot":
            return self._turns(pair, grounds, shared)
        return self._moves(pair, grounds, shared)

    def _kind(self, pair: Pair) -> str:
        """To come to lead others, to change one's field, or to stay in it."""
        if self.standing.rises(*pair):
            return "rise"
        return "pivot" if self.standing.kind(*pair) == CAREER.pivot else "stay"

    @cached_property
    def _most(self) -> dict[tuple[URIRef, str], float]:
        """Of each role the most skills that it shares with a role it leads to, by kind of step."""
        found: dict[tuple[URIRef, str], float] = {}
        for pair in self.found:
            key = pair[0], self._kind(pair)
            found[key] = max(found.get(key, 0.0), self.standing.skills.between(*pair) or 0.0)
        return found

    def _rises(self, pair: Pair, grounds: Grounds, shared: float | None) -> bool:
        """Supervisors of the first line are near by their code; managers must be near in what they
        know, and those of whole organisations, or of a part of a field, nearest."""
        standing, settings = self.standing, self.settings
        related = grounds.first or grounds.second or "related-elsewhere" in grounds.rules
        if standing.is_part(pair[1]) or standing.manages_all(pair[1]):
            return grounds.first and grounds.alike > 0
        if shared is None:
            rated = standing.ratings.between(*pair)
            knows = rated is None or rated >= settings.managed
            return knows or related or standing.supervises(pair[1], pair[0])
        if "supervised-by" in grounds.rules:
            return True
        if related:
            return shared >= settings.risen[standing.first_line(pair[1])]
        apart, near, nearest = settings.leading_like
        return grounds.alike >= (apart, near, nearest)[standing.nearness(*pair)]

    def _turns(self, pair: Pair, grounds: Grounds, shared: float | None) -> bool:
        """A pivot needs a source's first tier and, as far as that is known, likeness besides; and
        it takes no more schooling and hardly more pay."""
        least = self.settings.turned if shared is not None else 0
        unknown = shared is None and self.standing.ratings.between(*pair) is None
        alike = unknown or max(shared or 0, grounds.alike) > least
        return grounds.first and alike and self.standing.easily(*pair)

    def _moves(self, pair: Pair, grounds: Grounds, shared: float | None) -> bool:
        """Within a field either of a source's upper tiers will do, or much likeness."""
        standing, settings = self.standing, self.settings
        if standing.barred_by_apprenticeship(*pair):
            return False
        if all(map(standing.supervises_by_isco, pair)):  # Each the trade that is theirs.
            return False
        if shared is None:
            close = standing.of_one_minor_group(*pair)
            likely = grounds.alike >= settings.close_rated or (grounds.lower and grounds.alike > 0)
            return grounds.first or grounds.second or (close and likely)
        first, second = settings.shared
        if grounds.first and (shared >= first or grounds.alike > 0):
            return True
        if grounds.second and max(shared, grounds.alike) >= second:
            return True
        return grounds.alike >= settings.close[standing.nearness(*pair)]
