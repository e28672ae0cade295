"""Steps from role to role: as sources relate them, into narrower roles, and by likeness."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from statistics import mean
from typing import Any

from rdflib import URIRef

from careergraph.model import AdvancementStep, Claim
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.similarity import by_ratings, by_skills
from careergraph.rules.world import World
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID

NARROWER = Rule(
    "narrower-role", "Into a narrower role",
    "Who holds a role can specialise in a role that the same classification places below it.",
)  # fmt: skip
LIKE_RATINGS = Rule(
    "similar-ratings", "Similar in skills and knowledge",
    "A step leads to each of the roles that are most similar by Pearson's r over the z-scored "
    "importance of skills and knowledge, where the job zones are close.",
)  # fmt: skip
LIKE_SKILLS = Rule(
    "similar-skills", "Similar in essential skills",
    "A step leads to each of the roles whose essential skills are most similar by cosine, rare "
    "skills weighing more, where no job zones that are known lie far apart.",
)  # fmt: skip

RANKS = {CAREER.entry: 1, CAREER.mid: 2, CAREER.senior: 3, CAREER.lead: 4, CAREER.executive: 5}
UP = 0.5
"""By how much, in mean levels, a role lies above another."""

MORE = Decimal("1.1")
"""How many times the median pay of a role is that of one that pays more."""

Pair = tuple[URIRef, URIRef]


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the steps, and for each the claim that people can make it."""
    yield from chain(NARROWER.records(), LIKE_RATINGS.records(), LIKE_SKILLS.records())
    standing = Standing(world, settings)
    met: set[Pair] = set()
    for pair, claim in chain(_related(world), _narrower(world), _alike(world, standing, settings)):
        if pair not in met and pair[0] != pair[1]:
            met.add(pair)
            yield AdvancementStep(claim.subject, *pair, standing.kind(*pair),
                                  step_class=standing.step_class(*pair))  # fmt: skip
            yield claim


def _related(world: World) -> Iterator[tuple[Pair, Claim]]:
    """The roles that a source calls related: it states the step, with its tier and place."""
    for claim in world.on(CAREER.relatedRole):
        if claim.object is not None and claim.affirms:
            pair = claim.subject, claim.object
            voice = Voice("related", claim.source)
            yield pair, voice.says(step(*pair), CAREER.possible, text=claim.text,
                                   derived_from=(claim.iri,))  # fmt: skip


def _narrower(world: World) -> Iterator[tuple[Pair, Claim]]:
    for role, memberships in sorted(world.groups.items()):
        for broader in sorted(world.book.broader.get(role, ())):
            if broader in world.roles:
                pair = broader, role
                yield pair, NARROWER.says(step(*pair), CAREER.possible, rests_on=memberships[:1])


def _alike(
    world: World, standing: "Standing", settings: Settings
) -> Iterator[tuple[Pair, Claim]]:  # fmt: skip
    rated = by_ratings(world.on(CAREER.importance))
    needed = by_skills(world.on(CAREER.essentialSkill))
    for rule, likeness in ((LIKE_RATINGS, rated), (LIKE_SKILLS, needed)):
        for start, end, similarity in likeness.nearest(settings.most, settings.similar):
            if standing.near(start, end):
                bases = (*world.groups.get(start, ())[:1], *world.groups.get(end, ())[:1])
                share = Decimal(round(similarity * 100))
                if bases:
                    yield (start, end), rule.says(
                        step(start, end), CAREER.possible, rests_on=bases, minimum=share,
                        maximum=share, unit=CAREER.percent)  # fmt: skip


def step(start: URIRef, end: URIRef) -> URIRef:
    """Return the node of the step from a role to another."""
    names = (str(each).rpartition("/")[2] for each in (start, end))
    return ID["step/" + "-to-".join(names)]


@dataclass(frozen=True)
class Standing:
    """Where roles stand to each other: in level, field, pay and job zone, as far as is known."""

    world: World
    settings: Settings

    def kind(self, start: URIRef, end: URIRef) -> URIRef:
        """Return what kind of step leads from a role to another."""
        if start in self.world.book.broader.get(end, ()):
            return CAREER.specialisation
        if self._field.get(start) != self._field.get(end):
            return CAREER.pivot
        return CAREER.promotion if self._rises(start, end) else CAREER.lateral

    def step_class(self, start: URIRef, end: URIRef) -> URIRef | None:
        """Return the class of a step by level and pay, after Lightcast; None when neither is known.

        More of either is an advancement in the same field and a lateral advancement in another;
        no more is a similar step in the same field and a lateral one in another.
        """
        known = {start, end} <= self._rank.keys() or {start, end} <= self._pay.keys()
        if not known:
            return None
        more = self._rises(start, end) or self._pays_more(start, end)
        if self._field.get(start) == self._field.get(end):
            return CAREER.advancement if more else CAREER.similarStep
        return CAREER.lateralAdvancement if more else CAREER.lateralStep

    def near(self, start: URIRef, end: URIRef) -> bool:
        """Whether job zones, as far as both are known, and pay let a step by likeness stand."""
        one, other = self._zone.get(start), self._zone.get(end)
        apart = one is not None and other is not None and abs(one - other) > self.settings.zones
        before, after = self._pay.get(start), self._pay.get(end)
        drops = before and after and after < before * self.settings.pay_kept
        return not apart and not drops

    def _rises(self, start: URIRef, end: URIRef) -> bool:
        ranks = self._rank
        return start in ranks and end in ranks and ranks[end] - ranks[start] >= UP

    def _pays_more(self, start: URIRef, end: URIRef) -> bool:
        pay = self._pay
        return start in pay and end in pay and pay[end] >= pay[start] * MORE

    @cached_property
    def _rank(self) -> dict[URIRef, float]:
        levels = self.world.by_subject(CAREER.level)
        return {
            role: mean(known)
            for role, claims in levels.items()
            if (known := [RANKS[c.object] for c in claims if c.object and c.object in RANKS])
        }

    @cached_property
    def _zone(self) -> dict[URIRef, int]:
        claims = self.world.on(CAREER.jobZone)
        return {c.subject: int(c.minimum) for c in claims if c.minimum is not None}

    @cached_property
    def _pay(self) -> dict[URIRef, Decimal]:
        claims = self.world.on(CAREER.pay)
        return {c.subject: c.minimum for c in claims
                if c.statistic == CAREER.median and c.industry is None and c.minimum}  # fmt: skip

    @cached_property
    def _field(self) -> dict[URIRef, str]:
        """The field of work of each role: the major group of its code."""
        found = {}
        for role, memberships in self.world.groups.items():
            code = str(memberships[0].object).rpartition("/")[2]
            found[role] = code[:3] if code.startswith("C") else code[:2]
        return found
