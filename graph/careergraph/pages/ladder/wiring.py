"""The ladder as layers of items with links between neighbours: what is ordered and then drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from careergraph.pages.ladder.bundles import Bundle
from careergraph.pages.ladder.layers import Item, Layers
from careergraph.pages.ladder.stages import Column

ROLE, KNOT, VIA = "role", "knot", "via"


@dataclass(slots=True)
class Wiring:
    """Layers of items, and for each link the steps that run along it and the bundle of the first.

    An item is ("role", node), ("knot", bundle) or ("via", layer, ...), where a line passes a layer.
    """

    layers: Layers = field(default_factory=list)
    links: dict[tuple[Item, Item], set[int]] = field(default_factory=dict)
    bundle_of: dict[tuple[Item, Item], int] = field(default_factory=dict)
    layer_of: dict[Item, int] = field(default_factory=dict)

    def place(self, item: Item, layer: int) -> Item:
        """Put an item into a layer, once."""
        if item not in self.layer_of:
            self.layer_of[item] = layer
            self.layers[layer].append(item)
        return item

    def run(self, ends: tuple[Item, Item], bundle: int, lane: Item, steps: Iterable[int]) -> None:
        """Lead steps from one item to another; those of one lane share their way."""
        before, goal = ends
        for layer in range(self.layer_of[before] + 1, self.layer_of[goal]):
            here = self.place((VIA, layer, lane), layer)
            self._link((before, here), bundle, steps)
            before = here
        self._link((before, goal), bundle, steps)

    def _link(self, link: tuple[Item, Item], bundle: int, steps: Iterable[int]) -> None:
        self.links.setdefault(link, set()).update(steps)
        self.bundle_of.setdefault(link, bundle)


def wired(
    columns: Sequence[Column],
    found: Sequence[Bundle],
    column_of: Mapping[int, int],
    steps: Sequence[Mapping[str, Any]],
) -> Wiring:
    """Return the layers of a ladder: each column, and before it one for its knots if it has any."""
    made = Wiring()
    for number, column in enumerate(columns):
        own = [n for n, b in enumerate(found) if b.is_knot and number == _first(b, column_of)]
        if own:
            made.layers.append([])
            for knot in own:
                made.place((KNOT, knot), len(made.layers) - 1)
        made.layers.append([])
        for role in column.roles:
            made.place((ROLE, role), len(made.layers) - 1)
    for number, bundle in enumerate(found):
        _run(made, number, bundle, steps)
    return made


def _first(bundle: Bundle, column_of: Mapping[int, int]) -> int:
    return min(column_of[end] for end in bundle.ends)


def _run(made: Wiring, number: int, bundle: Bundle, steps: Sequence[Mapping[str, Any]]) -> None:
    if not bundle.is_knot:
        start, end = bundle.starts[0], bundle.ends[0]
        made.run(((ROLE, start), (ROLE, end)), number, (bundle.style, end), bundle.steps)
        return
    for start in bundle.starts:
        own = [n for n in bundle.steps if steps[n]["from"] == start]
        made.run(((ROLE, start), (KNOT, number)), number, ("to", number), own)
    for end in bundle.ends:
        own = [n for n in bundle.steps if steps[n]["to"] == end]
        made.run(((KNOT, number), (ROLE, end)), number, ("from", number, end), own)
