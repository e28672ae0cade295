"""Whether the next state depends on more than the present one, from the states of each person."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.transitions.analyses import chains
from careergraph.transitions.analyses.analysis import Analysis, Column
from careergraph.transitions.analyses.intervals import ratio
from careergraph.transitions.counts import About

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

States = Sequence[str | None]
"""The states of one person at equal intervals; None where it is not known."""


def order_test(persons: Iterable[States], *, about: About | None = None) -> Analysis:
    """Return how much better two states tell the next one than one state does.

    Over all triples a, b, c: LR = 2 sum n_abc log(p(c | a, b) / p(c | b)), chi-square on
    S (S - 1)² degrees of freedom when every pair a, b was seen, else on sum over b of
    (a seen before b - 1) (c seen after b - 1) (Anderson and Goodman 1957). Perplexity is
    exp(- mean log p) in the same triples, so order 2 is flattered by its many parameters; BIC is
    not.
    """
    states, triples = _triples(persons)
    first, second = _log_likelihoods(triples)
    freedom = _freedom(triples)
    total, lr = float(triples.sum()), 2 * (second - first)
    rows = triples.sum(axis=0)
    parameters = [_parameters(rows[None]), _parameters(triples)]
    columns = [
        Column("order", "states that tell the next", [1, 2]),
        Column("log_likelihood", "of all triples, nats", [first, second]),
        Column("perplexity", "exp of the mean negative log-likelihood",
               [float(np.exp(-each / total)) for each in (first, second)]),
        Column("parameters", "free probabilities, of rows that were seen", parameters),
        Column("bic", "parameters log n - 2 log-likelihood; lower is better",
               [k * np.log(total) - 2 * each
                for k, each in zip(parameters, (first, second), strict=True)]),
    ]  # fmt: skip
    figures = {"triples": int(total), "states": len(states), "likelihood_ratio": lr,
               "degrees_of_freedom": freedom,
               "p": float(stats.chi2.sf(lr, freedom)) if freedom else None}  # fmt: skip
    return Analysis("Order of the chain", tuple(columns), figures, {}, about or About(),
                    () if freedom else ("no state is entered from two and left to two: "
                                        "order cannot be tested",))  # fmt: skip


def chapman_kolmogorov(
    persons: Iterable[States], *, steps: int = 2, about: About | None = None
) -> Analysis:
    """Return who is where he was k steps before, as seen and as a chain of order 1 predicts.

    (P^k)_ii with P from all pairs of consecutive states, against the share seen in i k steps after
    i. The chi-square sums over all cells (seen - expected)² / expected; it is a guide and no test,
    since the windows overlap.
    """
    listed = [list(person) for person in persons]
    states = _states(listed)
    one, several = (_pairs(listed, states, apart) for apart in (1, steps))
    p, seen = (ratio(found, found.sum(axis=1, keepdims=True)) for found in (one, several))
    predicted = chains.after(np.nan_to_num(p), steps)
    n = several.sum(axis=1)
    expected = n[:, None] * predicted
    columns = [
        Column("state", "where one was", states),
        Column("persons", f"times it was seen, and {steps} steps after", n.astype(int)),
        Column("predicted", f"share there after {steps} steps by the chain",
               predicted.diagonal()),
        Column("observed", "share seen there", seen.diagonal()),
        Column("observed_less_predicted", "what the chain misses",
               seen.diagonal() - predicted.diagonal()),
    ]  # fmt: skip
    there = expected > 0
    misfit = float((((several - expected) ** 2)[there] / expected[there]).sum())
    return Analysis("Chapman-Kolmogorov check", tuple(columns), {"chi_square": misfit},
                    {"steps": steps}, about or About())  # fmt: skip


def _states(persons: Iterable[States]) -> list[str]:
    found = sorted({state for person in persons for state in person if state is not None})
    if len(found) < 2:
        raise ParameterError(f"{len(found)} state is seen; two at least are needed")
    return found


def _windows(persons: Iterable[States], length: int) -> Iterator[list[str]]:
    """Yield so many states in a row of one person, all of them known."""
    for person in persons:
        for start in range(len(person) - length + 1):
            window = [state for state in person[start : start + length] if state is not None]
            if len(window) == length:
                yield window


def _triples(persons: Iterable[States]) -> "tuple[list[str], Array]":
    """The states, and how often each follows each after each, S × S × S: before, now, next."""
    listed = [list(person) for person in persons]
    states = _states(listed)
    number = {state: n for n, state in enumerate(states)}
    found = np.zeros((len(states),) * 3)
    for window in _windows(listed, 3):
        found[tuple(number[state] for state in window)] += 1
    if not found.any():
        raise ParameterError("nobody has three known states in a row; the order needs them")
    return states, found


def _pairs(persons: Sequence[States], states: list[str], apart: int) -> "Array":
    number = {state: n for n, state in enumerate(states)}
    found = np.zeros((len(states),) * 2)
    for person in persons:
        for one, other in zip(person, person[apart:], strict=False):
            if one is not None and other is not None:
                found[number[one], number[other]] += 1
    return found


def _log_likelihoods(triples: "Array") -> tuple[float, float]:
    """Of order 1 and of order 2, both of the third state of every triple."""
    return _log_likelihood(triples.sum(axis=0)), _log_likelihood(triples)


def _log_likelihood(found: "Array") -> float:
    p = ratio(found, found.sum(axis=-1, keepdims=True))
    return float((found[found > 0] * np.log(p[found > 0])).sum())


def _freedom(triples: "Array") -> int:
    before, after = (triples.sum(axis=axis) > 0 for axis in (2, 0))
    entered, left = before.sum(axis=0), after.sum(axis=1)
    return int((np.maximum(entered - 1, 0) * np.maximum(left - 1, 0)).sum())


def _parameters(found: "Array") -> int:
    rows = found.sum(axis=-1) > 0
    return int(rows.sum() * (found.shape[-1] - 1))
