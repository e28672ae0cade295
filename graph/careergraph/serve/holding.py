"""The graph that is served, which version of it that is, and whether it has been replaced."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph import market
from careergraph.market import inventory
from careergraph.store import CURATED, FORMATS, shipped

if TYPE_CHECKING:
    import pyoxigraph as ox

    from careergraph.career_graph import CareerGraph


@dataclass(frozen=True, slots=True)
class Held:
    """An open graph, its `version` (the same for the same content), and whether it changed.

    One that may be written to has the store of what its file states.
    """

    locations: tuple[str, ...]
    graph: "CareerGraph"
    version: str
    changed: Callable[[], bool]
    stated: "ox.Store | None" = None


def opened(locations: Sequence[str], *, writable: bool = False) -> Held:
    """Return the graph at these locations. Raises as `open_graph` does."""
    from careergraph.career_graph import open_graph
    from careergraph.serve import writing

    before = state(locations)
    if writable:
        return _held(locations, *writing.opened(locations), before=before)
    return _held(locations, open_graph(*locations), before=before)


def updated(held: Held, text: str, using: tuple[str, ...], using_named: tuple[str, ...]) -> Held:
    """Return the graph after an update, which is in its file. Raises as `writing.apply` does."""
    from careergraph.serve import writing

    path = Path(held.locations[0])
    with _alone(path.parent):
        if held.changed():  # by somebody else, a moment ago: what they wrote is kept
            held = opened(held.locations, writable=True)
        assert held.stated is not None
        graph = writing.apply(held.stated, text, path, using=using, using_named=using_named)
        before = state(held.locations)
    return _held(held.locations, graph, held.stated, before=before)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no other service that changes a file of this folder do so at the same time."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _held(
    locations: Sequence[str], graph: "CareerGraph", stated: "ox.Store | None" = None,
    *, before: list[tuple[str, int, int]],
) -> Held:  # fmt: skip
    return Held(
        tuple(locations), graph, _version(locations), lambda: state(locations) != before, stated
    )


def _files(locations: Sequence[str]) -> list[Path]:
    """The files that the graph is read from; none for an endpoint."""
    found: list[Path] = []
    for location in locations or [CURATED]:
        path = shipped("data") if location == CURATED else Path(location)
        if home := market.home(path):
            found.append(home / inventory.NAME)  # which has a hash of each of its files
        elif path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix in FORMATS and p.is_file())
        elif path.is_file():
            found.append(path)
    return found


def state(locations: Sequence[str]) -> list[tuple[str, int, int]]:
    """What tells, at little cost, that files are still the ones that were read."""
    try:
        stats = [(path, path.stat()) for path in _files(locations)]
    except OSError:
        return []  # it is being replaced at this moment
    return [(str(path), stat.st_mtime_ns, stat.st_ino) for path, stat in stats]


def _version(locations: Sequence[str]) -> str:
    """A hash of the content and of this package, whose rules derive from it.

    A graph on a server has none: it may change there at any time.
    """
    if any("://" in location for location in locations):
        return ""
    digest = hashlib.sha256(version("careergraph").encode())
    for path in [*_files(locations), shipped("ontology/careergraph.ttl")]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
