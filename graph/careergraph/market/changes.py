"""What two releases of a source state differently: the lines of N-Triples that only one has.

Both may have millions of lines, most of them the same: of those only a number of 8 bytes is kept.
"""

import gzip
from collections.abc import Callable, Iterator
from itertools import compress, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[Any]

_PIECE = 1 << 16

Told = Callable[[bytes, bytes, bytes], None]
"""Told of a triple: subject, predicate and object, as they are written in N-Triples."""


class Lines(NamedTuple):
    """How many triples only one of two releases states."""

    added: int
    removed: int


def compare(before: Path, after: Path, *, added: Told, removed: Told) -> Lines:
    """Tell of every triple that only one of two releases states. Return how many those are.

    The releases are files of N-Triples, packed. Lines are told apart by 64 bits of a hash: of two
    releases of four million lines, one in a million such pairs would take two lines for the same.
    """
    import numpy as np  # late: most commands do not need it

    if before.samefile(after):  # a market does not copy what it keeps
        return Lines(0, 0)
    was = np.sort(_hashed(before))
    now: list[Numbers] = []
    came = 0
    for lines, numbers in _pieces(after):
        now.append(numbers)
        came += _tell(compress(lines, ~_among(numbers, was)), added)
    known = np.sort(np.concatenate(now)) if now else was[:0]
    went = 0
    for lines, numbers in _pieces(before):
        went += _tell(compress(lines, ~_among(numbers, known)), removed)
    return Lines(came, went)


def _tell(lines: Iterator[bytes], told: Told) -> int:
    count = 0
    for line in dict.fromkeys(lines):
        subject, predicate, rest = line.split(b" ", 2)
        told(subject, predicate, rest.removesuffix(b"\n").removesuffix(b" ."))
        count += 1
    return count


def _hashed(path: Path) -> "Numbers":
    import numpy as np

    with gzip.open(path, "rb") as lines:
        return np.fromiter(map(hash, lines), np.int64)


def _pieces(path: Path) -> "Iterator[tuple[list[bytes], Numbers]]":
    """The lines of a file, piece by piece, and the hash of each."""
    import numpy as np

    with gzip.open(path, "rb") as packed:
        while lines := list(islice(packed, _PIECE)):
            yield lines, np.fromiter(map(hash, lines), np.int64, len(lines))


def _among(numbers: "Numbers", known: "Numbers") -> "Numbers":
    """Whether each number is among those that are known, which are sorted."""
    import numpy as np

    if not known.size:
        return np.zeros(len(numbers), bool)
    order = np.argsort(numbers)  # in order they are found four times as fast
    place = np.searchsorted(known, numbers[order])
    found = np.empty(len(numbers), bool)
    found[order] = known[np.minimum(place, len(known) - 1)] == numbers[order]
    return found
