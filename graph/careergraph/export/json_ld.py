"""The triples as JSON-LD in our own words: short names for the terms, full IRIs for the nodes.

The context is `ontology/context.jsonld`, and stands in the file itself, so that reading it needs no
network. There is one node on each line. Where an IRI of the data looks like one of our prefixed
names, the whole file does without the context.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, NamedTuple

import pyoxigraph as ox

from careergraph.store import shipped
from careergraph.terms import RDF, XSD


class _Term(NamedTuple):
    """A short name, and what a plain string after it stands for: `@id` or a datatype's IRI."""

    name: str
    plain: str


class _Words(NamedTuple):
    """What stands for IRIs: `short` gives a prefixed name, or the IRI itself."""

    context: Mapping[str, Any]
    terms: Mapping[str, _Term]
    short: Callable[[str], str]


def render(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples, sorted by subject and predicate, as JSON-LD. Nothing is left out."""
    found = list(triples)
    return "".join(lines(lambda: found)).encode()


def lines(triples: Callable[[], Iterable[ox.Triple]]) -> Iterator[str]:
    """Yield the same text in pieces, a node each.

    The triples are asked for twice: for IRIs that the context would mislead, and for the nodes.
    """
    context = json.loads(shipped("ontology/context.jsonld").read_bytes())["@context"]
    words = _words({} if _misleads(context, triples()) else context)
    yield f'{{"@context": {json.dumps(words.context, ensure_ascii=False)},\n"@graph": [\n'
    between = ""
    for _, group in groupby(triples(), lambda triple: triple.subject):
        yield between + json.dumps(_node(list(group), words), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _misleads(context: Mapping[str, object], triples: Iterable[ox.Triple]) -> bool:
    """Whether a reader would expand some IRI as if it were a prefixed name."""
    return any(
        iri.value.partition(":")[0] in context
        for triple in triples
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(iri := term.datatype if isinstance(term, ox.Literal) else term, ox.NamedNode)
    )


def _words(context: Mapping[str, Any]) -> _Words:
    prefixes = {p: ns for p, ns in context.items() if isinstance(ns, str) and ns[-1] in "/#"}
    terms = {}
    for name in context.keys() - prefixes.keys():
        stated = context[name]
        meaning = stated if isinstance(stated, dict) else {"@id": stated}
        plain = meaning.get("@type", f"{XSD}string")
        terms[_expanded(meaning["@id"], prefixes)] = _Term(name, _expanded(plain, prefixes))
    short = lru_cache(1 << 16)(partial(_short, prefixes))  # the same few come again and again
    return _Words(context, terms, short)


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else name


def _short(prefixes: Mapping[str, str], iri: str) -> str:
    for prefix, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if iri.startswith(namespace) and local and not local.startswith("//"):
            return f"{prefix}:{local}"
    return iri


def _node(triples: list[ox.Triple], words: _Words) -> dict[str, object]:
    node: dict[str, object] = {"@id": _reference(triples[0].subject, words)}
    for prop, group in groupby(triples, lambda t: t.predicate.value):
        objects = [triple.object for triple in group]
        types = [o for o in objects if prop == str(RDF.type) and not isinstance(o, ox.Literal)]
        if types:
            node["@type"] = _one_or_all([_class(each, words) for each in types])
            objects = [o for o in objects if isinstance(o, ox.Literal)]
        term = words.terms.get(prop) or _Term(words.short(prop), f"{XSD}string")
        if objects:
            node[term.name] = _one_or_all([_value(o, term.plain, words) for o in objects])
    return node


def _one_or_all(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _reference(term: object, words: _Words) -> str:
    return words.short(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _class(term: object, words: _Words) -> str:
    known = words.terms.get(term.value) if isinstance(term, ox.NamedNode) else None
    return known.name if known else _reference(term, words)


def _value(term: object, plain: str, words: _Words) -> object:
    if not isinstance(term, ox.Literal):
        reference = _reference(term, words)
        return reference if plain == "@id" else {"@id": reference}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == plain:
        return term.value
    if term.datatype.value == f"{XSD}string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": words.short(term.datatype.value)}
