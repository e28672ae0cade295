"""What the page of a market knows: every node, link and step, of the claims their number, and
whole only those that its answers rest on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import eq
from typing import Any

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.pages import evidence
from careergraph.pages.market.colours import colours
from careergraph.pages.market.ground import ground
from careergraph.pages.market.regions import ELSEWHERE, SHARED, Regions, regions
from careergraph.pages.market.wires import wires
from careergraph.terms import curie

Row = dict[str, Any]
Pair = tuple[int, int]

MOST_WITH_CLAIMS = 1_000
"""A graph of more nodes is drawn as a market: its claims would not fit into one file."""

_KEPT_OF_NODES = ("iri", "label", "kind", "types", "levels", "pay", "payUpTo", "further",
                  "certificate", "unknown", "said", "by", "named", "region")  # fmt: skip
_KEPT_OF_STEPS = ("label", "from", "to", "kind", "kindIri", "status", "industries", "further",
                  "said", "by")  # fmt: skip
_STEP_NAMES = ("step:{from}-to-{to}", "step:{from}-{to}")
"""How steps are called by custom, after the last parts of the names of their ends."""


def content(found: Row, book: Book, sources: Mapping[URIRef, int]) -> Row:
    """Return the payload of a page of counted claims: what `found` holds, with places and regions.

    `found` has the nodes, steps and links of the small page; the ends of steps and links become
    wires. `book` are all claims, `sources` numbers the sources by IRI.
    """
    steps = [(row["from"], row["to"]) for row in found["steps"]]
    links = _by_measure(found["links"], book)
    divided = regions(found["nodes"], steps, links)
    edges = sorted({*steps, *(pair for pairs in links.values() for pair in pairs)})
    places, outlines = ground(divided.of, len(divided.names), edges)
    spoken = _Spoken(book, sources)
    naming = spoken.naming(found["nodes"], found["links"])
    nodes = [
        row | {"region": region} | spoken.of(row) | named
        for row, region, named in zip(found["nodes"], divided.of, naming, strict=True)
    ]
    pattern, names = step_names(found["steps"], nodes)
    return found | {
        "market": {"claims": len(book.claims), "basis": divided.basis, "step": pattern,
                   "unfolded": _unfolded(found["links"], nodes, book)},
        "nodes": [_only(row, _KEPT_OF_NODES) for row in nodes],
        "steps": [_only(row | spoken.of(row), _KEPT_OF_STEPS) | name
                  for row, name in zip(found["steps"], names, strict=True)],
        "places": places,
        "regions": _regions(divided, outlines, nodes),
        "wires": {"steps": wires(steps), "links": {m: wires(p) for m, p in links.items()}},
        "links": [],
    }  # fmt: skip


def _only(row: Mapping[str, Any], names: Sequence[str]) -> Row:
    return {name: row[name] for name in names if name in row}


def _by_measure(links: Sequence[Row], book: Book) -> dict[str, list[Pair]]:
    """The links by the name of their measure, each pair once and sorted."""
    found: dict[str, set[Pair]] = {}
    measures = book.table.column("measure")
    for row in links:
        name = "broader" if row.get("broader") else evidence.local(measures[row["claims"][0]])
        found.setdefault(name, set()).add((row["from"], row["to"]))
    return {name: sorted(found[name]) for name in sorted(found)}


class _Spoken:
    """Who speaks of what: how many claims are about each node and step, and by which sources."""

    def __init__(self, book: Book, sources: Mapping[URIRef, int]) -> None:
        self._book = book
        number, self._coded = book.table.coded("source")
        self._number = {n: sources[source] for source, n in number.items() if source in sources}

    def of(self, row: Row) -> Row:
        """Return what is said of a node or step; nothing where nobody speaks of it."""
        claims = self._book.of(URIRef(row["iri"]))
        return {"said": len(claims), "by": self._by(claims)} if len(claims) else {}

    def _by(self, claims: Any) -> list[int]:
        return sorted({self._number[n] for n in set(self._coded[claims].tolist())})

    def naming(self, nodes: Sequence[Row], links: Sequence[Row]) -> list[Row]:
        """Return for each node the sources that name it as the end of a link."""
        found: list[set[int]] = [set() for _ in nodes]
        for row in links:
            found[row["to"]].update(row.get("claims", ()))
        return [{"named": self._by(sorted(each))} if each else {} for each in found]


def step_names(steps: Sequence[Row], nodes: Sequence[Row]) -> tuple[str, list[Row]]:
    """Return the custom by which most steps are called, and the name of each that breaks it."""
    ends = [{end: _last(nodes[row[end]]["iri"]) for end in ("from", "to")} for row in steps]
    names = [curie(row["iri"]) for row in steps]
    usual = {p: [p.format(**each) for each in ends] for p in _STEP_NAMES}
    best = max(usual, key=lambda p: sum(map(eq, usual[p], names)))
    return best, [{} if a == b else {"iri": b} for a, b in zip(usual[best], names, strict=True)]


def _last(iri: str) -> str:
    return curie(iri).rpartition(":")[2]


def _unfolded(links: Sequence[Row], nodes: Sequence[Row], book: Book) -> list[str]:
    """The measures of which some link leads to an alternative of what a claim names: these links
    are no triples of the graph."""
    measures, objects = book.table.column("measure"), book.table.column("object")
    return sorted({
        evidence.local(measures[claim])
        for row in links for claim in row.get("claims", ())[:1]
        if str(objects[claim]) != nodes[row["to"]]["iri"]
    })  # fmt: skip


def _regions(divided: Regions, outlines: Sequence[list[int]], nodes: Sequence[Row]) -> list[Row]:
    """Each region as the page draws it; those that are no group of their own are grey."""
    centres = [_middle(outline) for outline in outlines]
    grey = [n for n, name in enumerate(divided.names) if name in (SHARED, ELSEWHERE)]
    roles = Counter(row["region"] for row in nodes if row["kind"] == "Role")
    size = Counter(divided.of)
    return [
        {"label": name, "colour": colour, "outline": outline, "x": round(x), "y": round(y),
         "roles": roles[n], "nodes": size[n]}
        for n, (name, colour, outline, (x, y)) in enumerate(
            zip(divided.names, colours(centres, grey), outlines, centres, strict=True))
    ]  # fmt: skip


def _middle(outline: Sequence[int]) -> tuple[float, float]:
    xs, ys = outline[::2], outline[1::2]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
