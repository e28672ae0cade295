"""How well moves out of occupations that were never seen as origins are told, with intervals.

All measures are over all other occupations as destinations, those to which nobody moved among them:

- perplexity: exp of the mean negative log-likelihood of a move;
- hit@10: what part of the moves lead to the ten likeliest destinations;
- recall@10: what part of an origin's most frequent destinations, at most ten, are among these;
- NDCG@10: the gain, by moves, of the ten likeliest as discounted by their place, of the best there
  could be (Jarvelin and Kekalainen 2002);
- MRR: the mean over moves of one over the place of the destination;
- AUC: how likely a destination to which somebody moved is placed above one to which nobody did;
- Spearman: the rank correlation of moves with those expected, over pairs with any move;
- calibration: the power of the shares under which moves would be likeliest: 1 is calibrated, less
  is too sure.

Perplexity, hit@10 and MRR count every move, recall@10, NDCG@10 and AUC every origin with at least
`FEWEST` moves alike, or with as many as the largest has where none has so many. Intervals are of a
bootstrap over origins. A measure that is not defined on the moves has no number (`UNDEFINED`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.model.known import Known
from careergraph.transitions.model.predictors import Predictor

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

FEWEST = 20
"""Origins with fewer moves say little of what is usual: they do not count in means over origins."""

FIRST = 10
DRAWS = 1000
FOLDS = 5
SURELY = 0.95

MEASURES = ("perplexity", "hit@10", "recall@10", "ndcg@10", "mrr", "auc", "spearman")
UNDEFINED = {
    "auc": "no origin that counts has both destinations to which somebody moved and others",
}
"""Why a measure can have no number."""

_LEAST = 1e-12
_POWERS = np.linspace(0.5, 1.5, 101)


@dataclass(frozen=True)
class Figure:
    """A measure with its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """How well one predictor did: its measures by name, and how its shares are calibrated."""

    name: str
    figures: Mapping[str, Figure]
    calibration: float

    def __getitem__(self, measure: str) -> Figure:
        return self.figures[measure]


@dataclass(frozen=True)
class Evaluation:
    """The scores of predictors on the same moves, how many moves out of how many origins."""

    scores: tuple[Score, ...]
    origins: int
    moves: int

    def __getitem__(self, name: str) -> Score:
        return next(score for score in self.scores if score.name == name)


def folds(known: Known, number: int = FOLDS, *, seed: int = 0,
          groups: Sequence[str] | None = None) -> list["Array"]:  # fmt: skip
    """Return the known origins in parts, at random; each is to be told from all others.

    With `groups`, one for each occupation, those of a group stay together: what is asked of a model
    is then further from what it has seen. Raises ParameterError when there are fewer than two
    origins or groups.
    """
    kinds: list[str] = [
        str(row if groups is None else groups[row]) for row in known.origins.tolist()
    ]
    every = sorted(set(kinds))
    if len(every) < 2:
        raise ParameterError("folds need moves out of at least two occupations")
    order = np.random.default_rng(seed).permutation(len(every))
    part = {every[n]: place % min(number, len(every)) for place, n in enumerate(order.tolist())}
    of = np.array([part[kind] for kind in kinds])
    return [known.origins[of == n] for n in range(min(number, len(every)))]


def crossed(known: Known, predict: Predictor, parts: Sequence["Array"]) -> tuple["Array", "Array"]:
    """Return the rows of all parts and their shares, each told from the other parts."""
    told = [predict(known.among(np.setdiff1d(known.origins, part)), part) for part in parts]
    return np.concatenate(list(parts)), np.concatenate(told)


def by_folds(known: Known, every: Mapping[str, Predictor], parts: Sequence["Array"], *,
             seed: int = 0) -> Evaluation:  # fmt: skip
    """Return the scores of predictors over folds."""
    told = {name: crossed(known, predict, parts) for name, predict in every.items()}
    return _evaluated({name: (share, known.moves[rows], rows) for name, (rows, share)
                       in told.items()}, seed)  # fmt: skip


