"""`careergraph search`: nodes by what they are called."""

import json
from pathlib import Path

import click

from careergraph.cli.options import emit, graph_option, open_graph, output_option, tell
from careergraph.names import Hit


def _text(hits: list[Hit]) -> str:
    from careergraph.wording import visible

    return visible("".join(f"{hit.label}  ({hit.kind}, {hit.curie})\n" for hit in hits))


def _json(hits: list[Hit]) -> str:
    values = [{"iri": str(h.iri), "label": h.label, "kind": h.kind, "score": h.score} for h in hits]
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.argument("text")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="The most hits to show.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_WRITERS)),
    default="text",
    show_default=True,
    help="How to print them.",
)
@graph_option
@output_option
@click.pass_context
def search(
    context: click.Context, text: str, most: int, form: str, graph: tuple[str, ...],
    output: Path | None,
) -> None:  # fmt: skip
    """List nodes whose name contains TEXT or resembles it, best first; exit 1 without any."""
    hits = open_graph(graph).index.hits(text)[:most]
    emit(_WRITERS[form](hits), output)
    if not hits:
        tell(f"no name resembles {text[:80]!r}")
    context.exit(0 if hits else 1)
