"""A graph of the size of the curated one, made from a seed: 300 nodes, about 1,000 links and steps.

Roles, skills, industries and credentials of a few fields of `named_market`, with all that the page
shows of a graph: levels, pay and requirements, some of them disputed, and of each claim its place
in a document. None of it is true.
"""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

import numpy as np
import pyoxigraph as ox
from rdflib import Literal, URIRef

from benchmarks.named_market import FIELDS, GRADES, LEVELS, role_names, skill_names
from careergraph import store as stores
from careergraph.model import (
    AdvancementStep,
    Claim,
    Credential,
    Industry,
    Level,
    Passage,
    Requirement,
    Role,
    Skill,
    Source,
    triples,
)
from careergraph.routes.ladder import EQF
from careergraph.terms import CAREER, ID

SOURCES = tuple(ID[f"source/{name}"] for name in ("survey", "register", "handbook"))
ROLES = tuple(ID[f"role/{n:02}"] for n in range(70))
SKILLS = tuple(ID[f"skill/{n:03}"] for n in range(180))
INDUSTRIES = tuple(ID[f"industry/{n:02}"] for n in range(25))
DEGREES = {n: ID[f"credential/degree-{n}"] for n in (6, 7, 8)}
CERTIFICATES = tuple(ID[f"credential/certificate-{n:02}"] for n in range(22))
CREDENTIALS = (*DEGREES.values(), *CERTIFICATES)
ROLES_A_FIELD, SKILLS_A_FIELD = 14, 36
SKILLS_A_ROLE, INDUSTRIES_A_ROLE, INDUSTRIES_A_CREDENTIAL, STEPS = 10, 2, 2, 65

Random = np.random.Generator


