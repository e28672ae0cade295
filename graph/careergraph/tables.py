"""All records of a class as columns: for markets, where reading a node at a time is too slow.

`model.records` reads node by node. A table has the same records, or raises the same error; each is
made when it is first asked for, and what all of them state in one field needs none to be made.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, overload

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.errors import InvalidGraphError
from careergraph.heap import Heap, place
from careergraph.model import Field, described, instances, named, python_value, rdf_classes, record
from careergraph.terms import RDF

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

R = TypeVar("R")


@contextmanager
def uncollected() -> Iterator[None]:
    """While records are read, let no garbage be looked for: there is none among them, and going
    through all that is there over and over takes as long as the reading."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Coded(Sequence[Any]):
    """A column of few distinct values: these, and for each record the number of its value."""

    def __init__(self, values: Sequence[Any], coded: "Array") -> None:
        self.values = values
        self.coded = coded

    def number(self, value: Any) -> int:
        """Return the number of a value, -1 for one that no record has."""
        return self.values.index(value) if value in self.values else -1

    def __len__(self) -> int:
        return len(self.coded)

    def __getitem__(self, at: Any) -> Any:
        return self.values[int(self.coded[at])]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.coded.tolist())


class _Numbered(Coded):
    """A column whose values are known by number."""

    def __init__(self, numbers: dict[Any, int], coded: "Array") -> None:
        super().__init__(list(numbers), coded)
        self._numbers = numbers

    def number(self, value: Any) -> int:
        """Return the number of a value, -1 for one that no record has."""
        return self._numbers.get(value, -1)


class Table(Sequence[R], Generic[R]):
    """Records of one class, a column of values for each field."""

    def __init__(
        self, cls: type[R], names: Sequence[str], columns: dict[str, Sequence[Any]]
    ) -> None:
        self._make: Callable[..., R] = cls
        self._names = names
        self._columns = columns
        self._made: list[R | None] = [None] * len(names)
        self._numbered: dict[str, Coded] = {}

    @classmethod
    def of(cls, kind: type[R], made: Sequence[R]) -> "Table[R]":
        """Return a table of records that are there already, in their order."""
        found = cls(kind, [each.iri for each in made], {})  # type: ignore[attr-defined]
        found._made[:] = made
        return found

    def column(self, field: str) -> Sequence[Any]:
        """Return the value of a field in each record, in the order of the records."""
        if field == "iri":
            return self._iris
        if field not in self._columns:
            self._columns[field] = [getattr(each, field) for each in self]
        return self._columns[field]

    @cached_property
    def _iris(self) -> list[URIRef]:
        return list(map(named, self._names))

    def coded(self, field: str) -> "tuple[dict[Any, int], Array]":
        """Return a number for each value of a field, and the number of each record's value."""
        import numpy as np  # late: most commands do not need it

        column = self.column(field)
        if isinstance(column, Coded):
            return {value: n for n, value in enumerate(column.values)}, column.coded
        number = {value: n for n, value in enumerate(dict.fromkeys(column))}
        return number, np.fromiter(map(number.__getitem__, column), np.int32, len(column))

    def codes(self, field: str) -> "Array":
        """Return the number of each record's value in a field."""
        return self._coded(field).coded

    def values(self, field: str) -> Sequence[Any]:
        """Return the different values of a field."""
        return self._coded(field).values

    def number(self, field: str, value: object) -> int:
        """Return the number of a value of a field, -1 for one that no record has."""
        return self._coded(field).number(value)

    def _coded(self, field: str) -> Coded:
        column = self.column(field)
        if isinstance(column, Coded):
            return column
        if field not in self._numbered:
            number, coded = self.coded(field)
            self._numbered[field] = _Numbered(number, coded)
        return self._numbered[field]

    def where(self, field: str, value: object) -> "Array":
        """Return for each record whether it has this value in a field."""
        found: Array = self.codes(field) == self.number(field, value)
        return found

    def place(self, iri: str) -> int:
        """Return the place of a record, -1 when it is not there."""
        if isinstance(self._names, Heap):
            return place(self._names, str(iri))
        return self._places.get(str(iri), -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(iri): n for n, iri in enumerate(self._names)}

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...
    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        found = self._made[at]
        if found is None:
            stated = (values[at] for values in self._columns.values())
            found = self._made[at] = self._make(named(self._names[at]), *stated)
        return found

    def __iter__(self) -> Iterator[R]:
        if any(each is None for each in self._made):
            rows = zip(self._iris, *self._columns.values(), strict=True)
            self._made = list(starmap(self._make, rows))
        return iter(self._made)  # type: ignore[arg-type]

    def each(self) -> Iterator[R]:
        """Yield one record after the other, of which none is kept."""
        if any(each is None for each in self._made):
            columns = self._columns.values()
            return map(self._make, map(named, self._names), *columns)
        return iter(self._made)  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


