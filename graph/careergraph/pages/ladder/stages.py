"""Which column each role stands in: one for each level, and those whose level nobody knows last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
Ranks = tuple[int, ...]

UNKNOWN = "Level not known"
_DEEPEST = 3
_FEW = 4
"""Fewer steps than this inside one level do not split its column."""


@dataclass(frozen=True, slots=True)
class Column:
    """Roles one above the other; the columns of one level share its `heading`."""

    heading: str
    roles: tuple[int, ...]


def columns(nodes: Sequence[Row], steps: Sequence[Row], *, alone: bool = True) -> list[Column]:
    """Return the columns from the lowest level to the highest, then the unknown level.

    Roles that have a level and no step are among them, unless `alone` is false.

    A role that is held at several levels stands between them. Within an unknown level, and within
    one that has many steps, the steps say who stands further right.
    """
    joined = {end for step in steps for end in (step["from"], step["to"])}
    groups: dict[Ranks, list[int]] = {}
    for number, node in enumerate(nodes):
        if node["kind"] == "Role" and ((alone and node.get("levels")) or number in joined):
            groups.setdefault(_ranks(node), []).append(number)
    order = sorted(groups, key=lambda ranks: (not ranks, sum(ranks) / max(len(ranks), 1), ranks))
    return [column for ranks in order for column in _split(groups[ranks], nodes, steps)]


def _ranks(node: Row) -> Ranks:
    return tuple(rank for rank, _ in node.get("levels", ()))


def heading(node: Row) -> str:
    """Return the levels of a role in words, such as 'Entry or mid'."""
    labels = [label for _, label in node.get("levels", ())]
    return " or ".join([*labels[:1], *(label.lower() for label in labels[1:])]) or UNKNOWN


def _split(roles: list[int], nodes: Sequence[Row], steps: Sequence[Row]) -> Iterable[Column]:
    inside = [(s["from"], s["to"]) for s in steps if s["from"] in roles and s["to"] in roles]
    is_unknown = not nodes[roles[0]].get("levels")
    depth = _depths(roles, inside if is_unknown or len(inside) >= _FEW else [])
    for level in sorted(set(depth.values())):
        yield Column(heading(nodes[roles[0]]), tuple(r for r in roles if depth[r] == level))


def _depths(roles: Iterable[int], steps: Sequence[tuple[int, int]]) -> dict[int, int]:
    """How many steps of the group lead up to each role, counted no further than is drawn."""
    depth = dict.fromkeys(roles, 0)
    for _ in range(_DEEPEST):
        for start, end in steps:
            depth[end] = max(depth[end], min(_DEEPEST, depth[start] + 1))
    used = sorted(set(depth.values()))
    return {role: used.index(level) for role, level in depth.items()}
