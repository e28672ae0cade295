"""Writing a graph as files for the bulk loader of a server, and saying how each is loaded."""

import gzip
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox

from careergraph.errors import WriteError
from careergraph.remote.holding import PUSHED, Holding, order
from careergraph.remote.pushing import Progress, graphs, lines

FILE = 1_000_000
"""How many quads a file has; loaders read several at a time."""

_BATCH = 20_000

LOADERS = {
    "Virtuoso": (
        "isql 1111 dba PASSWORD exec=\"ld_dir('{folder}', '*.nq.gz', 'urn:none'); "
        'rdf_loader_run(); checkpoint;"   (the folder must be in DirsAllowed)'
    ),
    "QLever": (
        "a Qleverfile with FORMAT = nq and CAT_INPUT_FILES = zcat {folder}/*.nq.gz; "
        "then qlever index; qlever start"
    ),
    "Neptune": (
        "aws s3 sync {folder} s3://BUCKET/careergraph; then start-loader-job with --source "
        "s3://BUCKET/careergraph --format nquads"
    ),
    "GraphDB": "importrdf load -f -i careergraph -m parallel {folder}/*.nq.gz",
    "Oxigraph": "oxigraph load --location STORE --file {folder}/*.nq.gz",
}
"""How the files in a folder are loaded, by server."""


def write(store: ox.Store, folder: Path, *, progress: Progress | None = None) -> list[Path]:
    """Write a graph as compressed N-Quads, some to a file, and return the files.

    Loaded, they are what a push puts on a server. Same graph, same bytes. Raises WriteError.
    """
    quads, counts = _quads(store, sorted(graphs(store), key=order))
    paths: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.glob("*.nq.gz")):
            raise WriteError(f"{folder} holds .nq.gz files already; name an empty folder")
        for first in quads:
            paths.append(folder / f"careergraph-{len(paths) + 1:04}.nq.gz")
            _compressed(chain([first], islice(quads, FILE - 1)), paths[-1])
            if progress:
                progress(f"wrote {paths[-1].name}", sum(counts.values()), None)
    except OSError as error:
        if isinstance(error, WriteError):
            raise
        raise WriteError(f"cannot write {folder}: {error.strerror or error}") from None
    return paths


def commands(folder: Path) -> str:
    """Return how the files in a folder are loaded, a paragraph a server."""
    place = folder.resolve()
    return "\n".join(f"{name}:\n  {how.format(folder=place)}" for name, how in LOADERS.items())


def _quads(store: ox.Store, names: list[str]) -> tuple[Iterator[ox.Quad], dict[str, int]]:
    """The quads of all graphs and then those that tell of them; and the counts as they grow."""
    counts = dict.fromkeys(names, 0)

    def found() -> Iterator[ox.Quad]:
        for name in names:
            graph = ox.NamedNode(name)
            for triple in lines(store, name):
                counts[name] += 1
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in Holding(counts).triples():
            yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(PUSHED))

    return found(), counts


def _compressed(quads: Iterator[ox.Quad], path: Path) -> None:
    """Write quads to a file. Without a name and a time in its head, same quads, same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as out:
        while some := list(islice(quads, _BATCH)):
            out.write(ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b"")
