"""Generated graphs for properties: small ladders with random steps, levels and requirements."""

from dataclasses import dataclass

import pyoxigraph as ox
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from careergraph import store as stores
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Requirement,
    Role,
    Source,
    triples,
)
from careergraph.terms import CAREER, ID

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
