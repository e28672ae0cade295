"""What answers queries: the store that is open here, or a server that is asked."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

import pyoxigraph as ox

from careergraph.sparql.calls import KNOWN
from careergraph.sparql.lexer import tokens
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row

Functions = Mapping[ox.NamedNode, Callable[..., Term | None]]

TRIPLE = ("subject", "predicate", "object")
"""The columns of a graph that a query gives."""


class Answer(NamedTuple):
    """What a query gives: rows, one row with the truth, or triples as rows of three."""

    kind: Literal["rows", "truth", "graph"]
    columns: tuple[str, ...]
    rows: Iterable[Row]


class Engine(Protocol):
    """Answers queries over the union of all graphs, with our prefixes declared."""

    @property
    def store(self) -> ox.Store:
        """The graph itself, to be read here."""
        ...

    def answering(self, text: str) -> "Engine":
        """Return what is to answer a query: this engine, or another that does it right."""
        ...

    def ask(self, text: str, functions: Functions) -> Answer:
        """Return the answer to a query. Raises SyntaxError, OSError, RuntimeError, ValueError."""
        ...

    def holds(self, node: ox.NamedNode) -> bool:
        """Whether anything is said of a node, or anything leads to it."""
        ...

    def written(self, term: Term | None) -> str | None:
        """Return a term as text of a query, or None: it is to be fetched by a function."""
        ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """The store that is open here."""

    store: ox.Store

    def answering(self, text: str) -> "Embedded":
        """Return this engine."""
        return self

    def ask(self, text: str, functions: Functions) -> Answer:
        """Return the answer to a query. Raises SyntaxError, OSError, RuntimeError, ValueError."""
        return answered(self.store.query(
            text, prefixes=KNOWN, use_default_graph_as_union=not names_graphs(text),
            custom_functions={**functions},
        ))  # fmt: skip

    def holds(self, node: ox.NamedNode) -> bool:
        """Whether anything is said of a node, or anything leads to it."""
        as_subject = self.store.quads_for_pattern(node, None, None, None)
        return any(True for _ in as_subject) or any(
            True for _ in self.store.quads_for_pattern(None, None, node, None)
        )

    def written(self, term: Term | None) -> str | None:
        """Return IRIs and whole numbers as text; all else is fetched, and never becomes a query."""
        return plainly(term)


def names_graphs(text: str) -> bool:
    """Return whether a query has a FROM, which Oxigraph does not heed beside the union of all."""
    return "from" in text.lower() and any(token.says("FROM") for token in tokens(text))


def graphs_named(text: str) -> tuple[list[str], list[str]]:
    """Return the IRIs after FROM and after FROM NAMED, as far as they are written in full."""
    found = tokens(text)
    default, named = list[str](), list[str]()
    for token, after, then in zip(found, found[1:], found[2:], strict=False):
        if token.says("FROM"):
            iri, into = (then, named) if after.says("NAMED") else (after, default)
            if iri.text.startswith("<"):
                into.append(iri.text[1:-1])
    return default, named


def engine(asked: ox.Store | Engine) -> Engine:
    """Return an engine itself, and of a store the engine in it."""
    return Embedded(asked) if isinstance(asked, ox.Store) else asked


def answered(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    """Return what Oxigraph found, read while it is evaluated."""
    if isinstance(found, ox.QueryBoolean):
        return Answer("truth", ("answer",), [(ox.Literal(bool(found)),)])
    if isinstance(found, ox.QueryTriples):
        return Answer("graph", TRIPLE, ((t.subject, t.predicate, t.object) for t in found))
    columns = tuple(variable.value for variable in found.variables)
    return Answer("rows", columns, (tuple(solution) for solution in found))


_WHOLE = ox.Literal(0).datatype
_PLAIN = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")


def plainly(term: Term | None) -> str | None:
    """Return an IRI or a whole number as text of a query, UNDEF for none at all; else None."""
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.NamedNode):
        return str(term) if _PLAIN.fullmatch(term.value) else None
    whole = isinstance(term, ox.Literal) and term.datatype == _WHOLE and term.value.isdecimal()
    return term.value if whole else None  # type: ignore[union-attr]
