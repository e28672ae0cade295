"""Occupations with their names, groups and job zones, and which are related to which."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Concept, Role
from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings
from careergraph.sources.onet.cells import absent, english, whole
from careergraph.sources.onet.elements import coded, described, ranked
from careergraph.sources.onet.layout import (
    OCCUPATIONS,
    RELATED,
    REPORTED,
    TITLES,
    ZONE_REFERENCE,
    ZONES,
    Table,
)
from careergraph.sources.onet.reading import Reading, text
from careergraph.sources.onet.soc import group, groups
from careergraph.terms import CAREER, ID, SKOS

_CODE = re.compile(r"\d\d-\d{4}\.\d\d")


def role_iris(files: Files) -> dict[str, URIRef]:
    """Return the occupations of a release by code. Raises ReadError when it has none."""
    OCCUPATIONS.require(files)
    unheard = Findings()  # `occupations` reads the table again, and says what is wrong with it
    return {
        row["code"]: ID[f"onet/{row['code']}"]
        for row in OCCUPATIONS.rows(files, unheard)
        if _CODE.fullmatch(row["code"]) and not absent(row["title"])
    }


def occupations(reading: Reading) -> Iterator[Any]:
    """Yield each occupation as a role, the groups, and what belongs to which."""
    names = _names(reading)
    titles: dict[str, str] = {}
    for row in reading.rows(OCCUPATIONS):
        code, title = row["code"], row["title"]
        if not _CODE.fullmatch(code) or absent(title):
            reading.note("occupation without code or title; row left out", row, "code", "title")
        elif code in titles:
            reading.note("duplicate row; left out", row, "code")
        else:
            titles[code] = title
            yield from _role(reading, code, row, names.get(code, {}))
    yield from groups(titles.items())


def _role(reading: Reading, code: str, row: Row, names: dict[str, Literal]) -> Iterator[Any]:
    role = reading.roles[code]
    others = tuple(name for key, name in names.items() if key != row["title"])
    yield Role(role, (CAREER.Role,), text(row["title"]), others)
    yield coded(role, code)
    yield from described(role, row["description"])
    yield reading.voice.says(role, CAREER.memberOf, object=group(code))


def _names(reading: Reading) -> dict[str, dict[str, Literal]]:
    """The other names of each occupation, each once, in the order of the files."""
    found: dict[str, dict[str, Literal]] = {code: {} for code in reading.roles}
    for table in (TITLES, REPORTED):
        met: set[tuple[str, str]] = set()
        for _, row in reading.role_rows(table):
            code = row["code"]
            if absent(row["alternate"]):
                reading.note("title that is missing; row left out", row, "code")
            elif (code, row["alternate"]) in met:
                reading.note("duplicate row; left out", row, "code", "alternate")
            met.add((code, row["alternate"]))
            for name in (row["alternate"], row["short"]):
                if not absent(name) and name not in found[code]:
                    found[code][name] = text(name)
    return found


# ---------------------------------------------------------------- job zones


def zones(reading: Reading) -> Iterator[Any]:
    """Yield the job zone of each occupation, and the job zones."""
    named = {whole(row["zone"]): row for row in reading.rows(ZONE_REFERENCE)}
    used: set[int] = set()
    for role, row in _once(reading, ZONES, "code"):
        zone = whole(row["zone"])
        if zone is None or not 1 <= zone <= 5:
            reading.note("job zone that is not 1 to 5; row left out", row, "code", "zone")
            continue
        used.add(zone)
        yield from reading.says(row, role, CAREER.jobZone, object=ID[f"onet/job-zone-{zone}"],
                                minimum=Decimal(zone), maximum=Decimal(zone),
                                unit=CAREER.zoneNumber)  # fmt: skip
    for zone in sorted(used):
        yield from _zone(reading, zone, named.get(zone))


def _zone(reading: Reading, zone: int, row: Row | None) -> Iterator[Any]:
    iri = ID[f"onet/job-zone-{zone}"]
    if row is None:
        reading.findings.note("job zone that is not described", f"job zone {zone}")
    yield Concept(iri, (CAREER.JobZone,), text(row["name"] if row else f"Job Zone {zone}"))
    yield ranked(iri, zone)
    if row:
        preparation = (row[column] for column in ("experience", "education", "training"))
        yield from described(iri, " ".join(words for words in preparation if not absent(words)))
        for prop, words in ((SKOS.scopeNote, f"SVP Range: {row['svp']}"),
                            (SKOS.example, row["examples"])):  # fmt: skip
            if not absent(words):
                yield ox.Triple(ox.NamedNode(iri), ox.NamedNode(prop),
                                ox.Literal(words, language="en"))  # fmt: skip


# ---------------------------------------------------------------- related occupations


def related(reading: Reading) -> Iterator[Any]:
    """Yield which role O*NET lists as related to which, at what place, in what tier."""
    for role, row in _once(reading, RELATED, "code", "related"):
        other, index = reading.roles.get(row["related"]), whole(row["index"])
        if other is None:
            reading.note("related code without an occupation; row left out", row, "code", "related")
        elif not index or other == role:
            reading.note("related occupation without a place; row left out", row, "code", "index")
        else:
            tier = {} if absent(row["tier"]) else {"text": english(row["tier"])}
            yield reading.voice.says(role, CAREER.relatedRole, object=other,
                                     minimum=Decimal(index), maximum=Decimal(index),
                                     unit=CAREER.rankOrder, **tier)  # fmt: skip


def _once(reading: Reading, table: Table, *key: str) -> Iterator[tuple[URIRef, Row]]:
    """The rows of a table about occupations, of those with the same key the first."""
    met: set[tuple[str, ...]] = set()
    for role, row in reading.role_rows(table):
        this = tuple(row[column] for column in key)
        if this in met:
            reading.note("duplicate row; left out", row, *key)
        else:
            met.add(this)
            yield role, row
