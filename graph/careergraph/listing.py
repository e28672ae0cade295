"""Claims in a list: all, of one node or source, or only those that clash, side by side."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from rdflib import URIRef

from careergraph import wording
from careergraph.career_graph import CareerGraph
from careergraph.claims import Book, Group
from careergraph.errors import QuestionError
from careergraph.model import Claim
from careergraph.profiles import claim_json, credit
from careergraph.routes.phrase import source as named_source

_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """Groups of claims on one subject and measure, or single claims when there are no groups."""

    graph: CareerGraph
    claims: tuple[Claim, ...]
    groups: tuple[Group, ...] | None = None

    def values(self) -> list[dict[str, Any]]:
        """Return the listing as JSON values."""
        book, labels = self.graph.book, self.graph.labels
        if self.groups is None:
            return [claim_json(c, book, labels) for c in self.claims]
        return [
            {
                "subject": {"iri": str(g.subject), "label": labels.label(g.subject)},
                "measure": {"iri": str(g.measure), "label": labels.label(g.measure)},
                "status": "not comparable" if g.differs else "contested",
                "differs": list(g.differs),
                "sides": [[claim_json(c, book, labels) for c in side] for side in g.sides],
            }
            for g in self.groups
        ]

    def text(self) -> str:
        """Return the listing for reading."""
        if self.groups is None:
            lines = [wording.describe(c, self.graph.book, self.graph.labels) for c in self.claims]
        else:
            lines = [line for group in self.groups for line in self._group(group)]
        return wording.visible("\n".join(lines or ["no such claims"]).rstrip()) + "\n"

    def _group(self, group: Group) -> Iterator[str]:
        label = self.graph.labels.label
        why = (
            f"not comparable: {' and '.join(group.differs)} differ"
            if group.differs
            else "contested"
        )
        yield f"{label(group.subject)}, {label(group.measure)} – {why}"
        if len(group.sides) == 2:
            yield from _beside([list(map(self._cell, side)) for side in group.sides])
        else:
            for side in group.sides:
                for claim in side:
                    yield from textwrap.wrap(self._cell(claim), _WIDTH, initial_indent="  - ",
                                             subsequent_indent="    ")  # fmt: skip
        yield ""

    def _cell(self, claim: Claim) -> str:
        labels = self.graph.labels
        said = wording.statement(claim, labels).split(": ", 1)[1]
        return f"{said} – {credit(claim, self.graph.book, labels)}"


def _beside(sides: list[list[str]]) -> Iterator[str]:
    """Two sides as two columns, each cell wrapped."""
    width = (_WIDTH - 5) // 2
    columns = [
        [line for cell in side for line in (*textwrap.wrap(cell, width), "")][:-1] for side in sides
    ]
    for left, right in zip_longest(*columns, fillvalue=""):
        yield f"  {left:<{width}} | {right}".rstrip()


def listed(
    graph: CareerGraph, *, contested: bool = False, not_comparable: bool = False,
    about: str | None = None, source: str | None = None,
) -> Listing:  # fmt: skip
    """Return the claims that are wanted: all, or those of a subject, of a source, or that clash.

    Raises UnknownNameError for a name that is not in the graph, QuestionError when both kinds of
    clash are asked for at once.
    """
    if contested and not_comparable:
        raise QuestionError("ask for contested or for not comparable claims, not for both at once")
    subject = None if about is None else graph.index.find(about)
    wanted = None if source is None else named_source(source, graph.index)

    def among(claim: Claim) -> bool:
        return subject in (None, claim.subject) and wanted in (None, claim.source)

    if not (contested or not_comparable):
        return Listing(graph, _claims(graph.book, subject, wanted))
    groups = graph.book.conflicts() if contested else graph.book.incomparable()
    kept = tuple(g for g in groups if any(map(among, g.claims)))
    return Listing(graph, tuple(filter(among, (c for g in kept for c in g.claims))), kept)


def _claims(book: Book, subject: URIRef | None, source: URIRef | None) -> tuple[Claim, ...]:
    """The claims on a subject, of a source, of both, or all."""
    if subject is not None:
        found = (book.table[n] for n in book.of(subject).tolist())
        return tuple(claim for claim in found if source in (None, claim.source))
    if source is not None:
        places = book.table.where("source", source).nonzero()[0].tolist()
        return tuple(book.table[n] for n in places)
    return tuple(book.claims)
