"""Moves that are made more often than the sizes of their ends would have it."""

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.flows import (
    edges,
    moved,
    pair_columns,
    some_moves,
    whole,
)
from careergraph.transitions.analyses.intervals import false_discovery
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Null = Literal["independence", "quasi"]


def lift(
    counts: Counts, *, null: Null = "independence", alpha: float = 0.001, minimum: int = 1
) -> Analysis:
    """Return each move that was seen against what independence expects, the surest first.

    E_ij = F_i. F_.j / F.. over persons who moved; `quasi` fits a_i b_j to the margins with the
    diagonal left out (quasi-independence: Goodman 1968), since nobody moves to where he was.
    Lift L = F_ij / E_ij, relatedness (L - 1) / (L + 1) from -1 to 1, lift shrunk towards 1 as
    (F + 1) / (E + 1), p the chance of as many or more by Poisson(E), q by Benjamini and Hochberg
    over all pairs that could have been, seen or not. `minimum` persons are needed to be shown.
    """
    some_moves(counts, "over-representation", origins=2)
    moves = moved(counts)
    left, right = margins(moves, null)
    origins, destinations, seen = edges(moves)
    expected = left[origins] * right[destinations]
    p = stats.poisson.sf(seen - 1, expected)
    q = false_discovery(p, _possible(moves))
    times = seen / expected
    order = np.lexsort((destinations, origins, -times, p))
    order = order[seen[order] >= minimum]
    columns = [
        *pair_columns(counts, origins, destinations),
        Column("persons", "persons who moved so", whole(seen)),
        Column("expected", f"persons expected by {null}", expected),
        Column("lift", "persons over expected", times),
        Column("shrunken_lift", "(persons + 1) / (expected + 1)", (seen + 1) / (expected + 1)),
        Column("relatedness", "(lift - 1) / (lift + 1), -1 to 1", (times - 1) / (times + 1)),
        Column("p", "chance of as many or more, Poisson", p),
        Column("q", "false discovery rate at which it would be believed", q),
    ]
    figures = {
        "edges": len(seen),
        "over_represented": int((p < alpha).sum()),
        "their_share_of_moves": float(seen[p < alpha].sum() / seen.sum()),
        "over_represented_after_correction": int((q < alpha).sum()),
    }
    return Analysis("Over-representation", in_order(columns, order), figures,
                    {"null": null, "alpha": alpha, "minimum": minimum}, counts.about)  # fmt: skip


def margins(moves: Sparse, null: Null = "independence") -> "tuple[Array, Array]":
    """Return a_i and b_j such that a null model expects a_i b_j moves from i to j.

    Raises ParameterError where quasi-independence has no fit: a state whose moves all go to or
    come from one that has no others.
    """
    out, into = np.asarray(moves.sum(axis=1)), np.asarray(moves.sum(axis=0))
    if null == "independence":
        return out / out.sum(), into
    if null != "quasi":
        raise ParameterError(f"expected moves follow 'independence' or 'quasi', not {null!r}")
    left, right = out / out.sum(), into.copy()
    for _ in range(_ROUNDS):
        left = _scaled(out, right.sum() - right)
        right = _scaled(into, left.sum() - left)
        fitted = left * (right.sum() - right)
        if np.abs(fitted - out).max() < 1e-9 * out.sum():
            return left, right
    raise ParameterError("quasi-independence does not fit these moves; take null 'independence'")


_ROUNDS = 10_000


def _scaled(total: "Array", others: "Array") -> "Array":
    return np.divide(total, others, out=np.zeros(len(total)), where=others > 0)


def _possible(moves: Sparse) -> int:
    """How many pairs could have had a move: somebody left the one and came to the other."""
    out, into = np.asarray(moves.sum(axis=1)) > 0, np.asarray(moves.sum(axis=0)) > 0
    return int(out.sum()) * int(into.sum()) - int((out & into).sum())
