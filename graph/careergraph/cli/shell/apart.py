"""Work in a child process, which Ctrl-C ends at once.

Oxigraph does not look for Ctrl-C while it evaluates, and whatever happens to a child, be it that it
runs out of memory, the shell goes on.
"""

import os
import pickle
import select
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from careergraph.errors import CareerGraphError, EvaluationError

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Return what `work` returns in a child process, which sees all there is now.

    Raises EvaluationError with what went wrong in it, and KeyboardInterrupt when it was ended.
    """
    answers, told = os.pipe()
    watched, held = os.pipe()
    with _heard() as heard:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # one of the two hears Ctrl-C
        try:
            child = os.fork()
        except OSError as error:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            for each in (answers, told, watched, held):
                os.close(each)
            raise EvaluationError(f"no process can be started for it: {error.strerror}") from None
        if not child:
            os.close(answers)
            os.close(held)
            _do(work, told, watched)
        try:
            os.close(told)
            os.close(watched)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            content = _read(answers, heard)
        except BaseException:
            os.kill(child, signal.SIGKILL)
            raise
        finally:
            os.close(answers)
            os.close(held)
            _, status = os.waitpid(child, 0)
    if not content:
        raise EvaluationError(_death(status))
    done, value = pickle.loads(content)
    if not done:
        raise EvaluationError(value)
    found: T = value
    return found


@contextmanager
def _heard() -> Iterator[int]:
    """Give a file from which a byte can be read once a signal has come.

    Another thread may take the signal, and then no call that waits in this one would end.
    """
    heard, told = os.pipe()
    os.set_blocking(told, False)
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.set_wakeup_fd(told) if is_main else -1
    try:
        yield heard
    finally:
        if is_main:
            signal.set_wakeup_fd(before)
        os.close(heard)
        os.close(told)


def _read(answers: int, heard: int) -> bytes:
    """All that comes, unless the handler of a signal raises: it runs when `select` has returned."""
    pieces = list[bytes]()
    while True:
        ready, _, _ = select.select([answers, heard], [], [])
        if heard in ready:
            os.read(heard, 100)
        if answers in ready:
            piece = os.read(answers, 1 << 20)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)


def _do(work: Callable[[], object], told: int, watched: int) -> NoReturn:
    """Do the work and tell what came of it; the child ends here."""
    try:
        threading.Thread(target=_end_with, args=(watched,), daemon=True).start()
        try:
            content = pickle.dumps((True, work()))
        except CareerGraphError as error:
            content = pickle.dumps((False, str(error)))
        except MemoryError:
            content = pickle.dumps((False, "there is not enough memory for this"))
        except Exception as error:
            content = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        with os.fdopen(told, "wb") as pipe:
            pipe.write(content)
    finally:
        os._exit(0)


def _end_with(watched: int) -> None:
    """End the child when the shell, which holds the other end of a pipe, is no more."""
    os.read(watched, 1)
    os._exit(1)


def _death(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    why = f"signal {-code}" if code < 0 else f"exit code {code}"
    return f"the process that did this ended before it was done ({why}); it may lack memory"
