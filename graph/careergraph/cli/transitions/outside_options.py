"""`careergraph transitions outside-options`: what leavers get elsewhere."""

from typing import TYPE_CHECKING

import click

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
    from careergraph.transitions.counts import Counts


@click.command("outside-options")
@values_option("Pay by code")
@market_option
@click.option("--column", metavar="NAME", help="The column of values; the second by default.")
@by_option
@analysed
def outside_options(
    counts: "Counts", values: str | None, graph: tuple[str, ...], column: str | None, by: "By"
) -> "Analysis":
    """Show the mean pay of where leavers of each occupation went."""
    from careergraph.transitions.analyses import segregation

    pay = values_of(counts, values, graph, column=column)
    return segregation.outside_options(counts, pay, by=by)
