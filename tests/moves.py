"""Moves for tests: a kitchen that fits in the head, any kitchen, and the real ones nearby."""

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from hypothesis import strategies as st

from careergraph.transitions import About, Counts, counted
from careergraph.transitions.analyses.analysis import Analysis
from careergraph.transitions.analyses.recounting import without
from shared import SHARED

CPS = SHARED / "data" / "cps-asec-mobility"
KEANE_WOLPIN = SHARED / "data" / "keane-wolpin-1997" / "kw_97_data.csv"
MONTHLY = SHARED / "data" / "cps-monthly-occ22" / "figure2_panelB_transition_counts.csv"
ONET = SHARED / "data" / "onet-30.1" / "db_30_1.zip"

needs_data = pytest.mark.skipif(
    not CPS.is_dir(), reason="the moves are not part of the project: they are in ../shared/data"
)

CELLS = [
    ("cook", "cook", 6, 60.0),
    ("cook", "chef", 3, 20.0),
    ("cook", "waiter", 1, 20.0),
    ("waiter", "waiter", 4, 40.0),
    ("waiter", "cook", 1, 10.0),
    ("chef", "chef", 5, 50.0),
]
"""Ten cooks, of whom three became chefs and one a waiter; five waiters; five chefs who stayed."""


def kitchen() -> Counts:
    labels = {"cook": "Cook", "chef": "Head chef", "waiter": "Waiter"}
    return counted(CELLS, labels=labels, about=About(source="the kitchen", period="a year"))


def row(analysis: Analysis, **where: Any) -> dict[str, Any]:
    """The one row that has these values."""
    (found,) = (r for r in analysis.rows() if all(r[k] == v for k, v in where.items()))
    return found


CODES = ["a", "b", "c", "d", "e", "f"]


@st.composite
def any_moves(draw: st.DrawFn, *, stayers: bool = True, least: int = 2) -> Counts:
    """Counts of up to six occupations, with moves from two of them at least."""
    codes = CODES[: draw(st.integers(3, 6))]
    pairs = [(i, j) for i in codes for j in codes if stayers or i != j]
    cells = draw(st.dictionaries(st.sampled_from(pairs), st.integers(1, 30), min_size=3))
    cells |= {(codes[n], codes[n + 1]): 2 for n in range(least)}
    return counted([(i, j, n, n * 1.5) for (i, j), n in cells.items()], states=codes)


def read_table(name: str) -> list[dict[str, str]]:
    with (CPS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cps() -> Counts:
    """The moves of the Current Population Survey without the one pair that is a recoding."""
    rows = read_table("moves_dev_origins.csv")
    labels = {r[f"{end}"]: r[f"{end}_label"] for r in rows for end in ("OCCLY", "OCC")}
    cells = [(r["OCCLY"], r["OCC"], int(r["Observations"]), float(r["ASECWT"])) for r in rows]
    return without(counted(cells, labels=labels), [("530", "520")])


def cps_closed(counts: Counts) -> Counts:
    """The moves among the occupations whose own moves are not withheld."""
    return counts.of({r["OCCLY"] for r in read_table("moves_dev_origins.csv")})


def cps_employment() -> dict[str, float]:
    rows = read_table("occ_names_employment_asec_occ.csv")
    return {r["Code"]: float(r["EMP_2011_2019_avg"]) for r in rows}


def cps_groups() -> dict[str, str]:
    """The SOC major group of each Census code."""
    return {r["census"]: r["soc"][:2] for r in read_table("DERIVED_census2010_to_onet2019.csv")}


def cps_wages() -> dict[str, float]:
    """Mean wages of Census codes, by the nearest SOC codes that have one."""
    named = read_table("occ_names_bls_minor_major.csv")
    known = {r["OCC_CODE"]: float(r["A_MEAN"]) for r in named if r["A_MEAN"]}
    found: dict[str, list[float]] = {}
    for r in read_table("DERIVED_census2010_to_onet2019.csv"):
        soc, old = r["soc"], r["soc10"]
        tried = (soc, old, f"{old[:6]}0", f"{soc[:6]}0", f"{soc[:5]}00")
        wage = next((known[code] for code in tried if code in known), None)
        if wage is not None:
            found.setdefault(r["census"], []).append(wage)
    return {code: sum(wages) / len(wages) for code, wages in found.items()}


def cps_degrees() -> dict[str, frozenset[str]]:
    """Census codes for which half or more in O*NET say that a bachelor's degree is required."""
    says: dict[str, float] = {}
    with zipfile.ZipFile(ONET) as archive:
        name = "db_30_1/Education, Training, and Experience.txt"
        for r in csv.DictReader(io.StringIO(archive.read(name).decode()), delimiter="\t"):
            if r["Scale ID"] == "RL" and int(r["Category"]) >= 6:
                code = r["O*NET-SOC Code"]
                says[code] = says.get(code, 0) + float(r["Data Value"]) / 100
    found: dict[str, list[float]] = {}
    for r in read_table("DERIVED_census2010_to_onet2019.csv"):
        if r["onet_soc"] in says:
            found.setdefault(r["census"], []).append(says[r["onet_soc"]])
    means = {code: sum(shares) / len(shares) for code, shares in found.items()}
    return {code: frozenset({"degree"} if m >= 0.5 else ()) for code, m in means.items()}


def monthly() -> Counts:
    """Months to months in 22 groups of occupations, the unemployed and those out of work."""
    with MONTHLY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ends = [(r["origin_state"], r["destination_state"]) for r in rows]
    sizes = [float(r["weighted_transition_count"]) for r in rows]
    return counted((i, j, 1, size) for (i, j), size in zip(ends, sizes, strict=True))


def young_men() -> dict[str, list[str | None]]:
    """What 1,373 men did each year: school, home, white collar, blue collar, military."""
    with KEANE_WOLPIN.open(encoding="utf-8", newline="") as file:
        rows: Iterator[dict[str, str]] = csv.DictReader(file)
        return {
            person: [r["Choice"] for r in sorted(years, key=lambda r: int(r["Age"]))]
            for person, years in groupby(rows, key=lambda r: r["Identifier"])
        }
