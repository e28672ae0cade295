"""The names of a graph inside running text: the longest one that begins at a place."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from weakref import WeakKeyDictionary

from rdflib import URIRef

from careergraph.names import Index, Name, key
from careergraph.names.abbreviations import written_out
from careergraph.names.columns import OWN, SHORT, WHOLE
from careergraph.names.spelling import initials, turned
from careergraph.terms import expand

_WORD = re.compile(r"[^\W_]+|[+#&]+")
_MARKS = re.compile(r"[^\w\s\"“”+#&]{1,8}|_{1,8}")
"""With what a name may begin that is no word: '$100k Club'."""

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_IRI = re.compile(r"<[^<>\s]*>|https?://[^\s,;\"]*|[a-z][a-z0-9.-]*:[^\s,;\"]+")
_UNKNOWN = "level not known"
_LEVELLED = re.compile(rf"\s*\((?P<levels>{_UNKNOWN}|[a-z]+(?:,? or [a-z]+|, [a-z]+)*)\)", re.I)
"""What an answer writes after the name of a role."""

_SMALL = ("a", "an", "the", "and", "of", "in", "with", "for", "to", "from", "by", "on")
_MOST_SPELLED = 8
_MOST_TITLE = 30
_KEPT: WeakKeyDictionary[Index, "Lexicon"] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Found:
    """A node that is named in a text, and where its name ends. `others` are further roles that are
    called so, where it is the own name of none."""

    iri: URIRef
    kind: str
    end: int
    others: tuple[URIRef, ...] = ()


def iri_at(text: str, start: int) -> str:
    """Return the prefixed name or IRI at a place, without what closes a sentence; '' for none.

    >>> iri_at("to soc-2018:15-2051?", 3)
    'soc-2018:15-2051'
    """
    found = _IRI.match(text, start)
    if not found:
        return ""
    return found[0] if found[0].startswith("<") else found[0].rstrip(".:!?)")


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
    spelled = {tuple(words), tuple(key(text).split())} if len(words) <= _MOST_SPELLED else set()
    for name in index.abbreviated(spelled, kinds=kinds):
        left_out = _left_out(words, known.expanded(name.text))
        if left_out is not None:
            near[name.iri] = min(left_out, near.get(name.iri, left_out))
    nearest = sorted((left_out, index.label(iri)) for iri, left_out in near.items())
    found = [*(label for _, label in nearest), *index.suggest(text, kinds=kinds)]
    return list(dict.fromkeys(found))[:most]


class Lexicon:
    """All names of a graph, sources and kinds of step by their short names as well.

    American and British endings are one: 'specialization' is 'specialisation'. What no node is
    called exactly may still name one: by an abbreviation that names of the graph explain ('ML
    degree'), and a credential by its subject ('ethics certification' for 'Certification in
    ethics') or with a word left out ('cloud certification'). Where that fits two, it names none.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def get(self, text: str, kind: str) -> URIRef | None:
        """Return the node of a kind with this name, prefixed name or IRI, or None."""
        iri = expand(text)
        if iri and self._index.kind(iri) == kind:
            return URIRef(iri)
        found = self._called(text, (kind,))
        return min(found, key=lambda n: n.rank(text)).iri if found else None

    def expanded(self, text: str) -> str:
        """Return the key of a name with its abbreviations written out."""
        return written_out(key(text), self._index.abbreviations)

    def _called(self, text: str, kinds: tuple[str, ...]) -> list[Name]:
        """The names of these kinds that `text` is, or else stands for without doubt."""
        found = [n for n in self._index.keyed(key(text)) if n.kind in kinds]
        if found:
            return found
        whole = self.expanded(text)
        return [n for kind in kinds for n in self._meant(whole, kind)]

    def _meant(self, whole: str, kind: str) -> list[Name]:
        keys = [whole, *(turned(whole) if kind == "Credential" else ())]
        for grades in ((OWN, WHOLE), (SHORT,)):
            keyed = (self._index.keyed(each, grades=grades) for each in keys)
            found = [name for some in keyed for name in some if name.kind == kind]
            if found:
                return found if len({n.iri for n in found}) == 1 else []
        return []

    def at(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        """Return for each of `kinds` the longest name that begins at `start`, longest first.

        Names of one length keep the order of `kinds`. A quoted name ends with its quotation mark.
        After a role its levels may stand, as in an answer: they do not choose it.
        """
        return [self._levelled(text, found) for found in self._found(text, start, kinds)]

    def _found(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        if quoted := _QUOTED.match(text, start):
            return self._whole(quoted[1] or quoted[2] or "", kinds, quoted.end())
        if (iri := iri_at(text, start)) and (found := self._whole(iri, kinds, start + len(iri))):
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

    @cached_property
    def _sources(self) -> list[Name]:
        return self._index.of_kind("Source")

    def _begun(self, text: str, start: int) -> Found | None:
        """The source whose title begins with the most words of what stands at `start`."""
        best = None
        for word in islice(_WORD.finditer(text, start), _MOST_TITLE):
            source = self.title(text[start : word.end()])
            if source and word[0].casefold() not in _SMALL:
                best = Found(source, "Source", word.end())
        return best

    def _whole(self, name: str, kinds: tuple[str, ...], end: int) -> list[Found]:
        found = ((self.get(name, kind), kind) for kind in kinds)
        return [self._shared(Found(iri, kind, end), name) for iri, kind in found if iri]

    def _shared(self, found: Found, name: str) -> Found:
        """What was found, or all the roles that are called so, where it is the own name of none."""
        if found.kind != "Role":
            return found
        first, *others = self._index.bearers(name) or (found.iri,)
        return replace(found, iri=first, others=tuple(others)) if others else found

    def _levelled(self, text: str, found: Found) -> Found:
        """A role with the levels that stand after its name: 'Data Scientist (entry or mid)'."""
        after = _LEVELLED.match(text, found.end) if found.kind == "Role" else None
        levels = re.split(r",? or |, ", after["levels"].lower()) if after else []
        known = all(each == _UNKNOWN or self.get(each, "Level") for each in levels)
        return replace(found, end=after.end()) if after and known else found

    def _longest(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        best: dict[str, Found] = {}
        mark = _MARKS.match(text, start)
        at = mark.end() if mark else start
        for word in _WORD.finditer(text, at) if _WORD.match(text, at) else ():
            span = text[start : word.end()]
            for name in self._called(span, kinds):
                if _same_pauses(span, name.text) and name.text.startswith(text[start:at]):
                    iri = self.get(span, name.kind) or self.get(name.text, name.kind)
                    end = _closed(text, word.end(), name.text)
                    best[name.kind] = self._shared(Found(iri or name.iri, name.kind, end), span)
            if not self._reads_on(span):
                break
        return list(best.values())

    def _reads_on(self, span: str) -> bool:
        """Whether a name begins with these words, with those that they abbreviate, or with the
        subject of what is turned round: 'certificate in cloud' may become one in 'cloud law'."""
        whole = self.expanded(span)
        subject = whole.partition(" in ")[2] or whole
        return any(map(self._index.begins, {key(span), whole, subject}))


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
    first = initials(full[start : start + len(word)])
    return start + len(word) if len(word) > 1 and first == word else 0


def _closed(text: str, end: int, label: str) -> int:
    """Where a name ends that reads on to `end`: marks that close its label belong to it."""
    marks = label[max((word.end() for word in _WORD.finditer(label)), default=0) :]
    return end + len(marks) if text.startswith(marks, end) else end


def _same_pauses(span: str, label: str) -> bool:
    """A name does not reach over a comma that is not its own: 'certification, in law' is two."""
    return all(span.count(pause) <= label.count(pause) for pause in ',;:.!?()"“”')
