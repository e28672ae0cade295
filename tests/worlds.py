"""Generated graphs for properties: small ladders with random steps, levels and requirements."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from careergraph import store as stores
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Estimate,
    Experience,
    Industry,
    Mapping,
    Requirement,
    Role,
    Skill,
    Source,
    triples,
)
from careergraph.terms import CAREER, ID, SEMAPV, SKOS

SOURCES = (ID["source/one"], ID["source/two"])
EQF = "http://data.europa.eu/snb/eqf/"


@dataclass(frozen=True)
class Ladder:
    """What a generated graph holds, in plain values that a brute force can read."""

    levels: dict[int, set[int]]
    steps: tuple[tuple[int, int, str], ...]
    needs: tuple[tuple[int, int, bool, int, str], ...]


def role(n: int) -> URIRef:
    return ID[f"role/r{n}"]


def step(n: int) -> URIRef:
    return ID[f"step/s{n}"]


@st.composite
def ladders(draw: st.DrawFn, most_roles: int = 6) -> Ladder:
    """Up to six roles; each step is (start, end, stance), each need (role, EQF, affirmed, source,
    strength)."""
    count = draw(st.integers(2, most_roles))
    roles = st.integers(0, count - 1)
    levels = {r: draw(st.sets(st.integers(1, 4), max_size=2)) for r in range(count)}
    pairs = draw(st.lists(st.tuples(roles, roles), max_size=12, unique=True))
    stances = st.sampled_from(["stated", "stated", "curated"])
    steps = tuple((a, b, draw(stances)) for a, b in pairs if a != b)
    need = st.tuples(roles, st.integers(6, 8), st.booleans(), st.integers(0, 1),
                     st.sampled_from(["required", "typical", "preferred"]))  # fmt: skip
    return Ladder(levels, steps, tuple(draw(st.lists(need, max_size=6, unique=True))))


def opened(ladder: Ladder) -> ox.Store:
    """The generated ladder as an open graph."""
    store = ox.Store()
    for triple in triples(_records(ladder)):
        store.add(ox.Quad(*triple))
    return stores.prepared(store)


def _records(ladder: Ladder) -> list[object]:
    names = {1: "entry", 2: "mid", 3: "senior", 4: "lead"}
    found: list[object] = [Source(s, Literal(s[-3:])) for s in SOURCES]
    for r, levels in ladder.levels.items():
        found.append(Role(role(r), (CAREER.Role,), Literal(f"Role {r}")))
        found += [_claim(f"level-{r}-{n}", role(r), CAREER.level, object=CAREER[names[n]])
                  for n in sorted(levels)]  # fmt: skip
    for eqf in (6, 7, 8):
        degree, need = ID[f"credential/d{eqf}"], ID[f"requirement/d{eqf}"]
        label = Literal(f"Degree {eqf}")
        found.append(Credential(degree, (CAREER.Degree,), label, eqf_level=URIRef(f"{EQF}{eqf}")))
        found.append(Requirement(need, label, 1, (degree,)))
    for n, (a, b, stance) in enumerate(ladder.steps):
        found.append(AdvancementStep(step(n), role(a), role(b), CAREER.promotion))
        found.append(_claim(f"step-{n}", step(n), CAREER.possible, stance=CAREER[stance]))
    for n, (r, eqf, affirmed, source, strength) in enumerate(ladder.needs):
        found.append(
            _claim(f"need-{n}", role(r), CAREER.requires, object=ID[f"requirement/d{eqf}"],
                   polarity=CAREER.affirmed if affirmed else CAREER.denied,
                   strength=CAREER[strength] if affirmed else None, source=SOURCES[source])
        )  # fmt: skip
    return found


def _claim(name: str, subject: URIRef, measure: URIRef, **parts: object) -> Claim:
    values: dict[str, object] = {
        "polarity": CAREER.affirmed, "stance": CAREER.stated, "source": SOURCES[0], **parts,
    }  # fmt: skip
    return Claim(iri=ID[f"claim/{name}"], subject=subject, measure=measure, **values)  # type: ignore[arg-type]


# ---------------------------------------------------------------- everything a question can touch

DEGREES = {"d5": 5, "d6": 6, "d7": 7, "d8": 8}
BROADER = {"c1": "c0", "i1": "i0"}
"""The certificate c1 is a kind of c0, the industry i1 a part of i0."""
EXPERIENCES = {"e1": Decimal("1.5"), "e4": Decimal(4)}
ALTERNATIVES = (*DEGREES, "c0", "c1", "l0", "k0", *EXPERIENCES)
"""What a requirement can ask for: degrees, certificates, a licence, a skill, experience."""
KINDS = ("promotion", "lateral")
PLACES = ("here", "there")

Range = tuple[int | None, int | None]


@dataclass(frozen=True)
class Step:
    """A step between roles, by number; `possible` are its claims: affirmed, source, stance.

    One of the stance "grouped" is derived from a count of moves, one of "surveyed" from a count of
    something else, by the same source.
    """

    start: int
    end: int
    kind: str
    industries: tuple[str, ...]
    possible: tuple[tuple[bool, int, str], ...]


@dataclass(frozen=True)
class Need:
    """That a role ("r", 0) or step ("s", 0) demands a requirement, according to a source; with a
    share ("30") for its strength, that so many in a hundred do."""

    subject: tuple[str, int]
    requirement: int
    affirmed: bool
    source: int
    strength: str


@dataclass(frozen=True)
class Said:
    """That a role or step has a skill, level, industry, years or pay, according to a source, or
    that the degree ("d", 7) opens a role."""

    subject: tuple[str, int]
    measure: str
    value: str
    source: int
    range: Range = (None, None)
    place: str | None = None
    statistic: str | None = None


@dataclass(frozen=True)
class Market:
    """What a generated graph holds, in plain values that a brute force can read.

    A requirement is how many of its alternatives are needed, and these. Years are in quarters.
    """

    roles: int
    steps: tuple[Step, ...]
    requirements: tuple[tuple[int, tuple[str, ...]], ...]
    needs: tuple[Need, ...]
    said: tuple[Said, ...]


def node(name: str) -> URIRef:
    """The IRI of a credential, skill, industry or experience of a market."""
    kinds = {"d": "credential", "c": "credential", "l": "credential", "k": "skill",
             "i": "industry", "e": "experience"}  # fmt: skip
    return ID[f"{kinds[name[0]]}/{name}"]


STRENGTHS = ("required", "typical", "preferred")
SOURCE = st.sampled_from([0, 0, 1])


@st.composite
def markets(draw: st.DrawFn, most_roles: int = 5, most_steps: int = 11) -> Market:
    """Small graphs in which two sources speak of levels, steps, needs, skills, years and pay."""
    count = draw(st.integers(3, most_roles))
    numbers = st.integers(0, count - 1)
    steps = tuple(draw(st.lists(_steps(numbers), min_size=count, max_size=most_steps)))
    alternatives = st.lists(st.sampled_from(ALTERNATIVES), min_size=1, max_size=3, unique=True)
    requirements = tuple(
        (draw(st.integers(1, len(found))), tuple(found))
        for found in draw(st.lists(alternatives, min_size=1, max_size=3))
    )
    role = st.tuples(st.just("r"), numbers)
    step = st.tuples(st.just("s"), st.integers(0, len(steps) - 1))
    need = st.builds(Need, st.one_of(role, role, step), st.integers(0, len(requirements) - 1),
                     st.sampled_from([True, True, False]), SOURCE,
                     st.sampled_from([*STRENGTHS, *STRENGTHS, "30", "70"]))  # fmt: skip
    kinds = (
        _said(role, "level", ["entry", "mid", "senior", "senior"]),
        _said(role, "essentialSkill", ["k0", "k1", "k2", "k3"]),
        _said(role, "worksIn", ["i0", "i1"]),
        _said(step, "gives", ["k0", "k1", "k2", "k3"]),
        _said(st.just(("d", 7)), "opens", ["r0", "r1", "r2"]),
        st.builds(Said, step, st.just("typicalYears"), st.just(""), SOURCE, _range(1, 12)),
        st.builds(Said, role, st.just("pay"), st.just("usdPerYear"), SOURCE, _range(1, 9),
                  st.sampled_from([None, None, *PLACES]),
                  st.sampled_from([None, None, "median", "percentile10"])),
    )  # fmt: skip
    said = [s for kind in kinds for s in draw(st.lists(kind, max_size=8, unique=True))]
    return Market(count, steps, requirements,
                  tuple(draw(st.lists(need, max_size=5, unique=True))), tuple(said))  # fmt: skip


@st.composite
def _steps(draw: st.DrawFn, numbers: st.SearchStrategy[int]) -> Step:
    start, end = draw(st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]))
    stances = ["stated", "stated", "curated", "curated", "observed", "grouped", "surveyed"]
    claim = st.tuples(st.sampled_from([True] * 6 + [False]), SOURCE, st.sampled_from(stances))
    industries = draw(st.lists(st.sampled_from(["i0", "i1", "i2"]), max_size=2, unique=True))
    possible = draw(st.lists(claim, min_size=1, max_size=2, unique=True))
    return Step(
        start, end, draw(st.sampled_from(KINDS)), tuple(sorted(industries)), tuple(possible)
    )


def _said(
    subject: st.SearchStrategy[tuple[str, int]], measure: str, values: list[str]
) -> st.SearchStrategy[Said]:
    return st.builds(Said, subject, st.just(measure), st.sampled_from(values), SOURCE)


@st.composite
def _range(draw: st.DrawFn, least: int, most: int) -> Range:
    low, high = sorted(draw(st.tuples(st.integers(least, most), st.integers(least, most))))
    open_low, open_high = draw(
        st.sampled_from([(False, False)] * 4 + [(True, False), (False, True)])
    )
    return None if open_low else low, None if open_high else high


def marketed(market: Market) -> ox.Store:
    """The generated market as an open graph."""
    store = ox.Store()
    for triple in triples(_market_records(market)):
        store.add(ox.Quad(*triple))
    return stores.prepared(store)


def _market_records(market: Market) -> list[object]:
    found: list[object] = [Source(s, Literal(s[-3:])) for s in SOURCES]
    found += [Role(role(r), (CAREER.Role,), Literal(f"Role {r}")) for r in range(market.roles)]
    found += [*_vocabulary(), *_market_steps(market)]
    for n, (needed, alternatives) in enumerate(market.requirements):
        label = Literal(f"Requirement {n}")
        found.append(Requirement(ID[f"requirement/q{n}"], label, needed,
                                 tuple(node(a) for a in alternatives)))  # fmt: skip
    for n, need in enumerate(market.needs):
        found.append(
            _claim(f"need-{n}", _subject(need.subject), CAREER.requires,
                   object=ID[f"requirement/q{need.requirement}"], source=SOURCES[need.source],
                   polarity=CAREER.affirmed if need.affirmed else CAREER.denied, mappings=_over(n),
                   **(_how_much(need.strength) if need.affirmed else {}))
        )  # fmt: skip
    found += [_saying(n, said) for n, said in enumerate(market.said)]
    return [*found, *_MAPPINGS]


_MAPPINGS = tuple(
    Mapping(ID[f"mapping/{name}"], role(0), SKOS.closeMatch, ID["role/elsewhere"],
            SEMAPV.ManualMappingCuration, SOURCES[0], Decimal(confidence))
    for name, confidence in (("weak", "0.5"), ("strong", "0.9"))
)  # fmt: skip


def _over(n: int) -> tuple[URIRef, ...]:
    """The mappings over which the nth claim of its kind is known: every other over none, the rest
    over a weak one and a strong one by turns."""
    return (_MAPPINGS[n // 2 % 2].iri,) if n % 2 else ()


def _how_much(strength: str) -> dict[str, Any]:
    if strength in STRENGTHS:
        return {"strength": CAREER[strength]}
    return {"minimum": Decimal(strength), "maximum": Decimal(strength), "unit": CAREER.percent}


def _subject(subject: tuple[str, int]) -> URIRef:
    if subject[0] == "d":
        return node(f"d{subject[1]}")
    return role(subject[1]) if subject[0] == "r" else step(subject[1])


def _vocabulary() -> list[object]:
    types = {"d": CAREER.Degree, "c": CAREER.Certification, "l": CAREER.Licence}
    found: list[object] = []
    for name in (*DEGREES, "c0", "c1", "l0"):
        eqf = URIRef(f"{EQF}{name[1]}") if name in DEGREES else None
        wider = (node(BROADER[name]),) if name in BROADER else ()
        found.append(Credential(node(name), (types[name[0]],), Literal(name), broader=wider,
                                eqf_level=eqf))  # fmt: skip
    found += [Skill(node(k), (CAREER.Skill,), Literal(k)) for k in ("k0", "k1", "k2", "k3")]
    found += [Industry(node(i), (CAREER.Industry,), Literal(i),
                       broader=(node(BROADER[i]),) if i in BROADER else ())
              for i in ("i0", "i1", "i2")]  # fmt: skip
    return found + [Experience(node(e), Literal(e), years) for e, years in EXPERIENCES.items()]


def _market_steps(market: Market) -> list[object]:
    found: list[object] = []
    for n, s in enumerate(market.steps):
        found.append(AdvancementStep(step(n), role(s.start), role(s.end), CAREER[s.kind],
                                     tuple(node(i) for i in s.industries)))  # fmt: skip
        for m, (affirmed, source, stance) in enumerate(s.possible):
            bases = [*_count(f"{n}-{m}", s, SOURCES[source], stance)] if stance in _COUNTS else []
            found += bases
            found.append(
                _claim(f"step-{n}-{m}", step(n), CAREER.possible,
                       stance=CAREER.derived if bases else CAREER[stance],
                       derived_from=tuple(each.iri for each in bases[:1]),
                       polarity=CAREER.affirmed if affirmed else CAREER.denied,
                       source=SOURCES[source], mappings=_over(n + m))
            )  # fmt: skip
    return found


_COUNTS = {"grouped": CAREER.movesTo, "surveyed": CAREER.stays}


def _count(name: str, s: Step, source: URIRef, stance: str) -> Iterator[Claim | Estimate]:
    """A count of moves, or of those who stay, and how sure it is."""
    share = Decimal(10 * (s.start + 1) + s.end) + Decimal("0.5")
    claim = _claim(f"count-{name}", role(s.start), _COUNTS[stance], stance=CAREER.observed,
                   object=role(s.end) if stance == "grouped" else None, minimum=share,
                   maximum=share, unit=CAREER.percent, source=source)  # fmt: skip
    yield claim
    if s.start % 2:
        yield Estimate(claim.iri, sample_size=12 * s.start, lower_bound=share - 9,
                       upper_bound=share + 9)  # fmt: skip


def _saying(n: int, said: Said) -> Claim:
    parts: dict[str, object] = {"source": SOURCES[said.source]}
    if said.measure in ("typicalYears", "pay"):
        scale = Decimal("0.25") if said.measure == "typicalYears" else Decimal(10_000)
        low, high = (None if end is None else end * scale for end in said.range)
        unit = CAREER.yearCount if said.measure == "typicalYears" else CAREER[said.value]
        parts |= {"minimum": low, "maximum": high, "unit": unit}
        parts |= {"place": ID[f"place/{said.place}"]} if said.place else {}
        parts |= {"statistic": CAREER[said.statistic]} if said.statistic else {}
    else:
        levels = ("entry", "mid", "senior")
        known = {**{v: CAREER[v] for v in levels}, **{f"r{n}": role(n) for n in range(3)}}
        parts |= {"object": known.get(said.value) or node(said.value)}
    return _claim(f"said-{n}", _subject(said.subject), CAREER[said.measure], **parts)
