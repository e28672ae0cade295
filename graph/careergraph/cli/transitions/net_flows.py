"""`careergraph transitions net-flows`: which pairs lose on balance."""

from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.counts import Counts


@click.command("net-flows")
@click.option("--minimum", type=click.IntRange(1), default=10, show_default=True,
              help="The persons a pair needs, both ways together.")  # fmt: skip
@analysed
def net_flows(counts: "Counts", minimum: int) -> "Analysis":
    """Show the pairs between which many move, with net flow, asymmetry and significance."""
    from careergraph.transitions.analyses import reciprocity

    return reciprocity.net_flows(counts, minimum=minimum)
