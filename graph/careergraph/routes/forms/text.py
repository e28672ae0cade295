"""An answer for reading in a terminal: numbered routes, then the places they are cited from."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from careergraph.routes.answer import RouteAnswer
from careergraph.routes.forms.telling import Told, ToldRoute, tell
from careergraph.routes.ladder import Ladder
from careergraph.routes.whatif.gain import Gain
from careergraph.routes.whatif.higher import Higher
from careergraph.routes.why import WhyNot
from careergraph.wording import Labelled, visible

_NARROWEST = 30
"""Columns below which wrapped lines would be harder to read than long ones."""


def as_text(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    width: int | None = None, why: WhyNot | None = None, gain: Gain | None = None,
    higher: Higher | None = None,
) -> str:  # fmt: skip
    """Return the answer for reading: its status, at most `k` routes, and where they are cited.

    With `why` it says this in place of routes, with `gain` what holding something changes, with
    `higher` which levels above would answer. Lines are wrapped to `width` columns; without one they
    are left whole.
    """
    told = tell(answer, ladder, labels, k=k, why=why, gain=gain, higher=higher)
    return laid_out(_lines(told), width)


def laid_out(lines: Iterable[str], width: int | None) -> str:
    """Return lines as one text; longer ones are wrapped under where their words begin."""
    if width is not None and width >= _NARROWEST:
        lines = [part for line in lines for part in _wrapped(line, width)]
    return visible("\n".join(lines)) + "\n"


def _wrapped(line: str, width: int) -> list[str]:
    words = line.lstrip(" ")
    first, _, rest = words.partition(" ")
    mark = len(first) + 1 if rest and _is_mark(first) else 0
    indent = " " * (len(line) - len(words) + mark)
    found = wrap(line, width, subsequent_indent=indent, break_long_words=False,
                 break_on_hyphens=False)  # fmt: skip
    return found or [""]


def _is_mark(word: str) -> bool:
    """Whether a word stands before an item of a list: '-', '2.' or '[2]'."""
    return word == "-" or word.strip("[].").isdigit()


def _lines(told: Told) -> Iterator[str]:
    if told.question:
        yield f"Question: {told.question}"
    yield f"Answer: {told.summary}"
    yield from filter(None, [told.higher, told.note, told.gain])
    for number, route in enumerate(told.routes, 1):
        yield ""
        yield from _route(number, route)
    for part in told.why_not:
        yield from ("", part.heading)
        yield from (f"   - {item}" for item in part.items)
    if told.sources:
        yield from ("", "Where it is said")
        yield from (f"{name}: {title}" for name, title in told.sources)
        yield from (f"[{n}] {name}: {place}" for n, name, place in told.passages)


def _route(number: int, route: ToldRoute) -> Iterator[str]:
    yield f"{number}. {route.status}: {route.chain}"
    yield f"   {route.account}"
    for step in route.steps:
        yield f"   - {step.ends}: {step.basis}"
        yield from (f"     {need}" for need in step.needs)
    yield from (f"   {name}: {fact}" for name, fact in route.facts)
