"""Claims about one thing that hold, with a grain of salt, of another.

Wages and entry requirements are published for codes of the SOC, each of one or several roles; and
much is known of O*NET's roles that nobody says of ESCO's. A claim that is carried over says so: it
names the claim it repeats and, where one was crossed, the mapping with its confidence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph.model import Claim, Mapping
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.terms import CAREER, SKOS

FROM_GROUP = Rule(
    "of-its-group", "What is said of its group",
    "What a source says of an occupation group by code holds of each role in the group, unless "
    "something is known of the role itself.",
)  # fmt: skip
OVER_MAPPING = Rule(
    "over-a-mapping", "What is said of the same role elsewhere",
    "What is known of a role in one classification holds of the role in another that a mapping "
    "calls an exact or close match, as far as the mapping can be relied on.",
)  # fmt: skip

OF_GROUPS = (CAREER.pay, CAREER.requires, CAREER.experienceNeeded, CAREER.growth)
"""What is said of groups and carried to their roles."""

OVER = (CAREER.requires, CAREER.level, CAREER.pay, CAREER.jobZone)
"""What is carried over mappings."""

CLOSE = (SKOS.exactMatch, SKOS.closeMatch)


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
    """Yield what is known of the role that a role is mapped to, as claims on the latter.

    Of several mappings of a role the most confident is taken; of none below the least confidence
    that the settings allow.
    """
    yield from OVER_MAPPING.records()
    said = world.by_subject(*OVER)
    for role, (other, mapping) in sorted(counterparts(world, settings).items()):
        for claim in said.get(other, ()):
            again = _again(OVER_MAPPING, role, claim, (claim,))
            yield replace(again, mappings=(mapping.iri,))


def counterparts(
    world: World, settings: Settings
) -> dict[URIRef, tuple[URIRef, Mapping]]:  # fmt: skip
    """Return for each role of which little is known the role it is mapped to best, and how.

    Roles of which O*NET speaks have figures of their own.
    """
    known = {claim.subject for claim in world.on(CAREER.jobZone)}
    best: dict[URIRef, tuple[Decimal, str, URIRef, Mapping]] = {}
    for mapping in world.mappings:
        ends = (mapping.subject, mapping.object)
        for role, other in (ends, ends[::-1]):
            if role in world.roles and other in known and role not in known:
                sure = mapping.confidence if mapping.confidence is not None else Decimal(1)
                if mapping.predicate in CLOSE and sure >= settings.confidence:
                    found = (-sure, str(other), other, mapping)
                    best[role] = min(best.get(role, found), found, key=lambda each: each[:2])
    return {role: (other, mapping) for role, (_, _, other, mapping) in best.items()}


def _again(rule: Rule, subject: URIRef, claim: Claim, rests_on: Iterable[Claim]) -> Claim:
    """The same said of another subject."""
    fresh = rule.says(subject, claim.measure, rests_on=rests_on, object=claim.object)
    return replace(claim, iri=fresh.iri, subject=subject, stance=fresh.stance, rule=fresh.rule,
                   derived_from=fresh.derived_from, passages=(), said_by=())  # fmt: skip
