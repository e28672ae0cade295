"""What a model of moves expects of each origin: what the rows of a matrix can be drawn towards.

`matrix.shrunk(counts, prior.expected(counts, features))` is the empirical-Bayes matrix towards the
model: (n_ij + a q_ij) / (n_i + a), with q the model's shares and a, the persons that the model is
worth, of the greatest marginal likelihood (see `dirichlet`).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.counts import Counts
from careergraph.transitions.model import predictors
from careergraph.transitions.model.evaluation import FOLDS, crossed, folds
from careergraph.transitions.model.features import Features
from careergraph.transitions.model.known import Known

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

MODELS = {"affinity": predictors.BEST, "logit": predictors.ALL}
"""What a model is called to what it is among the predictors."""


def expected(counts: Counts, features: Features, model: str = "affinity", *, number: int = FOLDS,
             seed: int = 0) -> "Array":  # fmt: skip
    """Return the shares of destinations that a model of these moves expects, S x S.

    Rows sum to 1, with 0 on the diagonal. No row is told by a model that has seen it: origins are
    divided into `number` folds by `seed`, and those of each are told from the moves out of all
    others (origins without a move, from all). Else the prior would have seen what is drawn towards
    it: it would repeat the chance that is in the row, and its strength, which is judged by how well
    it tells that very row, would come out far too great, and intervals too narrow (decision 10).
    What the model itself is not sure of is in no interval. Without any move all is 0.

    Raises ParameterError for an unknown model, features of other occupations or too few of them,
    and when moves out of one occupation only are known.
    """
    predict = _predictor(counts, features, model)
    moves = np.asarray(counts.moves.todense(), float)
    left = moves.any(axis=1)
    found = np.zeros_like(moves)
    if not left.any():
        return found
    known = Known(moves, np.flatnonzero(left))
    rows, told = crossed(known, predict, folds(known, number, seed=seed))
    found[rows] = told
    if not left.all():
        never = np.flatnonzero(~left)
        found[never] = predict(known, never)
    return found


def _predictor(counts: Counts, features: Features, model: str) -> predictors.Predictor:
    if model not in MODELS:
        raise ParameterError(f"no model is named {model!r}; there are: {', '.join(MODELS)}")
    if features.codes != counts.codes:
        raise ParameterError("the features are of other occupations than the moves")
    made = predictors.available(features).get(MODELS[model])
    if made is None:
        told = "; ".join(features.without) or "none were given"
        raise ParameterError(f"there are no features for the model {model!r}: {told}")
    return made
