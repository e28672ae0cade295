"""The ladder as boxes, lines and words at their places, ready to be written as SVG."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from careergraph.pages.ladder import lettering
from careergraph.pages.ladder.bundles import Bundle, bundles
from careergraph.pages.ladder.heights import heights
from careergraph.pages.ladder.layers import Item, ordered
from careergraph.pages.ladder.lines import BOX, DEMANDS, SHORT, Lines, told, words
from careergraph.pages.ladder.stages import UNKNOWN, Column, columns
from careergraph.pages.ladder.wiring import KNOT, ROLE, Wiring, wired

Row = dict[str, Any]

SIZE = 13.0
_LINE, _PAD, _APART = 16, 7, 11
_GAP, _WORD_GAP, _KNOT_GAP = 36, 14, 26
_SMALL = 12.0
_TOP, _SIDE = 52, 12
_ASIDE = 34
"""The room above roles that stand in a column without any step."""


MOST_STEPS = 400
"""With more steps than this, only those of the answers are drawn: nobody can read the rest."""


def ladder(content: Mapping[str, Any]) -> Row:
    """Return what is drawn of the roles that have a level or a step, in pixels.

    `aside` are the roles that have neither. Empty, with a width of 0, without steps to draw;
    `left_out` says how many steps there are besides those that are drawn.
    """
    nodes, steps = content["nodes"], content["steps"]
    numbers = _drawable(content)
    left_out = len(steps) - len(numbers)
    if not numbers:
        return {"width": 0, "height": 0, "boxes": [], "lines": [], "left_out": left_out}
    drawn = [steps[number] for number in numbers]
    stages = columns(nodes, drawn, alone=not left_out)
    roles = [n for n, node in enumerate(nodes) if node["kind"] == "Role" and not left_out]
    picture = _Drawing(nodes, drawn, stages).picture(roles)
    for row in (*picture["lines"], *picture["knots"]):
        row["steps"] = " ".join(str(numbers[int(place)]) for place in row["steps"].split())
    return picture | {"left_out": left_out}


def _drawable(content: Mapping[str, Any]) -> list[int]:
    """The numbers of the steps to draw: all, or where they are too many, those of the answers."""
    steps = content["steps"]
    if len(steps) <= MOST_STEPS:
        return list(range(len(steps)))
    routes = [route for answer in content["answers"] for route in answer.get("routes", ())]
    return sorted({step["step"] for route in routes for step in route["steps"] if "step" in step})


class _Drawing:
    """One ladder on its way from columns to a picture."""

    def __init__(
        self, nodes: Sequence[Row], steps: Sequence[Row], stages: Sequence[Column]
    ) -> None:
        self.nodes, self.steps, self.stages = nodes, steps, stages
        self.column_of = {role: n for n, column in enumerate(stages) for role in column.roles}
        joined = {end for step in steps for end in (step["from"], step["to"])}
        linked = [Column(c.heading, tuple(r for r in c.roles if r in joined)) for c in stages]
        self.alone = [[r for r in c.roles if r not in joined] for c in stages]
        self.bundles = bundles(steps, self.column_of)
        self.wiring = wired(linked, self.bundles, self.column_of, steps)
        self.boxes = {role: self._box(role) for role in self.column_of}
        self._place()

    def _box(self, role: int) -> Row:
        node = self.nodes[role]
        name = lettering.lines(node["label"], room=BOX - 14, size=SIZE)
        note = DEMANDS.get(node.get("further", ""), "")
        high = 2 * _PAD + _LINE * (len(name) + bool(note))
        return {"node": role, "w": BOX, "h": max(high, 36), "words": name, "note": note}

    def _place(self) -> None:
        """Order the layers, and give every item its x and y."""
        wiring = self.wiring
        layers = ordered(wiring.layers, list(wiring.links))
        weights = {link: _pull(link) for link in wiring.links}
        room = {item: self._room(item) for layer in layers for item in layer}
        self.y = {i: y + _TOP for i, y in heights(layers, weights, room).items()}
        self.x = dict(_spread(wiring, self._worded()))
        self._place_alone()

    def _worded(self) -> dict[int, float]:
        """How wide the words are at the arrows that enter a layer, and in its knots."""
        widths: dict[int, float] = {}
        links = self.wiring.links
        told = [(end, words(self.bundles[self.wiring.bundle_of[start, end]]))
                for start, end in links if end[0] == ROLE]  # fmt: skip
        told += [(i, self._plate(self.bundles[i[1]])) for i in self.wiring.layer_of if i[0] == KNOT]
        for item, lines in told:
            layer = self.wiring.layer_of[item]
            widest = max((lettering.width(line, _SMALL) for line in lines), default=0.0)
            widths[layer] = max(widths.get(layer, 0.0), widest)
        return widths

    def _plate(self, bundle: Bundle) -> list[str]:
        """What a knot says: the kind of its steps, how many they are, and how they are known."""
        kind, status, _ = bundle.style
        return [kind, f"{len(bundle.steps)} steps", *filter(None, [SHORT.get(status, "")])]

    def _place_alone(self) -> None:
        """Roles without a step stand below those that have one."""
        wide = dict(zip(self._column_layers(), self.alone, strict=True))
        for layer, roles in wide.items():
            own = [self.y[i] + self._room(i) / 2 for i in self.wiring.layers[layer] if i[0] == ROLE]
            y = max(own, default=_TOP) + _ASIDE
            for role in roles:
                item = (ROLE, role)
                self.wiring.layer_of[item] = layer
                self.y[item] = y + self.boxes[role]["h"] / 2
                y += self.boxes[role]["h"] + _APART

    def _column_layers(self) -> list[int]:
        knots = {self.wiring.layer_of[item] for item in self.wiring.layer_of if item[0] == KNOT}
        return [n for n in range(len(self.wiring.layers)) if n not in knots]

    def _room(self, item: Item) -> float:
        if item[0] == ROLE:
            return float(self.boxes[item[1]]["h"] + _APART)
        if item[0] == KNOT:
            return 20.0 + _LINE * len(self._plate(self.bundles[item[1]]))
        return 16.0

    def picture(self, roles: Sequence[int]) -> Row:
        """Return everything that is drawn."""
        boxes = [self._drawn(role, box) for role, box in self.boxes.items()]
        bottom = max((box["y"] + box["h"] for box in boxes), default=0)
        lines = Lines(self.wiring, self.x, self.y, self.boxes, self.bundles)
        drawn = lines.drawn()
        return {
            "width": round(
                max(self.x.values()) + BOX / 2 + _SIDE + lines.bulge(self.steps, self.column_of)
            ),
            "height": round(max(bottom, *self.y.values()) + 24),
            "headings": list(self._headings()),
            "boxes": boxes,
            "lines": [*drawn, *lines.inside(self.steps, self.column_of)],
            "knots": [self._knot(n, b) for n, b in enumerate(self.bundles) if b.is_knot],
            "aside": [role for role in roles if role not in self.column_of],
        }

    def _drawn(self, role: int, box: Row) -> Row:
        x, y = self.x[self.wiring.layer_of[(ROLE, role)]], self.y[(ROLE, role)]
        top = y - box["h"] / 2
        rows = len(box["words"]) + bool(box["note"])
        first = y - _LINE * (rows - 1) / 2 + 4.5
        texts = [*box["words"], *([box["note"]] if box["note"] else [])]
        node = self.nodes[role]
        alone = all(role not in (s["from"], s["to"]) for s in self.steps)
        return {
            "node": role, "x": round(x - BOX / 2, 1), "y": round(top, 1), "w": BOX, "h": box["h"],
            "middle": round(x, 1), "further": node.get("further", ""), "alone": alone,
            "unknown": not node.get("levels"),
            "texts": [
                {"text": text, "y": round(first + _LINE * n, 1), "note": n >= len(box["words"])}
                for n, text in enumerate(texts)
            ],
        }  # fmt: skip

    def _headings(self) -> Iterator[Row]:
        layers = self._column_layers()
        seen: dict[str, list[float]] = {}
        for layer, column in zip(layers, self.stages, strict=True):
            seen.setdefault(column.heading, []).append(self.x[layer])
        for label, places in seen.items():
            yield {
                "label": label, "x": round((min(places) + max(places)) / 2, 1),
                "left": round(min(places) - BOX / 2 - 10, 1),
                "w": round(max(places) - min(places) + BOX + 20, 1), "unknown": label == UNKNOWN,
            }  # fmt: skip

    def _knot(self, number: int, bundle: Bundle) -> Row:
        item = (KNOT, number)
        starts, ends = len(bundle.starts), len(bundle.ends)
        kind, status = told(bundle.style)
        plate = self._plate(bundle)
        wide = max(lettering.width(line, _SMALL) for line in plate) + 8
        x, y = self.x[self.wiring.layer_of[item]], self.y[item]
        high = _LINE * len(plate) + 6
        each = "Each role on the left leads" if starts > 1 else "The role on the left leads"
        return {
            "x": round(x, 1), "left": round(x - wide / 2, 1), "top": round(y - high / 2, 1),
            "w": round(wide, 1), "h": high, "steps": " ".join(map(str, bundle.steps)),
            "lines": [
                {"text": text, "y": round(y - high / 2 + 15 + _LINE * n, 1)}
                for n, text in enumerate(plate)
            ],
            "title": f"{each} to each of the {ends} on the right: {kind.lower()}, {status}",
        }  # fmt: skip


def _pull(link: tuple[Item, Item]) -> float:
    """Long lines want to be straight more than short ones."""
    ends = sum(item[0] != ROLE for item in link)
    return (1.0, 2.0, 6.0)[ends]


def _spread(wiring: Wiring, worded: Mapping[int, float]) -> Iterator[tuple[int, float]]:
    """The x of each layer: columns side by side, a layer of knots in the middle of its gap.

    The gap before a column has room for its words: `worded` says how wide those of a layer are.
    """
    is_knots = [any(item[0] == KNOT for item in layer) for layer in wiring.layers]
    right, room = float(_SIDE), 0.0
    for number, knots in enumerate(is_knots):
        if knots:
            room = max(_KNOT_GAP + worded[number], _WORD_GAP + worded.get(number + 1, 0.0))
            yield number, right + room / 2
            continue
        gap = max(_GAP, _WORD_GAP + worded[number]) if worded.get(number) else _GAP
        gap = (room if is_knots[number - 1] else gap) if number else 0
        yield number, right + gap + BOX / 2
        right += gap + BOX
