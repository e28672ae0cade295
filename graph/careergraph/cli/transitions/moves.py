"""`careergraph transitions moves`: spells become counts of moves, by an explicit rule."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from careergraph.cli.options import emit, output_option, tell, terminal_width
from careergraph.cli.transitions.counted import (
    FILE,
    below_option,
    column_option,
    formatted,
    given,
    named,
    refuse,
    strict_option,
)


def _time(_: object, __: object, value: str | None) -> date | int | None:
    """A date, or a whole number where the times of the table are numbers."""
    if value is None:
        return None
    try:
        return int(value) if value.lstrip("-").isdigit() else date.fromisoformat(value)
    except ValueError:
        words = f"{value!r} is neither a date, YYYY-MM-DD, nor a whole number"
        raise click.BadParameter(words) from None


@click.command()
@click.argument("spells", metavar="SPELLS")
@column_option
@click.option("--table", default="", metavar="NAME", help="The table, where SPELLS is a database.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb",
              show_default=True, help="What reads the files and computes.")  # fmt: skip
@click.option("--memory", default="", metavar="SIZE",
              help="How much DuckDB may take, 6GB say; the rest goes to disk.")  # fmt: skip
@click.option("--gap", type=click.IntRange(0), metavar="DAYS",
              help="The longest time between two spells that make a move. Default: any.",
)  # fmt: skip
@click.option("--overlap", type=click.IntRange(0), default=0, show_default=True, metavar="DAYS",
              help="The longest time for which two spells that make a move may both last.",
)  # fmt: skip
@click.option("--any-overlap", is_flag=True, help="Two spells may overlap for any time.")
@click.option("--shortest", type=click.IntRange(0), default=0, show_default=True, metavar="DAYS",
              help="Pass over spells that last less.")  # fmt: skip
@click.option("--ties", type=click.Choice(["longest", "all", "none"]), default="longest",
              show_default=True, help="Which of the spells count that a person begins at once.",
)  # fmt: skip
@click.option("--change", type=click.Choice(["occupation", "employer", "either"]),
              default="occupation", show_default=True, help="What must change in a move.",
)  # fmt: skip
@click.option("--level", type=click.IntRange(1), metavar="K",
              help="Compare, and name, occupations by the first K characters.")  # fmt: skip
@click.option("--since", callback=_time, metavar="TIME", help="Only moves that lie after this.")
@click.option("--until", callback=_time, metavar="TIME", help="Only moves that lie before this.")
@click.option("--every", type=click.IntRange(1), metavar="DAYS",
              help="Compare where a person is with where they are so much later, and count those "
              "who stayed, instead of what follows on what.")  # fmt: skip
@click.option("--weigh", type=click.Choice(["origin", "destination", "none"]), default="origin",
              show_default=True, help="Which spell's weight a move has.")  # fmt: skip
@click.option("--codes", multiple=True, type=FILE, metavar="LIST.csv",
              help="The codes there are, in the first column. Several: versions of them.",
)  # fmt: skip
@below_option
@strict_option
@formatted
@output_option
@click.pass_context
def moves(
    context: click.Context, /, spells: str, columns: tuple[str, ...], table: str, engine: str,
    memory: str, any_overlap: bool, overlap: int, codes: tuple[Path, ...], below: int | None,
    strict: bool, format: str | None, output: Path | None, **rule: Any,
) -> None:  # fmt: skip
    """Count the moves in SPELLS: a CSV or Parquet file, a folder of one kind, or a database.

    A spell has a person, a start, an end (none: it goes on) and an occupation; perhaps an employer
    and a weight. Times are dates, or whole numbers such as ages, and DAYS are then of their kind.
    SPELLS may be an address that Ibis connects to, such as postgres://host/name, where its driver
    is installed: pip install 'ibis-framework[postgres]'.

    What is wrong with spells is told on stderr, with the first rows, and so is what became of all
    of them. Exit 1 when there are no moves.
    """
    from careergraph.transitions import extraction, forms
    from careergraph.transitions.rule import Rule

    refuse("--any-overlap", any_overlap and given("overlap"), "and --overlap exclude each other")
    chosen = Rule(overlap=None if any_overlap else overlap, **rule)
    found = extraction.extract(
        spells, chosen, columns=named(columns), table=table,
        backend=extraction.engine(engine, memory), lists=extraction.code_lists(codes),
        strict=strict, below=below or 0,
    )  # fmt: skip
    for line in found.told():
        tell(f"careergraph: {line}")
    emit(forms.render(found.rows, extraction.COLUMNS, forms.form(format, output),
                      beside=found.beside(), width=terminal_width(output)), output)  # fmt: skip
    context.exit(0 if found.rows else 1)
