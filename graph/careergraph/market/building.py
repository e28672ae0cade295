"""What is in a generation of a market, and how it is made from the releases of its sources.

    sources/NAME.nt.gz    all triples of a release, as they were read
    sources/NAME.json     which release it is, its files, and what was found while reading
    accounts/             what is said about them: `market.catalogue`, `market.difference`
    base/                 an Oxigraph store: the ontology and a named graph a source
    store/                the same with what is derived from them: what readers open
    records/              the records of `model` as columns, for the route search
    names.npz             every name, ready to be looked up
    routes/               the columns of the ladder, by reading

`base` and `store` share their files on disk where they are the same.
"""

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph import claims, names, shelf
from careergraph import store as stores
from careergraph.model import RECORDS
from careergraph.tables import table
from careergraph.terms import ID, ONTOLOGY

PIECE = 1 << 16
"""How many triples are written between two reports of progress."""

Progress = Callable[[str, int], None]
"""Told what is being done, and how many triples of it are done."""


@dataclass(frozen=True)
class Held:
    """A release of a source as a generation holds it.

    `fingerprint` tells it from any other: the files' hashes and the reader's version. `counts` are
    its records by class, `findings` what was found while reading, in words.
    """

    name: str
    fingerprint: str
    version: str
    counts: Mapping[str, int]
    findings: tuple[str, ...] = ()


def graph_of(name: str) -> ox.NamedNode:
    """Return the named graph of a source."""
    return ox.NamedNode(ID[f"graph/{name}"])


ACCOUNTS = "accounts"
"""The folder of what is said about the sources."""

DERIVED = "derived"
"""The name under which what is derived from the sources stands."""


def held(generation: Path | None) -> dict[str, Held]:
    """Return the releases that a generation holds, by name, sorted."""
    if generation is None:
        return {}
    found = {}
    for path in sorted((generation / "sources").glob("*.json")):
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        stated["findings"] = tuple(stated["findings"])
        found[path.stem] = Held(**stated)
    return found


def write_release(
    folder: Path, lines: Iterable[str], *, name: str, progress: Progress
) -> tuple[Path, int]:
    """Write the triples of a release, given as lines of N-Triples. Return the file and how many."""
    path = folder / "sources" / f"{name}.nt.gz"
    path.parent.mkdir(exist_ok=True)
    count = 0
    # No name and no time in the header, so that the same release is the same bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed:
        for piece in _pieces(lines):
            packed.write("".join(piece).encode("utf-8"))
            count += len(piece)
            progress(f"reading {name}", count)
    return path, count


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    for line in lines:
        piece.append(line)
        if len(piece) == PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def write_held(folder: Path, release: Held) -> None:
    """Write down which release a generation holds."""
    path = folder / "sources" / f"{release.name}.json"
    text = json.dumps(asdict(release), indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def keep_others(before: Path | None, folder: Path, *, but: str) -> None:
    """Take over the other sources of the generation before, without copying them."""
    for room in ("sources", ACCOUNTS):
        (folder / room).mkdir(exist_ok=True)
        for path in sorted((before / room).glob("*")) if before else ():
            if not path.name.startswith(f"{but}."):
                os.link(path, folder / room / path.name)


def make_base(before: Path | None, folder: Path, *, new: str, progress: Progress) -> None:
    """Make the store of all sources.

    A source that was not there before is added to the store before; for one that replaces another
    all are loaded anew: to remove a graph of a million triples takes longer.
    """
    if before is not None and new not in held(before):
        open_base(before).backup(str(folder / "base"))
        store, names = ox.Store(str(folder / "base")), [new]
    else:
        store, names = ox.Store(str(folder / "base")), sorted(held(folder))
        stores.load(store, stores.shipped("ontology/careergraph.ttl"),
                    graph=ox.NamedNode(ONTOLOGY))  # fmt: skip
    for name in names:
        load(store, folder / "sources" / f"{name}.nt.gz", graph_of(name), progress)
    store.optimize()
    store.flush()


def load(store: ox.Store, path: Path, graph: ox.NamedNode, progress: Progress) -> None:
    """Load a file of N-Triples into a named graph."""
    with gzip.open(path, "rb") as packed:
        counted = _Counted(packed, f"loading {path.name.split('.')[0]}", progress)
        store.bulk_load(counted, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)  # type: ignore[arg-type]


class _Counted:
    """A file that tells how many lines of it were read."""

    def __init__(self, file: gzip.GzipFile, what: str, progress: Progress) -> None:
        self._file, self._what, self._progress = file, what, progress
        self._lines = 0

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self._lines += found.count(b"\n")
        self._progress(self._what, self._lines)
        return found


def open_base(folder: Path) -> ox.Store:
    """Return the store of all sources of a generation, for reading."""
    return ox.Store.read_only(str(folder / "base"))


def make_store(folder: Path, lines: Iterable[str], progress: Progress) -> None:
    """Make the store that readers open: all sources, and what is derived from them."""
    open_base(folder).backup(str(folder / "store"))
    path, count = write_release(folder, lines, name=DERIVED, progress=progress)
    store = ox.Store(str(folder / "store"))
    if count:
        load(store, path, graph_of(DERIVED), progress)
    store.flush()
    path.unlink()


def write_names(folder: Path) -> None:
    """Keep the names of a generation's store in a file."""
    store = ox.Store.read_only(str(folder / "store"))
    names.save(names.read(store), folder / "names.npz")


def write_ladder(folder: Path) -> None:
    """Keep the columns of a generation's ladder in files."""
    from careergraph.routes import compile_ladder, keeping

    (folder / "routes").mkdir()
    store = ox.Store.read_only(str(folder / "store"))
    tables = shelf.Tables(store, folder=folder / "records")
    keeping.keep(compile_ladder(store, claims.read(store, tables=tables), tables=tables),
                 folder / "routes")  # fmt: skip


def write_records(folder: Path) -> None:
    """Keep the records of a generation's store in files, for `shelf.Tables`."""
    store = ox.Store.read_only(str(folder / "store"))
    (folder / "records").mkdir()
    for cls in RECORDS:
        shelf.save(table(store, cls), cls, folder / "records" / f"{cls.__name__}.npz")
