"""The command line: every command with its help, as click writes it."""

from collections.abc import Iterator

import click
from markdown_text import fenced

from careergraph.cli import main

_WIDTH = 92


def commands() -> str:
    """Return every command, those below a command after it."""
    return "\n\n".join(_told(main, "careergraph", None, 2))


def _told(
    command: click.Command, name: str, above: click.Context | None, level: int
) -> Iterator[str]:
    context = click.Context(
        command, info_name=name, parent=above, terminal_width=_WIDTH, max_content_width=_WIDTH,
        help_option_names=["-h", "--help"],
    )  # fmt: skip
    yield f"{'#' * level} {context.command_path}"
    yield fenced(command.get_help(context))
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            assert below is not None
            yield from _told(below, each, context, level if above is None else level + 1)
