"""The records of a market from the columns of its sources, without reading them from the store.

Nearly every node is stated once, as one record, and its row is taken as it is. A node of which
several sources speak, or a single triple beside its record, is put together from all that is said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.heap import Heap
from careergraph.model import Field, described, rdf_classes, record
from careergraph.ntriples import SHELVED, TYPE, Writer
from careergraph.shelf import Cells, cell, packed, unpacked
from careergraph.tables import value

if TYPE_CHECKING:
    from careergraph.tables import Array

    Masked = tuple[Cells, Array]
    """Cells, and which of their rows are meant."""


class Kept(NamedTuple):
    """What was kept of a source: its records, and triples, as lines, that add to records."""

    cells: Mapping[type, Cells]
    loose: Sequence[str] = ()


def kept(writer: Writer) -> Kept:
    """Return what a writer has kept, with its literals as a store gives them back."""
    import numpy as np  # late: most commands do not need it

    found: dict[type, Cells] = {}
    for cls, written in writer.columns.items():
        columns = {
            name: (_as_stored(column.cells), np.frombuffer(column.coded, np.int32))
            for name, column in written.fields.items()
        }
        every = np.ones(len(written.iris), bool)
        found[cls] = _joined(described(cls), [(Cells(written.iris, columns), every)], {})
    return Kept(found, writer.loose)


def save(what: Kept, path: Path) -> None:
    """Write what was kept of a source to a file; `load` is the inverse."""
    import numpy as np

    parts = Heap.of(what.loose).parts("loose")
    for cls, cells in what.cells.items():
        parts |= packed(cells, f"{cls.__name__}/")
    with path.open("wb") as out:
        np.savez(out, **parts)  # type: ignore[arg-type]


def load(path: Path) -> Kept:
    """Return what is kept of a source in a file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as held:
        cells: dict[type, Cells] = {
            cls: unpacked(cls, held, f"{cls.__name__}/")
            for cls in SHELVED
            if f"{cls.__name__}/iri" in held
        }
        return Kept(cells, [*Heap.read(held, "loose")])


def merge(store: ox.Store, sources: Mapping[ox.NamedNode, Kept]) -> "Merge":
    """Return all records of a store, from what was kept of its graphs.

    The graphs that are none of `sources` are small and read triple by triple.
    """
    found = Merge(store)
    for each in sources.values():
        found.parts += each.cells.items()
        for line in each.loose:
            subject, prop, term = line.split(" ", 2)
            found.loosely(subject, prop, term.rstrip().removesuffix(" ."))
    for graph in store.named_graphs():
        if graph not in sources:
            for quad in store.quads_for_pattern(None, None, None, graph):
                found.loosely(str(quad.subject), str(quad.predicate), str(quad.object))
    return found


@dataclass
class Merge:
    """The columns of all sources, and the loose statements by subject.

    Terms are written as in N-Triples, nodes as plain IRIs.
    """

    store: ox.Store
    parts: list[tuple[type, Cells]] = field(default_factory=list)
    _said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _by_property: dict[str, set[str]] = field(default_factory=dict)
    _by_type: dict[str, set[str]] = field(default_factory=dict)
    _nodes: dict[int, set[str]] = field(default_factory=dict)

    def loosely(self, subject: str, prop: str, term: str) -> None:
        """Take a statement by itself."""
        if subject.startswith("<"):
            node = subject[1:-1]
            self._said.setdefault(node, []).append((prop, term))
            self._by_property.setdefault(prop, set()).add(node)
            if prop == TYPE:
                self._by_type.setdefault(term, set()).add(node)

    def records(self, cls: type) -> Cells:
        """Return the records of a class, sorted by IRI, as `tables.table` has those of the store.

        Raises InvalidGraphError.
        """
        import numpy as np

        own = [(n, cells, _of_classes(kind, cells, cls))
               for n, (kind, cells) in enumerate(self.parts) if kind is cls]  # fmt: skip
        several = self._several(cls)
        whole = []
        for n, cells, mask in own:
            if not several.isdisjoint(self._of(n)):
                mask &= np.fromiter((i not in several for i in cells.iris), bool, mask.size)
            whole.append((cells, mask))
        return _joined(described(cls), whole, self._composed(cls, several))

    def _of(self, n: int) -> set[str]:
        """The nodes of a part."""
        if n not in self._nodes:
            self._nodes[n] = set(self.parts[n][1].iris)
        return self._nodes[n]

    def _several(self, cls: type) -> set[str]:
        """The nodes of a class of which more is said than one record of it."""
        own = {str(each.property) for each in described(cls)}
        others = [each for kind, cells in self.parts if kind is not cls
                  for each in _listed(kind, cells, cls)]  # fmt: skip
        typed = set().union(others, *(self._by_type.get(each, ()) for each in _classes(cls)))
        met: set[str] = set()
        repeated: set[str] = set()
        for n, (kind, cells) in enumerate(self.parts):
            if kind is cls:
                repeated |= met & self._of(n)
                met |= self._of(n)
                if len(self._of(n)) < len(cells.iris):
                    repeated |= _repeated(cells.iris)
        for n, (kind, _) in enumerate(self.parts):
            if kind is not cls and not own.isdisjoint(_properties(kind)):
                repeated |= met & self._of(n)
        loose = set().union(*(self._by_property.get(prop, ()) for prop in own))
        return typed | repeated | (loose & met)

    def _composed(self, cls: type, nodes: set[str]) -> dict[str, list[str]]:
        """The cells of each of these nodes that is of a class."""
        if not nodes:
            return {}
        facts: dict[str, dict[str, set[str]]] = {node: {} for node in nodes}
        for node in nodes:
            for prop, term in self._said.get(node, ()):
                facts[node].setdefault(prop, set()).add(term)
        for n, (kind, cells) in enumerate(self.parts):
            if not nodes.isdisjoint(self._of(n)):
                for node, prop, terms in _statements(kind, cells, nodes):
                    facts[node].setdefault(prop, set()).update(terms)
        classes = _classes(cls)
        return {node: self._row(cls, node, said) for node, said in facts.items()
                if not classes.isdisjoint(said.get(TYPE, ()))}  # fmt: skip

    def _row(self, cls: type, node: str, said: Mapping[str, set[str]]) -> list[str]:
        """The cells of a node. What is not plain is left to the reader of single records."""
        row = []
        for each in described(cls):
            terms = sorted(said.get(str(each.property), ()))
            wrong = len(terms) != 1 and not (each.many or (each.optional and not terms))
            if wrong or not all(_suits(term, each) for term in terms):
                made: Any = record(self.store, cls, node)
                return [cell(getattr(made, f.name), f) for f in described(cls)]
            row.append("\t".join(terms))
        return row


