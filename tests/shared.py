"""Where the real documents and data sets are, when they are there."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from careergraph import store as stores
from careergraph.check import check
from careergraph.model import triples
from careergraph.pages.repeats import whole
from careergraph.sources import Files, Findings, Release

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

needs_sources = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(),
    reason="the articles are not part of the project: they are looked for in ../shared/sources",
)


def payload_text(page: str) -> str:
    """The JSON that a page holds."""
    block = re.search(r'<script type="text/plain" id="payload">(.*?)</script>', page, re.S)
    assert block
    return whole(block[1])


class Read:
    """All that a folder says to a reader, and what was found while reading."""

    def __init__(self, read: Callable[[Files, Findings], Release], path: Path) -> None:
        self.findings = Findings()
        self.release = read(Files(path), self.findings)
        self.records: list[Any] = list(self.release.records)

    def of(self, kind: type) -> list[Any]:
        """All records of a kind."""
        return [r for r in self.records if isinstance(r, kind)]


def faults_of(source: Any, records: Iterable[Any]) -> list[str]:
    """The rules that a release breaks, in a graph of its own."""
    store = ox.Store()
    for record in (source, *records):
        said = (record,) if isinstance(record, ox.Triple) else triples([record])
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in said)
    return [str(fault) for fault in check(stores.prepared(store)) if fault.severity == "fault"]
