"""One route as JSON values."""

from decimal import Decimal
from typing import Any

from careergraph import wording
from careergraph.model import Claim
from careergraph.routes.answer import Route, RouteStep
from careergraph.routes.forms.counts import count_values, counts_of, shares
from careergraph.routes.forms.groups import general
from careergraph.routes.forms.limits import unknown_limits
from careergraph.routes.forms.mapped import mappings, values
from careergraph.routes.forms.needs import Met, Need, needs
from careergraph.routes.forms.nodes import node
from careergraph.routes.forms.sentences import account, level, weakly_known, weakness
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.wording import Labelled


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
            _step_json(step, its, route, ladder, labels)
            | {"said_of_groups": [_general(claim, labels) for claim in others]}
            for step, its, others in zip(
                route.steps, found, general(route, query, ladder), strict=True
            )
        ],
        "costs": {
            "steps": len(route.steps),
            "years": _years(route),
            "pay": [_figure(c, labels) for c in route.pay] or None,
            "new_skills": len(route.new_skills),
            "contested": route.costs.contested,
            **_counted(route, query),
        },
        "new_skills": [node(s, labels) for s in route.new_skills],
        "credentials": _credentials([n for each in found for n in each], labels),
        "baseline": {"eqf": route.baseline.eqf, "origin": route.baseline.origin},
        "weakest": {
            "iri": str(weakest.step.iri),
            "why": weakness(weakest, ladder.book, labels),
            "independent_sources": weakest.independent,
        },
        "needs": [str(s) for s in route.needs],
        "open_under": list(route.open_under),
        "not_known": list(unknown_limits(route, query, ladder, labels)),
        "weakly_known": list(weakly_known(route, ladder.book, labels)),
        "why": account(route, query, ladder.book, labels),
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
            {**node(c.object or c.subject, labels), "claim": str(c.iri)} for c in step.denials
        ],
        "years": [_figure(c, labels) for c in route.years if c.subject == step.step.iri] or None,
        **({"mappings": values(over, labels)} if (over := mappings(step, ladder.book)) else {}),
        **_observed(step, ladder, labels),
        "claims": [str(c.iri) for c in step.claims],
        "says": _says(step, ladder, labels),
        "status": step.status.value,
    }


def _observed(step: RouteStep, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    """The counts of people who made the step; nothing where there are none."""
    found = [count_values(count, ladder.book, labels) for count in counts_of(step, ladder.book)]
    return {"observed": found} if found else {}


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
        **node(claim.object or claim.subject, labels),
        "strength": labels.label(claim.strength).lower() if claim.strength else None,
        "claim": str(claim.iri),
        "of": str(claim.subject),
        "needed": requirement.needed if requirement else None,
        "alternatives": [node(a, labels) for a in requirement.alternatives] if requirement else [],
        "met": need.met.value,
    }


def _general(claim: Claim, labels: Labelled) -> dict[str, Any]:
    """What is said of a group or an industry, not of the role: it closes nothing."""
    return {
        **node(claim.object or claim.subject, labels),
        "of": node(claim.subject, labels),
        "industry": labels.label(claim.industry) if claim.industry else None,
        "affirms": claim.affirms,
        "strength": labels.label(claim.strength).lower() if claim.strength else None,
        "claim": str(claim.iri),
    }


def _credentials(found: list[Need], labels: Labelled) -> dict[str, Any]:
    """What is asked for on the way, by how it is met: each requirement once."""

    def asked(met: Met) -> list[dict[str, str]]:
        iris = dict.fromkeys(n.claim.object or n.claim.subject for n in found if n.met is met)
        return [node(iri, labels) for iri in iris]

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
    return {"minimum": float(found.low), "maximum": number(found.high),
            "known_steps": count - found.unknown}  # fmt: skip


def _counted(route: Route, query: RouteQuery) -> dict[str, Any]:
    """What the route costs by counted moves, and the share of each step, where it was asked for."""
    if "counted" not in query.objectives:
        return {}
    return {"counted": {"cost": route.costs.counted / 1_000_000, "text": shares(route),
                        "shares": [number(share) for share in route.shares]}}  # fmt: skip


def _figure(claim: Claim, labels: Labelled) -> dict[str, Any]:
    return {
        "minimum": number(claim.minimum),
        "maximum": number(claim.maximum),
        "unit": str(claim.unit),
        "scope": dict(wording.scope_fields(claim, labels)),
        "claim": str(claim.iri),
        "source": str(claim.source),
    }


def number(amount: Decimal | None) -> float | None:
    """Return an amount as JSON knows it."""
    return None if amount is None else float(amount)
