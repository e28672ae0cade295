"""A market on disk: a folder in which every change makes a new generation, whole or not at all.

    FOLDER/CURRENT        the number of the generation that is open to readers
    FOLDER/12/            that generation: what is in it says `market.building`
    FOLDER/lock           held by whoever makes the next one

A generation is built beside the current one and becomes it by the renaming of one small file.
Killed at any moment, the folder opens with the old generation or the new one. The one before is
kept until the next is made, for those who still read it.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from careergraph.errors import DamagedError, ReadError, WriteError
from careergraph.market import inventory
from careergraph.store import write_whole

_CURRENT = "CURRENT"
_FORMING = ".forming"


def is_market(path: Path) -> bool:
    """Return whether a folder is a market. The first generation may not be named yet."""
    return (path / _CURRENT).is_file() or _last(path) is not None


def generation(folder: Path) -> str | None:
    """Return the number of the generation that is open to readers; None where there is none."""
    try:
        return current(folder).name
    except (ReadError, DamagedError):
        return None


def _last(folder: Path) -> Path | None:
    """The last generation that is there, if there is one: each is whole."""
    numbers = _numbered(folder) if folder.is_dir() else []
    found = [n for n in numbers if (folder / str(n) / inventory.NAME).is_file()]
    return folder / str(found[-1]) if found else None


def current(folder: Path) -> Path:
    """Return the folder of the generation that is open to readers.

    Raises ReadError when there is none, or when what it names is not there.
    """
    if not (folder / _CURRENT).exists():
        last = _last(folder)
        if last:
            return last
    try:
        name = (folder / _CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise ReadError(f"{folder}: no market here; 'careergraph import' makes one") from None
    found = folder / name
    if not name.isdigit() or not found.is_dir():
        raise DamagedError(folder, f"CURRENT names {name[:40]!r}, which is not there")
    return found


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a market for writing; its folder is made when it is not there.

    What an interrupted import left behind is removed. Raises WriteError when another process
    holds it, or when the folder is something else.
    """
    made = _prepare(folder)
    try:
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WriteError(f"cannot write to {folder}: {error.strerror}") from None
    try:
        _hold(handle, folder)
        try:
            _mend(folder)
            _tidy(folder)
            yield
        finally:  # while the lock is held: what another import has begun is not to be removed
            if made and not is_market(folder):
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)


def _hold(handle: int, folder: Path) -> None:
    """Take the lock. Raises WriteError when another has it, or has just removed the folder."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = os.path.samestat(os.fstat(handle), (folder / "lock").stat())
    except OSError:
        there = False
    if not there:
        raise WriteError(f"{folder}: another import is at work; wait until it ends")


def _prepare(folder: Path) -> bool:
    """Make the folder of a market. Return whether there was none."""
    if folder.exists():
        if not folder.is_dir():
            raise WriteError(f"cannot write to {folder}: it is a file; name a folder")
        if not is_market(folder) and not all(map(_ours, folder.iterdir())):
            known = "; name an empty folder, or one that an import made"
            raise WriteError(f"cannot write to {folder}: it holds other files{known}")
        return False
    try:
        folder.mkdir()
    except FileExistsError:  # another import has just made it
        return _prepare(folder)
    except OSError as error:
        raise WriteError(f"cannot make the folder {folder}: {error.strerror}") from None
    return True


def _ours(path: Path) -> bool:
    """Whether a file is one that an import makes; one that was cut short leaves some behind."""
    return path.name in ("lock", _CURRENT) or path.name.isdigit() or _is_unfinished(path)


def _is_unfinished(path: Path) -> bool:
    """Whether a generation, or the naming of one, was cut short."""
    return path.name.endswith(_FORMING) or path.name.startswith(f".{_CURRENT}.")


def _mend(folder: Path) -> None:
    """Name the last generation as the current one where none is named that is there."""
    try:
        current(folder)
    except ReadError:
        last = max(_numbered(folder), default=0)
        if last:
            write_whole(folder / _CURRENT, f"{last}\n".encode("ascii"))
        else:
            (folder / _CURRENT).unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    """Remove what no reader can be reading: the unfinished, and all before the last but one."""
    numbers = _numbered(folder)
    now = int(current(folder).name) if is_market(folder) else 0
    before = max((n for n in numbers if n < now), default=0)
    stale = [folder / str(n) for n in numbers if n not in (now, before)]
    unfinished = filter(_is_unfinished, list(folder.iterdir()))
    for each in (*stale, *unfinished):
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        else:
            each.unlink(missing_ok=True)


def _numbered(folder: Path) -> list[int]:
    return sorted(int(p.name) for p in folder.iterdir() if p.name.isdigit() and p.is_dir())


@contextmanager
def forming(folder: Path) -> Iterator[Path]:
    """Give an empty folder for the next generation, which becomes the current one at the end, with
    an inventory of what is in it then.

    When anything goes wrong inside, nothing is changed. Call it while the market is `locked`.
    Raises WriteError when the disk is full or cannot be written.
    """
    number = max(_numbered(folder), default=0) + 1
    beside = folder / f"{number}{_FORMING}"
    try:
        beside.mkdir()
        yield beside
        inventory.write(beside, before=current(folder) if is_market(folder) else None)
        _sync(beside)
        beside.rename(folder / str(number))
        write_whole(folder / _CURRENT, f"{number}\n".encode("ascii"))
        _sync(folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, (ReadError, WriteError)):
            raise
        raise WriteError(f"cannot write to {folder}: {error.strerror or error}") from None
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    _tidy(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
