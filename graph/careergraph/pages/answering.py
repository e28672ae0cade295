"""Route answers as the page shows them: the JSON of `careergraph route`, tied to the map."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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


def _answer(answer: Mapping[str, Any], nodes: Mapping[str, int], steps: Mapping[str, int]) -> Row:
    row = {
        "question": _words(answer.get("question")),
        "status": str(answer.get("status", "")),
        "text": _words(answer.get("text")),
        "routes": [_route(route, nodes, steps) for route in answer.get("routes", ())],
        "whyNot": [_words(change.get("change")) for change in answer.get("why_not") or ()],
    }
    return {key: value for key, value in row.items() if value}


def _route(route: Mapping[str, Any], nodes: Mapping[str, int], steps: Mapping[str, int]) -> Row:
    row: Row = {
        "status": str(route.get("status", "")),
        "text": _words(route.get("text")),
        "weakest": _weakest(route, steps),
        "roles": [_role(role, nodes) for role in route.get("roles", ())],
        "steps": [_step(step, steps) for step in route.get("steps", ())],
    }
    return {key: value for key, value in row.items() if value not in ("", None)}


def _weakest(route: Mapping[str, Any], steps: Mapping[str, int]) -> int | None:
    weakest = route.get("weakest")
    iri = weakest.get("iri") if isinstance(weakest, Mapping) else weakest
    return steps.get(_full(iri)) if iri else None


def _role(role: Mapping[str, Any], nodes: Mapping[str, int]) -> Row:
    level = role.get("level")
    row = {
        "label": _words(role.get("label")),
        "node": nodes.get(_full(role.get("iri"))),
        "level": ", ".join(map(str, level)) if isinstance(level, list | tuple) else _words(level),
    }
    return {key: value for key, value in row.items() if value not in ("", None)}


def _step(step: Mapping[str, Any], steps: Mapping[str, int]) -> Row:
    row = {
        "step": steps.get(_full(step.get("iri"))),
        "kind": _words(step.get("kind")),
        "status": str(step.get("status", "")),
        "text": _words(step.get("text")),
        "requires": [text for text in map(_words, _each(step.get("requires"))) if text],
    }
    return {key: value for key, value in row.items() if value not in ("", None, [])}


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
