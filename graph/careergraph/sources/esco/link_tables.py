"""The tables of links, of collections and of shares: one row a link, a member or a share."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from careergraph.sources.esco.cells import COLUMNS, Cells
from careergraph.sources.esco.links import BROADER, ESSENTIAL, OPTIONAL, Link
from careergraph.sources.files import Row


class _Layout(NamedTuple):
    """The columns of a table: both ends, the kind of the link, the types of ends, and labels."""

    subject: str
    object: str
    labels: tuple[str, ...]
    relation: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


_BROADER = _Layout("conceptUri", "broaderUri",
                   ("conceptType", "broaderType", "conceptLabel", "broaderLabel"))  # fmt: skip
FILES = {
    "broaderRelationsOccPillar": _BROADER,
    "broaderRelationsSkillPillar": _BROADER,
    "occupationSkillRelations": _Layout(
        "occupationUri", "skillUri", ("occupationLabel", "skillLabel"),
        ("relationType",), ("skillType",)),
    "skillSkillRelations": _Layout(
        "originalSkillUri", "relatedSkillUri", ("originalSkillLabel", "relatedSkillLabel"),
        ("relationType",), ("originalSkillType", "relatedSkillType")),
}  # fmt: skip
"""How the names of the files begin, and what is in each."""
HIERARCHY = "skillsHierarchy"
"""The same links as in `broaderRelationsSkillPillar`, a path a row."""

_RELATIONS = {"essential": ESSENTIAL, "optional": OPTIONAL}


class Member(NamedTuple):
    """That a concept is in a collection, where it is said, and what the concept is there."""

    collection: str
    iri: str
    place: str
    end: str


class Share(NamedTuple):
    """What share of a role, or of a group of roles, is green, in percent; `place` as in Member."""

    iri: str
    percent: Decimal
    place: str
    end: str


def links(name: str, stem: str, cells: Cells) -> Iterator[Link]:
    """Yield the links of a table. A type that is not said is told, and the link stays."""
    layout = FILES[stem]
    needed = (layout.subject, layout.object, *layout.relation)
    columns = {column: (column,) for column in (*needed, *layout.types, *layout.labels)}
    ends = (f"{layout.subject} in {name}", f"{layout.object} in {name}")
    for row in cells.files.rows(name, columns, cells.findings, needed=needed):
        kind = _relation(row, cells) if layout.relation else BROADER
        if kind is None:
            continue
        for column in layout.types:
            if column in row.cells and not row[column]:
                cells.left(f"relation without {column}; kept", row, row[layout.object])
        yield Link(kind, row[layout.subject], row[layout.object], row.place, ends)


def _relation(row: Row, cells: Cells) -> str | None:
    kind = _RELATIONS.get(row["relationType"].lower())
    if kind is None:
        cells.left("relationType that is not known; row left out", row, row["relationType"])
    return kind


def levels(name: str, cells: Cells) -> Iterator[Link]:
    """Yield the links between the levels of the hierarchy of skills, each once."""
    uris = [f"Level {level} URI" for level in range(4)]
    repeated = [f"Level {n} {what}" for n in range(4) for what in ("preferred term", "code")]
    columns = {c: (c,) for c in (*uris, *repeated, "Description", "Scope note")}
    met = set()
    for row in cells.files.rows(name, columns, cells.findings, needed=uris[:1]):
        for wide, narrow in pairwise(uris):
            pair = (row[narrow], row[wide])
            if all(pair) and pair not in met:
                met.add(pair)
                yield Link(BROADER, *pair, row.place, (f"URI in {name}", f"URI in {name}"))


def members(name: str, collection: str, cells: Cells) -> Iterator[Member]:
    """Yield the members of a collection."""
    columns = COLUMNS | {c: (c,) for c in ("broaderConceptUri", "broaderConceptPT")}
    for row in cells.files.rows(name, columns, cells.findings, needed=("iri",)):
        yield Member(collection, row["iri"], row.place, f"conceptUri in {name}")


def shares(name: str, cells: Cells) -> Iterator[Share]:
    """Yield how green each occupation and group of occupations is, where it is said."""
    columns = COLUMNS | {"share": ("greenShare",)}
    for row in cells.files.rows(name, columns, cells.findings, needed=("iri", "share")):
        percent = cells.percent(row, "share") if row["share"] else None
        if percent is not None:
            yield Share(row["iri"], percent, row.place, f"conceptUri in {name}")


def schemes(name: str, language: str, cells: Cells) -> Iterator[tuple[str, str, str]]:
    """Yield the IRI of each concept scheme, the language and the name."""
    columns = {"iri": ("conceptSchemeUri",), "label": ("preferredLabel",), "title": ("title",)}
    columns |= {c: (c,) for c in ("conceptType", "status", "description", "hasTopConcept")}
    for row in cells.files.rows(name, columns, cells.findings, needed=("iri", "label")):
        found = cells.iris(row, "iri")
        label = row["label"] or row["title"]
        if len(found) == 1 and label:
            yield found[0], language, label
        else:
            cells.left("concept scheme without IRI or label; left out", row, row["iri"])
