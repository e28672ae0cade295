"""Moves between occupations that were counted, as `careergraph transitions publish` writes them.

    about.toml     what was counted: name, title, from, to, place, codes, threshold, licence, rights
    moves.csv      origin, destination, persons, and what they stand for: weight; the destination
                   `*` is all others together
    codes.csv      code, title, role: what each code is called, and each role that is counted in it

A code of the SOC, ISCO or O*NET, or an IRI, needs no codes.csv. The share of a destination is that
of its weight in the weight of all who left the origin; its interval is Wilson's (1927), of the
persons who were counted. Of cells with fewer persons than the threshold nothing is stated.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.errors import ParseError, ReadError
from careergraph.intervals import wilson
from careergraph.model import Concept, Estimate, RoleGroup, Source, SourceFile
from careergraph.sources import Files, Findings, Release, soc
from careergraph.sources.files import Row, slug
from careergraph.sources.periods import years
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID, RDF, SKOS, expand

ABOUT, MOVES, CODES = "about.toml", "moves.csv", "codes.csv"

_MOVES = {"origin": ("origin", "OCCLY"), "destination": ("destination", "OCC"),
          "persons": ("persons", "n", "Observations"), "weight": ("weight", "ASECWT")}  # fmt: skip
_CODES = {"code": ("code",), "title": ("title",), "role": ("role",)}
_TEXTS, _NUMBERS = ("name", "title", "place"), ("from", "to", "threshold")
_TYPE = ox.NamedNode(RDF.type)
# A code of another shape is a mistake in what the codes are said to be of.
_SHAPES = {"onet": re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}"),
           "isco-08": re.compile(r"[0-9]{1,4}")}  # fmt: skip
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOVERS = Concept(ID["population/changed-occupation"], (CAREER.Population,),
                  Literal("Those who changed their occupation", lang="en"))  # fmt: skip

NO_ROLE = "code that stands for no role; its moves are left out"

SCHEMES = ("onet", "soc-2018", "soc-2010", "isco-08", "iri")
"""What codes are of where no codes.csv tells their roles."""

REST = "*"
"""All destinations together of which a cell of their own is not told."""

Cells = dict[tuple[str, str], tuple[int, Decimal]]
"""Persons and their weight, by origin and destination."""


@dataclass
class Codes:
    """What the codes stand for: `titles`, and the roles that are counted in each."""

    titles: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)


def read(files: Files, findings: Findings) -> Release:
    """Return what a folder of counted moves says. Raises ReadError or ParseError."""
    told = about(files)
    name = f"moves-{told['name']}"
    parts = [SourceFile(ID[f"source/{name}/{slug(each)}"], Literal(each),
                        Literal(files.sha256(each)))
             for each in (ABOUT, MOVES, CODES) if each in files.names]  # fmt: skip
    source = Source(
        ID[f"source/{name}"], Literal(told["title"], lang="en"),
        version=Literal(str(told.get("version") or f"{told['from']}-{told['to']}")),
        licence=URIRef(told["licence"]) if "licence" in told else None,
        rights=Literal(told["rights"], lang="en") if "rights" in told else None,
        files=tuple(each.iri for each in parts),
    )  # fmt: skip
    return Release(source, _records(files, told, parts, source, findings))


def about(files: Files) -> Mapping[str, Any]:
    """Return what a folder says of its counts. Raises ReadError or ParseError."""
    if ABOUT not in files.names or MOVES not in files.names:
        raise ReadError(f"{files.path}: no counted moves; expected {ABOUT} and {MOVES}, as "
                        "'careergraph transitions publish' writes them")  # fmt: skip
    try:
        told = tomllib.loads(files.content(ABOUT).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParseError(f"{files.place(ABOUT)}: {error}") from None
    for key, kind in (*((each, str) for each in _TEXTS), *((each, int) for each in _NUMBERS)):
        if not isinstance(told.get(key), kind):
            raise ParseError(f"{files.place(ABOUT)}: no {key}; expected {_example(key)}")
    if not _NAME.fullmatch(told["name"]):
        raise ParseError(f"{files.place(ABOUT)}: name {told['name']!r}; expected small letters, "
                         "digits and hyphens")  # fmt: skip
    return told


def _example(key: str) -> str:
    return f"{key} = {2019 if key in _NUMBERS else repr('words')}"


def _records(
    files: Files, told: Mapping[str, Any], parts: list[SourceFile], source: Source,
    findings: Findings,
) -> Iterator[Any]:  # fmt: skip
    yield from parts
    cells, codes = _cells(files, told["threshold"], findings), _codes(files, findings)
    place = Concept(ID[f"place/{slug(told['place'].lower())}"], (CAREER.Place,),
                    Literal(told["place"], lang="en"))  # fmt: skip
    period = years(told["from"], told["to"])
    yield from (place, period, _MOVERS)
    voice = Voice(f"moves-{told['name']}", source.iri, CAREER.observed)
    nodes: dict[str, URIRef] = {}
    for code in sorted({code for pair in cells for code in pair} - {REST}):
        found = [*_described(code, str(told.get("codes", "")), codes, voice)]
        if not found:
            findings.note(NO_ROLE, code)
            continue
        nodes[code] = found[0]
        yield from found[1:]
    scope = {"period": period.iri, "place": place.iri, "population": _MOVERS.iri}
    yield from _shares(cells, nodes, voice, scope)


def _cells(files: Files, threshold: int, findings: Findings) -> Cells:
    found: Cells = {}
    for row in files.rows(MOVES, _MOVES, findings, needed=("origin", "destination", "persons")):
        pair, persons = (row["origin"], row["destination"]), _count(row["persons"])
        weight = _weight(row, persons)
        if persons is None or weight is None or not all(pair):
            findings.note("row without codes, a count or a weight that can be; left out", row.place)
        elif pair in found:
            findings.note("pair that stands twice; the first is taken", row.place)
        elif 0 < persons < threshold and pair[0] != pair[1]:
            findings.note("cell of fewer persons than the threshold; left out", row.place)
        elif persons:
            found[pair] = persons, weight
    return found


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _weight(row: Row, persons: int | None) -> Decimal | None:
    text = row["weight"]
    if not text:
        return None if persons is None else Decimal(persons)
    return Decimal(text) if re.fullmatch(r"[0-9]{1,15}(\.[0-9]+)?", text) else None


def _codes(files: Files, findings: Findings) -> Codes:
    found = Codes()
    rows = files.rows(CODES, _CODES, findings, needed=("code", "title")) if (
        CODES in files.names) else ()  # fmt: skip
    for row in rows:
        found.titles.setdefault(row["code"], row["title"])
        role = expand(row["role"]) if row["role"] else None
        if role:
            found.roles.setdefault(row["code"], []).append(role)
        elif row["role"]:
            findings.note("role that is no IRI and no prefixed name; left out",
                          f"{row.place}: {row['role']}")  # fmt: skip
    return found


def _described(code: str, scheme: str, codes: Codes, voice: Voice) -> Iterator[Any]:
    """Yield the node of a code, then what there is to say of it; nothing for one that is none.

    A role that alone is counted in a code, and in no other, is its node.
    """
    roles = sorted(set(codes.roles.get(code, ())))
    if len(roles) == 1 and sum(roles[0] in each for each in codes.roles.values()) == 1:
        yield URIRef(roles[0])
        return
    if roles:
        group = ID[f"{voice.name}/{slug(code)}"]
        yield group
        title = Literal(codes.titles.get(code, code), lang="en")
        yield RoleGroup(group, (CAREER.RoleGroup,), title)
        for role in roles:  # the market may have none of that name: it is at least known what it is
            yield ox.Triple(ox.NamedNode(role), _TYPE, ox.NamedNode(SKOS.Concept))
            yield voice.says(URIRef(role), CAREER.countedIn, object=group, stance=CAREER.stated)
        return
    edition = re.fullmatch(r"soc-(20\d\d)", scheme)
    if edition and soc.is_code(code):
        yield soc.concept(code, int(edition[1]))
        yield from soc.group(code, codes.titles.get(code, ""), (), int(edition[1]))
    elif scheme in _SHAPES and _SHAPES[scheme].fullmatch(code):
        yield URIRef(expand(f"isco:C{code}") or "") if scheme == "isco-08" else ID[f"onet/{code}"]
    elif iri := expand(code):
        yield URIRef(iri)


def _shares(
    cells: Cells, nodes: Mapping[str, URIRef], voice: Voice, scope: Mapping[str, URIRef]
) -> Iterator[Any]:  # fmt: skip
    """Yield of each origin who stayed, of all, and where those went who did not, of these."""
    left: dict[str, tuple[int, Decimal]] = {}
    for (origin, destination), (persons, weight) in cells.items():
        if origin != destination:
            before = left.get(origin, (0, Decimal(0)))
            left[origin] = before[0] + persons, before[1] + weight
    for (origin, destination), (persons, weight) in sorted(cells.items()):
        if origin not in nodes or destination not in nodes:
            continue
        stays, (among, of) = origin == destination, left.get(origin, (0, Decimal(0)))
        if stays:
            among, of = among + persons, of + weight
        share = _percent(weight / of)
        parts: dict[str, Any] = {"minimum": share, "maximum": share, "unit": CAREER.percent}
        parts |= scope
        if stays:
            parts.pop("population")
        else:
            parts["object"] = nodes[destination]
        claim = voice.says(nodes[origin], CAREER.stays if stays else CAREER.movesTo, **parts)
        yield claim
        low, high = wilson(float(weight / of), among)
        yield Estimate(claim.iri, sample_size=persons, lower_bound=_percent(Decimal(float(low))),
                       upper_bound=_percent(Decimal(float(high))))  # fmt: skip


def _percent(share: Decimal) -> Decimal:
    return (share * 100).quantize(Decimal("0.01"))
