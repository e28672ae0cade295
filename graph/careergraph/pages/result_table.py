"""The rows of a query as a table for the page, each node tied to where the page shows it."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from careergraph.sparql import Result
from careergraph.sparql.reading import Cell, cells, numeric
from careergraph.terms import curie

MOST = 2000
"""The most rows in the table; a page is to be read, the other formats hold every row."""

Row = dict[str, Any]


def result_table(result: Result, content: Mapping[str, Any]) -> Row:
    """Return the header and the first `MOST` rows of a result, and a caption that counts them.

    A cell has its words, the name of its node, and `address` when that is a node or step of the
    page whose payload is `content`.
    """
    header, rows = cells(result)
    shown = {row["iri"] for kind in ("nodes", "steps") for row in content[kind]}
    numbers = numeric(rows, len(header))
    return {
        "caption": _caption(result, len(rows)),
        "columns": [{"name": n, "number": x} for n, x in zip(header, numbers, strict=True)],
        "rows": [[_cell(cell, shown) for cell in row] for row in rows[:MOST]],
    }


def _caption(result: Result, count: int) -> str:
    what = "triple" if result.kind == "graph" else "row"
    words = f"{count:,} {what}{'' if count == 1 else 's'}"
    title = f"{result.title}: {words}" if result.title else words
    return title if count <= MOST else f"{title}, of which the first {MOST:,} are shown here"


def _cell(cell: Cell, shown: set[str]) -> Row:
    row: Row = {"text": cell.text or cell.short, "language": cell.language}
    if cell.text and cell.iri:
        row["name"] = cell.short
    if cell.iri and curie(cell.iri) in shown:
        row["address"] = curie(cell.iri)
    if cell.number and isfinite(number := float(cell.text.replace(",", ""))):
        row["number"] = f"{number:.17g}"
    return row
