"""What the page knows: the graph as plain lists and words, ready to be written as JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import claims, names, wording
from careergraph.claims import Book
from careergraph.model import AdvancementStep, Level, records
from careergraph.pages import answering, asking, evidence, market, statements, values
from careergraph.pages.demands import Demands
from careergraph.pages.directions import unturned
from careergraph.pages.kinds import DRAWN, SPOKEN_OF
from careergraph.pages.opening import Openings
from careergraph.routes.ladder import compile_ladder
from careergraph.terms import CAREER, PREFIXES, RDF, SKOS, curie

Row = dict[str, Any]


def payload(
    store: ox.Store,
    *,
    title: str | None = None,
    answers: Sequence[Mapping[str, Any]] = (),
    asked: Sequence[str] = (),
    view: str = "map",
) -> Row:
    """Return all that the page shows of a graph, in a fixed order; `view` is the one it opens.

    `answers` are the route answers that it shows first, `asked` the questions that its box offers.

    Nodes, steps and claims are numbered by their place in their list and refer to each other by
    number; everything else is text in plain words. Empty fields are left out.
    """
    book, labels, index = claims.read(store), wording.Labels(store), names.read(store)
    ladder = compile_ladder(store, book)
    demands = Demands(ladder)
    nodes = _nodes(store, book, labels, index, demands)
    numbers = {URIRef(node["iri"]): number for number, node in enumerate(nodes)}
    steps = _steps(store, book, labels, numbers, demands)
    sources = {iri: number for number, iri in enumerate(sorted(_named_sources(book)))}
    claim_numbers = {iri: number for number, iri in enumerate(book.table.column("iri"))}
    found: Row = {
        "title": title or "Career graph",
        "view": view,
        "kinds": _kinds(nodes),
        "measures": list(evidence.measures(book, labels).values()),
        "nodes": nodes,
        "steps": steps,
        "links": _links(store, book, numbers, claim_numbers),
        "sources": _sources(book, labels),
        "prefixes": PREFIXES,
        "answers": answering.answers(answers, nodes=nodes, steps=steps),
    }
    found |= {"asked": list(asked)} if asked else {}
    is_market = len(nodes) > market.MOST_WITH_CLAIMS
    quoted = _quoted(book, answering.cited(answers)) if is_market else book
    found |= _evidence(quoted, labels, numbers, sources, order=book)
    _point_to_claims(found, quoted)
    statements.tell(nodes, store, briefly=is_market)
    found["resting"] = statements.resting(store, quoted, [] if is_market else nodes)
    if is_market:
        found = market.content(found, book, sources)
    else:
        found["ask"] = asking.content(ladder, index, labels, drawn=nodes)
        _tell_openings(found["nodes"], Openings(ladder, numbers, claim_numbers))
    for row in (*found["nodes"], *found["steps"]):
        if "iri" in row:
            row["iri"] = curie(row["iri"])
    return {name: unturned(value) for name, value in found.items()}


def _quoted(book: Book, iris: Iterable[str]) -> Book:
    """The book of these claims alone, and of those they rest on."""
    found = {base.iri: base for claim in book.named(iris) for base in book.bases(claim)}
    return book.restricted(found[iri] for iri in sorted(found))


def _tell_openings(nodes: Iterable[Row], openings: Openings) -> None:
    """Tell of each credential what it would open."""
    for node in nodes:
        if node["kind"] == "Credential" and (found := openings.of(URIRef(node["iri"]))):
            node["opens"] = found


def _evidence(
    book: Book, labels: wording.Labels, numbers: Mapping[URIRef, int],
    sources: Mapping[URIRef, int], *, order: Book,
) -> Row:  # fmt: skip
    """The claims in words, where they stand, and how they clash; measures are those of `order`."""
    claim_numbers = {iri: number for number, iri in enumerate(book.table.column("iri"))}
    known = list(evidence.measures(order, labels))
    shown, tables = evidence.claims(book, labels, nodes=numbers, sources=sources, measures=known)
    for row, claim in zip(shown, book.claims, strict=True):
        row |= values.of_claim(claim, claim_numbers, numbers)
    return {
        "claims": shown,
        "conflicts": evidence.groups(book.conflicts(), claim_numbers),
        "incomparable": evidence.groups(book.incomparable(), claim_numbers),
        **tables,
    }


def _kinds(nodes: Iterable[Row]) -> dict[str, Row]:
    used = {node["kind"] for node in nodes}
    return {
        name: {
            "label": kind.label,
            "plural": kind.plural,
            "colour": kind.colour,
            "shape": kind.shape,
        }
        for name, kind in DRAWN.items()
        if name in used
    }


def drawn_kinds(index: names.Index, book: Book) -> dict[URIRef, str]:
    """Return every node that a page of the graph draws, with its kind."""
    kinds = {name.iri: name.kind for name in index.names if name.kind in DRAWN}
    return {n: kind for n, kind in kinds.items() if kind not in SPOKEN_OF or n in book.about}


def _nodes(
    store: ox.Store, book: Book, labels: wording.Labels, index: names.Index, demands: Demands
) -> list[Row]:
    """Every node that is drawn, by kind and label."""
    order = list(DRAWN)
    kinds = drawn_kinds(index, book)
    others: dict[URIRef, list[str]] = {}
    for name in index.names:
        if name.iri in kinds and name.text.strip() and name.text != labels.label(name.iri):
            others.setdefault(name.iri, []).append(name.text)
    ranks = {level.iri: level.rank for level in records(store, Level)}
    found = []
    for iri in sorted(kinds, key=lambda i: (order.index(kinds[i]), labels.label(i), i)):
        row: Row = {"iri": str(iri), "label": labels.label(iri), "kind": kinds[iri]}
        row |= _described(store, iri, labels)
        row |= {"alt": sorted(set(others[iri]))} if iri in others else {}
        row |= _role(book, iri, labels, ranks) if kinds[iri] == "Role" else {}
        row |= _demands(demands, iri) if kinds[iri] == "Role" else {}
        row |= _pay(book, iri, labels)
        found.append(row)
    return found


def _described(store: ox.Store, iri: URIRef, labels: wording.Labels) -> Row:
    """What kind of credential it is, its EQF level, and its definition, where there are any."""
    kept = {str(CAREER[name]) for name in ("Degree", "Certification", "Licence")}
    types = [t for t in _objects(store, iri, RDF.type) if t in kept]
    eqf = _objects(store, iri, CAREER.eqfLevel)
    facts = [["Type", labels.label(t)] for t in types]
    facts += [["Framework", labels.label(level)] for level in eqf]
    row = {"facts": facts, "definition": labels.definition(iri)}
    return {name: value for name, value in row.items() if value}


def _objects(store: ox.Store, iri: URIRef, prop: URIRef) -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None, None)
    return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode))


_ASKED_OF_A_ROLE = (CAREER.level, CAREER.pay, CAREER.requires)


def _role(
    book: Book, iri: URIRef, labels: wording.Labels, ranks: Mapping[URIRef, int]
) -> dict[str, Any]:
    """The levels of a role, lowest first, and which of pay, level and needs nobody speaks of."""
    said = {c.object for c in book.on(iri, CAREER.level) if c.affirms and c.object in ranks}
    levels = sorted((ranks[level], labels.label(level)) for level in said if level)
    unknown = [labels.label(m) for m in _ASKED_OF_A_ROLE if not book.on(iri, m)]
    return ({"levels": levels} if levels else {}) | ({"unknown": unknown} if unknown else {})


def _demands(demands: Demands, role: URIRef) -> Row:
    found = {"further": demands.of_role(role), "certificate": demands.certificate(role)}
    return {name: word for name, word in found.items() if word}


def _pay(book: Book, iri: URIRef, labels: wording.Labels) -> Row:
    """Every stated pay in words, for the table: ranges are never merged across scopes."""
    stated = [c for c in book.on(iri, CAREER.pay) if c.affirms]
    if not stated:
        return {}
    words = [(wording.amount(c, labels), wording.scope(c, labels)) for c in stated]
    highest = max(c.maximum or c.minimum or 0 for c in stated)
    return {"pay": [list(pair) for pair in dict.fromkeys(words)], "payUpTo": float(highest)}


def _steps(
    store: ox.Store,
    book: Book,
    labels: wording.Labels,
    numbers: Mapping[URIRef, int],
    demands: Demands,
) -> list[Row]:
    """Every step between two drawn roles, by the names of its roles."""
    found = []
    for step in records(store, AdvancementStep):
        if step.start in numbers and step.end in numbers:
            row: Row = {
                "iri": str(step.iri),
                "label": labels.label(step.iri),
                "from": numbers[step.start],
                "to": numbers[step.end],
                "kind": labels.label(step.kind),
                "kindIri": curie(step.kind),
                "status": book.status(book.on(step.iri, CAREER.possible)).value,
                "industries": [numbers[i] for i in step.industries if i in numbers],
            }
            further = demands.of_step(step)
            found.append(row | ({"further": further} if further else {}))
    return sorted(found, key=lambda row: (row["from"], row["to"], row["iri"]))


_NOT_A_LINK = {CAREER.level}


def _links(
    store: ox.Store, book: Book, numbers: Mapping[URIRef, int], claim_numbers: Mapping[URIRef, int]
) -> list[Row]:
    """The affirmed relations between drawn nodes, one a pair and measure, with their claims."""
    relations = {
        quad.subject.value
        for quad in store.quads_for_pattern(
            None, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Relation), None
        )
        if isinstance(quad.subject, ox.NamedNode)
    }
    found: dict[tuple[int, int, str], list[int]] = {}
    for claim in book.claims:
        if claim.affirms and str(claim.measure) in relations and claim.measure not in _NOT_A_LINK:
            for end in evidence.objects(claim, book):
                if claim.subject in numbers and end in numbers:
                    key = (numbers[claim.subject], numbers[end], evidence.local(claim.measure))
                    found.setdefault(key, []).append(claim_numbers[claim.iri])
    stated = [{"from": a, "to": b, "claims": c} for (a, b, _), c in sorted(found.items())]
    return stated + _broader(store, numbers)


def _broader(store: ox.Store, numbers: Mapping[URIRef, int]) -> list[Row]:
    pairs = sorted(
        (numbers[URIRef(quad.subject.value)], numbers[URIRef(quad.object.value)])
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS.broader), None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        and URIRef(quad.subject.value) in numbers and URIRef(quad.object.value) in numbers
    )  # fmt: skip
    return [{"from": narrow, "to": wide, "broader": True} for narrow, wide in pairs]


def _named_sources(book: Book) -> set[URIRef]:
    return set(book.sources) | {claim.source for claim in book.claims}


def _sources(book: Book, labels: wording.Labels) -> list[Row]:
    counts = Counter(claim.source for claim in book.claims)
    curated = Counter(claim.source for claim in book.claims if claim.stance == CAREER.curated)
    found = []
    for iri in sorted(_named_sources(book)):
        row: Row = {"iri": curie(iri), "title": labels.label(iri), "claims": counts[iri]}
        if counts[iri] and curated[iri] == counts[iri]:
            row["curators"] = True
        source = book.sources.get(iri)
        if source and source.file_name:
            row["file"] = str(source.file_name)
        if source and source.sha256:
            row["sha256"] = str(source.sha256)
        found.append(row)
    return found


def _point_to_claims(found: Row, book: Book) -> None:
    """Tie each claim to the node or step it is about, and the other way round."""
    for kind in ("node", "step"):
        subjects = {row["iri"]: number for number, row in enumerate(found[f"{kind}s"])}
        for number, claim in enumerate(book.claims):
            if str(claim.subject) in subjects:
                subject = subjects[str(claim.subject)]
                found["claims"][number][kind] = subject
                found[f"{kind}s"][subject].setdefault("claims", []).append(number)
