"""Rules as nodes, so that a claim can name the one it was derived by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Claim, Concept
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID, SKOS


@dataclass(frozen=True)
class Rule:
    """A rule by its name, what it is called, and how it reasons, in a sentence."""

    name: str
    label: str
    reasoning: str

    @property
    def iri(self) -> URIRef:
        """The node of the rule."""
        return ID[f"rule/{self.name}"]

    def records(self) -> Iterator[Any]:
        """Yield what describes the rule."""
        yield Concept(self.iri, (CAREER.Rule,), Literal(self.label, lang="en"))
        yield ox.Triple(ox.NamedNode(self.iri), ox.NamedNode(SKOS.definition),
                        ox.Literal(self.reasoning, language="en"))  # fmt: skip

    def says(
        self, subject: URIRef, measure: URIRef, *, rests_on: Iterable[Claim], **parts: Any
    ) -> Claim:
        """Return a claim by this rule; its source is that of the first claim it rests on."""
        bases = tuple(rests_on)
        voice = Voice(f"by-{self.name}", bases[0].source, CAREER.derived)
        key = "\x1f".join(base.iri for base in bases)
        return voice.says(subject, measure, key=key, rule=self.iri,
                          derived_from=tuple(sorted({b.iri for b in bases})), **parts)  # fmt: skip