def table(store: ox.Store, cls: type[R]) -> Table[R]:
    """Return every `cls` of the graph, sorted by IRI.

    Nodes that state each field once and well are read together, a column at a time; any other by
    `model.record`, which has a word for every fault. Raises InvalidGraphError.
    """
    always = [field for field in described(cls) if not field.optional]
    nodes, *stated = _select(store, always, of=cls)
    complete = dict.fromkeys(nodes)
    missing = _incomplete(store, cls, complete)
    named_nodes = [node for node in (*complete, *missing) if node.startswith("<")]
    ordered = sorted(named_nodes, key=_inner)
    place = {node: n for n, node in enumerate(ordered)}
    made = _Columns(len(ordered), odd={place[node] for node in missing})
    names = [node[1:-1] for node in ordered]
    at = list(map(place.get, nodes))
    for field in described(cls):
        if field in always:
            made.add(field, at, stated[always.index(field)])
        else:
            nodes, cells = _select(store, [field], of=cls if field.property == _TYPE else None)
            made.add(field, list(map(place.get, nodes)), cells)
    for n in sorted(made.odd):
        made.put(n, record(store, cls, names[n]))
    return Table(cls, names, made.columns)


class _Columns:
    """Columns in the making, and the places of the records that cannot be read in this way.

    Terms are as Oxigraph writes them: `<IRI>`, `"text"@en`, `2.5`.
    """

    def __init__(self, length: int, odd: set[int]) -> None:
        self.length = length
        self.odd = odd
        self.columns: dict[str, Sequence[Any]] = {}

    def add(self, field: Field, at: list[int | None], terms: list[str]) -> None:
        """Add the column of a field, of which the records at some places state these terms."""
        known = {term: value(field, term) for term in set(terms)}
        add = self._many if field.many else self._one
        self.columns[field.name] = add(at, terms, known)

    def put(self, n: int, made: object) -> None:
        """Put a record in its place."""
        for name, column in self.columns.items():
            assert isinstance(column, list)
            column[n] = getattr(made, name)

    def _one(self, at: list[int | None], terms: list[str], known: dict[str, Any]) -> list[Any]:
        column: list[Any] = [None] * self.length
        for n, term in zip(at, terms, strict=True):
            if n is not None:
                value = known[term]
                if value is None or column[n] is not None:
                    self.odd.add(n)
                column[n] = value
        return column

    def _many(self, at: list[int | None], terms: list[str], known: dict[str, Any]) -> list[Any]:
        column: list[Any] = [()] * self.length
        alone = {term: (value,) for term, value in known.items()}
        several: dict[int, list[str]] = {}
        for n, term in zip(at, terms, strict=True):
            if n is not None:
                if known[term] is None:
                    self.odd.add(n)
                if column[n]:
                    several.setdefault(n, []).append(term)
                else:
                    column[n] = alone[term]
        written = {value: term for term, value in known.items()}
        for n, others in several.items():
            every = sorted({written[column[n][0]], *others})  # two graphs may state the same
            column[n] = tuple(known[term] for term in every)
        return column


_inner = itemgetter(slice(1, -1))
"""The IRI between its brackets."""

_TYPE = ox.NamedNode(RDF.type)


def _of_class(cls: type) -> str:
    one, *others = (f"<{each}>" for each in rdf_classes(cls))
    if not others:
        return f"?iri a {one} ."
    return f"VALUES ?class {{ {one} {' '.join(others)} }} ?iri a ?class ."


def _select(store: ox.Store, fields: Sequence[Field], *, of: type | None) -> list[list[str]]:
    """The nodes that state all of these fields, and a list of terms for each field.

    The columns are written by Oxigraph and split here: to take term after term from the rows of an
    answer needs longer than the query itself.
    """
    names = " ".join(f"?{field.name}" for field in fields)
    stated = " ".join(f"?iri {field.property} ?{field.name} ." for field in fields)
    distinct = "DISTINCT" if of and len(rdf_classes(of)) > 1 else ""
    within = _of_class(of) if of else ""
    text = _answer(store, f"SELECT {distinct} ?iri {names} WHERE {{ {within} {stated} }}")
    width = 1 + len(fields)
    cells = text.replace("\n", "\t").split("\t")
    return [cells[width + n : -1 : width] for n in range(width)]


def _incomplete(store: ox.Store, cls: type, complete: dict[str, None]) -> set[str]:
    """The nodes of a class that are not among those that state all they must."""
    count = _answer(store, f"SELECT (COUNT(DISTINCT ?iri) AS ?n) WHERE {{ {_of_class(cls)} }}")
    if int(count.split()[1]) == len(complete):
        return set()
    return {f"<{iri}>" for iri in instances(store, cls)} - complete.keys()


def _answer(store: ox.Store, query: str) -> str:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    content = found.serialize(format=ox.QueryResultsFormat.TSV)
    assert content is not None
    return content.decode()


def value(field: Field, term: str) -> Any:
    """Return the Python value of a term, or None when it does not suit the field."""
    if term.startswith("<") and field.value_type is URIRef:
        return named(term[1:-1])
    try:
        (triple,) = ox.parse(f"<x:> <x:> {term} .", format=ox.RdfFormat.TURTLE)
        return python_value(triple.object, field, "")
    except (InvalidGraphError, SyntaxError):
        return None
