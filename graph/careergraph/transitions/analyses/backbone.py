"""The moves that stand out from their surroundings."""

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.flows import By, edges, moved
from careergraph.transitions.analyses.recounting import recounted
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def disparity(counts: Counts, *, alpha: float = 0.05, by: By = "persons") -> Counts:
    """Return the counts of those moves only that stand out at one of their ends; and all stayers.

    The disparity filter (Serrano, Boguna and Vespignani 2009): where i's outflow, spread at random
    over its k destinations, gives one of them a share of p_ij or more with probability
    (1 - p_ij)^(k - 1) < alpha, the move is kept; likewise seen from j over its origins. A state's
    only move can not stand out at that end.
    """
    if not 0 < alpha <= 1:
        raise ParameterError(f"alpha is {alpha:g}, expected above 0 and at most 1")
    found = edges(moved(counts, by))
    chance = np.minimum(*(_chance(ends, found.sizes) for ends in found[:2]))
    kept = chance < alpha
    mask = sparse.csr_array(
        (np.ones(int(kept.sum())), (found.origins[kept], found.destinations[kept])),
        counts.persons.shape,
    ) + sparse.eye_array(len(counts.codes), format="csr")
    return recounted(counts, lambda held: sparse.csr_array(held.multiply(mask), dtype=held.dtype))


def _chance(ends: "Array", sizes: "Array") -> "Array":
    """How likely each size is at random, among those at the same end; 1 for one alone."""
    degree = np.bincount(ends)[ends]
    share = sizes / np.bincount(ends, sizes)[ends]
    found: Array = np.where(degree > 1, (1 - share) ** (degree - 1), 1.0)
    return found
