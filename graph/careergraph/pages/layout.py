"""Where the nodes stand: a force layout computed once, the same on every machine.

Only operations that IEEE 754 defines exactly are used (plus, minus, times, divided by, square
root, in a fixed order), because a simulation blows up the last bit of anything else, and the page
has to have the same bytes wherever it is built.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pairs = NDArray[np.int64]
"""One end of each of some pairs of nodes."""

_EPOCHS = 300
_SEED = 7


def positions(
    count: int,
    edges: Sequence[tuple[int, int]],
    *,
    boxes: Sequence[tuple[float, float]],
    columns: Mapping[int, float] | None = None,
    names: Mapping[int, float] | None = None,
) -> list[tuple[float, float]]:
    """Return x and y of each of `count` nodes, in pixels about (0, 0), rounded to tenths.

    `edges` are pairs of node numbers; `boxes` are the half width and half height that each node
    claims for itself; `columns` draws some nodes towards a place from left (-1) to right (1), such
    as roles by their level; `names` are the widths of the names that stand on the right of some
    nodes, in pixels of the screen whatever the scale: no other node lies under one of them when
    the whole picture is seen.
    """
    if count == 0:
        return []
    links = np.array(sorted({(min(e), max(e)) for e in edges if e[0] != e[1]}), dtype=np.int64)
    places = _simulate(count, links.reshape(-1, 2), columns or {})
    places = _named(_spread(_centred(places)), np.array(boxes, dtype=np.float64), names or {})
    return [(round(float(x), 1), round(float(y), 1)) for x, y in _centred(places)]


def _simulate(count: int, links: NDArray[np.int64], columns: Mapping[int, float]) -> Array:
    """Linked nodes attract, all repel, hubs more than others, by steps that shrink to nothing."""
    rng = np.random.default_rng(_SEED)
    places = (rng.random((count, 2)) - 0.5) * sqrt(count)
    degree = np.bincount(links.ravel(), minlength=count).astype(np.float64)
    mass = 1.0 + np.sqrt(degree)
    held = np.array(sorted(columns), dtype=np.int64)
    goals = np.array([columns[int(i)] for i in held]) * 0.62 * sqrt(count)
    for epoch in range(_EPOCHS):
        rate = 1.0 - epoch / _EPOCHS
        force = _repulsion(places, mass) + _attraction(places, links, degree) - 0.035 * places
        if len(held):
            force[held, 0] += 1.5 * (goals - places[held, 0])
        length = np.sqrt(force[:, 0] * force[:, 0] + force[:, 1] * force[:, 1])
        places = places + force * (rate * 0.6 / (1.0 + length))[:, None]
    return places


_BLOCK = 512


def _repulsion(places: Array, mass: Array) -> Array:
    """Each node away from every other, in blocks of rows so that memory stays small."""
    force = np.empty_like(places)
    for start in range(0, len(places), _BLOCK):
        rows = slice(start, start + _BLOCK)
        dx = places[rows, 0, None] - places[None, :, 0]
        dy = places[rows, 1, None] - places[None, :, 1]
        weight = mass[rows, None] * mass[None, :] * 0.22 / (0.05 + dx * dx + dy * dy)
        force[rows, 0] = _row_sums(dx * weight)
        force[rows, 1] = _row_sums(dy * weight)
    return force


def _row_sums(values: Array) -> Array:
    """The sum of each row from left to right: `sum` may add up in another order elsewhere."""
    return np.add.accumulate(values, axis=1)[:, -1]


def _attraction(places: Array, links: NDArray[np.int64], degree: Array) -> Array:
    """Each node towards those it is linked to; a link of two hubs pulls less."""
    force = np.zeros_like(places)
    if not len(links):
        return force
    a, b = links[:, 0], links[:, 1]
    weight = 1.1 / np.sqrt(np.minimum(degree[a], degree[b]))
    for axis in (0, 1):
        pull = (places[b, axis] - places[a, axis]) * weight
        force[:, axis] = np.bincount(a, pull, len(places)) - np.bincount(b, pull, len(places))
    return force


def _spread(places: Array) -> Array:
    """The picture evened out to fill its area: half where a node stood, half its rank there."""
    side = 26.0 * sqrt(len(places))
    out = np.empty_like(places)
    for axis, share in ((0, 1.0), (1, 0.94)):
        values = places[:, axis]
        order = np.argsort(values, kind="stable")
        rank = np.empty(len(values))
        rank[order] = np.arange(len(values))
        even = (rank + 0.5) / len(values) * 2 - 1
        reach = np.sort(np.abs(values))[int(0.95 * (len(values) - 1))]
        stood = np.clip(values / max(float(reach), 1e-9), -1.1, 1.1)
        out[:, axis] = (0.55 * even + 0.45 * stood) * side * share
    return out


def _centred(places: Array) -> Array:
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    centred: Array = places - middle
    return centred


_SCREEN = (780.0, 790.0)
"""The room of the map in pixels on a screen of 1440 by 900, beside its two panels."""
_NAME_HIGH = 17.0
_SCALE = 0.74
"""About the scale at which a map with names fills that room."""


def _named(places: Array, boxes: Array, names: Mapping[int, float]) -> Array:
    """Boxes pushed apart with room for names, which are the larger the smaller the scale is."""
    if not names:
        return _apart(places, boxes)
    scale = _SCALE
    for _ in range(3):
        claimed, aside = boxes.copy(), np.zeros_like(boxes)
        for node, wide in names.items():
            claimed[node, 0] += wide / scale / 2
            claimed[node, 1] = max(claimed[node, 1], _NAME_HIGH / scale / 2)
            aside[node, 0] = wide / scale / 2
        middles = _apart(places + aside, claimed)
        extent = (middles + claimed).max(axis=0) - (middles - claimed).min(axis=0)
        places = middles - aside
        scale = min(_SCREEN[0] / float(extent[0]), _SCREEN[1] / float(extent[1]), scale)
    return places


_NEAR = 24.0
_LOOK_AGAIN = 10
"""Boxes nearer than this may meet within as many rounds; all others are not looked at."""


def _apart(places: Array, boxes: Array, *, rounds: int = 400) -> Array:
    """Boxes that overlap pushed apart along the shorter way out, the smaller ones further."""
    for _ in range(rounds // _LOOK_AGAIN):
        a, b = _close(places, boxes)
        if not (_overlap(places, boxes, a, b) > 0).all(axis=1).any():
            break
        for _ in range(_LOOK_AGAIN):
            places = _pushed(places, boxes, a, b)
    return places


def _close(places: Array, boxes: Array) -> tuple[Pairs, Pairs]:
    """The pairs of boxes that overlap or may soon."""
    a, b = np.triu_indices(len(places), 1)
    near = (_overlap(places, boxes, a, b) > -_NEAR).all(axis=1)
    return a[near], b[near]


def _overlap(places: Array, boxes: Array, a: Pairs, b: Pairs) -> Array:
    """How far each pair overlaps in width and in height; below nothing where it stands apart."""
    found: Array = boxes[a] + boxes[b] - np.abs(places[b] - places[a])
    return found


def _pushed(places: Array, boxes: Array, a: Pairs, b: Pairs) -> Array:
    area = boxes[:, 0] * boxes[:, 1]
    share = (area[b] / (area[a] + area[b]))[:, None]
    overlap = np.maximum(_overlap(places, boxes, a, b), 0)
    both, sideways = overlap[:, 0] * overlap[:, 1] > 0, overlap[:, 0] < overlap[:, 1]
    way = np.stack((sideways & both, ~sideways & both), axis=1)
    push = np.where(way, np.where(places[b] < places[a], -1, 1) * overlap * 0.8, 0)
    places = places.copy()
    for axis in (0, 1):
        places[:, axis] += np.bincount(b, (push * (1 - share))[:, axis], len(places))
        places[:, axis] -= np.bincount(a, (push * share)[:, axis], len(places))
    return places
