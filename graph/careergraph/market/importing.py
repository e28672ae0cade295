"""Reading a release of a source into a market."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from careergraph.market import building, catalogue, difference, generations
from careergraph.market.building import Held, Progress
from careergraph.market.difference import Difference
from careergraph.ntriples import lines
from careergraph.rules import derive
from careergraph.sources import Files, Findings, Release, reader

READERS = 1
"""Counted up when a reader states something new, so that a release is read again."""


@dataclass(frozen=True)
class Imported:
    """What an import came to: the release, and the one it replaced; the same when it was there.

    `difference` is what it changed, None when it replaced nothing.
    """

    release: Held
    before: Held | None
    findings: tuple[str, ...]
    difference: Difference | None = None

    @property
    def changed(self) -> bool:
        """Whether the market is another than before."""
        return self.before != self.release


def silent(what: str, count: int) -> None:
    """No progress is told."""


def import_release(
    name: str, path: str | Path, *, into: str | Path, strict: bool = False,
    progress: Progress = silent,
) -> Imported:  # fmt: skip
    """Read the release of a source at `path` into the market at the folder `into`.

    The folder is made when it is not there; a release that it holds already changes nothing, and
    one of the same source takes the place of the other. With `strict`, anything that would have
    to be left out fails the import. Raises ReadError, WriteError or InvalidGraphError; the market
    is then as it was.
    """
    files, folder = Files(path), Path(into)
    fingerprint = _fingerprint(files)
    with generations.locked(folder):
        now = generations.current(folder) if generations.is_market(folder) else None
        before = building.held(now).get(name)
        if before is not None and before.fingerprint == fingerprint:
            return Imported(before, before, before.findings)
        findings = Findings()
        release = reader(name)(files, findings)
        with generations.forming(folder) as forming:
            building.keep_others(now, forming, but=name)
            counts: Counter[str] = Counter()
            stream = chain([release.source], _counted(release, counts))
            building.write_release(forming, lines(stream), name=name, progress=progress)
            if strict:
                findings.refuse()
            held = Held(name, fingerprint, str(release.source.version or ""),
                        dict(sorted(counts.items())), tuple(map(str, findings)))  # fmt: skip
            building.write_held(forming, held)
            building.make_base(now, forming, new=name, progress=progress)
            building.make_store(forming, lines(derive(building.open_base(forming))), progress)
            building.write_records(forming)
            building.write_names(forming)
            building.write_ladder(forming)
            catalogue.add(forming)
            changed = difference.tell(now, forming, name=name)
    return Imported(held, before, held.findings, changed)


def _counted(release: Release, counts: Counter[str]) -> Iterator[Any]:
    for record in release.records:
        counts[type(record).__name__] += 1
        yield record


def _fingerprint(files: Files) -> str:
    """What tells one state of the files, as our readers see it, from any other."""
    digest = hashlib.sha256(f"{READERS}\n".encode())
    for name in files.names:
        digest.update(f"{name}\t{files.sha256(name)}\n".encode())
    return digest.hexdigest()
