"""The keeper: the process that holds the graph and forks workers from it.

It has one thread and runs no event loop, so that a fork of it is whole. The server speaks to it
over a socket, a line of JSON a message: `{"fork": N}` comes with the socket for a new worker,
`{"kill": N}` ends one, and `{"update": TEXT}` comes with the two sockets of the keeper that is to
follow. Over another it says `{"ended": N, "by": ...}` when a worker has ended, and
`{"changed": true}` when the graph at its location is no longer the one it holds. When the server
has gone, it ends its workers and itself.
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
from typing import Any, NoReturn

from careergraph.errors import CareerGraphError
from careergraph.serve import confined, holding, worker

_LOOK = 1.0
"""Seconds between two looks at whether the graph has been replaced."""

_LONGEST = 2000
"""Characters of what is said of a graph that cannot be opened."""


def main() -> None:
    """Keep the graph that the server names; the arguments are the sockets to hear and to speak."""
    control, news = (socket.socket(fileno=int(number)) for number in sys.argv[1:3])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to handle
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
        Keeper(news, lines, held, jobs.do, memory=asked["memory"], offline=offline).keep()


class Keeper:
    """The graph, its workers, and the sockets to the server."""

    def __init__(
        self, news: socket.socket, lines: "_Lines", held: holding.Held, do: worker.Do,
        *, memory: int, offline: bool = True,
    ) -> None:  # fmt: skip
        self._news = news
        self._lines = lines
        self._held = held
        self._do = do
        self._memory = memory
        self._offline = offline
        self._workers: dict[int, int] = {}  # process to number

    def keep(self) -> None:
        """Do what the server asks until it has gone."""
        gc.freeze()  # what is held now is not looked through, and so not copied, in the workers
        heard, woken = os.pipe()
        for end in (heard, woken):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            self._listen(heard)
        finally:
            for process in self._workers:
                _kill(process)

    def _listen(self, heard: int) -> None:
        control, looked, told = self._lines.control, time.monotonic(), False
        while True:
            ready, _, _ = select.select([control.fileno(), heard], [], [], _LOOK)
            if heard in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(heard, 512)
                self._reap()
            if control.fileno() in ready:
                if not self._lines.fill():
                    return
                while (message := self._lines.pop()) is not None:
                    self._obey(message)
            if not told and time.monotonic() - looked >= _LOOK:
                looked, told = time.monotonic(), self._held.changed()
                if told:
                    _say(self._news, {"changed": True})

    def _obey(self, message: dict[str, Any]) -> None:
        if "fork" in message:
            self._fork(message["fork"], self._lines.socket())
        if "update" in message:
            self._update(message, self._lines.socket(), self._lines.socket())
        if "kill" in message:
            for process, number in self._workers.items():
                if number == message["kill"]:
                    _kill(process)

    def _fork(self, number: int, connection: socket.socket) -> None:
        keeper = os.getpid()
        try:
            process = os.fork()
        except OSError:  # no more processes at this moment: the server, left alone, asks again
            connection.close()
            return
        if not process:
            self._become_worker(connection, keeper)
        connection.close()
        self._workers[process] = number

    def _update(self, message: dict[str, Any], control: socket.socket, news: socket.socket) -> None:
        """Fork a keeper of the graph after an update; this one goes on with the one before.

        An update has the limits of a query, and what reads meanwhile sees nothing of it.
        """
        if os.fork():
            control.close()
            news.close()
            return
        try:
            signal.set_wakeup_fd(-1)
            self._news.close()
            self._lines.control.close()
            with worker.limited(message["seconds"], self._memory):
                using, named = tuple(message["using"]), tuple(message["using-named"])
                held = holding.updated(self._held, message["update"], using, named)
        except CareerGraphError as error:
            _say(news, {"error": str(error)})
            os._exit(1)
        except BaseException:
            os._exit(worker.OUT_OF_MEMORY)
        _say(news, {"ready": {"version": held.version}})
        try:
            following = Keeper(
                news, _Lines(control), held, self._do, memory=self._memory, offline=self._offline
            )
            following.keep()
        finally:
            os._exit(0)

    def _become_worker(self, connection: socket.socket, keeper: int) -> NoReturn:
        """Go on as a worker. Whatever is wrong, the keeper's own code must not run on here."""
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            confined.end_with(keeper)
            self._news.close()
            self._lines.close()
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 2)  # what a library prints when memory ends is not for the log
            if self._offline:
                confined.cut_off()
            worker.work(connection, self._held.graph, self._do, memory=self._memory)
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
            number = self._workers.pop(process, None)
            if number is not None:
                _say(self._news, {"ended": number, "by": _cause(status)})


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
