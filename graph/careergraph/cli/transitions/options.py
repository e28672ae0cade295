"""What the analyses of moves share: reading MOVES.csv, and handing over what was found."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import Decorator, emit, format_option, output_option, tell
from careergraph.cli.transitions.counted import FILE, FORMATS, moves_argument

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.counts import Counts

by_option: Decorator = click.option(
    "--by", type=click.Choice(["persons", "weight"]), default="persons", show_default=True,
    help="Count heads, or what they stand for in the population.",
)  # fmt: skip
seed_option: Decorator = click.option(
    "--seed", type=click.IntRange(0), default=1, show_default=True,
    help="Where chance begins: the same seed gives the same result.",
)  # fmt: skip

steps_option: Decorator = click.option(
    "--steps", type=click.IntRange(1, 12), default=3, show_default=True,
    help="How many steps to follow.",
)  # fmt: skip
least_option: Decorator = click.option(
    "--least", type=click.IntRange(1), default=3, show_default=True,
    help="The persons who must have made a move for it to be followed.",
)  # fmt: skip

leave_out_option: Decorator = click.option(
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


def moves_options(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command MOVES.csv and --leave-out; it gets the counts that are left."""

    @wraps(ask)
    def command(moves: Path, left_out: tuple[str, ...], **chosen: Any) -> Any:
        return ask(moves_of(moves, left_out), **chosen)

    made: Callable[..., Any] = moves_argument(leave_out_option(command))
    return made


def analysed(ask: "Callable[..., Analysis]") -> Callable[..., None]:
    """Give a command MOVES.csv, which it gets as counts, and all that `reported` gives."""
    return reported(moves_options(ask))


def demands_options(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a file of demands, which it needs, and the share from which one binds."""
    return _demands(ask, required=True)


def given_demands_options(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a file of demands, if there is one, and the share from which one binds."""
    return _demands(ask, required=False)


def _demands(ask: Callable[..., Any], *, required: bool) -> Callable[..., Any]:
    demands: Decorator = click.option(
        "--demands", type=FILE, required=required, metavar="FILE.csv",
        help="Rows of code, demand and perhaps the share of people who say so, 0 to 1.",
    )  # fmt: skip
    share: Decorator = click.option(
        "--share", type=click.FloatRange(0, 1), default=0.5, show_default=True,
        help="A demand with a share binds from here on.",
    )  # fmt: skip
    made: Callable[..., Any] = demands(share(ask))
    return made


def pay_options(default: float) -> Decorator:
    """Return the options that say what each occupation pays, and how much more is better."""
    pay: Decorator = click.option(
        "--pay", type=FILE, metavar="FILE.csv", help="Pay by code, to count what pays more."
    )
    better: Decorator = click.option(
        "--better", type=click.FloatRange(0), default=default, show_default=True,
        help="How much more is better paid: 0.1 is over 10 %.",
    )  # fmt: skip
    return lambda ask: pay(better(ask))


def moves_of(path: Path, left_out: tuple[str, ...] = ()) -> "Counts":
    """Return the counts of a file, without the moves left out."""
    from careergraph.transitions.reading import read

    return left(read(path), left_out)


def left(counts: "Counts", left_out: tuple[str, ...]) -> "Counts":
    """Return counts without the moves left out."""
    from careergraph.transitions.analyses.recounting import without

    pairs = [_pair(each) for each in left_out]
    return without(counts, pairs) if pairs else counts


def other_moves(path: Path) -> "Counts":
    """Return the counts of a second file of the same command, what is left out of the first too."""
    return moves_of(path, click.get_current_context().params["left_out"])


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
