"""The SERVICE blocks of a query that are answered here, found in its text.

    SERVICE pathSearch: { [] pathSearch:source role:x ; pathSearch:start ?a ; ... { ?a ?p ?b } }

The subject of the properties is never looked at: `_:p`, `[]` or `[ ... ]` serve alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

import pyoxigraph as ox

from careergraph.errors import QuerySyntaxError
from careergraph.sparql.calls import KNOWN, SERVICES, Argument, Call
from careergraph.sparql.lexer import Token, closing, namespaces, position, tokens
from careergraph.sparql.parameters import Term


@dataclass(frozen=True)
class Query:
    """A query's text with the calls in it; those inside the pattern of a call belong to that."""

    text: str
    name: str = ""

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the text."""
        return tokens(self.text)

    @cached_property
    def prologue(self) -> int:
        """The offset where PREFIX and BASE end and the query begins."""
        first = next((t for t in self.tokens if any(map(t.says, _FORMS))), None)
        return first.start if first else 0

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls in the order of the text. Raises QuerySyntaxError."""
        return tuple(_calls(self))

    def place(self, offset: int) -> str:
        """Return where an offset lies, in words."""
        line, column = position(self.text, offset)
        return f"{f'{self.name}, ' if self.name else ''}line {line}, column {column}"

    def refused(self, token: Token, what: str) -> NoReturn:
        """Raise QuerySyntaxError: the place of a token, and what is wrong there."""
        raise QuerySyntaxError(f"{self.place(token.start)}: {what}")

    def inner(self, call: Call) -> "Query":
        """Return the query for the pattern of a call, each character where it stood.

        SELECT* and SERVICE have the same length, so that faults in it keep their place.
        """
        assert call.pattern is not None
        start, end = call.pattern
        before = "SELECT*" + _blank(self.text[call.start + 7 : start])
        blank = _blank(self.text[self.prologue : call.start])
        text = self.text[: self.prologue] + blank + before + self.text[start:end]
        return Query(text, self.name)

    def without_calls(self) -> str:
        """Return the text with a harmless pattern for each call, all else where it stood."""
        pieces, at = [], 0
        for call in self.calls:
            pieces += [
                self.text[at : call.start],
                _stand_in(self.text[call.start : call.end], call),
            ]
            at = call.end
        return "".join([*pieces, self.text[at:]])


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def _blank(text: str) -> str:
    return "".join(c if c in "\n\r" else " " for c in text)


def _stand_in(block: str, call: Call) -> str:
    """A pattern that binds the same variables, with as many lines and as long a last one."""
    names = " ".join(f"?{name}" for name in call.variables)
    start = f"{{VALUES ({names}) {{}}"
    lines = block.split("\n")
    if len(lines) == 1:
        return f"{start}{' ' * (len(block) - len(start) - 1)}}}"
    return start + "\n" * (len(lines) - 1) + " " * (len(lines[-1]) - 1) + "}"


def _calls(query: Query) -> Iterable[Call]:
    found, i = query.tokens, 0
    spaces = {**KNOWN, **namespaces(found)}
    while i < len(found):
        opening = _opening(found, i, spaces)
        if opening is None:
            i += 1
            continue
        service, at = opening
        end = closing(found, at)
        if end is None:
            query.refused(found[i], "this SERVICE block never ends; a closing '}' is missing")
        reader = _Reader(query, service, spaces)
        reader.read(at + 1, end)
        yield Call(
            service=SERVICES[service],
            start=found[i].start,
            end=found[end].end,
            arguments=tuple(reader.arguments),
            pattern=reader.pattern,
            place=query.place(found[i].start),
        )
        i = end + 1


def _opening(found: list[Token], i: int, spaces: Mapping[str, str]) -> tuple[str, int] | None:
    """The service of ours that a block calls, and the index of its '{'."""
    if not found[i].says("SERVICE"):
        return None
    at = i + 2 if i + 1 < len(found) and found[i + 1].says("SILENT") else i + 1
    if at + 1 >= len(found) or found[at + 1].text != "{":
        return None
    iri = _iri(found[at], spaces).rstrip("/#")
    service = next((s for s in SERVICES if s.rstrip("/") == iri), None)
    return (service, at + 1) if service else None


