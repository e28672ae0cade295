"""Loopless paths over the edges that a pattern gives: QLever's path search, by its vocabulary.

    SERVICE pathSearch: {
      [] pathSearch:algorithm pathSearch:allPaths ;
         pathSearch:source role:data-analyst ; pathSearch:target ?goal ;
         pathSearch:start ?from ; pathSearch:end ?to ; pathSearch:edgeProperty ?step ;
         pathSearch:pathColumn ?path ; pathSearch:edgeColumn ?index ; pathSearch:maxDepth 4 .
      { ?step career:from ?from ; career:to ?to }
    }

One row for each edge of each path: the number of the path, the number of the edge in it (both from
0), its start and end, its properties, and the path's source and target where these are variables.
A path visits no node twice, has an edge at least, and may pass through other targets. Without
target every node that can be reached is one; so is every start of an edge a source where the
source is a variable that the query does not bind.

Beyond what QLever promises: paths are numbered from the shortest on, source by source, so that
`numPathsPerTarget` keeps the shortest; edges that agree in start, end and properties are one; and
`cartesian false`, which pairs sources and targets, refuses lists of different lengths. A search
that grows past MOST_ROWS or loopless.MOST_WORK is an error: an answer is whole or there is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from careergraph.sparql.calls import PATH_SEARCH, Argument, Call, given, truth, variable, whole
from careergraph.sparql.loopless import Edge, Search
from careergraph.sparql.parameters import Term
from careergraph.sparql.result import Row, in_order

MOST_ROWS = 200_000
"""The most rows that the paths of one block may have."""

_ONCE = ("algorithm", "start", "end", "pathColumn", "edgeColumn", "numPathsPerTarget", "maxDepth",
         "cartesian")  # fmt: skip
_MANY = ("source", "target", "edgeProperty")
PROPERTIES = (*_ONCE, *_MANY)
"""The properties that a path search takes."""

_REQUIRED = ("algorithm", "source", "start", "end", "pathColumn", "edgeColumn")
_ALL_PATHS = ox.NamedNode(PATH_SEARCH + "allPaths")


@dataclass(frozen=True, slots=True)
class Question:
    """What a block asks: sources and targets, the names of its columns, and its limits."""

    sources: tuple[Argument, ...]
    targets: tuple[Argument, ...]
    start: str
    end: str
    path: str
    edge: str
    properties: tuple[str, ...]
    paired: bool
    per_target: int | None
    most: int | None

    @property
    def source(self) -> str:
        """The variable that stands for the source, or nothing."""
        return self.sources[0].variable

    @property
    def target(self) -> str:
        """The variable that stands for the target, or nothing."""
        return self.targets[0].variable if self.targets else ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables of the rows."""
        ends = (name for name in (self.source, self.target) if name)
        return (self.path, self.edge, self.start, self.end, *self.properties, *ends)


def read(call: Call) -> Question:
    """Return what a block asks. Raises QuerySyntaxError."""
    found = given(call, once=_ONCE, many=_MANY, required=_REQUIRED)
    algorithm = found["algorithm"][0]
    if algorithm.term != _ALL_PATHS:
        algorithm.expected("pathSearch:allPaths, the only algorithm")
    if call.pattern is None:
        call.refused("the pattern of the edges is missing, such as { ?start ?property ?end }")
    for side in (found["source"], found["target"]):
        named = next((a for a in side if a.variable), None)
        if named and len(side) > 1:
            named.refused(f"{named.name} is one variable or any number of nodes, not both")
    _refuse_twins(call, found)
    paired = bool(found["cartesian"]) and not truth(found["cartesian"][0])
    _refuse_unpaired(paired, found)
    return Question(
        sources=tuple(found["source"]),
        targets=tuple(found["target"]),
        start=variable(found["start"][0]),
        end=variable(found["end"][0]),
        path=variable(found["pathColumn"][0]),
        edge=variable(found["edgeColumn"][0]),
        properties=tuple(variable(a) for a in found["edgeProperty"]),
        paired=paired,
        per_target=_limit(found["numPathsPerTarget"]),
        most=_limit(found["maxDepth"]),
    )


