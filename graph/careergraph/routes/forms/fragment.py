"""An answer as a piece of HTML, for notebooks: without script, style sheet or anything remote."""

from collections.abc import Iterator
from html import escape

from careergraph.routes.answer import RouteAnswer
from careergraph.routes.forms.telling import ToldRoute, tell
from careergraph.routes.ladder import Ladder
from careergraph.wording import Labelled


def as_fragment(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None
) -> str:
    """Return the answer as HTML to put into a page, with at most `k` routes, each to unfold."""
    told = tell(answer, ladder, labels, k=k)
    parts = [_tag("p", told.question)] if told.question else []
    parts += [f"<p><strong>{escape(told.summary)}</strong></p>"]
    parts += ["".join(_route(number, route)) for number, route in enumerate(told.routes, 1)]
    parts += [_tag("p", line) for line in told.why_not]
    if told.sources:
        places = [f"{name}: {title}" for name, title in told.sources]
        places += [f"[{n}] {name}: {place}" for n, name, place in told.passages]
        listed = "".join(_tag("li", place) for place in places)
        parts += [f"<details><summary>Where it is said</summary><ul>{listed}</ul></details>"]
    return "<div>\n" + "\n".join(parts) + "\n</div>\n"


def _route(number: int, route: ToldRoute) -> Iterator[str]:
    yield f"<details{' open' if number == 1 else ''}>"
    yield _tag("summary", f"{number}. {route.status}: {route.chain}")
    yield "<ul>"
    for step in route.steps:
        needs = "".join(_tag("li", need) for need in step.needs)
        below = f"<ul>{needs}</ul>" if needs else ""
        yield f"<li><strong>{escape(step.ends)}</strong>: {escape(step.basis)}{below}</li>"
    yield "</ul>"
    for name, fact in route.facts:
        yield _tag("p", f"{name}: {fact}" if name else fact)
    yield "</details>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
