"""Why not, as JSON values: what would open a route, and what closes every one."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph.routes.answer import Route
from careergraph.routes.forms.why_text import all_changes, bound, change, obstacle
from careergraph.routes.ladder import Ladder
from careergraph.routes.why.changes import Change
from careergraph.routes.why.cut import Proof, Shut
from careergraph.routes.why.ways import WhyNot
from careergraph.wording import Labelled


def as_json(
    found: WhyNot, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    route: Callable[[Route], Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return why not as JSON values, with up to `k` ways; `route` gives the form of a route."""
    shape = route or (lambda r: _route_json(r, labels))
    return {
        "wanted": found.wanted,
        "complete": found.complete,
        "total": len(found.ways),
        "why_not": [
            {
                "change": all_changes(way, ladder, labels),
                "changes": [_change_json(made, ladder, labels) for made in way.changes],
                "route": shape(way.route),
            }
            for way in found.ways[:k]
        ],
        "cut": _proof_json(found.proof, ladder, labels) if found.proof else None,
    }


def _route_json(route: Route, labels: Labelled) -> dict[str, Any]:
    return {
        "status": route.status.value,
        "roles": [_node(role, labels) for role in route.roles],
        "steps": [str(step.step.iri) for step in route.steps],
    }


def _node(iri: URIRef, labels: Labelled) -> dict[str, str]:
    return {"iri": str(iri), "label": labels.label(iri)}


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _change_json(made: Change, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    node = None if made.node is None else _node(made.node, labels)
    return {"kind": made.kind, "node": node, "amount": _number(made.amount),
            "text": change(made, ladder, labels)}  # fmt: skip


def _proof_json(proof: Proof, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "supported": proof.supported,
        "entered": proof.entered,
        "complete": proof.complete,
        "readings": [
            {
                "reading": cut.reading.name,
                "source": cut.reading.source and str(cut.reading.source),
                "goals": [str(goal) for goal in cut.goals],
                "steps": [_shut_json(shut, ladder, labels) for shut in cut.steps],
            }
            for cut in proof.cuts
        ],
        "bounds": [
            {"kind": b.kind, "allowed": _number(b.allowed), "needed": _number(b.needed),
             "node": b.node and str(b.node), "given": list(b.given), "text": bound(b, labels)}
            for b in proof.bounds
        ],
    }  # fmt: skip


def _shut_json(shut: Shut, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "step": str(shut.step.iri),
        "from": labels.label(shut.step.start),
        "to": labels.label(shut.step.end),
        "by": [
            {"kind": o.kind, "unknown": o.unknown, "claims": [str(c.iri) for c in o.claims],
             "text": obstacle(o, shut.step, ladder, labels)}
            for o in shut.by
        ],
    }  # fmt: skip
