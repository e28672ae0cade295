"""Which names may be meant by words that are mistyped, unfinished or in another order.

Every word of all names is known once, with the names it stands in. What was typed is taken word by
word: each stands for the words that it is, begins, or is a slip of the keys away from. A name
counts by how much of it, and of what was typed, is covered, rare words weighing more.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from careergraph.heap import place
from careergraph.names.spelling import initials

if TYPE_CHECKING:
    from careergraph.tables import Array

EXACT, BEGUN, SLIP, TWO_SLIPS = 1.0, 0.9, 0.8, 0.6
"""How much a word counts for one that it is, begins, or is one or two slips of the keys from."""

_SLIPS_FROM = 3
"""The fewest letters of a word in which a slip is looked for."""

_TWO_FROM = 6
"""The fewest letters of a word in which two slips are looked for."""

_HALF = 2
"""The fewest letters of a word that was run together with another."""

_END = "\U0010ffff"


@dataclass(frozen=True, eq=False, repr=False)
class Words:
    """The words of all names, in order, and where they stand.

    The names with word `w` are `names[first[w]]` up to `names[first[w + 1]]`. `weights` are of
    each name the weights of its words together. `marks` are, in order, the checksums of each word
    and of all that is left when a letter or two are taken from it; `marked` are the words (Garbe's
    symmetric deletes: words at most two slips apart have one in common). `initials` are
    those of each name, a line each.
    """

    texts: Sequence[str]
    first: "Array"
    names: "Array"
    weights: "Array"
    marks: "Array"
    marked: "Array"
    initials: str

    @cached_property
    def rarity(self) -> "Array":
        """What each word weighs: the inverse document frequency of Spärck Jones (1972)."""
        count = np.diff(self.first)
        found: Array = (np.log(len(self.weights) / np.maximum(count, 1)) + 1).astype(np.float32)
        return found

    @cached_property
    def _lines(self) -> "Array":
        """Where in `initials` each name's line begins."""
        text = np.frombuffer(self.initials.encode("utf-32-le"), np.uint32)
        return np.concatenate(([0], np.flatnonzero(text == ord("\n")) + 1))

    def resembling(self, sought: str, *, most: int, spans: Sequence[tuple[int, int]]) -> list[int]:
        """Return the numbers of up to `most` names that resemble a key, the likeliest first.

        `spans` are the names to choose from.
        """
        typed = self._typed(sought.split())
        if not typed:
            return []
        found, asked = np.zeros(len(self.weights), np.float32), 0.0
        for n, word in enumerate(typed):
            meant = self._meant(word, last=n == len(typed) - 1)
            asked += max((share * self.rarity[a:b].max() for share, a, b in meant),
                         default=float(self.rarity.max()))  # fmt: skip
            covered = np.zeros(len(self.weights), np.float32)
            for share, a, b in meant:  # the least likely first, so that the likelier ones stay
                names = self.names[self.first[a] : self.first[b]]
                covered[names] = share * np.repeat(self.rarity[a:b], np.diff(self.first[a : b + 1]))
            found += covered
        score = 2 * found / (asked + self.weights)
        chosen = [np.arange(a, b)[score[a:b] > 0] for a, b in spans]
        names = np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
        if len(names) > most:
            names = names[np.argpartition(-score[names], most)[:most]]
        order = np.lexsort((names, -score[names]))
        return [int(n) for n in names[order]]

    def _typed(self, words: list[str]) -> list[str]:
        """The words as they were probably meant: with spaces mended that were left out, put in or
        misplaced."""
        found: list[str] = []
        for n, word in enumerate(words):
            before = found.pop() if found else ""
            last = n == len(words) - 1
            fine = self._is(word) or (last and self._begins(word)) or self._slipped(word)
            if before and not (fine and (self._is(before) or self._slipped(before))):
                together = before + word
                joined = (together,) if self._is(together) else self._split(together)
                if joined:
                    found += joined
                    continue
            found += [before] if before else []
            found += (() if fine else self._split(word, spare=1)) or (word,)
        return found

    def _split(self, word: str, *, spare: int = 0) -> tuple[str, ...]:
        """Two words that were run together, perhaps with a letter for the space between them;
        nothing when these are none."""
        ends = range(_HALF, len(word) - _HALF + 1)
        pairs = [(word[:n], word[n + gap :]) for gap in range(spare + 1) for n in ends]
        known = [pair for pair in pairs if len(pair[1]) >= _HALF and all(map(self._is, pair))]
        return max(known, key=lambda pair: min(map(len, pair)), default=())

    def _is(self, word: str) -> bool:
        return place(self.texts, word) >= 0

    def _slipped(self, word: str) -> bool:
        """Whether a word is a single slip away from another."""
        return any(share == SLIP for _, share in self._slips(word))

    def _begins(self, word: str) -> bool:
        begin, end = self._begun(word)
        return begin < end

    def _begun(self, word: str) -> tuple[int, int]:
        """The words that begin with one."""
        return bisect_left(self.texts, word), bisect_left(self.texts, word + _END)

    def _meant(self, word: str, *, last: bool) -> list[tuple[float, int, int]]:
        """The words that a word may stand for, as spans, each with how much it then counts, in
        ascending order of that. What is not the last word was probably written to its end."""
        found = [(share, n, n + 1) for n, share in self._slips(word)]
        begin, end = self._begun(word)
        if begin < end and (last or len(word) >= _SLIPS_FROM):
            found.append((BEGUN if last else SLIP, begin, end))
        exact = place(self.texts, word)
        if exact >= 0:
            found.append((EXACT, exact, exact + 1))
        return sorted(found)

    def _slips(self, word: str) -> list[tuple[int, float]]:
        """The words that are one slip of the keys away, or, for one of some length that is not
        known, two."""
        from rapidfuzz.distance import OSA

        if len(word) < _SLIPS_FROM:
            return []
        most = 2 if len(word) >= _TWO_FROM and not self._is(word) else 1
        sought = np.array(sorted(_marks(word, most)), np.uint32)
        begin, end = (np.searchsorted(self.marks, sought, side) for side in ("left", "right"))
        places = [range(a, b) for a, b in zip(begin.tolist(), end.tolist(), strict=True) if a < b]
        near = np.unique(self.marked[[n for each in places for n in each]]).tolist()
        slips = ((n, OSA.distance(word, self.texts[n], score_cutoff=most)) for n in near)
        return [(n, SLIP if count == 1 else TWO_SLIPS) for n, count in slips if 0 < count <= most]

    def abbreviated(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of the names of which each word begins a word, or is in the
        initials."""
        kept: Array | None = None
        for word in words:
            begin, end = self._begun(word)
            names = self.names[self.first[begin] : self.first[end]]
            if len(word) > 1:
                names = np.concatenate((names, self._with_initials(word)))
            kept = np.unique(names) if kept is None else np.intersect1d(kept, names)
        return [] if kept is None else [int(n) for n in kept]

    def _with_initials(self, letters: str) -> "Array":
        at, found = self.initials.find(letters), []
        while at >= 0:
            found.append(at)
            at = self.initials.find(letters, at + 1)
        return np.searchsorted(self._lines, found, "right") - 1


def words(keys: Sequence[str]) -> Words:
    """Return the words of names by their keys."""
    split = [each.split() for each in keys]
    texts = sorted({word for each in split for word in each})
    number = {word: n for n, word in enumerate(texts)}
    word = np.array([number[each] for some in split for each in some], np.int64)
    name = np.repeat(np.arange(len(keys)), [len(each) for each in split])
    word, name = np.divmod(np.unique(word * len(keys) + name), max(len(keys), 1))
    marks = [_marks(each, 2) for each in texts]
    mark = np.array([each for some in marks for each in some], np.uint32)
    marked = np.repeat(np.arange(len(texts)), [len(each) for each in marks])
    order = np.lexsort((marked, mark))
    found = Words(
        texts, np.searchsorted(word, np.arange(len(texts) + 1)).astype(np.int32),
        name.astype(np.int32), np.zeros(len(keys), np.float32), mark[order],
        marked[order].astype(np.int32), "\n".join(map(initials, split)),
    )  # fmt: skip
    np.add.at(found.weights, found.names, found.rarity[word])
    return found


def _marks(word: str, most: int) -> set[int]:
    """The checksums of a word, and of what is left of it without up to `most` letters."""
    found = left = {word.encode("utf-8", "surrogatepass")}
    for _ in range(most if len(word) >= _SLIPS_FROM else 0):
        left = {each[:n] + each[n + 1 :] for each in left for n in range(len(each))}
        found = found | left
    return set(map(crc32, found))
