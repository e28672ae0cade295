"""From the name somebody typed to the node they mean.

Case, plural, punctuation and alternative labels do not matter; an abbreviation or a typo is not
guessed at but answered with a suggestion.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.errors import UnknownNameError
from careergraph.terms import CAREER, DCTERMS, PROV, RDF, RDFS, SKOS, curie, expand

KINDS = ("Role", "Skill", "Industry", "Credential", "Application", "Level", "RoleGroup",
         "SkillGroup", "Place", "LearningOpportunity", "WorkArrangement", "Distinction", "Factor",
         "Population", "Source", "AdvancementStep", "Requirement", "Claim", "Rule", "Passage",
         "Period", "Experience", "StepKind", "Measure", "Agent")  # fmt: skip
"""The kinds of node that have names, the likeliest meaning of a name first."""

_SUBKINDS = {"Degree": "Credential", "Certification": "Credential", "Licence": "Credential",
             "Relation": "Measure", "Quantity": "Measure", "Description": "Measure",
             "Proposition": "Measure"}  # fmt: skip
_AGENTS = {str(cls) for cls in (PROV.Agent, PROV.Organization, PROV.Person, PROV.SoftwareAgent)}
_LONGEST = 80
"""How much of an unknown name an error repeats."""

_LABELS = tuple(ox.NamedNode(p) for p in (SKOS.prefLabel, RDFS.label, DCTERMS.title, SKOS.altLabel))


@dataclass(frozen=True, slots=True)
class Name:
    """One label of one node; `kind` is the local name of its class, `preferred` its rank."""

    text: str
    iri: URIRef
    kind: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A node found by name; `score` runs from 0 to 100."""

    iri: URIRef
    label: str
    kind: str
    score: float

    @property
    def curie(self) -> str:
        """The prefixed name of the node."""
        return curie(self.iri)


class Index:
    """Every label of a graph, ready to be looked up."""

    def __init__(self, store: ox.Store) -> None:
        self.names = _names(store)
        self._keys: dict[str, list[Name]] = {}
        for name in self.names:
            self._keys.setdefault(key(name.text), []).append(name)
        self._labels = {n.iri: n.text for n in reversed(self.names) if n.preferred}
        self._kinds = {n.iri: n.kind for n in self.names}

    def label(self, iri: str) -> str:
        """Return the preferred label of a node, or its prefixed name when it has none."""
        return self._labels.get(URIRef(iri)) or curie(iri)

    def kind(self, iri: str) -> str | None:
        """Return the kind of a labelled node, one of `KINDS`, or None."""
        return self._kinds.get(URIRef(iri))

    def find(self, text: str, *, kinds: Iterable[str] = KINDS) -> URIRef:
        """Return the node of one of `kinds` that `text` names.

        `text` is a label, an alternative label, a prefixed name or an IRI. Where several kinds
        share a name the earlier in `kinds` wins. Raises UnknownNameError with a suggestion.
        """
        wanted = tuple(kinds)
        iri = expand(text.strip())
        if iri and self._kinds.get(URIRef(iri)) in wanted:
            return URIRef(iri)
        found = [n for n in self._keys.get(key(text), ()) if n.kind in wanted]
        if found:
            return min(found, key=lambda n: (wanted.index(n.kind), not n.preferred, n.iri)).iri
        raise UnknownNameError(self._unknown(text, wanted))

    def _unknown(self, text: str, kinds: tuple[str, ...]) -> str:
        what = _spoken(kinds[0]) if len(kinds) == 1 else "node"
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        guesses = self.suggest(text, kinds=kinds)
        if guesses:
            return f"no {what} {text!r}; did you mean {' or '.join(map(repr, guesses))}?"
        return f"no {what} {text!r}; 'careergraph search TEXT' looks through all names"

    def suggest(self, text: str, *, kinds: Iterable[str] = KINDS, most: int = 3) -> list[str]:
        """Return up to `most` preferred labels that resemble `text`, the nearest first."""
        found = self.search(text, kinds=kinds, cutoff=68.0)
        return list(dict.fromkeys(self.label(name.iri) for name, _ in found))[:most]

    def hits(self, text: str, *, kinds: Iterable[str] = KINDS) -> list[Hit]:
        """Return the nodes whose names resemble `text`, best first, by their preferred labels."""
        return [
            Hit(name.iri, self.label(name.iri), name.kind, round(score, 1))
            for name, score in self.search(text, kinds=kinds)
        ]

    def search(
        self, text: str, *, kinds: Iterable[str] = KINDS, cutoff: float = 60.0
    ) -> list[tuple[Name, float]]:
        """Return one name for each node that resembles `text`, best first.

        The score runs from 0 to 100. A label that contains the words counts above one that merely
        looks alike.
        """
        from rapidfuzz import fuzz

        wanted, sought = set(kinds), key(text)
        best: dict[URIRef, tuple[Name, float]] = {}
        if not sought:
            return []
        for name in self.names:
            if name.kind not in wanted:
                continue
            candidate = key(name.text)
            score = max(fuzz.ratio(sought, candidate), fuzz.token_sort_ratio(sought, candidate))
            if sought in candidate:
                score = max(score, 90 + 10 * len(sought) / len(candidate))
            if score >= cutoff and score > best.get(name.iri, (name, 0.0))[1]:
                best[name.iri] = (name, score)
        return sorted(best.values(), key=lambda found: (-found[1], found[0].text, found[0].iri))


def find(store: ox.Store, text: str, *, kinds: Iterable[str] = KINDS) -> URIRef:
    """Return the node that `text` names; see `Index.find`. For many look-ups keep an `Index`."""
    return Index(store).find(text, kinds=kinds)


def key(text: str) -> str:
    """Return what two spellings of one name share.

    >>> key("Machine-Learning Engineers") == key("machine learning engineer")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("'s", "s").replace("’s", "s")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+|[+#&]+", plain)
    return " ".join(_singular(w) for w in words if w != "&")


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _spoken(kind: str) -> str:
    """The kind in small words: 'AdvancementStep' is 'advancement step'."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()


def _names(store: ox.Store) -> list[Name]:
    kinds = _kinds(store)
    found = {
        Name(quad.object.value, URIRef(quad.subject.value), kinds[quad.subject.value],
             prop is not _LABELS[-1])
        for prop in _LABELS
        for quad in store.quads_for_pattern(None, prop, None, None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value in kinds
        and isinstance(quad.object, ox.Literal)
    }  # fmt: skip
    return sorted(found, key=lambda n: (KINDS.index(n.kind), not n.preferred, n.text, n.iri))


def _kinds(store: ox.Store) -> dict[str, str]:
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), None, None):
        node, cls = quad.subject, quad.object
        if isinstance(node, ox.NamedNode) and isinstance(cls, ox.NamedNode):
            kind = _kind(cls.value)
            if kind is not None:
                found[node.value] = kind
    return found


def _kind(cls: str) -> str | None:
    if cls in _AGENTS:
        return "Agent"
    local = cls.removeprefix(str(CAREER))
    kind = _SUBKINDS.get(local, local)
    return kind if cls != local and kind in KINDS else None