def _iri(token: Token, spaces: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return spaces[prefix] + local if token.kind == "name" and prefix in spaces else ""


class _Reader:
    """Reads the inside of a block, token by token."""

    def __init__(self, query: Query, service: str, spaces: Mapping[str, str]) -> None:
        self.query, self.service, self.spaces = query, service, spaces
        self.arguments: list[Argument] = []
        self.pattern: tuple[int, int] | None = None

    def read(self, i: int, end: int) -> None:
        found = self.query.tokens
        subject = False
        while i < end:
            token = found[i]
            if token.text == "{":
                i, subject = self._pattern(i), False
            elif token.text in (".", ";", "[", "]"):
                subject = token.text in "[]" or (subject and token.text == ";")
                i += 1
            elif not subject and token.kind in ("name", "variable", "iri"):
                i, subject = i + 1, True
            elif subject:
                i = self._property(i, end)
            else:
                self.query.refused(token, f"did not expect '{token.text}' here")

    def _pattern(self, i: int) -> int:
        found = self.query.tokens
        if self.pattern is not None:
            self.query.refused(found[i], "a second pattern in one SERVICE block; there may be one")
        end = closing(found, i)
        assert end is not None  # the block around it has its end
        self.pattern = (found[i].start, found[end].end)
        return end + 1

    def _property(self, i: int, end: int) -> int:
        found = self.query.tokens
        iri = _iri(found[i], self.spaces)
        if not iri.startswith(self.service):
            short = SERVICES[self.service]
            self.query.refused(found[i], f"expected a property such as {short}:{_EXAMPLES[short]}, "
                                         f"and got {found[i].text}")  # fmt: skip
        name = f"{SERVICES[self.service]}:{iri.removeprefix(self.service)}"
        i = self._value(name, i + 1, end)
        while i < end and found[i].text == ",":
            i = self._value(name, i + 1, end)
        if i < end and found[i].text not in (";", ".", "]", "{"):
            self.query.refused(found[i], f"did not expect '{found[i].text}' here; "
                                         "a ';' goes between properties")  # fmt: skip
        return i

    def _value(self, name: str, i: int, end: int) -> int:
        found = self.query.tokens
        stop = i + _length(found[i:end])
        if stop == i:
            self.query.refused(found[i], f"{name} needs a value, and there is none here")
        text = self.query.text[found[i].start : found[stop - 1].end]
        place = self.query.place(found[i].start)
        if found[i].kind == "variable":
            self.arguments.append(Argument(name, text, place, variable=text[1:]))
        else:
            self.arguments.append(Argument(name, text, place, term=self._term(found[i], text)))
        return stop

    def _term(self, token: Token, text: str) -> Term:
        """The term that a text means under the query's prefixes, as the engine reads it."""
        prologue = self.query.text[: self.query.prologue]
        try:
            answer = ox.Store().query(f"{prologue}\nSELECT ({text} AS ?t) {{}}", prefixes=KNOWN)
        except (SyntaxError, ValueError):
            self.query.refused(token, f"cannot read the value {text}")
        assert isinstance(answer, ox.QuerySolutions)
        found: Term | None = next(answer)[0]
        if found is None:
            self.query.refused(token, f"cannot read the value {text}")
        return found


_EXAMPLES = {"pathSearch": "source", "route": "from"}


def _length(found: list[Token]) -> int:
    """How many tokens the value at the beginning has; 0 when there is none."""
    kinds = [t.kind for t in found[:3]]
    if not found:
        return 0
    if found[0].text in ("+", "-"):
        return 2 if kinds[1:2] == ["number"] else 0
    if kinds[0] == "string":
        if kinds[1:2] == ["language"]:
            return 2
        return 3 if len(found) > 2 and found[1].text == "^^" and found[1].end else 1
    named = kinds[0] == "name" and not found[0].text.startswith("_:")
    truth = found[0].text in ("true", "false")
    return 1 if named or truth or kinds[0] in ("variable", "iri", "number") else 0
