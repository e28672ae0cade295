"""The keeper: the process that holds the graph and forks workers from it.

It has one thread and runs no event loop, so that a fork of it is whole. The server speaks to it
over a socket, a line of JSON a message: `{"fork": N}` comes with the socket for a new worker,
`{"leave": J}` says that nobody waits for job J, which is ended, or never begun, and
`{"update": TEXT}` comes with the three sockets of the keeper that is to follow. Over another it
says `{"slow": N, "job": J}` when a worker has long been at a job, `{"ended": N, "job": J, "by":
..., "running": [...]}` when one has ended, with job J or with none, 0, and what the others do, and
`{"changed": true}` when the graph at its location is no longer the one it holds. When the server
has gone, its workers and it end, too.

Workers take jobs from one queue, and each writes into a place of memory that it shares with the
keeper which one it does: so the keeper knows, and no short job needs a word about it.
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any, NamedTuple, NoReturn

from careergraph.errors import CareerGraphError, ParseError, ReadError, WriteError
from careergraph.serve import confined, holding, worker
from careergraph.serve.board import MOST, Board

_LOOK = 1.0
"""Seconds between two looks at whether the graph has been replaced."""

_GLANCE = 0.2
"""Seconds between two glances at what the workers do."""

_LONGEST = 2000
"""Characters of what is said of a graph that cannot be opened."""


def main() -> None:
    """Keep the graph that the server names; the arguments are the sockets to hear, to speak, and
    the one from which workers take their jobs."""
    control, news, queue = (socket.socket(fileno=int(number)) for number in sys.argv[1:4])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
    confined.end_with(os.getppid())  # also while the graph is being opened
    lines = _Lines(control)
    asked = lines.next()
    if asked is None:
        return
    from careergraph.serve import jobs
    from careergraph.sparql import faults

    try:
        held = holding.opened(asked["graph"], writable=asked["writable"])
        told = jobs.prepared(held.graph)
    except (CareerGraphError, OSError) as error:
        _say(news, {"error": str(error)[:_LONGEST]})
        return
    _say(news, {"ready": told | {"version": held.version}})
    with faults.allowing(asked["services"]):
        offline = not asked["services"] and not any("://" in each for each in asked["graph"])
        ways = Ways(lines, news, queue)
        following: tuple[Ways, holding.Held] | None = ways, held
        del held  # of each graph there is only the keeper's
        while following is not None:
            keeper = Keeper(*following, jobs.do, memory=asked["memory"], offline=offline)
            following = None
            following = keeper.keep()


class Ways(NamedTuple):
    """The sockets to the server: its messages, the news for it, and the queue of jobs."""

    lines: "_Lines"
    news: socket.socket
    queue: socket.socket

    def close(self) -> None:
        """Close them: another has them."""
        self.lines.close()
        self.news.close()
        self.queue.close()


class _Worker:
    """A worker: its number and slot, what it is seen to do since when, what it is ended for."""

    def __init__(self, number: int, slot: int) -> None:
        self.number = number
        self.slot = slot
        self.job = 0
        self.since = 0.0
        self.is_slow = False
        self.ended_for = 0


class Keeper:
    """The graph, its workers, and the sockets to the server."""

    def __init__(
        self, ways: Ways, held: holding.Held, do: worker.Do, *, memory: int, offline: bool = True
    ) -> None:
        self._lines, self._news, self._queue = ways
        self._held = held
        self._do = do
        self._memory = memory
        self._offline = offline
        self._workers: dict[int, _Worker] = {}  # by process
        self._board = Board()
        self._following: tuple[Ways, holding.Held] | None = None

    def keep(self) -> tuple[Ways, holding.Held] | None:
        """Do what the server asks until it has gone.

        In a process that was forked for an update return what its keeper is to keep, else None.
        """
        gc.freeze()  # what is held now is not looked through, and so not copied, in the workers
        heard, woken = os.pipe()
        for end in (heard, woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            self._listen(heard)
        finally:
            signal.set_wakeup_fd(-1)
            os.close(heard)
            os.close(woken)
            for process in self._workers:
                _kill(process)
        return self._following

    def _listen(self, heard: int) -> None:
        control, looked, told = self._lines.control, time.monotonic(), False
        while True:
            ready, _, _ = select.select([control.fileno(), heard], [], [], _GLANCE)
            if heard in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(heard, 512)
                self._reap()
            if control.fileno() in ready:
                if not self._lines.fill():
                    return
                while (message := self._lines.pop()) is not None:
                    self._obey(message)
                    if self._following:
                        return
            self._glance()
            if not told and time.monotonic() - looked >= _LOOK:
                looked, told = time.monotonic(), self._held.changed()
                if told:
                    _say(self._news, {"changed": True})

    def _obey(self, message: dict[str, Any]) -> None:
        if "fork" in message:
            self._fork(message["fork"], self._lines.socket())
        if "update" in message:
            control, news, queue = (self._lines.socket() for _ in range(3))
            self._update(message, Ways(_Lines(control), news, queue))
        if "leave" in message:
            self._board.leave(message["leave"])

    def _glance(self) -> None:
        """See what each worker does: end it for a job that was given up, tell of a slow one."""
        now = time.monotonic()
        for process, each in self._workers.items():
            job = self._board.done_by(each.slot)
            if job and self._board.is_left(job):
                each.ended_for = job
                _kill(process)
            elif job != each.job:
                each.job, each.since = job, now
            elif job and not each.is_slow and now - each.since >= worker.SLOW:
                each.is_slow = True
                _say(self._news, {"slow": each.number, "job": job})

    def _fork(self, number: int, connection: socket.socket) -> None:
        keeper = os.getpid()
        taken = {each.slot for each in self._workers.values()}
        slot = next(i for i in range(MOST) if i not in taken)
        self._board.doing(slot, 0)
        try:
            process = os.fork()
        except OSError:  # no more processes at this moment: the server hears that it has ended
            connection.close()
            _say(self._news, {"ended": number, "job": 0, "by": "", "running": []})
            return
        if not process:
            self._become_worker(connection, slot, keeper)
        connection.close()
        self._workers[process] = _Worker(number, slot)

    def _update(self, message: dict[str, Any], ways: Ways) -> None:
        """Fork a keeper of the graph after an update; this one goes on with the one before.

        An update has the limits of a query, and what reads meanwhile sees nothing of it.
        """
        try:
            process = os.fork()
        except OSError as error:
            _say(ways.news, {"error": f"the update cannot be done now: {error.strerror}"})
            process = -1
        if process:
            ways.close()
            return
        self._workers = {}  # they are the other's
        try:
            self._news.close()
            self._queue.close()
            self._lines.close()
            gc.unfreeze()  # what this graph alone holds goes with it
            loud = os.dup(2)
            _silence()
            with worker.limited(message["seconds"], self._memory):
                using, named = tuple(message["using"]), tuple(message["using-named"])
                held = holding.updated(self._held, message["update"], using, named)
        except CareerGraphError as error:
            ours = isinstance(error, WriteError | ReadError | ParseError)  # no fault of who sent it
            _say(ways.news, {"error": str(error)[:_LONGEST], "status": 500 if ours else 400})
            os._exit(1)
        except BaseException:
            os._exit(worker.OUT_OF_MEMORY)
        os.dup2(loud, 2)
        os.close(loud)
        self._board.close()
        told = {"version": held.version, "size": len(held.graph.store)}
        _say(ways.news, {"ready": told})
        self._following = ways, held

    def _become_worker(self, connection: socket.socket, slot: int, keeper: int) -> NoReturn:
        """Go on as a worker. Whatever is wrong, the keeper's own code must not run on here."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            confined.end_with(keeper)
            self._news.close()
            self._lines.close()
            _silence()
            if self._offline:
                confined.cut_off()
            place = worker.Place(self._queue, connection, self._board, slot)
            worker.work(place, self._held.graph, self._do, memory=self._memory)
        finally:
            os._exit(1)

    def _reap(self) -> None:
        while self._workers:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            each = self._workers.pop(process, None)
            if each is not None:
                job, by = self._board.done_by(each.slot), _cause(status)
                if by == "kill" and each.ended_for and job != each.ended_for:
                    by = "mistake"  # between a glance and its end it had gone on to another
                running = [self._board.done_by(other.slot) for other in self._workers.values()]
                _say(self._news, {"ended": each.number, "job": job, "by": by, "running": running})


