"""Answers in every format: to be read, for programs as the W3C defines them, or as a graph."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph as ox

from careergraph import rdf_xml
from careergraph.errors import FormatError
from careergraph.sparql import reading
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Result
from careergraph.store import serialise


class _Format(NamedTuple):
    write: Callable[[Result, int | None], bytes]
    holds: tuple[str, ...]


def render(result: Result, format: str, *, labels: bool = False, width: int | None = None) -> bytes:
    """Return `result` in `format`, one of `FORMATS`, in UTF-8.

    `labels` adds to each column of nodes `x` a column `xLabel`; table, md and html show labels in
    any case. `width` is that of the terminal the table must fit. Raises FormatError when there is
    no such format or it cannot hold this kind of answer.
    """
    if format not in FORMATS:
        raise FormatError(f"no format is named {format!r}; there are: {', '.join(FORMATS)}")
    check_holds(format, result.kind)
    return FORMATS[format].write(labelled(result) if labels else result, width)


def check_holds(format: str, kind: str) -> None:
    """Raise FormatError when a format cannot hold rows, truth or a graph."""
    if kind not in FORMATS[format].holds:
        fitting = ", ".join(name for name, each in FORMATS.items() if kind in each.holds)
        raise FormatError(f"{format} cannot hold {_ANSWER[kind]}; these can: {fitting}")


def choose(result: Result, path: Path | None) -> str:
    """Return the format for a file by its ending, else turtle for a graph and a table for rows.

    Raises FormatError when the ending is of no format.
    """
    if path is None:
        return "turtle" if result.kind == "graph" else "table"
    return suffixed(path)


def suffixed(path: Path) -> str:
    """Return the format for a file by its ending. Raises FormatError for one of no format."""
    if path.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise FormatError(f"{path}: no format is known for '{path.suffix}'; known are {known}")
    return SUFFIXES[path.suffix.lower()]


_ANSWER = {
    "rows": "the rows of a SELECT",
    "truth": "the yes or no of an ASK",
    "graph": "the triples of a CONSTRUCT or DESCRIBE",
}


def labelled(result: Result) -> Result:
    """Return the answer with a column `xLabel` after each column `x` of labelled nodes."""
    names = result.labels()
    columns: list[str] = []
    values: list[list[Term | None]] = []
    for at, column in enumerate(result.columns):
        cells = [row[at] for row in result.terms]
        columns.append(column)
        values.append(cells)
        found = [names.get(c.value) if isinstance(c, ox.NamedNode) else None for c in cells]
        if any(found) and f"{column}Label" not in result.columns:
            columns.append(f"{column}Label")
            values.append([None if label is None else ox.Literal(label) for label in found])
    rows = tuple(zip(*values, strict=True))
    return Result(result.kind, tuple(columns), rows, result.title, result.held)


def _w3c(format: ox.QueryResultsFormat) -> Callable[[Result, int | None], bytes]:
    def write(result: Result, _: int | None) -> bytes:
        parsed = ox.parse_query_results(_json(result), format=ox.QueryResultsFormat.JSON)
        content = parsed.serialize(format=format)
        assert content is not None
        if format is ox.QueryResultsFormat.XML:
            rdf_xml.check(content)
        return content

    return write


def _json(result: Result) -> bytes:
    """The W3C's JSON, from which Oxigraph writes the other formats: it takes no rows from us."""
    if result.kind == "truth":
        return json.dumps({"head": {}, "boolean": bool(result)}).encode()
    bindings = [
        {c: described(t) for c, t in zip(result.columns, row, strict=True) if t is not None}
        for row in result.terms
    ]
    head = {"vars": list(result.columns)}
    return json.dumps({"head": head, "results": {"bindings": bindings}}).encode()


def described(term: Term) -> dict[str, Any]:
    """Return a term as the W3C's JSON has it."""
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: described(t) for name, t in parts.items()}}
    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _turtle(result: Result, _: int | None) -> bytes:
    return serialise((ox.Triple(*row) for row in result.terms), ox.RdfFormat.TURTLE)  # type: ignore[arg-type]


def _page(result: Result, width: int | None) -> bytes:
    """The page of the part that a result names; the doors to people are loaded when asked for."""
    if result.held is not None:
        from careergraph.career_graph import CareerGraph
        from careergraph.excerpts import named, of_result

        graph = CareerGraph(result.held)
        if named(graph, result):
            return of_result(graph, result).html().encode()
    return reading.html(result, width)


FORMATS: dict[str, _Format] = {
    "table": _Format(reading.table, ("rows", "truth", "graph")),
    "csv": _Format(_w3c(ox.QueryResultsFormat.CSV), ("rows",)),
    "tsv": _Format(_w3c(ox.QueryResultsFormat.TSV), ("rows",)),
    "json": _Format(_w3c(ox.QueryResultsFormat.JSON), ("rows", "truth")),
    "xml": _Format(_w3c(ox.QueryResultsFormat.XML), ("rows", "truth")),
    "md": _Format(reading.markdown, ("rows", "truth", "graph")),
    "turtle": _Format(_turtle, ("graph",)),
    "html": _Format(_page, ("rows", "truth", "graph")),
}
"""Every format by name, with the kinds of answer it can hold."""

SUFFIXES = {
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".srj": "json",
    ".xml": "xml",
    ".srx": "xml",
    ".md": "md",
    ".ttl": "turtle",
    ".html": "html",
}
"""File ending to format."""
