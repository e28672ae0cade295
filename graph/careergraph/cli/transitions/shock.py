"""`careergraph transitions shock`: a role disappears, or demands more."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed, by_option, demands_of, demands_options

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@click.option("--without", "gone", metavar="NAME", help="The role that disappears.")
@click.option("--demand", metavar="DEMAND", help="What --of roles demand from now on.")
@click.option("--of", "roles", multiple=True, metavar="NAME", help="May be repeated.")
@demands_options
@by_option
@analysed
def shock(
    counts: "Counts", gone: str | None, demand: str | None, roles: tuple[str, ...],
    demands: Path | None, share: float, graph: tuple[str, ...], by: "By",
) -> "Analysis":  # fmt: skip
    """Show what is lost, and where people would go by observed shares. No forecast.

    Either --without a role, or --demand something --of roles; --demands, or --graph, says who
    demands it already.
    """
    from careergraph.transitions.analyses import shocks

    if bool(gone) == bool(demand):
        raise click.UsageError("take either --without, or --demand with --of")
    if gone:
        return shocks.role_gone(counts, gone, by=by)
    held = demands_of(counts, demands, share, graph) if demands or graph else {}
    return shocks.demand_added(counts, roles, demand or "", held, by=by)
