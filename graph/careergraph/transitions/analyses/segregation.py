"""How unlike two groups are spread over occupations, and what else an occupation's people have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import (
    By,
    edges,
    held,
    moved,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.analyses.periods import aligned, both
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def dissimilarity(one: "Array", other: "Array") -> float:
    """Return D = 1/2 sum |a_i / A - b_i / B|: the share of a group that would have to change place.

    Duncan and Duncan 1955; 0 where both are spread alike, 1 where they share no place.

    >>> dissimilarity(np.array([1, 1]), np.array([1, 3]))
    0.25
    """
    return float(np.abs(one / one.sum() - other / other.sum()).sum() / 2)


def segregation(
    one: Counts, other: Counts, *, by: By = "persons", draws: int = 200, seed: int = 1
) -> Analysis:
    """Return how unlike two groups are spread before their moves and after, by occupation.

    The index of dissimilarity at the interval's begin and end, of the same persons, so that the
    difference is what moves did. Small samples look segregated: `by_chance` is the mean D of
    `draws` in which both groups, as big as they are, are spread alike (Winship 1977).
    """
    one, other = aligned(one, other)
    began = [np.asarray(held(counts, by).sum(axis=1)) for counts in (one, other)]
    ended = [np.asarray(held(counts, by).sum(axis=0)) for counts in (one, other)]
    if not all(side.sum() for side in began):
        raise ParameterError("one of the groups has nobody in it")
    shares = [side / side.sum() for side in (*began, *ended)]
    columns = [*state_columns(one)]
    for name, share in zip(("one_before", "other_before", "one_after", "other_after"), shares,
                           strict=True):  # fmt: skip
        columns.append(Column(name, "share of the group in it, 0 to 1", share))
    adds = (np.abs(shares[2] - shares[3]) - np.abs(shares[0] - shares[1])) / 2
    columns.append(Column("adds", "what it adds to the index by moves", adds))
    heads = [np.asarray(held(counts).sum(axis=1)) for counts in (one, other)]
    before, after = dissimilarity(*began), dissimilarity(*ended)
    figures = {"before": before, "after": after, "by_moves": after - before,
               "by_chance": _by_chance(heads, draws, seed)}  # fmt: skip
    return Analysis("Segregation", tuple(columns), figures,
                    {"by": by, "draws": draws, "seed": seed},
                    both(one.about, other.about))  # fmt: skip


def _by_chance(heads: "list[Array]", draws: int, seed: int) -> float:
    chance = np.random.default_rng(seed)
    spread = sum(heads) / sum(side.sum() for side in heads)
    sizes = [int(side.sum()) for side in heads]
    found = [dissimilarity(*(chance.multinomial(n, spread) for n in sizes)) for _ in range(draws)]
    return float(np.mean(found))


def outside_options(counts: Counts, pay: Mapping[str, float], *, by: By = "persons") -> Analysis:
    """Return what leavers of each occupation get elsewhere: its outside-option index.

    O_i = sum_j P_ij w_j over j other than i, P the shares of its leavers (Schubert, Stansbury and
    Taska 2024). Destinations without known pay are left out, and `known` says what is left.
    """
    some_moves(counts, "outside options")
    value = np.array([pay.get(code, np.nan) for code in counts.codes], float)
    found, size = edges(moved(counts, by)), len(counts.codes)
    there = np.isfinite(value[found.destinations])
    if not there.any():
        raise ParameterError("no destination has a value")
    total = np.bincount(found.origins, found.sizes, size)
    known = np.bincount(found.origins[there], found.sizes[there], size)
    paid = (found.sizes * value[found.destinations])[there]
    option = ratio(np.bincount(found.origins[there], paid, size), known)
    order = np.flatnonzero(known > 0)
    movers = np.asarray(moved(counts).sum(axis=1))
    columns = [
        *state_columns(counts, order),
        Column("movers", "persons who left it", whole(movers[order])),
        Column("pay", "its own, as given", value[order]),
        Column("outside_option", "mean pay where its leavers went", option[order]),
        Column("over_own", "outside option over its own pay", ratio(option, value)[order]),
        Column("known", "share of its leavers whose new pay is known, 0 to 1",
               ratio(known, total)[order]),
    ]  # fmt: skip
    figures = {"origins": len(order),
               "share_of_moves_with_values": float(known.sum() / total.sum())}  # fmt: skip
    return Analysis("Outside options", tuple(columns), figures, {"by": by}, counts.about)
