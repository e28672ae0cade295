"""`careergraph transitions bridges`: what many ways lead through."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, by_option, seed_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.bridges import Cost
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@by_option
@click.option(
    "--cost",
    type=click.Choice(["inverse", "probability"]),
    default="inverse",
    show_default=True,
    help="What a step costs: 1 / moves, or -log of its share.",
)
@click.option(
    "--sizes",
    type=FILE,
    metavar="FILE.csv",
    help="Sizes by code, employment say; else the persons counted.",
)
@click.option("--sample", type=click.IntRange(1), help="Follow the ways from so many origins only.")
@seed_option
@analysed
def bridges(
    counts: "Counts", by: "By", cost: "Cost", sizes: Path | None, sample: int | None, seed: int
) -> "Analysis":  # fmt: skip
    """Show betweenness, and what of it the size of an occupation does not explain."""
    from careergraph.transitions.analyses import attributes, bridges

    given = attributes.read_values(sizes) if sizes else None
    return bridges.bridges(counts, by=by, cost=cost, sizes=given, sample=sample, seed=seed)
