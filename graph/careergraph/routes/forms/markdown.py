"""An answer as Markdown: for a wiki, an issue or a notebook. It reads as plain text as well."""

import re
from collections.abc import Iterator

from careergraph.routes.answer import RouteAnswer
from careergraph.routes.forms.telling import ToldRoute, tell
from careergraph.routes.ladder import Ladder
from careergraph.routes.whatif.gain import Gain
from careergraph.routes.whatif.higher import Higher
from careergraph.routes.why import WhyNot
from careergraph.wording import Labelled, visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=[#\w]+;)")


def as_markdown(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    why: WhyNot | None = None, gain: Gain | None = None, higher: Higher | None = None,
) -> str:  # fmt: skip
    """Return the answer as Markdown, with at most `k` routes, or `why` in place of these, with
    `gain` what holding something changes, and with `higher` which levels above would answer.

    Names never turn into markup.
    """
    told = tell(answer, ladder, labels, k=k, why=why, gain=gain, higher=higher)
    blocks = [f"# {plain(told.question)}"] if told.question else []
    blocks += [f"**Answer:** {plain(told.summary)}"]
    blocks += [plain(text) for text in (told.higher, told.note, told.gain) if text]
    for number, route in enumerate(told.routes, 1):
        blocks += _route(number, route)
    for part in told.why_not:
        blocks += [plain(part.heading), *_list(part.items)]
    if told.sources:
        blocks += ["## Where it is said"]
        lines = [f"- **{plain(name)}**: {plain(title)}" for name, title in told.sources]
        blocks += ["\n".join([*lines, *_passages(told.passages)])]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", visible(" ".join(text.split())))


def _route(number: int, route: ToldRoute) -> Iterator[str]:
    yield f"## {number}. {plain(route.status)}: {plain(route.chain)}"
    yield plain(route.account)
    lines = []
    for step in route.steps:
        lines.append(f"- **{plain(step.ends)}**: {plain(step.basis)}")
        lines += [f"  - {plain(need)}" for need in step.needs]
    yield "\n".join(lines)
    yield "\n".join(f"- **{plain(name)}:** {plain(fact)}" for name, fact in route.facts)


def _list(items: tuple[str, ...]) -> list[str]:
    return ["\n".join(f"- {plain(item)}" for item in items)] if items else []


def _passages(found: tuple[tuple[int, str, str], ...]) -> list[str]:
    return [f"- {plain(f'[{n}] {name}: {place}')}" for n, name, place in found]
