"""`careergraph transitions segregation`: how unlike two groups are spread."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, by_option, other_moves, seed_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@click.argument("other", metavar="OTHER.csv", type=FILE)
@by_option
@seed_option
@analysed
def segregation(counts: "Counts", other: Path, by: "By", seed: int) -> "Analysis":
    """Show how unlike the people of two files are spread, before their moves and after."""
    from careergraph.transitions.analyses import segregation

    return segregation.segregation(counts, other_moves(other), by=by, seed=seed)
