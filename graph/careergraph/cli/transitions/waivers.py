"""`careergraph transitions waivers`: the fewest demands to waive for a way."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import (
    analysed,
    demands_of,
    demands_options,
    least_option,
    steps_option,
)

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.counts import Counts


@click.command()
@demands_options
@click.option("--from", "origin", required=True, metavar="NAME", help="Where one begins.")
@click.option("--to", "goal", required=True, metavar="NAME", help="Where one wants to be.")
@steps_option
@least_option
@click.option(
    "--most",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="The most demands waived together.",
)
@analysed
def waivers(
    counts: "Counts", demands: Path | None, share: float, graph: tuple[str, ...], origin: str,
    goal: str, steps: int, least: int, most: int,
) -> "Analysis":  # fmt: skip
    """Show the smallest sets of demands whose waiver opens a way from one occupation to another."""
    from careergraph.transitions.analyses import waivers

    held = demands_of(counts, demands, share, graph)
    return waivers.waivers(counts, held, origin, goal, steps=steps, least=least, most=most)
