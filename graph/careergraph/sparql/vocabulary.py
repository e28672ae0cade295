"""The words that a query on a graph can use: its classes, properties and fixed values.

They are what the ontology declares, and what the data uses beyond that: a market counts it in its
catalogue, other data is looked through.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pyoxigraph as ox

from careergraph.sparql.labels import labels
from careergraph.terms import CATALOGUE, ONTOLOGY, OWL, RDF, RDFS, VOID

MOST = 200_000
"""How many statements of data without a catalogue are looked through."""

_CLASSES = (str(OWL.Class), str(RDFS.Class))
_PROPERTIES = (*map(str, (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
                          RDF.Property)),)  # fmt: skip
_TYPE, _DOMAIN, _RANGE, _BROADER, _PROPERTY, _CLASS, _TRIPLES, _ENTITIES = (
    ox.NamedNode(each)
    for each in (RDF.type, RDFS.domain, RDFS.range, RDFS.subClassOf, VOID.property, VOID["class"],
                 VOID.triples, VOID.entities)
)  # fmt: skip

Pairs = dict[str, frozenset[str]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Classes and properties by IRI, the most used first, and what the ontology says of them.

    `values` are the things that the ontology itself names, with their classes; `domains` and
    `ranges` are of properties, `above` holds for each class those it is a part of.
    """

    classes: tuple[str, ...]
    properties: tuple[str, ...]
    values: Pairs
    domains: Pairs
    ranges: Pairs
    above: Pairs
    labels: dict[str, str]

    def within(self, cls: str) -> frozenset[str]:
        """Return a class with those that it is a part of, near or far."""
        found, waiting = set[str](), [cls]
        while waiting:
            each = waiting.pop()
            if each not in found:
                found.add(each)
                waiting += self.above.get(each, ())
        return frozenset(found)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every IRI among them."""
        return frozenset((*self.classes, *self.properties, *self.values))


def read(store: ox.Store) -> Vocabulary:
    """Return the vocabulary of a store."""
    types = _pairs(store, _TYPE)
    used = _counted(store) or _seen(store)
    classes = [iri for iri, of in types.items() if of & {*_CLASSES}]
    properties = [iri for iri, of in types.items() if of & {*_PROPERTIES}]
    values = {iri: of for iri, of in types.items() if of & {*classes}}
    named = (*_by_use(classes, used[0]), *_by_use(properties, used[1]), *values)
    return Vocabulary(
        classes=_by_use(classes, used[0]), properties=_by_use(properties, used[1]), values=values,
        domains=_pairs(store, _DOMAIN), ranges=_pairs(store, _RANGE),
        above=_pairs(store, _BROADER), labels=labels(store, named),
    )  # fmt: skip


def _pairs(store: ox.Store, prop: ox.NamedNode) -> Pairs:
    """What the ontology says by one property, of each IRI."""
    found = defaultdict[str, set[str]](set)
    for quad in store.quads_for_pattern(None, prop, None, ox.NamedNode(ONTOLOGY)):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found[quad.subject.value].add(quad.object.value)
    return {iri: frozenset(found[iri]) for iri in sorted(found)}


Used = tuple[Counter[str], Counter[str]]
"""How often classes and properties are used."""


def _counted(store: ox.Store) -> Used | None:
    """What the catalogue of a market counts; None without one."""
    found = tuple(
        _sizes(store, named, size) for named, size in ((_CLASS, _ENTITIES), (_PROPERTY, _TRIPLES))
    )
    return (found[0], found[1]) if found[1] else None


def _sizes(store: ox.Store, named: ox.NamedNode, size: ox.NamedNode) -> Counter[str]:
    catalogue, found = ox.NamedNode(CATALOGUE), Counter[str]()
    for part in store.quads_for_pattern(None, named, None, catalogue):
        for quad in store.quads_for_pattern(part.subject, size, None, catalogue):
            if isinstance(part.object, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                found[part.object.value] += int(quad.object.value)
    return found


def _seen(store: ox.Store) -> Used:
    classes, properties = Counter[str](), Counter[str]()
    for quad in islice(store, MOST):
        if quad.graph_name in (ox.NamedNode(ONTOLOGY), ox.NamedNode(CATALOGUE)):
            continue
        properties[quad.predicate.value] += 1
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            classes[quad.object.value] += 1
    return classes, properties


def _by_use(declared: Iterable[str], used: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted({*declared, *used}, key=lambda iri: (-used[iri], iri)))
