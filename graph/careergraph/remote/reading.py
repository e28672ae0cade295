"""Reading what a server answers to a query, as it comes."""

from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import Literal, NoReturn

import pyoxigraph as ox

from careergraph.errors import ReadError
from careergraph.remote.holding import here
from careergraph.remote.protocol import Reply
from careergraph.sparql.engine import TRIPLE, Answer, answered
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row

ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPH = "application/n-triples, text/turtle;q=0.8"
"""The formats that are read, of rows and of graphs."""

Form = Literal["rows", "truth", "graph"]
"""What a query asks for."""


def read(reply: Reply, form: Form, mapped: Callable[[Term], Term] = here) -> Answer:
    """Return the answer in a reply, with its terms as an open store has them. Raises ReadError.

    `form` is what was asked for. Virtuoso, asked for a truth over several graphs, gives a row for
    yes and none for no.
    """
    kind = reply.header("Content-Type").partition(";")[0].strip().lower()
    try:
        found = _graph(reply, kind) if form == "graph" else _rows(reply, kind)
    except SyntaxError as error:
        _refused(reply, f"its answer is not what it says it is ({_first(error)})")
    rows = (tuple([None if t is None else mapped(t) for t in row]) for row in found.rows)
    whole = _whole(reply, rows)
    if form == "truth" and found.kind == "rows":
        return Answer("truth", ("answer",), [(ox.Literal(any(True for _ in whole)),)])
    return found._replace(rows=whole)


def _graph(reply: Reply, kind: str) -> Answer:
    form = ox.RdfFormat.from_media_type(kind) if kind else None
    if form is None:
        _refused(reply, f"it answers a query with {kind or 'no media type'}")
    quads = ox.parse(BufferedReader(reply), format=form)
    return Answer("graph", TRIPLE, ((q.subject, q.predicate, q.object) for q in quads))


def _rows(reply: Reply, kind: str) -> Answer:
    form = ox.QueryResultsFormat.from_media_type(kind) if kind else None
    if form is None:
        _refused(reply, f"it answers a query with {kind or 'no media type'}")
    return answered(ox.parse_query_results(BufferedReader(reply), format=form))


def _refused(reply: Reply, what: str) -> NoReturn:
    reply.close()
    raise ReadError(f"cannot read {reply.name}: {what}; it is no SPARQL endpoint")


def _whole(reply: Reply, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows of a reply, all of them or an error."""
    try:
        yield from rows
    except SyntaxError as error:
        raise ReadError(f"cannot read {reply.name}: its answer breaks off or is not what it says "
                        f"it is ({_first(error)})") from None  # fmt: skip
    finally:
        reply.close()


def _first(error: SyntaxError) -> str:
    return str(error.args[0]).splitlines()[0]
