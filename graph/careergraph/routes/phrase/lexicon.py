"""The names of a graph inside running text: the longest one that begins at a place."""

import re
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from rdflib import URIRef

from careergraph.names import Index, Name, key
from careergraph.terms import expand

_WORD = re.compile(r"[^\W_]+|[+#&]+")
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')
_IRI = re.compile(r"<[^<>\s]*>|https?://[^\s,;\"]*|[a-z]+:[^\s,;\"]+")
_SMALL = ("a", "an", "the", "and", "of", "in", "with", "for", "to", "from", "by", "on")
_BY_SHORT_NAME = ("Source", "StepKind")
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


class Lexicon:
    """All names of a graph, sources and kinds of step by their short names as well.

    American and British endings are one: 'specialization' is 'specialisation'.
    """

    def __init__(self, index: Index) -> None:
        self._names: dict[str, list[Name]] = {}
        for name in index.names:
            self._names.setdefault(_key(name.text), []).append(name)
            if name.kind in _BY_SHORT_NAME:
                short = Name(re.split(r"[/#]", name.iri)[-1], name.iri, name.kind, False)
                self._names.setdefault(_key(short.text), []).append(short)
        self._sources = [n for n in index.names if n.kind == "Source"]
        self._most_words = max((k.count(" ") + 1 for k in self._names), default=0)
        self._iris = {str(name.iri): name for name in reversed(index.names)}

    def get(self, text: str, kind: str) -> URIRef | None:
        """Return the node of a kind with this name, prefixed name or IRI, or None."""
        named = self._iris.get(expand(text) or "")
        if named and named.kind == kind:
            return named.iri
        found = [n for n in self._names.get(_key(text), ()) if n.kind == kind]
        return min(found, key=lambda n: (not n.preferred, n.iri)).iri if found else None

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
        begun = self._begun(text, start) if "Source" in kinds else None
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
        for word in islice(_WORD.finditer(text, start), self._most_words):
            source = self.title(text[start : word.end()])
            if source and word[0].casefold() not in _SMALL:
                best = Found(source, "Source", word.end())
        return best

    def _whole(self, name: str, kinds: tuple[str, ...], end: int) -> list[Found]:
        found = ((self.get(name, kind), kind) for kind in kinds)
        return [Found(iri, kind, end) for iri, kind in found if iri]

    def _longest(self, text: str, start: int, kinds: tuple[str, ...]) -> list[Found]:
        best: dict[str, Found] = {}
        for count, word in enumerate(_WORD.finditer(text, start)):
            if count >= self._most_words + 2 or (count == 0 and word.start() != start):
                break
            span = text[start : word.end()]
            for name in self._names.get(_key(span), ()):
                if name.kind in kinds and _same_pauses(span, name.text):
                    iri = self.get(name.text, name.kind)
                    best[name.kind] = Found(iri or name.iri, name.kind, word.end())
        return list(best.values())


def _key(text: str) -> str:
    return key(text).replace("ization", "isation")


def _same_pauses(span: str, label: str) -> bool:
    """A name does not reach over a comma that is not its own: 'certification, in law' is two."""
    return all(span.count(pause) <= label.count(pause) for pause in ',;:.!?()"“”')
