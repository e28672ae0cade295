"""The order within each layer that lets few lines cross: barycentres, then swaps of neighbours."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

Item = tuple[Any, ...]
"""What stands in a layer; the first part of it says what kind of thing it is."""
Layers = list[list[Item]]
Links = Sequence[tuple[Item, Item]]

_STARTS = 16
_SWEEPS = 12


def ordered(layers: Sequence[Sequence[Item]], links: Links) -> Layers:
    """Return the layers in an order with few crossings; the same input gives the same order.

    Each link joins an item to one of the next layer. Several beginnings are tried and the best
    end is kept, the first of them where several are as good.
    """
    beside = _neighbours(links)
    best = [list(layer) for layer in layers]
    least = crossings(best, links)
    for seed in range(_STARTS):
        tried = _settled(_shuffled(layers, seed), beside, links)
        found = crossings(tried, links)
        if found < least:
            best, least = tried, found
    return best


def crossings(layers: Sequence[Sequence[Item]], links: Links) -> int:
    """Return how many pairs of links cross when the layers are ordered like this."""
    place = {item: number for layer in layers for number, item in enumerate(layer)}
    level = {item: number for number, layer in enumerate(layers) for item in layer}
    gaps: dict[int, list[tuple[int, int]]] = {}
    for one, other in links:
        gaps.setdefault(level[one], []).append((place[one], place[other]))
    return sum(_inversions(sorted(gap)) for gap in gaps.values())


def _inversions(ends: Sequence[tuple[int, int]]) -> int:
    return sum(a < c and b > d for number, (c, d) in enumerate(ends) for a, b in ends[:number])


def _neighbours(links: Links) -> tuple[dict[Item, list[Item]], dict[Item, list[Item]]]:
    """For each item those before it, and those after it."""
    before: dict[Item, list[Item]] = {}
    after: dict[Item, list[Item]] = {}
    for one, other in links:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    return before, after


def _shuffled(layers: Sequence[Sequence[Item]], seed: int) -> Layers:
    random = Random(seed)
    found = [list(layer) for layer in layers]
    for layer in found if seed else ():
        random.shuffle(layer)
    return found


def _settled(
    layers: Layers,
    beside: tuple[Mapping[Item, list[Item]], Mapping[Item, list[Item]]],
    links: Links,
) -> Layers:
    count = len(layers)
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        for number in range(1, count) if forth else range(count - 2, -1, -1):
            near = layers[number - 1 if forth else number + 1]
            layers[number] = _by_barycentre(layers[number], near, beside[0 if forth else 1])
    return _swapped(layers, beside)


def _by_barycentre(
    layer: list[Item], near: list[Item], beside: Mapping[Item, list[Item]]
) -> list[Item]:
    place = {item: number for number, item in enumerate(near)}
    own = {item: float(number) for number, item in enumerate(layer)}

    def middle(item: Item) -> float:
        places = [place[other] for other in beside.get(item, ()) if other in place]
        return sum(places) / len(places) if places else own[item]

    return sorted(layer, key=middle)


def _swapped(
    layers: Layers, beside: tuple[Mapping[Item, list[Item]], Mapping[Item, list[Item]]]
) -> Layers:
    """Neighbours change places as long as that takes crossings away."""
    better = True
    while better:
        better = False
        for number, layer in enumerate(layers):
            near = [layers[n] for n in (number - 1, number + 1) if 0 <= n < len(layers)]
            place = {item: k for other in near for k, item in enumerate(other)}
            for k in range(len(layer) - 1):
                one, other = layer[k], layer[k + 1]
                if _crossed(one, other, beside, place) > _crossed(other, one, beside, place):
                    layer[k], layer[k + 1] = other, one
                    better = True
    return layers


def _crossed(
    upper: Item, lower: Item, beside: Iterable[Mapping[Item, list[Item]]], place: Mapping[Item, int]
) -> int:
    """How many links of two items of one layer cross when the first stands above the second."""
    return sum(
        place[a] > place[b]
        for side in beside
        for a in side.get(upper, ())
        for b in side.get(lower, ())
        if a in place and b in place
    )
