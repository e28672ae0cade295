"""What the analyses of moves share: reading MOVES.csv, and handing over what was found."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import (
    Decorator,
    emit,
    format_option,
    open_graph,
    output_option,
    tell,
)
from careergraph.cli.transitions.counted import (
    FILE,
    FORMATS,
    below_option,
    counts_of,
    moves_argument,
    weighs,
)

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.in_market import Market
    from careergraph.transitions.counts import Counts

VALUES = ("pay", "job-zone", "education")
"""The names of `analyses.in_market.VALUES`, here so that help needs no numpy; a test compares."""

market_option: Decorator = click.option(
    "--graph", metavar="PATH|URL|curated", multiple=True,
    help="A market that tells what is known of the occupations, where no file does. Their codes "
    "are O*NET-SOC or SOC, or a crosswalk to O*NET-SOC lies beside MOVES.csv.",
)  # fmt: skip
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

_MARKET, _UNTOLD = f"{__name__}.market", f"{__name__}.untold"
"""Where a command keeps the market it asks, and what a reader of its result must know."""


def reported(ask: "Callable[..., Analysis]") -> Callable[..., None]:
    """Give a command --format and --output, and write what it returns."""

    @wraps(ask)
    def command(format: str, output: Path | None, **chosen: Any) -> None:
        found = ask(**chosen)
        untold = click.get_current_context().meta.get(_UNTOLD, ())
        hand_over(replace(found, warnings=(*untold, *found.warnings)), format, output)

    made: Callable[..., None] = _format(output_option(command))
    return made


def moves_options(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command MOVES.csv, --leave-out and --suppress-below; it gets the counts that are left.

    Whatever it computes from suppressed counts tells nothing that these do not.
    """

    @wraps(ask)
    def command(
        moves: Path, left_out: tuple[str, ...], below: int | None, **chosen: Any
    ) -> Any:  # fmt: skip
        counts = moves_of(moves, left_out, below)
        if chosen.get("by") == "weight":
            weighs(counts)
        if below is not None:
            _warn(f"computed from counts without cells of fewer than {below} persons, nor those "
                  "that would reveal them: sums and shares are of what is left")  # fmt: skip
        return ask(counts, **chosen)

    made: Callable[..., Any] = moves_argument(leave_out_option(below_option(command)))
    return made


def _warn(*words: str) -> None:
    """Keep for the result what a reader must know."""
    meta = click.get_current_context().meta
    meta[_UNTOLD] = (*meta.get(_UNTOLD, ()), *words)


def analysed(ask: "Callable[..., Analysis]") -> Callable[..., None]:
    """Give a command MOVES.csv, which it gets as counts, and all that `reported` gives."""
    return reported(moves_options(ask))


def values_option(text: str) -> Decorator:
    """Return the option for a number for each code, from a file or by name from a market."""
    return click.option(
        "--values", metavar=f"FILE.csv|{'|'.join(VALUES)}",
        help=f"{text}: codes in the first column; or what --graph is to tell, by default pay.",
    )  # fmt: skip


def values_of(
    counts: "Counts", given: str | Path | None, graph: tuple[str, ...], *, column: str | None = None
) -> dict[str, float]:  # fmt: skip
    """Return a number for each code, from a file or from a market."""
    from careergraph.transitions.analyses import attributes

    if graph and (given is None or str(given) in VALUES):
        name = str(given or VALUES[0])
        told = _market(counts, graph)
        known = told.values(name)
        _note(told, known, name.replace("-", " "))
        return known
    if given is None or str(given) in VALUES:
        raise click.UsageError("give --values FILE.csv, or --graph with a market that tells them")
    return attributes.read_values(Path(given), column=column)


def pay_of(counts: "Counts", given: Path | None, graph: tuple[str, ...]) -> dict[str, float] | None:
    """Return the pay of each code, from a file or from a market; None where neither is given."""
    return values_of(counts, given, graph) if given or graph else None


def demands_of(
    counts: "Counts", given: Path | None, share: float, graph: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Return what each code demands, from a file or from a market."""
    from careergraph.transitions.analyses import attributes

    if given is not None:
        return attributes.read_demands(given, threshold=share)
    if not graph:
        raise click.UsageError("give --demands FILE.csv, or --graph with a market that tells them")
    told = _market(counts, graph)
    known = told.demands(threshold=share)
    _note(told, known, "demands")
    return known


def _market(counts: "Counts", graph: tuple[str, ...]) -> "Market":
    """The market, the same for all that one command asks."""
    from careergraph.transitions.analyses.in_market import market

    context = click.get_current_context()
    if _MARKET not in context.meta:
        context.meta[_MARKET] = market(open_graph(graph), counts, moves=context.params["moves"])
    found: Market = context.meta[_MARKET]
    return found


def _note(told: "Market", known: Collection[str], what: str) -> None:
    """Keep for the result of which codes something is not known."""
    _warn(*told.untold(known, what))


def demands_options(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a file of demands, the share from which one binds, and a market."""
    demands: Decorator = click.option(
        "--demands", type=FILE, metavar="FILE.csv",
        help="Rows of code, demand and perhaps the share of people who say so, 0 to 1. Without it "
        "--graph tells degrees and licences: 'associate's degree', 'bachelor's degree', "
        "'master's degree', 'doctoral degree' and 'licence'.",
    )  # fmt: skip
    share: Decorator = click.option(
        "--share", type=click.FloatRange(0, 1), default=0.5, show_default=True,
        help="A demand with a share binds from here on.",
    )  # fmt: skip
    made: Callable[..., Any] = demands(share(market_option(ask)))
    return made


def pay_options(default: float) -> Decorator:
    """Return the options that say what each occupation pays, and how much more is better."""
    pay: Decorator = click.option(
        "--pay", type=FILE, metavar="FILE.csv",
        help="Pay by code, to count what pays more; else that of --graph.",
    )  # fmt: skip
    better: Decorator = click.option(
        "--better", type=click.FloatRange(0), default=default, show_default=True,
        help="How much more is better paid: 0.1 is over 10 %.",
    )  # fmt: skip
    return lambda ask: pay(better(ask))


def moves_of(
    path: Path, left_out: tuple[str, ...] = (), below: int | None = None
) -> "Counts":  # fmt: skip
    """Return the counts of a file, without the moves left out, and then without small cells; told
    what is wrong with it."""
    from careergraph.transitions.disclosure import suppressed

    counts = left(counts_of(path, some=True), left_out)
    return counts if below is None else suppressed(counts, below=below).counts


def left(counts: "Counts", left_out: tuple[str, ...]) -> "Counts":
    """Return counts without the moves left out."""
    from careergraph.transitions.analyses.recounting import without

    pairs = [_pair(each) for each in left_out]
    return without(counts, pairs) if pairs else counts


def other_moves(path: Path) -> "Counts":
    """Return the counts of a second file of the same command, what is left out of the first too."""
    chosen = click.get_current_context().params
    return moves_of(path, chosen["left_out"], chosen["below"])


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
