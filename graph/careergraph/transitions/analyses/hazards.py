"""Who moves sooner: how the chance to leave depends on what is known of a person or a stay."""

import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, imported
from careergraph.transitions.analyses.times import FOLLOWED, seen, stays
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    import pandas as pd

_OWN = ("person", "start", "end", "occupation", "destination", "duration", "moved", "entry",
        FOLLOWED)  # fmt: skip
"""The columns that a table of spells or of stays has anyway."""

MOST_LEVELS = 20
"""The most different words that a column may hold."""


def hazards(
    spells: "pd.DataFrame", by: Sequence[str], *, occupation: str | None = None,
    level: float = 0.95, about: About | None = None,
) -> Analysis:  # fmt: skip
    """Return by what factor each column in `by` raises or lowers the chance to move at any time.

    The proportional hazards model of Cox 1972, h(t | x) = h0(t) exp(b'x), ties after Efron 1977
    (lifelines); a hazard ratio is exp(b), its interval exp(b +- z se). Numbers count by their unit;
    words are held against the most frequent one. A stay has the values with which it began. All
    stays together have a baseline h0 for each occupation (strata); with `occupation` they are those
    in it. Where persons have several stays, errors are robust and clustered by person (Lin and Wei
    1989). Stays seen from late on (`times.FOLLOWED`) are at risk from then on.

    That hazards are proportional is tested for each row by scaled Schoenfeld residuals against the
    ranks of times (Grambsch and Therneau 1994): a small `proportional_p` speaks against it. With
    late entry neither this test nor robust errors are known, and that is said.

    Raises ParameterError where nothing can be learnt: no such stays, nobody moved, a column that is
    the same for all, or columns of which one follows from the others.
    """
    _refuse_own(by)
    found = seen(stays(spells, keep=by))
    there = found if occupation is None else found[found.occupation == occupation]
    said = list(_gaps(there, by))
    there = there[there[list(by)].notna().all(axis=1) & (there.duration > 0)]
    if not there.moved.any():
        whom = f" from {occupation!r}" if occupation is not None else ""
        raise ParameterError(f"nobody of whom all of {', '.join(by)} is known moved{whom}")
    rows, design = _design(there, by)
    table = design.assign(duration=there.duration, moved=there.moved)
    late, fit = "entry" in there, {"duration_col": "duration", "event_col": "moved"}
    if late:
        table["entry"], fit["entry_col"] = there.entry, "entry"
        said.append("with late entry errors take stays of one person as independent, and whether "
                    "hazards are proportional is not tested")  # fmt: skip
    elif there.person.duplicated().any():
        table["person"], fit["cluster_col"] = there.person, "person"
    strata = ["occupation"] if occupation is None else None
    if strata:
        table["occupation"] = there.occupation
    fitter = _fitted(table, fit, strata, level)
    return Analysis(
        "Who moves sooner", (*_columns(rows, fitter, level), _proportional(fitter, table, late)),
        {"stays": len(there), "moved": int(there.moved.sum()),
         "concordance": float(fitter.concordance_index_),
         "log_likelihood": float(fitter.log_likelihood_)},
        {"by": list(by), "occupation": occupation, "level": level}, about or About(), tuple(said),
    )  # fmt: skip


def _refuse_own(by: Sequence[str]) -> None:
    for name in by:
        if name in _OWN:
            raise ParameterError(f"{name!r} says what a stay is, not what may shorten it; take "
                                 f"another column than {', '.join(_OWN)}")  # fmt: skip


def _gaps(there: "pd.DataFrame", by: Sequence[str]) -> Iterator[str]:
    for name in by:
        number = int(there[name].isna().sum())
        if number:
            yield f"{number} of {len(there)} stays have no {name}; they are left out"


def _design(
    there: "pd.DataFrame", by: Sequence[str]
) -> tuple[list[tuple[str, str]], "pd.DataFrame"]:
    """What each row of the result is about, and the columns that stand for it."""
    import pandas as pd

    rows: list[tuple[str, str]] = []
    columns: dict[str, pd.Series[float]] = {}
    for name in by:
        values = there[name]
        if values.nunique() < 2:
            raise ParameterError(f"{name} is the same for all {len(there)} stays; leave it out")
        if values.dtype.kind in "if":
            rows.append((name, "one more"))
            columns[name] = values.astype(float)
            continue
        often = values.value_counts()
        levels = sorted(often.index, key=lambda each: (-often[each], str(each)))
        if len(levels) > MOST_LEVELS:
            raise ParameterError(f"{name} holds {len(levels)} different words; {MOST_LEVELS} can "
                                 "be told apart: group them, or give numbers")  # fmt: skip
        for each in levels[1:]:
            rows.append((name, f"{each} against {levels[0]}"))
            columns[f"{name}: {each}"] = (values == each).astype(float)
    return rows, pd.DataFrame(columns, index=there.index)


def _fitted(
    table: "pd.DataFrame", fit: dict[str, str], strata: list[str] | None, level: float
) -> Any:
    lifelines = imported("lifelines", "time to transition")
    problems = imported("lifelines.exceptions", "time to transition")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", problems.ConvergenceWarning)
            return lifelines.CoxPHFitter(alpha=1 - level).fit(
                table, **fit, strata=strata, fit_options={"precision": 1e-12}
            )
    except (problems.ConvergenceError, problems.ConvergenceWarning):
        raise ParameterError(
            "no hazard ratios can be told: a column follows from the others, or tells by itself "
            "who moved; leave one out"
        ) from None


def _columns(rows: list[tuple[str, str]], fitter: Any, level: float) -> Iterator[Column]:
    told = fitter.summary
    yield Column("what", "the column", [name for name, _ in rows])
    yield Column("compared", "what the ratio compares", [how for _, how in rows])
    yield Column("hazard_ratio", "how many times the chance to move", told["exp(coef)"].to_numpy())
    for name, end in (("low", "lower"), ("high", "upper")):
        column = next(each for each in told if each.startswith(f"exp(coef) {end}"))
        yield Column(f"hazard_ratio_{name}", f"{end} end of its {level:.0%} interval",
                     told[column].to_numpy())  # fmt: skip
    yield Column("p", "of no difference", told["p"].to_numpy())


def _proportional(fitter: Any, table: "pd.DataFrame", late: bool) -> Column:
    says = "p of proportional hazards: a small one speaks against; missing if not tested"
    if late:
        return Column("proportional_p", says, [None] * len(fitter.summary))
    statistics = imported("lifelines.statistics", "time to transition")
    tested = statistics.proportional_hazard_test(fitter, table, time_transform="rank").summary
    return Column("proportional_p", says, [float(tested.loc[n, "p"]) for n in fitter.summary.index])
