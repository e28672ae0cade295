"""The North American Industry Classification System: its codes as industries."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Industry
from careergraph.terms import CAREER, ID, PREFIXES, SKOS

_RANGES = {n: span for span in ("31-33", "44-45", "48-49")
           for n in map(str, range(int(span[:2]), int(span[3:]) + 1))}  # fmt: skip
"""The sectors that take more than one number, by each of their numbers."""

_NOT_NAICS = "99"
"""The number under which the wage survey puts all of government; the system itself has none."""


def sector(code: str) -> str:
    """Return the sector that two digits stand for, as it is usually written.

    >>> sector("32"), sector("62")
    ('31-33', '62')
    """
    return _RANGES.get(code, code)


def concept(code: str, edition: int) -> URIRef:
    """Return the node of a code; sectors are named as `sector` does."""
    return ID[f"naics-{edition}/{code}"]


def industry(code: str, title: str, edition: int) -> Iterator[Industry | ox.Triple]:
    """Yield a code as an industry, below the one with a digit less, with its notation."""
    node = concept(code, edition)
    above = code[:-1] if code.isdigit() and len(code) > 2 else None
    broader = () if above is None else (concept(sector(above), edition),)
    yield Industry(node, (CAREER.Industry,), Literal(title or code, lang="en"), broader=broader)
    kind = ox.NamedNode(ID[f"naics-{edition}"])
    yield ox.Triple(
        ox.NamedNode(node), ox.NamedNode(SKOS.notation), ox.Literal(code, datatype=kind)
    )
    if code != _NOT_NAICS:
        naics = ox.NamedNode(PREFIXES["schema"] + "naics")
        yield ox.Triple(ox.NamedNode(node), naics, ox.Literal(code))
