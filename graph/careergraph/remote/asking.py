"""A server as an engine: queries are forwarded to it, and its rows read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from careergraph.errors import EvaluationError
from careergraph.remote import copying
from careergraph.remote.gaps import gap
from careergraph.remote.holding import Holding, there
from careergraph.remote.protocol import Reply, Server, complaint
from careergraph.remote.reading import GRAPH, ROWS, read
from careergraph.sparql.calls import KNOWN
from careergraph.sparql.engine import (
    Answer,
    Embedded,
    Engine,
    Functions,
    answered,
    graphs_named,
    names_graphs,
    plainly,
)
from careergraph.sparql.lexer import declared, tokens
from careergraph.sparql.parameters import Term

_NONE = ox.Store()


@dataclass
class Remote:
    """A server that holds a graph which was pushed."""

    server: Server
    held: Holding
    over: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    """The default and the named graphs to ask, in place of all that were pushed."""

    @property
    def store(self) -> ox.Store:
        """A copy of the graph, fetched when it is first asked for."""
        return self._copy

    @cached_property
    def _copy(self) -> ox.Store:
        return copying.copied(self.server, self.held)

    def answering(self, text: str) -> Engine:
        """Return this server, or the copy for a query that it is known to answer wrongly."""
        return Embedded(self.store) if gap(self.server.software, text) else self

    def ask(self, text: str, functions: Functions) -> Answer:
        """Return the server's answer to a query, which is parsed here first.

        Raises SyntaxError, EvaluationError when the server does not answer it, and ReadError.
        """
        kind = answered(_NONE.query(text, prefixes=KNOWN, custom_functions={**functions})).kind
        default, named = self._dataset(text)
        reply = self.server.query(
            prefixed(text), GRAPH if kind == "graph" else ROWS, default=default, named=named
        )
        if reply.status != 200:
            raise EvaluationError(f"{self.server.name} cannot answer this query: "
                                  f"{complaint(reply)}")  # fmt: skip
        _refuse_cut(reply)
        return read(reply, kind)

    def _dataset(self, text: str) -> tuple[Iterable[str], Iterable[str]]:
        """The default and the named graphs for a query: its own where it names some.

        They are named to the server once more, since not all heed a FROM beside a union of all.
        """
        if self.over:
            return self.over
        return graphs_named(text) if names_graphs(text) else (self.held.graphs, self.held.named)

    def forward(self, text: str, accept: str) -> tuple[int, str, Iterator[bytes]]:
        """Return what the server says to a query: the status, the media type, the body in pieces.

        It is not read here; our prefixes and the graphs that were pushed are named to the server.
        Raises ReadError, also while the pieces are read.
        """
        default, named = self._dataset(text)
        reply = self.server.query(prefixed(text), accept, default=default, named=named)
        return reply.status, reply.header("Content-Type"), reply.pieces()

    def holds(self, node: ox.NamedNode) -> bool:
        """Whether anything is said of a node, or anything leads to it."""
        text = f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}"
        return any(row == (ox.Literal(True),) for row in self.ask(text, {}).rows)

    def written(self, term: Term | None) -> str:
        """Return a term as text of a query. Raises EvaluationError for what no query can hold.

        A text is written as in N-Triples, where only its quotes, its ends of lines and its
        backslashes need one before them. The last are refused: servers differ in when they read
        the escapes of characters, and what follows a backslash could be taken for one.
        """
        found = plainly(there(term) if term is not None else None)
        if found is None and isinstance(term, ox.Literal) and "\\" not in term.value:
            found = str(term)
        if found is None:
            raise EvaluationError(
                f"{self.server.name} cannot be asked with the value {term}: no "
                "query can hold it safely; ask a copy of the graph"
            )
        return found


def _refuse_cut(reply: Reply) -> None:
    """Raise EvaluationError for an answer of which Virtuoso says that it is not the whole."""
    most, late = reply.header("X-SPARQL-MaxRows"), reply.header("X-SQL-State")
    if not (most or late):
        return
    reply.close()
    why = f"more than {int(most):,} rows" if most.isdecimal() else "longer than its time"
    raise EvaluationError(f"{reply.name} cuts its answer, which takes {why}; ask for less, or "
                          "raise the limits in its settings")  # fmt: skip


def prefixed(text: str) -> str:
    """Return a query with our prefixes declared where it uses them, each line where it was.

    >>> prefixed("ASK { ?s a career:Role }")
    'PREFIX career: <https://w3id.org/careergraph/ontology#> ASK { ?s a career:Role }'
    """
    found = tokens(text)
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    missing = sorted((used & set(KNOWN)) - declared(found))
    return "".join(f"PREFIX {prefix}: <{KNOWN[prefix]}> " for prefix in missing) + text
