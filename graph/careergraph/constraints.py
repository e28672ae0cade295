"""The core constraints of SHACL, each judged by a pass or two over a whole store.

pySHACL, which `shapes` runs over small graphs, takes node after node; over the millions of triples
of a market that takes hours. Here a constraint is one query: which nodes lack a value, which have
two, which distinct values are wrong (far fewer than there are nodes) and who has them. What is
found is the same; a test compares. A component that no shape of ours uses raises
NotImplementedError.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.collection import Collection as Items
from rdflib.namespace import SH
from rdflib.term import Node

from careergraph.model import to_oxigraph, to_rdflib
from careergraph.terms import RDF, RDFS

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Judge = Callable[[Term], bool]
"""Says whether a value is good."""

_TYPE = ox.NamedNode(RDF.type)


class Found(NamedTuple):
    """A node that breaks a constraint, and the value that does, if it is one."""

    node: Term
    value: Term | None = None


class Constraint(NamedTuple):
    """One component of one shape, and how those who break it are found.

    `path` is None for what a node itself must be. `mend` is the sh:message.
    """

    component: URIRef
    path: URIRef | None
    mend: str
    severity: str
    broken: Callable[[], Iterable[Found]]


def constraints(store: ox.Store, shapes: Graph) -> list[Constraint]:
    """Return every core constraint of the shapes, over this store; nothing is judged as yet."""
    return [
        each
        for shape in sorted(shapes.subjects(RDF.type, SH.NodeShape), key=str)
        if (focus := Focus.of(store, shapes, shape)).text
        for part in (shape, *shapes.objects(shape, SH.property))
        for each in _Compiler(store, shapes, focus, part).all()
    ]


class Focus(NamedTuple):
    """The nodes that a shape is about: `text` matches them as ?this."""

    store: ox.Store
    text: str
    classes: frozenset[ox.NamedNode]
    properties: frozenset[ox.NamedNode]

    @staticmethod
    def of(store: ox.Store, shapes: Graph, shape: Node) -> "Focus":
        """Return the focus of a shape."""
        classes = [
            each for cls in shapes.objects(shape, SH.targetClass) for each in _within(store, cls)
        ]
        properties = [
            ox.NamedNode(str(each)) for each in shapes.objects(shape, SH.targetSubjectsOf)
        ]
        parts = [f"{{ {_of_class(classes, 'this')} }}"] if classes else []
        parts += [f"{{ ?this {each} ?object }}" for each in properties]
        return Focus(store, " UNION ".join(parts), frozenset(classes), frozenset(properties))

    def has(self, node: ox.NamedNode | ox.BlankNode) -> bool:
        """Whether the shape is about this node."""
        return _is_of(self.store, node, self.classes) or any(
            any(self.store.quads_for_pattern(node, each, None, None)) for each in self.properties
        )


def _within(store: ox.Store, cls: Node) -> list[ox.NamedNode]:
    """A class and all that specialise it."""
    found = store.query(
        f"SELECT DISTINCT ?class {{ ?class <{RDFS.subClassOf}>* <{cls}> }}",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions)
    return sorted({ox.NamedNode(str(cls)), *(row["class"] for row in found)}, key=str)


def _of_class(classes: Iterable[ox.NamedNode], name: str) -> str:
    return f"VALUES ?class {{ {' '.join(map(str, classes))} }} ?{name} a ?class ."


def _is_of(store: ox.Store, node: object, classes: Collection[ox.NamedNode]) -> bool:
    return isinstance(node, ox.NamedNode | ox.BlankNode) and any(
        quad.object in classes for quad in store.quads_for_pattern(node, _TYPE, None, None)
    )


class _Compiler:
    """The constraints of one shape: of a node shape itself, or of one of its property shapes."""

    def __init__(self, store: ox.Store, shapes: Graph, focus: Focus, shape: Node) -> None:
        self._store = store
        self._shapes = shapes
        self._focus = focus
        self._shape = shape
        path = shapes.value(shape, SH.path)
        if path is not None and not isinstance(path, URIRef):
            raise NotImplementedError(f"no pass is known for the path {path.n3()}")
        self._path = path

    def all(self) -> Iterator[Constraint]:
        for parameter in sorted(set(self._shapes.predicates(self._shape)), key=str):
            if parameter in _NO_CONSTRAINT:
                continue
            for argument in self._shapes.objects(self._shape, parameter):
                yield self._constraint(parameter, argument)

    def _constraint(self, parameter: Node, argument: Node) -> Constraint:
        name = str(parameter).removeprefix(str(SH))
        component = URIRef(f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent")
        warns = (self._shape, SH.severity, SH.Warning) in self._shapes
        mend = str(self._shapes.value(self._shape, SH.message))
        severity = "warning" if warns else "fault"
        if self._path is None:
            find = self._of_node(parameter, argument)
        else:
            find = self._of_path(f"<{self._path}>", parameter, argument)
        return Constraint(component, self._path, mend, severity, find)

    def _of_node(self, parameter: Node, argument: Node) -> Callable[[], Iterable[Found]]:
        """What a node itself must be: nothing is asked but which nodes there are."""
        if parameter not in _SEEN:
            raise NotImplementedError(f"no pass is known for {parameter} of a node")
        filter = self._wrong(parameter, argument, "this")
        return lambda: (
            Found(node, node) for (node,) in self._rows(
                f"SELECT DISTINCT ?this {{ {{ {self._focus.text} }} {filter} }}"
            )
        )  # fmt: skip

    def _of_path(self, path: str, parameter: Node, argument: Node) -> Callable[[], Iterable[Found]]:
        text = self._of_count(path, parameter, argument) or self._of_pair(path, parameter, argument)
        if text:
            return lambda: (Found(*row) for row in self._rows(text))
        if parameter in _SEEN:
            filter = self._wrong(parameter, argument, "value")
            wrong = f"SELECT DISTINCT ?value {{ ?any {path} ?value {filter} }}"
            return lambda: self._holders(value for (value,) in self._rows(wrong))
        judge = self._judge(parameter, argument)
        every = f"SELECT DISTINCT ?value {{ ?any {path} ?value }}"
        return lambda: self._holders(v for (v,) in self._rows(every) if not judge(v))

    def _of_count(self, path: str, parameter: Node, argument: Node) -> str | None:
        """The query for nodes with too few or too many values."""
        focus = f"{{ {self._focus.text} }}"
        several = f"SELECT ?this {{ ?this {path} ?value }} GROUP BY ?this"
        if (parameter, str(argument)) == (SH.minCount, "1"):
            return f"SELECT DISTINCT ?this {{ {focus} MINUS {{ ?this {path} ?value }} }}"
        if (parameter, str(argument)) == (SH.maxCount, "1"):
            many = f"{several} HAVING(COUNT(DISTINCT ?value) > 1)"
            return f"SELECT DISTINCT ?this {{ {{ {many} }} {focus} }}"
        if (parameter, str(argument)) == (SH.uniqueLang, "true"):
            many = f"{several} (LANG(?value) AS ?tongue) HAVING(COUNT(DISTINCT ?value) > 1)"
            tongued = many.replace("SELECT ?this", "SELECT ?this ?tongue")
            return f'SELECT DISTINCT ?this {{ {{ {tongued} }} FILTER(?tongue != "") {focus} }}'
        if (parameter, str(argument)) == (SH.qualifiedMinCount, "1"):
            inner = self._shapes.value(self._shape, SH.qualifiedValueShape)
            assert inner is not None
            tongues = self._list(self._shapes.value(inner, SH.languageIn))
            if set(self._shapes.predicates(inner)) != {SH.languageIn}:
                raise NotImplementedError("no pass is known for this sh:qualifiedValueShape")
            good = " || ".join(f'LANGMATCHES(LANG(?value), "{each}")' for each in tongues)
            wanted = f"?this {path} ?value FILTER({good})"
            return f"SELECT DISTINCT ?this {{ {focus} MINUS {{ {wanted} }} }}"
        return None

    def _of_pair(self, path: str, parameter: Node, argument: Node) -> str | None:
        """The query for values that do not suit those of another property."""
        focus = f"{{ {self._focus.text} }}"
        if parameter == SH.disjoint:
            both = f"?this {path} ?value ; <{argument}> ?value ."
        elif parameter == SH.lessThanOrEquals:
            pair = f"?this {path} ?value ; <{argument}> ?other ."
            both = f"{pair} FILTER(!COALESCE(?value <= ?other, false))"
        else:
            return None
        return f"SELECT DISTINCT ?this ?value {{ {both} {focus} }}"

    def _wrong(self, parameter: Node, argument: Node, name: str) -> str:
        """What keeps those that the store can tell to be wrong without their text."""
        if parameter == SH["class"]:
            within = _of_class(_within(self._store, argument), name)
            return f"MINUS {{ {within} }}".replace("?class", "?wanted")
        return f"FILTER(!{_KINDS[argument]}(?{name}))"

    def _holders(self, wrong: Iterable[Term]) -> Iterator[Found]:
        """Who, among the nodes the shape is about, has one of these values."""
        path = ox.NamedNode(str(self._path))
        for value in wrong:
            found = self._store.quads_for_pattern(None, path, value, None)
            for node in {quad.subject for quad in found}:
                if not isinstance(node, ox.Triple) and self._focus.has(node):
                    yield Found(node, value)

    def _judge(self, parameter: Node, argument: Node) -> Judge:
        """What tells the good values from others."""
        if parameter == SH["or"]:
            judges = [self._every(each) for each in self._list(argument)]
            return lambda value: any(judge(value) for judge in judges)
        if parameter == SH["not"]:
            inner = self._every(argument)
            return lambda value: not inner(value)
        if parameter == SH["class"]:
            classes = frozenset(_within(self._store, argument))
            return lambda value: _is_of(self._store, value, classes)
        if parameter == SH["in"]:
            allowed = {to_oxigraph(each) for each in self._list(argument)}
            return lambda value: value in allowed
        if parameter not in _JUDGES:
            raise NotImplementedError(f"no pass is known for {parameter}")
        test = _JUDGES[parameter]
        return lambda value: test(value, argument)

    def _every(self, shape: Node) -> Judge:
        judges = [self._judge(p, o) for p, o in self._shapes.predicate_objects(shape)]
        return lambda value: all(judge(value) for judge in judges)

    def _list(self, head: Node | None) -> list[Node]:
        assert head is not None
        return list(Items(self._shapes, head))

    def _rows(self, text: str) -> Iterator[tuple[Term, ...]]:
        found = self._store.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return (tuple(row) for row in found)


_NO_CONSTRAINT = {
    RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.property, SH.path, SH.message, SH.severity,
    SH.qualifiedValueShape,
}  # fmt: skip
"""What else is said of a shape; sh:qualifiedValueShape is judged with its count."""

_SEEN = {SH["class"], SH.nodeKind}
_KINDS: dict[Node, str] = {SH.IRI: "isIRI", SH.Literal: "isLiteral"}


def _has_datatype(value: Term, datatype: Node) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype.value != str(datatype):
        return False
    literal = to_rdflib(value)
    return isinstance(literal, Literal) and literal.ill_typed is not True


def _matches(value: Term, pattern: Node) -> bool:
    return not isinstance(value, ox.BlankNode) and bool(re.search(str(pattern), value.value))


def _at_least(value: Term, least: Node) -> bool:
    compared = _difference(value, least)
    return compared is not None and compared >= 0


def _at_most(value: Term, most: Node) -> bool:
    compared = _difference(value, most)
    return compared is not None and compared <= 0


def _difference(value: Term, limit: Node) -> int | None:
    """Whether a number is above a limit (1), below (-1) or equal; None for what is no number."""
    literal = to_rdflib(value) if isinstance(value, ox.Literal) else None
    number = literal.value if isinstance(literal, Literal) else None
    assert isinstance(limit, Literal)
    if isinstance(number, bool):
        return None
    try:
        return int(number > limit.value) - int(number < limit.value)
    except TypeError:
        return None


_JUDGES: dict[Node, Callable[[Term, Node], bool]] = {
    SH.datatype: _has_datatype,
    SH.pattern: _matches,
    SH.minInclusive: _at_least,
    SH.maxInclusive: _at_most,
}
