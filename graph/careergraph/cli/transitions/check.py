"""`careergraph transitions check`: what in counted moves is likely no move."""

from pathlib import Path

import click

from careergraph.cli.options import emit, output_option, tell, terminal_width
from careergraph.cli.transitions.counted import (
    about,
    column_option,
    counts_of,
    formatted,
    moves_argument,
    strict_option,
)


@click.command()
@moves_argument
@column_option
@strict_option
@formatted
@output_option
@click.pass_context
def check(
    context: click.Context, /, moves: Path, columns: tuple[str, ...], strict: bool,
    format: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Tell what in MOVES.csv looks like no move: recodings, split codes, states without an exit.

    With --strict exit 1 when anything does.
    """
    from careergraph.transitions import forms, quality

    counts = counts_of(moves, columns, strict=strict)
    rows = quality.table(counts)
    emit(forms.render(rows, quality.COLUMNS, forms.form(format, output), beside=about(counts),
                      width=terminal_width(output)), output)  # fmt: skip
    if not rows:
        tell("careergraph: nothing looks wrong")
    context.exit(int(strict and bool(rows)))
