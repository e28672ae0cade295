"""`careergraph query`: SPARQL as text, from a file or by name."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from careergraph.cli.options import (
    STOPPED,
    Decorator,
    emit,
    emit_as_found,
    format_option,
    graph_option,
    open_graph,
    output_option,
    say,
    tell,
    terminal_width,
)
from careergraph.errors import NoSuchQueryError, ParameterError, ReadError

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.sparql import Recipe, Result

FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "turtle", "html")
"""The names of `sparql.formats.FORMATS`, here too so that help needs no engine; a test compares."""


text_option: Decorator = click.option("-e", "--text", metavar="TEXT", help="Ask this SPARQL text.")
param_option: Decorator = click.option(
    "-p", "--param", "pairs", multiple=True, metavar="NAME=VALUE",
    help="Give a parameter a value: a name such as 'data scientist', an IRI, role:data-scientist, "
    "a number. May be repeated.",
)  # fmt: skip


@click.command()
@click.argument("query", required=False, metavar="[NAME|FILE.rq|-]")
@text_option
@param_option
@click.option("--list", "listing", is_flag=True, help="List the cookbook, or describe one query.")
@click.option("--labels", is_flag=True, help="Add a column xLabel for each column x of nodes.")
@click.option(
    "--unsorted", is_flag=True,
    help="Write rows as they are found: for answers too large to be held. A query without ORDER BY "
    "may then give them in another order each time.",
)  # fmt: skip
@format_option(FORMATS)
@graph_option
@output_option
def query(
    query: str | None,
    text: str | None,
    pairs: tuple[str, ...],
    listing: bool,
    labels: bool,
    unsorted: bool,
    format: str | None,
    graph: tuple[str, ...],
    output: Path | None,
) -> None:
    """Ask the graph in SPARQL.

    NAME is a query of the cookbook (--list shows them), FILE.rq a file, - reads from stdin. The
    prefixes of the graph (career:, role:, skill:, ...) need no declaration. A query names its
    parameters in its first VALUES, which also holds an example of each. --format html writes one
    page: the rows as a table, beside the part of the graph that they name.
    """
    if listing:
        emit(_listing(query), output)
        return
    if (query is None) == (text is None):
        raise click.UsageError("give either NAME, FILE.rq or -, or -e TEXT; --list shows the names")
    if unsorted and labels:
        raise click.UsageError("--labels needs all rows at once; leave it or --unsorted out")
    if unsorted:
        _stream(query, text, pairs, graph, format=format, output=output)
        return
    answer = asked(query, text, pairs, graph=lambda: open_graph(graph))

    from careergraph.sparql.formats import choose, render

    chosen = format or choose(answer, output)
    emit(render(answer, chosen, labels=labels, width=terminal_width(output)), output)
    if not len(answer):
        say("no rows: nothing in this graph matches the query")


def asked(
    query: str | None, text: str | None, pairs: tuple[str, ...],
    *, graph: "Callable[[], CareerGraph]",
) -> "Result":  # fmt: skip
    """Return the result of a query by name, file or text. Raises as `run` and `recipe` do.

    The graph is opened when the query has been read.
    """
    from careergraph.sparql import run

    recipe, values = _stated(query, text, pairs)
    opened = graph()
    with _interruptible():
        return run(opened.engine, recipe.text, parameters=values, name=recipe.file,
                   known=opened.known)  # fmt: skip


def _stream(
    query: str | None, text: str | None, pairs: tuple[str, ...], graph: tuple[str, ...],
    *, format: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Write the answer to a query as it is found."""
    from careergraph.sparql.formats import suffixed
    from careergraph.sparql.streaming import stream

    recipe, values = _stated(query, text, pairs)
    opened = open_graph(graph)
    chosen = format or (suffixed(output) if output else None)

    def write(out: BinaryIO) -> None:
        stream(opened.engine, recipe.text, out, chosen, parameters=values, name=recipe.file,
               known=opened.known)  # fmt: skip

    with _interruptible():
        emit_as_found(write, output)


def _stated(
    query: str | None, text: str | None, pairs: tuple[str, ...]
) -> "tuple[Recipe, dict[str, str]]":
    """A query and the values of its parameters, as they were given."""
    recipe, values = _recipe(query, text), _values(pairs)
    _tell_examples(recipe, values)
    return recipe, values


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once: Oxigraph does not look for it while it evaluates.

    The system's own handler writes to a pipe, and a thread that waits there ends the process.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of Ctrl-C
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    before = signal.set_wakeup_fd(told)
    ends = [each for each in _ENDS if signal.getsignal(each) is signal.SIG_DFL]
    for each in ends:  # to be heard of, it has to have a handler
        signal.signal(each, lambda *_: None)
    ender = threading.Thread(target=_end, args=(heard,), daemon=True)
    ender.start()
    try:
        yield
    except KeyboardInterrupt:
        ender.join(10)  # it has heard of it, too, and ends the process
        raise
    finally:
        for each in ends:
            signal.signal(each, signal.SIG_DFL)
        signal.set_wakeup_fd(before)
        os.close(told)  # ends the thread


_ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What else ends a command."""


def _end(heard: int) -> None:
    """End the process when one of these is heard of, with nothing left half-written."""
    from careergraph.store import discard_unfinished

    while heard_of := os.read(heard, 1):
        if heard_of[0] in (signal.SIGINT, *_ENDS):
            try:
                discard_unfinished()
                if heard_of[0] == signal.SIGINT:
                    say(STOPPED)
            finally:
                os._exit(128 + heard_of[0])
    os.close(heard)


def _recipe(query: str | None, text: str | None) -> "Recipe":
    from careergraph.sparql import cookbook

    if text is not None:
        return cookbook.parse(text)
    if query == "-":
        if sys.stdin is None:
            raise ReadError("cannot read standard input: it is closed")
        return cookbook.decoded(
            cookbook.whole(sys.stdin.buffer, "standard input"), file="standard input"
        )
    assert query is not None
    try:
        return cookbook.named_or_file(query)
    except NoSuchQueryError as error:
        raise NoSuchQueryError(f"{error} ('careergraph query --list' shows all)") from None


def _values(pairs: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ParameterError(f"--param {pair!r} has no '='; write --param NAME=VALUE")
        if name.strip() in values:
            raise ParameterError(f"the parameter {name.strip()!r} is given twice")
        values[name.strip()] = value
    return values


def _tell_examples(recipe: "Recipe", values: dict[str, str]) -> None:
    """Say so when the examples in a cookbook query stand in for what the user did not give."""
    if recipe.title and recipe.parameters and not values:
        shown = ", ".join(f"{p.name}={p.example or 'any'}" for p in recipe.parameters)
        tell(f"with the example {shown}; --param NAME=VALUE asks for another")


def _listing(name: str | None) -> str:
    from careergraph.sparql import cookbook

    if name is not None:
        return cookbook.described(cookbook.recipe(name))
    return "".join(f"{each.name:<28}{each.title}\n" for each in cookbook.recipes())
