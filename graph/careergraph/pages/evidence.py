"""What is said, for the page: claims in words, where they stand, and how they clash."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book, Group
from careergraph.model import Claim
from careergraph.pages.kinds import FIRST_MEASURES, INCOMING
from careergraph.terms import CAREER, curie


class Table:
    """Values numbered in the order in which they were first seen."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, row: Any) -> int:
        """Return the number of `row`, adding it when it is new."""
        key = repr(row)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(row)
        return self._numbers[key]


def measures(book: Book, labels: wording.Labelled) -> dict[URIRef, dict[str, str]]:
    """Return the measures that claims use, in the order of display, with their words."""
    used = book.counted("measure")
    return {
        iri: {
            "id": local(iri),
            "iri": curie(iri),
            "label": labels.label(iri),
            "incoming": _incoming(iri, labels),
            "denied": wording.denial(iri),
        }
        for iri in sorted(used, key=lambda iri: (_rank(iri), labels.label(iri), iri))
    }


def local(iri: URIRef) -> str:
    """Return the name of an ontology term without its namespace."""
    return iri.removeprefix(str(CAREER))


def _rank(iri: URIRef) -> int:
    name = local(iri)
    return FIRST_MEASURES.index(name) if name in FIRST_MEASURES else len(FIRST_MEASURES)


def _incoming(iri: URIRef, labels: wording.Labelled) -> str:
    return INCOMING.get(local(iri)) or f"{labels.label(iri)} (named by)"


def claims(
    book: Book,
    labels: wording.Labels,
    *,
    nodes: Mapping[URIRef, int],
    sources: Mapping[URIRef, int],
    measures: Sequence[URIRef],
    sure: Mapping[URIRef, str] | None = None,
) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
    """Return the claims as the page shows them, in the order of `book`, and the tables they use.

    `nodes` and `sources` number the drawn nodes and the sources; `measures` are those of the page,
    in its order, and `sure` tells how sure a source is of its figures. A claim's `to` are the drawn
    nodes that its value names, and `value` is left out where that is the label of the one node;
    `evidence` is a row of its table.
    """
    order = {iri: number for number, iri in enumerate(measures)}
    evidence, rules, sections = Table(), Table(), Table()
    shown = []
    for claim in book.claims:
        row = {
            "measure": order[claim.measure],
            "value": "" if _is_node(claim, nodes) else wording.value(claim, labels),
            "amount": wording.amount(claim, labels) if claim.object else "",
            "to": [nodes[iri] for iri in objects(claim, book) if iri in nodes],
            "denied": not claim.affirms,
            "strength": labels.label(claim.strength).lower() if claim.strength else "",
            "scope": [text for _, text in wording.scope_fields(claim, labels)],
            "remark": wording.remark(claim),
            "sure": (sure or {}).get(claim.iri),
            "evidence": evidence.number(_evidence(claim, book, labels, rules, sources, sections)),
        }
        shown.append({key: value for key, value in row.items() if _tells(value)})
    return shown, {"evidence": evidence.rows, "rules": rules.rows, "sections": sections.rows}


def _tells(value: object) -> bool:
    return value is not None and value is not False and value not in ("", [])


def _is_node(claim: Claim, nodes: Mapping[URIRef, int]) -> bool:
    return claim.object in nodes and claim.minimum is None and claim.maximum is None


def objects(claim: Claim, book: Book) -> Iterator[URIRef]:
    """Yield the node that a claim's value names; for a requirement, each of its alternatives."""
    yield from alternatives(claim.object, book)


def alternatives(value: URIRef | None, book: Book) -> Iterator[URIRef]:
    """Yield a node, or of a requirement each of its alternatives."""
    requirement = book.requirement(value)
    if requirement is not None:
        yield from requirement.alternatives
    elif value is not None:
        yield value


def _evidence(
    claim: Claim, book: Book, labels: wording.Labels, rules: Table, sources: Mapping[URIRef, int],
    sections: Table,
) -> dict[str, Any]:  # fmt: skip
    row = {
        "stance": labels.label(claim.stance),
        "source": sources[claim.source],
        "says": wording.authority(claim, labels),
        "places": [_parted(place, sections) for place in _places(claim, book, labels)],
        "rule": rules.number(_rule(claim.rule, labels)) if claim.rule else None,
        "stanceIri": curie(claim.stance),
        "agents": " ".join(map(curie, claim.said_by)),
        "passages": " ".join(map(_passage, claim.passages)),
    }
    return {key: value for key, value in row.items() if _tells(value)}


def _passage(iri: URIRef) -> str:
    """The name of a passage without its prefix, unless the rest would read like a name with one."""
    short = curie(iri).removeprefix("passage:")
    return curie(iri) if ":" in short else short


def _parted(place: str, sections: Table) -> list[Any]:
    """The number of the section, which many places share, and the rest of a place in words."""
    head, quote, rest = place.partition("', ")
    return [sections.number(head + quote), rest]


def _places(claim: Claim, book: Book, labels: wording.Labels) -> list[str]:
    """Where the claim stands, or for one that stands nowhere, where the claims it rests on do."""
    found = wording.places(claim, book)
    if found:
        return found
    return [*wording.row(claim, book)] or _few(
        text if base.source == claim.source else f"{wording.source(base, book, labels)}, {text}"
        for base in book.bases(claim)
        for text in (*wording.places(base, book), *wording.row(base, book))
    )


_MOST_PLACES = 12


def _few(places: Iterable[str]) -> list[str]:
    """The first places, and how many others there are."""
    found = list(dict.fromkeys(places))
    more = [f"and {len(found) - _MOST_PLACES} more"] if len(found) > _MOST_PLACES + 1 else []
    return found[:_MOST_PLACES] + more if more else found


def _rule(iri: URIRef, labels: wording.Labels) -> dict[str, str]:
    definition = labels.definition(iri) or ""
    return {"iri": curie(iri), "label": labels.label(iri), "definition": definition}


def groups(found: Iterable[Group], numbers: Mapping[URIRef, int]) -> list[dict[str, Any]]:
    """Return clashes, or figures that cannot be compared, by the numbers of their claims."""
    return [
        {
            "sides": [[numbers[claim.iri] for claim in side] for side in group.sides],
            **({"differs": list(group.differs)} if group.differs else {}),
        }
        for group in found
    ]
