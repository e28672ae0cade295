"""The steps of a graph, compiled once for the search."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar, cast

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.claims import Book
from careergraph.errors import InvalidGraphError
from careergraph.model import AdvancementStep, Claim, Credential, Experience, Level, Role
from careergraph.shelf import Tables
from careergraph.tables import Table, uncollected
from careergraph.terms import CAREER

EQF = "http://data.europa.eu/snb/eqf/"

RECENT = 64
"""How many of the columns made for single questions are kept."""

T = TypeVar("T")


@dataclass(frozen=True)
class Ladder:
    """Roles, the steps between them, and what is needed to judge a requirement.

    `credentials` are everything that is awarded, `degrees` the EQF level (1 to 8) of each degree
    among them, `ranks` the rank of each level of career. A ladder never changes, so what was once
    computed from it is kept with it, and of a market also in files (see `keeping`).

    A credential just earned is a place to start from, too: where a claim says that it opens a role,
    entering that role is a step of the kind `career:opens`, named after the first such claim, and
    found in `entries` by credential and role. No step leads to a credential.
    """

    book: Book
    roles: tuple[URIRef, ...]
    steps: Mapping[URIRef, AdvancementStep]
    degrees: dict[URIRef, int]
    ranks: dict[URIRef, int]
    experiences: dict[URIRef, Experience]
    credentials: dict[URIRef, Credential] = field(default_factory=dict)
    entries: dict[tuple[URIRef, URIRef], URIRef] = field(default_factory=dict)
    _kept: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def licences(self) -> frozenset[URIRef]:
        """The credentials that are permissions to practise an occupation."""
        return frozenset(i for i, c in self.credentials.items() if CAREER.Licence in c.types)

    def said(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the claims on whether people make a step, sorted by IRI."""
        if step.kind == CAREER.opens:
            opened = self.book.on(step.start, CAREER.opens)
            return tuple(claim for claim in opened if claim.object == step.end)
        return self.book.on(step.iri, CAREER.possible)

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave when it was first asked for under this key."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """As `keep`, but of what is asked for in this way only the latest is kept."""
        recent: dict[Hashable, Any] = self.keep("recent", dict)
        found = recent.pop(key, None)
        found = recent[key] = make() if found is None else found
        if len(recent) > RECENT:
            recent.pop(next(iter(recent)), None)
        return cast(T, found)

    def restricted(self, steps: Iterable[AdvancementStep]) -> "Ladder":
        """Return the same ladder with only these steps and the roles they join."""
        kept = {step.iri: step for step in steps}
        roles = {role for step in kept.values() for role in (step.start, step.end)}
        subjects = sorted({*roles, *kept, *(start for start, _ in self.entries)})
        return replace(self, roles=tuple(sorted(roles)), steps=kept, _kept={},
                       book=self.book.about_only(subjects))  # fmt: skip


class Steps(Mapping[URIRef, AdvancementStep]):
    """The steps of a graph by IRI, and the entries into first roles after them."""

    def __init__(
        self, table: Table[AdvancementStep], entries: Mapping[URIRef, AdvancementStep]
    ) -> None:
        self._table, self._entries = table, entries

    def __getitem__(self, iri: URIRef) -> AdvancementStep:
        place = self._table.place(iri)
        return self._table[place] if place >= 0 else self._entries[iri]

    def __iter__(self) -> Iterator[URIRef]:
        return chain(self._table.column("iri"), self._entries)

    def __len__(self) -> int:
        return len(self._table) + len(self._entries)


@uncollected()
def compile_ladder(store: ox.Store, book: Book, *, tables: Tables | None = None) -> Ladder:
    """Return the ladder of a graph. Raises InvalidGraphError on a malformed step or degree."""
    tables = tables or Tables(store)
    credentials = {c.iri: c for c in tables[Credential]}
    roles = tuple(tables[Role].column("iri"))
    entries = _entries(book, {*credentials}, {*roles})
    return Ladder(
        book=book,
        roles=roles,
        steps=Steps(tables[AdvancementStep], {step.iri: step for step in entries}),
        degrees={c.iri: _eqf(c) for c in credentials.values() if CAREER.Degree in c.types},
        ranks={level.iri: level.rank for level in tables[Level]},
        experiences={e.iri: e for e in tables[Experience]},
        credentials=credentials,
        entries={(step.start, step.end): step.iri for step in entries},
    )


def _entries(book: Book, credentials: set[URIRef], roles: set[URIRef]) -> list[AdvancementStep]:
    """The steps by which those who have just earned a credential enter the roles it opens."""
    found: dict[tuple[URIRef, URIRef], AdvancementStep] = {}
    for n in book.places(CAREER.opens).tolist():
        claim = book.table[n]
        if claim.subject in credentials and claim.object in roles and claim.object is not None:
            step = AdvancementStep(claim.iri, claim.subject, claim.object, CAREER.opens)
            found.setdefault((step.start, step.end), step)
    return list(found.values())


def _eqf(degree: Credential) -> int:
    level = str(degree.eqf_level or "").removeprefix(EQF)
    if not level.isdigit():
        name = str(degree.label)
        raise InvalidGraphError(f"degree {name!r} has no EQF level; add career:eqfLevel")
    return int(level)
