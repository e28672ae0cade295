"""Steps of a market against moves that were counted: which rules lead where people go?

    PYTHONPATH=tests python -m benchmarks.steps_and_moves MARKET [MOVES.csv ROLES.csv]

Roles of O*NET are put together as the survey counts them, and a rule joins two codes when it makes
a step between any role of the one and any of the other. Told is what share of all counted moves,
from codes of which steps lead on at all, lies on pairs that a rule joins (`covered`); what share
would, if people went by how many come to each code from elsewhere (`expected`); their ratio
(`lift`); and how much as many pairs an origin would cover that lead to those to which most people
come (`as many by inflow`). Without files the CPS of 2011 to 2019 beside the project is taken, if it
is there.
"""

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import careergraph as cg
from careergraph.model import AdvancementStep
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


@dataclass(frozen=True)
class Row:
    """What the pairs that one rule joins cover of the moves."""

    rule: str
    pairs: int
    covered: float
    expected: float
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


def joined(
    market: Path, codes: Mapping[str, set[str]], number: Mapping[str, int]
) -> dict[str, Pairs]:
    """Return for each rule, and for all, the pairs of codes between which it makes steps."""
    graph = cg.open(market)
    found: dict[str, set[tuple[int, int]]] = {"all steps": set()}
    label = graph.labels.label
    for step in graph.tables[AdvancementStep]:
        pairs = {
            (number[a], number[b])
            for a in codes.get(str(step.start), ())
            for b in codes.get(str(step.end), ())
            if a != b and a in number and b in number
        }
        for claim in graph.book.on(step.iri, CAREER.possible) if pairs else ():
            if claim.affirms:
                found["all steps"] |= pairs
                rule = label(claim.rule) if claim.rule else f"stated by {label(claim.source)}"
                found.setdefault(rule, set()).update(pairs)
    return {rule: frozenset(pairs) for rule, pairs in found.items()}


def rows(counts: Counts, found: Mapping[str, Pairs]) -> Iterator[Row]:
    """Yield a row for each rule, that with the most pairs first."""
    moves = np.asarray(counts.moves.todense(), float)
    starts = sorted({a for a, _ in found["all steps"] if moves[a].any()})
    left = moves[starts].sum()
    for rule, pairs in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        parts = [_covered(moves, start, [b for a, b in pairs if a == start]) for start in starts]
        if left:
            yield Row(rule, len(pairs), *(np.sum(parts, axis=0) / left).tolist())


def _covered(moves: Array, start: int, ends: Sequence[int]) -> tuple[float, float, float]:
    """How many of those who left went to some ends; how many by inflow; and to as many others, to
    which most people come. The inflow is that from elsewhere: not what is to be explained."""
    out = moves[start]
    likely = moves.sum(axis=0) - out
    likely[start] = 0
    first = np.argsort(-likely, kind="stable")[: len(ends)]
    return out[ends].sum(), out.sum() * likely[ends].sum() / likely.sum(), out[first].sum()


def table(found: Sequence[Row]) -> str:
    """Return rows as Markdown."""
    lines = ["| steps | pairs of codes | covered | expected | lift | as many by inflow |",
             "|---|---:|---:|---:|---:|---:|"]  # fmt: skip
    lines += [f"| {r.rule} | {r.pairs:,} | {r.covered:.1%} | {r.expected:.1%} | {r.lift:.1f} "
              f"| {r.by_inflow:.1%} |" for r in found]  # fmt: skip
    return "\n".join(lines)


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
    print(table(list(rows(kept, joined(market, codes_of(roles), kept.number)))))


if __name__ == "__main__":
    main(sys.argv[1:])
