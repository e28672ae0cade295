"""Moves that took nothing further: no degree, say, beyond what the origin demands already."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.barriers import Demands, check_demands, unknown_demands
from careergraph.transitions.analyses.flows import (
    By,
    Edges,
    edges,
    moved,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import bounds, ratio
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


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
    found, persons = edges(moved(counts, by)), np.asarray(moved(counts).sum(axis=1))
    origins = np.flatnonzero((persons > 0) & ~asks)
    if not len(origins):
        raise ParameterError(f"every origin demands {demand!r} already")
    inner = np.isin(found.origins, origins)
    found = Edges(*(part[inner] for part in found))
    every, free = np.ones(len(found.sizes), bool), ~asks[found.destinations]
    share = _share(found, free, every, len(asks))
    columns = [
        *state_columns(counts),
        Column("movers", "persons who left it", whole(persons)),
        Column("without", f"share of moves into what does not demand {demand}, 0 to 1", share),
        *bounds("without", *wilson(share, persons, level), level),
    ]
    figures = {"origins": len(origins), "without": _mean(found, free, every)}
    if pay is not None:
        up = _better(counts, found, pay, better)
        of = {"": every, "_without": free, "_with": ~free}
        for side, moves in of.items():
            words = f"share of moves{_SIDES[side]} that pay over {better:.0%} more, 0 to 1"
            values = _share(found, up & moves, moves, len(asks))
            columns.append(Column(f"better_paid{side}", words, values))
            figures[f"better_paid{side}"] = _mean(found, up & moves, moves)
    parameters = {"demand": demand, "by": by, "level": level,
                  "better": better if pay is not None else None}  # fmt: skip
    return Analysis(f"Without further {demand}", in_order(columns, origins), figures, parameters,
                    counts.about, unknown_demands(counts, demands))  # fmt: skip


_SIDES = {"": "", "_without": " without it", "_with": " that demand it"}


def _better(counts: Counts, found: Edges, pay: Mapping[str, float], better: float) -> "Array":
    value = np.array([pay.get(code, np.nan) for code in counts.codes], float)
    up: Array = value[found.destinations] > (1 + better) * value[found.origins]
    return up


def _share(found: Edges, part: "Array", of: "Array", size: int) -> "Array":
    """The share of some moves among others, for each origin."""
    sums = (np.bincount(found.origins[w], found.sizes[w], size) for w in (part, of))
    return ratio(*sums)


def _mean(found: Edges, part: "Array", of: "Array") -> float:
    return float(ratio(found.sizes[part].sum(), found.sizes[of].sum()))
