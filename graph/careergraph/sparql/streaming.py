"""Writing answers as they are found, so that memory does not grow with them."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from careergraph.errors import FormatError
from careergraph.rdf_xml import Checked, named
from careergraph.sparql import engine, faults
from careergraph.sparql.formats import check_holds, described
from careergraph.sparql.run import evaluated, forwarded
from careergraph.terms import PREFIXES

Found = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]
"""What can be written: rows, yes or no, or triples."""


STREAMED: dict[str, ox.QueryResultsFormat | ox.RdfFormat] = {
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
    "turtle": ox.RdfFormat.TURTLE,
}  # fmt: skip
"""The formats that an answer can be written in before all of it is found."""


def stream(
    asked: ox.Store | engine.Engine, text: str, out: BinaryIO, format: str | None, **rest: Any
) -> None:
    """Write the answer to a query to `out` as it is found: rows in the order of the engine.

    `format` is one of `STREAMED`; None is CSV for rows, JSON for yes or no, Turtle for a graph.
    `rest` are `parameters`, `name` and `known`, as `run` takes them. Raises as `run` does, and
    FormatError when the format cannot hold the answer.
    """
    asking = engine.engine(asked)
    found: Found = (
        evaluated(asking.store, text, **rest) if isinstance(asking, engine.Embedded)
        else as_engine_answer(forwarded(asking, text, **rest))
    )  # fmt: skip
    rows = isinstance(found, ox.QuerySolutions)
    kind = "rows" if rows else "truth" if isinstance(found, ox.QueryBoolean) else "graph"
    format = format or {"rows": "csv", "truth": "json", "graph": "turtle"}[kind]
    if format not in STREAMED:
        raise FormatError(f"{format} needs the whole answer; as it is found these can be written: "
                          f"{', '.join(STREAMED)}")  # fmt: skip
    check_holds(format, kind)
    with faults.told(text, name=rest.get("name", "")):
        if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
            write_rows(found, out, STREAMED[format])
        else:
            write_triples(found, out, cast(ox.RdfFormat, STREAMED[format]))


def as_engine_answer(answer: engine.Answer) -> Found:
    """Return an answer as Oxigraph itself would give it, read as the rows come."""
    if answer.kind == "graph":
        return (ox.Triple(*row) for row in answer.rows)  # type: ignore[arg-type]
    source = io.BufferedReader(_Pieces(_as_json(answer)))
    return ox.parse_query_results(source, format=ox.QueryResultsFormat.JSON)


def _as_json(answer: engine.Answer) -> Iterator[bytes]:
    """The W3C's JSON, from which Oxigraph writes the other formats: it takes no rows from us."""
    if answer.kind == "truth":
        [(truth,)] = answer.rows
        yield json.dumps({"head": {}, "boolean": truth == ox.Literal(True)}).encode()
        return
    yield b'{"head":' + json.dumps({"vars": list(answer.columns)}).encode()
    yield b',"results":{"bindings":['
    for number, row in enumerate(answer.rows):
        cells = zip(answer.columns, row, strict=True)
        said = {column: described(term) for column, term in cells if term is not None}
        yield b"," * bool(number) + json.dumps(said).encode()
    yield b"]}}"


class _Pieces(io.RawIOBase):
    """A file to be read from, of pieces that are made as they are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._rest or next(self._pieces, b"")
        size = len(buffer)
        buffer[: len(piece[:size])] = piece[:size]
        self._rest = piece[size:]
        return len(piece[:size])


def write_rows(rows: ox.QuerySolutions | ox.QueryBoolean, out: BinaryIO, format: Any) -> None:
    """Write rows, or yes or no, to `out`. Raises FormatError."""
    checked = format is ox.QueryResultsFormat.XML
    rows.serialize(cast(BinaryIO, Checked(out)) if checked else out, format=format)


def write_triples(triples: Iterable[ox.Triple], out: BinaryIO, format: ox.RdfFormat) -> None:
    """Write triples to `out`, shortened where the format has prefixes. Raises FormatError."""
    if format is ox.RdfFormat.RDF_XML:
        ox.serialize(named(triples), cast(BinaryIO, Checked(out)), format=format)
        return
    shortens = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
    ox.serialize(triples, out, format=format, prefixes=PREFIXES if shortens else None)
