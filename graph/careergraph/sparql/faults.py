"""What is wrong with a query, and where, in words for the person who wrote it.

Oxigraph reports the furthest character that any rule looked at, which lies up to a keyword's
length behind the fault. A query that does not parse is therefore parsed once more with its tokens
pulled far apart, so that the character it names falls on the token at fault.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import pyoxigraph as ox

from careergraph.errors import CareerGraphError, EvaluationError, ParameterError, QuerySyntaxError
from careergraph.sparql.lexer import Token, declared, position, tokens
from careergraph.terms import PREFIXES

_UPDATES = ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
_GAP = " " * 64
_APART = frozenset("{}()[];,.")
_GAPS = r"(?:\s|#[^\n\r]*[\n\r])*"
_SERVICE = re.compile(
    rf"[?$]\w+|(SERVICE){_GAPS}(?:SILENT{_GAPS})?"
    rf"(?:<([^<>{{}}\"]*)>|[?$][^\s{{}}<>]*|([^\s{{}}<>?$:]*:[^\s{{]*)){_GAPS}\{{",
    re.IGNORECASE,
)
_ANY_SERVICE = re.compile("service", re.IGNORECASE)
_OURS_MISSPELT = re.compile("(?:route|pathSearch):.")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_COMMENT = re.compile(r"(?m)^[^\S\n\r]*#.*$")
_ALLOWED: ContextVar[frozenset[str]] = ContextVar("allowed", default=frozenset())


@contextmanager
def allowing(services: Iterable[str]) -> Iterator[None]:
    """Let queries ask these endpoints, and no others, by SERVICE with their whole address.

    Raises ParameterError for what is no address of HTTP.
    """
    allowed = frozenset(services)
    for each in allowed:
        if not re.fullmatch(r"https?://[^\s<>{}\"|^`\\]+", each):
            raise ParameterError(f"{each!r} is no address that SERVICE could ask, http(s)://...")
    before = _ALLOWED.set(allowed)
    try:
        yield
    finally:
        _ALLOWED.reset(before)


def refuse_service(text: str) -> None:
    """Raise EvaluationError when `text` may call another endpoint that is not allowed.

    Oxigraph would open the connection. The check errs on the safe side: it reads the raw text,
    because what passes for a string here might not for the engine. Only whole lines of comment
    are surely no code, and these only where no text runs over several lines. Where there are
    escapes it also reads what they stand for, as an engine may do before anything else.
    """
    if "\\" not in text and not _ANY_SERVICE.search(text):
        return  # as most often, and at no cost
    plain = text.replace("\r", "\n")
    readings = [plain if '"""' in plain or "'''" in plain else _COMMENT.sub("", plain)]
    if _ESCAPE.search(plain):
        readings.append(_ESCAPE.sub(lambda m: _character(m[1] or m[2]), plain))
    calls = (found for each in readings for found in _SERVICE.finditer(each) if found[1])
    refused = [found for found in calls if found[2] not in _ALLOWED.get()]
    ours = next((c[3] for c in refused if c[3] and _OURS_MISSPELT.match(c[3])), None)
    if ours:
        service = ours.partition(":")[0]
        raise EvaluationError(
            f"there is no SERVICE {ours[:60]}; write SERVICE {service}: {{ ... }}"
        )
    if refused:
        raise EvaluationError(
            "the query asks another endpoint (SERVICE), and queries here never use the network; "
            "load that data into a graph of your own and pass it with --graph"
            + "".join(f"; allowed is only <{each}>" for each in sorted(_ALLOWED.get()))
        )


def _character(code: str) -> str:
    return chr(min(int(code, 16), 0x10FFFF))


@contextmanager
def told(text: str, *, name: str = "", base: str | None = None) -> Iterator[None]:
    """Put what the engine raises about a query into words; `base` is that of its relative IRIs.

    Raises QuerySyntaxError with the place, or EvaluationError.
    """
    try:
        yield
    except CareerGraphError:
        raise
    except SyntaxError as error:
        raise syntax_error(text, error, name=name, base=base) from None
    except UnicodeEncodeError:
        raise QuerySyntaxError("the query holds characters that are not Unicode text") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(f"the query cannot be answered: {error}") from None


def syntax_error(
    text: str, error: SyntaxError, *, name: str = "", base: str | None = None
) -> QuerySyntaxError:
    """Return the error that tells where `text`, which the engine refused, goes wrong."""
    found = tokens(text)
    offset, what = (
        _no_query(text, found)
        or _open_string(found)
        or _no_prefix(found)
        or _misplaced(found, base)
        or (0, str(error.args[0]).splitlines()[0])
    )
    line, column = position(text, offset)
    place = f"{name}, line {line}" if name else f"line {line}"
    return QuerySyntaxError(f"{place}, column {column}: {what}")


