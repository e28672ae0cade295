"""What could stand at the cursor of a query that is being written.

    SELECT ?role { ?role career:requires data sci|      skill:data-science, Data science
    SELECT ?claim { ?claim a career:Claim ; meas|       career:measure, measure

Words are completed to variables of the query, terms of the ontology, nodes by what they are called,
prefixes, keywords and functions, those first that fit the place. What is half written or makes no
sense gives few suggestions, or none; it is never an error.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from careergraph.names import KINDS, key
from careergraph.sparql import cookbook, lexer
from careergraph.sparql.calls import KNOWN, PATH_SEARCH, ROUTE, SERVICES
from careergraph.sparql.lexer import Token
from careergraph.sparql.places import Place, place
from careergraph.sparql.vocabulary import Vocabulary
from careergraph.terms import CAREER, RDF

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.names import Index


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text to be put in, what it is called or stands for, and what it is.

    `kind` is "variable", "keyword", "function", "prefix", "class", "property", "value", "query",
    or the kind of a node, such as "Role".
    """

    text: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What could take the place of the characters from `start` up to `end`, the likeliest first."""

    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


def complete(graph: "CareerGraph", text: str, at: int, *, most: int = 20) -> Completion:
    """Return what could be written at offset `at` of a query, at most `most` suggestions."""
    at = max(0, min(at, len(text)))
    written = _written_before(text[:at])
    if written is None:
        return Completion(at, at, ())
    spot = _Spot(graph, text, written, at)
    suggestions = islice(_once(_all(spot)), max(most, 0))
    return Completion(written.start, spot.end, tuple(suggestions))


def _once(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    seen = set[str]()
    for each in suggestions:
        if each.text not in seen:
            seen.add(each.text)
            yield each


class _Written(NamedTuple):
    """What has been written of a word: its kind of token, "" for nothing; and all before it."""

    kind: str
    text: str
    start: int
    before: list[Token]


def _written_before(text: str) -> _Written | None:
    """What ends at the cursor; None in a comment."""
    found = lexer.tokens(text)
    if "#" in text[found[-1].end if found else 0 :].rpartition("\n")[2]:
        return None
    line = text.rfind("\n") + 1
    quote = next((t for t in found if t.start >= line and t.text in ("'", '"')), None)
    if quote:
        return _cut("string", text, quote.start, found)
    address = re.search(r"<[^<>\"{}|^`\\\s]+$", text)
    if address:
        return _cut("iri", text, address.start(), found)
    if not found or found[-1].end < len(text):
        return _unfinished(text, found)
    last = found[-1]
    if last.kind in ("name", "variable"):
        return _cut(last.kind, text, last.start, found)
    if last.text in ("?", "$"):
        return _cut("variable", text, last.start, found)
    if last.kind == "word" or (last.text in ("-", "&") and len(found) > 1):
        return _cut("words", text, _first_word(text, found), found)
    return _cut("", text, len(text), found)


def _unfinished(text: str, found: list[Token]) -> _Written:
    """Nothing, or, after a space, the words of a name that goes on."""
    start = _first_word(text, found) if text.endswith(" ") and found else len(text)
    if found and start < found[-1].start:
        return _cut("words", text, start, found)
    return _cut("", text, len(text), found)


def _cut(kind: str, text: str, start: int, found: list[Token]) -> _Written:
    return _Written(kind, text[start:], start, [t for t in found if t.end <= start])


def _first_word(text: str, found: list[Token]) -> int:
    """Where the name begins of which the last token is a part: words on a line, none a keyword."""
    start = found[-1].start
    for token in reversed(found[:-1]):
        between = text[token.end : start]
        apart = between.strip(" ") or len(between) > 1
        if apart or not (token.kind in ("word", "number") or token.text in ("-", "&")):
            break
        if between and token.text.upper() in _RESERVED:
            break
        start = token.start
    return start


class _Spot:
    """The place of the cursor, with what is known there."""

    def __init__(self, graph: "CareerGraph", text: str, written: _Written, at: int) -> None:
        self.graph, self.text, self.written = graph, text, written
        self.place: Place = place(written.before)
        self.end = at + _rest(written, text[at:])

    @property
    def typed(self) -> str:
        """The words so far, without the quotation mark or sign they begin with."""
        return self.written.text.lstrip("<\"'?$")

    @property
    def index(self) -> "Index":
        return self.graph.index

    @property
    def vocabulary(self) -> Vocabulary:
        return self.graph.vocabulary

    @cached_property
    def tokens(self) -> list[Token]:
        return lexer.tokens(self.text)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that can be used here, first those that the query declares."""
        declared = lexer.namespaces(self.tokens)
        return {**declared, **KNOWN, **declared}

    def iri(self, name: str) -> str:
        """What a name in the query stands for."""
        if name.startswith("<"):
            return name[1:-1]
        prefix, _, local = name.partition(":")
        return str(RDF.type) if name == "a" else self.prefixes.get(prefix, "") + local

    def short(self, iri: str) -> str:
        """An IRI as it is written here: `<IRI>` where no prefixed name can stand for it."""
        fit = [p for p, ns in self.prefixes.items() if iri.startswith(ns) and ns]
        for prefix in sorted(fit, key=lambda p: -len(self.prefixes[p])):
            if _LOCAL.fullmatch(local := iri.removeprefix(self.prefixes[prefix])):
                return f"{prefix}:{local}"
        return f"<{iri}>"


