"""Ratings: how much, how often or how far something holds for an occupation, on a scale."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from rdflib import URIRef

from careergraph.model import Claim, Estimate
from careergraph.sources.files import Row
from careergraph.sources.onet.cells import number
from careergraph.sources.onet.layout import RATING, Table
from careergraph.sources.onet.reading import Reading
from careergraph.terms import CAREER, SKOS


@dataclass(frozen=True)
class Scale:
    """What a figure on a scale says, and from where to where the scale runs.

    On a scale of `shares` the figure is the percentage of those asked who gave the answer named by
    the row's category. On one that is `ranking`, 0 is no place. On one of `places` the figure names
    which element of a group has the place, and the row's element which place it is.
    """

    measure: URIRef
    unit: URIRef
    least: Decimal
    most: Decimal
    shares: bool = False
    ranking: bool = False
    places: str = ""


def _scale(measure: URIRef, unit: URIRef, least: int, most: int, *, shares: bool = False,
           ranking: bool = False, places: str = "") -> Scale:  # fmt: skip
    return Scale(measure, unit, Decimal(least), Decimal(most), shares, ranking, places)


def _shares(measure: URIRef) -> Scale:
    return _scale(measure, CAREER.percent, 0, 100, shares=True)


IMPORTANCE = {"IM": _scale(CAREER.importance, CAREER.scaleFrom1To5, 1, 5)}
IMPORTANCE_AND_LEVEL = {
    **IMPORTANCE,
    "LV": _scale(CAREER.requiredLevel, CAREER.scaleFrom0To7, 0, 7),
}
CONTEXT = {
    "CX": _scale(CAREER.contextScore, CAREER.scaleFrom1To5, 1, 5),
    "CT": _scale(CAREER.contextScore, CAREER.scaleFrom1To3, 1, 3),
    "CXP": _shares(CAREER.contextShare),
    "CTP": _shares(CAREER.contextShare),
}
PREPARATION = {
    **IMPORTANCE,
    "RL": _shares(CAREER.educationShare),
    "RW": _shares(CAREER.experienceShare),
    "PT": _shares(CAREER.siteTrainingShare),
    "OJ": _shares(CAREER.jobTrainingShare),
}
INTEREST = {
    "OI": _scale(CAREER.interestScore, CAREER.scaleFrom1To7, 1, 7),
    "IH": _scale(CAREER.interestRank, CAREER.rankOrder, 0, 6, places="1.B.1"),
    "DS": _scale(CAREER.interestRank, CAREER.rankOrder, 0, 100, ranking=True),
}
STYLE = {
    **IMPORTANCE,
    "WI": _scale(CAREER.workStyleImpact, CAREER.scaleFromMinus3To3, -3, 3),
    "DR": _scale(CAREER.workStyleRank, CAREER.rankOrder, 0, 10, ranking=True),
}
VALUE = {
    "EX": _scale(CAREER.workValueExtent, CAREER.scaleFrom1To7, 1, 7),
    "VH": _scale(CAREER.workValueRank, CAREER.rankOrder, 0, 6, places="1.B.2"),
}
TASK = {
    **IMPORTANCE,
    "RT": _scale(CAREER.relevance, CAREER.percent, 0, 100),
    "FT": _shares(CAREER.frequencyShare),
}


@dataclass(frozen=True)
class Rated:
    """A table of ratings: what class of things is rated in it, and on which scales."""

    table: Table
    kind: URIRef
    scales: Mapping[str, Scale]


def _rated(
    kind: URIRef, scales: Mapping[str, Scale], *ways: tuple[str, ...], until: str = ""
) -> Rated:
    needed = ("code", "element", "scale", "value")
    return Rated(Table(ways, RATING, needed, until=until), kind, scales)


RATED = (
    _rated(CAREER.Skill, IMPORTANCE_AND_LEVEL,
           ("Skills",), ("Essential Skills", "Transferable Skills")),
    _rated(CAREER.Knowledge, IMPORTANCE_AND_LEVEL, ("Knowledge",)),
    _rated(CAREER.Ability, IMPORTANCE_AND_LEVEL, ("Abilities",)),
    _rated(CAREER.WorkActivity, IMPORTANCE_AND_LEVEL, ("Work Activities",)),
    _rated(CAREER.WorkContext, CONTEXT, ("Work Context",)),
    _rated(SKOS.Concept, PREPARATION,
           ("Education, Training, and Experience",), ("Education", "Training and Experience")),
    _rated(CAREER.Interest, INTEREST,
           ("Interests",), ("Career Interest Types", "Specific Interest Areas")),
    _rated(CAREER.WorkStyle, STYLE, ("Work Styles",)),
    _rated(CAREER.WorkValue, VALUE, ("Work Values",), until="Career Interest Types"),
)  # fmt: skip
"""The tables of ratings of a release; `TASK_RATINGS` is one more."""

TASK_RATINGS = Rated(Table((("Task Ratings",),), RATING, ("code", "task", "scale", "value")),
                     CAREER.Task, TASK)  # fmt: skip


def ratings(
    reading: Reading, rated: Rated, tasks: Mapping[str, URIRef] | None = None
) -> Iterator[Claim | Estimate]:
    """Yield a claim for each rating, and how sure O*NET is of it.

    What is rated is an element of the Content Model or, when they are given, one of the tasks.
    """
    met: set[URIRef] = set()
    rater = _Elements(reading, rated) if tasks is None else _Tasks(reading, rated, tasks)
    for role, row in reading.role_rows(rated.table):
        for claim, *rest in rater.claims(role, row):
            if claim.iri in met:
                reading.note("duplicate row; left out", row, "code", rater.COLUMN, "scale",
                             "category")  # fmt: skip
            else:
                met.add(claim.iri)
                yield claim
                yield from rest


@dataclass(frozen=True)
class _Elements:
    """Ratings of elements."""

    COLUMN: ClassVar[str] = "element"

    reading: Reading
    rated: Rated

    def claims(self, role: URIRef, row: Row) -> Iterator[Iterator[Claim | Estimate]]:
        """The claim that a row makes with its estimate, or none, and then a finding."""
        scale, value = self.rated.scales.get(row["scale"]), number(row["value"])
        if scale is None:
            self.reading.note("scale that is not known; row left out", row, "scale")
        elif value is None:
            self.reading.note("value that is no number; row left out", row, "value")
        elif not scale.least <= value <= scale.most:
            self.reading.note("value outside its scale; row left out", row, "scale", "value")
        elif value or not (scale.ranking or scale.places):
            said = self.said(role, row, scale, value)
            if said:
                subject, thing, value = said
                yield self.reading.says(row, subject, scale.measure, object=thing,
                                        minimum=value, maximum=value, unit=scale.unit)  # fmt: skip

    def said(
        self, role: URIRef, row: Row, scale: Scale, value: Decimal
    ) -> tuple[URIRef, URIRef, Decimal] | None:
        """Of what a row speaks, what the figure is of, and the figure; or None and a finding."""
        if scale.places:
            identifier, value = _placed(row["element"], scale, value)
        else:
            identifier = row["element"]
        thing = self.reading.model.element(identifier, self.rated.kind)
        if thing is None:
            self.reading.note("element that is not known; row left out", row, "element")
        elif scale.shares:
            thing = self.answer(row)
        return (role, thing, value) if thing else None

    def answer(self, row: Row) -> URIRef | None:
        """The answer that a row is about, or None after a finding."""
        found = self.reading.model.answer(row["element"], row["scale"], row["category"])
        if found is None:
            self.reading.note("category that is not known; row left out", row, "scale", "category")
        return found


@dataclass(frozen=True)
class _Tasks(_Elements):
    """Ratings of tasks. How often one is done is said of the task: it is one occupation's own."""

    COLUMN: ClassVar[str] = "task"

    tasks: Mapping[str, URIRef]

    def said(
        self, role: URIRef, row: Row, scale: Scale, value: Decimal
    ) -> tuple[URIRef, URIRef, Decimal] | None:
        """As of elements."""
        task = self.tasks.get(row["task"])
        if task is None:
            self.reading.note("task that is not known; row left out", row, "task")
            return None
        if not scale.shares:
            return role, task, value
        answer = self.answer(row)
        return (task, answer, value) if answer else None


def _placed(identifier: str, scale: Scale, value: Decimal) -> tuple[str, Decimal]:
    """The element that has a place, and its place: 1.B.1.g says which of 1.B.1.a to f is first.

    O*NET numbers the six interests and the six values in the order of their identifiers. What is
    not of this form is no element.

    >>> _placed("1.B.1.g", INTEREST["IH"], Decimal(5))
    ('1.B.1.e', Decimal('1'))
    """
    stem, _, letter = identifier.rpartition(".")
    if stem != scale.places or letter not in ("g", "h", "i") or value != int(value):
        return "", value
    return f"{stem}.{'abcdef'[int(value) - 1]}", Decimal("ghi".index(letter) + 1)
