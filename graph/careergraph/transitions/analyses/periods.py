"""What changed between two periods: whether people move as they did, and which moves differ."""

from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions.analyses.analysis import Analysis, Column, in_order
from careergraph.transitions.analyses.flows import (
    edges,
    held,
    moved,
    pair_columns,
    state_columns,
    whole,
)
from careergraph.transitions.analyses.intervals import bounds, false_discovery, ratio
from careergraph.transitions.analyses.recounting import renamed
from careergraph.transitions.counts import About, Counts, Sparse

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array

Among = Literal["all", "movers"]


def homogeneity(
    before: Counts, after: Counts, *, among: Among = "all", least_expected: float = 5
) -> Analysis:
    """Return for each origin whether its people spread over destinations as they did before.

    Pearson's chi-square of the 2 × K table of the two periods by destinations; destinations where
    fewer than `least_expected` persons are expected in a period are taken together (Cochran 1954),
    and origins with one class left are not tested. The figures add chi-squares and degrees of
    freedom over origins (Anderson and Goodman 1957). Cramer's V says how big the difference is,
    0 to 1; q by Benjamini and Hochberg. `among` movers leaves stayers out.
    """
    before, after = aligned(before, after)
    one, other = (_taken(counts, among) for counts in (before, after))
    tested = [(n, *_chi_square(a, b, least_expected)) for n, a, b in _rows(one, other)]
    tested = [row for row in tested if row[2] > 0]
    if not tested:
        raise ParameterError(
            "no origin has two destinations with enough persons in both periods to compare"
        )
    origins, square, freedom, sizes = (np.array(part) for part in zip(*tested, strict=True))
    p = stats.chi2.sf(square, freedom)
    order = np.lexsort((origins, p))
    columns = [
        *state_columns(before, origins[order]),
        Column("persons", "persons in both periods together", whole(sizes[order])),
        Column("chi_square", "of its two rows", square[order]),
        Column("degrees_of_freedom", "classes of destinations less 1", freedom[order]),
        Column("cramers_v", "size of the difference, 0 to 1",
               np.sqrt(square[order] / sizes[order])),
        Column("p", "chance of as much difference if there were none", p[order]),
        Column("q", "false discovery rate at which it would be believed",
               false_discovery(p)[order]),
    ]  # fmt: skip
    total, df = float(square.sum()), int(freedom.sum())
    figures = {"origins_tested": len(origins), "chi_square": total, "degrees_of_freedom": df,
               "p": float(stats.chi2.sf(total, df))}  # fmt: skip
    parameters = {"among": among, "least_expected": least_expected}
    return Analysis("Change between two periods, by origin", tuple(columns), figures, parameters,
                    both(before.about, after.about))  # fmt: skip


def change(
    before: Counts, after: Counts, *, among: Among = "all", minimum: int = 10, level: float = 0.95
) -> Analysis:
    """Return each move's share in two periods and their difference, the surest first.

    Shares are of those in the origin (of its movers, `among` movers); the difference has Newcombe's
    hybrid score interval (Newcombe 1998, method 10), p is that of the two-proportion z test with
    pooled variance, q by Benjamini and Hochberg. Moves of fewer than `minimum` persons in both
    periods together are left out, and so are origins nobody was seen in, in either.
    """
    before, after = aligned(before, after)
    one, other = (_taken(counts, among) for counts in (before, after))
    origins, ends, (x1, n1, x2, n2) = _cells(one, other, minimum)
    found, p = x2 / n2 - x1 / n1, two_proportions(x1, n1, x2, n2)
    q = false_discovery(p)
    columns = [
        *pair_columns(before, origins, ends),
        Column("persons_before", "persons who moved so before", whole(x1)),
        Column("persons_after", "persons who moved so after", whole(x2)),
        Column("share_before", "share of its origin's before, 0 to 1", x1 / n1),
        Column("share_after", "share of its origin's after, 0 to 1", x2 / n2),
        Column("difference", "share after less share before", found),
        *bounds("difference", *difference_interval(x1, n1, x2, n2, level), level),
        Column("p", "chance of as much difference if there were none", p),
        Column("q", "false discovery rate at which it would be believed", q),
    ]
    figures = {
        "moves_compared": len(found),
        "differing": int((p < 1 - level).sum()),
        "differing_after_correction": int((q < 1 - level).sum()),
    }
    order = np.lexsort((ends, origins, -np.abs(found), p))
    return Analysis("Change between two periods", in_order(columns, order), figures,
                    {"among": among, "minimum": minimum, "level": level},
                    both(before.about, after.about))  # fmt: skip


