"""What there is, by kind, for who looks around: `id/` lists the kinds, `id/role` the roles."""

from collections import Counter
from typing import TYPE_CHECKING

from careergraph.errors import UnknownNameError
from careergraph.linked.html import Link, Links, render
from careergraph.names.collected import KINDS

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

MOST = 500
"""How many nodes a page lists."""

_SPECIAL = {"AdvancementStep": "step", "RoleGroup": "group", "LearningOpportunity": "learning",
            "WorkArrangement": "arrangement"}  # fmt: skip
_ELSEWHERE = ("Level", "StepKind", "Measure")
"""Kinds whose nodes are terms of the ontology."""

PLACES = {_SPECIAL.get(kind, kind.lower()): kind for kind in KINDS if kind not in _ELSEWHERE}
"""What stands behind `id/` for each kind: as in the IRIs of its nodes."""


def contents(graph: "CareerGraph") -> str:
    """Return the page of all kinds that have named nodes, to stand at `id/`."""
    counts = Counter(kind for _, kind in graph.index.nodes())
    kinds = [(Link(_plural(kind), f"../id/{place}"), counts[kind])
             for place, kind in PLACES.items() if counts[kind]]  # fmt: skip
    return render("contents", title="Everything by kind – careergraph", root="../", forms={},
                  kinds=kinds)  # fmt: skip


def index(graph: "CareerGraph", place: str, *, number: int = 1, most: int = MOST) -> str:
    """Return page `number` of the nodes of a kind by name, to stand at `id/PLACE?page=NUMBER`.

    Raises UnknownNameError for a place of no kind, and for a page past the last.
    """
    if place not in PLACES:
        raise UnknownNameError(f"no kind {place!r}; there are: {', '.join(PLACES)}")
    begin = (number - 1) * most
    names, total = graph.index.some_of_kind(PLACES[place], begin=max(begin, 0), most=most)
    last = max(1, -(-total // most))
    if not 1 <= number <= last:
        raise UnknownNameError(f"there is no page {number} of {place}; the last is {last}")
    links = Links(graph, "../")
    return render(
        "index", title=f"{_plural(PLACES[place])} – careergraph", root="../", forms={},
        label=_plural(PLACES[place]), total=total, begin=begin,
        nodes=[links.to(name.iri, name.text) for name in names],
        before=f"{place}?page={number - 1}" if number > 1 else "",
        after=f"{place}?page={number + 1}" if number < last else "",
    )  # fmt: skip


def _plural(kind: str) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()
    many = f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
    return many[0].upper() + many[1:]
