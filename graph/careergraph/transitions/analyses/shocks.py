"""What is lost when a role disappears or a requirement is added, and where people would go.

People are sent on by the shares in which others went. That is an assumption, not a forecast: it
knows nothing of how many are wanted where they go.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components, shortest_path

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.barriers import Demands, unknown_demands
from careergraph.transitions.analyses.flows import (
    By,
    between,
    held,
    moved,
    place,
    some_moves,
    state_columns,
)
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

BY_SHARES = (
    "people are sent on by observed shares: no forecast, and no account of how many are wanted"
)


def role_gone(counts: Counts, role: str, *, by: By = "persons") -> Analysis:
    """Return where people of a role that disappears would go, and who loses a way out.

    Incumbents N_r go by the observed shares of its leavers, F_rj / F_r.; those who would have
    moved into it go on by the other shares of their origin, F_ij / (F_i. - F_ir). Pressure is what
    an occupation receives over those in it.
    """
    some_moves(counts, "a shock", origins=2)
    gone, moves = place(counts, role), moved(counts, by)
    left = np.asarray(moves[[gone], :].sum(axis=0))
    if not left.sum():
        raise ParameterError(f"nobody was seen to leave {role!r}: where its people would go is "
                             "not known")  # fmt: skip
    incumbents = float(held(counts, by)[[gone], :].sum())
    there = _only(len(counts.codes), [gone])
    blocked = between(moves, np.ones(len(there), bool), there)
    displaced = incumbents * left / left.sum()
    lost, received, stuck = _redirected(moves, blocked)
    columns = _columns(counts, by, moves, lost, received, stuck)
    columns.append(Column("displaced", f"{by} of the role that would come to it", displaced))
    columns.append(Column("share", "share of those who left the role, 0 to 1",
                          left / left.sum()))  # fmt: skip
    columns.append(_pressure(counts, by, displaced + received))
    order = np.lexsort((np.arange(len(left)), -(lost + displaced)))
    order = order[((lost + displaced + received) > 0)[order] & (order != gone)]
    figures = {"incumbents": incumbents, **_totals(moves, blocked, stuck),
               "pairs_cut": _reachable(moves) - _reachable(between(moves, ~there, ~there))
               - _through(moves, gone)}  # fmt: skip
    title = f"Without {counts.label(counts.codes[gone])}"
    return Analysis(title, in_order(columns, order), figures,
                    {"role": counts.codes[gone], "by": by}, counts.about,
                    (BY_SHARES,))  # fmt: skip


def demand_added(
    counts: Counts, roles: Collection[str], demand: str, demands: Demands, *, by: By = "persons"
) -> Analysis:
    """Return which moves a new requirement of some roles would close, and where people would go.

    Closed are the moves into the roles from origins that do not demand it themselves, and are not
    among the roles; who would have made them goes by the other shares of the origin,
    F_ij / (F_i. - closed). Stuck are those whose origin has no other.
    """
    some_moves(counts, "a shock", origins=2)
    ends = sorted({place(counts, role) for role in roles})
    if not ends:
        raise ParameterError("no role is named that would demand it")
    moves, size = moved(counts, by), len(counts.codes)
    lacks = np.array([demand not in demands.get(code, ()) for code in counts.codes])
    into = _only(size, ends)
    blocked = between(moves, lacks & ~into, lacks & into)
    if not blocked.nnz:
        raise ParameterError(f"no move would be closed: nobody came to these roles from where "
                             f"{demand!r} is not demanded, or they demand it already")  # fmt: skip
    lost, received, stuck = _redirected(moves, blocked)
    columns = _columns(counts, by, moves, lost, received, stuck)
    kept_out = np.asarray(blocked.sum(axis=0))
    columns.append(Column("kept_out", f"{by} who would not come to it", kept_out))
    columns.append(_pressure(counts, by, received - kept_out))
    order = np.lexsort((np.arange(size), -(lost + kept_out)))
    order = order[((lost + kept_out + received) > 0)[order]]
    parameters = {"roles": [counts.codes[n] for n in ends], "demand": demand, "by": by}
    return Analysis(f"{demand} demanded of {len(ends)} roles", in_order(columns, order),
                    _totals(moves, blocked, stuck), parameters, counts.about,
                    (*unknown_demands(counts, demands), BY_SHARES))  # fmt: skip


def _only(size: int, numbers: Collection[int]) -> "Array":
    found: Array = np.isin(np.arange(size), list(numbers))
    return found


def _redirected(moves: Sparse, blocked: Sparse) -> "tuple[Array, Array, Array]":
    """Of each state: what it loses as origin, what it receives instead, and who is stuck in it."""
    lost = np.asarray(blocked.sum(axis=1))
    open_moves = sparse.csr_array(moves - blocked)
    others = np.asarray(open_moves.sum(axis=1))
    rate = np.nan_to_num(ratio(lost, others))
    received: Array = rate @ open_moves
    return lost, received, np.where(others > 0, 0, lost)


def _columns(
    counts: Counts, by: By, moves: Sparse, lost: "Array", received: "Array", stuck: "Array"
) -> list[Column]:
    total = np.asarray(moves.sum(axis=1))
    return [
        *state_columns(counts),
        Column("closed", f"{by} whose move out of it is closed", lost),
        Column("closed_share", "share of its moves that are closed, 0 to 1", ratio(lost, total)),
        Column("received", f"{by} who would come to it instead", received),
        Column("stuck", f"{by} whose origin it is and who have no other way seen", stuck),
    ]


def _pressure(counts: Counts, by: By, change: "Array") -> Column:
    risk = np.asarray(held(counts, by).sum(axis=1))
    return Column("pressure", "more or fewer in it, over those in it", ratio(change, risk))


def _totals(moves: Sparse, blocked: Sparse, stuck: "Array") -> dict[str, Any]:
    return {
        "moves_closed": float(blocked.sum()),
        "share_of_moves_closed": float(blocked.sum() / moves.sum()),
        "ways_closed": int(blocked.nnz),
        "stuck": float(stuck.sum()),
    }


def _reachable(moves: Sparse) -> int:
    """How many ordered pairs of states lead one to the other, in any number of moves."""
    number, part = connected_components(moves, connection="strong")
    sizes = np.bincount(part)
    found = moves.tocoo()
    ends = part[found.row], part[found.col]
    parts = sparse.csr_array((np.ones(len(ends[0])), ends), (number, number))
    reached = _closure(parts)
    return int((reached * sizes[:, None] * sizes[None, :]).sum() - sizes.sum())


def _closure(parts: Sparse) -> "Array":
    """Whether each part leads to each, itself included."""
    found: Array = np.isfinite(shortest_path(parts, unweighted=True))
    return found


def _through(moves: Sparse, gone: int) -> int:
    """The pairs of which the role itself is one end."""
    onward = breadth_first_order(moves, gone, return_predecessors=False)
    back = breadth_first_order(sparse.csr_array(moves.T), gone, return_predecessors=False)
    return len(onward) + len(back) - 2
