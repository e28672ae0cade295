"""Transition probabilities, each with what it rests on: n, the estimate, the interval."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions import dirichlet
from careergraph.transitions.counts import Counts, off_diagonal

if TYPE_CHECKING:
    import numpy.typing as npt

    from careergraph.transitions.disclosure import Withheld

    Array = npt.NDArray[Any]

Among = Literal["movers", "everybody"]
"""Probabilities conditional on moving, or with those who stay on the diagonal."""

_GRAIN = 1e-9
"""The share of every prior that is spread evenly, so that what was observed is never impossible."""


@dataclass(frozen=True)
class TransitionMatrix:
    """Estimated transition probabilities, S x S.

    `heads` are the observed moves n_ij; `shares` are what they stand for, with the sums of `heads`
    by row. `prior` has the probabilities that rows are drawn towards, and `strength` says for how
    many persons it counts: 0 for maximum likelihood, which leaves rows without any move missing
    (no numbers), never uniform.
    """

    counts: Counts
    estimator: str
    among: Among
    heads: "Array"
    shares: "Array"
    prior: "Array | None" = None
    strength: float = 0.0
    withheld: "Withheld | None" = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The states, in the order of rows and columns."""
        return self.counts.codes

    @cached_property
    def n(self) -> "Array":
        """How many were observed in each row, S; no number where that must not be told."""
        return _sums(self.heads, self.withheld)

    @cached_property
    def known(self) -> "Array":
        """Whether each cell may be told, S x S: the others are suppressed."""
        hidden = np.zeros(self.heads.shape, bool) if self.withheld is None else self.withheld.cells
        return ~hidden

    @cached_property
    def observed(self) -> "Array":
        """The observed share of each cell in its row; no number where the row is empty."""
        if self.withheld is None:
            return _by_row(self.shares)
        return np.where(self.known, _divided(self.shares, self.n), np.nan)

    @cached_property
    def probability(self) -> "Array":
        """The estimate: (n_ij + a q_ij) / (n_i + a), with a = `strength` and q = `prior`."""
        if self.prior is None:
            return self.observed
        rows = (self.n + self.strength)[:, None]
        found: Array = (self.shares + self.strength * self.prior) / rows
        return np.where(self.known, found, np.nan)

    def interval(
        self, level: float = 0.95, at: "tuple[Array, Array] | None" = None
    ) -> tuple["Array", "Array"]:
        """Return both ends of the interval of each probability, or of those `at` rows and columns.

        Each holds its estimate. Wilson's without a prior, else that of the posterior
        (`dirichlet.interval`), which is as sure as the prior is right. Of cells that were chosen
        for being large, intervals cover less than they say.
        """
        if not 0 < level < 1:
            raise ParameterError(f"the level of an interval is {level:g}, expected 0 to 1")
        row, column = at if at is not None else np.indices(self.heads.shape)
        n, chance = self.n[row], self.probability[row, column]
        if self.prior is None:
            low, high = wilson(chance, n, level)
        else:
            low, high = dirichlet.interval(chance, n + self.strength, level)
        never = (row == column) & (self.among == "movers")
        low, high = (np.where(never & ~np.isnan(chance), 0.0, end) for end in (low, high))
        return low, high


def maximum_likelihood(
    counts: Counts, *, among: Among = "movers", weighted: bool = False,
    withheld: "Withheld | None" = None,
) -> TransitionMatrix:  # fmt: skip
    """Return the shares of each row: n_ij / n_i. Rows without moves stay missing."""
    heads, shares = _observed(counts, among, weighted, withheld)
    return TransitionMatrix(counts, "maximum likelihood", among, heads, shares, withheld=withheld)


def laplace(
    counts: Counts, *, among: Among = "movers", weighted: bool = False, added: float = 1.0,
    withheld: "Withheld | None" = None,
) -> TransitionMatrix:  # fmt: skip
    """Return shares to which `added` persons were added in each cell: (n_ij + 1) / (n_i + S)."""
    heads, shares = _observed(counts, among, weighted, withheld)
    prior = uniform(counts, among)
    strength = added * float((prior[0] > 0).sum()) if len(prior) else 0.0
    return TransitionMatrix(counts, f"Laplace, {added:g} added", among, heads, shares, prior,
                            strength, withheld)  # fmt: skip


