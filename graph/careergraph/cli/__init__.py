"""The command line: one file a command, loaded when it is called.

A `CareerGraphError` becomes one line on stderr and exit code 2, here and nowhere else.
"""

import logging
from typing import Any, ClassVar

import click

from careergraph.cli.lazy import LazyGroup
from careergraph.cli.options import STOPPED, graph_option, say, stopped
from careergraph.errors import CareerGraphError, DamagedError

COMMANDS: dict[str, tuple[str, str]] = {
    "info": ("careergraph.cli.info:info", "What the graph holds, and what is unknown."),
    "show": ("careergraph.cli.show:show", "All that is said of one node, by whom, where."),
    "claims": ("careergraph.cli.claims:claims", "Claims, and those that contradict each other."),
    "search": ("careergraph.cli.search:search", "Find nodes by name."),
    "route": ("careergraph.cli.route:route", "Routes from a role to a role, with reasons."),
    "query": ("careergraph.cli.query:query", "Ask in SPARQL or by a query of the cookbook."),
    "serve": ("careergraph.cli.serve:serve", "Serve the graph over HTTP: SPARQL, editor, pages."),
    "shell": ("careergraph.cli.shell:shell", "Ask one query after another, at a prompt."),
    "export": ("careergraph.cli.export:export", "Write the graph as a page or in another format."),
    "import": ("careergraph.cli.importing:importing", "Read a classification into a market."),
    "transitions": ("careergraph.cli.transitions:transitions", "Observed moves, analysed."),
    "push": ("careergraph.cli.push:push", "Load the graph into a SPARQL server."),
    "check": ("careergraph.cli.check:check", "Check a graph against the ontology's rules."),
}
"""Command to where it lives and its short help, which is shown without loading it."""


class Commands(LazyGroup):
    """All commands; what goes wrong in one gets its line and exit code here."""

    places: ClassVar = {command: place for command, (place, _) in COMMANDS.items()}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:  # fmt: skip
        """Read the options before the command; wrong ones get their line, as all else does."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            say(_usage(error))
            raise click.exceptions.Exit(2) from None
        except KeyboardInterrupt:
            say(STOPPED)
            raise click.exceptions.Exit(130) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command and give what goes wrong its line and exit code."""
        # rdflib logs a traceback for each ill-typed literal; `check` reports those properly.
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            say(_usage(error))
            ctx.exit(2)
        except CareerGraphError as error:
            say(str(error))
            ctx.exit(2)
        except (OSError, RuntimeError) as error:
            if str(error) == _INTERRUPTED:
                say(stopped())
                ctx.exit(130)
            if not str(error).startswith(_DAMAGED):
                raise
            say(str(DamagedError("the store of a market", error)))
            ctx.exit(2)
        except KeyboardInterrupt:
            say(stopped())
            ctx.exit(130)


_INTERRUPTED = "Query interrupted"
"""What DuckDB makes of Ctrl-C."""

_DAMAGED = "Corruption:"
"""So begins what Oxigraph says, in the midst of anything, of a file that was overwritten."""


def _usage(error: click.UsageError) -> str:
    """What is wrong with a call, and where its help is."""
    message = error.format_message()
    if "unexpected extra argument" in message:
        message = message.rstrip(".") + "; put a phrase of several words in quotation marks"
    command = error.ctx.command_path if error.ctx else "careergraph"
    stop = "" if message.endswith((".", "?")) else "."
    return f"{message}{stop} See '{command} --help'."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="careergraph", message="careergraph %(version)s")
@graph_option
@click.pass_context
def main(context: click.Context, graph: tuple[str, ...]) -> None:
    """Career paths as claims: who says what, where, and which routes follow.

    Every command takes --graph PATH|URL, before or after its name; without it the curated graph is
    asked. Results go to stdout, all else to stderr. Exit code 0: answered; 1: the answer is "none"
    or "invalid"; 2: wrong use or unreadable input; 130: stopped by Ctrl-C.
    """
    if graph:
        context.default_map = {command: {"graph": graph} for command in COMMANDS}
