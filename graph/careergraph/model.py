"""Typed, frozen views of the graph: one record a node, one property a field.

Each field is annotated with the property that states it, so reading (`records`) and writing
(`triples`) need no second mapping. Text keeps its language tag: an `rdflib.Literal` is a `str`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph.errors import InvalidGraphError
from careergraph.terms import CAREER, DCAT, DCTERMS, OWL, PROV, RDF, SKOS, SSSOM, curie

Label = Annotated[Literal, SKOS.prefLabel]
AltLabels = Annotated[tuple[Literal, ...], SKOS.altLabel]
Types = Annotated[tuple[URIRef, ...], RDF.type]


@dataclass(frozen=True, slots=True)
class Concept:
    """A labelled node: what skills, industries, places, levels and the like have in common."""

    CLASS: ClassVar[URIRef] = SKOS.Concept

    iri: URIRef
    types: Types
    label: Label
    alt_labels: AltLabels = ()
    broader: Annotated[tuple[URIRef, ...], SKOS.broader] = ()


@dataclass(frozen=True, slots=True)
class Role(Concept):
    """An occupation or position. What is said of it (level, pay, skills) is in the claims."""

    CLASS: ClassVar[URIRef] = CAREER.Role


@dataclass(frozen=True, slots=True)
class RoleGroup(Concept):
    """A set of roles of which a source speaks as one."""

    CLASS: ClassVar[URIRef] = CAREER.RoleGroup


@dataclass(frozen=True, slots=True)
class Skill(Concept):
    """Something a person knows or can do."""

    CLASS: ClassVar[URIRef] = CAREER.Skill


@dataclass(frozen=True, slots=True)
class SkillGroup(Concept):
    """A set of skills that a classification puts under one heading."""

    CLASS: ClassVar[URIRef] = CAREER.SkillGroup


@dataclass(frozen=True, slots=True)
class Industry(Concept):
    """A part of the economy."""

    CLASS: ClassVar[URIRef] = CAREER.Industry


@dataclass(frozen=True, slots=True)
class Credential(Concept):
    """A degree, certification or licence; `types` says which, `eqf_level` is for degrees."""

    CLASS: ClassVar[URIRef] = CAREER.Credential

    eqf_level: Annotated[URIRef | None, CAREER.eqfLevel] = None


@dataclass(frozen=True, slots=True)
class Level:
    """A stage of career; `rank` counts from 1 (entry) upwards."""

    CLASS: ClassVar[URIRef] = CAREER.Level

    iri: URIRef
    label: Label
    rank: Annotated[int, CAREER.rank]
    alt_labels: AltLabels = ()


@dataclass(frozen=True, slots=True)
class AdvancementStep:
    """One move from a role to a role, of one kind, in zero or more industries."""

    CLASS: ClassVar[URIRef] = CAREER.AdvancementStep

    iri: URIRef
    start: Annotated[URIRef, CAREER["from"]]
    end: Annotated[URIRef, CAREER.to]
    kind: Annotated[URIRef, CAREER.kind]
    industries: Annotated[tuple[URIRef, ...], CAREER.inIndustry] = ()
    step_class: Annotated[URIRef | None, CAREER.stepClass] = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """That `needed` of the `alternatives` (credentials, skills, experiences) must be met."""

    CLASS: ClassVar[URIRef] = CAREER.Requirement

    iri: URIRef
    label: Label
    needed: Annotated[int, CAREER.needed]
    alternatives: Annotated[tuple[URIRef, ...], CAREER.alternative]


@dataclass(frozen=True, slots=True)
class Experience:
    """A length of time worked, in `years`."""

    CLASS: ClassVar[URIRef] = CAREER.Experience

    iri: URIRef
    label: Label
    years: Annotated[Decimal, CAREER.years]


@dataclass(frozen=True, slots=True)
class Period:
    """The time a figure covers; years are Gregorian, `lasts` is an xsd:duration such as P6M."""

    CLASS: ClassVar[URIRef] = CAREER.Period

    iri: URIRef
    label: Label
    begins: Annotated[int | None, CAREER.begins] = None
    ends: Annotated[int | None, CAREER.ends] = None
    lasts: Annotated[Literal | None, CAREER.lasts] = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document or data set that makes claims."""

    CLASS: ClassVar[URIRef] = CAREER.Source

    iri: URIRef
    title: Annotated[Literal, DCTERMS.title]
    file_name: Annotated[Literal | None, CAREER.fileName] = None
    sha256: Annotated[Literal | None, CAREER.sha256] = None
    version: Annotated[Literal | None, OWL.versionInfo] = None
    issued: Annotated[Literal | None, DCTERMS.issued] = None
    licence: Annotated[URIRef | None, DCTERMS.license] = None
    rights: Annotated[Literal | None, DCTERMS.rights] = None
    files: Annotated[tuple[URIRef, ...], DCAT.distribution] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source of several, as it was read."""

    CLASS: ClassVar[URIRef] = DCAT.Distribution

    iri: URIRef
    file_name: Annotated[Literal, CAREER.fileName]
    sha256: Annotated[Literal, CAREER.sha256]


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a source: code points from `begins_at` up to, not including, `ends_at`."""

    CLASS: ClassVar[URIRef] = CAREER.Passage

    iri: URIRef
    source: Annotated[URIRef, CAREER.inSource]
    section: Annotated[Literal, CAREER.section]
    begins_at: Annotated[int, CAREER.beginsAt]
    ends_at: Annotated[int, CAREER.endsAt]
    sha256: Annotated[Literal, CAREER.sha256]
    item: Annotated[Literal | None, CAREER.item] = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement by one source.

    The value is `object`, or the range `minimum` to `maximum` in `unit` (an absent end is
    unstated), or `text`, or nothing but the `polarity`. Scope: `population`, `place`, `period`,
    `stage`, `industry`, `statistic`; an absent field is unstated. `source` is whose claim it is,
    `said_by` whom that source names as its authority. `mappings` are those between classifications
    over which a derived claim was carried: it is no surer than they are.
    """

    CLASS: ClassVar[URIRef] = CAREER.Claim

    iri: URIRef
    subject: Annotated[URIRef, CAREER.subject]
    measure: Annotated[URIRef, CAREER.measure]
    polarity: Annotated[URIRef, CAREER.polarity]
    stance: Annotated[URIRef, CAREER.stance]
    source: Annotated[URIRef, PROV.hadPrimarySource]
    object: Annotated[URIRef | None, CAREER.object] = None
    minimum: Annotated[Decimal | None, CAREER.minimum] = None
    maximum: Annotated[Decimal | None, CAREER.maximum] = None
    unit: Annotated[URIRef | None, CAREER.unit] = None
    rounded_to: Annotated[Decimal | None, CAREER.roundedTo] = None
    text: Annotated[Literal | None, CAREER.text] = None
    strength: Annotated[URIRef | None, CAREER.strength] = None
    population: Annotated[URIRef | None, CAREER.population] = None
    place: Annotated[URIRef | None, CAREER.place] = None
    period: Annotated[URIRef | None, CAREER.period] = None
    stage: Annotated[URIRef | None, CAREER.stage] = None
    industry: Annotated[URIRef | None, CAREER.inIndustry] = None
    statistic: Annotated[URIRef | None, CAREER.statistic] = None
    said_by: Annotated[tuple[URIRef, ...], PROV.wasAttributedTo] = ()
    passages: Annotated[tuple[URIRef, ...], CAREER.passage] = ()
    rule: Annotated[URIRef | None, CAREER.rule] = None
    derived_from: Annotated[tuple[URIRef, ...], CAREER.derivedFrom] = ()
    mappings: Annotated[tuple[URIRef, ...], CAREER.overMapping] = ()

    @property
    def affirms(self) -> bool:
        """Whether the claim affirms (True) or denies (False)."""
        return self.polarity == CAREER.affirmed


@dataclass(frozen=True, slots=True)
class Estimate:
    """How sure a source is of the figure in a claim; it has the IRI of that claim.

    `sample_size` counts those who answered. `standard_error` is in the unit of the figure,
    `relative_error` in percent of it, as the source gives it. The bounds are those of the
    confidence interval that the source gives. `suppress` is whether the source itself advises
    against using the figure, `not_relevant` whether those asked found the question not relevant
    to the role; `surveyed` is when, `asked` is who was asked, in the source's words.
    """

    CLASS: ClassVar[URIRef] = CAREER.Estimate

    iri: URIRef
    sample_size: Annotated[int | None, CAREER.sampleSize] = None
    standard_error: Annotated[Decimal | None, CAREER.standardError] = None
    relative_error: Annotated[Decimal | None, CAREER.relativeStandardError] = None
    lower_bound: Annotated[Decimal | None, CAREER.lowerBound] = None
    upper_bound: Annotated[Decimal | None, CAREER.upperBound] = None
    suppress: Annotated[Literal | None, CAREER.recommendSuppress] = None
    not_relevant: Annotated[Literal | None, CAREER.notRelevant] = None
    surveyed: Annotated[Literal | None, CAREER.surveyed] = None
    asked: Annotated[Literal | None, CAREER.domainSource] = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """That a concept of one classification corresponds to one of another, in terms of SSSOM.

    `confidence` runs from 0 to 1, `justification` is a term of SEMAPV such as
    `semapv:ManualMappingCuration`; `source` is whose mapping it is.
    """

    CLASS: ClassVar[URIRef] = SSSOM.Mapping

    iri: URIRef
    subject: Annotated[URIRef, OWL.annotatedSource]
    predicate: Annotated[URIRef, OWL.annotatedProperty]
    object: Annotated[URIRef, OWL.annotatedTarget]
    justification: Annotated[URIRef, SSSOM.mapping_justification]
    source: Annotated[URIRef, PROV.hadPrimarySource]
    confidence: Annotated[Decimal | None, SSSOM.confidence] = None


@dataclass(frozen=True, slots=True)
class FoundRoute:
    """A route that answered a question, as it is written out; it is computed, never read.

    `step_count` and `contested_steps` are exact. Years are absent where they are not known; `pay`
    are the claims on what the goal pays, `closed_without` the sources it does not survive losing.
    `changes` have to be made to the question before it is an answer: none for one that was found.
    """

    CLASS: ClassVar[URIRef] = CAREER.Route

    iri: URIRef
    label: Label
    status: Annotated[Literal, CAREER.status]
    starts_as: Annotated[URIRef, CAREER.startsAs]
    reaches: Annotated[URIRef, CAREER.reaches]
    steps: Annotated[tuple[URIRef, ...], CAREER.hasStep]
    step_count: Annotated[int, CAREER.stepCount]
    contested_steps: Annotated[int, CAREER.contestedSteps]
    weakest: Annotated[URIRef, CAREER.weakestStep]
    account: Annotated[Literal, DCTERMS.description]
    question: Annotated[Literal | None, CAREER.question] = None
    least_years: Annotated[Decimal | None, CAREER.leastYears] = None
    most_years: Annotated[Decimal | None, CAREER.mostYears] = None
    pay: Annotated[tuple[URIRef, ...], CAREER.payClaim] = ()
    new_skills: Annotated[tuple[URIRef, ...], CAREER.newSkill] = ()
    to_gain: Annotated[tuple[URIRef, ...], CAREER.toGain] = ()
    closed_without: Annotated[tuple[URIRef, ...], CAREER.closedWithout] = ()
    changes: Annotated[tuple[Literal, ...], CAREER.change] = ()
    changes_about: Annotated[tuple[URIRef, ...], CAREER.changeAbout] = ()


RECORDS = (Role, RoleGroup, Skill, SkillGroup, Industry, Credential, Level, AdvancementStep,
           Requirement, Experience, Period, Source, SourceFile, Passage, Claim, Estimate, Mapping,
           FoundRoute)  # fmt: skip

R = TypeVar("R")

_MEND = "'careergraph check FILE' lists every fault with its mend"


class Field(NamedTuple):
    """A field of a record, the property that states it, and what values it takes."""

    name: str
    property: ox.NamedNode
    value_type: type
    many: bool
    optional: bool


_DESCRIBED: dict[type, tuple[Field, ...]] = {}


def described(cls: type) -> tuple[Field, ...]:
    """Return the fields of a record class, in order, without `iri`."""
    if cls not in _DESCRIBED:
        _DESCRIBED[cls] = _describe(cls)
    return _DESCRIBED[cls]


def _describe(cls: type) -> tuple[Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    described = []
    for field in fields(cls):
        if field.name == "iri":
            continue
        kind, prop = get_args(hints[field.name])[:2]
        many = get_origin(kind) is tuple
        options = get_args(kind) if many or isinstance(kind, UnionType) else (kind,)
        value_type = next(o for o in options if o not in (NoneType, Ellipsis))
        described.append(
            Field(field.name, ox.NamedNode(prop), value_type, many, many or NoneType in options)
        )
    return tuple(described)


def properties(cls: type) -> dict[str, URIRef]:
    """Return the property that states each field of a record class, by field name."""
    return {field.name: URIRef(field.property.value) for field in described(cls)}


def records(store: ox.Store, cls: type[R]) -> list[R]:
    """Return every `cls` of the graph, sorted by IRI; subclasses of the RDF class count.

    Raises InvalidGraphError, naming the node, when a field that must have a value has none. For a
    class of very many, `tables.table` has the same records sooner.
    """
    return [record(store, cls, iri) for iri in sorted(instances(store, cls))]


_SUBCLASSES = {
    CAREER.Credential: (CAREER.Degree, CAREER.Certification, CAREER.Licence),
    CAREER.Skill: (CAREER.Knowledge, CAREER.Ability, CAREER.Technology),
}


def rdf_classes(cls: type) -> tuple[URIRef, ...]:
    """Return the RDF classes whose nodes are read as `cls`."""
    own: URIRef = cls.CLASS  # type: ignore[attr-defined]
    return (own, *_SUBCLASSES.get(own, ()))


def instances(store: ox.Store, cls: type) -> set[str]:
    """Return the IRI of every `cls` of the graph."""
    return {
        quad.subject.value
        for each in rdf_classes(cls)
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(each), None)
        if isinstance(quad.subject, ox.NamedNode)
    }


def record(store: ox.Store, cls: type[R], iri: str) -> R:
    """Return the `cls` whose node is `iri`. Raises InvalidGraphError when a value is missing."""
    found: dict[str, set[Any]] = {}  # two sources of a market may state the same
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, None):
        found.setdefault(quad.predicate.value, set()).add(quad.object)
    values: dict[str, Any] = {"iri": named(iri)}
    for field in described(cls):
        terms = sorted(found.get(field.property.value, ()), key=str)
        if field.many:
            values[field.name] = tuple(python_value(term, field, iri) for term in terms)
        elif terms:
            values[field.name] = python_value(_only(terms, field, iri), field, iri)
        elif not field.optional:
            raise InvalidGraphError(f"{curie(iri)} has no {curie(field.property.value)}; {_MEND}")
    return cls(**values)


def _only(terms: list[Any], field: Field, iri: str) -> Any:
    """The one value of a field; of texts in several languages the English one, else the first."""
    if len(terms) > 1 and field.value_type is not Literal:
        values = " and ".join(map(str, terms[:2]))
        prop = curie(field.property.value)
        raise InvalidGraphError(f"{curie(iri)}: {prop} is {values}, expected one; {_MEND}")
    return next((t for t in terms if getattr(t, "language", None) == "en"), terms[0])


def python_value(term: Any, field: Field, iri: str) -> Any:
    """Return the value of a field that a term states. Raises InvalidGraphError, naming the node."""
    if not isinstance(term, ox.NamedNode if field.value_type is URIRef else ox.Literal):
        wanted = "an IRI" if field.value_type is URIRef else "a literal"
        raise InvalidGraphError(
            f"{curie(iri)}: {curie(field.property.value)} is {term}, expected {wanted}; {_MEND}"
        )
    if field.value_type in (URIRef, Literal):
        return to_rdflib(term)
    try:
        number: Any = field.value_type(term.value)
        if not isfinite(number):
            raise ValueError
        return number
    except (ValueError, ArithmeticError):
        raise InvalidGraphError(
            f"{curie(iri)}: {curie(field.property.value)} is {term}, expected a number; {_MEND}"
        ) from None


def named(iri: str) -> URIRef:
    """Return the URIRef of an IRI that Oxigraph holds: valid already, so rdflib need not look."""
    return str.__new__(URIRef, iri)


def to_rdflib(term: ox.NamedNode | ox.Literal) -> URIRef | Literal:
    """Return the rdflib term for an Oxigraph IRI or literal."""
    if isinstance(term, ox.NamedNode):
        return named(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    datatype = None if plain else named(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


_DATATYPES = {int: "integer", Decimal: "decimal"}
_YEARS = (CAREER.begins, CAREER.ends)


@lru_cache(maxsize=1 << 18)
def _node(iri: URIRef) -> ox.NamedNode:
    """The Oxigraph term for an IRI; most stand in many triples."""
    return ox.NamedNode(iri)


def to_oxigraph(term: object, *, property: str = "") -> ox.NamedNode | ox.Literal:
    """Return the Oxigraph term for an rdflib term or a Python number."""
    if isinstance(term, URIRef):
        return _node(term)
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype)) if term.datatype \
            else ox.Literal(str(term))  # fmt: skip
    local = "gYear" if URIRef(property) in _YEARS else _DATATYPES[type(term)]
    # xsd:decimal has no exponent, which str() would write for 0.0000001.
    text = f"{term:f}" if isinstance(term, Decimal) else str(term)
    return ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{local}"))


def triples(items: Iterable[Any]) -> Iterator[ox.Triple]:
    """Yield the triples that state these records; `records` is the inverse."""
    for iri, path, value in statements(items):
        yield ox.Triple(_node(iri), _node(path), to_oxigraph(value, property=path))


def statements(items: Iterable[Any]) -> Iterator[tuple[URIRef, URIRef, Any]]:
    """Yield what these records state: their IRI, a property and one value of it, in Python."""
    for item in items:
        for name, path, many in _stated(item.__class__):
            value = getattr(item, name)
            for each in value if many else () if value is None else (value,):
                yield item.iri, path, each


@cache
def _stated(cls: type) -> tuple[tuple[str, URIRef, bool], ...]:
    """What each record of a class states: attribute, property, and whether it has many values.

    Its class is stated, too, where no field lists its types.
    """
    found = tuple((f.name, URIRef(f.property.value), f.many) for f in described(cls))
    listed = any(name == "types" for name, _, _ in found)
    return found if listed else (("CLASS", RDF.type, False), *found)
