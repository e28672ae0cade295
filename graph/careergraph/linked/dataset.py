"""What a graph is as a whole: its sources as data sets, its size, licences, and how to cite it.

A market has a catalogue (`market.catalogue`); of other graphs the same is counted when it is asked
for. What a source says of itself (title, version, date, licence, files) stands beside it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox

from careergraph import __version__
from careergraph import store as stores
from careergraph.enumeration import listed
from careergraph.linked.addresses import up
from careergraph.linked.forms import FORMS
from careergraph.linked.html import CITATION, Links, render
from careergraph.linked.schema_org import CONTEXT, WHOLE, structured
from careergraph.linked.telling import Row, citation
from careergraph.market import building, catalogue
from careergraph.model import Source
from careergraph.terms import CAREER, CATALOGUE, DCTERMS, ID, RDF, RDFS, VOID

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

_WHOLE, _TYPE = ox.NamedNode(CATALOGUE), ox.NamedNode(RDF.type)
_TITLE = "What this graph holds"
_LICENCE = "http://www.apache.org/licenses/LICENSE-2.0"
PLACE = "dataset"
"""Where the page stands."""


def dataset(graph: "CareerGraph", *, endpoint: str = "") -> tuple[ox.Triple, ...]:
    """Return a graph described in terms of DCAT and VoID; `endpoint` is the IRI of its SPARQL.

    Same graph, same triples. A market's numbers are those of its catalogue.
    """
    found = set(_described(graph.store))
    for source in graph.book.sources:
        found |= {q.triple for q in stores.said(graph.store, ox.NamedNode(source))}
    for word in (CAREER, DCTERMS, RDFS):
        found.add(ox.Triple(_WHOLE, _p(VOID.vocabulary), ox.NamedNode(str(word))))
    found.add(ox.Triple(_WHOLE, _p(VOID.uriSpace), ox.Literal(str(ID))))
    found.add(ox.Triple(_WHOLE, _p(DCTERMS.bibliographicCitation), ox.Literal(CITATION)))
    if endpoint:
        found.add(ox.Triple(_WHOLE, _p(VOID.sparqlEndpoint), ox.NamedNode(endpoint)))
    return tuple(found)


def _described(store: ox.Store) -> Iterator[ox.Triple]:
    """The catalogue of a store, counted where it has none."""
    kept = [quad.triple for quad in store.quads_for_pattern(None, None, None, _WHOLE)]
    if kept:
        yield from kept
        return
    name, counted = building.graph_of("data"), ox.Store()
    counted.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, name)
                        for q in stores.said(store))  # fmt: skip
    for triple in catalogue.describe({name: catalogue.counts(counted, name)}):
        is_title = triple.predicate.value == str(DCTERMS.title)
        title = ox.Literal(_TITLE, language="en")
        yield ox.Triple(triple.subject, triple.predicate, title) if is_title else triple


def _p(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


# ---------------------------------------------------------------- the page


def dataset_page(graph: "CareerGraph") -> str:
    """Return the page of the graph as a whole, to stand at `dataset`."""
    triples = dataset(graph)
    links = Links(graph, up(PLACE))
    sizes = _sizes(triples)
    return render(
        "dataset", title="Data set – careergraph", root=up(PLACE),
        forms={name: f"{PLACE}.{name}" for name in FORMS}, structured=_structured(graph),
        sources=[_source(graph, source, links) for source in _by_title(graph)],
        graphs=[{"iri": iri, **size} for iri, size in sorted(sizes.items()) if iri != CATALOGUE],
        total=sizes.get(CATALOGUE, {}).get("triples", 0), claims=len(graph.book.claims),
        kinds=_kinds(triples, links), version=__version__,
    )  # fmt: skip


def _by_title(graph: "CareerGraph") -> list[Source]:
    return sorted(graph.book.sources.values(), key=lambda source: (source.title, source.iri))


def _source(graph: "CareerGraph", source: Source, links: Links) -> Row:
    return {
        "link": links.to(source.iri, str(source.title)),
        "version": str(source.version or ""),
        "issued": str(source.issued or ""),
        "licence": links.to(source.licence) if source.licence else None,
        "rights": str(source.rights or ""),
        "citation": citation(graph, source),
        "files": len(source.files) or int(bool(source.file_name)),
    }


def _sizes(triples: tuple[ox.Triple, ...]) -> dict[str, dict[str, int]]:
    """How many triples and nodes each graph of the description holds."""
    parts = {t.object for t in triples if t.predicate.value == str(VOID.subset)} | {_WHOLE}
    names = {str(VOID.triples): "triples", str(VOID.entities): "entities"}
    found: dict[str, dict[str, int]] = {}
    for each in triples:
        name = names.get(each.predicate.value)
        if name and each.subject in parts and isinstance(each.object, ox.Literal):
            assert isinstance(each.subject, ox.NamedNode)
            if "/links/" not in each.subject.value:
                found.setdefault(each.subject.value, {})[name] = int(each.object.value)
    return found


def _kinds(triples: tuple[ox.Triple, ...], links: Links) -> list[Row]:
    """How many nodes are of each class of ours, all graphs together, the most first."""
    of_part = {t.subject: t.object for t in triples if t.predicate.value == str(VOID["class"])}
    found: dict[str, int] = {}
    for each in triples:
        cls = of_part.get(each.subject) if each.predicate.value == str(VOID.entities) else None
        if isinstance(cls, ox.NamedNode) and isinstance(each.object, ox.Literal):
            found[cls.value] = found.get(cls.value, 0) + int(each.object.value)
    ours = {cls: n for cls, n in found.items() if cls.startswith(CAREER)}
    return [{"link": links.to(cls), "count": n}
            for cls, n in sorted(ours.items(), key=lambda item: (-item[1], item[0]))]  # fmt: skip


def _structured(graph: "CareerGraph") -> Row:
    sources = _by_title(graph)
    titles = listed(str(source.title) for source in sources)
    return {
        "@context": CONTEXT, "@type": "Dataset", "@id": WHOLE, "name": "careergraph",
        "description": f"A graph of career claims, each with its source: {titles}.",
        "version": __version__, "creditText": CITATION, "license": _LICENCE,
        "creator": {"@type": "Organization", "name": "The careergraph developers"},
        "isBasedOn": [
            {k: v for k, v in structured(graph, source.iri).items() if k != "@context"}
            for source in sources
        ],
    }  # fmt: skip
