"""What the page of a market knows: every node, link and step, and of the claims their number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.pages import evidence
from careergraph.pages.market.colours import colours
from careergraph.pages.market.ground import ground
from careergraph.pages.market.regions import ELSEWHERE, SHARED, Regions, regions
from careergraph.pages.market.wires import wires

Row = dict[str, Any]
Pair = tuple[int, int]

MOST_WITH_CLAIMS = 1_000
"""A graph of more nodes is drawn as a market: its claims would not fit into one file."""

_KEPT_OF_NODES = ("iri", "label", "kind", "levels", "pay", "payUpTo", "further", "certificate",
                  "unknown", "said", "by", "region")  # fmt: skip
_KEPT_OF_STEPS = ("label", "from", "to", "kind", "status", "industries", "further")


def content(found: Row, book: Book, sources: Mapping[URIRef, int]) -> Row:
    """Return the payload of a page without claims: what `found` holds, with places and regions.

    `found` has the nodes, steps and links of the small page; the ends of steps and links become
    wires. `sources` numbers the sources by IRI.
    """
    steps = [(row["from"], row["to"]) for row in found["steps"]]
    links = _by_measure(found["links"], book)
    divided = regions(found["nodes"], steps, links)
    edges = sorted({*steps, *(pair for pairs in links.values() for pair in pairs)})
    places, outlines = ground(divided.of, len(divided.names), edges)
    counted = _said(found["nodes"], book, sources)
    nodes = [
        row | {"region": region} | said
        for row, region, said in zip(found["nodes"], divided.of, counted, strict=True)
    ]
    return found | {
        "market": {"claims": len(book.claims), "basis": divided.basis},
        "nodes": [_only(row, _KEPT_OF_NODES) for row in nodes],
        "steps": [_only(row, _KEPT_OF_STEPS) for row in found["steps"]],
        "places": places,
        "regions": _regions(divided, outlines, nodes),
        "wires": {"steps": wires(steps), "links": {m: wires(p) for m, p in links.items()}},
        "links": [], "claims": [], "evidence": [], "conflicts": [], "incomparable": [],
        "sections": [], "rules": [], "requirements": [],
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


def _said(nodes: Sequence[Row], book: Book, sources: Mapping[URIRef, int]) -> list[Row]:
    """How many claims are about each node, and by which sources."""
    subjects, speakers = book.table.column("subject"), book.table.column("source")
    counts: Counter[str] = Counter()
    by: dict[str, set[int]] = {}
    for subject, source in zip(subjects, speakers, strict=True):
        counts[str(subject)] += 1
        by.setdefault(str(subject), set()).add(sources[source])
    found = []
    for row in nodes:
        iri = str(row["iri"])
        found.append({"said": counts[iri], "by": sorted(by[iri])} if iri in counts else {})
    return found


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
