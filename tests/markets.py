"""Generated graphs with all that a question can limit: pay, years, skills, industries, licences."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import pyoxigraph as ox
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from careergraph import store as stores
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Experience,
    Industry,
    Requirement,
    Role,
    Skill,
    Source,
    triples,
)
from careergraph.terms import CAREER, ID
from worlds import EQF, SOURCES, role, step

DEGREES = {n: ID[f"credential/d{n}"] for n in (6, 7, 8)}
CERTIFICATE, LICENCE = ID["credential/certificate"], ID["credential/licence"]
WORKED = {n: ID[f"experience/e{n}"] for n in (2, 5)}
INDUSTRIES = (ID["industry/i0"], ID["industry/i1"])
SKILLS = tuple(ID[f"skill/k{n}"] for n in range(4))
KINDS = (CAREER.promotion, CAREER.pivot)
NEEDS: dict[str, tuple[int, tuple[URIRef, ...]]] = {
    "d6": (1, (DEGREES[6],)),
    "d7": (1, (DEGREES[7],)),
    "d8": (1, (DEGREES[8],)),
    "certificate": (1, (CERTIFICATE,)),
    "licence": (1, (LICENCE,)),
    "worked 2": (1, (WORKED[2],)),
    "worked 5": (1, (WORKED[5],)),
    "d7 or certificate": (1, (DEGREES[7], CERTIFICATE)),
    "certificate and licence": (2, (CERTIFICATE, LICENCE)),
}
"""How many of which alternatives each requirement needs, by the name used in `Market.needs`."""


@dataclass(frozen=True)
class Hop:
    """One step: its ends, kind, industries, years (low, high) and stance."""

    start: int
    end: int
    kind: int = 0
    industries: tuple[int, ...] = ()
    years: tuple[int, int] | None = None
    stance: str = "stated"


@dataclass(frozen=True)
class Market:
    """What a generated graph holds; `needs` are (role, name, affirmed, source)."""

    hops: tuple[Hop, ...]
    needs: tuple[tuple[int, str, bool, int], ...] = ()
    pay: dict[int, tuple[int, int]] = field(default_factory=dict)
    skills: dict[int, set[int]] = field(default_factory=dict)
    roles: int = 5


@st.composite
def markets(draw: st.DrawFn, roles: int = 5) -> Market:
    """Always with some chain of steps from the first role to the last."""
    ends = st.integers(0, roles - 1)
    between = draw(st.lists(st.integers(1, roles - 2), max_size=roles - 2, unique=True))
    chain = list(pairwise([0, *between, roles - 1]))
    others = draw(st.lists(st.tuples(ends, ends), max_size=5))
    pairs = list(dict.fromkeys(chain + others))
    hops = tuple(
        Hop(
            a,
            b,
            draw(st.integers(0, 1)),
            draw(st.sampled_from([(), (0,), (1,), (0, 1)])),
            draw(st.sampled_from([None, (1, 1), (1, 3), (2, 4)])),
            draw(st.sampled_from(["stated", "stated", "observed", "curated"])),
        )
        for a, b in pairs
        if a != b
    )
    need = st.tuples(ends, st.sampled_from(sorted(NEEDS)), st.booleans(), st.integers(0, 1))
    pay = draw(st.dictionaries(ends, st.sampled_from([(50, 70), (60, 90), (80, 95), (100, 120)])))
    skills = draw(st.dictionaries(ends, st.sets(st.integers(0, 3), max_size=3)))
    return Market(hops, tuple(draw(st.lists(need, max_size=5, unique=True))), pay, skills, roles)


def opened(market: Market) -> ox.Store:
    """The generated market as an open graph."""
    store = ox.Store()
    for triple in triples(_nodes(market) + _claims(market)):
        store.add(ox.Quad(*triple))
    return stores.prepared(store)


def _nodes(market: Market) -> list[object]:
    found: list[object] = [Source(s, Literal(s[-3:])) for s in SOURCES]
    found += [Role(role(n), (CAREER.Role,), Literal(f"Role {n}")) for n in range(market.roles)]
    found += [Skill(s, (CAREER.Skill,), Literal(s[-2:])) for s in SKILLS]
    found += [Industry(i, (CAREER.Industry,), Literal(i[-2:])) for i in INDUSTRIES]
    found += [
        Credential(iri, (CAREER.Degree,), Literal(f"Degree {n}"), eqf_level=URIRef(f"{EQF}{n}"))
        for n, iri in DEGREES.items()
    ]
    found.append(Credential(CERTIFICATE, (CAREER.Certification,), Literal("Certificate")))
    found.append(Credential(LICENCE, (CAREER.Licence,), Literal("Licence")))
    found += [Experience(e, Literal(f"{n} years"), Decimal(n)) for n, e in WORKED.items()]
    found += [
        Requirement(_need(name), Literal(name), needed, alternatives)
        for name, (needed, alternatives) in NEEDS.items()
    ]
    found += [
        AdvancementStep(
            step(n), role(h.start), role(h.end), KINDS[h.kind],
            tuple(INDUSTRIES[i] for i in h.industries),
        )
        for n, h in enumerate(market.hops)
    ]  # fmt: skip
    return found


def _need(name: str) -> URIRef:
    return ID[f"requirement/{name.replace(' ', '-')}"]


def _claims(market: Market) -> list[object]:
    found: list[object] = []
    for n, hop in enumerate(market.hops):
        found.append(_claim(f"step-{n}", step(n), CAREER.possible, stance=CAREER[hop.stance]))
        if hop.years:
            low, high = map(Decimal, hop.years)
            found.append(_claim(f"years-{n}", step(n), CAREER.typicalYears, minimum=low,
                                maximum=high, unit=CAREER.yearCount))  # fmt: skip
    for n, (r, name, affirmed, source) in enumerate(market.needs):
        found.append(_claim(f"need-{n}", role(r), CAREER.requires, object=_need(name),
                            polarity=CAREER.affirmed if affirmed else CAREER.denied,
                            strength=CAREER.required if affirmed else None,
                            source=SOURCES[source]))  # fmt: skip
    for r, (low_pay, high_pay) in market.pay.items():
        found.append(_claim(f"pay-{r}", role(r), CAREER.pay, minimum=Decimal(low_pay),
                            maximum=Decimal(high_pay), unit=CAREER.usdPerYear))  # fmt: skip
    found += [
        _claim(f"skill-{r}-{k}", role(r), CAREER.essentialSkill, object=SKILLS[k])
        for r, known in market.skills.items()
        for k in sorted(known)
    ]
    return found


def _claim(name: str, subject: URIRef, measure: URIRef, **parts: object) -> Claim:
    values: dict[str, object] = {
        "polarity": CAREER.affirmed, "stance": CAREER.stated, "source": SOURCES[0], **parts,
    }  # fmt: skip
    return Claim(iri=ID[f"claim/{name}"], subject=subject, measure=measure, **values)  # type: ignore[arg-type]
