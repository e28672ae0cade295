"""`careergraph transitions publish`: counted moves into a market, after suppression."""

from pathlib import Path
from typing import Any

import click

from careergraph.cli.options import emit, output_option, say, writes
from careergraph.cli.progress import told
from careergraph.cli.transitions.counted import (
    FILE,
    column_option,
    counts_of,
    moves_argument,
    strict_option,
)


@click.command()
@moves_argument
@column_option
@strict_option
@click.option("--into", type=FILE, required=True, metavar="FOLDER", help="The market.")
@click.option("--name", required=True, metavar="NAME",
              help="A short name, small letters and hyphens: the source is moves-NAME.",
)  # fmt: skip
@click.option("--title", required=True, metavar="WORDS", help="What it is called.")
@click.option("--from", "begins", type=int, required=True, metavar="YEAR", help="The first year.")
@click.option("--to", "ends", type=int, required=True, metavar="YEAR", help="The last year.")
@click.option("--place", required=True, metavar="WORDS", help="Where people were counted.")
@click.option("--codes", required=True, metavar="SCHEME",
              help="What the codes are of: onet, soc-2018, soc-2010, isco-08, iri; any other name "
              "with --roles.")  # fmt: skip
@click.option("--roles", type=FILE, metavar="FILE.csv",
              help="Rows of code, title and role: which roles are counted in each code.",
)  # fmt: skip
@click.option("--suppress-below", "below", type=click.IntRange(3), default=10, show_default=True,
              metavar="PERSONS", help="Say nothing of cells with fewer persons, nor of those that "
              "would reveal them. It holds for one release: not for their difference from another."
              )  # fmt: skip
@click.option("--licence", metavar="IRI", help="Under which licence it is published.")
@click.option("--rights", metavar="WORDS", help="Whom to name.")
@click.option("--keep", type=FILE, metavar="FOLDER", help="Leave the imported files there.")
@output_option
def publish(
    moves: Path, columns: tuple[str, ...], into: Path, roles: Path | None, below: int,
    keep: Path | None, output: Path | None, *, strict: bool, **about: Any,
) -> None:  # fmt: skip
    """Publish MOVES.csv into a market, as claims that were observed.

    `show` then tells where people in a role went, in shares with intervals, and steps from role to
    role that were counted are steps of the market. Small cells are taken out before, with those
    that would reveal them.
    """
    from careergraph.cli.importing import changing, summary
    from careergraph.transitions import publishing

    counts = counts_of(moves, columns, strict=strict)
    if keep is not None:
        writes()
    with told("triples") as progress, changing(into):
        done = publishing.publish(counts, publishing.Told(**about), into=into, below=below,
                                  roles=roles, keep=keep, progress=progress)  # fmt: skip
    say(done.disclosed.text())
    if done.untold:
        say(f"nothing is told of {len(done.untold):,} origins: the rest would give somebody away")
    for line in map(str, done.imported.findings):
        say(line)
    emit(f"{summary(done.imported, into)}\n", output)
