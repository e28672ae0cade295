"""The tables of concepts: one row a concept, one file a kind and language."""

from collections.abc import Iterator, Mapping

from rdflib import URIRef

from careergraph.model import named
from careergraph.sources.esco.cells import COLUMNS, Cells, is_iri, names
from careergraph.sources.esco.concepts import Concept, Translation, Words
from careergraph.sources.esco.links import MEMBER, REPLACED, Link
from careergraph.sources.esco.vocabulary import (
    CONCEPT_TYPES,
    ISCO,
    ISCO_GROUP,
    OCCUPATION,
    REGULATION,
    RELEASED,
    REUSE_LEVELS,
    SKILL,
    SKILL_GROUP,
    SKILL_TYPES,
    Kind,
)
from careergraph.sources.files import Row

FILES = {
    "ISCOGroups": ISCO_GROUP, "skillGroups": SKILL_GROUP, "occupations": OCCUPATION,
    "skills": SKILL,
}  # fmt: skip
"""How the names of the files begin, and the kind of concept in each."""


def concepts(
    tables: Mapping[str, Mapping[str, str]], cells: Cells
) -> Iterator[Concept | Translation]:
    """Yield each concept of the tables (a file a language), and its words in further languages."""
    for stem, kind in FILES.items():
        met: set[str] = set()
        for language, name in tables[stem].items():
            here: set[str] = set()
            for row in cells.files.rows(name, COLUMNS, cells.findings, needed=("iri", "label")):
                iri = _iri(row, here, cells)
                if iri is None:
                    continue
                if iri in met:
                    yield Translation(iri, _words(row, language))
                else:
                    met.add(iri)
                    yield _concept(row, iri, kind, _words(row, language), cells)


def _iri(row: Row, here: set[str], cells: Cells) -> URIRef | None:
    """The IRI of a row's concept, or None when the row cannot be used."""
    iri = row["iri"]
    if not is_iri(iri):
        cells.left("concept without a usable IRI; left out", row, iri)
    elif iri in here:
        cells.left("concept described twice; the first is kept", row, iri)
    elif not row["label"]:
        cells.left("concept without a label; left out", row, iri)
    else:
        here.add(iri)
        return named(iri)
    return None


def _words(row: Row, language: str) -> Words:
    return Words(language, row["label"], names(row["alternatives"]), names(row["hidden"]),
                 row["definition"], row["description"], row["scope_note"])  # fmt: skip


def _concept(row: Row, iri: URIRef, kind: Kind, words: Words, cells: Cells) -> Concept:
    kind = CONCEPT_TYPES.get(row["type"].lower(), kind)
    return Concept(
        iri, kind, words,
        code=row["code"],
        status=row["status"] or RELEASED,
        modified=cells.moment(row, "modified"),
        schemes=cells.iris(row, "schemes"),
        skill_type=cells.chosen(row, "skill_type", "skill type", SKILL_TYPES,
                                expected=kind is SKILL),
        reuse_level=cells.chosen(row, "reuse_level", "reuse level", REUSE_LEVELS,
                                 expected=kind is SKILL),
        regulation=cells.chosen(row, "regulation", "note on regulation", REGULATION,
                                expected=kind is OCCUPATION),
        nace=cells.iris(row, "nace"),
        links=tuple(_links(row, cells)),
    )  # fmt: skip


def _links(row: Row, cells: Cells) -> Iterator[Link]:
    """The links that the row of a concept states: to its group, to what replaced it."""
    file = row.place.partition(",")[0]
    code = row["group"].upper().removeprefix("C")
    if code:
        yield Link(MEMBER, row["iri"], f"{ISCO}{code}", row.place,
                   (f"conceptUri in {file}", f"iscoGroup in {file}"))  # fmt: skip
    for other in cells.iris(row, "replaced"):
        yield Link(REPLACED, row["iri"], other, row.place,
                   (f"conceptUri in {file}", f"replacedBy in {file}"))  # fmt: skip
