"""Reading a release of a source into a market."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from careergraph.errors import ParameterError, WriteError
from careergraph.market import building, catalogue, difference, generations, inventory
from careergraph.market.building import Held, Progress
from careergraph.market.difference import Difference
from careergraph.market.merging import Merge
from careergraph.rules import Settings, choosing, derive
from careergraph.rules.choosing import Choice
from careergraph.shelf import Tables
from careergraph.sources import Files, Findings, Release, reader

READERS = 5
"""Counted up when readers or what is derived state something new: a release is then read again."""


@dataclass(frozen=True)
class Imported:
    """What an import came to: the release, and the one it replaced; the same when it was there.

    Of several that it replaced, `before` is the first by name. `difference` is what it changed,
    None when it replaced nothing. `rules` are those by which all else was derived; `anew` is
    whether that was done for their sake alone, or to mend the market. `damaged` is what was found
    to be damaged, and `lost` are the other releases that went with it.
    """

    release: Held
    before: Held | None
    findings: tuple[str, ...]
    rules: Choice
    difference: Difference | None = None
    anew: bool = False
    damaged: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

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
    anything that would have to be left out fails the import. A damaged market is made anew from
    those of its sources that are whole.

    What follows from the sources is derived by the rules that a `preset` or `settings` name:
    whole settings, or the values that take the place of some of the preset's. The market keeps
    them until others are named; then all is derived anew, though the release be there already.

    Raises ReadError, WriteError, InvalidGraphError or ParameterError; the market is then as it was.
    """
    named, folder = choosing.choice(preset, settings), Path(into)
    fingerprint = _fingerprint(name, Files(path))
    with generations.locked(folder):
        now = _found(folder)
        rules = named or now.rules
        for same in now.held.values():
            if same.fingerprint == fingerprint and rules == now.rules and not now.damaged:
                return Imported(same, same, same.findings, rules)
            if same.fingerprint == fingerprint:
                told = _anew(folder, now, rules, name=same.name, progress=progress)
                return Imported(same, same, same.findings, rules, told, anew=True,
                                damaged=now.faults, lost=now.lost)  # fmt: skip
        files, findings = Files(path), Findings()
        release = reader(name)(files, findings)
        replaced = _replaced(now.held, release)
        with generations.forming(folder) as forming:
            base = _begin(now, forming, but=replaced)
            others = building.held(forming)
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
            again = others if replaced or now.damaged else ()
            building.finish_base(forming, base, others=again, progress=progress)
            del base
            _derive(forming, rules, progress)
            changed = difference.tell(now.whole, forming, name=made.name)
    return Imported(made, next(iter(replaced.values()), None), made.findings, rules, changed,
                    damaged=now.faults, lost=tuple(n for n in now.lost if n != made.name),
                    )  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """What an import finds in a market: its generation, and what of that is whole."""

    home: Path | None
    damaged: Mapping[str, str]
    lost: tuple[str, ...]
    held: dict[str, Held]
    rules: Choice

    @property
    def whole(self) -> Path | None:
        """The generation, unless it is damaged."""
        return None if self.damaged else self.home

    @property
    def faults(self) -> tuple[str, ...]:
        """What is damaged, in words."""
        return tuple(f"{name} {fault}" for name, fault in self.damaged.items())


def _found(folder: Path) -> _Found:
    home = generations.current(folder) if generations.is_market(folder) else None
    damaged = inventory.damage(home, thoroughly=True) if home else {}
    lost = inventory.lost(home, damaged) if home else set()
    rules = Choice() if building.RULES in damaged or inventory.NAME in damaged else None
    return _Found(home, damaged, tuple(sorted(lost)), building.held(home, but=lost),
                  rules or building.chosen(home))  # fmt: skip


def _begin(now: _Found, forming: Path, *, but: Collection[str]) -> ox.Store:
    """Begin the next generation with the sources of the one before, but for some."""
    gone = {*but, *now.lost}
    building.keep_others(now.home, forming, but=gone, damaged=now.damaged)
    return building.begin_base(now.home, forming, anew=bool(but or now.damaged))


def _anew(
    folder: Path, now: _Found, rules: Choice, *, name: str, progress: Progress
) -> Difference | None:
    """Make a generation of the same sources by other rules, or of those that are whole.

    Return what the rules changed. That is not kept: what a market tells of a source later is what
    its release changed.
    """
    with generations.forming(folder) as forming:
        base = _begin(now, forming, but=())
        if now.damaged:
            building.finish_base(forming, base, others=building.held(forming), progress=progress)
        del base
        _derive(forming, rules, progress)
        return difference.between(now.whole, forming, name=name) if now.whole else None


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
