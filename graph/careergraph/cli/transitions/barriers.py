"""`careergraph transitions barriers`: what a waiver opens."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import (
    analysed,
    by_option,
    demands_of,
    demands_options,
    least_option,
    pay_of,
    pay_options,
    steps_option,
)

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@demands_options
@click.option(
    "--waive",
    "waived",
    multiple=True,
    required=True,
    metavar="DEMAND",
    help="What is no longer demanded. May be repeated.",
)
@steps_option
@least_option
@pay_options(0.10)
@by_option
@analysed
def barriers(
    counts: "Counts", demands: Path | None, share: float, graph: tuple[str, ...],
    waived: tuple[str, ...], steps: int, least: int, pay: Path | None, better: float, by: "By",
) -> "Analysis":  # fmt: skip
    """Show what becomes reachable from each origin when a demand is waived. Not causal."""
    from careergraph.transitions.analyses import barriers

    return barriers.barriers(
        counts, demands_of(counts, demands, share, graph), waived=waived, steps=steps,
        least=least, pay=pay_of(counts, pay, graph), better=better, by=by,
    )  # fmt: skip
