"""Any mapping set in SSSOM: a table of mappings under a header of metadata in `#` lines."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.errors import ReadError
from careergraph.model import Mapping as Mapped
from careergraph.sources import Files, Findings
from careergraph.sources.crosswalk.mappings import MappingSet, mapping_set
from careergraph.sources.files import slug
from careergraph.sources.rows import Rows
from careergraph.terms import PREFIXES, RDFS, SKOS, SSSOM

_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_RELATIONS = {SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related")}
_NOTES = {"comment": RDFS.comment, "author_label": SSSOM.author_label,
          "reviewer_label": SSSOM.reviewer_label}  # fmt: skip
_NOTHING = SSSOM.NoTermFound


class Table(NamedTuple):
    """A set, the prefixes that its header declares, and its table."""

    set: MappingSet
    prefixes: Mapping[str, str]
    name: str
    text: str


def found(files: Files, findings: Findings) -> list[Table]:
    """Return the sets among the files: by their ending, or by their first lines."""
    tables = []
    for name in files.names:
        if name.lower().endswith((".sssom.tsv", ".sssom.csv", ".tsv")):
            text = files.text(name, findings)
            header, table = _parted(text)
            if "subject_id" in table.lstrip("\n")[:2000].split("\n", 1)[0]:
                beside = files.find(f"{name.rsplit('.', 1)[0]}.yml") if not header else None
                metadata, prefixes = _metadata(files.text(beside, findings) if beside else header)
                tables.append(Table(_set(files, name, metadata), prefixes, name, table))
            elif ".sssom." in name.lower():
                raise ReadError(f"{name}: no column 'subject_id'; expected a table in SSSOM")
    return tables


def _parted(text: str) -> tuple[str, str]:
    """The lines of metadata, without their `#`, and the table below as many empty lines."""
    lines = text.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(line[1:] for line in lines[:end]), "\n" * end + "".join(lines[end:])


def _metadata(header: str) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the header by slot, and its prefixes: as much YAML as the format needs."""
    values: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    lines = [line.rstrip() for line in header.splitlines() if line.strip()]
    margin = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    slot = ""
    for line in lines:
        name, _, value = line.strip().partition(":")
        value = value.strip().strip("\"'")
        if line[margin:][:1] not in (" ", "-"):
            slot = name
            values[slot] = value
        elif slot == "curie_map":
            prefixes[name.strip("\"'")] = value
    return values, prefixes


def _set(files: Files, name: str, metadata: dict[str, str]) -> MappingSet:
    stem = slug(name.lower().split(".")[0])
    stated, licence = metadata.get("mapping_set_id", ""), metadata.get("license", "")
    return mapping_set(
        files, name, f"sssom-{stem}", metadata.get("mapping_set_title") or name,
        version=metadata.get("mapping_set_version") or None,
        licence=URIRef(licence) if _is_iri(licence) else None,
        iri=URIRef(stated) if _is_iri(stated) else None,
    )  # fmt: skip


def records(table: Table, findings: Findings) -> Iterator[Mapped]:
    """Yield the mappings that affirm one of the five relations of SKOS, in the order of the file.

    A mapping that denies, one to nothing, one by another relation and one without a justification
    are findings.
    """
    stated: set[str] = set()
    for line, row in _rows(table, findings):
        place = f"{table.name}, line {line}"
        mapping = _mapping(table, row, place, findings)
        if mapping is not None and mapping.iri in stated:
            findings.note("mapping that stands twice; stated once", place)
        elif mapping is not None:
            stated.add(mapping.iri)
            yield mapping


def notes(table: Table) -> Iterator[ox.Triple]:
    """Yield who made and who reviewed each mapping, and what the set says of it in words."""
    again = Findings()  # `records` has told them
    for _, row in _rows(table, again):
        mapping = _mapping(table, row, table.name, again)
        for column, prop in _NOTES.items():
            words = row.get(column, "").strip()
            if mapping is not None and words:
                yield ox.Triple(ox.NamedNode(mapping.iri), ox.NamedNode(prop),
                                ox.Literal(words, language="en"))  # fmt: skip


def _rows(table: Table, findings: Findings) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a table, by column, and the number of its line."""
    delimiter = "\t" if "\t" in table.text.lstrip("\n").split("\n", 1)[0] else ","
    rows = Rows(table.text, table.name, findings, delimiter=delimiter, open_end=True)
    filled = filter(None, rows)
    header = next(filled, [])
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise ReadError(f"{table.name}: no column {missing[0]!r}; it is needed in SSSOM")
    for cells in filled:
        yield rows.number, dict(zip(header, cells, strict=False))


def _mapping(table: Table, row: dict[str, str], place: str, findings: Findings) -> Mapped | None:
    cells = {name: row.get(name, "").strip()
             for name in (*_NEEDED, "confidence", "predicate_modifier")}  # fmt: skip
    iris = {name: _expanded(cells[name], table.prefixes) for name in _NEEDED}
    strange = next((name for name, iri in iris.items() if iri is None), None)
    if strange:
        what = "identifier that is empty or of no declared prefix; mapping left out"
        findings.note(what, f"{place}, {strange}: {cells[strange] or 'empty'}")
        return None
    subject, predicate, target, why = (URIRef(iris[name] or "") for name in _NEEDED)
    confidence = _confidence(cells["confidence"])
    wrong = (
        "mapping that denies; left out" if cells["predicate_modifier"]
        else "mapping to nothing: no term was found" if _NOTHING in (subject, target)
        else "mapping by another relation than those of SKOS; left out"
        if predicate not in _RELATIONS
        else "confidence that is no number from 0 to 1; mapping left out"
        if confidence is None and cells["confidence"] else None
    )  # fmt: skip
    if wrong:
        findings.note(wrong, f"{place}: {cells['subject_id']} {cells['predicate_id']} "
                      f"{cells['object_id']} {cells['confidence']}".rstrip())  # fmt: skip
        return None
    return table.set.says(subject, predicate, target, why, confidence)


def _expanded(name: str, prefixes: Mapping[str, str]) -> str | None:
    """The IRI of a prefixed name, by the file's own prefixes first, or of an IRI."""
    prefix, colon, local = name.strip("<>").partition(":")
    known = prefixes.get(prefix) or PREFIXES.get(prefix)
    iri = known + local if known and colon and not local.startswith("//") else name.strip("<>")
    return iri if _is_iri(iri) else None


def _is_iri(text: str) -> bool:
    if not text.startswith(("http://", "https://", "urn:")):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _confidence(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    fits = found.is_finite() and 0 <= found <= 1 and found.adjusted() > -20
    return found if fits else None
