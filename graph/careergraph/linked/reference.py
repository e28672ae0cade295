"""The reference of the ontology: every term, what it means, what speaks of it, and its use here.

Each term stands under its own local name, so that `ontology#RoleGroup` lands on it, which the pages
of pyLODE do not do (docs/decisions/0011-linked-data.md). Numbers are those of the open graph: a
market's are in its catalogue, others are counted up to `MOST`.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import store as stores
from careergraph.linked.forms import FORMS
from careergraph.linked.html import Link, Links, render
from careergraph.linked.schema_org import CONTEXT, WHOLE
from careergraph.linked.telling import Row
from careergraph.terms import (
    CAREER,
    CATALOGUE,
    DCTERMS,
    ONTOLOGY,
    OWL,
    RDF,
    RDFS,
    SH,
    SKOS,
    VOID,
    curie,
)

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

MOST = 10_000
"""How far the uses of a term are counted where no catalogue has their number."""

_ONTOLOGY = ox.NamedNode(ONTOLOGY)
_MEASURES = ("Relation", "Quantity", "Description", "Proposition")
_FACTS = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, RDFS.domain, RDFS.range, SKOS.broader)
_ALIGNED = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch,
            SKOS.narrowMatch, SKOS.relatedMatch)  # fmt: skip
_NOTES = (SKOS.editorialNote, SKOS.scopeNote)


def ontology(graph: "CareerGraph") -> tuple[ox.Triple, ...]:
    """Return the triples of the ontology, as they stand beside the data of an open graph."""
    found = graph.store.quads_for_pattern(None, None, None, _ONTOLOGY)
    return tuple(quad.triple for quad in found)


def reference(graph: "CareerGraph") -> str:
    """Return the page of the ontology, to stand at `ontology`."""
    links = Links(graph, "")
    head = {
        prop: _text(graph.store, _ONTOLOGY, prop)
        for prop in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo)
    }
    return render(
        "reference", title=f"{head[DCTERMS.title]} – careergraph", root="",
        forms={name: f"ontology.{name}" for name in FORMS}, structured=_structured(head),
        label=head[DCTERMS.title], description=head[DCTERMS.description], iri=ONTOLOGY,
        version=head[OWL.versionInfo], licence=links.to(head[DCTERMS.license]), groups=terms(graph),
    )  # fmt: skip


def terms(graph: "CareerGraph") -> list[Row]:
    """Return the terms in groups, each a title and its terms, with all that the reference tells."""
    links, use = Links(graph, ""), _Use(graph)
    return [
        {"title": title, "terms": [_term(graph, term, kind, links, use) for term in found]}
        for title, kind, found in _groups(graph.store)
    ]


def _structured(head: dict[URIRef, str]) -> Row:
    return {
        "@context": CONTEXT, "@type": "DefinedTermSet", "@id": ONTOLOGY,
        "name": head[DCTERMS.title], "description": head[DCTERMS.description],
        "license": head[DCTERMS.license], "version": head[OWL.versionInfo], "isBasedOn": WHOLE,
    }  # fmt: skip


# ---------------------------------------------------------------- terms


def _groups(store: ox.Store) -> Iterable[tuple[str, str, list[str]]]:
    """The terms by what they are: a title, how they are used, and their IRIs by local name."""
    types: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), None, _ONTOLOGY):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(CAREER):
            types.setdefault(quad.subject.value, set()).add(quad.object.value)  # type: ignore[union-attr]
    left = dict(sorted(types.items(), key=lambda item: item[0].lower()))
    measures = {str(CAREER[name]) for name in _MEASURES}
    for title, kind, wanted in (
        ("Classes", "class", {str(OWL.Class)}),
        ("Measures: what a claim says", "measure", measures),
        ("Properties", "property", {str(OWL.ObjectProperty), str(OWL.DatatypeProperty)}),
    ):
        found = [term for term, classes in left.items() if classes & wanted]
        left = {term: classes for term, classes in left.items() if term not in found}
        yield title, kind, found
    for cls in sorted({min(c for c in classes if c != str(OWL.NamedIndividual))
                       for classes in left.values()}):  # fmt: skip
        found = [term for term, classes in left.items() if cls in classes]
        left = {term: classes for term, classes in left.items() if term not in found}
        yield f"{_text(store, ox.NamedNode(cls), RDFS.label) or curie(cls)}: its values", \
            "value", found  # fmt: skip


def _term(graph: "CareerGraph", term: str, kind: str, links: Links, use: "_Use") -> Row:
    store, node = graph.store, ox.NamedNode(term)
    count, example = use.of(term, kind)
    facts = [(links.to(prop), _linked(store, node, prop, links)) for prop in _FACTS]
    below = [links.to(each) for each in _objects(store, None, RDFS.subClassOf, node)]
    return {
        "name": term.removeprefix(CAREER), "iri": term,
        "label": graph.labels.label(term), "definition": graph.labels.definition(term) or "",
        "types": _linked(store, node, RDF.type, links),
        "facts": [(link, values) for link, values in [*facts, (Link("narrower"), below)]
                  if values],
        "aligned": [(links.to(prop), found) for prop in _ALIGNED
                    if (found := _linked(_beside("alignments"), node, prop, links))],
        "notes": [each for prop in _NOTES
                  for each in _objects(_beside("alignments"), node, prop, None)],
        "shapes": _shapes().get(term, []),
        "count": count, "example": links.to(example) if example else None,
        "deprecated": bool(_objects(store, node, OWL.deprecated, None)),
    }  # fmt: skip


def _linked(store: ox.Store, node: ox.NamedNode, prop: str, links: Links) -> list[Link]:
    return [links.to(each) for each in _objects(store, node, prop, None)]


def _objects(
    store: ox.Store, node: ox.NamedNode | None, prop: str, value: ox.NamedNode | None
) -> list[str]:  # fmt: skip
    """The other ends of a property that begins or ends in a node, sorted: IRIs and values."""
    found = store.quads_for_pattern(node, ox.NamedNode(prop), value, None)
    ends = (quad.object if value is None else quad.subject for quad in found)
    return sorted({end.value for end in ends if isinstance(end, ox.NamedNode | ox.Literal)})


def _text(store: ox.Store, node: ox.NamedNode, prop: str) -> str:
    return next(iter(_objects(store, node, prop, None)), "")


@cache
def _beside(name: str) -> ox.Store:
    """A shipped file that speaks of the ontology: its alignments, its shapes."""
    store = ox.Store()
    stores.load(store, stores.shipped(f"ontology/{name}.ttl"))
    return store


@cache
def _shapes() -> dict[str, list[str]]:
    """What must hold of each term: of a property by its paths, of a class by its target."""
    store = _beside("shapes")
    found: dict[str, set[str]] = {}
    for prop, end in ((SH.path, "property"), (SH.targetClass, "class"), (SH.targetSubjectsOf, "")):
        for quad in store.quads_for_pattern(None, ox.NamedNode(prop), None, None):
            if isinstance(quad.object, ox.NamedNode):
                told = _messages(store, quad.subject, whole=end == "class")
                found.setdefault(quad.object.value, set()).update(told)
    return {term: sorted(told) for term, told in found.items()}


def _messages(store: ox.Store, shape: object, *, whole: bool) -> Iterable[str]:
    """What a shape says when it does not hold; of a whole one also what its parts say."""
    assert isinstance(shape, ox.NamedNode | ox.BlankNode)
    for quad in store.quads_for_pattern(shape, ox.NamedNode(SH.message), None, None):
        if isinstance(quad.object, ox.Literal):
            yield quad.object.value
    for prop in (SH.property, SH.sparql) if whole else ():
        for quad in store.quads_for_pattern(shape, ox.NamedNode(prop), None, None):
            yield from _messages(store, quad.object, whole=False)


# ---------------------------------------------------------------- use


class _Use:
    """How often each term is used in a graph, and where, for example."""

    def __init__(self, graph: "CareerGraph") -> None:
        self._store = graph.store
        self._claims = graph.book.counted("measure")
        self._kept = self._catalogued()

    def of(self, term: str, kind: str) -> tuple[str, str]:
        """Return how often a term is used, in words, and a node that uses it; empty for none."""
        node, is_a = ox.NamedNode(term), ox.NamedNode(RDF.type)
        if kind == "class":
            held = self._number(f"?s a {node}", term, "node"), self._values(node)
            return " and ".join(filter(None, held)), self._example(is_a, node)
        if kind == "measure":
            claims = self._claims.get(URIRef(term), 0)
            return _counted(claims, "claim"), self._example(ox.NamedNode(CAREER.measure), node)
        if kind == "property":
            return self._number(f"?s {node} ?o", term, "triple"), self._example(node, None)
        return self._number(f"?s ?p {node}", "", "triple"), self._example(None, node)

    def _values(self, cls: ox.NamedNode) -> str:
        found = self._store.quads_for_pattern(None, ox.NamedNode(RDF.type), cls, _ONTOLOGY)
        count = _counted(sum(1 for _ in found), "value")
        return f"{count} in the ontology" if count else ""

    def _number(self, pattern: str, term: str, what: str) -> str:
        """How many things match: as the catalogue has it, else counted up to `MOST`."""
        if self._kept and term:
            return _counted(self._kept.get(term, 0), what)
        beside = f"FILTER(?g NOT IN (<{ONTOLOGY}>, <{CATALOGUE}>))"
        found = self._store.query(
            f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {{ {pattern} }} UNION "
            f"{{ GRAPH ?g {{ {pattern} }} {beside} }} }} LIMIT {MOST + 1} }} }}"
        )
        assert isinstance(found, ox.QuerySolutions)
        number = next(found)[0]
        assert isinstance(number, ox.Literal)
        least = "at least " if int(number.value) > MOST else ""
        return least + _counted(min(int(number.value), MOST), what)

    def _catalogued(self) -> dict[str, int]:
        """What the catalogue of a market counts, all graphs together: nodes of a class, triples
        with a property."""
        found: dict[str, int] = {}
        for what, number in ((VOID["class"], VOID.entities), (VOID.property, VOID.triples)):
            parts = self._store.quads_for_pattern(
                None, ox.NamedNode(what), None, ox.NamedNode(CATALOGUE)
            )
            for part in parts:
                assert isinstance(part.object, ox.NamedNode)
                assert isinstance(part.subject, ox.NamedNode)
                count = int(_text(self._store, part.subject, number) or 0)
                found[part.object.value] = found.get(part.object.value, 0) + count
        return found

    def _example(self, prop: ox.NamedNode | None, value: ox.NamedNode | None) -> str:
        found = stores.said(self._store, None, prop, value)
        return next((q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)), "")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else ""
