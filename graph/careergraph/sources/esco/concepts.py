"""A concept of ESCO and what a release says of it, apart from its links to other concepts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.sources.esco.links import Link
from careergraph.sources.esco.vocabulary import (
    ISCO_GROUP,
    ISCO_NOTATION,
    RELEASED,
    UNREGULATED,
    VOICE,
    Kind,
    P,
)
from careergraph.terms import CAREER, SKOS, XSD

_DATE_TIME = ox.NamedNode(XSD.dateTime)
_CONCEPT = ox.NamedNode(SKOS.Concept)


@dataclass(frozen=True, slots=True)
class Words:
    """What a concept is called, and how it is described, in one language."""

    language: str
    label: str
    alternatives: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    definition: str = ""
    description: str = ""
    scope_note: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept, with its words in the first of its languages.

    Schemes, types, levels and notes are IRIs; `links` are those that its own row states.
    """

    iri: URIRef
    kind: Kind
    words: Words
    code: str = ""
    status: str = RELEASED
    modified: str = ""
    schemes: tuple[str, ...] = ()
    skill_type: str = ""
    reuse_level: str = ""
    regulation: str = ""
    nace: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether the publisher has taken it back: then it is no role, skill or group any more."""
        return self.status not in ("", RELEASED)


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of a concept in one more language."""

    iri: URIRef
    words: Words


def statements(concept: Concept) -> Iterator[Any]:
    """Yield the record of a concept, and what no record has a field for.

    A withdrawn concept keeps its name, so that what refers to it can be followed to what replaced
    it, and none of our classes.
    """
    node, words = ox.NamedNode(concept.iri), concept.words
    if concept.withdrawn:
        yield ox.Triple(node, P.TYPE, _CONCEPT)
        yield from _names(node, words, P.LABEL, (words.label,))
        yield ox.Triple(node, P.STATUS, ox.Literal(concept.status))
        yield ox.Triple(node, P.SCHEME, ox.NamedNode(concept.kind.scheme))
        return
    others = tuple(Literal(a, lang=words.language) for a in _others(words, words.alternatives))
    yield concept.kind.record(concept.iri, concept.kind.types,
                              Literal(words.label, lang=words.language), others)  # fmt: skip
    yield from _hidden(node, words)
    yield from _texts(node, words)
    yield from _facts(node, concept)
    if concept.regulation:
        denied = concept.regulation == UNREGULATED
        yield VOICE.says(concept.iri, CAREER.regulated,
                         polarity=CAREER.denied if denied else CAREER.affirmed)  # fmt: skip


def _facts(node: ox.NamedNode, concept: Concept) -> Iterator[ox.Triple]:
    if concept.code:
        datatype = ISCO_NOTATION if concept.kind is ISCO_GROUP else None
        yield ox.Triple(node, P.NOTATION, ox.Literal(concept.code, datatype=datatype))
    if concept.status:
        yield ox.Triple(node, P.STATUS, ox.Literal(concept.status))
    if concept.modified:
        yield ox.Triple(node, P.MODIFIED, ox.Literal(concept.modified, datatype=_DATE_TIME))
    values = [(P.SCHEME, each) for each in concept.schemes or (concept.kind.scheme,)]
    values += [(P.SKILL_TYPE, concept.skill_type), (P.REUSE_LEVEL, concept.reuse_level),
               (P.REGULATION, concept.regulation)]  # fmt: skip
    values += [(P.NACE, each) for each in concept.nace]
    for prop, iri in values:
        if iri:
            yield ox.Triple(node, prop, ox.NamedNode(iri))


def translated(translation: Translation) -> Iterator[ox.Triple]:
    """Yield the names and texts of a concept in one more language."""
    node, words = ox.NamedNode(translation.iri), translation.words
    yield from _names(node, words, P.LABEL, (words.label,))
    yield from _names(node, words, P.ALTERNATIVE, _others(words, words.alternatives))
    yield from _hidden(node, words)
    yield from _texts(node, words)


def _others(words: Words, names: tuple[str, ...], *, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names without repetition; SKOS allows no name to be preferred, alternative and hidden."""
    taken = {words.label, *but}
    return tuple(name for name in dict.fromkeys(names) if name not in taken)


def _hidden(node: ox.NamedNode, words: Words) -> Iterator[ox.Triple]:
    names = _others(words, words.hidden, but=words.alternatives)
    yield from _names(node, words, P.HIDDEN, names)


def _texts(node: ox.NamedNode, words: Words) -> Iterator[ox.Triple]:
    yield from _names(node, words, P.DEFINITION, (words.definition,))
    yield from _names(node, words, P.DESCRIPTION, (words.description,))
    yield from _names(node, words, P.SCOPE_NOTE, (words.scope_note,))


def _names(
    node: ox.NamedNode, words: Words, prop: ox.NamedNode, names: tuple[str, ...]
) -> Iterator[ox.Triple]:
    return (
        ox.Triple(node, prop, ox.Literal(name, language=words.language)) for name in names if name
    )
