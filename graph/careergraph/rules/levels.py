"""At what level of career a role is held, where there is evidence of it.

Each role gets a level by the best evidence there is: what its title says, else how much related
experience those who hold it call needed, weighed by the job zone, else what a statistical office
says that entry takes. One that leads others by its title is held at senior level as well where
experience makes it that: the two tell different things, and do not contradict each other. Neither
the skill level of ISCO nor the rarity of skills is taken as evidence: both tell one line of work
from another, not the stages within one. Where nothing speaks, the level stays unknown.
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
from careergraph.sources.schooling import DOCTORATE, MASTER, PROFESSIONAL
from careergraph.terms import CAREER

IN_TITLE = Rule(
    "level-in-title", "Level in the title",
    "A title with a word for a stage of career, such as trainee, senior, supervisor, manager or "
    "chief executive, is of a role at that stage, unless it is the title of an assistant to one.",
)  # fmt: skip
BY_EXPERIENCE = Rule(
    "level-by-experience", "Level by experience and job zone",
    "A role is senior when at least half of those who hold it say that it takes more than two "
    "years of related experience in job zone 5, or more than four in zone 4. A statistical office "
    "that says what entry takes is heard as well, in zones 3 and 4: where it says none, the role "
    "is not senior; where it says some, more than two years are enough, and where it says five "
    "years or more, more than one. Short of senior, a role is at entry level with up to one year "
    "in zones 3 and 4 and up to two in zones 1 and 2, and at mid level with more, or in zone 5.",
)  # fmt: skip
BY_ENTRY = Rule(
    "level-by-entry", "Level by what entry takes",
    "A role of which no survey of experience tells is senior when one typically enters it with "
    "five years or more in a related one, at mid level with less, and at entry level with none, "
    "unless it takes a master's degree or more: then nothing follows.",
)  # fmt: skip

_MANAGES = (
    r"managers?|directors?|supervisors?|head (of|teacher|waiter|chef|cook|coach)\b.*|heads?|"
    r"headteacher|education( and childcare)? administrators|foremen|foreman|team leaders?|"
    r"leaders?|superintendents?|principals?|deans?|chiefs?|head \w+s?"
)
_WORDS = (
    (CAREER.executive, r"chief (executive|\w+ officer)s?|managing directors?|presidents?|"
                       r"vice[- ]presidents?|government ministers?|secretary (of state|general)|"
                       r"mayor|executives"),
    (CAREER.lead, _MANAGES),
    (CAREER.senior, r"senior|advanced practice"),
    (CAREER.entry, r"trainees?|apprentices?|junior|interns?|aides?|helpers?"),
)  # fmt: skip
_PATTERNS = [(level, re.compile(rf"\b({words})\b", re.IGNORECASE)) for level, words in _WORDS]
_NOT = re.compile(r"\b(except|assistants? to|secretar(y|ies) (?!of state|general)|to the)\b",
                  re.IGNORECASE)  # fmt: skip
"""Words after which a title speaks of others: an assistant to the director directs nobody."""
_NEVER = re.compile(
    r"\bassistants?\b.*\b(managers?|directors?)\b|"
    r"\b(account|case|range|category|clinical data|relationship banking) managers?\b|"
    r"\b(casting|funeral) directors?\b|\bprincipal (dancer|musician)s?\b|"
    r"\b(activity|spiritual) leaders?\b",
    re.IGNORECASE,
)  # fmt: skip
"""Titles in which such a word tells no stage: an account manager manages accounts, a range manager
rangeland."""

_SENIOR_AFTER = {4: Decimal(4), 5: Decimal(2)}
"""By job zone, the years of experience of which a senior role takes more, when none else speaks."""
_ENTRY_UP_TO = {1: Decimal(2), 2: Decimal(2), 3: Decimal(1), 4: Decimal(1)}
"""By job zone, the years of experience of which an entry role takes no more."""
_BEYOND = {each.requirement for each in (MASTER, DOCTORATE, PROFESSIONAL)}


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the level of each role of which something tells it, with its rule and evidence."""
    known = {claim.subject: claim.object for claim in world.on(CAREER.level)}
    for rule, found in ((IN_TITLE, _in_titles(world)), (BY_EXPERIENCE, _by_experience(world)),
                        (BY_ENTRY, _by_entry(world))):  # fmt: skip
        yield from rule.records()
        for claim in found:
            if claim.subject not in known or (
                known[claim.subject] == CAREER.lead and claim.object == CAREER.senior
            ):
                known[claim.subject] = claim.object
                yield claim


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
    if _NEVER.search(title):
        return None
    spoken = _NOT.split(title)[0]
    return next((level for level, pattern in _PATTERNS if pattern.search(spoken)), None)


def _by_experience(world: World) -> Iterator[Claim]:
    zones = {c.subject: c for c in world.on(CAREER.jobZone)}
    entered = {c.subject: c for c in world.on(CAREER.experienceNeeded)}
    for role, answers in sorted(world.by_subject(CAREER.experienceShare).items()):
        ordered = sorted((a for a in answers if a.minimum), key=requirements.number, reverse=True)
        found, zone, entry = requirements.median(ordered), zones.get(role), entered.get(role)
        if found is not None and zone is not None and zone.minimum is not None:
            level = level_of(requirements.number(found), int(zone.minimum), entry)
            heard = (entry,) if entry else ()
            yield BY_EXPERIENCE.says(role, CAREER.level, rests_on=(*ordered, zone, *heard),
                                     object=level)  # fmt: skip


def level_of(answer: int, zone: int, entry: Claim | None = None) -> URIRef:
    """Return the level of a role by the answer on experience that half reach, by job zone, and by
    what an office says of the years of experience that entry takes."""
    more_than, up_to = YEARS_OF_EXPERIENCE[answer]
    after = _SENIOR_AFTER.get(zone)
    if entry is not None and zone in (3, 4):
        after = _after(entry)
    if after is not None and more_than >= after:
        return CAREER.senior
    enters = zone in _ENTRY_UP_TO and up_to is not None and up_to <= _ENTRY_UP_TO[zone]
    return CAREER.entry if enters else CAREER.mid


def _after(entry: Claim) -> Decimal | None:
    """The years of which a senior role takes more, where an office says what entry takes."""
    if entry.maximum == 0:
        return None
    return Decimal(1) if (entry.minimum or 0) >= 5 else Decimal(2)


def _by_entry(world: World) -> Iterator[Claim]:
    schooled = world.by_subject(CAREER.requires)
    for role, ranges in sorted(world.by_subject(CAREER.experienceNeeded).items()):
        if role not in world.roles:
            continue
        beyond = [c for c in schooled.get(role, ()) if c.object in _BEYOND and c.affirms]
        for claim in ranges[:1]:
            least, most = claim.minimum or Decimal(0), claim.maximum
            level = CAREER.senior if least >= 5 else CAREER.entry if most == 0 else CAREER.mid
            if level != CAREER.entry or not beyond:
                yield BY_ENTRY.says(role, CAREER.level, rests_on=(claim,), object=level)
