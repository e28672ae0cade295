"""The log of requests: lines on standard error, which may take them slowly or not at all."""

import asyncio
import os
import select
import sys

_PAUSE = 0.05
"""Seconds in which lines gather: one call of the system writes many."""

_MOST = 1 << 20
"""Bytes that are held for a reader who does not read; what comes after them is lost."""


class Log:
    """Lines to be written, in their order; `lost` counts those that found no room."""

    def __init__(self) -> None:
        self.lost = 0
        self._held = bytearray()
        self._gathers = False

    def write(self, line: str) -> None:
        """Take a line; it is written soon, and nobody waits for that."""
        if len(self._held) > _MOST:
            self.lost += 1
            return
        self._held += line.encode() + b"\n"
        if not self._gathers:
            self._gathers = True
            asyncio.get_running_loop().call_later(_PAUSE, self._gathered)

    def _gathered(self) -> None:
        self._gathers = False
        self.flush()
        if self._held:  # a pipe is full: it is tried again
            self._gathers = True
            asyncio.get_running_loop().call_later(10 * _PAUSE, self._gathered)

    def flush(self) -> None:
        """Write as much as is taken at once. A log that is full or gone stops nothing."""
        try:
            where = sys.stderr.fileno()
            while self._held and select.select((), (where,), (), 0)[1]:
                written = os.write(where, self._held[: select.PIPE_BUF])  # so much never blocks
                del self._held[:written]
        except (OSError, ValueError, AttributeError):
            self._held.clear()
