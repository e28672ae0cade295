"""The groups of the Standard Occupational Classification of 2018 to which occupations belong.

An occupation of O*NET has the code of its detailed group and two digits more. O*NET names detailed
groups only, by their occupation .00; the major groups are named here. Minor and broad groups have
no names in O*NET, so a detailed group is put right under its major group.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import URIRef

from careergraph.model import RoleGroup
from careergraph.sources import soc
from careergraph.sources.onet.elements import coded
from careergraph.sources.onet.reading import text
from careergraph.terms import CAREER

MAJOR_GROUPS = {
    "11": "Management Occupations",
    "13": "Business and Financial Operations Occupations",
    "15": "Computer and Mathematical Occupations",
    "17": "Architecture and Engineering Occupations",
    "19": "Life, Physical, and Social Science Occupations",
    "21": "Community and Social Service Occupations",
    "23": "Legal Occupations",
    "25": "Educational Instruction and Library Occupations",
    "27": "Arts, Design, Entertainment, Sports, and Media Occupations",
    "29": "Healthcare Practitioners and Technical Occupations",
    "31": "Healthcare Support Occupations",
    "33": "Protective Service Occupations",
    "35": "Food Preparation and Serving Related Occupations",
    "37": "Building and Grounds Cleaning and Maintenance Occupations",
    "39": "Personal Care and Service Occupations",
    "41": "Sales and Related Occupations",
    "43": "Office and Administrative Support Occupations",
    "45": "Farming, Fishing, and Forestry Occupations",
    "47": "Construction and Extraction Occupations",
    "49": "Installation, Maintenance, and Repair Occupations",
    "51": "Production Occupations",
    "53": "Transportation and Material Moving Occupations",
    "55": "Military Specific Occupations",
}
"""The titles of the 23 major groups, by the first two digits of their codes."""


def group(code: str) -> URIRef:
    """Return the detailed group of an occupation.

    >>> group("15-1252.00").rpartition("/id/")[2]
    'soc-2018/15-1252'
    """
    return soc.concept(code[:7])


def groups(titles: Iterable[tuple[str, str]]) -> Iterator[Any]:
    """Yield the groups of occupations with these codes and titles, sorted by code."""
    named = dict(titles)
    for major in sorted({code[:2] for code in named} & MAJOR_GROUPS.keys()):
        yield from _group(f"{major}-0000", MAJOR_GROUPS[major])
    for code in sorted({code[:7] for code in named}):
        above = (soc.concept(f"{code[:2]}-0000"),) if code[:2] in MAJOR_GROUPS else ()
        yield from _group(code, named.get(f"{code}.00", f"SOC {code}"), above)


def _group(code: str, title: str, above: tuple[URIRef, ...] = ()) -> Iterator[Any]:
    iri = soc.concept(code)
    yield RoleGroup(iri, (CAREER.RoleGroup,), text(title), broader=above)
    yield coded(iri, code)
