"""Profiles of occupations from the data sets that lie beside a file of moves.

A classification that is no O*NET-SOC is joined by a crosswalk: a table with O*NET-SOC codes in one
column and the codes of the moves in another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import CareerGraphError, ReadError
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings
from careergraph.transitions import text_tables
from careergraph.transitions.model import bls_tables, onet_tables
from careergraph.transitions.model.profiles import Profiles, heaviest, mixed, mixture
from careergraph.transitions.model.words import unit_rows

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Parts = Mapping[str, Iterable[str]]
"""The O*NET-SOC codes that each code of a classification stands for."""

_ONET = ("onetsoc", "onetsoccode", "onetsoc2019", "onet")
FOLDERS = {"O*NET": "onet*", "BLS wages": "bls-oews*", "BLS projections": "bls-employment*"}
"""A data set to what its folder is called."""


def gathered(codes: Sequence[str], root: Path, parts: Parts | None = None) -> Profiles:
    """Return what the data sets in the folders of `root` say of some occupations.

    What is not there, or cannot be read, is told in `without`. Without `parts` the codes are
    O*NET-SOC or SOC codes themselves.
    """
    there = {name: _folder(root, pattern) for name, pattern in FOLDERS.items()}
    without = [f"{name}: no folder {FOLDERS[name]} in {root}"
               for name, folder in there.items() if folder is None]  # fmt: skip
    findings = Findings()
    detailed = _tried("O*NET", there["O*NET"], onet_tables.read, findings, without)
    if detailed is None:
        return Profiles(tuple(codes), without=tuple(without))
    inside = parts if parts is not None else themselves(codes, detailed.codes)
    if not any(inside.get(code) for code in codes):
        without.append(f"O*NET: no code is one of its own, such as {codes[0]!r}; a crosswalk of "
                       "codes to O*NET-SOC beside the moves says which they are")  # fmt: skip
        return Profiles(tuple(codes), without=tuple(without))
    wages = _tried("BLS wages", there["BLS wages"], bls_tables.wages, findings, without)
    wages = wages or bls_tables.Wages({}, {}, {})
    attainment = _tried("BLS projections", there["BLS projections"], bls_tables.attainment,
                        findings, without) or {}  # fmt: skip
    pay = {code: [float(np.log(value))] for code, value in wages.pay.items()}
    published = {"pay": pay, "sectors": wages.sectors, "attainment": attainment}
    tables = {name: spread(figures, detailed.codes)
              for name, figures in published.items() if figures}  # fmt: skip
    found = detailed._replace(tables={**detailed.tables, **tables})
    return replace(profiles(codes, found, wages.employed, parts), without=tuple(without))


def profiles(codes: Sequence[str], detailed: onet_tables.Detailed, employed: Mapping[str, float],
             parts: Parts | None = None) -> Profiles:  # fmt: skip
    """Return the profiles of occupations that are mixtures of detailed ones."""
    inside = parts if parts is not None else themselves(codes, detailed.codes)
    weights = mixture(inside, codes, detailed.codes, employed)
    tables = {name: mixed(weights, table)
              for name, table in detailed.tables.items() if name != "related"}  # fmt: skip
    if "related" in detailed.tables:
        tables["related"] = weights @ detailed.tables["related"] @ weights.T.toarray()
    counted = {name: unit_rows(weights @ table) for name, table in detailed.counted.items()}
    return Profiles(tuple(codes), tables, counted, heaviest(weights, detailed.codes),
                    _jobs(codes, inside, employed))  # fmt: skip


def crosswalk(path: Path, codes: Iterable[str]) -> dict[str, set[str]]:
    """Return the O*NET-SOC codes of each code in a table; codes are compared without zeros before.

    The column with most of the `codes` in it is that of the classification. Raises ReadError when
    the file cannot be read, or has no column of O*NET-SOC codes.
    """
    header, rows = lines(path)
    plain = ["".join(c for c in cell.lower() if c.isalnum()) for cell in header]
    onet = next((plain.index(name) for name in _ONET if name in plain), None)
    if onet is None:
        raise ReadError(f"{path}: no column 'onet_soc'; it has {', '.join(header)}")
    wanted = {code.lstrip("0"): code for code in codes}
    number = [len({row[n].lstrip("0") for row in rows} & wanted.keys()) for n in range(len(header))]
    column = int(np.argmax(number))
    found: dict[str, set[str]] = {}
    for row in rows:
        code = wanted.get(row[column].lstrip("0"))
        if code is not None:
            found.setdefault(code, set()).add(row[onet])
    return found


def beside(path: Path) -> Path | None:
    """Return the crosswalk to O*NET-SOC codes in the folder of a file, if there is one."""
    for each in sorted(path.parent.glob("*onet*.csv")):
        header, _ = lines(each)
        if {"".join(c for c in cell.lower() if c.isalnum()) for cell in header} & set(_ONET):
            return each
    return None


def lines(path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV file, those as long as the header.

    Raises ReadError, ParseError.
    """
    header, rows = text_tables.opened(path)
    return header, [row for _, row in rows if len(row) == len(header)]


def _folder(root: Path, pattern: str) -> Path | None:
    """The folder of the newest release, by name."""
    found = sorted(each for each in root.glob(pattern) if each.is_dir())
    return found[-1] if found else None


def _tried(name: str, folder: Path | None, read: Any, findings: Findings,
           without: list[str]) -> Any:  # fmt: skip
    if folder is None:
        return None
    try:
        return read(Files(folder), findings)
    except CareerGraphError as error:
        without.append(f"{name}: {error}")
        return None


def spread(figures: Mapping[str, Sequence[float]], details: Sequence[str]) -> "Array":
    """Return what is published of SOC codes for the O*NET codes in each; NaN for all others."""
    width = max(map(len, figures.values()))
    gap = [np.nan] * width
    return np.array([figures.get(code[:7], gap) for code in details], float).reshape(-1, width)


def themselves(codes: Sequence[str], details: Sequence[str]) -> dict[str, set[str]]:
    """Return the O*NET-SOC codes that each code stands for: it is one, or the SOC code of some."""
    found: dict[str, set[str]] = {}
    for detail in details:
        for code in (detail, detail[:7]):
            found.setdefault(code, set()).add(detail)
    return {code: found.get(code, set()) for code in codes}


def _jobs(codes: Sequence[str], parts: Parts, employed: Mapping[str, float]) -> "Array | None":
    if not employed:
        return None
    sizes = [sum(employed.get(soc, 0) for soc in sorted({part[:7] for part in parts.get(code, ())}))
             for code in codes]  # fmt: skip
    return np.array([size or np.nan for size in sizes], float)
