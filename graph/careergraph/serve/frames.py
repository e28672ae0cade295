"""Messages between the server and its workers: a kind, a length, and bytes.

To a worker goes a JOB, its JSON. Back comes a WHOLE answer (the head as JSON and the body), or a
HEAD, pieces of DATA and an END; FAILED instead of an END says that the answer broke off. A worker
that has a reason to end says with its answer that it is the `last`.
"""

import json
import socket
import struct
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

JOB, WHOLE, HEAD, DATA, END, FAILED = range(6)

_FRAME = struct.Struct(">BI")
_LENGTH = struct.Struct(">I")


class Head(NamedTuple):
    """What comes before a body; `last` says that no more will come from this worker.

    `fault` is where in the code the answer failed, if it did.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    last: bool = False
    fault: str = ""


def packed(kind: int, payload: bytes = b"") -> bytes:
    """Return a message as bytes."""
    return _FRAME.pack(kind, len(payload)) + payload


def whole(head: Head, body: bytes) -> bytes:
    """Return the message with a whole answer."""
    said = written(head)
    return packed(WHOLE, _LENGTH.pack(len(said)) + said + body)


# Most answers have one of a few heads: they are put into bytes, and read, once.


@lru_cache(maxsize=256)
def written(head: Head) -> bytes:
    """Return a head as bytes."""
    return json.dumps(head).encode()


@lru_cache(maxsize=256)
def read(said: bytes) -> Head:
    """Return the head that `written` gave."""
    status, headers, *rest = json.loads(said)
    return Head(status, tuple((name, value) for name, value in headers), *rest)


def taken_apart(payload: bytes) -> tuple[Head, bytes]:
    """Return the head and the body of a whole answer."""
    (length,) = _LENGTH.unpack_from(payload)
    end = _LENGTH.size + length
    return read(payload[_LENGTH.size : end]), payload[end:]


class Listener:
    """Messages from a blocking connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._assembler = Assembler()
        self._arrived: deque[tuple[int, bytes]] = deque()
        self._read = memoryview(bytearray(1 << 16))  # kept: to get and free as much each time costs

    def next(self) -> tuple[int, bytes] | None:
        """Return the next message; None when the other side has left."""
        while not self._arrived:
            size = self._connection.recv_into(self._read)
            if not size:
                return None
            self._arrived += self._assembler.feed(self._read[:size])
        return self._arrived.popleft()


class Assembler:
    """Messages from bytes as they arrive."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        """Yield each message that is whole once `data` has come."""
        self._bytes += data
        at = 0
        while len(self._bytes) - at >= _FRAME.size:
            kind, length = _FRAME.unpack_from(self._bytes, at)
            end = at + _FRAME.size + length
            if len(self._bytes) < end:
                break
            yield kind, bytes(self._bytes[at + _FRAME.size : end])
            at = end
        del self._bytes[:at]
