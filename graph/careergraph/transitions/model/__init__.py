"""Models of moves: where people of an occupation go that was never seen as an origin.

`gathering` reads what data sets say of occupations into `Profiles`, `features` compares them,
`logit` and `affinity` learn from observed moves, and `evaluation` tells how good that is beside the
baselines, on origins that were not learnt from. `finding` looks for what is known of occupations,
and `prior` makes of a model what the rows of a matrix are drawn towards.
"""

from careergraph.transitions.model.evaluation import Evaluation, by_folds, folds, on_others
from careergraph.transitions.model.features import Features, compared
from careergraph.transitions.model.known import Known
from careergraph.transitions.model.predictors import Predictor, available
from careergraph.transitions.model.profiles import Profiles

__all__ = [
    "Evaluation",
    "Features",
    "Known",
    "Predictor",
    "Profiles",
    "available",
    "by_folds",
    "compared",
    "folds",
    "on_others",
]
