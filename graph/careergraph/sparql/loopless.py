"""Loopless paths through a graph of edges, the shortest first."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple, NoReturn

from careergraph.errors import EvaluationError
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row, in_order

MOST_WORK = 500_000
"""The most beginnings of paths that one search may try."""


class Edge(NamedTuple):
    """One edge: where it starts, where it ends, the values of its properties."""

    start: Term
    end: Term
    properties: Row = ()


class _Walk(NamedTuple):
    """The beginning of a path: its last edge, and what comes before."""

    edge: Edge
    before: "_Walk | None"
    length: int

    def visits(self, node: Term) -> bool:
        walk: _Walk | None = self
        while walk is not None:
            if walk.edge.end == node:
                return True
            walk = walk.before
        return False

    def edges(self) -> list[Edge]:
        found, walk = [self.edge], self.before
        while walk is not None:
            found.append(walk.edge)
            walk = walk.before
        return found[::-1]


class Search:
    """A search of one graph of edges; `work` counts the beginnings of paths over all sources.

    Paths have at most `most` edges; of those from one source to one target the first `per_target`
    are wanted. `place` is where messages say that the search stands.
    """

    def __init__(
        self, edges: Iterable[Edge], place: str,
        *, most: int | None = None, per_target: int | None = None,
    ) -> None:  # fmt: skip
        self.place, self.most, self.per_target = place, most, per_target
        self.work = 0
        self._graph: dict[Term, set[Edge]] = {}
        for edge in edges:
            self._graph.setdefault(edge.start, set()).add(edge)
        self._ordered: dict[Term, list[Edge]] = {}
        self._near: dict[frozenset[Term], dict[Term, int]] = {}

    @property
    def starts(self) -> list[Term]:
        """The nodes from which an edge leads, in order."""
        return [row[0] for row in in_order((n,) for n in self._graph) if row[0] is not None]

    def too_much(self, what: str) -> NoReturn:
        """Raise EvaluationError: what grows too large, and what to do about it."""
        raise EvaluationError(
            f"{self.place}: the path search gives {what}; limit it with pathSearch:maxDepth, "
            "pathSearch:numPathsPerTarget, a target or a narrower pattern"
        )

    def paths(self, source: Term, targets: frozenset[Term] | None) -> Iterator[list[Edge]]:
        """Yield the loopless paths from a source to any of `targets`, the shortest first."""
        near, missing = self._distances(targets), self._missing(source, targets)
        counts: dict[Term, int] = {}
        queue: deque[_Walk | None] = deque([None])
        while queue and (missing is None or missing):
            walk = queue.popleft()
            for edge in self._onwards(source, walk, near):
                if self.per_target == 1 and edge.end in counts:
                    continue  # the shortest way there is known, and no other can be part of one
                longer = _Walk(edge, walk, (walk.length if walk else 0) + 1)
                counts[edge.end] = counts.get(edge.end, 0) + 1
                wanted = targets is None or edge.end in targets
                if wanted and counts[edge.end] <= (self.per_target or MOST_WORK):
                    yield longer.edges()
                if missing and counts[edge.end] == self.per_target:
                    missing.discard(edge.end)
                queue.append(longer)

    def _onwards(
        self, source: Term, walk: _Walk | None, near: Mapping[Term, int] | None
    ) -> Iterator[Edge]:
        """The edges by which a walk can still become a path."""
        length = walk.length + 1 if walk else 1
        for edge in self._from(walk.edge.end if walk else source):
            left = 0 if near is None else near.get(edge.end)
            if left is None or (self.most is not None and length + left > self.most):
                continue
            if edge.end == source or (walk and walk.visits(edge.end)):
                continue
            self.work += 1
            if self.work > MOST_WORK:
                self.too_much(f"more than {MOST_WORK:,} beginnings of paths to try")
            yield edge

    def _from(self, node: Term) -> list[Edge]:
        """The edges from a node, in an order that does not depend on how the graph is written."""
        if node not in self._ordered:
            edges: dict[Row, Edge] = {(e.end, *e.properties): e for e in self._graph.get(node, ())}
            self._ordered[node] = [edges[row] for row in in_order(edges)]
        return self._ordered[node]

    def _missing(self, source: Term, targets: frozenset[Term] | None) -> set[Term] | None:
        """The targets that lack paths; None when the search goes on to its end anyway."""
        if self.per_target == 0:
            return set()
        if self.per_target is None or (self.per_target == 1 and targets is None):
            return None
        if self.per_target == 1:
            return set(targets or ())
        within = set(_spread(self._graph, [source])) - {source}
        return within if targets is None else within & targets

    def _distances(self, targets: frozenset[Term] | None) -> dict[Term, int] | None:
        """How many edges each node is from the nearest target at least; None when any is one."""
        if targets is None:
            return None
        if targets not in self._near:
            self._near[targets] = _spread(self._incoming, targets)
        return self._near[targets]

    @cached_property
    def _incoming(self) -> dict[Term, set[Edge]]:
        found: dict[Term, set[Edge]] = {}
        for edge in chain.from_iterable(self._graph.values()):
            found.setdefault(edge.end, set()).add(Edge(edge.end, edge.start))
        return found


def _spread(graph: Mapping[Term, Iterable[Edge]], sources: Iterable[Term]) -> dict[Term, int]:
    """How many edges each node that can be reached is from the nearest source."""
    found = dict.fromkeys(sources, 0)
    queue = deque(found)
    while queue:
        node = queue.popleft()
        for edge in graph.get(node, ()):
            if edge.end not in found:
                found[edge.end] = found[node] + 1
                queue.append(edge.end)
    return found
