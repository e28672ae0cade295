"""The graph as a networkx graph and back, without loss; and the roles alone, an edge a step."""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import networkx as nx
import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef

from careergraph import store as stores
from careergraph.errors import InvalidGraphError
from careergraph.model import AdvancementStep, Role, records, to_oxigraph, to_rdflib
from careergraph.terms import CAREER, DCTERMS, ONTOLOGY, PREFIXES, RDF, RDFS, SKOS, XSD, curie

_TYPE = ox.NamedNode(RDF.type)
_LABELS = tuple(ox.NamedNode(p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.title))
_REWRITTEN = (XSD.token, XSD.normalizedString)
_curie = lru_cache(maxsize=4096)(curie)  # of properties: few, and asked for at every triple


def from_rdf(store: ox.Store) -> "nx.MultiDiGraph[str]":
    """Return every triple of the data as a network; `to_rdf` is the inverse.

    A node is a plain `str`: an IRI (of a record, `str(role.iri)`), or `_:name`. A triple between
    two nodes is an edge whose key is the IRI of the property. Literals are node attributes: the
    prefixed name of the property (or its IRI) to a tuple of `rdflib.Literal`, which are strings
    that keep language and datatype. Types are the node attribute `rdf:type`, not edges.

    Attributes without a colon are computed, and the inverse ignores them: `label` and `kind` (the
    most specific of our classes, such as `Degree`; absent from a node without a type) on nodes,
    `relation` (prefixed name) and `label` on edges. Colours, positions and the like may join them.

    The order of nodes, edges and values is fixed. Raises InvalidGraphError for RDF 1.2 terms.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = labels(store)
    with _undisturbed():
        for (node, prop), group in groupby(stores.data(store), _statement):
            _state(network, node, prop, [triple.object for triple in group], names)
    _describe(network, names, _kinds(store))
    return network


def _statement(triple: ox.Triple) -> tuple[str, str]:
    return (_id(triple.subject), triple.predicate.value)


def _state(network: "nx.MultiDiGraph[str]", node: str, prop: str, objects: Iterable[object],
           names: Mapping[str, str]) -> None:  # fmt: skip
    """Add what the graph says of one node by one property."""
    network.add_node(node)
    held = []
    for each in objects:
        if prop == _TYPE.value or isinstance(each, ox.Literal):
            held.append(_value(each))
        else:
            relation = _curie(prop)
            network.add_edge(
                node, _id(each), key=prop, relation=relation, label=names.get(prop) or relation
            )
    if held:
        network.nodes[node][_name(prop)] = tuple(held)


def _describe(
    network: "nx.MultiDiGraph[str]", names: Mapping[str, str], kinds: Mapping[str, str]
) -> None:
    for node, attributes in network.nodes(data=True):
        attributes["label"] = names.get(node) or curie(node)
        if node in kinds:
            attributes["kind"] = kinds[node]


class Part(NamedTuple):
    """A node of a network with its attributes, and its edges: their ends and attributes."""

    node: str
    attributes: dict[str, object]
    edges: list[tuple[str, dict[str, str]]]


class Parts:
    """The network of `from_rdf` node by node, for a graph that is too large to be held as one.

    `triples` gives those of the data, sorted, as often as asked. Nodes of which nothing is said
    come last. An edge has its `key` among its attributes.
    """

    def __init__(self, store: ox.Store, triples: Callable[[], Iterable[ox.Triple]]) -> None:
        self._triples = triples
        beside = ox.NamedNode(ONTOLOGY)
        self._names = _labels(store, beside)
        self._types = _types(store, beside)
        self._above = _superclasses(store)
        self._relations: dict[str, dict[str, str]] = {}
        self._kind = cache(lambda types: _kind(set(types), self._above))

    def __iter__(self) -> Iterator[Part]:
        said: set[int] = set()
        ends: dict[str, None] = {}
        with _undisturbed():
            for node, group in groupby(self._triples(), lambda triple: _id(triple.subject)):
                said.add(hash(node))
                part = self._part(node, list(group))
                ends.update((end, None) for end, _ in part.edges if hash(end) not in said)
                yield part
            for node in ends:
                if hash(node) not in said:
                    yield self._part(node, [])

    def _part(self, node: str, triples: list[ox.Triple]) -> Part:
        attributes: dict[str, object] = {}
        edges = []
        ranked = [_ranked(t.predicate, t.object) for t in triples if t.predicate in _LABELS]
        types = set(self._types.get(node, ()))
        for prop, group in groupby(triples, lambda triple: triple.predicate.value):
            held = []
            for each in (triple.object for triple in group):
                if prop == _TYPE.value or isinstance(each, ox.Literal):
                    held.append(_value(each))
                    types.update([each.value] if isinstance(each, ox.NamedNode) else [])
                else:
                    edges.append((_id(each), self._relation(prop)))
            if held:
                attributes[_name(prop)] = tuple(held)
        own = min(filter(None, (*ranked, self._names.get(node))), default=None)
        attributes["label"] = (own and own[-1]) or curie(node)
        if types:
            attributes["kind"] = self._kind(frozenset(types))
        return Part(node, attributes, edges)

    def _relation(self, prop: str) -> dict[str, str]:
        if prop not in self._relations:
            short, found = _curie(prop), self._names.get(prop)
            label = (found and found[-1]) or short
            self._relations[prop] = {"key": prop, "relation": short, "label": label}
        return self._relations[prop]


def to_rdf(network: "nx.MultiDiGraph[str]") -> list[ox.Triple]:
    """Return the triples that a network of `from_rdf` states, in the network's order.

    A lone value counts as a tuple of one, a plain Python value as its literal. Raises
    InvalidGraphError for a node that is not an IRI, or an edge whose key is not one.
    """
    found = []
    for node, attributes in network.nodes(data=True):
        for name, values in attributes.items():
            if ":" in name:
                prop = _property(name)
                many = values if isinstance(values, tuple | list) else (values,)
                found += [ox.Triple(_term(node), prop, _object(value)) for value in many]
    for start, end, key in network.edges(keys=True):
        found.append(ox.Triple(_term(start), _predicate(key, start, end), _term(end)))
    return found


def role_network(store: ox.Store) -> "nx.MultiDiGraph[str]":
    """Return the roles alone, with one edge for each advancement step; the edge's key is its IRI.

    Nodes have `label`, `kind`, `levels` (IRIs) and `claims` (IRIs of all claims about the role, its
    requirements among them); edges have `label`, `kind` (such as `promotion`), `industries` (IRIs)
    and `claims` (about the step and its own requirements). Raises InvalidGraphError, naming the
    node, when a role lacks its label or a step one of its ends.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = labels(store)
    for role in records(store, Role):
        network.add_node(str(role.iri), label=str(role.label), kind="Role",
                         levels=_linked(store, role.iri, CAREER.level),
                         claims=_claims(store, role.iri))  # fmt: skip
    for step in records(store, AdvancementStep):
        for end in (step.start, step.end):
            if str(end) not in network:
                raise InvalidGraphError(f"{curie(step.iri)}: {curie(end)} is not a role")
        network.add_edge(str(step.start), str(step.end), key=str(step.iri),
                         label=names.get(str(step.iri)) or names.get(str(step.kind), ""),
                         kind=step.kind.removeprefix(CAREER),
                         industries=tuple(map(str, step.industries)),
                         claims=_claims(store, step.iri))  # fmt: skip
    return network


