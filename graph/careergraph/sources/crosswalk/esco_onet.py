"""ESCO occupations and O*NET-SOC 2010 codes, as Nesta maps them.

Nesta is confident of a match at three levels, 0.5, 1 and 2; they are stated as a quarter, a half
and one, beside the similarity of the two descriptions. What it maps to is an edition of O*NET-SOC
that is replaced. A code moves on to O*NET-SOC 2019 when its SOC code has a single successor, or
when O*NET's own list of today, if it is among the files, has the same code for the same title.
"""

import re
from ast import literal_eval
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Mapping
from careergraph.sources import Files, Findings
from careergraph.sources.crosswalk.editions import Editions
from careergraph.sources.crosswalk.mappings import MappingSet, mapping_set
from careergraph.sources.files import Row
from careergraph.terms import ID, PREFIXES, SEMAPV, SKOS, SSSOM

_COLUMNS = {
    "id": ("id",), "esco": ("concept_uri",), "code": ("onet_code",), "title": ("onet_occupation",),
    "similarity": ("semantic_similarity",), "confidence": ("confidence",),
    # What others say better: ESCO's own title and group, and the titles both have.
    "esco_title": ("esco_occupation",), "isco": ("isco_code",), "shared": ("matching_job_titles",),
}  # fmt: skip
_RECOMMENDED = {"id": ("id",), "option": ("Recommended option",), "esco_title": ("esco_title",)}
_LISTED = {"code": ("O*NET-SOC Code",), "title": ("Title",), "description": ("Description",)}

_CODE = re.compile(r"([0-9]{2}-[0-9]{4})\.([0-9]{2})")
_ESCO = re.compile(re.escape(PREFIXES["esco.occupation"]) + r"[0-9a-zA-Z-]+")
_SIMILARITY = ox.NamedNode(SSSOM.similarity_score)
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
_LEVELS = {"0.5": Decimal("0.25"), "1": Decimal("0.5"), "2": Decimal(1)}
_RIGHTS = "Nesta, Mapping Career Causeways"


class Sets(NamedTuple):
    """The crosswalk, and the options that were recommended on the way to it."""

    crosswalk: MappingSet
    recommended: MappingSet | None


class _Target(NamedTuple):
    node: URIRef
    predicate: URIRef
    chained: bool


def found(files: Files, findings: Findings) -> Sets | None:
    """Return the sets among the files, or None. Of two versions the later is read."""
    later = files.find("esco_onet_crosswalk_Nov2020.csv")
    name = later or files.find("esco_onet_crosswalk_MCC.csv", "esco_onet_crosswalk*.csv")
    if name is None:
        return None
    earlier = files.find("esco_onet_crosswalk_MCC.csv")
    if later and earlier:
        findings.note("earlier version of a crosswalk; not read", earlier)
    crosswalk = mapping_set(files, name, "esco-onet", "Crosswalk between ESCO and O*NET",
                            version="November 2020" if later else None,
                            licence=URIRef("https://opensource.org/licenses/MIT"),
                            rights=_RIGHTS)  # fmt: skip
    options = files.find("esco_onet_recommended.csv")
    recommended = options and mapping_set(
        files, options, "esco-onet-recommended",
        "Options recommended for the crosswalk between ESCO and O*NET",
        licence=URIRef("https://opensource.org/licenses/MIT"), rights=_RIGHTS,
    )  # fmt: skip
    return Sets(crosswalk, recommended or None)


def records(
    files: Files, sets: Sets, editions: Editions | None, findings: Findings
) -> Iterator[Mapping | ox.Triple]:
    """Yield the mappings of both sets, each with the similarity it was given."""
    moved = _Codes(editions, _listed(files, findings))
    esco: dict[str, str] = {}
    stated: set[str] = set()
    name = str(sets.crosswalk.file.file_name)
    needed = ("id", "esco", "code", "confidence")
    for row in files.rows(name, _COLUMNS, findings, needed=needed):
        subject, level = row["esco"], _number(row["confidence"])
        if not _ESCO.fullmatch(subject) or subject in stated:
            what = "row without an ESCO occupation of its own; left out"
            findings.note(what, f"{row.place}: {subject}")
            continue
        confidence = _LEVELS.get(f"{level.normalize():f}") if level is not None else None
        if confidence is None:
            findings.note("confidence that is not 0.5, 1 or 2; row left out",
                          f"{row.place}: {row['confidence']}")  # fmt: skip
            continue
        stated.add(subject)
        esco[row["id"]] = subject
        target = moved.target(row["code"], row["title"], row.place, findings)
        if target is not None:
            yield from _mapping(sets.crosswalk, subject, target, row["similarity"], confidence,
                                SEMAPV.CompositeMatching)  # fmt: skip
    if sets.recommended is not None:
        yield from _recommended(files, sets.recommended, esco, moved, findings)


