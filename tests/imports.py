"""An import in a process of its own, to be stopped; and what tells one state of a market.

    python imports.py FOLDER RELEASE [NAME=NUMBER ...]

It says `ready` when all is loaded and starts when it is told to on stdin. `event=N` kills it at the
Nth operation on files of the market, `size=N` lets no file grow beyond N bytes, `pause=1` waits for
a line at the first progress. It says what came of it, and what state the market is in.
"""

import hashlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from careergraph import market, shelf
from careergraph.market.importing import import_release, silent
from careergraph.model import RECORDS

SAMPLES = Path(__file__).parent / "samples" / "onet"
RELEASES = (SAMPLES / "db_30_1_text", SAMPLES / "db_30_3_text")

_EVENTS = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir"}


def state(folder: Path) -> str:
    """What a market holds, all its quads and records, as one number; nothing when it is none."""
    home = market.home(folder)
    if home is None:
        return ""
    digest = hashlib.sha256()
    for line in sorted(map(str, market.opened(home))):
        digest.update(line.encode() + b"\n")
    for cls in RECORDS:
        for record in shelf.load(cls, home / "records" / f"{cls.__name__}.npz"):
            digest.update(repr(record).encode() + b"\n")
    return digest.hexdigest()


def started(folder: Path, release: Path, *options: str, before: tuple[str, ...] = ()) -> "Import":
    """Start a process that is about to import a release."""
    command = [*before, sys.executable, __file__, str(folder), str(release), *options]
    return Import(command)


class Import:
    """A process that imports when it is told to go."""

    def __init__(self, command: list[str]) -> None:
        source = str(Path(market.__file__).parents[2])
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": source},
        )  # fmt: skip
        self.said("ready")

    def said(self, word: str) -> None:
        """Wait until it says a word."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line.strip() != word:
            _, errors = self.process.communicate()
            raise AssertionError(f"{line!r} is not {word!r}: {errors}")

    def go(self) -> None:
        """Let it start, or go on after a pause."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def ends(self) -> tuple[int, list[str], str]:
        """Wait for its end: the exit code, what it said, and on stderr."""
        out, errors = self.process.communicate()
        return self.process.returncode, out.splitlines(), errors


def _main(folder: str, release: str, *options: str) -> None:
    chosen = {name: int(value) for name, value in (each.split("=") for each in options)}
    # A shell lets what it runs in the background hear nothing of Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        print("ready", flush=True)
        sys.stdin.readline()
        if "size" in chosen:
            resource.setrlimit(resource.RLIMIT_FSIZE, (chosen["size"], chosen["size"]))
        if "event" in chosen:
            _die_at(chosen["event"], folder)
        told = _pause if "pause" in chosen else silent
        import_release("onet", release, into=folder, progress=told)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        outcome = "imported"
    except OSError as error:
        outcome = f"{type(error).__name__}: {error}"
    except KeyboardInterrupt:
        outcome = "interrupted"
    print(outcome, flush=True)
    print(state(Path(folder)), flush=True)


def _die_at(count: int, folder: str) -> None:
    left = [count]

    def watch(event: str, about: tuple[object, ...]) -> None:
        if event in _EVENTS and any(str(each).startswith(folder) for each in about):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


_paused: list[str] = []


def _pause(what: str, count: int, part: float | None = None) -> None:
    if not _paused:
        _paused.append(what)
        print("at work", flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    _main(*sys.argv[1:])
