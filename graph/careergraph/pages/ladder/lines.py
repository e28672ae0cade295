"""The lines of a ladder: curves from box to box, which steps each stands for, and its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from careergraph.pages.ladder.bundles import Bundle, Style, style
from careergraph.pages.ladder.layers import Item
from careergraph.pages.ladder.wiring import KNOT, ROLE, VIA, Wiring

Row = dict[str, Any]

DEMANDS = {
    "needed": "Degree needed",
    "contested": "Degree disputed",
    "denied": "No further degree",
}
"""What a box says of the degree that its role asks for; nothing where nobody speaks of it."""

_STATUS = {
    "supported": "a source says or implies it",
    "contested": "the sources disagree",
    "unknown": "only a curator infers it",
}
SHORT = {"contested": "disputed", "unknown": "inferred"}
"""A status in the one word that stands on a line; a supported step needs none."""
_BULGE = 30
BOX = 128
"""The width of a box, in pixels."""


def told(look: Style) -> tuple[str, str]:
    """Return the kind and the status of a style in words."""
    kind, status, _ = look
    return kind, _STATUS.get(status, status)


def css_class(look: Style) -> str:
    """Return the class that gives a line its dashes: what weighs most is told."""
    _, status, further = look
    if further == "needed":
        return "degree"
    if "contested" in (status, further):
        return "contested"
    return status if status in _STATUS else "unknown"


def words(bundle: Bundle) -> list[str]:
    """Return the words at the arrow of a line that stands for itself; a knot has its own.

    The first stands above the line, the second below it. A supported promotion, the plain case,
    has none.
    """
    kind, status, _ = bundle.style
    parts = [] if kind == "Promotion" else [kind.lower()]
    parts += [SHORT[status]] if status in SHORT else []
    return [] if bundle.is_knot else parts


class Lines:
    """The lines between items that have their places."""

    def __init__(
        self, wiring: Wiring, x: Mapping[int, float], y: Mapping[Item, float],
        boxes: Mapping[int, Row], bundles: Sequence[Bundle],
    ) -> None:  # fmt: skip
        self.wiring, self.x, self.y, self.boxes, self.bundles = wiring, x, y, boxes, bundles
        self.ports = dict(self._ports(0)) | dict(self._ports(1))

    def _ports(self, side: int) -> Iterator[tuple[tuple[Item, Item, int], float]]:
        """Where each link touches its box: those on one side of a box lie apart, in order."""
        touching: dict[Item, list[tuple[Item, Item]]] = {}
        for link in self.wiring.links:
            if link[side][0] == ROLE:
                touching.setdefault(link[side], []).append(link)
        for item, links in touching.items():
            links.sort(key=lambda link: (self.y[link[1 - side]], str(link)))
            apart = min(14.0, (self.boxes[item[1]]["h"] - 10) / len(links))
            for number, link in enumerate(links):
                yield (*link, side), (number - (len(links) - 1) / 2) * apart

    def _end(self, link: tuple[Item, Item], side: int) -> tuple[float, float]:
        item = link[side]
        x, y = self.x[self.wiring.layer_of[item]], self.y[item]
        wide = 0.0 if item[0] == KNOT else self._half(item)
        return (x + (wide if side == 0 else -wide), y + self.ports.get((*link, side), 0.0))

    def _half(self, item: Item) -> float:
        """Half the width of a column; a line passes a layer of knots at a point."""
        is_knots = any(i[0] == KNOT for i in self.wiring.layers[self.wiring.layer_of[item]])
        return 0.0 if is_knots else BOX / 2

    def drawn(self) -> list[Row]:
        """Return the line of every link, with the steps that run along it."""
        return [self._line(link, steps) for link, steps in self.wiring.links.items()]

    def _line(self, link: tuple[Item, Item], steps: Iterable[int]) -> Row:
        (x, y), (u, v) = self._end(link, 0), self._end(link, 1)
        pull = max(18.0, (u - x) / 2)
        end = u - 5 if link[1][0] == ROLE else u
        path = f"M{x:.1f} {y:.1f}C{x + pull:.1f} {y:.1f} {u - pull:.1f} {v:.1f} {end:.1f} {v:.1f}"
        if link[1][0] == VIA:
            path += f"H{self._end((link[1], link[1]), 0)[0]:.1f}"  # past the boxes of its column
        bundle = self.bundles[self.wiring.bundle_of[link]]
        row = {"d": path, "steps": _spaced(steps), "class": css_class(bundle.style)}
        if link[1][0] == ROLE:
            row["head"] = f"M{u:.1f} {v:.1f}l-8-4.5v9z"
            row |= self._tag(bundle, u, v)
        return row

    def _tag(self, bundle: Bundle, x: float, y: float) -> Row:
        places = ((x - 12, y - 5), (x - 12, y + 14))
        return {
            "tags": [
                {"text": text, "x": round(u, 1), "y": round(v, 1)}
                for text, (u, v) in zip(words(bundle), places, strict=False)
            ]
        }

    def inside(
        self, steps: Sequence[Mapping[str, Any]], columns: Mapping[int, int]
    ) -> Iterator[Row]:
        """Yield the lines of steps that stay in a column or lead back, on the right of it."""
        for number, step in enumerate(steps):
            if columns[step["from"]] >= columns[step["to"]]:
                yield self._arc(number, step)

    def _arc(self, number: int, step: Mapping[str, Any]) -> Row:
        x, y = self._right((ROLE, step["from"]))
        u, v = self._right((ROLE, step["to"]))
        out = max(x, u) + _BULGE
        path = f"M{x:.1f} {y:.1f}C{out:.1f} {y:.1f} {out:.1f} {v:.1f} {u + 5:.1f} {v:.1f}"
        look = style(step)
        return {
            "d": path, "head": f"M{u:.1f} {v:.1f}l8-4.5v9z", "steps": str(number),
            "class": css_class(look),
        }  # fmt: skip

    def _right(self, item: Item) -> tuple[float, float]:
        return self.x[self.wiring.layer_of[item]] + BOX / 2, self.y[item] + 8

    def bulge(self, steps: Sequence[Mapping[str, Any]], columns: Mapping[int, int]) -> int:
        """Return the room that lines beside the last column take."""
        last = max(columns.values(), default=0)
        turned = (columns[s["from"]] >= columns[s["to"]] for s in steps if last in
                  (columns[s["from"]], columns[s["to"]]))  # fmt: skip
        return _BULGE if any(turned) else 0


def _spaced(steps: Iterable[int]) -> str:
    return " ".join(map(str, sorted(steps)))
