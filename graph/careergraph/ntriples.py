"""Records as N-Triples and as columns, both in one pass: for releases of millions of triples.

What a value of a field comes to in a line is worked out once for all records that have it.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, repeat
from operator import attrgetter
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import RECORDS, Concept, Field, described, to_oxigraph
from careergraph.terms import RDF

BATCH = 1 << 13
"""How many records are written together."""

_NODE = "\0"
"""Stands for the node in what is written of it; N-Triples itself has an escape for it."""

TYPE = str(ox.NamedNode(RDF.type))

SHELVED = (*RECORDS, Concept)
"""The classes of records that are kept as columns."""


@cache
def _kept() -> frozenset[str]:
    """The properties, between brackets, of which a single triple may be part of some record."""
    return frozenset({str(f.property) for cls in SHELVED for f in described(cls)} | {TYPE})


class Writer:
    """Writes records, and keeps what it wrote.

    `columns` are those of each class of records, `loose` the lines beside them, of single triples,
    that say of a node what a field of a record would.
    """

    def __init__(self) -> None:
        self.columns: dict[type, Columns] = {}
        self.loose: list[str] = []

    def pieces(self, items: Iterable[Any]) -> Iterator[str]:
        """Yield lines for the triples of records, as `model.triples` has them, and single ones.

        Each piece has the lines of some records, class by class. Raises ValueError on an IRI that
        is none.
        """
        stream = iter(items)
        while batch := list(islice(stream, BATCH)):
            by_class: dict[type, list[Any]] = {}
            for item in batch:
                by_class.setdefault(item.__class__, []).append(item)
            yield "".join(
                self._single(found) if cls is ox.Triple else self._columns(cls).add(found)
                for cls, found in by_class.items()
            )

    def _columns(self, cls: type) -> "Columns":
        if cls not in self.columns:
            self.columns[cls] = Columns(cls)
        return self.columns[cls]

    def _single(self, triples: list[ox.Triple]) -> str:
        kept, lines = _kept(), [f"{triple} .\n" for triple in triples]
        self.loose.extend(line for line in lines if line.split(" ", 2)[1] in kept)
        return "".join(lines)


class Columns:
    """The records of one class that were written, a column for each field."""

    def __init__(self, cls: type) -> None:
        self.iris: list[str] = []
        self.fields = {field.name: Column(field) for field in described(cls)}
        self._values = attrgetter("iri", *self.fields)
        # Its class is stated where no field lists its types.
        own = ox.NamedNode(cls.CLASS)  # type: ignore[attr-defined]
        self._type = "" if "types" in self.fields else f"{_NODE} {TYPE} {own} .\n"

    def add(self, records: list[Any]) -> str:
        """Return the lines of some more records."""
        iris, *values = zip(*map(self._values, records), strict=True)
        nodes = [str(ox.NamedNode(iri)) for iri in iris]
        self.iris.extend(node[1:-1] for node in nodes)
        said = [column.add(each) for column, each in zip(self.fields.values(), values, strict=True)]
        texts = map("".join, zip(repeat(self._type, len(nodes)), *said, strict=True))
        return "".join([t.replace(_NODE, node) for t, node in zip(texts, nodes, strict=True)])


class Column:
    """The values of one field: the different ones as `cells`, and the number of each record's.

    A cell has the terms of a value, as in N-Triples and sorted, with tabs between them.
    """

    def __init__(self, field: Field) -> None:
        self.cells: list[str] = []
        self.coded = array("i")
        self._field = field
        self._said: list[str] = []
        self._number: dict[Any, int] = {}

    def add(self, values: Sequence[Any]) -> Iterable[str]:
        """Return what states the value of each of some more records."""
        # Numbers that are equal are not always written alike: 1.0 and 1.
        by_look = self._field.value_type not in (URIRef, Literal)
        keys = [*map(str, values)] if by_look and not self._field.many else values
        for key, value in dict(zip(keys, values, strict=True)).items():
            if key not in self._number:
                self._number[key] = len(self._said)
                self._state(value)
        coded = [*map(self._number.__getitem__, keys)]
        self.coded.extend(coded)
        return map(self._said.__getitem__, coded)

    def _state(self, value: Any) -> None:
        prop = self._field.property
        every = value if self._field.many else () if value is None else (value,)
        terms = [str(to_oxigraph(each, property=prop.value)) for each in every]
        self._said.append("".join(f"{_NODE} {prop} {term} .\n" for term in terms))
        self.cells.append("\t".join(sorted(set(terms))))
