"""A worker: a forked process that does one job at a time and that the system itself can end.

At the deadline SIGALRM ends it, whatever the engine does: Oxigraph cannot be cancelled from
Python, and a handler in Python would not run before it returns. RLIMIT_AS ends it when a query
takes too much memory; where the system does not keep that limit (macOS), a thread looks.
"""

import contextlib
import contextvars
import marshal
import os
import resource
import signal
import socket
import sys
import threading
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, NoReturn, Protocol, cast

from careergraph.errors import CareerGraphError
from careergraph.serve import frames
from careergraph.serve.answer import TEXT, Answer
from careergraph.serve.board import Board

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

Do = Callable[["CareerGraph", dict[str, Any]], Answer]
"""What does a job: the answer of a graph to what was asked."""

OUT_OF_MEMORY = 77
"""The exit code of a worker that found itself to hold more than it may."""

_HELD = 1 << 18
"""Bytes of an answer that are held back: up to here a fault still gets a status of its own."""

_SMALL = 1 << 10
"""Answers of fewer bytes are not worth being compressed."""

SLOW = 1.0
"""Seconds after which a job lets others go first."""

_GROWN = 64 << 20
"""Bytes by which a worker may have grown after a job and still be kept."""


class Place(NamedTuple):
    """Where a worker is at work: it takes jobs from `queue`, answers over `connection`, and tells
    its keeper on `board`, in its `slot`, what it does."""

    queue: socket.socket
    connection: socket.socket
    board: Board
    slot: int


def work(place: Place, graph: "CareerGraph", do: Do, *, memory: int) -> NoReturn:
    """Do one job after another, in `memory` bytes beyond what is held now, until a reason to end.

    The work is done in a thread of its own, which gets memory of its own: where the graph was read
    there are so many gaps that to look for one that fits took half the time of a query.
    """
    watch = _Watch(memory)
    here = contextvars.copy_context()  # which endpoints a query may ask stands in it
    threading.Thread(target=here.run, args=(_work, place, graph, do, watch)).start()
    watch.look()


def _work(place: Place, graph: "CareerGraph", do: Do, watch: "_Watch") -> NoReturn:
    code = 1
    try:
        watch.limit()
        queue = frames.Queue(place.queue)
        while not watch.spent():
            number, said = queue.next()
            if place.board.is_left(number):
                continue
            place.board.doing(place.slot, number)
            job = marshal.loads(said)
            watch.start(job["seconds"])
            _done(_Out(place.connection, number, job), graph, do, job)
            watch.stop()
            place.board.doing(place.slot, 0)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except (_Left, OSError):
        code = 0
    finally:
        os._exit(code)  # the other thread with this one


class _Left(Exception):
    """The server is there no more."""


def _done(out: "_Out", graph: "CareerGraph", do: Do, job: dict[str, Any]) -> None:
    try:
        answer = do(graph, job)
        out.status, out.headers = answer.status, [("content-type", answer.media)]
        out.headers += answer.headers.items()
        if isinstance(answer.body, bytes):
            out.write(answer.body)
        else:
            answer.body(cast(BinaryIO, out))
        out.finish()
    except CareerGraphError as error:
        out.fail(400, str(error))
    except (MemoryError, _Left):
        raise
    except Exception as error:  # whatever it is: the next job has nothing to do with it
        out.fail(500, FAULT, where=where(error))


FAULT = "the service has a fault here; its log says where"


