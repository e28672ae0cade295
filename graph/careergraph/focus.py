"""What to show of a market around a node, or of an answer: few enough things to be read.

A role of a market may have more than a hundred skills and as many roles beside it, each of which
is spoken of in hundreds of claims. Those things are drawn that tie most strongly; everything that
is said of the node itself is kept, and of its neighbours what is asked of any role. Nothing here
goes through all claims or names: each thing is looked up where it is needed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import part
from careergraph.claims import Status
from careergraph.model import Claim
from careergraph.terms import CAREER

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

MOST = {"Role": 48, "Skill": 40}
"""The most things of a kind that are drawn around a node; of any other kind `MOST_OTHERS`."""

MOST_OTHERS = 12

MOST_BETWEEN = 90
"""The most steps drawn between neighbours: more hide those that lead to and from the node."""

IMPORTANT = 3
"""How important, on a scale from 1 to 5, a skill is at least that is drawn beside a role."""

ASKED = (CAREER.level, CAREER.pay, CAREER.requires)
"""What is asked of any role, and kept of each that is drawn."""

_STEP = {Status.SUPPORTED: 100.0, Status.CONTESTED: 90.0, Status.UNKNOWN: 60.0}
_TIE = {CAREER.essentialSkill: 100.0, CAREER.requires: 100.0, CAREER.memberOf: 100.0,
        CAREER.demandedTechnology: 60.0, CAREER.optionalSkill: 20.0,
        CAREER.usesTechnology: 10.0}  # fmt: skip
_WEAK = 5.0
_PLACES = 50.0
"""Related roles are told in an order: the first counts as much, each other less by one."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A part of a market as an open store, the nodes of it to be drawn, and how many others there
    are around by kind, with their labels."""

    store: ox.Store
    drawn: frozenset[str]
    left: dict[str, tuple[str, ...]]


def around(
    graph: CareerGraph, start: str, *, hops: int = 1, also: Iterable[str] = ()
) -> Focus:  # fmt: skip
    """Return what ties most strongly to a node, ring by ring, and what is said of it.

    `also` are roles, steps and claims that have to be in it besides. Only roles and
    groups of them lead on to another ring: a skill or a degree is near half of a market.
    """
    ties = _Ties(graph)
    start = str(start)
    drawn, seeds, left = {start}, {*map(str, also)}, dict[str, list[str]]()
    seeds.update(str(graph.book.table[n].iri) for n in graph.book.of(URIRef(start)).tolist())
    edge = [start]
    for ring in range(hops):
        found: dict[str, float] = {}
        tied: dict[str, set[str]] = {}
        for node in edge:
            if ring == 0 or graph.index.kind(node) in _LEADING:
                for other, weight, by in ties.of(node):
                    found[other] = max(weight, found.get(other, weight))
                    tied.setdefault(other, set()).update(by)
        edge = _chosen(graph, {n: w for n, w in found.items() if n not in drawn}, drawn, left)
        drawn.update(edge)
        seeds.update(by for node in drawn & tied.keys() for by in tied[node])
    seeds |= ties.between(drawn)
    others = {kind: tuple(sorted({*map(graph.labels.label, each)} - {""}))
              for kind, each in left.items()}  # fmt: skip
    shown = frozenset(_with(graph, drawn, seeds))
    return Focus(excerpted(graph, drawn, seeds, spoken=start), shown, others)


def of_roles(graph: CareerGraph, roles: Iterable[str], said: Iterable[str]) -> Focus:
    """Return some things with the steps and claims that an answer rests on."""
    seeds = {*map(str, said)}
    drawn = _with(graph, {*map(str, roles)}, seeds)
    return Focus(excerpted(graph, drawn, seeds), frozenset(drawn), {})


def _with(graph: CareerGraph, drawn: set[str], named: Iterable[str]) -> set[str]:
    """Things, and among what is named besides those that can be drawn."""
    return drawn | {iri for iri in named if graph.index.kind(iri) in part.THINGS}


def _chosen(
    graph: CareerGraph, found: dict[str, float], drawn: Collection[str],
    left: dict[str, list[str]],
) -> list[str]:  # fmt: skip
    """The strongest of each kind, as many as there is room for; the others are left."""
    room = dict.fromkeys(part.THINGS, MOST_OTHERS) | MOST
    for node in drawn:
        room[graph.index.kind(node) or ""] = room.get(graph.index.kind(node) or "", 0) - 1
    chosen = []
    for node in sorted(found, key=lambda n: (-found[n], graph.labels.label(n), n)):
        kind = graph.index.kind(node) or ""
        room[kind] -= 1
        if room[kind] >= 0:
            chosen.append(node)
        else:
            left.setdefault(kind, []).append(node)
    return chosen


class _Ties:
    """What ties the things of a market to each other, looked up node by node."""

    def __init__(self, graph: CareerGraph) -> None:
        self._graph, self._book = graph, graph.book
        self._near = part.Near(graph.store)

    def of(self, node: str) -> Iterator[tuple[str, float, tuple[str, ...]]]:
        """Yield each thing beside a node, how strongly it is tied, and by which claim or step."""
        start = ox.NamedNode(node)
        for other, weight, *by in (*self._by_claims(start), *self._by_steps(start)):
            if str(other) != node and self._graph.index.kind(other) in _DRAWABLE:
                yield str(other), weight, tuple(map(str, by))  # no URIRef is equal to its text
        for wider in self._near.beside(start):
            if self._graph.index.kind(wider.value) in _DRAWABLE:
                yield wider.value, _WEAK, ()

    def _by_claims(self, node: ox.NamedNode) -> Iterator[tuple[str, float, str]]:
        for n in self._book.of(URIRef(node.value)).tolist():
            claim = self._book.table[n]
            for end in self._ends(claim) if _ties(claim) else ():
                yield end, _weight(claim), claim.iri
        for claim in self._book.named(each.value for each in self._near.naming(node)):
            if _ties(claim):
                yield claim.subject, _weight(claim), claim.iri
                for role in self._near.ends(ox.NamedNode(claim.subject)):
                    yield role.value, _WEAK, claim.subject  # a step that builds a skill

    def _ends(self, claim: Claim) -> Iterator[str]:
        needed = self._book.requirement(claim.object)
        if needed is not None:
            yield from needed.alternatives
        elif claim.object is not None:
            yield claim.object

    def _by_steps(self, node: ox.NamedNode) -> Iterator[tuple[str, float, str]]:
        for step in self._near.steps(node):
            said = self._book.on(URIRef(step.value), CAREER.possible)
            for role in self._near.ends(step):
                yield role.value, _STEP[self._book.status(said)], step.value

    def between(self, drawn: Collection[str]) -> set[str]:
        """Return the steps between any of these, unless they are too many."""
        nodes: set[part.Node] = {ox.NamedNode(iri) for iri in drawn}
        steps = {step.value for step in self._near.steps_between(nodes)}
        return steps if len(steps) <= MOST_BETWEEN else set()


_LEADING = ("Role", "RoleGroup")
_DRAWABLE = frozenset(part.THINGS) - frozenset(part.SCALES)


def _ties(claim: Claim) -> bool:
    """Whether a claim is reason enough to draw what it names."""
    if claim.measure in (CAREER.importance, CAREER.requiredLevel):
        return claim.measure == CAREER.importance and (claim.maximum or 0) >= IMPORTANT
    return claim.affirms


def _weight(claim: Claim) -> float:
    """How strongly a claim ties: as its measure does, or by the figure that it states."""
    figure = float(claim.maximum or claim.minimum or 0)
    if claim.measure == CAREER.importance:
        return 16 * figure  # on a scale up to 5
    if claim.measure == CAREER.relatedRole:
        return _PLACES - figure
    return _TIE.get(claim.measure, _WEAK)


def excerpted(
    graph: CareerGraph, drawn: Collection[str], seeds: Iterable[str], *, spoken: str | None = None
) -> ox.Store:  # fmt: skip
    """Return an open store of these things with the claims and steps among `seeds`, what is asked
    of each, and all that this rests on. Other things are no more than their kind and label, and
    only the one `spoken` of has its other names."""
    book, kept = graph.book, {*map(str, drawn), *map(str, seeds)}
    subjects = {iri for iri in kept if not _is_claim(graph, iri)}
    for subject in sorted(subjects):
        measures = ASKED if graph.index.kind(subject) else None  # of a step, all that is said
        for n in book.of(URIRef(subject)).tolist():
            claim = book.table[n]
            if measures is None or claim.measure in measures:
                kept.add(str(claim.iri))
    claims = book.named(kept)
    kept.update(str(base.iri) for claim in claims for base in book.bases(claim))
    return part.excerpted(graph.store, kept, fully={*drawn} if spoken is None else {spoken})


def _is_claim(graph: CareerGraph, iri: str) -> bool:
    return graph.book.table.place(iri) >= 0
