"""`careergraph transitions retention`: who stayed, who left."""

from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed, by_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@by_option
@analysed
def retention(counts: "Counts", by: "By") -> "Analysis":
    """Show the share of each occupation's people who stayed in it, with its interval."""
    from careergraph.transitions.analyses import retention

    return retention.retention(counts, by=by)
