"""What is known of single roles: level, degree, pay, job zone, codes, and what stands for them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from statistics import median

from rdflib import URIRef

from careergraph.rules import fields
from careergraph.rules.counterparts import Counterpart, counterparts
from careergraph.rules.requirements import HALF
from careergraph.rules.settings import Settings
from careergraph.rules.similarity import Likeness, by_ratings, by_skills
from careergraph.rules.world import World
from careergraph.sources.schooling import AWARDED, DEGREES, DIPLOMA
from careergraph.terms import CAREER

RANKS = {CAREER.entry: 1, CAREER.mid: 2, CAREER.senior: 3, CAREER.lead: 4, CAREER.executive: 5}
LEAD = RANKS[CAREER.lead]
AWARD_LEVEL = DIPLOMA.eqf + 0.5
"""Where an award that is no degree lies among the levels of the EQF."""


@dataclass(frozen=True)
class Known:
    """What claims and mappings say of each role, each looked up once."""

    world: World
    settings: Settings

    @cached_property
    def counterparts(self) -> dict[URIRef, Counterpart]:
        """For each role without figures of its own the one that stands for it."""
        return counterparts(self.world, self.settings)

    @cached_property
    def _rank(self) -> dict[URIRef, int]:
        """The rank of each role's level: of one that leads others that, of several levels else the
        lowest, at which one can begin."""
        found: dict[URIRef, set[int]] = {}
        for claim in self.world.on(CAREER.level):
            rank = RANKS.get(claim.object or CAREER.level)
            if claim.affirms and rank is not None:
                found.setdefault(claim.subject, set()).add(rank)
        return {role: LEAD if LEAD in ranks else min(ranks) for role, ranks in found.items()}

    @cached_property
    def _degree(self) -> dict[URIRef, int]:
        """The EQF level of the degree that half of those in a role call needed, or, where nobody
        was asked, that is typical."""
        levels = {degree.requirement: degree.eqf for degree in DEGREES}
        asked: dict[URIRef, int] = {}
        typical: dict[URIRef, int] = {}
        for claim in self.world.on(CAREER.requires):
            level = levels.get(claim.object or CAREER.requires)
            if claim.affirms and level is not None:
                found = asked if claim.unit == CAREER.percent else typical
                reached = level if claim.minimum is None or claim.minimum >= HALF else 0
                found[claim.subject] = max(found.get(claim.subject, 0), reached)
        return {**typical, **asked}

    @cached_property
    def _schooling(self) -> dict[URIRef, float]:
        """The EQF level of the schooling that a role takes, as those in it were asked or as is
        typical, whichever is more; an award that is no degree lies between two levels."""
        levels = {degree.requirement: float(degree.eqf) for degree in DEGREES}
        levels[AWARDED] = AWARD_LEVEL
        found: dict[URIRef, float] = {role: float(level) for role, level in self._degree.items()}
        for claim in self.world.on(CAREER.requires):
            level = levels.get(claim.object or CAREER.requires)
            if claim.affirms and level is not None and claim.unit != CAREER.percent:
                found[claim.subject] = max(found.get(claim.subject, 0.0), level)
        return found

    @cached_property
    def _apprenticed(self) -> set[str]:
        """The codes of the SOC whose trades are learned in an apprenticeship."""
        said = self.world.on(CAREER.onTheJobTraining)
        codes = {fields.code_of(c.subject) for c in said if str(c.text) == "Apprenticeship"}
        return {code for code in codes if code}

    @cached_property
    def _zone(self) -> dict[URIRef, int]:
        claims = self.world.on(CAREER.jobZone)
        return {c.subject: int(c.minimum) for c in claims if c.minimum is not None}

    @cached_property
    def _pay(self) -> dict[URIRef, dict[tuple[URIRef | None, ...], Decimal]]:
        """The median pay of each role in all industries, by unit, place and period."""
        found: dict[URIRef, dict[tuple[URIRef | None, ...], Decimal]] = {}
        for c in self.world.on(CAREER.pay):
            if c.statistic == CAREER.median and c.industry is None and c.minimum:
                found.setdefault(c.subject, {})[c.unit, c.place, c.period] = c.minimum
        return found

    @cached_property
    def _pay_of_units(self) -> dict[str, dict[tuple[URIRef | None, ...], Decimal]]:
        """The median over the roles of each unit group of ISCO of the pay that is known of them."""
        found: dict[str, dict[tuple[URIRef | None, ...], list[Decimal]]] = {}
        for role, pays in self._pay.items():
            unit = fields.unit_group(self._codes.get(role, ""))
            for scope, pay in pays.items() if unit else ():
                found.setdefault(unit or "", {}).setdefault(scope, []).append(pay)
        return {unit: {scope: median(pays) for scope, pays in scopes.items()}
                for unit, scopes in found.items()}  # fmt: skip

    @cached_property
    def essential(self) -> Likeness:
        """How alike roles are in the skills that are essential in them."""
        return by_skills(self.world.pairs(CAREER.essentialSkill))

    @cached_property
    def skills(self) -> Likeness:
        """How alike roles are in the skills that they need or can use."""
        both = (CAREER.essentialSkill, CAREER.optionalSkill)
        return by_skills(chain(*map(self.world.pairs, both)))

    @cached_property
    def ratings(self) -> Likeness:
        """How alike roles are in what is rated of their skills and knowledge."""
        return by_ratings(each for each in self.world.figures(CAREER.importance)
                          if each[1] in self.world.rated)  # fmt: skip

    @cached_property
    def _codes(self) -> dict[URIRef, str]:
        groups = self.world.groups.items()
        return {role: code for role, claims in groups if (code := fields.code(claims))}

    @cached_property
    def _fields(self) -> dict[URIRef, str]:
        """The field of each role: that of its counterpart goes before its own."""
        codes = dict(self._codes)
        for role, found in self.counterparts.items():
            if found.role in codes:
                codes[role] = codes[found.role]
        return {role: fields.field(code) for role, code in codes.items()}
