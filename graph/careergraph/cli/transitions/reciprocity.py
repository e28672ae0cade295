"""`careergraph transitions reciprocity`: whether people also go the other way."""

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
def reciprocity(counts: "Counts", by: "By") -> "Analysis":
    """Show how much of the traffic also runs the other way, for each occupation and in all."""
    from careergraph.transitions.analyses import reciprocity

    return reciprocity.reciprocity(counts, by=by)
