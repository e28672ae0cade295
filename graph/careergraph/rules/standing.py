"""Where roles stand to each other: in level, field, pay and job zone, as far as is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median

from rdflib import URIRef

from careergraph.rules import fields
from careergraph.rules.counterparts import Counterpart, counterparts
from careergraph.rules.requirements import HALF
from careergraph.rules.settings import Settings
from careergraph.rules.similarity import Likeness, by_ratings, by_skills
from careergraph.rules.world import World
from careergraph.sources.schooling import BACHELOR, DEGREES, DIPLOMA, DOCTORATE, MASTER
from careergraph.terms import CAREER

RANKS = {CAREER.entry: 1, CAREER.mid: 2, CAREER.senior: 3, CAREER.lead: 4, CAREER.executive: 5}
LEAD = RANKS[CAREER.lead]

SENIOR = RANKS[CAREER.senior]
MORE, LIKE = Decimal("1.1"), Decimal("1.25")
"""How many times the median pay of a role is that of one that pays more; up to which it is like."""

_COORDINATES = re.compile(r"\bcoordinators?\b", re.IGNORECASE)
_GENERAL = ("11-1", "C111", "C112")
"""How the codes begin of those who manage whole organisations."""


@dataclass(frozen=True)
class Standing:
    """Of every two roles: what kind of step leads from one to the other, and whether any does."""

    world: World
    settings: Settings

    def kind(self, start: URIRef, end: URIRef) -> URIRef:
        """Return what kind of step leads from a role to another.

        Within the field a rise in level, or to lead those of one's field, is a promotion, and so
        is a clear rise in pay within one narrow group or with a higher job zone; a lateral move
        stays in the field, at a like pay. Where a field holds many callings, both have to stay in
        one. All else changes what one does: a pivot.
        """
        up, pay = self._rank_change(start, end), self.pay_change(start, end)
        rises = self._leads(end) and not self._leads(start)
        narrower = start in self.world.book.broader.get(end, ())
        if (narrower and not rises) or self._of_physicians(start, end):
            return CAREER.specialisation
        if not (self.same_field(start, end) or (rises and self._named(start, end))):
            return CAREER.pivot
        if rises:
            return CAREER.promotion
        if self._fields.get(end) in fields.OF_MANY_CALLINGS and not self._one_calling(start, end):
            return CAREER.pivot
        if (up is not None and up > 0) or self._into_senior(start, end, up):
            return CAREER.promotion
        if self.zone_change(start, end) > 0 and pay >= MORE:
            return CAREER.promotion
        if pay > LIKE:
            return CAREER.promotion if self._near(start, end) else CAREER.pivot
        return CAREER.lateral

    def _one_calling(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are of one broad occupation of the SOC, unit group of ISCO, or
        profession."""
        codes = [self._codes.get(each, "") for each in (start, end)]
        units = [fields.unit_group(each) for each in codes]
        if units[0] and units[0] == units[1] and not units[0].endswith("9"):  # no mere remainder
            return True
        trades = [self._trade(each) or "" for each in (start, end)]
        called = [fields.profession(each) for each in trades]
        return bool(trades[0]) and (
            trades[0][:6] == trades[1][:6] or (called[0] is not None and called[0] == called[1])
        )

    def _into_senior(self, start: URIRef, end: URIRef, up: int | None) -> bool:
        """Whether a step leads from an unknown level to a senior one, or higher."""
        return up is None and self._rank.get(end, 0) >= SENIOR

    def step_class(self, start: URIRef, end: URIRef) -> URIRef | None:
        """Return the class of a step by level and pay, after Lightcast; None when neither is known.

        More of one without less of the other is an advancement in the same field and a lateral
        advancement in another; all else is a similar step in the same field and a lateral one in
        another.
        """
        up, pay = self._rank_change(start, end), self.pay_change(start, end)
        if up is None and not pay:
            return None
        more = ((up or 0) > 0 and not 0 < pay < 1) or (pay >= MORE and (up or 0) >= 0)
        if self.same_field(start, end):
            return CAREER.advancement if more else CAREER.similarStep
        return CAREER.lateralAdvancement if more else CAREER.lateralStep

    def sensible(self, start: URIRef, end: URIRef) -> bool:
        """Whether what is known of two roles lets a step from one to the other stand.

        It may not lead across more job zones than the settings allow, lose more pay than they
        allow, leap to much more pay, go down a level unless into another field for clearly more, or
        a zone for less pay, climb more than one degree (the associate's not counted; a doctorate
        only in one's own group of occupations), climb more than one level unless to lead those of
        one's own field, lead where one has not worked, or enter by likeness alone a profession that
        one has to study for.
        """
        zones, pay = self.zone_change(start, end), self._pay_around(start, end)
        up = self._rank_change(start, end)
        if abs(zones) > self.settings.zones or self._skill_levels_apart(start, end):
            return False
        if self._less_skilled(start, end) and pay < 1:
            return False
        if self._steps_down(start, end) and pay < MORE:
            return False
        if 0 < pay < self.settings.pay_kept or self._degrees_apart(start, end):
            return False
        if pay > self._most_pay(start, end, zones, up) or (zones < 0 and pay < 1):
            return False
        if up is not None and up < 0 and (
            up < -1 or pay < MORE or self.same_field(start, end)
        ):  # fmt: skip
            return False
        return self._within_reach(start, end, up) and self._qualified(start, end)

    def _most_pay(self, start: URIRef, end: URIRef, zones: int, up: int | None) -> Decimal:
        """How many times the pay a step may bring."""
        if self._leads(end):
            first = fields.first_line(self._trade(end) or "")
            skilled = first or self._rank.get(start, 1) > 1
            return self.settings.pay_most if skilled else self.settings.pay_higher
        higher = zones > 0 or (up is not None and up > 0)
        return self.settings.pay_higher if higher else self.settings.pay_leapt

    def _within_reach(self, start: URIRef, end: URIRef, up: int | None) -> bool:
        if self._leads(end):
            return self._may_lead(start, end) and (up is None or up <= 1 or self._rank[end] == LEAD)
        if self._into_senior(start, end, up):
            return self._near(start, end)
        return up is None or up <= 1

    def _leads(self, role: URIRef) -> bool:
        """Whether a role leads others: by its level, its code or its title."""
        codes = (self._codes.get(role), self._trade(role))
        return (
            self._rank.get(role, 0) >= LEAD or any(fields.leads(each) for each in codes if each)
            or _COORDINATES.search(self.world.roles.get(role, "")) is not None
        )  # fmt: skip

    def _may_lead(self, start: URIRef, end: URIRef) -> bool:
        """Whether one who holds a role has worked where another leads.

        The SOC tells whom its codes lead. Many roles elsewhere are mapped to one of its codes, such
        as that of all supervisors of production: of those, what they need must be alike as well.
        """
        code = self._trade(end) or self._codes.get(end, "")
        if code.startswith(_GENERAL) and not self._leads(start):
            return False
        if self._skips_supervisor(start, code) or self._of_other_trade(start, end):
            return False
        named = self._named(start, end) or code.startswith(_GENERAL)
        alike = self.essential.between(start, end)
        if alike is None:
            both = self._leads(start) and (self.ratings.between(start, end) or 0)
            return named or self._of_one_unit(start, end) or both >= self.settings.led
        unit, led, apart = self.settings.leading
        if self._of_one_unit(start, end):
            return alike >= unit
        if named:
            closely = self._rank.get(end) == LEAD and fields.closely(self._trade(start) or "")
            same = self._leads(start) and self._trade(start) == self._trade(end)
            return alike >= (apart if same else led) or (closely and not same)
        functions = all(fields.leads(self._trade(each) or "") for each in (start, end))
        return alike >= apart and self.same_field(start, end) and not functions

    def _skips_supervisor(self, start: URIRef, code: str) -> bool:
        """Whether one who is not known to be past entry would manage those who have supervisors."""
        between = fields.supervisors(self._trade(start) or "")
        return code.startswith("11-") and between != code and between is not None \
            and self._rank.get(start, 1) == 1  # fmt: skip

    def _of_other_trade(self, start: URIRef, end: URIRef) -> bool:
        """Whether ISCO puts one who leads among those of a trade, and another among others."""
        one, other = (self._codes.get(each, "") for each in (start, end))
        return one[:1] == "C" and other.startswith(("C6", "C7", "C8", "C9")) \
            and one[:4] != other[:4]  # fmt: skip

    def _named(self, start: URIRef, end: URIRef) -> bool:
        """Whether the SOC names a role, by their codes or counterparts, as led by another."""
        one, other = self._trade(start), self._trade(end)
        return one is not None and other is not None and fields.leads_from(other, one)

    def _of_one_unit(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are in one unit group of ISCO that is not of what fits no other."""
        one, other = (fields.unit_group(self._codes.get(each, "")) for each in (start, end))
        return one is not None and one == other and not one.endswith("9")

    def _qualified(self, start: URIRef, end: URIRef) -> bool:
        """Whether a role is in no profession that one has to study for, or both are in one.

        Classifications put some roles apart that another puts together: both must call them one.
        """
        into = [
            fields.profession(each) for each in (self._codes.get(end), self._trade(end)) if each
        ]
        if not any(into):
            return True
        trades, codes = ((find(start), find(end)) for find in (self._trade, self._codes.get))
        for one, other in (trades, codes):
            if one and other and fields.profession(one) != fields.profession(other):
                return False
        if self._of_physicians(start, end):
            return min(self._degree.get(each, DOCTORATE.eqf) for each in (start, end)) \
                >= DOCTORATE.eqf  # fmt: skip
        if codes == ("C2310", "C2310"):  # All who teach at universities, whatever their subject.
            broader = self.world.book.broader
            up = self._rank_change(start, end) or 0
            return up > 0 or end in broader.get(start, ()) or start in broader.get(end, ())
        minor = [fields.minor_group(each or "") for each in codes]
        return minor[0] == minor[1] and (all(trades) or all(codes))

    def _of_physicians(self, start: URIRef, end: URIRef) -> bool:
        """Whether both roles are of physicians: from one to another a residency leads."""
        codes = (self._trade(each) or self._codes.get(each, "") for each in (start, end))
        return all(map(fields.physician, codes))

    def _trade(self, role: URIRef) -> str | None:
        """The code of the SOC of a role or of its counterpart."""
        found = self.counterparts.get(role)
        code = self._codes.get(found.role if found else role)
        return code if code and not code.startswith("C") else None

    def _near(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are in one minor group, of ISCO or of the SOC."""
        codes = [self._codes.get(each, "") for each in (start, end)]
        if all(each.startswith("C") for each in codes):
            return codes[0][:4] == codes[1][:4]
        trades = [self._trade(each) for each in (start, end)]
        return bool(trades[0]) and (trades[0] or "")[:4] == (trades[1] or "")[:4]

    def same_field(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are known to be in one field of work."""
        return self.nearness(start, end) > 0

    def nearness(self, start: URIRef, end: URIRef) -> int:
        """Return 2 for two roles in one minor group of ISCO, 1 in one field, 0 else."""
        one, other = self._codes.get(start, ""), self._codes.get(end, "")
        minor = fields.minor_group(one)
        if minor is not None and minor == fields.minor_group(other):
            return 2
        found = self._fields.get(start)
        return int(found is not None and found == self._fields.get(end))

    def classified(self, role: URIRef) -> bool:
        """Whether a role belongs to a group of a classification of occupations."""
        return role in self._codes

    def supervises(self, end: URIRef, start: URIRef) -> bool:
        """Whether a role is, by its code, the first-line supervisor of another."""
        code = self._codes.get(end)
        return code is not None and code == fields.supervisors(self._codes.get(start, ""))

    def manages(self, end: URIRef, start: URIRef) -> bool:
        """Whether a role is, by its code, a manager of the field of another."""
        code = self._codes.get(end)
        return code in fields.MANAGED and fields.leads_from(code, self._codes.get(start, ""))

    def whole(self, roles: Iterable[URIRef]) -> list[URIRef]:
        """Return of the roles of each code the first: the later ones are parts of it."""
        first: dict[str, URIRef] = {}
        for role in sorted(roles):
            first.setdefault(self._codes.get(role, role), role)
        return sorted(first.values())

    def has_zone(self, role: URIRef) -> bool:
        """Whether the job zone of a role is known."""
        return role in self._zone

    def zone_change(self, start: URIRef, end: URIRef) -> int:
        """By how many job zones a role lies above another; 0 when it is not known of both."""
        zone = self._zone
        return zone[end] - zone[start] if start in zone and end in zone else 0

    def pay_change(self, start: URIRef, end: URIRef) -> Decimal:
        """How many times the median pay of a role another pays; 0 when it is not known of both, in
        the same unit, place and period."""
        before, after = self._pay.get(start, {}), self._pay.get(end, {})
        scope = next((each for each in before if each in after), None)
        return after[scope] / before[scope] if scope else Decimal(0)

    def _pay_around(self, start: URIRef, end: URIRef) -> Decimal:
        """The change of pay, where nobody tells that of a role as its unit group of ISCO has it.

        No claim is made of it: it only keeps pay from dropping behind a role of unknown pay.
        """
        if start in self._pay and end in self._pay:
            return self.pay_change(start, end)
        before, after = (
            self._pay.get(each)
            or self._pay_of_units.get(fields.unit_group(self._codes.get(each, "")) or "", {})
            for each in (start, end)
        )
        scope = next((each for each in before if each in after), None)
        return after[scope] / before[scope] if scope else Decimal(0)

    def _rank_change(self, start: URIRef, end: URIRef) -> int | None:
        rank = self._rank
        return rank[end] - rank[start] if start in rank and end in rank else None

    def _degrees_apart(self, start: URIRef, end: URIRef) -> bool:
        """Whether a role takes a degree that lies too far above that which another takes."""
        before, after = (self._degree.get(role, 0) for role in (start, end))
        held = max(before, DIPLOMA.eqf)
        if after > MASTER.eqf > before:
            return True
        if after > MASTER.eqf and held < after:
            one, other = self._minor(start), self._minor(end)
            return one is None or one != other
        return after - held > (1 if after > BACHELOR.eqf else 2)

    def _minor(self, role: URIRef) -> str | None:
        """The group of occupations, between minor and broad, of a role or its counterpart."""
        found = self.counterparts.get(role)
        code = self._codes.get(found.role if found else role)
        return code[:5] if code else None

    def _skill_levels_apart(self, start: URIRef, end: URIRef) -> bool:
        """Whether, for want of a job zone of one, the skill levels of ISCO lie far apart."""
        if start in self._zone and end in self._zone:
            return False
        one, other = (fields.skill_level(self._codes.get(role, "")) for role in (start, end))
        return one is not None and other is not None and abs(one - other) > self.settings.zones

    def _steps_down(self, start: URIRef, end: URIRef) -> bool:
        """Whether one leaves to lead others for a role of unknown level, or two degrees unused."""
        before, after = (self._degree.get(each, 0) for each in (start, end))
        leaves = self._rank.get(start) == LEAD and end not in self._rank and not self._leads(end)
        return leaves or (after > 0 and before - after > 1)

    def _less_skilled(self, start: URIRef, end: URIRef) -> bool:
        """Whether ISCO puts a role a whole skill level below another."""
        one, other = (fields.skill_level(self._codes.get(each, "")) for each in (start, end))
        return one is not None and other is not None and one - other >= 1

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
