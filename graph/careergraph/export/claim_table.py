"""The claims as CSV, one a row, in words: for spreadsheets and data frames.

UTF-8, lines end in CR LF. Nodes are given by label, and the columns that end in `_iri` name them
exactly. Several values in one cell stand side by side, parted by ` | `. A text that a spreadsheet
would take for a formula has a `'` before it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pyoxigraph as ox

from careergraph.model import Claim, Passage, records
from careergraph.network import labels
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


def render(store: ox.Store) -> bytes:
    """Return every claim of the graph as CSV. Raises InvalidGraphError for an incomplete one."""
    names = labels(store)
    places = {passage.iri: passage for passage in records(store, Passage)}
    out = io.StringIO(newline="")
    table: csv.DictWriter[str] = csv.DictWriter(out, COLUMNS)
    table.writeheader()
    for claim in records(store, Claim):
        passages = [places[iri] for iri in claim.passages if iri in places]
        table.writerow({name: safe(text) for name, text in _row(claim, passages, names).items()})
    return out.getvalue().encode()


def _row(claim: Claim, passages: list[Passage], names: Mapping[str, str]) -> dict[str, str]:
    def named(iri: str) -> str:
        return names.get(str(iri)) or curie(iri)

    row = {name: named(iri) for name in _LABELLED if (iri := getattr(claim, name))}
    row |= {f"{name}_iri": str(iri) for name in _EXACT if (iri := getattr(claim, name))}
    row |= {name: _joined(getattr(each, name) for each in passages) for name in _PASSAGE}
    return row | {
        "claim": str(claim.iri),
        "minimum": _number(claim.minimum),
        "maximum": _number(claim.maximum),
        "rounded_to": _number(claim.rounded_to),
        "text": str(claim.text or ""),
        "said_by": _joined(map(named, claim.said_by)),
        "derived_from": _joined(claim.derived_from),
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _joined(values: Iterable[object]) -> str:
    return " | ".join("" if value is None else str(value) for value in values)


def safe(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with a `'` before it if need be."""
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
