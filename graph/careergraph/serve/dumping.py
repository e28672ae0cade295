"""Graphs, whole: SPARQL 1.1 Graph Store Protocol, the side that reads, and what the service says
of itself."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from careergraph import store as stores
from careergraph.serve.answer import HTML, Answer, Refusal
from careergraph.serve.negotiation import chosen
from careergraph.serve.querying import GRAPHS, PAGE
from careergraph.serve.syntaxes import write_triples

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


def service(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return what the service at `endpoint` says of itself; a browser is led to the `editor`."""
    from careergraph.linked import service_description

    forms = (*GRAPHS, PAGE)
    form = chosen(forms, accept=job.get("accept", ""), name=job.get("format", ""))
    if form is PAGE:
        return Answer(b"", HTML, 303, {"location": job["editor"]})
    out = BytesIO()
    write_triples(service_description(graph, job["endpoint"]), out, GRAPHS[form])
    return Answer(out.getvalue(), form.content_type)
