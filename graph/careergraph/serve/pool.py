"""The server's side of the workers: who gets one, for how long, and what became of it.

At most `workers` jobs run in the fast lane and `waiting` more stand in line; beyond that a request
is refused at once. A job that takes longer than `worker.SLOW` leaves the fast lane, which gets a
new worker in its place, for the slow one, and is ended when that is full: queries that run away
never stop the short ones of others.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from careergraph.serve import frames, worker

_LOOK = 0.1
"""Seconds between two looks at what runs and waits too long, while anything does."""

_STALLED = 1 << 20
"""Bytes of an answer that wait for the client before the worker is made to wait, too."""


_PAUSE = 0.5
"""Seconds until what has just failed is tried again."""


class Busy(Exception):
    """No place is free, neither to run nor to wait."""


class Ended(Exception):
    """The worker ended before its answer was whole; `by` tells why, as in `keeper._cause`."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs run and wait, and what one may take; times are in seconds, sizes in bytes.

    `time` is that of a query itself, `transfer` that of its answer to a client that reads slowly.
    """

    workers: int = max(4, 2 * (os.cpu_count() or 1))
    slow: int = max(4, 2 * (os.cpu_count() or 1))
    waiting: int = 64
    patience: float = 10.0
    time: float = 30.0
    transfer: float = 600.0
    memory: int = 1 << 30


class Reply:
    """What a worker answers: `status`, `headers`, and the body, whole or in pieces."""

    def __init__(self, link: "_Link", head: frames.Head, body: bytes | None) -> None:
        self.status = head.status
        self.headers = head.headers
        self.whole = body
        self.last = head.last
        self.fault = head.fault
        self.complete = body is not None
        self._link = link

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the body of an answer that is not `whole`. Raises Ended when it breaks off."""
        while True:
            kind, payload = await self._link.next()
            if kind == frames.DATA:
                yield payload
                continue
            self.complete, self.last = True, bool(payload) or kind == frames.FAILED
            if kind == frames.FAILED:
                raise Ended("fault")
            return


class _Link(asyncio.Protocol):
    """The connection to one worker, and the number the keeper knows it by."""

    def __init__(self, number: int, gone: "Callable[[_Link], None]") -> None:
        self.number = number
        self.alive = True
        self.slow = False
        self.used = False
        self.since = 0.0
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._gone = gone
        self._assembler = frames.Assembler()
        self._arrived: deque[tuple[int, bytes]] = deque()
        self._bytes = 0
        self._wanted: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        for message in self._assembler.feed(data):
            self._arrived.append(message)
            self._bytes += len(message[1])
        if self._bytes > _STALLED:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.alive = False
        self._wake()
        self._gone(self)

    def _wake(self) -> None:
        if self._wanted and not self._wanted.done():
            self._wanted.set_result(None)

    def send(self, job: bytes) -> None:
        """Give the worker a job."""
        self._transport.write(frames.packed(frames.JOB, job))

    async def next(self) -> tuple[int, bytes]:
        """Return what the worker says next. Raises Ended."""
        while not self._arrived:
            if not self.alive:
                raise Ended(await self.cause())
            self._wanted = asyncio.get_running_loop().create_future()
            await self._wanted
        message = self._arrived.popleft()
        self._bytes -= len(message[1])
        if self._bytes <= _STALLED and self.alive:
            self._transport.resume_reading()
        return message

    async def cause(self) -> str:
        """Return what ended the worker, as the keeper says."""
        try:
            return await asyncio.wait_for(asyncio.shield(self.ended), 1.0)
        except TimeoutError:
            return "crash"

    def close(self) -> None:
        self._transport.close()


class _Asked:
    """A job that is being done, for as long as its answer is being passed on."""

    def __init__(self, pool: "Pool", job: bytes) -> None:
        self._pool = pool
        self._job = job
        self._link: _Link | None = None
        self._reply: Reply | None = None

    async def __aenter__(self) -> Reply:
        link = self._link = await self._pool.take()
        self._pool.begin(link, self._job)
        try:
            kind, payload = await link.next()
        except BaseException:
            self._pool.end(link)
            raise
        if kind == frames.WHOLE:
            self._reply = Reply(link, *frames.taken_apart(payload))
            self._pool.done(link, self._reply)  # before the client has it: others may go on
        else:
            self._reply = Reply(link, frames.read(payload), None)
        return self._reply

    async def __aexit__(self, *_: object) -> None:
        assert self._link is not None
        assert self._reply is not None
        if self._reply.whole is not None:
            return
        if self._reply.complete:
            self._pool.done(self._link, self._reply)
        else:
            self._pool.end(self._link)


