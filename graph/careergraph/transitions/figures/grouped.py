"""Moves made few enough to be seen: taken together by group, and all but the largest as others."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.flows import moved
from careergraph.transitions.analyses.recounting import renamed
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

OTHERS = "all others"


def grouped(counts: Counts, groups: Mapping[str, str]) -> Counts:
    """Return the counts between groups; who moves within one is a stayer of it.

    Occupations without a group are together in 'no group'.
    """
    return renamed(counts, [groups.get(code, "no group") for code in counts.codes])


def largest(sizes: "Array", most: int) -> list[int]:
    """Return the numbers of the `most` largest that are not zero, the largest first."""
    if most < 2:
        raise ParameterError(f"{most} occupations make no picture; take 2 or more")
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    return [int(n) for n in order[:most] if sizes[n] > 0]


def busiest(counts: Counts, most: int) -> Counts:
    """Return the counts among the occupations with most moves out of and into them."""
    moves = moved(counts)
    sizes = np.asarray(moves.sum(axis=1)) + np.asarray(moves.sum(axis=0))
    chosen = largest(sizes, most)
    if len(chosen) < 2:
        raise ParameterError("no moves are counted: there is nothing to draw")
    return counts.of(counts.codes[n] for n in chosen)
