"""A labour market in the shape of ESCO, as columns: made from a seed, without claims or a store.

3,000 roles lie in a space of skills, each with steps to its 33 nearest neighbours; 13,000 skills,
degrees of three levels, certificates, a licence, experience, pay and years as ranges. A market
`scale` times as large is so many copies, where one step in ten leads into another copy.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from rdflib import Literal, URIRef
from scipy.spatial import cKDTree

from careergraph.claims import Book
from careergraph.model import Credential, Experience, Requirement
from careergraph.routes.arrays import YEAR, Array, Columns, Shape, shaped
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, GENEROUS
from careergraph.routes.readings import ALWAYS
from careergraph.terms import CAREER, ID

ROLES, NEIGHBOURS, SKILLS = 3_000, 33, 13_000
DEGREES = {ID[f"credential/eqf{n}"]: n for n in (6, 7, 8)}
CERTIFICATES = tuple(ID[f"credential/certificate{n}"] for n in range(40))
LICENCE = ID["credential/licence"]
YEARS = {ID[f"experience/years{n}"]: Decimal(n) for n in (1, 3, 5)}
KINDS = (CAREER.lateral, CAREER.pivot, CAREER.promotion, CAREER.specialisation)
INDUSTRIES = tuple(ID[f"industry/i{n}"] for n in range(12))


@dataclass(frozen=True)
class Generated:
    """A market as a ladder whose columns are already made, and its shape."""

    ladder: Ladder
    shape: Shape


def market(scale: int = 1, seed: int = 7, *, roles: int = ROLES, skills: int = SKILLS) -> Generated:
    """Return a generated market."""
    random = np.random.default_rng(seed)
    place = random.normal(size=(roles, 6))
    rank = np.clip(np.round(random.normal(2.2, 0.9, roles)), 1, 5).astype(int)
    neighbours = cKDTree(place).query(place, k=NEIGHBOURS + 1)[1][:, 1:]
    start = np.repeat(np.arange(roles), NEIGHBOURS)
    end = neighbours.ravel()
    up = random.random(len(start)) < np.where(rank[end] >= rank[start], 1.0, 0.6)
    start, end = start[up], end[up]
    start, end = _copies(random, start, end, roles, scale)
    form = _shape(start, end, roles * scale)
    known = {reading: _columns(form, np.random.default_rng(seed + 1), np.tile(place, (scale, 1)),
                               np.tile(rank, scale), skills, generous=reading == GENEROUS)
             for reading in (CAUTIOUS, GENEROUS)}  # fmt: skip
    ladder = _ladder(form)
    ladder.keep("shape", lambda: form)
    for reading, columns in known.items():
        ladder.keep(("columns", reading.name, None), lambda columns=columns: columns)  # type: ignore[misc]
    return Generated(ladder, form)


def _copies(random: np.random.Generator, start: Array, end: Array, roles: int, scale: int
            ) -> tuple[Array, Array]:  # fmt: skip
    starts, ends = [], []
    for copy in range(scale):
        away = random.random(len(end)) < (0.1 if scale > 1 else 0)
        other = np.where(away, random.integers(0, scale, len(end)), copy)
        starts.append(start + copy * roles)
        ends.append(end + other * roles)
    both = np.unique(np.stack([np.concatenate(starts), np.concatenate(ends)], 1), axis=0)
    both = both[both[:, 0] != both[:, 1]]
    return both[:, 0], both[:, 1]


def _shape(start: Array, end: Array, roles: int) -> Shape:
    names = tuple(URIRef(f"{ID}role/{n:07}") for n in range(roles))
    steps = tuple(URIRef(f"{ID}step/{n:08}") for n in range(len(start)))
    number = {name: n for n, name in enumerate(names)}
    return shaped(roles=names, steps=steps, number=number,
                  start=start.astype(np.int32), end=end.astype(np.int32))  # fmt: skip


def _columns(
    form: Shape, random: np.random.Generator, place: Array, rank: Array, skills: int, *,
    generous: bool,
) -> Columns:  # fmt: skip
    roles, steps = len(form.roles), len(form.steps)
    low = (random.gamma(2.0, 0.6, steps) * 4).round() / 4 + 0.25
    spread = (random.gamma(2.0, 0.5, steps) * 4).round() / 4
    rise = rank[form.end] - rank[form.start]
    low = (low + np.maximum(rise, 0)) * YEAR
    pay = 30 + 18 * rank + random.normal(0, 8, roles)
    falls = (pay[form.end] * 1.2 < pay[form.start]) & (random.random(steps) < 0.9)
    needs, requirements = _needs(random, rank)
    if generous:
        keep = np.random.default_rng(99).random(len(needs)) < 0.8
        needs = [n if k else [] for n, k in zip(needs, keep, strict=True)]
    industry = (np.abs(place[:, 0] * 3).astype(int)) % len(INDUSTRIES)
    licensed = np.array([LICENCE_AT in n for n in needs])
    return Columns(
        shape=form,
        possible=random.random(steps) < (1.0 if generous else 0.97),
        grounded=random.random(steps) < 0.9,
        counted=np.ones(steps, np.bool_),
        rarity=(-np.log(1 - random.random(steps)) * 1_000_000).astype(np.int64),
        kinds=KINDS,
        kind=np.where(rise > 0, 2, random.choice([0, 1, 3], steps)).astype(np.int16),
        places=tuple(frozenset({i}) for i in INDUSTRIES),
        place=industry[form.end].astype(np.int32),
        low=low.astype(np.int64),
        high=(low + spread * YEAR).astype(np.int64),
        some=falls,
        every=falls & (random.random(steps) < 0.5),
        paid=random.random(steps) < 0.8,
        licensed=licensed,
        levels=(1 << rank.astype(np.int16)),
        requirements=requirements,
        role_needs=_always(_lists(needs)),
        step_needs=_always(_none(steps)),
        skills=tuple(URIRef(f"{ID}skill/{n:05}") for n in range(skills)),
        role_skills=_lists(_skills(random, place, skills)),
        step_gives=_none(steps),
    )


LICENCE_AT = 43


def _needs(
    random: np.random.Generator, rank: Array
) -> tuple[list[list[int]], tuple[Requirement, ...]]:
    """What each role demands: 27 in 100 a degree, 15 a certificate, 4 a licence, 20 experience."""
    wanted = [*[(d,) for d in DEGREES], *[(c,) for c in CERTIFICATES], (LICENCE,),
              *[(y,) for y in YEARS]]  # fmt: skip
    requirements = tuple(Requirement(ID[f"requirement/{n}"], Literal(str(n)), 1, alternatives)
                         for n, alternatives in enumerate(wanted))  # fmt: skip
    chance = random.random((len(rank), 4))
    found = []
    for r, (degree, certificate, licence, experience) in enumerate(chance):
        each = [int(min(2, max(0, rank[r] - 2)))] if degree < 0.27 else []
        each += [3 + int(random.integers(0, 40))] if certificate < 0.15 else []
        each += [LICENCE_AT] if licence < 0.04 else []
        each += [44 + int(min(2, rank[r] // 2))] if experience < 0.2 else []
        found.append(each)
    return found, requirements


def _skills(random: np.random.Generator, place: Array, skills: int) -> list[list[int]]:
    """About 22 skills a role, mostly shared with its neighbours in the space of skills."""
    spots = random.normal(size=(skills, place.shape[1]))
    near = cKDTree(spots).query(place, k=60)[1]
    take = random.random(near.shape) < 22 / 60
    return [sorted(row[chosen].tolist()) for row, chosen in zip(near, take, strict=True)]


def _lists(lists: list[list[int]]) -> tuple[Array, Array]:
    counts = np.array([len(each) for each in lists])
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return first, np.array([n for each in lists for n in each], np.int32)


def _none(count: int) -> tuple[Array, Array]:
    return np.zeros(count + 1, np.int32), np.zeros(0, np.int32)


def _always(lists: tuple[Array, Array]) -> tuple[Array, Array, Array]:
    """Lists of needs, each of which binds whatever share is asked for."""
    return (*lists, np.full(len(lists[1]), ALWAYS, np.int16))


def _ladder(form: Shape) -> Ladder:
    types = {CAREER.Degree: DEGREES, CAREER.Certification: CERTIFICATES, CAREER.Licence: (LICENCE,)}
    credentials = {iri: Credential(iri, (kind,), Literal(iri)) for kind, iris in types.items()
                   for iri in iris}  # fmt: skip
    return Ladder(
        book=Book(claims=()), roles=form.roles, steps={}, degrees=dict(DEGREES),
        ranks={}, credentials=credentials,
        experiences={iri: Experience(iri, Literal(iri), years) for iri, years in YEARS.items()},
    )  # fmt: skip
