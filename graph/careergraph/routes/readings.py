"""A ladder as one reading of the claims shows it: what binds, what is possible, what is met."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from rdflib import URIRef

from careergraph.claims import Relation
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.costs import LEAST
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading
from careergraph.terms import CAREER

DIPLOMA, BACHELOR = 4, 6
"""EQF levels of upper secondary school, and of the baseline assumed when nothing else says what
degree the traveller has."""

BEYOND = 9
"""Above every EQF level."""

Array = npt.NDArray[Any]

_BINDING = (CAREER.required, CAREER.typical)

ALWAYS = 1000
"""The share, in thousandths, of those who need what is simply said to be needed."""

Range = tuple[Decimal | None, Decimal | None]
"""A least and a most; None is an open end."""


@dataclass(frozen=True)
class View:
    """A ladder under a reading. Answers are remembered: a view is asked the same thing often."""

    ladder: Ladder
    reading: Reading
    _binding: dict[URIRef, tuple[Claim, ...]] = field(default_factory=dict)
    _affirmed: dict[URIRef, dict[URIRef, set[URIRef]]] = field(default_factory=dict)
    _pay: dict[URIRef, tuple[Claim, ...]] = field(default_factory=dict)

    def admits(self, claim: Claim) -> bool:
        """Whether the claim, and every claim it was derived from, counts in this reading."""
        source, only = self.reading.source, self.reading.name == "only"
        if source is None:
            return True
        if (claim.source == source) is not only:
            return False
        return all((base.source == source) is only for base in self.ladder.book.bases(claim))

    @cached_property
    def _admitted(self) -> Array:
        """Of each claim whether it is admitted."""
        book, source = self.ladder.book, self.reading.source
        if source is None:
            return np.ones(len(book.claims), np.bool_)
        own = book.table.where("source", source)
        return ~book.tainted(~own if self.reading.name == "only" else own)

    def on(self, subject: URIRef, measure: URIRef) -> tuple[Claim, ...]:
        """Return the admitted claims on a subject and measure."""
        return tuple(c for c in self.ladder.book.on(subject, measure) if self.admits(c))

    def places(self, measure: URIRef, which: Array) -> Array:
        """Return the places of the admitted claims on a measure for which `which` holds."""
        found = self.ladder.book.places(measure)
        return found[self._admitted[found] & which[found]]

    def _said(self, measure: URIRef, which: Array, *fields: str) -> Iterator[tuple[Any, ...]]:
        """Some fields of the admitted claims on a measure among those for which `which` holds."""
        book, places = self.ladder.book, self.places(measure, which).tolist()
        columns = [book.table.column(name) for name in fields]
        return zip(*([column[n] for n in places] for column in columns), strict=True)

    def binding(self, subject: URIRef) -> tuple[Claim, ...]:
        """Return the claims whose requirements bind on a role or step: never preferred ones, and
        of those that give a share only where it is large enough."""
        if subject not in self._binding:
            found, least = self.on(subject, CAREER.requires), self.reading.share * ALWAYS
            self._binding[subject] = tuple(
                c for c in found
                if c.affirms and share_of(c) >= least
                and self._stands(c, found)
            )  # fmt: skip
        return self._binding[subject]

    def bound(self) -> dict[URIRef, dict[URIRef, int]]:
        """Return what binds on each role and step, with the highest share, in thousandths, up to
        which it does."""
        book, generous = self.ladder.book, self.reading.name == "generous"
        denied = {s for (s,) in self._said(CAREER.requires, ~book.affirmed, "subject")}
        fields = ("iri", "subject", "object", "strength", "unit", "minimum")
        found: dict[URIRef, dict[URIRef, int]] = {}
        for iri, subject, what, *how in self._said(CAREER.requires, book.affirmed, *fields):
            if what not in book.requirements:
                continue
            if generous and subject in denied:
                (claim,) = book.named([iri])
                if not self._stands(claim, self.on(subject, CAREER.requires)):
                    continue
            needs, share = found.setdefault(subject, {}), _share(*how)
            if share:
                needs[what] = max(share, needs.get(what, 0))
        return found

    def _stands(self, claim: Claim, others: tuple[Claim, ...]) -> bool:
        """Whether a claim counts beside the denials: always, unless the reading is generous."""
        if self.reading.name != "generous":
            return True
        relation = self.ladder.book.relation
        return not any(
            relation(claim, other) is Relation.CONFLICT for other in others if not other.affirms
        )

    @cached_property
    def made(self) -> set[URIRef]:
        """The steps that people make: affirmed, and outside the generous reading not denied."""
        affirmed = self.ladder.book.affirmed
        found = set(self._steps(affirmed))
        if self.reading.name != "generous":
            found.difference_update(self._steps(~affirmed))
        return found

    def _steps(self, which: Array) -> Iterator[URIRef]:
        """The steps of which admitted claims, those for which `which` holds, say whether people
        make them."""
        yield from (step for (step,) in self._said(CAREER.possible, which, "subject"))
        for ends in self._said(CAREER.opens, which, "subject", "object"):
            if ends in self.ladder.entries:
                yield self.ladder.entries[ends]

    def said(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the admitted claims on whether people make a step."""
        return tuple(claim for claim in self.ladder.said(step) if self.admits(claim))

    def possible(self, step: AdvancementStep) -> bool:
        """Whether people make this step."""
        return step.iri in self.made

    def demands(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the binding claims of a step: its own and those of the role it leads into."""
        return self.binding(step.iri) + self.binding(step.end)

    def objects(self, subject: URIRef, measure: URIRef) -> set[URIRef]:
        """Return what admitted claims affirm of a subject; empty when nothing is known."""
        return self.affirmed(measure).get(subject, set()).copy()

    def affirmed(self, measure: URIRef) -> dict[URIRef, set[URIRef]]:
        """Return what admitted claims affirm of each subject."""
        if measure not in self._affirmed:
            found: dict[URIRef, set[URIRef]] = {}
            which = self.ladder.book.affirmed
            for subject, what in self._said(measure, which, "subject", "object"):
                if what is not None:
                    found.setdefault(subject, set()).add(what)
            self._affirmed[measure] = found
        return self._affirmed[measure]

    def ranges(self, measure: URIRef) -> dict[URIRef, list[Range]]:
        """Return the least and the most that admitted claims affirm, by subject."""
        found: dict[URIRef, list[Range]] = {}
        which = self.ladder.book.affirmed
        for subject, low, high in self._said(measure, which, "subject", "minimum", "maximum"):
            found.setdefault(subject, []).append((low, high))
        return found

    def levels(self, role: URIRef) -> set[int]:
        """Return the ranks of the levels at which a role is held; empty when unknown."""
        ranks = self.ladder.ranks
        return {ranks[level] for level in self.objects(role, CAREER.level) if level in ranks}

    def industries(self, role: URIRef) -> set[URIRef]:
        """Return the industries in which a role is held; empty when unknown."""
        return self.objects(role, CAREER.worksIn)

    def skills(self, role: URIRef) -> set[URIRef]:
        """Return the essential skills of a role; empty when unknown."""
        return self.objects(role, CAREER.essentialSkill)

    def gives(self, step: URIRef) -> set[URIRef]:
        """Return the skills that making a step builds."""
        return self.objects(step, CAREER.gives)

    def pay(self, role: URIRef) -> tuple[Claim, ...]:
        """Return the affirmed claims that tell what a role pays; empty when unknown."""
        if role not in self._pay:
            told = {c.iri for c in telling_pay(self.ladder.book.on(role, CAREER.pay))}
            self._pay[role] = tuple(c for c in self.on(role, CAREER.pay) if c.iri in told)
        return self._pay[role]

    def years(self, step: URIRef) -> tuple[Claim, ...]:
        """Return the affirmed claims on how long a step takes; empty when unknown."""
        return tuple(c for c in self.on(step, CAREER.typicalYears) if c.affirms)

    @cached_property
    def firm(self) -> set[URIRef]:
        """The steps that people make, as a claim says that is more than a curator's inference."""
        book = self.ladder.book
        return set(self._steps(book.affirmed & book.firm))

    @cached_property
    def counted(self) -> set[URIRef]:
        """The steps that people were counted to make, themselves or between groups of roles."""
        book = self.ladder.book
        return set(self._steps(book.affirmed & book.observed))

    @cached_property
    def shares(self) -> dict[URIRef, Decimal]:
        """The share, in percent, of those who left its start that went to its end, of each counted
        step: the largest of several, and of groups theirs; `LEAST` where none is told."""
        book = self.ladder.book
        found: dict[URIRef, Decimal] = {}
        for place in self.places(CAREER.possible, book.affirmed & book.observed).tolist():
            claim = book.table[place]
            told = [c.minimum for c in book.counts(claim) if c.unit == CAREER.percent]
            share = max((s for s in told if s is not None), default=LEAST)
            found[claim.subject] = max(share, LEAST, found.get(claim.subject, LEAST))
        return found

    def grounded(self, step: AdvancementStep) -> bool:
        """Whether a claim that is more than a curator's inference says that people make a step."""
        return step.iri in self.firm

    def degree_demanded(self, claim: Claim) -> int:
        """Return the lowest EQF level with which a requirement can be met; 0 when none is needed.

        Alternatives that are no degrees can be met at level 0; an alternative that the graph does
        not describe counts as one.
        """
        requirement = self.ladder.book.requirement(claim.object)
        if requirement is None:
            return 0
        degrees = self.ladder.degrees
        levels = sorted(degrees.get(a, 0) for a in requirement.alternatives)
        return levels[requirement.needed - 1] if requirement.needed <= len(levels) else BEYOND

    def degree_left(self, denial: Claim) -> int:
        """Return the EQF level of the highest degree that may be needed where a claim says which is
        not: right below the lowest one it names, but never below a diploma, which nearly all have;
        `BEYOND` when it names none."""
        requirement, degrees = self.ladder.book.requirement(denial.object), self.ladder.degrees
        named = requirement.alternatives if requirement else ()
        levels = [degrees[a] for a in named if a in degrees]
        return max(DIPLOMA, min(levels) - 1) if levels else BEYOND

    def degree_left_on(self, subject: URIRef) -> int:
        """Return the highest EQF level that may be needed for a role, as far as it is said what is
        not; `BEYOND` when nobody says so."""
        denials = (c for c in self.on(subject, CAREER.requires) if not c.affirms)
        return min(map(self.degree_left, denials), default=BEYOND)

    def degree_bound_on(self, subject: URIRef) -> int:
        """Return the highest EQF level that binds on a role; 0 when none does."""
        return max(map(self.degree_demanded, self.binding(subject)), default=0)


def telling_pay(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield those of all claims on the pay of a role that tell what it pays: affirmed ones, and of
    a source that gives the median that alone. That a tenth earn as much tells nothing of the role.
    """
    found = [c for c in claims if c.affirms]
    medians = {c.source for c in found if c.statistic == CAREER.median}
    for claim in found:
        if claim.source not in medians or claim.statistic in (None, CAREER.median):
            yield claim


def share_of(claim: Claim) -> int:
    """Return the highest share, in thousandths, up to which what a claim demands binds: `ALWAYS`
    for what is simply said to be needed, 0 for what is merely preferred."""
    return _share(claim.strength, claim.unit, claim.minimum)


def _share(strength: URIRef | None, unit: URIRef | None, share: Decimal | None) -> int:
    if strength in _BINDING:
        return ALWAYS
    if strength is None and unit == CAREER.percent and share is not None:
        return int(share * ALWAYS / 100)
    return 0


def viewed(ladder: Ladder, reading: Reading) -> View:
    """Return a ladder under a reading, the same object each time, so that it is compiled once."""
    return ladder.keep(reading, lambda: View(ladder, reading))


@dataclass(frozen=True, slots=True)
class Baseline:
    """The degree above which another is a further one: its EQF level, and where it comes from."""

    eqf: int
    origin: str


def baseline(
    view: View, start: URIRef, *, holding: tuple[URIRef, ...], credential: URIRef | None
) -> Baseline:
    """Return the baseline of "further": what is held, else the credential started from, else the
    highest degree that binds on the start role, else a bachelor's degree, assumed; or less where
    those in the role were asked, and too few of them need any degree for it to bind, or where it
    is said that the role needs no bachelor's degree. Claims that deny different degrees do not
    differ: each holds, and the one that leaves least counts."""
    degrees = view.ladder.degrees
    held = [degrees[c] for c in holding if c in degrees]
    if held:
        return Baseline(max(held), "held")
    if credential in degrees and credential is not None:
        return Baseline(degrees[credential], "started from")
    bound = view.degree_bound_on(start)
    if bound:
        return Baseline(bound, "binds on the start")
    answers = (c for c in view.on(start, CAREER.requires) if c.affirms and c.strength is None)
    if any(map(share_of, answers)):
        return Baseline(DIPLOMA, "surveyed")
    left = view.degree_left_on(start)
    if left < BACHELOR:
        return Baseline(left, "denied on the start")
    return Baseline(BACHELOR, "assumed")
