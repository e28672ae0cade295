"""`careergraph claims`: who says what, and where they clash."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import emit, graph_option, open_graph, output_option

if TYPE_CHECKING:
    from careergraph.listing import Listing


def _text(listing: "Listing") -> str:
    return listing.text()


def _json(listing: "Listing") -> str:
    return json.dumps(listing.values(), indent=2, ensure_ascii=False) + "\n"


_WRITERS = {"text": _text, "json": _json}


@click.command()
@click.option("--contested", is_flag=True, help="Only claims that clash, each clash side by side.")
@click.option(
    "--not-comparable", is_flag=True, help="Only figures on one thing whose scopes differ."
)
@click.option("--about", metavar="NAME", help="Only claims whose subject has this name.")
@click.option("--source", metavar="SOURCE", help="Only claims of this source.")
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
def claims(
    context: click.Context, /, contested: bool, not_comparable: bool, about: str | None,
    source: str | None, form: str, graph: tuple[str, ...], output: Path | None,
) -> None:  # fmt: skip
    """List claims with their sources; --contested shows each clash side by side.

    Exit 1 when there are none.
    """
    from careergraph.listing import listed

    listing = listed(open_graph(graph), contested=contested, not_comparable=not_comparable,
                     about=about, source=source)  # fmt: skip
    emit(_WRITERS[form](listing), output)
    context.exit(0 if listing.claims and listing.groups != () else 1)
