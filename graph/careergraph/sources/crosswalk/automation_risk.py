"""How far occupations of ESCO are at risk of automation, as Nesta scores them.

Nesta rates the tasks of an occupation, weighed by their importance, from 1, least, to 5, and counts
how many hinder automation (bottlenecks). `High risk` is an occupation among the quarter of the
highest scores and that of the fewest bottlenecks, `Low risk` one among the opposite quarters; all
between is `Other`. The occupations are rated as they are mapped to O*NET, so that several of them
have one score.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Claim
from careergraph.sources import Files, Findings
from careergraph.sources.crosswalk.mappings import MappingSet, mapping_set
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ESCO, PREFIXES, RDF

_COLUMNS = {
    "esco": ("concept_uri",), "risk": ("risk",), "bottlenecks": ("prevalence",),
    "category": ("risk_category",),
    # Nesta's own numbers, and what ESCO and the crosswalk say better.
    "id": ("id",), "title": ("occupation",), "isco": ("isco_code",), "code": ("onet_code",),
    "onet_title": ("onet_occupation",),
    # Groups that follow from Nesta's similarity, and the scores if hands could be automated: the
    # categories rest on neither.
    "sector_code": ("skills_based_sector_code",), "sector": ("skills_based_sector",),
    "part_code": ("sub_sector_code",), "part": ("sub_sector",),
    "mental_risk": ("risk_nonphysical",), "mental_bottlenecks": ("prevalence_nonphysical",),
}  # fmt: skip

_ESCO = re.compile(re.escape(PREFIXES["esco.occupation"]) + r"[0-9a-zA-Z-]+")
_TYPE = ox.NamedNode(RDF.type)
_CATEGORIES = ("High risk", "Low risk", "Other")


def found(files: Files) -> MappingSet | None:
    """Return the data set among the files, or None."""
    name = files.find("mcc_risk_All_occupations.csv", "mcc_risk_All_occupations*.csv")
    if name is None:
        return None
    return mapping_set(files, name, "automation-risk", "Risk of automation of ESCO occupations",
                       licence=URIRef("https://opensource.org/licenses/MIT"),
                       rights="Nesta, Mapping Career Causeways")  # fmt: skip


def records(files: Files, group: MappingSet, findings: Findings) -> Iterator[Claim | ox.Triple]:
    """Yield the risk of each occupation, with its category, and how many bottlenecks it has.

    What else there is to say of an occupation, its name before all, ESCO says.
    """
    voice = Voice(group.name, group.source.iri)
    name = str(group.file.file_name)
    stated: set[str] = set()
    needed = ("esco", "risk", "category")
    for row in files.rows(name, _COLUMNS, findings, needed=needed):
        subject, category = row["esco"], row["category"]
        risk = _number(row["risk"], 1, 5)
        wrong = (
            "row without an ESCO occupation; left out" if not _ESCO.fullmatch(subject)
            else "occupation that stands twice; stated once" if subject in stated
            else "risk that is no number from 1 to 5; row left out" if risk is None
            else f"risk that is none of {', '.join(_CATEGORIES)}; row left out"
            if category not in _CATEGORIES else None
        )  # fmt: skip
        if wrong:
            findings.note(wrong, f"{row.place}: {subject} {row['risk']} {category}".rstrip())
            continue
        stated.add(subject)
        yield ox.Triple(ox.NamedNode(subject), _TYPE, ox.NamedNode(ESCO.Occupation))
        yield voice.says(URIRef(subject), CAREER.automationRisk, minimum=risk, maximum=risk,
                         unit=CAREER.scaleFrom1To5, text=Literal(category, lang="en"))  # fmt: skip
        share = _number(row["bottlenecks"], 0, 1)
        if share is None:
            findings.note("share of bottlenecks that is no number from 0 to 1; left out",
                          f"{row.place}: {row['bottlenecks'] or 'empty'}")  # fmt: skip
            continue
        percent = (share * 100).normalize()
        yield voice.says(URIRef(subject), CAREER.bottleneckShare, minimum=percent, maximum=percent,
                         unit=CAREER.percent)  # fmt: skip


def _number(text: str, least: int, most: int) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    fits = found.is_finite() and least <= found <= most and found.adjusted() > -20
    return found if fits else None
