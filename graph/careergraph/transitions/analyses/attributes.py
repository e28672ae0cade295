"""What is known of occupations besides moves, read from CSV files: a row an occupation."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from careergraph.errors import ParseError
from careergraph.transitions import text_tables
from careergraph.transitions.text_tables import Rows


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
    for line, row in _wide(path, _opened(path)[1], 2):
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
    header, rows = _opened(path)
    if column is not None and column not in header:
        raise ParseError(f"{path}: no column {column!r}; it has {', '.join(header)}")
    at = 1 if column is None else header.index(column)
    for line, row in _wide(path, rows, at + 1):
        if row[at]:
            yield line, row[0], row[at]


def _opened(path: Path) -> tuple[list[str], Rows]:
    header, rows = text_tables.opened(path)
    if len(header) < 2:
        raise ParseError(f"{path}: a column of codes and one of values are needed")
    return [name.strip() for name in header], rows


def _wide(path: Path, rows: Rows, width: int) -> Rows:
    """Rows of so many cells or more, without blanks around them. Raises ParseError."""
    for line, row in rows:
        if len(row) < width:
            raise ParseError(f"{path}, row {line}: {len(row)} cells, expected {width} or more")
        yield line, [cell.strip() for cell in row]


def known_share(values: Mapping[str, object], codes: Sequence[str]) -> float:
    """Return the share of codes that have a value, 0 to 1."""
    return sum(code in values for code in codes) / max(len(codes), 1)
