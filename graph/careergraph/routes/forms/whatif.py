"""What if, in words and as JSON values: leverage, gateways, origins and destinations."""

from typing import Any

from rdflib import URIRef

from careergraph.enumeration import listed
from careergraph.routes.forms.nodes import node
from careergraph.routes.forms.sentences import article, counted
from careergraph.routes.forms.why_text import reading
from careergraph.routes.ladder import Ladder
from careergraph.routes.whatif.gateways import Gateways, Landscape, Place
from careergraph.routes.whatif.leverage import Gain, Leverage
from careergraph.wording import Labelled

_NAMED = 6
"""How many roles are named before the rest is counted."""


def gain(found: Gain, labels: Labelled) -> str:
    """Return a single change in words, such as 'hold a doctoral degree'."""
    name = labels.label(found.node)
    if found.kind == "learn skill":
        return f"learn {name}"
    if found.kind == "waive degree":
        return f"{name} without the demand for a degree"
    return f"hold {article(name)}"


def as_text(found: Leverage, ladder: Ladder, labels: Labelled, *, k: int = 10) -> str:
    """Return the `k` changes that open the most roles, and the `k` skills most asked for."""
    start = listed(map(labels.label, found.starts))
    under = reading(found.reading, ladder.book, labels)
    lines = [f"Within reach from {start} {under}: {counted(len(found.within), 'role')}."]
    lines += ["", "What would open the most roles:"] if found.gains else []
    lines += [f"   - {gain(g, labels)}: {_opened(g, labels)}" for g in found.gains[:k]]
    lines += [] if found.gains else ["No single credential, skill or waived degree opens more."]
    if found.skills:
        lines += ["", "Skills that roles within reach use and the start does not:"]
    lines += [f"   - {labels.label(g.node)}: {_named(g.roles, labels)}" for g in found.skills[:k]]
    return "\n".join(lines) + "\n"


def _named(roles: tuple[URIRef, ...], labels: Labelled) -> str:
    names = [labels.label(role) for role in roles[:_NAMED]]
    names += [f"{len(roles) - _NAMED} more"] if len(roles) > _NAMED else []
    return f"{counted(len(roles), 'role')} ({listed(names)})"


def _opened(found: Gain, labels: Labelled) -> str:
    inferred = len(found.roles) - len(found.grounded)
    note = f"; {inferred} of them only by a step that a curator infers" if inferred else ""
    return _named(found.roles, labels) + note


def gateways_as_text(found: Gateways, labels: Labelled, *, k: int = 10) -> str:
    """Return the `k` busiest roles on the way, with how many routes or pairs pass through each."""
    what = "supported routes" if found.measure == "routes" else "pairs of start and goal"
    lines = [f"Of {found.total} {what} pass through:"]
    lines += [
        f"   - {labels.label(g.role)}: {g.count} ({100 * g.share:.0f} %)" for g in found.roles[:k]
    ]
    if not found.roles:
        return f"No role lies on the way of {found.total} {what}.\n"
    return "\n".join(lines) + "\n"


def landscape_as_text(found: Landscape, labels: Labelled, *, k: int = 10) -> str:
    """Return the `k` busiest origins, gateways and destinations."""
    lines = []
    for name, places in (("Origins", found.origins), ("Gateways", found.gateways),
                         ("Destinations", found.destinations)):  # fmt: skip
        lines += [f"{name}: {len(places)}"]
        lines += [f"   - {labels.label(p.role)}{_busy(p)}" for p in places[:k]]
        lines += [f"   - and {len(places) - k} more"] if len(places) > k else []
    if not found.complete:
        lines += ["The time was up before every origin had been looked at."]
    if found.closed:
        lines += [f"No step up is open from {listed(map(labels.label, found.closed))}."]
    return "\n".join(lines) + "\n"


def _busy(place: Place) -> str:
    parts = [f"from {counted(len(place.origins), 'origin')}"] if place.origins else []
    parts += [f"to {counted(len(place.destinations), 'destination')}"] if place.destinations else []
    return f": {' '.join(parts)}" if parts else ""


def as_json(found: Leverage, labels: Labelled) -> dict[str, Any]:
    """Return the leverage as JSON values."""
    return {
        "reading": found.reading.name,
        "source": found.reading.source and str(found.reading.source),
        "starts": _nodes(found.starts, labels),
        "within": _nodes(found.within, labels),
        "gains": [_gain_json(g, labels) for g in found.gains],
        "skills": [_gain_json(g, labels) for g in found.skills],
    }


def _gain_json(found: Gain, labels: Labelled) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "node": node(found.node, labels),
        "text": gain(found, labels),
        "count": len(found.roles),
        "roles": _nodes(found.roles, labels),
        "grounded": [str(role) for role in found.grounded],
    }


def gateways_as_json(found: Gateways, labels: Labelled) -> dict[str, Any]:
    """Return gateways as JSON values."""
    roles = [
        {**node(g.role, labels), "count": g.count, "share": round(g.share, 6)} for g in found.roles
    ]
    return {"measure": found.measure, "total": found.total, "roles": roles}


def landscape_as_json(found: Landscape, labels: Labelled) -> dict[str, Any]:
    """Return origins, gateways and destinations as JSON values."""

    def places(each: tuple[Place, ...]) -> list[dict[str, Any]]:
        return [
            {
                **node(p.role, labels),
                "origins": [str(o) for o in p.origins],
                "destinations": [str(d) for d in p.destinations],
            }
            for p in each
        ]

    return {
        "origins": places(found.origins),
        "gateways": places(found.gateways),
        "destinations": places(found.destinations),
        "closed": _nodes(found.closed, labels),
    }


def _nodes(iris: tuple[URIRef, ...], labels: Labelled) -> list[dict[str, str]]:
    return [node(iri, labels) for iri in iris]
