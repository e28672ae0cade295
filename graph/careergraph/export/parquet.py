"""The claims as Parquet, one a row: for DuckDB, pandas, Spark and the like.

The columns are those of the CSV. Labels and IRIs are text, bounds are numbers, and what may have
several values is a list. Needs pyarrow, an extra.
"""

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO

import pyoxigraph as ox

from careergraph.errors import MissingExtraError
from careergraph.export import claim_table
from careergraph.shelf import Tables

GROUP = 1 << 16
"""How many rows are in memory, and together in the file."""


def render(store: ox.Store) -> bytes:
    """Return every claim of the graph as Parquet. Raises MissingExtraError, InvalidGraphError."""
    out = io.BytesIO()
    write(claim_table.rows(store, Tables(store)), out)
    return out.getvalue()


def write(rows: Iterable[claim_table.Row], out: BinaryIO) -> int:
    """Write rows of `claim_table.rows`, and return how many. Raises MissingExtraError."""
    arrow, parquet = _arrow()
    schema = arrow.schema([(name, _type(arrow, name)) for name in claim_table.COLUMNS])
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for some in _groups(rows):
            columns = {name: [row[name] for row in some] for name in claim_table.COLUMNS}
            for name in claim_table.NUMBERS:
                columns[name] = [None if each is None else float(each) for each in columns[name]]
            writer.write_table(arrow.table(columns, schema=schema))
            count += len(some)
    return count


def _groups(rows: Iterable[claim_table.Row]) -> Iterator[list[claim_table.Row]]:
    left = iter(rows)
    while some := list(islice(left, GROUP)):
        yield some


def _type(arrow: Any, name: str) -> Any:
    if name in claim_table.NUMBERS:
        return arrow.float64()
    if name in claim_table.OFFSETS:
        return arrow.list_(arrow.int64())
    return arrow.list_(arrow.string()) if name in claim_table.LISTS else arrow.string()


def _arrow() -> tuple[Any, Any]:
    try:  # type checkers need not find an extra
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingExtraError(
            "Parquet needs an extra: pip install 'careergraph[parquet]'; .csv needs none"
        ) from None