def _cells(one: Sparse, other: Sparse, minimum: int) -> "tuple[Array, Array, list[Array]]":
    """The moves to compare: origins, destinations, and before and after persons of how many."""
    either = edges(one + other)
    totals = [np.asarray(m.sum(axis=1))[either.origins] for m in (one, other)]
    kept = (either.sizes >= minimum) & (totals[0] > 0) & (totals[1] > 0)
    if not kept.any():
        raise ParameterError(f"no move was made by {minimum} persons in two periods that both have "
                             "its origin")  # fmt: skip
    origins, ends = either.origins[kept], either.destinations[kept]
    x1, x2 = (np.asarray(m[origins, ends]) for m in (one, other))
    return origins, ends, [x1, totals[0][kept], x2, totals[1][kept]]


def difference_interval(
    x1: "Array", n1: "Array", x2: "Array", n2: "Array", level: float = 0.95
) -> "tuple[Array, Array]":
    """Return Newcombe's interval of x2 / n2 - x1 / n1, from Wilson's of each."""
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = wilson(p1, n1, level), wilson(p2, n2, level)
    down, up = np.hypot(p2 - l2, u1 - p1), np.hypot(u2 - p2, p1 - l1)
    return p2 - p1 - down, p2 - p1 + up


def two_proportions(x1: "Array", n1: "Array", x2: "Array", n2: "Array") -> "Array":
    """Return p of the z test that two shares are the same; 1 where both are 0 or both are 1."""
    pooled = (x1 + x2) / (n1 + n2)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = np.nan_to_num(ratio(x2 / n2 - x1 / n1, error))
    found: Array = 2 * stats.norm.sf(np.abs(z))
    return found


def aligned(before: Counts, after: Counts) -> tuple[Counts, Counts]:
    """Return both with the codes of either, so that their rows are of the same."""
    if before.codes == after.codes:
        return before, after
    codes, labels = {*before.codes, *after.codes}, {**before.labels, **after.labels}
    one, other = (renamed(each, each.codes, states=codes, labels=labels)
                  for each in (before, after))  # fmt: skip
    return one, other


def _taken(counts: Counts, among: Among) -> Sparse:
    if among not in ("all", "movers"):
        raise ParameterError(f"the change is among 'all' or 'movers', not {among!r}")
    return held(counts) if among == "all" else moved(counts)


def _rows(one: Sparse, other: Sparse) -> "list[tuple[int, Array, Array]]":
    """The rows of which something was seen in both, dense."""
    seen = (np.asarray(one.sum(axis=1)) > 0) & (np.asarray(other.sum(axis=1)) > 0)
    return [(int(n), one[[n], :].toarray()[0], other[[n], :].toarray()[0])
            for n in np.flatnonzero(seen)]  # fmt: skip


def _chi_square(one: "Array", other: "Array", least: float) -> tuple[float, int, float]:
    """Chi-square, degrees of freedom and persons of two rows, rare classes taken together."""
    table = np.array([one, other])[:, (one + other) > 0]
    rare = _expected(table).min(axis=0) < least
    rest = table[:, rare].sum(axis=1, keepdims=True)
    table = np.hstack([table[:, ~rare], rest]) if rare.any() else table
    if rare.any() and table.shape[1] > 1 and _expected(table)[:, -1].min() < least:
        smallest = int(table[:, :-1].sum(axis=0).argmin())
        table[:, smallest] += table[:, -1]
        table = table[:, :-1]
    expected = _expected(table)
    square = ((table - expected) ** 2 / expected).sum()
    return float(square), table.shape[1] - 1, float(table.sum())


def _expected(table: "Array") -> "Array":
    found: Array = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    return found


def both(before: About, after: About) -> About:
    """Return what two counts are of, together."""
    joined = {
        name: one if one == other else f"{one} and {other}"
        for name, one, other in zip(_SAID, _said(before), _said(after), strict=True)
    }
    highest = max(before.suppressed_below, after.suppressed_below)
    return About(**joined, suppressed_below=highest)


_SAID = ("source", "period", "place", "classification", "rule")


def _said(about: About) -> list[str]:
    return [getattr(about, name) for name in _SAID]
