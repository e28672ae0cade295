"""Where roles stand to each other: in level, field, pay and job zone, as far as is known."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rdflib import URIRef

from careergraph.rules import callings, fields, leading
from careergraph.rules.known import AWARD_LEVEL, LEAD, RANKS, Known
from careergraph.sources.schooling import BACHELOR, DIPLOMA, MASTER
from careergraph.terms import CAREER

SENIOR = RANKS[CAREER.senior]
MORE, LIKE = Decimal("1.1"), Decimal("1.25")
"""How many times the median pay of a role is that of one that pays more; up to which it is like."""

EXPERT = 4
"""The job zone from which on one enters a role with considerable preparation."""

_COORDINATES = re.compile(r"\bcoordinators?\b", re.IGNORECASE)
_DOWN = tuple(re.compile(rf"\b({titles})s?\b", re.IGNORECASE) for titles in
              ("manager|director|head", "supervisor|team leader"))  # fmt: skip
"""Titles of those who lead a unit, and of those who lead a shift or a team in it."""
_REMAINDER = re.compile(r", all other$", re.IGNORECASE)
_SELLERS = "41-"
_GENERAL = ("11-1", "C111", "C112")
"""How the codes begin of those who manage whole organisations."""


@dataclass(frozen=True)
class Standing(Known):
    """Of every two roles: what kind of step leads from one to the other, and whether any does."""

    def kind(self, start: URIRef, end: URIRef) -> URIRef:
        """Return what kind of step leads from a role to another.

        Within the field a rise in level, or to lead those of one's field, is a promotion, and so
        is a clear rise in pay within one narrow group or with a higher job zone; a lateral move
        stays in the field, at a like pay. Where a field holds many callings, both have to stay in
        one. All else changes what one does: a pivot.
        """
        up, pay = self._rank_change(start, end), self.pay_change(start, end)
        rises = self.rises(start, end)
        narrower = start in self.world.book.broader.get(end, ())
        if (narrower and not rises) or self._of_physicians(start, end):
            return CAREER.specialisation
        if not (self.same_field(start, end) or (rises and self._named(start, end))):
            return CAREER.pivot
        if rises:
            return CAREER.promotion
        if self._fields.get(end) in fields.OF_MANY_CALLINGS and not self._one_calling(start, end):
            return CAREER.pivot
        if up is not None and up > 0 and not self._of_one_code(start, end):
            return CAREER.promotion
        if self.zone_change(start, end) > 0 and pay >= MORE:
            return CAREER.promotion
        if pay > LIKE:
            return CAREER.promotion if self._near(start, end) else CAREER.pivot
        return CAREER.lateral

    def rises(self, start: URIRef, end: URIRef) -> bool:
        """Whether one who leads nobody comes to lead others, or a supervisor to manage."""
        if not self._leads(end):
            return False
        managed = (self._trade(end) or "").startswith("11-")
        return not self._leads(start) or (managed and self.first_line(start))

    def _one_calling(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are of one broad occupation of the SOC, unit group of ISCO, or
        profession."""
        trades = [self._trade(each) or "" for each in (start, end)]
        one = all(trades) and callings.one_calling(*trades)
        if all(map(callings.engineers, trades)):  # ISCO has several of their disciplines in one.
            return one
        return one or self._of_one_unit(start, end)

    def _of_one_code(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles have one code of the SOC, so that nothing tells their pay apart."""
        one = self._trade(start)
        return one is not None and one == self._trade(end)

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

        It may not lead across more job zones than the settings allow, but one more to supervise
        one's own, lose more pay than they
        allow, leap to much more pay, go down a level unless into another field for clearly more, or
        a zone for less pay, climb more than one degree (the associate's not counted; a doctorate
        only in one's own group of occupations), climb more than one level unless to lead those of
        one's own field, lead where one has not worked, or enter by likeness alone a profession that
        one has to study for.
        """
        zones, pay = self.zone_change(start, end), self._pay_around(start, end)
        up = self._rank_change(start, end)
        led = self.supervises(end, start) or self.oversees(end, start)
        if not -self.settings.zones <= zones <= self.settings.zones + led:
            return False
        if self._skill_levels_apart(start, end):
            return False
        if self._less_skilled(start, end) and pay < MORE and not self.rises(start, end):
            return False
        if self._steps_down(start, end) and pay < MORE:
            return False
        if callings.apart(self._trade(start) or "", self._trade(end) or ""):
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
            first = leading.first_line(self._trade(end) or "")
            skilled = first or self._rank.get(start, 1) > 1 or self._zone.get(start, 1) >= EXPERT
            return self.settings.pay_most if skilled else self.settings.pay_higher
        higher = zones > 0 or (up is not None and up > 0)
        return self.settings.pay_higher if higher else self.settings.pay_leapt

    def _within_reach(self, start: URIRef, end: URIRef, up: int | None) -> bool:
        if self._leads(end):
            return self._may_lead(start, end) and (up is None or up <= 1 or self._rank[end] == LEAD)
        return not self._into_senior(start, end, up) and (up is None or up <= 1)

    def _leads(self, role: URIRef) -> bool:
        """Whether a role leads others: by its level, its code or its title."""
        codes = (self._codes.get(role), self._trade(role))
        return (
            self._rank.get(role, 0) >= LEAD or any(leading.leads(each) for each in codes if each)
            or _COORDINATES.search(self.world.roles.get(role, "")) is not None
        )  # fmt: skip

    def _may_lead(self, start: URIRef, end: URIRef) -> bool:
        """Whether one who holds a role has worked where another leads.

        The SOC tells whom its codes lead. Many roles elsewhere are mapped to one of its codes, such
        as that of all supervisors of production: of those, what they need must be alike as well.
        """
        if leading.helper(self._trade(start) or ""):
            return False
        if self.oversees(end, start):
            return True
        code = self._trade(end) or self._codes.get(end, "")
        if code.startswith(_GENERAL) and not self._leads(start):
            return False
        if self._skips_supervisor(start, code) or self._of_other_trade(start, end):
            return False
        named = self._named(start, end) or code.startswith(_GENERAL)
        alike = self.essential.between(start, end)
        if alike is None:
            leads = self._leads(start) and not self.first_line(start)
            both = leads and (self.ratings.between(start, end) or 0)
            return named or self._of_one_unit(start, end) or both >= self.settings.led
        unit, led, apart = self.settings.leading
        if self._of_one_unit(start, end):
            return alike >= unit
        if named:
            closely = self._rank.get(end) == LEAD and leading.closely(self._trade(start) or "")
            same = self._leads(start) and self._trade(start) == self._trade(end)
            return alike >= (apart if same else led) or (closely and not same)
        functions = all(leading.leads(self._trade(each) or "") for each in (start, end))
        return alike >= apart and self.same_field(start, end) and not functions

    def _skips_supervisor(self, start: URIRef, code: str) -> bool:
        """Whether one who supervises nobody would manage those who have supervisors, sales apart,
        or one who is known not to be past entry, and is no expert, would manage any."""
        between = leading.supervisors(self._trade(start) or "")
        if not code.startswith("11-") or between == code:
            return False
        new = self._rank.get(start) == 1 and self._zone.get(start, 1) < EXPERT
        return new or (between is not None and not self._leads(start)
                       and not (self._trade(start) or "").startswith(_SELLERS))  # fmt: skip

    def _of_other_trade(self, start: URIRef, end: URIRef) -> bool:
        """Whether ISCO puts one who leads among those of a trade, and another among others."""
        one, other = (self._codes.get(each, "") for each in (start, end))
        return one[:1] == "C" and other.startswith(("C6", "C7", "C8", "C9")) \
            and one[:4] != other[:4]  # fmt: skip

    def _named(self, start: URIRef, end: URIRef) -> bool:
        """Whether the SOC names a role, by their codes or counterparts, as led by another, or
        ISCO does."""
        one, other = self._trade(start), self._trade(end)
        soc = one is not None and other is not None and leading.leads_from(other, one)
        return soc or self.oversees(end, start)

    def oversees(self, end: URIRef, start: URIRef) -> bool:
        """Whether a role is, by its code of ISCO, of those who supervise another, of which they
        know enough of the skills."""
        code = self._codes.get(start, "")
        known = self._leads(end) and code.startswith(
            leading.supervised(self._codes.get(end, "")) or "-"
        )
        return known and (self.skills.between(start, end) or 0) >= self.settings.overseen

    def _of_one_unit(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are in one unit group of ISCO that is not of what fits no other."""
        return fields.one_unit(self._codes.get(start, ""), self._codes.get(end, ""))

    def _qualified(self, start: URIRef, end: URIRef) -> bool:
        """Whether a role is in no profession that one has to study for, or both are in one.

        Classifications put some roles apart that another puts together: both must call them one.
        """
        into = [
            callings.profession(each) for each in (self._codes.get(end), self._trade(end)) if each
        ]
        if not any(into):
            return True
        trades, codes = ((find(start), find(end)) for find in (self._trade, self._codes.get))
        for one, other in (trades, codes):
            if one and other and callings.profession(one) != callings.profession(other):
                return False
        broader = self.world.book.broader
        parts = self.is_part(start) or self.is_part(end)
        if parts and all(map(callings.licensed, trades)):
            return False
        if trades[0] is None and trades[1] is not None and callings.profession(trades[1]):
            return start in broader.get(end, ())
        if self._of_physicians(start, end):  # Another specialty takes another residency.
            return start in broader.get(end, ())
        if codes == ("C2310", "C2310"):  # All who teach at universities, whatever their subject.
            up = self._rank_change(start, end) or 0
            return up > 0 or end in broader.get(start, ()) or start in broader.get(end, ())
        minor = [fields.minor_group(each or "") for each in codes]
        return minor[0] == minor[1] and (all(trades) or all(codes))

    def _of_physicians(self, start: URIRef, end: URIRef) -> bool:
        """Whether both roles are of physicians: from one to another a residency leads."""
        codes = (self._trade(each) or self._codes.get(each, "") for each in (start, end))
        return all(map(callings.physician, codes))

    def _trade(self, role: URIRef) -> str | None:
        """The code of the SOC of a role or of its counterpart."""
        code = self._code_of_counterpart(role)
        return code if code and not code.startswith("C") else None

    def _code_of_counterpart(self, role: URIRef) -> str | None:
        """The code of a role's counterpart, or its own where it has none."""
        found = self.counterparts.get(role)
        return self._codes.get(found.role if found else role)

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
        """Return 2 for two roles in one unit group of ISCO, 1 in one field, 0 else."""
        if self._of_one_unit(start, end):
            return 2
        found = self._fields.get(start)
        return int(found is not None and found == self._fields.get(end))

    def classified(self, role: URIRef) -> bool:
        """Whether a role belongs to a group of a classification of occupations."""
        return role in self._codes

    @cached_property
    def coded(self) -> list[URIRef]:
        """The roles that have a code of the SOC of their own, sorted."""
        return sorted(role for role, code in self._codes.items() if not code.startswith("C"))

    def supervises(self, end: URIRef, start: URIRef) -> bool:
        """Whether a role is, by its code, the first-line supervisor of another."""
        code = self._codes.get(end)
        return code is not None and code == leading.supervisors(self._codes.get(start, ""))

    def supervises_by_isco(self, role: URIRef) -> bool:
        """Whether a role leads others and is, by its code of ISCO, of those who supervise."""
        return self._leads(role) and bool(leading.supervised(self._codes.get(role, "")))

    def is_part(self, role: URIRef) -> bool:
        """Whether a role is, by its code of the SOC, a part of what the first one of that code
        is, or manages what is left over."""
        code = self._codes.get(role, "")
        if code.startswith("11-") and _REMAINDER.search(self.world.roles.get(role, "")):
            return True
        return self._wholes.get(code, role) != role

    def manages(self, end: URIRef, start: URIRef) -> bool:
        """Whether a role is, by its code, a manager of the field of another."""
        code = self._codes.get(end)
        return code in leading.MANAGED and leading.leads_from(code, self._codes.get(start, ""))

    def whole(self, roles: Iterable[URIRef]) -> list[URIRef]:
        """Return those of some roles that are not parts of others."""
        return sorted(role for role in roles if not self.is_part(role))

    @cached_property
    def _wholes(self) -> dict[str, URIRef]:
        """The first role of each code of the SOC."""
        first: dict[str, URIRef] = {}
        for role in self.coded:
            first.setdefault(self._codes[role], role)
        return first

    def manages_all(self, role: URIRef) -> bool:
        """Whether a role is, by a code, of those who manage whole organisations."""
        return any(code.startswith(_GENERAL) for code in
                   (self._codes.get(role, ""), self._trade(role) or ""))  # fmt: skip

    def first_line(self, role: URIRef) -> bool:
        """Whether a role is, by its code or that of its counterpart, of first-line supervisors."""
        return leading.first_line(self._trade(role) or "")

    def of_one_minor_group(self, start: URIRef, end: URIRef) -> bool:
        """Whether two roles are in one minor group of the SOC, not both left over by theirs."""
        one, other = self._trade(start) or "", self._trade(end) or ""
        return (
            bool(one) and one[:4] == other[:4] and not (one.endswith("99") and other.endswith("99"))
        )

    def easily(self, start: URIRef, end: URIRef) -> bool:
        """Whether one can change to a role of another field as one is: without more schooling than
        the role before typically takes, hardly for more pay, and into no trade that is learned in
        an apprenticeship; to a higher level only as an expert."""
        before, after = (self._schooling.get(each, DIPLOMA.eqf) for each in (start, end))
        if after == AWARD_LEVEL != before:  # It is for one trade, and no degree stands for it.
            return False
        up, expert = self._rank_change(start, end), self._zone.get(start, 1) >= EXPERT
        return (
            not self._idly(start, end)
            and after <= max(before, DIPLOMA.eqf) and (up is None or up <= 0 or expert)
            and self.pay_change(start, end) <= self.settings.pivot_pay
            and not self.barred_by_apprenticeship(start, end)
        )  # fmt: skip

    def _idly(self, start: URIRef, end: URIRef) -> bool:
        """Whether one would mind another machine, or drive another, for nothing better."""
        trades = fields.one_major_group_of_trades(self._trade(start), self._trade(end))
        return trades and self.zone_change(start, end) <= 0

    def barred_by_apprenticeship(self, start: URIRef, end: URIRef) -> bool:
        """Whether a role's trade is learned in an apprenticeship, unless one helps in it or is in
        its broad occupation."""
        one, other = self._trade(start) or "", self._trade(end) or ""
        return other in self._apprenticed and one[:6] != other[:6] \
            and not leading.helps(one, other)  # fmt: skip

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
        return _ratio(self._pay.get(start, {}), self._pay.get(end, {}))

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
        return _ratio(before, after)

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
        code = self._code_of_counterpart(role)
        return code[:5] if code else None

    def _skill_levels_apart(self, start: URIRef, end: URIRef) -> bool:
        """Whether, for want of a job zone of one, the skill levels of ISCO lie far apart."""
        if start in self._zone and end in self._zone:
            return False
        one, other = (fields.skill_level(self._codes.get(role, "")) for role in (start, end))
        return one is not None and other is not None and abs(one - other) > self.settings.zones

    def _steps_down(self, start: URIRef, end: URIRef) -> bool:
        """Whether one leaves to lead others for a role of unknown level, or two degrees unused; or
        to manage, by title, for supervising."""
        titles = (self.world.roles.get(each, "") for each in (start, end))
        if all(found.search(title) for found, title in zip(_DOWN, titles, strict=True)):
            return True
        before, after = (self._degree.get(each, 0) for each in (start, end))
        leaves = self._rank.get(start) == LEAD and end not in self._rank and not self._leads(end)
        return leaves or (after > 0 and before - after > 1)

    def _less_skilled(self, start: URIRef, end: URIRef) -> bool:
        """Whether ISCO puts a role a whole skill level below another."""
        one, other = (fields.skill_level(self._codes.get(each, "")) for each in (start, end))
        return one is not None and other is not None and one - other >= 1


def _ratio(
    before: Mapping[tuple[URIRef | None, ...], Decimal],
    after: Mapping[tuple[URIRef | None, ...], Decimal],
) -> Decimal:
    """How many times one pay another is, in the first scope that both have; else 0."""
    scope = next((each for each in before if each in after), None)
    return after[scope] / before[scope] if scope else Decimal(0)
