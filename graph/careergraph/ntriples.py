"""Records as lines of N-Triples: for releases of millions of triples."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import statements, to_oxigraph


def lines(items: Iterable[Any]) -> Iterator[str]:
    """Yield the triples of records, as `model.triples` has them, and single ones, each as a line.

    Raises ValueError on an IRI that is none.
    """
    for item in items:
        if isinstance(item, ox.Triple):
            yield f"{item} .\n"
            continue
        for iri, path, value in statements((item,)):
            term = (
                _written(value)
                if isinstance(value, URIRef)
                else str(to_oxigraph(value, property=path))
            )
            yield f"{_written(iri)} {_written(path)} {term} .\n"


@lru_cache(maxsize=1 << 18)
def _written(iri: URIRef) -> str:
    """An IRI between its brackets; most stand in many lines."""
    return str(ox.NamedNode(iri))
