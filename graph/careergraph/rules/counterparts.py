"""Which role of another classification a role corresponds to, and over which mapping.

Figures are known of the roles of O*NET; what a role of another classification or of a graph of
one's own corresponds to there is told by mappings, which are more or less sure.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from rdflib import URIRef

from careergraph.model import Mapping
from careergraph.rules.settings import Settings
from careergraph.rules.world import World
from careergraph.terms import CAREER, SKOS

SAME = (SKOS.exactMatch, SKOS.closeMatch)
_INVERSE = {SKOS.broadMatch: SKOS.narrowMatch, SKOS.narrowMatch: SKOS.broadMatch}
_RANK = {SKOS.exactMatch: 0, SKOS.closeMatch: 1, SKOS.broadMatch: 2}


class Counterpart(NamedTuple):
    """The role that stands for another, and over which mapping.

    One that is not `own` is that of the role right above it, of which less holds.
    """

    role: URIRef
    mapping: Mapping
    own: bool = True


def counterparts(world: World, settings: Settings) -> dict[URIRef, Counterpart]:
    """Return for each role of which no survey tells the surveyed one that stands for it best.

    An exact match goes before a close one, that before a broader role; of several the surest is
    taken, one whose confidence is not stated being as sure as the settings ask for. A role without
    a mapping of its own takes that of the role right above it.
    """
    known = {claim.subject for claim in world.on(CAREER.jobZone) if not claim.mappings}
    best: dict[URIRef, tuple[int, Decimal, str, Counterpart]] = {}
    for mapping in world.mappings:
        sure = mapping.confidence if mapping.confidence is not None else settings.confidence
        for role, other, relation in _both_ways(mapping):
            fits = role in world.roles and role not in known and other in known
            if fits and relation in _RANK and sure >= settings.confidence:
                counterpart = Counterpart(other, mapping)
                found = (_RANK[relation], -sure, str(mapping.iri), counterpart)
                best[role] = min(best.get(role, found), found, key=lambda each: each[:3])
    own = {role: counterpart for role, (*_, counterpart) in best.items()}
    return {**dict(_from_above(world, own, known)), **own}


def _both_ways(mapping: Mapping) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    """A role, the one it is mapped to, and how: read forwards and backwards."""
    yield mapping.subject, mapping.object, mapping.predicate
    yield mapping.object, mapping.subject, _INVERSE.get(mapping.predicate, mapping.predicate)


def _from_above(
    world: World, own: dict[URIRef, Counterpart], known: set[URIRef]
) -> Iterator[tuple[URIRef, Counterpart]]:  # fmt: skip
    for role in world.roles:
        above = sorted(b for b in world.book.broader.get(role, ()) if b in own)
        if above and role not in known:
            yield role, own[above[0]]._replace(own=False)
