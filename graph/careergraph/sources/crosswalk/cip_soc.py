"""CIP 2020 and SOC 2018, as the National Center for Education Statistics maps them.

A field of study has its own class: it is what a programme teaches, whatever it awards.
"""

import re
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Concept
from careergraph.sources import Files, Findings, soc
from careergraph.sources.crosswalk.mappings import MappingSet, mapping_set
from careergraph.terms import CAREER, ID, SEMAPV, SKOS

_COLUMNS = {
    "cip": ("CIP2020Code",), "cip_title": ("CIP2020Title",), "soc": ("SOC2018Code",),
    "soc_title": ("SOC2018Title",),
}  # fmt: skip
_LISTED = {
    "code": ("CIPCode",), "title": ("CIPTitle",), "action": ("Action",),
    "family": ("CIPFamily",), "changed": ("TextChange",), "definition": ("CIPDefinition",),
    "see": ("CrossReferences",), "examples": ("Examples",),
}  # fmt: skip
_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}([0-9]{2})?)?")
_NO_OCCUPATION, _NO_FIELD = "99-9999", "99.9999"
_GONE = ("Moved from", "Deleted")
_NOTATION, _KIND = ox.NamedNode(SKOS.notation), ox.NamedNode(ID["cip-2020"])


def found(files: Files) -> MappingSet | None:
    """Return the set among the files, or None."""
    name = files.find("CIP2020_SOC2018_Crosswalk.csv")
    if name is None:
        return None
    rights = ("National Center for Education Statistics and U.S. Bureau of Labor Statistics. A "
              "work of the United States government, in the public domain in the United "
              "States (17 U.S.C. 105).")  # fmt: skip
    return mapping_set(files, name, "cip-soc", "Crosswalk from CIP 2020 to SOC 2018",
                       version="2020", rights=rights)  # fmt: skip


def field(code: str) -> URIRef:
    """Return the node of a field of study."""
    return ID[f"cip-2020/{code}"]


def records(files: Files, group: MappingSet, findings: Findings) -> Iterator[Any]:
    """Yield the fields of study and the occupations that each is said to prepare for."""
    pairs: dict[tuple[str, str], None] = {}
    titles: dict[str, str] = {}
    name = str(group.file.file_name)
    for row in files.rows(name, _COLUMNS, findings, needed=tuple(_COLUMNS), open_end=True):
        pair = (_bare(row["cip"]), row["soc"])
        if pair[1] == _NO_OCCUPATION:
            findings.note("field of study that matches no occupation", f"{row.place}: {pair[0]}")
            if _is_cip(pair[0]):
                titles.setdefault(pair[0], row["cip_title"])
        elif pair[0] == _NO_FIELD:
            findings.note("occupation that matches no field of study", f"{row.place}: {pair[1]}")
        elif not soc.is_code(pair[1]) or not _is_cip(pair[0]):
            findings.note("code that is none of CIP or SOC; row left out", f"{row.place}: {pair}")
        elif pair in pairs:
            findings.note("pair that stands twice; stated once", f"{row.place}: {pair}")
        else:
            pairs[pair] = None
            titles.setdefault(pair[0], row["cip_title"])
    yield from _fields(titles | _listed(files, findings))
    for cip, code in sorted(pairs):
        yield group.says(field(cip), SKOS.relatedMatch, soc.concept(code),
                         SEMAPV.ManualMappingCuration)  # fmt: skip


def _listed(files: Files, findings: Findings) -> dict[str, str]:
    """The titles of all fields of study, when the list of them is among the files."""
    name = files.find("CIPCode2020.csv")
    titles = {}
    for row in files.rows(name, _LISTED, findings, needed=("code", "title")) if name else ():
        code = _bare(row["code"])
        if not _is_cip(code):
            findings.note("code that is none of CIP; row left out", f"{row.place}: {code}")
        elif row["action"] in _GONE:
            findings.note("field of study that was moved or deleted; left out",
                          f"{row.place}: {code}")  # fmt: skip
        else:
            titles[code] = row["title"]
    return titles


def _fields(titles: dict[str, str]) -> Iterator[Concept | ox.Triple]:
    for code in sorted(titles):
        above = code[:5] if len(code) == 7 else code[:2]
        broader = (field(above),) if above != code and above in titles else ()
        title = Literal(titles[code].removesuffix(".") or code, lang="en")
        yield Concept(field(code), (CAREER.FieldOfStudy,), title, broader=broader)
        yield ox.Triple(ox.NamedNode(field(code)), _NOTATION, ox.Literal(code, datatype=_KIND))


def _bare(code: str) -> str:
    """A code without what keeps spreadsheets from reading it as a number: `="01.00"`."""
    return code.strip('="')


def _is_cip(code: str) -> bool:
    return _CODE.fullmatch(code) is not None
