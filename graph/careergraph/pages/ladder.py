"""A ladder for the page: what the claims say of roles and steps, small enough to be carried along.

Nodes, roles, steps and claims are numbers: a node its place in `nodes`, a role and a step their
places in the ladder's shape, a claim its place among all claims of the graph, as everywhere on the
page. What takes the comparison of claims (whether a denial answers a demand, whether two figures
may be compared) is decided here, so that the page need not know how.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rdflib import URIRef

from careergraph import names, wording
from careergraph.claims import Book, Relation, Status
from careergraph.model import Claim
from careergraph.pages.evidence import Table
from careergraph.routes.arrays import shape
from careergraph.routes.changes import speaking
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import GENEROUS
from careergraph.routes.readings import viewed
from careergraph.terms import CAREER, curie

Row = dict[str, Any]

MOST_STEPS = 400
"""The most steps of a ladder that a page answers questions about by itself: its search looks at
every route, which is quick for a curated graph and hopeless for a market."""

_LINKS = ("level", "worksIn", "essentialSkill", "gives", "opens")
_FIGURES = ("pay", "typicalYears")


def compact(
    ladder: Ladder, index: names.Index, labels: wording.Labels, *, drawn: Sequence[Mapping[str, Any]] = ()
) -> Row:
    """Return the ladder as JSON values, with the names that a question can use.

    `drawn` are the nodes of the page, by their full IRIs: one that says the same as the ladder
    would is referred to by its number there, and not written twice.
    """
    found = _Compact(ladder, index, labels).values()
    known = {repr(_row(node)): number for number, node in enumerate(drawn)}
    return found | {"nodes": [known.get(repr(row), row) for row in found["nodes"]]}


def _row(node: Mapping[str, Any]) -> list[Any]:
    """A node of the page as `_Compact` writes it."""
    others = [node["alt"]] if "alt" in node else []
    return [names.KINDS.index(node["kind"]), curie(node["iri"]), node["label"], *others]


class _Compact:
    """Writes one ladder; nodes and claims' origins are numbered as they are first mentioned."""

    def __init__(self, ladder: Ladder, index: names.Index, labels: wording.Labels) -> None:
        self._ladder, self._labels, self._index = ladder, labels, index
        self._book, self._shape = ladder.book, shape(ladder)
        self._claim = {claim.iri: n for n, claim in enumerate(self._book.claims)}
        self._place = {iri: n for n, iri in enumerate((*self._shape.roles, *self._shape.steps))}
        self._node: dict[URIRef, int] = {}
        self._origins, self._scopes, self._bases = Table(), _Scopes(self._book, labels), Table()
        for name in index.names:
            self.node(name.iri)

    def node(self, iri: URIRef | None) -> int:
        """Return the number of a node, -1 for none."""
        return -1 if iri is None else self._node.setdefault(URIRef(iri), len(self._node))

    def values(self) -> Row:
        """Return all that the page needs to know."""
        found = {
            "roles": [self.node(role) for role in self._shape.roles],
            "steps": [self._step(iri) for iri in self._shape.steps],
            "strangers": sorted(self._place[r] for r in {*self._shape.roles} - {*self._ladder.roles}),
            **self._vocabulary(),
            "possible": list(self._possible()),
            "requires": list(self._requires()),
            **{name: list(dict.fromkeys(self._links(name))) for name in _LINKS},
            **{name: list(self._figures(name)) for name in _FIGURES},
        }
        found |= {"scopes": self._scopes.rows(), "bases": self._bases.rows,
                  "origins": self._origins.rows}  # fmt: skip
        found["broader"] = list(self._broader())
        return {"nodes": self._nodes(), **found}

    # ------------------------------------------------------------ nodes

    def _nodes(self) -> list[list[Any]]:
        """Of each node its kind, name and label, then its other names, the preferred ones apart."""
        called: dict[URIRef, list[names.Name]] = {}
        for name in self._index.names:
            called.setdefault(name.iri, []).append(name)
        return [self._called(iri, called.get(iri, [])) for iri in self._node]

    def _called(self, iri: URIRef, found: list[names.Name]) -> list[Any]:
        label = self._labels.label(iri)
        preferred = [n.text for n in found if n.preferred]
        others = [n.text for n in found if not n.preferred]
        kind = names.KINDS.index(found[0].kind) if found else -1
        if preferred not in ([label], []):
            return [kind, curie(iri), label, others, preferred]
        return [kind, curie(iri), label, *([others] if others else [])]

    def _step(self, iri: URIRef) -> list[Any]:
        """Its name, ends, kind, industries, what the claims that it is made come to, and whether
        two of them conflict."""
        step = self._ladder.steps[iri]
        said = self._book.on(iri, CAREER.possible)
        disputed = self._book.status(said) is Status.CONTESTED
        return [curie(iri), self._place[step.start], self._place[step.end], self.node(step.kind),
                [self.node(i) for i in step.industries], self._grounds(said), int(disputed)]  # fmt: skip

    def _grounds(self, said: tuple[Claim, ...]) -> int:
        return int(any(map(self._book.grounded, said)))

    # ------------------------------------------------------------ what the words stand for

    def _vocabulary(self) -> Row:
        ladder, book = self._ladder, self._book
        return {
            "levels": [[self.node(iri), rank] for iri, rank in ladder.ranks.items()],
            "credentials": [
                [self.node(iri), ladder.degrees.get(iri, 0), int(iri in ladder.licences)]
                for iri in ladder.credentials
            ],
            "experiences": [[self.node(e.iri), float(e.years)] for e in ladder.experiences.values()],
            "requirements": [
                [self.node(r.iri), r.needed, [self.node(a) for a in r.alternatives]]
                for r in book.requirements.values()
            ],
            "sources": [self.node(s) for s in sorted(book.sources)],
            "speaking": [self.node(s) for s in speaking(ladder)],
        }

    def _broader(self) -> Iterator[list[int]]:
        """Each node that has any, and all that is broader than it, however far up."""
        for iri in list(self._node):
            wider = sorted(self._book.upwards(iri) - {iri})
            if wider:
                yield [self.node(iri), *map(self.node, wider)]

    # ------------------------------------------------------------ claims

    def _said(self, *measures: str) -> Iterator[Claim]:
        """The claims on a role, step or credential of the ladder, in order of IRI."""
        wanted = {CAREER[name] for name in measures}
        return (c for c in self._book.claims if c.measure in wanted)

    def _from(self, claim: Claim) -> int:
        """The sources that a claim rests on, and whether on more than a curator's inference."""
        sources = sorted({base.source for base in self._book.bases(claim)})
        grounded = int(self._book.grounded(claim))
        return self._origins.number([grounded, *(self.node(source) for source in sources)])

    def _possible(self) -> Iterator[list[int]]:
        """Number, step, whether affirmed, origin, and how the claim came to be."""
        for claim in self._said("possible"):
            if claim.subject in self._place:
                basis = self._bases.number(wording.basis(claim, self._labels))
                yield [self._claim[claim.iri], self._place[claim.subject], int(claim.affirms),
                       self._from(claim), basis]  # fmt: skip

    def _requires(self) -> Iterator[list[int]]:
        """Number, subject, what is needed, whether affirmed, strength (-1 for none), origin,
        whether it is strong enough to bind, and whether a denial stands against it."""
        for claim in self._said("requires"):
            if claim.subject in self._place:
                strong = claim.affirms and claim.strength in (CAREER.required, CAREER.typical)
                answered = strong and claim not in viewed(self._ladder, GENEROUS).binding(claim.subject)
                yield [self._claim[claim.iri], self._place[claim.subject], self.node(claim.object),
                       int(claim.affirms), self.node(claim.strength), self._from(claim),
                       int(strong), int(answered)]  # fmt: skip

    def _links(self, measure: str) -> Iterator[tuple[int, int, int]]:
        """Subject (of `opens` a node), object and origin of what is affirmed."""
        for claim in self._said(measure):
            subject = self.node(claim.subject) if measure == "opens" else self._place.get(claim.subject)
            if claim.affirms and claim.object is not None and subject is not None:
                yield subject, self.node(claim.object), self._from(claim)

    def _figures(self, measure: str) -> Iterator[list[Any]]:
        """Number, subject, lower and upper end, unit, scope, source and origin."""
        for claim in self._said(measure):
            if claim.affirms and claim.subject in self._place:
                yield [self._claim[claim.iri], self._place[claim.subject], _plain(claim.minimum),
                       _plain(claim.maximum), self.node(claim.unit), self._scopes.number(claim),
                       self.node(claim.source), self._from(claim)]  # fmt: skip


class _Scopes:
    """What figures are limited to: each scope with its words, and those it cannot be held against."""

    def __init__(self, book: Book, labels: wording.Labels) -> None:
        self._book, self._labels = book, labels
        self._first: dict[tuple[Any, ...], Claim] = {}

    def number(self, claim: Claim) -> int:
        """Return the number of a claim's scope."""
        key = (claim.unit, *(getattr(claim, name) for name in wording.SCOPE_ORDER))
        self._first.setdefault(key, claim)
        return list(self._first).index(key)

    def rows(self) -> list[list[Any]]:
        """Return of each scope its fields in words, and the numbers of those that differ."""
        claims = list(self._first.values())
        return [
            [dict(wording.scope_fields(one, self._labels)), list(self._apart(one, claims))]
            for one in claims
        ]

    def _apart(self, one: Claim, others: Iterable[Claim]) -> Iterator[int]:
        return (n for n, other in enumerate(others) if self._book.differing(one, other))


def _plain(value: Decimal | None) -> float | int | None:
    """A number without an empty fraction."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
