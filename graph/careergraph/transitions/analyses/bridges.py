"""Occupations that many shortest ways lead through, more than their size explains."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.correlations import pearson, spearman
from careergraph.transitions.analyses.flows import (
    By,
    Edges,
    edges,
    held,
    moved,
    one_sided,
    some_moves,
    state_columns,
)
from careergraph.transitions.analyses.networks import network
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Cost = Literal["inverse", "probability"]


def bridges(
    counts: Counts, *, by: By = "persons", cost: Cost = "inverse",
    sizes: Mapping[str, float] | None = None, sample: int | None = None, seed: int = 1,
) -> Analysis:  # fmt: skip
    """Return each occupation's betweenness, and what of it its size does not explain.

    Betweenness b_i (Freeman 1977; Brandes 2001): of the shortest ways between all other pairs the
    share that leads through i, a step from i to j costing 1 / F_ij (`inverse`) or -log P_ij of
    leaving i for j (`probability`). Big occupations lie between others because they are big: the
    bridge score is the residual of log(1 + b) regressed on log size, in standard deviations, b
    counted in pairs. Sizes are the persons at risk plus those who came, unless given. With
    `sample` the ways from so many origins only are followed and scaled up, for big networks.
    """
    some_moves(counts, "betweenness", origins=2)
    found = edges(moved(counts, by))
    through = _betweenness(found, len(counts.codes), cost, _sources(counts, sample, seed))
    size = _sizes(counts, by, sizes)
    expected, score = _beyond_size(through, size)
    order = np.lexsort((np.arange(len(size)), -np.nan_to_num(score, nan=-np.inf)))
    order = order[np.isfinite(score[order])]
    pairs = (len(size) - 1) * (len(size) - 2)
    rank = stats.rankdata(-through, "min").astype(int)
    columns = [
        *state_columns(counts),
        Column("size", "persons in it or coming to it, or as given", size),
        Column("betweenness", "shortest ways between others that lead through it", through),
        Column("share", "the same as a share of all pairs of others, 0 to 1", through / pairs),
        Column("expected", "betweenness that its size explains", expected),
        Column("bridge_score", "what size does not explain, in standard deviations", score),
        Column("rank_by_betweenness", "its rank when size is not regarded", rank),
    ]
    known = np.isfinite(score)
    figures = {
        "occupations": int(known.sum()),
        "correlation_with_size": pearson(through[known], size[known]),
        "rank_correlation_with_size": spearman(through[known], size[known]),
    }
    parameters = {"by": by, "cost": cost, "sizes": "given" if sizes else "counted",
                  "sample": sample, "seed": seed if sample else None}  # fmt: skip
    return Analysis("Bridges", in_order(columns, order), figures, parameters, counts.about,
                    one_sided(counts))  # fmt: skip


def _betweenness(found: Edges, size: int, cost: Cost, sources: "list[int] | None") -> "Array":
    graph = network(found, size, _costs(found, size, cost))
    through = np.array(graph.betweenness(weights="weight", sources=sources))
    return through * (size / len(sources) if sources else 1)


def _costs(found: Edges, size: int, cost: Cost) -> "Array":
    """The cost of each step. No step is free, or ways through it would be without number."""
    if cost == "inverse":
        return 1 / found.sizes
    if cost != "probability":
        raise ParameterError(f"a step costs 'inverse' or 'probability', not {cost!r}")
    total = np.bincount(found.origins, found.sizes, size)
    return np.maximum(-np.log(found.sizes / total[found.origins]), 1e-9)


def _sources(counts: Counts, sample: int | None, seed: int) -> "list[int] | None":
    size = len(counts.codes)
    if sample is None or sample >= size:
        return None
    if sample < 1:
        raise ParameterError(f"ways from {sample} origins cannot be followed; take 1 or more")
    chosen = np.random.default_rng(seed).choice(size, sample, replace=False)
    return sorted(chosen.tolist())


def _sizes(counts: Counts, by: By, sizes: Mapping[str, float] | None) -> "Array":
    if sizes is not None:
        return np.array([sizes.get(code, np.nan) for code in counts.codes], float)
    everyone = held(counts, by)
    began, came = (np.asarray(everyone.sum(axis=axis)) for axis in (1, 0))
    found: Array = began + came - everyone.diagonal()
    return found


def _beyond_size(through: "Array", size: "Array") -> "tuple[Array, Array]":
    """What size explains of betweenness, and the standardised residual; NaN without a size."""
    known = size > 0
    if known.sum() < 3 or np.ptp(size[known]) == 0:
        raise ParameterError("three occupations of different sizes are needed to adjust for size")
    x, y = np.log(size[known]), np.log1p(through[known])
    slope, intercept = np.polyfit(x, y, 1)
    fitted = intercept + slope * x
    spread = (y - fitted).std(ddof=2)
    expected, score = np.full(len(size), np.nan), np.full(len(size), np.nan)
    expected[known] = np.expm1(fitted)
    score[known] = (y - fitted) / spread if spread > 1e-9 else 0.0
    return expected, score
