"""Answering SPARQL: the query as the protocol states it, the answer as the client wants it."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO

import pyoxigraph as ox

from careergraph.serve.answer import HTML, Answer, Refusal
from careergraph.serve.negotiation import PAGE, Form, chosen
from careergraph.sparql import engine, faults
from careergraph.sparql.engine import Embedded, Engine, answered
from careergraph.sparql.run import collected, evaluated, forwarded
from careergraph.sparql.streaming import Found, as_engine_answer, write_rows, write_triples

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

RESULTS = {
    Form("json", ("application/sparql-results+json", "application/json"), ("srj",)):
        ox.QueryResultsFormat.JSON,
    Form("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), ("srx",)):
        ox.QueryResultsFormat.XML,
    Form("csv", ("text/csv",)): ox.QueryResultsFormat.CSV,
    Form("tsv", ("text/tab-separated-values",)): ox.QueryResultsFormat.TSV,
}  # fmt: skip
"""The forms of rows, and of yes or no."""

GRAPHS = {
    Form("ttl", ("text/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"),
         ("turtle", "n3")): ox.RdfFormat.TURTLE,
    Form("nt", ("application/n-triples", "text/plain"), ("ntriples",)): ox.RdfFormat.N_TRIPLES,
    Form("nq", ("application/n-quads",), ("nquads",)): ox.RdfFormat.N_QUADS,
    Form("trig", ("application/trig",)): ox.RdfFormat.TRIG,
    Form("jsonld", ("application/ld+json", "application/json"), ("json-ld", "json")):
        ox.RdfFormat.JSON_LD,
    Form("rdf", ("application/rdf+xml", "application/xml", "text/xml"),
         ("rdf+xml", "xml")): ox.RdfFormat.RDF_XML,
}  # fmt: skip
"""The forms of triples. Clients that ask for "json" or "xml" of any query get what that can be."""

_OF_ROWS: dict[Form, Any] = {**RESULTS, PAGE: None}
_OF_GRAPHS: dict[Form, Any] = {**GRAPHS, PAGE: None}


def query(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the answer to a query. Raises Refusal, or as `sparql.run` does."""
    text = job["query"]
    if not graph.is_here:
        return _forwarded(graph, job)
    found = evaluated(
        graph.store, text, known=graph.known,
        default_graphs=_graphs(job, "default-graph-uri"),
        named_graphs=_graphs(job, "named-graph-uri"), base=job.get("base"),
    )  # fmt: skip
    form, format = _chosen(job, is_graph=isinstance(found, ox.QueryTriples))
    if form is PAGE:
        return _page(Embedded(graph.store), text, answered(found))
    return Answer(_written(text, found, format), form.content_type)


def _forwarded(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """The answer of the server where the graph is, in a form that the client wants."""
    from careergraph.remote import Remote

    text, asking = job["query"], graph.engine
    default, named = _graphs(job, "default-graph-uri"), _graphs(job, "named-graph-uri")
    if (default or named) and isinstance(asking, Remote):
        over = tuple(n.value for n in default), tuple(n.value for n in named)
        asking = replace(asking, over=over)
    found = forwarded(asking, text, known=graph.known)
    form, format = _chosen(job, is_graph=found.kind == "graph")
    if form is PAGE:
        return _page(asking, text, found)
    return Answer(_written(text, as_engine_answer(found), format), form.content_type)


def _chosen(job: dict[str, Any], *, is_graph: bool) -> tuple[Form, Any]:
    """The form that a client wants, and the engine's name for it."""
    forms = _OF_GRAPHS if is_graph else _OF_ROWS
    form = chosen(tuple(forms), accept=job.get("accept", ""), name=job.get("format", ""))
    return form, forms[form]


def _page(asking: Engine, text: str, found: engine.Answer) -> Answer:
    """Rows as a table, beside the part of the graph that they name."""
    return Answer(collected(asking, text, found).serialize("html"), HTML)


def _written(text: str, found: Found, format: Any) -> Callable[[BinaryIO], None]:
    """What writes an answer as it is found, so that memory does not grow with it."""

    def write(out: BinaryIO) -> None:
        with faults.told(text):
            if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
                write_rows(found, out, format)
            else:
                write_triples(found, out, format)

    return write


def _graphs(job: dict[str, Any], name: str) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in job.get(name, ())]
    except ValueError as error:
        raise Refusal(400, f"{name} takes an IRI: {error}") from None