def _limit(given: Sequence[Argument]) -> int | None:
    return whole(given[0]) if given else None


def _refuse_twins(call: Call, found: Mapping[str, list[Argument]]) -> None:
    seen: dict[str, Argument] = {}
    for argument in call.arguments:
        other = seen.setdefault(argument.variable, argument)
        if argument.variable and other is not argument:
            argument.refused(f"{argument.text} is given for {other.name} already; "
                             f"{argument.name} needs a variable of its own")  # fmt: skip


def _refuse_unpaired(paired: bool, found: Mapping[str, list[Argument]]) -> None:
    sources, targets = found["source"], found["target"]
    if not paired:
        return
    variables = [bool(side and side[0].variable) for side in (sources, targets)]
    if variables[0] != variables[1] or len(sources) != len(targets):
        found["cartesian"][0].refused(
            "pathSearch:cartesian false pairs each source with a target: give as many of the one "
            f"as of the other, or a variable for both; there are {len(sources)} and {len(targets)}"
        )


Ends = tuple[Term, frozenset[Term] | None]
"""A source, and its targets; None for any."""


def _ends(
    question: Question, search: Search, bound: Iterable[Mapping[str, Term]] | None
) -> list[Ends]:
    """The sources, each with its targets; where nothing is said, each start of an edge is one.

    `bound` are the values that the query gives the variables among them, if any.
    """
    rows = list(bound) if bound is not None else [{}]
    if question.paired and question.source:
        pairs = [(row.get(question.source), row.get(question.target)) for row in rows]
        if not any(None in pair for pair in pairs):
            return _pairs(pairs)
    sources, targets = _side(question.sources, rows), _side(question.targets, rows)
    if question.paired and sources is not None and targets is not None:
        return [(s, frozenset((t,))) for s, t in zip(sources, targets, strict=False)]
    goals = None if targets is None else frozenset(targets)
    return [
        (source, goals) for source in dict.fromkeys(search.starts if sources is None else sources)
    ]


def _pairs(rows: Iterable[Row]) -> list[Ends]:
    found: dict[Term, set[Term]] = {}
    for source, target in in_order(rows):
        if source is not None and target is not None:
            found.setdefault(source, set()).add(target)
    return [(source, frozenset(targets)) for source, targets in found.items()]


def _side(given: Sequence[Argument], rows: Iterable[Mapping[str, Term]]) -> list[Term] | None:
    """The nodes of one side: those listed, or the values of its variable; None for any."""
    if given and not given[0].variable:
        return [argument.term for argument in given if argument.term is not None]
    values = {row.get(given[0].variable) for row in rows} if given else {None}
    if None in values:
        return None
    return [row[0] for row in in_order((v,) for v in values) if row[0] is not None]


def rows(
    call: Call,
    question: Question,
    edges: Iterable[Edge],
    bound: Iterable[Mapping[str, Term]] | None,
) -> list[Row]:
    """Return the rows of a block, path by path, given the values of its variables.

    Raises EvaluationError when they grow too many.
    """
    search = Search(edges, call.place, most=question.most, per_target=question.per_target)
    asked = _ends(question, search, bound)
    paths = (path for source, goals in asked for path in search.paths(source, goals))
    found: list[Row] = []
    for number, path in enumerate(paths):
        sides = [path[0].start] * bool(question.source) + [path[-1].end] * bool(question.target)
        found += [
            (ox.Literal(number), ox.Literal(i), e.start, e.end, *e.properties, *sides)
            for i, e in enumerate(path)
        ]
        if len(found) > MOST_ROWS:
            search.too_much(f"more than {MOST_ROWS:,} rows")
    return found
