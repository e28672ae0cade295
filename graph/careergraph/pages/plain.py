"""The page for a browser without JavaScript: every thing once, with who speaks of it."""

from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]


def plain_list(content: Mapping[str, Any]) -> Row:
    """Return the things of a payload by kind, and its steps, in words with numbered sources.

    Source 1 is the first of the payload. What nobody speaks of is said to be not known.
    """
    if "market" in content:
        return {"kinds": [_region(r, n, content) for n, r in enumerate(content["regions"])]}
    kinds = [
        {"plural": kind["plural"], "items": [_item(n, content) for n in _of(name, content)]}
        for name, kind in content["kinds"].items()
    ]
    for kind in kinds:
        kind["long"] = any(item["words"] for item in kind["items"])
    return {"kinds": kinds, "steps": [_step(step, content) for step in content["steps"]]}


_FEW = 12


def _region(region: Row, number: int, content: Mapping[str, Any]) -> Row:
    """A region of a market with its first roles; the whole would be longer than anyone reads."""
    roles = [n for n in content["nodes"] if n["region"] == number and n["kind"] == "Role"]
    items = [{"label": node["label"], "words": "", "sources": ""} for node in roles[:_FEW]]
    more = f", the first {len(items)} of {len(roles):,} roles" if len(roles) > len(items) else ""
    return {"plural": region["label"] + more, "items": items, "long": False}


def _of(kind: str, content: Mapping[str, Any]) -> list[Row]:
    return [node for node in content["nodes"] if node["kind"] == kind]


def _item(node: Row, content: Mapping[str, Any]) -> Row:
    words = []
    if node.get("levels"):
        words.append(" or ".join(label for _, label in node["levels"]).lower() + " level")
    words += [f"pay {' – '.join(filter(None, pay))}" for pay in node.get("pay", ())]
    words += [f"{word} not known" for word in node.get("unknown", ())]
    return {"label": node["label"], "words": "; ".join(words), "sources": _sources(node, content)}


def _step(step: Row, content: Mapping[str, Any]) -> Row:
    words = f"{step['kind'].lower()}, {_STATUS.get(step['status'], step['status'])}"
    words += "; a further degree is disputed" if step.get("further") == "contested" else ""
    return {"label": step["label"], "words": words, "sources": _sources(step, content)}


_STATUS = {"unknown": "only inferred by a curator"}


def _sources(row: Row, content: Mapping[str, Any]) -> str:
    """The numbers of the sources that speak of a thing, counted from 1; empty if none does."""
    claims: Iterable[int] = row.get("claims", ())
    used = {content["evidence"][content["claims"][c]["evidence"]]["source"] + 1 for c in claims}
    return ", ".join(map(str, sorted(used)))
