"""How long people stay before they move, and to where, from spells that may not have ended, or
whose beginning may lie before a person was followed."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column, imported
from careergraph.transitions.analyses.intervals import bounds
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    import pandas as pd

    from careergraph.transitions.counts import Array


FOLLOWED = "followed_from"
"""The column of spells that says from when on a person was followed."""


def stays(spells: "pd.DataFrame", *, keep: Collection[str] = ()) -> "pd.DataFrame":
    """Return how long each stay in an occupation lasted, and to which one it led.

    `spells` has person, start, end and occupation; those of one person in one occupation that
    follow each other are one stay. A stay ends in a move when the person's next spell, in another
    occupation, begins; the last one of a person is not known to end (censored) at its end, or at
    the latest time in the table where its end is open. Columns: person, occupation, duration,
    moved, destination (None if censored); durations are days where times are dates.

    Where spells have a column `FOLLOWED`, there is also `entry`: how long the stay had lasted when
    the person was first followed, 0 where it began later. Of the columns in `keep` a stay has the
    values with which it began.
    """
    if spells.empty:
        raise ParameterError("there are no spells")
    found = spells.sort_values(["person", "start", "end", "occupation"], kind="stable")
    last = max(spells.start.max(), spells.end.max()) if spells.end.notna().any() else (
        spells.start.max())  # fmt: skip
    before = found.groupby("person", sort=False).occupation.shift()
    stay = (found.occupation != before) | (found.person != found.person.shift())
    grouped = found.assign(end=found.end.fillna(last)).groupby(stay.cumsum(), sort=False)
    followed = [FOLLOWED] if FOLLOWED in found else []
    firsts = {name: (name, "first") for name in ("person", "occupation", "start", *followed)}
    merged = grouped.agg(**firsts, end=("end", "max"))
    for name in keep:
        merged[name] = grouped[name].nth(0).to_numpy()
    following = merged.groupby("person", sort=False)
    merged["destination"] = following.occupation.shift(-1)
    until = following.start.shift(-1).fillna(merged.end)
    merged["duration"] = _days(until - merged.start)
    merged["moved"] = merged.destination.notna()
    if followed:
        merged["entry"] = _days(merged[FOLLOWED] - merged.start).clip(lower=0)
    columns = ["person", "occupation", "duration", "moved", "destination"]
    return merged[[*columns, *(["entry"] if followed else []), *keep]].reset_index(drop=True)


def _days(lasted: Any) -> Any:
    """A length of time in days, or as the number that it is."""
    days = lasted.dt.total_seconds() / 86400 if lasted.dtype.kind == "m" else lasted
    return days.astype(float)


def seen(found: "pd.DataFrame") -> "pd.DataFrame":
    """Return the stays that lasted until their person was followed; the others nobody saw."""
    return found[found.duration > found.entry] if "entry" in found else found


def time_to_move(
    spells: "pd.DataFrame", occupation: str, *, most: int = 5, level: float = 0.95,
    about: About | None = None,
) -> Analysis:  # fmt: skip
    """Return how many are still in an occupation after each time, and where the others went.

    Survival S(t) by Kaplan and Meier 1958, log-log intervals (lifelines); cumulative incidence
    of each destination k by Aalen and Johansen 1978, I_k(t) = sum_{s <= t} S(s-) d_k(s) / n(s)
    with ties as they are, of the `most` frequent ones and all others together: their sum is 1 - S.

    Where spells tell from when on a person was followed (`FOLLOWED`), a stay is at risk only from
    then on (left truncation): n(s) are those with entry < s <= duration (Tsai, Jewell and Wang
    1987, A note on the product-limit estimator under right censoring and left truncation,
    Biometrika 74, 883-886). Stays that were over by then are left out and counted. Raises
    ParameterError where soon nobody is left at risk before others enter.
    """
    found = stays(spells)
    everyone = found[found.occupation == occupation]
    there = seen(everyone)
    if there.empty:
        raise ParameterError(_unknown(occupation, seen(found)))
    fitter = _fitted(there, level)
    table = fitter.event_table.assign(at_risk=_at_risk(fitter.event_table))
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
    figures = _figures(there, fitter) | _late(everyone, there)
    return Analysis(f"Time until moving from {occupation}", tuple(columns), figures,
                    {"occupation": occupation, "most": most, "level": level},
                    about or About(), _emptied(table))  # fmt: skip


def median_times(
    spells: "pd.DataFrame", *, minimum: int = 5, level: float = 0.95, about: About | None = None
) -> Analysis:
    """Return for each occupation the median time until people move, the shortest first.

    Kaplan and Meier's median with its log-log interval (Brookmeyer and Crowley 1982); missing where
    more than half stay as long as they were followed. Occupations with fewer than `minimum` stays
    are left out. Late entry counts as in `time_to_move`.
    """
    everyone = stays(spells)
    found = seen(everyone)
    groups = [(code, part) for code, part in found.groupby("occupation") if len(part) >= minimum]
    if not groups:
        raise ParameterError(f"no occupation has {minimum} stays; take fewer")
    rows = [_median(str(code), part, level) for code, part in groups]
    rows.sort(key=lambda row: (row[3] is None, row[3] or 0.0, row[0]))
    names = {
        "code": "the occupation",
        "stays": "stays in it",
        "moved": "of these, such as ended in a move",
        "median": "time until half have moved; missing if not half did, or if nobody followed from "
        "early on is left when others enter",
        "median_low": f"lower end of its {level:.0%} interval",
        "median_high": f"upper end of its {level:.0%} interval; missing without end",
    }
    columns = [Column(name, names[name], [row[n] for row in rows]) for n, name in enumerate(names)]
    figures = {"stays": len(found), "moved": int(found.moved.sum())} | _late(everyone, found)
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
    entry = there.entry if "entry" in there else None
    fitter = lifelines.KaplanMeierFitter(alpha=1 - level)
    try:
        return fitter.fit(there.duration, there.moved, entry=entry)
    except imported("lifelines.exceptions", "time to transition").StatError:
        raise ParameterError(
            "nobody is left of those followed from early on before others enter, so that how many "
            "stay cannot be told; leave out the stays that were followed from so early"
        ) from None


def _at_risk(table: "pd.DataFrame") -> "pd.Series[float]":
    """Those at risk just before each time; who enters just then is not among them yet."""
    entered = table.entrance.copy()
    entered.iloc[0] = 0
    return table.at_risk - entered


def _late(everyone: "pd.DataFrame", there: "pd.DataFrame") -> dict[str, int]:
    """How many stays were under way when they were first seen, and how many were over."""
    if "entry" not in everyone:
        return {}
    return {"entered_late": int((there.entry > 0).sum()),
            "over_before_followed": len(everyone) - len(there)}  # fmt: skip


def _emptied(table: "pd.DataFrame") -> tuple[str, ...]:
    """The warning that is due where all who were there moved while others were still to enter."""
    gone = table.index[(table.observed > 0) & (table.observed == table.at_risk)]
    if not len(gone) or gone[0] >= table.index[-1]:
        return ()
    return (f"all {int(table.at_risk[gone[0]])} who were followed so early had moved after "
            f"{gone[0]:g}, so that nobody is told to stay longer, though others did: take late "
            "entrants only, or start later",)  # fmt: skip


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
    size = [code, len(there), int(there.moved.sum())]
    try:
        fitter = _fitted(there, level)
    except ParameterError:  # a gap in who was followed
        return [*size, None, None, None]
    utils = imported("lifelines.utils", "time to transition")
    ends = utils.median_survival_times(fitter.confidence_interval_survival_function_)
    low, high = ends.iloc[0]
    return [*size, _finite(fitter.median_survival_time_), _finite(low), _finite(high)]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
