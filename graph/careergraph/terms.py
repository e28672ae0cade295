"""IRIs of our ontology and of the standards, and the prefixes they are written with."""

from rdflib import Namespace
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, XSD

__all__ = [
    "CAREER",
    "DCTERMS",
    "ID",
    "ONTOLOGY",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SH",
    "SKOS",
    "XSD",
    "curie",
    "expand",
]

CAREER = Namespace("https://w3id.org/careergraph/ontology#")
ID = Namespace("https://w3id.org/careergraph/id/")
ONTOLOGY = "https://w3id.org/careergraph/ontology"
"""The named graph that holds the ontology in an open store."""

_KINDS = (
    "agent", "application", "claim", "credential", "distinction", "experience", "factor", "group",
    "industry", "learning", "passage", "period", "place", "population", "requirement", "role",
    "rule", "skill", "source", "step", "arrangement",
)  # fmt: skip

PREFIXES: dict[str, str] = {
    "career": str(CAREER),
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sh": str(SH),
    "skos": str(SKOS),
    "xsd": str(XSD),
    "eqf": "http://data.europa.eu/snb/eqf/",
    "esco": "http://data.europa.eu/esco/model#",
    "isco": "http://data.europa.eu/esco/isco/",
    "schema": "https://schema.org/",
    "ceterms": "https://purl.org/ctdl/terms/",
    **{kind: f"{ID}{kind}/" for kind in sorted(_KINDS)},
}
"""Prefix to namespace, as written in Turtle and understood in queries; one a kind of node."""


def curie(iri: str) -> str:
    """Return `iri` shortened by the longest matching prefix, or unchanged when none matches.

    One that reads like a prefixed name itself is put in brackets; `expand` understands each.

    >>> curie("https://w3id.org/careergraph/id/role/data-scientist")
    'role:data-scientist'
    >>> curie("role:data-scientist")
    '<role:data-scientist>'
    """
    prefix = max((p for p, ns in PREFIXES.items() if iri.startswith(ns) and iri != ns),
                 key=lambda p: len(PREFIXES[p]), default=None)  # fmt: skip
    if prefix:
        return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
    return f"<{iri}>" if iri.partition(":")[0] in PREFIXES else iri


def expand(name: str) -> str | None:
    """Return the IRI that a prefixed name or `<IRI>` stands for, or None when it is neither.

    >>> expand("role:data-scientist")
    'https://w3id.org/careergraph/id/role/data-scientist'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return name if colon and local.startswith("//") else None
