"""The names of a graph inside running text: the longest one that begins at a place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, permutations
from weakref import WeakKeyDictionary

from rdflib import URIRef

from careergraph.names import Index, Name, key
from careergraph.terms import expand

_WORD = re.compile(r"[^\W_]+|[+#&]+")
_MARKS = re.compile(r"[^\w\s\"“”+#&]{1,8}|_{1,8}")
"""With what a name may begin that is no word: '$100k Club'."""

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_IRI = re.compile(r"<[^<>\s]*>|https?://[^\s,;\"]*|[a-z]+:[^\s,;\"]+")
_SMALL = ("a", "an", "the", "and", "of", "in", "with", "for", "to", "from", "by", "on")
_BY_SHORT_NAME = ("Source", "StepKind")
SAME = {"cert": "certification", "certificate": "certification", "license": "licence"}
"""Words for one thing."""

_LONGEST_INITIALS = 5
_MOST_SPELLED = 8
_KEPT: WeakKeyDictionary[Index, "Lexicon"] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Found:
    """A node that is named in a text, and where its name ends."""

    iri: URIRef
    kind: str
    end: int


def lexicon(index: Index) -> "Lexicon":
    """Return the lexicon of an index, the same one each time."""
    if index not in _KEPT:
        _KEPT[index] = Lexicon(index)
    return _KEPT[index]


def suggest(text: str, kinds: tuple[str, ...], index: Index, *, most: int = 3) -> list[str]:
    """Return up to `most` preferred labels that may be meant by `text`, the likeliest first.

    Those come first whose words it abbreviates: 'AI dev' is the beginning of two roles.
    """
    known, near = lexicon(index), dict[URIRef, int]()
    words = known.expanded(text).split()
    for name in index.names if 0 < len(words) <= _MOST_SPELLED else ():
        left_out = _left_out(words, known.expanded(name.text)) if name.kind in kinds else None
        if left_out is not None:
            near[name.iri] = min(left_out, near.get(name.iri, left_out))
    spelled = sorted((left_out, index.label(iri)) for iri, left_out in near.items())
    found = [*(label for _, label in spelled), *index.suggest(text, kinds=kinds)]
    return list(dict.fromkeys(found))[:most]


class Lexicon:
    """All names of a graph, sources and kinds of step by their short names as well.

    American and British endings are one: 'specialization' is 'specialisation'. What no node is
    called exactly may still name one: by an abbreviation that names of the graph explain ('ML
    degree'), and a credential by its subject ('ethics certification' for 'Certification in
    ethics') or with a word left out ('cloud certification'). Where that fits two, it names none.
    """

    def __init__(self, index: Index) -> None:
        self.abbreviations = _abbreviations(index.names)
        self._names: dict[str, list[Name]] = {}
        self._first: dict[str, set[str]] = {}
        self._most_words: dict[str, int] = {}
        self._variants: tuple[dict[str, list[Name]], ...] = ({}, {})
        for name in index.names:
            self._keep(name)
            if name.kind in _BY_SHORT_NAME:
                self._keep(Name(re.split(r"[/#]", name.iri)[-1], name.iri, name.kind, False))
        self._sources = [n for n in index.names if n.kind == "Source"]
        self._iris = {str(name.iri): name for name in reversed(index.names)}

    def get(self, text: str, kind: str) -> URIRef | None:
        """Return the node of a kind with this name, prefixed name or IRI, or None."""
        named = self._iris.get(expand(text) or "")
        if named and named.kind == kind:
            return named.iri
        found = self._called(text, (kind,))
        return min(found, key=lambda n: (not n.preferred, n.iri)).iri if found else None

    def expanded(self, text: str) -> str:
        """Return the key of a name with its abbreviations written out."""
        return self._written_out(_key(text))

    def _written_out(self, plain: str) -> str:
        words = (self.abbreviations.get(word, word) for word in plain.split())
        return " ".join(SAME.get(word, word) for word in words)

    def _keep(self, name: Name) -> None:
        key_ = _key(name.text)
        self._names.setdefault(key_, []).append(name)
        whole = [self.expanded(name.text)]
        if name.kind == "Credential":
            whole += _turned(whole[0])
            for short in _shortened(whole):
                self._variants[1].setdefault(short, []).append(name)
        for variant in whole:
            self._variants[0].setdefault(variant, []).append(name)
        self._first.setdefault(name.kind, set()).update(_first(k) for k in (name.text, *whole))
        words = max(k.count(" ") for k in (key_, *whole)) + 1
        self._most_words[name.kind] = max(words, self._most_words.get(name.kind, 0))

    def _begins(self, word: str, kinds: tuple[str, ...]) -> bool:
        """Whether a name of one of these kinds begins with a word, or what it abbreviates."""
        plain = _first(word)
        begun = {plain, SAME.get(plain, plain), *self.abbreviations.get(plain, "").split()[:1]}
        return any(begun & self._first.get(kind, set()) for kind in kinds)

    def _called(self, text: str, kinds: tuple[str, ...]) -> list[Name]:
        """The names of these kinds that `text` is, or else stands for without doubt."""
        plain = _key(text)
        found = [n for n in self._names.get(plain, ()) if n.kind in kinds]
        if found:
            return found
        whole = self._written_out(plain)
        return [n for kind in kinds for n in self._meant(whole, kind)]

    def _meant(self, whole: str, kind: str) -> list[Name]:
        keys = [whole, *(_turned(whole) if kind == "Credential" else ())]
        for variants in self._variants:
            found = [n for k in keys for n in variants.get(k, ()) if n.kind == kind]
            if found:
                return found if len({n.iri for n in found}) == 1 else []
        return []

    def at(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        """Return for each of `kinds` the longest name that begins at `start`, longest first.

        Names of one length keep the order of `kinds`. A quoted name ends with its quotation mark.
        """
        if quoted := _QUOTED.match(text, start):
            return self._whole(quoted[1] or quoted[2] or "", kinds, quoted.end())
        if iri := _IRI.match(text, start):
            plain = iri[0] if iri[0].startswith("<") else iri[0].rstrip(".:!?)")
            if found := self._whole(plain, kinds, start + len(plain)):
                return found
        titled = "Source" in kinds and _WORD.match(text, start)
        begun = self._begun(text, start) if titled else None
        found = self._longest(text, start, kinds) + ([begun] if begun else [])
        return sorted(found, key=lambda f: (-f.end, kinds.index(f.kind)))

    def title(self, text: str) -> URIRef | None:
        """Return the source whose title begins with `text`, the first of several, or None."""
        words = text.strip().casefold()
        found = [n.iri for n in self._sources if n.text.casefold().startswith(words)]
        return found[0] if found and len(words) > 3 else None

    def _begun(self, text: str, start: int) -> Found | None:
        """The source whose title begins with the most words of what stands at `start`."""
        best = None
        for word in islice(_WORD.finditer(text, start), self._most_words.get("Source", 0)):
            source = self.title(text[start : word.end()])
            if source and word[0].casefold() not in _SMALL:
                best = Found(source, "Source", word.end())
        return best

    def _whole(self, name: str, kinds: tuple[str, ...], end: int) -> list[Found]:
        found = ((self.get(name, kind), kind) for kind in kinds)
        return [Found(iri, kind, end) for iri, kind in found if iri]

    def _longest(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        best: dict[str, Found] = {}
        mark = _MARKS.match(text, start)
        at = mark.end() if mark else start
        first = _WORD.match(text, at)
        if not first or not self._begins(first[0], kinds):
            return []
        most = max(self._most_words.get(kind, 0) for kind in kinds) + 2
        for word in islice(_WORD.finditer(text, at), most):
            span = text[start : word.end()]
            for name in self._called(span, kinds):
                if _same_pauses(span, name.text) and name.text.startswith(text[start:at]):
                    iri = self.get(name.text, name.kind)
                    end = _closed(text, word.end(), name.text)
                    best[name.kind] = Found(iri or name.iri, name.kind, end)
        return list(best.values())


def _key(text: str) -> str:
    return key(text).replace("ization", "isation")


def _abbreviations(names: Iterable[Name]) -> dict[str, str]:
    """What each abbreviation stands for, where two names of one node say it and none otherwise.

    'BI Analyst' and 'Business Intelligence Analyst' differ in the initials of two words.
    """
    called: dict[URIRef, list[str]] = {}
    for name in names:
        called.setdefault(name.iri, []).append(name.text)
    found: dict[str, set[str]] = {}
    for texts in called.values():
        for short, long in permutations(texts, 2):
            for initials, words in _explained(short, long):
                found.setdefault(initials, set()).add(words)
    return {initials: words.pop() for initials, words in found.items() if len(words) == 1}


def _explained(short: str, long: str) -> Iterator[tuple[str, str]]:
    """The abbreviations in one name that another writes out."""
    words, full = _WORD.findall(short), _key(long).split()
    for place, word in enumerate(words):
        if not (word.isupper() and word.isalpha() and 2 <= len(word) <= _LONGEST_INITIALS):
            continue
        head, tail = (_key(" ".join(part)).split() for part in (words[:place], words[place + 1 :]))
        middle = full[len(head) : len(full) - len(tail)]
        rest = full[: len(head)] + full[len(full) - len(tail) :]
        if rest == head + tail and _initials(middle) == word.casefold():
            yield word.casefold(), " ".join(middle)


def _first(text: str) -> str:
    """The key of the first word, of one and several the same."""
    word = _WORD.search(text)
    return _key(word[0]) if word else ""


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


def _turned(key_: str) -> list[str]:
    """'certification in ethic' the other way round: 'ethic certification'."""
    kind, of, subject = key_.partition(" in ")
    return [f"{subject} {kind}"] if of else []


def _shortened(keys: Iterable[str]) -> Iterator[str]:
    """Each key without one of its inner words."""
    for words in (k.split() for k in keys if " in " not in k):
        for place in range(1, len(words) - 1):
            yield " ".join(words[:place] + words[place + 1 :])


def _left_out(words: list[str], name: str) -> int | None:
    """How many words of a name are left out by words that begin the others or are their initials.

    None when it is another name.
    """
    full, place = name.split(), 0
    for word in words:
        ends = (end for start in range(place, len(full)) if (end := _end(word, full, start)))
        place = next(ends, 0)
        if not place:
            return None
    return len(full) - len(words)


def _end(word: str, full: list[str], start: int) -> int:
    """Where the words end that `word` is the beginning or the initials of; 0 when it is neither."""
    if full[start] == word or (len(word) > 1 and full[start].startswith(word)):
        return start + 1
    initials = _initials(full[start : start + len(word)])
    return start + len(word) if len(word) > 1 and initials == word else 0


def _closed(text: str, end: int, label: str) -> int:
    """Where a name ends that reads on to `end`: marks that close its label belong to it."""
    marks = label[max((word.end() for word in _WORD.finditer(label)), default=0) :]
    return end + len(marks) if text.startswith(marks, end) else end


def _same_pauses(span: str, label: str) -> bool:
    """A name does not reach over a comma that is not its own: 'certification, in law' is two."""
    return all(span.count(pause) <= label.count(pause) for pause in ',;:.!?()"“”')
