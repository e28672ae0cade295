"""The graph that is served, which version of it that is, and whether it has been replaced."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph import market
from careergraph.market import inventory
from careergraph.store import CURATED, FORMATS, shipped

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph


@dataclass(frozen=True, slots=True)
class Held:
    """An open graph, its `version` (the same for the same content), and whether it changed."""

    graph: "CareerGraph"
    version: str
    changed: Callable[[], bool]


def opened(locations: Sequence[str]) -> Held:
    """Return the graph at these locations. Raises as `open_graph` does."""
    from careergraph.career_graph import open_graph

    before = _state(locations)
    graph = open_graph(*locations)
    return Held(graph, _version(locations), lambda: _state(locations) != before)


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


def _state(locations: Sequence[str]) -> list[tuple[str, int, int]]:
    """What tells, at little cost, that files are still the ones that were read."""
    try:
        stats = [(path, path.stat()) for path in _files(locations)]
    except OSError:
        return []  # it is being replaced at this moment
    return [(str(path), stat.st_mtime_ns, stat.st_ino) for path, stat in stats]


def _version(locations: Sequence[str]) -> str:
    """A hash of the content and of this package, whose rules derive from it."""
    digest = hashlib.sha256(version("careergraph").encode())
    for path in [*_files(locations), shipped("ontology/careergraph.ttl")]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
