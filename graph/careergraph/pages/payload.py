"""What the page knows: the graph as plain lists and words, ready to be written as JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import names, wording
from careergraph.claims import Book
from careergraph.model import AdvancementStep, Estimate, Level, records
from careergraph.pages import answering, asking, evidence, market, statements, values
from careergraph.pages.demands import Demands
from careergraph.pages.directions import unturned
from careergraph.pages.kinds import DRAWN, SPOKEN_OF
from careergraph.pages.opening import Openings
from careergraph.pages.views import Views, viewed
from careergraph.tables import uncollected
from careergraph.terms import CAREER, PREFIXES, RDF, SKOS, curie

Row = dict[str, Any]


@uncollected()
def payload(
    store: ox.Store,
    *,
    title: str | None = None,
    answers: Sequence[Mapping[str, Any]] = (),
    asked: Sequence[str] = (),
    view: str = "map",
    views: Views | None = None,
    drawn: Collection[str] | None = None,
    asks: bool = True,
) -> Row:
    """Return all that the page shows of a graph, in a fixed order; `view` is the one it opens.

    `answers` are the route answers that it shows first, `asked` the questions that its box offers.
    `views` are those of the store, where they are there already. Of the nodes that a map may draw
    it draws those in `drawn`, or all; the others are words in claims. Unless it `asks`, the page
    holds nothing to answer questions by itself.

    Nodes, steps and claims are numbered by their place in their list and refer to each other by
    number; everything else is text in plain words. Empty fields are left out.
    """
    views = views or viewed(store)
    book, labels, index, ladder = views.book, views.labels, views.index, views.ladder
    demands = Demands(ladder)
    kinds = drawn_kinds(index, book)
    if drawn is not None:
        kinds = {iri: kind for iri, kind in kinds.items() if str(iri) in drawn}
    is_market = len(kinds) > market.MOST_WITH_CLAIMS
    nodes = _nodes(views, kinds, demands, briefly=is_market)
    numbers = {URIRef(node["iri"]): number for number, node in enumerate(nodes)}
    steps = _steps(views, numbers, demands)
    sources = {iri: number for number, iri in enumerate(sorted(_named_sources(book)))}
    found: Row = {
        "title": title or "Career graph",
        "view": view,
        "kinds": _kinds(nodes),
        "measures": list(evidence.measures(book, labels).values()),
        "nodes": nodes,
        "steps": steps,
        "links": _links(store, book, numbers, briefly=is_market),
        "sources": _sources(book, labels),
        "prefixes": PREFIXES,
        "answers": answering.answers(answers, nodes=nodes, steps=steps),
    }
    found |= {"asked": list(asked)} if asked else {}
    quoted = _quoted(book, answering.cited(answers)) if is_market else book
    found |= _evidence(quoted, views, numbers, sources)
    _point_to_claims(found, quoted)
    tell = statements.tell_briefly if is_market else statements.tell
    tell(nodes, store)
    found["resting"] = statements.resting(store, quoted, [] if is_market else nodes)
    if is_market:
        found = market.content(found, book, sources)
    else:
        found["ask"] = asking.content(ladder, index, labels, drawn=nodes) if asks else None
        claims = {iri: number for number, iri in enumerate(book.table.column("iri"))}
        _tell_openings(found["nodes"], Openings(ladder, numbers, claims))
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
    book: Book, views: Views, numbers: Mapping[URIRef, int], sources: Mapping[URIRef, int]
) -> Row:
    """The claims of a book in words, where they stand, and how they clash."""
    claim_numbers = {iri: number for number, iri in enumerate(book.table.column("iri"))}
    known, estimates = list(evidence.measures(views.book, views.labels)), views.tables[Estimate]
    places = {iri: estimates.place(iri) for iri in claim_numbers} if len(estimates) else {}
    shown, tables = evidence.claims(
        book, views.labels, nodes=numbers, sources=sources, measures=known,
        sure={iri: wording.sure(estimates[n]) for iri, n in places.items() if n >= 0},
    )  # fmt: skip
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
    kinds = {URIRef(iri): kind for iri, kind in index.nodes() if kind in DRAWN}
    return {n: kind for n, kind in kinds.items() if kind not in SPOKEN_OF or len(book.of(n))}


def _nodes(
    views: Views, kinds: Mapping[URIRef, str], demands: Demands, *, briefly: bool
) -> list[Row]:
    """Every node that is drawn, by kind and label; `briefly` without other names and definition."""
    order, book, labels = list(DRAWN), views.book, views.labels
    ranks = {level.iri: level.rank for level in records(views.store, Level)}
    found = []
    for iri in sorted(kinds, key=lambda i: (order.index(kinds[i]), labels.label(i), i)):
        row: Row = {"iri": str(iri), "label": labels.label(iri), "kind": kinds[iri]}
        row |= {} if briefly else _described(views.store, iri, labels) | _others(views, iri)
        row |= _role(book, iri, labels, ranks) if kinds[iri] == "Role" else {}
        row |= _demands(demands, iri) if kinds[iri] == "Role" else {}
        row |= _pay(book, iri, labels)
        found.append(row)
    return found


def _others(views: Views, iri: URIRef) -> Row:
    """The names of a node beside its label."""
    label = views.labels.label(iri)
    found = {n.text for n in views.index.of_node(iri) if n.text.strip() and n.text != label}
    return {"alt": sorted(found)} if found else {}


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


def _steps(views: Views, numbers: Mapping[URIRef, int], demands: Demands) -> list[Row]:
    """Every step between two drawn roles, by the names of its roles."""
    book, labels, found = views.book, views.labels, []
    for step in views.tables[AdvancementStep]:
        if step.start in numbers and step.end in numbers:
            row: Row = {
                "iri": str(step.iri),
                "label": f"{labels.label(step.start)} to {labels.label(step.end)}",
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
    store: ox.Store, book: Book, numbers: Mapping[URIRef, int], *, briefly: bool
) -> list[Row]:
    """The affirmed relations between drawn nodes, one a pair and measure, with their claims.

    That a skill is important is one, too, unless `briefly`: a survey rates every skill for every
    role.
    """
    measures = _relations(store) | (set() if briefly else {CAREER.importance})
    found: dict[tuple[int, int, str], list[int]] = {}
    columns = [book.table.column(name) for name in ("subject", "object")]
    for measure in sorted(measures - _NOT_A_LINK):
        places = book.places(measure)
        for claim in places[book.affirmed[places]].tolist():
            subject, what = (column[claim] for column in columns)
            if subject in numbers:
                for end in evidence.alternatives(what, book):
                    if end in numbers:
                        key = (numbers[subject], numbers[end], evidence.local(measure))
                        found.setdefault(key, []).append(claim)
    stated = [{"from": a, "to": b, "claims": c} for (a, b, _), c in sorted(found.items())]
    return stated + _broader(store, numbers)


def _relations(store: ox.Store) -> set[URIRef]:
    """The measures whose claims relate two nodes."""
    quads = store.quads_for_pattern(
        None, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Relation), None
    )
    return {URIRef(q.subject.value) for q in quads if isinstance(q.subject, ox.NamedNode)}


def _broader(store: ox.Store, numbers: Mapping[URIRef, int]) -> list[Row]:
    pairs = {  # two sources may state the same
        (numbers[URIRef(quad.subject.value)], numbers[URIRef(quad.object.value)])
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS.broader), None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        and URIRef(quad.subject.value) in numbers and URIRef(quad.object.value) in numbers
    }  # fmt: skip
    return [{"from": narrow, "to": wide, "broader": True} for narrow, wide in sorted(pairs)]


def _named_sources(book: Book) -> set[URIRef]:
    return set(book.sources) | set(book.counted("source"))


def _sources(book: Book, labels: wording.Labels) -> list[Row]:
    counts = book.counted("source")
    curated = book.counted("source", book.table.where("stance", CAREER.curated))
    found = []
    for iri in sorted(_named_sources(book)):
        row: Row = {"iri": curie(iri), "title": labels.label(iri), "claims": counts.get(iri, 0)}
        if counts.get(iri) and curated.get(iri) == counts[iri]:
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
