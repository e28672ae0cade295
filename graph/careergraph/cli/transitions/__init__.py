"""`careergraph transitions`: observed moves, a file a command, loaded when it is called."""

from importlib import import_module

import click

_HERE = "careergraph.cli.transitions"

COMMANDS: dict[str, str] = {
    "moves": f"{_HERE}.moves:moves",
    "check": f"{_HERE}.check:check",
    "matrix": f"{_HERE}.matrix:matrix",
    "publish": f"{_HERE}.publish:publish",
    "evaluate": f"{_HERE}.evaluate:evaluate",
    "retention": f"{_HERE}.retention:retention",
    "entropy": f"{_HERE}.entropy:entropy",
    "reciprocity": f"{_HERE}.reciprocity:reciprocity",
    "net-flows": f"{_HERE}.net_flows:net_flows",
    "lift": f"{_HERE}.lift:lift",
    "bridges": f"{_HERE}.bridges:bridges",
    "communities": f"{_HERE}.communities:communities",
    "markov": f"{_HERE}.markov:markov",
    "mobility": f"{_HERE}.mobility:mobility",
    "barriers": f"{_HERE}.barriers:barriers",
    "waivers": f"{_HERE}.waivers:waivers",
    "without-further": f"{_HERE}.without_further:without_further",
    "gateways": f"{_HERE}.gateways:gateways",
    "times": f"{_HERE}.times:times",
    "sequences": f"{_HERE}.sequences:sequences",
    "change": f"{_HERE}.change:change",
    "shock": f"{_HERE}.shock:shock",
    "segregation": f"{_HERE}.segregation:segregation",
    "outside-options": f"{_HERE}.outside_options:outside_options",
    "figure": f"{_HERE}.figure:figure",
}
"""Subcommand to where it lives."""


class LazyTransitions(click.Group):
    """A group that imports a subcommand only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the subcommand, imported now, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyTransitions)
def transitions() -> None:
    """Observed moves between occupations: counted, analysed, drawn.

    MOVES.csv has a row for each origin and destination: origin, destination, n (persons) and, where
    persons stand for others, weight; rows whose origin is their destination are those who stayed.
    """
