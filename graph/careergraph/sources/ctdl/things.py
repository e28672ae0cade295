"""What a document in CTDL speaks of: roles, credentials, skills and lengths of experience."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Credential, Experience, Requirement, Role, Skill, named
from careergraph.sources import voice
from careergraph.sources.ctdl.conditions import Clause
from careergraph.sources.ctdl.document import Document, Node
from careergraph.sources.findings import Findings
from careergraph.sources.schooling import EQF, experience
from careergraph.terms import CAREER, ID, SKOS

JOBS = ("JobComponent", "Occupation", "Job", "WorkRole")
SKILLS = ("CompetencyComponent", "https://purl.org/ctdlasn/terms/Competency")
digest = partial(voice.digest, size=8)
"""A name that its parts tell from any other, as short as a few thousand things need."""

SCHEME = ID["ctdl/names"]
"""The scheme that the names of such documents stand in: they are not ours to mend."""

_DEGREES = {
    "SecondarySchoolDiploma": 4, "AssociateDegree": 5, "BachelorDegree": 6, "MasterDegree": 7,
    "DoctoralDegree": 8, "ProfessionalDoctorate": 8, "ResearchDoctorate": 8,
}  # fmt: skip
"""Degrees with their level in the European Qualifications Framework, as in `schooling`."""
_FINER = re.compile(r"(Associate|Bachelor|Master|Doctoral)Of\w+Degree")
_CERTIFIED = re.compile(r"\w*(Certificat\w*|Badge|MicroCredential)")
_OTHERS = {"Credential", "CredentialComponent", "Degree", "Diploma", "SpecialistDegree",
           "GeneralEducationDevelopment", "QualityAssuranceCredential"}  # fmt: skip


class Things:
    """The things of one document, each with one node, described when they are first spoken of."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self._document, self._findings = document, findings
        self._records: dict[str, Any] = {}
        self._labels: dict[str, str] = {}
        self._met: set[str] = set()

    def records(self) -> Iterator[Any]:
        """Yield all that were spoken of, sorted, each in the scheme of such names."""
        for iri in sorted(self._records):
            yield self._records[iri]
            yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(SKOS.inScheme), ox.NamedNode(SCHEME))

    def is_job(self, iri: str) -> bool:
        """Whether a node is a role."""
        return isinstance(self._records.get(iri), Role)

    def is_credential(self, iri: str) -> bool:
        """Whether a node is a credential."""
        return isinstance(self._records.get(iri), Credential)

    def usable(self, iri: str) -> bool:
        """Whether a requirement can count a node."""
        return isinstance(self._records.get(iri), Credential | Skill | Experience)

    def thing(self, node: Node) -> str:
        """Return the IRI of what a node stands for; a component stands for what it is proxy for.

        What is no role, credential or skill gets an IRI and no record.
        """
        document = self._document
        proxied = [n for n in document.nodes(node, "proxyFor") if isinstance(n, ox.NamedNode)]
        types = document.types(node) | {t for n in proxied for t in document.types(n)}
        aimed = [n for n in document.nodes(node, "targetNode") if isinstance(n, ox.NamedNode)]
        stands: Node = (*proxied, *aimed, node)[0]
        label = document.text(node, "name", "ceasn:competencyLabel", "ceasn:competencyText",
                              "targetNodeName", "targetNodeDescription")  # fmt: skip
        label = label or document.text(stands, "name", "ceasn:competencyLabel",
                                       "ceasn:competencyText")  # fmt: skip
        if isinstance(stands, ox.NamedNode):
            iri = stands.value
        else:
            iri = str(ID[f"ctdl/{digest(document.place, *sorted(types), label)}"])
        if iri not in self._met:
            self._met.add(iri)
            self._describe(iri, types, label, node)
        return iri

    def _describe(self, iri: str, types: set[str], label: str, node: Node) -> None:
        document = self._document
        types |= {n.value.rpartition("/")[2] for n in document.nodes(node, "credentialType")
                  if isinstance(n, ox.NamedNode)}  # fmt: skip
        record = self._record(URIRef(iri), types, Literal(label, lang="en"))
        if record is None:
            return
        if not label:
            self._findings.note("thing without a name; left out", f"{document.place}: {iri}")
            return
        self._records[iri], self._labels[iri] = record, label

    def _record(self, iri: URIRef, types: set[str], label: Literal) -> Any:
        if types & set(JOBS):
            return Role(iri, (CAREER.Role,), label)
        if types & {*SKILLS, "CredentialAlignmentObject"}:
            return Skill(iri, (CAREER.Skill,), label)
        level = next((eqf for name in sorted(types) if (eqf := _level(name))), None)
        if level:
            return Credential(iri, (CAREER.Degree,), label, eqf_level=URIRef(f"{EQF}{level}"))
        if "License" in types:
            return Credential(iri, (CAREER.Licence,), label)
        if any(map(_CERTIFIED.fullmatch, types)):
            return Credential(iri, (CAREER.Certification,), label)
        return Credential(iri, (CAREER.Credential,), label) if types & _OTHERS else None

    def years(self, text: str) -> str | None:
        """Return the IRI of an experience of so many years, or None when `text` is no number."""
        try:
            years = Decimal(text)
        except InvalidOperation:
            years = Decimal(-1)
        if not (years.is_finite() and 0 < years < 100):
            place = f"{self._document.place}: {text}"
            self._findings.note("yearsOfExperience that is no number of years; left out", place)
            return None
        plain = f"{years.normalize():f}"
        worked, _ = experience(Decimal(plain), f"{plain} year{'' if plain == '1' else 's'}")
        self._records[str(worked.iri)] = worked
        self._labels[str(worked.iri)] = f"{worked.label} of experience"
        return str(worked.iri)

    def requirement(self, clause: Clause) -> Requirement:
        """Return the requirement that a clause is; equal clauses are one node."""
        names = sorted(self._labels[leaf] for leaf in clause.leaves)
        label = names[0] if len(names) == 1 else f"{clause.needed} of: {', '.join(names)}"
        iri = ID[f"requirement/ctdl-{digest(str(clause.needed), *clause.leaves)}"]
        found = Requirement(iri, Literal(label, lang="en"), clause.needed,
                            tuple(named(leaf) for leaf in clause.leaves))  # fmt: skip
        self._records[str(iri)] = found
        return found


def _level(name: str) -> int | None:
    finer = _FINER.fullmatch(name)
    return _DEGREES.get(f"{finer[1]}Degree" if finer else name)
