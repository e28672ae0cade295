"""What the rules look at: the claims by measure, the roles, and what stands for the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.model import AdvancementStep, Claim, Mapping, Role, Skill, SkillGroup
from careergraph.shelf import Tables
from careergraph.tables import Table
from careergraph.terms import CAREER


@dataclass(frozen=True)
class World:
    """The claims of the sources, and those that rules have added.

    `roles` are all roles with their labels, `mappings` all mappings between classifications,
    `rated` the skills and fields of knowledge, without abilities and technologies, and
    `skill_groups` the headings under which skills stand, `steps` those that the sources have.
    """

    book: Book
    roles: dict[URIRef, str]
    mappings: tuple[Mapping, ...]
    rated: frozenset[URIRef] = frozenset()
    skill_groups: frozenset[URIRef] = frozenset()
    steps: frozenset[URIRef] = frozenset()
    added: tuple[Claim, ...] = ()

    @classmethod
    def of(cls, book: Book, tables: Tables) -> "World":
        """Return the world of a book, before any rule has been at work."""
        table = tables[Role]
        labels = map(str, table.column("label"))
        return cls(book, dict(zip(table.column("iri"), labels, strict=True)),
                   tuple(tables[Mapping]), frozenset(_rated(tables[Skill])),
                   frozenset(tables[SkillGroup].column("iri")),
                   frozenset(tables[AdvancementStep].column("iri")))  # fmt: skip

    def along_with(self, records: Iterable[Any]) -> "World":
        """Return the same world with the claims and mappings among these records in it."""
        found = tuple(records)
        return replace(
            self, added=self.added + tuple(r for r in found if isinstance(r, Claim)),
            mappings=self.mappings + tuple(r for r in found if isinstance(r, Mapping)),
        )  # fmt: skip

    def on(self, measure: URIRef) -> Iterator[Claim]:
        """Yield the claims on a measure, those of the sources first, each in order of IRI."""
        for place in self.book.places(measure).tolist():
            yield self.book.table[place]
        yield from sorted(self._added.get(measure, ()), key=lambda claim: claim.iri)

    @cached_property
    def _added(self) -> dict[URIRef, list[Claim]]:
        found: dict[URIRef, list[Claim]] = {}
        for claim in self.added:
            found.setdefault(claim.measure, []).append(claim)
        return found

    def pairs(self, measure: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
        """Yield the subject and object of each affirmed claim on a measure, in no order."""
        for subject, thing, _ in self._cells(measure, "polarity"):
            yield subject, thing

    def figures(self, measure: URIRef) -> Iterator[tuple[URIRef, URIRef, float]]:
        """Yield the subject, object and least value of each claim on a measure, in no order."""
        for subject, thing, value in self._cells(measure, "minimum"):
            if value is not None:
                yield subject, thing, float(value)

    def _cells(self, measure: URIRef, name: str) -> Iterator[tuple[URIRef, URIRef, Any]]:
        """Of each affirmed claim on a measure that has an object: both ends, and one field more.

        Straight from the columns: there are a hundred thousand ratings.
        """
        table = self.book.table
        places = self.book.places(measure)
        columns = [table.column(each) for each in ("subject", "object", name)]
        for n in places[self.book.affirmed[places]].tolist():
            if columns[1][n] is not None:
                yield columns[0][n], columns[1][n], columns[2][n]
        for claim in self._added.get(measure, ()):
            if claim.affirms and claim.object is not None:
                yield claim.subject, claim.object, getattr(claim, name)

    def by_subject(self, *measures: URIRef) -> dict[URIRef, list[Claim]]:
        """Return the affirmed and denied claims on some measures, by subject."""
        found: dict[URIRef, list[Claim]] = {}
        for measure in measures:
            for claim in self.on(measure):
                found.setdefault(claim.subject, []).append(claim)
        return found

    @cached_property
    def groups(self) -> dict[URIRef, list[Claim]]:
        """For each role the claims on the groups it belongs to."""
        found = self.by_subject(CAREER.memberOf)
        return {role: claims for role, claims in found.items() if role in self.roles}

    def first_groups(self, start: URIRef, end: URIRef) -> tuple[Claim, ...]:
        """The first claim on the group of each end of a step, where there is one."""
        return (*self.groups.get(start, ())[:1], *self.groups.get(end, ())[:1])


def _rated(skills: Table[Skill]) -> Iterator[URIRef]:
    others = {CAREER.Ability, CAREER.Technology}
    for iri, types in zip(skills.column("iri"), skills.column("types"), strict=True):
        if not others & set(types):
            yield iri
