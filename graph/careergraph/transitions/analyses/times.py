"""How long people stay before they move, and to where, from spells that may not have ended."""

from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, imported
from careergraph.transitions.analyses.intervals import bounds
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    import pandas as pd

    from careergraph.transitions.counts import Array


def stays(spells: "pd.DataFrame") -> "pd.DataFrame":
    """Return how long each stay in an occupation lasted, and to which one it led.

    `spells` has person, start, end and occupation; those of one person in one occupation that
    follow each other are one stay. A stay ends in a move when the person's next spell, in another
    occupation, begins; the last one of a person is not known to end (censored) at its end, or at
    the latest time in the table where its end is open. Columns: person, occupation, duration,
    moved, destination (None if censored); durations are days where times are dates.
    """
    if spells.empty:
        raise ParameterError("there are no spells")
    found = spells.sort_values(["person", "start", "end", "occupation"], kind="stable")
    last = max(spells.start.max(), spells.end.max()) if spells.end.notna().any() else (
        spells.start.max())  # fmt: skip
    before = found.groupby("person", sort=False).occupation.shift()
    stay = (found.occupation != before) | (found.person != found.person.shift())
    grouped = found.assign(end=found.end.fillna(last)).groupby(stay.cumsum(), sort=False)
    merged = grouped.agg(person=("person", "first"), occupation=("occupation", "first"),
                         start=("start", "first"), end=("end", "max"))  # fmt: skip
    following = merged.groupby("person", sort=False)
    merged["destination"] = following.occupation.shift(-1)
    until = following.start.shift(-1).fillna(merged.end)
    lasted = until - merged.start
    days = lasted.dt.total_seconds() / 86400 if lasted.dtype.kind == "m" else lasted
    merged["duration"] = days.astype(float)
    merged["moved"] = merged.destination.notna()
    return merged[["person", "occupation", "duration", "moved", "destination"]].reset_index(
        drop=True
    )


def time_to_move(
    spells: "pd.DataFrame", occupation: str, *, most: int = 5, level: float = 0.95,
    about: About | None = None,
) -> Analysis:  # fmt: skip
    """Return how many are still in an occupation after each time, and where the others went.

    Survival S(t) by Kaplan and Meier 1958, log-log intervals (lifelines); cumulative incidence
    of each destination k by Aalen and Johansen 1978, I_k(t) = sum_{s <= t} S(s-) d_k(s) / n(s)
    with ties as they are, of the `most` frequent ones and all others together: their sum is 1 - S.
    """
    found = stays(spells)
    there = found[found.occupation == occupation]
    if there.empty:
        raise ParameterError(_unknown(occupation, found))
    fitter = _fitted(there, level)
    table = fitter.event_table
    survival = fitter.survival_function_.iloc[:, 0].to_numpy()
    low, high = fitter.confidence_interval_survival_function_.to_numpy().T
    columns = [
        Column("time", "since the stay began, days or the unit given", table.index.to_numpy()),
        Column("at_risk", "stays that have lasted so long", table.at_risk.to_numpy()),
        Column("moved", "stays that end in a move just then", table.observed.to_numpy()),
        Column("censored", "stays not followed longer", table.censored.to_numpy()),
        Column("still_there", "share not yet moved, 0 to 1", survival),
        *bounds("still_there", low, high, level),
        *_incidences(there, table, survival, most),
    ]
    figures = _figures(there, fitter)
    return Analysis(f"Time until moving from {occupation}", tuple(columns), figures,
                    {"occupation": occupation, "most": most, "level": level},
                    about or About())  # fmt: skip


def median_times(
    spells: "pd.DataFrame", *, minimum: int = 5, level: float = 0.95, about: About | None = None
) -> Analysis:
    """Return for each occupation the median time until people move, the shortest first.

    Kaplan and Meier's median with its log-log interval (Brookmeyer and Crowley 1982); missing where
    more than half stay as long as they were followed. Occupations with fewer than `minimum` stays
    are left out.
    """
    found = stays(spells)
    groups = [(code, part) for code, part in found.groupby("occupation") if len(part) >= minimum]
    if not groups:
        raise ParameterError(f"no occupation has {minimum} stays; take fewer")
    rows = [_median(str(code), part, level) for code, part in groups]
    rows.sort(key=lambda row: (row[3] is None, row[3] or 0.0, row[0]))
    names = {
        "code": "the occupation",
        "stays": "stays in it",
        "moved": "of these, such as ended in a move",
        "median": "time until half have moved; missing if not half did",
        "median_low": f"lower end of its {level:.0%} interval",
        "median_high": f"upper end of its {level:.0%} interval; missing without end",
    }
    columns = [Column(name, names[name], [row[n] for row in rows]) for n, name in enumerate(names)]
    figures = {"stays": len(found), "moved": int(found.moved.sum())}
    return Analysis("Time until moving", tuple(columns), figures,
                    {"minimum": minimum, "level": level}, about or About())  # fmt: skip


def _unknown(occupation: str, found: "pd.DataFrame") -> str:
    from difflib import get_close_matches

    known = sorted(map(str, found.occupation.unique()))
    near = get_close_matches(occupation, known, 3, 0.5)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"{known[0]!r} is the first"
    return f"nobody has a spell in {occupation!r}; there are {len(known)} occupations; {hint}"


def _fitted(there: "pd.DataFrame", level: float) -> Any:
    lifelines = imported("lifelines", "time to transition")
    return lifelines.KaplanMeierFitter(alpha=1 - level).fit(there.duration, there.moved)


def _incidences(
    there: "pd.DataFrame", table: "pd.DataFrame", survival: "Array", most: int
) -> list[Column]:
    before = np.concatenate([[1.0], survival[:-1]])
    at_risk = table.at_risk.to_numpy()
    times = {time: n for n, time in enumerate(table.index)}
    ended = there[there.moved]
    frequent = ended.destination.value_counts(sort=True)
    ranked = sorted(frequent.index, key=lambda code: (-frequent[code], code))
    found = []
    for name, codes in [*((code, [code]) for code in ranked[:most]), ("others", ranked[most:])]:
        went = np.zeros(len(table))
        np.add.at(went, ended[ended.destination.isin(codes)].duration.map(times).to_numpy(int), 1)
        share = np.cumsum(before * went / at_risk)
        found.append(Column(f"to_{name}", f"share that has moved to {name}, 0 to 1", share))
    return found if len(ranked) > most else found[:-1]


def _figures(there: "pd.DataFrame", fitter: Any) -> dict[str, Any]:
    return {
        "stays": len(there),
        "moved": int(there.moved.sum()),
        "censored": int((~there.moved).sum()),
        "median": _finite(fitter.median_survival_time_),
    }


def _median(code: str, there: "pd.DataFrame", level: float) -> list[Any]:
    fitter, utils = _fitted(there, level), imported("lifelines.utils", "time to transition")
    ends = utils.median_survival_times(fitter.confidence_interval_survival_function_)
    low, high = ends.iloc[0]
    return [code, len(there), int(there.moved.sum()),
            _finite(fitter.median_survival_time_), _finite(low), _finite(high)]  # fmt: skip


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
