"""Why not, as JSON values: what would open a route, and what closes every one."""

from typing import Any

from careergraph.routes.forms.nodes import node
from careergraph.routes.forms.route_values import number, route_json
from careergraph.routes.forms.why_text import all_changes, bound, change, obstacle
from careergraph.routes.ladder import Ladder
from careergraph.routes.why import WhyNot
from careergraph.routes.why.changes import Change
from careergraph.routes.why.cut import Proof, Shut
from careergraph.wording import Labelled


def why_json(
    found: WhyNot | None, ladder: Ladder, labels: Labelled, *, k: int | None = None
) -> dict[str, Any]:
    """Return why not as JSON values, with up to `k` ways; these are none where it was not asked."""
    if found is None:
        return {"why_not": []}
    return {
        "wanted": found.wanted,
        "why_not": [
            {
                "change": all_changes(way, ladder, labels),
                "changes": [_change_json(made, ladder, labels) for made in way.changes],
                "route": route_json(way.route, way.query, ladder, labels),
            }
            for way in found.ways[:k]
        ],
        "why_not_total": len(found.ways),
        "why_not_complete": found.complete,
        "cut": _proof_json(found.proof, ladder, labels) if found.proof else None,
    }


def _change_json(made: Change, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    about = None if made.node is None else node(made.node, labels)
    return {"kind": made.kind, "node": about, "amount": number(made.amount),
            "text": change(made, ladder, labels)}  # fmt: skip


def _proof_json(proof: Proof, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "supported": proof.supported,
        "entered": bool(proof.before),
        "before": [node(role, labels) for role in proof.before],
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
            {"kind": b.kind, "allowed": number(b.allowed), "needed": number(b.needed),
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
