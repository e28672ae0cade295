"""The prompt: several lines, completion, colours, and what was typed before.

Only this module needs prompt_toolkit.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from careergraph.career_graph import CareerGraph
from careergraph.cli.options import tell
from careergraph.cli.shell.calls import complete_call
from careergraph.cli.shell.statements import depth, is_call, whole
from careergraph.sparql import lexer
from careergraph.sparql.completing import complete

_STYLE = Style.from_dict(
    {
        "word": "ansiblue bold", "variable": "ansimagenta", "iri": "ansicyan", "name": "ansicyan",
        "string": "ansigreen", "language": "ansigreen", "number": "ansiyellow",
        "comment": "ansibrightblack", "call": "ansiblue bold", "prompt": "bold",
        "continuation": "ansibrightblack",
    }
)  # fmt: skip


def prompting(graph: CareerGraph) -> Callable[[], str]:
    """Return what asks for a statement. Raises EOFError at Ctrl-D and KeyboardInterrupt."""
    complete(graph, "SELECT * { a", 12)  # reads the names, so that no key has to wait for them
    asked: PromptSession[str] = PromptSession(
        [("class:prompt", "sparql> ")],
        prompt_continuation=[("class:continuation", "      … ")],
        multiline=True,
        completer=Suggesting(graph),
        complete_while_typing=True,
        lexer=Coloured(),
        style=_STYLE,
        key_bindings=_keys(),
        history=_history(),
    )
    return asked.prompt


class Suggesting(Completer):
    """What `complete` suggests, with labels beside it."""

    def __init__(self, graph: CareerGraph) -> None:
        self.graph = graph

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Yield the suggestions; where nothing is typed yet, only to those who ask with Tab."""
        text, at = document.text, document.cursor_position
        suggest = complete_call if is_call(text) else complete
        found = suggest(self.graph, text, at)
        if found.start == at and not complete_event.completion_requested:
            return
        for each in found.suggestions:
            kind = f"{each.kind} " if each.kind[:1].isupper() else ""
            yield Completion(
                each.text, found.start - at, display_meta=f"{kind}{each.label}" or each.kind
            )


class Coloured(Lexer):
    """The colours of SPARQL."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return what gives the pieces of a line, each with its style."""
        lines: list[StyleAndTextTuples] = [[]]
        for style, text in coloured(document.text):
            for n, part in enumerate(text.split("\n")):
                if n:
                    lines.append([])
                lines[-1].append((style, part))
        return lambda number: lines[number] if number < len(lines) else []


def coloured(text: str) -> Iterable[tuple[str, str]]:
    """Yield the whole text in pieces, each with the style it has."""
    if is_call(text):
        first, space, rest = text.partition(" ")
        yield from (("class:call", first), ("", space + rest))
        return
    done = 0
    for token in lexer.tokens(text):
        yield "class:comment", text[done : token.start]  # space and comments
        yield f"class:{token.kind}", token.text
        done = token.end
    yield "class:comment", text[done:]


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        """Take the completion that is chosen, run what is whole, or begin another line."""
        buffer = event.current_buffer
        if buffer.complete_state and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif whole(buffer.text):
            buffer.validate_and_handle()
        else:
            _new_line(event)

    @keys.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        _new_line(event)

    return keys


def _new_line(event: KeyPressEvent) -> None:
    """Begin a line, set in by how many brackets are open."""
    buffer = event.current_buffer
    before = buffer.document.text_before_cursor
    buffer.insert_text("\n" + "  " * max(0, depth(lexer.tokens(before))))


class _Kept(FileHistory):
    """What was typed before, in a file; a disk that takes nothing more is no reason to stop."""

    def store_string(self, string: str) -> None:
        try:
            super().store_string(string)
        except OSError:
            return


def history_file() -> Path:
    """Return where the history is kept: in the user's folder for state."""
    folder = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(folder) / "careergraph" / "shell-history"


def _history() -> History:
    path = history_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.open("rb").close()
    except OSError as error:
        tell(f"what you type is not kept: {path}: {error.strerror}")
        return InMemoryHistory()
    return _Kept(str(path))
