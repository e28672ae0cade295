"""Reading what publishers publish: one module a source, each from files to records.

A reader is a pure generator. What it cannot use it leaves out, and says so in `Findings`: nothing
is lost in silence, and nothing is guessed.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import takewhile
from typing import Any, TypeAlias, cast

from careergraph.model import Source
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings

__all__ = ["SHIPPED", "SOURCES", "Files", "Findings", "Release", "reader"]

Records: TypeAlias = Iterator[Any]
"""Records of `model`, and single `pyoxigraph.Triple`s for what no record has a field for."""


@dataclass(frozen=True)
class Release:
    """One release of a source: what it is, and a stream of all that it says.

    `data_sets` are the names of those in it, the same for every release; none given, it is one,
    with the name of the source.
    """

    source: Source
    records: Records
    data_sets: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its data sets, sorted, as they may stand in an IRI and name a file."""
        names = self.data_sets or (self.source.iri.rpartition("/")[2],)
        return tuple(sorted({re.sub(r"[^A-Za-z0-9_-]+", "-", name) for name in names}))

    @property
    def name(self) -> str:
        """What it is called: as its data set, or as all of several."""
        return joined(self.parts)


LONGEST = 80
"""How long a name of several data sets may be before they are only counted in it."""


def joined(names: tuple[str, ...]) -> str:
    """Return one name for several data sets, the words they begin with written once.

    >>> joined(("bls-oews-national", "bls-projections"))
    'bls-oews-national+projections'
    """
    if len(names) == 1:
        return names[0]
    words = zip(*(name.split("-")[:-1] for name in names), strict=False)
    stem = "".join(f"{each[0]}-" for each in takewhile(lambda each: len({*each}) == 1, words))
    name = stem + "+".join(each.removeprefix(stem) for each in names)
    if len(name) <= LONGEST:
        return name
    digest = hashlib.blake2b("\n".join(names).encode(), digest_size=4).hexdigest()
    return f"{stem}{len(names)}-sets-{digest}"


SOURCES: dict[str, str] = {
    "esco": "careergraph.sources.esco",
    "onet": "careergraph.sources.onet",
    "bls": "careergraph.sources.bls",
    "crosswalk": "careergraph.sources.crosswalk",
    "ctdl": "careergraph.sources.ctdl",
    "curated": "careergraph.sources.curated",
    "moves": "careergraph.sources.moves",
}
"""The name of each source and the module that reads it, imported when it is needed."""


SHIPPED = {"curated": "data"}
"""Sources that come with the package, and where: they are read without being told a path."""


def reader(name: str) -> Callable[[Files, Findings], Release]:
    """Return the function that reads a source's files."""
    read = import_module(SOURCES[name]).read
    return cast(Callable[[Files, Findings], Release], read)
