"""Transition probabilities as rows to be read, and what is to be said of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions import codes, disclosure, matrix, reading
from careergraph.transitions.counts import Counts, without_stayers
from careergraph.transitions.crosswalk import Crosswalk, crosswalked, levels
from careergraph.transitions.matrix import Among, TransitionMatrix

if TYPE_CHECKING:
    import numpy.typing as npt

    from careergraph.transitions.disclosure import Withheld
    from careergraph.transitions.model import Features

    Array = npt.NDArray[Any]

MODELS = ("affinity", "logit")
"""The models of moves that rows can be drawn towards: those of `model.prior`, which is imported
late; a test compares."""

Find = Callable[[Sequence[str]], "Features"]
"""From the codes of occupations to what is known of them."""

COLUMNS = ("origin", "destination", "n", "of", "observed", "probability", "low", "high")


@dataclass(frozen=True)
class Asked:
    """A matrix as rows with `COLUMNS`, and what was done to the counts before, a line each."""

    matrix: TransitionMatrix
    rows: list[dict[str, Any]]
    told: list[str]
    confidence: float
    disclosed: disclosure.Disclosed | None = None

    def beside(self) -> dict[str, Any]:
        """Return what goes with the rows in JSON."""
        return {"about": asdict(self.matrix.counts.about), "estimator": self.matrix.estimator,
                "strength": round(self.matrix.strength, 6), "among": self.matrix.among,
                "confidence": self.confidence, "told": self.told,
                "suppressed": self.disclosed.values() if self.disclosed else None}  # fmt: skip


def asked(
    counts: Counts, *, estimator: str = "popularity", prior: Path | None = None,
    strength: float | None = None, among: Among = "movers", weighted: bool = False,
    confidence: float = 0.95, level: int | None = None, walk: Crosswalk | None = None,
    everything: bool = False, below: int | None = None, features: "Find | None" = None,
) -> Asked:  # fmt: skip
    """Return the matrix of counts: first in other codes, then without small cells, then estimated.

    `estimator` is "ml", "laplace", "popularity", "uniform" or a model of moves (`model.prior`):
    "affinity" or "logit", learnt from the counts that are left by the `features` found for their
    codes. A `prior` in a file takes the place of the estimator's. Cells of fewer persons than
    `below` are suppressed in the table that is asked for: among movers those who stayed are no part
    of it. Raises ParameterError, ParseError, ReadError.
    """
    told: list[str] = []
    if walk is not None:
        counts = _crosswalked(counts, walk, told, persons=below is None)
    if level is not None:
        told.extend(filter(None, [codes.uneven(counts.codes)]))
        counts = _crosswalked(counts, levels(counts.codes, level), told, persons=below is None)
    disclosed = None
    if below is not None:
        whole = counts if among == "everybody" else without_stayers(counts)
        disclosed = disclosure.suppressed(whole, below=below)
        counts = disclosed.counts
        told.append(disclosed.text())
        if disclosed.origins:
            told.append(f"no share is told in {len(disclosed.origins):,} origins, whose sums must "
                        "not be published")  # fmt: skip
    withheld = disclosed.withheld if disclosed else None
    if prior is None and estimator in MODELS:
        found = _modelled(counts, estimator, features, told, strength, among, weighted, withheld)
    else:
        found = _estimated(counts, estimator, prior, strength, among, weighted, withheld)
    told.append(_summary(found))
    return Asked(found, table(found, confidence=confidence, everything=everything), told,
                 confidence, disclosed)  # fmt: skip


def _crosswalked(counts: Counts, walk: Crosswalk, told: list[str], *, persons: bool) -> Counts:
    done = crosswalked(counts, walk)
    told.extend(done.told(persons=persons))
    return done.counts


def _estimated(
    counts: Counts, estimator: str, prior: Path | None, strength: float | None, among: Among,
    weighted: bool, withheld: "Withheld | None",
) -> TransitionMatrix:  # fmt: skip
    if prior is not None:
        return matrix.shrunk(counts, read_prior(prior, counts), among=among, weighted=weighted,
                             strength=strength, name=prior.name, withheld=withheld)  # fmt: skip
    if estimator == "ml":
        return matrix.maximum_likelihood(counts, among=among, weighted=weighted, withheld=withheld)
    if estimator == "laplace":
        return matrix.laplace(counts, among=among, weighted=weighted, withheld=withheld)
    return matrix.shrunk(counts, estimator, among=among, weighted=weighted,  # type: ignore[arg-type]
                         strength=strength, withheld=withheld)  # fmt: skip


def _modelled(
    counts: Counts, model: str, find: "Find | None", told: list[str], strength: float | None,
    among: Among, weighted: bool, withheld: "Withheld | None",
) -> TransitionMatrix:  # fmt: skip
    """Rows drawn towards what a model expects; it is not misled by what is a change of codes.

    Of suppressed cells it does not learn either: what it says would give them away.
    """
    from careergraph.transitions.model import observed, prior

    if find is None:
        raise ParameterError(f"the model {model!r} needs features of occupations; none were given")
    features = find(counts.codes)
    removed = observed.recodings(counts)
    if withheld is not None and withheld.cells.any():
        told.append("the model has learnt without the suppressed cells")
    told.extend(f"a change of codes, counted but not learnt from: {a} to {b}; the strength is less "
                "for it while it is not left out" for a, b in removed)  # fmt: skip
    told.extend(f"the model does without: {each}" for each in features.without)
    shares = prior.expected(observed.without(counts, removed), features, model)
    if among == "everybody":
        shares = matrix.with_stayers(counts, shares)
    return matrix.shrunk(counts, shares, among=among, weighted=weighted, strength=strength,
                         name=f"the model {model}, told from other origins",
                         withheld=withheld)  # fmt: skip


def _summary(found: TransitionMatrix) -> str:
    who = "of those who moved" if found.among == "movers" else "with those who stayed"
    worth = f", which counts for {found.strength:,.1f} persons" if found.prior is not None else ""
    empty = int((found.n == 0).sum())
    rows = f"; nobody was observed in {empty:,} of {len(found.codes):,} origins" if empty else ""
    if len(found.codes) - empty == 1 and found.prior is not None:
        rows += ", so that the only one is told by no other"
    return f"{found.estimator}{worth}; {who}{rows}"


def read_prior(path: Path, counts: Counts) -> "Array":
    """Return the matrix in a file with the columns origin, destination and probability.

    What is between other states is left out; what is not there is 0. Raises ParseError, ReadError.
    """
    columns = {"n": "probability"}
    read = reading.read(path, columns=columns)
    held, states = read.persons.tocoo(), read.codes
    found = np.zeros((len(counts.codes), len(counts.codes)))
    for i, j, chance in zip(held.row, held.col, held.data, strict=True):
        ends = counts.number.get(states[i]), counts.number.get(states[j])
        if ends[0] is not None and ends[1] is not None:
            found[ends[0], ends[1]] = chance
    return found


def table(
    found: TransitionMatrix, *, confidence: float = 0.95, everything: bool = False
) -> list[dict[str, Any]]:
    """Return the rows of a matrix, with `COLUMNS`: where somebody was observed, or `everything`.

    `n` of `of` persons: heads, so that it is seen how much an estimate rests on. Where cells are
    suppressed, these have no `n` nor anything else (`everything` shows them), and a row whose sum
    must not be told has no `of` nor shares. An `n` of 0 is nobody.
    """
    untold = ~found.known | np.isnan(found.n)[:, None]
    shown = ~np.isnan(found.probability) | untold if everything else found.heads > 0
    if found.among == "movers":
        np.fill_diagonal(shown, False)
    row, column = np.nonzero(shown)
    told = np.where(found.known, found.heads, np.nan)
    heads = _whole(told[row, column]), _whole(found.n[row])
    shares = found.observed[row, column], found.probability[row, column]
    figures = *shares, *found.interval(confidence, (row, column))
    ends = (found.codes[i] for i in row), (found.codes[j] for j in column)
    lists = (each.tolist() for each in figures)
    return [dict(zip(COLUMNS, row, strict=True)) for row in zip(*ends, *heads, *lists, strict=True)]


def _whole(heads: "Array") -> list[float | None]:
    """Numbers of persons without a point, unless a crosswalk split some; None where not told."""
    told = heads[~np.isnan(heads)]
    number = int if (told == told.round()).all() else float
    return [None if n != n else number(n) for n in heads.tolist()]
