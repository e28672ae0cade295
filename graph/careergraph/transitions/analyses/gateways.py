"""Occupations through which people come from some places to others, and where people end up."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.flows import (
    By,
    edges,
    moved,
    one_sided,
    place,
    some_moves,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import bounds, ratio
from careergraph.transitions.analyses.lift import margins
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def gateways(
    counts: Counts, starts: Collection[str], goals: Collection[str], *, by: By = "persons",
    minimum: int = 5, level: float = 0.95,
) -> Analysis:  # fmt: skip
    """Return the occupations between starts and goals by how much they lead from one to the other.

    For j neither start nor goal: in_j the share of moves out of starts that go to j, on_j the
    share of moves out of j that go to goals, and through_j = in_j on_j, the share of those leaving
    starts who would reach a goal by j in two moves if they left j as others did. `lift` is on_j
    over the share of all moves that go to goals. Shown are those that `minimum` persons came to
    from starts and as many left. Raises ParameterError for an unknown name or an overlap.
    """
    some_moves(counts, "gateways", origins=2)
    begin, end = (sorted({place(counts, name) for name in names}) for names in (starts, goals))
    _check(counts, begin, end)
    moves, persons = moved(counts, by), moved(counts)
    came, heads = (np.asarray(m[begin, :].sum(axis=0)) for m in (moves, persons))
    out, left = (np.asarray(m.sum(axis=1)) for m in (moves, persons))
    share_in = came / came.sum()
    on = ratio(np.asarray(moves[:, end].sum(axis=1)), out)
    usual = float(moves[:, end].sum() / moves.sum())
    between = np.setdiff1d(np.arange(len(out)), [*begin, *end])
    shown = between[(heads[between] >= minimum) & (left[between] >= minimum)]
    through = share_in * np.nan_to_num(on)
    order = shown[np.lexsort((shown, -through[shown]))]
    columns = [
        *state_columns(counts),
        Column("from_starts", "persons who came from starts", whole(heads)),
        Column("movers", "persons who left it", whole(left)),
        Column("in", "share of moves out of starts that go to it, 0 to 1", share_in),
        Column("on", "share of moves out of it that go to goals, 0 to 1", on),
        *bounds("on", *wilson(on, left, level), level),
        Column("lift", "on, over the share of all moves that go to goals", ratio(on, usual)),
        Column("through", "in times on", through),
    ]
    figures = {
        "straight_to_goals": float(share_in[end].sum()),
        "through_one_other": float(through[between].sum()),
        "share_of_all_moves_to_goals": usual,
    }
    named = [[counts.codes[n] for n in names] for names in (begin, end)]
    parameters = {"starts": named[0], "goals": named[1], "by": by, "minimum": minimum}
    return Analysis("Gateways", in_order(columns, order), figures, parameters, counts.about,
                    one_sided(counts))  # fmt: skip


def _check(counts: Counts, begin: Sequence[int], end: Sequence[int]) -> None:
    for name, found in (("start", begin), ("goal", end)):
        if not found:
            raise ParameterError(f"no {name} is named")
    both = sorted(set(begin) & set(end))
    if both:
        raise ParameterError(f"{counts.codes[both[0]]!r} is named as start and as goal")
    if not moved(counts)[begin, :].nnz:
        raise ParameterError("nobody was seen to leave the starts")


def ends_of(
    values: Mapping[str, float], codes: Sequence[str], *, low: float = 1 / 3, high: float = 2 / 3
) -> tuple[list[str], list[str]]:
    """Return the codes at or below one quantile of their values, and those at or above another."""
    known = [code for code in codes if code in values]
    if len(known) < 2:
        raise ParameterError("fewer than two occupations have a value")
    found = np.array([values[code] for code in known])
    least, most = np.quantile(found, [low, high])
    below = [code for code, value in zip(known, found, strict=True) if value <= least]
    above = [code for code, value in zip(known, found, strict=True) if value >= most]
    if set(below) & set(above):
        raise ParameterError("the values do not tell low from high: they are too much alike")
    return below, above


def destinations(
    counts: Counts, origin: str, *, by: By = "persons", level: float = 0.95
) -> Analysis:
    """Return where people from one occupation went, most often first.

    Shares among its movers with Wilson's interval, and lift F_ij F.. / (F_i. F_.j): how much more
    often than movers go there at large.
    """
    some_moves(counts, "destinations")
    start = place(counts, origin)
    moves, persons = moved(counts, by), moved(counts)
    _, ends, sizes = edges(moves[[start], :])
    if not len(ends):
        raise ParameterError(f"nobody was seen to leave {origin!r}")
    n = np.asarray(persons[np.full(len(ends), start), ends])
    share = sizes / sizes.sum()
    columns = [
        *state_columns(counts, ends),
        Column("persons", "persons who went there", whole(n)),
        Column("share", "share of its movers, 0 to 1", share),
        *bounds("share", *wilson(share, np.full(len(ends), n.sum()), level), level),
        Column("lift", "over what independence expects", _lift(moves, start, ends)),
    ]
    order = np.lexsort((ends, -share))
    return Analysis(f"From {counts.label(counts.codes[start])}", in_order(columns, order),
                    {"movers": int(n.sum()), "destinations": len(ends)},
                    {"origin": counts.codes[start], "by": by, "level": level},
                    counts.about)  # fmt: skip


def _lift(moves: "Array", start: int, ends: "Array") -> "Array":
    left, right = margins(moves)
    seen = np.asarray(moves[np.full(len(ends), start), ends])
    found: Array = seen / (left[start] * right[ends])
    return found
