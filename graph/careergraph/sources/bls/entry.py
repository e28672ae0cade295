"""What it takes to enter an occupation, and what schooling those who work in it have.

The categories are those of the Employment Projections. "No formal educational credential" denies
that any is needed. A length of training or experience is a range, as the publisher defines it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Claim, Requirement
from careergraph.sources import Findings, periods, schooling
from careergraph.sources.bls import scope
from careergraph.sources.bls.outlook import Outlook
from careergraph.sources.files import Row
from careergraph.sources.schooling import (
    ASSOCIATE,
    AWARD,
    BACHELOR,
    COLLEGE,
    DEGREES,
    DIPLOMA,
    MASTER,
    PROFESSIONAL,
    UNFINISHED,
)
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID

COLUMNS = {
    "education": ("Typical education needed for entry",),
    "experience": ("Work experience in a related occupation",),
    "training": ("Typical on-the-job training needed to attain competency in the occupation",),
    # A link.
    "page": ("Related Occupational Outlook Handbook (OOH) content",
             "Related Occupational Outlook Handbook (OOH) content xlsx"),
}  # fmt: skip

ANY = ID["requirement/formal-educational-credential"]
"""The requirement of any credential at all."""

SCHOOLING = {
    name: (name,)
    for name in ("Less than high school diploma", "High school diploma or equivalent",
                 "Some college, no degree", "Associate's degree", "Bachelor's degree",
                 "Master's degree", "Doctoral or professional degree")
}  # fmt: skip
_ATTAINED: dict[str, URIRef] = dict(zip(
    SCHOOLING,
    (UNFINISHED, DIPLOMA.iri, COLLEGE, ASSOCIATE.iri, BACHELOR.iri, MASTER.iri, PROFESSIONAL.iri),
    strict=True,
))  # fmt: skip

_NO_CREDENTIAL = "No formal educational credential"
EDUCATION = {
    "High school diploma or equivalent": DIPLOMA.requirement,
    "Some college, no degree": schooling.ATTENDED,
    "Postsecondary nondegree award": ID["requirement/postsecondary-nondegree-award"],
    "Associate's degree": ASSOCIATE.requirement,
    "Bachelor's degree": BACHELOR.requirement,
    "Master's degree": MASTER.requirement,
    "Doctoral or professional degree": PROFESSIONAL.requirement,
}
_EXPERIENCE: dict[str, tuple[int, int | None]] = {
    "None": (0, 0), "Less than 5 years": (0, 5), "5 years or more": (5, None),
}  # fmt: skip
_TRAINING: dict[str, tuple[int, int | None] | None] = {
    "None": (0, 0),
    "Short-term on-the-job training": (0, 1),
    "Moderate-term on-the-job training": (1, 12),
    "Long-term on-the-job training": (12, None),
    "Apprenticeship": None,
    "Internship/residency": None,
}
"""The months that the publisher's definition of each category names; None where it names none."""

_FIVE_YEARS, _FIVE_YEARS_NEEDED = schooling.experience(Decimal(5), "5 years")


def records() -> Iterator[Any]:
    """Yield the credentials, experiences and requirements that the claims name."""
    yield from schooling.degrees()
    yield from (_FIVE_YEARS, _FIVE_YEARS_NEEDED)
    yield from schooling.undegreed()
    yield Requirement(ANY, Literal("A formal educational credential", lang="en"), 1,
                      (*(degree.iri for degree in DEGREES), AWARD))  # fmt: skip


def assignments(
    each: Outlook, rows: list[Row], voice: Voice, findings: Findings
) -> Iterator[Claim]:
    """Yield what it takes to enter each group: schooling, experience, training on the job."""
    year = periods.years(each.first, each.first).iri
    around = {"place": scope.UNITED_STATES.iri, "period": year}
    for row in rows:
        subject = scope.subject(row["code"])
        asked = {name: row[name] for name in ("education", "experience", "training")}
        for name, known in (("education", {*EDUCATION, _NO_CREDENTIAL}),
                            ("experience", _EXPERIENCE), ("training", _TRAINING)):  # fmt: skip
            if asked[name] not in known:
                if not scope.blank(asked[name]):
                    findings.note("category that is not known; left out",
                                  f"{row.place}, {name}: {asked[name]}")  # fmt: skip
                asked[name] = ""
        yield from _education(subject, asked["education"], voice, around)
        yield from _experience(subject, asked["experience"], voice, around)
        yield from _training(subject, asked["training"], voice, around)


def _education(
    subject: URIRef, asked: str, voice: Voice, around: dict[str, URIRef]
) -> Iterator[Claim]:
    if asked == _NO_CREDENTIAL:
        yield voice.says(subject, CAREER.requires, object=ANY, polarity=CAREER.denied, **around)
    elif asked:
        yield voice.says(subject, CAREER.requires, object=EDUCATION[asked],
                         strength=CAREER.typical, **around)  # fmt: skip


def _experience(
    subject: URIRef, asked: str, voice: Voice, around: dict[str, URIRef]
) -> Iterator[Claim]:
    if asked:
        least, most = _EXPERIENCE[asked]
        yield _range(subject, CAREER.experienceNeeded, least, most, CAREER.yearCount, voice, around)
        if least:
            yield voice.says(subject, CAREER.requires, object=_FIVE_YEARS_NEEDED.iri,
                             strength=CAREER.typical, **around)  # fmt: skip


def _training(
    subject: URIRef, asked: str, voice: Voice, around: dict[str, URIRef]
) -> Iterator[Claim]:
    if asked:
        months = _TRAINING[asked]
        if months is not None:
            yield _range(subject, CAREER.trainingTime, *months, CAREER.months, voice, around)
        if asked != "None":
            yield voice.says(subject, CAREER.onTheJobTraining, text=Literal(asked, lang="en"),
                             **around)  # fmt: skip


def _range(
    subject: URIRef, measure: URIRef, least: int, most: int | None, unit: URIRef, voice: Voice,
    around: dict[str, URIRef],
) -> Claim:  # fmt: skip
    return voice.says(
        subject, measure, minimum=Decimal(least),
        maximum=None if most is None else Decimal(most), unit=unit, **around,
    )  # fmt: skip


def surveyed(each: Outlook) -> tuple[int, int] | None:
    """Return the years in which people were asked about their schooling, as the title tells."""
    found = re.search(r"\b(20\d\d)[–-](?:20)?(\d\d)\b", each.about)
    return (int(found[1]), 2000 + int(found[2])) if found and each.number == "5.3" else None


def attainment(each: Outlook, rows: list[Row], voice: Voice, findings: Findings) -> Iterator[Claim]:
    """Yield the share of each group's workers whose highest schooling is of each kind.

    A footnote to the group, such as that the survey knows no such group, goes with the figures.
    """
    around: dict[str, Any] = {
        "place": scope.UNITED_STATES.iri, "population": scope.ADULTS.iri, "unit": CAREER.percent,
        "rounded_to": Decimal("0.1"),
    }  # fmt: skip
    asked = surveyed(each)
    if asked:
        around["period"] = periods.years(*asked).iri
    notes = {mark: Literal(note, lang="en") for mark, note in each.notes().items()}
    for row in rows:
        mark = re.search(r"\[\d+\]$", row["title"])
        note = notes.get(mark[0]) if mark else None
        for name, kind in _ATTAINED.items():
            share = scope.figure(row, name, findings)
            if share is not None:
                yield voice.says(
                    scope.subject(row["code"]), CAREER.attainmentShare, object=kind, minimum=share,
                    maximum=share, text=note, **around,
                )  # fmt: skip
