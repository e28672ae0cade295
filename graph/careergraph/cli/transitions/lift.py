"""`careergraph transitions lift`: moves made more often than sizes explain."""

from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.options import analysed

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.lift import Null
    from careergraph.transitions.counts import Counts


@click.command()
@click.option(
    "--null",
    type=click.Choice(["independence", "quasi"]),
    default="independence",
    show_default=True,
    help="What is expected; quasi leaves the diagonal out of it.",
)
@click.option(
    "--alpha",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.001,
    show_default=True,
    help="Over-represented are moves with a p below this.",
)
@click.option("--minimum", type=click.IntRange(1), default=1, show_default=True,
              help="The persons a move needs to be shown.")  # fmt: skip
@analysed
def lift(counts: "Counts", null: "Null", alpha: float, minimum: int) -> "Analysis":
    """Show each move against what independence expects: lift, relatedness, p and q."""
    from careergraph.transitions.analyses import lift

    return lift.lift(counts, null=null, alpha=alpha, minimum=minimum)
