"""What a SPARQL endpoint says of itself: SPARQL 1.1 Service Description, with sizes from VoID."""

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Namespace

from careergraph.linked.dataset import dataset
from careergraph.sparql.calls import SERVICES
from careergraph.terms import CATALOGUE, ONTOLOGY, RDF, VOID

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

FORMATS = tuple(f"http://www.w3.org/ns/formats/{name}" for name in (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD",
))  # fmt: skip
"""The syntaxes of answers, as the W3C names them."""


def service_description(graph: "CareerGraph", endpoint: str) -> tuple[ox.Triple, ...]:
    """Return what is said of the SPARQL service at the IRI `endpoint`, which serves a graph.

    Its default graph is the union of all, as in `CareerGraph.query`; the named ones are told with
    their sizes. The calls that a SERVICE block answers here are language extensions.
    """
    service, whole = ox.NamedNode(endpoint), ox.BlankNode("dataset")
    described = dataset(graph)
    triples = [
        _t(service, RDF.type, SD.Service),
        _t(service, SD.endpoint, endpoint),
        _t(service, SD.supportedLanguage, SD.SPARQL11Query),
        _t(service, SD.feature, SD.UnionDefaultGraph),
        *(_t(service, SD.resultFormat, each) for each in FORMATS),
        *(_t(service, SD.languageExtension, each) for each in SERVICES),
        *(_t(ox.NamedNode(each), RDF.type, SD.Feature) for each in SERVICES),
        ox.Triple(service, _p(SD.defaultDataset), whole),
        _t(whole, RDF.type, SD.Dataset),
    ]
    sizes = {t.subject: t.object for t in described if t.predicate == _p(VOID.triples)}
    triples += _graph(whole, SD.defaultGraph, ox.BlankNode("default"),
                      sizes.get(ox.NamedNode(CATALOGUE)))  # fmt: skip
    for number, name in enumerate(sorted(graph.store.named_graphs(), key=str)):
        if isinstance(name, ox.NamedNode):
            triples += _named(graph.store, whole, name, number, sizes.get(name))
    return tuple(triples)


def _named(
    store: ox.Store, whole: ox.BlankNode, name: ox.NamedNode, number: int, size: object
) -> list[ox.Triple]:  # fmt: skip
    node = ox.BlankNode(f"named{number}")
    if name.value in (ONTOLOGY, CATALOGUE):  # small, and not in the catalogue
        size = ox.Literal(sum(1 for _ in store.quads_for_pattern(None, None, None, name)))
    return [
        ox.Triple(whole, _p(SD.namedGraph), node),
        _t(node, RDF.type, SD.NamedGraph),
        ox.Triple(node, _p(SD.name), name),
        *_graph(node, SD.graph, ox.BlankNode(f"graph{number}"), size),
    ]


def _graph(
    whole: ox.BlankNode, prop: str, node: ox.BlankNode, size: object
) -> list[ox.Triple]:  # fmt: skip
    held = [ox.Triple(node, _p(VOID.triples), size)] if isinstance(size, ox.Literal) else []
    return [ox.Triple(whole, _p(prop), node), _t(node, RDF.type, SD.Graph),
            _t(node, RDF.type, VOID.Dataset), *held]  # fmt: skip


def _t(subject: ox.NamedNode | ox.BlankNode, prop: str, value: str) -> ox.Triple:
    return ox.Triple(subject, _p(prop), ox.NamedNode(value))


def _p(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
