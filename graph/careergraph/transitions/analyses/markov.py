"""Moves taken as a Markov chain: where it settles, how long ways take, what is reached.

Powers of a matrix mislead where people are not alike or codes are noisy: `order` tests for it, and
every result here says so.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse.csgraph import dijkstra

from careergraph.errors import ParameterError
from careergraph.transitions.analyses import chains
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.correlations import pearson
from careergraph.transitions.analyses.flows import (
    By,
    held,
    one_sided,
    place,
    some_moves,
    state_columns,
)
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

MISLEADS = (
    "a chain forgets how one came to a state, and takes all in it for alike; people do neither. "
    "Hold it against observed moves over several steps before using it"
)


def markov(
    counts: Counts, *, by: By = "persons", sizes: Mapping[str, float] | None = None
) -> Analysis:
    """Return where the chain of observed moves would settle, and how soon each state is reached.

    On the largest set of occupations each of which leads to each, moves out of it left out:
    stationary shares pi = pi P; mean first passage m_ij = (z_jj - z_ij) / pi_j with
    Z = (I - P + 1 pi')^-1, averaged over starts by pi; Kemeny's constant tr Z (Kemeny and Snell
    1960). `sizes` (employment, say) are held against pi. A step is the interval of the counts.
    """
    some_moves(counts, "a Markov chain", origins=2)
    part, p = chains.chain(counts, by)
    pi, passage, kemeny = chains.settled(p)
    order = np.lexsort((part, -pi))
    persons = np.asarray(held(counts, by).sum(axis=1))[part]
    columns = [
        *state_columns(counts, part[order]),
        Column("at_risk", f"{by} in it when the interval began", persons[order]),
        Column("stationary", "share in it when the chain has settled, 0 to 1", pi[order]),
        Column("observed", "share of those at risk in it, 0 to 1",
               (persons / persons.sum())[order]),
        Column("return_time", "mean steps until one who left is back, 1 / stationary",
               1 / pi[order]),
        Column("passage_to", "mean steps to it from elsewhere, by stationary shares",
               (pi @ passage / (1 - pi))[order]),
        Column("passage_from", "mean steps from it to elsewhere, by stationary shares",
               (passage @ pi / (1 - pi))[order]),
    ]  # fmt: skip
    figures = {
        "occupations": len(part),
        "occupations_left_out": len(counts.codes) - len(part),
        "kemeny": kemeny,
        "second_eigenvalue": chains.second_eigenvalue(p),
        "correlation_with_observed": pearson(pi, persons),
    }
    if sizes is not None:
        given = np.array([sizes.get(counts.codes[n], np.nan) for n in part], float)
        figures["correlation_with_sizes"] = pearson(pi, given)
    return Analysis("Markov chain", tuple(columns), figures, {"by": by}, counts.about,
                    (*one_sided(counts), MISLEADS))  # fmt: skip


def reach(counts: Counts, start: str, *, steps: int = 3, by: By = "persons") -> Analysis:
    """Return where one is after so many steps from a start, and the likeliest way there.

    (P^k)_ij among the states that the start leads to; the way is the most probable one of any
    length, the shortest path on -log P_ij. Those who reach a state whose own moves were never
    counted stay there. Raises ParameterError for an unknown start or one nobody was seen in.
    """
    begun = place(counts, start)
    p = chains.probabilities(held(counts, by))
    if np.isnan(p[begun]).any():
        raise ParameterError(f"nobody was seen to begin in {start!r}: where it leads is not known")
    unseen = np.isnan(p).any(axis=1)
    p[unseen] = np.eye(len(p))[unseen]
    reached = chains.after(p, steps)[begun]
    costs, before = _likeliest(p, begun)
    order = np.lexsort((np.arange(len(p)), -reached))
    order = order[reached[order] > 0]
    ways = [_way(counts, before, int(n)) for n in order]
    columns = [
        *state_columns(counts, order),
        Column("probability", f"chance of being in it after {steps} steps, 0 to 1",
               reached[order]),
        Column("best_way", "chance of the likeliest way there, each of its moves made at once",
               np.exp(-costs[order])),
        Column("way", "that way", [" > ".join(way) for way in ways]),
    ]  # fmt: skip
    figures = {"start": counts.codes[begun], "reached": len(order),
               "still_there": float(reached[begun])}  # fmt: skip
    return Analysis(f"{steps} steps from {counts.label(counts.codes[begun])}", tuple(columns),
                    figures, {"by": by, "steps": steps}, counts.about,
                    (*one_sided(counts), MISLEADS))  # fmt: skip


def _likeliest(p: "Array", start: int) -> "tuple[Array, Array]":
    """What the likeliest way to each state costs on -log P, and the state before it on the way."""
    costs = np.full(p.shape, np.inf)
    np.log(p, out=costs, where=p > 0)
    costs[p > 0] = np.maximum(-costs[p > 0], 1e-12)  # a sure step is a step, too
    np.fill_diagonal(costs, np.inf)
    found, before = dijkstra(costs, indices=start, return_predecessors=True)
    return found, before


def _way(counts: Counts, before: "Array", end: int) -> list[str]:
    way = [end]
    while before[way[0]] >= 0:
        way.insert(0, int(before[way[0]]))
    return [counts.codes[n] for n in way]


def absorption(counts: Counts, targets: Sequence[str], *, by: By = "persons") -> Analysis:
    """Return how likely each target is the first of them to be reached from each occupation.

    B = (I - Q)^-1 R, Q among the others and R into the targets (Kemeny and Snell 1960); mean steps
    until any is reached are missing where one may end where no target can be reached.
    """
    ends = [place(counts, name) for name in dict.fromkeys(targets)]
    if not ends:
        raise ParameterError("no target is named")
    p = chains.probabilities(held(counts, by))
    p[np.isnan(p).any(axis=1)] = 0
    first, steps = chains.absorption(p, ends)
    others = [n for n in range(len(p)) if n not in ends and first[n].sum() > 0]
    columns = [
        *state_columns(counts, others),
        *(Column(f"first_{counts.codes[end]}", f"chance that {counts.label(counts.codes[end])} is "
                 "the first target reached, 0 to 1", first[others, n])
          for n, end in enumerate(ends)),
        Column("steps", "mean steps to any target; missing where it may never be",
               np.where(np.isfinite(steps), steps, np.nan)[others]),
    ]  # fmt: skip
    return Analysis("Absorption", tuple(columns), {"origins": len(others)},
                    {"by": by, "targets": [counts.codes[end] for end in ends]}, counts.about,
                    (*one_sided(counts), MISLEADS))  # fmt: skip


def retention_after(one: Counts, several: Counts, *, steps: int, by: By = "persons") -> Analysis:
    """Return who is predicted by k steps of a chain to be where he was, and who was seen to be.

    The Chapman-Kolmogorov check on two sets of counts of the same states: (P^k)_ii with P from
    `one` step's counts, against retention in counts of k steps. Where people differ in how much
    they move, or codes err, prediction falls short (Blumen, Kogan and McCarthy 1955).
    """
    if one.codes != several.codes:
        raise ParameterError("the two counts are not of the same codes")
    p, seen = (chains.probabilities(held(counts, by)) for counts in (one, several))
    known = np.flatnonzero(~np.isnan(p).any(axis=1) & ~np.isnan(seen).any(axis=1))
    whole = np.nan_to_num(p)
    predicted = chains.after(whole, steps).diagonal()[known]
    observed = seen.diagonal()[known]
    columns = [
        *state_columns(one, known),
        Column("one_step", "share there after one step, 0 to 1", p.diagonal()[known]),
        Column("predicted", f"share there after {steps} by the chain", predicted),
        Column("observed", f"share seen there after {steps}", observed),
        Column("observed_less_predicted", "what the chain misses", observed - predicted),
    ]
    figures = {
        "median_one_step": float(np.median(p.diagonal()[known])),
        "median_predicted": float(np.median(predicted)),
        "median_observed": float(np.median(observed)),
    }
    return Analysis("Chapman-Kolmogorov check", tuple(columns), figures,
                    {"steps": steps, "by": by}, one.about)  # fmt: skip
