"""`careergraph transitions entropy`: how many places people go to, and how evenly."""

from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed, by_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@by_option
@click.option("--minimum", type=click.IntRange(1), default=20, show_default=True,
              help="The movers an origin needs to count in the figures.")  # fmt: skip
@analysed
def entropy(counts: "Counts", by: "By", minimum: int) -> "Analysis":
    """Show each origin's entropy, effective number of destinations and concentration."""
    from careergraph.transitions.analyses import entropy

    return entropy.entropy(counts, by=by, minimum=minimum)
