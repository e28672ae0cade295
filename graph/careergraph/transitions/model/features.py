"""Features of pairs of occupations: how far apart they are, how alike, and of one kind or not.

A feature is a matrix: its rows are origins, its columns destinations. What is computed here holds
whoever moved; what depends on observed moves, such as the inflow of a destination, is in `known`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from careergraph.transitions.model import similarity
from careergraph.transitions.model.profiles import Profiles, filled
from careergraph.transitions.model.words import topics

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

TOPICS = 100
"""How many topics the texts are reduced to; more told occupations apart too sharply."""

IMPORTANT, SOMEWHAT = 3.0, 2.0
"""What O*NET calls its ratings of importance, from 1 to 5."""

ALONE = frozenset({"Nesta's combined"})
"""Measures that are only baselines: beside all others they tell nothing more. On the CPS (three
seeds) affinity has a perplexity of 119.4 and hit@10 of 0.346 with and without."""


@dataclass(frozen=True)
class Features:
    """Of pairs of the occupations `codes`: features by name, and kernels by name.

    A kernel tells how alike occupations are, 1 with themselves; unlike a similarity it is positive
    semi-definite, so that what is learnt of one occupation can be carried to others by it.
    `similarities` are the names of the features that are measures of similarity, and `without`
    says what had to be done without.
    """

    codes: tuple[str, ...]
    pairs: Mapping[str, "Array"] = field(default_factory=dict)
    kernels: Mapping[str, "Array"] = field(default_factory=dict)
    similarities: tuple[str, ...] = ()
    employed: "Array | None" = None
    without: tuple[str, ...] = ()

    @property
    def learnt(self) -> tuple[str, ...]:
        """The features that models of all of them learn from: those but for `ALONE`."""
        return tuple(name for name in self.pairs if name not in ALONE)

    @property
    def kernel(self) -> "Array | None":
        """The mean of the kernels; None without any."""
        return np.mean([*self.kernels.values()], axis=0) if self.kernels else None


def compared(profiles: Profiles) -> Features:
    """Return all features and kernels that can be computed from profiles."""
    made = {name: make for name, (needed, make) in SIMILARITIES.items() if _has(profiles, needed)}
    alike = {name: make(profiles) for name, make in made.items()}
    gaps = {name: gap for name, (needed, make) in GAPS.items() if _has(profiles, needed)
            for name, gap in make(profiles).items()}  # fmt: skip
    kernels = {name: make(profiles) for name, (needed, make) in KERNELS.items()
               if _has(profiles, needed)}  # fmt: skip
    lacking = sorted({each for needed, _ in (*SIMILARITIES.values(), *GAPS.values())
                      for each in needed if not _has(profiles, (each,))})  # fmt: skip
    without = (*profiles.without, *(f"no table of {name}" for name in lacking))
    return Features(profiles.codes, {**gaps, **alike}, kernels, tuple(alike), profiles.employed,
                    without)  # fmt: skip


def _has(profiles: Profiles, needed: tuple[str, ...]) -> bool:
    there = {*profiles.tables, *profiles.counted}
    return there.union(["groups"] if any(profiles.groups) else []).issuperset(needed)


def _ratings(profiles: Profiles) -> "Array":
    return np.hstack([profiles.rows("skills"), profiles.rows("knowledge")])


def _levels(profiles: Profiles) -> "Array":
    return np.hstack([profiles.rows("skill levels"), profiles.rows("knowledge levels")])


def _alike(measure: "Callable[[Array], Array]", name: str) -> "Callable[[Profiles], Array]":
    return lambda profiles: measure(profiles.rows(name))


def _shared(name: str) -> "Callable[[Profiles], Array]":
    """The cosine over what is counted."""
    return lambda profiles: _dense(profiles.counted[name] @ profiles.counted[name].T)


def _dense(matrix: Any) -> "Array":
    return np.asarray(matrix.todense(), float)


def _causeways(profiles: Profiles) -> "Array":
    """Nesta's combined similarity over what O*NET rates in place of the skills of ESCO: what is
    important is essential, what is somewhat important is optional; with the activities of its tasks
    and, where it is there, work context, which Nesta takes from O*NET, too."""
    ratings = _ratings(profiles)
    context = profiles.rows("work context") if "work context" in profiles.tables else None
    return similarity.causeways(ratings >= IMPORTANT, ratings >= SOMEWHAT,
                                _dense(profiles.counted["activities"]), context)  # fmt: skip


def _industries(profiles: Profiles) -> "Array":
    """The cosine of log advantages of occupations in sectors: log(1 + RCA)."""
    shares = profiles.rows("sectors")
    usual = (shares * _jobs(profiles)[:, None]).sum(axis=0) / _jobs(profiles).sum()
    return similarity.cosine(np.log1p(shares / np.where(usual > 0, usual, 1)))


def _jobs(profiles: Profiles) -> "Array":
    jobs = np.ones(len(profiles.codes)) if profiles.employed is None else profiles.employed
    return np.where(np.isnan(jobs), 1, jobs)


def _same(level: int) -> "Callable[[Profiles], Array]":
    def same(profiles: Profiles) -> "Array":
        group = np.array([code[:level] or f"?{n}" for n, code in enumerate(profiles.groups)])
        found: Array = (group[:, None] == group[None]).astype(float)
        return found

    return same


SIMILARITIES: dict[str, tuple[tuple[str, ...], "Callable[[Profiles], Array]"]] = {
    "z-scored Pearson": (("skills", "knowledge"), lambda p: similarity.z_pearson(_ratings(p))),
    "z-scored Pearson of levels": (
        ("skill levels", "knowledge levels"), lambda p: similarity.z_pearson(_levels(p))),
    "cosine": (("skills", "knowledge"), lambda p: similarity.cosine(_ratings(p))),
    "RCA cosine": (("skills", "knowledge"),
                   lambda p: similarity.cosine(similarity.advantage(_ratings(p)))),
    "Jaccard of effective use": (
        ("skills", "knowledge"),
        lambda p: similarity.jaccard(similarity.effective_use(_ratings(p)))),
    "SKILLS SPACE": (("skills", "knowledge"), lambda p: similarity.skills_space(_ratings(p))),
    "Nesta's combined": (("skills", "knowledge", "activities"), _causeways),
    "knowledge": (("knowledge",), _alike(similarity.z_pearson, "knowledge")),
    "interests": (("interests",), _alike(similarity.z_pearson, "interests")),
    "work styles": (("work styles",), _alike(similarity.z_pearson, "work styles")),
    "work values": (("work values",), _alike(similarity.z_pearson, "work values")),
    "activities": (("activities",), _shared("activities")),
    "technologies": (("technologies",), _shared("technologies")),
    "titles": (("titles",), _shared("titles")),
    "tasks": (("tasks",), _shared("tasks")),
    "descriptions": (("descriptions",), _shared("descriptions")),
    "O*NET related": (("related",), lambda p: similarity.related(p.tables["related"])),
    "industries": (("sectors",), _industries),
    "schooling": (("attainment",), _alike(similarity.fidelity, "attainment")),
    "same major group": (("groups",), _same(2)),
    "same minor group": (("groups",), _same(4)),
    "same broad group": (("groups",), _same(6)),
}  # fmt: skip
"""Measure to the tables it needs and what computes it; higher is more alike."""


def _apart(place: "Array") -> "Array":
    """How much higher the destination is than the origin, on some scale."""
    found: Array = place[None] - place[:, None]
    return found


def _pay(profiles: Profiles) -> dict[str, "Array"]:
    gap = _apart(profiles.rows("pay")[:, 0])
    return {"pay gain": gap, "pay distance": np.abs(gap)}


def _steps(name: str, words: str) -> "Callable[[Profiles], dict[str, Array]]":
    """How far up and how far down it is, each 0 the other way."""

    def make(profiles: Profiles) -> dict[str, "Array"]:
        gap = _apart(_middle(profiles.rows(name)))
        return {f"{words} up": np.maximum(gap, 0), f"{words} down": np.maximum(-gap, 0)}

    return make


def _middle(table: "Array") -> "Array":
    """The mean category of a table of shares; the figure itself where there is but one column."""
    if table.shape[1] == 1:
        return table[:, 0]
    total = table.sum(axis=1)
    found: Array = table @ np.arange(table.shape[1]) / np.where(total > 0, total, 1)
    return found


GAPS: dict[str, tuple[tuple[str, ...], "Callable[[Profiles], dict[str, Array]]"]] = {
    "pay": (("pay",), _pay),
    "education": (("required education",), _steps("required education", "education")),
    "experience": (("experience",), _steps("experience", "experience")),
    "training": (("training",), _steps("training", "training")),
    "zone": (("zone",), _steps("zone", "job zone")),
    "attainment": (("attainment",), _steps("attainment", "schooling")),
}
"""Gap to the tables it needs and what computes its features."""


def bell(profile: "Array") -> "Array":
    """Return the Gaussian kernel of every two rows: exp(-d^2 / 2), d^2 a mean over z-scores.

    >>> bell(np.array([[0.0], [2.0]])).round(3).tolist()
    [[1.0, 0.135], [0.135, 1.0]]
    """
    spread = profile.std(axis=0)
    scored = (profile - profile.mean(axis=0)) / np.where(spread > 0, spread, 1)
    square = (scored**2).mean(axis=1)
    apart = square[:, None] + square[None] - 2 * scored @ scored.T / scored.shape[1]
    found: Array = np.exp(-np.maximum(apart, 0) / 2)
    return found


def _topical(name: str) -> "Callable[[Profiles], Array]":
    def make(profiles: Profiles) -> "Array":
        place = topics(profiles.counted[name], TOPICS)
        place[np.linalg.norm(place, axis=1) < _NOTHING] = np.nan
        return similarity.cosine(filled(place, profiles.groups or ("",) * len(place)))

    return make


_NOTHING = 1e-9


def _hierarchy(profiles: Profiles) -> "Array":
    found: Array = np.mean([_same(level)(profiles) for level in (2, 4, 6)], axis=0)
    return found


def _standing(profiles: Profiles) -> "Array":
    names = [n for n in ("pay", "required education", "zone", "attainment") if n in profiles.tables]
    return bell(np.column_stack([_middle(profiles.rows(name)) for name in names]))


def _inclination(profiles: Profiles) -> "Array":
    names = ("interests", "work styles", "work values")
    return bell(np.hstack([profiles.rows(n) for n in names if n in profiles.tables]))


KERNELS: dict[str, tuple[tuple[str, ...], "Callable[[Profiles], Array]"]] = {
    "ratings": (("skills", "knowledge"), lambda p: bell(_ratings(p))),
    "levels": (("skill levels", "knowledge levels"), lambda p: bell(_levels(p))),
    "inclination": (("interests",), _inclination),
    "standing": (("pay",), _standing),
    "activities": (("activities",), _topical("activities")),
    "titles": (("titles",), _topical("titles")),
    "tasks": (("tasks",), _topical("tasks")),
    "industries": (("sectors",), _industries),
    "hierarchy": (("groups",), _hierarchy),
}
"""Kernel to the tables it needs and what computes it."""
