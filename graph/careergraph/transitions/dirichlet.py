"""The Dirichlet-multinomial: how far rows of counts should be drawn towards what is expected.

Row i has counts n_ij with sum n_i, and is expected to be distributed as q_i. If its probabilities
are Dirichlet with parameters a q_ij, their posterior mean is (n_ij + a q_ij) / (n_i + a), and the
marginal likelihood of the row is (Minka 2000, Estimating a Dirichlet distribution)

    Gamma(a) / Gamma(a + n_i)  *  prod_j Gamma(n_ij + a q_ij) / Gamma(a q_ij)

`a` is worth so many persons. It is estimated where the product over all rows is greatest: the
empirical Bayes of Good (1965) and of Morris (1983).
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import optimize, special, stats

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

LEAST, MOST = 1e-3, 1e7
"""Between which strengths the best is looked for; at MOST rows do not differ from the prior."""


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


def strength(counts: "Array", prior: "Array") -> float:
    """Return the strength with the greatest marginal likelihood; MOST where nothing was counted."""
    if not counts.any():
        return MOST

    def cost(log_strength: float) -> float:
        return -log_likelihood(float(np.exp(log_strength)), counts, prior)

    found = optimize.minimize_scalar(cost, bounds=(np.log(LEAST), np.log(MOST)), method="bounded",
                                     options={"xatol": 1e-6})  # fmt: skip
    return float(np.exp(found.x))


def interval(for_it: "Array", against: "Array", level: float) -> tuple["Array", "Array"]:
    """Return the ends of the central interval of Beta(`for_it`, `against`).

    One cell of a Dirichlet is distributed so, with n_ij + a q_ij for it and
    n_i - n_ij + a (1 - q_ij) against it. What nothing speaks for is 0, what nothing against 1.
    """
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low, high = (stats.beta.ppf(p, for_it, against) for p in (tail, 1 - tail))
    never, always = for_it <= 0, against <= 0
    ends = [np.where(never, 0.0, np.where(always, 1.0, end)) for end in (low, high)]
    return ends[0], ends[1]
