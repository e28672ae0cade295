"""Counts of moves from a table that somebody has counted already, such as the CPS ASEC file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from careergraph.errors import ParseError
from careergraph.transitions.analyses import recounting
from careergraph.transitions.counts import About, Counts, counted
from careergraph.transitions.model.gathering import lines
from careergraph.transitions.model.onet_tables import number

COLUMNS: dict[str, tuple[str, ...]] = {
    "origin": ("OCCLY", "origin", "from"),
    "destination": ("OCC", "destination", "to"),
    "persons": ("Observations", "n", "persons", "count"),
    "weight": ("ASECWT", "weight"),
    "origin label": ("OCCLY_label", "origin_label"),
    "destination label": ("OCC_label", "destination_label"),
}
"""Our name of a column to what it may be called."""

_NEEDED = ("origin", "destination", "persons")
_MANY, _TIMES = 12, 6

Cell = tuple[str, str, int, float]


class Occupation(NamedTuple):
    """What a list tells of an occupation; `employed` is None where it does not say."""

    label: str
    employed: float | None


def moves(path: Path) -> Counts:
    """Return the counts in a CSV file; a row from a code to itself counts those who stayed.

    Raises ReadError when the file cannot be read, and ParseError, with every faulty line told up to
    a few, when it is no such table.
    """
    header, rows = lines(path)
    at = _columns(path, header)
    cells, faults = [], []
    for line, row in enumerate(rows, 2):
        cell = _cell(row, at)
        if isinstance(cell, str):
            faults.append(f"row {line}: {cell}")
        else:
            cells.append(cell)
    if faults:
        more = f" (and {len(faults) - 3:,} more)" if len(faults) > 3 else ""
        raise ParseError(f"{path}: {'; '.join(faults[:3])}{more}")
    if not any(cell[0] != cell[1] and cell[2] for cell in cells):
        raise ParseError(f"{path}: no moves from an occupation to another are in it")
    labels = {row[at[code]].strip(): row[at[label]].strip()
              for row in rows
              for code, label in (("origin", "origin label"), ("destination", "destination label"))
              if label in at}  # fmt: skip
    return counted(cells, labels=labels, about=About(source=path.name))


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    there = {cell.strip().lower(): n for n, cell in reversed([*enumerate(header)])}
    at = {ours: there[name.lower()] for ours, names in COLUMNS.items()
          for name in reversed(names) if name.lower() in there}  # fmt: skip
    lacking = [COLUMNS[ours][0] for ours in _NEEDED if ours not in at]
    if lacking:
        raise ParseError(f"{path}: no column {lacking[0]!r}; it has {', '.join(header)[:200]}")
    return at


def _cell(row: Sequence[str], at: Mapping[str, int]) -> Cell | str:
    """A cell of the matrix, or what is wrong with a row."""
    origin, destination = row[at["origin"]].strip(), row[at["destination"]].strip()
    if not origin or not destination:
        return "an occupation is missing"
    persons = number(row[at["persons"]])
    if persons is None or persons < 0 or persons != int(persons):
        return f"{row[at['persons']]!r} is no number of persons"
    weight = number(row[at["weight"]]) if "weight" in at else persons
    if weight is None or weight < 0:
        return f"{row[at['weight']]!r} is no weight"
    return origin, destination, int(persons), weight


def recodings(counts: Counts) -> list[tuple[str, str]]:
    """Return pairs that a change of codes joins, not people: most of an origin's moves, one way.

    n_ij >= 12 and n_ij > 6 n_ji, and more than half of all moves out of i. The first two alone also
    find real moves, such as those of seasonal workers; and they say little where the moves out of j
    are not counted.
    """
    moves = counts.moves
    out = np.asarray(moves.sum(axis=1)).ravel()
    back = moves.T.tocsr()
    found = moves.tocoo()
    return sorted(
        (counts.codes[i], counts.codes[j])
        for i, j, n in zip(found.row.tolist(), found.col.tolist(), found.data.tolist(), strict=True)
        if n >= _MANY and n > _TIMES * back[i, j] and 2 * n > out[i]
    )


def without(counts: Counts, pairs: Iterable[tuple[str, str]]) -> Counts:
    """Return the counts without the moves between some pairs, in both directions."""
    return recounting.without(counts, (w for a, b in pairs for w in ((a, b), (b, a))))


def occupations(path: Path) -> dict[str, Occupation]:
    """Return a list of occupations by code: a CSV with a code, and a label and jobs where told.

    The jobs are in the first column whose name begins with "emp" or "jobs". Raises ReadError and
    ParseError.
    """
    header, rows = lines(path)
    plain = [cell.strip().lower() for cell in header]
    code = next((n for n, cell in enumerate(plain) if cell in ("code", "occ", "occupation")), None)
    if code is None:
        raise ParseError(f"{path}: no column 'Code'; it has {', '.join(header)[:200]}")
    label = next((n for n, cell in enumerate(plain) if cell in ("label", "title", "name")), None)
    jobs = next((n for n, cell in enumerate(plain) if cell.startswith(("emp", "jobs"))), None)
    return {row[code].strip(): Occupation(
        row[label].strip() if label is not None else "",
        number(row[jobs]) if jobs is not None else None,
    ) for row in rows}  # fmt: skip
