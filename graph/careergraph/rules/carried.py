"""Claims about one thing that hold, with a grain of salt, of another.

Wages and entry requirements are published for codes of the SOC, each of one or several roles; and
much is known of O*NET's roles that nobody says of ESCO's. A claim that is carried over says so: it
names the claim it repeats and, where one was crossed, the mapping with its confidence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rdflib import URIRef

from careergraph.model import Claim
from careergraph.rules.counterparts import SAME, counterparts
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources.schooling import LICENSED
from careergraph.terms import CAREER

FROM_GROUP = Rule(
    "of-its-group", "What is said of its group",
    "What a source says of an occupation group by code holds of each role in the group.",
)  # fmt: skip
OVER_MAPPING = Rule(
    "over-a-mapping", "What is said of the same role elsewhere",
    "What is known of a role in one classification holds of the role in another that a mapping "
    "calls an exact or close match or a part of it, as far as the mapping can be relied on; of a "
    "role that is mapped nowhere, what is known of the role above it but its level. A level is "
    "carried to no role that has one already.",
)  # fmt: skip
LICENCE = Rule(
    "licence-over-a-mapping", "Regulated elsewhere under the same name",
    "A role for which a law asks a licence, as one classification says, asks for it also as the "
    "role in another that a mapping calls an exact or close match.",
)  # fmt: skip

OF_GROUPS = (CAREER.pay, CAREER.requires, CAREER.experienceNeeded, CAREER.growth)
"""What is said of groups and carried to their roles."""

OVER = (CAREER.requires, CAREER.pay, CAREER.growth, CAREER.jobZone)
"""What is carried over mappings."""


def from_groups(world: World, settings: Settings) -> Iterator[Any]:
    """Yield what the sources say of the group of each role, as claims on the role."""
    yield from FROM_GROUP.records()
    said = world.by_subject(*OF_GROUPS)
    for role, memberships in sorted(world.groups.items()):
        for membership in memberships:
            for claim in said.get(membership.object or URIRef(""), ()):
                if claim.industry is None:
                    yield _again(FROM_GROUP, role, claim, (claim, membership))


def over_mappings(world: World, settings: Settings) -> Iterator[Any]:
    """Yield what is known of the role that a role is mapped to, as claims on the latter."""
    yield from OVER_MAPPING.records()
    said, levels = world.by_subject(*OVER), world.by_subject(CAREER.level)
    for role, (other, mapping, own) in sorted(counterparts(world, settings).items()):
        level = levels.get(other, []) if own and role not in levels else []
        for claim in (*said.get(other, ()), *level):
            again = _again(OVER_MAPPING, role, claim, (claim,))
            yield replace(again, mappings=(mapping.iri,))


def licences_over_mappings(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the licences that a role asks for as the role it stands for asks for them."""
    yield from LICENCE.records()
    asked = {c.subject: c for c in world.on(CAREER.requires) if c.object == LICENSED}
    met: set[URIRef] = set()
    for mapping in sorted(world.mappings, key=lambda each: each.iri):
        claim, other = asked.get(mapping.subject), mapping.object
        sure = mapping.confidence is None or mapping.confidence >= settings.confidence
        if claim and mapping.predicate in SAME and sure and other in world.roles:
            if other not in asked and other not in met:
                met.add(other)
                again = _again(LICENCE, other, claim, (claim,))
                yield replace(again, mappings=(mapping.iri,))


def _again(rule: Rule, subject: URIRef, claim: Claim, rests_on: Iterable[Claim]) -> Claim:
    """The same said of another subject."""
    fresh = rule.says(subject, claim.measure, rests_on=rests_on, object=claim.object)
    return replace(claim, iri=fresh.iri, subject=subject, stance=fresh.stance, rule=fresh.rule,
                   derived_from=fresh.derived_from, passages=(), said_by=())  # fmt: skip
