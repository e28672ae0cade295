"""Whole careers compared: how far one sequence of states is from another, and which are alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Method = Literal["medoids", "ward"]
MISSING = "*"
"""The state of a time at which the state is not known, where these are kept."""

_AT_ONCE = 200_000
"""So many pairs are aligned at once."""


class Coded(NamedTuple):
    """Sequences of equal length as numbers, persons × times, and the states they stand for."""

    numbers: "Array"
    states: list[str]
    persons: list[str]


def coded(
    sequences: Sequence[Sequence[str | None]], persons: Sequence[str] | None = None,
    *, keep_missing: bool = False,
) -> Coded:  # fmt: skip
    """Return sequences as numbers. Those with a missing state are left out, or it is a state.

    Raises ParameterError when lengths differ, or fewer than two are left.
    """
    names = list(map(str, persons or range(1, len(sequences) + 1)))
    lengths = {len(each) for each in sequences}
    if len(lengths) > 1:
        raise ParameterError(f"sequences are {min(lengths)} to {max(lengths)} times long; they "
                             "must be equally long")  # fmt: skip
    filled = [[MISSING if s is None else s for s in each] for each in sequences]
    kept = [n for n, each in enumerate(filled) if keep_missing or MISSING not in each]
    if len(kept) < 2:
        raise ParameterError(f"{len(kept)} of {len(sequences)} sequences have no missing state; "
                             "two at least are needed")  # fmt: skip
    states = sorted({state for n in kept for state in filled[n]})
    number = {state: n for n, state in enumerate(states)}
    numbers = np.array([[number[state] for state in filled[n]] for n in kept])
    return Coded(numbers, states, [names[n] for n in kept])


def transition_costs(found: Coded, constant: float = 2.0) -> "Array":
    """Return what it costs to put one state for another: c - p_ij - p_ji, 0 for the same.

    p are shares of moves from one time to the next over all sequences (TRATE: Rohwer and Pötter).
    """
    size = len(found.states)
    counts = np.zeros((size, size))
    np.add.at(counts, (found.numbers[:, :-1].ravel(), found.numbers[:, 1:].ravel()), 1)
    p = np.nan_to_num(ratio(counts, counts.sum(axis=1, keepdims=True)))
    costs: Array = constant - p - p.T
    np.fill_diagonal(costs, 0)
    return costs


def distances(found: Coded, costs: "Array | None" = None, *, indel: float = 1.0) -> "Array":
    """Return how much it costs to turn each sequence into each other: optimal matching.

    The cheapest insertions and deletions (`indel` each) and substitutions (Needleman and Wunsch
    1970; Abbott and Forrest 1986), by dynamic programming over all pairs of different sequences at
    once.
    """
    table = transition_costs(found) if costs is None else costs
    unique, member = np.unique(found.numbers, axis=0, return_inverse=True)
    first, second = np.triu_indices(len(unique), k=1)
    between = np.zeros((len(unique), len(unique)))
    for start in range(0, len(first), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        aligned = _aligned(unique[first[part]], unique[second[part]], table, indel)
        between[first[part], second[part]] = aligned
    between += between.T
    whole: Array = between[np.ix_(member.ravel(), member.ravel())]
    return whole


def _aligned(one: "Array", other: "Array", costs: "Array", indel: float) -> "Array":
    """The cost of each pair, a row of the table after the other, all pairs side by side."""
    length = one.shape[1]
    above = [np.full(len(one), indel * k) for k in range(other.shape[1] + 1)]
    for i in range(length):
        row = [above[0] + indel]
        for j in range(other.shape[1]):
            change = above[j] + costs[one[:, i], other[:, j]]
            gap = np.minimum(above[j + 1], row[j]) + indel
            row.append(np.minimum(change, gap))
        above = row
    return above[-1]


def silhouettes(between: "Array", member: "Array") -> "Array":
    """Return (b - a) / max(a, b) of each: a its mean distance in its cluster, b in the nearest.

    -1 to 1; 0 for one alone (Rousseeuw 1987).
    """
    groups = np.eye(int(member.max()) + 1)[member]
    sizes = groups.sum(axis=0)
    sums = between @ groups
    own = sums[np.arange(len(member)), member]
    a = own / np.maximum(sizes[member] - 1, 1)
    others = np.where(groups > 0, np.inf, sums / sizes)
    b = others.min(axis=1)
    widest = np.maximum(a, b)
    alone = (sizes[member] == 1) | (widest == 0)
    found: Array = np.where(alone, 0.0, (b - a) / np.where(widest == 0, 1, widest))
    return found


def medoids(between: "Array", number: int, weights: "Array | None" = None) -> "Array":
    """Return the numbers of the medoids: each object counts by its distance to the nearest.

    Partitioning around medoids: built greedily, then swapped while a swap helps (Kaufman and
    Rousseeuw 1990). No chance in it; ties go to the first.
    """
    w = np.ones(len(between)) if weights is None else weights
    chosen = [int((w @ between).argmin())]
    nearest = between[chosen[0]].copy()
    while len(chosen) < number:
        totals = w @ np.minimum(between, nearest[:, None])
        totals[chosen] = np.inf
        chosen.append(int(totals.argmin()))
        nearest = np.minimum(nearest, between[chosen[-1]])
    while True:
        best = (float(w @ between[chosen].min(axis=0)) - 1e-9, -1, -1)
        for place in range(number):
            rest = chosen[:place] + chosen[place + 1 :]
            left = between[rest].min(axis=0) if rest else np.full(len(between), np.inf)
            totals = w @ np.minimum(between, left[:, None])
            best = min(best, (float(totals.min()), place, int(totals.argmin())))
        if best[1] < 0:
            return np.array(sorted(chosen))
        chosen[best[1]] = best[2]


def clusters(
    found: Coded, *, number: int | None = None, method: Method = "medoids", indel: float = 1.0,
    costs: "Array | None" = None, most: int = 8, about: About | None = None,
) -> Analysis:  # fmt: skip
    """Return the cluster of each person, by optimal matching and medoids or Ward.

    Without `number` the one from 2 to `most` with the greatest average silhouette width (ASW) is
    taken; the figures hold that of each. Ward's criterion (Ward 1963) is for squared Euclidean
    distances; on these it is a custom. Longitudinal entropy is of the shares of time in each state
    over its maximum, complexity sqrt(moves / (T - 1) times that) (Gabadinho et al. 2010).
    """
    between = distances(found, costs, indel=indel)
    tried = _tried(len(np.unique(found.numbers, axis=0)), number, most)
    members = {k: _members(between, k, method) for k in tried}
    widths = {k: silhouettes(between, member) for k, member in members.items()}
    best = max(tried, key=lambda k: (widths[k].mean(), -k))
    member, center = _ordered(members[best], between)
    everyone = np.arange(len(member))
    entropy, complexity = _complexity(found)
    columns = [
        Column("person", "as named in the sequences", found.persons),
        Column("cluster", "its number, 1 the largest", member + 1),
        Column("silhouette", "how well it fits there, -1 to 1", widths[best]),
        Column("medoid", "whether it stands for its cluster", np.isin(everyone, center)),
        Column("distance", "cost of turning it into its medoid",
               between[everyone, center[member]]),
        Column("entropy", "of time over states, 0 to 1", entropy),
        Column("complexity", "of moves and entropy, 0 to 1", complexity),
        Column("sequence", "its states in order, repeats counted",
               [spelled(row, found.states) for row in found.numbers]),
    ]  # fmt: skip
    figures = {"sequences": len(member), "clusters": best, "asw": float(widths[best].mean())}
    figures |= {f"asw_of_{k}": float(widths[k].mean()) for k in tried}
    parameters = {"method": method, "indel": indel, "costs": "TRATE" if costs is None else "given",
                  "most": most}  # fmt: skip
    return Analysis("Clusters of sequences", in_order(columns, np.lexsort((everyone, member))),
                    figures, parameters, about or About())  # fmt: skip


def _tried(different: int, number: int | None, most: int) -> list[int]:
    """The numbers of clusters to try."""
    if different < 2:
        raise ParameterError("all sequences are the same; there is nothing to cluster")
    if number is None:
        return list(range(2, min(most, different) + 1))
    if not 2 <= number <= different:
        raise ParameterError(f"{number} clusters of {different} different sequences; take 2 to "
                             f"{different}")  # fmt: skip
    return [number]


def _members(between: "Array", number: int, method: Method) -> "Array":
    if method == "medoids":
        return np.asarray(between[medoids(between, number)].argmin(axis=0))
    if method != "ward":
        raise ParameterError(f"clusters are by 'medoids' or 'ward', not by {method!r}")
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    tree = linkage(squareform(between, checks=False), "ward")
    _, member = np.unique(fcluster(tree, number, "maxclust"), return_inverse=True)
    return np.asarray(member)


def _ordered(member: "Array", between: "Array") -> "tuple[Array, Array]":
    """The clusters numbered by their size, and the medoid of each."""
    sizes = np.bincount(member)
    first = [int((member == k).argmax()) for k in range(len(sizes))]
    ranked = sorted(range(len(sizes)), key=lambda k: (-sizes[k], first[k]))
    number = np.argsort(ranked)
    renamed = number[member]
    center = []
    for k in range(len(sizes)):
        inside = np.flatnonzero(renamed == k)
        center.append(int(inside[between[np.ix_(inside, inside)].sum(axis=0).argmin()]))
    return renamed, np.array(center)


def _complexity(found: Coded) -> "tuple[Array, Array]":
    length, size = found.numbers.shape[1], len(found.states)
    shares = np.stack([(found.numbers == k).mean(axis=1) for k in range(size)], axis=1)
    logs = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    entropy = -(shares * logs).sum(axis=1) / max(np.log(size), 1e-300)
    moves = (found.numbers[:, 1:] != found.numbers[:, :-1]).sum(axis=1) / max(length - 1, 1)
    return np.maximum(entropy, 0), np.sqrt(np.maximum(moves * entropy, 0))


def spelled(numbers: "Array", states: Sequence[str]) -> str:
    """Return a sequence in words, repeats counted.

    >>> spelled(np.array([0, 0, 1]), ["school", "work"])
    'school 2, work 1'
    """
    starts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
    lengths = np.diff(np.r_[starts, len(numbers)])
    return ", ".join(f"{states[numbers[s]]} {n}" for s, n in zip(starts, lengths, strict=True))
