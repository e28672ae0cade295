"""A flow map: occupations at their places, an arrow for each of the largest flows."""

from collections.abc import Mapping
from math import atan2, cos, degrees, hypot, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import By, Edges, edges, moved, some_moves
from careergraph.transitions.counts import Counts, Sparse
from careergraph.transitions.figures.figure import Figure
from careergraph.transitions.figures.grouped import busiest
from careergraph.transitions.figures.heat_map import seriated
from careergraph.transitions.figures.svg import BLUE, INK, lines, mark, path, titled, words

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

_WIDTH, _HEIGHT, _ROOM, _THICKEST = 1000.0, 860.0, 220.0, 12.0


def flow_map(
    counts: Counts, *, by: By = "persons", most: int = 24, arrows: int = 80,
    places: Mapping[str, tuple[float, float]] | None = None, net: bool = False,
) -> Figure:  # fmt: skip
    """Return the `arrows` largest flows among the `most` occupations with most moves.

    Occupations are on a ring, alike ones beside each other, unless `places` gives x and y (a map,
    say). An arrow bends to its right, so that both directions are seen, and is as thick as its
    flow. With `net` only what goes one way more than the other is drawn.
    """
    some_moves(counts, "a flow map")
    shown = _placed(counts, places) if places else busiest(counts, most)
    moves = moved(shown, by)
    flows = _largest(edges(_net(moves) if net else moves), arrows)
    if not len(flows.sizes):
        raise ParameterError("no flow is left to draw: each is balanced by one back")
    at = _at(shown, places) if places else _ring(moves.toarray())
    names = [shown.label(code) for code in shown.codes]
    thick = _THICKEST * flows.sizes / flows.sizes.max()
    drawn = [_arrow(int(i), int(j), size, at, names, width, by)
             for i, j, size, width in zip(*flows, thick, strict=True)]  # fmt: skip
    dots = [_dot(name, *at[n], ring=not places) for n, name in enumerate(names)]
    kind = "net moves" if net else "moves"
    first = f"{names[flows.origins[0]]} to {names[flows.destinations[0]]}"
    return Figure(
        "Flows between occupations",
        f"The {len(flows.sizes)} largest flows of {kind}, {by}; the thickest arrow is "
        f"{flows.sizes[0]:,.0f}",
        f"Arrows between {len(names)} occupations; the largest flow is {first} with "
        f"{flows.sizes[0]:,.0f}.",
        lines([*reversed(drawn), *dots]), _WIDTH, _HEIGHT,
        _drawn(counts, flows, names, {"by": by, "most": most, "arrows": arrows, "net": net}),
    )  # fmt: skip


def _placed(counts: Counts, places: Mapping[str, tuple[float, float]]) -> Counts:
    known = [code for code in counts.codes if code in places]
    if len(known) < 2:
        raise ParameterError(f"{len(known)} of the occupations have a place; two at least are "
                             "needed")  # fmt: skip
    return counts.of(known)


def _net(moves: Sparse) -> Sparse:
    return (moves - moves.T).maximum(0)


def _largest(found: Edges, most: int) -> Edges:
    order = np.lexsort((found.destinations, found.origins, -found.sizes))[:most]
    return Edges(*(part[order] for part in found))


def _ring(moves: "Array") -> "Array":
    """Places on a ring, from the top on, in an order in which alike ones are neighbours."""
    order = seriated(moves)
    angle = np.empty(len(order))
    angle[order] = 2 * pi * np.arange(len(order)) / len(order) - pi / 2
    middle = np.array([_WIDTH / 2, _HEIGHT / 2])
    radius = np.array([_WIDTH / 2 - _ROOM, _HEIGHT / 2 - 0.9 * _ROOM])
    found: Array = middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return found


def _at(shown: Counts, places: Mapping[str, tuple[float, float]]) -> "Array":
    """The given places, y upwards, scaled to the picture with room for names."""
    given = np.array([places[code] for code in shown.codes], float)
    low, span = given.min(axis=0), np.maximum(np.ptp(given, axis=0), 1e-12)
    share = (given - low) / span
    found: Array = np.stack([80 + share[:, 0] * (_WIDTH - 280),
                             40 + (1 - share[:, 1]) * (_HEIGHT - 80)], axis=1)  # fmt: skip
    return found


def _arrow(
    i: int, j: int, size: float, at: "Array", names: list[str], thick: float, by: By
) -> str:  # fmt: skip
    """A curve that bends to the right of its way, with a head."""
    (x0, y0), (x1, y1) = (tuple(map(float, at[n])) for n in (i, j))
    long = max(hypot(x1 - x0, y1 - y0), 1e-9)
    bend = 0.16
    mid = (x0 + x1) / 2 - bend * (y1 - y0), (y0 + y1) / 2 + bend * (x1 - x0)
    heading = atan2(y1 - mid[1], x1 - mid[0])
    head = 5 + 0.9 * thick
    gap = min(head + 5, long / 2)
    tip = x1 - 5 * cos(heading), y1 - 5 * sin(heading)
    neck = x1 - gap * cos(heading), y1 - gap * sin(heading)
    line = path("M", x0, y0, "Q", *mid, *neck, fill="none", stroke=BLUE,
                stroke_width=max(thick, 0.6), stroke_opacity="0.55")  # fmt: skip
    side = head * 0.55
    left = neck[0] + side * sin(heading), neck[1] - side * cos(heading)
    right = neck[0] - side * sin(heading), neck[1] + side * cos(heading)
    point = path("M", *tip, "L", *left, "L", *right, "Z", fill=INK, fill_opacity="0.75")
    return titled(f"{names[i]} to {names[j]}: {size:,.0f} {by}", line, point)


def _dot(name: str, x: float, y: float, *, ring: bool) -> str:
    """A dot with its name, which on a ring leads away from the middle."""
    x, y = float(x), float(y)
    dot = mark("circle", cx=x, cy=y, r=4.0, fill=INK)
    if not ring:
        return dot + words(name, x + 7, y + 4, room=190, stroke="#fff", stroke_width=3,
                           paint_order="stroke")  # fmt: skip
    angle = atan2(y - _HEIGHT / 2, x - _WIDTH / 2)
    turned = degrees(angle) + (180 if cos(angle) < -1e-9 else 0)
    back = cos(angle) < -1e-9
    away = -9 if back else 9
    text = words(name, x + away, y + 4, anchor="end" if back else "start", room=_ROOM - 40,
                 transform=f"rotate({turned:.1f} {x:.1f} {y:.1f})")  # fmt: skip
    return dot + text


def _drawn(counts: Counts, flows: Edges, names: list[str], chosen: dict[str, object]) -> Analysis:
    columns = (
        Column("origin", "where they were", [names[n] for n in flows.origins]),
        Column("destination", "where they went", [names[n] for n in flows.destinations]),
        Column(str(chosen["by"]), "size of the flow", [float(size) for size in flows.sizes]),
    )
    return Analysis("Flows", columns, {}, chosen, counts.about)
