"""A node in the words of schema.org, for search engines; the page of a node carries it."""

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import wording
from careergraph.model import Claim
from careergraph.terms import CAREER, DCAT, DCTERMS, ID, PROV, RDF, SKOS, curie

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

CONTEXT = "https://schema.org/"
WHOLE = str(ID).rstrip("/").removesuffix("/id")
"""The set in which our terms are defined."""

_TYPES = {
    CAREER.Role: "Occupation",
    CAREER.Degree: "EducationalOccupationalCredential",
    CAREER.Certification: "EducationalOccupationalCredential",
    CAREER.Licence: "EducationalOccupationalCredential",
    CAREER.Credential: "EducationalOccupationalCredential",
    DCAT.Dataset: "Dataset",
    CAREER.Source: "CreativeWork",
    CAREER.Claim: "Claim",
    CAREER.Estimate: "Claim",
    CAREER.Place: "Place",
    PROV.Person: "Person",
    PROV.Organization: "Organization",
    PROV.Agent: "Organization",
}
"""Our classes and what schema.org calls them, the likeliest first; else it is a DefinedTerm."""

_MOST = 50

Row = dict[str, Any]


def structured(graph: "CareerGraph", iri: str) -> Row:
    """Return a node as JSON-LD in the words of schema.org."""
    classes = _objects(graph, iri, RDF.type)
    kind = next((name for cls, name in _TYPES.items() if str(cls) in classes), "DefinedTerm")
    values: Row = {
        "@context": CONTEXT,
        "@type": kind,
        "@id": iri,
        "name": graph.labels.label(iri),
        "alternateName": sorted({n.text for n in graph.index.of_node(iri)
                                 if n.text != graph.labels.label(iri)})[:_MOST],
        "description": graph.labels.definition(iri),
        "identifier": curie(iri),
        "sameAs": _web(_objects(graph, iri, SKOS.exactMatch)),
        **_MORE.get(kind, _nothing)(graph, iri, classes),
    }  # fmt: skip
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _nothing(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    return {}


def _occupation(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    skills = _objects(graph, iri, CAREER.essentialSkill)[:_MOST]
    return {
        "skills": [{"@type": "DefinedTerm", "@id": each, "name": graph.labels.label(each)}
                   for each in skills],
        "occupationalCategory": _objects(graph, iri, URIRef(f"{CONTEXT}occupationalCategory")),
    }  # fmt: skip


def _term(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    codes = _objects(graph, iri, SKOS.notation)
    return {"inDefinedTermSet": WHOLE, "termCode": codes[0] if codes else None}


def _credential(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    ours = [each for each in classes if each.startswith(CAREER)]
    return {"credentialCategory": [graph.labels.label(each) for each in ours]}


def _work(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    licences = _objects(graph, iri, DCTERMS.license)
    makers = _objects(graph, iri, DCTERMS.creator)
    return {
        "description": next(iter(_objects(graph, iri, DCTERMS.description)), None),
        "license": _web(licences)[0] if _web(licences) else None,
        "copyrightNotice": next(iter(_objects(graph, iri, DCTERMS.rights)), None),
        "datePublished": next(iter(_objects(graph, iri, DCTERMS.issued)), None),
        "creator": [{"@type": "Organization" if PROV.Person not in _kinds(graph, each) else
                     "Person", "@id": each, "name": graph.labels.label(each)} for each in makers],
    }  # fmt: skip


def _claim(graph: "CareerGraph", iri: str, classes: list[str]) -> Row:
    found: tuple[Claim, ...] = graph.book.named([iri])
    if not found:
        return {}
    claim, labels = found[0], graph.labels
    return {
        "name": f"{labels.label(claim.subject)}, {wording.statement(claim, labels)}",
        "appearance": {"@type": "CreativeWork", "@id": claim.source,
                       "name": wording.source(claim, graph.book, labels)},
        "author": [{"@type": "Organization", "@id": each, "name": labels.label(each)}
                   for each in claim.said_by],
    }  # fmt: skip


_MORE = {"Occupation": _occupation, "DefinedTerm": _term, "Claim": _claim, "Dataset": _work,
         "CreativeWork": _work, "EducationalOccupationalCredential": _credential}  # fmt: skip


def _kinds(graph: "CareerGraph", iri: str) -> list[URIRef]:
    return [URIRef(each) for each in _objects(graph, iri, RDF.type)]


def _objects(graph: "CareerGraph", iri: str, prop: str) -> list[str]:
    """The values of a property in any graph, as text, sorted."""
    found = graph.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None, None)
    return sorted({q.object.value for q in found if not isinstance(q.object, ox.Triple)})


def _web(iris: list[str]) -> list[str]:
    return [iri for iri in iris if iri.startswith(("http://", "https://"))]
