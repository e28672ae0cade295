"""`careergraph transitions markov`: moves as a chain."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, by_option, other_moves

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@by_option
@click.option("--from", "start", metavar="NAME", help="Where one is after --steps from here.")
@click.option(
    "--to",
    "targets",
    multiple=True,
    metavar="NAME",
    help="How likely, and how soon, each is reached first. May be repeated.",
)
@click.option(
    "--steps",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How many steps, with --from or --check.",
)
@click.option(
    "--sizes",
    type=FILE,
    metavar="FILE.csv",
    help="Employment by code, to hold against the settled shares.",
)
@click.option(
    "--check",
    type=FILE,
    metavar="LATER.csv",
    help="Counts over --steps steps: hold the chain against them.",
)
@analysed
def markov(
    counts: "Counts", by: "By", start: str | None, targets: tuple[str, ...], steps: int,
    sizes: Path | None, check: Path | None,
) -> "Analysis":  # fmt: skip
    """Show where the chain of moves settles, and how soon each occupation is reached.

    With --from or --to it shows what follows from one occupation or leads to some; with --check
    it says how far the chain is from what was seen. Powers of a matrix mislead: test them first.
    """
    from careergraph.transitions.analyses import attributes, markov

    if sum(map(bool, (start, targets, check))) > 1:
        raise click.UsageError("take one of --from, --to and --check")
    if start:
        return markov.reach(counts, start, steps=steps, by=by)
    if targets:
        return markov.absorption(counts, targets, by=by)
    if check:
        return markov.retention_after(counts, other_moves(check), steps=steps, by=by)
    given = attributes.read_values(sizes) if sizes else None
    return markov.markov(counts, by=by, sizes=given)
