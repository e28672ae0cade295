"""Correlations of what may not vary at all."""

from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def pearson(one: "Array", other: "Array", *, weights: "Array | None" = None) -> float:
    """Return Pearson's correlation over what is known in both; NaN where one does not vary.

    >>> pearson(np.array([1, 2, 3]), np.array([2.0, 4.0, 6.0]))
    1.0
    """
    known = np.isfinite(one) & np.isfinite(other)
    w = (np.ones(len(known)) if weights is None else weights)[known]
    if known.sum() < 2 or np.ptp(one[known]) == 0 or np.ptp(other[known]) == 0:
        return float("nan")
    x, y = (side - np.average(side, weights=w) for side in (one[known], other[known]))
    return round(float((w * x * y).sum() / np.sqrt((w * x * x).sum() * (w * y * y).sum())), 15)


def spearman(one: "Array", other: "Array") -> float:
    """Return the correlation of the ranks; NaN where one does not vary."""
    known = np.isfinite(one) & np.isfinite(other)
    return pearson(stats.rankdata(one[known]), stats.rankdata(other[known]))
