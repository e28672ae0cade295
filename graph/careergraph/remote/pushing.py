"""Putting a graph on a server, by the SPARQL 1.1 Graph Store HTTP Protocol.

Each graph is replaced by PUT with its first piece, and POST adds the others. What the server holds
is told in `holding.PUSHED`: first that a push has begun, and at the end, when every graph has been
counted there, that it is whole.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from careergraph.address import public
from careergraph.errors import CareerGraphError, WriteError
from careergraph.remote import copying
from careergraph.remote.holding import DATA, PUSHED, Holding, order, there
from careergraph.remote.protocol import Server, complaint

PIECE = 50_000
"""How many triples go into one request: some 8 MB."""

Progress = Callable[[str, int, float | None], None]

_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("/query", ("/store", "/data")),
    ("/sparql", ("/sparql-graph-crud-auth", "/sparql/gsp/", "/data", "/store")),
    ("", ("/rdf-graphs/service",)),
)  # fmt: skip
"""Where the graph store of a server is, by how the address for its queries ends."""


_ABSENT = (400, 404, 405, 501)
"""What servers answer where there is no graph store."""


@dataclass(frozen=True)
class Pushed:
    """What a push came to: where the graph store is, and what the server holds now."""

    place: str
    held: Holding


def push(
    store: ox.Store, server: Server, *, place: str | None = None, add: bool = False,
    piece: int = PIECE, progress: Progress | None = None,
) -> Pushed:  # fmt: skip
    """Put a graph on a server and return what it holds then.

    What a push put there before is replaced, or kept with `add`. `place` is the address of the
    graph store where it cannot be told from that of the queries. Done twice it gives the same
    graph. Raises ReadError or WriteError, which tells what is on the server and what is not.
    """
    before = copying.told(server) or Holding()
    sender = _Sender(server, _found(server, before, place), piece, add, progress or _silent)
    names = sorted(graphs(store), key=order)
    done: list[str] = []
    try:
        counts = {}
        for name in names:
            counts[name] = sender.send(name, lines(store, name))
            done.append(name)
        for name in sorted(set(before.graphs) - set(names)) if not add else ():
            sender.drop(name)
        kept = before.graphs if add else {}
        held = Holding(_counted(server, {**kept, **counts}, exact=not add))
        sender.replace(PUSHED, ox.serialize(held.triples(), format=ox.RdfFormat.N_TRIPLES) or b"")
    except CareerGraphError as error:
        raise WriteError(f"{error}; {_state(names, done)}") from None
    return Pushed(sender.place, held)


def graphs(store: ox.Store) -> list[str]:
    """Return the names of the graphs of a store, its default graph as `DATA`."""
    named = [graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)]
    default = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return named + [DATA for _ in islice(default, 1)]


def lines(store: ox.Store, name: str) -> Iterator[ox.Triple]:
    """Yield the triples of a graph as they are on a server."""
    graph = ox.DefaultGraph() if name == DATA else ox.NamedNode(name)
    for quad in store.quads_for_pattern(None, None, None, graph):
        yield ox.Triple(there(quad.subject), quad.predicate, there(quad.object))  # type: ignore[arg-type]


@dataclass
class _Sender:
    """Sends graphs to a graph store, in pieces."""

    server: Server
    place: str
    piece: int
    add: bool
    progress: Progress
    sent: int = 0

    def send(self, name: str, triples: Iterator[ox.Triple]) -> int:
        """Send a graph and return how many triples it has."""
        count, method = 0, "POST" if self.add else "PUT"
        while some := list(islice(triples, self.piece)):
            self._request(method, name, ox.serialize(some, format=ox.RdfFormat.N_TRIPLES))
            count, method = count + len(some), "POST"
            self.sent += len(some)
            self.progress(f"pushing {name.rpartition('/')[2]}", self.sent, None)
        return count

    def replace(self, name: str, content: bytes) -> None:
        """Put a graph in the place of another."""
        self._request("PUT", name, content)

    def drop(self, name: str) -> None:
        """Take a graph away, if it is there."""
        self._request("DELETE", name, None, fine=(404,))

    def _request(
        self, method: str, name: str, body: bytes | None, *, fine: Iterable[int] = ()
    ) -> None:
        status, fault = request(self.server, self.place, method, name, body)
        if fault and status not in fine:
            raise WriteError(f"cannot write to {self.server.name}: {fault}")


def request(
    server: Server, place: str, method: str, name: str, body: bytes | None
) -> tuple[int, str]:  # fmt: skip
    """Ask a graph store for a change of one graph.

    Return the status and what it has against that, if anything. Raises ReadError without an answer.
    """
    mark = "&" if "?" in place else "?"
    headers = {"Content-Type": "application/n-triples", "Accept": "*/*"} if body else {}
    reply = server.send(method, f"{place}{mark}{urlencode({'graph': name})}", body, headers)
    if 200 <= reply.status < 300:
        reply.close()
        return reply.status, ""
    hint = "; send smaller pieces with --piece" if reply.status == 413 else ""
    return reply.status, f"{complaint(reply)}{hint}"


def _found(server: Server, before: Holding, place: str | None) -> str:
    """The address of the graph store: the first that takes the note that a push has begun."""
    begun = Holding(before.graphs, whole=False)
    note = ox.serialize(begun.triples(), format=ox.RdfFormat.N_TRIPLES)
    faults = []
    for each in [place] if place else places(server.address):
        status, fault = request(server, each, "PUT", PUSHED, note)
        seen = None if fault else copying.told(server)
        if seen is not None and not seen.whole:
            return each
        faults.append(f"{public(each)}: {fault or 'what it takes does not show in queries'}")
        if fault and status not in _ABSENT:
            break  # it is the graph store, and does not want this
    more = "" if place else "; name the address of its graph store with --store"
    raise WriteError(f"cannot write to {server.name}: {'; '.join(faults)}{more}")


def places(address: str) -> list[str]:
    """Return where the graph store of a server may be, by the address for its queries.

    >>> places("http://host:7878/query")
    ['http://host:7878/store', 'http://host:7878/data']
    """
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    ending, ways = next((e, w) for e, w in _PLACES if path.endswith(e))
    stem = path.removesuffix(ending)
    return [urlunsplit((parts.scheme, parts.netloc, stem + way, "", "")) for way in ways]


def _counted(server: Server, counts: Mapping[str, int], *, exact: bool) -> dict[str, int]:
    """The number of triples in each graph on the server. Raises WriteError for one too few."""
    found = {name: copying.counted(server, name) for name in sorted(counts)}
    short = [name for name in found if exact and found[name] != counts[name]]
    if short:
        name = short[0]
        raise WriteError(f"{server.name} holds {found[name]:,} of the {counts[name]:,} triples of "
                         f"{name}")  # fmt: skip
    return found


def _state(names: list[str], done: list[str]) -> str:
    """What of a push is on the server, when it ends midway."""
    told = f"{len(done)} of {len(names)} graphs are there whole"
    if done:
        told += f" ({', '.join(done)})"
    return f"{told}; push again to mend it"


def _silent(what: str, count: int, part: float | None) -> None:
    """Tell nobody."""
