"""The labels of nodes, to be shown beside their IRIs."""

from collections.abc import Iterable

import pyoxigraph as ox

from careergraph.terms import CAREER, DCTERMS, RDFS, SKOS

_LABELS = tuple(ox.NamedNode(p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.title))
_ENDS = (ox.NamedNode(CAREER["from"]), ox.NamedNode(CAREER.to))


def labels(store: ox.Store, iris: Iterable[str]) -> dict[str, str]:
    """Return the label of each of `iris` that has one; a step is called by its two roles."""
    found = {}
    for iri in iris:
        node = ox.NamedNode(iri)
        label = _label(store, node) or _step(store, node)
        if label:
            found[iri] = label
    return found


def _label(store: ox.Store, node: ox.NamedNode) -> str | None:
    """The English label where there are several languages, else the first."""
    for prop in _LABELS:
        found = [
            quad.object
            for quad in store.quads_for_pattern(node, prop, None, None)
            if isinstance(quad.object, ox.Literal)
        ]
        if found:
            return min(found, key=lambda term: (term.language != "en", str(term))).value
    return None


def _step(store: ox.Store, node: ox.NamedNode) -> str | None:
    ends = [quad.object for p in _ENDS for quad in store.quads_for_pattern(node, p, None, None)]
    names = [_label(store, end) for end in ends if isinstance(end, ox.NamedNode)]
    return " to ".join(name for name in names if name) if len(names) == 2 and all(names) else None