class Pool:
    """The workers of one keeper."""

    def __init__(
        self, locations: list[str], limits: Limits, *, writable: bool = False,
        services: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.limits = limits
        self._writable = writable
        self._services = services
        self._forking: set[asyncio.Task[None]] = set()
        self._process: subprocess.Popen[bytes] | None = None
        self.told: dict[str, Any] = {}
        self.changed = asyncio.Event()
        self.lost = asyncio.Event()
        self._locations = locations
        self._idle: deque[_Link] = deque()
        self._links: dict[int, _Link] = {}
        self._line: deque[tuple[float, asyncio.Future[_Link]]] = deque()
        self._looking = False
        self._busy: dict[int, _Link] = {}
        self._number = 0
        self._closing = False

    async def start(self) -> "Pool":
        """Open the graph in a new keeper and fork the workers. Raises Ended with the reason."""
        ours, theirs = socket.socketpair()
        hears, says = socket.socketpair()
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "careergraph.serve.keeper"]
        passed = [theirs.fileno(), says.fileno()]
        self._process = subprocess.Popen(
            [*command, *map(str, passed)], pass_fds=passed, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        says.close()
        self._control = ours
        self._tell(
            {"graph": self._locations, "memory": self.limits.memory, "writable": self._writable,
             "services": list(self._services)}
        )  # fmt: skip
        return await self._meet(hears)

    async def updated(self, text: str, using: list[str], using_named: list[str]) -> "Pool":
        """Return the workers of the graph after an update. Raises Ended with what is wrong."""
        fresh = Pool(self._locations, self.limits, writable=True, services=self._services)
        fresh._control, theirs = socket.socketpair()
        hears, says = socket.socketpair()
        asked = {"update": text, "using": using, "using-named": using_named}
        self._tell(asked | {"seconds": self.limits.time}, theirs, says)
        theirs.close()
        says.close()
        await fresh._meet(hears)
        fresh.told = self.told | fresh.told
        return fresh

    async def _meet(self, hears: socket.socket) -> "Pool":
        """Wait until the keeper has the graph, and fork the workers."""
        hears.setblocking(False)
        reader, self._writer = await asyncio.open_connection(sock=hears)
        said = json.loads(await reader.readline() or b'{"error": ""}')
        if "error" in said:
            await self._forsake()
            raise Ended(said["error"])
        self.told = said["ready"]
        self._listener = asyncio.create_task(self._listen(reader))
        for _ in range(self.limits.workers):
            await self._fork()
        return self

    async def _forsake(self) -> None:
        """Leave the keeper, which then ends, and wait until it has."""
        self._control.close()
        if self._process:
            await asyncio.to_thread(_ended, self._process)
        self._writer.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            said = json.loads(line)
            if "changed" in said:
                self.changed.set()
            link = self._links.get(said.get("ended", 0))
            if link:
                del self._links[link.number]
                if not link.ended.done():
                    link.ended.set_result(said["by"])
        self.lost.set()
        for link in list(self._links.values()):
            if not link.ended.done():
                link.ended.set_result("keeper")
            link.close()
        for _, waiter in self._line:
            if not waiter.done():
                waiter.set_exception(Ended("keeper"))
        self.changed.set()

    def _tell(self, message: dict[str, Any], *passed: socket.socket) -> None:
        data = json.dumps(message).encode() + b"\n"
        with contextlib.suppress(OSError):  # a keeper that has gone is noticed by `_listen`
            sent = 0
            if passed:  # they come with the first of the bytes
                sent = socket.send_fds(self._control, [data], [each.fileno() for each in passed])
            self._control.sendall(data[sent:])

    async def _fork(self) -> None:
        self._number += 1
        ours, theirs = socket.socketpair()
        link = _Link(self._number, self._gone)
        self._links[link.number] = link
        self._tell({"fork": link.number}, theirs)
        theirs.close()
        ours.setblocking(False)
        await asyncio.get_running_loop().create_connection(lambda: link, sock=ours)
        self._free(link)

    def _free(self, link: _Link) -> None:
        """Give a worker to who waits first, else let it rest."""
        while self._line:
            _, waiter = self._line.popleft()
            if not waiter.done():
                waiter.set_result(link)
                return
        self._idle.append(link)

    def _gone(self, link: _Link) -> None:
        """A worker has ended: another takes its place, unless one already has."""
        with contextlib.suppress(ValueError):
            self._idle.remove(link)
        if not link.slow:
            link.slow = True  # it is replaced once
            self._replace(link)

    def _replace(self, link: _Link) -> None:
        """Fork a worker in the place of one; not at once when that has ended without any work."""
        task = asyncio.ensure_future(self._fork_after(0.0 if link.used else _PAUSE))
        self._forking.add(task)
        task.add_done_callback(self._forking.discard)

    async def _fork_after(self, seconds: float) -> None:
        if seconds:
            await asyncio.sleep(seconds)
        while not self._closing and not self.lost.is_set():
            try:
                await self._fork()
            except OSError:  # no descriptor is left: until a client leaves
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def take(self) -> _Link:
        """Return a worker that is free, in turn. Raises Busy, or Ended when there are none."""
        while True:
            if self._idle:
                link = self._idle.pop()  # the one that worked last: its memory is at hand
            elif self.lost.is_set():
                raise Ended("keeper")
            elif len(self._line) >= self.limits.waiting:
                raise Busy
            else:
                link = await self._queue()
            if link.alive:
                return link

    async def _queue(self) -> _Link:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[_Link] = loop.create_future()
        place = loop.time(), waiter
        self._line.append(place)
        self._keep_looking()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and not waiter.exception():
                self._free(waiter.result())
            with contextlib.suppress(ValueError):
                self._line.remove(place)
            raise

    def asked(self, job: bytes) -> "_Asked":
        """Have a job done: `async with pool.asked(job) as reply`.

        Leaving before the answer is whole ends the worker. Raises Busy, or Ended when there is no
        answer.
        """
        return _Asked(self, job)

    def begin(self, link: _Link, job: bytes) -> None:
        """Give a job to a worker, and look after a while whether it is slow."""
        self._busy[link.number] = link
        link.used = True
        link.since = asyncio.get_running_loop().time()
        self._keep_looking()
        link.send(job)

    def done(self, link: _Link, reply: Reply) -> None:
        """Take a worker back that has answered."""
        self._leave(link)
        if link.slow or reply.last:
            link.close()
        elif link.alive:
            self._free(link)

    def end(self, link: _Link) -> None:
        """End a worker that has not answered."""
        self._leave(link)
        self._tell({"kill": link.number})
        link.close()

    def _leave(self, link: _Link) -> None:
        self._busy.pop(link.number, None)

    def _keep_looking(self) -> None:
        if not self._looking:
            self._looking = True
            asyncio.get_running_loop().call_later(_LOOK, self._look)

    def _look(self) -> None:
        """See to what takes too long; one timer for all is cheaper than one for each job."""
        now = asyncio.get_running_loop().time()
        for link in list(self._busy.values()):
            if not link.slow and now - link.since > worker.SLOW:
                self._slow_down(link)
            elif now - link.since > worker.SLOW + self.limits.transfer:
                # the system ends it at its deadline, but for the time it takes the client to read
                self._give_up(link, "time")
        while self._line and now - self._line[0][0] > self.limits.patience:
            _, waiter = self._line.popleft()
            if not waiter.done():
                waiter.set_exception(Busy())
        self._looking = False
        if self._busy or self._line:
            self._keep_looking()

    def _slow_down(self, link: _Link) -> None:
        """Move a job out of the fast lane, or end it when the slow one is full."""
        if sum(each.slow for each in self._busy.values()) >= self.limits.slow:
            self._give_up(link, "crowd")
            return
        link.slow = True
        self._replace(link)

    def _give_up(self, link: _Link, why: str) -> None:
        if not link.ended.done():
            link.ended.set_result(why)
        self.end(link)

    @property
    def busy(self) -> tuple[int, int, int]:
        """How many jobs run in the fast lane, in the slow one, and wait."""
        slow = sum(link.slow for link in self._busy.values())
        return len(self._busy) - slow, slow, len(self._line)

    async def close(self, *, patience: float = 0.0) -> None:
        """End the keeper and its workers, after those at work or after `patience` seconds."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._busy:
                    await asyncio.sleep(0.02)
        await self._forsake()


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait until a keeper has ended, and see that it does."""
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
