"""A command on a terminal of its own: keys are typed, and what is shown is read back."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PATIENCE = 30.0
"""Seconds after which nothing more is expected; only a broken command waits so long."""

_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-Z\\-_=>]|\x1b\][^\x07]*\x07|\r")


class Terminal:
    """A command that runs on a terminal of 100 columns and 40 lines."""

    def __init__(self, process: "subprocess.Popen[bytes]", ours: int) -> None:
        self.process = process
        self.seen = ""
        self._ours, self._raw = ours, b""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def wait_for(self, text: str) -> str:
        """Return what was shown since the last time, up to and with `text`."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            if not self._read(deadline):
                raise AssertionError(f"never saw {text!r}, only:\n{self.seen}")
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def end(self) -> int:
        """Return the exit code, once the command has ended."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        return self.process.wait(PATIENCE)

    def _read(self, deadline: float) -> bool:
        """Read one piece more; whether there was one."""
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._ours], [], [], left)[0]:
            return False
        try:
            piece = os.read(self._ours, 1 << 16)
        except OSError:  # so Linux says that nobody writes to it any more
            return False
        self.seen += _ESCAPES.sub(b"", piece).decode(errors="replace")
        return bool(piece)


@contextmanager
def on_a_terminal(*arguments: str, settings: Mapping[str, str]) -> Iterator[Terminal]:
    """Run a command of careergraph on a terminal; it is ended in any case."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    code = (
        "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
        # what runs in the background of a shell is made deaf to Ctrl-C
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from careergraph.cli import main; main(prog_name='careergraph')"
    )
    environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", **settings}
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=theirs,
                               stdout=theirs, stderr=theirs, start_new_session=True,
                               env=environment)  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
