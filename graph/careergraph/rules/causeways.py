"""Transitions as Nesta judges them: viable, highly viable, desirable, safe.

After Mapping Career Causeways (Kanders, Djumalieva, Sleeman, Orlik 2020). Nesta's similarity is the
mean of four parts, two of which rest on a language model and on work context; ours is that of
three that follow from the claims alone: the essential skills of a role that those essential in
another cover, those that all its skills cover, and the likeness of the activities they belong to.
Its scale is another, so the thresholds are taken as the shares of all transitions that lie below
Nesta's: those are published, too, and are not rounded here.

Nesta calls a transition safe when the occupation it leads to is not in its category of high risk.
Every occupation that it looks at has a category; here many roles have none, and what leads to them
is not called safe.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from rdflib import Literal, URIRef

from careergraph.model import Claim
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Causeways
from careergraph.rules.similarity import counted
from careergraph.rules.standing import Standing
from careergraph.rules.world import World
from careergraph.terms import CAREER

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

RULE = Rule(
    "career-causeways", "Viable and desirable after Nesta",
    "A transition is viable when two roles are more similar in skills and activities than 96 % of "
    "all pairs and their job zones are at most one apart; highly viable when more similar than "
    "98.7 %. It is desirable when the median pay is more than three quarters of that before; safe "
    "when a source tells the risk of automation of the role it leads into, and none calls it high.",
)  # fmt: skip

VIABLE, HIGHLY, DESIRABLE, SAFE = "viable", "highly viable", "desirable", "safe"

HIGH_RISK = "High risk"
"""What a source calls the risk of automation that is not safe."""

Pair = tuple[URIRef, URIRef]


def judged(
    world: World, standing: Standing, chosen: Causeways
) -> Iterator[tuple[Pair, tuple[str, ...], float]]:
    """Yield each viable transition, what it is, and how similar its ends are, from 0 to 1.

    Roles count of which both essential skills and a job zone are known.
    """
    likeness = _Likeness.of(world, standing)
    roles, matrix = likeness.roles, likeness.matrix
    if len(roles) < 2:
        return
    pairs = matrix[~np.eye(len(roles), dtype=bool)]
    viable, highly = np.quantile(pairs, [chosen.viable, chosen.highly])
    safe = not_at_risk(world)
    for n, start in enumerate(roles):
        for m in np.flatnonzero(matrix[n] > viable).tolist():
            end = roles[m]
            if m != n and abs(standing.zone_change(start, end)) <= chosen.zones:
                words = [HIGHLY if matrix[n, m] > highly else VIABLE]
                if standing.pay_change(start, end) > chosen.pay_kept:
                    words.append(DESIRABLE)
                if end in safe:
                    words.append(SAFE)
                yield (start, end), tuple(words), float(matrix[n, m])


def not_at_risk(world: World) -> set[URIRef]:
    """Return the roles whose risk of automation a source tells, and none calls high."""
    told: dict[URIRef, set[str]] = {}
    for claim in world.on(CAREER.automationRisk):
        if claim.affirms and claim.text is not None:
            told.setdefault(claim.subject, set()).add(str(claim.text))
    return {role for role, categories in told.items() if HIGH_RISK not in categories}


def transitions(
    world: World, standing: Standing, chosen: Causeways
) -> Iterator[tuple[Pair, tuple[Claim, ...], dict[str, Any]]]:
    """Yield each viable transition with the claims it rests on and what is said of it.

    The risk of automation is not among them: without it a transition is as viable as before.
    """
    for (start, end), words, similarity in judged(world, standing, chosen):
        share = Decimal(str(round(similarity * 100, 2)))
        bases = world.first_groups(start, end)
        if bases:
            said = {"text": Literal(", ".join(words), lang="en"), "minimum": share,
                    "maximum": share, "unit": CAREER.percent}  # fmt: skip
            yield (start, end), bases, said


@dataclass(frozen=True)
class _Likeness:
    """How similar roles are: the mean of three parts, each from 0 to 1; rows lead to columns."""

    roles: tuple[URIRef, ...]
    matrix: "Array"

    @classmethod
    def of(cls, world: World, standing: Standing) -> "_Likeness":
        essential = [p for p in world.pairs(CAREER.essentialSkill) if standing.has_zone(p[0])]
        roles = sorted({role for role, _ in essential})
        among = set(roles)
        useful = [p for p in world.pairs(CAREER.optionalSkill) if p[0] in among]
        skills = sorted({skill for _, skill in (*essential, *useful)})
        if not roles:
            return cls((), np.zeros((0, 0)))
        needed, known = (counted(set(some), roles, skills) for some in
                         (essential, [*essential, *useful]))  # fmt: skip
        number = np.asarray(needed.sum(axis=1)).ravel()
        covered = [(have @ needed.T).toarray() / number[None, :] for have in (needed, known)]
        activities = _Activities(world).by_skill
        groups = sorted({group for skill in skills for group in activities(skill)})
        of_skill = counted({(s, g) for s in skills for g in activities(s)}, skills, groups)
        parts = np.stack([*covered, _near((needed @ of_skill).toarray())])
        return cls(tuple(roles), parts.mean(axis=0))


def _near(profile: "Array") -> "Array":
    """How near every two rows are as directions: 1 for the nearest two, 0 for the farthest."""
    length = np.linalg.norm(profile, axis=1, keepdims=True)
    unit = profile / np.where(length > 0, length, 1)
    apart = np.sqrt(np.maximum(2 - 2 * (unit @ unit.T), 0))
    widest = apart.max() if apart.size else 0
    found: Array = 1 - apart / widest if widest else np.ones_like(apart)
    return found


class _Activities:
    """The activities that skills belong to: groups two below the top of their hierarchy."""

    DEPTH = 2

    def __init__(self, world: World) -> None:
        self._broader, self._groups = world.book.broader, world.skill_groups
        self._depths: dict[URIRef, int] = {}

    @cached_property
    def _known(self) -> dict[URIRef, frozenset[URIRef]]:
        return {}

    def by_skill(self, concept: URIRef) -> frozenset[URIRef]:
        """Return the activities above a skill or a group; empty when it is in none."""
        if concept not in self._known:
            found: set[URIRef] = set()
            for above in self._broader.get(concept, ()):
                if above in self._groups and self._depth(above) == self.DEPTH:
                    found.add(above)
                else:
                    found |= self.by_skill(above)
            self._known[concept] = frozenset(found)
        return self._known[concept]

    def _depth(self, group: URIRef) -> int:
        if group not in self._depths:
            above = [b for b in self._broader.get(group, ()) if b in self._groups]
            self._depths[group] = 1 + min(map(self._depth, above)) if above else 0
        return self._depths[group]
