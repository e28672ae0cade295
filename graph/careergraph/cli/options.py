"""What commands share: the options, opening the graph and handing over the result."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn, TextIO, cast

import click

from careergraph.errors import CareerGraphError, WriteError

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

graph_option: Decorator = click.option(
    "--graph",
    metavar="PATH|URL|curated",
    multiple=True,
    help="An RDF file, a folder of them, a market or a SPARQL endpoint; else the curated graph. "
    "Repeated, all are read as one: --graph curated --graph my.ttl.",
)

output_option: Decorator = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write here instead of to stdout; whole or not at all.",
)

_PIECE = 1 << 16


def format_option(formats: Iterable[str], *, default: str | None = None) -> Decorator:
    """Return the option `--format` over `formats`; without default it may be None."""
    return click.option(
        "-f",
        "--format",
        "format",
        type=click.Choice(list(formats)),
        default=default,
        show_default=default is not None,
        help="How to write the result.",
    )


def open_graph(locations: tuple[str, ...]) -> "CareerGraph":
    """Return the graph that `--graph` names. Raises ReadError, FormatError or ParseError."""
    from careergraph import career_graph

    return career_graph.open_graph(*locations)


def emit(content: str | bytes, output: Path | None) -> None:
    """Write a result to the file `output`, or to stdout without one. Raises WriteError.

    When whoever reads stdout has had enough (`| head`), the command ends without a word, as if
    the system's signal for a broken pipe had ended it.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if output is not None:
        from careergraph.store import write_whole

        writes()
        write_whole(output, data)
        return
    try:
        sys.stdout.flush()
        for start in range(0, len(data), _PIECE):  # so that it shows when the reader has left
            sys.stdout.buffer.write(data[start : start + _PIECE])
        sys.stdout.buffer.flush()
    except (OSError, RuntimeError, ValueError, AttributeError) as error:
        _end_unread(error)


def emit_as_found(write: Callable[[BinaryIO], None], output: Path | None) -> None:
    """Write what `write` writes piece by piece, to where and as `emit` does. Raises WriteError."""
    if output is not None:
        from careergraph.store import replacing

        writes()
        with replacing(output) as file:
            _passed_on(write, file)
        return
    if sys.stdout is None:
        _end_unread(OSError())
    try:
        sys.stdout.flush()
        _passed_on(write, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except CareerGraphError:  # what was to be written could not be had
        raise
    except (OSError, ValueError) as error:
        _end_unread(error)


def _passed_on(write: Callable[[BinaryIO], None], file: BinaryIO) -> None:
    """Write to a file. Raises what that has against it, whatever `write` makes of it."""
    out = _Watched(file)
    try:
        write(cast(BinaryIO, out))
    except Exception:
        if out.fault is None:
            raise
        raise out.fault from None


class _Watched:
    """A file that remembers why it took no more."""

    def __init__(self, file: BinaryIO) -> None:
        self.fault: OSError | ValueError | None = None
        self._file = file

    def write(self, data: bytes) -> int:
        """Write some bytes."""
        try:
            return self._file.write(data)
        except (OSError, ValueError) as error:
            self.fault = error
            raise

    def flush(self) -> None:
        """Do nothing: it is done in the end."""


def _end_unread(error: Exception) -> NoReturn:
    """End because standard output takes no more: without a word when its reader has left."""
    _silence(sys.stdout)
    if isinstance(error, BrokenPipeError):
        raise SystemExit(141) from None
    reason = getattr(error, "strerror", None) or "it is closed"
    raise WriteError(f"cannot write to standard output: {reason}") from None


def tell(news: str) -> None:
    """Print news to stderr; where that takes nothing, the command goes on without."""
    try:
        click.echo(news, err=True)
    except (OSError, ValueError):
        _silence(sys.stderr)


def say(words: str) -> None:
    """Print a line of careergraph's own to stderr: what went wrong, or what is to be known."""
    from careergraph.wording import visible

    tell(visible(f"careergraph: {' '.join(words.split())}"))


STOPPED = "stopped; nothing was changed"
"""What Ctrl-C comes to before anything was written."""

_WRITES = "careergraph.writes"


def writes() -> None:
    """Remember that the command begins to write: from here on nobody knows what Ctrl-C leaves."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_WRITES] = True


def stopped() -> str:
    """Return what Ctrl-C came to."""
    context = click.get_current_context(silent=True)
    return "stopped" if context is not None and context.meta.get(_WRITES) else STOPPED


def _silence(stream: TextIO) -> None:
    """Let the interpreter's own last flush of a stream go nowhere, so that it cannot fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError, AttributeError):
        return


def terminal_width(output: Path | None) -> int | None:
    """Return how many columns the reader's terminal has; None when no terminal reads the result."""
    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns
