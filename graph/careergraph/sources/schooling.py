"""The degrees and the lengths of experience that surveys ask about, as nodes shared by sources.

They are those of the curated graph where it has them, so that graphs can be read together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import Literal, URIRef

from careergraph.model import Concept, Credential, Experience, Requirement
from careergraph.terms import CAREER, ID

EQF = "http://data.europa.eu/snb/eqf/"


@dataclass(frozen=True)
class Degree:
    """A degree as United States surveys tell them apart, with its level in the EQF, 1 to 8.

    The levels follow the usual correspondence: an upper secondary diploma is level 4, a short
    cycle of higher education 5, a bachelor's, master's and doctoral degree 6, 7 and 8.
    """

    name: str
    label: str
    eqf: int

    @property
    def iri(self) -> URIRef:
        """The node of the degree."""
        return ID[f"credential/{self.name}"]

    @property
    def requirement(self) -> URIRef:
        """The node of the requirement to hold it."""
        return ID[f"requirement/{self.name}"]


DIPLOMA = Degree("high-school-diploma", "High school diploma", 4)
ASSOCIATE = Degree("associates-degree", "Associate's degree", 5)
BACHELOR = Degree("bachelors-degree", "Bachelor's degree", 6)
MASTER = Degree("masters-degree", "Master's degree", 7)
DOCTORATE = Degree("doctorate", "Doctoral degree", 8)
PROFESSIONAL = Degree("professional-degree", "Doctoral or professional degree", 8)
DEGREES = (DIPLOMA, ASSOCIATE, BACHELOR, MASTER, DOCTORATE, PROFESSIONAL)

AWARD = ID["credential/postsecondary-nondegree-award"]
"""A certificate after high school that is no degree."""
AWARDED = ID["requirement/postsecondary-nondegree-award"]
"""The requirement to hold one."""
COLLEGE = ID["credential/some-college"]
"""Courses at college without a degree."""
ATTENDED = ID["requirement/some-college"]
"""The requirement to have taken some."""
UNFINISHED = ID["attainment/less-than-high-school"]
"""Schooling that ended before a high school diploma."""

LICENCE = ID["credential/professional-licence"]
LICENSED = ID["requirement/professional-licence"]
"""A licence to practise, and the requirement to hold it."""

_TITLES = {"doctorate": "A doctorate", "associates-degree": "An associate's degree"}


def degrees() -> Iterator[Credential | Requirement]:
    """Yield each degree and the requirement to hold it."""
    for each in DEGREES:
        yield Credential(each.iri, (CAREER.Degree,), Literal(each.label, lang="en"),
                         eqf_level=URIRef(f"{EQF}{each.eqf}"))  # fmt: skip
        title = _TITLES.get(each.name, f"A {each.label[0].lower()}{each.label[1:]}")
        enough = (DOCTORATE.iri, PROFESSIONAL.iri) if each == PROFESSIONAL else (each.iri,)
        yield Requirement(each.requirement, Literal(title, lang="en"), 1, enough)


def undegreed() -> Iterator[Credential | Requirement | Concept]:
    """Yield what schooling comes to without a degree, and the requirement of it."""
    for iri, kind, label in ((AWARD, CAREER.Certification, "Postsecondary nondegree award"),
                             (COLLEGE, CAREER.Credential, "Some college, no degree")):  # fmt: skip
        yield Credential(iri, (kind,), Literal(label, lang="en"))
        yield Requirement(ID[f"requirement/{iri.rpartition('/')[2]}"], Literal(label, lang="en"), 1,
                          (iri,))  # fmt: skip
    yield Concept(UNFINISHED, (CAREER.Attainment,),
                  Literal("Less than a high school diploma", lang="en"))  # fmt: skip


def licence() -> Iterator[Credential | Requirement]:
    """Yield the licence to practise and the requirement to hold it."""
    yield Credential(LICENCE, (CAREER.Licence,), Literal("Professional licence", lang="en"))
    yield Requirement(LICENSED, Literal("A professional licence", lang="en"), 1, (LICENCE,))


def experience(years: Decimal, label: str) -> tuple[Experience, Requirement]:
    """Return a length of experience and the requirement to have it; equal lengths are one node."""
    name = f"{years.normalize():f}".replace(".", "-") + "-years"
    worked = Experience(ID[f"experience/{name}"], Literal(label, lang="en"), years)
    wanted = f"{label[0].upper()}{label[1:]} of experience"
    return worked, Requirement(ID[f"requirement/{name}-of-experience"],
                               Literal(wanted, lang="en"), 1, (worked.iri,))  # fmt: skip
