"""The years that figures are of, as nodes: the same for every source."""

from rdflib import Literal

from careergraph.model import Period
from careergraph.terms import ID


def years(begins: int, ends: int) -> Period:
    """Return the period from one year to another, both included."""
    label = f"{begins} to {ends}" if begins != ends else str(begins)
    name = f"{begins}-{ends}" if begins != ends else str(begins)
    return Period(ID[f"period/{name}"], Literal(label, lang="en"), begins, ends)
