"""What a push put on a server, which tells it of itself in a graph of its own, `PUSHED`.

Servers differ in what a query sees that names no graph: nothing, one graph or the union of all. A
graph that was pushed lies in named graphs alone, and each query names them, so that the same rows
come from every server. What is in the default graph of an open store lies in `DATA` there. Servers
also rename blank nodes; there they are IRIs below `_BLANK`, and blank nodes again when they are
read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from careergraph.sparql.parameters import Term
from careergraph.terms import ID, ONTOLOGY, RDF, VOID, XSD

PUSHED = f"{ID}graph/pushed"
"""The named graph that tells which graphs were pushed. It is not part of the data."""

DATA = f"{ID}graph/data"
"""The named graph for what an open store has in its default graph."""

_BLANK = "https://w3id.org/.well-known/genid/careergraph/"
_TYPE, _DATASET = ox.NamedNode(RDF.type), ox.NamedNode(VOID.Dataset)
_SUBSET, _TRIPLES = ox.NamedNode(VOID.subset), ox.NamedNode(VOID.triples)
_DURATION = ox.NamedNode(XSD.duration)


@dataclass(frozen=True)
class Holding:
    """The graphs that were pushed, with the number of their triples; `whole` once all are there."""

    graphs: Mapping[str, int] = field(default_factory=dict)
    whole: bool = True

    @property
    def named(self) -> list[str]:
        """The graphs that a query can name: all but `DATA`, which stands for the default graph."""
        return [each for each in self.graphs if each != DATA]

    @property
    def size(self) -> int:
        """The number of triples in all."""
        return sum(self.graphs.values())

    def triples(self) -> list[ox.Triple]:
        """Return what a server is told of it; `holding` is the inverse."""
        this = ox.NamedNode(PUSHED)
        found = [ox.Triple(this, _TYPE, _DATASET)]
        for name, count in self.graphs.items():
            graph = ox.NamedNode(name)
            found += [ox.Triple(this, _SUBSET, graph),
                      ox.Triple(graph, _TRIPLES, ox.Literal(count))]  # fmt: skip
        return [*found, ox.Triple(this, _TRIPLES, ox.Literal(self.size))] if self.whole else found


def holding(triples: list[ox.Triple]) -> Holding | None:
    """Return what the triples of `PUSHED` tell; None when nothing was pushed."""
    if not triples:
        return None
    sizes = {
        str(t.subject.value): int(t.object.value)
        for t in triples
        if t.predicate == _TRIPLES and isinstance(t.subject, ox.NamedNode)
        and isinstance(t.object, ox.Literal)
    }  # fmt: skip
    whole = sizes.pop(PUSHED, None) is not None
    return Holding(dict(sorted(sizes.items())), whole)


def there(term: Term) -> Term:
    """Return a term as it is on a server; `here` is the inverse."""
    return ox.NamedNode(f"{_BLANK}{term.value}") if isinstance(term, ox.BlankNode) else term


_HERE = ox.Store()
_ANY = ox.NamedNode(f"{ID}any")


def here(term: Term) -> Term:
    """Return a term of a server as an open store has it, numbers in their shortest form.

    Virtuoso tells the months of a duration alone.
    """
    kept = to_keep(term)
    if not isinstance(kept, ox.Literal) or kept.language or kept.datatype == _STRING:
        return kept
    return _shortened(kept)


def to_keep(term: Term) -> Term:
    """Return a term of a server for a store, which shortens numbers itself."""
    if isinstance(term, ox.NamedNode):
        blank = term.value.startswith(_BLANK)
        return ox.BlankNode(term.value.removeprefix(_BLANK)) if blank else term
    if isinstance(term, ox.Literal) and term.datatype == _DURATION and _MONTHS.match(term.value):
        return ox.Literal(f"P{term.value}M", datatype=_DURATION)
    return term


_STRING = ox.NamedNode(XSD.string)
_MONTHS = re.compile("[0-9]+$")


@lru_cache(maxsize=100_000)
def _shortened(term: ox.Literal) -> ox.Literal:
    store = ox.Store()
    store.add(ox.Quad(_ANY, _ANY, term))
    found = next(iter(store)).object
    return found if isinstance(found, ox.Literal) else term


def order(name: str) -> tuple[bool, str]:
    """The order in which graphs are told: the ontology last."""
    return name == ONTOLOGY, name
