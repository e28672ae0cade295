"""What a query says of a variable outside a SERVICE block: the values it can have there.

A block is answered before the query around it, so a variable that the query binds has to be looked
up first. Only parts that any answer must agree with are asked: triples, VALUES, BIND, GRAPH and
groups beside the block, or beside a group around it, so far as they hang together by a shared
variable. Filters and optional parts are left out, which can only give more values than needed: the
join with the rest of the query sorts them out. The search ends at the SELECT around the block,
since a variable has another meaning beyond it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from careergraph.sparql.blocks import Query
from careergraph.sparql.calls import Call
from careergraph.sparql.lexer import Token, closing

_LEFT_OUT = ("FILTER", "OPTIONAL", "MINUS", "SERVICE")
_STARTS = (*_LEFT_OUT, "BIND", "VALUES", "GRAPH", "LATERAL")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a group, by offsets, and the variables in it."""

    start: int
    end: int
    variables: frozenset[str]
    kept: bool


def patterns(
    query: Query,
    call: Call,
    wanted: Collection[str],
    *,
    pending: Iterable[Call],
    written: Callable[[int, int], str],
) -> Iterator[str]:
    """Yield the patterns outside `call` that may bind some of `wanted`, the nearest first.

    Parts with a call in `pending`, which are not answered yet, are left out; `written` gives the
    text between two offsets with the answers to the others in it.
    """
    waiting = [call, *pending]
    loose = {name for each in waiting for name in each.variables} - set(wanted)
    for opening, end in _groups(query.tokens, call):
        parts = [
            part
            for part in _parts(query.tokens, opening + 1, end)
            if part.kept and not any(part.start <= c.start < part.end for c in waiting)
        ]
        chosen = _connected(parts, wanted, loose)
        if chosen:
            yield " .\n".join(written(part.start, part.end) for part in chosen)


def _groups(found: list[Token], call: Call) -> Iterator[tuple[int, int]]:
    """The groups around a call as indices of their brackets, up to that of a SELECT."""
    around: list[int] = []
    for i, token in enumerate(found):
        if token.start >= call.start:
            break
        if token.text == "{" and token.kind == "sign":
            around.append(i)
        elif token.text == "}" and token.kind == "sign":
            around.pop()
    for at in range(len(around) - 1, -1, -1):
        end = closing(found, around[at])
        yield around[at], end if end is not None else len(found)
        if at and found[around[at - 1] + 1].says("SELECT"):
            return


def _parts(found: list[Token], i: int, end: int) -> Iterator[_Part]:
    while i < end:
        if found[i].text == ".":
            i += 1
            continue
        stop = _end(found, i, end)
        names = frozenset(
            t.text.lstrip("?$")
            for t in found[i:stop]
            if t.kind == "variable" or (t.kind == "name" and t.text.startswith("_:"))
        )
        kept = not any(map(found[i].says, _LEFT_OUT))
        yield _Part(found[i].start, found[stop - 1].end, names, kept)
        i = stop


def _end(found: list[Token], i: int, end: int) -> int:
    """The index after the part that begins at `i`."""
    if found[i].text == "{":
        stop = _after(found, i, "{", end)
        while stop < end and found[stop].says("UNION"):
            stop = _after(found, stop, "{", end)
        return stop
    if any(map(found[i].says, ("FILTER", "BIND"))):
        return _after(found, i, "({", end)
    if _starts(found[i]):
        return _after(found, i, "{", end)
    return _after_triples(found, i, end)


def _starts(token: Token) -> bool:
    return token.text == "{" or any(map(token.says, _STARTS))


def _after(found: list[Token], i: int, brackets: str, end: int) -> int:
    """The index after the first group in one of these brackets."""
    opening = next((j for j in range(i, end) if found[j].text in tuple(brackets)), None)
    last = closing(found, opening) if opening is not None else None
    return end if last is None else min(last + 1, end)


def _after_triples(found: list[Token], i: int, end: int) -> int:
    while i < end and found[i].text != "." and not _starts(found[i]):
        last = closing(found, i) if found[i].text in ("(", "[") else i
        i = (end if last is None else last) + 1
    return min(i, end)


def _connected(parts: list[_Part], wanted: Collection[str], loose: set[str]) -> list[_Part]:
    """The parts that share a variable with `wanted`, or with a part that does."""
    names, chosen = set(wanted), list[_Part]()
    while True:
        more = [p for p in parts if p not in chosen and (p.variables - loose) & names]
        if not more:
            return sorted(chosen, key=lambda part: part.start)
        chosen += more
        names.update(*(part.variables - loose for part in more))
