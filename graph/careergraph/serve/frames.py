"""Messages between the server and its workers: a kind, a length, and bytes.

A worker takes a job, its number and what it is, marshalled, from a queue. It answers over a
connection of its own with a WHOLE answer (the number, the head as JSON and the body), or with a
HEAD (the number and the JSON), pieces of DATA and an END; FAILED instead of an END says that the
answer broke off.
"""

import json
import os
import select
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import BinaryIO, NamedTuple

WHOLE, HEAD, DATA, END, FAILED = range(5)

_FRAME = struct.Struct(">BI")
NUMBER = struct.Struct("Q")
"""How the number of a job is written."""

_NUMBER_AND_LENGTH = struct.Struct("QI")


class Head(NamedTuple):
    """What comes before a body; `fault` is where in the code the answer failed, if it did."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    fault: str = ""


def packed(kind: int, payload: bytes = b"") -> bytes:
    """Return a message as bytes."""
    return _FRAME.pack(kind, len(payload)) + payload


def whole(number: int, head: Head, body: bytes) -> bytes:
    """Return the message with a whole answer to a job."""
    said = written(head)
    return packed(WHOLE, _NUMBER_AND_LENGTH.pack(number, len(said)) + said + body)


def beginning(number: int, head: Head) -> bytes:
    """Return the message with the head of an answer to a job."""
    return packed(HEAD, NUMBER.pack(number) + written(head))


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


def taken_apart(payload: bytes) -> tuple[int, Head, bytes]:
    """Return the number of the job, the head and the body of a whole answer."""
    number, length = _NUMBER_AND_LENGTH.unpack_from(payload)
    end = _NUMBER_AND_LENGTH.size + length
    return number, read(payload[_NUMBER_AND_LENGTH.size : end]), payload[end:]


def begun(payload: bytes) -> tuple[int, Head]:
    """Return the number of the job and the head of an answer that has begun."""
    return NUMBER.unpack_from(payload)[0], read(payload[NUMBER.size :])


def enqueue(queue: socket.socket, number: int, job: bytes) -> None:
    """Put a job into the queue. Raises BlockingIOError when that is full, NoRoomError, OSError."""
    said = NUMBER.pack(number)
    if len(job) <= _INLINE:
        queue.send(said + job)
        return
    with _holding(job) as file:
        socket.send_fds(queue, [said], [file.fileno()])


_INLINE = 60_000 if sys.platform == "linux" else 1_400
"""Bytes of a job that the queue holds itself; a longer one lies in a file that comes with it."""


class NoRoomError(Exception):
    """There is no room for a job of this length."""


@contextmanager
def _holding(job: bytes) -> Iterator[BinaryIO]:
    """A file with a job in it: in memory where the system has such."""
    try:
        if sys.platform == "linux":
            file = os.fdopen(os.memfd_create("job"), "w+b")
        else:
            file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the `with` below
        file.write(job)
        file.flush()
    except OSError as error:
        raise NoRoomError from error
    with file:
        yield file


class Queue:
    """Jobs from the queue that all workers share: whoever is free takes the next.

    Of several that wait, Linux always wakes the same one, which so does most of the work: what it
    needs is still near the processor, where taking turns would find it nowhere.
    """

    def __init__(self, queue: socket.socket) -> None:
        self._queue = queue
        self._read = bytearray(1 << 16)  # kept: to get and free as much each time costs
        self._waits = _first_come(queue) if sys.platform == "linux" else None

    def next(self) -> tuple[int, bytes]:
        """Wait for a job, and return its number and what it is."""
        yielded = False
        while True:
            flags = socket.MSG_DONTWAIT if self._waits else 0
            try:
                size, passed, _, _ = self._queue.recvmsg_into([self._read], _PASSED, flags)
            except BlockingIOError:
                assert self._waits is not None
                if yielded:
                    self._waits.poll()
                else:  # to be woken is dear: the server may be about to ask for more
                    os.sched_yield()
                yielded = not yielded
                continue
            (number,) = NUMBER.unpack_from(self._read)
            if passed:
                return number, _from_file(passed[0][2])
            return number, bytes(self._read[NUMBER.size : size])


def _first_come(queue: socket.socket) -> "select.epoll":
    """What waits for a queue and is woken alone: who began with it first, of those that wait."""
    waits = select.epoll()
    waits.register(queue.fileno(), select.EPOLLIN | select.EPOLLEXCLUSIVE)
    return waits


_PASSED = socket.CMSG_SPACE(struct.calcsize("i"))


def _from_file(passed: bytes) -> bytes:
    """A job that was too long for the queue."""
    (descriptor,) = struct.unpack("i", passed)
    with os.fdopen(descriptor, "rb") as file:
        file.seek(0)
        return file.read()


class Assembler:
    """Messages from bytes as they arrive."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
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
