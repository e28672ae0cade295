"""`careergraph transitions gateways`: between starts and goals."""

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


@click.command()
@click.option(
    "--from",
    "starts",
    multiple=True,
    metavar="NAME",
    help="Where people begin. May be repeated; alone, it shows where they went.",
)
@click.option(
    "--to", "goals", multiple=True, metavar="NAME", help="Where they want to be. May be repeated."
)
@values_option("Pay by code: from the lowest third to the highest, in place of names")
@market_option
@click.option(
    "--minimum",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="The persons who came from starts, and who left.",
)
@by_option
@analysed
def gateways(
    counts: "Counts", starts: tuple[str, ...], goals: tuple[str, ...], values: str | None,
    graph: tuple[str, ...], minimum: int, by: "By",
) -> "Analysis":  # fmt: skip
    """Show the occupations that lead from starts to goals; or where people from one went."""
    from careergraph.transitions.analyses import gateways

    if values or (graph and not (starts or goals)):
        below, above = gateways.ends_of(values_of(counts, values, graph), counts.codes)
        starts, goals = starts or tuple(below), goals or tuple(above)
    if len(starts) == 1 and not goals:
        return gateways.destinations(counts, starts[0], by=by)
    if not starts or not goals:
        raise click.UsageError(
            "name starts with --from and goals with --to, or give --values or --graph"
        )
    return gateways.gateways(counts, starts, goals, by=by, minimum=minimum)
