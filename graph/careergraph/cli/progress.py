"""One line of a terminal that tells how far a long job is; nothing where nobody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click

_EVERY = 0.2
"""Seconds between two lines of progress."""


@contextmanager
def told(counted: str) -> Iterator[Callable[[str, int], None]]:
    """Give a function to be told what is being done, and how many of what is counted are done.

    Its line is on stderr while that is a terminal, and gone in the end.
    """
    if not sys.stderr.isatty():
        yield _silent
        return
    try:
        yield _Line(counted)
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _silent(what: str, count: int) -> None:
    """Tell nobody."""


class _Line:
    """What is being done, how far it is and how fast."""

    def __init__(self, counted: str) -> None:
        self._counted = counted
        self._what, self._since, self._said = "", 0.0, 0.0

    def __call__(self, what: str, count: int) -> None:
        now = monotonic()
        if what != self._what:
            self._what, self._since = what, now
        if now - self._said >= _EVERY:
            self._said = now
            rate = count / max(now - self._since, 1e-9)
            click.echo(
                f"\r\x1b[K{what}: {count:,} {self._counted}, {rate:,.0f} a second",
                nl=False, err=True,
            )  # fmt: skip
