"""The exact values of claims, beside their words, so that a selection can be saved as Turtle."""

from collections.abc import Mapping
from typing import Any

from rdflib import URIRef

from careergraph.claims import SCOPE, Book
from careergraph.model import Claim
from careergraph.terms import curie
from careergraph.wording import Labels

Row = dict[str, Any]

_TERMS = ("object", "unit", "strength", *SCOPE)
_NUMBERS = ("minimum", "maximum", "rounded_to")


def of_claim(
    claim: Claim, numbers: Mapping[URIRef, int], drawn: Mapping[URIRef, int]
) -> Row:
    """Return the terms and numbers of a claim as Turtle would write them; what is not stated lacks.

    `numbers` are those of the claims, by which a derived claim names what it was derived from. An
    object that is a drawn node lacks too: the words of the claim point to it.
    """
    terms = {f"{name}Iri": curie(value) for name in _TERMS if (value := getattr(claim, name))}
    if claim.object in drawn:
        del terms["objectIri"]
    figures = {
        name: format(value, "f") for name in _NUMBERS if (value := getattr(claim, name)) is not None
    }
    bases = [numbers[iri] for iri in claim.derived_from if iri in numbers]
    text = {"language": claim.text.language or ""} if claim.text else {}
    return {"iri": curie(claim.iri)} | terms | figures | text | ({"bases": bases} if bases else {})


def requirements(book: Book, labels: Labels) -> list[Row]:
    """Return every requirement that a claim names, with its alternatives."""
    named = {claim.object for claim in book.claims if claim.object}
    return [
        {
            "iri": curie(iri),
            "label": labels.label(iri),
            "needed": requirement.needed,
            "alternatives": list(map(curie, requirement.alternatives)),
        }
        for iri, requirement in sorted(book.requirements.items())
        if iri in named
    ]
