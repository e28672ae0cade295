"""The conversation of a shell: statement by statement from a terminal, or from a pipe."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from careergraph.cli.options import say, tell
from careergraph.cli.shell.session import Session
from careergraph.cli.shell.statements import statements
from careergraph.errors import CareerGraphError, EvaluationError, MissingExtraError, ReadError

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

SHOWN = 40
"""How many rows of a table are shown, unless .rows says otherwise."""

_INPUT = "standard input"

Ask = Callable[["CareerGraph"], Callable[[], str]]
"""Gives, for a graph, what asks for one statement after another."""


def prompter() -> Ask:
    """Return what asks at the terminal. Raises MissingExtraError."""
    try:
        from careergraph.cli.shell.prompt import prompting
    except ImportError:
        raise MissingExtraError(
            "the prompt needs an extra: pip install 'careergraph[shell]'"
        ) from None
    return prompting


def talk(session: Session, prompting: Ask) -> None:
    """Do one statement after another until Ctrl-D or .quit; an error is told and forgotten."""
    ask = prompting(session.graph)
    tell("SPARQL, or the name of a query; .help tells the rest, Ctrl-D leaves.")
    while True:
        try:
            typed = ask()
        except KeyboardInterrupt:  # what is being typed is thrown away
            continue
        except EOFError:
            return
        if not _done(session, typed):
            return


def _done(session: Session, typed: str) -> bool:
    """Do the statements of a text up to the first that fails; return False to leave."""
    try:
        for _, statement in statements(typed.splitlines(keepends=True)):
            session.do(statement)
    except EOFError:
        return False
    except CareerGraphError as error:
        say(str(error))
    except KeyboardInterrupt:
        tell("stopped")
    return True


def read(session: Session, lines: Iterable[bytes]) -> None:
    """Do the statements of a stream until one fails. Raises EvaluationError with its line."""
    for number, statement in statements(_decoded(lines)):
        try:
            session.do("\n" * (number - 1) + statement, name=_INPUT)
        except EOFError:
            return
        except CareerGraphError as error:
            told = str(error)
            place = "" if told.startswith(_INPUT) else f"{_INPUT}, line {number}: "
            raise EvaluationError(place + told) from None


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            where = f"{_INPUT}, line {number}"
            raise ReadError(f"cannot read {where}: byte {error.start + 1} is not UTF-8") from None
