"""IRIs of our ontology and of the standards, and the prefixes they are written with."""

from rdflib import Namespace
from rdflib.namespace import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD

__all__ = [
    "CAREER",
    "CATALOGUE",
    "DCAT",
    "DCTERMS",
    "ESCO",
    "ID",
    "ONTOLOGY",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SEMAPV",
    "SH",
    "SKOS",
    "SSSOM",
    "VOID",
    "XSD",
    "curie",
    "expand",
]

CAREER = Namespace("https://w3id.org/careergraph/ontology#")
ID = Namespace("https://w3id.org/careergraph/id/")
ESCO = Namespace("http://data.europa.eu/esco/model#")
SSSOM = Namespace("https://w3id.org/sssom/")
SEMAPV = Namespace("https://w3id.org/semapv/vocab/")
ONTOLOGY = "https://w3id.org/careergraph/ontology"
"""The named graph that holds the ontology in an open store."""

CATALOGUE = f"{ID}graph/catalogue"
"""The named graph that describes the others of a market; no part of the data, either."""

_KINDS = (
    "agent", "application", "attainment", "claim", "credential", "distinction", "experience",
    "factor", "group", "industry", "learning", "mapping", "passage", "period", "place",
    "population", "requirement", "role", "rule", "skill", "source", "step", "arrangement",
)  # fmt: skip

PREFIXES: dict[str, str] = {
    "career": str(CAREER),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sh": str(SH),
    "semapv": str(SEMAPV),
    "skos": str(SKOS),
    "sssom": str(SSSOM),
    "void": str(VOID),
    "xsd": str(XSD),
    "eqf": "http://data.europa.eu/snb/eqf/",
    "esco": str(ESCO),
    "esco.occupation": "http://data.europa.eu/esco/occupation/",
    "esco.skill": "http://data.europa.eu/esco/skill/",
    "isco": "http://data.europa.eu/esco/isco/",
    "schema": "https://schema.org/",
    "ceterms": "https://purl.org/ctdl/terms/",
    "onet": f"{ID}onet/",
    "soc-2010": f"{ID}soc-2010/",
    "soc-2018": f"{ID}soc-2018/",
    "cip-2020": f"{ID}cip-2020/",
    "naics-2022": f"{ID}naics-2022/",
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
