"""Running `ontology/shapes.ttl` over a graph, however large.

Nothing is asked node by node: a core constraint is a pass or two over the store (`constraints`), a
SPARQL constraint one query. pySHACL, the reference, finds the same; tests compare.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import NamedTuple, Protocol

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from careergraph import store as stores
from careergraph.constraints import Constraint, Focus, constraints
from careergraph.model import to_rdflib
from careergraph.terms import curie


class Wording(Protocol):
    """Whatever puts the terms of a message in words."""

    def told(self, term: Node | None, /) -> str:
        """Return a value as people read it."""
        ...

    def guess(self, unknown: Node, /) -> str:
        """Return what a misspelt name probably stands for, or nothing."""
        ...


class Rule(NamedTuple):
    """What must hold. `severity` is "fault" or "warning".

    `message` is what is wrong, with {?names} for what differs, then "; ", then the mend.
    """

    severity: str
    message: str


class Finding(NamedTuple):
    """A node that breaks a rule, and the other terms involved, by their names in the message."""

    rule: Rule
    node: Node
    values: Mapping[str, Node]

    def message(self, wording: Wording) -> str:
        """Return what is wrong in words, then "; ", then the mend."""
        parts = re.split(r"\{\?(\w+)\}", self.rule.message)
        parts[1::2] = [wording.told(self.values[name]) for name in parts[1::2]]
        unknown = self.values.get("unknown")
        guess = wording.guess(unknown) if unknown is not None else ""
        return "".join(parts) + (f" (is it {guess}?)" if guess else "")


class _Query(NamedTuple):
    """A SPARQL constraint of the shapes, to be run once; `suspects` finds the few terms for it."""

    text: str
    rule: Rule
    suspects: str
    shape: Node


class Progress(Protocol):
    """Is told what is being done, how many rules are judged, and, if known, what part of all."""

    def __call__(self, what: str, count: int, part: float | None = None, /) -> None:
        """Tell it. `part` is from 0 to 1."""


def silent(what: str, count: int, part: float | None = None) -> None:
    """Tell nobody."""


def findings(store: ox.Store, progress: Progress = silent) -> Iterator[Finding]:
    """Yield every node that breaks a rule, rule by rule.

    A value of which nothing is said is reported as that alone, not again for its missing class.
    """
    told = set()
    shapes, queries = _shapes()
    with _quiet_literals():
        compiled = constraints(store, shapes)
        total = len(queries) + len(compiled)
        for number, query in enumerate(queries):
            progress("checking", number, number / total)
            for found in _between_nodes(store, query):
                if "value" in found.values:
                    told.add((found.node, found.values["value"]))
                yield found
        for number, constraint in enumerate(compiled, len(queries)):
            progress("checking", number, number / total)
            for found in _within_nodes(constraint):
                if (found.node, found.values.get("value")) not in told:
                    yield found


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
        rule = Rule("warning" if warns else "fault", str(shapes.value(constraint, SH.message)))
        suspects = shapes.value(constraint, _SUSPECTS)
        text = str(shapes.value(constraint, SH.select))
        asked = f"{prefixes}{suspects}" if suspects else ""
        queries.append(_Query(prefixes + text, rule, asked, shape))
        shapes.remove((shape, SH.sparql, constraint))
    return shapes, tuple(queries)


_SUSPECTS = URIRef("https://w3id.org/careergraph/shapes#suspects")

_AT_ONCE = 256
"""How many suspects are looked into by one query, where they are not few."""

_FEW = 64
"""So many each have one of their own: a join by several would look at every node that has any."""


def _between_nodes(store: ox.Store, query: _Query) -> Iterator[Finding]:
    focus = Focus.of(store, _shapes()[0], query.shape)
    for text in _narrowed(store, query):
        rows = _rows(store, text)
        names = [variable.value for variable in rows.variables]
        for row in rows:
            if focus.has(row["this"]):
                values = {name: _term(term) for name in names if (term := row[name]) is not None}
                yield Finding(query.rule, values["this"], values)


def _narrowed(store: ox.Store, query: _Query) -> Iterator[str]:
    """The query, or for one with suspects the same for some of them after the other."""
    rows = _rows(store, query.suspects) if query.suspects else None
    suspects = [tuple(row) for row in rows or ()]
    if rows is None or any(isinstance(term, ox.BlankNode) for row in suspects for term in row):
        yield query.text  # a query cannot name a blank node
        return
    names = " ".join(map(str, rows.variables))
    head, where, body = query.text.partition("WHERE {")
    at_once = 1 if len(suspects) <= _FEW else _AT_ONCE
    for start in range(0, len(suspects), at_once):
        some = (f"({' '.join(map(str, row))})" for row in suspects[start : start + at_once])
        yield f"{head}{where} VALUES ({names}) {{ {' '.join(some)} }}\n{body}"


def _rows(store: ox.Store, text: str) -> ox.QuerySolutions:
    rows = store.query(text, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _within_nodes(constraint: Constraint) -> Iterator[Finding]:
    rule = Rule(constraint.severity, _message(constraint))
    for found in constraint.broken():
        values = {} if found.value is None else {"value": _term(found.value)}
        yield Finding(rule, _term(found.node), values)


def _term(term: object) -> Node:
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return to_rdflib(term)


_WITHOUT_VALUE: dict[Node, str] = {
    SH.MinCountConstraintComponent: "has no {}",
    SH.MaxCountConstraintComponent: "has more than one {}",
    SH.UniqueLangConstraintComponent: "has more than one {} in the same language",
    SH.QualifiedMinCountConstraintComponent: "has no English label",
}


def _message(constraint: Constraint) -> str:
    if constraint.path is None:
        return constraint.mend
    name = curie(constraint.path)
    template = _WITHOUT_VALUE.get(constraint.component)
    return f"{template.format(name) if template else f'has {name} {{?value}}'}; {constraint.mend}"
