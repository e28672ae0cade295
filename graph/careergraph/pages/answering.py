"""Route answers as the page shows them: the JSON of `careergraph route`, tied to the map."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from careergraph.routes.why.changes import OF_DEGREES
from careergraph.terms import curie, expand

Row = dict[str, Any]


def answers(
    found: Sequence[Mapping[str, Any]], *, nodes: Sequence[Row], steps: Sequence[Row]
) -> list[Row]:
    """Return each answer with its roles and steps as numbers of nodes and steps on the page.

    Fields that are not known here are left out; a role or step that the page does not draw keeps
    its words and has no number.
    """
    node_numbers = {node["iri"]: number for number, node in enumerate(nodes)}
    step_numbers = {step["iri"]: number for number, step in enumerate(steps)}
    return [_answer(answer, node_numbers, step_numbers) for answer in found]


def cited(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the IRIs of the claims that the routes of answers rest on, some more than once."""
    for route in (route for answer in found for route in answer.get("routes") or ()):
        figures = (route.get("costs") or {}).get("pay") or ()
        for step in route.get("steps") or ():
            yield from step.get("claims") or ()
            figures = (*figures, *(step.get("years") or ()), *(step.get("said_of_groups") or ()))
        yield from (str(figure["claim"]) for figure in figures if "claim" in figure)


def _answer(answer: Mapping[str, Any], nodes: Mapping[str, int], steps: Mapping[str, int]) -> Row:
    ways = answer.get("why_not") or ()
    row = {
        "question": _words(answer.get("question")),
        "status": str(answer.get("status", "")),
        "text": _words(answer.get("text")),
        "total": answer.get("total"),
        "more": answer.get("complete") is False or None,
        "counts": answer.get("counts"),
        "routes": [_route(route, nodes, steps) for route in answer.get("routes") or ()],
        "closed": list(dict.fromkeys(_closed(answer.get("cut") or {}))),
        "whyNot": [_opened(way) for way in ways if not _allows_degree(way)],
        "degreeAllowed": [_opened(way) for way in ways if _allows_degree(way)],
    }
    return _filled(row)


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value not in ("", None, [])}


def _closed(cut: Mapping[str, Any]) -> Iterator[str]:
    """Which steps are closed in some reading, and what closes each; then the limits not kept."""
    for reading in cut.get("readings") or ():
        for step in reading.get("steps") or ():
            reasons = "; ".join(_words(reason) for reason in step.get("by") or ())
            yield f"{_words(step.get('from'))} to {_words(step.get('to'))}: {reasons}"
    yield from (_words(bound) for bound in cut.get("bounds") or ())


def _allows_degree(way: Mapping[str, Any]) -> bool:
    """Whether a way is none to who asked, who did without a degree."""
    return any(change.get("kind") in OF_DEGREES for change in way.get("changes") or ())


def _opened(way: Mapping[str, Any]) -> str:
    """A change, and the route that it opens."""
    route = way.get("route") or {}
    roles = " → ".join(_words(role) for role in route.get("roles") or ())
    opened = f" ({_words(route.get('status'))}: {roles})" if roles else ""
    return f"{_words(way.get('change'))}{opened}"


def _route(route: Mapping[str, Any], nodes: Mapping[str, int], steps: Mapping[str, int]) -> Row:
    weakest = route.get("weakest")
    weakest = weakest if isinstance(weakest, Mapping) else {"iri": weakest}
    row: Row = {
        "status": str(route.get("status", "")),
        "why": _words(route.get("why") or route.get("text")),
        "weakest": steps.get(_full(weakest.get("iri"))),
        "weakness": _words(weakest.get("why")),
        "notKnown": [_words(limit) for limit in route.get("not_known") or ()],
        "weaklyKnown": [_words(each) for each in route.get("weakly_known") or ()],
        "shares": _shares(route),
        "newSkills": [_words(skill) for skill in route.get("new_skills") or ()],
    }
    chain = {
        "roles": [_role(role, nodes) for role in route.get("roles") or ()],
        "steps": [_step(step, steps) for step in route.get("steps") or ()],
    }
    return _filled(row) | chain


def _shares(route: Mapping[str, Any]) -> str:
    """Which share of those who left went each step, where that was asked for."""
    costs = route.get("costs")
    counted = costs.get("counted") if isinstance(costs, Mapping) else None
    return _words(counted.get("text")) if isinstance(counted, Mapping) else ""


def _role(role: Mapping[str, Any], nodes: Mapping[str, int]) -> Row:
    level = role.get("level")
    row = {
        "label": _words(role.get("label")) or _words(role.get("iri")),
        "node": nodes.get(_full(role.get("iri"))),
        "level": " or ".join(map(str, level)) if isinstance(level, list | tuple) else _words(level),
    }
    return _filled(row)


def _step(step: Mapping[str, Any], steps: Mapping[str, int]) -> Row:
    row = {
        "step": steps.get(_full(step.get("iri"))),
        "kind": _words(step.get("kind")),
        "status": str(step.get("status", "")),
        "text": _words(step.get("text")),
        "industries": [_words(industry) for industry in step.get("industries") or ()],
        "requires": [text for text in map(_need, _each(step.get("requires"))) if text],
    }
    return _filled(row)


def _need(requirement: Any) -> str:
    """What is asked for, with its strength where it has one."""
    strength = requirement.get("strength") if isinstance(requirement, Mapping) else None
    return f"{_words(requirement)} ({strength})" if strength else _words(requirement)


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)


def _full(name: Any) -> str:
    text = str(name or "")
    return expand(text) or text


def _words(value: Any) -> str:
    """The text of a field that is a text, or an object with a text or label, or several of them."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return _words(next((value[k] for k in ("text", "label", "phrase") if k in value), None))
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_words, value)))
    return curie(str(value))
