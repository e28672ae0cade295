"""The mappings between classifications that a step rests on, which of them are weak, and what is
known through weak ones alone."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.model import Claim, Mapping
from careergraph.routes.answer import RouteStep
from careergraph.routes.forms.nodes import node
from careergraph.terms import SKOS
from careergraph.wording import Labelled, number

WEAK = Decimal("0.5")
"""The confidence up to which a mapping is weak."""

_CLOSE = {SKOS.exactMatch: "exact match", SKOS.closeMatch: "close match"}
_OTHER = {SKOS.broadMatch: "to a broader one", SKOS.narrowMatch: "to a narrower one"}


def mappings(step: RouteStep, book: Book) -> tuple[Mapping, ...]:
    """Return the mappings without which nobody would say that people make the step, and those over
    which it is known what it takes; sorted by IRI."""
    ways = [_over([claim], book) for claim in step.possible if claim.affirms]
    needed = frozenset().union(*ways) if all(ways) else frozenset()
    found = needed | _over((*step.demands, *step.denials), book)
    return tuple(m for iri in sorted(found) if (m := book.mapping(iri)) is not None)


def _over(claims: Iterable[Claim], book: Book) -> frozenset[URIRef]:
    bases = (base for claim in claims for base in book.bases(claim))
    return frozenset(iri for base in bases for iri in base.mappings)


def is_weak(mapping: Mapping) -> bool:
    """Whether a mapping is none of equals, or not one to be sure of."""
    unsure = mapping.confidence is not None and mapping.confidence <= WEAK
    return mapping.predicate not in _CLOSE or unsure


def is_weakly_known(claim: Claim, book: Book) -> bool:
    """Whether a claim holds only as far as a weak mapping does."""
    found = (book.mapping(iri) for iri in _over([claim], book))
    return any(is_weak(mapping) for mapping in found if mapping is not None)


def is_weakly_made(step: RouteStep, book: Book) -> bool:
    """Whether it is known through weak mappings alone that people make a step."""
    made = [claim for claim in step.possible if claim.affirms]
    return bool(made) and all(is_weakly_known(claim, book) for claim in made)


def weakly_needing(step: RouteStep, book: Book) -> tuple[URIRef, ...]:
    """Return the step, or the role it leads into, or both, as far as something that they need is
    known through weak mappings alone."""
    sound = {(c.subject, c.object) for c in step.demands if not is_weakly_known(c, book)}
    unsure = (c.subject for c in step.demands if (c.subject, c.object) not in sound)
    return tuple(dict.fromkeys(unsure))


def spelled(mapping: Mapping, labels: Labelled) -> str:
    """Return a mapping in words: 'cook for Cooks, Restaurant (close match, confidence 0.5: weak)'.

    Its ends are named as the claims are carried: the role of the route first.
    """
    kind = _CLOSE.get(mapping.predicate) or _OTHER.get(mapping.predicate, "merely related")
    sure = "" if mapping.confidence is None else f", confidence {number(mapping.confidence)}"
    weak = ": weak" if is_weak(mapping) else ""
    ends = f"{labels.label(mapping.subject)} for {labels.label(mapping.object)}"
    return f"{ends} ({kind}{sure}{weak})"


def values(found: Iterable[Mapping], labels: Labelled) -> list[dict[str, Any]]:
    """Return mappings as JSON values."""
    return [
        {"iri": str(each.iri), "subject": node(each.subject, labels),
         "object": node(each.object, labels), "predicate": str(each.predicate),
         "confidence": None if each.confidence is None else float(each.confidence),
         "weak": is_weak(each)}
        for each in found
    ]  # fmt: skip
