"""An answer as Markdown: for a wiki, an issue or a notebook. It reads as plain text as well."""

import re
from collections.abc import Iterator
from itertools import pairwise

from careergraph.routes.answer import RouteAnswer
from careergraph.routes.forms.telling import ToldRoute, tell
from careergraph.routes.ladder import Ladder
from careergraph.wording import Labelled

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#$]|&(?=[#\w]+;)")


def as_markdown(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None
) -> str:
    """Return the answer as Markdown, with at most `k` routes; names never turn into markup."""
    told = tell(answer, ladder, labels, k=k)
    blocks = [f"# {plain(told.question)}"] if told.question else []
    blocks += [f"**Answer:** {plain(told.summary)}"]
    for number, route in enumerate(told.routes, 1):
        blocks += _route(number, route)
    blocks += [_why_not(told.why_not)] if told.why_not else []
    if told.sources:
        blocks += ["## Where it is said"]
        lines = [f"- **{plain(name)}**: {plain(title)}" for name, title in told.sources]
        blocks += ["\n".join([*lines, *_passages(told.passages)])]
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def _route(number: int, route: ToldRoute) -> Iterator[str]:
    yield f"## {number}. {plain(route.status)}: {plain(route.chain)}"
    lines = []
    for step in route.steps:
        lines.append(f"- **{plain(step.ends)}**: {plain(step.basis)}")
        lines += [f"  - {plain(need)}" for need in step.needs]
    yield "\n".join(lines)
    said = [plain(fact) for name, fact in route.facts if not name]
    yield " ".join(said)
    yield "\n".join(f"- **{plain(name)}:** {plain(fact)}" for name, fact in route.facts if name)


def _why_not(lines: tuple[str, ...]) -> str:
    """Paragraphs; an item of a list stands below the line before it."""
    text = ""
    for before, line in pairwise(("", *lines)):
        item = line.startswith("- ")
        gap = "\n" if item and before.startswith("- ") else "\n\n"
        text += f"{gap}- {plain(line[2:])}" if item else f"{gap}{plain(line)}"
    return text.strip()


def _passages(found: tuple[tuple[int, str, str], ...]) -> list[str]:
    return [f"- {plain(f'[{n}] {name}: {place}')}" for n, name, place in found]
