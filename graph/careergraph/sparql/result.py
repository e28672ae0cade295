"""The answer to a query, as plain values, as RDF terms, as a data frame or as a graph."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.errors import FormatError, MissingExtraError
from careergraph.sparql.labels import labels
from careergraph.sparql.parameters import Term
from careergraph.terms import PREFIXES

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

    from careergraph.sparql.engine import Engine

Row = tuple[Term | None, ...]
_XSD = PREFIXES["xsd"]
_WHOLE = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "gYear",
                 "positiveInteger", "unsignedInt", "unsignedLong")
)  # fmt: skip
_REAL = (f"{_XSD}double", f"{_XSD}float")


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one query; iterating gives its rows as tuples of plain Python values.

    `kind` is "rows" for SELECT, "truth" for ASK (one row, one column `answer`) and "graph" for
    CONSTRUCT and DESCRIBE (one row a triple: `subject`, `predicate`, `object`). `terms` are the
    same rows as Oxigraph terms, None where a variable is unbound.
    """

    kind: Literal["rows", "truth", "graph"]
    columns: tuple[str, ...]
    terms: tuple[Row, ...]
    title: str = ""
    held: "ox.Store | Engine | None" = field(default=None, repr=False, compare=False)

    @property
    def store(self) -> ox.Store | None:
        """The graph that was asked; that of a server is fetched now."""
        return self.held if isinstance(self.held, ox.Store | None) else self.held.store

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """The answer of ASK; else whether there is any row."""
        return bool(self.rows[0][0]) if self.kind == "truth" else bool(self.terms)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows, with IRIs as `rdflib.URIRef`, numbers as numbers, other literals as text."""
        return [tuple(plain(term) for term in row) for row in self.terms]

    def column(self, name: str) -> list[object]:
        """Return the plain values of one column. Raises KeyError."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        at = self.columns.index(name)
        return [plain(row[at]) for row in self.terms]

    def labels(self) -> dict[str, str]:
        """Return the label of each IRI in the rows that has one."""
        iris = {t.value for row in self.terms for t in row if isinstance(t, ox.NamedNode)}
        store = self.store if iris else None
        return labels(store, iris) if store is not None else {}

    def to_pandas(self) -> "pd.DataFrame":
        """Return the rows as a data frame; decimals become floats, unbound cells None or NaN.

        Raises MissingExtraError when pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError(
                "a data frame needs an extra: pip install 'careergraph[pandas]'"
            ) from None
        rows = [tuple(float(v) if isinstance(v, Decimal) else v for v in row) for row in self]
        return pd.DataFrame(rows, columns=list(self.columns))

    @property
    def graph(self) -> "rdflib.Graph":
        """The triples of a CONSTRUCT or DESCRIBE. Raises FormatError for other answers."""
        if self.kind != "graph":
            raise FormatError("only CONSTRUCT and DESCRIBE give a graph; this answer has rows")
        from rdflib import Graph

        from careergraph.sparql.formats import render
        from careergraph.terms import PREFIXES

        graph = Graph(bind_namespaces="none")
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph.parse(data=render(self, "turtle"), format="ox-turtle")

    def to_html(self) -> str:
        """Return a page with the rows as a table, beside the part of the graph that they name.

        It needs nothing but a browser. A result that names no node of its graph is the table alone.
        """
        return self.serialize("html").decode()

    def page(self, path: str | os.PathLike[str]) -> None:
        """Write that page to a file, whole or not at all. Raises WriteError."""
        from careergraph.store import write_whole

        write_whole(path, self.serialize("html"))

    def _repr_html_(self) -> str:
        from careergraph.notebook import tabled

        return tabled(self)

    def serialize(self, format: str, *, labels: bool = False) -> bytes:
        """Return the answer in one of `formats.FORMATS`. Raises FormatError."""
        from careergraph.sparql.formats import render

        return render(self, format, labels=labels)


def plain(term: Term | None) -> object:
    """Return a term as a plain Python value; a number that is not one stays text.

    >>> plain(ox.Literal(3)), plain(None)
    (3, None)
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    datatype, value = term.datatype.value, term.value
    try:
        if datatype in _WHOLE:
            return int(value)
        if datatype == f"{_XSD}decimal":
            return Decimal(value)
        if datatype in _REAL:
            return float(value)
    except (ValueError, InvalidOperation):
        return value
    return value in ("true", "1") if datatype == f"{_XSD}boolean" else value


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows sorted, the first column first: unbound, blank nodes, IRIs, numbers, text."""
    return tuple(sorted(rows, key=lambda row: tuple(_rank(term) for term in row)))


def _rank(term: Term | None) -> tuple[int, Decimal | float, str]:
    if term is None:
        return (0, 0, "")
    if isinstance(term, ox.BlankNode | ox.NamedNode):
        return (1 + isinstance(term, ox.NamedNode), 0, term.value)
    value = plain(term)
    if isinstance(value, int | float | Decimal) and value == value:  # NaN has no place in an order
        return (3, value, "")
    return (4, 0, str(term))
