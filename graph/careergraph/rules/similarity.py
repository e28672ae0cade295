"""How like one role is to another, by what each needs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from rdflib import URIRef

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Likeness:
    """The similarity of every two of some roles: a symmetric matrix, its rows as in `roles`."""

    roles: tuple[URIRef, ...]
    matrix: "Array"

    def nearest(
        self, most: int, least: float, fits: Callable[[URIRef, URIRef, float], bool]
    ) -> Iterator[tuple[URIRef, URIRef, float]]:
        """Yield for each role up to `most` others that are at least so similar and that fit,
        nearest first."""
        for n, role in enumerate(self.roles):
            row = self.matrix[n]
            close = np.flatnonzero(row >= least)
            taken = 0
            for other in close[np.argsort(-row[close], kind="stable")].tolist():
                found = role, self.roles[other], float(row[other])
                if other != n and fits(*found):
                    yield found
                    taken += 1
                    if taken == most:
                        break

    def between(self, start: URIRef, end: URIRef) -> float | None:
        """Return how alike two roles are; None when it is not known."""
        row, column = self._place.get(start), self._place.get(end)
        return None if row is None or column is None else float(self.matrix[row, column])

    @cached_property
    def _place(self) -> dict[URIRef, int]:
        return {role: n for n, role in enumerate(self.roles)}


NONE = Likeness((), np.zeros((0, 0)))
"""Of no roles."""


def by_ratings(figures: Iterable[tuple[URIRef, URIRef, float]]) -> Likeness:
    """Return Pearson's r between roles over what is rated of them, each rating z-scored first.

    The figures are a role, what is rated of it, and the rating. Roles are compared over what is
    rated of all of them; without z-scores every two would be alike, since some things are rated
    high in nearly all roles.
    """
    values = {(role, rated): value for role, rated, value in figures}
    if not values:
        return NONE
    roles = sorted({role for role, _ in values})
    every = sorted({rated for _, rated in values})
    row, column = ({each: n for n, each in enumerate(some)} for some in (roles, every))
    profile = np.full((len(roles), len(every)), np.nan)
    for (role, rated), value in values.items():
        profile[row[role], column[rated]] = value
    profile = profile[:, ~np.isnan(profile).any(axis=0)]
    return Likeness(tuple(roles), pearson(zscored(profile))) if profile.size else NONE


def zscored(profile: "Array") -> "Array":
    """Return a matrix with each column at mean 0 and standard deviation 1; constant ones at 0."""
    spread = profile.std(axis=0)
    found: Array = (profile - profile.mean(axis=0)) / np.where(spread > 0, spread, 1)
    return found


def pearson(profile: "Array") -> "Array":
    """Return Pearson's correlation of every two rows; 0 with a row that is constant."""
    centred = profile - profile.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    unit = centred / np.where(length > 0, length, 1)
    found: Array = unit @ unit.T
    return found


def by_skills(needs: Iterable[tuple[URIRef, URIRef]]) -> Likeness:
    """Return the cosine of roles over the skills they need, rare skills weighing more.

    The needs are a role and a skill. A skill that n of N roles need weighs log(N / n), the inverse
    document frequency of Spärck Jones (1972).
    """
    pairs = set(needs)
    if not pairs:
        return NONE
    roles, skills = (sorted({pair[n] for pair in pairs}) for n in (0, 1))
    needed = counted(pairs, roles, skills)
    weight = np.log(len(roles) / np.maximum(np.asarray(needed.sum(axis=0)).ravel(), 1))
    weighed = needed.multiply(weight).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = weighed.multiply(1 / np.where(length > 0, length, 1)[:, None]).tocsr()
    matrix: Array = (unit @ unit.T).toarray().astype(np.float32)
    return Likeness(tuple(roles), matrix)


def counted(pairs: Iterable[tuple[URIRef, URIRef]], rows: list[URIRef],
            columns: list[URIRef]) -> Any:  # fmt: skip
    """Return a sparse matrix of ones where a row and a column are a pair, zeros elsewhere."""
    from scipy.sparse import csr_matrix

    row, column = ({each: n for n, each in enumerate(some)} for some in (rows, columns))
    ends = sorted((row[one], column[other]) for one, other in pairs)
    at = [one for one, _ in ends], [other for _, other in ends]
    return csr_matrix((np.ones(len(ends)), at), shape=(len(rows), len(columns)))
