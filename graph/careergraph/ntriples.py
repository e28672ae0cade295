"""Records as lines of N-Triples: for releases of millions of triples."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import described, to_oxigraph
from careergraph.terms import RDF


def lines(items: Iterable[Any]) -> Iterator[str]:
    """Yield the triples of records, as `model.triples` has them, and single ones, each as a line.

    Raises ValueError on an IRI that is none.
    """
    for item in items:
        if isinstance(item, ox.Triple):
            yield f"{item} .\n"
            continue
        node, cls = _written(item.iri), item.__class__
        for kind in _types(cls):
            yield f"{node} {kind}"
        for name, many, iris, property, path in _fields(cls):
            value = getattr(item, name)
            if value is None:
                continue
            for each in value if many else (value,):
                term = _written(each) if iris else str(to_oxigraph(each, property=path))
                yield f"{node} {property} {term} .\n"


@cache
def _types(cls: type) -> tuple[str, ...]:
    """What states the class of a record that does not list its own types."""
    stated = any(field.name == "types" for field in described(cls))
    return () if stated else (f"<{RDF.type}> <{cls.CLASS}> .\n",)  # type: ignore[attr-defined]


@cache
def _fields(cls: type) -> tuple[tuple[str, bool, bool, str, str], ...]:
    """Of each field its name, whether it has many values, whether they are IRIs, its property."""
    return tuple(
        (f.name, f.many, f.value_type is URIRef, str(f.property), f.property.value)
        for f in described(cls)
    )


@lru_cache(maxsize=1 << 18)
def _written(iri: URIRef) -> str:
    """An IRI between its brackets; most stand in many lines."""
    return str(ox.NamedNode(iri))
