"""SPARQL text as tokens: to find its prefixes, parameters, ORDER BY and the place of a fault."""

import re
from itertools import pairwise
from typing import NamedTuple

_LOCAL = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)"
_PATTERN = re.compile(
    rf"""
    (?P<space>(?:\s|\#[^\n\r]*)+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?|_)?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>\d*\.?\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign>\^\^|<<|>>|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query; `kind` is the pattern's group, `start` and `end` are offsets."""

    kind: str
    text: str
    start: int
    end: int

    def says(self, word: str) -> bool:
        """Whether this is the keyword `word`, in any case."""
        return self.kind == "word" and self.text.upper() == word


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text` in order, without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s role:x 'a b' } # why")]
    ['ASK', '{', '?s', 'role:x', "'a b'", '}']
    """
    return [
        Token(str(found.lastgroup), found.group(), found.start(), found.end())
        for found in _PATTERN.finditer(text)
        if found.lastgroup != "space"
    ]


def ordered(found: list[Token]) -> bool:
    """Whether the query as a whole, not only a part of it, has an ORDER BY."""
    depth = 0
    for token, following in pairwise(found):
        if token.kind == "sign":
            depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.says("ORDER") and following.says("BY"):
            return True
    return False


def declared(found: list[Token]) -> set[str]:
    """Return the prefixes that the query declares itself."""
    return {
        following.text.partition(":")[0]
        for token, following in pairwise(found)
        if token.says("PREFIX") and following.kind == "name"
    }


def namespaces(found: list[Token]) -> dict[str, str]:
    """Return the prefixes that the query declares itself, with what they stand for."""
    return {
        name.text.partition(":")[0]: iri.text[1:-1]
        for token, name, iri in zip(found, found[1:], found[2:], strict=False)
        if token.says("PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def closing(found: list[Token], opening: int) -> int | None:
    """Return the index of the bracket that closes the one at `opening`; None when none does."""
    depth = 0
    for i in range(opening, len(found)):
        if found[i].kind == "sign":
            depth += (found[i].text in "{([") - (found[i].text in "})]")
        if depth == 0:
            return i
    return None


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both counted from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
