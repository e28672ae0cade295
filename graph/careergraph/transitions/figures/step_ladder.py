"""A ladder of observed steps: occupations in columns by level, lines for moves between levels."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import By, Edges, edges, moved, some_moves
from careergraph.transitions.counts import Counts
from careergraph.transitions.figures.figure import Figure
from careergraph.transitions.figures.grouped import busiest
from careergraph.transitions.figures.svg import (
    AMBER,
    BLUE,
    INK,
    PAPER,
    SOFT,
    lines,
    mark,
    path,
    titled,
    words,
    wrapped,
)

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

_BOX, _HIGH, _GAP, _HEAD = 150.0, 40.0, 24.0, 26.0
_WIDTH, _THICKEST = 1000.0, 9.0


def step_ladder(
    counts: Counts, levels: Mapping[str, float], *, by: By = "persons", most: int = 24,
    steps: int = 60, bands: int = 5,
) -> Figure:  # fmt: skip
    """Return the `steps` largest moves between levels, from left (low) to right (high).

    `levels` gives codes a number: a job zone, or pay. More than `bands` different numbers are cut
    into so many columns with as many occupations each. Up is solid, down is dashed; moves within a
    level are not drawn, and their number is said.
    """
    some_moves(counts, "a ladder of steps")
    known = [code for code in counts.codes if code in levels]
    if len(known) < 2:
        raise ParameterError(f"{len(known)} of the occupations have a level; two at least are "
                             "needed")  # fmt: skip
    shown = busiest(counts.of(known), most)
    column, headings = _columns([levels[code] for code in shown.codes], bands)
    found = edges(moved(shown, by))
    level = column[found.origins] == column[found.destinations]
    flows = _largest(Edges(*(part[~level] for part in found)), steps)
    if not len(flows.sizes):
        raise ParameterError("no move leads from one level to another")
    at, height = _places(column, flows, len(headings))
    names = [shown.label(code) for code in shown.codes]
    rise = column[flows.destinations] - column[flows.origins]
    thick = _THICKEST * flows.sizes / flows.sizes.max()
    drawn = [_line(int(i), int(j), size, at, names, up > 0, width, by)
             for i, j, size, up, width in zip(*flows, rise, thick, strict=True)]  # fmt: skip
    inside, up = found.sizes[level].sum(), flows.sizes[rise > 0].sum()
    return Figure(
        "Observed steps between levels",
        f"The {len(flows.sizes)} largest moves between levels, {by}; solid: up, dashed: down; "
        f"{inside:,.0f} moves within levels are not drawn",
        f"{len(names)} occupations in {len(headings)} levels; {up:,.0f} of "
        f"{flows.sizes.sum():,.0f} {by} drawn move up.",
        lines([*_heads(headings), *reversed(drawn),
               *(_box(name, *at[n]) for n, name in enumerate(names))]),
        _WIDTH, height, _drawn(counts, flows, names, column, headings,
                               {"by": by, "most": most, "steps": steps, "bands": bands}),
    )  # fmt: skip


def _columns(values: list[float], bands: int) -> "tuple[Array, list[str]]":
    """The column of each value, and what the columns are called."""
    numbers = np.array(values, float)
    distinct = np.unique(numbers)
    if len(distinct) <= bands:
        return np.searchsorted(distinct, numbers), [f"Level {value:g}" for value in distinct]
    limits = np.unique(np.quantile(numbers, np.arange(1, bands) / bands))
    column = np.searchsorted(limits, numbers, side="right")
    ends = [f"{numbers[column == n].min():,.0f} to {numbers[column == n].max():,.0f}"
            for n in np.unique(column)]  # fmt: skip
    return np.unique(column, return_inverse=True)[1], ends


def _largest(found: Edges, most: int) -> Edges:
    order = np.lexsort((found.destinations, found.origins, -found.sizes))[:most]
    return Edges(*(part[order] for part in found))


def _places(column: "Array", flows: Edges, number: int) -> "tuple[Array, float]":
    """Left and top of each box; in a column by the mean height of those they exchange with."""
    at = np.zeros((len(column), 2))
    at[:, 0] = column * ((_WIDTH - _BOX) / max(number - 1, 1))
    order = [list(np.flatnonzero(column == n)) for n in range(number)]
    height = max(map(len, order)) * (_HIGH + _GAP)
    for _ in range(8):
        for members in order:
            members.sort(key=lambda n: (_pull(int(n), at, flows), n))
            spread = height / len(members)
            for k, n in enumerate(members):
                at[n, 1] = _HEAD + (k + 0.5) * spread - _HIGH / 2
    return at, _HEAD + height


def _pull(n: int, at: "Array", flows: Edges) -> float:
    """The mean height of those an occupation exchanges people with, its own without any."""
    out, into = flows.origins == n, flows.destinations == n
    heights = np.r_[at[flows.destinations[out], 1], at[flows.origins[into], 1]]
    sizes = np.r_[flows.sizes[out], flows.sizes[into]]
    return round(float((heights * sizes).sum() / sizes.sum()), 6) if len(sizes) else at[n, 1]


def _heads(headings: list[str]) -> list[str]:
    apart = (_WIDTH - _BOX) / max(len(headings) - 1, 1)
    return [words(text, n * apart + _BOX / 2, 14, anchor="middle", fill=SOFT, font_weight=600)
            for n, text in enumerate(headings)]  # fmt: skip


def _line(
    i: int, j: int, size: float, at: "Array", names: list[str], up: bool, thick: float, by: By
) -> str:
    start, end = (i, j) if up else (j, i)
    aside = _HIGH / 2 + (-6 if up else 6)  # so that both directions are seen
    x0, y0 = float(at[start, 0] + _BOX), float(at[start, 1] + aside)
    x1, y1 = float(at[end, 0]), float(at[end, 1] + aside)
    pull = max((x1 - x0) / 2, 20)
    bow = 0.0 if x1 - x0 < _BOX else (-1.0 if up else 1.0) * _HIGH  # around what is between
    line = path("M", x0, y0, "C", x0 + pull, y0 + bow, x1 - pull, y1 + bow, x1, y1, fill="none",
                stroke=BLUE if up else AMBER, stroke_width=max(thick, 0.7),
                stroke_opacity="0.6", stroke_dasharray=None if up else "6 4")  # fmt: skip
    return titled(f"{names[i]} to {names[j]}: {size:,.0f} {by}, {'up' if up else 'down'}", line)


def _box(name: str, x: float, y: float) -> str:
    x, y = float(x), float(y)
    box = mark("rect", x=x, y=y, width=_BOX, height=_HIGH, rx=6.0, fill=PAPER, stroke=INK)
    return titled(
        name,
        box,
        wrapped(name, x + _BOX / 2, y + _HIGH / 2, room=_BOX - 10, size=11.5, anchor="middle"),
    )


def _drawn(
    counts: Counts, flows: Edges, names: list[str], column: "Array", headings: list[str],
    chosen: dict[str, object],
) -> Analysis:  # fmt: skip
    ends = flows.origins, flows.destinations
    columns = (
        Column("origin", "where they were", [names[n] for n in ends[0]]),
        Column("from_level", "its level", [headings[column[n]] for n in ends[0]]),
        Column("destination", "where they went", [names[n] for n in ends[1]]),
        Column("to_level", "its level", [headings[column[n]] for n in ends[1]]),
        Column(str(chosen["by"]), "who moved so", [float(size) for size in flows.sizes]),
    )
    return Analysis("Steps", columns, {}, chosen, counts.about)