def on_others(known: Known, every: Mapping[str, Predictor], rows: "Array", *,
              seed: int = 0) -> Evaluation:  # fmt: skip
    """Return the scores of predictors that learnt from the known origins, on other rows."""
    alone = known.among(known.origins)
    found = {name: (predict(alone, rows), known.moves[rows], rows)
             for name, predict in every.items()}  # fmt: skip
    return _evaluated(found, seed)


def _evaluated(told: Mapping[str, tuple["Array", "Array", "Array"]], seed: int) -> Evaluation:
    """The origins are the same for all, so that draws are, too: differences are of the models."""
    scores = tuple(scored(name, *each, seed=seed) for name, each in told.items())
    _, moves, _ = next(iter(told.values()))
    return Evaluation(scores, int((moves.sum(axis=1) > 0).sum()), int(moves.sum()))


def scored(name: str, share: "Array", moves: "Array", rows: "Array", *, seed: int = 0,
           draws: int = DRAWS) -> Score:  # fmt: skip
    """Return how well shares tell moves: both origins x destinations, the first's rows sum to 1.

    `rows` say which destination each origin is itself. Raises ParameterError without moves.
    """
    some = moves.sum(axis=1) > 0
    if not some.any():
        raise ParameterError("no moves to score predictions by")
    table = Table.of(share[some], moves[some], rows[some])
    means = table.means(np.ones((1, some.sum())))[0]
    drawn = np.random.default_rng(seed).multinomial(some.sum(), np.full(some.sum(), 1 / some.sum()),
                                                    size=draws)  # fmt: skip
    low, high = _between(table.means(drawn))
    figures = {measure: Figure(float(means[n]), float(low[n]), float(high[n]))
               for n, measure in enumerate(MEASURES)}  # fmt: skip
    return Score(name, figures, calibration(share[some], moves[some], rows[some]))


def _between(drawn: "Array") -> "Array":
    """Both ends of each measure over draws; no number where no draw has any."""
    found = np.full((2, drawn.shape[1]), np.nan)
    some = ~np.isnan(drawn).all(axis=0)
    ends = [(1 - SURELY) / 2, (1 + SURELY) / 2]
    found[:, some] = np.nanquantile(drawn[:, some], ends, axis=0)
    return found


@dataclass(frozen=True)
class Table:
    """What each origin adds to each measure, so that any set of origins can be scored at once.

    `over_moves` are sums over moves (surprise, hits, reciprocal ranks), `over_origins` the measures
    of an origin (recall, NDCG, AUC), NaN where it has too few moves. `ranks` are, for Spearman, the
    origin, the rank of moves and that of the expected, of each pair with moves.
    """

    number: "Array"
    over_moves: "Array"
    over_origins: "Array"
    ranks: tuple["Array", "Array", "Array"]

    @classmethod
    def of(cls, share: "Array", moves: "Array", rows: "Array") -> "Table":
        """Return the table of some origins."""
        place = places(share, rows)
        surprise = -np.where(moves > 0, moves * np.log(np.maximum(share, _LEAST)), 0).sum(axis=1)
        hits = np.where(place <= FIRST, moves, 0).sum(axis=1)
        reciprocal = (moves / place).sum(axis=1)
        each = np.column_stack([recall(place, moves), ndcg(place, moves), auc(place, moves, rows)])
        number = moves.sum(axis=1)
        few = number < min(FEWEST, number.max())
        return cls(number, np.column_stack([surprise, hits, reciprocal]),
                   np.where(few[:, None], np.nan, each), _ranks(share, moves))  # fmt: skip

    def means(self, weights: "Array") -> "Array":
        """Return the measures when each origin counts so often: draws x `MEASURES`."""
        total = weights @ self.number
        surprise, hits, reciprocal = (weights @ self.over_moves / total[:, None]).T
        there = ~np.isnan(self.over_origins)
        counted = weights @ there
        recalled, gained, above = (
            weights @ np.where(there, self.over_origins, 0) / np.where(counted > 0, counted, np.nan)
        ).T
        spearman = _correlated(*self.ranks, weights)
        return np.column_stack(
            [np.exp(surprise), hits, recalled, gained, reciprocal, above, spearman]
        )