def _recommended(
    files: Files, group: MappingSet, esco: dict[str, str], moved: "_Codes", findings: Findings
) -> Iterator[Mapping | ox.Triple]:
    """The recommended options. How they were chosen is not told, nor how sure one can be."""
    name = str(group.file.file_name)
    needed = ("id", "option")
    for row in files.rows(name, _RECOMMENDED, findings, needed=needed, open_end=True):
        option = _option(row, findings)
        if option is None:
            continue
        if row["id"] not in esco:
            findings.note("recommended option for an occupation that the crosswalk has not",
                          f"{row.place}: {row['id']}")  # fmt: skip
            continue
        target = moved.target(option[0], option[1], row.place, findings)
        if target is not None:
            yield from _mapping(group, esco[row["id"]], target, option[2], None,
                                SEMAPV.UnspecifiedMatching)  # fmt: skip


def _option(row: Row, findings: Findings) -> tuple[str, str, str] | None:
    """The code, title and similarity of a recommended option, written as a Python tuple."""
    if not row["option"]:
        findings.note("occupation without a recommended option", row.place)
        return None
    try:
        code, title, similarity, *_ = literal_eval(row["option"])
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        findings.note("recommended option in words; left out", f"{row.place}: {row['option']}")
        return None
    return str(code), str(title), str(similarity)


def _mapping(
    group: MappingSet, subject: str, target: _Target, similarity: str,
    confidence: Decimal | None, justification: URIRef,
) -> Iterator[Mapping | ox.Triple]:  # fmt: skip
    why = SEMAPV.MappingChaining if target.chained else justification
    mapping = group.says(URIRef(subject), target.predicate, target.node, why, confidence)
    yield mapping
    score = _number(similarity)
    if score is not None and 0 <= score <= 1:
        yield ox.Triple(ox.NamedNode(mapping.iri), _SIMILARITY,
                        ox.Literal(f"{score:f}", datatype=_DECIMAL))  # fmt: skip


class _Codes(NamedTuple):
    """How codes of O*NET-SOC 2010 move on to 2019."""

    editions: Editions | None
    listed: dict[str, str]

    def target(self, code: str, title: str, place: str, findings: Findings) -> _Target | None:
        """Return the occupation of today that a code stands for, or that of 2010 for want of it."""
        found = _CODE.fullmatch(code)
        if found is None:
            findings.note("code that is no O*NET-SOC code; left out", f"{place}: {code}")
            return None
        if self.listed.get(code, "").lower() == title.lower():
            return _Target(ID[f"onet/{code}"], SKOS.closeMatch, False)
        successor = self.editions.successors.get(found[1]) if self.editions else None
        if successor is None:
            lacking = "has no crosswalk to SOC 2018 beside it"
            why = "has no single successor" if self.editions else lacking
            findings.note(f"O*NET-SOC 2010 code that {why}; kept as it is", f"{place}: {code}")
            return _Target(ID[f"onet-soc-2010/{code}"], SKOS.closeMatch, False)
        new, relation = successor
        # An occupation finer than its SOC code, or one of several that became one, is a part.
        whole = found[2] == "00" and relation == SKOS.exactMatch
        if found[2] != "00":
            findings.note("O*NET-SOC 2010 code finer than SOC; mapped to all of its SOC code",
                          f"{place}: {code}")  # fmt: skip
        return _Target(ID[f"onet/{new}.00"], SKOS.closeMatch if whole else SKOS.broadMatch,
                       not whole or new != found[1])  # fmt: skip


def _listed(files: Files, findings: Findings) -> dict[str, str]:
    """The titles of O*NET's occupations by code, when its own list is among the files."""
    name = files.find("Occupation Data.txt")
    rows = files.rows(name, _LISTED, findings, needed=("code", "title")) if name else ()
    return {row["code"]: row["title"] for row in rows}


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 20 else None
