"""A Sankey diagram: origins to the left, destinations to the right, a band as wide as its moves."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import By, edges, moved, some_moves
from careergraph.transitions.counts import Counts, Sparse
from careergraph.transitions.figures.figure import Figure
from careergraph.transitions.figures.grouped import OTHERS, largest
from careergraph.transitions.figures.svg import BLUE, INK, SOFT, lines, mark, path, titled, words

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

_WIDTH, _HEIGHT, _NAME, _BAR, _GAP = 1000.0, 620.0, 250.0, 14.0, 7.0
_LEAST = 12.0
"""The height of a line of words: a side may grow taller, so that none covers another."""


class _Side(NamedTuple):
    names: list[str]
    sizes: "Array"
    tops: "Array"


def sankey(counts: Counts, *, by: By = "persons", most: int = 12) -> Figure:
    """Return the moves between the `most` origins and destinations with most, the rest as others.

    Stayers are not drawn, nor moves from others to others. A band's thickness is its number of
    moves. `grouped` makes moves between groups of occupations.
    """
    some_moves(counts, "a Sankey diagram")
    flows, left, right, others = _table(counts, moved(counts, by), most)
    scale = (_HEIGHT - _GAP * max(flows.shape)) / flows.sum()
    order = _untangled(flows, right)
    flows, right = flows[:, order], [right[n] for n in order]
    sides = [_side(left, flows.sum(axis=1), scale), _side(right, flows.sum(axis=0), scale)]
    height = max(float(side.tops[-1] + max(side.sizes[-1] * scale, _LEAST)) for side in sides)
    widest = np.unravel_index(flows.argmax(), flows.shape)
    return Figure(
        "Where people move from and to",
        f"{flows.sum():,.0f} {by} who moved; a band is as thick as its moves are many; "
        f"{others:,.0f} between others are not drawn",
        f"Bands from {len(left)} origins to {len(right)} destinations; the widest is "
        f"{left[widest[0]]} to {right[widest[1]]} with {flows.max():,.0f}.",
        lines([*_bands(flows, sides, scale, by), *_bars(sides[0], scale, by, right=False),
               *_bars(sides[1], scale, by, right=True)]),
        _WIDTH, height, _drawn(counts, flows, left, right, by, most),
    )  # fmt: skip


def _table(counts: Counts, moves: Sparse, most: int) -> "tuple[Array, list[str], list[str], float]":
    """Moves from the largest origins to the largest destinations, dense, the others together.

    The moves from others to others come last, by themselves.
    """
    names, member = [], []
    for axis in (1, 0):
        chosen = largest(np.asarray(moves.sum(axis=axis)), most)
        place = np.full(len(counts.codes), len(chosen))
        place[chosen] = range(len(chosen))
        member.append(place)
        names.append([*(counts.label(counts.codes[n]) for n in chosen), OTHERS])
    found = edges(moves)
    table = np.zeros((len(names[0]), len(names[1])))
    np.add.at(table, (member[0][found.origins], member[1][found.destinations]), found.sizes)
    others, table[-1, -1] = float(table[-1, -1]), 0
    rows, columns = table.sum(axis=1) > 0, table.sum(axis=0) > 0
    kept = [[n for n, there in zip(side, seen, strict=True) if there]
            for side, seen in zip(names, (rows, columns), strict=True)]  # fmt: skip
    return table[rows][:, columns], kept[0], kept[1], others


def _untangled(flows: "Array", right: list[str]) -> "Array":
    """The destinations by the mean height of where their people come from, the others last."""
    heights = np.cumsum(flows.sum(axis=1)) - flows.sum(axis=1) / 2
    means = heights @ flows / flows.sum(axis=0)
    found: Array = np.lexsort((means, [name == OTHERS for name in right]))
    return found


def _side(names: list[str], sizes: "Array", scale: float) -> _Side:
    heights = np.maximum(sizes * scale, _LEAST) + _GAP
    return _Side(names, sizes, np.concatenate([[0], np.cumsum(heights)[:-1]]))


def _bands(flows: "Array", sides: list[_Side], scale: float, by: By) -> list[str]:
    """The bands, the thickest at the back; along a bar they lie in the order of the other side."""
    starts = sides[0].tops[:, None] + scale * (np.cumsum(flows, axis=1) - flows)
    ends = sides[1].tops[None, :] + scale * (np.cumsum(flows, axis=0) - flows)
    from_x, to_x = _NAME + _BAR, _WIDTH - _NAME - _BAR
    middle = (from_x + to_x) / 2
    found = []
    for i, j in sorted(zip(*np.nonzero(flows), strict=True), key=lambda e: (-flows[e], e)):
        thick, y0, y1 = (float(n) for n in (flows[i, j] * scale, starts[i, j], ends[i, j]))
        shape = path(
            "M", from_x, y0, "C", middle, y0, middle, y1, to_x, y1, "V", y1 + thick,
            "C", middle, y1 + thick, middle, y0 + thick, from_x, y0 + thick, "Z",
            fill=BLUE, fill_opacity="0.28",
        )  # fmt: skip
        names = f"{sides[0].names[i]} to {sides[1].names[j]}"
        found.append(titled(f"{names}: {flows[i, j]:,.0f} {by}", shape))
    return found


def _bars(side: _Side, scale: float, by: By, *, right: bool) -> list[str]:
    x = _WIDTH - _NAME - _BAR if right else _NAME
    at, anchor = (x + _BAR + 6, "start") if right else (x - 6, "end")
    found = []
    for name, size, top in zip(*side, strict=True):
        high = max(size * scale, 0.5)
        bar = mark("rect", x=x, y=float(top), width=_BAR, height=float(high), fill=INK)
        y = float(top + max(high, _LEAST) / 2 + 4)
        number = f"{size:,.0f}"
        room = _NAME - 16 - 7 * len(number)
        label = words(name, at, y, anchor=anchor, room=room)
        beside = words(number, _WIDTH if right else 0, y, anchor="end" if right else "start",
                       fill=SOFT, size=11)  # fmt: skip
        found.append(titled(f"{name}: {number} {by}", bar, label, beside))
    return found


def _drawn(
    counts: Counts, flows: "Array", left: list[str], right: list[str], by: By, most: int
) -> Analysis:
    pairs = sorted(zip(*np.nonzero(flows), strict=True), key=lambda e: (-flows[e], e))
    columns = (
        Column("origin", "where they were", [left[i] for i, _ in pairs]),
        Column("destination", "where they went", [right[j] for _, j in pairs]),
        Column(by, f"{by} who moved so", [float(flows[e]) for e in pairs]),
    )
    return Analysis("Moves", columns, {}, {"by": by, "most": most}, counts.about)
