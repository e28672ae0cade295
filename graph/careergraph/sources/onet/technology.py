"""Software, tools and machines that occupations use, and the kinds of goods they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Concept
from careergraph.sources.files import Row
from careergraph.sources.onet.cells import absent, is_identifier
from careergraph.sources.onet.elements import coded
from careergraph.sources.onet.layout import COMMODITIES, TECHNOLOGY, TOOLS, Table
from careergraph.sources.onet.reading import Reading, text
from careergraph.sources.voice import digest
from careergraph.terms import CAREER, ID

_LEVELS = (("commodity", "name"), ("class", "class_name"), ("family", "family_name"),
           ("segment", "segment_name"))  # fmt: skip


@dataclass
class _Thing:
    """A technology or tool: its spellings, the first of which names it, and what is broader."""

    iri: URIRef
    spellings: dict[str, Literal] = field(default_factory=dict)
    broader: dict[URIRef, None] = field(default_factory=dict)
    hot: bool = False


def technology(reading: Reading) -> Iterator[Any]:
    """Yield technologies and tools, which role uses which, and the kinds of goods they are."""
    goods: dict[str, str] = {}
    yield from _technologies(reading, goods)
    yield from _tools(reading, goods)
    yield from _kinds(reading, goods)


def _technologies(reading: Reading, goods: dict[str, str]) -> Iterator[Any]:
    things: dict[str, _Thing] = {}
    for role, thing, row in _used(reading, TECHNOLOGY, "technology", things, goods):
        yield reading.voice.says(role, CAREER.usesTechnology, object=thing.iri)
        if _yes(reading, row, "demand"):
            yield reading.voice.says(role, CAREER.demandedTechnology, object=thing.iri)
        thing.hot |= _yes(reading, row, "hot")
    for thing in things.values():
        yield _concept(thing, CAREER.Technology)
        if thing.hot:
            yield reading.voice.says(thing.iri, CAREER.hotTechnology)


def _tools(reading: Reading, goods: dict[str, str]) -> Iterator[Any]:
    things: dict[str, _Thing] = {}
    for role, thing, _ in _used(reading, TOOLS, "tool", things, goods):
        yield reading.voice.says(role, CAREER.usesTool, object=thing.iri)
    for thing in things.values():
        yield _concept(thing, CAREER.Tool)


def _used(
    reading: Reading, table: Table, kind: str, things: dict[str, _Thing], goods: dict[str, str]
) -> Iterator[tuple[URIRef, _Thing, Row]]:
    """What each role uses. Each thing is added to `things`, its kind to `goods` by its code."""
    met: set[tuple[URIRef, URIRef]] = set()
    for role, row in reading.role_rows(table):
        example = row["example"]
        if absent(example):
            reading.note("example that is missing; row left out", row, "code")
            continue
        name = slug(example)
        thing = things.setdefault(name, _Thing(ID[f"onet/{kind}-{name}"]))
        if example not in thing.spellings:
            if thing.spellings:
                reading.note("name in another spelling; read as one", row, "example")
            thing.spellings[example] = text(example)
        above = _above(reading, row, goods)
        if above:
            thing.broader[above] = None
        if (role, thing.iri) in met:
            reading.note("duplicate row; left out", row, "code", "example")
        else:
            met.add((role, thing.iri))
            yield role, thing, row


def _above(reading: Reading, row: Row, goods: dict[str, str]) -> URIRef | None:
    """The kind of goods, or since 30.3 the element, that a row names."""
    if is_identifier(row["commodity"]) and not absent(row["commodity_name"]):
        goods.setdefault(row["commodity"], row["commodity_name"])
        return ID[f"unspsc/{row['commodity']}"]
    element = reading.model.element(row["element"], CAREER.Commodity)
    if element is None:
        reading.note("kind of technology that is not known; left out", row, "example", "element")
    return element


def _kinds(reading: Reading, goods: dict[str, str]) -> Iterator[Any]:
    """The kinds of goods, and what UNSPSC puts above them, as far as a release says."""
    done: set[str] = set()
    for row in reading.rows(COMMODITIES) if goods else ():
        if row["commodity"] not in goods:
            continue
        levels = [(row[code], row[name]) for code, name in _LEVELS if is_identifier(row[code])]
        above = [(ID[f"unspsc/{code}"],) for code, _ in levels[1:]]
        for (code, name), broader in zip(levels, [*above, ()], strict=True):
            if code not in done:
                done.add(code)
                yield from _kind(code, name, broader)
    for code in sorted(goods.keys() - done):
        yield from _kind(code, goods[code], ())


def _kind(code: str, name: str, broader: tuple[URIRef, ...]) -> Iterator[Any]:
    iri = ID[f"unspsc/{code}"]
    yield Concept(iri, (CAREER.Commodity,), text(name), broader=broader)
    yield coded(iri, code)


def _yes(reading: Reading, row: Row, column: str) -> bool:
    if row[column] not in ("Y", "N", "", "n/a"):
        reading.note("neither Y nor N; read as N", row, column)
    return row[column] == "Y"


def _concept(thing: _Thing, kind: URIRef) -> Concept:
    label, *others = thing.spellings.values()
    return Concept(thing.iri, (kind,), label, tuple(others), tuple(thing.broader))


def slug(name: str) -> str:
    """Return a name as it stands in an IRI: equal for spellings that differ in case or blanks.

    >>> slug("Microsoft SQL Server"), slug("C++"), slug("C#"), slug("C")
    ('microsoft-sql-server', 'c-plus-plus', 'c-sharp', 'c')
    """
    words = name.lower().replace("+", " plus ").replace("#", " sharp ").replace("&", " and ")
    plain = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    return plain or digest(name, size=6)
