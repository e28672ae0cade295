"""Rows in the formats of the command line: a table for people, CSV, JSON."""

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from careergraph.sparql.layout import lines

Rows = Sequence[Mapping[str, Any]]
"""Rows with the same keys in the same order."""


def form(chosen: str | None, output: Path | None) -> str:
    """Return the format that was chosen, else what the ending of the file says, else table."""
    ending = output.suffix.lower().removeprefix(".") if output else ""
    return chosen or (ending if ending in FORMS else "table")


def render(
    rows: Rows, columns: Sequence[str], form: str, *, beside: Mapping[str, Any] | None = None,
    width: int | None = None,
) -> str:  # fmt: skip
    """Return rows in a format of `FORMS`. JSON also has what is told `beside` them."""
    return FORMS[form](rows, columns, beside or {}, width)


def _table(rows: Rows, columns: Sequence[str], _: object, width: int | None) -> str:
    cells = [[_shown(row[column]) for column in columns] for row in rows]
    right = [all(isinstance(row[column], int | float | None) for row in rows) for column in columns]
    return lines(columns, cells, right=right, width=width)


def _shown(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        return f"{value:,.4f}" if abs(value) < 10 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _csv(rows: Rows, columns: Sequence[str], _: object, __: int | None) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def _json(rows: Rows, columns: Sequence[str], beside: Mapping[str, Any], _: int | None) -> str:
    held = [{column: _plain(row[column]) for column in columns} for row in rows]
    return json.dumps({**beside, "rows": held}, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """A value for a machine: what is no number is nothing, and whole numbers have no point."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


FORMS: dict[str, Callable[[Rows, Sequence[str], Mapping[str, Any], int | None], str]] = {
    "table": _table, "csv": _csv, "json": _json,
}  # fmt: skip
