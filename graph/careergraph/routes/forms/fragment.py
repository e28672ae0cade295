"""An answer as a piece of HTML, for notebooks: without script, style sheet or anything remote."""

from collections.abc import Iterable, Iterator
from html import escape

from careergraph.routes.answer import RouteAnswer
from careergraph.routes.forms.telling import ToldRoute, tell
from careergraph.routes.ladder import Ladder
from careergraph.routes.whatif.higher import Higher
from careergraph.routes.why import WhyNot
from careergraph.wording import Labelled


def as_fragment(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    why: WhyNot | None = None, higher: Higher | None = None,
) -> str:  # fmt: skip
    """Return the answer as HTML to put into a page: `why`, or at most `k` routes to unfold."""
    told = tell(answer, ladder, labels, k=k, why=why, higher=higher)
    parts = [_tag("p", told.question)] if told.question else []
    parts += [f"<p><strong>{escape(told.summary)}</strong></p>"]
    parts += [_tag("p", text) for text in (told.higher, told.note) if text]
    parts += ["".join(_route(number, route)) for number, route in enumerate(told.routes, 1)]
    parts += [_tag("p", part.heading) + _list(part.items) for part in told.why_not]
    if told.sources:
        places = [f"{name}: {title}" for name, title in told.sources]
        places += [f"[{n}] {name}: {place}" for n, name, place in told.passages]
        parts += [f"<details><summary>Where it is said</summary>{_list(places)}</details>"]
    return "<div>\n" + "\n".join(parts) + "\n</div>\n"


def _route(number: int, route: ToldRoute) -> Iterator[str]:
    yield f"<details{' open' if number == 1 else ''}>"
    yield _tag("summary", f"{number}. {route.status}: {route.chain}")
    yield f"{_tag('p', route.account)}<ul>"
    for step in route.steps:
        below = _list(step.needs)
        yield f"<li><strong>{escape(step.ends)}</strong>: {escape(step.basis)}{below}</li>"
    yield "</ul>"
    yield from (_tag("p", f"{name}: {fact}") for name, fact in route.facts)
    yield "</details>"


def _list(items: Iterable[str]) -> str:
    found = "".join(_tag("li", item) for item in items)
    return f"<ul>{found}</ul>" if found else ""


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"