def _suits(term: str, each: Field) -> bool:
    if each.value_type in (URIRef, Literal):
        return term.startswith("<" if each.value_type is URIRef else '"')
    return value(each, term) is not None


def _classes(cls: type) -> set[str]:
    return {f"<{each}>" for each in rdf_classes(cls)}


def _properties(kind: type) -> set[str]:
    """What a record of a class states; its type is, in one way or another."""
    return {TYPE, *(str(each.property) for each in described(kind))}


def _of_classes(kind: type, cells: Cells, cls: type) -> "Array":
    """Which of the records of a kind are of a class, by the types they list or by their own."""
    import numpy as np

    wanted = _classes(cls)
    if "types" not in cells.columns:
        own = f"<{kind.CLASS}>" in wanted  # type: ignore[attr-defined]
        return np.full(len(cells.iris), own)
    different, coded = cells.columns["types"]
    mask: Array = np.array([not wanted.isdisjoint(cell.split("\t")) for cell in different], bool)
    return mask[coded]


def _listed(kind: type, cells: Cells, cls: type) -> list[str]:
    return [cells.iris[n] for n in _of_classes(kind, cells, cls).nonzero()[0].tolist()]


def _repeated(iris: Iterable[str]) -> set[str]:
    met: set[str] = set()
    return {iri for iri in iris if iri in met or met.add(iri)}  # type: ignore[func-returns-value]


def _statements(
    kind: type, cells: Cells, nodes: set[str]
) -> Iterator[tuple[str, str, Iterable[str]]]:
    """What the records of a kind state of some nodes: the node, a property, and its terms."""
    rows = [(n, iri) for n, iri in enumerate(cells.iris) if iri in nodes]
    if "types" not in cells.columns:
        for _, iri in rows:
            yield iri, TYPE, (f"<{kind.CLASS}>",)  # type: ignore[attr-defined]
    for each in described(kind):
        different, coded = cells.columns[each.name]
        for n, iri in rows:
            cell = different[coded[n]]
            if cell:
                yield iri, str(each.property), cell.split("\t")


def _joined(
    fields: Sequence[Field], whole: "Sequence[Masked]", composed: Mapping[str, list[str]]
) -> Cells:
    """The chosen rows of some cells, and single rows, together: sorted by IRI."""
    import numpy as np

    iris = [iri for cells, mask in whole for iri in np.array(cells.iris, object)[mask].tolist()]
    iris += composed
    order = np.array(sorted(range(len(iris)), key=iris.__getitem__), np.intp)
    columns = {}
    for n, each in enumerate(fields):
        number: dict[str, int] = {}
        coded = [np.empty(0, np.int32)]
        for cells, mask in whole:
            different, codes = cells.columns[each.name]
            again = [number.setdefault(cell, len(number)) for cell in different]
            coded.append(np.array(again, np.int32)[codes[mask]])
        single = [number.setdefault(row[n], len(number)) for row in composed.values()]
        coded.append(np.array(single, np.int32))
        columns[each.name] = _without_gaps([*number], np.concatenate(coded)[order])
    return Cells([iris[at] for at in order.tolist()], columns)


def _without_gaps(different: list[str], coded: "Array") -> "tuple[list[str], Array]":
    """The same column without values that no record has."""
    import numpy as np

    used = np.bincount(coded, minlength=len(different)) > 0
    if used.all():
        return different, coded
    place = np.cumsum(used, dtype=np.int32) - 1
    return [each for each, is_used in zip(different, used.tolist(), strict=True) if is_used], \
        place[coded]  # fmt: skip


def _as_stored(cells: list[str]) -> list[str]:
    """Cells with numbers and dates as a store gives them back: it keeps what they mean."""
    typed = {cell for cell in cells if '"^^<' in cell}
    if not typed:
        return cells
    terms = dict.fromkeys(term for cell in sorted(typed) for term in cell.split("\t"))
    store = ox.Store()
    lines = "".join(f"<x:{n}> <x:> {term} .\n" for n, term in enumerate(terms))
    store.bulk_load(lines.encode(), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    read = {q.subject.value: str(q.object) for q in store}
    again = {term: read[f"x:{n}"] for n, term in enumerate(terms)}
    return ["\t".join(sorted({again[t] for t in c.split("\t")})) if c in typed else c
            for c in cells]  # fmt: skip
