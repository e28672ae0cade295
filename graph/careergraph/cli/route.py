"""`careergraph route`: from here to there, under limits, with reasons."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import emit, graph_option, open_graph, output_option

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.routes import RouteAnswer


def _json(graph: "CareerGraph", answer: "RouteAnswer", k: int) -> str:
    return json.dumps(graph.as_json(answer, k=k), indent=2, ensure_ascii=False) + "\n"


def _text(graph: "CareerGraph", answer: "RouteAnswer", k: int) -> str:
    return graph.as_text(answer, k=k)


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.argument("phrase", required=False, metavar='["from START to GOAL ..."]')
@click.option("--from", "start", metavar="NAME", help="Role, level or credential to start from.")
@click.option("--to", "goal", metavar="NAME", help="Role or level to reach.")
@click.option(
    "--without-further-degree",
    is_flag=True,
    help="Leave out steps that demand a degree above the baseline.",
)
@click.option(
    "--holding",
    multiple=True,
    metavar="CREDENTIAL",
    help="A credential already held; may be repeated.",
)
@click.option("--max-steps", type=click.IntRange(min=1), help="The most steps a route may have.")
@click.option(
    "--reading",
    metavar="cautious|generous|SOURCE",
    help="Only routes open under this reading; otherwise each says its status.",
)
@click.option("--without-source", metavar="SOURCE", help="Leave the claims of a source out.")
@click.option(
    "--k", type=click.IntRange(min=1), default=5, show_default=True, help="The most routes to show."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_WRITERS)),
    default="text",
    show_default=True,
    help="How to print the answer.",
)
@graph_option
@output_option
@click.pass_context
def route(
    context: click.Context, /, phrase: str | None, k: int, form: str, graph: str | None,
    output: Path | None, **limits: object,
) -> None:  # fmt: skip
    """Show the routes that answer PHRASE, with the reasons for each.

    PHRASE reads like "from entry role to senior role without further degree" or "from Data
    Analyst to Team Manager in at most 3 steps"; options say the same in parts. Exit 0 when there
    is a route, 1 when there is none.
    """
    from careergraph.routes.phrase import compose

    opened = open_graph(graph)
    query, question = compose(opened.index, phrase=phrase, **limits)  # type: ignore[arg-type]
    answer = opened.route(query, question=question)
    emit(_WRITERS[form](opened, answer, k), output)
    context.exit(0 if answer.routes else 1)
