"""The Dirichlet-multinomial: how far rows of counts should be drawn towards what is expected.

Row i has counts n_ij with sum n_i, and is expected to be distributed as q_i. If its probabilities
are Dirichlet with parameters a q_ij, their posterior mean is (n_ij + a q_ij) / (n_i + a), and the
marginal likelihood of the row is (Minka 2000, Estimating a Dirichlet distribution)

    Gamma(a) / Gamma(a + n_i)  *  prod_j Gamma(n_ij + a q_ij) / Gamma(a q_ij)

`a` is worth so many persons. It is estimated where the product over all rows is greatest: the
empirical Bayes of Good (1965) and of Morris (1983).
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import optimize, special, stats

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

LEAST, MOST = 1e-3, 1e7
"""Between which strengths the best is looked for; at MOST rows do not differ from the prior."""

ONE = 1.0
"""The strength where counts tell nothing of it: one person in all (Perks 1947, Some observations on
inverse probability, Journal of the Institute of Actuaries 73, 285-334)."""

ENOUGH = stats.chi2.ppf(0.95, 1) / 2
"""By how much the log-likelihood falls to the ends of the interval of 95 % (Wilks 1938)."""


class Strength(NamedTuple):
    """For how many persons a prior counts, and whether the counts bound that on both sides."""

    persons: float
    is_bounded: bool


def log_likelihood(strength: float, counts: "Array", prior: "Array") -> float:
    """Return the logarithm of the marginal likelihood of all rows, but for constants.

    `counts` and `prior` are S x S; each row of `prior` sums to one, or has no number in it and is
    left out. Where something was counted, the prior must not be 0.
    """
    row, column = np.nonzero(counts)
    seen = counts[row, column]
    expected = strength * prior[row, column]
    sums = counts.sum(1)
    rows = special.gammaln(strength) - special.gammaln(strength + sums)
    cells = special.gammaln(seen + expected) - special.gammaln(expected)
    return float(rows.sum() + cells.sum())


def strength(counts: "Array", prior: "Array") -> Strength:
    """Return the strength with the greatest marginal likelihood, where the counts bound it.

    They do when both LEAST and MOST are less likely by more than ENOUGH. Else the greatest may be
    at an end, and by it an interval would have no width after two persons, or none at all. Where
    the prior may be worth nothing, as with a single person in each row, the strength is ONE; where
    rows may be just as the prior says, it is the least that is not less likely, and at least ONE.
    """

    def of(log_strength: float) -> float:
        return log_likelihood(float(np.exp(log_strength)), counts, prior)

    low, high = np.log(LEAST), np.log(MOST)
    found: Any = optimize.minimize_scalar(lambda at: -of(at), bounds=(low, high), method="bounded",
                                          options={"xatol": 1e-6})  # fmt: skip
    best = float(found.x)
    likely = max(of(best), of(low), of(high)) - ENOUGH
    if of(low) >= likely:
        return Strength(ONE, is_bounded=False)
    if of(high) < likely:
        return Strength(float(np.exp(best)), is_bounded=True)
    least: Any = optimize.brentq(lambda at: of(at) - likely, low, high)
    return Strength(max(ONE, float(np.exp(least))), is_bounded=False)


def interval(mean: "Array", persons: "Array", level: float) -> tuple["Array", "Array"]:
    """Return the ends of an interval of a cell's probability, which holds its mean.

    One cell of a Dirichlet is Beta: of n_i + a `persons` the share `mean` speaks for it, the others
    against it. Where none does it is 0, where all do 1.

    The central interval; but where the density is greatest at 0, as where nobody was observed and
    the prior has less than a person there, the one from 0, and likewise the one to 1. There that is
    the interval of highest density (Box and Tiao 1973, Bayesian Inference in Statistical Analysis,
    2.8; Brown, Cai and DasGupta 2001, Statistical Science 16, 101-133, end Jeffreys' interval so).
    The mean of what is very skew can lie beyond even that: then the interval reaches to it, and
    covers more than `level`.
    """
    for_it, against = mean * persons, (1 - mean) * persons
    falls = (for_it < 1) & (for_it <= against)
    rises = (against < 1) & (against < for_it)
    tail = (1 - level) / 2
    below = np.where(falls, 0.0, np.where(rises, 1 - level, tail))
    above = np.where(falls, level, np.where(rises, 1.0, 1 - tail))
    with np.errstate(invalid="ignore"):
        low, high = (stats.beta.ppf(part, for_it, against) for part in (below, above))
    low = np.where(low <= np.finfo(float).tiny, 0.0, low)  # where quantiles cannot be told from 0
    certain = (for_it <= 0) | (against <= 0)
    low, high = (np.where(certain, mean, end) for end in (low, high))
    return np.minimum(low, mean), np.maximum(high, mean)
