"""An answer as JSON values: the fields that programs rely on. Fields may join; none is renamed."""

import json
from collections.abc import Iterator
from typing import Any

from careergraph import wording
from careergraph.model import Claim
from careergraph.routes.answer import Route, RouteAnswer
from careergraph.routes.forms.groups import general
from careergraph.routes.forms.route_values import route_json
from careergraph.routes.forms.sentences import title
from careergraph.routes.forms.why_values import why_json
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.routes.why import WhyNot
from careergraph.wording import Labelled


def as_json(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    why: WhyNot | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the answer as JSON values, with at most `k` routes; `total` counts all of them, and
    `counts` those of each status.

    `why_not` has up to `k` ways that `why` knows to open a route. `sources` are those of the
    claims that all this rests on, `passages` the places in them.
    """
    shown = answer.best(k)
    return {
        "question": answer.question,
        "status": answer.status,
        "total": answer.total,
        "counts": answer.counts,
        "complete": answer.complete,
        "routes": [route_json(r, answer.query, ladder, labels) for r in shown],
        **why_json(why, ladder, labels, k=k),
        **_cited(list(_claims(answer, shown, why, k, ladder)), ladder, labels),
    }


def text(values: Any) -> str:
    """Return JSON values as text to print: indented, as UTF-8 people can read, one line end."""
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def _claims(
    answer: RouteAnswer, shown: tuple[Route, ...], why: WhyNot | None, k: int | None,
    ladder: Ladder,
) -> Iterator[Claim]:  # fmt: skip
    for route in shown:
        yield from _on_route(route, answer.query, ladder)
    for way in why.ways[:k] if why else ():
        yield from _on_route(way.route, way.query, ladder)
    for cut in why.proof.cuts if why and why.proof else ():
        yield from (claim for shut in cut.steps for found in shut.by for claim in found.claims)


def _on_route(route: Route, query: RouteQuery, ladder: Ladder) -> Iterator[Claim]:
    yield from (*route.pay, *route.years)
    yield from (claim for step in route.steps for claim in step.claims)
    yield from (claim for each in general(route, query, ladder) for claim in each)


def _cited(claims: list[Claim], ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    """The sources and passages behind claims, sorted by IRI."""
    book = ladder.book
    bases = [base for claim in claims for base in book.bases(claim)]
    sources = sorted({base.source for base in bases})
    passages = sorted({p for base in bases for p in base.passages if p in book.passages})
    return {
        "sources": [{"iri": str(s), "title": title(s, book, labels)} for s in sources],
        "passages": [
            {
                "iri": str(iri),
                "source": str(book.passages[iri].source),
                "place": wording.passage(book.passages[iri]),
                "claims": sorted({str(b.iri) for b in bases if iri in b.passages}),
            }
            for iri in passages
        ],
    }
