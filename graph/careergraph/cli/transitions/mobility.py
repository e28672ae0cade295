"""`careergraph transitions mobility`: moves up and down."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import (
    analysed,
    by_option,
    market_option,
    values_of,
    values_option,
)

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.analyses.mobility import Scale
    from careergraph.transitions.counts import Counts


@click.command()
@values_option("Pay, or a level, by code")
@market_option
@click.option("--column", metavar="NAME", help="The column of values; the second by default.")
@click.option(
    "--scale",
    type=click.Choice(["ratio", "levels"]),
    default="ratio",
    show_default=True,
    help="ratio for pay; levels for education and job zones.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0),
    help="How much is up: 0.05 by default on a ratio, anything on levels.",
)
@click.option("--groups", type=FILE, metavar="FILE.csv", help="Groups by code, to take together.")
@by_option
@analysed
def mobility(
    counts: "Counts", values: str | None, graph: tuple[str, ...], column: str | None,
    scale: "Scale", threshold: float | None, groups: Path | None, by: "By",
) -> "Analysis":  # fmt: skip
    """Show the shares of moves up, level and down, and the mean gain, with intervals."""
    from careergraph.transitions.analyses import attributes, mobility

    return mobility.mobility(
        counts, values_of(counts, values, graph, column=column), scale=scale, threshold=threshold,
        by=by, groups=attributes.read_groups(groups) if groups else None,
    )  # fmt: skip
