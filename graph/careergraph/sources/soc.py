"""The Standard Occupational Classification of the United States: its codes as groups of roles."""

import re
from collections.abc import Collection, Iterator

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import RoleGroup
from careergraph.terms import CAREER, ID, SKOS

_CODE = re.compile(r"[0-9]{2}-[0-9]{4}")
_MARKS = re.compile(r"\s*(\[\d+\]|\(#+\)|\*+)$")
_SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the",
          "through", "to", "with"}  # fmt: skip
_NOTATION = ox.NamedNode(SKOS.notation)


def is_code(text: str) -> bool:
    """Whether a text is written as a code of the classification."""
    return _CODE.fullmatch(text) is not None


def concept(code: str, edition: int = 2018) -> URIRef:
    """Return the node of a code."""
    return ID[f"soc-{edition}/{code}"]


def group(
    code: str, title: str, among: Collection[str] = (), edition: int = 2018
) -> Iterator[RoleGroup | ox.Triple]:
    """Yield a code as a group of roles, below the next group above it that is `among` the codes.

    The code is its notation, of a datatype named after the edition, and its name for want of one.
    """
    node = concept(code, edition)
    above = next((c for c in _above(code) if c in among), None)
    broader = () if above is None else (concept(above, edition),)
    yield RoleGroup(node, (CAREER.RoleGroup,), Literal(title or code, lang="en"), broader=broader)
    kind = ox.NamedNode(ID[f"soc-{edition}"])
    yield ox.Triple(ox.NamedNode(node), _NOTATION, ox.Literal(code, datatype=kind))


def _above(code: str) -> Iterator[str]:
    """The codes that may stand above another, the next first: broad, minor, major group."""
    for kept in (6, 5, 4, 3):
        higher = code[:kept].ljust(7, "0")
        if higher != code:
            yield higher


def unmarked(title: str) -> str:
    """Return a title without footnote marks.

    >>> unmarked("Chief executives[1]"), unmarked("Software Developers (##)")
    ('Chief executives', 'Software Developers')
    """
    return _MARKS.sub("", title.strip()).strip()


def capitalised(title: str) -> str:
    """Return a title written like a sentence in the capitals of the classification.

    The same group must not have two labels because two programmes print its title differently.

    >>> capitalised("Door-to-door sales workers, except retail")
    'Door-to-Door Sales Workers, Except Retail'
    """
    words = re.split(r"([^A-Za-z']+)", title)
    return "".join(
        word if n and word in _SMALL else word[:1].upper() + word[1:]
        for n, word in enumerate(words)
    )
