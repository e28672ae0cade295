"""The exact values of claims, beside their words, so that a selection can be saved as Turtle."""

import re
from collections.abc import Mapping
from typing import Any

from rdflib import URIRef

from careergraph.claims import SCOPE
from careergraph.model import Claim
from careergraph.pages.directions import TURNS, escaped
from careergraph.terms import curie

Row = dict[str, Any]

_TERMS = ("object", "unit", "strength", *SCOPE)
_NUMBERS = ("minimum", "maximum", "rounded_to")


def of_claim(claim: Claim, numbers: Mapping[URIRef, int], drawn: Mapping[URIRef, int]) -> Row:
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
    if claim.text and TURNS.search(claim.text):
        text["text"] = escaped(claim.text.n3())
    return _name(claim) | terms | figures | text | ({"bases": bases} if bases else {})


def _name(claim: Claim) -> Row:
    """What the name of a claim adds to the one its values would give it; nothing, if they agree.

    `js/turtle.js` puts it together again.
    """
    name, usual = curie(claim.iri), usual_name(claim)
    if name == usual:
        return {}
    return {"iri": f"+{name.removeprefix(usual)}" if name.startswith(usual) else name}


def usual_name(claim: Claim) -> str:
    """Return the name that a claim has by custom: its source, subject, measure and object.

    Words of the measure are parted by '-'; a claim that denies ends in 'denied'.
    """
    words = re.sub(r"([A-Z])", lambda capital: f"-{capital[1].lower()}", _local(claim.measure))
    parts = [_local(claim.source), _local(claim.subject), words]
    parts += [_local(claim.object)] if claim.object else []
    return "claim:" + "-".join([*parts, *([] if claim.affirms else ["denied"])])


def _local(iri: URIRef) -> str:
    return curie(iri).rpartition(":")[2]
