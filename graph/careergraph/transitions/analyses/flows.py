"""Moves as the analyses take them: without stayers, as arrays of edges, and states by name."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Column
from careergraph.transitions.counts import Counts, Sparse, off_diagonal

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

By = Literal["persons", "weight"]
"""What is counted: heads, or what they stand for in the population. Tests always take heads."""


class Edges(NamedTuple):
    """Moves as three arrays, sorted by origin and then destination; none is zero."""

    origins: "Array"
    destinations: "Array"
    sizes: "Array"


def held(counts: Counts, by: By = "persons") -> Sparse:
    """Return persons or weights between all states, those who stayed on the diagonal."""
    if by not in ("persons", "weight"):
        raise ParameterError(f"moves are counted by 'persons' or 'weight', not by {by!r}")
    found = counts.persons if by == "persons" else counts.weight
    return sparse.csr_array(found.astype(np.float64))


def moved(counts: Counts, by: By = "persons") -> Sparse:
    """Return persons or weights that moved, S × S with an empty diagonal."""
    return off_diagonal(held(counts, by))


def between(moves: Sparse, origins: "Array", destinations: "Array") -> Sparse:
    """Return the moves from some states to some: each array says of each state whether it is one.

    What is taken out is not stored as zero either: to a search for ways a zero is a way.
    """
    found = moves.tocoo()
    kept = np.asarray(origins, bool)[found.row] & np.asarray(destinations, bool)[found.col]
    return sparse.csr_array((found.data[kept], (found.row[kept], found.col[kept])), found.shape)


def edges(moves: Sparse) -> Edges:
    """Return what is not zero in a sparse matrix."""
    found = sparse.csr_array(moves).tocoo()
    found.sum_duplicates()
    order = np.lexsort((found.col, found.row))
    order = order[found.data[order] != 0]
    return Edges(found.row[order], found.col[order], found.data[order].astype(np.float64))


def whole(numbers: "Array") -> "Array":
    """Return numbers of persons as whole ones, unless some were split between codes."""
    found: Array = numbers.astype(np.int64) if (numbers == np.round(numbers)).all() else numbers
    return found


def some_moves(counts: Counts, what: str, *, origins: int = 1) -> None:
    """Raise ParameterError unless moves from so many origins at least are counted."""
    there = int((np.diff(moved(counts).indptr) > 0).sum())
    if there >= origins:
        return
    seen = "no moves are counted" if not there else f"moves from {there} origin only are counted"
    needed = "" if origins == 1 else f" and {what} compares {origins} or more"
    raise ParameterError(f"{seen}{needed or f', {what} has nothing to tell'}")


def never_origins(counts: Counts) -> "Array":
    """Return for each state whether nobody was seen to begin there, though some came to it."""
    began, came = (np.asarray(counts.persons.sum(axis=axis)) for axis in (1, 0))
    found: Array = (began == 0) & (came > 0)
    return found


def one_sided(counts: Counts) -> tuple[str, ...]:
    """Return the warning that is due where moves out of some states were not counted at all."""
    there = int(never_origins(counts).sum())
    if not there:
        return ()
    are = "1 destination is" if there == 1 else f"{there} destinations are"
    return (f"{are} never an origin, not even of stayers: no way back from there can be seen",)


def place(counts: Counts, name: str) -> int:
    """Return the number of a state by its code or its label. Raises ParameterError for no such."""
    if name in counts.number:
        return counts.number[name]
    known = {counts.label(code).casefold(): code for code in counts.codes}
    if name.casefold() in known:
        return counts.number[known[name.casefold()]]
    raise ParameterError(f"no moves are counted from or to {name!r}{_meant(counts, name, known)}")


def _meant(counts: Counts, name: str, known: dict[str, str]) -> str:
    near = get_close_matches(name, counts.codes, 3, 0.6)
    near += [known[label] for label in get_close_matches(name.casefold(), known, 3, 0.6)]
    said = [_called(counts, code) for code in dict.fromkeys(near)]
    if said:
        return f"; did you mean {' or '.join(said[:3])}?"
    return f"; there are {len(counts.codes)} codes, {_called(counts, counts.codes[0])} the first"


def _called(counts: Counts, code: str) -> str:
    label = counts.label(code)
    return repr(code) if label == code else f"{code!r} ({label})"


def state_columns(counts: Counts, numbers: Iterable[int] | None = None) -> list[Column]:
    """Return the columns `code` and `label` of states, of all of them by default."""
    codes = counts.codes if numbers is None else [counts.codes[n] for n in numbers]
    return [
        Column("code", "the occupation's code", list(codes)),
        Column("label", "what it is called", [counts.label(code) for code in codes]),
    ]


def pair_columns(counts: Counts, first: Iterable[int], second: Iterable[int]) -> list[Column]:
    """Return the columns that name the two ends of moves."""
    ends = {"origin": first, "destination": second}
    return [
        Column(f"{end}{part}", f"the {end}'s {part[1:] or 'code'}", values)
        for end, numbers in ends.items()
        for part, values in zip(("", "_label"), _named(counts, numbers), strict=True)
    ]


def _named(counts: Counts, numbers: Iterable[int]) -> tuple[list[str], list[str]]:
    codes = [counts.codes[n] for n in numbers]
    return codes, [counts.label(code) for code in codes]
