"""`careergraph transitions outside-options`: what leavers get elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, by_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command("outside-options")
@click.option("--values", type=FILE, required=True, metavar="FILE.csv", help="Pay by code.")
@click.option("--column", metavar="NAME", help="The column of values; the second by default.")
@by_option
@analysed
def outside_options(counts: "Counts", values: Path, column: str | None, by: "By") -> "Analysis":
    """Show the mean pay of where leavers of each occupation went."""
    from careergraph.transitions.analyses import attributes, segregation

    pay = attributes.read_values(values, column=column)
    return segregation.outside_options(counts, pay, by=by)
