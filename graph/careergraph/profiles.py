"""All that is said of one node: grouped claims, clashes, steps, and what nobody speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book, Status
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.arrays import steps_into, steps_out_of
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER, curie
from careergraph.wording import Labelled

_EXPECTED = {
    "Role": (CAREER.level, CAREER.pay, CAREER.requires, CAREER.essentialSkill, CAREER.worksIn),
    "Industry": (CAREER.pay, CAREER.application, CAREER.expectsSkill, CAREER.valuesCredential),
}
"""What a reader looks for in a node of a kind; when nobody speaks of it, that is said."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a node on one measure, and what it comes to."""

    measure: URIRef
    status: Status
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A node with everything that claims say of it, and the claims that name it.

    `named_by` are claims on other things; of an agent, those it is the authority of.
    """

    iri: URIRef
    label: str
    kind: str
    names: tuple[str, ...]
    said: tuple[Said, ...]
    named_by: tuple[Claim, ...]
    unknown: tuple[URIRef, ...]
    steps_in: tuple[AdvancementStep, ...]
    steps_out: tuple[AdvancementStep, ...]


def profile(
    iri: URIRef, *, kind: str, names: tuple[str, ...], ladder: Ladder, labels: Labelled
) -> Profile:
    """Return the profile of a node; `names` are its alternative labels."""
    book = ladder.book
    steps_in, steps_out = moves(iri, ladder)
    return Profile(
        iri=iri,
        label=labels.label(iri),
        kind=kind,
        names=names,
        said=said_of(iri, book),
        named_by=tuple(book.table[n] for n in book.naming(iri).tolist()),
        unknown=unspoken(iri, kind, book),
        steps_in=steps_in,
        steps_out=steps_out,
    )


def said_of(iri: URIRef, book: Book) -> tuple[Said, ...]:
    """Return what claims say of a node, by measure: its level, its pay and what it takes first."""
    found: dict[URIRef, list[Claim]] = {}
    for claim in (book.table[n] for n in book.of(iri).tolist()):
        found.setdefault(claim.measure, []).append(claim)
    measures = sorted(found, key=lambda m: (m not in _FIRST, m))
    return tuple(Said(m, book.status(found[m]), _ordered(m, tuple(found[m]))) for m in measures)


def unspoken(iri: URIRef, kind: str, book: Book) -> tuple[URIRef, ...]:
    """Return the measures that a reader looks for in a node of a kind, and no claim is on."""
    return tuple(m for m in _EXPECTED.get(kind, ()) if not book.on(iri, m))


def moves(
    iri: URIRef, ladder: Ladder
) -> tuple[tuple[AdvancementStep, ...], tuple[AdvancementStep, ...]]:  # fmt: skip
    """Return the steps from role to role that lead into a role, and those that lead out of it."""
    return _moves(ladder, steps_into(ladder, iri)), _moves(ladder, steps_out_of(ladder, iri))


def _ordered(measure: URIRef, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Claims in the order in which they are told: of where people went the largest share first."""
    if measure != CAREER.movesTo:
        return claims
    return tuple(sorted(claims, key=lambda c: -(c.minimum or 0)))


def _moves(ladder: Ladder, steps: Iterable[URIRef]) -> tuple[AdvancementStep, ...]:
    """The steps with these IRIs from role to role, sorted by IRI."""
    found = (ladder.steps[step] for step in sorted(steps))
    return tuple(step for step in found if step.kind != CAREER.opens)


_FIRST = (CAREER.level, CAREER.pay, CAREER.requires)


def as_text(found: Profile, ladder: Ladder, labels: Labelled) -> str:
    """Return the profile for reading, each claim with its basis, authority, source and place."""
    lines = [f"{found.label} ({found.kind}, {curie(found.iri)})"]
    lines += [f"also called {', '.join(found.names)}"] if found.names else []
    for said in found.said:
        lines += ["", *_said(said, ladder.book, labels)]
    lines += _steps("Steps in", found.steps_in, ladder.book, labels)
    lines += _steps("Steps out", found.steps_out, ladder.book, labels)
    lines += _named(found, ladder.book, labels)
    if found.unknown:
        names = ", ".join(labels.label(m) for m in found.unknown)
        lines += ["", f"Not known, since no source speaks of it: {names}."]
    return wording.visible("\n".join(lines)) + "\n"


