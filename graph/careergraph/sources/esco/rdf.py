"""A release of ESCO as RDF: Turtle, N-Triples or RDF/XML, with all languages in one file.

The file is read twice and never held whole. The first time what the concepts are and how they are
linked is gathered; the second time their names and texts in all languages pass through. A link
stands in it up to three times: as a direct property, as its inverse, and as an association of its
own; it is yielded once.
"""

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from careergraph.encoding import IS_UTF_16, LOOKED_AT, utf_16
from careergraph.errors import ReadError
from careergraph.model import named
from careergraph.sources.esco.concepts import Concept, Words
from careergraph.sources.esco.link_tables import Member, Share
from careergraph.sources.esco.links import BROADER, ESSENTIAL, MEMBER, OPTIONAL, REPLACED, Link
from careergraph.sources.esco.vocabulary import (
    DATA,
    ISCO,
    ISCO_GROUP,
    ISCO_NOTATION,
    OCCUPATION,
    REGULATION,
    RELATIONS,
    RELEASED,
    REUSE_LEVELS,
    SCHEMES_OF_COLLECTIONS,
    SKILL,
    SKILL_GROUP,
    SKILL_TYPES,
    STATUS,
    Kind,
)
from careergraph.sources.files import Files
from careergraph.sources.findings import Findings
from careergraph.terms import DCTERMS, ESCO, OWL, RDF, SKOS

FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
"""How the name of an RDF file ends, and its format."""

_XL = "http://www.w3.org/2008/05/skos-xl#"
_LANGUAGE = "en"
_TYPES = {str(t) for t in (ESCO.Occupation, ESCO.Skill, ESCO.Qualification, SKOS.ConceptScheme)}
_TYPE, _SCHEME, _NOTATION, _VERSION = (
    str(p) for p in (RDF.type, SKOS.inScheme, SKOS.notation, OWL.versionInfo)
)
_PREFERRED, _ALTERNATIVE, _HIDDEN = (
    str(p) for p in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
)
_NAMES = {_PREFERRED, _ALTERNATIVE, _HIDDEN}
_TEXTS = {str(p) for p in (DCTERMS.description, SKOS.definition, SKOS.scopeNote)}
_FACTS = {str(p) for p in (
    _SCHEME, _NOTATION, STATUS, DCTERMS.modified, ESCO.skillType, ESCO.skillReuseLevel,
    ESCO.regulatedProfessionNote, ESCO.hasNACECode, _VERSION,
)}  # fmt: skip
_LINKS = {str(prop): link for prop, link in {
    SKOS.broader: (BROADER, False), SKOS.narrower: (BROADER, True),
    ESCO.memberOfISCOGroup: (MEMBER, False),
    ESCO.relatedEssentialSkill: (ESSENTIAL, False), ESCO.isEssentialSkillFor: (ESSENTIAL, True),
    ESCO.relatedOptionalSkill: (OPTIONAL, False), ESCO.isOptionalSkillFor: (OPTIONAL, True),
    ESCO.replacedBy: (REPLACED, False), ESCO.replaces: (REPLACED, True),
    DCTERMS.isReplacedBy: (REPLACED, False), DCTERMS.replaces: (REPLACED, True),
}.items()}  # fmt: skip
"""The kind of link that a property states, and whether it states it backwards."""
_ASSOCIATION = {str(ESCO.isAssociationFor): "subject", str(ESCO.target): "object",
                str(DCTERMS.type): "type"}  # fmt: skip
_KIND_OF = {RELATIONS["essential-skill"]: ESSENTIAL, RELATIONS["optional-skill"]: OPTIONAL}
_NODE = {str(ESCO.language): "language", str(ESCO.nodeLiteral): "text"}
_REPEATED = {str(p) for p in (
    ESCO.hasAssociation, ESCO.targetFramework, ESCO.hasLabelRole, ESCO.referenceLanguage,
    SKOS.hasTopConcept, SKOS.topConceptOf, SKOS.broaderTransitive, SKOS.narrowerTransitive,
    SKOS.semanticRelation, SKOS.related, DCTERMS.title, DCTERMS.created, DCTERMS.issued,
)}  # fmt: skip
"""What says again what others say, or says nothing of a career."""
_NODE_PREFIX = "_:"


