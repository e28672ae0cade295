"""Which files a generation of a market has, so that damage is found before anything is read.

`files.json` in a generation names the others, with their sizes and hashes. What Oxigraph writes
about its own work is not among them.
"""

import gzip
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

NAME = "files.json"
"""The file that names the others; without it none can be told from a damaged one."""

_NOTES = ("LOG", "LOCK")

Entry = tuple[int, str]
"""A file's size in bytes and its SHA-256."""


def write(folder: Path, *, before: Path | None = None) -> None:
    """Write down which files a finished generation has.

    Files that it shares with the generation `before` are not read again.
    """
    known = {} if before is None else _shared(before)
    found = {name: known.get(_identity(path)) or _entry(path) for name, path in _files(folder)}
    text = json.dumps(found, indent=0)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def damage(folder: Path, *, thoroughly: bool = False) -> dict[str, str]:
    """Return what has become of the files of a generation, by name, in words: nothing when whole.

    Their sizes are compared; `thoroughly`, what is in them too.
    """
    entries = _entries(folder)
    if entries is None:
        return {NAME: "is missing or damaged"}
    found = {name: _fault(folder / name, entry, thoroughly) for name, entry in entries.items()}
    return {name: fault for name, fault in found.items() if fault}


def lost(folder: Path, damaged: Collection[str]) -> set[str]:
    """Return the sources of a generation that cannot be used, by their names.

    Where the inventory itself is damaged, their files are read to the end to see whether they are
    sound.
    """
    if NAME not in damaged:
        return {each for name in damaged if (each := source_of(Path(name)))}
    every = sorted((folder / "sources").glob("*"))
    found: dict[str, list[bool]] = {}
    for path in every:
        found.setdefault(source(path), []).append(_sound(path))
    return {each for each, sound in found.items() if sound != [True] * len(_OF_A_SOURCE)}


_OF_A_SOURCE = ("json", "npz", "nt.gz")
"""The endings of the files of a source."""


def source_of(name: Path) -> str:
    """Return the source that a file of a generation is of, by its name; "" for one of none.

    >>> source_of(Path("sources/onet.nt.gz")), source_of(Path("store/000044.sst"))
    ('onet', '')
    """
    return source(name) if name.parent.name == "sources" else ""


def source(path: Path) -> str:
    """Return the source that a file is named after."""
    return path.name.partition(".")[0]


def _sound(path: Path) -> bool:
    """Whether a file of a source is whole, as far as it can say so itself."""
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                while packed.read(1 << 20):
                    pass
        elif path.suffix == ".npz":
            with ZipFile(path) as archive:
                return archive.testzip() is None
        else:
            json.loads(path.read_text(encoding="utf-8"))
    except (OSError, EOFError, ValueError, BadZipFile, ZlibError):
        return False
    return True


def _fault(path: Path, entry: Entry, thoroughly: bool) -> str:
    size, digest = entry
    try:
        there = path.stat().st_size
        if there != size:
            return f"has {there:,} bytes instead of {size:,}"
        same = not thoroughly or _sha256(path) == digest
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if same else "is not what was written"


def _entries(folder: Path) -> Mapping[str, Entry] | None:
    try:
        stated: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {str(name): (int(size), str(digest)) for name, (size, digest) in stated.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _shared(before: Path) -> dict[tuple[int, int], Entry]:
    """The entries of a generation by what its files are on disk."""
    entries = _entries(before) or {}
    files = dict(_files(before))
    return {_identity(files[name]): entry for name, entry in entries.items() if name in files}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != NAME and not path.name.startswith(_NOTES):
            yield name, path


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _entry(path: Path) -> Entry:
    return path.stat().st_size, _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
