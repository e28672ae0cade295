"""Fetching a graph from a server, whole, into a store of our own.

It takes simple queries alone: some servers fail on property paths. A server may cut what it gives,
as Virtuoso does after 10,000 rows; then the rest is asked for page by page. What came is counted,
and never taken for the whole when it is not.
"""

import tempfile
from collections.abc import Iterator

import pyoxigraph as ox

from careergraph.errors import ReadError
from careergraph.remote.holding import DATA, PUSHED, Holding, holding, to_keep
from careergraph.remote.protocol import Server, complaint
from careergraph.remote.reading import GRAPH, ROWS, read
from careergraph.sparql.result import Row

_LARGE = 2_000_000
"""From so many triples on a copy is kept on disk, in a folder that goes with the process."""

_MOST = 20_000_000
"""The most triples that are copied from a server that holds something else than what was pushed."""

_PAGE = 100_000
"""The most triples asked for at once where a server does not give all."""

_EVERYTHING = "{ ?s ?p ?o }"
_IN_GRAPHS = "{ GRAPH ?g { ?s ?p ?o } }"


def told(server: Server) -> Holding | None:
    """Return what was pushed to a server; None when nothing was. Raises ReadError."""
    rows = _select(server, f"SELECT ?s ?p ?o {{ GRAPH <{PUSHED}> {{ ?s ?p ?o }} }}")
    return holding([ox.Triple(s, p, o) for s, p, o in rows])  # type: ignore[arg-type]


def copied(server: Server, held: Holding) -> ox.Store:
    """Return the graph that was pushed to a server, as it was. Raises ReadError."""
    store = _store(held.size)
    for name, count in held.graphs.items():
        node = ox.NamedNode(name)
        target = ox.DefaultGraph() if name == DATA else node
        _fetch(server, store, f"{{ GRAPH {node} {{ ?s ?p ?o }} }}", count, target)
    if len(store) != held.size:
        raise ReadError(f"cannot read {server.name}: of {held.size:,} triples that were pushed "
                        f"{len(store):,} came; push the graph again")  # fmt: skip
    return store


def everything(server: Server) -> ox.Store:
    """Return all that a server holds, in the default graph. Raises ReadError.

    It is what a query sees that names no graph; where that is nothing, what is in named graphs.
    """
    store, pattern = ox.Store(), _EVERYTHING
    count = _count(server, pattern)
    if not count:
        pattern = _IN_GRAPHS
        count = _count(server, pattern)
    if count > _MOST:
        raise ReadError(f"cannot read {server.name}: it holds {count:,} triples that no "
                        "'careergraph push' put there, too many for a copy")  # fmt: skip
    _fetch(server, store, pattern, count, ox.DefaultGraph())
    return store


def _store(size: int) -> ox.Store:
    if size < _LARGE:
        return ox.Store()
    folder = tempfile.TemporaryDirectory(prefix="careergraph-")
    _FOLDERS.append(folder)
    return ox.Store(folder.name)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""Copies on disk, which go when the process ends."""


def _fetch(
    server: Server, store: ox.Store, pattern: str, count: int,
    target: ox.NamedNode | ox.DefaultGraph,
) -> None:  # fmt: skip
    """Add the triples of a pattern to a store: in one piece, or else in pages."""
    came = _add(store, _construct(server, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}"), target)
    if came >= count:
        return
    came = 0
    while came < count:
        page = f"SELECT ?s ?p ?o WHERE {pattern} OFFSET {came} LIMIT {_PAGE}"
        more = _add(store, _select(server, page), target)
        if not more:
            return  # who needs all of them counts what came
        came += more


def _add(store: ox.Store, rows: Iterator[Row], target: ox.NamedNode | ox.DefaultGraph) -> int:
    count = 0

    def quads() -> Iterator[ox.Quad]:
        nonlocal count
        for s, p, o in rows:
            count += 1
            yield ox.Quad(s, p, o, target)  # type: ignore[arg-type]

    store.bulk_extend(quads())
    return count


def _count(server: Server, pattern: str) -> int:
    rows = _select(server, f"SELECT (COUNT(*) AS ?n) WHERE {pattern}")
    return sum(int(n.value) for (n,) in rows if isinstance(n, ox.Literal))


def counted(server: Server, graph: str) -> int:
    """Return how many triples a server has in a named graph. Raises ReadError."""
    return _count(server, f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")


def _select(server: Server, text: str) -> Iterator[Row]:
    return _rows(server, text, graph=False)


def _construct(server: Server, text: str) -> Iterator[Row]:
    return _rows(server, text, graph=True)


def _rows(server: Server, text: str, *, graph: bool) -> Iterator[Row]:
    reply = server.query(text, GRAPH if graph else ROWS)
    if reply.status != 200:
        raise ReadError(f"cannot read {server.name}: {complaint(reply)}")
    yield from read(reply, "graph" if graph else "rows", to_keep).rows
