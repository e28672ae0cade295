"""Moves that somebody has counted already, read from a file."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.transitions.counts import About, Counts, counted

_NAMES = {
    "origin": ("origin", "from", "OCCLY"),
    "destination": ("destination", "to", "OCC"),
    "n": ("n", "persons", "Observations"),
    "weight": ("weight", "ASECWT"),
}
_LABELS = {"origin": ("origin_label", "OCCLY_label"), "destination": ("destination_label",
           "OCC_label")}  # fmt: skip


def read(path: Path) -> Counts:
    """Return the counts of a CSV file: origin, destination, n and perhaps weight.

    Raises ReadError, ParseError with file and row.
    """
    labels: dict[str, str] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = _columns(path, rows.fieldnames or ())
            cells = list(_cells(path, rows, names, labels))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise ReadError(f"cannot read {path}: {reason}") from None
    except csv.Error as error:
        raise ParseError(f"{path}: {error}") from None
    if not cells:
        raise ParseError(f"{path}: no moves are counted in it")
    try:
        return counted(cells, labels=labels, about=About(source=path.name))
    except ParameterError as error:
        raise ParseError(f"{path}: {error}") from None


def _columns(path: Path, there: Sequence[str]) -> dict[str, str]:
    found = {}
    for wanted, names in (_NAMES | {f"{k}_label": v for k, v in _LABELS.items()}).items():
        known = [name for name in names if name in there]
        if known:
            found[wanted] = known[0]
        elif wanted in ("origin", "destination", "n"):
            raise ParseError(f"{path}: no column {' or '.join(names)}; "
                             f"it has {', '.join(there) or 'nothing'}")  # fmt: skip
    return found


def _cells(
    path: Path, rows: "csv.DictReader[str]", names: Mapping[str, str], labels: dict[str, str]
) -> Iterator[tuple[str, str, int, float]]:
    for row in rows:
        try:
            n = float(row[names["n"]])
            weight = float(row[names["weight"]]) if "weight" in names else n
        except (TypeError, ValueError):
            raise ParseError(f"{path}, row {rows.line_num}: no number of persons") from None
        ends = row[names["origin"]], row[names["destination"]]
        for code, end in zip(ends, _LABELS, strict=True):
            if label := row.get(names.get(f"{end}_label", ""), ""):
                labels[code] = label
        yield *ends, int(n), weight
