"""What is in a generation of a market, and how it is made from the releases of its sources.

    sources/NAME.nt.gz    all triples of a release, as they were read
    sources/NAME.npz      the same as records, in columns, as far as it is: see `market.merging`
    sources/NAME.json     which release it is, its files, and what was found while reading
    accounts/             what is said about them: `market.catalogue`, `market.difference`
    rules.json            which rules were chosen: `rules.choosing`
    files.json            which files these are: `market.inventory`
    base/                 an Oxigraph store: the ontology and a named graph a source
    store/                the same with what is derived from them, by rules and as the direct links
                          of claims: what readers open
    records/              the records of `model` as columns, for the route search
    names.npz             every name, ready to be looked up
    routes/               the columns of the ladder, by reading

`base` and `store` share their files on disk where they are the same.
"""

import gzip
import json
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from careergraph import claims, names, shelf
from careergraph import store as stores
from careergraph.market import inventory, linking, merging
from careergraph.market.merging import Kept, Merge
from careergraph.model import RECORDS, Claim
from careergraph.ntriples import Writer
from careergraph.rules.choosing import Choice
from careergraph.tables import uncollected
from careergraph.terms import ID, ONTOLOGY

PIECE = 48 << 20
"""How many bytes are loaded at once: the store needs memory for some times as much."""


class Progress(Protocol):
    """Told what is being done, how many triples of it are done, and, if known, what part of it."""

    def __call__(self, what: str, count: int, part: float | None = None, /) -> None:
        """Tell somebody. `part` is from 0 to 1."""


@dataclass(frozen=True)
class Held:
    """A release of a source as a generation holds it.

    `fingerprint` tells it from any other: the files' hashes and the reader's version. `counts` are
    its records by class, `findings` what was found while reading, in words; `data_sets` are those
    in it.
    """

    name: str
    fingerprint: str
    version: str
    counts: Mapping[str, int]
    findings: tuple[str, ...] = ()
    data_sets: tuple[str, ...] = ()


def graph_of(name: str) -> ox.NamedNode:
    """Return the named graph of a source."""
    return ox.NamedNode(ID[f"graph/{name}"])


ACCOUNTS = "accounts"
"""The folder of what is said about the sources."""

RULES = "rules.json"
"""The file that names the rules."""

DERIVED = "derived"
"""The name under which what is derived from the sources stands."""


def held(generation: Path | None, *, but: Collection[str] = ()) -> dict[str, Held]:
    """Return the releases that a generation holds, by name, sorted, without some."""
    if generation is None:
        return {}
    found = {}
    for path in sorted((generation / "sources").glob("*.json")):
        if path.stem in but:
            continue
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        stated["findings"] = tuple(stated["findings"])
        stated["data_sets"] = tuple(stated.get("data_sets", ()))
        found[path.stem] = Held(**stated)
    return found


def write_release(
    folder: Path, records: Iterable[Any], store: ox.Store, *, name: str, progress: Progress,
    part: Callable[[], float],
) -> None:  # fmt: skip
    """Write the triples of a release to its files, and into its graph of a store.

    `part` tells what part of the release has been read.
    """
    path = folder / "sources" / f"{name}.nt.gz"
    # No name and no time in the header, so that the same release is the same bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed:
        tell = _told(f"reading {name}", progress, part, packed)
        kept = _state(records, store, graph_of(name), tell)
    merging.save(kept, folder / "sources" / f"{name}.npz")


Tell = Callable[[bytes], bytes]


def _told(
    what: str, progress: Progress, part: Callable[[], float] | None = None,
    packed: gzip.GzipFile | None = None,
) -> Tell:  # fmt: skip
    """A function that returns the lines it is given, after it told how many there were so far.

    It writes them to a file, if there is one.
    """
    count = 0

    def tell(some: bytes) -> bytes:
        nonlocal count
        count += some.count(b"\n")
        progress(what, count, part() if part else None)
        if packed is not None:
            packed.write(some)
        return some

    return tell


@uncollected()
def _state(records: Iterable[Any], store: ox.Store, graph: ox.NamedNode, tell: Tell) -> Kept:
    """Load the triples of records into a graph, and tell each few. Return what was kept."""
    writer = Writer()
    with loading(store, graph) as load:
        for piece in _pieces(tell(text.encode()) for text in writer.pieces(records)):
            load(piece)
    return merging.kept(writer)


def _pieces(texts: Iterable[bytes]) -> Iterator[bytes]:
    """The same lines in pieces that are neither too small nor too big."""
    some: list[bytes] = []
    size = 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= PIECE:
            yield b"".join(some)
            some, size = [], 0
    if some:
        yield b"".join(some)


