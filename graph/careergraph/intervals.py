"""How sure a share is that was counted."""

from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


def wilson(
    share: "Array | float", persons: "Array | float", level: float = 0.95
) -> "tuple[Array, Array]":
    """Return the ends of Wilson's score interval of shares, each seen in so many persons.

    (p + z²/2n ∓ z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). NaN where nobody was seen.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.

    >>> [round(float(end), 3) for end in wilson(0.3, 10)]
    [0.108, 0.603]
    """
    p, n = np.asarray(share, float), np.asarray(persons, float)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = p + z**2 / (2 * n)
        spread = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        whole = 1 + z**2 / n
        return np.clip((middle - spread) / whole, 0, 1), np.clip((middle + spread) / whole, 0, 1)
