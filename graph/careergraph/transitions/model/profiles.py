"""What is known of each occupation, as tables that features are computed from: a row a role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

LEVELS = (6, 4, 2, 0)
"""How many characters of a SOC code name a broad group, a minor one, a major one, and all."""

USUAL = 5000.0
"""How many work in an occupation of which that is not published: fewer than in most."""


@dataclass(frozen=True)
class Profiles:
    """Tables by name: roles x items, NaN in the rows of roles that a source says nothing of.

    `counted` are sparse tables: how much of each word or activity stands in what is said of a role,
    rows of zeros where nothing is. `groups` are SOC codes, "" where there is none; `employed` how
    many work in each role, NaN where that is not known. `without` says what had to be done without.
    """

    codes: tuple[str, ...]
    tables: Mapping[str, "Array"] = field(default_factory=dict)
    counted: Mapping[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    employed: "Array | None" = None
    without: tuple[str, ...] = ()

    def rows(self, name: str) -> "Array":
        """Return a table without gaps: a role that is not known is like the mean of its group.

        The smallest SOC group in which any role is known. Raises KeyError without such a table.
        """
        return filled(self.tables[name], self.groups or ("",) * len(self.codes))


def mixture(parts: Mapping[str, Iterable[str]], whole: Sequence[str], details: Sequence[str],
            employed: Mapping[str, float]) -> Any:  # fmt: skip
    """Return how much of each role (row) is which detailed occupation (column): a sparse matrix.

    `parts` are the O*NET-SOC codes in each of the codes `whole`. A detailed occupation weighs as
    many as work in its SOC code, divided evenly among the O*NET codes in it; rows sum to 1, or are
    empty when none of the parts is among the `details`.

    >>> mixed = mixture({"10": ["11-1011.00", "11-1031.00"]}, ["10"], ["11-1011.00", "11-1031.00"],
    ...                 {"11-1011": 300.0, "11-1031": 100.0})
    >>> mixed.toarray().tolist()
    [[0.75, 0.25]]
    """
    place = {code: n for n, code in enumerate(details)}
    cells = [(n, place[part], weight) for n, code in enumerate(whole)
             for part, weight in _weights(parts.get(code, ()), place, employed)]  # fmt: skip
    row, column, value = ([cell[k] for cell in cells] for k in range(3))
    shape = len(whole), len(details)
    return sparse.csr_array((np.array(value, float), (row, column)), shape)


def _weights(parts: Iterable[str], place: Mapping[str, int],
             employed: Mapping[str, float]) -> list[tuple[str, float]]:  # fmt: skip
    known = sorted({part for part in parts if part in place})
    inside = {part: sum(other[:7] == part[:7] for other in known) for part in known}
    weight = {part: employed.get(part[:7], USUAL) / inside[part] for part in known}
    total = sum(weight.values())
    return [(part, weight[part] / total) for part in known]


def mixed(weights: Any, table: "Array") -> "Array":
    """Return a table of roles from one of detailed occupations: means weighed by `weights`.

    What is not known of a detailed occupation does not count; NaN where nothing is known of any.
    """
    there = ~np.isnan(table)
    weight = weights @ there.astype(float)
    total = weights @ np.where(there, table, 0)
    found: Array = np.where(weight > 0, total / np.where(weight > 0, weight, 1), np.nan)
    return found


def filled(table: "Array", groups: Sequence[str]) -> "Array":
    """Return a table with the gaps in a role's row filled from the smallest SOC group around it.

    Zeros when nothing is known of any role.

    >>> filled(np.array([[1.0], [3.0], [np.nan]]), ["11-1011", "11-2011", "11-2021"]).tolist()
    [[1.0], [3.0], [3.0]]
    """
    found: Array = np.array(table, float)
    for row in np.flatnonzero(np.isnan(found).any(axis=1)).tolist():
        for level in LEVELS:
            near = np.array([group[:level] == groups[row][:level] for group in groups])
            there = near[:, None] & ~np.isnan(table)
            gap = np.isnan(found[row]) & there.any(axis=0)
            means = np.where(there, np.nan_to_num(table), 0).sum(axis=0) / np.maximum(
                there.sum(axis=0), 1
            )
            found[row, gap] = means[gap]
    whole: Array = np.nan_to_num(found)
    return whole


def heaviest(weights: Any, details: Sequence[str]) -> tuple[str, ...]:
    """Return the SOC code of the greatest part of each role; "" for one of no parts."""
    found: list[str] = []
    for n in range(weights.shape[0]):
        row = weights[[n], :].toarray()[0]
        most = int(row.argmax())
        found.append(details[most][:7] if row.any() else "")
    return tuple(found)
