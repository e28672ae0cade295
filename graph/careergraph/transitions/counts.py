"""How many moved from where to where: the table that all else here is computed from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Sparse = Any
"""A `scipy.sparse.csr_array`: scipy says nothing of its types."""


@dataclass(frozen=True, slots=True)
class About:
    """What counts are of, and how they were made; it goes with every figure computed from them.

    `suppressed_below` is the number of persons below which a cell was taken out, 0 where none was.
    """

    source: str = ""
    period: str = ""
    place: str = ""
    classification: str = ""
    rule: str = ""
    suppressed_below: int = 0


@dataclass(frozen=True)
class Counts:
    """Moves between states, S × S, the row where they began; on the diagonal those who stayed.

    `codes` are the S states, sorted. `persons` are head counts, `weight` what they stand for in the
    population; without weights both are the same. Only where a crosswalk split a code are there
    shares of persons. Somebody who made a move twice is counted twice among `persons`, once in
    `distinct`, which is None where nobody knows. What is not stored was not observed, which is
    never "impossible".
    """

    codes: tuple[str, ...]
    persons: Sparse
    weight: Sparse
    labels: Mapping[str, str] = field(default_factory=dict)
    about: About = About()
    distinct: Sparse | None = None

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The row and column of each code."""
        return {code: n for n, code in enumerate(self.codes)}

    @property
    def moves(self) -> Sparse:
        """The persons who moved: without the diagonal."""
        return off_diagonal(self.persons)

    @property
    def stayers(self) -> "Array":
        """How many persons stayed in each state, S."""
        found: Array = self.persons.diagonal()
        return found

    def label(self, code: str) -> str:
        """Return what a state is called; its code when nobody says."""
        return self.labels.get(code, code)

    def of(self, codes: Iterable[str]) -> "Counts":
        """Return the counts between some states. Raises ParameterError for an unknown one."""
        wanted = sorted(set(codes))
        unknown = [code for code in wanted if code not in self.number]
        if unknown:
            raise ParameterError(f"no moves are counted from or to {unknown[0]!r}")
        kept = [self.number[code] for code in wanted]
        parts = [held if held is None else held[kept, :][:, kept]
                 for held in (self.persons, self.weight, self.distinct)]  # fmt: skip
        return replace(self, codes=tuple(wanted), persons=parts[0], weight=parts[1],
                       distinct=parts[2])  # fmt: skip


def counted(
    cells: Iterable[tuple[str, str, float, float]], *, states: Iterable[str] = (),
    labels: Mapping[str, str] | None = None, about: About | None = None,
    distinct: Sequence[float] | None = None,
) -> Counts:  # fmt: skip
    """Return the counts of cells: origin, destination, persons, weight. Equal cells are added up.

    `states` are there besides, though nobody moved from or to them; `distinct` are the different
    persons of each cell, where they are known. Raises ParameterError for a
    negative number of persons, or a weight that is negative or no number.

    >>> moves = counted([("cook", "chef", 3, 3.0), ("cook", "cook", 9, 9.0)])
    >>> moves.codes, int(moves.moves.sum()), moves.stayers.tolist()
    (('chef', 'cook'), 3, [0, 9])
    """
    found = list(cells)
    for origin, destination, persons, weight in found:
        if persons < 0 or not weight >= 0:
            raise ParameterError(
                f"{origin} to {destination}: {persons} persons of weight {weight:g}; "
                "neither can be negative"
            )
    codes = tuple(sorted({code for cell in found for code in cell[:2]}.union(states)))
    number = {code: n for n, code in enumerate(codes)}
    ends = [number[cell[0]] for cell in found], [number[cell[1]] for cell in found]
    shape = (len(codes), len(codes))
    heads = sparse.csr_array((_heads([cell[2] for cell in found]), ends), shape)
    weights = sparse.csr_array((np.array([cell[3] for cell in found], np.float64), ends), shape)
    known = distinct is not None
    people = sparse.csr_array((_heads(distinct or ()), ends), shape) if known else None
    return Counts(codes, heads, weights, labels or {}, about or About(), people)


def _heads(numbers: Sequence[float]) -> "Array":
    """Numbers of persons: whole, unless some were split between codes."""
    found = np.array(numbers, np.float64)
    return found.astype(np.int64) if (found == found.round()).all() else found


def off_diagonal(held: Sparse) -> Sparse:
    """Return a square sparse matrix without its diagonal."""
    found = held.tocoo()
    away = found.row != found.col
    return sparse.csr_array((found.data[away], (found.row[away], found.col[away])), held.shape)


def without_stayers(counts: Counts) -> Counts:
    """Return counts of those who moved alone, between the same states."""
    parts = [held if held is None else off_diagonal(held)
             for held in (counts.persons, counts.weight, counts.distinct)]  # fmt: skip
    return replace(counts, persons=parts[0], weight=parts[1], distinct=parts[2])
