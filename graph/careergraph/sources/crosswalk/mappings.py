"""Mappings of one set, without saying each time whose they are, and how codes nest."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from rdflib import Literal, URIRef

from careergraph.model import Mapping, Source, SourceFile
from careergraph.sources import Files
from careergraph.sources.files import slug
from careergraph.sources.voice import digest
from careergraph.terms import ID, SKOS

Pair = tuple[str, str]


@dataclass(frozen=True)
class MappingSet:
    """One published set of mappings: a source of its own, with the file it was read from."""

    name: str
    source: Source
    file: SourceFile

    def says(
        self, subject: URIRef, predicate: URIRef, target: URIRef, justification: URIRef,
        confidence: Decimal | None = None,
    ) -> Mapping:  # fmt: skip
        """Return a mapping of the set; its IRI is the same each time."""
        name = digest(subject, predicate, target, justification)
        return Mapping(ID[f"mapping/{self.name}-{name}"], subject, predicate, target,
                       justification, self.source.iri, confidence)  # fmt: skip


def mapping_set(
    files: Files, file_name: str, name: str, title: str, *, version: str | None = None,
    licence: URIRef | None = None, rights: str | None = None, iri: URIRef | None = None,
) -> MappingSet:  # fmt: skip
    """Return a set that was read from a file, with a source of its own."""
    file = SourceFile(ID[f"source/crosswalk-{name}/{slug(file_name)}"], Literal(file_name),
                      Literal(files.sha256(file_name)))  # fmt: skip
    source = Source(
        iri or ID[f"source/crosswalk-{name}"], Literal(title, lang="en"),
        version=Literal(version) if version else None, licence=licence,
        rights=Literal(rights, lang="en") if rights else None, files=(file.iri,),
    )  # fmt: skip
    return MappingSet(f"crosswalk-{name}", source, file)


def nested(pairs: Collection[Pair], *, same: URIRef) -> dict[Pair, URIRef]:
    """Return for each pair of codes how the first lies to the second, judged by all the pairs.

    A code with one partner lies within it; it is the `same` when that has no other. A code that
    is parted among several that have no other partner is broader than each; the rest overlap.
    """
    onward: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for one, other in pairs:
        onward.setdefault(one, set()).add(other)
        back.setdefault(other, set()).add(one)
    found = {}
    for one, other in pairs:
        within, around = len(onward[one]) == 1, len(back[other]) == 1
        found[one, other] = (
            same if within and around
            else SKOS.broadMatch if within
            else SKOS.narrowMatch if around
            else SKOS.relatedMatch
        )  # fmt: skip
    return found