class Graph:
    """The RDF files of a release. Raises ReadError when one cannot be parsed."""

    def __init__(self, files: Files, findings: Findings, names: list[str]) -> None:
        self._files, self._findings, self.names = files, findings, sorted(names)
        self._facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._foreign: dict[str, tuple[str, str]] = {}
        self._links: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._associations: dict[str, dict[str, str]] = defaultdict(dict)
        self._nodes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._blank: dict[str, dict[str, str]] = defaultdict(dict)
        for name, triple in self._triples():
            self._gather(name, triple)
        for found in self._associations.values():
            self._associate(found)
        self._associations.clear()
        self._live: set[str] = set()
        self.version = min((v for facts in self._facts.values()
                            for v in facts.get(_VERSION, ())), default="")  # fmt: skip

    def _triples(self) -> Iterator[tuple[str, ox.Quad]]:
        for name in self.names:
            form = FORMATS[name[name.rfind("."):].lower()]  # fmt: skip
            with self._files.stream(name) as opened:
                try:
                    for quad in ox.parse(opened, format=form, base_iri=DATA):
                        yield name, quad
                except (SyntaxError, ValueError) as error:
                    if self._is_utf_16(name):
                        place = self._files.place(name)
                        raise ReadError(f"cannot read {place}: {IS_UTF_16}") from None
                    where = f", line {line}" if (line := getattr(error, "lineno", None)) else ""
                    detail = str(error.args[0]).split(": ", 1)[-1]
                    raise ReadError(f"{self._files.place(name)}{where}: {detail}") from None

    def _is_utf_16(self, name: str) -> bool:
        with self._files.stream(name) as opened:
            return utf_16(opened.read(LOOKED_AT)) is not None

    # ------------------------------------------------------------ the first reading

    def _gather(self, name: str, triple: ox.Quad) -> None:
        prop, value = triple.predicate.value, triple.object
        subject, text = _key(triple.subject), _key(value)
        if prop in _FACTS:
            if prop == _NOTATION and getattr(value, "datatype", None) == ISCO_NOTATION:
                prop = ISCO_NOTATION.value
            self._facts[subject][prop].append(text)
        elif prop == _TYPE:
            if text in _TYPES:
                self._facts[subject][prop].append(text)
        elif prop in _NAMES and isinstance(value, ox.Literal):
            if value.language == _LANGUAGE:
                self._labels[subject][prop].append(text)
            elif prop == _PREFERRED and value.language:
                other = (value.language, text)
                self._foreign[subject] = min(other, self._foreign.get(subject, other))
        elif prop in _LINKS:
            kind, backwards = _LINKS[prop]
            ends = (text, subject) if backwards else (subject, text)
            self._links.setdefault((kind, *ends), (name, f"<{prop}>"))
        elif prop in _ASSOCIATION:
            self._associations[subject][_ASSOCIATION[prop]] = text
            self._associations[subject]["place"] = name
        elif prop in _TEXTS:
            if not isinstance(value, ox.Literal):
                self._nodes[text].append((subject, prop))
        elif prop in _NODE:
            if isinstance(triple.subject, ox.BlankNode):
                self._blank[subject][_NODE[prop]] = text
        elif prop not in _REPEATED and not prop.startswith(_XL):
            self._findings.note("property that is not known; left out", f"{name}: {prop}")

    def _associate(self, found: dict[str, str]) -> None:
        """Take an association as the link that it stands for."""
        kind = _KIND_OF.get(found.get("type", ""))
        if "subject" not in found and "object" not in found:
            return  # dcterms:type says many things
        if kind is None or "subject" not in found or "object" not in found:
            self._findings.note(
                "association that is not whole; left out",
                f"{found['place']}: {found.get('subject', found.get('object'))}",
            )
            return
        key = (kind, found["subject"], found["object"])
        self._links.setdefault(key, (found["place"], "association"))

    # ------------------------------------------------------------ what was gathered

    def concepts(self) -> Iterator[Concept]:
        """Yield each concept with its English names, or those of another language."""
        for iri in sorted(self._facts):
            facts = self._facts[iri]
            kind = _kind(iri, facts)
            if kind is None:
                if str(ESCO.Qualification) in facts[_TYPE]:
                    self._findings.note("qualification; not read", iri)
                continue
            words = self._words(iri)
            if words is None:
                self._findings.note("concept without a label; left out", iri)
                continue
            concept = self._concept(iri, kind, words)
            if not concept.withdrawn:
                self._live.add(iri)
            yield concept

    def _words(self, iri: str) -> Words | None:
        labels = self._labels.get(iri, {})
        preferred = sorted(labels.get(_PREFERRED, ()))
        if preferred:
            if len(preferred) > 1:
                self._findings.note("concept with several labels; the others are alternatives", iri)
            others = (*preferred[1:], *sorted(labels.get(_ALTERNATIVE, ())))
            return Words(_LANGUAGE, preferred[0], others,
                         tuple(sorted(labels.get(_HIDDEN, ()))))  # fmt: skip
        if iri in self._foreign:
            self._findings.note("concept without an English label", iri)
            return Words(*self._foreign[iri])
        return None

    def _concept(self, iri: str, kind: Kind, words: Words) -> Concept:
        facts = self._facts[iri]

        def one(prop: str, known: dict[str, str] | None = None) -> str:
            values = sorted(facts.get(str(prop), ()))
            if values and known is not None and values[0] not in known:
                self._findings.note("value that is not known; left out", f"{iri}: {values[0]}")
                return ""
            return values[0] if values else ""

        code = one(ISCO_NOTATION.value) if kind is ISCO_GROUP else ""
        return Concept(
            named(iri), kind, words,
            code=code or one(SKOS.notation),
            status=one(STATUS) or RELEASED,
            modified=one(DCTERMS.modified),
            schemes=tuple(sorted(set(facts.get(_SCHEME, ())))),
            skill_type=one(ESCO.skillType, SKILL_TYPES),
            reuse_level=one(ESCO.skillReuseLevel, REUSE_LEVELS),
            regulation=one(ESCO.regulatedProfessionNote, REGULATION),
            nace=tuple(sorted(set(facts.get(str(ESCO.hasNACECode), ())))),
        )  # fmt: skip

    def links(self) -> Iterator[Link]:
        """Yield each link once, however often it is stated."""
        for kind, subject, end in sorted(self._links):
            name, said = self._links[kind, subject, end]
            yield Link(kind, subject, end, name, (f"subject of {said}", f"object of {said}"))

    def schemes(self) -> Iterator[tuple[str, str, str]]:
        """Yield the IRI of each concept scheme, the language and the name."""
        for iri in sorted(self._facts):
            labels = self._labels.get(iri, {}).get(_PREFERRED)
            if str(SKOS.ConceptScheme) in self._facts[iri].get(_TYPE, ()) and labels:
                yield iri, _LANGUAGE, min(labels)

    def members(self) -> Iterator[Member]:
        """Yield the members of each collection: here they are concept schemes."""
        for iri in sorted(self._live):
            if _kind(iri, self._facts[iri]) in (OCCUPATION, SKILL):
                for scheme in sorted(self._facts[iri].get(_SCHEME, ())):
                    if scheme in SCHEMES_OF_COLLECTIONS:
                        yield Member(SCHEMES_OF_COLLECTIONS[scheme], iri, "", "member")

    def shares(self) -> Iterator[Share]:
        """Yield nothing: the RDF release does not say how green occupations are."""
        yield from ()

    # ------------------------------------------------------------ the second reading

    def texts(self) -> Iterator[ox.Triple]:
        """Yield the names in further languages, and the texts in all, of what is not withdrawn."""
        halves: dict[str, dict[str, str]] = defaultdict(dict)
        for node, found in self._blank.items():
            yield from self._described(node, found)
        for name, triple in self._triples():
            prop, value = triple.predicate.value, triple.object
            subject = _key(triple.subject)
            if prop in _NODE and subject in self._nodes and not subject.startswith(_NODE_PREFIX):
                halves[subject][_NODE[prop]] = _key(value)
                if len(halves[subject]) == 2:
                    yield from self._described(subject, halves.pop(subject))
            elif subject not in self._live or not isinstance(value, ox.Literal):
                continue
            elif prop in _TEXTS or (prop in _NAMES and value.language != _LANGUAGE):
                if value.language:
                    yield ox.Triple(triple.subject, triple.predicate, value)
                else:
                    self._findings.note("text without a language; left out", f"{name}: {subject}")
        for node in halves:
            self._findings.note("text without a language; left out", node)

    def _described(self, node: str, found: dict[str, str]) -> Iterator[ox.Triple]:
        for subject, prop in self._nodes.get(node, ()):
            if subject in self._live and found.get("text"):
                text = ox.Literal(found["text"], language=found.get("language") or _LANGUAGE)
                yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(prop), text)


def _key(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.BlankNode):
        return f"{_NODE_PREFIX}{term.value}"
    return "" if isinstance(term, ox.Triple) else term.value


def _kind(iri: str, facts: dict[str, list[str]]) -> Kind | None:
    """What a node is; groups are known by their IRIs and schemes, whatever classes they have."""
    if iri.startswith(ISCO):
        return ISCO_GROUP
    if SKILL_GROUP.scheme in facts.get(_SCHEME, ()) or iri.startswith(f"{DATA}isced-f/"):
        return SKILL_GROUP
    types = facts.get(_TYPE, ())
    if str(ESCO.Occupation) in types:
        return OCCUPATION
    return SKILL if str(ESCO.Skill) in types else None
