"""`careergraph transitions shock`: a role disappears, or demands more."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed, by_option, given_demands_options

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.flows import By
    from careergraph.transitions.counts import Counts


@click.command()
@click.option("--without", "gone", metavar="NAME", help="The role that disappears.")
@click.option("--demand", metavar="DEMAND", help="What --of roles demand from now on.")
@click.option("--of", "roles", multiple=True, metavar="NAME", help="May be repeated.")
@given_demands_options
@by_option
@analysed
def shock(
    counts: "Counts", gone: str | None, demand: str | None, roles: tuple[str, ...],
    demands: Path | None, share: float, by: "By",
) -> "Analysis":  # fmt: skip
    """Show what is lost, and where people would go by observed shares. No forecast.

    Either --without a role, or --demand something --of roles; --demands says who demands it
    already.
    """
    from careergraph.transitions.analyses import attributes, shocks

    if bool(gone) == bool(demand):
        raise click.UsageError("take either --without, or --demand with --of")
    if gone:
        return shocks.role_gone(counts, gone, by=by)
    held = attributes.read_demands(demands, threshold=share) if demands else {}
    return shocks.demand_added(counts, roles, demand or "", held, by=by)
