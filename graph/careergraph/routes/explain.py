"""What an answer says: why a route has its status, what is weak in it, and all of it as JSON."""

from collections.abc import Iterable
from typing import Any

from rdflib import URIRef

from careergraph.claims import Book, Status
from careergraph.model import Claim
from careergraph.routes.answer import Change, Closed, Route, RouteAnswer, RouteStep
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER
from careergraph.wording import Labelled


def as_json(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None
) -> dict[str, Any]:
    """Return the answer as JSON values, with at most `k` routes; `total` counts all of them."""
    return {
        "question": answer.question,
        "status": answer.status,
        "total": len(answer.routes),
        "routes": [_route_json(r, ladder, labels) for r in answer.best(k)],
        "why_not": [
            {"change": change(u.change, labels), "route": _route_json(u.route, ladder, labels)}
            for u in answer.unlocks
        ],
        "closed": [_closed_json(c, ladder, labels) for c in answer.closed],
    }


def _route_json(route: Route, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    weakest = route.weakest
    return {
        "status": route.status.value,
        "roles": [
            {"iri": str(r), "label": labels.label(r), "level": level(r, ladder, labels)}
            for r in route.roles
        ],
        "steps": [_step_json(s, ladder, labels) for s in route.steps],
        "costs": {
            "steps": len(route.steps),
            "years": years(route),
            "pay": [_figure(c) for c in route.pay] or None,
            "new_skills": len(route.new_skills),
            "contested": route.contested,
        },
        "new_skills": [{"iri": str(s), "label": labels.label(s)} for s in route.new_skills],
        "baseline": {"eqf": route.baseline.eqf, "origin": route.baseline.origin},
        "weakest": {"iri": str(weakest.step.iri), "why": weakness(weakest, ladder.book, labels)},
        "needs": [str(s) for s in route.needs],
        "open_under": list(route.open_under),
        "why": account(route, ladder.book, labels),
    }


def _step_json(step: RouteStep, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "iri": str(step.step.iri),
        "from": str(step.step.start),
        "to": str(step.step.end),
        "kind": labels.label(step.step.kind),
        "industries": [labels.label(i) for i in step.step.industries],
        "requires": [_requirement(c, labels) for c in step.demands],
        "years": None,
        "claims": [str(c.iri) for c in step.claims],
        "status": step.status.value,
    }


def _requirement(claim: Claim, labels: Labelled) -> dict[str, Any]:
    what = claim.object or claim.subject
    strength = labels.label(claim.strength).lower() if claim.strength else None
    return {"iri": str(what), "label": labels.label(what), "strength": strength,
            "claim": str(claim.iri)}  # fmt: skip


def _figure(claim: Claim) -> dict[str, Any]:
    low, high = claim.minimum, claim.maximum
    return {
        "minimum": None if low is None else float(low),
        "maximum": None if high is None else float(high),
        "unit": str(claim.unit),
        "claim": str(claim.iri),
    }


def _closed_json(closed: Closed, ladder: Ladder, labels: Labelled) -> dict[str, Any]:
    return {
        "step": str(closed.step.iri),
        "from": labels.label(closed.step.start),
        "to": labels.label(closed.step.end),
        "claims": [str(c.iri) for c in closed.by],
        "why": shut(closed, ladder.book, labels),
    }


def years(route: Route) -> dict[str, float | None] | None:
    """Return the years a route takes as a range, or None when they are not known for every step."""
    by_step = {c.subject: c for c in route.years}
    claims = [by_step.get(s.step.iri) for s in route.steps]
    known = [c for c in claims if c is not None]
    if len(known) < len(claims):
        return None
    lows, highs = [c.minimum for c in known], [c.maximum for c in known]
    return {
        "minimum": float(sum(low for low in lows if low is not None)),
        "maximum": None if None in highs else float(sum(h for h in highs if h is not None)),
    }


def level(role: URIRef, ladder: Ladder, labels: Labelled) -> str | None:
    """Return the levels claimed for a role, lowest first and joined by 'or'; None when unknown."""
    claims = ladder.book.on(role, CAREER.level)
    found = {c.object for c in claims if c.affirms and c.object in ladder.ranks}
    ordered = sorted((lv for lv in found if lv is not None), key=lambda lv: ladder.ranks[lv])
    return " or ".join(labels.label(lv).lower() for lv in ordered) or None


def voices(claims: Iterable[Claim], book: Book, labels: Labelled) -> str:
    """Return on whose word claims rest: the titles of their sources, joined by 'and'."""
    found = {base.source for claim in claims for base in book.bases(claim)}
    return " and ".join(f"'{title(s, book, labels)}'" for s in sorted(found))


def title(source: URIRef, book: Book, labels: Labelled) -> str:
    """Return the title of a source."""
    known = book.sources.get(source)
    return str(known.title) if known else labels.label(source)


def account(route: Route, book: Book, labels: Labelled) -> str:
    """Return one plain sentence: why the route has its status, and on whose word."""
    if route.status is Status.SUPPORTED:
        words = voices((c for s in route.steps for c in s.possible), book, labels)
        return f"Every step is open even to a cautious reader, on the word of {words}."
    if route.status is Status.UNKNOWN:
        guessed = [s for s in route.steps if s.status is Status.UNKNOWN]
        names = listed(
            f"{labels.label(s.step.start)} to {labels.label(s.step.end)}" for s in guessed
        )
        verb = "rests" if len(guessed) == 1 else "rest"
        return f"Open, but {names} {verb} on a curator's inference alone."
    return f"Contested: {listed(_dispute(s, book, labels) for s in _disputed(route))}."


def _disputed(route: Route) -> list[RouteStep]:
    found = [s for s in route.steps if s.status is Status.CONTESTED]
    return found or [route.weakest]


def _dispute(step: RouteStep, book: Book, labels: Labelled) -> str:
    """Who stands against whom on a step, in words."""
    end = labels.label(step.step.end)
    if not step.unmet:
        return f"sources differ on whether people move on to {end}"
    needs = _needs(step.unmet, labels)
    demanding, denying = (voices(c, book, labels) for c in (step.unmet, step.denials))
    if not step.denials:
        return f"{end} needs {needs}, says {demanding}; the other sources are silent"
    if demanding == denying:
        return f"{demanding} says that {end} needs {needs}, and elsewhere that it does not"
    return f"{end} needs {needs}, says {demanding}; it does not, says {denying}"


def _needs(claims: Iterable[Claim], labels: Labelled) -> str:
    return listed(sorted({lowered(labels.label(c.object or c.subject)) for c in claims}))


def weakness(step: RouteStep, book: Book, labels: Labelled) -> str:
    """Return in words what makes this the weakest step of its route."""
    name = f"{labels.label(step.step.start)} to {labels.label(step.step.end)}"
    if step.status is Status.UNKNOWN:
        return f"{name}: inferred by a curator, stated by no source"
    if step.status is Status.CONTESTED:
        return f"{name}: {_dispute(step, book, labels)}"
    sources = {b.source for c in step.possible for b in book.bases(c)}
    count = "one source" if len(sources) == 1 else f"{len(sources)} sources"
    return f"{name}: supported by {count}, {voices(step.possible, book, labels)}"


def shut(closed: Closed, book: Book, labels: Labelled) -> str:
    """Return in words what closes a step."""
    if not closed.by:
        return "no claim that counts in this reading says that people make this step"
    who = labels.label(closed.by[0].subject)
    return f"{who} needs {_needs(closed.by, labels)}, says {voices(closed.by, book, labels)}"


def listed(parts: Iterable[str]) -> str:
    """Return the parts as one enumeration: 'a, b and c'."""
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def lowered(text: str) -> str:
    """Return a label for the middle of a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def change(made: Change, labels: Labelled) -> str:
    """Return a change to a question in words."""
    if made.node is None:
        return made.what
    name = lowered(labels.label(made.node))
    return f"{made.what} {'an' if name[0] in 'aeiou' else 'a'} {name}"
