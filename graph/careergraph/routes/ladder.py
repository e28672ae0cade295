"""The steps of a graph, compiled once for the search."""

from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.claims import Book
from careergraph.errors import InvalidGraphError
from careergraph.model import AdvancementStep, Credential, Experience, Level, Role, records
from careergraph.terms import CAREER

EQF = "http://data.europa.eu/snb/eqf/"


@dataclass(frozen=True)
class Ladder:
    """Roles, the steps between them, and what is needed to judge a requirement.

    `outgoing` lists the steps that leave a role, `degrees` the EQF level (1 to 8) of each degree,
    `ranks` the rank of each level of career.
    """

    book: Book
    roles: tuple[URIRef, ...]
    steps: dict[URIRef, AdvancementStep]
    outgoing: dict[URIRef, tuple[AdvancementStep, ...]]
    degrees: dict[URIRef, int]
    ranks: dict[URIRef, int]
    experiences: dict[URIRef, Experience]


def compile_ladder(store: ox.Store, book: Book) -> Ladder:
    """Return the ladder of a graph. Raises InvalidGraphError on a malformed step or degree."""
    steps = records(store, AdvancementStep)
    outgoing: dict[URIRef, list[AdvancementStep]] = {}
    for step in steps:
        outgoing.setdefault(step.start, []).append(step)
    return Ladder(
        book=book,
        roles=tuple(role.iri for role in records(store, Role)),
        steps={step.iri: step for step in steps},
        outgoing={role: tuple(found) for role, found in outgoing.items()},
        degrees={c.iri: _eqf(c) for c in records(store, Credential) if CAREER.Degree in c.types},
        ranks={level.iri: level.rank for level in records(store, Level)},
        experiences={e.iri: e for e in records(store, Experience)},
    )


def _eqf(degree: Credential) -> int:
    level = str(degree.eqf_level or "").removeprefix(EQF)
    if not level.isdigit():
        raise InvalidGraphError(f"degree {degree.label!r} has no EQF level; add career:eqfLevel")
    return int(level)
