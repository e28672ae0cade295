"""Transition probabilities as rows to be read, and what is to be said of them."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions import disclosure, matrix, reading
from careergraph.transitions.counts import Counts
from careergraph.transitions.crosswalk import Crosswalk, crosswalked, levels
from careergraph.transitions.matrix import Among, TransitionMatrix

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

COLUMNS = ("origin", "destination", "n", "of", "observed", "probability", "low", "high")


@dataclass(frozen=True)
class Asked:
    """A matrix as rows with `COLUMNS`, and what was done to the counts before, a line each."""

    matrix: TransitionMatrix
    rows: list[dict[str, Any]]
    told: list[str]
    confidence: float

    def beside(self) -> dict[str, Any]:
        """Return what goes with the rows in JSON."""
        return {"about": asdict(self.matrix.counts.about), "estimator": self.matrix.estimator,
                "strength": round(self.matrix.strength, 6), "among": self.matrix.among,
                "confidence": self.confidence, "told": self.told}  # fmt: skip


def asked(
    counts: Counts, *, estimator: str = "popularity", prior: Path | None = None,
    strength: float | None = None, among: Among = "movers", weighted: bool = False,
    confidence: float = 0.95, level: int | None = None, walk: Crosswalk | None = None,
    everything: bool = False, below: int | None = None,
) -> Asked:  # fmt: skip
    """Return the matrix of counts: first in other codes, then without small cells, then estimated.

    Raises ParameterError, ParseError, ReadError.
    """
    told: list[str] = []
    if walk is not None:
        counts = _crosswalked(counts, walk, told)
    if level is not None:
        counts = _crosswalked(counts, levels(counts.codes, level), told)
    if below is not None:
        disclosed = disclosure.suppressed(counts, below=below)
        counts = disclosed.counts
        told.append(disclosed.text())
    found = _estimated(counts, estimator, prior, strength, among, weighted)
    told.append(_summary(found))
    return Asked(found, table(found, confidence=confidence, everything=everything), told,
                 confidence)  # fmt: skip


def _crosswalked(counts: Counts, walk: Crosswalk, told: list[str]) -> Counts:
    done = crosswalked(counts, walk)
    told.extend(done.told())
    return done.counts


def _estimated(
    counts: Counts, estimator: str, prior: Path | None, strength: float | None, among: Among,
    weighted: bool,
) -> TransitionMatrix:  # fmt: skip
    if prior is not None:
        return matrix.shrunk(counts, read_prior(prior, counts), among=among, weighted=weighted,
                             strength=strength, name=prior.name)  # fmt: skip
    if estimator == "ml":
        return matrix.maximum_likelihood(counts, among=among, weighted=weighted)
    if estimator == "laplace":
        return matrix.laplace(counts, among=among, weighted=weighted)
    return matrix.shrunk(counts, estimator, among=among, weighted=weighted,  # type: ignore[arg-type]
                         strength=strength)  # fmt: skip


def _summary(found: TransitionMatrix) -> str:
    who = "of those who moved" if found.among == "movers" else "with those who stayed"
    worth = f", which counts for {found.strength:,.1f} persons" if found.prior is not None else ""
    empty = int((found.n == 0).sum())
    rows = f"; nobody was observed in {empty:,} of {len(found.codes):,} origins" if empty else ""
    return f"{found.estimator}{worth}; {who}{rows}"


def read_prior(path: Path, counts: Counts) -> "Array":
    """Return the matrix in a file with the columns origin, destination and probability.

    What is between other states is left out; what is not there is 0. Raises ParseError, ReadError.
    """
    columns = {"n": "probability"}
    read = reading.read(path, columns=columns)
    held, codes = read.persons.tocoo(), read.codes
    found = np.zeros((len(counts.codes), len(counts.codes)))
    for i, j, chance in zip(held.row, held.col, held.data, strict=True):
        ends = counts.number.get(codes[i]), counts.number.get(codes[j])
        if ends[0] is not None and ends[1] is not None:
            found[ends[0], ends[1]] = chance
    return found


def table(
    found: TransitionMatrix, *, confidence: float = 0.95, everything: bool = False
) -> list[dict[str, Any]]:
    """Return the rows of a matrix, with `COLUMNS`: where somebody was observed, or `everything`.

    `n` of `of` persons: heads, so that it is seen how much an estimate rests on.
    """
    shown = ~np.isnan(found.probability) if everything else found.heads > 0
    if found.among == "movers":
        np.fill_diagonal(shown, False)
    row, column = np.nonzero(shown)
    heads = _whole(found.heads[row, column]), _whole(found.n[row])
    shares = found.observed[row, column], found.probability[row, column]
    figures = *shares, *found.interval(confidence, (row, column))
    ends = (found.codes[i] for i in row), (found.codes[j] for j in column)
    lists = (each.tolist() for each in (*heads, *figures))
    return [dict(zip(COLUMNS, row, strict=True)) for row in zip(*ends, *lists, strict=True)]


def _whole(heads: "Array") -> "Array":
    """Numbers of persons without a point, unless a crosswalk split some."""
    return heads.astype(np.int64) if (heads == heads.round()).all() else heads