def places(share: "Array", rows: "Array") -> "Array":
    """Return the place of each destination, the likeliest 1; equal ones in their order.

    The origin itself comes last, whatever its share.
    """
    away = np.array(share, float)
    away[np.arange(len(rows)), rows] = -1
    order = np.argsort(-away, axis=1, kind="stable")
    found = np.empty(order.shape)
    np.put_along_axis(found, order, np.arange(1.0, order.shape[1] + 1)[None], axis=1)
    return found


def recall(place: "Array", moves: "Array") -> "Array":
    """Return, of each origin, what part of its most frequent destinations are among the first ten.

    Its most frequent ones are as many as it has, at most ten; among equally frequent ones those
    count that are placed first, since the order of the data is none.
    """
    order = np.lexsort((place, -moves), axis=1)[:, :FIRST]
    truly = np.take_along_axis(moves, order, axis=1) > 0
    found = np.take_along_axis(place, order, axis=1) <= FIRST
    share: Array = (truly & found).sum(axis=1) / np.maximum(truly.sum(axis=1), 1)
    return share


def ndcg(place: "Array", moves: "Array") -> "Array":
    """Return, of each origin, the discounted gain of the first ten, of the best there could be."""
    discount = np.where(place <= FIRST, 1 / np.log2(place + 1), 0)
    best = -np.sort(-moves, axis=1)[:, :FIRST]
    ideal = (best / np.log2(np.arange(2, best.shape[1] + 2))).sum(axis=1)
    found: Array = (moves * discount).sum(axis=1) / np.where(ideal > 0, ideal, 1)
    return found


def auc(place: "Array", moves: "Array", rows: "Array") -> "Array":
    """Return, of each origin, how likely a destination with moves is placed above one without.

    NaN where all destinations or none have moves. By the ranks (Mann and Whitney 1947).
    """
    positive = moves > 0
    number = positive.sum(axis=1)
    others = place.shape[1] - 1 - number
    ranks = np.where(positive, place.shape[1] - place, 0).sum(axis=1)  # the worst of others has 1
    above = ranks - number * (number + 1) / 2
    both = number * others
    found: Array = np.where(both > 0, above / np.where(both > 0, both, 1), np.nan)
    return found


def calibration(share: "Array", moves: "Array", rows: "Array") -> float:
    """Return the power of the shares, from 0.5 to 1.5, under which the moves are likeliest."""
    odds = np.log(np.maximum(share, _LEAST))
    odds[np.arange(len(rows)), rows] = -np.inf
    number = moves.sum(axis=1)
    total = float((moves * np.where(moves > 0, odds, 0)).sum())

    def likelihood(power: float) -> float:
        scale = np.log(np.exp(power * odds).sum(axis=1))
        return power * total - float(number @ scale)

    return round(float(max(_POWERS.tolist(), key=likelihood)), 2)


def _ranks(share: "Array", moves: "Array") -> tuple["Array", "Array", "Array"]:
    from scipy.stats import rankdata

    origin, destination = np.nonzero(moves)
    expected = share * moves.sum(axis=1, keepdims=True)
    return (origin, rankdata(moves[origin, destination]),
            rankdata(expected[origin, destination]))  # fmt: skip


def _correlated(origin: "Array", one: "Array", other: "Array", weights: "Array") -> "Array":
    """Pearson's r of ranks when each origin counts so often; ranks are those of all pairs once."""
    sums = np.zeros((weights.shape[1], 6))
    columns = (np.ones(len(one)), one, other, one * one, other * other, one * other)
    for n, column in enumerate(columns):
        sums[:, n] = np.bincount(origin, weights=column, minlength=weights.shape[1])
    number, a, b, aa, bb, ab = (weights @ sums).T
    spread = np.sqrt(np.maximum((number * aa - a * a) * (number * bb - b * b), 0))
    found: Array = np.where(spread > 0, (number * ab - a * b) / np.where(spread > 0, spread, 1), 0)
    return found
