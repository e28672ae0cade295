"""`careergraph transitions matrix`: transition probabilities, each with n and its interval."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from careergraph.cli.options import (
    emit,
    graph_option,
    open_graph,
    output_option,
    tell,
    terminal_width,
)
from careergraph.cli.transitions.counted import (
    FILE,
    below_option,
    column_option,
    counts_of,
    data_option,
    formatted,
    given,
    moves_argument,
    named,
    occupations_option,
    refuse,
    strict_option,
    weighs,
)
from careergraph.cli.transitions.options import leave_out_option, left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from careergraph.transitions.model import Features

ESTIMATORS = ("popularity", "uniform", "affinity", "logit", "laplace", "ml")


def _ends(mapped: str) -> tuple[str, str]:
    origin, colon, destination = mapped.partition(":")
    if not colon:
        raise click.UsageError(f"--mapped {mapped!r} has no ':'; write --mapped FROM:TO")
    return origin, destination


def _refuse(
    asked: dict[str, Any], crosswalk: Path | None, crosswalk_columns: tuple[str, ...],
    mapped: str | None, graph: tuple[str, ...], known: tuple[Path | None, ...],
) -> None:  # fmt: skip
    """Refuse options that exclude each other, and those of which nothing would come."""
    estimator, prior = asked["estimator"], asked["prior"]
    model = estimator in ("affinity", "logit")
    alone = prior is None and estimator in ("laplace", "ml")
    both = "and {} exclude each other"
    refuse("--prior", prior is not None and given("estimator"), both.format("--estimator"))
    refuse("--strength", asked["strength"] is not None and alone,
           f"is that of a prior; {estimator} has none")  # fmt: skip
    refuse("--crosswalk", crosswalk is not None and mapped is not None, both.format("--mapped"))
    refuse("--crosswalk-column", bool(crosswalk_columns) and crosswalk is None,
           "says what a column of --crosswalk FILE.csv is called; there is none")  # fmt: skip
    refuse("--graph", bool(graph) and not model and mapped is None,
           "is asked by --mapped, or by --estimator affinity or logit alone")  # fmt: skip
    refuse("--data and --occupations", any(known) and not model,
           "are for --estimator affinity or logit alone")  # fmt: skip


@click.command()
@moves_argument
@column_option
@leave_out_option
@click.option("--estimator", type=click.Choice(ESTIMATORS), default="popularity",
              show_default=True,
              help="Rows drawn towards where all go, towards all alike or towards what a model of "
              "moves expects (affinity, logit), as far as the counts themselves say; one person "
              "added to each cell; or shares as observed.",
)  # fmt: skip
@data_option
@occupations_option
@click.option("--prior", type=FILE, metavar="FILE.csv",
              help="Rows drawn towards these: origin, destination, probability.")  # fmt: skip
@click.option("--strength", type=click.FloatRange(0, min_open=True), metavar="PERSONS",
              help="For how many persons the prior counts, instead of what the counts say.",
)  # fmt: skip
@click.option("--among", type=click.Choice(["movers", "everybody"]), default="movers",
              show_default=True, help="Given that one moves, or with those who stay.",
)  # fmt: skip
@click.option("--weighted", is_flag=True, help="By what persons stand for, in rows of their n.")
@click.option("--confidence", type=click.FloatRange(0, 1, min_open=True, max_open=True),
              default=0.95, show_default=True, help="How much an interval covers.")  # fmt: skip
@click.option("--level", type=click.IntRange(1), metavar="K",
              help="Between groups of occupations, by the first K characters.")  # fmt: skip
@click.option("--crosswalk", type=FILE, metavar="FILE.csv",
              help="In the codes of another classification: from, to, perhaps weight.",
)  # fmt: skip
@click.option("--crosswalk-column", "crosswalk_columns", multiple=True, metavar="NAME=COLUMN",
              help="What a column of the crosswalk is called. May be repeated.")  # fmt: skip
@click.option("--mapped", metavar="FROM:TO",
              help="The same by the mappings of the --graph: isco:soc-2010, soc-2018:onet.",
)  # fmt: skip
@graph_option
@click.option("--all", "everything", is_flag=True, help="Cells without any move, too.")
@below_option
@strict_option
@formatted
@output_option
@click.pass_context
def matrix(
    context: click.Context, /, moves: Path, columns: tuple[str, ...], left_out: tuple[str, ...],
    strict: bool, crosswalk: Path | None, crosswalk_columns: tuple[str, ...], mapped: str | None,
    graph: tuple[str, ...], data: Path | None, occupations: Path | None, format: str | None,
    output: Path | None, **asked: Any,
) -> None:  # fmt: skip
    """Estimate transition probabilities from MOVES.csv, each with n, and its interval.

    The columns: n of the `of` persons who left the origin; the observed share; the estimate, and
    the ends of its interval. Exit 1 when there are no moves.

    With --suppress-below shares and estimates are those of the true row, and there are none where
    its sum must not be told. With --all a suppressed cell has no n, and one of nobody has 0.

    A model of moves (--estimator affinity, or logit) expects of each origin what it has learnt from
    the others in MOVES.csv, by what --graph or the data sets beside say of the occupations.
    """
    from careergraph.transitions import crosswalk as crosswalks
    from careergraph.transitions import forms, probabilities

    def features(codes: "Sequence[str]") -> "Features":
        from careergraph.transitions.model import finding

        market = open_graph(graph) if graph else None
        return finding.features(codes, moves, graph=market, data=data, occupations=occupations)

    _refuse(asked, crosswalk, crosswalk_columns, mapped, graph, (data, occupations))
    counts = left(counts_of(moves, columns, strict=strict), left_out)
    if asked["weighted"]:
        weighs(counts)
    walk = None
    if crosswalk is not None:
        walk = crosswalks.read(crosswalk, columns=named(crosswalk_columns, "--crosswalk-column"))
    elif mapped is not None:
        walk = crosswalks.of_graph(open_graph(graph).store, *_ends(mapped))
    found = probabilities.asked(counts, walk=walk, features=features, **asked)
    for line in found.told:
        tell(f"careergraph: {line}")
    emit(forms.render(found.rows, probabilities.COLUMNS, forms.form(format, output),
                      beside=found.beside(), width=terminal_width(output)), output)  # fmt: skip
    context.exit(0 if found.rows else 1)
