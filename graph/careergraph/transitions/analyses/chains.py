"""Markov chains as arrays: P is S × S and its rows sum to 1."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import eigs

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.flows import By, held
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

_DENSE = 300
"""Up to so many states all eigenvalues are found, beyond only the largest."""


def probabilities(moves: Sparse) -> "Array":
    """Return P_ij = F_ij / sum_j F_ij; a row of which nothing was seen is NaN, never uniform."""
    dense = moves.toarray().astype(float)
    total = dense.sum(axis=1, keepdims=True)
    found: Array = np.divide(dense, total, out=np.full(dense.shape, np.nan), where=total > 0)
    return found


def strong_part(counts: Counts, by: By = "persons") -> "Array":
    """Return the numbers of the largest set of states each of which is reached from each.

    Raises ParameterError when no two states reach each other.
    """
    _, member = connected_components(held(counts, by), connection="strong")
    sizes = np.bincount(member)
    if sizes.max() < 2:
        raise ParameterError("no two occupations lead to each other, so there is no lasting chain")
    found: Array = np.flatnonzero(member == sizes.argmax())
    return found


def chain(counts: Counts, by: By = "persons") -> "tuple[Array, Array]":
    """Return the largest strong part of the states, and P among them, moves out of it left out."""
    part = strong_part(counts, by)
    return part, probabilities(held(counts, by)[part, :][:, part])


def stationary(p: "Array") -> "Array":
    """Return the shares pi that no longer change: pi P = pi, summing to 1. P is irreducible."""
    system = p.T - np.eye(len(p))
    system[-1] = 1  # one equation follows from the others; in its place the sum
    solved = np.maximum(np.linalg.solve(system, np.eye(len(p))[-1]), 0)
    found: Array = solved / solved.sum()
    return found


class Settled(NamedTuple):
    """What follows from the fundamental matrix Z = (I - P + 1 pi')^-1 (Kemeny and Snell 1960).

    `stationary` is pi; `passage` the mean number of steps until j is first reached from i,
    m_ij = (z_jj - z_ij) / pi_j, 0 on the diagonal; `kemeny` Kemeny's constant tr Z: mean steps to a
    state drawn by pi, counting the arrival, from every start the same. Without it one less.
    """

    stationary: "Array"
    passage: "Array"
    kemeny: float


def settled(p: "Array") -> Settled:
    """Return where an irreducible chain settles, and how long it takes from state to state."""
    pi = stationary(p)
    z = np.linalg.inv(np.eye(len(p)) - p + pi[None, :])
    return Settled(pi, (z.diagonal()[None, :] - z) / pi[None, :], float(np.trace(z)))


def second_eigenvalue(p: "Array") -> float:
    """Return the modulus of the second largest eigenvalue: how much of a start is left a step."""
    if len(p) <= _DENSE:
        values = np.linalg.eigvals(p)
    else:
        values = eigs(sparse.csr_array(p), 6, v0=np.ones(len(p)), return_eigenvectors=False)
    return float(np.sort(np.abs(values))[-2])


def absorption(p: "Array", targets: Sequence[int]) -> "tuple[Array, Array]":
    """Return for each state how likely each target is the first one reached, and mean steps to any.

    B = (I - Q)^-1 R over the states from which a target can be reached (Kemeny and Snell 1960); a
    state that may get lost for good has an infinite number of steps. A target is there already.
    """
    size, ends = len(p), np.asarray(targets)
    first: Array = np.zeros((size, len(ends)))
    first[ends, np.arange(len(ends))] = 1
    steps = np.full(size, np.inf)
    steps[ends] = 0
    able = np.flatnonzero(_reaching(p, ends))
    through = p[np.ix_(able, able)]
    first[able] = np.linalg.solve(np.eye(len(able)) - through, p[np.ix_(able, ends)])
    sure = able[first[able].sum(axis=1) > 1 - 1e-9]
    inner = np.eye(len(sure)) - p[np.ix_(sure, sure)]
    steps[sure] = np.linalg.solve(inner, np.ones(len(sure)))
    return first, steps


def _reaching(p: "Array", ends: "Array") -> "Array":
    """The states, targets apart, from which a target can be reached."""
    found = np.zeros(len(p), bool)
    found[ends] = True
    while True:
        more = found | (np.nan_to_num(p)[:, found].sum(axis=1) > 0)
        if (more == found).all():
            found[ends] = False
            return found
        found = more


def after(p: "Array", steps: int) -> "Array":
    """Return P^k: where one is after so many steps, if where one was before told nothing more."""
    if steps < 1:
        raise ParameterError(f"{steps} steps lead nowhere; take 1 or more")
    found: Array = np.linalg.matrix_power(p, steps)
    return found
