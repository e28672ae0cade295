"""Everything that can say where people of an occupation go, each with the same two ends.

A predictor learns from what is known and answers for origins of which nothing is: a probability for
each destination. They are compared in `evaluation`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions.model import affinity, logit
from careergraph.transitions.model.features import Features
from careergraph.transitions.model.known import UNSEEN, Known, design, sizes

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

Predictor = Callable[[Known, "Array"], "Array"]
"""From what is known and the rows of some origins to the shares of their destinations."""

POPULARITY, EMPLOYMENT, SIZE = "inflow popularity", "employment", "size only"
ALL, BEST = "all features", "affinity"


def available(features: Features) -> dict[str, Predictor]:
    """Return all that can be had with these features: baselines first, the best last.

    The baselines are the size of destinations, each measure of similarity alone and each with the
    size of destinations.
    """
    found: dict[str, Predictor] = {POPULARITY: popularity}
    if features.employed is not None:
        found[EMPLOYMENT] = employment(features)
    found[SIZE] = logistic(features, sizes(features))
    for name in features.similarities:
        found[name] = logistic(features, [name])
    for name in features.similarities:
        found[f"size + {name}"] = logistic(features, [*sizes(features), name])
    if features.learnt:
        found[ALL] = logistic(features, [*sizes(features), *features.learnt])
    if features.kernels:
        found[BEST] = affine(features)
    return found


def popularity(known: Known, rows: "Array") -> "Array":
    """Return the share of each destination in all known moves, whatever the origin."""
    return logit.shares(np.log(known.inflow(rows) + UNSEEN), rows)


def employment(features: Features) -> Predictor:
    """Return what takes each destination for as likely as its share in employment."""
    assert features.employed is not None
    jobs = np.log(np.nan_to_num(features.employed) + 1)
    return lambda known, rows: logit.shares(np.tile(jobs, (len(rows), 1)), rows)


def logistic(features: Features, names: Sequence[str]) -> Predictor:
    """Return a conditional logit over some features."""

    def predict(known: Known, rows: "Array") -> "Array":
        fitted = fitted_logit(known, features, names)
        return logit.shares(fitted.odds(design(known, features, rows, names)), rows)

    return predict


def fitted_logit(known: Known, features: Features, names: Sequence[str] = ()) -> logit.Logit:
    """Return the conditional logit learnt from what is known, by default over all features."""
    used = names or (*sizes(features), *features.learnt)
    return logit.fit(design(known, features, known.origins, used), known.seen, known.origins, used)


def affine(features: Features) -> Predictor:
    """Return the model with affinity, over all features: the best there is here."""
    kernel = features.kernel
    assert kernel is not None
    place = affinity.places(kernel)

    def predict(known: Known, rows: "Array") -> "Array":
        fitted = fitted_affinity(known, features, place)
        return logit.shares(fitted.odds(design(known, features, rows, fitted.names), rows), rows)

    return predict


def fitted_affinity(known: Known, features: Features, place: "Array") -> affinity.Affinity:
    """Return the model with affinity that is learnt from what is known."""
    names = (*sizes(features), *features.learnt)
    made = design(known, features, known.origins, names)
    return affinity.learnt(made, known.seen, known.origins, names, place)


def named(every: Mapping[str, Predictor], names: Sequence[str]) -> dict[str, Predictor]:
    """Return the predictors of these names, in this order."""
    return {name: every[name] for name in names}
