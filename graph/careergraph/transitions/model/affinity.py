"""Affinity: what moves show of the nearness of occupations beyond all features, carried over.

A conditional logit with a symmetric random effect for every pair of occupations,

    log odds(o -> d) = w . x_od + g(o, d),    g(o, d) = a(o)' W a(d) + a(o)' v_d + a(d)' v_o,

where a(o) is a place of the occupation in few dimensions, in which occupations of like skills,
titles, tasks, standing, industries and group are near each other: a a' is their mean kernel. The
matrix W (symmetric) and the vectors v are normal a priori, so that g is a Gaussian process over
unordered pairs: what is learnt of one pair holds in part for all pairs of like occupations. This is
what predicts moves out of an occupation that was never seen as an origin:

- W learns which kinds of occupation exchange people, and which kinds of likeness matter;
- v_o is learnt from those who came *into* o, since affinity is mutual: where people come from
  tells where they go.

The most probable W and v are found, with w, by L-BFGS; the problem is concave. Gaussian processes
on pairs: Bonilla, Agakov and Williams (2007); as latent factors with side information: Agarwal and
Chen (2009).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions.model.logit import PENALTY, Scale, fit, shares

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

DIMENSIONS = 100
"""In how many dimensions an occupation has its place."""

KINDS, OWN = 1.0, 5.0
"""The precision, 1 / variance, of W and of v a priori. Half or twice is as good."""

STEPS = 60


@dataclass(frozen=True)
class Affinity:
    """A fitted model: the weights of features, and what moves show beyond them.

    `places` are occupations x dimensions, `kinds` is W, `own` the v as columns.
    """

    names: tuple[str, ...]
    scale: Scale
    weights: "Array"
    places: "Array"
    kinds: "Array"
    own: "Array"

    def odds(self, design: "Array", rows: "Array") -> "Array":
        """Return the log odds of each destination, but for a constant an origin."""
        found: Array = np.tensordot(self.weights, self.scale(design), 1) + self.affinity(rows)
        return found

    def affinity(self, rows: "Array") -> "Array":
        """Return g(o, d), what moves show beyond features, from some origins to all occupations."""
        return _affinity(self.places, self.kinds, self.own, rows)


def places(kernel: "Array", dimensions: int = DIMENSIONS) -> "Array":
    """Return a place for each occupation so that their inner products are nearly the kernel.

    The greatest eigenvectors, each as long as the root of its eigenvalue; the sign of each is such
    that its greatest component is positive, so that equal kernels give equal places.

    >>> places(np.array([[1.0, 0.0], [0.0, 4.0]]), 1).tolist()
    [[0.0], [2.0]]
    """
    from scipy.linalg import eigh

    last = len(kernel) - 1
    first = max(len(kernel) - dimensions, 0)
    value, vector = eigh((kernel + kernel.T) / 2, subset_by_index=(first, last))
    greatest = np.take_along_axis(vector, np.abs(vector).argmax(axis=0)[None], axis=0)
    signed = vector * np.where(greatest < 0, -1, 1) * np.sqrt(np.maximum(value, 0))
    found: Array = signed[:, ::-1]
    return found


def learnt(design: "Array", moves: "Array", rows: "Array", names: Sequence[str], place: "Array",
           *, penalty: float = PENALTY, kinds: float = KINDS, own: float = OWN,
           steps: int = STEPS) -> Affinity:  # fmt: skip
    """Return the most probable model of moves. Raises ParameterError without moves.

    `design` is features x origins x destinations, `moves` origins x destinations; `rows` say which
    destination each origin is itself, and `place` has a row for each destination.
    """
    from scipy.optimize import minimize

    start = fit(design, moves, rows, names, penalty=penalty)
    problem = _Problem(start.scale(design), moves, rows, place, (penalty, kinds, own))
    found = minimize(problem, problem.packed(start.weights), jac=True, method="L-BFGS-B",
                     options={"maxiter": steps, "maxcor": 12})  # fmt: skip
    weights, among, each = problem.unpacked(found.x)
    return Affinity(tuple(names), start.scale, weights, place, among, each)


def _affinity(place: "Array", kinds: "Array", own: "Array", rows: "Array") -> "Array":
    here = place[rows]
    found: Array = here @ (kinds @ place.T + own) + own[:, rows].T @ place.T
    return found


class _Problem:
    """The negative log posterior and its gradient, in unknowns of about equal curvature.

    What is counted in single precision is no less exact than the steps need, and twice as fast.
    """

    def __init__(self, x: "Array", moves: "Array", rows: "Array", place: "Array",
                 precisions: tuple[float, float, float]) -> None:  # fmt: skip
        self.moves, self.rows, self.precisions = moves, rows, precisions
        self.flat = x.reshape(len(x), -1).astype(np.float32)
        self.place = place.astype(np.float32)
        self.number = moves.sum(axis=1, keepdims=True)
        self.sizes = len(x), place.shape[1], len(place)
        self.units = self._units(x, place)

    def _units(self, x: "Array", place: "Array") -> "Array":
        """One over the root of about the curvature of each unknown, at the shares of all moves."""
        penalty, kinds, own = self.precisions
        popular = self.moves.sum(axis=0) + 0.5
        popular /= popular.sum()
        apart = x - (x * popular).sum(axis=2, keepdims=True)
        features = penalty + (self.number[:, 0] * (popular * apart**2).sum(axis=2)).sum(axis=1)
        there = popular @ (place - popular @ place) ** 2
        here = (self.number * place[self.rows] ** 2).sum(axis=0)
        crossed = here[:, None] * there[None]
        leaving = np.zeros(len(place))
        leaving[self.rows] = self.number[:, 0]
        among = kinds + (crossed + crossed.T) / 2
        each = own + here[:, None] * popular[None] + there[:, None] * leaving[None]
        found: Array = 1 / np.sqrt(np.concatenate([features, among.ravel(), each.ravel()]))
        return found

    def packed(self, weights: "Array") -> "Array":
        """Return the unknowns at these weights of features, without affinity."""
        found = np.zeros(len(self.units))
        found[: len(weights)] = weights
        return found / self.units

    def unpacked(self, unknowns: "Array") -> tuple["Array", "Array", "Array"]:
        """Return the weights of features, W and v."""
        features, dimensions, states = self.sizes
        weights, rest = np.split(unknowns * self.units, [features])
        among, each = np.split(rest, [dimensions**2])
        square = among.reshape(dimensions, dimensions)
        return weights, (square + square.T) / 2, each.reshape(dimensions, states)

    def __call__(self, unknowns: "Array") -> tuple[float, "Array"]:
        penalty, kinds, own = self.precisions
        weights, among, each = self.unpacked(unknowns)
        narrow = [part.astype(np.float32) for part in (weights, among, each)]
        odds = (narrow[0] @ self.flat).reshape(self.moves.shape)
        share = shares(odds + _affinity(self.place, narrow[1], narrow[2], self.rows), self.rows)
        surely = np.log(np.where(self.moves > 0, np.maximum(share, 1e-30), 1))
        squares = penalty * (weights**2).sum() + kinds * (among**2).sum() + own * (each**2).sum()
        value = float(-(self.moves * surely).sum() + squares / 2)
        return value, self._slope(share, weights, among, each)

    def _slope(self, share: "Array", weights: "Array", among: "Array", each: "Array") -> "Array":
        penalty, kinds, own = self.precisions
        excess = (self.number * share - self.moves).astype(np.float32)
        there = excess @ self.place
        square = self.place[self.rows].T @ there
        columns = self.place[self.rows].T @ excess
        columns[:, self.rows] += there.T
        slopes = (
            self.flat @ excess.ravel() + penalty * weights,
            ((square + square.T) / 2 + kinds * among).ravel(),
            (columns + own * each).ravel(),
        )
        found: Array = np.concatenate(slopes).astype(float) * self.units
        return found
