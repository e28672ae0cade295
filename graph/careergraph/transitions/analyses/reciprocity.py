"""Whether people also go the other way, and which pairs lose on balance."""

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import (
    By,
    between,
    edges,
    moved,
    never_origins,
    one_sided,
    pair_columns,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import false_discovery, ratio
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def reciprocity(counts: Counts, *, by: By = "persons") -> Analysis:
    """Return how much of the traffic from each occupation also runs the other way.

    Of edges: the share of edges i -> j for which j -> i is seen; against chance,
    rho = (r - a) / (1 - a) with density a (Garlaschelli and Loffredo 2004). Of flow:
    sum min(F_ij, F_ji) / sum F_ij (Squartini et al. 2013).
    """
    some_moves(counts, "reciprocity", origins=2)
    moves = moved(counts, by)
    there, back = (moves > 0).astype(float), (moves.T > 0).astype(float)
    both = sparse.csr_array(there.multiply(back))
    shared = sparse.csr_array(moves.minimum(moves.T))
    out, total = np.asarray(there.sum(axis=1)), np.asarray(moves.sum(axis=1))
    columns = [
        *state_columns(counts),
        Column("out_degree", "different destinations", out.astype(int)),
        Column("in_degree", "different origins", np.asarray(there.sum(axis=0)).astype(int)),
        Column("reciprocated", "share of its destinations from which some come back, 0 to 1",
               ratio(np.asarray(both.sum(axis=1)), out)),
        Column("flow_reciprocity", "share of its outflow that is balanced by a flow back, 0 to 1",
               ratio(np.asarray(shared.sum(axis=1)), total)),
        Column("balance", f"{by} in less {by} out", np.asarray(moves.sum(axis=0)) - total),
    ]  # fmt: skip
    figures = _figures(moves, out, float(both.sum() / there.sum()))
    figures["flow_reciprocity"] = float(shared.sum() / moves.sum())
    return Analysis("Reciprocity", tuple(columns), figures, {"by": by}, counts.about,
                    one_sided(counts))  # fmt: skip


def _figures(moves: Sparse, out: "Array", share: float) -> dict[str, Any]:
    size = len(out)
    density = moves.nnz / (size * (size - 1))
    sizes = {
        kind: int(np.bincount(connected_components(moves, connection=kind)[1]).max())
        for kind in ("strong", "weak")
    }
    return {
        "occupations": size,
        "edges": int(moves.nnz),
        "density": density,
        "reciprocity": share,
        "reciprocity_beyond_chance": (share - density) / (1 - density) if density < 1 else None,
        "mean_out_degree": float(out.mean()),
        "median_out_degree": float(np.median(out)),
        "largest_out_degree": int(out.max()),
        "largest_strong_component": sizes["strong"],
        "largest_weak_component": sizes["weak"],
    }


def net_flows(counts: Counts, *, minimum: int = 10, level: float = 0.95) -> Analysis:
    """Return the pairs between which many move, and whether more go one way than the other.

    The pairs with `minimum` persons both ways together, the surest net flow first; origin is the
    side that loses. Pairs of which one side was never counted as an origin are left out. Net flow
    n_ij - n_ji, asymmetry (n_ij - n_ji) / (n_ij + n_ji), z = (n_ij - n_ji) / sqrt(n_ij + n_ji), p
    that of the exact two-sided sign test, q by Benjamini and Hochberg over the pairs shown.
    `significant` are pairs with p < 1 - `level`; `significant_by_z` those whose z is beyond the
    normal quantile, which are more where few moved: the published table counts by it.
    """
    some_moves(counts, "the net flow", origins=2)
    first, second, forth, back = _pairs(_closed(counts), minimum)
    total = forth + back
    z = (forth - back) / np.sqrt(total)
    p = np.minimum(1, 2 * stats.binom.cdf(back, total, 0.5))
    q = false_discovery(p)
    order = np.lexsort((second, first, -z))
    columns = [
        *pair_columns(counts, first[order], second[order]),
        Column("forth", "persons who moved from origin to destination", whole(forth[order])),
        Column("back", "persons who moved the other way", whole(back[order])),
        Column("net", "forth less back, persons", whole((forth - back)[order])),
        Column("asymmetry", "net over both, 0 to 1", ((forth - back) / total)[order]),
        Column("z", "net flow in standard errors", z[order]),
        Column("p", "two-sided sign test", p[order]),
        Column("q", "false discovery rate at which it would be believed", q[order]),
    ]
    least = float(stats.norm.ppf(0.5 + level / 2))
    figures = {
        "pairs": len(z),
        "significant": int((p < 1 - level).sum()),
        "significant_by_z": int((z > least).sum()),
        "significant_after_correction": int((q < 1 - level).sum()),
    }
    return Analysis("Net flows", tuple(columns), figures,
                    {"minimum": minimum, "level": level}, counts.about,
                    one_sided(counts))  # fmt: skip


def _closed(counts: Counts) -> Sparse:
    """The moves to where moves back would have been counted."""
    back = ~never_origins(counts)
    return between(moved(counts), np.ones(len(back), bool), back)


def _pairs(moves: Sparse, minimum: int) -> "tuple[Array, Array, Array, Array]":
    """The side that loses, the other, and persons forth and back, of each pair once."""
    either = edges(sparse.triu(moves + moves.T, k=1))
    enough = either.sizes >= minimum
    one, other = either.origins[enough], either.destinations[enough]
    up, down = np.asarray(moves[one, other]), np.asarray(moves[other, one])
    loses = up >= down
    return (np.where(loses, one, other), np.where(loses, other, one),
            np.maximum(up, down), np.minimum(up, down))  # fmt: skip
