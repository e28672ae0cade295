"""`careergraph transitions change`: between two periods."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, other_moves

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.periods import Among
    from careergraph.transitions.counts import Counts


@click.command()
@click.argument("later", metavar="LATER.csv", type=FILE)
@click.option(
    "--among",
    type=click.Choice(["all", "movers"]),
    default="all",
    show_default=True,
    help="Shares of all in an origin, or of its movers only.",
)
@click.option("--origins", is_flag=True, help="A test for each origin in place of each move.")
@click.option(
    "--minimum",
    type=click.IntRange(1),
    default=10,
    show_default=True,
    help="The persons a move needs, in both periods together.",
)
@analysed
def change(
    counts: "Counts", later: Path, among: "Among", origins: bool, minimum: int
) -> "Analysis":  # fmt: skip
    """Show which moves became more or less frequent from MOVES.csv to LATER.csv."""
    from careergraph.transitions.analyses import periods

    after = other_moves(later)
    if origins:
        return periods.homogeneity(counts, after, among=among)
    return periods.change(counts, after, among=among, minimum=minimum)
