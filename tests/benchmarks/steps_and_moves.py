"""Steps of a market against moves that were counted: which rules lead where people go?

    PYTHONPATH=tests python -m benchmarks.steps_and_moves MARKET [MOVES.csv ROLES.csv]

Roles of O*NET are put together as the survey counts them, those of ESCO as the role of O*NET that
stands for them, and a rule joins two codes when it makes a step between any role of the one and any
of the other. Told is what share of all counted moves, from codes of which anything leads on at all,
lies on pairs that a rule joins (`covered`); what share would, if people went by how many come to
each code from elsewhere (`expected`); their ratio (`lift`); and how much as many pairs an origin
would cover that lead to those most like it in what O*NET rates of skills and knowledge, which is
the likeness that our rule goes by (`as many by likeness`), or to those to which most people come
(`as many by inflow`). Transitions that are viable, highly viable, desirable or safe after Nesta
(`rules.causeways`) are held against the moves beside our steps, whether or not the market has them
for steps. Without files the CPS of 2011 to 2019 beside the project is taken, if it is there.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

import careergraph as cg
from careergraph.career_graph import CareerGraph
from careergraph.model import AdvancementStep
from careergraph.rules import causeways
from careergraph.rules.settings import Causeways, Settings
from careergraph.rules.similarity import Likeness
from careergraph.rules.standing import Standing
from careergraph.rules.world import World
from careergraph.terms import CAREER, ID
from careergraph.transitions.analyses.recounting import without
from careergraph.transitions.counts import Counts
from careergraph.transitions.reading import read
from shared import SHARED

CPS = SHARED / "data" / "cps-asec-mobility"
RECODED = ("530", "520")
"""Purchasing agents who became wholesale buyers when the codes changed: 475 against 5."""

Array = npt.NDArray[np.float64]
Pairs = frozenset[tuple[int, int]]
Codes = Mapping[str, set[str]]
"""The codes in which each role is counted."""

ALL, OF_ESCO = "all steps", "all steps between roles of ESCO"
AFTER_NESTA = {
    "Nesta: viable": set[str](),
    "Nesta: highly viable": {causeways.HIGHLY},
    "Nesta: desirable": {causeways.DESIRABLE},
    "Nesta: desirable and highly viable": {causeways.DESIRABLE, causeways.HIGHLY},
    "Nesta: desirable and safe": {causeways.DESIRABLE, causeways.SAFE},
}
"""Kinds of transitions to what each must be said to be; all that are said of are viable."""


@dataclass(frozen=True)
class Row:
    """What the pairs that one rule joins cover of the moves."""

    rule: str
    pairs: int
    covered: float
    expected: float
    by_likeness: float
    by_inflow: float

    @property
    def lift(self) -> float:
        """How many times as many moves as by inflow alone."""
        return self.covered / self.expected if self.expected else float("nan")


def codes_of(path: Path) -> dict[str, set[str]]:
    """Return the codes in which each role of O*NET is counted, from a table of code and role."""
    found: dict[str, set[str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            found.setdefault(str(ID[f"onet/{row['onet_soc']}"]), set()).add(row["census"])
    return found


def through(standing: Standing, codes: Codes) -> Codes:
    """Return the codes of roles of which no survey tells: those of the role that stands for it."""
    return {
        str(role): codes[str(each.role)]
        for role, each in standing.counterparts.items()
        if str(each.role) in codes
    }


def joined(graph: CareerGraph, codes: Codes, number: Mapping[str, int]) -> dict[str, Pairs]:
    """Return for each rule, and for all, the pairs of codes between which it makes steps."""
    found: dict[str, set[tuple[int, int]]] = {ALL: set()}
    label = graph.labels.label
    for step in graph.tables[AdvancementStep]:
        pairs = between(str(step.start), str(step.end), codes, number)
        for claim in graph.book.on(step.iri, CAREER.possible) if pairs else ():
            if claim.affirms:
                found[ALL] |= pairs
                rule = label(claim.rule) if claim.rule else f"stated by {label(claim.source)}"
                found.setdefault(rule, set()).update(pairs)
    return {rule: frozenset(pairs) for rule, pairs in found.items()}


def after_nesta(
    world: World, standing: Standing, codes: Codes, number: Mapping[str, int]
) -> dict[str, Pairs]:
    """Return the pairs of codes of each kind of transition that Nesta would call so."""
    found: dict[str, set[tuple[int, int]]] = {kind: set() for kind in AFTER_NESTA}
    for (start, end), words, _ in causeways.judged(world, standing, Causeways()):
        pairs = between(str(start), str(end), codes, number)
        for kind, needed in AFTER_NESTA.items():
            if needed.issubset(words):
                found[kind] |= pairs
    return {kind: frozenset(pairs) for kind, pairs in found.items()}


def between(
    start: str, end: str, codes: Codes, number: Mapping[str, int]
) -> set[tuple[int, int]]:  # fmt: skip
    """Return the pairs of different codes in which two roles are counted."""
    ends = product(sorted(codes.get(start, ())), sorted(codes.get(end, ())))
    return {(number[a], number[b]) for a, b in ends if a != b and a in number and b in number}


def likeness(ratings: Likeness, codes: Codes, number: Mapping[str, int]) -> Array:
    """Return how alike every two codes are: as the two roles in them that are most alike."""
    among: dict[int, list[int]] = defaultdict(list)
    for place, role in enumerate(ratings.roles):
        for code in codes.get(str(role), ()):
            if code in number:
                among[number[code]].append(place)
    found = np.full((len(number), len(number)), -np.inf)
    for a, some in among.items():
        nearest = ratings.matrix[some].max(axis=0)
        for b, others in among.items():
            found[a, b] = nearest[others].max()
    np.fill_diagonal(found, -np.inf)
    return found


def rows(counts: Counts, found: Mapping[str, Pairs], alike: Array) -> Iterator[Row]:
    """Yield a row for each rule, that with the most pairs first."""
    moves = np.asarray(counts.moves.todense(), float)
    starts = sorted({a for pairs in found.values() for a, _ in pairs if moves[a].any()})
    left = moves[starts].sum()
    for rule, pairs in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        ends: dict[int, list[int]] = defaultdict(list)
        for a, b in sorted(pairs):
            ends[a].append(b)
        parts = [_covered(moves, start, ends[start], alike[start]) for start in starts]
        if left:
            yield Row(rule, len(pairs), *(np.sum(parts, axis=0) / left).tolist())


def _covered(
    moves: Array, start: int, ends: Sequence[int], alike: Array
) -> tuple[float, float, float, float]:
    """How many of those who left went to some ends; how many by inflow; and to as many others,
    those most alike or those to which most people come. The inflow is that from elsewhere: not what
    is to be explained."""
    out = moves[start]
    likely = moves.sum(axis=0) - out
    likely[start] = 0
    nearest, largest = (_first(each, len(ends)) for each in (alike, likely))
    expected = out.sum() * likely[ends].sum() / likely.sum()
    return out[ends].sum(), expected, out[nearest].sum(), out[largest].sum()


def _first(order: Array, number: int) -> npt.NDArray[np.intp]:
    return np.argsort(-order, kind="stable")[:number]


def table(found: Sequence[Row]) -> str:
    """Return rows as Markdown."""
    lines = ["| steps | pairs of codes | covered | expected | lift | as many by likeness "
             "| as many by inflow |", "|---|---:|---:|---:|---:|---:|---:|"]  # fmt: skip
    lines += [f"| {r.rule} | {r.pairs:,} | {r.covered:.1%} | {r.expected:.1%} | {r.lift:.1f} "
              f"| {r.by_likeness:.1%} | {r.by_inflow:.1%} |" for r in found]  # fmt: skip
    return "\n".join(lines)


def measured(market: Path, roles: Path, counts: Counts) -> Iterable[Row]:
    """Return the rows of a market: of each of its rules, and of what Nesta would say."""
    graph = cg.open(market)
    world = World.of(graph.book, graph.tables)
    standing = Standing(world, Settings())
    codes, number = codes_of(roles), counts.number
    stand_ins = through(standing, codes)
    found = joined(graph, codes, number)
    found[OF_ESCO] = joined(graph, stand_ins, number)[ALL]
    found |= after_nesta(world, standing, stand_ins, number)
    return rows(counts, found, likeness(standing.ratings, codes, number))


def main(arguments: Sequence[str]) -> None:
    """Print the table, or why there is none."""
    market, *files = map(Path, arguments)
    moves, roles = files or (CPS / "moves_dev_origins.csv",
                             CPS / "DERIVED_census2010_to_onet2019.csv")  # fmt: skip
    if not moves.exists():
        print(f"steps and moves: not measured: {moves.name} is looked for in ../shared/data")
        return
    counts = read(moves)
    kept = without(counts, [RECODED]) if set(RECODED) <= counts.number.keys() else counts
    print(table(list(measured(market, roles, kept))))


if __name__ == "__main__":
    main(sys.argv[1:])
