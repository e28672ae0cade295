"""A release beside another of the same source: what it alone states, and what it says of a node.

Terms are bytes, as they are written in N-Triples.
"""

from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from careergraph import model
from careergraph.market import building
from careergraph.model import properties
from careergraph.terms import DCTERMS, ESCO, RDF, SKOS
from careergraph.wording import Labels


def term(iri: str) -> bytes:
    """Return an IRI as it is written."""
    return f"<{iri}>".encode()


def iri(written: bytes) -> str:
    """Return the IRI that is written so; `term` is the inverse."""
    return written[1:-1].decode()


TYPE, LABEL, BROADER = term(RDF.type), term(SKOS.prefLabel), term(SKOS.broader)
REPLACED = (term(ESCO.replacedBy), term(DCTERMS.isReplacedBy))


def _parts(cls: type, *names: str) -> tuple[bytes, ...]:
    stated = properties(cls)
    return tuple(term(stated[name]) for name in names)


LINKS = {
    term(model.Claim.CLASS): _parts(model.Claim, "measure", "subject", "object"),
    term(model.Mapping.CLASS): _parts(model.Mapping, "predicate", "subject", "object"),
}
"""The classes whose nodes are links, and what states the kind and the ends of each."""

_WANTED = frozenset((TYPE, LABEL, BROADER, *REPLACED, *(p for ps in LINKS.values() for p in ps)))

Facts = dict[bytes, list[bytes]]
"""What is stated of a node, by property."""


class Link(NamedTuple):
    """What joins what: a measure or predicate and two ends; the second is empty for a figure."""

    kind: bytes
    start: bytes
    end: bytes


class Side:
    """A release of a source in a generation, whose sources and base have to be there.

    `alone` is what it states and the other does not, of what matters; a node of which it states
    something else alone is there with nothing.
    """

    def __init__(self, generation: Path, name: str) -> None:
        self.generation = generation
        self.path = generation / "sources" / f"{name}.nt.gz"
        self.version = building.held(generation)[name].version
        self.store = building.open_base(generation)
        self.labels = Labels(self.store)
        self.alone: dict[bytes, Facts] = {}
        self._graph = building.graph_of(name)
        self._same: dict[bytes, bytes] = {}

    def tell(self, subject: bytes, predicate: bytes, stated: bytes) -> None:
        """Take note of a triple that the other release does not state."""
        facts = self.alone.setdefault(subject, {})
        if predicate in _WANTED:
            same = self._same.setdefault  # a million times the same measure needs no million copies
            facts.setdefault(same(predicate, predicate), []).append(same(stated, stated))

    def stated(self, node: bytes, predicate: bytes) -> list[bytes]:
        """Return what the whole release states of a node, sorted."""
        found = self.store.quads_for_pattern(_node(node), _node(predicate), None, self._graph)
        return sorted(str(quad.object).encode() for quad in found)

    def called(self, node: bytes) -> str:
        """Return the label of a node."""
        return self.labels.label(iri(node))

    def link(self, node: bytes, cls: bytes) -> Link:
        """Return the link that a node of a class is."""
        own = self.alone.get(node, {})
        ends = (own.get(prop) or self.stated(node, prop) or [b""] for prop in LINKS[cls])
        return Link(*(each[0] for each in ends))


def _node(written: bytes) -> ox.NamedNode:
    return ox.NamedNode(iri(written))
