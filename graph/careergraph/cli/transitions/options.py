"""What the analyses of moves share: reading MOVES.csv, and handing over what was found."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import Decorator, emit, format_option, output_option, tell

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.counts import Counts

FORMATS = ("table", "csv", "json")
"""The names of `analyses.forms.FORMS`, here too so that help needs no numpy; a test compares."""

FILE = click.Path(path_type=Path)

by_option: Decorator = click.option(
    "--by", type=click.Choice(["persons", "weight"]), default="persons", show_default=True,
    help="Count heads, or what they stand for in the population.",
)  # fmt: skip
seed_option: Decorator = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True,
    help="Where chance begins: the same seed gives the same result.",
)  # fmt: skip

_moves: Decorator = click.argument("moves", metavar="MOVES.csv", type=FILE)
_leave_out: Decorator = click.option(
    "--leave-out", "left_out", multiple=True, metavar="ORIGIN:DESTINATION",
    help="Take no notice of these moves: a recoding, say. May be repeated.",
)  # fmt: skip
_format: Decorator = format_option(FORMATS, default="table")


def reported(ask: "Callable[..., Analysis]") -> Callable[..., None]:
    """Give a command --format and --output, and write what it returns."""

    @wraps(ask)
    def command(format: str, output: Path | None, **chosen: Any) -> None:
        hand_over(ask(**chosen), format, output)

    made: Callable[..., None] = _format(output_option(command))
    return made


def analysed(ask: "Callable[..., Analysis]") -> Callable[..., None]:
    """Give a command MOVES.csv, which it gets as counts, and all that `reported` gives."""

    @wraps(ask)
    def command(moves: Path, left_out: tuple[str, ...], **chosen: Any) -> "Analysis":
        return ask(moves_of(moves, left_out), **chosen)

    made: Callable[..., None] = _moves(_leave_out(reported(command)))
    return made


def moves_of(path: Path, left_out: tuple[str, ...] = ()) -> "Counts":
    """Return the counts of a file, without the moves left out."""
    from careergraph.transitions.analyses.flows import without
    from careergraph.transitions.reading import read

    pairs = [_pair(each) for each in left_out]
    return without(read(path), pairs) if pairs else read(path)


def _pair(text: str) -> tuple[str, str]:
    origin, colon, destination = text.partition(":")
    if not colon:
        raise click.UsageError(f"--leave-out {text!r} has no ':'; write ORIGIN:DESTINATION")
    return origin, destination


def hand_over(analysis: "Analysis", form: str, output: Path | None) -> None:
    """Write what was found; what a CSV file cannot hold is told beside it."""
    from careergraph.transitions.analyses.forms import beside, render

    emit(render(analysis, form), output)
    if form == "csv":
        for line in beside(analysis):
            tell(line)
