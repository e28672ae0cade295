"""What in counts of moves is likely no move: each a doubt, with the pairs it is about.

Nothing is taken out: whoever looks at the pairs decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions import codes
from careergraph.transitions.counts import Counts

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

FLOOD_LEAST, FLOOD_TIMES = 12, 6
"""From how many persons on, and how many times those who come back, moves are a flood."""

TWIN_COSINE, TWIN_LEAST = 0.98, 5
"""How alike two rows are that look like one split in two, and how many destinations they share."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that looks wrong: `what`, of which pair or state, and the figures that say so.

    `destination` is None for what is true of a state alone.
    """

    kind: str
    origin: str
    destination: str | None
    detail: str


KINDS = {
    "flood": "moves one way only: a recoding rather than a move",
    "twins": "rows in proportion: one code that a crosswalk split in two",
    "written": "one code written in several ways, each taken for its own",
    "lengths": "codes are numbers of several lengths: leading zeros may be lost",
    "absorbing": "state that is entered, and that nobody is seen to leave",
    "unseen": "state that is only a destination: nothing is known of those in it",
    "alone": "one origin only: nothing can be said of others",
    "one cell": "all moves are in one cell",
    "nothing": "nobody moved",
}
"""What each kind of doubt is about."""


COLUMNS = ("kind", "origin", "destination", "detail", "origin_label", "destination_label")


def table(counts: Counts) -> list[dict[str, Any]]:
    """Return the doubts as rows, with `COLUMNS`."""
    return [
        {"kind": each.kind, "origin": each.origin, "destination": each.destination,
         "detail": f"{KINDS[each.kind]} ({each.detail})",
         "origin_label": counts.labels.get(each.origin),
         "destination_label": counts.labels.get(each.destination or "")}
        for each in doubts(counts)
    ]  # fmt: skip


def doubts(counts: Counts) -> list[Doubt]:
    """Return all that looks wrong, floods and twins first, the largest before the others."""
    found = [*floods(counts), *twins(counts), *written(counts), *states(counts), *whole(counts)]
    order = list(KINDS)
    return sorted(found, key=lambda each: order.index(each.kind))


def floods(counts: Counts, *, least: int = FLOOD_LEAST, times: float = FLOOD_TIMES) -> list[Doubt]:
    """Return the pairs with n_ij >= `least` and n_ij > `times` n_ji, the largest first.

    Where nobody was observed in j, none could come back: there, a pair is doubted only when more
    than half of the moves out of i, and of those into j, are its own.
    """
    moves = counts.moves
    found = moves.tocoo()
    n, back = found.data, _at(moves, found.col, found.row)
    out, into = (np.asarray(moves.sum(axis)).ravel() for axis in (1, 0))
    observed = (out[found.col] > 0) | (counts.stayers[found.col] > 0)
    most = (2 * n > out[found.row]) & (2 * n > into[found.col])
    flood = (n >= least) & (n > times * back) & (observed | most)
    told = (f"{a:,g} moves, {b:,g} back" if seen else f"{a:,g} moves, and nobody observed there"
            for a, b, seen in zip(n[flood], back[flood], observed[flood], strict=True))  # fmt: skip
    rows = sorted(zip(-n[flood], found.row[flood], found.col[flood], told, strict=True))
    return [Doubt("flood", counts.codes[i], counts.codes[j], detail) for _, i, j, detail in rows]


def twins(counts: Counts, *, cosine: float = TWIN_COSINE, least: int = TWIN_LEAST) -> list[Doubt]:
    """Return pairs of origins whose moves to all others are in proportion, the most alike first.

    The cosine of the two rows, without the cells between the two themselves, is more than `cosine`,
    and at least `least` destinations are in both.
    """
    moves = counts.moves.astype(float)
    products = (moves @ moves.T).tocoo()  # the cells (i, i) and (j, j) are empty: nothing to mask
    i, j, dot = (part[products.row < products.col]
                 for part in (products.row, products.col, products.data))  # fmt: skip
    square = np.asarray(moves.multiply(moves).sum(1)).ravel()
    norm = (square[i] - _at(moves, i, j) ** 2) * (square[j] - _at(moves, j, i) ** 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        alike = dot / np.sqrt(norm)
    there = (moves > 0).astype(np.int64)
    shared = _at((there @ there.T).tocsr(), i, j)
    twin = (alike > cosine) & (shared >= least)
    rows = sorted(zip(-alike[twin], i[twin], j[twin], shared[twin], strict=True))
    return [
        Doubt("twins", counts.codes[a], counts.codes[b], f"cosine {-c:.4f} over {n} destinations")
        for c, a, b, n in rows
    ]


def written(counts: Counts) -> Iterator[Doubt]:
    """Yield the codes that are likely one, and whether numbers among them are of one length."""
    for first, *others in codes.alike(counts.codes):
        for other in others:
            n = counts.persons[[counts.number[first]], :][:, [counts.number[other]]].sum()
            back = counts.persons[[counts.number[other]], :][:, [counts.number[first]]].sum()
            yield Doubt("written", first, other, f"{n + back:,g} moves between them")
    if ends := codes.lengths(counts.codes):
        yield Doubt("lengths", *ends, "with --level K they are in one group by chance")


def states(counts: Counts) -> list[Doubt]:
    """Return the absorbing and the unseen states: those entered, of which nobody is seen to leave.

    One with stayers is absorbing; one without was never observed as an origin.
    """
    into = np.asarray(counts.moves.sum(0)).ravel()
    ends = (into > 0) & ~_left(counts)
    stayed = counts.stayers
    return [
        Doubt("absorbing" if stayed[n] else "unseen", counts.codes[n], None,
              f"{into[n]:,g} moves into it" + (f", {stayed[n]:,g} stayed" if stayed[n] else ""))
        for n in np.flatnonzero(ends)
    ]  # fmt: skip


def whole(counts: Counts) -> Iterator[Doubt]:
    """Yield what is wrong with the counts as a whole: no moves, one origin or one cell only."""
    moves = counts.moves
    moves.eliminate_zeros()
    origins = np.flatnonzero(_left(counts))
    if not moves.nnz:
        yield Doubt("nothing", "", None, f"{counts.stayers.sum():,g} stayed")
    elif moves.nnz == 1:
        (j,) = moves.indices
        (i,) = origins
        yield Doubt("one cell", counts.codes[i], counts.codes[j], f"{moves.sum():,g} moves")
    elif len(origins) == 1:
        yield Doubt("alone", counts.codes[origins[0]], None, f"{moves.nnz:,} destinations")


def _left(counts: Counts) -> "Array":
    """From which states somebody moved."""
    found: Array = np.asarray(counts.moves.sum(1)).ravel() > 0
    return found


def _at(held: Any, row: "Array", column: "Array") -> "Array":
    """The cells of a sparse matrix at some rows and columns."""
    return np.asarray(held[row, column]).ravel() if len(row) else np.zeros(0)
