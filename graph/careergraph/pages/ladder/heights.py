"""How high each item of a layer stands: near what it is linked to, none on top of another."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from careergraph.pages.ladder.layers import Item, Layers

_ROUNDS = 60


def heights(
    layers: Layers, links: Mapping[tuple[Item, Item], float], room: Mapping[Item, float]
) -> dict[Item, float]:
    """Return the middle of each item in pixels from the top, in the order of its layer.

    `links` weigh how much two items want to stand level, `room` is the height an item claims.
    None stands above the first or below the last item of the tallest layer.
    """
    beside: dict[Item, list[tuple[Item, float]]] = {}
    for (one, other), weight in links.items():
        beside.setdefault(one, []).append((other, weight))
        beside.setdefault(other, []).append((one, weight))
    tallest = max((sum(room[item] for item in layer) for layer in layers), default=0)
    found: dict[Item, float] = {}
    for layer in layers:
        found |= _stacked(layer, room, tallest)
    for number in range(_ROUNDS):
        for layer in layers if number % 2 else layers[::-1]:
            found |= _pulled(layer, found, beside, room, tallest)
    top = min((found[item] - room[item] / 2 for item in found), default=0.0)
    return {item: y - top for item, y in found.items()}


def _stacked(
    layer: Sequence[Item], room: Mapping[Item, float], tallest: float
) -> dict[Item, float]:
    """One below the other, in the middle of the tallest layer."""
    y, found = (tallest - sum(room[item] for item in layer)) / 2, {}
    for item in layer:
        found[item] = y + room[item] / 2
        y += room[item]
    return found


def _pulled(
    layer: Sequence[Item],
    now: Mapping[Item, float],
    beside: Mapping[Item, Sequence[tuple[Item, float]]],
    room: Mapping[Item, float],
    tallest: float,
) -> dict[Item, float]:
    if not layer:
        return {}
    wanted = [_wish(item, now, beside.get(item, ())) for item in layer]
    below = [0.0]
    for one, other in pairwise(layer):
        below.append(below[-1] + (room[one] + room[other]) / 2)
    flat = _rising([want - offset for want, offset in zip(wanted, below, strict=False)])
    first = room[layer[0]] / 2
    last = max(first, tallest - below[-1] - room[layer[-1]] / 2)
    flat = [min(max(y, first), last) for y in flat]
    return {item: y + offset for item, y, offset in zip(layer, flat, below, strict=False)}


def _wish(item: Item, now: Mapping[Item, float], near: Sequence[tuple[Item, float]]) -> float:
    """Mostly level with its neighbours, a little where it stands, so that nothing drifts away."""
    total, weight = 0.2 * now[item], 0.2
    for other, pull in near:
        total, weight = total + pull * now[other], weight + pull
    return total / weight


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest values, in the least squares, that never fall: equal runs are averaged."""
    runs: list[tuple[float, int]] = []
    for value in values:
        runs.append((value, 1))
        while len(runs) > 1 and runs[-2][0] > runs[-1][0]:
            (a, m), (b, n) = runs[-2], runs[-1]
            runs[-2:] = [((a * m + b * n) / (m + n), m + n)]
    return [value for value, count in runs for _ in range(count)]
