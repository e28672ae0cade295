"""How far figures computed from moves are sure, where persons and not moves were drawn.

The moves of one person hang together, so persons are drawn again, with all that they did: the
cluster bootstrap (Field & Welsh 2007, J. R. Stat. Soc. B 69:369; Cameron & Miller 2015).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError
from careergraph.transitions.counts import About, Counts

if TYPE_CHECKING:
    import numpy.typing as npt

    from careergraph.transitions.rule import Rule
    from careergraph.transitions.spells import Spells

    Array = npt.NDArray[Any]

Statistic = Callable[[Counts], "Array"]
"""A figure, or an array of them, of counts."""


@dataclass(frozen=True)
class Bootstrapped:
    """A statistic of all persons, its standard error, and the ends of its percentile interval.

    `persons` were drawn `times`; draws in which the statistic is no number are left out of its
    figures, and `missing` says how many they are.
    """

    estimate: "Array"
    standard_error: "Array"
    low: "Array"
    high: "Array"
    missing: "Array"
    persons: int
    times: int


@dataclass(frozen=True)
class PersonMoves:
    """The moves of each person: P persons x C cells, and what each cell is."""

    codes: tuple[str, ...]
    row: "Array"
    column: "Array"
    moves: Any
    weight: Any
    about: About

    def counts(self, drawn: "Array | None" = None) -> Counts:
        """Return the counts of all, or of those drawn, so often as they were."""
        times = np.ones(self.moves.shape[0]) if drawn is None else drawn
        shape = (len(self.codes), len(self.codes))
        heads = sparse.csr_array(((self.moves.T @ times).round().astype(np.int64),
                                  (self.row, self.column)), shape)  # fmt: skip
        weight = sparse.csr_array((self.weight.T @ times, (self.row, self.column)), shape)
        return Counts(self.codes, heads, weight, about=self.about)


def person_moves(
    persons: Sequence[Any], origins: Sequence[str], destinations: Sequence[str], *,
    times: Sequence[int] | None = None, weights: Sequence[float] | None = None,
    about: About | None = None,
) -> PersonMoves:  # fmt: skip
    """Return the moves of persons, given for each who moved, from where and to where.

    `times` says how often, `weights` what each time stands for; 1 by default.
    """
    codes = tuple(sorted({*origins, *destinations}))
    number = {code: n for n, code in enumerate(codes)}
    often = np.ones(len(persons)) if times is None else np.asarray(times, float)
    stands = often if weights is None else often * np.asarray(weights, float)
    who = _numbered(persons)
    cells = np.array([number[a] * len(codes) + number[b]
                      for a, b in zip(origins, destinations, strict=True)], np.int64)  # fmt: skip
    different, cell = np.unique(cells, return_inverse=True)
    shape = (int(who.max()) + 1 if len(who) else 0, len(different))
    held = (sparse.csr_array((values, (who, cell)), shape) for values in (often, stands))
    row, column = np.divmod(different, max(len(codes), 1))
    return PersonMoves(codes, row, column, next(held), next(held), about or About())


def _numbered(persons: Sequence[Any]) -> "Array":
    number: dict[Any, int] = {}
    return np.array([number.setdefault(each, len(number)) for each in persons], np.int64)


def of_spells(spells: "Spells", rule: "Rule") -> PersonMoves:
    """Return the moves of each person in spells. Raises ParameterError, EvaluationError."""
    from careergraph.transitions.engines import rows
    from careergraph.transitions.moves import described, moves
    from careergraph.transitions.spells import MILLION

    table = moves(spells, rule).select("person", "origin", "destination", "times", "units")
    found = rows(table.order_by(table.columns), spells.name)
    return person_moves(
        *([row[name] for row in found] for name in ("person", "origin", "destination")),
        times=[row["times"] for row in found], weights=[row["units"] / MILLION for row in found],
        about=described(spells, rule),
    )  # fmt: skip


def bootstrapped(
    moves: PersonMoves, statistic: Statistic, *, times: int = 200, level: float = 0.95,
    seed: int = 1,
) -> Bootstrapped:  # fmt: skip
    """Return a statistic with its standard error, from persons drawn `times` with replacement.

    Somebody of whom no move is known is not among the persons. Raises ParameterError.
    """
    persons = moves.moves.shape[0]
    if times < 2 or persons < 2:
        raise ParameterError(f"{times} draws of {persons} persons; expected 2 or more of both")
    random = np.random.default_rng(seed)
    even = np.full(persons, 1 / persons)
    drawn = [np.asarray(statistic(moves.counts(random.multinomial(persons, even))), float)
             for _ in range(times)]  # fmt: skip
    every = np.stack(drawn)
    there = ~np.isnan(every)
    known = there.sum(0)
    filled = np.where(there, every, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = filled.sum(0) / known
        spread = np.sqrt((np.where(there, every - mean, 0.0) ** 2).sum(0) / (known - 1))
    low, high = _percentiles(every, there, level)
    estimate = np.asarray(statistic(moves.counts()), float)
    return Bootstrapped(estimate, np.where(known > 1, spread, np.nan), low, high, times - known,
                        persons, times)  # fmt: skip


def _percentiles(every: "Array", there: "Array", level: float) -> tuple["Array", "Array"]:
    """The percentiles of what is a number in each place; none where nothing is."""
    ends = []
    for p in ((1 - level) / 2, (1 + level) / 2):
        some = there.any(0)
        found = np.full(every.shape[1:], np.nan)
        found[some] = np.nanquantile(every[:, some], p, axis=0)
        ends.append(found)
    return ends[0], ends[1]
