"""Conditional logit: which of all destinations a mover chooses, from what they are like.

P(d | o) = exp(w . x_od) / sum_d' exp(w . x_od'), over all destinations but the origin itself
(McFadden 1974). Counts of moves are as many choices; with a term for every origin this is the
gravity model estimated by Poisson pseudo-maximum likelihood (Guimaraes, Figueiredo and Woodward
2003).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from careergraph.errors import ParameterError

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

PENALTY = 5.0
"""Weights are pulled to 0 as by a normal prior of variance 1 / PENALTY a standard deviation."""

_STEPS, _CLOSE = 50, 1e-9
_LEAST = 1e-300
"""A step that is too long may leave a move no share at all; it is taken back."""


class Weight(NamedTuple):
    """What a feature counts for: what one standard deviation more of it adds to the log odds.

    `low` and `high` bound it with a probability of 95 %, as if origins were drawn at random: moves
    out of one origin are alike, so they do not count as independent.
    """

    feature: str
    weight: float
    low: float
    high: float


@dataclass(frozen=True)
class Scale:
    """Makes features comparable: mean 0 and standard deviation 1 over the pairs learnt from."""

    mean: "Array"
    spread: "Array"

    @classmethod
    def of(cls, design: "Array") -> "Scale":
        """Return the scale of features x origins x destinations."""
        spread = design.std(axis=(1, 2), keepdims=True)
        return cls(design.mean(axis=(1, 2), keepdims=True), np.where(spread > 0, spread, 1))

    def __call__(self, design: "Array") -> "Array":
        """Return features x origins x destinations on this scale."""
        found: Array = (design - self.mean) / self.spread
        return found


@dataclass(frozen=True)
class Logit:
    """A fitted model: the weight of each standardised feature, and how sure it is."""

    names: tuple[str, ...]
    scale: Scale
    weights: "Array"
    covariance: "Array"

    def odds(self, design: "Array") -> "Array":
        """Return the log odds of each destination, but for a constant an origin."""
        found: Array = np.tensordot(self.weights, self.scale(design), 1)
        return found

    def table(self) -> list[Weight]:
        """Return the weights with their intervals, the greatest first."""
        wide = 1.96 * np.sqrt(np.maximum(np.diag(self.covariance), 0))
        found = [
            Weight(name, float(weight), float(weight - w), float(weight + w))
            for name, weight, w in zip(self.names, self.weights, wide, strict=True)
        ]
        return sorted(found, key=lambda each: (-abs(each.weight), each.feature))


def shares(odds: "Array", rows: "Array") -> "Array":
    """Return the probability of each destination (column) from each of the origins `rows`.

    Rows sum to 1; the origin itself has 0.

    >>> shares(np.log([[5.0, 1.0, 3.0]]), np.array([0])).round(2).tolist()
    [[0.0, 0.25, 0.75]]
    """
    free = np.array(odds, float)
    free[np.arange(len(rows)), rows] = -np.inf
    free -= free.max(axis=1, keepdims=True)
    weight = np.exp(free)
    found: Array = weight / weight.sum(axis=1, keepdims=True)
    return found


def fit(design: "Array", moves: "Array", rows: "Array", names: Sequence[str], *,
        penalty: float = PENALTY) -> Logit:  # fmt: skip
    """Return the weights that make moves likeliest, less the penalty: by Newton's method.

    `design` is features x origins x destinations, `moves` origins x destinations; `rows` say which
    destination each origin is itself. The maximum is unique. Raises ParameterError without moves.
    """
    if not moves.sum() > 0:
        raise ParameterError("no moves to learn from")
    scale = Scale.of(design)
    x = scale(design)
    weights = np.zeros(len(x))
    value, slope, curve, scores = _around(x, moves, rows, weights, penalty)
    for _ in range(_STEPS):
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > _CLOSE:
            new = _around(x, moves, rows, weights + size * step, penalty)
            if new[0] >= value:
                break
            size /= 2
        else:
            break
        weights, gain = weights + size * step, new[0] - value
        value, slope, curve, scores = new
        if gain <= _CLOSE * (1 + abs(value)):
            break
    inverse = np.linalg.inv(curve)
    return Logit(tuple(names), scale, weights, inverse @ (scores.T @ scores) @ inverse)


def _around(x: "Array", moves: "Array", rows: "Array", weights: "Array",
            penalty: float) -> tuple[float, "Array", "Array", "Array"]:  # fmt: skip
    """The penalised log likelihood, its gradient and curvature, and the score of each origin."""
    share = shares(np.tensordot(weights, x, 1), rows)
    number = moves.sum(axis=1)
    surely = np.log(np.where(moves > 0, np.maximum(share, _LEAST), 1))
    value = float((moves * surely).sum() - penalty * weights @ weights / 2)
    mean = np.einsum("kod,od->ok", x, share)
    scores = np.einsum("kod,od->ok", x, moves) - number[:, None] * mean
    flat = x.reshape(len(x), -1)
    square = (flat * (number[:, None] * share).ravel()) @ flat.T
    curve = square - (mean * number[:, None]).T @ mean + penalty * np.eye(len(x))
    return value, scores.sum(axis=0) - penalty * weights, curve, scores
