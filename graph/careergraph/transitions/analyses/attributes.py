"""What is known of occupations besides moves, read from CSV files: a row an occupation."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from careergraph.errors import ParseError, ReadError


def read_values(path: Path, *, column: str | None = None) -> dict[str, float]:
    """Return a number for each code, such as pay: the first column holds codes.

    `column` names that of the numbers, by default the second; rows where it is empty are left out.
    Raises ReadError, ParseError with file and row.
    """
    found: dict[str, float] = {}
    for line, code, text in _pairs(path, column):
        try:
            found[code] = float(text)
        except ValueError:
            raise ParseError(f"{path}, row {line}: {text!r} is no number") from None
    return found


def read_groups(path: Path, *, column: str | None = None) -> dict[str, str]:
    """Return the group of each code: its class in a classification, say.

    `column` names that of the groups, by default the second. Raises ReadError, ParseError.
    """
    return {code: text for _, code, text in _pairs(path, column)}


def read_demands(path: Path, *, threshold: float = 0.5) -> dict[str, frozenset[str]]:
    """Return what each code demands: rows of code, demand and perhaps the share who say so.

    A demand with a share binds from `threshold` on; one without always does. Raises ReadError,
    ParseError.
    """
    found: dict[str, set[str]] = {}
    for line, row in _rows(path, 2):
        share = row[2] if len(row) > 2 and row[2] else "1"
        try:
            binds = float(share) >= threshold
        except ValueError:
            raise ParseError(f"{path}, row {line}: the share {share!r} is no number") from None
        demands = found.setdefault(row[0], set())
        demands.update({row[1]} if binds and row[1] else ())
    return {code: frozenset(demands) for code, demands in found.items()}


def _pairs(path: Path, column: str | None) -> Iterator[tuple[int, str, str]]:
    """Yield row, code and value of the rows that have one."""
    header = _header(path)
    if column is not None and column not in header:
        raise ParseError(f"{path}: no column {column!r}; it has {', '.join(header)}")
    at = 1 if column is None else header.index(column)
    for line, row in _rows(path, at + 1):
        if row[at]:
            yield line, row[0], row[at]


def _header(path: Path) -> list[str]:
    header = next(iter(_all(path)), (0, []))[1]
    if len(header) < 2:
        raise ParseError(f"{path}: a column of codes and one of values are needed")
    return header


def _rows(path: Path, width: int) -> Iterator[tuple[int, list[str]]]:
    rows = iter(_all(path))
    next(rows, None)
    for line, row in rows:
        if len(row) < width:
            raise ParseError(f"{path}, row {line}: {len(row)} cells, expected {width} or more")
        yield line, row


def _all(path: Path) -> Sequence[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            return [(rows.line_num, [cell.strip() for cell in row]) for row in rows if row]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise ReadError(f"cannot read {path}: {reason}") from None
    except csv.Error as error:
        raise ParseError(f"{path}: {error}") from None


def known_share(values: Mapping[str, object], codes: Sequence[str]) -> float:
    """Return the share of codes that have a value, 0 to 1."""
    return sum(code in values for code in codes) / max(len(codes), 1)
