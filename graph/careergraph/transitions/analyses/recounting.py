"""Counts with cells left out, or with their states under other names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from careergraph.transitions.analyses.flows import place
from careergraph.transitions.counts import Counts, Sparse

_MATRICES = ("persons", "weight", "distinct")


def recounted(counts: Counts, change: Callable[[Sparse], Sparse], **more: Any) -> Counts:
    """Return the counts with the same change made to each of their matrices."""
    held = {name: getattr(counts, name, None) for name in _MATRICES}
    changed = {name: change(matrix) for name, matrix in held.items() if matrix is not None}
    return replace(counts, **changed, **more)


def without(counts: Counts, pairs: Iterable[tuple[str, str]]) -> Counts:
    """Return the counts without some moves: a recoding, say, that only looks like one.

    Raises ParameterError for a state that is not there.
    """
    size = len(counts.codes)
    gone = [place(counts, one) * size + place(counts, other) for one, other in pairs]
    return recounted(counts, lambda matrix: _left(matrix, gone))


def _left(matrix: Sparse, gone: Sequence[int]) -> Sparse:
    found = matrix.tocoo()
    stays = ~np.isin(found.row.astype(np.int64) * found.shape[1] + found.col, gone)
    ends = found.row[stays], found.col[stays]
    return sparse.csr_array((found.data[stays], ends), found.shape)


def renamed(
    counts: Counts, names: Sequence[str], *, states: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
) -> Counts:  # fmt: skip
    """Return the counts with a new code for each state; states of one code are taken together.

    Who moves among these stays in it. `states` are there besides.
    """
    codes = sorted({*names, *states})
    number = {code: n for n, code in enumerate(codes)}
    ends = np.arange(len(names)), np.array([number[name] for name in names], dtype=int)
    shape = (len(names), len(codes))

    def merged(matrix: Sparse) -> Sparse:
        to = sparse.csr_array((np.ones(len(names), matrix.dtype), ends), shape)
        return sparse.csr_array(to.T @ matrix @ to)

    return recounted(counts, merged, codes=tuple(codes), labels=labels or {})
