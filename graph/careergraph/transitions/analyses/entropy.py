"""How many places people go to from each occupation, and how evenly."""

from typing import TYPE_CHECKING

import numpy as np

from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import (
    By,
    edges,
    moved,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def entropy(counts: Counts, *, by: By = "persons", minimum: int = 20) -> Analysis:
    """Return for each origin how spread its destinations are, the most spread first.

    With p_j = F_ij / F_i. over the moves out of i: Shannon entropy H = - sum p log p in nats,
    Miller and Madow's correction H + (K - 1) / 2n for K destinations seen in n moves (Miller 1955),
    effective destinations exp(H) (Hill 1973), and concentration HHI = sum p² (1 is one destination
    only; Herfindahl, Hirschman). Figures are means over origins with `minimum` movers at least: on
    fewer, what is measured is mostly how few there are.
    """
    some_moves(counts, "entropy")
    moves, persons = moved(counts, by), moved(counts)
    n = np.asarray(persons.sum(axis=1))
    seen = np.diff(moves.indptr)
    shannon, squares = _shannon(moves), _squares(moves)
    corrected = shannon + ratio(seen - 1, 2 * n)
    enough = n >= minimum
    order = np.lexsort((np.arange(len(n)), -np.nan_to_num(shannon, nan=-1), ~enough))
    order = order[n[order] > 0]
    columns = [
        *state_columns(counts, order),
        Column("movers", "persons who left it", whole(n[order])),
        Column("destinations", "different destinations seen", seen[order]),
        Column("entropy", "Shannon entropy of its destinations, nats", shannon[order]),
        Column("miller_madow", "the same, corrected for few movers, nats", corrected[order]),
        Column("effective", "effective number of destinations, exp(entropy)",
               np.exp(shannon[order])),
        Column("hhi", "concentration of destinations, 0 to 1", squares[order]),
        Column("enough", f"{minimum} movers or more: counted in the figures", enough[order]),
    ]  # fmt: skip
    figures = _figures(shannon, corrected, squares, enough)
    return Analysis("Destinations: entropy and concentration", tuple(columns), figures,
                    {"by": by, "minimum": minimum}, counts.about,
                    () if enough.any() else (_TOO_FEW.format(minimum),))  # fmt: skip


_TOO_FEW = "no origin has {} movers: there are no figures"


def _shannon(moves: Sparse) -> "Array":
    """Entropy of each row in nats, NaN for an empty one."""
    total = np.asarray(moves.sum(axis=1))
    rows, _, sizes = edges(moves)
    p = sizes / total[rows]
    found = np.bincount(rows, -p * np.log(p), len(total))
    return np.where(total > 0, found, np.nan)


def _squares(moves: Sparse) -> "Array":
    total = np.asarray(moves.sum(axis=1))
    rows, _, sizes = edges(moves)
    return np.where(total > 0, np.bincount(rows, (sizes / total[rows]) ** 2, len(total)), np.nan)


def _figures(
    shannon: "Array", corrected: "Array", squares: "Array", enough: "Array"
) -> dict[str, float | int]:
    if not enough.any():
        return {"origins": 0}
    return {
        "origins": int(enough.sum()),
        "mean_entropy": float(shannon[enough].mean()),
        "mean_miller_madow": float(corrected[enough].mean()),
        "mean_effective": float(np.exp(shannon[enough]).mean()),
        "mean_hhi": float(squares[enough].mean()),
    }
