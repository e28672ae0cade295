"""The server's side of the workers: how many jobs are done at a time, and what became of each.

Jobs go into one queue, from which whichever worker is free takes the next: a short one follows the
last without anybody being asked or woken. At most `workers` jobs run in the fast lane and `waiting`
more stand in line; beyond that a request is refused at once. A job that takes longer than
`worker.SLOW` leaves the fast lane, which gets a new worker in its place, for the slow one, and is
ended when that is full: queries that run away never stop the short ones of others.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from careergraph.serve import frames, worker
from careergraph.serve.asking import Asked, Busy, Ended, Link, Reply

__all__ = ["Busy", "Ended", "Limits", "Pool", "Reply"]

_LOOK = 0.1
"""Seconds between two looks at what waits or runs too long, while anything does."""

_PAUSE = 0.5
"""Seconds until what has just failed is tried again."""

_AHEAD = 8
"""The most jobs that lie in the queue of the system, which takes ten."""

_LOST = 0.05
"""Seconds that a job must have been on its way to be taken for lost."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many jobs run and wait, and what one may take; times are in seconds, sizes in bytes.

    `time` is that of a query itself, `transfer` that of its answer to a client that reads slowly.
    """

    workers: int = max(4, 2 * (os.cpu_count() or 1))
    slow: int = 4 * max(4, 2 * (os.cpu_count() or 1))
    waiting: int = 64
    patience: float = 10.0
    time: float = 30.0
    transfer: float = 600.0
    memory: int = 1 << 30


class Pool:
    """The workers of one keeper."""

    def __init__(
        self, locations: list[str], limits: Limits, *, writable: bool = False,
        services: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self.limits = limits
        self.loop = asyncio.get_running_loop()
        self.told: dict[str, Any] = {}
        self.changed = asyncio.Event()
        self.lost = asyncio.Event()
        self._locations = locations
        self._writable = writable
        self._services = services
        self._process: subprocess.Popen[bytes] | None = None
        self._forking: set[asyncio.Task[None]] = set()
        self._links: dict[int, Link] = {}
        self._ahead = min(limits.workers, limits.waiting, _AHEAD)
        self._line: deque[Asked] = deque()  # not yet in the queue
        self._fast: dict[int, Asked] = {}  # in the queue or with a worker
        self._slow: dict[int, Asked] = {}
        self._left: dict[int, Asked] = {}  # given up by who asked
        self._looking = False
        self._number = 0
        self._closing = False

    async def start(self) -> "Pool":
        """Open the graph in a new keeper and fork the workers. Raises Ended with the reason."""
        theirs, hears = self._sockets()
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        passed = [each.fileno() for each in theirs]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "careergraph.serve.keeper", *map(str, passed)],
            pass_fds=passed, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        for each in theirs:
            each.close()
        self._tell(
            {"graph": self._locations, "memory": self.limits.memory, "writable": self._writable,
             "services": list(self._services)}
        )  # fmt: skip
        return await self._meet(hears)

    async def updated(self, text: str, using: list[str], using_named: list[str]) -> "Pool":
        """Return the workers of the graph after an update. Raises Ended with what is wrong."""
        fresh = Pool(self._locations, self.limits, writable=True, services=self._services)
        theirs, hears = fresh._sockets()
        asked = {"update": text, "using": using, "using-named": using_named}
        self._tell(asked | {"seconds": self.limits.time}, *theirs)
        for each in theirs:
            each.close()
        await fresh._meet(hears)
        fresh.told = self.told | fresh.told
        return fresh

    def _sockets(self) -> tuple[list[socket.socket], socket.socket]:
        """Make the ways to and from a keeper: its ends of three, and where it is heard."""
        self._control, control = socket.socketpair()
        hears, news = socket.socketpair()
        self._queue, queue = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._queue.setblocking(False)
        hears.setblocking(False)
        return [control, news, queue], hears

    async def _meet(self, hears: socket.socket) -> "Pool":
        """Wait until the keeper has the graph, and fork the workers."""
        reader, self._writer = await asyncio.open_connection(sock=hears)
        said = json.loads(await reader.readline() or b'{"error": ""}')
        if "error" in said:
            await self._forsake()
            raise Ended(said["error"], said.get("status", 503))
        self.told = said["ready"]
        self._listener = asyncio.create_task(self._listen(reader))
        try:
            for _ in range(self.limits.workers):
                await self._fork()
        except BaseException:
            await self._forsake()
            raise
        return self

    async def _forsake(self) -> None:
        """Leave the keeper, which then ends, and wait until it has."""
        self._control.close()
        if self._process:
            await asyncio.to_thread(_ended, self._process)
        self._writer.close()
        self._queue.close()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            said = json.loads(line)
            if "changed" in said:
                self.changed.set()
            elif "slow" in said:
                self._slow_down(said["slow"], said["job"])
            elif "ended" in said:
                self._gone(said["ended"], said["by"], said["job"], said["running"])
        self.lost.set()
        for link in self._links.values():
            link.close()
        for asked in (*self._line, *self._fast.values(), *self._slow.values()):
            asked.end(Ended("keeper"))
        self._line.clear()
        self._fast.clear()
        self._slow.clear()
        self.changed.set()

    def _tell(self, message: dict[str, Any], *passed: socket.socket) -> None:
        data = json.dumps(message).encode() + b"\n"
        with contextlib.suppress(OSError):  # a keeper that has gone is noticed by `_listen`
            sent = 0
            if passed:  # they come with the first of the bytes
                sent = socket.send_fds(self._control, [data], [each.fileno() for each in passed])
            self._control.sendall(data[sent:])

    # ------------------------------------------------------------ workers

    async def _fork(self) -> None:
        self._number += 1
        ours, theirs = socket.socketpair()
        link = Link(self._number, self._heard)
        self._links[link.number] = link
        self._tell({"fork": link.number}, theirs)
        theirs.close()
        ours.setblocking(False)
        await self.loop.create_connection(lambda: link, sock=ours)

    def _gone(self, number: int, by: str, job: int, running: list[int]) -> None:
        """A worker has ended, with a job or without: another takes its place."""
        link = self._links.pop(number)
        asked = self._taken(job)
        if asked and by == "mistake" and asked.link is None:  # another job was meant
            self._line.appendleft(asked)
        elif asked:
            asked.end(Ended(by))
        if job or not link.current:  # else it has still to be heard to its end
            link.close()
        if by and not job:
            self._send_again(running)
        if not link.replaced:
            self._replace(link)
        self._flow()

    def _send_again(self, running: list[int]) -> None:
        """Send the jobs anew that nobody does: the worker that ended may have had one in its hand.

        What only waits is then done twice, and the second answer is for nobody.
        """
        now = self.loop.time()
        for number, asked in self._fast.items():
            waits = asked.link is None and number not in running
            if waits and not asked.again and now - asked.since > _LOST:
                asked.again = True
                with contextlib.suppress(OSError, frames.NoRoomError):
                    frames.enqueue(self._queue, number, asked.job)

    def _replace(self, link: Link) -> None:
        """Fork a worker in the place of one; not at once when that has ended without any work."""
        link.replaced = True
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

    def _heard(self, link: Link, kind: int, payload: bytes) -> None:
        """A worker says something of the job that it does."""
        link.used = True
        if kind == frames.WHOLE:
            number, head, body = frames.taken_apart(payload)
            if asked := self._taken(number):
                asked.answer(head, body)
            self._flow()
        elif kind == frames.HEAD:
            number, head = frames.begun(payload)
            link.current = self._fast.get(number) or self._slow.get(number)
            if link.current:
                link.current.begin(head, link)
        elif link.current and kind == frames.DATA:
            link.current.put(payload)
        elif link.current:
            asked = link.current
            self._taken(asked.number)
            asked.put(Ended("fault") if kind == frames.FAILED else None)
            self._flow()

    def _taken(self, number: int) -> Asked | None:
        """Take a job out of its lane; None when nobody waits for it."""
        self._left.pop(number, None)
        return self._fast.pop(number, None) or self._slow.pop(number, None)

    # ------------------------------------------------------------ jobs

    def asked(self, job: bytes) -> Asked:
        """Have a job done: `async with pool.asked(job) as reply`."""
        return Asked(self, job)

    def enter(self, asked: Asked) -> None:
        """Put a job into the queue, or into the line before it. Raises Busy or Ended."""
        if self.lost.is_set():
            raise Ended("keeper")
        if len(self._line) >= max(self.limits.waiting - self._ahead, 0) and self._is_full():
            raise Busy
        self._number += 1
        asked.number = self._number
        asked.since = self.loop.time()
        self._line.append(asked)
        self._flow()
        if not self._looking:
            self._keep_looking()

    def _is_full(self) -> bool:
        return len(self._fast) + len(self._left) >= self.limits.workers + self._ahead

    def _flow(self) -> None:
        """Move jobs from the line into the queue, as many as it may hold."""
        while self._line and not self._is_full():
            asked = self._line.popleft()
            try:
                frames.enqueue(self._queue, asked.number, asked.job)
            except frames.NoRoomError:
                asked.end(Ended("room"))
            except OSError:  # the queue is full: at the next look there may be room
                self._line.appendleft(asked)
                return
            else:
                self._fast[asked.number] = asked

    def leave(self, asked: Asked) -> None:
        """Give a job up: one that waits is forgotten, one that runs is ended at the next look."""
        with contextlib.suppress(ValueError):
            self._line.remove(asked)
        if self._taken(asked.number):
            asked.since = self.loop.time()
            self._left[asked.number] = asked
            self._keep_looking()
        if asked.link and asked.link.current is asked:
            asked.link.let_go()

    def _keep_looking(self) -> None:
        if not self._looking:
            self._looking = True
            self.loop.call_later(_LOOK, self._look)

    def _look(self) -> None:
        """See to what takes too long; one timer for all is cheaper than one for each job."""
        now = self.loop.time()
        for number in [n for n, asked in self._left.items() if now - asked.since >= _LOOK]:
            self._tell({"leave": number})
            del self._left[number]
        # the system ends a query at its deadline, but for the time it takes the client to read
        for number in [n for n, a in self._slow.items() if now - a.since > self.limits.transfer]:
            self._give_up(number, "time")
        while self._line and now - self._line[0].since > self.limits.patience:
            self._line.popleft().end(Busy())
        late = self.limits.patience + 2 * worker.SLOW  # by then a job is slow, or nobody has it
        for number in [n for n, a in self._fast.items() if now - a.since > late and not a.link]:
            self._fast.pop(number).end(Busy())
            self._tell({"leave": number})
        self._flow()
        self._looking = False
        if self._line or self._fast or self._slow or self._left:
            self._keep_looking()

    def _slow_down(self, number: int, job: int) -> None:
        """Move a job out of the fast lane, or end it when the slow one is full."""
        link, asked = self._links.get(number), self._fast.get(job)
        if link is None or asked is None:
            return  # it has just been answered, or given up
        if len(self._slow) >= self.limits.slow:
            self._give_up(job, "crowd")
            return
        self._slow[job] = self._fast.pop(job)
        self._replace(link)
        self._flow()

    def _give_up(self, job: int, why: str) -> None:
        if asked := self._taken(job):
            asked.end(Ended(why))
        self._tell({"leave": job})

    @property
    def busy(self) -> tuple[int, int, int]:
        """How many jobs run in the fast lane, in the slow one, and wait."""
        fast = len(self._fast) + len(self._left)
        running = min(fast, self.limits.workers)
        return running, len(self._slow), len(self._line) + fast - running

    async def close(self, *, patience: float = 0.0) -> None:
        """End the keeper and its workers, after those at work or after `patience` seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._line or self._fast or self._slow:
                    await asyncio.sleep(0.02)
        self._closing = True
        await self._forsake()


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Wait until a keeper has ended, and see that it does."""
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