def _cause(status: int) -> str:
    """What ended a worker: "time", "memory", "depth", "kill", "crash"; "" when it left itself."""
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGALRM:
        return "time"
    if code in (worker.OUT_OF_MEMORY, -signal.SIGABRT):
        return "memory"
    if code in (-signal.SIGKILL, -signal.SIGTERM):
        return "kill"
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return "depth"  # its stack ran over
    return "crash" if code else ""


def _silence() -> None:
    """Let what a library prints when memory ends go nowhere: it is not for the log."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _kill(process: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _say(control: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):  # a server that has gone is noticed where it is listened to
        control.sendall(json.dumps(message).encode() + b"\n")


class _Lines:
    """Messages of the server, and the sockets that came with them."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self._bytes = bytearray()
        self._descriptors: list[int] = []

    def fill(self) -> bool:
        """Read what has come; False when the server has gone."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 16)
        except OSError:
            return False
        self._bytes += data
        self._descriptors += descriptors
        return bool(data)

    def pop(self) -> dict[str, Any] | None:
        """Return the next message that has come whole."""
        line, end, rest = self._bytes.partition(b"\n")
        if not end:
            return None
        self._bytes = rest
        message: dict[str, Any] = json.loads(line)
        return message

    def next(self) -> dict[str, Any] | None:
        """Wait for the next message; None when the server has gone."""
        while (message := self.pop()) is None:
            if not self.fill():
                return None
        return message

    def socket(self) -> socket.socket:
        """Return the socket that came with the message just read."""
        return socket.socket(fileno=self._descriptors.pop(0))

    def close(self) -> None:
        """Close it, and the sockets that others are to get: in a fork they would stay open."""
        self.control.close()
        for descriptor in self._descriptors:
            os.close(descriptor)


if __name__ == "__main__":
    main()
