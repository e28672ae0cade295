"""A ladder as one reading of the claims shows it: what binds, what is possible, what is met."""

from dataclasses import dataclass, field
from decimal import Decimal

from rdflib import URIRef

from careergraph.claims import Relation
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading
from careergraph.terms import CAREER

BACHELOR = 6
"""EQF level of the baseline assumed when nothing else says what degree the traveller has."""

_BINDING = (CAREER.required, CAREER.typical)
_POSSIBLE, _SKILL, _GIVES = CAREER.possible, CAREER.essentialSkill, CAREER.gives

Range = tuple[Decimal | None, Decimal | None]
"""A least and a most; None is an open end."""


@dataclass(frozen=True)
class View:
    """A ladder under a reading. Answers are remembered: a view is asked the same thing often."""

    ladder: Ladder
    reading: Reading
    _places: dict[URIRef, dict[URIRef, list[int]]] = field(default_factory=dict)
    _binding: dict[URIRef, tuple[Claim, ...]] = field(default_factory=dict)

    def places(self, measure: URIRef) -> dict[URIRef, list[int]]:
        """Return the places in the book of the admitted claims on a measure, by subject."""
        if measure not in self._places:
            said = self.ladder.book.places(measure)
            if self.reading.source is not None:
                said = {s: [n for n in found if self._admits(n)] for s, found in said.items()}
            self._places[measure] = said
        return self._places[measure]

    def _admits(self, n: int) -> bool:
        """Whether a claim, and every claim it was derived from, counts in this reading."""
        table, only = self.ladder.book.table, self.reading.name == "only"
        if not table.column("derived_from")[n]:
            return (table.column("source")[n] == self.reading.source) is only
        bases = self.ladder.book.bases(table[n])
        return all((base.source == self.reading.source) is only for base in bases)

    def on(self, subject: URIRef, measure: URIRef) -> tuple[Claim, ...]:
        """Return the admitted claims on a subject and measure."""
        table = self.ladder.book.table
        return tuple(table[n] for n in self.places(measure).get(subject, ()))

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
        affirmed = self.ladder.book.affirmed
        said = [affirmed[n] for n in self.places(_POSSIBLE).get(step.iri, ())]
        return any(said) and (self.reading.name == "generous" or all(said))

    def demands(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the binding claims of a step: its own and those of the role it leads into."""
        return self.binding(step.iri) + self.binding(step.end)

    def objects(self, subject: URIRef, measure: URIRef) -> set[URIRef]:
        """Return what admitted claims affirm of a subject; empty when nothing is known."""
        book = self.ladder.book
        affirmed, objects = book.affirmed, book.table.column("object")
        places = self.places(measure).get(subject, ())
        return {objects[n] for n in places if affirmed[n] and objects[n] is not None}

    def ranges(self, measure: URIRef) -> dict[URIRef, list[Range]]:
        """Return the least and the most that admitted claims affirm, by subject."""
        book = self.ladder.book
        affirmed, table = book.affirmed, book.table
        least, most = table.column("minimum"), table.column("maximum")
        return {
            subject: [(least[n], most[n]) for n in places if affirmed[n]]
            for subject, places in self.places(measure).items()
        }

    def levels(self, role: URIRef) -> set[int]:
        """Return the ranks of the levels at which a role is held; empty when unknown."""
        ranks = self.ladder.ranks
        return {ranks[level] for level in self.objects(role, CAREER.level) if level in ranks}

    def industries(self, role: URIRef) -> set[URIRef]:
        """Return the industries in which a role is held; empty when unknown."""
        return self.objects(role, CAREER.worksIn)

    def skills(self, role: URIRef) -> set[URIRef]:
        """Return the essential skills of a role; empty when unknown."""
        return self.objects(role, _SKILL)

    def gives(self, step: URIRef) -> set[URIRef]:
        """Return the skills that making a step builds."""
        return self.objects(step, _GIVES)

    def pay(self, role: URIRef) -> tuple[Claim, ...]:
        """Return the affirmed claims on the pay of a role; empty when unknown."""
        return tuple(c for c in self.on(role, CAREER.pay) if c.affirms)

    def years(self, step: URIRef) -> tuple[Claim, ...]:
        """Return the affirmed claims on how long a step takes; empty when unknown."""
        return tuple(c for c in self.on(step, CAREER.typicalYears) if c.affirms)

    def grounded(self, step: AdvancementStep) -> bool:
        """Whether a claim that is more than a curator's inference says that people make a step."""
        affirmed, firm = self.ladder.book.affirmed, self.ladder.book.firm
        return any(affirmed[n] and firm[n] for n in self.places(_POSSIBLE).get(step.iri, ()))

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