def _no_query(text: str, found: list[Token]) -> tuple[int, str] | None:
    if not found:
        return len(text), "there is no query here"
    first = next((t for t in found if t.kind == "word" and t.text.upper() in _FIRST), None)
    if first and first.text.upper() in _UPDATES:
        return first.start, (
            f"{first.text.upper()} would change the graph, and queries here only read; "
            "ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        )
    return None


_FIRST = {*_UPDATES, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def _open_string(found: list[Token]) -> tuple[int, str] | None:
    quote = next((t for t in found if t.kind == "sign" and t.text in "'\""), None)
    return (quote.start, f"a text begins with {quote.text} and never ends") if quote else None


def _no_prefix(found: list[Token]) -> tuple[int, str] | None:
    known = {*PREFIXES, *declared(found), "_"}
    for before, token in zip([None, *found], found, strict=False):
        prefix = token.text.partition(":")[0]
        if before and before.text == "<" and prefix in ("http", "https"):
            return before.start, "an address between < and > holds a space or a sign it may not"
        if token.kind == "name" and prefix not in known and not (before and before.says("PREFIX")):
            return token.start, f"no prefix is named '{prefix}:'{_resembling(prefix)}"
    return None


def _resembling(prefix: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(prefix, list(PREFIXES), score_cutoff=60)
    return f"; did you mean '{near[0]}:'?" if near else "; declare it with PREFIX"


def _misplaced(found: list[Token], base: str | None) -> tuple[int, str] | None:
    """Parse the tokens pulled apart and return the one where the parser could not go on."""
    spread, starts = _spread(found)
    try:
        ox.Store().query(spread, base_iri=base, prefixes=PREFIXES)
    except SyntaxError as error:
        message = str(error.args[0])
    else:
        return None
    place = re.match(r"error at (\d+):(\d+): expected (.*)", message, re.DOTALL)
    if place is None:
        return None
    offset = _offset(spread, int(place[1]), int(place[2]))
    return _worded(found, starts, offset, place[3])


def _worded(found: list[Token], starts: list[int], offset: int, expected: str) -> tuple[int, str]:
    token = found[max((i for i, start in enumerate(starts) if start <= offset), default=0)]
    reason = _reason(expected)
    if reason:
        return token.start, reason
    if offset >= starts[-1] + len(found[-1].text) + len(_GAP):
        signs = [t.text for t in found if t.kind == "sign"]
        unclosed = signs.count("{") - signs.count("}")
        missing = "; a closing '}' is missing" if unclosed > 0 else ""
        return found[-1].end, f"the query ends too soon{missing}"
    shown = token.text if token.kind == "string" else f"'{token.text}'"
    return token.start, f"did not expect {shown if len(shown) < 42 else shown[:40] + '…'} here"


def _reason(expected: str) -> str | None:
    """The engine's own words, when what it lists as expected are not only characters."""
    for item in expected.removeprefix("one of ").split(", "):
        if re.match(r"[A-Z]+[a-z]* .*[a-z]{3}", item):
            return item.rstrip(".")
    return None


def _spread(found: list[Token]) -> tuple[str, list[int]]:
    """Return the tokens with wide gaps where white space is allowed, and where each begins.

    The name of a function keeps its bracket: `COALESCE (` is refused by Oxigraph.
    """
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for token, following in zip(found, [*found[1:], None], strict=True):
        adjacent = following is not None and following.start == token.end
        call = following is not None and following.text == "(" and token.kind != "sign"
        bracket = token.text in _APART or (following is not None and following.text in _APART)
        starts.append(length)
        pieces.append(token.text if adjacent and (call or not bracket) else token.text + _GAP)
        length += len(pieces[-1])
    return "".join(pieces), starts


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return sum(len(each) + 1 for each in lines[: line - 1]) + column - 1


_DEEPEST = 300


def refuse_depth(text: str) -> None:
    """Raise QuerySyntaxError for brackets so deep that the engine's parser would run out of stack.

    Brackets in texts and comments count as well: no sane query has that many open at once.
    """
    if sum(map(text.count, "({[")) <= _DEEPEST:
        return  # as in nearly all; to look at each character takes as long as a short query
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "({[") - (character in ")}]")
        if depth > _DEEPEST:
            line = text.count("\n", 0, at) + 1
            raise QuerySyntaxError(f"line {line}: more than {_DEEPEST} brackets inside each other")
