"""`careergraph transitions figure`: moves drawn."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import emit
from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import by_option, moves_options

if TYPE_CHECKING:
    from careergraph.transitions.counts import Counts
    from careergraph.transitions.figures.figure import Figure


def _sankey(counts: "Counts", most: int, **chosen: Any) -> "Figure":
    from careergraph.transitions.figures.sankey import sankey

    return sankey(counts, by=chosen["by"], most=most or 12)


def _heat_map(counts: "Counts", most: int, **chosen: Any) -> "Figure":
    from careergraph.transitions.figures.heat_map import heat_map

    return heat_map(counts, by=chosen["by"], measure=chosen["measure"], most=most or 30)


def _flow_map(counts: "Counts", most: int, **chosen: Any) -> "Figure":
    from careergraph.transitions.figures.flow_map import flow_map

    return flow_map(counts, by=chosen["by"], net=chosen["net"], most=most or 24)


def _ladder(counts: "Counts", most: int, **chosen: Any) -> "Figure":
    from careergraph.transitions.analyses.attributes import read_values
    from careergraph.transitions.figures.step_ladder import step_ladder

    if not chosen["levels"]:
        raise click.UsageError("the ladder needs --levels FILE.csv: a number for each code")
    return step_ladder(counts, read_values(chosen["levels"]), by=chosen["by"], most=most or 24)


KINDS: dict[str, "Callable[..., Figure]"] = {
    "sankey": _sankey, "heat-map": _heat_map, "flow-map": _flow_map, "ladder": _ladder,
}  # fmt: skip


@click.command()
@moves_options
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default="sankey",
    show_default=True,
    help="What to draw.",
)
@click.option("--most", type=click.IntRange(2), help="The most occupations drawn.")
@click.option("--groups", type=FILE, metavar="FILE.csv", help="Groups by code: draw these instead.")
@click.option(
    "--levels", type=FILE, metavar="FILE.csv", help="Of the ladder: job zone or pay by code."
)
@click.option(
    "--measure",
    type=click.Choice(["share", "lift", "moves"]),
    default="share",
    show_default=True,
    help="Of the heat map.",
)
@click.option("--net", is_flag=True, help="Of the flow map: only what goes one way more.")
@by_option
@click.option("-o", "--output", type=FILE, required=True, metavar="FILE.html|FILE.svg",
              help="Write here; the ending says how.")  # fmt: skip
def figure(
    counts: "Counts", kind: str, most: int | None, groups: Path | None, output: Path, **chosen: Any
) -> None:
    """Draw moves as a Sankey diagram, a heat map, a flow map or a ladder of steps.

    An HTML file holds the picture and the table of what is drawn; neither it nor an SVG file asks
    for anything from elsewhere.
    """
    from careergraph.transitions.analyses.attributes import read_groups
    from careergraph.transitions.figures.grouped import grouped

    drawn = grouped(counts, read_groups(groups)) if groups else counts
    emit(KINDS[kind](drawn, most, **chosen).render(output.suffix.lower()), output)
