"""One line of a terminal that tells how far a long job is; nothing where nobody looks."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

import click

_EVERY = 0.2
"""Seconds between two lines of progress."""

_MEASURED = 1.0
"""Seconds after which it can be told how fast something is done."""

_WIDTH = 20
"""How many characters the bar has."""


class Tell(Protocol):
    """Is told what is being done, how much of it is done, and, if known, what part of all."""

    def __call__(self, what: str, count: int, part: float | None = None, /) -> None:
        """Show it. `part` is from 0 to 1."""


@contextmanager
def told(counted: str) -> Iterator[Tell]:
    """Give a function to be told what is being done, and how many of what is counted are done.

    Its line is on stderr while that is a terminal, with a bar where the whole is known, and gone in
    the end.
    """
    if not sys.stderr.isatty():
        yield _silent
        return
    try:
        yield _Line(counted)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _silent(what: str, count: int, part: float | None = None) -> None:
    """Tell nobody."""


class _Line:
    """What is being done, how far it is and, once that is known, how fast."""

    def __init__(self, counted: str) -> None:
        self._counted = counted
        self._what, self._since, self._first, self._said, self._part = "", 0.0, 0, 0.0, 0.0

    def __call__(self, what: str, count: int, part: float | None = None) -> None:
        now = monotonic()
        if what != self._what:
            self._what, self._since, self._first, self._part = what, now, count, 0.0
        if now - self._said >= _EVERY:
            self._said = now
            done = f": {count:,} {self._counted}{self._rate(count, now)}" if count else ""
            line = f"{what}{done}"
            if part:  # where nothing is known to be read, what is done is counted alone
                self._part = max(self._part, part)  # a file may be read twice
                line = f"{_bar(self._part)} {line}"
            room = shutil.get_terminal_size().columns - 1  # a line that wraps cannot be taken back
            click.echo(f"\r\x1b[K{line[:room]}", nl=False, err=True)

    def _rate(self, count: int, now: float) -> str:
        """How many are done a second since the first of them were told, if that says anything."""
        passed = now - self._since
        rate = (count - self._first) / passed if passed >= _MEASURED else 0.0
        return f", {rate:,.0f} a second" if rate >= 1 else ""


def _bar(part: float) -> str:
    """Draw a bar that is full at 1.

    >>> _bar(0.5)
    '[##########----------]  50%'
    """
    full = min(int(part * _WIDTH), _WIDTH)
    return f"[{'#' * full}{'-' * (_WIDTH - full)}] {min(part, 1):4.0%}"
