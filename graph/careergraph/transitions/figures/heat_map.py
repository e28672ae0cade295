"""A heat map: rows are origins, columns destinations, alike ones beside each other."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import By, moved, some_moves
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.analyses.lift import margins
from careergraph.transitions.counts import Counts
from careergraph.transitions.figures.figure import Figure
from careergraph.transitions.figures.grouped import busiest
from careergraph.transitions.figures.svg import HEAT, INK, PAPER, lines, mark, titled, width, words

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Measure = Literal["share", "lift", "moves"]
Ordering = Literal["alike", "code"]

_CELL, _NAME, _TOP, _LEGEND = 22.0, 250.0, 170.0, 44.0
_PATCH = 66.0  # the least width of a colour in the legend
_SAYS = {
    "share": "share of the origin's movers, among those drawn",
    "lift": "moves over what sizes explain, among those drawn",
    "moves": "number of moves",
}


def heat_map(
    counts: Counts, *, measure: Measure = "share", ordering: Ordering = "alike",
    by: By = "persons", most: int = 30,
) -> Figure:  # fmt: skip
    """Return the moves among the `most` occupations with most moves, darker where there are more.

    Ordered so that occupations whose people go to and come from the same ones are beside each
    other (optimal leaf order of average linkage on cosine distances: Bar-Joseph, Gifford and
    Jaakkola 2001), or by code. Colours are by rank: each takes an equal part of the cells with
    moves.
    """
    some_moves(counts, "a heat map")
    if measure not in _SAYS:
        raise ParameterError(f"the measure is one of {', '.join(_SAYS)}, not {measure!r}")
    shown = busiest(counts, most)
    moves = moved(shown, by).toarray()
    order = seriated(moves) if ordering == "alike" else np.arange(len(moves))
    values = _values(moves, measure)[np.ix_(order, order)]
    names = [shown.label(shown.codes[n]) for n in order]
    limits = _limits(values)
    size = _CELL * len(names)
    legend = _told(limits, measure)
    marks = [*_names(names), *_cells(values, names, limits, measure), *_legend(legend, size)]
    darkest = np.unravel_index(np.nanargmax(np.nan_to_num(values, nan=-1)), values.shape)
    return Figure(
        "Moves between occupations", f"Row: from; column: to. Colour: {_SAYS[measure]}",
        f"{len(names)} by {len(names)} cells; the darkest is {names[darkest[0]]} to "
        f"{names[darkest[1]]} with {_said(values[darkest], measure)}.",
        lines(marks), _NAME + max(size, _pitch(legend) * len(legend)), _TOP + size + _LEGEND,
        _drawn(counts, values, names, measure, {"measure": measure, "ordering": ordering,
                                                "by": by, "most": most}),
    )  # fmt: skip


def seriated(moves: "Array") -> "Array":
    """Return the numbers of the states in an order in which alike ones are beside each other."""
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    if len(moves) < 3:
        return np.arange(len(moves))
    profile = np.sqrt(np.hstack([moves, moves.T]) + np.hstack([np.diag(moves.sum(axis=1))] * 2))
    length = np.linalg.norm(profile, axis=1, keepdims=True)
    unit = np.divide(profile, length, out=np.zeros(profile.shape), where=length > 0)
    apart = np.round(np.clip(1 - unit @ unit.T, 0, 1), 9)
    np.fill_diagonal(apart, 0)
    pairs = squareform((apart + apart.T) / 2, checks=False)
    order = leaves_list(optimal_leaf_ordering(linkage(pairs, "average"), pairs))
    found: Array = order if order[0] <= order[-1] else order[::-1]
    return found


def _values(moves: "Array", measure: Measure) -> "Array":
    """What is shown of each cell; NaN where nobody moved so."""
    if measure == "share":
        found = ratio(moves, moves.sum(axis=1, keepdims=True))
    elif measure == "lift":
        from scipy import sparse

        left, right = margins(sparse.csr_array(moves))
        found = ratio(moves, np.outer(left, right))
    else:
        found = moves.astype(float)
    return np.where(moves > 0, found, np.nan)


def _limits(values: "Array") -> "Array":
    """The least value of each colour but the first, which is for nothing."""
    seen = np.sort(values[np.isfinite(values)])
    found: Array = np.unique(np.quantile(seen, np.arange(len(HEAT) - 1) / (len(HEAT) - 1)))
    return found


def _names(names: list[str]) -> list[str]:
    found = []
    for n, name in enumerate(names):
        middle = (n + 0.5) * _CELL
        found.append(words(name, _NAME - 8, _TOP + middle + 4, anchor="end", room=_NAME - 10))
        x, y = _NAME + middle + 4, _TOP - 8
        found.append(words(name, x, y, room=_TOP - 12,
                           transform=f"rotate(-90 {x:.1f} {y:.1f})"))  # fmt: skip
    return found


def _cells(values: "Array", names: list[str], limits: "Array", measure: Measure) -> list[str]:
    found = []
    for i, j in np.ndindex(values.shape):
        is_seen = np.isfinite(values[i, j])
        colour = HEAT[_colour(float(values[i, j]), limits)] if is_seen else HEAT[0]
        x, y = _NAME + j * _CELL, _TOP + i * _CELL
        cell = mark("rect", x=x, y=y, width=_CELL - 1, height=_CELL - 1,
                    fill=PAPER if i == j else colour)  # fmt: skip
        if is_seen:
            said = f"{names[i]} to {names[j]}: {_said(float(values[i, j]), measure)}"
            cell = titled(said, cell)
        found.append(cell)
    return found


def _colour(value: float, limits: "Array") -> int:
    """The number of the colour; with few limits they are spread, so that the most is darkest."""
    rank = int(np.searchsorted(limits, value, side="right"))
    return len(HEAT) - 1 - (len(limits) - rank)


def _told(limits: "Array", measure: Measure) -> list[str]:
    """From where on each colour is, as the cells say it; more digits where two would read alike."""
    found: list[str] = []
    for digits in range(1, 6):
        found = [f"from {_said(float(limit), measure, digits)}" for limit in limits]
        if len(set(found)) == len(found):
            break
    return found


def _legend(told: list[str], size: float) -> list[str]:
    """A patch of each colour, and below it from where on it is."""
    top, pitch, found = _TOP + size + 14, _pitch(told), []
    for n, text in enumerate(told):
        x = _NAME + n * pitch
        colour = HEAT[len(HEAT) - len(told) + n]
        found.append(mark("rect", x=x, y=top, width=pitch - 2, height=10.0, fill=colour))
        found.append(words(text, x, top + 24, size=11, fill=INK))
    return found


def _pitch(told: list[str]) -> float:
    """How far the patches of the legend are apart: so that the longest text has room."""
    return max(_PATCH, 10 + max(width(text, 11) for text in told))


def _said(value: float, measure: Measure, digits: int = 1) -> str:
    if measure == "share":
        return f"{value:.{digits}%}"
    if measure == "lift":
        return f"{value:.{digits + 1}f} times"
    return f"{value:,.{digits - 1}f}"


def _drawn(
    counts: Counts, values: "Array", names: list[str], measure: Measure, chosen: dict[str, object]
) -> Analysis:
    pairs = sorted(zip(*np.nonzero(np.isfinite(values)), strict=True),
                   key=lambda e: (-values[e], e))  # fmt: skip
    columns = (
        Column("origin", "where they were", [names[i] for i, _ in pairs]),
        Column("destination", "where they went", [names[j] for _, j in pairs]),
        Column(measure, _SAYS[measure], [float(values[e]) for e in pairs]),
    )
    return Analysis("Moves", columns, {}, chosen, counts.about)