@contextmanager
def loading(store: ox.Store, graph: ox.NamedNode) -> Iterator[Callable[[bytes], None]]:
    """Give a function that loads pieces of N-Triples into a graph, while the next are made.

    One is loaded while the next is made, which waits until that is done.
    """
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(1) as others:

        def load(piece: bytes) -> None:
            if waiting:
                waiting.popleft().result()
            waiting.append(others.submit(
                store.bulk_load, piece, format=ox.RdfFormat.N_TRIPLES, to_graph=graph,
                lenient=True))  # fmt: skip

        yield load
        for each in waiting:
            each.result()


def write_held(folder: Path, release: Held) -> None:
    """Write down which release a generation holds."""
    path = folder / "sources" / f"{release.name}.json"
    text = json.dumps(asdict(release), indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def chosen(generation: Path | None) -> Choice:
    """Return the rules that were chosen for a generation; the default ones when it names none."""
    path = generation / RULES if generation else None
    if path is None or not path.exists():
        return Choice()
    return Choice(**json.loads(path.read_text(encoding="utf-8")))


def write_chosen(folder: Path, choice: Choice) -> None:
    """Write down which rules were chosen for a generation."""
    text = json.dumps(choice.as_json(), indent=1, sort_keys=True)
    (folder / RULES).write_text(f"{text}\n", encoding="utf-8")


def keep_others(
    before: Path | None, folder: Path, *, but: Collection[str], damaged: Collection[str] = ()
) -> None:
    """Take over the other sources of the generation before, without copying them.

    Of what is said about them, files that are `damaged` are left.
    """
    for room in ("sources", ACCOUNTS):
        (folder / room).mkdir(exist_ok=True)
        for path in sorted((before / room).glob("*")) if before else ():
            if inventory.source(path) not in but and f"{room}/{path.name}" not in damaged:
                os.link(path, folder / room / path.name)


def begin_base(before: Path | None, folder: Path, *, anew: bool) -> ox.Store:
    """Begin the store of all sources: the one before, or, `anew`, with the ontology alone.

    It is made anew when a release replaces another: to remove a graph of a million triples takes
    longer.
    """
    if before is not None and not anew:
        open_base(before).backup(str(folder / "base"))
        return ox.Store(str(folder / "base"))
    store = ox.Store(str(folder / "base"))
    stores.load(store, stores.shipped("ontology/careergraph.ttl"), graph=ox.NamedNode(ONTOLOGY))
    return store


def finish_base(
    folder: Path, store: ox.Store, *, others: Iterable[str], progress: Progress
) -> None:
    """Load what other sources state, and leave the store as it is best read."""
    for name in others:
        _load_again(folder / "sources" / f"{name}.nt.gz", store, name, progress)
    store.optimize()
    store.flush()


def _load_again(path: Path, store: ox.Store, name: str, progress: Progress) -> None:
    size = path.stat().st_size
    with path.open("rb") as raw, gzip.open(raw) as packed, loading(store, graph_of(name)) as load:
        tell = _told(f"loading {name}", progress, lambda: raw.tell() / size)
        read = partial(packed.readlines, 1 << 20)
        for piece in _pieces(tell(b"".join(some)) for some in iter(read, [])):
            load(piece)


def open_base(folder: Path) -> ox.Store:
    """Return the store of all sources of a generation, for reading."""
    return ox.Store.read_only(str(folder / "base"))


def kept(folder: Path) -> dict[ox.NamedNode, Kept]:
    """Return what was kept of each source of a generation."""
    return {
        graph_of(path.stem): merging.load(path) for path in sorted(folder.glob("sources/*.npz"))
    }


def make_store(
    folder: Path, derive: Callable[[ox.Store, Merge], Iterable[Any]], progress: Progress
) -> Kept:
    """Make the store that readers open: all sources, and what is derived from them.

    Return what was kept of the latter. `derive` is given the sources, as a store and as records.
    """
    base, sources = open_base(folder), kept(folder)
    base.backup(str(folder / "store"))
    store = ox.Store(str(folder / "store"))
    found = derive(base, merging.merge(base, sources))
    derived = _state(found, store, graph_of(DERIVED), _told("deriving", progress))
    store.flush()
    return derived


def write_records(folder: Path, derived: Kept) -> None:
    """Keep the records of a generation's store in files, for `shelf.Tables`."""
    store = ox.Store.read_only(str(folder / "store"))
    merge = merging.merge(store, kept(folder) | {graph_of(DERIVED): derived})
    (folder / "records").mkdir()
    for cls in RECORDS:
        shelf.save(merge.records(cls), folder / "records" / f"{cls.__name__}.npz")


def write_links(folder: Path, progress: Progress) -> None:
    """State the direct links that follow from a generation's claims among what is derived."""
    store = ox.Store(str(folder / "store"))
    claims = shelf.load(Claim, folder / "records" / "Claim.npz")
    tell = _told("linking", progress)
    with loading(store, graph_of(DERIVED)) as load:
        for piece in _pieces(map(tell, linking.links(claims, stores.relations(store)))):
            load(piece)
    store.flush()


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