def _said(said: Said, book: Book, labels: Labelled) -> Iterator[str]:
    """What is said on a measure: each thing once, under it all who say it."""
    mark = " (contested)" if said.status is Status.CONTESTED else ""
    yield f"{labels.label(said.measure).capitalize()}{mark}"
    statements: dict[tuple[str, str], list[Claim]] = {}
    for claim in said.claims:
        words = wording.statement(claim, labels).split(": ", 1)[1]
        statements.setdefault((words, wording.remark(claim)), []).append(claim)
    for (words, remark), claims in statements.items():
        yield f"  - {words}"
        yield from [f"    {remark}"] if remark else []
        yield from (f"    {credit(claim, book, labels)}" for claim in claims)


def credit(claim: Claim, book: Book, labels: Labelled) -> str:
    """Return how a claim came to be, whom its source names, the source, the group of which it is
    said, if of one, and the place in the source."""
    parts = [wording.basis(claim, labels)]
    parts += [f"says {wording.authority(claim, labels)}"] if claim.said_by else []
    parts += [wording.source(claim, book, labels)]
    groups = {word.group.iri for word in book.words(claim) if word.group}
    parts += [f"said of the group '{labels.label(group)}'" for group in sorted(groups)]
    parts += [wording.where(claim, book)] if claim.passages else []
    return "; ".join(parts)


def _steps(
    title: str, steps: tuple[AdvancementStep, ...], book: Book, labels: Labelled
) -> Iterator[str]:
    if steps:
        yield from ("", title)
    for step in steps:
        claims = book.on(step.iri, CAREER.possible)
        basis = (
            " and ".join(sorted({wording.basis(c, labels) for c in claims})) or "nobody claims it"
        )
        ends = f"{labels.label(step.start)} → {labels.label(step.end)}"
        kind, status = labels.label(step.kind).lower(), book.status(claims).value
        yield f"  - {ends}: {kind}, {status} ({basis})"


def _named(found: Profile, book: Book, labels: Labelled) -> Iterator[str]:
    if found.named_by:
        title = "Says" if found.kind == "Agent" else "Named in claims on other things"
        yield from ("", title)
    for claim in found.named_by:
        yield (
            f"  - {labels.label(claim.subject)}, {wording.statement(claim, labels)} "
            f"– {credit(claim, book, labels)}"
        )


def claim_json(claim: Claim, book: Book, labels: Labelled) -> dict[str, Any]:
    """Return a claim as JSON values: in words, and by its parts."""
    return {
        "iri": str(claim.iri),
        "subject": {"iri": str(claim.subject), "label": labels.label(claim.subject)},
        "measure": {"iri": str(claim.measure), "label": labels.label(claim.measure)},
        "statement": wording.statement(claim, labels),
        "affirmed": claim.affirms,
        "object": str(claim.object) if claim.object else None,
        "minimum": None if claim.minimum is None else float(claim.minimum),
        "maximum": None if claim.maximum is None else float(claim.maximum),
        "unit": str(claim.unit) if claim.unit else None,
        "scope": dict(wording.scope_fields(claim, labels)),
        "stance": labels.label(claim.stance).lower(),
        "source": wording.source(claim, book, labels),
        "said_by": wording.authority(claim, labels) or None,
        "where": wording.where(claim, book) or None,
    }


def as_json(found: Profile, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    """Return the profile as JSON values."""
    book = ladder.book
    return {
        "iri": str(found.iri),
        "label": found.label,
        "kind": found.kind,
        "names": list(found.names),
        "said": [
            {
                "measure": labels.label(s.measure),
                "status": s.status.value,
                "claims": [claim_json(c, book, labels) for c in s.claims],
            }
            for s in found.said
        ],
        "steps_in": [str(s.iri) for s in found.steps_in],
        "steps_out": [str(s.iri) for s in found.steps_out],
        "named_by": [str(c.iri) for c in found.named_by],
        "not_known": [labels.label(m) for m in found.unknown],
    }
