"""`careergraph transitions`: observed moves. One file a command, loaded when it is called."""

from importlib import import_module

import click

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "evaluate": ("careergraph.cli.transitions.evaluate:evaluate",
                 "How well models tell where people go."),
}  # fmt: skip
"""Command to where it lives and its short help, which is shown without loading it."""


class LazySubgroup(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which help shows them."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now, or None when there is none of this name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        module, _, attribute = SUBCOMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in SUBCOMMANDS.items()])


@click.group(cls=LazySubgroup)
def transitions() -> None:
    """Observed moves between occupations: counted, estimated, explained and predicted."""
