"""`careergraph info`: what a graph holds, and what it does not know."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import emit, graph_option, open_graph, output_option

if TYPE_CHECKING:
    from careergraph.market.difference import Changes
    from careergraph.overview import Overview


def _text(found: "Overview | Changes") -> str:
    return found.text()


def _json(found: "Overview | Changes") -> str:
    return json.dumps(found.values(), indent=2, ensure_ascii=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_WRITERS)),
    default="text",
    show_default=True,
    help="How to print it.",
)
@click.option(
    "--changes", is_flag=True, help="Of a market: what the latest release of each source changed."
)
@graph_option
@output_option
def info(form: str, changes: bool, graph: tuple[str, ...], output: Path | None) -> None:
    """Say what the graph holds, from which sources, and what is unknown in it."""
    from careergraph.market.difference import latest
    from careergraph.overview import overview

    found = latest(*graph[:1] or [None]) if changes else overview(open_graph(graph))
    emit(_WRITERS[form](found), output)
