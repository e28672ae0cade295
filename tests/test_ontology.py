"""The ontology, the shapes, the code and the data say the same, and it can all be true at once."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import owlrl
import pytest
import rdflib.namespace
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS, DefinedNamespace

from careergraph import store as stores
from careergraph.model import RECORDS, properties
from careergraph.terms import CAREER, ID, PREFIXES, curie
from conftest import SMALL_WORLD

ONTOLOGY = stores.shipped("ontology")
DATA = stores.shipped("data")
PACKAGE = Path(stores.__file__).parent
SHARED = Path(__file__).parents[2] / "shared"
"""A folder beside the checkout, where the developers keep what is too large for it."""


@cache
def turtle(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def ontology() -> Graph:
    return turtle(ONTOLOGY / "careergraph.ttl")


def shapes() -> Graph:
    return turtle(ONTOLOGY / "shapes.ttl")


def curated() -> Graph:
    return turtle(*sorted(DATA.glob("*.ttl")))


DECLARED = sorted({s for s in ontology().subjects() if s.startswith(CAREER)})
OWN_PROPERTIES = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
                  for p in ontology().subjects(RDF.type, kind)}  # fmt: skip
MEASURES = {m for kind in (CAREER.Relation, CAREER.Quantity, CAREER.Description, CAREER.Proposition)
            for m in ontology().subjects(RDF.type, kind)}  # fmt: skip


# ---------------------------------------------------------------- terms


def used() -> Iterator[tuple[str, str]]:
    """Every term of our namespace that is used anywhere, and where."""
    for path in chain(ONTOLOGY.rglob("*"), PACKAGE.rglob("*"), DATA.glob("*"), [SMALL_WORLD]):
        if path.suffix in (".ttl", ".rq", ".py", ".jsonld", ".html", ".js", ".jinja"):
            text = path.read_text(encoding="utf-8")
            for match in re.finditer(r"\bcareer:([A-Za-z]\w*)", text):
                yield match[1], path.name
            for match in re.finditer(r"\bCAREER(?:\.(\w+)|\[\"(\w+)\"\])", text):
                yield match[1] or match[2], path.name
            for match in re.finditer(re.escape(CAREER) + r"([A-Za-z]\w*)", text):
                yield match[1], path.name


def test_every_term_we_use_is_declared() -> None:
    declared = {term.removeprefix(CAREER) for term in DECLARED}
    assert sorted({(term, place) for term, place in used() if term not in declared}) == []


@pytest.mark.parametrize("annotation", [RDFS.label, SKOS.definition])
def test_every_term_has_one_in_english(annotation: URIRef) -> None:
    lacking = [curie(term) for term in DECLARED
               if [v.language for v in ontology().objects(term, annotation)
                   if isinstance(v, Literal)] != ["en"]]  # fmt: skip
    assert lacking == []


def test_every_term_is_a_class_a_property_with_a_domain_or_one_of_a_class_of_ours() -> None:
    graph = ontology()
    paths = set(shapes().objects(None, SH.path))
    for term in DECLARED:
        kinds = set(graph.objects(term, RDF.type))
        is_property = bool(kinds & {OWL.ObjectProperty, OWL.DatatypeProperty})
        placed = {RDFS.domain, RDFS.range} & set(graph.predicates(term)) or term in paths
        is_member = any(kind.startswith(CAREER) for kind in kinds)
        known = OWL.Class in kinds or SKOS.ConceptScheme in kinds or is_member
        assert placed if is_property else known, curie(term)


def test_every_relation_has_a_range_and_every_measure_is_of_one_kind() -> None:
    kinds = (CAREER.Relation, CAREER.Quantity, CAREER.Description, CAREER.Proposition)
    for measure in MEASURES:
        types = set(ontology().objects(measure, RDF.type))
        assert len(types & set(kinds)) == 1, curie(measure)
        if CAREER.Relation in types:
            assert (measure, RDFS.range, None) in ontology(), curie(measure)


# ---------------------------------------------------------------- fields, properties, paths


def paths_for(cls: URIRef) -> set[URIRef]:
    """The paths of every shape for a class, its superclasses and its subclasses."""
    graph = ontology()
    family = {*graph.transitive_objects(cls, RDFS.subClassOf),
              *graph.transitive_subjects(RDFS.subClassOf, cls)}  # fmt: skip
    return {path for each in family for shape in shapes().subjects(SH.targetClass, each)
            for part in shapes().objects(shape, SH.property)
            for path in shapes().objects(part, SH.path)}  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda cls: cls.__name__)
def test_every_field_has_a_shape(record: type) -> None:
    stated = set(properties(record).values()) - {RDF.type}  # the class is the shapes' target
    lacking = stated - paths_for(record.CLASS)  # type: ignore[attr-defined]
    assert sorted(map(curie, lacking)) == []


def test_every_own_property_is_a_field_and_has_a_shape() -> None:
    fields = {prop for record in RECORDS for prop in properties(record).values()}
    structural = OWN_PROPERTIES - MEASURES
    assert sorted(map(curie, structural - fields)) == []
    assert sorted(map(curie, structural - set(shapes().objects(None, SH.path)))) == []


def test_shapes_name_only_our_fields() -> None:
    fields = {prop for record in RECORDS for prop in properties(record).values()}
    paths = {path for path in shapes().objects(None, SH.path) if path.startswith(CAREER)}
    assert sorted(map(curie, paths - fields)) == []


def test_shapes_and_ontology_agree_on_classes_and_datatypes() -> None:
    for part, path in shapes().subject_objects(SH.path):
        for said in (*shapes().objects(part, SH["class"]), *shapes().objects(part, SH.datatype)):
            ranges = set(ontology().objects(path, RDFS.range))
            assert not ranges or said in ranges, f"{curie(path)}: {said}, ontology: {ranges}"


def test_the_shapes_are_well_formed() -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


# ---------------------------------------------------------------- consistency

AXIOMS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix esco: <http://data.europa.eu/esco/model#> .
skos:Concept owl:disjointWith skos:Collection , skos:ConceptScheme .
skos:Collection owl:disjointWith skos:ConceptScheme .
skos:semanticRelation rdfs:domain skos:Concept ; rdfs:range skos:Concept .
skos:mappingRelation rdfs:subPropertyOf skos:semanticRelation .
skos:closeMatch a owl:SymmetricProperty ; rdfs:subPropertyOf skos:mappingRelation .
skos:relatedMatch a owl:SymmetricProperty ; rdfs:subPropertyOf skos:mappingRelation .
skos:broadMatch owl:inverseOf skos:narrowMatch ; rdfs:subPropertyOf skos:mappingRelation .
skos:exactMatch a owl:SymmetricProperty , owl:TransitiveProperty ;
    rdfs:subPropertyOf skos:closeMatch ;
    owl:propertyDisjointWith skos:broadMatch , skos:relatedMatch .
skos:broader rdfs:subPropertyOf skos:semanticRelation .
prov:Entity owl:disjointWith prov:Activity .
prov:Plan rdfs:subClassOf prov:Entity .
prov:wasDerivedFrom rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:hadPrimarySource rdfs:subPropertyOf prov:wasDerivedFrom .
prov:wasAttributedTo rdfs:domain prov:Entity ; rdfs:range prov:Agent .
prov:Person rdfs:subClassOf prov:Agent . prov:Organization rdfs:subClassOf prov:Agent .
esco:Occupation owl:disjointWith esco:Skill , esco:Qualification ;
    rdfs:subClassOf skos:Concept .
"""
"""What SKOS, PROV-O and ESCO say of the terms we build on, so far as it can contradict us."""

