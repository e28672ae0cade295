"""What is known of moves before asking where people of another occupation go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions.counts import Counts
from careergraph.transitions.model.features import Features

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

UNSEEN = 0.5
"""What is added to the inflow of a destination, so that it can be zero."""

FEW = 100.0
"""What is added to the number employed."""

SIZES = ("log inflow", "log employment")


@dataclass(frozen=True)
class Known:
    """The moves out of some occupations; of those out of all others nothing is known.

    `moves` are head counts, S x S, with zeros on the diagonal; only the rows `origins` are looked
    at, and what a predictor is given has nothing in the others (`among`). What is learnt from a row
    may not rest on that row: so `inflow` leaves it out.
    """

    moves: "Array"
    origins: "Array"

    @classmethod
    def of(cls, counts: Counts, origins: Iterable[str] | None = None) -> "Known":
        """Return what is known when the moves out of some occupations are; by default, of all."""
        codes = counts.codes if origins is None else origins
        rows = np.array(sorted(counts.number[code] for code in codes), int)
        return cls(np.asarray(counts.moves.todense(), float), rows)

    def among(self, rows: "Array") -> "Known":
        """Return what is left when only these rows are known: the others are zeros."""
        left = np.zeros_like(self.moves)
        left[rows] = self.moves[rows]
        return Known(left, np.asarray(rows, int))

    @property
    def seen(self) -> "Array":
        """The moves out of each known origin, a row an origin."""
        found: Array = self.moves[self.origins]
        return found

    def inflow(self, rows: "Array") -> "Array":
        """Return how many came into each destination from known origins other than the row itself.

        A row for each of `rows`, a column for each occupation.

        >>> known = Known(np.array([[0.0, 2.0], [1.0, 0.0]]), np.array([0, 1]))
        >>> known.inflow(np.array([0, 1])).tolist()
        [[1.0, 0.0], [0.0, 2.0]]
        """
        own = np.isin(rows, self.origins)[:, None] * self.moves[rows]
        found: Array = self.seen.sum(axis=0)[None] - own
        return found


def design(known: Known, features: Features, rows: "Array",
           names: Sequence[str]) -> "Array":  # fmt: skip
    """Return features of pairs of `rows` and all occupations: names x rows x occupations."""
    return np.stack([_feature(known, features, rows, name) for name in names])


def _feature(known: Known, features: Features, rows: "Array", name: str) -> "Array":
    if name == "log inflow":
        return np.log(known.inflow(rows) + UNSEEN)
    if name == "log employment":
        assert features.employed is not None
        jobs = np.log(np.nan_to_num(features.employed) + FEW)
        return np.broadcast_to(jobs, (len(rows), len(jobs)))
    return features.pairs[name][rows]


def sizes(features: Features) -> tuple[str, ...]:
    """Return the features of the size of a destination that are known."""
    return SIZES if features.employed is not None else SIZES[:1]