def _linked(store: ox.Store, node: str, prop: str) -> tuple[str, ...]:
    found = stores.said(store, ox.NamedNode(node), ox.NamedNode(prop))
    return tuple(sorted(_id(quad.object) for quad in found))


def _claims(store: ox.Store, node: str) -> tuple[str, ...]:
    about = ox.NamedNode(CAREER.subject)
    found = stores.said(store, None, about, ox.NamedNode(node))
    return tuple(sorted(_id(quad.subject) for quad in found))


def labels(store: ox.Store) -> dict[str, str]:
    """Return the label of every node that has one, by the node's id in a network.

    A `skos:prefLabel` comes before an `rdfs:label` and that before a `dcterms:title`; English
    before no language before any other.
    """
    return {node: found[-1] for node, found in _labels(store).items()}


_Ranked = tuple[int, int, str, str]
"""A label after what tells whether it comes before others."""


def _labels(store: ox.Store, graph: ox.NamedNode | None = None) -> dict[str, _Ranked]:
    best: dict[str, _Ranked] = {}
    for prop in _LABELS:
        for quad in store.quads_for_pattern(None, prop, None, graph):
            if found := _ranked(prop, quad.object):
                node = _id(quad.subject)
                best[node] = min(best.get(node, found), found)
    return best


def _ranked(prop: ox.NamedNode, term: object) -> _Ranked | None:
    if not isinstance(term, ox.Literal):
        return None
    tongue = term.language or ""
    order = ("en", "").index(tongue) if tongue in ("en", "") else 2
    return (_LABELS.index(prop), order, tongue, term.value)


