"""Claims about one thing that hold, with a grain of salt, of another.

Wages and entry requirements are published for codes of the SOC, each of one or several roles; and
much is known of O*NET's roles that nobody says of ESCO's. A claim that is carried over says so: it
names the claim it repeats and, where one was crossed, the mapping with its confidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph.model import Claim, Mapping
from careergraph.rules import fields
from careergraph.rules.counterparts import SAME, counterparts
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources.schooling import LICENSED
from careergraph.terms import CAREER

FROM_GROUP = Rule(
    "of-its-group", "What is said of its group",
    "What a source says of an occupation group by code holds of each role in the group. Where it "
    "publishes several groups only together, it holds of the roles in each.",
)  # fmt: skip
OVER_MAPPING = Rule(
    "over-a-mapping", "What is said of the same role elsewhere",
    "What is known of a role in one classification holds of the role in another that a mapping "
    "calls an exact or close match or a part of it, as far as the mapping can be relied on; of a "
    "role that is mapped nowhere, what is known of the role above it. A level is carried to no "
    "role that has one already; one above mid only to a role that is itself classed among "
    "professionals or managers, or over a mapping that is nearly certain, and to none whose title "
    "is of an officer or of support; none but entry to a role whose title is of those who help "
    "others.",
)  # fmt: skip
LICENCE = Rule(
    "licence-over-a-mapping", "Regulated elsewhere under the same name",
    "A role for which a law asks a licence, as one classification says, asks for it also as the "
    "role in another that a mapping calls an exact or close match.",
)  # fmt: skip

OF_GROUPS = (CAREER.pay, CAREER.requires, CAREER.experienceNeeded, CAREER.growth)
"""What is said of groups and carried to their roles."""

PROFESSIONALS = ("C1", "C2")
"""How the codes of ISCO-08 begin of those among whom experts and managers are."""

_ASSISTS = re.compile(r"\b(assistant|clerk|handler|technician|worker|attendant)\b", re.IGNORECASE)
"""Titles of those who help others, whatever the role is mapped to."""

_MODEST = re.compile(r"\b(officer|support)\b", re.IGNORECASE)
"""Titles of posts more modest than the heads of a service to which mappings join them."""

OVER = (CAREER.requires, CAREER.pay, CAREER.growth, CAREER.jobZone)
"""What is carried over mappings."""


def from_groups(world: World, settings: Settings) -> Iterator[Any]:
    """Yield what the sources say of the group of each role, as claims on the role."""
    yield from FROM_GROUP.records()
    said = world.by_subject(*OF_GROUPS)
    for role, memberships in sorted(world.groups.items()):
        for membership in memberships:
            if fields.code([membership]) is None:
                continue  # a heading that a text puts roles under holds of them together only
            for claim in _of_group(said, str(membership.object)):
                if claim.industry is None:
                    yield _again(FROM_GROUP, role, claim, (claim, membership))


def _of_group(said: dict[URIRef, list[Claim]], group: str) -> list[Claim]:
    """What is said of a group, or where nobody says anything, of those it is published with."""
    return said.get(URIRef(group)) or said.get(URIRef(fields.published_with(group)), [])


def over_mappings(world: World, settings: Settings) -> Iterator[Any]:
    """Yield what is known of the role that a role is mapped to, as claims on the latter."""
    yield from OVER_MAPPING.records()
    said, levels = world.by_subject(*OVER), world.by_subject(CAREER.level)
    for role, (other, mapping, _) in sorted(counterparts(world, settings).items()):
        for claim in (*said.get(other, ()), *_added(levels.get(role, []), levels.get(other, []))):
            if claim.measure == CAREER.level and not _holds(
                claim, world.roles[role], fields.code(world.groups.get(role, ())), mapping,
                settings.surely,
            ):  # fmt: skip
                continue
            again = _again(OVER_MAPPING, role, claim, (claim,))
            yield replace(again, mappings=(mapping.iri,))


def _added(own: list[Claim], others: list[Claim]) -> list[Claim]:
    """Those of the levels of another role that can be told of one whose own are known: to one
    that leads others by its title, that it is senior as well."""
    if {claim.object for claim in own} == {CAREER.lead}:
        return [claim for claim in others if claim.object == CAREER.senior]
    return [] if own else others


def _holds(level: Claim, title: str, code: str | None, mapping: Mapping, sure: Decimal) -> bool:
    """Whether a level holds of a role with this title and code as of the one that stands for it."""
    if level.object in (CAREER.senior, CAREER.lead, CAREER.executive):
        expert = code is None or code.startswith(PROFESSIONALS)
        nearly_certain = (mapping.confidence or Decimal(0)) >= sure
        modest = _ASSISTS.search(title) or _MODEST.search(title)
        return (expert or nearly_certain) and modest is None
    return level.object == CAREER.entry or _ASSISTS.search(title) is None


def licences_over_mappings(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the licences that a role asks for as the role it stands for asks for them."""
    yield from LICENCE.records()
    asked = {c.subject: c for c in world.on(CAREER.requires) if c.object == LICENSED}
    met: set[URIRef] = set()
    for mapping in sorted(world.mappings, key=lambda each: each.iri):
        claim, other = asked.get(mapping.subject), mapping.object
        sure = mapping.confidence is None or mapping.confidence >= settings.confidence
        new = other in world.roles and other not in asked and other not in met
        if claim and mapping.predicate in SAME and sure and new:
            met.add(other)
            again = _again(LICENCE, other, claim, (claim,))
            yield replace(again, mappings=(mapping.iri,))


def _again(rule: Rule, subject: URIRef, claim: Claim, rests_on: Iterable[Claim]) -> Claim:
    """The same said of another subject."""
    fresh = rule.says(subject, claim.measure, rests_on=rests_on, object=claim.object)
    return replace(claim, iri=fresh.iri, subject=subject, stance=fresh.stance, rule=fresh.rule,
                   derived_from=fresh.derived_from, passages=(), said_by=())  # fmt: skip
