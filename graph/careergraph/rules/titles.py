"""Roles of two classifications that bear the same title."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Mapping, Source
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.sources.voice import digest
from careergraph.terms import CAREER, ID, SEMAPV, SKOS

SOURCE = Source(ID["source/same-titles"], Literal("Same titles in two classifications", lang="en"))
"""What the mappings made here are from."""

CONFIDENCE = Decimal("0.9")
"""Of nine in ten titles that are the same, published crosswalks say the same."""


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield a mapping for each role that has the title of one surveyed elsewhere, and no other.

    Titles are compared without case and plural; other names of a role are not looked at: they are
    shared by many.
    """
    known = {claim.subject for claim in world.on(CAREER.jobZone)}
    titled: dict[str, list[URIRef]] = {}
    for role in sorted(known & world.roles.keys()):
        titled.setdefault(singular(world.roles[role]), []).append(role)
    yield SOURCE
    for role in sorted(world.groups):
        same = titled.get(singular(world.roles[role]), [])
        if role not in known and len(same) == 1:
            name = digest(role, same[0])
            yield Mapping(ID[f"mapping/same-title-{name}"], role, SKOS.exactMatch, same[0],
                          SEMAPV.LexicalMatching, SOURCE.iri, CONFIDENCE)  # fmt: skip


def singular(title: str) -> str:
    """Return a title in small letters and in the singular, as far as an s makes the plural.

    >>> singular("Data Scientists"), singular("data scientist"), singular("Actresses")
    ('data scientist', 'data scientist', 'actresse')
    """
    plain = title.strip().lower()
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
