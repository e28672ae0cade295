"""Where an answer is cited from: short names of the sources, numbers of the passages."""

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book
from careergraph.model import Claim, Passage
from careergraph.routes.forms.sentences import title
from careergraph.terms import curie
from careergraph.wording import Labelled


class Citations:
    """The sources and passages an answer points to, in the order in which they are first named.

    A source is called by the last part of its IRI; where two share it, by the whole prefixed name.
    """

    def __init__(self, book: Book, labels: Labelled) -> None:
        self._book, self._labels = book, labels
        self._numbers: dict[Passage, int] = {}
        self._named: dict[URIRef, str] = {}
        self._taken = [_last_part(source) for source in book.sources]

    def of(self, *claims: Claim) -> str:
        """Return the marks of the passages that claims rest on, such as '[1][4]'."""
        marks: dict[str, None] = {}
        for claim in claims:
            bases = self._book.bases(claim)
            places = [self._book.passages[p] for b in bases for p in b.passages
                      if p in self._book.passages]  # fmt: skip
            for place in sorted(places, key=lambda p: (p.source, p.begins_at, p.ends_at)):
                self.short(place.source)
                number = self._numbers.setdefault(place, len(self._numbers) + 1)
                marks[f"[{number}]"] = None
        return "".join(marks)

    def short(self, iri: URIRef) -> str:
        """Return the short name of a source."""
        if iri not in self._named:
            short = _last_part(iri)
            self._named[iri] = curie(iri) if self._taken.count(short) > 1 else short
        return self._named[iri]

    def sources(self) -> list[tuple[str, str]]:
        """Return the short name and the title of each source named so far."""
        return [(n, title(s, self._book, self._labels)) for s, n in self._named.items()]

    def passages(self) -> list[tuple[int, str, str]]:
        """Return the number of each passage cited so far, the name of its source and its place."""
        return [(n, self.short(p.source), wording.passage(p)) for p, n in self._numbers.items()]


def _last_part(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
