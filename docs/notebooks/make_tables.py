"""Write the tables of the notebooks from the publishers' files; `tables/SOURCE.txt` says of whom.

    python docs/notebooks/make_tables.py DATA

DATA is a folder with `cps-monthly-occ22`, `onet-30.1`, `bls-oews` and `bls-employment-projections`.
The notebooks need only what is written; the tests write it again, where the files are at hand.
"""

import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, variance

TABLES = Path(__file__).parent / "tables"
FIRST, LAST = "2022-01", "2024-12"
BACHELOR = 6
"""The category from which on O*NET's required level of education is a bachelor's degree."""

Row = Mapping[str, str]
Cell = tuple[str, str]
Rows = list[list[object]]


def moves(data: Path) -> Rows:
    """Return the moves of `FIRST` to `LAST`: origin, destination, persons, weight.

    Only weighted counts are published. How many persons stand behind them is told by how much they
    scatter from month to month: of independent persons that each weigh w, the variance of a sum
    is w times its mean. So persons = weight / w, with w pooled over the cells of those who moved.
    """
    months = monthly(data)
    each = worth(months)
    return [
        ["origin", "destination", "persons", "weight"],
        *([*cell, round(sum(s) / each), round(sum(s))] for cell, s in sorted(months.items())),
    ]


def worth(months: Mapping[Cell, Sequence[float]]) -> float:
    """Return for how many people a person in the sample stands: pooled variance over mean."""
    moved = [series for (i, j), series in months.items() if i != j]
    return sum(map(variance, moved)) / sum(map(fmean, moved))


def monthly(data: Path) -> dict[Cell, list[float]]:
    """Return the weighted moves between major groups in each month, 0 where there are none."""
    folder = data / "cps-monthly-occ22"
    soc = {
        f"occ22_{int(r['occ22_id']):02d}": r["soc_major_group_code"]
        for r in _read(folder / "occ22_crosswalk.csv")
        if r["source_system"] == "CPS_PRDTOCC1" and r["occ22_id"]
    }
    found: dict[Cell, dict[str, float]] = defaultdict(dict)
    for r in _read(folder / "figure2_panelB_transition_counts.csv"):
        ends = soc.get(r["origin_state"]), soc.get(r["destination_state"])
        if ends[0] and ends[1] and FIRST <= r["month"] <= LAST:
            found[ends[0], ends[1]][r["month"]] = float(r["weighted_transition_count"])
    months = sorted({month for series in found.values() for month in series})
    return {cell: [series.get(m, 0.0) for m in months] for cell, series in found.items()}


def groups(data: Path) -> Rows:
    """Return for each major group pay, employment, education that is asked for and that is held.

    `transfer_rate` is the share who leave the group for another in a year, by the BLS.
    """
    oews = {r["occ"]: r for r in _read(data / "bls-oews" / "oews_2025_national.csv")}
    projections = data / "bls-employment-projections"
    rates = {
        r[_CODE]: float(r["Occupational transfer rate, 2024–34 annual average"]) / 100
        for r in _read(projections / "table_1_10_separations.csv")
    }
    asked, held = _means(_asked(data), _employed(data)), _held(projections)
    return [
        ["code", "label", "median_pay", "employment", "asks_degree", "holds_degree",
         "transfer_rate"],
        *([code, row["occupation_name"].removesuffix(" Occupations"), row["Annual_median_wage"],
           row["Employment"], round(asked[code], 4), round(held[code], 4), round(rates[code], 4)]
          for code, row in ((f"{occ[:2]}-0000", row) for occ, row in sorted(oews.items())
                            if occ.endswith("0000") and occ != "000000")),
    ]  # fmt: skip


def skills(data: Path) -> Rows:
    """Return the mean importance, 1 to 5, of each skill and field of knowledge in each group."""
    employed = _employed(data)
    found = {}
    for kind in ("Skills", "Knowledge"):
        values: dict[str, dict[str, float]] = defaultdict(dict)
        for r in _onet(data, kind):
            if r["Scale ID"] == "IM":
                values[r["Element Name"]][r["O*NET-SOC Code"]] = float(r["Data Value"])
        found |= {(kind.lower(), name): _means(v, employed) for name, v in values.items()}
    codes = sorted({code for means in found.values() for code in means})
    return [
        ["kind", "element", *codes],
        *([*key, *(round(means[code], 3) for code in codes)]
          for key, means in sorted(found.items(), key=lambda item: (item[0][0], item[0][1]))),
    ]  # fmt: skip


def _asked(data: Path) -> dict[str, float]:
    """The share of answers, 0 to 1, by which each occupation asks for a bachelor's or more."""
    found: dict[str, float] = defaultdict(float)
    for r in _onet(data, "Education, Training, and Experience"):
        if r["Scale ID"] == "RL":
            share = float(r["Data Value"]) / 100
            found[r["O*NET-SOC Code"]] += share if int(r["Category"]) >= BACHELOR else 0.0
    return found


def _held(projections: Path) -> dict[str, float]:
    """The share of workers in each group, 0 to 1, who hold a bachelor's degree or more."""
    size = {
        r[_CODE]: float(r["Employment, 2024"])
        for r in _read(projections / "table_1_2_projections.csv")
    }
    shares = {
        r[_CODE]: sum(float(r[f"{d} degree"]) for d in _DEGREES) / 100
        for r in _read(projections / "table_5_3_attainment.csv")
        if not r[_CODE].endswith("0000")
    }
    return _means(shares, size)


_CODE = "2024 National Employment Matrix code"
_DEGREES = ("Bachelor's", "Master's", "Doctoral or professional")


def _employed(data: Path) -> dict[str, float]:
    """How many work in each occupation of O*NET: those of its SOC code, in equal parts."""
    there = {r["O*NET-SOC Code"] for r in _onet(data, "Skills")}
    known = {
        f"{r['occ'][:2]}-{r['occ'][2:]}": float(r["Employment"])
        for r in _read(data / "bls-oews" / "oews_2025_national.csv")
        if r["Employment"].replace(".", "").isdigit()
    }
    parts: dict[str, int] = defaultdict(int)
    for code in there:
        parts[code[:7]] += 1
    return {code: known.get(code[:7], 0.0) / parts[code[:7]] for code in there}


def _means(values: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """The weighted mean of values in each major group."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for code, value in sorted(values.items()):
        weight = weights.get(code, 0.0)
        held = sums[f"{code[:2]}-0000"]
        held[0] += weight * value
        held[1] += weight
    return {code: total / weight for code, (total, weight) in sums.items() if weight}


def _onet(data: Path, name: str) -> Iterator[Row]:
    with zipfile.ZipFile(data / "onet-30.1" / "db_30_1.zip") as archive:
        text = io.StringIO(archive.read(f"db_30_1/{name}.txt").decode())
    yield from csv.DictReader(text, delimiter="\t")


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


MADE = {"moves.csv": moves, "groups.csv": groups, "skills.csv": skills}

if __name__ == "__main__":
    for name, made in MADE.items():
        write(TABLES / name, made(Path(sys.argv[1])))
    print(f"a person stands for {worth(monthly(Path(sys.argv[1]))):,.0f} people", file=sys.stderr)
