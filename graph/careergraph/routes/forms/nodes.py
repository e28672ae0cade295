"""Nodes as JSON values."""

from rdflib import URIRef

from careergraph.wording import Labelled


def node(iri: URIRef, labels: Labelled) -> dict[str, str]:
    """Return a node as JSON values: its IRI, and what it is called."""
    return {"iri": str(iri), "label": labels.label(iri)}