def _kinds(store: ox.Store) -> dict[str, str]:
    above = _superclasses(store)
    return {node: _kind(found, above) for node, found in _types(store).items()}


def _types(store: ox.Store, graph: ox.NamedNode | None = None) -> dict[str, set[str]]:
    types: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, _TYPE, None, graph):
        if isinstance(quad.object, ox.NamedNode):
            types.setdefault(_id(quad.subject), set()).add(quad.object.value)
    return types


def _kind(types: set[str], above: Mapping[str, set[str]]) -> str:
    known = {each for each in types if each.startswith(CAREER)} or types
    lowest = known.difference(*(above.get(each, set()) for each in known)) or known
    return curie(min(lowest)).removeprefix("career:")


def _superclasses(store: ox.Store) -> dict[str, set[str]]:
    """Every class to all that it specialises, over any number of generations."""
    parents: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDFS.subClassOf), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            parents.setdefault(quad.subject.value, set()).add(quad.object.value)
    return {each: _upwards(each, parents) for each in parents}


def _upwards(start: str, parents: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    left = [start]
    while left:
        new = parents.get(left.pop(), set()) - seen
        seen |= new
        left += new
    return seen - {start}


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep rdflib from reporting ill-typed literals: a view shows them, the checker judges them."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


def _id(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.BlankNode):
        return str(term)
    raise InvalidGraphError(f"{term} is not RDF 1.1; a network holds IRIs, blank nodes, literals")


def _value(term: object) -> URIRef | BNode | Literal:
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal) or getattr(term, "direction", None):
        raise InvalidGraphError(
            f"{term} is not RDF 1.1; a network holds IRIs, blank nodes, literals"
        )
    if URIRef(term.datatype.value) in _REWRITTEN:
        return _verbatim(term)
    literal = to_rdflib(term)
    assert isinstance(literal, Literal)
    return literal


def _verbatim(term: ox.Literal) -> Literal:
    """A literal whose text rdflib would collapse when told the datatype at once."""
    literal = Literal(term.value)
    literal.__setstate__((None, {"language": None, "datatype": URIRef(term.datatype.value)}))
    return literal


def _name(prop: str) -> str:
    """The attribute that holds a property's literals.

    An IRI that merely looks like one of our prefixed names is put in angle brackets.
    """
    short = _curie(prop)
    return f"<{prop}>" if short == prop and prop.partition(":")[0] in PREFIXES else short


def _property(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    iri = name[1:-1] if name.startswith("<") else PREFIXES.get(prefix, f"{prefix}:") + local
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise InvalidGraphError(
            f"attribute {name!r} is not a property; give it an IRI or a known prefix, or no colon"
        ) from None


def _term(node: str) -> ox.NamedNode | ox.BlankNode:
    try:
        return ox.BlankNode(node[2:]) if node.startswith("_:") else ox.NamedNode(node)
    except (ValueError, TypeError, AttributeError):
        raise InvalidGraphError(
            f"node {node!r} is neither an IRI nor a blank node such as '_:a'"
        ) from None


def _predicate(key: str, start: str, end: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(key)
    except (ValueError, TypeError):
        raise InvalidGraphError(
            f"the edge from {curie(start)} to {curie(end)} has the key {key!r}; "
            "expected the IRI of a property"
        ) from None


def _object(value: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(value, BNode):
        return ox.BlankNode(str(value))
    return to_oxigraph(value if isinstance(value, URIRef | Literal) else Literal(value))