def named_careers(seed: int = 7) -> ox.Store:
    """Return the generated graph, opened."""
    random = np.random.default_rng(seed)
    names = list(role_names(np.arange(len(ROLES)) // ROLES_A_FIELD))
    records = [*_nodes(names)]
    for make in (_skills, _industries, _credentials, _requirements, _steps):
        records += make(random)
    records += _of_roles(names, random)
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples(records))
    return stores.prepared(store)


def _nodes(names: list[str]) -> Iterator[object]:
    homes = np.arange(len(SKILLS)) // SKILLS_A_FIELD
    fields = list(FIELDS)
    yield from (Source(s, Literal(f"Generated {s.rsplit('/')[-1]}")) for s in SOURCES)
    yield from (Level(CAREER[name], Literal(name), n) for n, name in enumerate(LEVELS, 1))
    for kind, iris, labels in (
        (Role, ROLES, names),
        (Skill, SKILLS, skill_names(homes)),
        (Industry, INDUSTRIES, fields),
    ):
        yield from (kind(i, (kind.CLASS,), Literal(x)) for i, x in zip(iris, labels, strict=False))
    for eqf, degree in DEGREES.items():
        yield Credential(degree, (CAREER.Degree,), Literal(f"Degree of EQF level {eqf}"),
                         eqf_level=URIRef(f"{EQF}{eqf}"))  # fmt: skip
    for certificate, field in zip(CERTIFICATES, fields, strict=False):
        yield Credential(certificate, (CAREER.Certification,), Literal(f"Certificate in {field}"))


def _skills(random: Random) -> Iterator[object]:
    """Of each role ten skills, three in four from its own field."""
    for n, role in enumerate(ROLES):
        own = np.arange(len(SKILLS)) // SKILLS_A_FIELD == n // ROLES_A_FIELD
        chance = np.where(own, 0.75 / own.sum(), 0.25 / (~own).sum())
        for skill in random.choice(len(SKILLS), SKILLS_A_ROLE, replace=False, p=chance):
            measure = (CAREER.essentialSkill, CAREER.optionalSkill)[skill % 2]
            yield from _said(f"{n}-skill-{skill}", role, measure, object=SKILLS[skill])


def _industries(random: Random) -> Iterator[object]:
    for n, role in enumerate(ROLES):
        for industry in random.choice(len(INDUSTRIES), INDUSTRIES_A_ROLE, replace=False):
            yield from _said(f"{n}-in-{industry}", role, CAREER.worksIn,
                             object=INDUSTRIES[industry])  # fmt: skip


def _credentials(random: Random) -> Iterator[object]:
    """Which industries value each credential."""
    for n, credential in enumerate(CREDENTIALS):
        for industry in random.choice(len(INDUSTRIES), INDUSTRIES_A_CREDENTIAL, replace=False):
            yield from _said(f"{industry}-values-{n}", INDUSTRIES[industry],
                             CAREER.valuesCredential, object=credential)  # fmt: skip


def _requirements(random: Random) -> Iterator[object]:
    """Seven roles in ten require a credential; a second source denies one in four of them."""
    wanted = [ID[f"requirement/{n:02}"] for n in range(len(CREDENTIALS))]
    for n, (iri, credential) in enumerate(zip(wanted, CREDENTIALS, strict=True)):
        yield Requirement(iri, Literal(f"Requirement {n}"), 1, (credential,))
    for n, role in enumerate(ROLES):
        if random.random() < 0.7:
            need = wanted[random.integers(len(wanted))]
            yield from _said(f"{n}-needs-0", role, CAREER.requires, object=need,
                             strength=CAREER.required)  # fmt: skip
            if random.random() < 0.25:
                yield from _said(f"{n}-needs-1", role, CAREER.requires, object=need,
                                 polarity=CAREER.denied, source=SOURCES[2])  # fmt: skip


def _of_roles(names: list[str], random: Random) -> Iterator[object]:
    """Of each role its level, and what it pays according to one or two sources."""
    for n, (role, name) in enumerate(zip(ROLES, names, strict=True)):
        rank = GRADES.get(name.partition(" ")[0] + " ", 1 + n % 5)
        yield from _said(f"{n}-level", role, CAREER.level, object=CAREER[LEVELS[rank - 1]])
        for source in SOURCES[: random.integers(1, 3)]:
            low = int(18 + 14 * rank + random.integers(0, 20))
            yield from _said(f"{n}-pay-{source[-6:]}", role, CAREER.pay, source=source,
                             unit=CAREER.usdPerYear, minimum=Decimal(low * 1000),
                             maximum=Decimal(low * 1350))  # fmt: skip


def _steps(random: Random) -> Iterator[object]:
    """Moves inside a field; one in ten is only inferred, one in ten denied by a second source."""
    kinds = (CAREER.promotion, CAREER.lateral, CAREER.specialisation, CAREER.pivot)
    ends = [(a, b) for a in range(len(ROLES)) for b in range(len(ROLES))
            if a != b and a // ROLES_A_FIELD == b // ROLES_A_FIELD]  # fmt: skip
    for chosen in np.sort(random.choice(len(ends), STEPS, replace=False)):
        start, end = ends[chosen]
        step = ID[f"step/{start:02}-{end:02}"]
        yield AdvancementStep(step, ROLES[start], ROLES[end], kinds[chosen % 4])
        luck = random.random()
        stance = CAREER.curated if luck < 0.1 else CAREER.stated
        yield from _said(f"{start}-to-{end}", step, CAREER.possible, stance=stance)
        if luck > 0.9:
            yield from _said(f"{start}-not-to-{end}", step, CAREER.possible,
                             polarity=CAREER.denied)  # fmt: skip


def _said(name: str, subject: URIRef, measure: URIRef, **parts: object) -> Iterator[object]:
    """A claim, and where it stands in its source."""
    digest = sha256(name.encode()).hexdigest()
    begins = int(digest[:4], 16)
    values: dict[str, object] = {
        "polarity": CAREER.affirmed, "stance": CAREER.stated,
        "source": SOURCES[begins % len(SOURCES)], **parts,
    }  # fmt: skip
    passage = Passage(ID[f"passage/{name}"], values["source"], Literal(f"Section {begins % 20}"),  # type: ignore[arg-type]
                      begins, begins + 160, Literal(digest))  # fmt: skip
    yield passage
    yield Claim(iri=ID[f"claim/{name}"], subject=subject, measure=measure,
                passages=(passage.iri,), **values)  # type: ignore[arg-type]  # fmt: skip