def shrunk(
    counts: Counts, toward: "Array | TransitionMatrix | Literal['popularity', 'uniform']", *,
    among: Among = "movers", weighted: bool = False, strength: float | None = None, name: str = "",
    withheld: "Withheld | None" = None,
) -> TransitionMatrix:  # fmt: skip
    """Return each row drawn towards a prior, the more the fewer were observed in it.

    `toward` is "popularity" (see `popularity`), "uniform", or any S x S matrix: its rows are scaled
    to one. `strength` is what the prior counts for; by default it is that of the greatest marginal
    likelihood, or a cautious one where the counts do not bound it, which `estimator` then says (see
    `dirichlet.strength`). Raises ParameterError for a prior of another shape.

    With cells `withheld`, prior and strength are computed from what may be told and nothing else:
    they are printed, and would give away what they were computed from.
    """
    heads, shares = _observed(counts, among, weighted, withheld)
    called = name or (toward if isinstance(toward, str) else "a given matrix")
    prior = _prior(counts, among, toward, withheld)
    if strength is not None:
        chosen, how = strength, "given"
    else:
        told = _as_told(shares, _sums(heads, withheld), withheld)
        chosen, is_bounded = dirichlet.strength(told, prior)
        how = (
            "by marginal likelihood"
            if is_bounded
            else "a cautious one (the counts do not bound it)"
        )
    return TransitionMatrix(counts, f"Dirichlet towards {called}, strength {how}", among, heads,
                            shares, prior, chosen, withheld)  # fmt: skip


# ---------------------------------------------------------------- priors


def popularity(
    counts: Counts, among: Among = "movers", withheld: "Withheld | None" = None
) -> "Array":
    """Return the prior by which all move alike: q_ij in proportion to the moves into j from all
    origins but i.

    What is drawn towards a prior must not be in it already: the only row would count as its own
    proof. Half a person is added to each inflow, so that without other origins all destinations are
    alike. Among everybody, the share of all others who stayed is on the diagonal, and the rest is
    divided. What is `withheld` from an inflow is added where it may be told; whether it came from i
    cannot be.
    """
    moves = counts.moves.toarray()
    prior = moves.sum(0) - moves + 0.5
    if withheld is not None:  # where those who stayed are among them, nobody knows what moved
        prior = prior + np.where(withheld.cells.diagonal(), 0.0, np.nan_to_num(withheld.into))
    np.fill_diagonal(prior, 0.0)
    prior = _by_row(prior)
    return prior if among == "movers" else with_stayers(counts, prior)


def with_stayers(counts: Counts, prior: "Array") -> "Array":
    """Return a prior of those who move as one of everybody: each origin keeps the share of those of
    all other origins who stayed, half a person added on either side, and the rest is divided as
    before.
    """
    stayed, moved = counts.stayers, np.asarray(counts.moves.sum(1)).ravel()
    stayed, moved = stayed.sum() - stayed, moved.sum() - moved
    retention = (stayed + 0.5) / (stayed + moved + 1)
    found = (1 - retention)[:, None] * prior
    np.fill_diagonal(found, retention)
    return _by_row(found)


def uniform(counts: Counts, among: Among = "movers") -> "Array":
    """Return the prior by which every destination is as likely as any other."""
    prior = np.ones((len(counts.codes), len(counts.codes)))
    if among == "movers":
        np.fill_diagonal(prior, 0.0)
    return _by_row(prior)


