"""What keeps people from where others went, and what becomes reachable without it.

This is reachability over moves that were observed: it says which ways are there once a demand is
waived, not that people would take them, nor that the demand is why they do not. It is not causal.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from careergraph.errors import ParameterError
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.flows import (
    By,
    between,
    edges,
    held,
    moved,
    some_moves,
    state_columns,
)
from careergraph.transitions.counts import Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Demands = Mapping[str, Collection[str]]
"""For each code what it takes to enter: 'degree', 'licence', a skill; nothing for one not there."""

NOT_CAUSAL = (
    "reachability over observed moves, not probability, and not causal: it shows the ways that a "
    "waiver would open, not who would go them"
)


def barriers(
    counts: Counts, demands: Demands, *, waived: Collection[str], steps: int = 3, least: int = 3,
    pay: Mapping[str, float] | None = None, better: float = 0.10, by: By = "persons",
) -> Analysis:  # fmt: skip
    """Return what is reachable from each origin within 1 to k steps, and what when waived.

    Ways follow moves that `least` persons made. Who begins in i meets what i demands and acquires
    nothing on the way: a step to j is open if demands(j) are among demands(i), or waived. Origins
    are those that do not demand all that is waived and that some such move leaves. With `pay`,
    also how many of those reached pay more than (1 + better) times the origin, and where none
    does. Means over origins are plain, and weighted by those at risk in the origin.
    """
    some_moves(counts, "barrier removal")
    _check(demands, waived, steps)
    links = followed(counts, least)
    origins = _origins(counts, links, demands, waived)
    before = _reached(counts, links, demands, origins, frozenset(), steps)
    after = _reached(counts, links, demands, origins, frozenset(waived), steps)
    risk = np.asarray(held(counts, by).sum(axis=1))[origins]
    columns = [
        *state_columns(counts, origins),
        Column("at_risk", f"{by} in it when the interval began", risk),
    ]
    figures: dict[str, Any] = {"origins": len(origins), "moves_followed": int(links.nnz)}
    _count(columns, figures, "reach", "reachable", before, after, risk)
    if pay is not None:
        paid = _better(counts, pay, better)[origins]
        known = np.flatnonzero([counts.codes[n] in pay for n in origins])
        if not len(known):
            raise ParameterError("the pay of no origin is known")
        above = [[found & paid for found in side] for side in (before, after)]
        says = f"reachable that pay over {better:.0%} more"
        _count(columns, figures, "better", says, above[0], above[1], risk, known)
        _none(figures, above, risk, known)
    parameters = {"waived": sorted(waived), "steps": steps, "least": least, "by": by,
                  "better": better if pay is not None else None}  # fmt: skip
    return Analysis("Barrier removal", tuple(columns), figures, parameters, counts.about,
                    (*unknown_demands(counts, demands), NOT_CAUSAL))  # fmt: skip


def unknown_demands(counts: Counts, demands: Demands) -> tuple[str, ...]:
    """Return the warning that is due where nobody says what some occupations demand."""
    number = sum(code not in demands for code in counts.codes)
    if not number:
        return ()
    return (f"what {number} of {len(counts.codes)} occupations demand is not known; they are taken "
            "to demand nothing",)  # fmt: skip


def check_demands(demands: Demands, named: Collection[str]) -> None:
    """Raise ParameterError unless each of these is demanded by some occupation."""
    known = {demand for each in demands.values() for demand in each}
    for name in sorted(set(named) - known):
        listed = ", ".join(sorted(known)[:12]) or "none at all"
        raise ParameterError(f"no occupation demands {name!r}; the demands are: {listed}")


def _check(demands: Demands, waived: Collection[str], steps: int) -> None:
    check_demands(demands, waived)
    if not waived:
        raise ParameterError("nothing is waived; name a demand to waive")
    if steps < 1:
        raise ParameterError(f"{steps} steps lead nowhere; take 1 or more")


def followed(counts: Counts, least: int) -> Sparse:
    """Return 1 where so many persons moved. Raises ParameterError where none did."""
    found = edges(moved(counts))
    enough = found.sizes >= least
    if not enough.any():
        raise ParameterError(f"no move was made by {least} persons; take fewer")
    ends = found.origins[enough], found.destinations[enough]
    return sparse.csr_array((np.ones(int(enough.sum())), ends), counts.persons.shape)


def _origins(counts: Counts, links: Sparse, demands: Demands, waived: Collection[str]) -> "Array":
    leaves = np.diff(links.indptr) > 0
    lacks = [not set(waived) <= set(demands.get(code, ())) for code in counts.codes]
    found: Array = np.flatnonzero(leaves & np.array(lacks))
    if not len(found):
        raise ParameterError("every origin demands already what is waived: nothing can open")
    return found


def _reached(
    counts: Counts, links: Sparse, demands: Demands, origins: "Array",
    waived: frozenset[str], steps: int,
) -> "list[Array]":  # fmt: skip
    """For each number of steps, which states each origin reaches: arrays origins × states.

    Origins that demand the same may go the same ways, so they are followed together.
    """
    needed = [frozenset(demands.get(code, ())) - waived for code in counts.codes]
    found = [np.zeros((len(origins), len(needed)), bool) for _ in range(steps)]
    for holds in {frozenset(demands.get(counts.codes[n], ())) for n in origins}:
        rows = [k for k, n in enumerate(origins)
                if frozenset(demands.get(counts.codes[n], ())) == holds]  # fmt: skip
        open_to = np.array([need <= holds for need in needed])
        ways = between(links, np.ones(len(needed), bool), open_to)
        for step, reached in enumerate(_spread(ways, origins[rows], steps)):
            found[step][rows] = reached
    return found


def _spread(ways: Sparse, starts: "Array", steps: int) -> "Iterator[Array]":
    """Yield what is reached within 1, 2, ... steps, the start apart."""
    at = np.zeros((len(starts), ways.shape[0]))
    at[np.arange(len(starts)), starts] = 1
    seen = at > 0
    for _ in range(steps):
        seen = seen | ((seen @ ways) > 0)
        others = seen.copy()
        others[np.arange(len(starts)), starts] = False
        yield others


def _better(counts: Counts, pay: Mapping[str, float], better: float) -> "Array":
    """Whether j pays so much more than i; never where one of the two is not known."""
    value = np.array([pay.get(code, np.nan) for code in counts.codes], float)
    found: Array = value[None, :] > (1 + better) * value[:, None]
    return found


def _count(
    columns: list[Column], figures: dict[str, Any], name: str, says: str,
    before: "list[Array]", after: "list[Array]", risk: "Array", known: "Array | None" = None,
) -> None:  # fmt: skip
    """Add how many each origin reaches, and the means over the origins known."""
    for side, found in (("", before), ("_waived", after)):
        for step, reached in enumerate(found, start=1):
            number = reached.sum(axis=1)
            taken = np.arange(len(number)) if known is None else known
            words = f"occupations {says} within {step} steps{', waived' if side else ''}"
            columns.append(Column(f"{name}_{step}{side}", words, number))
            figures[f"mean_{name}_{step}{side}"] = float(number[taken].mean())
            figures[f"mean_{name}_{step}{side}_by_people"] = _mean(number[taken], risk[taken])


def _none(
    figures: dict[str, Any], above: "list[list[Array]]", risk: "Array", known: "Array"
) -> None:
    """Add the shares of origins, and of people in them, that reach nothing better paid."""
    for side, found in zip(("", "_waived"), above, strict=True):
        for step, reached in enumerate(found, start=1):
            nothing = np.logical_not(reached[known].any(axis=1))
            figures[f"share_without_better_{step}{side}"] = float(nothing.mean())
            figures[f"share_without_better_{step}{side}_by_people"] = _mean(nothing, risk[known])


def _mean(values: "Array", weights: "Array") -> float | None:
    total = weights.sum()
    return float((values * weights).sum() / total) if total > 0 else None
