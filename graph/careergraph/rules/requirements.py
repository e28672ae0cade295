"""What a role requires, from how many of those who hold it say so.

A survey asks incumbents what it takes to be hired: so many say a bachelor's degree, so many a
master's. Of each degree it follows how many say that it, or more, is needed; whether that binds is
for the question to decide (`--degree-share`). Of experience, where no such threshold is asked for,
the length is taken on which at least half agree.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Claim, Experience, Requirement
from careergraph.rules import fields
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources import schooling
from careergraph.sources.onet.answers import LOWEST_DEGREE, YEARS_OF_EXPERIENCE
from careergraph.sources.schooling import BACHELOR, DEGREES, DIPLOMA, DOCTORATE, Degree
from careergraph.terms import CAREER, ID

DEGREE_SHARE = Rule(
    "degree-by-answers", "Degree by answers",
    "Of those who hold a role, the share who say that a degree is needed is the sum of the shares "
    "of all answers that imply this degree or one of a higher level.",
)  # fmt: skip
EXPERIENCE = Rule(
    "experience-by-answers", "Experience by answers",
    "A role takes as many years of related experience as at least half of those who hold it say, "
    "or more: the lower end of the answer that this half begins with. Less than a year is not "
    "counted.",
)  # fmt: skip

REGULATED = Rule(
    "licence-of-regulated", "Licence of a regulated profession",
    "A role that a law reserves, in some country, to people admitted to it asks for a licence.",
)  # fmt: skip

ENOUGH = Rule(
    "typical-entry-is-enough", "What is typical to enter is enough",
    "Where a statistical office says what schooling is typical to enter an occupation, no higher "
    "degree is needed to enter it.",
)  # fmt: skip

BY_SKILL_LEVEL = Rule(
    "degree-by-skill-level", "Degree by skill level",
    "ISCO-08 describes the work of its skill level 4 as such that one usually comes to it by study "
    "of three to six years at a university or the like. Where no source says anything on the "
    "schooling of a role in one of the groups it places there, a bachelor's degree is typical.",
)  # fmt: skip

HALF = Decimal(50)


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the degrees, experience and licences that roles require."""
    yield from DEGREE_SHARE.records()
    yield from EXPERIENCE.records()
    yield from schooling.degrees()
    for role, answers in sorted(world.by_subject(CAREER.educationShare).items()):
        yield from _degrees(role, answers)
    met: set[URIRef] = set()
    for role, answers in sorted(world.by_subject(CAREER.experienceShare).items()):
        for record in _experience(role, answers):
            if record.iri not in met:
                met.add(record.iri)
                yield record
    yield from _licences(world)
    yield from _enough(world)


def _enough(world: World) -> Iterator[Any]:
    """That no more is needed than what is said to be typical of an occupation group."""
    yield from ENOUGH.records()
    beyond = {degree.requirement: _beyond(degree.requirement, degree.label, degree.eqf)
              for degree in DEGREES if degree.eqf < DOCTORATE.eqf}  # fmt: skip
    award = schooling.AWARDED
    beyond[award] = _beyond(award, "postsecondary nondegree award", DIPLOMA.eqf)
    yield from beyond.values()
    beyond[schooling.ATTENDED] = beyond[DIPLOMA.requirement]
    for claim in world.on(CAREER.requires):
        typical = claim.strength == CAREER.typical and claim.stance == CAREER.stated
        if typical and claim.affirms and claim.subject not in world.roles \
                and claim.object is not None and claim.object in beyond:  # fmt: skip
            yield replace(
                ENOUGH.says(claim.subject, CAREER.requires, rests_on=(claim,),
                            object=beyond[claim.object].iri, polarity=CAREER.denied),
                place=claim.place, period=claim.period,
            )  # fmt: skip


def by_skill_level(world: World, settings: Settings) -> Iterator[Any]:
    """Yield that a bachelor's degree is typical of roles of which nothing else tells schooling."""
    yield from BY_SKILL_LEVEL.records()
    schooled = {c.subject for c in world.on(CAREER.requires) if not _other_than_schooling(c)}
    for role, memberships in sorted(world.groups.items()):
        if role not in schooled and fields.degree_is_typical(fields.code(memberships) or ""):
            yield BY_SKILL_LEVEL.says(role, CAREER.requires, rests_on=memberships[:1],
                                      object=BACHELOR.requirement,
                                      strength=CAREER.typical)  # fmt: skip


def _other_than_schooling(claim: Claim) -> bool:
    """Whether what is required is years of experience or a licence."""
    thing = str(claim.object)
    return claim.object == schooling.LICENSED or thing.endswith("-of-experience")


def _beyond(requirement: URIRef, label: str, eqf: int) -> Requirement:
    """The requirement of any degree above a level."""
    name = requirement.rpartition("/")[2]
    higher = tuple(sorted(degree.iri for degree in DEGREES if degree.eqf > eqf))
    title = f"A degree above a {label[0].lower()}{label[1:]}".replace("a associate", "an associate")
    return Requirement(ID[f"requirement/above-{name}"], Literal(title, lang="en"), 1, higher)


def _degrees(role: URIRef, answers: list[Claim]) -> Iterator[Claim]:
    for degree in DEGREES:
        if degree == DIPLOMA:
            continue  # What nearly all have is no degree to go without.
        implying = [a for a in answers if _implies(a, degree) and a.minimum]
        share = sum((a.minimum or Decimal(0) for a in implying), Decimal(0))
        if share:
            yield DEGREE_SHARE.says(
                role, CAREER.requires, rests_on=implying, object=degree.requirement,
                minimum=min(share, Decimal(100)), maximum=min(share, Decimal(100)),
                unit=CAREER.percent,
            )  # fmt: skip


def _implies(answer: Claim, degree: Degree) -> bool:
    lowest = LOWEST_DEGREE[number(answer)]
    if lowest is None:
        return False
    if degree == DOCTORATE:  # A first professional degree is of its level, and is none.
        return lowest == DOCTORATE
    return lowest.eqf >= degree.eqf


def _experience(role: URIRef, answers: list[Claim]) -> Iterator[Any]:
    """The requirement of years, and the claim on it, when there is one."""
    ordered = sorted((a for a in answers if a.minimum), key=number, reverse=True)
    found = median(ordered)
    least = YEARS_OF_EXPERIENCE[number(found)][0] if found else Decimal(0)
    if least >= 1:
        worked, needed = years(least)
        yield worked
        yield needed
        yield EXPERIENCE.says(role, CAREER.requires, rests_on=ordered, object=needed.iri,
                              strength=CAREER.typical)  # fmt: skip


def _licences(world: World) -> Iterator[Any]:
    yield from REGULATED.records()
    yield from schooling.licence()
    for claim in world.on(CAREER.regulated):
        if claim.affirms:
            yield REGULATED.says(claim.subject, CAREER.requires, rests_on=(claim,),
                                 object=schooling.LICENSED, strength=CAREER.required)  # fmt: skip


def median(ordered: Iterable[Claim]) -> Claim | None:
    """Return the answer, counted from the most demanding, at which half of all is reached."""
    share = Decimal(0)
    for answer in ordered:
        share += answer.minimum or Decimal(0)
        if share >= HALF:
            return answer
    return None


@cache
def years(length: Decimal) -> tuple[Experience, Requirement]:
    """Return a length of experience, and the requirement to have it."""
    words = f"{length.normalize():f} year" + ("" if length == 1 else "s")
    return schooling.experience(length, words)


def number(answer: Claim) -> int:
    """Return the number of an answer of a survey, as its scale counts."""
    return int(str(answer.object).rpartition("-")[2])
