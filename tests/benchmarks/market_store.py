"""The labour market of `generated` as RDF: every statement a claim by one of two sources.

Of a role: its level, pay, industry, about 22 essential skills, and what it requires. Of a step:
that people make it (some of it inferred, some of it denied), and for most how long it takes.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

import numpy as np
import pyoxigraph as ox
from rdflib import Literal, URIRef

from benchmarks import generated
from careergraph import store as stores
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Experience,
    Industry,
    Level,
    Role,
    Skill,
    Source,
    triples,
)
from careergraph.routes.arrays import YEAR, Array, Columns, columns
from careergraph.routes.ladder import EQF
from careergraph.routes.question import CAUTIOUS
from careergraph.routes.readings import viewed
from careergraph.terms import CAREER, ID

SOURCES = (ID["source/one"], ID["source/two"])
LEVELS = ("entry", "mid", "senior", "lead", "executive")


def market_store(scale: float = 1, seed: int = 7) -> ox.Store:
    """Return a generated market as an open graph; 1 is 3,000 roles and 13,000 skills."""
    small = generated.market(seed=seed, roles=round(generated.ROLES * scale),
                             skills=round(generated.SKILLS * scale))  # fmt: skip
    market = columns(viewed(small.ladder, CAUTIOUS))
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples(_records(market, seed)))
    return stores.prepared(store)


def _records(market: Columns, seed: int) -> Iterator[object]:
    random = np.random.default_rng(seed)
    yield from _nodes(market)
    for make in (_levels, _pay, _industries, _skills, _needs, _possible, _years):
        yield from make(market, random)


def _nodes(market: Columns) -> Iterator[object]:
    form = market.shape
    yield from (Source(s, Literal(f"Source {s[-3:]}")) for s in SOURCES)
    yield from (Level(CAREER[name], Literal(name), n) for n, name in enumerate(LEVELS, 1))
    yield from (Role(r, (CAREER.Role,), Literal(f"Role {n}")) for n, r in enumerate(form.roles))
    yield from (Skill(s, (CAREER.Skill,), Literal(s[-5:])) for s in market.skills)
    yield from (Industry(i, (CAREER.Industry,), Literal(i[-2:])) for i in generated.INDUSTRIES)
    for degree, eqf in generated.DEGREES.items():
        yield Credential(degree, (CAREER.Degree,), Literal(f"EQF {eqf}"),
                         eqf_level=URIRef(f"{EQF}{eqf}"))  # fmt: skip
    for certificate in generated.CERTIFICATES:
        yield Credential(certificate, (CAREER.Certification,), Literal(certificate[-2:]))
    yield Credential(generated.LICENCE, (CAREER.Licence,), Literal("Licence"))
    yield from (Experience(e, Literal(f"{n} years"), n) for e, n in generated.YEARS.items())
    yield from market.requirements
    for n, iri in enumerate(form.steps):
        yield AdvancementStep(iri, form.roles[form.start[n]], form.roles[form.end[n]],
                              market.kinds[market.kind[n]],
                              tuple(sorted(market.places[market.place[n]])))  # fmt: skip


def _levels(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    ranks = np.clip(np.round(random.normal(2.2, 0.9, len(market.shape.roles))), 1, 5).astype(int)
    for n, (role, rank) in enumerate(zip(market.shape.roles, ranks, strict=True)):
        yield _claim(f"level-{n:07}", role, CAREER.level, object=CAREER[LEVELS[rank - 1]])


def _pay(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    """What each role pays, in whole thousands; for one in five by both sources."""
    middle = random.normal(70, 20, len(market.shape.roles)).clip(30).round()
    for n, (role, value) in enumerate(zip(market.shape.roles, middle, strict=True)):
        for which in (0, 1) if random.random() < 0.2 else (0,):
            yield _claim(f"pay-{n:07}-{which}", role, CAREER.pay, unit=CAREER.usdPerYear,
                         minimum=Decimal(int(value * 850)), maximum=Decimal(int(value * 1150)),
                         rounded_to=Decimal(1000), place=ID["place/here"],
                         source=SOURCES[which])  # fmt: skip


def _industries(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    places = random.integers(0, len(generated.INDUSTRIES), len(market.shape.roles))
    for n, (role, place) in enumerate(zip(market.shape.roles, places, strict=True)):
        yield _claim(f"industry-{n:07}", role, CAREER.worksIn, object=generated.INDUSTRIES[place])


def _skills(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    for role, n, skill in _pairs(market, market.role_skills):
        yield _claim(f"skill-{role:07}-{n}", market.shape.roles[role], CAREER.essentialSkill,
                     object=market.skills[skill])  # fmt: skip


def _needs(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    """What roles require: nine in ten by name, the others typically; one in ten is denied too."""
    for role, n, need in _pairs(market, market.role_needs):
        claim = partial(_claim, subject=market.shape.roles[role], measure=CAREER.requires,
                        object=market.requirements[need].iri)  # fmt: skip
        strength = CAREER.required if random.random() < 0.9 else CAREER.typical
        yield claim(f"need-{role:07}-{n}", strength=strength)
        if random.random() < 0.1:
            yield claim(f"no-need-{role:07}-{n}", polarity=CAREER.denied, source=SOURCES[1])


def _possible(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    """That people make each step, for one in ten by both sources; the second may deny it."""
    again = random.random(len(market.shape.steps)) < 0.1
    for n, iri in enumerate(market.shape.steps):
        stance = CAREER.stated if market.grounded[n] else CAREER.curated
        yield _claim(f"step-{n:08}-0", iri, CAREER.possible, stance=stance)
        if again[n] or not market.possible[n]:
            polarity = CAREER.affirmed if market.possible[n] else CAREER.denied
            yield _claim(f"step-{n:08}-1", iri, CAREER.possible, polarity=polarity,
                         source=SOURCES[1])  # fmt: skip


def _years(market: Columns, random: np.random.Generator) -> Iterator[Claim]:
    """How long steps take, for 85 in 100."""
    known = random.random(len(market.shape.steps)) < 0.85
    for n in np.flatnonzero(known):
        yield _claim(f"years-{n:08}", market.shape.steps[n], CAREER.typicalYears,
                     minimum=Decimal(int(market.low[n])) / YEAR, unit=CAREER.yearCount,
                     maximum=Decimal(int(market.high[n])) / YEAR)  # fmt: skip


def _pairs(market: Columns, lists: tuple[Array, Array]) -> Iterator[tuple[int, int, int]]:
    """Each role by number with each entry of its list: its place in all of them, and its value."""
    first, flat = lists
    owners = np.repeat(np.arange(len(first) - 1), np.diff(first))
    yield from zip(owners.tolist(), range(len(flat)), flat.tolist(), strict=True)


def _claim(name: str, subject: URIRef, measure: URIRef, **parts: object) -> Claim:
    values: dict[str, object] = {
        "polarity": CAREER.affirmed, "stance": CAREER.stated, "source": SOURCES[0], **parts,
    }  # fmt: skip
    return Claim(iri=ID[f"claim/{name}"], subject=subject, measure=measure, **values)  # type: ignore[arg-type]
