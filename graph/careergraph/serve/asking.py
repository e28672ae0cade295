"""A job, from when it is asked until its answer has been passed on, and what answers it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Protocol, cast

from careergraph.serve import frames

_STALLED = 1 << 20
"""Bytes of an answer that wait for the client before the worker is made to wait, too."""


class Workers(Protocol):
    """What answers jobs, as `Pool` does."""

    loop: asyncio.AbstractEventLoop

    def enter(self, asked: "Asked", /) -> None:
        """Have a job done. Raises Busy or Ended."""

    def leave(self, asked: "Asked", /) -> None:
        """Give a job up."""


class Busy(Exception):
    """No place is free, neither to run nor to wait."""


class Ended(Exception):
    """The worker ended before its answer was whole; `by` tells why, as in `keeper._cause`.

    Of an update it is what is wrong, with the `status` that this has.
    """

    def __init__(self, by: str, status: int = 503) -> None:
        super().__init__(by)
        self.by = by
        self.status = status


class Reply:
    """What a worker answers: `status`, `headers`, and the body, whole or in pieces."""

    def __init__(self, asked: "Asked", head: frames.Head, body: bytes | None) -> None:
        self.status = head.status
        self.headers = head.headers
        self.whole = body
        self.fault = head.fault
        self._asked = asked

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body of an answer that is not `whole`. Raises Ended when it breaks off."""
        while (piece := await self._asked.next()) is not None:
            yield piece


class Asked:
    """A job that is being done: `async with pool.asked(job) as reply`.

    Leaving before the answer is whole gives the job up. Raises Busy, or Ended when there is no
    answer.
    """

    def __init__(self, pool: Workers, job: bytes) -> None:
        self.job = job
        self.number = 0
        self.since = 0.0
        self.link: Link | None = None
        self.complete = False
        self.again = False
        self._pool = pool
        self._first: asyncio.Future[Reply] = pool.loop.create_future()
        self._pieces: deque[bytes | Ended | None] = deque()
        self._bytes = 0
        self._wanted: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Reply:
        self._pool.enter(self)
        try:
            return await self._first
        except BaseException:
            self._pool.leave(self)
            raise

    async def __aexit__(self, *_: object) -> None:
        if not self.complete:
            self._pool.leave(self)

    def answer(self, head: frames.Head, body: bytes) -> None:
        """Take an answer that is whole."""
        self.complete = True
        if not self._first.done():
            self._first.set_result(Reply(self, head, body))

    def begin(self, head: frames.Head, link: "Link") -> None:
        """Take the head of an answer that comes in pieces."""
        self.link = link
        if not self._first.done():
            self._first.set_result(Reply(self, head, None))

    def put(self, piece: bytes | Ended | None) -> None:
        """Take a piece of the body; None is its end, and Ended that there is no more of it."""
        if not isinstance(piece, bytes) and self.link:
            self.link.let_go()  # it has said all: what is still unread does not hold it up
            self.link = None
        self.complete = self.complete or piece is None
        self._pieces.append(piece)
        if isinstance(piece, bytes):
            self._bytes += len(piece)
        if self._bytes > _STALLED and self.link:
            self.link.pause()
        if self._wanted and not self._wanted.done():
            self._wanted.set_result(None)

    def end(self, why: Busy | Ended) -> None:
        """Take that there will be no answer, or no more of it."""
        self.complete = True  # nothing is left to be given up
        if not self._first.done():
            self._first.set_exception(why)
        elif isinstance(why, Ended):
            self.put(why)

    async def next(self) -> bytes | None:
        """Return the next piece, None after the last. Raises Ended."""
        while not self._pieces:
            self._wanted = self._pool.loop.create_future()
            await self._wanted
        piece = self._pieces.popleft()
        if isinstance(piece, Ended):
            raise piece
        self._bytes -= len(piece or b"")
        if self._bytes <= _STALLED and self.link:
            self.link.resume()
        return piece


class Link(asyncio.Protocol):
    """What one worker says, and the number the keeper knows it by.

    `heard` is told each message: its kind and its payload.
    """

    def __init__(self, number: int, heard: "Callable[[Link, int, bytes], None]") -> None:
        self.number = number
        self.current: Asked | None = None
        self.used = False
        self.replaced = False
        self._heard = heard
        self._assembler = frames.Assembler()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        """Take what has come over it."""
        for kind, payload in self._assembler.feed(data):
            self._heard(self, kind, payload)

    def pause(self) -> None:
        """Let the worker wait."""
        self._transport.pause_reading()

    def resume(self) -> None:
        """Let the worker go on."""
        if not self._transport.is_closing():
            self._transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take that all has been heard."""
        if self.current:
            self.current.end(Ended("crash"))

    def let_go(self) -> None:
        """Hear what the worker says of other jobs."""
        self.current = None
        self.resume()

    def close(self) -> None:
        """Hear no more of it."""
        self.current = None
        self._transport.close()
