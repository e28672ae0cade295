"""For whom, where and when the publisher's figures hold, and how it writes a number."""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Concept, Period
from careergraph.sources import Findings, soc
from careergraph.sources.files import Row
from careergraph.terms import CAREER, ID


def _population(name: str, label: str) -> Concept:
    return Concept(ID[f"population/{name}"], (CAREER.Population,), Literal(label, lang="en"))


UNITED_STATES = Concept(
    ID["place/united-states"], (CAREER.Place,), Literal("United States", lang="en")
)
ALL_INDUSTRIES = _population(
    "wage-and-salary-jobs", "Wage and salary jobs in all industries outside farming"
)
JOBS = _population("jobs", "Jobs, those of the self-employed included")
ADULTS = _population("workers-25-and-older", "Workers aged 25 and older")

_OWNERS = {
    "1": "federal government", "2": "state government", "3": "local government",
    "5": "private", "123": "federal, state and local government",
    "35": "private and local government",
    "235": "private, state and local government",
    "57": "private, and gambling of local government",
    "58": "private, and hospitals of state and local government",
    "59": "private and postal service",
    "1235": "private and government",
}  # fmt: skip


def owned(code: str) -> Concept:
    """Return the jobs of one industry under the owners that a code stands for.

    They are a population of their own, so that no one takes a figure of one industry for one of
    all of them.
    """
    owners = _OWNERS.get(code, f"ownership {code}")
    return _population(f"wage-and-salary-jobs-{code}", f"Wage and salary jobs in one industry: "
                       f"{owners}")  # fmt: skip


def may(year: int) -> Period:
    """Return the month to which the wage survey of a year refers."""
    return Period(ID[f"period/{year}-05"], Literal(f"May {year}", lang="en"), year, year)


def number(text: str) -> Decimal | None:
    """Return a number as the publisher writes it, or None when it is none.

    >>> number("1,234.5"), number("-14.4"), number("*")
    (Decimal('1234.5'), Decimal('-14.4'), None)
    """
    try:
        found = Decimal(text.replace(",", "").replace("$", "").replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 20 else None


def blank(text: str) -> bool:
    """Whether the publisher says that there is no figure, or none to tell."""
    return text in ("", "—", "–", "-", "*", "**")


def figure(
    row: Row, column: str, findings: Findings, *, text: str | None = None
) -> Decimal | None:  # fmt: skip
    """Return a figure of a row, read from `text` when given; None, with a finding, for none."""
    cell = row[column] if text is None else text
    if blank(cell):
        if column in row.cells:
            findings.note("figure that is not published", f"{row.place}, {column}")
        return None
    found = number(cell)
    if found is None:
        findings.note("number that cannot be read; left out", f"{row.place}, {column}: {cell}")
    return found


def groups(
    titles: Iterable[tuple[str, str]], told: set[str], edition: int = 2018
) -> Iterator[Any]:  # fmt: skip
    """Yield the groups of roles, by code, that have not been `told` yet; remember them there."""
    new: dict[str, str] = {}
    for code, title in titles:
        new.setdefault(code, title)
    codes: Collection[str] = new.keys() | {c[5:] for c in told if c.startswith(f"{edition}/")}
    for code in sorted(new):
        if f"{edition}/{code}" not in told:
            told.add(f"{edition}/{code}")
            yield from soc.group(code, new[code], codes, edition)


def subject(code: str, edition: int = 2018) -> URIRef:
    """Return the group of roles that a figure is about."""
    return soc.concept(code, edition)
