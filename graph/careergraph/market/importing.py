"""Reading a release of a source into a market."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph.errors import ParameterError, WriteError
from careergraph.market import building, catalogue, difference, generations
from careergraph.market.building import Held, Progress
from careergraph.market.difference import Difference
from careergraph.market.merging import Merge
from careergraph.rules import Settings, choosing, derive
from careergraph.rules.choosing import Choice
from careergraph.shelf import Tables
from careergraph.sources import Files, Findings, Release, reader

READERS = 4
"""Counted up when readers or what is derived state something new: a release is then read again."""


@dataclass(frozen=True)
class Imported:
    """What an import came to: the release, and the one it replaced; the same when it was there.

    Of several that it replaced, `before` is the first by name. `difference` is what it changed,
    None when it replaced nothing. `rules` are those by which all else was derived; `anew` is
    whether that was done for their sake alone.
    """

    release: Held
    before: Held | None
    findings: tuple[str, ...]
    rules: Choice
    difference: Difference | None = None
    anew: bool = False

    @property
    def changed(self) -> bool:
        """Whether the market is another than before."""
        return self.anew or self.before != self.release


def silent(what: str, count: int, part: float | None = None) -> None:
    """No progress is told."""


def import_release(
    name: str, path: str | Path, *, into: str | Path, strict: bool = False,
    preset: str | None = None, settings: Settings | Mapping[str, Any] | None = None,
    progress: Progress = silent,
) -> Imported:  # fmt: skip
    """Read the release of a source at `path` into the market at the folder `into`.

    The folder is made when it is not there; a release that it holds already changes nothing, and
    one of the same data set, or with it among others, takes the place of the other. With `strict`,
    anything that would have to be left out fails the import.

    What follows from the sources is derived by the rules that a `preset` or `settings` name:
    whole settings, or the values that take the place of some of the preset's. The market keeps
    them until others are named; then all is derived anew, though the release be there already.

    Raises ReadError, WriteError, InvalidGraphError or ParameterError; the market is then as it was.
    """
    named, folder = choosing.choice(preset, settings), Path(into)
    fingerprint = _fingerprint(name, Files(path))
    with generations.locked(folder):
        now = generations.current(folder) if generations.is_market(folder) else None
        held, kept = building.held(now), building.chosen(now)
        rules = named or kept
        for same in held.values():
            if same.fingerprint == fingerprint and rules == kept:
                return Imported(same, same, same.findings, rules)
            if same.fingerprint == fingerprint and now is not None:
                told = _anew(folder, now, rules, name=same.name, progress=progress)
                return Imported(same, same, same.findings, rules, told, anew=True)
        files, findings = Files(path), Findings()
        release = reader(name)(files, findings)
        replaced = _replaced(held, release)
        with generations.forming(folder) as forming:
            building.keep_others(now, forming, but=replaced)
            others = building.held(forming)
            base = building.begin_base(now, forming, anew=bool(replaced))
            counts: Counter[str] = Counter()
            stream = chain([release.source], _counted(release, counts))
            building.write_release(forming, stream, base, name=release.name, progress=progress,
                                   part=lambda: files.part_read)  # fmt: skip
            if strict:
                findings.refuse()
            made = Held(release.name, fingerprint, str(release.source.version or ""),
                        dict(sorted(counts.items())), tuple(map(str, findings)),
                        release.parts)  # fmt: skip
            building.write_held(forming, made)
            again = others if replaced else ()
            building.finish_base(forming, base, others=again, progress=progress)
            del base
            _derive(forming, rules, progress)
            changed = difference.tell(now, forming, name=made.name)
    return Imported(made, next(iter(replaced.values()), None), made.findings, rules, changed)


def _anew(folder: Path, now: Path, rules: Choice, *, name: str, progress: Progress) -> Difference:
    """Make a generation of the same sources by other rules. Return what that changed.

    That is not kept: what a market tells of a source later is what its release changed.
    """
    with generations.forming(folder) as forming:
        building.keep_others(now, forming, but=())
        building.open_base(now).backup(str(forming / "base"))
        _derive(forming, rules, progress)
        return difference.between(now, forming, name=name)


def _derive(forming: Path, rules: Choice, progress: Progress) -> None:
    """Complete a generation that has its sources and their store: all that follows from them.

    Raises WriteError when the rules that the market keeps are of another version.
    """
    try:
        settings = rules.settings()
    except ParameterError as error:
        raise WriteError(
            f"the market keeps rules that do not fit this version: {error}; name others"
        ) from None
    building.write_chosen(forming, rules)
    derived = building.make_store(forming, partial(_derived, settings), progress)
    building.write_records(forming, derived)
    building.write_links(forming, progress)
    building.write_names(forming)
    building.write_ladder(forming)
    catalogue.add(forming)


def _replaced(held: Mapping[str, Held], release: Release) -> dict[str, Held]:
    """The releases whose data sets are all in another. Raises WriteError when only some are."""
    ours = set(release.parts)
    found = {name: each for name, each in held.items() if ours & set(each.data_sets)}
    for name, each in found.items():
        if not ours.issuperset(each.data_sets):
            lost = ", ".join(sorted(set(each.data_sets) - ours))
            raise WriteError(
                f"cannot import {release.name}: the market holds it in one release, {name}, with "
                f"{lost}; put the files of all of them in one folder and import that"
            )
    return found


def _derived(settings: Settings, store: ox.Store, merge: Merge) -> Iterator[Any]:
    return derive(store, settings, tables=Tables(store, cells=merge.records))


def _counted(release: Release, counts: Counter[str]) -> Iterator[Any]:
    for record in release.records:
        counts[type(record).__name__] += 1
        yield record


def _fingerprint(source: str, files: Files) -> str:
    """What tells one state of the files, as our readers see it, from any other."""
    digest = hashlib.sha256(f"{READERS}\t{source}\n".encode())
    for name in files.names:
        digest.update(f"{name}\t{files.sha256(name)}\n".encode())
    return digest.hexdigest()
