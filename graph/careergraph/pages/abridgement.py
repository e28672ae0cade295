"""A ladder abridged: what the claims say of roles and steps, small enough for the page to carry.

Nodes, roles, steps and claims are numbers: a node its place in `nodes`, a role and a step their
places in the ladder's shape (as subjects of claims the steps count on after the roles), a claim its
place among all claims of the graph, as everywhere on the page. What takes the comparison of claims
(whether a denial answers a demand, whether two figures may be held against each other) is decided
here, so that the page need not know how.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph import names, wording
from careergraph.claims import Book, Relation, Status, Word
from careergraph.model import Claim
from careergraph.pages.evidence import Table
from careergraph.routes.answer import RouteStep
from careergraph.routes.arrays import shape
from careergraph.routes.forms.counts import count_values
from careergraph.routes.forms.mapped import is_weakly_known
from careergraph.routes.ladder import Ladder
from careergraph.routes.likeness import Likeness
from careergraph.routes.readings import ALWAYS, share_of, telling_pay
from careergraph.routes.search import backing, speaking
from careergraph.terms import CAREER, curie

Row = dict[str, Any]

MOST_STEPS = 400
"""The most steps of a ladder that a page answers questions about by itself: its search looks at
every route, which is quick for a curated graph and hopeless for a market."""

_LINKS = ("level", "worksIn", "essentialSkill", "gives")
_FIGURES = ("pay", "typicalYears")


def abridged(
    ladder: Ladder, index: names.Index, labels: wording.Labels,
    *, drawn: Sequence[Mapping[str, Any]] = (),
) -> Row:  # fmt: skip
    """Return the ladder as JSON values, with the names that a question can use.

    `drawn` are the nodes of the page, by their full IRIs: one that says the same as the ladder
    would is referred to by its number there, and not written twice.
    """
    nodes = _Nodes(index, labels)
    found = {**_words(ladder, nodes), **_Said(ladder, nodes, labels).values()}
    found["broader"] = list(nodes.broader(ladder.book))
    known = {repr(_row(node)): number for number, node in enumerate(drawn)}
    return {"nodes": [known.get(repr(row), row) for row in nodes.rows()], **found}


def _row(node: Mapping[str, Any]) -> list[Any]:
    """A node of the page as `_Nodes` writes it."""
    others = [node["alt"]] if "alt" in node else []
    return [names.KINDS.index(node["kind"]), curie(node["iri"]), node["label"], *others]


class _Nodes:
    """Numbers for nodes: first all that have names, then others as they are first mentioned."""

    def __init__(self, index: names.Index, labels: wording.Labels) -> None:
        self._labels = labels
        self._names: dict[URIRef, list[names.Name]] = {}
        for name in index.names:
            self._names.setdefault(name.iri, []).append(name)
        self._numbers = {iri: number for number, iri in enumerate(self._names)}

    def number(self, iri: URIRef | None) -> int:
        """Return the number of a node, -1 for none."""
        return -1 if iri is None else self._numbers.setdefault(iri, len(self._numbers))

    def rows(self) -> list[list[Any]]:
        """Return of each node its kind, its name and its label, then its other names; then the
        preferred ones, where these are more than the label."""
        return [self._row(iri, self._names.get(iri, [])) for iri in self._numbers]

    def _row(self, iri: URIRef, found: list[names.Name]) -> list[Any]:
        label = self._labels.label(iri)
        preferred = [name.text for name in found if name.preferred]
        others = [name.text for name in found if not name.preferred]
        row = [names.KINDS.index(found[0].kind) if found else -1, curie(iri), label]
        if preferred not in ([label], []):
            return [*row, others, preferred]
        return [*row, others] if others else row

    def broader(self, book: Book) -> Iterator[list[int]]:
        """Yield each node that has any, and all that is broader than it, however far up."""
        for iri in list(self._numbers):
            wider = sorted(book.upwards(iri) - {iri})
            if wider:
                yield [self.number(iri), *map(self.number, wider)]


def _words(ladder: Ladder, nodes: _Nodes) -> Row:
    """What the words of a question stand for: levels, credentials, experience, requirements."""
    number, book = nodes.number, ladder.book
    return {
        "levels": [[number(iri), rank] for iri, rank in ladder.ranks.items()],
        "credentials": [
            [number(iri), ladder.degrees.get(iri, 0), int(iri in ladder.licences)]
            for iri in ladder.credentials
        ],
        "experiences": [[number(e.iri), float(e.years)] for e in ladder.experiences.values()],
        "requirements": [
            [number(r.iri), r.needed, [number(a) for a in r.alternatives]]
            for r in book.requirements.values()
        ],
        "sources": [number(source) for source in sorted(book.sources)],
        "speaking": [number(source) for source in speaking(ladder)],
    }


class _Said:
    """The roles, the steps, and the claims on them; each kind of claim in rows of its own."""

    def __init__(self, ladder: Ladder, nodes: _Nodes, labels: wording.Labels) -> None:
        self._ladder, self._node, self._labels = ladder, nodes.number, labels
        self._book, self._shape = ladder.book, shape(ladder)
        self._claim = {claim.iri: n for n, claim in enumerate(self._book.claims)}
        self._place = {iri: n for n, iri in enumerate((*self._shape.roles, *self._shape.steps))}
        self._origins, self._bases, self._counts = Table(), Table(), Table()
        self._scopes = _Scopes(self._book, labels)

    def values(self) -> Row:
        """Return them all. `strangers` are ends of steps that are no roles of the graph, `same`
        pairs of roles that are one occupation."""
        strangers = {*self._shape.roles} - {*self._ladder.roles}
        return {
            "roles": [self._node(role) for role in self._shape.roles],
            "strangers": sorted(self._place[role] for role in strangers),
            "steps": [self._step(iri) for iri in self._shape.steps],
            "possible": list(self._possible()),
            "requires": list(self._requires()),
            "weak": sorted(self._weak()),
            "same": sorted([a, b] for a, b in Likeness(self._ladder).pairs if a < b),
            **{name: list(dict.fromkeys(self._links(name))) for name in _LINKS},
            **{name: list(self._figures(name)) for name in _FIGURES},
            "scopes": self._scopes.rows(),
            "bases": self._bases.rows,
            "counts": self._counts.rows,
            "origins": self._origins.rows,
        }

    def _step(self, iri: URIRef) -> list[Any]:
        """Its name, ends, kind and industries, what the claims that it is made come to, the
        sources behind each of them, and how many have to be lost before nobody affirms it."""
        step = self._ladder.steps[iri]
        said = self._ladder.said(step)
        status = self._book.status(said)
        backed = RouteStep(step, status, said, (), (), (), backing(self._book, said))
        ends = [self._place[step.start], self._place[step.end]]
        industries = [self._node(industry) for industry in step.industries]
        sources = [list(map(self._node, sorted(each))) for each in backed.backing]
        return [curie(iri), *ends, self._node(step.kind), industries,
                list(Status).index(status), sources, backed.independent]  # fmt: skip

    def _on(self, measure: str) -> Iterator[tuple[Claim, int, int]]:
        """The claims on a measure of a role or step, each with its own number and its subject's."""
        for claim in self._book.claims:
            if claim.measure == CAREER[measure] and claim.subject in self._place:
                yield claim, self._claim[claim.iri], self._place[claim.subject]

    def _origin(self, claim: Claim) -> int:
        """Whether a claim rests on more than a curator's inference, the sources behind it, and
        those at its root, where these are not all; then who says it, where it is said of a group:
        source, group, and whether the subject of the claim is in that itself."""
        bases, roots = (
            [self._node(source) for source in sorted({c.source for c in found})]
            for found in (self._book.bases(claim), self._book.roots(claim))
        )
        grounded = int(self._book.grounded(claim))
        words = [self._word(word) for word in self._book.words(claim)]
        if any(len(word) > 1 for word in words):
            return self._origins.number([grounded, bases, roots, words])
        return self._origins.number([grounded, bases, *([] if bases == roots else [roots])])

    def _word(self, word: Word) -> list[int]:
        group = [self._node(word.group.iri), int(word.group.own)] if word.group else []
        return [self._node(word.source), *group]

    def _possible(self) -> Iterator[list[int]]:
        """Number, step, whether affirmed, origin, and how the claim came to be; of one that rests
        on counts of moves, these."""
        for iri, step in self._ladder.steps.items():
            for claim in self._ladder.said(step):
                basis = self._bases.number(wording.basis(claim, self._labels))
                yield [self._claim[claim.iri], self._place[iri], int(claim.affirms),
                       self._origin(claim), basis, *self._counted(claim)]  # fmt: skip

    def _counted(self, claim: Claim) -> Iterator[int]:
        found = self._book.counts(claim)
        if found:
            told = [count_values(each, self._book, self._labels) for each in found]
            yield self._counts.number(
                [{**each, "claim": self._claim[c.iri]} for each, c in zip(told, found, strict=True)]
            )

    def _requires(self) -> Iterator[list[Any]]:
        """Number, subject, what is needed, whether affirmed, strength, origin, up to which share
        it binds, and the denials that stand against it."""
        for claim, number, subject in self._on("requires"):
            share = share_of(claim) if claim.affirms else 0
            others = self._book.on(claim.subject, CAREER.requires) if claim.affirms else ()
            against = [self._claim[other.iri] for other in others if self._clash(claim, other)]
            yield [number, subject, self._node(claim.object), int(claim.affirms),
                   self._node(claim.strength), self._origin(claim), _plain(Decimal(share) / ALWAYS),
                   against]  # fmt: skip

    def _weak(self) -> Iterator[int]:
        """The claims on whether steps are made, and on what is needed, that hold only as far as a
        weak mapping does."""
        said = [claim for step in self._ladder.steps.values() for claim in self._ladder.said(step)]
        said += [claim for claim, *_ in self._on("requires")]
        return (self._claim[claim.iri] for claim in said if is_weakly_known(claim, self._book))

    def _clash(self, claim: Claim, other: Claim) -> bool:
        return not other.affirms and self._book.relation(claim, other) is Relation.CONFLICT

    def _links(self, measure: str) -> Iterator[tuple[int, int, int]]:
        """Subject, object and origin of what is affirmed."""
        for claim in self._book.claims:
            if claim.measure != CAREER[measure] or not claim.affirms or claim.object is None:
                continue
            if claim.subject in self._place:
                yield self._place[claim.subject], self._node(claim.object), self._origin(claim)

    def _figures(self, measure: str) -> Iterator[list[Any]]:
        """Number, subject, lower and upper end, unit, scope, source and origin."""
        for claim, number, subject in self._on(measure):
            if measure == "pay" and claim not in telling_pay(
                self._book.on(claim.subject, CAREER.pay)
            ):
                continue
            if claim.affirms:
                yield [number, subject, _plain(claim.minimum), _plain(claim.maximum),
                       self._node(claim.unit), self._scopes.number(claim),
                       self._node(claim.source), self._origin(claim)]  # fmt: skip


class _Scopes:
    """What figures are limited to: each scope in words, and those it cannot be held against."""

    def __init__(self, book: Book, labels: wording.Labels) -> None:
        self._book, self._labels = book, labels
        self._first: dict[tuple[URIRef | None, ...], Claim] = {}

    def number(self, claim: Claim) -> int:
        """Return the number of a claim's scope."""
        key = (claim.unit, *(getattr(claim, name) for name in wording.SCOPE_ORDER))
        self._first.setdefault(key, claim)
        return list(self._first).index(key)

    def rows(self) -> list[list[Any]]:
        """Return of each scope its fields in words, and the numbers of those that differ."""
        claims = list(self._first.values())
        return [[dict(wording.scope_fields(one, self._labels)), self._apart(one, claims)]
                for one in claims]  # fmt: skip

    def _apart(self, one: Claim, others: Sequence[Claim]) -> list[int]:
        return [n for n, other in enumerate(others) if self._book.differing(one, other)]


def _plain(value: Decimal | None) -> float | int | None:
    """A number without an empty fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
