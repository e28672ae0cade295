"""The files of a release, from a folder, a zip, or zips in a folder, as they were downloaded."""

import csv
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from careergraph.encoding import utf_16
from careergraph.errors import ReadError
from careergraph.sources.findings import Findings
from careergraph.sources.rows import Rows


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by our names, without blanks around them, and its place."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Files:
    """The files of a release by name. Names have no folders: publishers move files about.

    Raises ReadError when `path` does not exist, or is a zip that is cut short.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._stated: set[str] = set()
        self._read: dict[str, Callable[[], float]] = {}  # how much of a file, from 0 to 1

    @cached_property
    def _found(self) -> dict[str, tuple[Path, str | None]]:
        """Where each file is: on disk, or in a zip under the given name."""
        found: dict[str, tuple[Path, str | None]] = {}
        for each in self._on_disk():
            if each.suffix.lower() == ".zip":
                for member in _members(each):
                    found.setdefault(PurePosixPath(member).name, (each, member))
            else:
                found.setdefault(each.name, (each, None))
        return dict(sorted(found.items()))

    def _on_disk(self) -> list[Path]:
        if self.path.is_dir():
            found = sorted(p for p in self.path.rglob("*") if p.is_file())
            if not found:
                raise ReadError(f"{self.path}: the folder is empty")
            return found
        if not self.path.exists():
            raise ReadError(f"cannot read {self.path}: there is no such file or folder")
        return [self.path]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files, sorted."""
        return tuple(self._found)

    @property
    def archives(self) -> tuple[str, ...]:
        """The names of the zips that files are in, sorted."""
        return tuple(sorted({path.name for path, member in self._found.values() if member}))

    def find(self, *patterns: str) -> str | None:
        """Return the first file whose name is like one of these, the first pattern first.

        Case does not matter; `*` stands for anything.
        """
        for pattern in patterns:
            for name in self._found:
                if fnmatch(name.lower(), pattern.lower()):
                    return name
        return None

    @property
    def part_read(self) -> float:
        """What part has been read, from 0 to 1, of all bytes of the files that were hashed.

        These are the files that a reader names as its own; others may lie beside them. A table is
        read as far as its rows were taken; what is read again counts from its beginning.
        """
        sizes = {name: self._sizes[name] for name in self._stated}
        read = sum(size * self._read[name]() for name, size in sizes.items() if name in self._read)
        return read / max(sum(sizes.values()), 1)

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return {name: _size(*place) for name, place in self._found.items()}

    @contextmanager
    def _following(self, name: str, part: Callable[[], float]) -> Iterator[None]:
        """Know how far a file is read, from now on until it is no more."""
        self._read[name] = part
        try:
            yield
        finally:
            self._read[name] = lambda: 1.0

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """Open a file for reading, piece by piece. Raises ReadError, also while it is read."""
        with (
            self._opened(name) as opened,
            self._following(name, lambda: opened.tell() / max(self._sizes[name], 1)),
        ):
            yield opened

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        path, member = self._found[name]
        try:
            if member is None:
                with path.open("rb") as opened:
                    yield opened
            else:
                with zipfile.ZipFile(path) as archive, archive.open(member) as part:
                    yield part
        except ReadError:  # an OSError as well, and worded already
            raise
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError,
                RuntimeError) as error:  # fmt: skip
            raise ReadError(f"cannot read {self.place(name)}: {_reason(error)}") from None

    def content(self, name: str) -> bytes:
        """Return the bytes of a file. Raises ReadError."""
        with self.stream(name) as opened:
            return opened.read()

    def sha256(self, name: str) -> str:
        """Return the SHA-256 of a file in lower-case hexadecimal."""
        self._stated.add(name)
        digest = hashlib.sha256()
        with self._opened(name) as opened:
            while piece := opened.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest()

    def text(self, name: str, findings: Findings) -> str:
        """Return a file as text: UTF-8, or, with a finding, UTF-16 or Windows-1252."""
        content = self.content(name)
        if codec := utf_16(content):
            findings.note("file that is not UTF-8; read as UTF-16", name)
            return content.decode(codec, errors="replace")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            if error.reason == "unexpected end of data":
                findings.note("file cut short inside a character", f"{name}, line {line}")
                return content[: error.start].decode("utf-8-sig")
            findings.note("file that is not UTF-8; read as Windows-1252", f"{name}, line {line}")
            return content.decode("cp1252", errors="replace")

    def rows(
        self, name: str, columns: Mapping[str, Sequence[str]], findings: Findings, *,
        needed: Sequence[str] = (), delimiter: str | None = None, open_end: bool = False,
    ) -> Iterator[Row]:  # fmt: skip
        """Yield the rows of a table.

        `columns` names each column as we call it and as the publisher may call it, the likeliest
        first; case, spaces and punctuation do not matter. Columns of the file that are not among
        them are findings, and so is a row with more or fewer cells than the header, which is left
        out, and a last one that is cut short; with `open_end` the publisher writes no end of line
        after it. Raises ReadError when a `needed` column is not there.
        """
        text = self.text(name, findings)
        first = text.split("\n", 1)[0]
        separator = delimiter or max(("\t", ",", ";"), key=first.count)
        # Tab-separated releases write quotation marks as they are.
        lines = Rows(text, name, findings, delimiter=separator, quotes=separator != "\t",
                     open_end=open_end)  # fmt: skip
        with self._following(name, lambda: lines.part):
            try:
                each = iter(lines)
                header = next(each, [])
                at = self.columns(name, header, columns, findings, needed)
                for cells in each:
                    place = f"{name}, line {lines.number}"
                    if len(cells) != len(header):
                        if cells:
                            what = f"row of {len(cells)} cells where the header has {len(header)}"
                            findings.note(what, place)
                        continue
                    yield Row(place, {ours: cells[n].strip() for ours, n in at.items()})
            except csv.Error as error:
                raise ReadError(f"{self.place(name)}, line {lines.number}: {error}") from None

    def columns(
        self, name: str, header: list[str], columns: Mapping[str, Sequence[str]],
        findings: Findings, needed: Sequence[str],
    ) -> dict[str, int]:  # fmt: skip
        """Return the place of each of our columns in a header, as `rows` looks for them."""
        there = {_plain(cell): n for n, cell in reversed([*enumerate(header)])}
        at = {}
        for ours, theirs in columns.items():
            place = next((there[_plain(t)] for t in theirs if _plain(t) in there), None)
            if place is not None:
                at[ours] = place
        missing = [columns[ours][0] for ours in needed if ours not in at]
        if missing:
            has = ", ".join(filter(None, header)) or "nothing"
            raise ReadError(f"{self.place(name)}: no column {missing[0]!r}; it has {has[:300]}")
        for n, cell in enumerate(header):
            if n not in at.values() and cell.strip():
                findings.note("column that is not known; left out", f"{name}: {cell.strip()}")
        return at

    def place(self, name: str) -> str:
        """Return where a file is, for a message."""
        path, member = self._found[name]
        return str(path) if member is None else f"{path}, {member}"


def slug(name: str) -> str:
    """Return a file's name as it may stand in an IRI.

    >>> slug("Occupation Data.txt")
    'Occupation-Data.txt'
    """
    return "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "-" for c in name)


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return sorted(info.filename for info in archive.infolist() if not info.is_dir())
    except (zipfile.BadZipFile, OSError) as error:
        hint = "it is cut short or no zip; download it again"
        why = hint if isinstance(error, zipfile.BadZipFile) else _reason(error)
        raise ReadError(f"cannot read {path}: {why}") from None


def _size(path: Path, member: str | None) -> int:
    if member is None:
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return archive.getinfo(member).file_size


def _plain(cell: str) -> str:
    return "".join(c for c in cell.lower() if c.isalnum())


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
