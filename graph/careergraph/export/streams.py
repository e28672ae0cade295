"""Exports of a market: the same files as of any graph, written as it is read.

Nothing needs the whole graph in memory. `.nt`, `.ttl` and `.jsonld` are byte for byte what `render`
makes, and networks have another order; `.nq` and `.trig` say of which source each triple is, too. A
table is written from the records.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyoxigraph as ox

from careergraph import store as stores
from careergraph.export import claim_table, gexf, graphml, json_ld, node_link, parquet
from careergraph.export.sorted_lines import Progress, SortedLines, graphs
from careergraph.network import Parts
from careergraph.shelf import Tables
from careergraph.terms import PREFIXES

__all__ = ["STREAMED", "Written", "stream"]


class Written(NamedTuple):
    """How many of what were written."""

    number: int
    what: str


class _Task(NamedTuple):
    """What is to be written, and where; `place` is beside the file."""

    store: ox.Store
    tables: Tables
    out: BinaryIO
    place: Path
    progress: Progress

    def sorted(self, *some: Any) -> SortedLines:
        every = some or graphs(self.store)
        return SortedLines(self.store, every, place=self.place, progress=self.progress)


def _lines(task: _Task) -> Written:
    with task.sorted() as lines:
        count = 0
        for line in lines:
            if count % 10_000 == 0:
                task.progress("writing", count)
            task.out.write(line)
            count += 1
    return Written(count, "triples")


def _turtle(task: _Task) -> Written:
    with task.sorted() as lines:
        triples = _Counted(map(stores.readable, lines.triples()))
        ox.serialize(triples, task.out, ox.RdfFormat.TURTLE, prefixes=_prefixes(lines))
    return Written(triples.count, "triples")


def _quads(task: _Task, fmt: ox.RdfFormat) -> Written:
    """One graph after the other."""
    with ExitStack() as stack:
        every = [(each, stack.enter_context(task.sorted(each))) for each in graphs(task.store)]
        quads = _Counted(chain.from_iterable(_of_graph(*each, fmt) for each in every))
        prefixes = _prefixes(*(lines for _, lines in every)) if fmt == ox.RdfFormat.TRIG else None
        ox.serialize(quads, task.out, fmt, prefixes=prefixes)
    return Written(quads.count, "triples")


def _of_graph(graph: Any, lines: SortedLines, fmt: ox.RdfFormat) -> Iterator[ox.Quad]:
    for triple in lines.triples():
        said = stores.readable(triple) if fmt == ox.RdfFormat.TRIG else triple
        yield ox.Quad(said.subject, said.predicate, said.object, graph)


class _Counted:
    """What is iterated over, and how much of it there was."""

    def __init__(self, items: Iterator[Any]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for each in self._items:
            self.count += 1
            yield each


def _prefixes(*several: SortedLines) -> dict[str, str]:
    used = set().union(*(lines.prefixes for lines in several))
    return {name: PREFIXES[name] for name in sorted(used)}


def _json_ld(task: _Task) -> Written:
    with task.sorted() as lines:
        for piece in json_ld.lines(lines.triples):
            task.out.write(piece.encode())
        return Written(lines.count, "triples")


def _network(task: _Task, write: Callable[..., None]) -> Written:
    with task.sorted() as lines:
        write(Parts(task.store, lines.triples), task.out, place=task.place)
        return Written(lines.count, "triples")


def _table(task: _Task) -> Written:
    rows = claim_table.rows(task.store, task.tables)
    return Written(claim_table.write(_told(rows, task.progress), task.out), "claims")


def _parquet(task: _Task) -> Written:
    rows = claim_table.rows(task.store, task.tables)
    return Written(parquet.write(_told(rows, task.progress), task.out), "claims")


def _told(rows: Iterator[Any], progress: Progress) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number % 1000 == 0:
            progress("writing", number)
        yield row


STREAMED: Mapping[str, Callable[[_Task], Written]] = {
    ".ttl": _turtle,
    ".trig": lambda task: _quads(task, ox.RdfFormat.TRIG),
    ".nt": _lines,
    ".nq": lambda task: _quads(task, ox.RdfFormat.N_QUADS),
    ".jsonld": _json_ld,
    ".graphml": lambda task: _network(task, graphml.stream),
    ".gexf": lambda task: _network(task, gexf.stream),
    ".json": lambda task: _network(task, node_link.stream),
    ".csv": _table,
    ".parquet": _parquet,
}
"""File ending to what writes it without holding the graph."""


def stream(
    store: ox.Store, tables: Tables, path: str | Path, suffix: str, *,
    progress: Progress = lambda what, count: None,
) -> Written:  # fmt: skip
    """Write a graph to a file in the format of an ending of `STREAMED`, whole or not at all.

    What does not fit into memory lies beside the file meanwhile. Raises WriteError.
    """
    with stores.replacing(path) as out:
        return STREAMED[suffix](_Task(store, tables, out, Path(path).resolve(), progress))
