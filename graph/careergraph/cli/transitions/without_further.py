"""`careergraph transitions without-further`: moves that took nothing further."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import (
    analysed,
    by_option,
    demands_of,
    demands_options,
    pay_of,
    pay_options,
)

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command("without-further")
@demands_options
@click.option("--demand", required=True, metavar="DEMAND", help="What is not to be demanded.")
@pay_options(0.05)
@by_option
@analysed
def without_further(
    counts: "Counts", demands: Path | None, share: float, graph: tuple[str, ...], demand: str,
    pay: Path | None, better: float, by: "By",
) -> "Analysis":  # fmt: skip
    """Show the share of moves into occupations that do not demand a further degree, say."""
    from careergraph.transitions.analyses import further

    return further.without_further(
        counts, demands_of(counts, demands, share, graph), demand,
        pay=pay_of(counts, pay, graph), better=better, by=by,
    )  # fmt: skip
