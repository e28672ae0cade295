"""What a node is, for people: a page with all that is said of it, by whom, and where.

Of a hub, to which thousands of claims or links lead, the first are told, how many there are, and
the query that lists all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import store as stores
from careergraph import wording
from careergraph.linked.addresses import address, up
from careergraph.linked.description import named
from careergraph.linked.forms import FORMS
from careergraph.linked.html import Link, Links, render
from careergraph.linked.schema_org import structured
from careergraph.linked.telling import Row, Telling
from careergraph.model import AdvancementStep, Claim
from careergraph.profiles import Said, moves, said_of, unspoken
from careergraph.terms import CAREER, PROV, RDF, RDFS, SKOS, curie

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

MOST = 40
"""How many statements on one measure, steps, or values of a property a page tells."""

_LOOKED_AT = 2_000
"""How many of the triples that lead to a node are looked at."""

_NAMES = 30
_TOLD_ABOVE = {str(p) for p in (SKOS.prefLabel, SKOS.altLabel, RDFS.label, SKOS.definition)}
_TOLD_BY_CLAIMS = {str(p) for p in (
    CAREER.subject, CAREER.object, PROV.hadPrimarySource, PROV.wasAttributedTo, CAREER.passage,
    CAREER["from"], CAREER.to, CAREER.derivedFrom,
)}  # fmt: skip


def page(graph: "CareerGraph", iri: str) -> str:
    """Return the page of the node with this IRI, to stand at its `address`.

    Raises UnknownNameError, with a suggestion, when no triple names it.
    """
    node, place = named(graph, iri), address(iri)
    links = Links(graph, up(place))
    telling = Telling(graph, links)
    label = _label(graph, iri)
    return render(
        "node", title=f"{label} – careergraph", root=up(place), label=label, iri=iri,
        forms={name: up(place) + address(iri, ending=f".{name}") for name in FORMS},
        structured=structured(graph, iri),
        definition=graph.labels.definition(iri) or "",
        map=_map(graph, iri, up(place)),
        kinds=[links.to(each) for each in _kinds(graph, node)],
        **_names(graph, iri, label), **_claims(graph, iri, telling),
        stated=_stated(graph, node, links), **_inward(graph, node, links),
        sources=telling.cited(),
    )  # fmt: skip


def _label(graph: "CareerGraph", iri: str) -> str:
    claims = graph.book.named([iri])
    if not claims:
        return graph.labels.label(iri)
    subject = graph.labels.label(claims[0].subject)
    return f"{subject}, {wording.statement(claims[0], graph.labels)}"


def _kinds(graph: "CareerGraph", node: ox.NamedNode) -> list[str]:
    found = graph.store.quads_for_pattern(node, ox.NamedNode(RDF.type), None, None)
    return sorted({q.object.value for q in found if isinstance(q.object, ox.NamedNode)})


def _map(graph: "CareerGraph", iri: str, root: str) -> str:
    kinds = ("Role", "Skill", "Industry", "Credential")
    drawn = graph.index.kind(iri) in kinds
    return f"{root}page?around={quote(curie(iri), safe='')}&hops=1" if drawn else ""


def _names(graph: "CareerGraph", iri: str, label: str) -> Row:
    names = sorted({n.text for n in graph.index.of_node(iri) if n.text != label})
    return {"names": names[:_NAMES], "more_names": len(names[_NAMES:])}


# ---------------------------------------------------------------- claims and steps


def _claims(graph: "CareerGraph", iri: str, telling: Telling) -> Row:
    node, book, kind = URIRef(iri), graph.book, graph.index.kind(iri) or ""
    steps_in, steps_out = moves(node, graph.ladder)
    others, left, title = _others(graph, node, telling.links)
    return {
        "own": telling.statements(book.named([iri]), whole=True),
        "said": [_said(each, iri, telling) for each in said_of(node, book)],
        "unknown": [graph.labels.label(measure) for measure in unspoken(node, kind, book)],
        "moves": [*_moves(graph, "Steps in", steps_in, CAREER.to, iri, telling.links),
                  *_moves(graph, "Steps out", steps_out, CAREER["from"], iri, telling.links)],
        "others": telling.statements(others, whole=True),
        "others_left": left, "others_title": title,
    }  # fmt: skip


def _said(said: Said, iri: str, telling: Telling) -> Row:
    where = f"?claim <{CAREER.subject}> <{iri}> ; <{CAREER.measure}> <{said.measure}>"
    return {
        "measure": telling.links.to(said.measure, telling.graph.labels.label(said.measure)),
        "status": said.status.value,
        "statements": telling.statements(said.claims[:MOST]),
        "left": _left(len(said.claims), telling.links.query(where),
                      of=telling.graph.labels.label(said.measure)),
    }  # fmt: skip


def _left(count: int, href: str, *, of: str = "") -> Row:
    """Of how many things the first are told, and where all of them are."""
    return {"cut": count > MOST, "shown": MOST, "total": f"{count:,}", "href": href, "of": of}


def _others(graph: "CareerGraph", node: URIRef, links: Links) -> tuple[list[Claim], Row, str]:
    """The first claims that have a node as their source, ground, passage or object, how many there
    are, and what that means."""
    book, own = graph.book, graph.book.named([node])
    if node in book.sources:
        places = book.table.where("source", node).nonzero()[0].tolist()
        title, how = "What it says", f"<{PROV.hadPrimarySource}>"
    elif own:
        places = [book.table.place(each) for each in own[0].derived_from]
        title, how = "What it rests on", f"^<{CAREER.derivedFrom}>"
    elif node in book.passages:
        places = _citing(graph, node)
        title, how = "What it says", f"<{CAREER.passage}>"
    else:
        places = book.naming(node).tolist()
        agent = graph.index.kind(node) == "Agent"
        title = "Says" if agent else "Named in claims on other things"
        how = f"<{PROV.wasAttributedTo if agent else CAREER.object}>"
    shown = [book.table[n] for n in places[:MOST] if n >= 0]
    return shown, _left(len(places), links.query(f"?claim {how} <{node}>")), title


def _citing(graph: "CareerGraph", passage: URIRef) -> list[int]:
    """The places of the claims that stand in a passage, in order."""
    found = graph.store.quads_for_pattern(
        None, ox.NamedNode(CAREER.passage), ox.NamedNode(passage), None
    )
    claims = {q.subject.value for q in found if isinstance(q.subject, ox.NamedNode)}
    return sorted(n for n in map(graph.book.table.place, claims) if n >= 0)


def _moves(
    graph: "CareerGraph", title: str, steps: Sequence[AdvancementStep], end: str, iri: str,
    links: Links,
) -> Iterable[tuple[str, list[Row], Row]]:  # fmt: skip
    if steps:
        shown = [_move(graph, step, links) for step in steps[:MOST]]
        yield title, shown, _left(len(steps), links.query(f"?step <{end}> <{iri}>"))


def _move(graph: "CareerGraph", step: AdvancementStep, links: Links) -> Row:
    claims = graph.book.on(step.iri, CAREER.possible)
    basis = sorted({wording.basis(claim, graph.labels) for claim in claims})
    return {
        "link": links.to(step.iri),
        "kind": graph.labels.label(step.kind).lower(),
        "status": graph.book.status(claims).value,
        "basis": " and ".join(basis) or "nobody claims it",
    }


# ---------------------------------------------------------------- triples


def _stated(graph: "CareerGraph", node: ox.NamedNode, links: Links) -> list[Row]:
    """What the graph holds of a node besides its names and what claims say of it."""
    passed = _TOLD_ABOVE | {each.value for each in stores.relations(graph.store)}
    found: dict[str, set[Term]] = {}
    for quad in graph.store.quads_for_pattern(node, None, None, None):
        if quad.predicate.value not in passed:
            found.setdefault(quad.predicate.value, set()).add(quad.object)
    return _rows(graph, found, links)


def _value(graph: "CareerGraph", term: Term, links: Links) -> Link:
    """A value; of a blank node, what is said of it."""
    if not isinstance(term, ox.BlankNode):
        return links.term(term)
    inner = graph.store.quads_for_pattern(term, None, None, None)
    said = sorted(f"{links.to(q.predicate.value).text}: {links.term(q.object).text}"
                  for q in inner if not isinstance(q.object, ox.BlankNode))  # fmt: skip
    return Link(", ".join(said) or "something without a name")


def _inward(graph: "CareerGraph", node: ox.NamedNode, links: Links) -> Row:
    """What leads to a node besides claims, steps and the links that claims give."""
    passed = {each.value for each in stores.relations(graph.store)} | _TOLD_BY_CLAIMS
    looked = list(islice(graph.store.quads_for_pattern(None, None, node, None), _LOOKED_AT))
    found: dict[str, set[Term]] = {}
    for quad in looked:
        if quad.predicate.value not in passed and isinstance(quad.subject, ox.NamedNode):
            found.setdefault(quad.predicate.value, set()).add(quad.subject)
    cut = len(looked) == _LOOKED_AT
    left = {"cut": cut, "shown": _LOOKED_AT, "total": "more triples", "of": "",
            "href": links.query(f"?s ?p {node}")}  # fmt: skip
    return {"inward": _rows(graph, found, links), "inward_left": left}


def _rows(graph: "CareerGraph", found: Mapping[str, set[Term]], links: Links) -> list[Row]:
    """Properties by label, each with its first values; only these are looked up."""
    rows: list[Row] = [
        {
            "property": links.to(prop),
            "found": sorted(_value(graph, term, links) for term in values[:MOST]),
            "more": len(values[MOST:]),
        }
        for prop, values in ((prop, sorted(values, key=str)) for prop, values in found.items())
    ]
    return sorted(rows, key=lambda row: row["property"])
