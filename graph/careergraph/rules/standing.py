"""Where roles stand to each other: in level, field, pay and job zone, as far as is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rdflib import URIRef

from careergraph.rules import fields
from careergraph.rules.counterparts import Counterpart, counterparts
from careergraph.rules.requirements import HALF
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources.schooling import BACHELOR, DEGREES, DIPLOMA, MASTER
from careergraph.terms import CAREER

RANKS = {CAREER.entry: 1, CAREER.mid: 2, CAREER.senior: 3, CAREER.lead: 4, CAREER.executive: 5}
LEAD = RANKS[CAREER.lead]

MORE = Decimal("1.1")
"""How many times the median pay of a role is that of one that pays more."""


@dataclass(frozen=True)
class Standing:
    """Of every two roles: what kind of step leads from one to the other, and whether any does."""

    world: World
    settings: Settings

    def kind(self, start: URIRef, end: URIRef) -> URIRef:
        """Return what kind of step leads from a role to another.

        A promotion stays in the field and is to a higher level, or to a higher job zone for more
        pay; nothing known of the two may speak against it.
        """
        if start in self.world.book.broader.get(end, ()):
            return CAREER.specialisation
        if not self.same_field(start, end):
            return CAREER.pivot
        up = self._rank_change(start, end)
        higher = (up is not None and up > 0) or (
            (up is None or up == 0) and self.zone_change(start, end) > 0
            and self.pay_change(start, end) >= MORE
        )  # fmt: skip
        falls = self.zone_change(start, end) < 0 or 0 < self.pay_change(start, end) < 1
        return CAREER.promotion if higher and not falls else CAREER.lateral

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
        allow, leap to much more pay at the same level and zone, go down two levels, or one or a
        zone for less pay, climb more than one degree (the associate's not counted; a doctorate only
        in one's own group of occupations), or climb more than one level, unless to lead those of
        one's own field or what is general management.
        """
        zones, pay = self.zone_change(start, end), self.pay_change(start, end)
        up = self._rank_change(start, end)
        if abs(zones) > self.settings.zones or self._skill_levels_apart(start, end):
            return False
        if 0 < pay < self.settings.pay_kept or self._degrees_apart(start, end):
            return False
        higher = zones > 0 or (up is not None and up > 0)
        if pay > (self.settings.pay_most if higher else self.settings.pay_leapt):
            return False
        falls = zones < 0 or (up is not None and up < 0)
        if falls and (pay < 1 or (up is not None and up < -1)):
            return False
        return self._within_reach(start, end, up)

    def _within_reach(self, start: URIRef, end: URIRef, up: int | None) -> bool:
        if self._rank.get(end) == LEAD and start in self._rank:
            from_mid = self._rank[start] > 1 and self._fields.get(end) == fields.GENERAL
            return self.same_field(start, end) or from_mid or self._rank[start] == LEAD
        return up is None or up <= 1

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
        return self._codes.get(end) in fields.MANAGED and self.same_field(start, end)

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
