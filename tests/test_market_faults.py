"""Whatever happens to an import, a market opens with the old graph or the new one, whole.

Each is tried a few times, and CASES times as many at night.
"""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from careergraph import market
from careergraph.errors import WriteError
from careergraph.market.importing import import_release
from cases import cases
from imports import RELEASES, Import, started, state


class Known(NamedTuple):
    """The states that a market may be in, one a release, and what it takes to get there."""

    states: tuple[str, ...]
    first: Path
    seconds: float


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    folder = tmp_path_factory.mktemp("known")
    states, began = [], time.monotonic()
    for n, release in enumerate(RELEASES):
        import_release("onet", release, into=folder / str(n))
        states.append(state(folder / str(n)))
    seconds = (time.monotonic() - began) / len(RELEASES)
    assert len(set(states)) == len(RELEASES)
    return Known(tuple(states), folder / "0", seconds)


@pytest.fixture
def folder(known: Known, tmp_path: Path) -> Path:
    """A market that holds the first release."""
    return Path(shutil.copytree(known.first, tmp_path / "market"))


def other(known: Known, folder: Path) -> Path:
    """The release that a market does not hold; the first when it holds none."""
    return RELEASES[1] if state(folder) == known.states[0] else RELEASES[0]


def check(known: Known, folder: Path) -> None:
    """Whole, free, and with no more left behind than one import can leave."""
    assert state(folder) in known.states
    assert free(folder)
    names = [path.name for path in folder.iterdir()]
    assert len([name for name in names if name.isdigit()]) <= 3
    assert len(names) <= 7, names


def free(folder: Path) -> bool:
    """Whether nobody holds the lock."""
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def check_next(known: Known, folder: Path) -> None:
    """The next import works, clears away what was left, and comes to what a first one comes to."""
    release = other(known, folder)
    assert import_release("onet", release, into=folder).changed
    assert state(folder) == known.states[RELEASES.index(release)]
    names = {path.name for path in folder.iterdir()}
    assert {"CURRENT", "lock"} <= names
    assert all(name.isdigit() for name in names - {"CURRENT", "lock"})
    assert len(names) <= 4


def kill(started: Import, after: float, how: signal.Signals) -> tuple[int, list[str], str]:
    started.go()
    time.sleep(after)
    started.process.send_signal(how)
    return started.ends()


OPERATIONS = 70
"""How many times, or a few more, an import opens, makes, renames or removes a file of a market."""


def shuffled(most: int) -> list[int]:
    """The numbers up to one, each once, so that a few of them lie far apart."""
    return random.Random(2).sample(range(1, most + 1), most)


def test_killed_at_any_moment_it_holds_the_old_graph_or_the_new(known: Known, folder: Path) -> None:
    moments = random.Random(1)
    for _ in range(cases(2)):
        after = moments.uniform(0, 1.2 * known.seconds)
        code, said, _errors = kill(started(folder, other(known, folder)), after, signal.SIGKILL)
        assert code == -signal.SIGKILL or said[0] == "imported"
        check(known, folder)
    check_next(known, folder)


def test_killed_at_any_operation_on_files_it_holds_the_old_graph_or_the_new(
    known: Known, folder: Path
) -> None:
    for at in islice(cycle(shuffled(OPERATIONS)), cases(2)):
        importing = started(folder, other(known, folder), f"event={at}")
        importing.go()
        code, said, _errors = importing.ends()
        assert code == -signal.SIGKILL or said[0] == "imported"
        check(known, folder)
    check_next(known, folder)


def test_a_first_import_that_is_killed_leaves_no_market_or_a_whole_one(
    known: Known, tmp_path: Path
) -> None:
    for at in islice(cycle(shuffled(OPERATIONS)), cases(2)):
        into = tmp_path / "new"
        importing = started(into, RELEASES[0], f"event={at}")
        importing.go()
        importing.ends()
        assert not into.exists() or state(into) in ("", known.states[0])
        import_release("onet", RELEASES[0], into=into)
        assert state(into) == known.states[0]
        shutil.rmtree(into)


def test_interrupted_it_ends_at_once_and_holds_the_old_graph_or_the_new(
    known: Known, folder: Path
) -> None:
    moments = random.Random(4)
    for _ in range(cases(2)):
        release = other(known, folder)
        after = moments.uniform(0, known.seconds)
        code, said, errors = kill(started(folder, release), after, signal.SIGINT)
        # Where Ctrl-C comes while a string is executed, as dataclasses are made by, Python ends by
        # the signal at last, though it was caught.
        assert code in (0, -signal.SIGINT), (said, errors)
        assert said[0] in ("interrupted", "imported"), said
        assert said[1] in known.states
        if said[0] == "imported":
            assert said[1] == known.states[RELEASES.index(release)]
        check(known, folder)
    check_next(known, folder)


