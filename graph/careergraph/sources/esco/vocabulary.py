"""What ESCO calls things: its IRIs, its kinds of concepts, the values it chooses from."""

from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Role, RoleGroup, Skill, SkillGroup
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, DCTERMS, ESCO, ID, SKOS

SOURCE = ID["source/esco"]
VOICE = Voice("esco", SOURCE)

DATA = "http://data.europa.eu/esco/"
SCHEME = f"{DATA}concept-scheme/"
ISCO = f"{DATA}isco/C"
"""What the IRI of a group of ISCO-08 begins with; its code follows."""
ISCO_NOTATION = ox.NamedNode(f"{DATA}Notation/ISCO08")
STATUS = "http://purl.org/iso25964/skos-thes#status"
RELEASED = "released"


class Kind(NamedTuple):
    """A kind of concept: the record and the classes that it becomes, and the scheme it is in."""

    name: str
    record: Any
    types: tuple[URIRef, ...]
    scheme: str


OCCUPATION = Kind("occupation", Role, (CAREER.Role, ESCO.Occupation), f"{SCHEME}occupations")
SKILL = Kind("skill", Skill, (CAREER.Skill, ESCO.Skill), f"{SCHEME}skills")
ISCO_GROUP = Kind("ISCO group", RoleGroup, (CAREER.RoleGroup, SKOS.Concept), f"{SCHEME}isco")
SKILL_GROUP = Kind("skill group", SkillGroup, (CAREER.SkillGroup, SKOS.Concept),
                   f"{SCHEME}skills-hierarchy")  # fmt: skip

CONCEPT_TYPES = {
    "occupation": OCCUPATION, "iscogroup": ISCO_GROUP, "skillgroup": SKILL_GROUP,
    "knowledgeskillcompetence": SKILL, "skill": SKILL,
}  # fmt: skip
"""What the tables call each kind, in small letters."""


def _values(path: str, *names: str, **others: str) -> dict[str, str]:
    """The IRI of each value, by its name and by itself."""
    named = {name: f"{DATA}{path}/{name}" for name in names}
    named |= {other.replace("_", "/"): named[name] for other, name in others.items()}
    return named | {iri: iri for iri in named.values()}


SKILL_TYPES = _values("skill-type", "skill", "knowledge", skill_competence="skill")
REUSE_LEVELS = _values("skill-reuse-level", "transversal", "cross-sector", "sector-specific",
                       "occupation-specific")  # fmt: skip
REGULATION = _values("regulated-professions", "regulated", "unregulated", "partially-regulated")
UNREGULATED = REGULATION["unregulated"]
RELATIONS = _values("relationship-type", "essential-skill", "optional-skill")

COLLECTIONS = {
    "digCompSkills": "Skills of DigComp",
    "digitalSkills": "Digital skills",
    "greenSkills": "Green skills",
    "ictSkills": "ICT skills",
    "languageSkills": "Language skills",
    "researchOccupations": "Research occupations",
    "researchSkills": "Research skills",
    "transversalSkills": "Transversal skills",
}
"""The collections that a release may have, as their files begin, and what we call them."""

SCHEMES_OF_COLLECTIONS = {
    f"{SCHEME}6c930acd-c104-4ece-acf7-f44fd7333036": "digitalSkills",
    f"{SCHEME}8ae4b9f3-507e-4057-a145-2f96f0132613": "researchOccupations",
    f"{SCHEME}digcomp": "digCompSkills",
    f"{SCHEME}green": "greenSkills",
    f"{SCHEME}research": "researchSkills",
    f"{SCHEME}skill-language-groups": "languageSkills",
    f"{SCHEME}skill-transversal-groups": "transversalSkills",
}
"""The schemes as which the RDF release keeps the same collections."""


class P:
    """Properties, as Oxigraph has them."""

    TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    LABEL = ox.NamedNode(SKOS.prefLabel)
    ALTERNATIVE = ox.NamedNode(SKOS.altLabel)
    HIDDEN = ox.NamedNode(SKOS.hiddenLabel)
    DEFINITION = ox.NamedNode(SKOS.definition)
    SCOPE_NOTE = ox.NamedNode(SKOS.scopeNote)
    DESCRIPTION = ox.NamedNode(DCTERMS.description)
    MODIFIED = ox.NamedNode(DCTERMS.modified)
    NOTATION = ox.NamedNode(SKOS.notation)
    SCHEME = ox.NamedNode(SKOS.inScheme)
    BROADER = ox.NamedNode(SKOS.broader)
    MEMBER = ox.NamedNode(SKOS.member)
    STATUS = ox.NamedNode(STATUS)
    SKILL_TYPE = ox.NamedNode(ESCO.skillType)
    REUSE_LEVEL = ox.NamedNode(ESCO.skillReuseLevel)
    REGULATION = ox.NamedNode(ESCO.regulatedProfessionNote)
    NACE = ox.NamedNode(ESCO.hasNACECode)
    REPLACED_BY = ox.NamedNode(ESCO.replacedBy)
    ESSENTIAL = ox.NamedNode(ESCO.relatedEssentialSkill)
    OPTIONAL = ox.NamedNode(ESCO.relatedOptionalSkill)
