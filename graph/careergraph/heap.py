"""Many strings in one block of bytes: opened at once, and each made when it is asked for; and the
files in which such blocks are kept."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload
from weakref import finalize
from zipfile import BadZipFile
from zlib import error as ZlibError

from careergraph.errors import DamagedError

if TYPE_CHECKING:
    from careergraph.tables import Array


class Heap(Sequence[str]):
    """Strings as UTF-8, one after another; `ends` is where each ends."""

    def __init__(self, block: bytes, ends: "Array") -> None:
        self.block = block
        self.ends = ends

    @classmethod
    def of(cls, strings: Iterable[str]) -> "Heap":
        """Return the heap of some strings."""
        import numpy as np  # late: most commands do not need it

        encoded = [each.encode("utf-8", "surrogatepass") for each in strings]
        ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        return cls(b"".join(encoded), ends)

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[n] for n in range(len(self))[at]]
        at = range(len(self))[at]  # counts from the end, and raises IndexError beyond it
        begin = self.ends[at - 1] if at else 0
        return self.block[begin : self.ends[at]].decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        begin = 0
        for end in self.ends.tolist():
            yield self.block[begin:end].decode("utf-8", "surrogatepass")
            begin = end

    @classmethod
    def read(cls, held: Any, name: str) -> "Heap":
        """Return the heap that `parts` put among the arrays of a file."""
        return cls(held[name].tobytes(), held[f"{name}.ends"])

    def parts(self, name: str) -> "dict[str, Array]":
        """Return the heap as arrays, by name, for a file."""
        import numpy as np  # late: most commands do not need it

        return {name: np.frombuffer(self.block, np.uint8), f"{name}.ends": self.ends}


def place(ordered: Sequence[str], sought: str) -> int:
    """Return where a string stands among ordered ones, -1 when it is not there."""
    n = bisect_left(ordered, sought)
    return n if n < len(ordered) and ordered[n] == sought else -1


def arrays(path: Path) -> "Mapping[str, Array]":
    """Return the arrays in a file by name, each read when it is asked for.

    The file stays open as long as they are held, so that they stay what they were when another
    takes its place; it is closed with them, not whenever the collector comes to it. Raises
    DamagedError, now or when one is read.
    """
    return _Arrays(path)


class _Arrays(Mapping[str, "Array"]):
    """The arrays of a file."""

    def __init__(self, path: Path) -> None:
        import numpy as np  # late: most commands do not need it

        self._path = path
        file = path.open("rb")
        finalize(self, file.close)
        with self._reading():
            self._held = np.load(file, allow_pickle=False)

    def __getitem__(self, name: str) -> "Array":
        if name not in self._held:
            raise KeyError(name)
        with self._reading():
            found: Array = self._held[name]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (BadZipFile, ZlibError, EOFError, ValueError) as error:
            raise DamagedError(self._path, error) from None