def test_where_no_file_may_grow_it_says_so_and_holds_what_it_held(
    known: Known, folder: Path
) -> None:
    sizes = random.Random(5)
    for _ in range(cases(2)):
        held = state(folder)
        size = int(2 ** sizes.uniform(6, 17))
        importing = started(folder, other(known, folder), f"size={size}")
        importing.go()
        code, said, errors = importing.ends()
        assert code == 0, errors
        if said[0] != "imported":
            assert said[0].startswith("WriteError: cannot write to"), said
            assert said[1] == held
        check(known, folder)
    check_next(known, folder)


def own_disk() -> bool:
    """Whether a process can have a small disk of its own here."""
    try:
        done = subprocess.run(
            ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True
        )
    except OSError:
        return False
    return done.returncode == 0


def test_on_a_full_disk_it_says_so_and_holds_what_it_held(known: Known, tmp_path: Path) -> None:
    if not own_disk():
        pytest.skip("no process can mount a disk of its own here")
    rooms = random.Random(6)
    used = sum(path.stat().st_blocks for path in known.first.rglob("*")) // 2
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f'mount -t tmpfs -o size="$0"k none {disk} && cp -a {known.first} {disk}/m && exec "$@"'
    )
    shares = [1.05, *(rooms.uniform(1.02, 1.75) for _ in range(cases(2) - 1))]
    for share in shares:
        room = int(used * share)
        importing = started(disk / "m", RELEASES[1], before=("unshare", "-rm", "sh", "-c", script,
                                                             str(room)))  # fmt: skip
        importing.go()
        code, said, errors = importing.ends()
        assert code == 0, errors
        if said[0] == "imported":
            assert said[1] == known.states[1]
            assert share > 1.05
        else:
            assert said[0].startswith(f"WriteError: cannot write to {disk}/m"), said
            assert said[1] == known.states[0]


def test_imported_again_and_again_nothing_changes(known: Known, folder: Path) -> None:
    def files() -> dict[str, tuple[int, int]]:
        every = (path.stat() for path in sorted(folder.rglob("*")) if path.is_file())
        return {str(n): (each.st_size, each.st_mtime_ns) for n, each in enumerate(every)}

    before = files()
    for _ in range(cases(2)):
        done = import_release("onet", RELEASES[0], into=folder)
        assert not done.changed
        assert done.difference is None
    assert files() == before
    assert state(folder) == known.states[0]


def test_there_and_back_it_is_what_it_was_and_does_not_grow(known: Known, folder: Path) -> None:
    for _ in range(cases(1)):
        for n in (1, 0):
            import_release("onet", RELEASES[n], into=folder)
            assert state(folder) == known.states[n]
            assert len(list(folder.iterdir())) == 4


def test_while_one_import_is_at_work_another_is_told_so(known: Known, folder: Path) -> None:
    one = started(folder, RELEASES[1], "pause=1")
    one.go()
    one.said("at work")
    with pytest.raises(WriteError, match="another import is at work; wait until it ends"):
        import_release("onet", RELEASES[1], into=folder)
    assert state(folder) == known.states[0]
    one.go()
    code, said, errors = one.ends()
    assert code == 0, errors
    assert said == ["imported", known.states[1]]


@pytest.mark.parametrize("new", [False, True])
def test_of_two_imports_at_the_same_moment_one_is_done(
    known: Known, folder: Path, tmp_path: Path, new: bool
) -> None:
    for n in range(cases(1)):
        into = tmp_path / f"new{n}" if new else folder
        release = RELEASES[0] if new else other(known, folder)
        both = [started(into, release) for _ in range(2)]
        for each in both:
            each.go()
        ended = [each.ends() for each in both]
        outcomes = [said[0] for _, said, _ in ended]
        assert "imported" in outcomes, ended
        assert all(o == "imported" or "another import" in o for o in outcomes), ended
        assert state(into) == known.states[RELEASES.index(release)]
        assert free(into)


def test_a_folder_that_somebody_else_fills_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One makes the folder, another takes the lock: the first must leave it alone."""
    into = tmp_path / "market"
    real = os.open

    def overtaken(path: Any, *rest: Any, **more: Any) -> int:
        handle = real(path, *rest, **more)
        if str(path) == str(into / "lock"):
            fcntl.flock(real(path, os.O_RDWR), fcntl.LOCK_EX)
            (into / "1.forming").mkdir()
        return handle

    monkeypatch.setattr(os, "open", overtaken)
    with pytest.raises(WriteError, match="another import is at work"):
        import_release("onet", RELEASES[0], into=into)
    monkeypatch.undo()
    assert (into / "1.forming").is_dir()
    assert market.home(into) is None
