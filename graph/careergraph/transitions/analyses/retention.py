"""Who was at risk of leaving, who stayed, and who came and went."""

import numpy as np

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import By, held, moved, state_columns
from careergraph.transitions.analyses.intervals import bounds, ratio
from careergraph.transitions.counts import Counts


def retention(counts: Counts, *, by: By = "persons", level: float = 0.95) -> Analysis:
    """Return for each occupation the share of those in it who stayed.

    retention_i = N_ii / N_i, N_i = sum_j N_ij being the risk set: all who were in i when the
    interval began. Outflow is 1 - retention. The interval is Wilson's, by persons. It holds for
    the interval over which the counts were made, `about.period`. Raises ParameterError when the
    counts have no stayers.
    """
    everyone = held(counts, by)
    stayed, risk = everyone.diagonal(), np.asarray(everyone.sum(axis=1))
    if not stayed.any():
        raise ParameterError(
            "the counts have no stayers (rows whose origin is their destination): without them "
            "nobody knows how many were at risk"
        )
    share = ratio(stayed, risk)
    heads = np.asarray(counts.persons.sum(axis=1))
    entered = np.asarray(moved(counts, by).sum(axis=0))
    columns = [
        *state_columns(counts),
        Column("at_risk", f"{by} in it when the interval began", risk),
        Column("stayed", f"{by} in it at both ends of the interval", stayed),
        Column("left", f"{by} who moved out of it", risk - stayed),
        Column("entered", f"{by} who moved into it", entered),
        Column("retention", "share who stayed, 0 to 1; missing where nobody was at risk", share),
        *bounds("retention", *wilson(share, heads, level), level),
        Column("outflow", "share who left, 0 to 1", 1 - share),
        Column("net_growth", "(entered - left) / at risk", ratio(entered - risk + stayed, risk)),
    ]
    return Analysis(
        "Retention and outflow", tuple(columns), _figures(stayed, risk, share),
        {"by": by, "level": level}, counts.about,
    )  # fmt: skip


def _figures(stayed: np.ndarray, risk: np.ndarray, share: np.ndarray) -> dict[str, float]:
    return {
        "at_risk": float(risk.sum()),
        "retention": float(stayed.sum() / risk.sum()),
        "median_retention": float(np.nanmedian(share)),
        "occupations_at_risk": int((risk > 0).sum()),
    }
