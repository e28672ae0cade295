"""Which prior tells moves that were not counted yet: popularity, or a model of moves?

    PYTHONPATH=tests python -m benchmarks.matrix_priors [MOVES.csv]

The persons who moved out of each occupation are divided at random into two halves. Matrices are
estimated from the one, priors and their strength too, and told is the perplexity of the other: exp
of the mean negative log-likelihood a move. As many times as there are seeds, and the mean of all;
`gain` is how much more likely a move is than with the popularity prior (mean log-likelihood, with
its least and its most). Without a file the CPS of 2011 to 2019 beside the project is taken, if it
is there; what is a change of codes and no move is left out.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np
from scipy import sparse

from careergraph.transitions import matrix
from careergraph.transitions.counts import Counts
from careergraph.transitions.model import Features, finding, observed, prior
from careergraph.transitions.reading import read
from shared import SHARED

CPS = SHARED / "data" / "cps-asec-mobility" / "moves_dev_origins.csv"
SEEDS = range(5)


class Told(NamedTuple):
    """How well an estimator told the other half, and for how many persons its prior counts."""

    estimator: str
    perplexity: float
    strength: float


def halves(counts: Counts, seed: int) -> tuple[Counts, Counts]:
    """Return the moves out of each occupation in two halves, persons drawn without replacement."""
    chance = np.random.default_rng(seed)
    moves = counts.moves.toarray().astype(int)
    one = np.array([chance.multivariate_hypergeometric(row, row.sum() // 2) for row in moves])
    return _of(counts, one), _of(counts, moves - one)


def _of(counts: Counts, moves: "np.ndarray") -> Counts:
    held = sparse.csr_array(moves)
    return replace(counts, persons=held, weight=held.astype(float), distinct=None)


def told(one: Counts, other: Counts, features: Features) -> list[Told]:
    """Return how well each estimator that knows the one half tells the other."""
    expected = {model: prior.expected(one, features, model) for model in prior.MODELS}
    every = {
        "Laplace, one added": matrix.laplace(one),
        "popularity alone": matrix.shrunk(one, "popularity", strength=1e9),
        "Dirichlet towards popularity": matrix.shrunk(one, "popularity"),
    }
    for model, shares in expected.items():
        every[f"{model} alone"] = matrix.shrunk(one, shares, strength=1e9)
        every[f"Dirichlet towards {model}"] = matrix.shrunk(one, shares)
    return [Told(name, matrix.perplexity(each, other), each.strength)
            for name, each in every.items()]  # fmt: skip


def table(found: Sequence[Sequence[Told]]) -> str:
    """Return what was told with each seed as Markdown, the worst first."""
    lines = ["| estimated from one half | perplexity of the other | gain | strength |",
             "|---|---:|---:|---:|"]  # fmt: skip
    names = [each.estimator for each in found[0]]
    by_name = {name: [each[n] for each in found] for n, name in enumerate(names)}
    usual = [each.perplexity for each in by_name["Dirichlet towards popularity"]]
    for name in sorted(names, key=lambda name: -fmean(t.perplexity for t in by_name[name])):
        each = by_name[name]
        gains = [float(np.log(u / t.perplexity)) for u, t in zip(usual, each, strict=True)]
        strength = fmean(t.strength for t in each)
        shown = f"{strength:,.0f}" if "towards" in name else ""
        lines.append(f"| {name} | {fmean(t.perplexity for t in each):.1f} | {fmean(gains):+.3f} "
                     f"({min(gains):+.3f} to {max(gains):+.3f}) | {shown} |")  # fmt: skip
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Print the table, or why there is none."""
    path = Path(arguments[0]) if arguments else CPS
    if not path.exists():
        print(f"matrix priors: not measured: {path.name} is looked for in ../shared/data")
        return
    counts = read(path)
    counts = observed.without(counts, observed.recodings(counts))
    features = finding.features(counts.codes, path)
    print(table([told(*halves(counts, seed), features) for seed in SEEDS]))


if __name__ == "__main__":
    main(sys.argv[1:])
