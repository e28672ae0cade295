"""What is written later than it is found: the edges, while the nodes are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, BinaryIO


class Waiting:
    """Texts that wait in a file until they are written after others."""

    def __init__(self, held: IO[bytes]) -> None:
        self._held = held

    def add(self, text: str) -> None:
        """Let a text wait behind those that do."""
        self._held.write(text.encode())

    def release(self, out: BinaryIO) -> None:
        """Write all that waited."""
        self._held.seek(0)
        copyfileobj(self._held, out)


@contextmanager
def waiting(place: Path) -> Iterator[Waiting]:
    """Give a room for texts, in a file beside `place` that is gone in the end."""
    with TemporaryFile(dir=place.parent) as held:
        yield Waiting(held)
