"""`careergraph transitions`: observed moves, a file a command, loaded when it is called."""

import click

from careergraph.cli.lazy import LazyGroup

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


class Transitions(LazyGroup):
    """The commands on moves."""

    places = COMMANDS


@click.group(cls=Transitions)
def transitions() -> None:
    """Observed moves between occupations: counted, analysed, drawn.

    MOVES.csv has a row for each origin and destination: origin, destination, n (persons) and, where
    persons stand for others, weight; rows whose origin is their destination are those who stayed.
    """
