"""Moves that took nothing further: no degree, say, beyond what the origin demands already."""

from collections.abc import Mapping

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.barriers import Demands, check_demands, unknown_demands
from careergraph.transitions.analyses.flows import (
    By,
    edges,
    moved,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import ratio, wilson
from careergraph.transitions.counts import Counts


def without_further(
    counts: Counts, demands: Demands, demand: str, *, pay: Mapping[str, float] | None = None,
    better: float = 0.05, by: By = "persons", level: float = 0.95,
) -> Analysis:  # fmt: skip
    """Return for each origin that does not demand it the share of moves into such as do not either.

    Share_i = sum over j that do not demand it of F_ij / F_i., with Wilson's interval by persons.
    With `pay`, also the share of moves that pay more than (1 + better) times the origin, of all
    moves and of those without it; moves between occupations whose pay is not known are none of
    these. It says where people went, not what those had who went: movers may hold what their
    origin does not demand.
    """
    some_moves(counts, "moves without a further demand")
    check_demands(demands, [demand])
    asks = np.array([demand in demands.get(code, ()) for code in counts.codes])
    found, size = edges(moved(counts, by)), len(counts.codes)
    persons = np.asarray(moved(counts).sum(axis=1))
    origins = np.flatnonzero((persons > 0) & ~asks)
    if not len(origins):
        raise ParameterError(f"every origin demands {demand!r} already")

    def summed(which: np.ndarray) -> np.ndarray:
        return np.bincount(found.origins[which], found.sizes[which], size)[origins]

    free = ~asks[found.destinations]
    total, n = summed(np.ones(len(free), bool)), persons[origins]
    share = ratio(summed(free), total)
    low, high = wilson(share, n, level)
    columns = [
        *state_columns(counts, origins),
        Column("movers", "persons who left it", whole(n)),
        Column("without", f"share of moves into what does not demand {demand}, 0 to 1", share),
        Column("low", f"lower end of its {level:.0%} Wilson interval", low),
        Column("high", f"upper end of its {level:.0%} Wilson interval", high),
    ]
    figures = {"origins": len(origins), "without": float(summed(free).sum() / total.sum())}
    if pay is not None:
        value = np.array([pay.get(code, np.nan) for code in counts.codes], float)
        up = value[found.destinations] > (1 + better) * value[found.origins]
        columns += [
            Column("better_paid", f"share of moves that pay over {better:.0%} more, 0 to 1",
                   ratio(summed(up), total)),
            Column("better_paid_without", "the same, of the moves without it",
                   ratio(summed(up & free), summed(free))),
            Column("better_paid_with", "the same, of the moves that demand it",
                   ratio(summed(up & ~free), summed(~free))),
        ]  # fmt: skip
        figures |= {
            "better_paid": float(summed(up).sum() / total.sum()),
            "better_paid_without": float(ratio(summed(up & free).sum(), summed(free).sum())),
            "better_paid_with": float(ratio(summed(up & ~free).sum(), summed(~free).sum())),
        }
    parameters = {"demand": demand, "by": by, "level": level,
                  "better": better if pay is not None else None}  # fmt: skip
    return Analysis(f"Without further {demand}", tuple(columns), figures, parameters,
                    counts.about, unknown_demands(counts, demands))  # fmt: skip
