"""What can be asked of the shell besides queries: commands that begin with a dot."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from careergraph.cli.options import emit, say, tell, terminal_width
from careergraph.cli.query import FORMATS
from careergraph.cli.shell.statements import recipe_named
from careergraph.errors import FormatError, NoSuchQueryError, ParameterError
from careergraph.sparql import Recipe, Result, cookbook
from careergraph.sparql.calls import KNOWN

if TYPE_CHECKING:
    from careergraph.cli.shell.session import Session


class Command(NamedTuple):
    """What it takes, what it does in words, and what it does; `needs` says it takes something."""

    takes: str
    text: str
    do: "Callable[[Session, str], None]"

    @property
    def needs(self) -> bool:
        """Whether it does nothing without what it takes."""
        return bool(self.takes) and not self.takes.startswith("[")


def do(session: "Session", word: str, rest: str) -> bool:
    """Do the command `word`; return False when it is none. Raises ParameterError and others."""
    command = COMMANDS.get(word)
    if command is None:
        return False
    if rest and not command.takes:
        raise ParameterError(f"{word} takes nothing, and got {rest!r}")
    if command.needs and not rest:
        raise ParameterError(f"{word} needs {command.takes}: {command.text}")
    command.do(session, rest)
    return True


def recipe(word: str) -> Recipe:
    """Return the query of the cookbook that `NAME` or `.NAME` calls. Raises NoSuchQueryError."""
    found = recipe_named(word.removeprefix("."))
    if found is not None:
        return found
    from rapidfuzz import process

    known = [*COMMANDS, *(f".{each.name}" for each in cookbook.recipes())]
    near = process.extractOne(word, known, score_cutoff=60)
    guess = f"; did you mean {near[0]}?" if near else ""
    raise NoSuchQueryError(f"no command or query is named {word!r}{guess} (.help lists them)")


def _help(_: "Session", name: str) -> None:
    if name:
        emit(cookbook.described(recipe(name)).replace("--param ", ""), None)
        return
    rows = [(f"{word} {command.takes}", command.text) for word, command in COMMANDS.items()]
    rows += [("NAME PARAM=VALUE ...", "ask a query of the cookbook; .NAME does, too")]
    width = max(len(usage) for usage, _ in rows) + 2
    emit("".join(f"{usage:<{width}}{text}\n" for usage, text in rows) + _KEYS, None)


_KEYS = """
Anything else is SPARQL. Enter runs what is whole and else begins another line, an empty line runs
it in any case. Tab completes, Alt-Enter begins another line, Ctrl-C stops, Ctrl-D leaves.
"""


def _queries(_: "Session", __: str) -> None:
    emit("".join(f"{each.name:<28}{each.title}\n" for each in cookbook.recipes()), None)


def _prefixes(_: "Session", __: str) -> None:
    emit("".join(f"{prefix + ':':<18}{namespace}\n" for prefix, namespace in KNOWN.items()), None)


def _format(session: "Session", name: str) -> None:
    if name and name not in (*FORMATS, "auto"):
        raise FormatError(f"no format is named {name!r}; there are: auto, {', '.join(FORMATS)}")
    if name:
        session.format = None if name == "auto" else name
    else:
        emit(f"{session.format or 'auto: rows as a table, graphs as Turtle'}\n", None)


def _rows(session: "Session", number: str) -> None:
    if not number.isdecimal() or not int(number):
        raise ParameterError(f".rows takes a number of 1 or more, and got {number!r}")
    session.most = int(number)


def _all(session: "Session", _: str) -> None:
    if session.last is None:
        raise ParameterError("there is no result yet; ask a query first")
    session.show(session.last, most=None)


def _save(session: "Session", name: str) -> None:
    from careergraph.sparql.formats import choose, render
    from careergraph.store import write_whole

    if session.last is None:
        raise ParameterError("there is no result to save; ask a query first")
    path = Path(name).expanduser()
    write_whole(path, render(session.last, choose(session.last, path)))
    tell(f"{path} holds {counted(session.last)}")


def counted(result: Result) -> str:
    """Return how many rows a result has, in words."""
    return f"{len(result):,} row{'' if len(result) == 1 else 's'}"


def _route(session: "Session", phrase: str) -> None:
    from careergraph.reports import report

    graph, width = session.graph, terminal_width(None)
    _ = graph.ladder  # compiled here once, not in each child
    session.tell_apart(lambda: report(graph, phrase=phrase, width=width, note=say).content)


def _show(session: "Session", name: str) -> None:
    from careergraph.profiles import as_text

    graph = session.graph
    _ = graph.ladder

    def text() -> str:
        found = graph.profile(name)
        if said := graph.index.taken(found.iri, name):
            say(said)
        return as_text(found, graph.ladder, graph.labels)

    session.tell_apart(text)


def _quit(_: "Session", __: str) -> None:
    raise EOFError


COMMANDS = {
    ".help": Command("[QUERY]", "this, or what a query of the cookbook takes", _help),
    ".queries": Command("", "list the cookbook", _queries),
    ".route": Command("PHRASE", "routes, such as .route from Data Analyst to senior roles", _route),
    ".show": Command("NAME", "all that is said of a node", _show),
    ".prefixes": Command("", "list the prefixes that need no declaration", _prefixes),
    ".format": Command("[NAME]", f"how results are shown: auto, {', '.join(FORMATS)}", _format),
    ".rows": Command("N", "how many rows of a table are shown", _rows),
    ".all": Command("", "show all rows of the last result", _all),
    ".save": Command("FILE", "write the last result, in the format of the file's ending", _save),
    ".quit": Command("", "leave", _quit),
}
"""Every command by name, in the order in which .help lists them."""
