"""Where in a query, which may be half written, the next word would stand.

The tokens before it are walked once. Each open bracket is a frame that knows what it holds; in a
group, a term moves the place on from subject to predicate to object. What makes no sense is passed
over: somebody is still typing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from careergraph.sparql.lexer import Token

Kind = Literal["header", "subject", "predicate", "object", "ended", "expression", "name", "values"]
"""What may stand at a place. "ended" is after a whole triple, "name" is what GRAPH and SERVICE
take, "values" a row of VALUES."""


class Place(NamedTuple):
    """What may stand here, with the terms of the triple before it and the SERVICE around it."""

    kind: Kind
    subject: str = ""
    predicate: str = ""
    service: str = ""


@dataclass(slots=True)
class _Frame:
    """What an open bracket holds: `place` is that of the next word in it."""

    opener: str
    place: Kind
    service: str = ""
    subject: str = ""
    predicate: str = ""


_TERMS = ("iri", "variable", "name", "number", "string")
_NEXT: dict[Kind, Kind] = {"subject": "predicate", "predicate": "object", "object": "ended",
                           "name": "subject"}  # fmt: skip
_NO_TRIPLE = ("FILTER", "BIND", "VALUES", "GRAPH", "SERVICE")
"""Keywords followed by a bracket or by the name of a graph or service."""

_CLOSES = {"}": "{", ")": "(", "]": "["}
_BRACKETS = {opener: closer for closer, opener in _CLOSES.items()}


def place(before: Iterable[Token]) -> Place:
    """Return the place after these tokens."""
    walk = _Walk()
    for token in before:
        walk.step(token)
    frame = walk.frames[-1]
    return Place(frame.place, frame.subject, frame.predicate, frame.service)


class _Walk:
    """The frames that are open after the tokens so far."""

    def __init__(self) -> None:
        self.frames = [_Frame("", "header")]
        self.word = ""
        """The keyword that decides what the next bracket holds."""
        self.service = ""
        self.typed = False
        """Whether the next term is the datatype of a literal."""

    def step(self, token: Token) -> None:
        """Take one more token."""
        if token.kind == "sign":
            self._sign(token.text)
        elif token.kind == "word" and token.text not in ("a", "true", "false"):
            self._keyword(token.text.upper())
        elif token.kind in _TERMS or token.kind == "word":
            self._term(token.text)

    def _sign(self, sign: str) -> None:
        frame = self.frames[-1]
        if sign in ("{", "(", "["):
            self.frames.append(self._opened(frame, sign))
            if self.word != "VALUES" or sign == "{":  # the variables of VALUES are in brackets
                self.word = ""
        elif sign in _CLOSES:
            self._close(_CLOSES[sign])
        elif frame.place not in ("expression", "values", "header"):
            self._punctuation(frame, sign)
        if sign == "^^":
            self.typed = True

    def _punctuation(self, frame: _Frame, sign: str) -> None:
        if sign == "." and frame.opener == "{":
            frame.place = "subject"
        elif sign == ";":
            frame.place = "predicate"
        elif sign == "," and frame.predicate:
            frame.place = "object"
        elif sign in ("/", "|") and frame.place == "object":  # a path goes on
            frame.place = "predicate"

    def _opened(self, frame: _Frame, sign: str) -> _Frame:
        """The frame of a bracket that opens."""
        if sign == "[":
            return _Frame(sign, "predicate", frame.service, "[]")
        if sign == "{":
            if self.word == "VALUES":
                return _Frame(sign, "values")
            service = self.service if self.word == "SERVICE" else frame.service
            return _Frame(sign, "subject", service)
        if self.word or frame.place in ("expression", "header", "values"):
            kind: Kind = "values" if frame.place == "values" else "expression"
            return _Frame(sign, kind, frame.service)
        if frame.place == "predicate":
            return _Frame(sign, "predicate", frame.service, frame.subject)
        return _Frame(sign, "object", frame.service, frame.subject, frame.predicate)

    def _close(self, opener: str) -> None:
        openers = [frame.opener for frame in self.frames]
        if opener not in openers:
            return
        del self.frames[len(openers) - 1 - openers[::-1].index(opener) :]
        frame = self.frames[-1]
        if frame.place in ("header", "expression", "values"):
            return
        if opener == "{" or frame.place == "name":  # a group, or what FILTER or BIND is followed by
            frame.place = "subject"
        else:
            self._term(f"{opener}{_BRACKETS[opener]}")

    def _keyword(self, word: str) -> None:
        frame = self.frames[-1]
        if word == "SILENT":
            return
        if frame.place not in ("expression", "header", "values") or word == "VALUES":
            self.word = word
        if word == "SELECT":
            frame.place = "header"  # of a query inside another
        elif word in _NO_TRIPLE and frame.place not in ("expression", "header", "values"):
            frame.place = "name"

    def _term(self, text: str) -> None:
        frame = self.frames[-1]
        if self.typed:
            self.typed = False
            return
        if frame.place == "name":
            self.service = text if self.word == "SERVICE" else ""
            return
        if frame.opener == "(" and frame.place == "object":  # a collection has any number
            return
        if frame.place == "subject":
            frame.subject = text
        elif frame.place == "predicate":
            frame.predicate = text
        frame.place = _NEXT.get(frame.place, frame.place)
