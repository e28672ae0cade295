"""An answer as JSON values: the fields that programs rely on. Fields may join; none is renamed."""

import json
from typing import Any

from rdflib import URIRef

from careergraph import wording
from careergraph.model import Claim
from careergraph.routes.answer import Closed, Route, RouteAnswer, RouteStep
from careergraph.routes.forms.explain import account, change, level, shut, title, weakness
from careergraph.routes.forms.needs import Met, Need, needs
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.wording import Labelled


def as_json(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None
) -> dict[str, Any]:
    """Return the answer as JSON values, with at most `k` routes; `total` counts all of them.

    `sources` are those of the claims that the routes rest on, `passages` the places in them.
    """
    shown = answer.best(k)
    return {
        "question": answer.question,
        "status": answer.status,
        "total": answer.total,
        "complete": answer.complete,
        "routes": [route_json(r, answer.query, ladder, labels) for r in shown],
        "why_not": [
            {
                "change": change(u.change, labels),
                "route": route_json(u.route, u.query, ladder, labels),
            }
            for u in answer.unlocks
        ],
        "closed": [_closed_json(c, ladder, labels) for c in answer.closed],
        **_cited(_claims(answer, shown), ladder, labels),
    }


def text(values: Any) -> str:
    """Return JSON values as text to print: indented, as UTF-8 people can read, one line end."""
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def route_json(route: Route, query: RouteQuery, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    """Return one route of the answer to `query` as JSON values."""
    weakest = route.weakest
    found = needs(route, query, ladder)
    return {
        "status": route.status.value,
        "roles": [
            {"iri": str(r), "label": labels.label(r), "level": level(r, ladder, labels)}
            for r in route.roles
        ],
        "steps": [
            _step_json(s, n, route, ladder, labels) for s, n in zip(route.steps, found, strict=True)
        ],
        "costs": {
            "steps": len(route.steps),
            "years": _years(route),
            "pay": [_figure(c, labels) for c in route.pay] or None,
            "new_skills": len(route.new_skills),
            "contested": route.costs.contested,
        },
        "new_skills": [_node(s, labels) for s in route.new_skills],
        "credentials": _credentials([n for each in found for n in each], labels),
        "baseline": {"eqf": route.baseline.eqf, "origin": route.baseline.origin},
        "weakest": {"iri": str(weakest.step.iri), "why": weakness(weakest, ladder.book, labels)},
        "needs": [str(s) for s in route.needs],
        "open_under": list(route.open_under),
        "why": account(route, ladder.book, labels),
    }


def _step_json(
    step: RouteStep, found: tuple[Need, ...], route: Route, ladder: Ladder, labels: Labelled
) -> dict[str, Any]:
    return {
        "iri": str(step.step.iri),
        "from": str(step.step.start),
        "to": str(step.step.end),
        "kind": labels.label(step.step.kind),
        "industries": [labels.label(i) for i in step.step.industries],
        "requires": [_requirement(n, ladder, labels) for n in found],
        "denies": [
            {**_node(c.object or c.subject, labels), "claim": str(c.iri)} for c in step.denials
        ],
        "years": [_figure(c, labels) for c in route.years if c.subject == step.step.iri] or None,
        "claims": [str(c.iri) for c in step.claims],
        "says": _says(step, ladder, labels),
        "status": step.status.value,
    }


def _says(step: RouteStep, ladder: Ladder, labels: Labelled) -> list[dict[str, Any]]:
    """Who says that people make the step."""
    return [
        {
            "claim": str(claim.iri),
            "affirms": claim.affirms,
            "basis": wording.basis(claim, labels),
            "sources": sorted({str(base.source) for base in ladder.book.bases(claim)}),
        }
        for claim in step.possible
    ]


def _requirement(need: Need, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    claim = need.claim
    requirement = ladder.book.requirement(claim.object)
    return {
        **_node(claim.object or claim.subject, labels),
        "strength": labels.label(claim.strength).lower() if claim.strength else None,
        "claim": str(claim.iri),
        "of": str(claim.subject),
        "needed": requirement.needed if requirement else None,
        "alternatives": [_node(a, labels) for a in requirement.alternatives] if requirement else [],
        "met": need.met.value,
    }


def _credentials(found: list[Need], labels: Labelled) -> dict[str, Any]:
    """What is asked for on the way, by how it is met: each requirement once."""

    def asked(met: Met) -> list[dict[str, str]]:
        iris = dict.fromkeys(n.claim.object or n.claim.subject for n in found if n.met is met)
        return [_node(iri, labels) for iri in iris]

    return {
        "held": asked(Met.HELD),
        "presupposed": asked(Met.PRESUPPOSED),
        "to_gain": asked(Met.TO_GAIN),
        "not_met": asked(Met.NOT_MET),
    }


def _years(route: Route) -> dict[str, Any] | None:
    """The range; `known_steps` of the steps have an upper end. None when nothing is known."""
    found, count = route.costs.years, len(route.steps)
    if found.unknown == count and not found.low:
        return None
    most = None if found.high is None else float(found.high)
    return {"minimum": float(found.low), "maximum": most, "known_steps": count - found.unknown}


def _figure(claim: Claim, labels: Labelled) -> dict[str, Any]:
    low, high = claim.minimum, claim.maximum
    return {
        "minimum": None if low is None else float(low),
        "maximum": None if high is None else float(high),
        "unit": str(claim.unit),
        "scope": dict(wording.scope_fields(claim, labels)),
        "claim": str(claim.iri),
        "source": str(claim.source),
    }


def _closed_json(closed: Closed, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "step": str(closed.step.iri),
        "from": labels.label(closed.step.start),
        "to": labels.label(closed.step.end),
        "claims": [str(c.iri) for c in closed.by],
        "why": shut(closed, ladder.book, labels),
    }


def _claims(answer: RouteAnswer, shown: tuple[Route, ...]) -> list[Claim]:
    routes = (*shown, *(unlock.route for unlock in answer.unlocks))
    found = [c for r in routes for s in r.steps for c in s.claims]
    found += [c for r in routes for c in (*r.pay, *r.years)]
    return found + [c for closed in answer.closed for c in closed.by]


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


def _node(iri: URIRef, labels: Labelled) -> dict[str, str]:
    return {"iri": str(iri), "label": labels.label(iri)}