def where(error: Exception) -> str:
    """The kind of an error and where it arose, without anything that was asked."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


class _Encoder(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _encoder(encoding: str) -> _Encoder | None:
    if encoding == "gzip":
        return zlib.compressobj(5, wbits=31)
    if encoding == "zstd":
        from zstandard import ZstdCompressor

        return ZstdCompressor(level=3).compressobj()
    return None


class _Out:
    """Where the body of an answer is written: sent whole when it is short, else in pieces."""

    def __init__(self, connection: socket.socket, number: int, job: dict[str, Any]) -> None:
        self.status = 200
        self.headers: list[tuple[str, str]] = []
        self._number = number
        self._connection = connection
        self._encoding: str = job.get("encoding", "")
        self._always_coded = job.get("coded", False)
        self._encoder: _Encoder | None = None
        self._held = bytearray()
        self._started = False

    def write(self, data: Any) -> int:
        """Take some of the body."""
        self._held += data
        if len(self._held) >= _HELD:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing: how much is held back, and when it is sent, is decided here."""

    def _pass_on(self) -> None:
        if not self._started:
            self._encoder = _encoder(self._encoding)
            self._send(frames.beginning(self._number, self._head()))
            self._started = True
        data, self._held = bytes(self._held), bytearray()
        for at in range(0, len(data), _HELD):
            piece = data[at : at + _HELD]
            if self._encoder:
                piece = self._encoder.compress(piece)
            if piece:
                self._send(frames.packed(frames.DATA, piece))

    def finish(self) -> None:
        """Send what is left: all of it, most often."""
        if not self._started:
            self._whole()
            return
        self._pass_on()
        rest = self._encoder.flush() if self._encoder else b""
        self._send_last(frames.packed(frames.DATA, rest) + frames.packed(frames.END))

    def _whole(self) -> None:
        body = bytes(self._held)
        if (len(body) >= _SMALL or self._always_coded) and (encoder := _encoder(self._encoding)):
            self._encoder = encoder
            body = encoder.compress(body) + encoder.flush()
        self._send_last(frames.whole(self._number, self._head(), body))

    def _head(self) -> frames.Head:
        coded = [("content-encoding", self._encoding)] if self._encoder else []
        return frames.Head(self.status, (*self.headers, *coded))

    def fail(self, status: int, reason: str, *, where: str = "") -> None:
        """Tell of a fault: in place of the answer, or, when that has begun, that it breaks off."""
        if self._started:
            self._send_last(frames.packed(frames.FAILED))
            return
        head = frames.Head(status, (("content-type", TEXT),), where)
        self._send_last(frames.whole(self._number, head, f"{reason}\n".encode("utf-8", "replace")))

    def _send(self, message: bytes) -> None:
        """Send a piece while the clock stands: how fast a client reads is not the query's fault."""
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        self._send_last(message)
        signal.setitimer(signal.ITIMER_REAL, left)

    def _send_last(self, message: bytes) -> None:
        """Send what ends the answer, when the clock has been stopped."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            self._connection.sendall(message)
        except OSError:
            raise _Left from None


class _Watch:
    """The limits of this process, and whether it is still as good as new."""

    def __init__(self, memory: int) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self._memory = memory
        self._keeper = os.getppid()
        self._peak = _peak()
        self._since = 0.0
        self._slow = False
        self._works = 0
        self._yields = False

    def limit(self) -> None:
        """Set the limits; to be called by the thread that works, once it has its memory."""
        self._works = threading.get_native_id()
        _limit_memory(self._memory)

    def start(self, seconds: float) -> None:
        """End this process `seconds` from now, unless its answer is sent by then."""
        self._since = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))

    def stop(self) -> None:
        """Note that the answer has been sent, and how long it took."""
        self._slow = self._slow or time.monotonic() - self._since >= SLOW
        self._since = 0.0

    def spent(self) -> bool:
        """Whether a fresh worker would serve better: this one yields to others, or has grown.

        One that was slow has to go: its keeper has seen it, and another is in its place.
        """
        return self._slow or _peak() > self._peak + _GROWN

    def look(self) -> NoReturn:
        """Look after the thread that works for as long as it does, which ends this one, too."""
        while True:
            time.sleep(0.2)
            since = self._since
            if since and not self._yields and time.monotonic() - since > SLOW:
                self._yields = True
                self._yield()
            if _peak() > self._peak + self._memory:
                os._exit(OUT_OF_MEMORY)
            if os.getppid() != self._keeper:
                os._exit(0)  # it has ended, and no more jobs will come

    def _yield(self) -> None:
        """Let others go first: on Linux it is each thread that is nice, elsewhere a process."""
        os.setpriority(os.PRIO_PROCESS, self._works if sys.platform == "linux" else 0, 10)


@contextlib.contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """Have the system end this process when what is done here takes longer, or more memory."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    _limit_memory(memory, hard=before[1])
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)


def _limit_memory(memory: int, *, hard: int | None = None) -> None:
    """Limit the address space to what it is now and `memory` bytes more."""
    try:
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        most = now + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most if hard is None else hard))
    except (OSError, ValueError):
        return  # no such limit here: the thread looks


def _peak() -> int:
    """The most memory this process has held at any time, in bytes."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
