"""`careergraph transitions sequences`: careers compared as wholes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import reported

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis
    from careergraph.transitions.analyses.sequences import Method

_SHOWS = ("clusters", "order", "check")


@click.command()
@click.argument("states", metavar="STATES.csv", type=FILE)
@click.option(
    "--show",
    type=click.Choice(_SHOWS),
    default="clusters",
    show_default=True,
    help="Clusters by optimal matching; the order test; the Chapman-Kolmogorov check.",
)
@click.option(
    "--columns",
    default="person,time,state",
    show_default=True,
    metavar="P,T,S",
    help="The columns of person, time and state.",
)
@click.option("--clusters", "number", type=click.IntRange(2), help="How many; else by silhouette.")
@click.option(
    "--method",
    type=click.Choice(["medoids", "ward"]),
    default="medoids",
    show_default=True,
    help="How clusters are made.",
)
@click.option("--keep-missing", is_flag=True, help="Take a time without a state for a state.")
@click.option("--steps", type=click.IntRange(2), default=2, show_default=True,
              help="How many steps the check looks ahead.")  # fmt: skip
@reported
def sequences(
    states: Path, show: str, columns: str, number: int | None, method: "Method",
    keep_missing: bool, steps: int,
) -> "Analysis":  # fmt: skip
    """Show which careers are alike, or whether the next step depends on more than the present.

    STATES.csv has a row for each person and time.
    """
    from careergraph.transitions.analyses import order, sequences, spell_table
    from careergraph.transitions.counts import About

    names = columns.split(",")
    if len(names) != 3:
        raise click.UsageError("--columns names three columns: person,time,state")
    table = spell_table.read_states(states, person=names[0], time=names[1], state=names[2])
    persons, about = table.to_numpy().tolist(), About(source=states.name)
    if show == "order":
        return order.order_test(persons, about=about)
    if show == "check":
        return order.chapman_kolmogorov(persons, steps=steps, about=about)
    found = sequences.coded(persons, list(table.index), keep_missing=keep_missing)
    return sequences.clusters(found, number=number, method=method, about=about)
