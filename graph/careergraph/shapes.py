"""Running `ontology/shapes.ttl` over a graph.

pySHACL judges node by node; the SPARQL constraints, which compare nodes with each other, run once
each over the whole graph instead of once a node.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple, Protocol

import pyoxigraph as ox
from rdflib import BNode, Graph
from rdflib.namespace import SH
from rdflib.term import Node

from careergraph import store as stores
from careergraph.model import to_rdflib
from careergraph.terms import RDF, curie


class Wording(Protocol):
    """Whatever puts the terms of a message in words."""

    def told(self, term: Node | None, /) -> str:
        """Return a value as people read it."""
        ...

    def guess(self, unknown: Node, /) -> str:
        """Return what a misspelt name probably stands for, or nothing."""
        ...


class Finding(NamedTuple):
    """A node that breaks a rule; `value` is the other node involved, if there is one.

    `message` is what is wrong, then "; ", then the mend. `severity` is "fault" or "warning".
    """

    severity: str
    node: Node
    value: Node | None
    message: str


class _Query(NamedTuple):
    """A SPARQL constraint of the shapes, to be run once."""

    text: str
    message: str
    severity: str


def findings(store: ox.Store, wording: Wording) -> list[Finding]:
    """Return every node that breaks a rule, in no order.

    A value of which nothing is said is reported as that alone, not again for its missing class.
    """
    with _quiet_literals():
        between = list(_between_nodes(store, wording))
        told = {(found.node, found.value) for found in between if found.value is not None}
        within = [f for f in _within_nodes(store, wording) if (f.node, f.value) not in told]
    return between + within


@contextmanager
def _quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each malformed literal: we report them."""
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_nothing)
    try:
        yield
    finally:
        logger.removeFilter(_nothing)


def _nothing(record: logging.LogRecord) -> bool:
    return False


@cache
def _shapes() -> tuple[Graph, tuple[_Query, ...]]:
    """The shapes without their SPARQL constraints, and those constraints."""
    shapes = Graph().parse(stores.shipped("ontology/shapes.ttl"), format="turtle")
    prefixes = "".join(
        f"PREFIX {shapes.value(each, SH.prefix)}: <{shapes.value(each, SH.namespace)}>\n"
        for each in shapes.objects(None, SH.declare)
    )
    queries = []
    for shape, constraint in sorted(shapes.subject_objects(SH.sparql)):
        warns = (shape, SH.severity, SH.Warning) in shapes
        text = prefixes + str(shapes.value(constraint, SH.select))
        message = str(shapes.value(constraint, SH.message))
        queries.append(_Query(text, message, "warning" if warns else "fault"))
        shapes.remove((shape, SH.sparql, constraint))
    return shapes, tuple(queries)


def _between_nodes(store: ox.Store, wording: Wording) -> Iterator[Finding]:
    for query in _shapes()[1]:
        rows = store.query(query.text, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            values = {name: _term(term) for name in names if (term := row[name]) is not None}
            message = _filled(query.message, values, wording)
            yield Finding(query.severity, values["this"], values.get("value"), message)


def _filled(message: str, values: dict[str, Node], wording: Wording) -> str:
    """The message with its {?names} replaced by what was found."""
    parts = re.split(r"\{\?(\w+)\}", message)
    parts[1::2] = [wording.told(values[name]) for name in parts[1::2]]
    guess = wording.guess(values["unknown"]) if "unknown" in values else ""
    return "".join(parts) + (f" (is it {guess}?)" if guess else "")


def _within_nodes(store: ox.Store, wording: Wording) -> Iterator[Finding]:
    from pyshacl import validate  # as slow to import as the rest is to run

    data = Graph()
    for quad in store:
        data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    _, report, _ = validate(data, shacl_graph=_shapes()[0], inplace=True)
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        node = report.value(result, SH.focusNode)
        assert node is not None
        warns = report.value(result, SH.resultSeverity) == SH.Warning
        message = _message(report, result, wording)
        value = report.value(result, SH.value)
        yield Finding("warning" if warns else "fault", node, value, message)


def _term(term: object) -> Node:
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return to_rdflib(term)


_WITHOUT_VALUE: dict[Node | None, str] = {
    SH.MinCountConstraintComponent: "has no {}",
    SH.MaxCountConstraintComponent: "has more than one {}",
    SH.UniqueLangConstraintComponent: "has more than one {} in the same language",
    SH.QualifiedMinCountConstraintComponent: "has no English label",
}


def _message(report: Graph, result: Node, wording: Wording) -> str:
    path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
    mend = str(report.value(result, SH.resultMessage))
    if path is None:
        return mend
    name = curie(str(path))
    template = _WITHOUT_VALUE.get(report.value(result, SH.sourceConstraintComponent))
    wrong = template.format(name) if template else f"has {name} {wording.told(value)}"
    return f"{wrong}; {mend}"
