"""The log of requests: lines on standard error, which may take them slowly or not at all."""

import asyncio
import os
import select
import sys
import threading
import time
from queue import SimpleQueue

_PAUSE = 0.05
"""Seconds in which lines gather: one call of the system writes many."""

_MOST = 1 << 20
"""Bytes that are held for a reader who does not read; what comes after them is lost."""


class Log:
    """Lines to be written, in their order, by a thread of their own: nobody waits for it.

    A pipe, a terminal or a disk that takes nothing stops that thread alone.
    """

    def __init__(self) -> None:
        self._gathers = False
        self._held = bytearray()
        self._batches: SimpleQueue[bytes] = SimpleQueue()
        self._writer: threading.Thread | None = None
        self._handed = self._written = 0  # bytes: what the loop counts, and what the thread does
        self._refused = self._failed = 0  # lines that were lost, counted likewise

    @property
    def lost(self) -> int:
        """How many lines found no room, or could not be written."""
        return self._refused + self._failed

    def write(self, line: str) -> None:
        """Take a line; it is written soon."""
        if len(self._held) + self._handed - self._written > _MOST:
            self._refused += 1
            return
        self._held += line.encode("utf-8", "backslashreplace") + b"\n"
        if not self._gathers:
            self._gathers = True
            asyncio.get_running_loop().call_later(_PAUSE, self._hand_over)

    def _hand_over(self) -> None:
        self._gathers = False
        if self._writer is None:
            self._writer = threading.Thread(target=self._write_all, daemon=True)
            self._writer.start()
        self._handed += len(self._held)
        self._batches.put(bytes(self._held))
        self._held.clear()

    def _write_all(self) -> None:
        while True:
            batch = self._batches.get()
            try:
                _write(sys.stderr.fileno(), batch)
            except (OSError, ValueError, AttributeError):  # full or gone: it stops nothing
                self._failed += batch.count(b"\n")
            self._written += len(batch)

    def close(self, *, patience: float = 1.0) -> None:
        """Have all of it written, or wait so many seconds for that."""
        if self._held:
            self._hand_over()
        end = time.monotonic() + patience
        while self._written < self._handed and time.monotonic() < end:
            time.sleep(0.01)


def _write(where: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(where, data) :]
        except BlockingIOError:  # another has set it so
            select.select((), (where,), ())
