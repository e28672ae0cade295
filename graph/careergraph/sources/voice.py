"""Claims of one source, without saying each time whose they are."""

import hashlib
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from careergraph.model import Claim, named
from careergraph.terms import CAREER, ID

_AFFIRMED = CAREER.affirmed
_CLAIM = str(ID["claim/"])


@dataclass(frozen=True)
class Voice:
    """What one source says: `stated`, affirmed and of itself, unless told otherwise.

    `name` begins the IRI of each of its claims, so that two sources never make the same node.
    """

    name: str
    source: URIRef
    stance: URIRef = CAREER.stated

    def says(self, subject: URIRef, measure: URIRef, *, key: str = "", **parts: Any) -> Claim:
        """Return a claim. Of several on one subject, measure and object, `key` tells them apart."""
        iri = self.iri(subject, measure, parts.get("object") or "", key)
        stated: dict[str, Any] = {
            "polarity": _AFFIRMED, "stance": self.stance, "source": self.source, **parts,
        }  # fmt: skip
        return Claim(iri=iri, subject=subject, measure=measure, **stated)

    def iri(self, *parts: str) -> URIRef:
        """Return the IRI of the claim that these parts tell from any other: the same each time."""
        return named(f"{_CLAIM}{self.name}-{digest(*parts)}")


def digest(*parts: str, size: int = 12) -> str:
    """Return a name, of `size` bytes in hexadecimal, that these parts tell from any other."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()
