"""The triples of a store as sorted lines of N-Triples, however many: sorted in pieces, then merged.

The order is that of `store.data`: by subject, its types first, then by property and value. A store
itself has none that would outlast the way it keeps its terms, and two sources may state the same.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

from careergraph.terms import CATALOGUE, ONTOLOGY, PREFIXES, RDF

PIECE = 64 << 20
"""How many bytes are sorted in memory at once."""

Progress = Callable[[str, int], None]
"""Told what is being done, and how many triples of it are done."""

_SIGNS = {f"<{space}".encode(): name for name, space in PREFIXES.items()} | {
    b'" .\n': "xsd",
    b'"@': "rdf",
}
"""What in a line says that a prefix is of use."""

_TYPE = f" <{RDF.type}> ".encode()
_FIRST = b" \x01 "
"""Stands for the property of types while lines are sorted; N-Triples has an escape for it."""


def graphs(store: ox.Store) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    """Return the graphs of the data, sorted: all but the ontology and the catalogue."""
    beside = (ONTOLOGY, CATALOGUE)
    named = sorted(store.named_graphs(), key=str)
    return [ox.DefaultGraph(), *(each for each in named if each.value not in beside)]


class SortedLines:
    """The triples of some graphs of a store, each once and in order, as often as asked for.

    They lie in files in a folder of their own beside `place`, until it is left.
    """

    def __init__(
        self, store: ox.Store, graphs: Iterable[Any], *, place: Path, progress: Progress
    ) -> None:
        self._store = store
        self._graphs = graphs
        self._progress = progress
        self._folder = TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.")
        self._files: list[Path] = []
        self._unseen = dict(_SIGNS)
        self.count = 0  # with what stands in several pieces, until `triples` came to the end

    def __enter__(self) -> "SortedLines":
        try:
            sink = _Sink(self._sort)
            for graph in self._graphs:
                self._store.dump(sink, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type]
            sink.finish()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._folder.cleanup()

    @property
    def prefixes(self) -> set[str]:
        """Those that an IRI begins with; of datatypes even what Turtle leaves out."""
        return {name for sign, name in _SIGNS.items() if sign not in self._unseen}

    def _sort(self, lines: bytes) -> None:
        """Sort some lines into a file, and see which prefixes they use."""
        self._unseen = {sign: name for sign, name in self._unseen.items() if sign not in lines}
        some = sorted(set(lines.replace(_TYPE, _FIRST).splitlines(keepends=True)))
        path = Path(self._folder.name) / str(len(self._files))
        path.write_bytes(b"".join(some))
        self._files.append(path)
        self.count += len(some)
        self._progress("sorting", self.count)

    def __iter__(self) -> Iterator[bytes]:
        files = [path.open("rb") for path in self._files]
        try:
            before = b""
            for line in heapq.merge(*files):
                if line != before:
                    before = line
                    yield line.replace(_FIRST, _TYPE)
        finally:
            for each in files:
                each.close()

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the triples themselves, and tell how many were read."""
        parsed = ox.parse(_Source(self), format=ox.RdfFormat.N_TRIPLES, lenient=True)  # type: ignore[arg-type]
        count = 0
        for quad in parsed:
            if count % 10_000 == 0:
                self._progress("writing", count)
            yield quad.triple
            count += 1
        self.count = count


class _Sink(RawIOBase):
    """Takes N-Triples and gives them on in pieces of whole lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: Any, /) -> int:
        self._held += some
        if len(self._held) >= PIECE:
            end = self._held.rindex(b"\n") + 1
            self._take(bytes(self._held[:end]))
            del self._held[:end]
        return len(some)

    def finish(self) -> None:
        """Give on the last piece."""
        if self._held:
            self._take(bytes(self._held))


class _Source(RawIOBase):
    """Lines, to be read as a file."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        some = [self._held]
        held = len(self._held)
        while held < size:
            line = next(self._lines, None)
            if line is None:
                break
            some.append(line)
            held += len(line)
        whole = b"".join(some)
        self._held = whole[size:]
        return whole[:size]
