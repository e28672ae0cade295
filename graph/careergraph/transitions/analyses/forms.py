"""Analyses as text to read, CSV for a spreadsheet and JSON for a program."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from careergraph.errors import FormatError
from careergraph.transitions.analyses.analysis import Analysis, finite
from careergraph.wording import visible

SHOWN = 40
"""The most rows of a table to read; the other forms hold every row."""

WIDEST = 36
"""The most letters of a cell of a table to read."""


def as_text(analysis: Analysis) -> str:
    """Return the figures, the first `SHOWN` rows as a table, what it rests on and the warnings."""
    parts = [analysis.title, _listed(analysis.figures), _table(analysis), _foot(analysis)]
    return visible("\n\n".join(part for part in parts if part) + "\n")


def as_csv(analysis: Analysis) -> str:
    """Return every row, its numbers unrounded; empty where a value is not known."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(analysis.names)
    writer.writerows(row.values() for row in analysis.rows())
    return text.getvalue()


def as_json(analysis: Analysis) -> str:
    """Return all that there is: figures, parameters, provenance, warnings, columns and rows."""
    says = {column.name: column.says for column in analysis.columns}
    values = analysis.rest() | {"columns": says, "rows": list(analysis.rows())}
    return json.dumps(finite(values), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


FORMS: dict[str, Callable[[Analysis], str]] = {"table": as_text, "csv": as_csv, "json": as_json}
"""The name of each form, and what writes it."""


def render(analysis: Analysis, form: str) -> str:
    """Return an analysis in one of `FORMS`. Raises FormatError."""
    if form not in FORMS:
        raise FormatError(f"no format is named {form!r}; there are: {', '.join(FORMS)}")
    return FORMS[form](analysis)


def beside(analysis: Analysis) -> list[str]:
    """Return what a CSV file cannot hold, a line each: the figures and the warnings."""
    said = [f"{name.replace('_', ' ')}: {shown(v)}" for name, v in analysis.figures.items()]
    return [*said, *(f"warning: {warning}" for warning in analysis.warnings)]


def shown(value: Any) -> str:
    """Return a value for reading: numbers to four figures, nothing where it is not known.

    >>> shown(0.123456), shown(12345.678), shown(7), shown(None), shown(True)
    ('0.1235', '12,346', '7', '', 'yes')
    """
    value = value.item() if hasattr(value, "item") else value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return _figure(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _figure(value: float) -> str:
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) < 1e-3:
        return f"{value:.1e}"
    return f"{value:.4g}"


def _listed(figures: Any) -> str:
    wide = max((len(name) for name in figures), default=0)
    return "\n".join(f"  {n.replace('_', ' '):<{wide}}  {shown(v)}" for n, v in figures.items())


def _table(analysis: Analysis) -> str:
    """The first rows, numbers to the right. A label that repeats its code is left out."""
    kept = [name for name in analysis.names if not _repeats(analysis, name)]
    columns = [_cells(name, analysis.column(name)[:SHOWN]) for name in kept]
    lines = ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]
    more = len(analysis) - SHOWN
    note = [f"... and {more:,} rows more; --format csv or json holds all"] if more > 0 else []
    return "\n".join([*lines, *note])


def _repeats(analysis: Analysis, name: str) -> bool:
    of = {"label": "code"}.get(name, name.removesuffix("_label"))
    return of != name and of in analysis.names and analysis.column(of) == analysis.column(name)


def _cells(name: str, values: Sequence[Any]) -> list[str]:
    texts = [_short(shown(value)) for value in values]
    wide = max(map(len, [name, *texts]))
    to_right = all(value is None or isinstance(value, int | float) for value in values)
    return [f"{text:>{wide}}" if to_right else f"{text:<{wide}}" for text in [name, *texts]]


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _foot(analysis: Analysis) -> str:
    about = [f"{name}: {value}" for name, value in asdict(analysis.about).items() if value]
    chosen = [f"{name}={shown(value)}" for name, value in analysis.parameters.items()]
    lines = [f"Computed from {'; '.join(about)}"] if about else []
    lines += [f"With {', '.join(chosen)}"] if chosen else []
    return "\n".join([*lines, *(f"Warning: {warning}" for warning in analysis.warnings)])
