"""What the graph states besides claims and steps, as Turtle writes it, so that what is saved from
a page stands on its own: sources, passages, rules, scopes, and all that is known of a node.

`js/turtle.js` writes it out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from careergraph import part
from careergraph import store as stores
from careergraph.claims import Book
from careergraph.pages.directions import escaped
from careergraph.terms import CAREER, PREFIXES, RDF, SKOS, XSD, curie

Row = dict[str, Any]
Pair = tuple[str, str]

_TYPE, _LABEL = str(RDF.type), str(SKOS.prefLabel)
_SAFE = re.compile(r"\w+:\w(?:[\w-]|\.(?=[\w-]))*", re.ASCII)


def tell(nodes: Sequence[Row], store: ox.Store) -> None:
    """Add to each drawn node what the graph states of it, in pairs of property and value.

    `more` is what it states beside the kind and the English label; where it does not state just
    these, `stated` is all.
    """
    found = _pairs(part.described(store, [ox.NamedNode(node["iri"]) for node in nodes]))
    for node in nodes:
        _tell(node, found.get(node["iri"], []))


def tell_briefly(nodes: Sequence[Row], store: ox.Store) -> None:
    """Add to each drawn node its types and labels, where they are not the usual ones."""
    for node in nodes:
        stated = (
            quad.triple for name in (_TYPE, _LABEL)
            for quad in stores.said(store, ox.NamedNode(node["iri"]), ox.NamedNode(name))
        )  # fmt: skip
        _tell(node, _pairs(stated).get(node["iri"], []))


def _tell(node: Row, pairs: list[Pair]) -> None:
    usual = _usual(node)
    if pairs[: len(usual)] != usual or any(p == "skos:prefLabel" for p, _ in pairs[2:]):
        node["stated"] = pairs
    elif more := pairs[len(usual) :]:
        node["more"] = more


def _usual(node: Mapping[str, Any]) -> list[Pair]:
    label = ox.Literal(node["label"], language="en")
    return [("a", f"career:{node['kind']}"), ("skos:prefLabel", str(label))]


def resting(store: ox.Store, book: Book, told: Iterable[Row]) -> list[Row]:
    """Return what the claims of `book` and the nodes `told` of rest on, with all that is stated.

    Claims, steps and those nodes themselves are left out, since a page holds them in other ways.
    """
    known = {node["iri"] for node in told}
    claims = {str(claim.iri) for claim in book.claims}
    seeds = [ox.NamedNode(iri) for iri in sorted(known | claims)]
    apart = (f"{_CAREER}Claim", f"{_CAREER}AdvancementStep")
    found = _pairs(t for t in part.described(store, seeds) if str(t.subject)[1:-1] not in claims)
    return [
        {"iri": curie(iri), "stated": pairs}
        for iri, pairs in sorted(found.items())
        if iri not in known and not any(("a", curie(kind)) in pairs for kind in apart)
    ]


_CAREER = str(CAREER)


def _pairs(triples: Iterable[ox.Triple]) -> dict[str, list[Pair]]:
    """What is stated of each named node: types first, then labels; blank nodes are left out."""
    found: dict[str, set[tuple[int, str, str]]] = {}
    for subject, prop, value in triples:
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            rank = (_TYPE, _LABEL).index(prop.value) if prop.value in (_TYPE, _LABEL) else 2
            name = "a" if rank == 0 else curie(prop.value)
            found.setdefault(subject.value, set()).add((rank, name, _term(value)))
    return {iri: [pair[1:] for pair in sorted(pairs)] for iri, pairs in found.items()}


def _term(value: ox.NamedNode | ox.Literal) -> str:
    """A value as Turtle writes it; a name with a prefix is made safe by the page."""
    if isinstance(value, ox.NamedNode):
        return curie(value.value)
    datatype = value.datatype.value
    if value.language or datatype == str(XSD.string):
        return escaped(str(value))
    if datatype == str(XSD.integer) and value.value.isascii() and value.value.isdigit():
        return value.value
    name = curie(datatype)
    is_safe = name.partition(":")[0] in PREFIXES and _SAFE.fullmatch(name)
    return f"{escaped(str(ox.Literal(value.value)))}^^{name if is_safe else f'<{datatype}>'}"
