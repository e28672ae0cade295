"""SPARQL 1.1 Graph Store Protocol, the side that reads: a graph, whole."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from careergraph import store as stores
from careergraph.serve.answer import Answer, Refusal
from careergraph.serve.negotiation import chosen
from careergraph.serve.querying import GRAPHS
from careergraph.sparql.streaming import write_triples

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph


def graph(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the triples of the graph `graph`, or of all the data where that is None."""
    form = chosen(tuple(GRAPHS), accept=job.get("accept", ""), name=job.get("format", ""))
    triples = _triples(graph.store, job["graph"])

    def write(out: BinaryIO) -> None:
        write_triples(triples, out, GRAPHS[form])

    return Answer(write, form.content_type)


def _triples(store: ox.Store, name: str | None) -> Iterator[ox.Triple]:
    if name is None:
        return (quad.triple for quad in stores.said(store))
    try:
        node = ox.NamedNode(name)
    except ValueError as error:
        raise Refusal(400, f"graph={name[:200]!r} is not an absolute IRI: {error}") from None
    if not store.contains_named_graph(node):
        raise Refusal(404, f"there is no graph <{name}> here")
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, node))
