"""`careergraph shell`: ask one query after another."""

import sys

import click

from careergraph.cli.options import format_option, graph_option, open_graph
from careergraph.cli.query import FORMATS
from careergraph.errors import ReadError


@click.command()
@format_option(FORMATS)
@graph_option
def shell(format: str | None, graph: tuple[str, ...]) -> None:
    """Ask in SPARQL, one query after another, at a prompt that completes.

    Enter runs a query that is whole; Tab completes terms, names, variables and queries of the
    cookbook; Ctrl-C stops a query, Ctrl-D leaves; .help lists what else there is. Without a
    terminal, queries are read from stdin: each ends with a ; at the end of a line, outside all
    brackets, and the first that fails ends the command.
    """
    from careergraph.cli.shell import conversation
    from careergraph.cli.shell.session import Session

    if sys.stdin is None:
        raise ReadError("cannot read standard input: it is closed")
    if sys.stdin.isatty() and sys.stdout.isatty():
        ask = conversation.prompter()  # first, since what it needs may be missing
        conversation.talk(Session(open_graph(graph), format=format, most=conversation.SHOWN), ask)
        return
    conversation.read(Session(open_graph(graph), format=format), sys.stdin.buffer)
