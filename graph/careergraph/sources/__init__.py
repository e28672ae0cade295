"""Reading what publishers publish: one module a source, each from files to records.

A reader is a pure generator. What it cannot use it leaves out, and says so in `Findings`: nothing
is lost in silence, and nothing is guessed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeAlias, cast

from careergraph.model import Source
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings

__all__ = ["SHIPPED", "SOURCES", "Files", "Findings", "Release", "reader"]

Records: TypeAlias = Iterator[Any]
"""Records of `model`, and single `pyoxigraph.Triple`s for what no record has a field for."""


@dataclass(frozen=True)
class Release:
    """One release of a source: what it is, and a stream of all that it says."""

    source: Source
    records: Records


SOURCES: dict[str, str] = {
    "esco": "careergraph.sources.esco",
    "onet": "careergraph.sources.onet",
    "bls": "careergraph.sources.bls",
    "crosswalk": "careergraph.sources.crosswalk",
    "ctdl": "careergraph.sources.ctdl",
    "curated": "careergraph.sources.curated",
}
"""The name of each source and the module that reads it, imported when it is needed."""


SHIPPED = {"curated": "data"}
"""Sources that come with the package, and where: they are read without being told a path."""


def reader(name: str) -> Callable[[Files, Findings], Release]:
    """Return the function that reads a source's files."""
    read = import_module(SOURCES[name]).read
    return cast(Callable[[Files, Findings], Release], read)
