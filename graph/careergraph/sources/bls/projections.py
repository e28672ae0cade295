"""Employment Projections: how many work in an occupation now and in ten years, and who leaves.

Tables 1.2 and 1.10 are read here, what it takes to enter in `entry`. Figures that follow from
others, such as the sum of those who leave, are not stated again.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Claim, Concept, Period
from careergraph.sources import Files, Findings, periods
from careergraph.sources.bls import entry, scope
from careergraph.sources.bls.outlook import Outlook, rows, title
from careergraph.sources.files import Row
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID, PROV

COLUMNS = {
    "kind": ("Occupation type",),
    "jobs": ("Employment, BASE",),
    "jobs_then": ("Employment, TARGET",),
    "growth": ("Employment change, percent, SPAN",),
    "self_employed": ("Percent self employed, BASE",),
    "openings": ("Occupational openings, SPAN annual average",),
    "wage": ("Median annual wage, dollars, BASE", "Median annual wage, dollars, YEAR"),
    "exits": ("Labor force exit rate, SPAN annual average",),
    "transfers": ("Occupational transfer rate, SPAN annual average",),
    **entry.COLUMNS,
    # What follows from the others.
    "share": ("Employment distribution, percent, BASE",),
    "share_then": ("Employment distribution, percent, TARGET",),
    "change": ("Employment change, numeric, SPAN",),
    "leaving": ("Total occupational separations rate, SPAN annual average",),
    "exit_count": ("Labor force exits, SPAN annual average",),
    "transfer_count": ("Occupational transfers, SPAN annual average",),
    "leaving_count": ("Total occupational separations, SPAN annual average",),
}

_NEEDED = {"1.2": ("jobs", "growth"), "1.10": ("exits", "transfers")}
_TENTH = Decimal("0.1")
_HUNDRED, _THOUSAND = Decimal(100), Decimal(1000)
_WAGE_SURVEY = Concept(
    ID["agent/bls-oews"], (PROV.Organization,),
    Literal("Occupational Employment and Wage Statistics program", lang="en"),
)  # fmt: skip


def records(
    files: Files, outlook: dict[str, Outlook], voice: Voice, told: set[str], findings: Findings
) -> Iterator[Any]:
    """Yield what the tables say; groups of roles that are in `told` are not described again."""
    yield from (scope.JOBS, scope.ADULTS, _WAGE_SURVEY)
    yield from _periods(outlook.values())
    yield from entry.records()
    for number in ("1.2", "1.10"):
        if number in outlook:
            each = outlook[number]
            found = rows(files, each, COLUMNS, findings, needed=_NEEDED[number])
            yield from scope.groups(((row["code"], title(row)) for row in found), told)
            for row in found:
                yield from _figures(row, each, voice, findings, with_jobs=number == "1.2")
            if number == "1.2" and "5.4" not in outlook:
                yield from entry.assignments(each, found, voice, findings)
    for number, columns, needed, tell in (
        ("5.3", entry.SCHOOLING, (), entry.attainment),
        ("5.4", entry.COLUMNS, ("education",), entry.assignments),
    ):
        if number in outlook:
            each = outlook[number]
            found = rows(files, each, columns, findings, needed=needed)
            yield from scope.groups(((row["code"], title(row)) for row in found), told)
            yield from tell(each, found, voice, findings)


def _periods(outlook: Iterable[Outlook]) -> Iterator[Period]:
    spans = set()
    for each in outlook:
        spans.add((each.first, each.first))
        if each.last:
            spans |= {(each.last, each.last), (each.first, each.last)}
        spans |= {span for span in (entry.surveyed(each),) if span}
    yield from (periods.years(*span) for span in sorted(spans))


def _figures(
    row: Row, each: Outlook, voice: Voice, findings: Findings, *, with_jobs: bool
) -> Iterator[Claim]:
    """What tables 1.2 and 1.10 say of one group; what both of them say is taken from the first."""
    now, then = periods.years(each.first, each.first), periods.years(each.last, each.last)
    span = periods.years(each.first, each.last)
    thousands = {"unit": CAREER.jobs, "rounded_to": _HUNDRED}
    yearly = {"unit": CAREER.percentPerYear, "rounded_to": _TENTH, "period": span.iri}
    percent = {"unit": CAREER.percent, "rounded_to": _TENTH}
    told: list[tuple[str, URIRef, Decimal, dict[str, Any]]]
    if with_jobs:
        openings = thousands | {"unit": CAREER.jobsPerYear}
        told = [
            ("jobs", CAREER.employment, _THOUSAND, thousands | {"period": now.iri}),
            ("jobs_then", CAREER.employment, _THOUSAND, thousands | {"period": then.iri}),
            ("growth", CAREER.growth, Decimal(1), percent | {"period": span.iri}),
            ("openings", CAREER.openings, _THOUSAND, openings | {"period": span.iri}),
            ("self_employed", CAREER.selfEmployedShare, Decimal(1), percent | {"period": now.iri}),
        ]
        yield from _wage(row, now, voice, findings)
    else:
        told = [("exits", CAREER.exitRate, Decimal(1), yearly),
                ("transfers", CAREER.transferRate, Decimal(1), yearly)]  # fmt: skip
    for column, measure, factor, parts in told:
        figure = scope.figure(row, column, findings)
        if figure is not None:
            value = figure * factor
            yield voice.says(
                scope.subject(row["code"]), measure, key=parts["period"], minimum=value,
                maximum=value, place=scope.UNITED_STATES.iri, population=scope.JOBS.iri, **parts,
            )  # fmt: skip


def _wage(row: Row, year: Period, voice: Voice, findings: Findings) -> Iterator[Claim]:
    """The median wage, which this programme takes from the other one; `>=$239,200` is open."""
    text = row["wage"]
    figure = scope.figure(row, "wage", findings, text=text.removeprefix(">="))
    if figure is not None:
        yield voice.says(
            scope.subject(row["code"]), CAREER.pay, key=year.iri, minimum=figure,
            maximum=None if text.startswith(">=") else figure, unit=CAREER.usdPerYear,
            statistic=CAREER.median, place=scope.UNITED_STATES.iri, period=year.iri,
            population=scope.ALL_INDUSTRIES.iri, said_by=(_WAGE_SURVEY.iri,),
        )  # fmt: skip
