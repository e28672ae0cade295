"""From the name somebody typed to the node they mean."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, starmap
from typing import TYPE_CHECKING

from rdflib import URIRef

from careergraph.enumeration import few
from careergraph.errors import UnknownNameError
from careergraph.heap import place
from careergraph.names.collected import KINDS, Name
from careergraph.names.columns import OWN, Columns
from careergraph.names.spelling import key
from careergraph.terms import curie, expand

if TYPE_CHECKING:
    from careergraph.names.words import Words

_LONGEST = 80
"""How much of an unknown name an error repeats."""

_MOST_BEARERS = 4
"""How many of those who bear a name are told of."""

_FEW = 5_000
"""How many names may be looked at letter by letter, one after another."""

_LAST = "\U0010ffff"
"""A character after all others."""

_LIKELY = 64
"""How many of the names that share words with what was typed are looked at letter by letter."""


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
    """Every label of a graph, ready to be looked up.

    `abbreviations` are those that names of the graph explain. `words` are the words of all names,
    when they are known already.
    """

    def __init__(self, columns: Columns, words: "Words | None" = None) -> None:
        self.columns = columns
        self.abbreviations = dict(zip(columns.short, columns.long, strict=True))
        self._words = words

    @cached_property
    def names(self) -> list[Name]:
        """Every name: by kind, the preferred ones first, then by text and IRI."""
        return [self._name(n) for n in range(len(self.columns.texts))]

    @property
    def words(self) -> "Words":
        """The words of all names."""
        from careergraph.names.words import words  # late: numpy is not needed to find a name

        if self._words is None:
            self._words = words([key(text) for text in self.columns.texts])
        return self._words

    def _name(self, n: int) -> Name:
        held = self.columns
        node = held.nodes[n]
        iri, kind = URIRef(held.iris[node]), KINDS[held.kinds[node]]
        return Name(held.texts[n], iri, kind, bool(held.preferred[n]))

    def label(self, iri: str) -> str:
        """Return the preferred label of a node, or its prefixed name when it has none."""
        node = place(self.columns.iris, str(iri))
        shown = self.columns.shown[node] if node >= 0 else -1
        return self.columns.texts[shown] if shown >= 0 else curie(iri)

    def kind(self, iri: str) -> str | None:
        """Return the kind of a labelled node, one of `KINDS`, or None."""
        node = place(self.columns.iris, str(iri))
        return KINDS[self.columns.kinds[node]] if node >= 0 else None

    def nodes(self) -> Iterator[tuple[str, str]]:
        """Yield every node that has a name, with its kind, by IRI."""
        yield from zip(self.columns.iris, map(KINDS.__getitem__, self.columns.kinds), strict=True)

    def beginning(self, begun: str) -> Iterator[str]:
        """Yield the IRIs of nodes that begin with a text, in order."""
        iris = self.columns.iris
        for n in range(bisect_left(iris, begun), len(iris)):
            if not iris[n].startswith(begun):
                return
            yield iris[n]

    def kinds_within(self, namespace: str) -> list[str]:
        """Return the kinds of the nodes whose IRIs begin with a namespace."""
        iris = self.columns.iris
        begin, end = (bisect_left(iris, text) for text in (namespace, namespace + _LAST))
        return [KINDS[n] for n in sorted({*self.columns.kinds[begin:end]})]

    def some(self, kinds: Iterable[str], *, most: int = 50) -> list[URIRef]:
        """Return up to `most` nodes of each of some kinds, by their preferred names."""
        found = (n for kind in kinds for n in islice(range(*self._span(kind)), most))
        return list(dict.fromkeys(self._name(n).iri for n in found))

    def of_node(self, iri: str) -> list[Name]:
        """Return the names of a node; none of one that has none."""
        held, node = self.columns, place(self.columns.iris, str(iri))
        borne = held.borne[held.first[node] : held.first[node + 1]] if node >= 0 else ()
        return [self._name(n) for n in borne]

    def of_kind(self, kind: str) -> list[Name]:
        """Return the names of all nodes of a kind, the preferred ones first."""
        return [self._name(n) for n in range(*self._span(kind))]

    def some_of_kind(self, kind: str, *, begin: int, most: int) -> tuple[list[Name], int]:
        """Return `most` nodes of a kind by their first names, from the one at `begin` on, and how
        many there are in all."""
        first: dict[int, int] = {}
        for n in range(*self._span(kind)):
            first.setdefault(int(self.columns.nodes[n]), n)
        shown = list(first.values())[begin : begin + most]
        return [self._name(n) for n in shown], len(first)

    def _span(self, kind: str) -> tuple[int, int]:
        begin, end = self.columns.spans[KINDS.index(kind) :][:2]
        return begin, end

    def keyed(self, sought: str, *, grades: Sequence[int] = (OWN,)) -> list[Name]:
        """Return the names to which a key leads, in their order; see `columns` for `grades`."""
        held, found = self.columns, []
        for n in range(bisect_left(held.keys, sought), len(held.keys)):
            if held.keys[n] != sought:
                break
            if held.grades[n] in grades:
                found.append(held.leads[n])
        return [self._name(n) for n in sorted(set(found))]

    def begins(self, sought: str) -> bool:
        """Whether a key begins with the words of this one."""
        n = bisect_left(self.columns.keys, sought)
        return n < len(self.columns.keys) and f"{self.columns.keys[n]} ".startswith(f"{sought} ")

    def find(self, text: str, *, kinds: Iterable[str] = KINDS) -> URIRef:
        """Return the node of one of `kinds` that `text` names.

        `text` is a label, an alternative label, a prefixed name or an IRI. Where several kinds
        share a name the earlier in `kinds` wins. Raises UnknownNameError with a suggestion.
        """
        wanted = tuple(kinds)
        iri = expand(text.strip())
        if iri and self.kind(iri) in wanted:
            return URIRef(iri)
        found = [n for n in self.keyed(key(text)) if n.kind in wanted]
        if found:
            return min(found, key=lambda n: (wanted.index(n.kind), *n.rank(text))).iri
        raise UnknownNameError(self._unknown(text, wanted))

    def _unknown(self, text: str, kinds: tuple[str, ...]) -> str:
        what = _spoken(kinds[0]) if len(kinds) == 1 else "node"
        iri = expand(text.strip())
        text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        guesses = self.suggest(text, kinds=kinds)
        if guesses:
            return f"no {what} {text!r}; did you mean {' or '.join(map(repr, guesses))}?"
        if iri:
            return (f"no {what} {text!r} that has a name; one that has none, such as a claim or a "
                    f"step, is shown by careergraph query -e 'DESCRIBE <{iri}>'")  # fmt: skip
        return f"no {what} {text!r}; 'careergraph search TEXT' looks through all names"

    def taken(self, iri: str, typed: str) -> str:
        """Return what to tell somebody whose words were taken for a node: that others bear the
        name, too, or that it is not the node's own. Nothing where there is no doubt."""
        words, kind = f" {key(typed)} ", self.kind(iri)
        borne = [n for n in self.of_node(iri) if f" {key(n.text)} " in words]
        if not borne:
            return ""
        name = max(borne, key=lambda n: (len(key(n.text)), n.preferred))
        others = sorted({n.iri for n in self.keyed(key(name.text))
                         if n.kind == kind and n.iri != name.iri
                         and (n.preferred or not name.preferred)})  # fmt: skip
        if name.preferred and not others:
            return ""
        of = "" if name.preferred else f" ({self.label(iri)}), of which it is another name"
        bearers = [curie(each) if name.preferred else f"{self.label(each)!r}" for each in others]
        has = "have" if others[1:] else "has"
        too = f"; {few(bearers, _MOST_BEARERS)} {has} the name, too" if others else ""
        return f"{name.text!r} is taken for {curie(iri)}{of}{too}"

    def shared(self, iris: Sequence[URIRef], typed: str) -> str:
        """Return what to tell somebody who typed a name that is another name of all these."""
        words = f" {key(typed)} "
        name = max((n.text for n in self.of_node(iris[0])
                    if f" {key(n.text)} " in words and {*iris} == {*self.bearers(n.text)}),
                   key=len, default=self.label(iris[0]))  # fmt: skip
        bearers = few([f"{self.label(each)!r}" for each in iris], _MOST_BEARERS)
        return f"{name!r} is another name of {bearers}, and taken for any of them"

    def bearers(self, text: str) -> tuple[URIRef, ...]:
        """Return the roles of which a name is another name, where it is the own name of none."""
        found = [n for n in self.keyed(key(text)) if n.kind == "Role"]
        own = any(n.preferred for n in found)
        return () if own else tuple(sorted({n.iri for n in found}))

    def suggest(self, text: str, *, kinds: Iterable[str] = KINDS, most: int = 3) -> list[str]:
        """Return up to `most` preferred labels that resemble `text`, the nearest first."""
        found = self.search(text, kinds=kinds, cutoff=68.0)
        return list(dict.fromkeys(self.label(name.iri) for name, _ in found))[:most]

    def abbreviated(
        self, spelled: Iterable[tuple[str, ...]], *, kinds: Iterable[str]
    ) -> list[Name]:  # fmt: skip
        """Return the names of some kinds that words may abbreviate, by one of several spellings:
        each begins a word, or is in the initials. Where there are few names, all of them."""
        spans = [self._span(kind) for kind in kinds]
        found: Iterable[int] = chain.from_iterable(starmap(range, spans))
        if len(self.columns.texts) > _FEW:
            near = sorted({n for words in spelled for n in self.words.abbreviated(words)})
            found = (n for n in near if any(a <= n < b for a, b in spans))
        return [self._name(n) for n in (found if any(spelled) else ())]

    def hits(self, text: str, *, kinds: Iterable[str] = KINDS) -> list[Hit]:
        """Return the nodes whose names resemble `text`, best first, by their preferred labels.

        Of a market, which has so many names, those are looked at that share the most with it.
        """
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
        sought = key(text)
        if not sought:
            return []
        best: dict[int, tuple[float, bool, bool, str, str, int]] = {}
        for n in self._likely(sought, [self._span(kind) for kind in kinds]):
            candidate = key(self.columns.texts[n])
            score, node = _resemblance(sought, candidate), self.columns.nodes[n]
            if score >= cutoff and (node not in best or score > -best[node][0]):
                text, iri = self.columns.texts[n], self.columns.iris[node]
                other = not self.columns.preferred[n]
                best[node] = (-score, candidate != sought, other, text, iri, n)
        return [(self._name(n), -less) for less, *_, n in sorted(best.values())]

    def _likely(self, sought: str, spans: list[tuple[int, int]]) -> Iterable[int]:
        """The names to look at letter by letter: all of them where they are few."""
        if len(self.columns.texts) <= _FEW:
            return chain.from_iterable(starmap(range, spans))
        return sorted(self.words.resembling(sought, most=_LIKELY, spans=spans))


def _resemblance(sought: str, candidate: str) -> float:
    """How alike two keys are, from 0 to 100."""
    from rapidfuzz import fuzz

    score = max(fuzz.ratio(sought, candidate), fuzz.token_sort_ratio(sought, candidate))
    if sought in candidate:
        score = max(score, 90 + 10 * len(sought) / len(candidate))
    return score


def _spoken(kind: str) -> str:
    """The kind in small words: 'AdvancementStep' is 'advancement step'."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()
