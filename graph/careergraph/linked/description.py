"""What a node is, for programs: a concise bounded description, with the claims about it.

All triples that begin with the node, in whatever graph they stand, and what blank nodes they lead
to; the claims about it, each with its passages and its source; and, bounded, the triples that lead
to it. Of a claim its passages, its source and its rule are told, too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from careergraph.enumeration import listed
from careergraph.errors import UnknownNameError
from careergraph.terms import CAREER, PROV, curie

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

T = TypeVar("T")

MOST = 500
"""How many claims about a node, and how many triples that lead to it, are told."""

_SUBJECT = ox.NamedNode(CAREER.subject)
_GROUNDS = tuple(ox.NamedNode(p) for p in (CAREER.passage, PROV.hadPrimarySource, CAREER.rule))


@dataclass(frozen=True, slots=True)
class Description:
    """The triples that describe a node; `note` says what is left out, and is empty for nothing."""

    iri: str
    triples: tuple[ox.Triple, ...]
    note: str = ""


def description(graph: "CareerGraph", iri: str, *, most: int = MOST) -> Description:
    """Return what describes the node with this IRI, with `most` claims and links to it at most.

    Raises UnknownNameError, with a suggestion, when no triple names it.
    """
    store, node = graph.store, named(graph, iri)
    claims, more_claims = _first(_subjects(store, _SUBJECT, node), most)
    inward = (q.triple for q in store.quads_for_pattern(None, None, node, None)
              if q.predicate != _SUBJECT)  # fmt: skip
    links, more_links = _first(inward, most)
    said = {node, *claims}
    for each in tuple(said):
        said |= grounds(store, each)
    found = {t for each in said for t in _from(store, each)} | set(links)
    return Description(iri, tuple(found), _note(iri, most, claims=more_claims, links=more_links))


def named(graph: "CareerGraph", iri: str) -> ox.NamedNode:
    """Return the node with this IRI. Raises UnknownNameError when no triple begins or ends in it.

    >>> import careergraph
    >>> str(named(careergraph.open(), "https://w3id.org/careergraph/id/skill/python"))
    '<https://w3id.org/careergraph/id/skill/python>'
    """
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise UnknownNameError(f"{iri!r} is no IRI; one is written like {CAREER.Role}") from None
    if knows(graph.store, node) or any(graph.store.quads_for_pattern(None, None, node, None)):
        return node
    words = curie(iri).rpartition(":")[2].rpartition("/")[2].replace("-", " ")
    near = [curie(hit.iri) for hit in islice(graph.index.hits(words), 3)] if words.strip() else []
    guess = f"; did you mean {listed(near, 'or')}?" if near else ""
    raise UnknownNameError(f"no node {curie(iri)!r} in this graph{guess}")


def knows(store: ox.Store, node: ox.NamedNode) -> bool:
    """Whether a triple begins with a node."""
    return any(True for _ in store.quads_for_pattern(node, None, None, None))


def _subjects(
    store: ox.Store, prop: ox.NamedNode, node: ox.NamedNode
) -> Iterator[ox.NamedNode | ox.BlankNode]:  # fmt: skip
    found = (quad.subject for quad in store.quads_for_pattern(None, prop, node, None))
    return (each for each in found if not isinstance(each, ox.Triple))


def _first(every: Iterable[T], most: int) -> tuple[list[T], bool]:
    """The first few, each once, and whether there are more."""
    found = list(dict.fromkeys(islice(every, most + 1)))
    return found[:most], len(found) > most


def grounds(
    store: ox.Store, claim: ox.NamedNode | ox.BlankNode
) -> set[ox.NamedNode | ox.BlankNode]:  # fmt: skip
    """Return what a claim rests on outside the claims: its passages, its source and its rule."""
    found = (q.object for p in _GROUNDS for q in store.quads_for_pattern(claim, p, None, None))
    return {each for each in found if isinstance(each, ox.NamedNode)}


def _from(store: ox.Store, node: ox.NamedNode | ox.BlankNode) -> Iterator[ox.Triple]:
    """The triples that begin with a node, and those of the blank nodes they lead to."""
    waiting, met = [node], {node}
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None, None):
            yield quad.triple
            if isinstance(quad.object, ox.BlankNode) and quad.object not in met:
                met.add(quad.object)
                waiting.append(quad.object)


def _note(iri: str, most: int, *, claims: bool, links: bool) -> str:
    cut = [what for what, more in (("claims about it", claims), ("triples that lead to it", links))
           if more]  # fmt: skip
    if not cut:
        return ""
    asked = listed([f"?claim <{CAREER.subject}> <{iri}>"] * claims + [f"?s ?p <{iri}>"] * links)
    return (f"Only the first {most} of the {listed(cut)} are here. "
            f"SPARQL gives all of them, by the pattern {asked}")  # fmt: skip