def _prior(counts: Counts, among: Among, toward: Any, withheld: "Withheld | None") -> "Array":
    if isinstance(toward, str):
        if toward not in ("popularity", "uniform"):
            raise ParameterError(f"no prior is named {toward!r}; there are: popularity, uniform")
        return (
            uniform(counts, among) if toward == "uniform" else popularity(counts, among, withheld)
        )
    given = np.asarray(getattr(toward, "probability", toward), float)
    size = len(counts.codes)
    if given.shape != (size, size):
        shape = " x ".join(map(str, given.shape))
        raise ParameterError(f"the prior is {shape}, expected {size} x {size}: a row a state")
    if not (given[~np.isnan(given)] >= 0).all() or np.isinf(given).any():
        raise ParameterError("the prior has a negative or infinite number, expected probabilities")
    prior = np.nan_to_num(given, nan=0.0)
    if among == "movers":
        np.fill_diagonal(prior := prior.copy(), 0.0)
    even = uniform(counts, among)
    known = prior.sum(1, keepdims=True) > 0
    return np.where(known, (1 - _GRAIN) * np.nan_to_num(_by_row(prior)) + _GRAIN * even, even)


# ---------------------------------------------------------------- what was observed


def _observed(
    counts: Counts, among: Among, weighted: bool, withheld: "Withheld | None" = None
) -> tuple["Array", "Array"]:
    """The heads of each cell, and what they stand for, scaled to as many heads in each row."""
    if among not in ("movers", "everybody"):
        raise ParameterError(f"among {among!r}; there are: movers, everybody")
    if withheld is not None and among == "movers" and withheld.cells.diagonal().any():
        raise ParameterError("among movers, yet some who stayed are suppressed; expected counts "
                             "that were without those who stayed when cells were suppressed"
                            )  # fmt: skip
    heads, weight = ((off_diagonal(held) if among == "movers" else held).toarray().astype(float)
                     for held in (counts.persons, counts.weight))  # fmt: skip
    if not weighted:
        return heads, heads
    stand_for = weight.sum(1) + (0 if withheld is None else withheld.weight)
    rows = _sums(heads, withheld)[:, None]
    return heads, np.nan_to_num(_divided(weight, stand_for) * rows)


def _sums(heads: "Array", withheld: "Withheld | None") -> "Array":
    """The sum of each row with what is withheld from it; no number where it must not be told."""
    found: Array = heads.sum(1) + (0 if withheld is None else withheld.persons)
    return found


def _as_told(shares: "Array", rows: "Array", withheld: "Withheld | None") -> "Array":
    """The shares a strength is looked for in: of each row, what is withheld evenly in its cells.

    Rows whose sum must not be told are left out of it: they are empty. To take what is withheld for
    one cell would be wrong: it is those that were small, and that somebody was seen in.
    """
    if withheld is None:
        return shares
    cells = withheld.cells.sum(1)
    each = np.divide(rows - shares.sum(1), cells, out=np.zeros(len(cells)), where=cells > 0)
    told = (shares + each[:, None] * withheld.cells) * ~np.isnan(rows)[:, None]
    found: Array = np.nan_to_num(told)
    return found


def _by_row(held: "Array") -> "Array":
    """Each row divided by its sum; no numbers where that is 0."""
    return _divided(held, held.sum(1))


def _divided(held: "Array", sums: "Array") -> "Array":
    """Each row divided by its number; no numbers where that is 0, or none."""
    by = sums[:, None]
    found: Array = np.divide(held, by, out=np.full(held.shape, np.nan), where=by > 0)
    return found


# ---------------------------------------------------------------- how good it is


def perplexity(matrix: TransitionMatrix, counts: Counts, *, least: float = 1e-12) -> float:
    """Return exp(- sum n_ij log p_ij / sum n_ij) of other moves: between how many destinations
    one has to guess. No probability is taken for less than `least`.

    Raises ParameterError when the states differ.
    """
    if counts.codes != matrix.codes:
        raise ParameterError("the moves are between other states than the matrix's")
    heads, _ = _observed(counts, matrix.among, weighted=False)
    row, column = np.nonzero(heads)
    chance = np.nan_to_num(matrix.probability[row, column], nan=0.0)
    n = heads[row, column]
    return float(np.exp(-(n * np.log(np.maximum(chance, least))).sum() / n.sum()))
