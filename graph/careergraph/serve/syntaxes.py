"""Writing answers as they are found. What XML cannot hold is an error, never a file that no one
can read: Oxigraph writes such characters and names as they are."""

import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from careergraph.errors import EvaluationError
from careergraph.sparql import engine
from careergraph.sparql.formats import described
from careergraph.terms import PREFIXES

Found = ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]
"""What can be written: rows, yes or no, or triples."""


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
    """Write rows, or yes or no, to `out`. Raises EvaluationError."""
    checked = format is ox.QueryResultsFormat.XML
    rows.serialize(cast(BinaryIO, _Xml(out)) if checked else out, format=format)


def write_triples(triples: Iterable[ox.Triple], out: BinaryIO, format: ox.RdfFormat) -> None:
    """Write triples to `out`, shortened where the format has prefixes. Raises EvaluationError."""
    if format is ox.RdfFormat.RDF_XML:
        ox.serialize(_named(triples), cast(BinaryIO, _Xml(out)), format=format)
        return
    shortens = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
    ox.serialize(triples, out, format=format, prefixes=PREFIXES if shortens else None)


def _named(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples as they are, if the end of each property's IRI is a name in XML."""
    named: set[str] = set()
    for triple in triples:
        iri = triple.predicate.value
        if iri not in named:
            if not _ENDS_IN_A_NAME.search(iri):
                raise EvaluationError(f"RDF/XML cannot hold the property <{iri}>; Turtle can")
            named.add(iri)
        yield triple


_ENDS_IN_A_NAME = re.compile(r"[^\W\d][\w.-]*$")


class _Xml(io.RawIOBase):
    """A file for XML, which refuses characters that XML 1.0 has no way to write."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if found := _NOT_XML.search(data):
            code = ord(found[0].decode())
            raise EvaluationError(f"XML cannot hold the character U+{code:04X}; JSON can")
        return self._out.write(data)


_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