_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""The end of a prefixed name, as far as every writer of SPARQL agrees on it."""


def _rest(written: _Written, after: str) -> int:
    """How much of the word lies behind the cursor."""
    if written.kind == "string":
        return int(after[:1] == written.text[0])
    found = re.match(r"[^<>\"{}|^`\\\s]*>?" if written.kind == "iri" else r"[\w-]*", after)
    return found.end() if found and written.kind else 0


def _all(spot: _Spot) -> Iterator[Suggestion]:
    """Everything that could stand at the cursor, the likeliest first."""
    kind, before = spot.written.kind, spot.written.before
    if before and before[-1].says("PREFIX"):
        begun = spot.typed.partition(":")[0]
        for prefix, namespace in KNOWN.items():
            if prefix.startswith(begun):
                yield Suggestion(f"{prefix}: <{namespace}>", namespace, "prefix")
    elif kind == "variable":
        yield from _variables(spot)
    elif kind == "name":
        yield from _after_prefix(spot)
    elif kind == "iri":
        yield from _addresses(spot)
    elif kind == "string":
        if spot.place.kind in ("subject", "object", "values"):
            yield from _nodes(spot, _kinds(spot))
    else:
        yield from _words(spot)


def _words(spot: _Spot) -> Iterator[Suggestion]:
    """What a bare word, or nothing yet, could become."""
    if re.fullmatch(r"\s*[\w-]+\s*", spot.text):
        yield from _recipes(spot.typed)
    where = spot.place.kind
    yield from _first(spot)
    if where == "header" and not spot.written.before:
        yield from _starting(spot.typed, _BEGINNINGS, "keyword")
    elif spot.typed or where == "header":
        yield from _starting(spot.typed, _KEYWORDS.get(where, ()), "keyword")
    if spot.typed and where in ("expression", "header"):
        yield from _starting(spot.typed, _FUNCTIONS, "function")
    if where in ("subject", "object", "values", "expression") and not _is_class(spot):
        yield from _nodes(spot, _kinds(spot))
    yield from _prefixes(spot)


def _first(spot: _Spot) -> Iterator[Suggestion]:
    """What fits the place best."""
    where = spot.place.kind
    if where == "predicate":
        yield from _starting(spot.typed, ("a",), "keyword")
        yield from _terms(spot, spot.typed)
    elif _is_class(spot):
        yield from _matching(spot, spot.vocabulary.classes, "class")
    elif where == "object":
        yield from _values(spot)
    elif where == "name" and spot.written.before[-1].text.upper() in ("SERVICE", "SILENT"):
        for namespace, prefix in SERVICES.items():
            if prefix.lower().startswith(spot.typed.lower()):
                yield Suggestion(f"{prefix}:", namespace, "prefix")
    if where in ("subject", "object", "expression", "name") and not spot.typed:
        yield from _variables(spot)


def _is_class(spot: _Spot) -> bool:
    return spot.place.kind == "object" and spot.iri(spot.place.predicate) == str(RDF.type)


def _variables(spot: _Spot) -> Iterator[Suggestion]:
    here = spot.written.start
    for token in spot.tokens:
        if token.kind == "variable" and token.start != here:
            name = token.text[1:]
            if name.lower().startswith(spot.typed.lower()):
                yield Suggestion(f"?{name}", "", "variable")


def _recipes(typed: str) -> Iterator[Suggestion]:
    sought = typed.lower().replace("_", "-")
    found = [each for each in cookbook.recipes() if sought in each.name]
    for each in sorted(found, key=lambda each: not each.name.startswith(sought)):
        yield Suggestion(each.name, each.title, "query")


def _starting(typed: str, words: Iterable[str], kind: str) -> Iterator[Suggestion]:
    return (Suggestion(w, "", kind) for w in words if w.lower().startswith(typed.lower()))


def _prefixes(spot: _Spot) -> Iterator[Suggestion]:
    for prefix, namespace in sorted(spot.prefixes.items()):
        if spot.typed and prefix.lower().startswith(spot.typed.lower()):
            yield Suggestion(f"{prefix}:", namespace, "prefix")


def _after_prefix(spot: _Spot) -> Iterator[Suggestion]:
    """The terms and nodes of a namespace that begin, or are called, as the end of a name says."""
    prefix, _, local = spot.written.text.partition(":")
    namespace = spot.prefixes.get(prefix)
    if not namespace:
        return
    yield from _terms(spot, local, namespace)
    if spot.place.kind == "predicate" or _is_class(spot):
        return
    yield from _named(spot, _beginning(spot.index, namespace + local))
    if local:
        found = _called(spot, key(local.replace("_", " ")), spot.index.kinds_within(namespace))
        yield from (each for each in found if spot.iri(each.text).startswith(namespace))


def _addresses(spot: _Spot) -> Iterator[Suggestion]:
    begun = spot.written.text[1:]
    for iri in sorted(spot.vocabulary.known):
        if iri.startswith(begun):
            yield Suggestion(f"<{iri}>", spot.vocabulary.labels.get(iri, ""), "value")
    for iri in _beginning(spot.index, begun):
        yield Suggestion(f"<{iri}>", spot.index.label(iri), spot.index.kind(iri) or "")


def _beginning(index: "Index", begun: str) -> list[str]:
    """The IRIs of nodes that begin with a text, the shortest first."""
    return sorted(islice(index.beginning(begun), _MOST_LOOKED_AT), key=lambda iri: (len(iri), iri))


_MOST_LOOKED_AT = 200


def _named(spot: _Spot, iris: Iterable[str]) -> Iterator[Suggestion]:
    for iri in iris:
        yield Suggestion(spot.short(iri), spot.index.label(iri), spot.index.kind(iri) or "")


# ---------------------------------------------------------------- terms of the ontology


def _terms(spot: _Spot, typed: str, namespace: str = "") -> Iterator[Suggestion]:
    """The terms of a namespace, or of all, that fit the place."""
    words = spot.vocabulary
    service = spot.iri(spot.place.service) if spot.place.service else ""
    if spot.place.kind == "predicate":
        if service in SERVICES:
            chosen: Iterable[str] = [service + each for each in _arguments(service)]
        else:
            chosen = _fitting(spot, [p for p in words.properties if not p.startswith(ROUTE)])
        yield from _matching(spot, chosen, "property", typed, namespace)
        return
    if spot.place.kind == "object" and not _is_class(spot):
        yield from _values(spot, typed, namespace)
    yield from _matching(spot, words.classes, "class", typed, namespace)
    if not _is_class(spot):
        yield from _matching(spot, words.values, "value", typed, namespace)
        yield from _matching(spot, words.properties, "property", typed, namespace)


def _fitting(spot: _Spot, properties: list[str]) -> list[str]:
    """The properties, first those whose domain is what the query says that the subject is."""
    words, subject = spot.vocabulary, spot.place.subject
    classes = {
        above
        for one, verb, cls in zip(spot.tokens, spot.tokens[1:], spot.tokens[2:], strict=False)
        if one.text == subject and verb.text == "a" and cls.kind in ("name", "iri")
        for above in words.within(spot.iri(cls.text))
    }
    none = frozenset[str]()
    return sorted(properties, key=lambda p: not (words.domains.get(p, none) & classes))


def _values(spot: _Spot, typed: str | None = None, namespace: str = "") -> Iterator[Suggestion]:
    """The things named by the ontology that a property takes."""
    words, predicate = spot.vocabulary, spot.iri(spot.place.predicate)
    if predicate == f"{PATH_SEARCH}algorithm":
        yield from _matching(spot, [f"{PATH_SEARCH}allPaths"], "value", typed, namespace)
    ranges = words.ranges.get(predicate, frozenset())
    chosen = [iri for iri, of in words.values.items() if any(words.within(c) & ranges for c in of)]
    yield from _matching(spot, chosen, "value", typed, namespace)


def _matching(
    spot: _Spot, iris: Iterable[str], kind: str, typed: str | None = None, namespace: str = ""
) -> Iterator[Suggestion]:
    """Those of some terms that what was typed begins, or whose label has it, in their order."""
    sought = key(spot.typed if typed is None else typed)
    letters = sought.replace(" ", "")
    ranked = []
    for n, iri in enumerate(iris):
        local = re.split(r"[/#]", iri)[-1]
        label = spot.vocabulary.labels.get(iri, "")
        if iri.startswith(namespace) and (rank := _rank(sought, letters, local, label)) is not None:
            ranked.append((rank, n, Suggestion(spot.short(iri), label, kind)))
    return (each for *_, each in sorted(ranked, key=lambda each: each[:2]))


def _rank(sought: str, letters: str, local: str, label: str) -> int | None:
    """How well a term fits what was typed, 0 the best; None when it does not."""
    if local.lower().startswith(letters):
        return 0
    spoken = f" {key(label)} {key(re.sub('(?=[A-Z])', ' ', local))}"
    return 1 if f" {sought}" in spoken else None


def _arguments(service: str) -> tuple[str, ...]:
    """The properties that a service takes."""
    from careergraph.sparql import paths, route_service

    if service == PATH_SEARCH:
        return paths.PROPERTIES
    return (*route_service.PARAMETERS, *route_service.COLUMNS)


# ---------------------------------------------------------------- nodes

_ENDS = ("Role", "Level", "Industry", "Credential")
TAKES = {
    "from": _ENDS, "to": _ENDS, "avoid": ("Role",), "skill": ("Skill",), "kind": ("StepKind",),
    "holding": ("Credential",), "highestDegree": ("Credential",), "stayIn": ("Industry",),
    "through": ("Industry",), "withoutSource": ("Source",), "reading": ("Source",),
}  # fmt: skip
"""What kinds of node the properties of `route:` take."""


def _kinds(spot: _Spot) -> tuple[str, ...]:
    """The kinds of node that can stand here: all, where nothing is known."""
    predicate = spot.iri(spot.place.predicate) if spot.place.kind == "object" else ""
    if predicate.startswith(ROUTE):
        return TAKES.get(predicate.removeprefix(ROUTE), ())
    ranges = spot.vocabulary.ranges.get(predicate, ())
    within = {each for cls in ranges for each in spot.vocabulary.within(cls)}
    named = tuple(kind for kind in KINDS if str(CAREER[kind]) in within)
    return named if ranges else KINDS


def _nodes(spot: _Spot, kinds: tuple[str, ...]) -> Iterator[Suggestion]:
    """The nodes that are called as was typed: those of some kinds, then the others.

    Where nothing is typed, some of the kinds; none where nothing is known of these, either.
    """
    sought = key(spot.typed)
    if kinds and sought:
        for chosen in dict.fromkeys((kinds, KINDS)):
            yield from _called(spot, sought, chosen)
    elif kinds != KINDS:
        yield from _named(spot, spot.index.some(kinds))


def _called(spot: _Spot, sought: str, kinds: Iterable[str]) -> Iterator[Suggestion]:
    """The nodes whose name resembles a key; first those whose own name begins so."""
    found = [name for name, _ in spot.index.search(sought, kinds=kinds)]
    found.sort(key=lambda name: (not key(name.text).startswith(sought), not name.preferred))
    for name in found:
        also = "" if name.preferred else f" (also {name.text})"
        yield Suggestion(spot.short(name.iri), spot.index.label(name.iri) + also, name.kind)


_FUNCTIONS = tuple(
    f"{name}(" for name in (
        "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "STR", "LANG",
        "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND",
        "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS",
        "STRBEFORE", "STRAFTER", "YEAR", "MONTH", "DAY", "NOW", "COALESCE", "IF", "SUBSTR",
        "REPLACE", "REGEX", "ISIRI", "ISBLANK", "ISLITERAL", "ISNUMERIC", "SAMETERM", "STRDT",
        "STRLANG", "MD5", "SHA256",
    )
)  # fmt: skip

_BEGINNINGS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
_HEADER = (
    *_BEGINNINGS, "DISTINCT", "REDUCED", "WHERE",
    "FROM", "FROM NAMED", "GROUP BY", "HAVING", "ORDER BY", "ASC(", "DESC(", "LIMIT", "OFFSET",
    "VALUES", "AS",
)  # fmt: skip
_GROUP = ("OPTIONAL {", "FILTER", "FILTER NOT EXISTS {", "FILTER EXISTS {", "UNION {", "MINUS {",
          "BIND(", "VALUES", "GRAPH", "SERVICE", "SELECT")  # fmt: skip
_KEYWORDS: dict[str, tuple[str, ...]] = {
    "header": _HEADER, "subject": _GROUP, "ended": _GROUP, "object": ("true", "false"),
    "expression": ("AS", "DISTINCT", "EXISTS {", "NOT EXISTS {", "IN (", "NOT IN (", "SEPARATOR",
                   "true", "false"),
    "values": ("UNDEF",), "name": ("SILENT", "EXISTS {", "NOT EXISTS {"),
}  # fmt: skip

_RESERVED = frozenset(
    word.rstrip("({").strip()
    for words in (*_KEYWORDS.values(), ("a",))
    for entry in words
    for word in (entry.upper(), *entry.upper().split())
)
"""What ends a name that is typed in bare words."""
