"""`careergraph transitions communities`: submarkets."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import analysed, by_option, seed_option

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@click.option(
    "--method",
    type=click.Choice(["leiden", "infomap"]),
    default="leiden",
    show_default=True,
    help="Infomap runs on the backbone of the moves.",
)
@by_option
@click.option(
    "--resolution",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="Of Leiden: higher finds more communities.",
)
@click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.05,
    show_default=True,
    help="Of the backbone: lower keeps fewer moves; 1 keeps all.",
)
@click.option(
    "--classification", type=FILE, metavar="FILE.csv", help="Groups by code, to compare with."
)
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Of Leiden: draw anew so often, and show how stable the communities are.",
)
@seed_option
@analysed
def communities(
    counts: "Counts", method: str, by: "By", resolution: float, alpha: float,
    classification: Path | None, draws: int, seed: int,
) -> "Analysis":  # fmt: skip
    """Show groups of occupations among which people move more than to others."""
    from careergraph.transitions.analyses import attributes, communities

    groups = attributes.read_groups(classification) if classification else None
    if draws:
        return communities.stability(counts, draws=draws, by=by, resolution=resolution, seed=seed)
    if method == "leiden":
        return communities.leiden(counts, by=by, resolution=resolution, seed=seed,
                                  classification=groups)  # fmt: skip
    return communities.infomap(counts, by=by, alpha=None if alpha == 1 else alpha, seed=seed,
                               classification=groups)  # fmt: skip
