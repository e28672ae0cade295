"""Where the regions lie, and every node inside its own: a map that is full, not a ball of hair.

Regions are discs, drawn together by the links between them and cut where two meet. Inside one, the
nodes fill an even pattern; each stands on the side of those it is linked to.
"""

from collections import Counter
from collections.abc import Sequence
from math import cos, pi, sin, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from careergraph.pages import layout

Array = NDArray[np.float64]
Point = tuple[float, float]

SPACING = 26.0
"""Pixels between two neighbouring nodes at scale 1."""

_ROUNDS = 14
_SEED = 7
_MARGIN = 1.2
_PULLS = 400
_WIDE = 1.3
_GOLDEN = pi * (3 - sqrt(5))


def ground(
    region: Sequence[int], count: int, edges: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """Return the place of each node, and each region's outline as x, y, x, y, …

    `region` is the number of each node's region, of `count`.
    """
    homes = np.array(region, dtype=np.int64)
    sizes = np.bincount(homes, minlength=count)
    radii = [0.56 * SPACING * sqrt(int(size) + 6) * _MARGIN for size in sizes]
    centres = _centres(radii, _between(region, edges))
    outlines = [_cell(n, centres, radii) for n in range(count)]
    slots = [_slots(outlines[n], centres[n], int(size)) for n, size in enumerate(sizes)]
    places = _filled(homes, slots, centres, edges)
    return (
        [(int(x), int(y)) for x, y in places],
        [[round(value) for point in outline for value in point] for outline in outlines],
    )


def _between(region: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs of regions with the most links for their size: the four strongest of each."""
    size = Counter(region)
    weight: Counter[tuple[int, int]] = Counter()
    for a, b in edges:
        one, other = region[a], region[b]
        if one != other:
            weight[min(one, other), max(one, other)] += 1
    strong: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    for pair, links in weight.items():
        for end in pair:
            strong.setdefault(end, []).append((-links / sqrt(size[pair[0]] * size[pair[1]]), pair))
    return sorted({pair for found in strong.values() for _, pair in sorted(found)[:4]})


def _centres(radii: Sequence[float], pairs: Sequence[tuple[int, int]]) -> list[Point]:
    """The regions as boxes on the layout of the small map, at its scale; then drawn together."""
    side = 2 * SPACING * sqrt(len(radii))
    scale = 0.92 * side / max(sqrt(sum(4 * r * r for r in radii)), 1.0)
    boxes = [(0.93 * r * scale, 0.86 * r * scale) for r in radii]
    found = layout.positions(len(radii), pairs, boxes=boxes)
    return _together(np.array(found).reshape(-1, 2) / scale, np.array(radii))


def _together(centres: Array, radii: Array) -> list[Point]:
    """Pulled to the middle, more from above and below, and pushed apart where they overlap much."""
    for pull in range(_PULLS):
        inward = 0.02 * (1 - pull / _PULLS)
        centres = centres - centres * np.array([inward / _WIDE, inward])
        gap = centres[None, :, :] - centres[:, None, :]
        far = np.sqrt(gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1]) + 1e-9
        overlap = np.maximum(0.0, 0.9 * (radii[None, :] + radii[:, None]) - far)
        np.fill_diagonal(overlap, 0.0)
        push = gap * (overlap / far)[:, :, None]
        centres = centres - 0.25 * np.add.accumulate(push, axis=1)[:, -1]
    return [(round(float(x), 1), round(float(y), 1)) for x, y in centres]


_CORNERS = 72


def _cell(number: int, centres: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """The disc of a region, cut along the line where it meets each other disc."""
    (x, y), r = centres[number], radii[number] - SPACING * 0.35
    outline = [(x + r * cos(2 * pi * k / _CORNERS), y + r * sin(2 * pi * k / _CORNERS))
               for k in range(_CORNERS)]  # fmt: skip
    for other, ((ox, oy), reach) in enumerate(zip(centres, radii, strict=True)):
        dx, dy = ox - x, oy - y
        far = sqrt(dx * dx + dy * dy)
        if other != number and 0 < far < radii[number] + reach:
            meets = (far * far + radii[number] ** 2 - reach**2) / (2 * far) - SPACING * 0.35
            outline = _cut(outline, (x, y), (dx / far, dy / far), max(meets, 0.25 * r))
    return outline


def _cut(outline: Sequence[Point], origin: Point, way: Point, most: float) -> list[Point]:
    """The part of an outline that reaches no further than `most` from the origin along a way."""
    over = [(p[0] - origin[0]) * way[0] + (p[1] - origin[1]) * way[1] - most for p in outline]
    found: list[Point] = []
    for k, (point, here) in enumerate(zip(outline, over, strict=True)):
        before, there = outline[k - 1], over[k - 1]
        if (here > 0) != (there > 0):
            share = there / (there - here)
            found.append((before[0] + (point[0] - before[0]) * share,
                          before[1] + (point[1] - before[1]) * share))  # fmt: skip
        if here <= 0:
            found.append(point)
    return found


def _slots(outline: Sequence[Point], centre: Point, count: int) -> Array:
    """As many places as there are nodes, spread evenly as the seeds of a sunflower are."""
    spread = SPACING * 0.5
    while True:
        turns = np.arange(4 * count + 24) + 0.5
        reach = spread * np.sqrt(turns)
        spots = np.stack([reach * np.cos(turns * _GOLDEN), reach * np.sin(turns * _GOLDEN)], axis=1)
        spots = np.round(spots + np.array(centre))
        inside: Array = spots[_inside(spots, np.array(outline), SPACING * 0.3)]
        if len(inside) >= count:
            return inside[:count]
        spread *= 0.96


def _inside(spots: Array, outline: Array, margin: float) -> NDArray[np.bool_]:
    """Whether each spot lies within a convex outline, and as far from its edge as the margin."""
    along = np.roll(outline, -1, axis=0) - outline
    length = np.sqrt((along * along).sum(axis=1))
    kept = np.ones(len(spots), dtype=bool)
    for corner, side, long in zip(outline, along, length, strict=True):
        if long > 1e-6:
            gap = spots - corner
            kept &= side[0] * gap[:, 1] - side[1] * gap[:, 0] >= margin * long
    return kept


def _filled(
    homes: NDArray[np.int64], slots: Sequence[Array], centres: Sequence[Point],
    edges: Sequence[tuple[int, int]],
) -> Array:  # fmt: skip
    """Each node on a slot of its region: again and again towards its neighbours, then sorted in."""
    rng = np.random.default_rng(_SEED)
    members = [np.flatnonzero(homes == n) for n in range(len(slots))]
    places = np.zeros((len(homes), 2))
    for nodes, spots in zip(members, slots, strict=True):
        places[nodes] = spots[rng.permutation(len(nodes))]
    means = _means(len(homes), edges)
    for _ in range(_ROUNDS):
        wanted = 0.25 * places + 0.75 * (means @ places)
        for nodes, spots, centre in zip(members, slots, centres, strict=True):
            places[nodes] = _sorted_in(wanted[nodes], spots, np.array(centre))
    return places


def _means(count: int, edges: Sequence[tuple[int, int]]) -> "sparse.csr_array":
    """A matrix that gives each node the mean place of its neighbours, its own if it has none."""
    ends = np.array(edges, dtype=np.int64).reshape(-1, 2)
    alone = np.flatnonzero(np.bincount(ends.ravel(), minlength=count) == 0)
    rows = np.concatenate([ends[:, 0], ends[:, 1], alone])
    columns = np.concatenate([ends[:, 1], ends[:, 0], alone])
    degree = np.bincount(rows, minlength=count).astype(np.float64)
    matrix = sparse.coo_array((1.0 / degree[rows], (rows, columns)), shape=(count, count))
    return matrix.tocsr()


def _sorted_in(wanted: Array, spots: Array, centre: Array) -> Array:
    """The spots, ring by ring from the middle, given to the nodes in the order of their angles."""
    middle = wanted.mean(axis=0)
    by_reach = np.argsort(_squares(wanted - middle), kind="stable")
    rings = np.argsort(_squares(spots - centre), kind="stable")
    found = np.empty_like(spots)
    begin, ring = 0, 0
    while begin < len(spots):
        ring += 1
        here = slice(begin, begin + 12 * ring)
        nodes, places = by_reach[here], rings[here]
        found[nodes[np.argsort(_turn(wanted[nodes] - middle), kind="stable")]] = spots[
            places[np.argsort(_turn(spots[places] - centre), kind="stable")]
        ]
        begin = here.stop
    return found


def _squares(gaps: Array) -> Array:
    squares: Array = gaps[:, 0] * gaps[:, 0] + gaps[:, 1] * gaps[:, 1]
    return squares


def _turn(gaps: Array) -> Array:
    """A number that grows with the angle, from -2 to 2, without trigonometry."""
    x, y = gaps[:, 0], gaps[:, 1]
    slope = y / np.maximum(np.abs(x) + np.abs(y), 1e-9)
    turn: Array = np.where(x >= 0, slope, np.where(y >= 0, 2 - slope, -2 - slope))
    return turn
