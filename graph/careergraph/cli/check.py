"""`careergraph check`: whether a graph keeps the rules of the ontology."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from careergraph.cli.progress import told

if TYPE_CHECKING:
    from careergraph.check import Report


def _json(report: "Report") -> str:
    return json.dumps(asdict(report) | {"holds": report.holds}, indent=2, ensure_ascii=False)


_WRITERS: dict[str, Callable[["Report"], str]] = {"text": str, "json": _json}


@click.command()
@click.argument("location", required=False, metavar="[FILE|FOLDER]")
@click.option("--graph", metavar="FILE|FOLDER", help="The same as the argument.")
@click.option("--alone", is_flag=True, help="Do not count nodes of the curated graph as known.")
@click.option("--format", "form", type=click.Choice(list(_WRITERS)), default="text",
              show_default=True, help="How to print what was found.")  # fmt: skip
@click.pass_context
def check(
    context: click.Context, location: str | None, graph: str | None, alone: bool, form: str
) -> None:
    """Say whether the graph in FILE or FOLDER keeps the rules, and how to mend what does not.

    Without FILE the curated graph is checked. A file may refer to nodes of the curated graph, for
    example to add a claim about one of its roles, unless it is checked --alone. Of a market it is
    told how many nodes break each rule, with the first of them. Warnings are advice. Exit 0 when
    the rules are kept, 1 when one is broken, 2 when FILE cannot be read.
    """
    from careergraph.check import check_files

    if location and graph:
        raise click.UsageError(f"{location} and {graph}: one graph is checked at a time")
    with told("rules") as progress:
        report = check_files(location or graph, alone=alone, progress=progress)
    click.echo(_WRITERS[form](report))
    context.exit(0 if report.holds else 1)
