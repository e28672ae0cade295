"""What the commands that read and write counted moves share."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import Decorator, format_option, tell
from careergraph.errors import ParseError

if TYPE_CHECKING:
    from careergraph.transitions.counts import Counts

FORMATS = ("table", "csv", "json")
"""The names of `transitions.forms.FORMS` and `analyses.forms.FORMS`, here too so that help needs no
numpy; tests compare."""

FILE: Any = click.Path(path_type=Path)

moves_argument: Decorator = click.argument("moves", metavar="MOVES.csv", type=FILE)
formatted: Decorator = format_option(FORMATS)
column_option: Decorator = click.option(
    "--column", "columns", multiple=True, metavar="NAME=COLUMN",
    help="What a column is called in the file, where it has another name. May be repeated.",
)  # fmt: skip
strict_option: Decorator = click.option(
    "--strict", is_flag=True, help="Fail when anything is wrong, rather than tell it."
)
below_option: Decorator = click.option(
    "--suppress-below", "below", type=click.IntRange(3), metavar="PERSONS",
    help="Say nothing of cells with fewer persons, nor of those that would reveal them. This holds "
    "for one release: two side by side (levels, periods, with and without those who stayed) may "
    "differ by what each hides.",
)  # fmt: skip
occupations_option: Decorator = click.option(
    "--occupations", type=FILE, metavar="FILE.csv",
    help="A CSV of codes, labels and numbers employed; else occ_names_employment*.csv beside the "
    "moves.",
)  # fmt: skip
data_option: Decorator = click.option(
    "--data", type=FILE, metavar="FOLDER",
    help="Where the folders onet-*, bls-oews* and bls-employment* are; else the folder around "
    "that of the moves.",
)  # fmt: skip


def given(name: str) -> bool:
    """Whether an option of the command was named, rather than left at its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def refuse(option: str, named: bool, what: str) -> None:
    """Refuse an option that was named, and of which nothing comes without something else."""
    if named:
        raise click.UsageError(f"{option} {what}")


def weighs(counts: "Counts") -> None:
    """Tell that counting by weight is counting heads, where no weight differs from them."""
    if counts.codes and not (counts.weight != counts.persons).nnz:
        tell("careergraph: no move weighs other than its persons: by weight is by persons")


def named(pairs: Iterable[str], option: str = "--column") -> dict[str, str]:
    """Return what --column, or another option like it, says of each column."""
    found = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{option} {pair!r} has no '='; write {option} NAME=COLUMN")
        found[name.strip()] = column.strip()
    return found


def counts_of(
    moves: Path, columns: tuple[str, ...] = (), *, strict: bool = False, some: bool = False
) -> "Counts":
    """Return the counts of a file, having told what is wrong with it.

    Raises InvalidGraphError when `strict` and anything is, ParseError when `some` are needed and
    there are none.
    """
    from careergraph.sources.findings import Findings
    from careergraph.transitions import reading

    findings = Findings()
    counts = reading.read(moves, columns=named(columns), findings=findings)
    if some and not counts.codes:
        raise ParseError("; ".join([f"{moves}: no moves are counted in it", *map(str, findings)]))
    if not counts.codes:
        findings.note("no moves at all", str(moves))
    if strict:
        findings.refuse("read")
    for line in findings:
        tell(f"careergraph: {line}")
    return counts


def about(counts: "Counts") -> dict[str, Any]:
    """Return what counts are of, for JSON."""
    return {"about": asdict(counts.about)}