PREFIXED = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
WRONG = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def contradictions(data: Graph, extra: str = "") -> list[str]:
    """What OWL 2 RL reasoning finds contradictory in the data with ontology and alignments."""
    graph = Graph()
    for part in (ontology(), turtle(ONTOLOGY / "alignments.ttl"), data):
        graph += part
    graph.parse(data=AXIOMS, format="turtle")
    graph.parse(data=PREFIXED + extra, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return sorted(str(message) for message in graph.objects(None, WRONG))


def test_the_curated_graph_is_consistent() -> None:
    """With every link that the claims derive."""
    links = Graph()
    store = stores.open_store()
    measures = {str(measure) for measure in MEASURES}
    for triple in stores.data(store):
        if triple.predicate.value in measures:
            links.add((URIRef(triple.subject.value), URIRef(triple.predicate.value),
                       URIRef(triple.object.value)))  # fmt: skip
    assert len(links) > 0
    assert contradictions(curated() + links) == []


@pytest.mark.parametrize(
    "planted",
    [
        "role:analyst a career:Skill .",
        "claim:lead-level career:polarity career:denied .",
        "role:analyst career:essentialSkill role:lead .",
        "<urn:group> a career:RoleGroup , skos:Collection ; skos:broader <urn:wider> .",
        "role:lead skos:exactMatch <urn:x> ; skos:broadMatch <urn:x> .",
        "esco:Skill skos:exactMatch career:Skill ; skos:broadMatch career:Skill .",
    ],
)
def test_a_planted_contradiction_is_found(planted: str) -> None:
    assert contradictions(turtle(SMALL_WORLD), planted) != []


def test_the_small_world_is_consistent() -> None:
    assert contradictions(turtle(SMALL_WORLD)) == []


# ---------------------------------------------------------------- IRIs of others

INSTANCES = (
    r"http://data\.europa\.eu/esco/isco/C\d{1,4}",
    r"http://data\.europa\.eu/esco/(occupation|skill)/[0-9a-f-]{36}",
    r"https://unstats\.un\.org/classifications/ISIC/rev4/[A-U0-9]{1,5}",
    r"http://data\.europa\.eu/ux2/nace2/[A-U0-9]{1,5}",
    r"http://www\.wikidata\.org/entity/Q\d+",
)  # fmt: skip
"""IRIs that follow a pattern of which the list has one example."""

SHAPES = "https://w3id.org/careergraph/shapes#"
MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _closed() -> dict[str, type[DefinedNamespace]]:
    """The core vocabularies of which rdflib knows every term."""
    names = ("RDF", "RDFS", "OWL", "XSD", "SH", "SKOS", "DCTERMS", "PROV", "VANN")
    found = {name: getattr(rdflib.namespace, name) for name in names}
    return {str(namespace): namespace for namespace in found.values()}


@pytest.mark.skipif(
    not (SHARED / "reference" / "iris.tsv").exists(),
    reason="the list of IRIs seen in the standards is kept beside the checkout, not in it",
)
def test_every_foreign_iri_was_seen_in_its_standard() -> None:
    with (SHARED / "reference" / "iris.tsv").open(encoding="utf-8") as lines:
        listed = {row["iri"] for row in csv.DictReader(lines, delimiter="\t")}
    covered = {_namespace(iri) for iri in listed} | _closed().keys()
    files = (*sorted(ONTOLOGY.glob("*.ttl")), *sorted(DATA.glob("*.ttl")))
    unseen = {
        iri
        for iri in _foreign(turtle(*files), covered)
        if iri not in listed and not any(re.fullmatch(p, iri) for p in INSTANCES)
    }
    assert sorted(iri for iri in unseen if not _is_core(iri)) == []


def _foreign(graph: Graph, covered: set[str]) -> set[str]:
    """Foreign IRIs in a covered namespace, and all that serve as property, class or mapping."""
    found: set[str] = set()
    for subject, predicate, value in graph:
        terms = (subject, value, getattr(value, "datatype", None))
        iris = {str(term) for term in terms if isinstance(term, URIRef)}
        found |= {iri for iri in iris if _namespace(iri) in covered} | {str(predicate)}
        if predicate in (RDF.type, RDFS.subClassOf, *MAPPINGS):
            found.add(str(value))
    return {iri for iri in found if ":" in iri and not iri.startswith((CAREER, ID, SHAPES))}


def _is_core(iri: str) -> bool:
    namespace = _closed().get(_namespace(iri))
    return namespace is not None and URIRef(iri) in namespace
