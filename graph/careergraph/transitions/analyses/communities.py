"""Submarkets: groups of occupations among which people move more than to others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, imported
from careergraph.transitions.analyses.backbone import disparity
from careergraph.transitions.analyses.flows import (
    By,
    Edges,
    edges,
    moved,
    some_moves,
    state_columns,
)
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.analyses.networks import network
from careergraph.transitions.analyses.recounting import recounted
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

COLLAPSED = 0.9
"""With more of the occupations than this in one module, there is no partition to speak of."""


def leiden(
    counts: Counts, *, by: By = "persons", resolution: float = 1.0, seed: int = 1,
    classification: Mapping[str, str] | None = None,
) -> Analysis:  # fmt: skip
    """Return the community of each occupation that moved, by the Leiden algorithm.

    It raises directed modularity Q = sum_ij (F_ij / F.. - g F_i. F_.j / F..²) [c_i = c_j] with
    resolution g (Leicht and Newman 2008; Traag, Waltman and van Eck 2019). `classification` gives
    codes their group in a classification, with which the communities are compared by adjusted
    mutual information (Vinh, Epps and Bailey 2010): 1 the same, 0 as chance.
    """
    some_moves(counts, "communities", origins=2)
    if resolution <= 0:
        raise ParameterError(f"the resolution is {resolution:g}, expected above 0")
    leidenalg = imported("leidenalg", "communities by Leiden")
    found = edges(moved(counts, by))
    partition = leidenalg.find_partition(
        network(found, len(counts.codes)), leidenalg.RBConfigurationVertexPartition,
        weights="weight", resolution_parameter=resolution, seed=seed, n_iterations=-1,
    )  # fmt: skip
    parameters = {"method": "Leiden", "by": by, "resolution": resolution, "seed": seed}
    return _told(counts, found, partition.membership, parameters, classification)


def stability(
    counts: Counts, *, draws: int = 10, by: By = "persons", resolution: float = 1.0, seed: int = 1
) -> Analysis:
    """Return how far the communities found by Leiden depend on who happened to be asked.

    In each draw every move is made by as many persons as Poisson has it around those seen, and the
    communities of the draw are compared with those of all by adjusted mutual information over the
    occupations in both: 1 the same, 0 as chance.
    """
    metrics = imported("sklearn.metrics", "comparing communities")
    whole = _membership(leiden(counts, by=by, resolution=resolution, seed=seed))
    chance = np.random.default_rng(seed)
    found = []
    for draw in range(draws):
        drawn = recounted(counts, lambda held: _drawn(held, chance))
        part = _membership(leiden(drawn, by=by, resolution=resolution, seed=seed + draw))
        both = sorted(part.keys() & whole.keys())
        sides = ([side[code] for code in both] for side in (whole, part))
        found.append((max(part.values()), float(metrics.adjusted_mutual_info_score(*sides))))
    columns = (
        Column("draw", "its number", list(range(1, draws + 1))),
        Column("communities", "how many were found in it", [number for number, _ in found]),
        Column("ami", "with the communities of all", [ami for _, ami in found]),
    )
    figures = {
        "communities": max(whole.values()),
        "mean_ami": float(np.mean([a for _, a in found])),
    }
    parameters = {"draws": draws, "by": by, "resolution": resolution, "seed": seed}
    return Analysis("Stability of communities", columns, figures, parameters, counts.about)


def _membership(found: Analysis) -> dict[str, int]:
    return dict(zip(found.column("code"), found.column("community"), strict=True))


def _drawn(held: Sparse, chance: np.random.Generator) -> Sparse:
    drawn = held.copy()
    drawn.data = chance.poisson(held.data)
    drawn.eliminate_zeros()
    return drawn


def infomap(
    counts: Counts, *, by: By = "persons", alpha: float | None = 0.05, seed: int = 1,
    trials: int = 20, classification: Mapping[str, str] | None = None,
) -> Analysis:  # fmt: skip
    """Return the module of each occupation that moved, by Infomap on the backbone of the moves.

    It shortens the description of a random walk on the moves (the map equation: Rosvall and
    Bergstrom 2008), here in two levels, on the moves that the disparity filter keeps at `alpha`;
    with None on all of them, where it often finds one module only. A warning says so.
    """
    some_moves(counts, "communities", origins=2)
    module = imported("infomap", "communities by Infomap")
    kept = counts if alpha is None else disparity(counts, alpha=alpha, by=by)
    some_moves(kept, "communities on a backbone", origins=2)
    found = edges(moved(kept, by))
    search = module.Infomap(directed=True, two_level=True, seed=max(seed, 1), num_trials=trials,
                            silent=True)  # fmt: skip
    for origin, destination, size in zip(*(part.tolist() for part in found), strict=True):
        search.add_link(origin, destination, size)
    partition = search.run()
    modules = dict(partition.modules())
    membership = [modules.get(n, -1) for n in range(len(counts.codes))]
    parameters = {"method": "Infomap", "by": by, "alpha": alpha, "seed": seed, "trials": trials}
    return _told(counts, edges(moved(counts, by)), membership, parameters, classification,
                 codelength=float(partition.codelength))  # fmt: skip


def modularity(found: Edges, membership: "Array", resolution: float = 1.0) -> float:
    """Return Q of a partition of the states: moves inside less what chance has inside."""
    total, groups = found.sizes.sum(), int(membership.max()) + 1
    left, right = membership[found.origins], membership[found.destinations]
    out = np.bincount(left, found.sizes, groups)
    into = np.bincount(right, found.sizes, groups)
    inside = found.sizes[left == right].sum()
    return float(inside / total - resolution * (out * into).sum() / total**2)


def _told(
    counts: Counts, found: Edges, membership: Sequence[int], parameters: dict[str, Any],
    classification: Mapping[str, str] | None, **more: float,
) -> Analysis:  # fmt: skip
    """A partition as a table, the communities numbered from 1 by their size."""
    joined = np.zeros(len(counts.codes), bool)
    joined[found.origins] = joined[found.destinations] = True
    joined &= np.asarray(membership) >= 0
    number = _numbered(membership, joined)
    there = np.flatnonzero(joined)
    order = there[np.lexsort((there, number[there]))]
    columns = [
        Column("community", "its number, 1 the largest", number[order]),
        *state_columns(counts, order),
        *_ties(found, number, order),
    ]
    inner = joined[found.origins] & joined[found.destinations]
    within = Edges(*(part[inner] for part in found))
    figures: dict[str, Any] = {
        "occupations": len(order), "communities": int(number.max()),
        "modularity": modularity(within, number, parameters.get("resolution", 1.0)),
        "share_of_moves_inside": _inside(within, number),
    } | more  # fmt: skip
    if classification is not None:
        figures |= _compared(counts, within, number, order, classification)
    return Analysis("Communities", tuple(columns), figures, parameters, counts.about,
                    _warned(number[order], parameters))  # fmt: skip


def _numbered(membership: Sequence[int], joined: "Array") -> "Array":
    """The communities from 1 on, the largest first, then that of the first code; 0 for none."""
    sizes = Counter(m for m, there in zip(membership, joined, strict=True) if there)
    first = {m: membership.index(m) for m in sizes}
    ordered = sorted(sizes, key=lambda m: (-sizes[m], first[m]))
    number = {m: n for n, m in enumerate(ordered, start=1)}
    pairs = zip(membership, joined, strict=True)
    return np.array([number[m] if there else 0 for m, there in pairs])


def _ties(found: Edges, number: "Array", order: "Array") -> list[Column]:
    size = len(number)
    total = _at_either_end(found, size)
    same = number[found.origins] == number[found.destinations]
    inner = _at_either_end(Edges(*(part[same] for part in found)), size)
    return [
        Column("moves", "moves out of and into it", total[order]),
        Column("inside", "share of them within its community, 0 to 1",
               ratio(inner, total)[order]),
    ]  # fmt: skip


def _at_either_end(found: Edges, size: int) -> "Array":
    out = np.bincount(found.origins, found.sizes, size)
    into: Array = np.bincount(found.destinations, found.sizes, size)
    return out + into


def _inside(found: Edges, number: "Array") -> float:
    same = number[found.origins] == number[found.destinations]
    return float(found.sizes[same].sum() / found.sizes.sum())


def _compared(
    counts: Counts, found: Edges, number: "Array", order: "Array",
    classification: Mapping[str, str],
) -> dict[str, float]:  # fmt: skip
    """The classification itself as a partition, and how far the communities follow it."""
    known = [n for n in order if counts.codes[n] in classification]
    if len(known) < 2:
        raise ParameterError("the classification knows fewer than two of the occupations")
    groups = [classification[counts.codes[n]] for n in known]
    metrics = imported("sklearn.metrics", "comparing communities with a classification")
    names = {name: n for n, name in enumerate(sorted(set(groups)))}
    theirs = np.full(len(number), -1)
    theirs[known] = [names[group] for group in groups]
    both = (theirs[found.origins] >= 0) & (theirs[found.destinations] >= 0)
    within = Edges(*(part[both] for part in found))
    return {
        "ami_with_classification": float(metrics.adjusted_mutual_info_score(groups, number[known])),
        "modularity_of_classification": modularity(within, theirs),
        "share_inside_classification": _inside(within, theirs),
    }


def _warned(number: "Array", parameters: dict[str, Any]) -> tuple[str, ...]:
    largest = float(np.bincount(number).max() / len(number))
    if largest <= COLLAPSED:
        return ()
    mend = "raise the resolution" if parameters["method"] == "Leiden" else "lower alpha"
    return (
        f"one community holds {largest:.0%} of the occupations: the partition has collapsed and "
        f"says nothing; {mend}",
    )
