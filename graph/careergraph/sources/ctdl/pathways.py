"""The pathways, occupations and credentials of a document, as steps, requirements and claims."""

from collections.abc import Iterator
from typing import Any

from rdflib import URIRef

from careergraph.model import AdvancementStep, Claim, named
from careergraph.sources.ctdl.conditions import MET, Condition, clauses, given, leaves
from careergraph.sources.ctdl.document import Document, Node
from careergraph.sources.ctdl.things import JOBS, Things, digest
from careergraph.sources.findings import Findings
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID

_PROFILES = {"requires": CAREER.required, "recommends": CAREER.preferred}
_TARGETS = ("targetCredential", "targetCompetency", "targetOccupation", "targetJob")
_COMPONENTS = ("JobComponent", "CredentialComponent")
_DEEPEST = 20


class Pathways:
    """What one document says: read once, in a fixed order."""

    def __init__(self, document: Document, voice: Voice, findings: Findings) -> None:
        self._document, self._voice, self._findings = document, voice, findings
        self._things = Things(document, findings)
        self._steps: dict[URIRef, AdvancementStep] = {}
        self._claims: dict[URIRef, Claim] = {}

    def records(self) -> Iterator[Any]:
        """Yield the things spoken of, the steps between roles, and every claim."""
        document, things = self._document, self._things
        for node in document.of_types(*JOBS, "Credential"):
            things.thing(node)
        components = document.of_types(*_COMPONENTS)
        for component in components:
            conditions = [self._component(c, 0) for c in document.nodes(component, "hasCondition")]
            self._entered(component, _all(conditions), self._before(component), CAREER.required)
        for node in document.of_types("Occupation", "Job", "WorkRole", "Credential"):
            self._profiled(node)
        for node in self._other_credentials(components):
            self._profiled(node)
        yield from things.records()
        yield from (self._steps[iri] for iri in sorted(self._steps))
        yield from (self._claims[iri] for iri in sorted(self._claims))

    def _other_credentials(self, components: list[Node]) -> list[Node]:
        """The nodes with profiles whose class is a finer kind of credential."""
        with_profiles = [n for name in (*_PROFILES, "preparationFrom")
                         for n in self._document.with_property(name)]  # fmt: skip
        read = set(self._document.of_types("Occupation", "Job", "WorkRole", "Credential"))
        return sorted({*with_profiles} - read - {*components}, key=self._document.order)

    # ------------------------------------------------------------ what comes before what

    def _before(self, component: Node) -> set[str]:
        """What precedes a component by the pathway's own order."""
        before = {*self._document.nodes(component, "precededBy"),
                  *self._document.said_of(component, "precedes")}  # fmt: skip
        return {self._things.thing(node) for node in before}

    def _entered(
        self, node: Node, condition: Condition, before: set[str], strength: URIRef
    ) -> None:
        """State how a role or credential is reached: from roles, by credentials, with what."""
        things, goal = self._things, self._things.thing(node)
        if not (things.is_job(goal) or things.is_credential(goal)):
            return
        asked = leaves(condition) | before
        jobs = sorted(leaf for leaf in asked if things.is_job(leaf) and leaf != goal)
        if things.is_job(goal):
            for credential in sorted(filter(things.is_credential, asked)):
                if credential in before or given(condition, frozenset({credential})) == MET:
                    self._say(credential, CAREER.opens, object=named(goal))
            for job in jobs:
                step = self._step(job, goal, condition)
                if step is not None:
                    self._asked(step, given(condition, frozenset({job})), strength)
            if jobs:
                return
        self._asked(named(goal), condition, strength)

    def _step(self, job: str, goal: str, condition: Condition) -> URIRef | None:
        """The step from a role, when having held it is enough of roles."""
        left = clauses(given(condition, frozenset({job}))) or []
        if any(all(map(self._things.is_job, clause.leaves)) for clause in left):
            self._tell("condition that asks for several roles at once; no step is stated", goal)
            return None
        iri = ID[f"step/ctdl-{digest(job, goal)}"]
        self._steps[iri] = AdvancementStep(iri, named(job), named(goal), CAREER.move)
        self._say(iri, CAREER.possible)
        return iri

    def _asked(self, subject: URIRef, condition: Condition, strength: URIRef) -> None:
        """State what a condition asks for, clause by clause; what cannot be stated is told."""
        found = clauses(condition)
        if found is None:
            self._tell("condition too tangled to be stated; left out", subject)
            return
        for clause in found:
            if not all(map(self._things.usable, clause.leaves)):
                other = next(leaf for leaf in clause.leaves if not self._things.usable(leaf))
                self._tell("requirement that counts what is no credential, skill or time worked; "
                           "left out", f"{subject} counts {other}")  # fmt: skip
                continue
            requirement = self._things.requirement(clause)
            self._say(subject, CAREER.requires, object=requirement.iri, strength=strength)

    def _say(self, subject: str, measure: URIRef, **parts: Any) -> None:
        key = str(parts.get("strength", ""))
        claim = self._voice.says(named(subject), measure, key=key, **parts)
        self._claims[claim.iri] = claim

    def _tell(self, what: str, where: str) -> None:
        self._findings.note(what, f"{self._document.place}: {where}")

    # ------------------------------------------------------------ conditions

    def _component(self, node: Node, depth: int) -> Condition:
        """A condition of a pathway: so many of its components and of the conditions inside it."""
        if depth > _DEEPEST:
            self._tell("condition that contains itself; left out", str(node))
            return MET
        document = self._document
        parts: list[Condition | str] = [
            self._things.thing(n) for n in document.nodes(node, "targetComponent")
        ]
        inner = (self._component(n, depth + 1) for n in document.nodes(node, "hasCondition"))
        parts += [condition for condition in inner if condition != MET]
        if document.nodes(node, "hasConstraint"):
            self._tell("constraint on a condition; not read", document.text(node, "name"))
        parts = list(dict.fromkeys(parts))
        text = document.number(node, "requiredNumber")
        needed = int(text) if text.isdigit() else len(parts)
        if (text and not text.isdigit()) or not 0 < needed <= len(parts):
            what = f"{text or 'no number'} of {len(parts)}"
            self._tell("condition that cannot be met as it stands; left out", what)
            return MET
        return Condition(needed, tuple(parts))

    def _profiled(self, node: Node) -> None:
        """State the profiles of an occupation or credential."""
        for name, strength in _PROFILES.items():
            for profile in self._document.nodes(node, name):
                self._entered(node, self._profile(profile, 0), set(), strength)
        for profile in self._document.nodes(node, "preparationFrom"):
            before = leaves(self._profile(profile, 0))
            self._entered(node, MET, before, CAREER.preferred)

    def _profile(self, node: Node, depth: int) -> Condition:
        """All that a profile names, and one of the alternatives to it, if it has any."""
        if depth > _DEEPEST:
            self._tell("condition that contains itself; left out", str(node))
            return MET
        document = self._document
        parts: list[Condition | str] = [
            self._things.thing(n) for n in document.nodes(node, *_TARGETS)
        ]
        years = document.number(node, "yearsOfExperience")
        worked = self._things.years(years) if years else None
        parts += [worked] if worked else []
        inner = document.nodes(node, "alternativeCondition")
        others = [self._profile(n, depth + 1) for n in inner]
        if others and MET not in others:
            parts.append(Condition(1, tuple(dict.fromkeys(others))))
        parts = list(dict.fromkeys(parts))
        return Condition(len(parts), tuple(parts)) if parts else MET


def _all(conditions: list[Condition]) -> Condition:
    """All of several conditions."""
    asked = tuple(dict.fromkeys(c for c in conditions if c != MET))
    return asked[0] if len(asked) == 1 else Condition(len(asked), asked)
