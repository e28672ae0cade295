"""The measures of the field for how like one role is to another, each over a role x item matrix.

What is measured is symmetric and higher for what is more alike, unless a docstring says otherwise.
Rows are roles and columns are items (skills, activities, words); every cell is known. None of
these measures beats the plain size of destinations as a ranking of next jobs: see `evaluation`.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.rules.similarity import pearson, zscored

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

TIERS = {"Primary-Short": 1.0, "Primary-Long": 2 / 3, "Supplemental": 1 / 3}
"""How related the tiers of O*NET's Related Occupations are, the nearest 1."""


def z_pearson(profile: "Array") -> "Array":
    """Return Pearson's r of every two rows after each column was z-scored, from -1 to 1.

    Without z-scores every two roles are alike, since some skills are rated high in nearly all.

    >>> z_pearson(np.array([[1.0, 5.0, 2.0], [1.0, 5.0, 2.0], [4.0, 1.0, 2.0]])).round(2).tolist()
    [[1.0, 1.0, -1.0], [1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]
    """
    return pearson(zscored(profile))


def cosine(profile: "Array") -> "Array":
    """Return the cosine of every two rows; 0 with a row of zeros.

    >>> cosine(np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])).round(3).tolist()
    [[1.0, 0.707, 0.0], [0.707, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    unit = _unit(profile)
    found: Array = unit @ unit.T
    return found


def advantage(profile: "Array") -> "Array":
    """Return the revealed comparative advantage of each role in each item.

    RCA(o, s) = (x_os / sum_s x_os) / (sum_o x_os / sum x), after Balassa (1965), for skills
    Alabdulkareem et al., Science Advances 4 (2018) eaao6030. Above 1: more than others need it.

    >>> advantage(np.array([[3.0, 1.0], [1.0, 1.0]])).round(3).tolist()
    [[1.125, 0.75], [0.75, 1.5]]
    """
    share = _over(profile, profile.sum(axis=1, keepdims=True))
    usual = _over(profile.sum(axis=0, keepdims=True), profile.sum())
    return _over(share, usual)


def effective_use(profile: "Array") -> "Array":
    """Return which role uses which item effectively: where its advantage is at least 1.

    Alabdulkareem et al. (2018), the SkillScape.

    >>> effective_use(np.array([[3.0, 1.0], [1.0, 1.0]])).tolist()
    [[True, False], [False, True]]
    """
    found: Array = advantage(profile) >= 1
    return found


def jaccard(used: "Array") -> "Array":
    """Return what part of the items that either of two roles has both have; 0 when none has any.

    Over effective use this is the proximity of roles in the SkillScape.

    >>> jaccard(np.array([[1, 1, 0], [0, 1, 1], [0, 0, 0]])).round(3).tolist()
    [[1.0, 0.333, 0.0], [0.333, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    has = (used > 0).astype(float)
    both = has @ has.T
    number = has.sum(axis=1)
    return _over(both, number[:, None] + number[None] - both)


def item_proximity(used: "Array") -> "Array":
    """Return how often every two items come together in a role, items x items.

    theta(s, s') = sum_o e(o, s) e(o, s') / max(sum_o e(o, s), sum_o e(o, s')): the smaller of the
    two conditional probabilities (Hidalgo et al., Science 317, 2007; Alabdulkareem et al. 2018;
    Dawson et al. 2021).

    >>> item_proximity(np.array([[1, 1], [1, 0]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    has = (used > 0).astype(float)
    number = has.sum(axis=0)
    return _over(has.T @ has, np.maximum(number[:, None], number[None]))


def skills_space(profile: "Array") -> "Array":
    """Return the SKILLS SPACE similarity of every two roles, from 0 to 1.

    Theta(a, b) = sum_s sum_s' w(s, a) w(s', b) theta(s, s') / (sum_s w(s, a) sum_s' w(s', b)),
    with the advantage as weight w and `item_proximity` as theta: Dawson, Williams and Rizoiu,
    PLoS ONE 16 (2021) e0254722. It was made for the sparse skills of advertisements; over dense
    ratings it tells roles apart poorly. A role is not most similar to itself.

    >>> skills_space(np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    weight = advantage(profile)
    total = weight.sum(axis=1)
    return _over(weight @ item_proximity(weight >= 1) @ weight.T, total[:, None] * total[None])


def nearness(profile: "Array") -> "Array":
    """Return how near every two rows are as directions: 1 for equal ones, 0 for the farthest two.

    1 - d / max d, with d the Euclidean distance of unit vectors: how Nesta compares activities.

    >>> nearness(np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 0.0]])).round(3).tolist()
    [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]
    """
    unit = _unit(profile)
    square = 2 - 2 * (unit @ unit.T)
    apart = np.sqrt(np.where(square > _ROUNDING, square, 0))
    found: Array = 1 - _over(apart, apart.max(initial=0))
    return found


def coverage(having: "Array", needing: "Array") -> "Array":
    """Return what part of the items needed in a role (column) another (row) has; 0 without needs.

    One-sided: a surgeon covers much of what a nurse needs, not the reverse.

    >>> coverage(np.array([[1, 1], [0, 1]]), np.array([[1, 0], [0, 1]])).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    needed = (needing > 0).astype(float)
    return _over((having > 0).astype(float) @ needed.T, needed.sum(axis=1)[None])


def causeways(essential: "Array", optional: "Array", activities: "Array",
              context: "Array | None" = None) -> "Array":  # fmt: skip
    """Return Nesta's combined similarity from a role (row) to another (column), from 0 to 1.

    The mean of the essential skills of the second that those essential in the first cover, of those
    that all its skills cover, of the nearness of activities and, where it is known, of work
    context. After Kanders et al., Mapping Career Causeways (Nesta 2020), without the language
    model that there finds skills of other words.
    """
    known = (essential > 0) | (optional > 0)
    parts = [coverage(essential, essential), coverage(known, essential), nearness(activities)]
    if context is not None:
        parts.append(nearness(context))
    found: Array = np.mean(parts, axis=0)
    return found


def related(tiers: "Array") -> "Array":
    """Return how related roles (rows) are to others (columns) in either list, from 0 to 1.

    The tiers are the worth of each place in O*NET's Related Occupations, as in `TIERS`, 0 outside
    the list; lists are not symmetric, what is here is.

    >>> related(np.array([[0.0, 1.0], [0.0, 0.0]])).tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    found: Array = (tiers + tiers.T) / 2
    return found


def fidelity(shares: "Array") -> "Array":
    """Return the Bhattacharyya coefficient of every two rows of shares, from 0 to 1.

    sum_k sqrt(p_k q_k): 1 for equal distributions, 0 for those that have nothing in common; it is
    1 - H^2, with H the Hellinger distance.

    >>> fidelity(np.array([[1.0, 0.0], [0.5, 0.5]])).round(3).tolist()
    [[1.0, 0.707], [0.707, 1.0]]
    """
    root = np.sqrt(_over(shares, shares.sum(axis=1, keepdims=True)))
    found: Array = root @ root.T
    return found


_ROUNDING = 1e-12


def _unit(profile: "Array") -> "Array":
    return _over(profile, np.linalg.norm(profile, axis=1, keepdims=True))


def _over(one: "Array", other: "Array | float") -> "Array":
    """One divided by the other, 0 where that is 0."""
    below = np.asarray(other, float)
    found: Array = np.where(below != 0, one / np.where(below != 0, below, 1), 0)
    return found
