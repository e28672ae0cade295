"""Occupational Employment and Wage Statistics: of all industries together, and by sector.

Wages are gross and yearly. Where the publisher gives none a year (actors and others whose hours
vary), those an hour are read; elsewhere they are the same figures by 2,080 and not stated again.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatch
from typing import Any, NamedTuple

from rdflib import URIRef

from careergraph.errors import ReadError
from careergraph.model import Claim, Estimate, Period
from careergraph.sources import Files, Findings, naics, soc
from careergraph.sources.bls import scope
from careergraph.sources.files import Row
from careergraph.sources.voice import Voice
from careergraph.sources.workbooks import ENDINGS, Lines, sheets, table
from careergraph.terms import CAREER

COLUMNS = {
    "code": ("OCC_CODE", "occ"),
    "title": ("OCC_TITLE", "occupation_name"),
    "jobs": ("TOT_EMP", "Employment"),
    "jobs_error": ("EMP_PRSE", "Employment_percent_relative_standard_error"),
    "mean": ("A_MEAN", "Annual_mean_wage"),
    "error": ("MEAN_PRSE", "Wage_percent_relative_standard_error"),
    "hourly_mean": ("H_MEAN", "Hourly_mean_wage"),
    **{
        f"{prefix}p{n}": (f"{short}_PCT{n}", f"{long}_{n}th_percentile_wage")
        for prefix, short, long in (("", "A", "Annual"), ("hourly_", "H", "Hourly"))
        for n in (10, 25, 75, 90)
    },
    "p50": ("A_MEDIAN", "Annual_median_wage"),
    "hourly_p50": ("H_MEDIAN", "Hourly_median_wage"),
    "industry": ("NAICS",),
    "industry_title": ("NAICS_TITLE",),
    "industry_kind": ("I_GROUP",),
    "owner": ("OWN_CODE",),
    "area_kind": ("AREA_TYPE",),
    # What follows from the others, or says what kind of row it is.
    "area": ("AREA",), "area_title": ("AREA_TITLE",), "state": ("PRIM_STATE", "ST"),
    "level": ("O_GROUP", "OCC_GROUP", "display_level"),
    "per_1000": ("JOBS_1000", "Employment_per_1,000_jobs"),
    "quotient": ("LOC_QUOTIENT", "Location_Quotient"),
    "share": ("PCT_TOTAL",), "reporting": ("PCT_RPT",),
    "annual_only": ("ANNUAL",), "hourly_only": ("HOURLY",),
}  # fmt: skip

_NEEDED = ("code", "title", "jobs", "mean", "p10", "p50", "p90")
_TOP = Decimal("Infinity")
_UNPUBLISHED = ("*", "**", "-", "")
_TEN = Decimal(10)
_RANGES = (
    (CAREER.median, "p50", "p50"),
    (CAREER.quartileRange, "p25", "p75"),
    (CAREER.decileRange, "p10", "p90"),
)
_INDUSTRY = re.compile(r"([0-9]{2,6}|[0-9]{2}-[0-9]{2})?")
_OWNER = re.compile(r"[0-9]*")
_LIMITS = re.compile(r"\$([\d.,]+) per hour or \$([\d.,]+) per year")


class Wages(NamedTuple):
    """One table of wages: its file, the year to whose May it refers, and its lines.

    `limits` are the wages a year and an hour from which on the publisher no longer tells them.
    """

    name: str
    year: int
    by_sector: bool
    limits: tuple[Decimal | None, Decimal | None]
    lines: Lines

    @property
    def issue(self) -> str:
        """The name of the release."""
        return f"May {self.year}"


def tables(files: Files, findings: Findings) -> list[Wages]:
    """Return the tables of wages among the files: all industries first, the newest first."""
    found = [
        _wages(files, name, by_sector, findings)
        for pattern, by_sector in (("national_m*_dl.*", False), ("natsector_m*_dl.*", True))
        for name in files.names
        if fnmatch(name.lower(), pattern) and name.lower().endswith((*ENDINGS, ".csv"))
    ]
    extracts = [n for n in files.names if fnmatch(n.lower(), "oews_*national*.csv")]
    if any(not table.by_sector for table in found):
        for name in extracts:
            findings.note("extract that is not read beside the publisher's own table", name)
    else:
        found += [_wages(files, name, False, findings) for name in extracts]
    return sorted(found, key=lambda t: (t.by_sector, -t.year, t.name))


def _wages(files: Files, name: str, by_sector: bool, findings: Findings) -> Wages:
    read = [*sheets(files, name, findings).values()]
    notes = _words(read[1:])
    apart = files.find("*field_descriptions*.xls*", "file_descriptions.xls*")
    if not _LIMITS.search(notes) and apart:
        notes += _words([*sheets(files, apart, findings).values()])
    year = re.search(r"(?:_M|_)(20\d\d)", name, re.IGNORECASE) or re.search(r"May (20\d\d)", notes)
    if year is None:
        raise ReadError(f"cannot tell the year of {name}; name it as published: "
                        "national_M2024_dl.xlsx")  # fmt: skip
    told = _LIMITS.search(notes)
    limits = (scope.number(told[2]), scope.number(told[1])) if told else (None, None)
    return Wages(name, int(year[1]), by_sector, limits, read[0] if read else [])


def _words(read: list[Lines]) -> str:
    return "\n".join(cell for lines in read for line in lines for cell in line)


def records(
    files: Files, wages: list[Wages], voice: Voice, told: set[str], findings: Findings
) -> Iterator[Any]:  # fmt: skip
    """Yield what the tables say; groups of roles that are in `told` are not described again."""
    scopes = {scope.ALL_INDUSTRIES.iri}
    for each in wages:
        period = scope.may(each.year)
        needed = (*_NEEDED, "industry") if each.by_sector else _NEEDED
        rows = table(files, each.name, each.lines, COLUMNS, findings, needed=needed)
        good = [(row, code) for row in rows if (code := _code(row, findings))]
        edition = 2018 if each.year >= 2019 else 2010
        titles = ((code, soc.unmarked(row["title"])) for row, code in good)
        yield from scope.groups(titles, told, edition)
        stated: set[tuple[str, str, str]] = set()
        for row, code in good:
            place = (code, row["industry"], row["owner"])
            if place in stated:
                findings.note("group that stands in a table twice; stated once", f"{row.place}: "
                              f"{code}")  # fmt: skip
                continue
            stated.add(place)
            around, where = _scope(row, each, period)
            for node, described in where:
                if node not in scopes:
                    scopes.add(node)
                    yield from described
            key = f"{each.issue}/{row['industry']}/{row['owner']}"
            teller = _Teller(voice, scope.subject(code, edition), around, key, findings)
            yield from teller.employment(row)
            yield from teller.pay(row, each)


def _code(row: Row, findings: Findings) -> str | None:
    """The code of a row about the whole United States, or None, with a finding."""
    code = row["code"]
    if re.fullmatch("[0-9]{6}", code):
        code = f"{code[:2]}-{code[2:]}"
    if not soc.is_code(code):
        findings.note("code that is no SOC code; row left out", f"{row.place}: {row['code']}")
        return None
    if row["area_kind"] not in ("", "1"):
        findings.note("row of a part of the country; left out", row.place)
        return None
    if not _INDUSTRY.fullmatch(row["industry"]) or not _OWNER.fullmatch(row["owner"]):
        findings.note("industry or ownership that is no code; row left out",
                      f"{row.place}: {row['industry']}, {row['owner']}")  # fmt: skip
        return None
    return code


def _scope(
    row: Row, wages: Wages, period: Period
) -> tuple[dict[str, URIRef], list[tuple[URIRef, list[Any]]]]:
    """The scope of a row's claims, and each node that states it with what describes it."""
    around = {"place": scope.UNITED_STATES.iri, "period": period.iri}
    where: list[tuple[URIRef, list[Any]]] = [(period.iri, [period])]
    if row["industry"] in ("", "000000"):
        population = scope.ALL_INDUSTRIES
    else:
        population = scope.owned(row["owner"])
        edition = 2022 if wages.year >= 2022 else 2017 if wages.year >= 2017 else 2012
        industry = list(naics.industry(row["industry"], row["industry_title"], edition))
        around["industry"] = naics.concept(row["industry"], edition)
        where.append((around["industry"], industry))
    where.append((population.iri, [population]))
    return around | {"population": population.iri}, where


