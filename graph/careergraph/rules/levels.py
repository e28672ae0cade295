"""At what level of career a role is held, where there is evidence of it.

A title may name the level; surveys tell how much related experience a role takes. Neither the
skill level of ISCO nor the rarity of skills is taken as evidence: both tell one line of work from
another, not the stages within one. Where nothing speaks, the level stays unknown.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph.model import Claim
from careergraph.rules import requirements
from careergraph.rules.rule import Rule
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources.onet.answers import YEARS_OF_EXPERIENCE
from careergraph.terms import CAREER

IN_TITLE = Rule(
    "level-in-title", "Level in the title",
    "A title with a word for a stage of career, such as trainee, senior, supervisor, manager or "
    "chief executive, is of a role at that stage.",
)  # fmt: skip
BY_EXPERIENCE = Rule(
    "level-by-experience", "Level by experience",
    "A role for which at least half of those who hold it say that up to a year of related "
    "experience is needed, is at entry level; up to four years, at mid level; more, senior. It is "
    "held against the job zone: zones 1 and 2 are never senior, zone 5 is never entry.",
)  # fmt: skip
BY_ENTRY = Rule(
    "level-by-entry", "Level by what entry takes",
    "A role that one typically enters without experience in a related one is at entry level; with "
    "less than five years of it, at mid level; with five or more, senior.",
)  # fmt: skip

_WORDS = (
    (CAREER.executive, r"chief (executive|\w+ officer)s?|managing directors?|presidents?|"
                       r"vice[- ]presidents?|ministers?|secretary of state|executives"),
    (CAREER.lead, r"managers?|directors?|supervisors?|head (of|teacher|waiter|chef|cook|coach)\b.*|"
                  r"heads?|foremen|foreman|team leaders?|leaders?|superintendents?|principals?|"
                  r"deans?|chiefs?|head \w+s?"),
    (CAREER.senior, r"senior|advanced practice"),
    (CAREER.entry, r"trainees?|apprentices?|junior|interns?|aides?|helpers?"),
)  # fmt: skip
_PATTERNS = [(level, re.compile(rf"\b({words})\b", re.IGNORECASE)) for level, words in _WORDS]
_NOT = re.compile(r"\b(except|assistants? to|secretar(y|ies)|to the)\b", re.IGNORECASE)
"""Words after which a title speaks of others: an assistant to the director directs nobody."""


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the levels of roles, each with its rule and evidence."""
    for rule in (IN_TITLE, BY_EXPERIENCE, BY_ENTRY):
        yield from rule.records()
    yield from _in_titles(world)
    yield from _by_experience(world)
    yield from _by_entry(world)


def _in_titles(world: World) -> Iterator[Claim]:
    for role, memberships in sorted(world.groups.items()):
        level = level_in(world.roles[role])
        if level is not None:
            yield IN_TITLE.says(role, CAREER.level, rests_on=memberships[:1], object=level)


def level_in(title: str) -> URIRef | None:
    """Return the level that a title names, the highest of several, or None.

    >>> str(level_in("First-Line Supervisors of Retail Sales Workers")).rpartition("#")[2]
    'lead'
    """
    spoken = _NOT.split(title)[0]
    return next((level for level, pattern in _PATTERNS if pattern.search(spoken)), None)


def _by_experience(world: World) -> Iterator[Claim]:
    zones = {c.subject: c for c in world.on(CAREER.jobZone)}
    for role, answers in sorted(world.by_subject(CAREER.experienceShare).items()):
        ordered = sorted((a for a in answers if a.minimum), key=requirements.number, reverse=True)
        found = requirements.median(ordered)
        zone = zones.get(role)
        if found is not None and zone is not None and zone.minimum is not None:
            most = YEARS_OF_EXPERIENCE[requirements.number(found)][1]
            level = _within(_level(most), int(zone.minimum))
            yield BY_EXPERIENCE.says(role, CAREER.level, rests_on=(*ordered, zone), object=level)


def _level(most: Decimal | None) -> URIRef:
    """The level of a role that takes up to so many years of experience."""
    if most is not None and most <= 1:
        return CAREER.entry
    return CAREER.mid if most is not None and most <= 4 else CAREER.senior


def _within(level: URIRef, zone: int) -> URIRef:
    if zone <= 2 and level == CAREER.senior:
        return CAREER.mid
    return CAREER.mid if zone == 5 and level == CAREER.entry else level


def _by_entry(world: World) -> Iterator[Claim]:
    for role, ranges in sorted(world.by_subject(CAREER.experienceNeeded).items()):
        if role not in world.roles:
            continue
        for claim in ranges:
            least, most = claim.minimum or Decimal(0), claim.maximum
            level = CAREER.senior if least >= 5 else CAREER.mid
            level = CAREER.entry if most == 0 else level
            yield BY_ENTRY.says(role, CAREER.level, rests_on=(claim,), object=level)
