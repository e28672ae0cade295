"""What `linked` says of nodes, of the ontology, of the data and of the endpoint, as answers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from careergraph import linked
from careergraph.serve.answer import HTML, Answer
from careergraph.serve.negotiation import PAGE, Form, chosen

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

SYNTAXES = tuple(Form(name, (form.media_type,)) for name, form in linked.FORMS.items())
FORMS = (*SYNTAXES, PAGE)
"""RDF comes first: a program that says nothing gets it, and a browser names HTML."""


def node(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return what is said of the node at an address below the root."""
    iri, _ = linked.located(job["place"])

    def triples() -> tuple[Iterable[ox.Triple], str]:
        found = linked.description(graph, iri)
        return found.triples, found.note

    return _answer(job, triples, lambda: linked.page(graph, iri))


def ontology(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the ontology: its reference, or its triples."""
    return _answer(job, lambda: (linked.ontology(graph), ""), lambda: linked.reference(graph))


def dataset(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return what the graph as a whole is: its page, or DCAT and VoID."""
    return _answer(
        job, lambda: (linked.dataset(graph, endpoint=job["endpoint"]), ""),
        lambda: linked.dataset_page(graph),
    )  # fmt: skip


def service(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the description of the endpoint."""
    found = linked.service_description(graph, job["endpoint"])
    form = chosen(SYNTAXES, accept=job.get("accept", ""), name=job.get("format", ""))
    return Answer(linked.render(found, form.name), form.content_type)


def kinds(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the page of all kinds, or a page of the nodes of one."""
    if not job["kind"]:
        return Answer(linked.contents(graph).encode(), HTML)
    return Answer(linked.index(graph, job["kind"], number=job["number"]).encode(), HTML)


def _answer(
    job: dict[str, Any],
    triples: Callable[[], tuple[Iterable[ox.Triple], str]],
    page: Callable[[], str],
) -> Answer:
    form = chosen(FORMS, accept=job.get("accept", ""), name=job.get("format", ""))
    if form is PAGE:
        policy = {"content-security-policy": linked.POLICY}
        return Answer(page().encode(), HTML, headers=policy)
    found, note = triples()
    return Answer(linked.render(found, form.name, note=note), form.content_type)