class _Teller(NamedTuple):
    """What one row says of one group of roles, in one scope."""

    voice: Voice
    subject: URIRef
    around: dict[str, URIRef]
    key: str
    findings: Findings

    def employment(self, row: Row) -> Iterator[Claim | Estimate]:
        """Yield how many work in the group."""
        jobs = self._figure(row, "jobs")
        if jobs is not None and jobs < _TOP:
            claim = self.voice.says(
                self.subject, CAREER.employment, key=self.key, minimum=jobs, maximum=jobs,
                unit=CAREER.jobs, rounded_to=_TEN, **self.around,
            )  # fmt: skip
            yield claim
            yield from self._estimate(claim, row, "jobs_error")
        elif row["jobs"] in _UNPUBLISHED:
            self.findings.note("employment that is not published", f"{row.place}: {row['jobs']}")

    def pay(self, row: Row, wages: Wages) -> Iterator[Claim | Estimate]:
        """Yield what the group pays: the mean, the median and two ranges around it."""
        yearly = row["mean"] not in _UNPUBLISHED or row["p50"] not in _UNPUBLISHED
        prefix, limit = ("", wages.limits[0]) if yearly else ("hourly_", wages.limits[1])
        measure = CAREER.pay if yearly else CAREER.hourlyPay
        unit = CAREER.usdPerYear if yearly else CAREER.usdPerHour
        for statistic, low, high in ((CAREER.mean, "mean", "mean"), *_RANGES):
            ends = self._ends(row, prefix + low, prefix + high, limit)
            if ends is None:
                continue
            claim = self.voice.says(
                self.subject, measure, key=f"{self.key}/{statistic}", minimum=ends[0],
                maximum=ends[1], unit=unit, statistic=statistic, **self.around,
            )  # fmt: skip
            yield claim
            if statistic == CAREER.mean:
                yield from self._estimate(claim, row, "error")

    def _ends(
        self, row: Row, low: str, high: str, limit: Decimal | None
    ) -> tuple[Decimal, Decimal | None] | None:
        """Both ends of a range; what the publisher calls its limit or more has no upper end."""
        least = self._figure(row, low)
        most = least if low == high else self._figure(row, high)
        if least is None or most is None:
            column = low if least is None else high
            if row[column] in _UNPUBLISHED:
                where = f"{row.place}, {COLUMNS[column][0]}: {row[column] or 'empty'}"
                self.findings.note("wage that is not published", where)
            return None
        if least > most:
            self.findings.note("range whose lower end is above its upper; left out",
                               f"{row.place}, {COLUMNS[low][0]}: {least}, {most}")  # fmt: skip
            return None
        if most < _TOP:
            return least, most
        if least == _TOP and limit is None:
            self.findings.note("wage of the limit or more, which no file tells; left out",
                               f"{row.place}, {COLUMNS[low][0]}")  # fmt: skip
            return None
        self.findings.note("wage of the publisher's limit or more; stated without an upper end",
                           f"{row.place}, {COLUMNS[high][0]}")  # fmt: skip
        return (limit if limit is not None and least == _TOP else least), None

    def _figure(self, row: Row, column: str) -> Decimal | None:
        """A figure, infinite for the limit or more; None when it is not published or no number."""
        text = row[column]
        if text in _UNPUBLISHED:
            return None
        if text == "#":
            return _TOP
        figure = scope.number(text)
        if figure is None or figure < 0:
            self.findings.note("number that cannot be read; left out",
                               f"{row.place}, {COLUMNS[column][0]}: {text}")  # fmt: skip
            return None
        return figure

    def _estimate(self, claim: Claim, row: Row, column: str) -> Iterator[Estimate]:
        error = self._figure(row, column)
        if error is not None and error < _TOP:
            yield Estimate(claim.iri, relative_error=error)
