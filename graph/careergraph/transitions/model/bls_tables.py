"""What the Bureau of Labor Statistics says of SOC occupations: jobs, pay, schooling, sectors."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from careergraph.sources.bls import entry, oews, outlook
from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings
from careergraph.sources.workbooks import table

Figures = dict[str, float]
"""A figure for each SOC code, such as 11-1011."""

Shares = dict[str, list[float]]
"""Shares for each SOC code."""


class Wages(NamedTuple):
    """How many work in an occupation, the median pay a year in dollars, and shares by sector."""

    employed: Figures
    pay: Figures
    sectors: Shares


def wages(files: Files, findings: Findings) -> Wages:
    """Return what the newest tables of wages say. Raises ReadError or MissingExtraError."""
    found = oews.tables(files, findings)
    everywhere = next((each for each in found if not each.by_sector), None)
    sectors = next((each for each in found if each.by_sector), None)
    rows = _rows(files, everywhere, findings) if everywhere else []
    return Wages(
        _figures((code, row["jobs"]) for code, row in rows),
        _figures((code, row["p50"]) for code, row in rows),
        _sectors(_rows(files, sectors, findings)) if sectors else {},
    )


def attainment(files: Files, findings: Findings) -> Shares:
    """Return what part of those who work in an occupation have which schooling, the least first."""
    found = outlook.tables(files, findings).get("5.3")
    if found is None:
        return {}
    rows = outlook.rows(files, found, entry.SCHOOLING, findings, needed=())
    shares = {row["code"]: [_number(row[name]) for name in entry.SCHOOLING] for row in rows}
    return {code: each for code, each in shares.items() if not np.isnan(each).any()}


def _rows(files: Files, wages: oews.Wages, findings: Findings) -> list[tuple[str, Row]]:
    """The rows about the whole country, with their SOC codes."""
    needed = ("code", "jobs", "p50", *(("industry",) if wages.by_sector else ()))
    rows = table(files, wages.name, wages.lines, oews.COLUMNS, findings, needed=needed)
    return [(_code(row["code"]), row) for row in rows if row["area_kind"] in ("", "1")]


def _code(code: str) -> str:
    return code if "-" in code else f"{code[:2]}-{code[2:]}"


def _sectors(rows: Iterable[tuple[str, Row]]) -> Shares:
    jobs: dict[str, Figures] = {}
    for code, row in rows:
        number = _number(row["jobs"])
        if number > 0:
            kept = jobs.setdefault(code, {})
            kept[row["industry"]] = kept.get(row["industry"], 0) + number
    every = sorted({sector for kept in jobs.values() for sector in kept})
    return {code: [kept.get(sector, 0) / sum(kept.values()) for sector in every]
            for code, kept in jobs.items()}  # fmt: skip


def _figures(cells: Iterable[tuple[str, str]]) -> Figures:
    return {code: value for code, cell in cells if (value := _number(cell)) > 0}


def _number(cell: str) -> float:
    """The number in a cell, NaN where it holds none, such as a mark for what is not published."""
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return np.nan
