"""A ladder as one reading of the claims shows it: what binds, what is possible, what is met."""

from dataclasses import dataclass, field

from rdflib import URIRef

from careergraph.claims import Relation
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading
from careergraph.terms import CAREER

BACHELOR = 6
"""EQF level of the baseline assumed when nothing else says what degree the traveller has."""

_BINDING = (CAREER.required, CAREER.typical)


@dataclass(frozen=True)
class View:
    """A ladder under a reading. Answers are remembered: a view is asked the same thing often."""

    ladder: Ladder
    reading: Reading
    _binding: dict[URIRef, tuple[Claim, ...]] = field(default_factory=dict)
    _possible: dict[URIRef, bool] = field(default_factory=dict)

    def admits(self, claim: Claim) -> bool:
        """Whether the claim, and every claim it was derived from, counts in this reading."""
        source = self.reading.source
        if source is None:
            return True
        bases = self.ladder.book.bases(claim)
        if self.reading.name == "only":
            return all(base.source == source for base in bases)
        return all(base.source != source for base in bases)

    def on(self, subject: URIRef, measure: URIRef) -> tuple[Claim, ...]:
        """Return the admitted claims on a subject and measure."""
        return tuple(c for c in self.ladder.book.on(subject, measure) if self.admits(c))

    def binding(self, subject: URIRef) -> tuple[Claim, ...]:
        """Return the claims whose requirements bind on a role or step: never preferred ones."""
        if subject not in self._binding:
            found = self.on(subject, CAREER.requires)
            self._binding[subject] = tuple(
                c for c in found if c.affirms and c.strength in _BINDING and self._stands(c, found)
            )
        return self._binding[subject]

    def _stands(self, claim: Claim, others: tuple[Claim, ...]) -> bool:
        """Whether a claim counts beside the denials: always, unless the reading is generous."""
        if self.reading.name != "generous":
            return True
        relation = self.ladder.book.relation
        return not any(
            relation(claim, other) is Relation.CONFLICT for other in others if not other.affirms
        )

    def possible(self, step: AdvancementStep) -> bool:
        """Whether people make this step: affirmed, and outside the generous reading not denied."""
        if step.iri not in self._possible:
            claims = self.on(step.iri, CAREER.possible)
            denied = any(not c.affirms for c in claims) and self.reading.name != "generous"
            self._possible[step.iri] = any(c.affirms for c in claims) and not denied
        return self._possible[step.iri]

    def demands(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the binding claims of a step: its own and those of the role it leads into."""
        return self.binding(step.iri) + self.binding(step.end)

    def objects(self, subject: URIRef, measure: URIRef) -> set[URIRef]:
        """Return what admitted claims affirm of a subject; empty when nothing is known."""
        claims = self.on(subject, measure)
        return {c.object for c in claims if c.affirms and c.object is not None}

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
        """Return the affirmed claims on the pay of a role; empty when unknown."""
        return tuple(c for c in self.on(role, CAREER.pay) if c.affirms)

    def years(self, step: URIRef) -> tuple[Claim, ...]:
        """Return the affirmed claims on how long a step takes; empty when unknown."""
        return tuple(c for c in self.on(step, CAREER.typicalYears) if c.affirms)

    def grounded(self, step: AdvancementStep) -> bool:
        """Whether a claim that is more than a curator's inference says that people make a step."""
        book = self.ladder.book
        return any(c.affirms and book.grounded(c) for c in self.on(step.iri, CAREER.possible))

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
        return levels[requirement.needed - 1] if requirement.needed <= len(levels) else 9

    def degree_bound_on(self, subject: URIRef) -> int:
        """Return the highest EQF level that binds on a role; 0 when none does."""
        return max(map(self.degree_demanded, self.binding(subject)), default=0)


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
    highest degree that binds on the start role, else a bachelor's degree, assumed."""
    degrees = view.ladder.degrees
    held = [degrees[c] for c in holding if c in degrees]
    if held:
        return Baseline(max(held), "held")
    if credential in degrees and credential is not None:
        return Baseline(degrees[credential], "started from")
    bound = view.degree_bound_on(start)
    return Baseline(bound, "binds on the start") if bound else Baseline(BACHELOR, "assumed")
