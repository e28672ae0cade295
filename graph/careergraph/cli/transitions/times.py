"""`careergraph transitions times`: how long people stay before they move."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.transitions.counted import FILE
from careergraph.cli.transitions.options import reported

if TYPE_CHECKING:
    from careergraph.transitions.analyses.analysis import Analysis


@click.command()
@click.argument("spells", metavar="SPELLS.csv", type=FILE)
@click.option("--from", "occupation", metavar="CODE", help="Time by time, of one occupation.")
@click.option("--minimum", type=click.IntRange(1), default=5, show_default=True,
              help="The stays an occupation needs.")  # fmt: skip
@reported
def times(spells: Path, occupation: str | None, minimum: int) -> "Analysis":
    """Show the median time until people move, and where to.

    SPELLS.csv has a row for each spell: person, start, end, occupation; dates or numbers.
    """
    from careergraph.transitions.analyses import spell_table, times
    from careergraph.transitions.counts import About

    read, about = spell_table.read_spells(spells), About(source=spells.name)
    if occupation:
        return times.time_to_move(read, occupation, about=about)
    return times.median_times(read, minimum=minimum, about=about)
