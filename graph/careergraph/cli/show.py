"""`careergraph show`: all that is said of one node, by whom, and where."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import emit, graph_option, open_graph, output_option, say

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.profiles import Profile


def _text(graph: "CareerGraph", found: "Profile") -> str:
    from careergraph.profiles import as_text

    return as_text(found, graph.ladder, graph.labels)


def _json(graph: "CareerGraph", found: "Profile") -> str:
    from careergraph.profiles import as_json

    values = as_json(found, graph.ladder, graph.labels)
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(list(_WRITERS)), default="text",
              show_default=True, help="How to print it.")  # fmt: skip
@graph_option
@output_option
def show(name: str, form: str, graph: tuple[str, ...], output: Path | None) -> None:
    """Show NAME (a role, skill, industry, credential, ...) with every claim on it.

    Case, plural and punctuation do not matter; a prefixed name such as role:data-scientist works
    too.
    """
    opened = open_graph(graph)
    found = opened.profile(name)
    if said := opened.index.taken(found.iri, name):
        say(said)
    emit(_WRITERS[form](opened, found), output)
