"""Claims for a page: each thing once, under it all who say it, with links to who and where."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rdflib import URIRef

from careergraph import wording
from careergraph.linked.html import Link, Links
from careergraph.model import Claim, Source

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

Row = dict[str, Any]


class Telling:
    """What a page needs to tell claims of a graph; it remembers the sources it has named."""

    def __init__(self, graph: "CareerGraph", links: Links) -> None:
        self.graph, self.links = graph, links
        self.sources: set[URIRef] = set()

    def statements(self, claims: Iterable[Claim], *, whole: bool = False) -> list[Row]:
        """Return what claims say, in their order; with subject and measure if `whole`."""
        found: dict[tuple[Link, str], list[list[Link]]] = {}
        for claim in claims:
            said = self._said(claim, whole=whole), wording.remark(claim)
            found.setdefault(said, []).append(self._credit(claim))
        return [{"said": said, "remark": remark, "credits": credits}
                for (said, remark), credits in found.items()]  # fmt: skip

    def _said(self, claim: Claim, *, whole: bool) -> Link:
        """The words of a claim; they lead to what it is about, or to the node it names."""
        label = self.graph.labels.label
        words = wording.statement(claim, self.graph.labels)
        if whole:
            return self.links.to(claim.subject, f"{label(claim.subject)}, {words}")
        words = words.removeprefix(f"{label(claim.measure)}: ")
        return self.links.to(claim.object, words) if claim.object else Link(words)

    def _credit(self, claim: Claim) -> list[Link]:
        """How a claim came to be, leading to the claim; who says it, in which source, and where."""
        labels, book = self.graph.labels, self.graph.book
        self.sources.add(claim.source)
        groups = {word.group.iri for word in book.words(claim) if word.group}
        return [
            self.links.to(claim.iri, wording.basis(claim, labels)),
            *(self.links.to(who, f"says {labels.label(who)}") for who in claim.said_by),
            self.links.to(claim.source, wording.source(claim, book, labels)),
            *(self.links.to(each, f"said of the group '{labels.label(each)}'")
              for each in sorted(groups)),
            *(Link(place) for place in wording.places(claim, book) or wording.row(claim, book)),
        ]  # fmt: skip

    def cited(self) -> list[Row]:
        """Return the sources named so far, by title: how to cite each, its licence and rights."""
        known = self.graph.book.sources
        sources = sorted((known[iri] for iri in self.sources if iri in known),
                         key=lambda source: (source.title, source.iri))  # fmt: skip
        return [
            {
                "link": self.links.to(source.iri, str(source.title)),
                "citation": citation(self.graph, source),
                "licence": self.links.to(source.licence) if source.licence else None,
                "rights": str(source.rights or ""),
            }
            for source in sources
        ]


def citation(graph: "CareerGraph", source: Source) -> str:
    """Return how to cite a source: who made it, its title, version, date and IRI."""
    makers = " and ".join(graph.labels.label(iri) for iri in creators(graph, source.iri))
    version = f"Version {source.version}" if source.version else ""
    parts = (makers, str(source.title), version, str(source.issued or ""), str(source.iri))
    return ". ".join(filter(None, parts))


def creators(graph: "CareerGraph", source: URIRef) -> list[str]:
    """Return who made a source, by IRI, sorted."""
    import pyoxigraph as ox

    from careergraph.terms import DCTERMS

    found = graph.store.quads_for_pattern(
        ox.NamedNode(source), ox.NamedNode(DCTERMS.creator), None, None
    )
    return sorted({q.object.value for q in found if isinstance(q.object, ox.NamedNode)})
