"""How like one role is to another, by what each needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from rdflib import URIRef

from careergraph.model import Claim

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Likeness:
    """The similarity of every two of some roles: a symmetric matrix, its rows as in `roles`."""

    roles: tuple[URIRef, ...]
    matrix: "Array"

    def nearest(self, most: int, least: float) -> Iterator[tuple[URIRef, URIRef, float]]:
        """Yield for each role up to `most` others that are at least so similar, nearest first."""
        for n, role in enumerate(self.roles):
            row = self.matrix[n].copy()
            row[n] = -np.inf
            for other in np.argsort(-row, kind="stable")[:most]:
                if row[other] >= least:
                    yield role, self.roles[other], float(row[other])


def by_ratings(claims: Iterable[Claim]) -> Likeness:
    """Return Pearson's r between roles over what is rated of them, each rating z-scored first.

    `claims` are ratings: subject the role, object what is rated, value the rating. Roles are
    compared over what is rated of all of them; without z-scores every two would be alike, since
    some things are rated high in nearly all roles.
    """
    values = {(c.subject, c.object): float(c.minimum) for c in claims if c.minimum is not None}
    roles = sorted({role for role, _ in values})
    rated = sorted({str(each) for _, each in values})
    row, column = ({each: n for n, each in enumerate(some)} for some in (map(str, roles), rated))
    profile = np.full((len(roles), len(rated)), np.nan)
    for (role, each), value in values.items():
        profile[row[str(role)], column[str(each)]] = value
    profile = profile[:, ~np.isnan(profile).any(axis=0)]
    return Likeness(tuple(roles), pearson(zscored(profile)))


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


def by_skills(claims: Iterable[Claim]) -> Likeness:
    """Return the cosine of roles over the skills they need, rare skills weighing more.

    A skill that n of N roles need weighs log(N / n), the inverse document frequency of Spärck
    Jones (1972).
    """
    from scipy.sparse import csr_matrix

    pairs = sorted({(str(c.subject), str(c.object)) for c in claims if c.affirms})
    roles, skills = (sorted({pair[n] for pair in pairs}) for n in (0, 1))
    row, column = ({each: n for n, each in enumerate(some)} for some in (roles, skills))
    at = [row[role] for role, _ in pairs], [column[skill] for _, skill in pairs]
    needed = csr_matrix((np.ones(len(pairs)), at), shape=(len(roles), len(skills)))
    weight = np.log(len(roles) / np.maximum(np.asarray(needed.sum(axis=0)).ravel(), 1))
    weighed = needed.multiply(weight).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = weighed.multiply(1 / np.where(length > 0, length, 1)[:, None]).tocsr()
    matrix: Array = (unit @ unit.T).toarray()
    return Likeness(tuple(map(URIRef, roles)), matrix)
