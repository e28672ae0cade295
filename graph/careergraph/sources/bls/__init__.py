"""The Bureau of Labor Statistics: what occupations pay, how many work in them, what they ask for.

Two programmes are read, each as a source of its own: Occupational Employment and Wage Statistics
(`national_M2024_dl.xlsx`, by sector `natsector_M2023_dl.xlsx`), and Employment Projections
(`occupation.xlsx`, `education.xlsx`). Where a workbook is not there, the same table as CSV is read.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.errors import ReadError
from careergraph.model import Source, SourceFile
from careergraph.sources import Files, Findings, Release
from careergraph.sources.bls import oews, outlook, projections, scope
from careergraph.sources.files import slug
from careergraph.sources.voice import Voice
from careergraph.terms import DCTERMS, ID

_RIGHTS = Literal(
    "U.S. Bureau of Labor Statistics. A work of the United States government, in the public domain "
    "in the United States (17 U.S.C. 105).", lang="en",
)  # fmt: skip


class Part(NamedTuple):
    """One programme of the publisher: its source and the files that were found of it."""

    source: Source
    files: tuple[SourceFile, ...]


def read(files: Files, findings: Findings) -> Release:
    """Return what the publisher's files say. Raises ReadError when none of them is there."""
    wages, tables = oews.tables(files, findings), outlook.tables(files, findings)
    if not wages and not tables:
        raise ReadError(
            f"{files.path}: no file of the Bureau of Labor Statistics; expected "
            "national_M2024_dl.xlsx, natsector_M2023_dl.xlsx, occupation.xlsx or education.xlsx"
        )
    parts = []
    if wages:
        issues = dict.fromkeys(t.issue for t in wages)
        parts.append(_part(files, "bls-oews", "Occupational Employment and Wage Statistics",
                           [t.name for t in wages], issues))  # fmt: skip
    if tables:
        issues = dict.fromkeys(t.issue for t in tables.values() if t.last) or dict.fromkeys(
            t.issue for t in tables.values())  # fmt: skip
        parts.append(_part(files, "bls-projections", "Employment Projections",
                           [t.name for t in tables.values()], issues))  # fmt: skip
    names = [*dict.fromkeys(f"bls-oews-{'sector' if t.by_sector else 'national'}" for t in wages)]
    names += ["bls-projections"] * bool(tables)
    if len(parts) == 1:
        said = _records(files, None, parts, wages, tables, findings)
        return Release(parts[0].source, said, tuple(names))
    whole = Source(
        ID["source/bls"], Literal("U.S. Bureau of Labor Statistics", lang="en"),
        version=Literal("; ".join(f"{p.source.title}: {p.source.version}" for p in parts)),
        rights=_RIGHTS, files=tuple(f.iri for part in parts for f in part.files),
    )  # fmt: skip
    said = _records(files, whole.iri, parts, wages, tables, findings)
    return Release(whole, said, tuple(names))


def _part(files: Files, name: str, title: str, read: list[str], issues: dict[str, None]) -> Part:
    found = tuple(
        SourceFile(ID[f"source/{name}/{slug(each)}"], Literal(each),
                   Literal(files.sha256(each)))
        for each in sorted(set(read))
    )  # fmt: skip
    source = Source(
        ID[f"source/{name}"], Literal(title, lang="en"), version=Literal(", ".join(issues)),
        rights=_RIGHTS, files=tuple(f.iri for f in found),
    )  # fmt: skip
    return Part(source, found)


def _records(
    files: Files, whole: URIRef | None, parts: list[Part], wages: list[oews.Wages],
    tables: dict[str, outlook.Outlook], findings: Findings,
) -> Iterator[Any]:  # fmt: skip
    for source, found in parts:
        if whole is not None:
            yield source
            yield ox.Triple(ox.NamedNode(whole), ox.NamedNode(DCTERMS.hasPart),
                            ox.NamedNode(source.iri))  # fmt: skip
        yield from found
    yield from (scope.UNITED_STATES, scope.ALL_INDUSTRIES)
    told: set[str] = set()
    if wages:
        voice = Voice("bls-oews", ID["source/bls-oews"])
        yield from oews.records(files, wages, voice, told, findings)
    if tables:
        voice = Voice("bls-projections", ID["source/bls-projections"])
        yield from projections.records(files, tables, voice, told, findings)
