"""Moves up and down, by pay or by a level such as education or job zone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import numpy as np

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.correlations import pearson
from careergraph.transitions.analyses.flows import (
    By,
    Edges,
    edges,
    held,
    moved,
    some_moves,
    whole,
)
from careergraph.transitions.analyses.intervals import bounds, ratio
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Scale = Literal["ratio", "levels"]


def mobility(
    counts: Counts, values: Mapping[str, float], *, scale: Scale = "ratio",
    threshold: float | None = None, by: By = "persons", level: float = 0.95,
    groups: Mapping[str, str] | None = None,
) -> Analysis:  # fmt: skip
    """Return for each origin, or group of origins, the shares of moves up, level and down.

    On `ratio`, for pay: up is v_j >= (1 + t) v_i, down the reverse, t = 0.05 unless given; the
    gap is log v_j - log v_i. On `levels`, for education or job zones: up is a difference above 0
    and of t at least, t = 0. Intervals of shares are Wilson's, of the mean gap normal, both by
    persons. Assortativity is the correlation of the two ends, in logs on a ratio scale (Newman
    2003). The expected gain is the mean gap times the share who leave: G_i = sum_j P_ij (gap),
    stayers included. Moves from or to an occupation without a value are left out and counted.
    """
    some_moves(counts, "mobility")
    margin = _margin(scale, threshold)
    size = _values(counts, values, scale)
    found = edges(moved(counts, by))
    known = np.isfinite(size[found.origins]) & np.isfinite(size[found.destinations])
    if not known.any():
        raise ParameterError("no move is between two occupations that have a value")
    inner = Edges(*(part[known] for part in found))
    gap = size[inner.destinations] - size[inner.origins]
    step = np.where((gap >= margin) & (gap > 0), 1, np.where((gap <= -margin) & (gap < 0), -1, 0))
    names, member = _members(counts, groups)
    persons = np.asarray(moved(counts)[inner.origins, inner.destinations])
    columns = _columns(inner, persons, gap, step, names, member, level)
    columns.append(_gain(counts, by, inner, gap, names, member))
    figures = _figures(inner, persons, gap, step, size, level)
    figures["share_of_moves_with_values"] = float(inner.sizes.sum() / found.sizes.sum())
    parameters = {"scale": scale, "threshold": _threshold(scale, threshold), "by": by,
                  "level": level}  # fmt: skip
    return Analysis("Moves up and down", tuple(columns), figures, parameters, counts.about)


def _threshold(scale: Scale, threshold: float | None) -> float:
    if threshold is None:
        return 0.05 if scale == "ratio" else 0.0
    if not 0 <= threshold < np.inf:
        raise ParameterError(f"the threshold is {threshold:g}, expected 0 or more")
    return threshold


def _margin(scale: Scale, threshold: float | None) -> float:
    t = _threshold(scale, threshold)
    if scale == "ratio":  # a hair less, so that 1.05 times is up in spite of rounding
        return float(np.log1p(t)) - 1e-12
    if scale != "levels":
        raise ParameterError(f"the scale is 'ratio' or 'levels', not {scale!r}")
    return t


def _values(counts: Counts, values: Mapping[str, float], scale: Scale) -> "Array":
    """The value of each state, its logarithm on a ratio scale; NaN where it has none."""
    found = np.array([values.get(code, np.nan) for code in counts.codes], float)
    if scale == "levels":
        return found
    if (found <= 0).any():
        worst = counts.codes[int(np.nanargmin(found))]
        raise ParameterError(f"the value of {worst!r} is {values[worst]:g}; a ratio needs above 0")
    logs: Array = np.log(found)
    return logs


def _members(counts: Counts, groups: Mapping[str, str] | None) -> "tuple[list[str], Array]":
    """The names of the groups, and the number of each state's; -1 for one without."""
    if groups is None:
        return list(counts.codes), np.arange(len(counts.codes))
    names = sorted(set(groups.values()))
    number = {name: n for n, name in enumerate(names)}
    return names, np.array([number.get(groups.get(code, ""), -1) for code in counts.codes])


def _columns(
    found: Edges, persons: "Array", gap: "Array", step: "Array", names: list[str],
    member: "Array", level: float,
) -> list[Column]:  # fmt: skip
    of = member[found.origins]
    there = of >= 0

    def summed(weights: "Array") -> "Array":
        total: Array = np.bincount(of[there], weights[there], len(names))
        return total

    total, n = summed(found.sizes), summed(persons)
    columns = [
        Column("group", "origin, or group of origins", names),
        Column("persons", "persons who moved, with a value at both ends", whole(n)),
    ]
    for name, which in (("up", 1), ("level", 0), ("down", -1)):
        share = ratio(summed(found.sizes * (step == which)), total)
        columns.append(Column(name, f"share of moves {name}, 0 to 1", share))
        columns += bounds(name, *wilson(share, n, level), level)
    mean = ratio(summed(found.sizes * gap), total)
    spread = ratio(summed(found.sizes * gap**2), total) - mean**2
    error = np.sqrt(np.maximum(spread, 0) / np.where(n > 1, n - 1, np.nan))
    return [*columns, Column("mean_gap", "mean difference of log value, or of level", mean),
            Column("gap_error", "its standard error, by persons", error)]  # fmt: skip


def _gain(
    counts: Counts, by: By, found: Edges, gap: "Array", names: list[str], member: "Array"
) -> Column:
    """What one of the group gains on average in the interval, moving or not."""
    of = member[found.origins]
    gains = np.bincount(of[of >= 0], (found.sizes * gap)[of >= 0], len(names))
    everyone = held(counts, by)
    risk = np.asarray(everyone.sum(axis=1))
    inside = member >= 0
    at_risk = np.bincount(member[inside], risk[inside], len(names))
    says = "mean gap over all at risk, stayers with none"
    if not everyone.diagonal().any():
        return Column("expected_gain", f"{says}; unknown, no stayers are counted",
                      np.full(len(names), np.nan))  # fmt: skip
    return Column("expected_gain", says, ratio(gains, at_risk))


def _figures(
    found: Edges, persons: "Array", gap: "Array", step: "Array", size: "Array", level: float
) -> dict[str, float]:
    total, n = found.sizes.sum(), np.array(persons.sum())
    figures: dict[str, float] = {}
    for name, which in (("up", 1), ("level", 0), ("down", -1)):
        share = found.sizes[step == which].sum() / total
        low, high = wilson(share, n, level)
        figures |= {name: float(share), f"{name}_low": float(low), f"{name}_high": float(high)}
    figures["mean_gap"] = float((found.sizes * gap).sum() / total)
    ends = size[found.origins], size[found.destinations]
    figures["assortativity"] = pearson(*ends, weights=found.sizes)
    return figures
