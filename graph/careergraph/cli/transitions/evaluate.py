"""`careergraph transitions evaluate`: models of moves beside the baselines."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import (
    emit,
    format_option,
    graph_option,
    open_graph,
    output_option,
    tell,
)
from careergraph.cli.transitions.counted import (
    FILE,
    data_option,
    given,
    occupations_option,
    refuse,
)

if TYPE_CHECKING:
    from careergraph.transitions.model.comparison import Comparison


def _text(found: "Comparison") -> str:
    return found.text()


def _json(found: "Comparison") -> str:
    return json.dumps(found.values(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.option(
    "--train",
    type=FILE,
    required=True,
    help="Counts of moves to learn from: a CSV with columns OCCLY, OCC, Observations "
    "(or origin, destination, n); a row from a code to itself counts those who stayed.",
)
@click.option(
    "--test",
    type=FILE,
    help="Counts of moves to tell, out of other occupations; without it, each fold of "
    "the first file is told from the others.",
)
@occupations_option
@data_option
@click.option(
    "--folds",
    "number",
    type=click.IntRange(2, 100),
    default=5,
    show_default=True,
    help="Into how many parts the origins are divided.",
)
@click.option("--by-group", is_flag=True, help="Fold whole minor SOC groups, not single origins.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of folds and intervals.")
@format_option(_WRITERS, default="text")
@graph_option
@output_option
def evaluate(train: Path, test: Path | None, occupations: Path | None, data: Path | None,
             number: int, by_group: bool, seed: int, format: str, graph: tuple[str, ...],
             output: Path | None) -> None:  # fmt: skip
    """Score models of moves on occupations they have not seen as origins.

    Prints perplexity, hit@10, recall@10, NDCG@10, MRR and AUC with intervals of 95 %, of every
    model and of the baselines: the size of destinations, and each measure of similarity, alone and
    with size. What is known of occupations is read from --graph, or else from data sets beside: the
    folders onet-*, bls-oews* and bls-employment* around that of the moves (or --data). Beside the
    moves lies a crosswalk, *onet*.csv, from their codes to O*NET-SOC (a column onet_soc), unless
    they are O*NET or SOC codes. Workbooks of the BLS need the extra `market`.
    """
    from careergraph.transitions.model import comparison

    for option, name in (("--folds", "number"), ("--by-group", "by_group")):
        refuse(option, test is not None and given(name),
              "divides the one file; --test FILE.csv says what is told from it")  # fmt: skip
    market = open_graph(graph) if graph else None
    found = comparison.evaluate(train, test, graph=market, occupations=occupations, data=data,
                                number=number, seed=seed, by_group=by_group)  # fmt: skip
    for line in found.told():
        tell(f"careergraph: {line}")
    emit(_WRITERS[format](found), output)
