"""Who says what, and whether it clashes.

Nothing here is written down in the data: agreement, conflict and what cannot be compared are
computed from the claims each time they are asked for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.model import Claim, Estimate, Passage, Period, Requirement, Source
from careergraph.model import Mapping as Mapped
from careergraph.shelf import Tables
from careergraph.tables import Table, uncollected
from careergraph.terms import CAREER, SKOS

if TYPE_CHECKING:
    from careergraph.tables import Array

_HALF = 50
_BROADER = ox.NamedNode(SKOS.broader)

_MOVES = (CAREER.possible, CAREER.movesTo)
"""The measures by which it is told that people move from role to role."""

SCOPE = ("population", "place", "period", "stage", "industry", "statistic")
"""The fields that limit what a claim speaks of; one that is left unstated matches anything."""


class Relation(Enum):
    """How two claims on the same subject and measure stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not comparable"


class Status(Enum):
    """What the claims on one statement come to."""

    SUPPORTED = "supported"
    CONTESTED = "contested"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Group:
    """Claims on one subject and measure that clash, or that cannot be compared.

    `sides` holds the claims that go together; `differs` names the scope fields that keep
    incomparable claims apart, and is empty for a conflict.
    """

    subject: URIRef
    measure: URIRef
    sides: tuple[tuple[Claim, ...], ...]
    differs: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims of all sides."""
        return tuple(claim for side in self.sides for claim in side)


class OfGroup(NamedTuple):
    """A group of which something is said; `own` is whether it is said to hold of a role for being
    in the group itself, and not for standing for another role that is."""

    iri: URIRef
    own: bool


class Word(NamedTuple):
    """That a source says something: of what the claim is on, or of a group."""

    source: URIRef
    group: OfGroup | None


@dataclass(frozen=True)
class Book:
    """All claims of a graph, with what is needed to compare them."""

    claims: Sequence[Claim]
    requirements: dict[URIRef, Requirement] = field(default_factory=dict)
    periods: dict[URIRef, Period] = field(default_factory=dict)
    passages: dict[URIRef, Passage] = field(default_factory=dict)
    sources: dict[URIRef, Source] = field(default_factory=dict)
    broader: Mapping[URIRef, frozenset[URIRef]] = field(default_factory=dict)
    mappings: Sequence[Mapped] = ()
    estimates: Mapping[URIRef, Estimate] = field(default_factory=dict)

    def mapping(self, iri: URIRef) -> Mapped | None:
        """Return the mapping between classifications with this IRI, or None."""
        table = self.mappings
        place = table.place(iri) if isinstance(table, Table) else -1
        return table[place] if place >= 0 else None

    @cached_property
    def about(self) -> dict[URIRef, tuple[Claim, ...]]:
        """All claims by subject."""
        grouped: dict[URIRef, list[Claim]] = {}
        for claim in self.claims:
            grouped.setdefault(claim.subject, []).append(claim)
        return {subject: tuple(found) for subject, found in grouped.items()}

    @cached_property
    def by_iri(self) -> dict[URIRef, Claim]:
        """All claims by IRI."""
        return {claim.iri: claim for claim in self.claims}

    @cached_property
    def table(self) -> Table[Claim]:
        """The claims as columns. A claim is known by its place in `claims`, too."""
        return self.claims if isinstance(self.claims, Table) else Table.of(Claim, self.claims)

    @cached_property
    def affirmed(self) -> "Array":
        """Whether each claim affirms."""
        return self.table.where("polarity", CAREER.affirmed)

    @cached_property
    def firm(self) -> "Array":
        """Whether each claim is `grounded`."""
        return ~self.tainted(self.table.where("stance", CAREER.curated))

    @cached_property
    def observed(self) -> "Array":
        """Whether each claim tells of people who were counted to move, or rests on one that does:
        see `counts`."""
        moves = self.table.where("measure", _MOVES[0])
        for measure in _MOVES[1:]:
            moves = moves | self.table.where("measure", measure)
        return self.tainted(moves & self.table.where("stance", CAREER.observed))

    def tainted(self, bad: "Array") -> "Array":
        """Return whether each claim is bad, or rests on one that is."""
        found, (claims, bases) = bad.copy(), self._rests
        while len(spread := claims[found[bases] & ~found[claims]]):
            found[spread] = True
        return found

    @cached_property
    def _rests(self) -> "tuple[Array, Array]":
        """The places of claims that were derived from others, and those of the latter."""
        import numpy as np  # late: most commands do not need it

        place = {iri: n for n, iri in enumerate(self.table.column("iri"))}
        column, derived = self.table.column("derived_from"), ~self.table.where("derived_from", ())
        pairs = [(n, place[base]) for n in derived.nonzero()[0].tolist() for base in column[n]
                 if base in place]  # fmt: skip
        claims, bases = np.array(pairs, np.int64).reshape(-1, 2).T
        return claims, bases

    def counted(self, field: str, which: "Array | None" = None) -> dict[URIRef, int]:
        """Return how many claims have each value in a field, of those for which `which` holds."""
        import numpy as np  # late: most commands do not need it

        number, coded = self.table.coded(field)
        counts = np.bincount(coded if which is None else coded[which], minlength=len(number))
        return {value: int(counts[n]) for value, n in number.items() if counts[n]}

    def places(self, measure: URIRef) -> "Array":
        """Return the places of the claims on a measure."""
        found: Array = self.table.where("measure", measure).nonzero()[0]
        return found

    def of(self, subject: URIRef) -> "Array":
        """Return the places of the claims on a subject, in order."""
        number = self.table.number("subject", subject)
        places, begins = self._subjects
        found: Array = places[begins[number] : begins[number + 1]] if number >= 0 else places[:0]
        return found

    def naming(self, node: URIRef) -> "Array":
        """Return the places of the claims whose object a node is, or that it is the authority of,
        in order."""
        import numpy as np  # late: most commands do not need it

        found = self.table.where("object", node)
        for said_by in {*self.table.values("said_by")}:
            if node in said_by:
                found = found | self.table.where("said_by", said_by)
        places: Array = np.flatnonzero(found)
        return places

    @cached_property
    def _subjects(self) -> "tuple[Array, Array]":
        """The places of all claims in order of their subjects, and where those of each begin."""
        import numpy as np  # late: most commands do not need it

        coded = self.table.codes("subject")
        begins = np.concatenate(([0], np.cumsum(np.bincount(coded))))
        return np.argsort(coded, kind="stable"), begins

    def on(self, subject: URIRef, measure: URIRef) -> tuple[Claim, ...]:
        """Return the claims on a subject and measure, sorted by IRI; empty when nobody speaks."""
        places = self.of(subject)
        measures = self.table.codes("measure")[places]
        wanted = places[measures == self.table.number("measure", measure)]
        return tuple(self.table[n] for n in wanted.tolist())

    def named(self, iris: Iterable[str]) -> tuple[Claim, ...]:
        """Return the claims with these IRIs, each once and sorted; unknown ones are left out."""
        places = (self.table.place(iri) for iri in sorted(set(iris)))
        return tuple(self.table[n] for n in places if n >= 0)

    def about_only(self, subjects: Iterable[URIRef]) -> "Book":
        """Return the same book with only the claims on some subjects, and those they rest on."""
        places = sorted({n for subject in subjects for n in self.of(subject).tolist()})
        claims = {base.iri: base for n in places for base in self.bases(self.table[n])}
        return self.restricted(claims[iri] for iri in sorted(claims))

    def restricted(self, claims: Iterable[Claim]) -> "Book":
        """Return the same book with only these claims in it."""
        return replace(self, claims=tuple(claims))

    def relation(self, one: Claim, other: Claim) -> Relation | None:
        """Return how two claims stand to each other, or None when they speak of different things.

        They conflict when subject and measure agree, no scope field that both state differs, and
        their values exclude each other: opposite polarity, or ranges that stay apart after the
        rounding each states. They are not comparable when a scope field that both state differs.
        For requirements the stage of career is not compared.
        """
        if (one.subject, one.measure) != (other.subject, other.measure):
            return None
        if not self._same_matter(one, other):
            return None
        if self.differing(one, other):
            return Relation.NOT_COMPARABLE
        return Relation.CONFLICT if _exclude(one, other) else Relation.AGREE

    def differing(self, one: Claim, other: Claim) -> tuple[str, ...]:
        """Return the names of the scope fields that both claims state and that differ."""
        ignored = ("stage",) if one.measure == CAREER.requires else ()
        found = [f for f in SCOPE if f not in ignored and self._differs(f, one, other)]
        if one.unit and other.unit and one.unit != other.unit:
            found.append("unit")
        return tuple(found)

    def _differs(self, name: str, one: Claim, other: Claim) -> bool:
        a, b = getattr(one, name), getattr(other, name)
        if a is None or b is None or a == b:
            return False
        if name == "period" and a in self.periods and b in self.periods:
            return _periods_differ(self.periods[a], self.periods[b])
        return True

    def _same_matter(self, one: Claim, other: Claim) -> bool:
        """Whether the objects let the claims be held against each other.

        A denial also denies what is narrower, so its object may be broader than the affirmed one.
        """
        if one.object == other.object:
            return True
        if one.object is None or other.object is None or one.polarity == other.polarity:
            return False
        affirmed, denied = (one, other) if one.affirms else (other, one)
        if one.measure == CAREER.requires:
            return self._denies(denied.object, affirmed.object)
        return denied.object in self.upwards(affirmed.object)

    def _denies(self, denied: URIRef | None, affirmed: URIRef | None) -> bool:
        """Whether saying that `denied` is not needed contradicts that `affirmed` is.

        It does when too few alternatives of `affirmed` are left to meet it without any credential
        that `denied` calls unnecessary.
        """
        needed, unneeded = self.requirement(affirmed), self.requirement(denied)
        if needed is None or unneeded is None:
            return False
        excused = set(unneeded.alternatives)
        left = [a for a in needed.alternatives if not excused & self.upwards(a)]
        return len(left) < needed.needed

    def requirement(self, iri: URIRef | None) -> Requirement | None:
        """Return the requirement that a claim's object names, or None when it names none."""
        return None if iri is None else self.requirements.get(iri)

    def upwards(self, iri: URIRef | None) -> set[URIRef]:
        """Return a concept and everything broader than it."""
        found: set[URIRef] = set()
        queue = [iri] if iri is not None else []
        while queue:
            current = queue.pop()
            if current not in found:
                found.add(current)
                queue.extend(self.broader.get(current, ()))
        return found

    def status(self, claims: Iterable[Claim]) -> Status:
        """Return what these claims on one statement come to.

        Contested when two of them conflict; unknown when there are none or all of them rest on
        inference alone; supported otherwise.
        """
        found = tuple(claims)
        if any(self.relation(a, b) is Relation.CONFLICT for a, b in combinations(found, 2)):
            return Status.CONTESTED
        return Status.SUPPORTED if any(map(self.grounded, found)) else Status.UNKNOWN

    def grounded(self, claim: Claim) -> bool:
        """Whether a claim rests on more than a curator's inference.

        A derived claim does when all the claims it was derived from do.
        """
        return all(c.stance != CAREER.curated for c in self.bases(claim))

    def bases(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims, itself among them, on which a claim rests, sorted by IRI."""
        found: dict[URIRef, Claim] = {}
        queue = [claim]
        while queue:
            current = queue.pop()
            if current.iri not in found:
                found[current.iri] = current
                queue.extend(self.named(current.derived_from))
        return tuple(found[iri] for iri in sorted(found))

    def roots(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims on which a claim rests in the end, derived from no other; by IRI."""
        found = self.bases(claim)
        return tuple(c for c in found if not self.named(c.derived_from))

    def words(self, claim: Claim) -> tuple[Word, ...]:
        """Return on whose word a claim holds: each source at its root, by IRI.

        What is said of a group and holds of its members is the word of who said it of the group,
        and not of who says what the group's members are.
        """
        found: set[Word] = set()
        seen: set[tuple[URIRef, OfGroup | None]] = set()
        queue: list[tuple[Claim, OfGroup | None]] = [(claim, None)]
        while queue:
            current, group = queue.pop()
            if (current.iri, group) in seen:
                continue
            seen.add((current.iri, group))
            grounds = self.named(current.derived_from)
            member = next((g for g in grounds if _enters(g, current, grounds)), None)
            said = [ground for ground in grounds if ground != member]
            if not said:
                found.add(Word(current.source, group))
            for ground in said:
                own = member is not None and member.subject == claim.subject
                queue.append((ground, OfGroup(ground.subject, own) if member else group))
        return tuple(sorted(found, key=lambda w: (w.source, w.group is not None, w.group or ())))

    def counts(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the claims on which a claim rests, itself among them, that tell how many people
        were counted to move, by IRI: of one that was made from another only the latter."""
        found = [c for c in self.bases(claim) if _is_count(c)]
        return tuple(c for c in found if not any(_is_count(b) for b in self.bases(c) if b != c))

    def conflicts(self) -> list[Group]:
        """Return the clashes, one a subject and measure, each side's claims together."""
        return [
            Group(subject, measure, _sides(claims))
            for (subject, measure), claims in self._conflicting()
        ]

    def incomparable(self) -> list[Group]:
        """Return the groups of affirmed figures on one subject and measure that no one may compare.

        Only figures are listed: that two industries use the same skill needs no warning.
        """
        found = []
        for claims in self._of_one_matter():
            figures = [claim for claim in claims if _has_range(claim)]
            apart = self._apart_from_others(figures)
            if len(apart) > 1:
                differs = tuple(f for f in (*SCOPE, "unit") if self._parts(apart, f))
                sides = _sides(sorted(apart, key=lambda claim: claim.iri))
                found.append(
                    Group(apart[0].subject, apart[0].measure, sides, tuple(sorted(differs)))
                )
        return sorted(found, key=lambda group: (group.subject, group.measure))

    def _apart_from_others(self, figures: Iterable[Claim]) -> list[Claim]:
        """Those of some figures on one subject and measure that cannot be compared to another of
        the same object."""
        by_object: dict[URIRef | None, list[Claim]] = {}
        for claim in figures:
            by_object.setdefault(claim.object, []).append(claim)
        apart: dict[URIRef, Claim] = {}
        for alike in by_object.values():
            for name in (*SCOPE, "unit"):
                parted = self._parts(alike, name)
                apart.update((c.iri, c) for c in alike if getattr(c, name) in parted)
        return list(apart.values())

    def _parts(self, claims: Sequence[Claim], name: str) -> set[URIRef]:
        """The values of a scope field that differ from another one of these claims."""
        if name == "stage" and claims and claims[0].measure == CAREER.requires:
            return set()
        first = {value: c for c in claims if (value := getattr(c, name)) is not None}
        pairs = [(a, b) for a, b in combinations(first, 2)
                 if name == "unit" or self._differs(name, first[a], first[b])]  # fmt: skip
        return {value for pair in pairs for value in pair}

    def _conflicting(self) -> list[tuple[tuple[URIRef, URIRef], list[Claim]]]:
        groups: dict[tuple[URIRef, URIRef], set[Claim]] = {}
        for claims in self._of_one_matter():
            for one, other in _comparable_pairs(claims):
                if self.relation(one, other) is Relation.CONFLICT:
                    groups.setdefault((one.subject, one.measure), set()).update((one, other))
        return [(k, sorted(v, key=lambda c: c.iri)) for k, v in sorted(groups.items())]

    def _of_one_matter(self) -> Iterator[list[Claim]]:
        """The claims on one subject and measure, those that might stand against each other: where
        two have the same object, or one denies what others affirm."""
        import numpy as np  # late: most commands do not need it

        codes = [self.table.codes(name) for name in ("subject", "measure", "object")]
        pairs, of_pair = np.unique(np.stack(codes[:2], 1), axis=0, return_inverse=True)
        _, same, count = np.unique(np.stack(codes, 1), axis=0, return_inverse=True,
                                   return_counts=True)  # fmt: skip
        of_pair, same = of_pair.ravel(), same.ravel()
        denied = np.bincount(of_pair[~self.affirmed], minlength=len(pairs)) > 0
        chosen = np.flatnonzero((count[same] > 1) | denied[of_pair])
        chosen = chosen[np.argsort(of_pair[chosen], kind="stable")]
        for places in np.split(chosen, np.flatnonzero(np.diff(of_pair[chosen])) + 1):
            if len(places) > 1:
                yield [self.table[n] for n in places.tolist()]


Pairs = Iterator[tuple[Claim, Claim]]


def _comparable_pairs(claims: list[Claim]) -> Pairs:
    """Every two of some claims but those that speak of other industries or statistics, of which
    there may be hundreds on one subject."""
    alike: dict[tuple[URIRef | None, URIRef | None], list[Claim]] = {}
    for claim in claims:
        alike.setdefault((claim.industry, claim.statistic), []).append(claim)
    for several in alike.values():
        yield from combinations(several, 2)
    for one, other in combinations(alike, 2):
        if all(a is None or b is None or a == b for a, b in zip(one, other, strict=True)):
            yield from product(alike[one], alike[other])


@uncollected()
def read(store: ox.Store, *, tables: Tables | None = None) -> Book:
    """Return the book of all claims in the graph. Raises InvalidGraphError on a malformed one."""
    tables = tables or Tables(store)
    return Book(
        claims=tables[Claim],
        requirements={r.iri: r for r in tables[Requirement]},
        periods={p.iri: p for p in tables[Period]},
        passages={p.iri: p for p in tables[Passage]},
        sources={s.iri: s for s in tables[Source]},
        broader=Broader(store),
        mappings=tables[Mapped],
        estimates=Estimates(tables),
    )


class Estimates(Mapping[URIRef, Estimate]):
    """How sure the figure in each claim is, looked up when it is first asked for."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def __getitem__(self, claim: URIRef) -> Estimate:
        table = self._tables[Estimate]
        place = table.place(claim)
        if place < 0:
            raise KeyError(claim)
        return table[place]

    def __iter__(self) -> Iterator[URIRef]:
        return iter(self._tables[Estimate].column("iri"))

    def __len__(self) -> int:
        return len(self._tables[Estimate])


class Broader(Mapping[URIRef, frozenset[URIRef]]):
    """What is broader than each concept, looked up when it is first asked for."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._found: dict[URIRef, frozenset[URIRef]] = {}

    def __getitem__(self, concept: URIRef) -> frozenset[URIRef]:
        if concept not in self._found:
            quads = self._store.quads_for_pattern(ox.NamedNode(concept), _BROADER, None, None)
            objects = (quad.object for quad in quads)
            self._found[concept] = frozenset(
                URIRef(each.value) for each in objects if isinstance(each, ox.NamedNode)
            )
        if not self._found[concept]:
            raise KeyError(concept)
        return self._found[concept]

    def __iter__(self) -> Iterator[URIRef]:
        quads = self._store.quads_for_pattern(None, _BROADER, None, None)
        nodes = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return (iri for iri in map(URIRef, sorted(nodes)) if iri in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def interval(claim: Claim) -> tuple[Decimal | None, Decimal | None]:
    """Return the range a claim allows, widened by half of its rounding; None is an open end."""
    slack = (claim.rounded_to or Decimal(0)) / 2
    low = None if claim.minimum is None else claim.minimum - slack
    high = None if claim.maximum is None else claim.maximum + slack
    return low, high


def _enters(ground: Claim, claim: Claim, grounds: Iterable[Claim]) -> bool:
    """Whether of the grounds of a claim this one only says that its subject is in a group, of which
    another one says the same."""
    return (
        ground.measure == CAREER.memberOf
        and ground.subject == claim.subject
        and any(g.measure == claim.measure and g.subject != claim.subject for g in grounds)
    )


def _is_count(claim: Claim) -> bool:
    return claim.stance == CAREER.observed and claim.measure in _MOVES


def _has_range(claim: Claim) -> bool:
    return claim.minimum is not None or claim.maximum is not None


def _exclude(one: Claim, other: Claim) -> bool:
    """Whether the values clash. That something helps, or that less than half of those in a role
    need it, does not deny that it is not needed."""
    if one.polarity != other.polarity:
        return not any(map(_mild, (one, other)))
    return _apart(one, other)


def _mild(claim: Claim) -> bool:
    share = claim.minimum if claim.unit == CAREER.percent else None
    return claim.strength == CAREER.preferred or (share is not None and share < _HALF)


def _apart(one: Claim, other: Claim) -> bool:
    (low, high), (other_low, other_high) = interval(one), interval(other)
    below = high is not None and other_low is not None and high < other_low
    above = low is not None and other_high is not None and other_high < low
    return one.affirms and other.affirms and (below or above)


def _periods_differ(one: Period, other: Period) -> bool:
    return any(
        a is not None and b is not None and a != b
        for a, b in (
            (one.begins, other.begins),
            (one.ends, other.ends),
            (one.lasts, other.lasts),
        )
    )


def _sides(claims: list[Claim]) -> tuple[tuple[Claim, ...], ...]:
    """The claims by what they say: affirmed before denied, the lower range first."""
    sides: dict[tuple[bool, Decimal, Decimal], list[Claim]] = {}
    for claim in claims:
        low, high = interval(claim)
        rank = (not claim.affirms, low or Decimal("-Infinity"), high or Decimal("Infinity"))
        sides.setdefault(rank, []).append(claim)
    return tuple(tuple(sides[rank]) for rank in sorted(sides))
