"""Links between concepts of ESCO: which hold, and what each becomes."""

from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Claim
from careergraph.sources.esco.vocabulary import (
    ISCO_GROUP,
    OCCUPATION,
    SKILL,
    SKILL_GROUP,
    VOICE,
    Kind,
    P,
)
from careergraph.sources.findings import Findings
from careergraph.terms import CAREER

BROADER, MEMBER, ESSENTIAL, OPTIONAL, REPLACED = (
    "broader", "member", "essential", "optional", "replaced",
)  # fmt: skip
"""The kinds of links."""

_MEASURES = {ESSENTIAL: CAREER.essentialSkill, OPTIONAL: CAREER.optionalSkill}
_PROPERTIES = {BROADER: P.BROADER, ESSENTIAL: P.ESSENTIAL, OPTIONAL: P.OPTIONAL,
               REPLACED: P.REPLACED_BY}  # fmt: skip
_FITTING = {
    BROADER: {(OCCUPATION, OCCUPATION), (ISCO_GROUP, ISCO_GROUP), (SKILL, SKILL),
              (SKILL, SKILL_GROUP), (SKILL_GROUP, SKILL_GROUP)},
    MEMBER: {(OCCUPATION, ISCO_GROUP)},
    ESSENTIAL: {(OCCUPATION, SKILL), (SKILL, SKILL)},
    OPTIONAL: {(OCCUPATION, SKILL), (SKILL, SKILL)},
}  # fmt: skip
"""Which kinds of concepts each kind of link may join."""


class Link(NamedTuple):
    """That one concept is linked to another, where it is said, and what the ends are called."""

    kind: str
    subject: str
    object: str
    place: str
    ends: tuple[str, str]


class _Known(NamedTuple):
    iri: URIRef
    kind: Kind
    withdrawn: bool


class Links:
    """The links of a release, checked against its concepts; each is stated once."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._concepts: dict[str, _Known] = {}
        self._unknown: set[tuple[str, str]] = set()
        self._stated: set[tuple[str, URIRef, URIRef]] = set()

    def meet(self, iri: URIRef, kind: Kind, *, withdrawn: bool) -> None:
        """Take note of a concept that the release describes."""
        # By its plain text: an rdflib term equals no string.
        self._concepts[str(iri)] = _Known(iri, kind, withdrawn)

    def usable(self, iri: str, place: str, end: str, *kinds: Kind) -> URIRef | None:
        """Return a concept of one of these kinds that is not withdrawn, else, with a finding, None.

        `end` is where the IRI stands, such as a column; `place` names the row as well.
        """
        known = self._known(iri, place, end)
        found = self._concepts.get(iri)
        if found is not None and (found.kind not in kinds or found.withdrawn):
            what = "withdrawn" if found.withdrawn else f"of a {found.kind.name}"
            self._findings.note(f"{end} that is {what}; left out", f"{place}: {iri}")
            return None
        return known

    def _known(self, iri: str, place: str, end: str) -> URIRef | None:
        """A concept of the release, else None: a finding, once for each place it may stand in."""
        found = self._concepts.get(iri)
        if found is None:
            if (iri, end) not in self._unknown:
                self._unknown.add((iri, end))
                self._findings.note(f"{end} that the release does not describe", f"{place}: {iri}")
            return None
        return found.iri

    def statements(self, link: Link) -> Iterator[Claim | ox.Triple]:
        """Yield what a link states: a claim when it is about an occupation, else a triple."""
        start = self._known(link.subject, link.place, link.ends[0])
        end = self._known(link.object, link.place, link.ends[1])
        if start is None or end is None:
            self._leave(link, "one of its ends is not described")
            return
        kind = self._kind(link)
        if kind is None:
            return
        if (kind, start, end) in self._stated:
            if kind != MEMBER:  # the row of an occupation and the hierarchy both name its group
                self._leave(link, "it is there already")
            return
        self._stated.add((kind, start, end))
        yield from _said(
            kind, start, end, of_occupation=self._concepts[link.subject].kind is OCCUPATION
        )

    def _kind(self, link: Link) -> str | None:
        """What a link between two known concepts is, or None when it cannot be stated."""
        start, end = self._concepts[link.subject], self._concepts[link.object]
        if link.kind == REPLACED:
            return REPLACED
        if start.withdrawn or end.withdrawn:
            self._leave(link, "one of its ends is withdrawn")
            return None
        pair = (start.kind, end.kind)
        kind = MEMBER if link.kind == BROADER and pair in _FITTING[MEMBER] else link.kind
        if pair not in _FITTING[kind] or start is end:
            self._leave(link, f"it leads from {start.kind.name} to {end.kind.name}"
                        if start is not end else "it leads back to where it starts")  # fmt: skip
            return None
        return kind

    def _leave(self, link: Link, why: str) -> None:
        place = f"{link.place}: {link.subject} to {link.object}"
        self._findings.note(f"{link.kind} link left out: {why}", place)


def _said(
    kind: str, start: URIRef, end: URIRef, *, of_occupation: bool
) -> Iterator[Claim | ox.Triple]:
    if kind == MEMBER:
        yield VOICE.says(start, CAREER.memberOf, object=end)
        return
    if kind in _MEASURES and of_occupation:
        yield VOICE.says(start, _MEASURES[kind], object=end)
    yield ox.Triple(ox.NamedNode(start), _PROPERTIES[kind], ox.NamedNode(end))
