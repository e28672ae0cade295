"""The Content Model of O*NET: what is rated, the answers one can give, and what is broader."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.model import Concept
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings
from careergraph.sources.onet.cells import absent, is_identifier, whole
from careergraph.sources.onet.layout import CATEGORIES, ELEMENTS, Table
from careergraph.terms import CAREER, DCTERMS, ID, SKOS

_DESCRIPTION = ox.NamedNode(DCTERMS.description)
_NOTATION = ox.NamedNode(SKOS.notation)
_RANK = ox.NamedNode(CAREER.rank)
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def described(iri: URIRef, words: str) -> Iterator[ox.Triple]:
    """Yield the description of a node, if there is one."""
    if not absent(words):
        yield ox.Triple(ox.NamedNode(iri), _DESCRIPTION, ox.Literal(words, language="en"))


def coded(iri: URIRef, code: str) -> ox.Triple:
    """Return the code of a node in its classification."""
    return ox.Triple(ox.NamedNode(iri), _NOTATION, ox.Literal(code))


def ranked(iri: URIRef, rank: int) -> ox.Triple:
    """Return the place of a node in its scale."""
    return ox.Triple(ox.NamedNode(iri), _RANK, ox.Literal(str(rank), datatype=_INTEGER))


@dataclass(frozen=True)
class Answer:
    """One of the answers to a question: its place among them, in words, on what element."""

    iri: URIRef
    element: str
    rank: int
    words: str


@dataclass
class ContentModel:
    """Elements by identifier, with name and description, and the answers to questions on them.

    It keeps in mind which were named by a claim: `concepts` are those, and all above them.
    """

    elements: dict[str, tuple[str, str]]
    answers: dict[tuple[str, str, str], Answer]
    _classes: dict[str, URIRef] = field(default_factory=dict)
    _answered: dict[URIRef, Answer] = field(default_factory=dict)

    @classmethod
    def read(cls, files: Files, findings: Findings) -> "ContentModel":
        """Return the Content Model of a release."""
        elements: dict[str, tuple[str, str]] = {}
        for row in ELEMENTS.rows(files, findings):
            if not is_identifier(row["element"]) or absent(row["name"]):
                findings.note("element without identifier or name; left out", row.place)
            elif row["element"] in elements:
                findings.note("duplicate row; left out", f"{row.place}: {row['element']}")
            else:
                elements[row["element"]] = (row["name"], row["description"])
        found = cls(elements, {})
        for table in CATEGORIES:
            found._read_answers(files, findings, table)
        return found

    def _read_answers(self, files: Files, findings: Findings, table: Table) -> None:
        for row in table.rows(files, findings):
            element, scale, rank = row["element"], row["scale"], whole(row["category"])
            known = not element or element in self.elements
            if rank is None or not known or not is_identifier(scale) or absent(row["description"]):
                findings.note("answer without place, words or element; left out", row.place)
            elif (element, scale, str(rank)) in self.answers:
                findings.note("duplicate row; left out", f"{row.place}: {scale}, {rank}")
            else:
                iri = ID["onet/" + "-".join(filter(None, (element, scale, str(rank))))]
                words = self._words(element, scale, row["description"])
                self.answers[element, scale, str(rank)] = Answer(iri, element, rank, words)

    def _words(self, element: str, scale: str, words: str) -> str:
        """An answer without its explanation; of all but education, after what was asked."""
        short = words.split(" - ", 1)[0].rstrip(".")
        if scale == "RL" or not element:
            return short
        return f"{self.elements[element][0]}: {short[0].lower()}{short[1:]}"

    def element(self, identifier: str, kind: URIRef) -> URIRef | None:
        """Return an element that a claim names, of the class `kind`; None when there is none."""
        if identifier not in self.elements:
            return None
        self._classes.setdefault(identifier, kind)
        return ID[f"onet/{identifier}"]

    def answer(self, element: str, scale: str, category: str) -> URIRef | None:
        """Return an answer that a claim names, or None when there is none."""
        found = self.answers.get((element, scale, category)) \
            or self.answers.get(("", scale, category))  # fmt: skip
        if found is None:
            return None
        self._answered[found.iri] = found
        return found.iri

    def above(self, identifier: str) -> str | None:
        """Return the nearest element above an element: its identifier begins that of the other.

        >>> ContentModel({"2.A": ("Basic Skills", "")}, {}).above("2.A.1.a")
        '2.A'
        """
        while identifier := identifier.rpartition(".")[0]:
            if identifier in self.elements:
                return identifier
        return None

    def concepts(self) -> Iterator[Any]:
        """Yield all that was named, and what is above it."""
        for answer in self._answered.values():
            if answer.element in self.elements:
                self._classes.setdefault(answer.element, SKOS.Concept)
            broader = (ID[f"onet/{answer.element}"],) if answer.element in self.elements else ()
            yield Concept(answer.iri, (CAREER.AnswerCategory,), Literal(answer.words, lang="en"),
                          broader=broader)  # fmt: skip
            yield ranked(answer.iri, answer.rank)
        for identifier in sorted(self._with_above()):
            name, description = self.elements[identifier]
            iri, above = ID[f"onet/{identifier}"], self.above(identifier)
            yield Concept(iri, (self._classes.get(identifier, SKOS.Concept),),
                          Literal(name, lang="en"),
                          broader=(ID[f"onet/{above}"],) if above else ())  # fmt: skip
            yield coded(iri, identifier)
            yield from described(iri, description)

    def _with_above(self) -> set[str]:
        found: set[str] = set()
        for identifier in self._classes:
            each: str | None = identifier
            while each is not None and each not in found:
                found.add(each)
                each = self.above(each)
        return found
