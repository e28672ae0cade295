"""The claims as CSV, one a row, in words: for spreadsheets and data frames.

UTF-8, lines end in CR LF. Nodes are given by label, and the columns that end in `_iri` name them
exactly. Several values in one cell stand side by side, parted by ` | `. A text that a spreadsheet
would take for a formula has a `'` before it.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

import pyoxigraph as ox

from careergraph.model import Claim, Passage
from careergraph.network import labels
from careergraph.shelf import Tables
from careergraph.terms import curie

_LABELLED = ("subject", "measure", "object", "unit", "polarity", "strength", "stance", "population",
             "place", "period", "stage", "industry", "statistic", "source", "rule")  # fmt: skip
_PASSAGE = ("section", "item", "begins_at", "ends_at")
_EXACT = ("subject", "measure", "object", "source")

COLUMNS = (
    "claim", "subject", "measure", "object", "minimum", "maximum", "unit", "rounded_to", "text",
    "polarity", "strength", "stance", "population", "place", "period", "stage", "industry",
    "statistic", "source", "said_by", *_PASSAGE, "rule", "derived_from",
    "subject_iri", "measure_iri", "object_iri", "source_iri",
)  # fmt: skip
"""The columns, in order. Offsets count code points; `said_by` is whom the source names."""

_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


Row = dict[str, Any]
"""What stands in each column: text, a Decimal, a list, or None."""

NUMBERS = ("minimum", "maximum", "rounded_to")
OFFSETS = ("begins_at", "ends_at")
LISTS = ("said_by", "derived_from", *_PASSAGE)


def render(store: ox.Store) -> bytes:
    """Return every claim of the graph as CSV. Raises InvalidGraphError for an incomplete one."""
    out = io.BytesIO()
    write(rows(store, Tables(store)), out)
    return out.getvalue()


def write(rows: Iterable[Row], out: BinaryIO) -> int:
    """Write rows as CSV, and return how many."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        table: csv.DictWriter[str] = csv.DictWriter(text, COLUMNS)
        table.writeheader()
        count = 0
        for row in rows:
            table.writerow({name: safe(_text(value)) for name, value in row.items()})
            count += 1
        return count
    finally:
        text.detach()


def rows(store: ox.Store, tables: Tables) -> Iterator[Row]:
    """Yield what stands in the row of each claim, sorted by IRI; none is kept.

    Raises InvalidGraphError for an incomplete claim.
    """
    names = labels(store)
    passages = tables[Passage]
    for claim in tables[Claim].each():
        places = [place for iri in claim.passages if (place := passages.place(iri)) >= 0]
        yield _row(claim, [passages[place] for place in places], names)


def _row(claim: Claim, passages: list[Passage], names: Mapping[str, str]) -> Row:
    def named(iri: str) -> str:
        return names.get(str(iri)) or curie(iri)

    row: Row = dict.fromkeys(COLUMNS)
    row |= {name: named(iri) for name in _LABELLED if (iri := getattr(claim, name))}
    row |= {f"{name}_iri": str(iri) for name in _EXACT if (iri := getattr(claim, name))}
    row |= {name: [getattr(each, name) for each in passages] for name in _PASSAGE}
    row |= {name: getattr(claim, name) for name in NUMBERS}
    return row | {
        "claim": str(claim.iri),
        "text": None if claim.text is None else str(claim.text),
        "said_by": [named(iri) for iri in claim.said_by],
        "derived_from": [str(iri) for iri in claim.derived_from],
    }


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _joined(value)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _joined(values: Iterable[object]) -> str:
    return " | ".join("" if value is None else str(value) for value in values)


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with a `'` before it if need be."""
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
