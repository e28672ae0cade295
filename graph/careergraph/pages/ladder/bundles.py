"""Steps of one kind that lead from each of some roles to each of others, drawn through one knot.

Nine steps from each of four roles are thirty-six lines, or thirteen and a knot: the second can be
read, and says the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Style = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Steps, by number, from each of `starts` to each of `ends`, all of one style."""

    style: Style
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    steps: tuple[int, ...]

    @property
    def is_knot(self) -> bool:
        """Whether it is drawn through a knot, and not as a single line."""
        return len(self.steps) > 1


def style(step: Mapping[str, Any]) -> Style:
    """Return what a line has to tell of a step: its kind, its status, and the degree it asks."""
    return (step["kind"], step["status"], step.get("further", ""))


def bundles(steps: Sequence[Mapping[str, Any]], columns: Mapping[int, int]) -> list[Bundle]:
    """Return the steps that run from a column to a later one, bundled where that saves lines.

    `columns` is the column of each role. Steps inside a column, or back, are left out.
    """
    ends: dict[tuple[Style, int], list[tuple[int, int]]] = {}
    for number, step in enumerate(steps):
        if columns[step["from"]] < columns[step["to"]]:
            ends.setdefault((style(step), step["from"]), []).append((step["to"], number))
    alike: dict[tuple[Style, tuple[int, ...]], dict[int, list[int]]] = {}
    for (look, start), found in ends.items():
        goals = tuple(sorted(end for end, _ in found))
        alike.setdefault((look, goals), {})[start] = [number for _, number in found]
    made = [
        b for (look, goals), starts in alike.items() for b in _made(look, goals, starts, columns)
    ]
    return sorted(made, key=lambda b: b.steps)


def _made(
    look: Style, ends: tuple[int, ...], starts: Mapping[int, list[int]], columns: Mapping[int, int]
) -> list[Bundle]:
    numbers = tuple(sorted(n for found in starts.values() for n in found))
    if _saves_lines(tuple(starts), ends, columns):
        return [Bundle(look, tuple(sorted(starts)), ends, numbers)]
    return [
        Bundle(look, (start,), (end,), (number,))
        for start, found in starts.items()
        for end, number in zip(ends, sorted(found), strict=True)
    ]


def _saves_lines(
    starts: tuple[int, ...], ends: tuple[int, ...], columns: Mapping[int, int]
) -> bool:
    last, first = max(columns[s] for s in starts), min(columns[e] for e in ends)
    if last >= first:
        return False
    many = len(starts) * len(ends) > len(starts) + len(ends)
    is_fan = len(ends) > 1 and first - last > 1 and len({columns[e] for e in ends}) == 1
    return (many and len(starts) > 1) or is_fan
