"""From text to a tree, by the grammar in `grammar.lark` and the names of a graph.

The parser says at each place what can follow; the longest keyword, amount or name of such a kind
is taken. So 'Algorithm Governance Lead' is one role although 'lead' is a level.
"""

import os
import re
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from careergraph.errors import QuestionError
from careergraph.names import Index
from careergraph.routes.phrase.lexicon import Lexicon, lexicon
from careergraph.routes.phrase.words import BELOW

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.parsers.lalr_interactive_parser import InteractiveParser

KINDS = {"ROLE": "Role", "LEVEL": "Level", "CREDENTIAL": "Credential", "INDUSTRY": "Industry",
         "SKILL": "Skill", "SOURCE": "Source", "KIND": "StepKind"}  # fmt: skip
"""The terminals that are names of nodes, and of which kind; the likelier meaning first."""

MOST_CHARACTERS = 20_000
_END = "$END"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled grammar: its parser, its keywords, and those of them that mean nothing."""

    parser: "Lark"
    keywords: dict[str, re.Pattern[str]]
    ignored: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """How far a text was read: the tokens so far, and what could follow at `position`."""

    text: str
    start: str
    position: int = 0
    tokens: list["Token"] = field(default_factory=list)

    def accepted(self) -> set[str]:
        """Return the terminals that can follow; '$END' when the text may end here."""
        return set(self.parser().accepts())  # type: ignore[no-untyped-call]  # untyped in Lark

    def parser(self) -> "InteractiveParser":
        """Return a parser that was fed the tokens."""
        parser = grammar().parser.parse_interactive(start=self.start)
        for token in self.tokens:
            parser.feed_token(token)
        return parser

    def mended(self, mend: str, length: int) -> "Reading":
        """Return the reading with other words for those `length` characters at `position`."""
        text = self.text[: self.position] + mend + self.text[self.position + length :]
        return Reading(text, self.start, self.position, list(self.tokens))


class UnreadableError(Exception):
    """A text that does not follow the grammar; never leaves `routes`."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(f"cannot read character {reading.position + 1}")
        self.reading = reading


@cache
def grammar() -> Grammar:
    """Return the grammar, compiled when the first phrase is read, and kept."""
    from lark import Lark

    from careergraph.routes.phrase.unlexed import Unlexed

    text = (files("careergraph.routes.phrase") / "grammar.lark").read_text(encoding="utf-8")
    parser = Lark(text, parser="lalr", lexer=Unlexed, start=["question", "start", "goal"],
                  maybe_placeholders=False, cache=_kept())  # fmt: skip
    keywords = {t.name: _whole_words(t.pattern.to_regexp()) for t in parser.terminals}
    return Grammar(parser, keywords, tuple(parser.lexer_conf.ignore))


def _kept() -> str | bool:
    """The file in which the compiled grammar is kept: where Python keeps what it compiles, if it
    may write there. Lark makes it anew when the grammar changes, or the file cannot be read."""
    path = Path(cache_from_source(__file__)).with_suffix(".lark")
    return not sys.dont_write_bytecode and os.access(path.parent, os.W_OK) and str(path)


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})(?!(?<=\w)\w)", re.I)


def read(text: str, index: Index, *, start: str = "question") -> "Tree[Token]":
    """Return the tree of a text; `start` is the rule it follows.

    A token of a name holds the IRI of the node; of a name that several roles share their IRIs, with
    spaces between. Raises UnreadableError, or QuestionError for a text too long to be a phrase.
    """
    if len(text) > MOST_CHARACTERS:
        raise QuestionError(
            f"a phrase of {len(text):,} characters is too long; {MOST_CHARACTERS:,} at most"
        )
    tree = _finish(Reading(text, start), lexicon(index))
    assert tree is not None
    return tree


def reads_on(reading: Reading, characters: int, index: Index) -> bool:
    """Whether a text can be read on from where it was read to, at least for some characters."""
    upto = reading.position + characters
    try:
        _finish(reading, lexicon(index), upto)
    except UnreadableError:
        return reading.position >= upto
    return True


def _finish(reading: Reading, names: Lexicon, upto: int | None = None) -> "Tree[Token] | None":
    """The tree of a text, from where it was read to; None when it is read up to a place only."""
    from lark import UnexpectedToken

    parser = reading.parser()
    while upto is None or reading.position < upto:
        token = _next(reading, names, set(parser.choices()))  # type: ignore[no-untyped-call]
        try:
            tree = parser.feed_token(token)
        except UnexpectedToken:
            raise UnreadableError(reading) from None
        if token.type == _END:
            return tree  # type: ignore[no-any-return]
        reading.tokens.append(token)
        reading.position = token.end_pos or 0
    return None


def _next(reading: Reading, names: Lexicon, wanted: set[str]) -> "Token":
    """The token at the position, which is moved over what means nothing."""
    from lark import Token

    text = reading.text
    while reading.position < len(text):
        start = reading.position
        end, value, kind = _longest(text, start, names, wanted)
        if end == start:
            raise UnreadableError(reading)
        if kind:
            return Token(kind, value, start_pos=start, end_pos=end)
        reading.position = end
    return Token(_END, "", start_pos=len(text), end_pos=len(text))


def _longest(text: str, start: int, names: Lexicon, wanted: set[str]) -> tuple[int, str, str]:
    """Where the longest match ends, its value and terminal; '' for what is ignored.

    Of one length a keyword counts before a name, and both before what is ignored.
    """
    best = (start, "", "")
    known = grammar()
    for terminal in (t for t in known.keywords if t in wanted):
        match = known.keywords[terminal].match(text, start)
        if match and match.end() > best[0]:
            value = names.get(BELOW[terminal], "Credential") if terminal in BELOW else match[0]
            best = (match.end(), str(value), terminal) if value else best
    terminals = {KINDS[t]: t for t in KINDS if t in wanted}
    for found in names.at(text, start, tuple(terminals)):
        if found.end > best[0]:
            best = (found.end, " ".join((found.iri, *found.others)), terminals[found.kind])
    for terminal in known.ignored:
        match = known.keywords[terminal].match(text, start)
        if match and match.end() > best[0]:
            best = (match.end(), "", "")
    return best
