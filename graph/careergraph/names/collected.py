"""Every name in a store, and the kind of node that bears it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.terms import CAREER, DCTERMS, PROV, RDF, RDFS, SKOS

KINDS = ("Role", "Skill", "Industry", "Credential", "Application", "Level", "RoleGroup",
         "SkillGroup", "Place", "LearningOpportunity", "WorkArrangement", "Distinction", "Factor",
         "Population", "Source", "AdvancementStep", "Requirement", "Claim", "Rule", "Passage",
         "Period", "Experience", "StepKind", "Measure", "Agent")  # fmt: skip
"""The kinds of node that have names, the likeliest meaning of a name first."""

_SUBKINDS = {"Degree": "Credential", "Certification": "Credential", "Licence": "Credential",
             "Relation": "Measure", "Quantity": "Measure", "Description": "Measure",
             "Proposition": "Measure"}  # fmt: skip
_AGENTS = {str(cls) for cls in (PROV.Agent, PROV.Organization, PROV.Person, PROV.SoftwareAgent)}
_LABELS = tuple(ox.NamedNode(p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.title, SKOS.altLabel))
_TYPE = ox.NamedNode(RDF.type)


@dataclass(frozen=True, slots=True)
class Name:
    """One label of one node; `kind` is the local name of its class, `preferred` its rank."""

    text: str
    iri: URIRef
    kind: str
    preferred: bool

    def rank(self, written: str) -> tuple[bool, bool, URIRef]:
        """Return by what to choose among nodes of one kind that share a name as it was written:
        the preferred label goes before others, then the very letters before capitals or small
        ones."""
        return not self.preferred, self.text != written, self.iri


def collected(store: ox.Store) -> list[Name]:
    """Return every name in a store: by kind, the preferred ones first, then by text and IRI."""
    kinds: dict[str, str | None] = {}
    found = {name for prop in _LABELS for name in _with(store, prop, kinds)}
    return sorted(found, key=lambda n: (KINDS.index(n.kind), not n.preferred, n.text, n.iri))


def _with(
    store: ox.Store, prop: ox.NamedNode, kinds: dict[str, str | None]
) -> Iterator[Name]:  # fmt: skip
    """The names by one property. `kinds` remembers what the nodes are."""
    for quad in store.quads_for_pattern(None, prop, None, None):
        node, label = quad.subject, quad.object
        if isinstance(node, ox.NamedNode) and isinstance(label, ox.Literal):
            if node.value not in kinds:
                kinds[node.value] = _kind_of(store, node)
            kind = kinds[node.value]
            if kind is not None:
                yield Name(label.value, URIRef(node.value), kind, prop is not _LABELS[-1])


def _kind_of(store: ox.Store, node: ox.NamedNode) -> str | None:
    """The kind of a node, the likeliest of several."""
    classes = (q.object.value for q in store.quads_for_pattern(node, _TYPE, None, None)
               if isinstance(q.object, ox.NamedNode))  # fmt: skip
    return min(filter(None, map(_kind, classes)), key=KINDS.index, default=None)


def _kind(cls: str) -> str | None:
    if cls in _AGENTS:
        return "Agent"
    local = cls.removeprefix(str(CAREER))
    kind = _SUBKINDS.get(local, local)
    return kind if cls != local and kind in KINDS else None
