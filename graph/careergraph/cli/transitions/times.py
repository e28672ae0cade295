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
@click.option("--entry", "followed", metavar="COLUMN",
              help="From when on the person was followed: a stay that began before is at risk only "
              "from then on (left truncation).")  # fmt: skip
@click.option("--by", multiple=True, metavar="COLUMN",
              help="Who moves sooner: hazard ratios of Cox by this column, numbers or words, of "
              "stays in --from or of all, a baseline an occupation. May be repeated.")  # fmt: skip
@reported
def times(spells: Path, occupation: str | None, minimum: int, followed: str | None,
          by: tuple[str, ...]) -> "Analysis":  # fmt: skip
    """Show the median time until people move, and where to; or who moves sooner.

    SPELLS.csv has a row for each spell: person, start, end, occupation; dates or numbers.
    """
    from careergraph.transitions.analyses import hazards, spell_table, times
    from careergraph.transitions.counts import About

    read = spell_table.read_spells(spells, followed=followed, more=by)
    about = About(source=spells.name)
    if by:
        return hazards.hazards(read, by, occupation=occupation, about=about)
    if occupation:
        return times.time_to_move(read, occupation, about=about)
    return times.median_times(read, minimum=minimum, about=about)
