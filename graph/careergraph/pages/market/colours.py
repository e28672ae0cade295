"""A colour for each region, so that regions which lie side by side differ."""

from collections.abc import Sequence
from math import sqrt

PALETTE = ("#3b82f6", "#16a34a", "#d97706", "#a855f7", "#0891b2", "#e11d48", "#8b6f47", "#c2417c",
           "#6366f1", "#5f8a1e")  # fmt: skip
"""Each has a contrast of at least 3:1 on the light and on the dark background."""

GREY = "#64748b"


def colours(centres: Sequence[tuple[float, float]], grey: Sequence[int] = ()) -> list[str]:
    """Return a colour for each region by its centre; those in `grey` get none of their own.

    Each takes the colour whose nearest use is farthest away, the least used first.
    """
    found: list[str] = []
    for number, centre in enumerate(centres):
        found.append(GREY if number in grey else _farthest(centre, centres, found))
    return found


def _farthest(
    centre: tuple[float, float], centres: Sequence[tuple[float, float]], given: Sequence[str]
) -> str:
    def distance(colour: str) -> float:
        used = [c for c, held in zip(centres, given, strict=False) if held == colour]
        return min((_between(centre, other) for other in used), default=float("inf"))

    return max(PALETTE, key=distance)


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    return sqrt((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2)
