"""What a market holds, described in terms of DCAT and VoID: a graph of the store like any other.

    <graph/catalogue>   a dcat:Catalog of the sources, each a dcat:Dataset
    <graph/NAME>        a void:Dataset: how much it states, by class and by property
    mapping sets        a void:Linkset for each predicate and pair of classifications that it joins

What a source says of itself (title, version, date, licence, files with their SHA-256) it says in
its own graph, in the same terms; here it is not said again. All numbers are counted in the store.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.market import building
from careergraph.model import Mapping as Mapped
from careergraph.model import Role, RoleGroup, Skill, Source, properties, rdf_classes
from careergraph.terms import CATALOGUE, DCAT, DCTERMS, OWL, PROV, RDF, VOID, XSD, curie

TITLE = "What this market holds"

SHOWN: dict[str, Any] = {"roles": Role, "role groups": RoleGroup, "skills": Skill}
"""What is shown of a source: how many of these it describes. (Claims are counted elsewhere.)"""


@dataclass(frozen=True, slots=True)
class Links:
    """How many mappings of a set join two classifications, each known by how its IRIs begin."""

    source: str
    predicate: str
    start: str
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a graph holds: triples, and how many of them are distinct in subject and object.

    `classes` are how many nodes are of each, `predicates` how many triples have each.
    """

    triples: int
    subjects: int
    objects: int
    classes: Mapping[str, int]
    predicates: Mapping[str, int]
    sources: tuple[str, ...] = ()
    links: tuple[Links, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as a catalogue describes it; a field is empty where the source does not say.

    `graph` is the named graph that holds it, `triples` and `nodes` what that holds, all `sharing`
    sources of the graph together; `mappings` are those of this source alone.
    """

    iri: str
    graph: str
    title: str
    version: str = ""
    issued: str = ""
    licence: str = ""
    files: int = 0
    triples: int = 0
    nodes: Mapping[str, int] = field(default_factory=dict)
    rights: str = ""
    mappings: int = 0
    sharing: int = 1

    def values(self) -> dict[str, Any]:
        """Return the entry as JSON values."""
        return asdict(self)

    def text(self) -> str:
        """Return the entry as one line for reading: of a graph of several sources only what is
        known of this one."""
        rights = self.licence or self.rights.rstrip(".")
        named = ", ".join(filter(None, (
            self.title, self.version and f"release {self.version}", self.issued, rights,
        )))  # fmt: skip
        files = [f"{self.files} file{'' if self.files == 1 else 's'}"] if self.files else []
        if self.sharing > 1:
            mapped = [f"{self.mappings:,} mappings"] if self.mappings else []
            whole = f"one of {self.sharing} sources in a graph of {self.triples:,} triples"
            return f"{named}: {', '.join([*mapped, *files, whole])}"
        nodes = [f"{n:,} {kind}" for kind, n in self.nodes.items()]
        return f"{named}: {', '.join([f'{self.triples:,} triples', *nodes, *files])}"


# ---------------------------------------------------------------- counting


def counts(store: ox.Store, graph: ox.NamedNode) -> Counts:
    """Return what a graph of a store holds, counted."""
    total = _rows(store, "(COUNT(*) AS ?a) (COUNT(DISTINCT ?s) AS ?b) (COUNT(DISTINCT ?o) AS ?c)",
                  "?s ?p ?o", graph)  # fmt: skip
    triples, subjects, objects = map(int, next(total))
    classes = _rows(store, "?c (COUNT(*) AS ?n)", f"?s <{RDF.type}> ?c", graph, by="?c")
    predicates = _rows(store, "?p (COUNT(*) AS ?n)", "?s ?p ?o", graph, by="?p")
    sources = _rows(store, "?s", f"?s <{RDF.type}> <{Source.CLASS}>", graph)
    return Counts(
        triples, subjects, objects,
        {each: int(n) for each, n in sorted(classes)},
        {each: int(n) for each, n in sorted(predicates)},
        tuple(sorted(each for (each,) in sources)),
        tuple(_links(store, graph)),
    )  # fmt: skip


def _rows(
    store: ox.Store, what: str, where: str, graph: ox.NamedNode, *, by: str = ""
) -> Iterator[tuple[str, ...]]:
    group = f"GROUP BY {by}" if by else ""
    found = store.query(f"SELECT {what} WHERE {{ GRAPH {graph} {{ {where} }} }} {group}")
    assert isinstance(found, ox.QuerySolutions)
    return (tuple(term.value for term in row if not isinstance(term, ox.Triple)) for row in found)


def _links(store: ox.Store, graph: ox.NamedNode) -> list[Links]:
    stated = properties(Mapped)
    names = ("source", "predicate", "subject", "object")
    where = " ".join(f"?m <{stated[name]}> ?{name} ." for name in names)
    rows = _rows(store, "?source ?predicate ?subject ?object", where, graph)
    found = Counter((source, how, _space(one), _space(other)) for source, how, one, other in rows)
    return [Links(*key, count) for key, count in sorted(found.items())]


def _space(iri: str) -> str:
    """How the IRIs begin that are made like this one."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def counted(generation: Path, name: str) -> Counts:
    """Return what the graph of a source holds: counted once, then kept with its release."""
    path = generation / building.ACCOUNTS / f"{name}.counts.json"
    if not path.exists():
        found = counts(building.open_base(generation), building.graph_of(name))
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(found), indent=1) + "\n", "utf-8")
    stated = json.loads(path.read_text("utf-8"))
    stated["sources"] = tuple(stated["sources"])
    stated["links"] = tuple(Links(**each) for each in stated["links"])
    return Counts(**stated)


# ---------------------------------------------------------------- writing


def add(generation: Path) -> None:
    """Describe a generation in its store, which holds the sources and what is derived already."""
    store = ox.Store(str(generation / "store"))
    derived = building.graph_of(building.DERIVED)
    held = {building.graph_of(name): counted(generation, name)
            for name in building.held(generation)}  # fmt: skip
    graph = ox.NamedNode(CATALOGUE)
    every = describe(held | {derived: counts(store, derived)})
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in every)
    store.flush()


def describe(held: Mapping[ox.NamedNode, Counts]) -> Iterator[ox.Triple]:
    """Yield the description of named graphs, one of which is derived from the others."""
    whole, derived = ox.NamedNode(CATALOGUE), building.graph_of(building.DERIVED)
    yield from _typed(whole, DCAT.Catalog, VOID.Dataset)
    yield ox.Triple(whole, _p(DCTERMS.title), ox.Literal(TITLE, language="en"))
    yield _number(whole, VOID.triples, sum(each.triples for each in held.values()))
    for graph, found in held.items():
        yield ox.Triple(whole, _p(VOID.subset), graph)
        yield from _typed(graph, VOID.Dataset)
        for source in map(ox.NamedNode, found.sources):
            yield from _typed(source, DCAT.Dataset)
            yield ox.Triple(whole, _p(DCAT.dataset), source)
            yield ox.Triple(graph, _p(DCTERMS.source), source)
        if graph == derived:
            for other in held:
                if other != graph:
                    yield ox.Triple(graph, _p(PROV.wasDerivedFrom), other)
        yield from _sized(graph, found)
        for each in found.links:
            yield from _linkset(graph, each)


def _sized(graph: ox.NamedNode, found: Counts) -> Iterator[ox.Triple]:
    for prop, number in (
        (VOID.triples, found.triples), (VOID.entities, found.subjects),
        (VOID.distinctSubjects, found.subjects), (VOID.distinctObjects, found.objects),
        (VOID.classes, len(found.classes)), (VOID.properties, len(found.predicates)),
    ):  # fmt: skip
        yield _number(graph, prop, number)
    for cls, number in found.classes.items():
        part = _part(graph, "class", cls)
        yield ox.Triple(graph, _p(VOID.classPartition), part)
        yield from _typed(part, VOID.Dataset)
        yield ox.Triple(part, _p(VOID["class"]), ox.NamedNode(cls))
        yield _number(part, VOID.entities, number)
    for predicate, number in found.predicates.items():
        part = _part(graph, "property", predicate)
        yield ox.Triple(graph, _p(VOID.propertyPartition), part)
        yield from _typed(part, VOID.Dataset)
        yield ox.Triple(part, _p(VOID.property), ox.NamedNode(predicate))
        yield _number(part, VOID.triples, number)


def _linkset(graph: ox.NamedNode, found: Links) -> Iterator[ox.Triple]:
    node = _part(graph, "links", f"{found.source} {found.predicate} {found.start} {found.end}")
    yield ox.Triple(graph, _p(VOID.subset), node)
    yield from _typed(node, VOID.Linkset)
    yield ox.Triple(node, _p(DCTERMS.source), ox.NamedNode(found.source))
    yield ox.Triple(node, _p(VOID.linkPredicate), ox.NamedNode(found.predicate))
    yield _number(node, VOID.triples, found.count)
    for prop, space in ((VOID.subjectsTarget, found.start), (VOID.objectsTarget, found.end)):
        target = _part(ox.NamedNode(CATALOGUE), "classification", space)
        yield ox.Triple(node, _p(prop), target)
        yield from _typed(target, VOID.Dataset)
        yield ox.Triple(target, _p(VOID.uriSpace), ox.Literal(space))


def _part(whole: ox.NamedNode, kind: str, name: str) -> ox.NamedNode:
    shortened = " ".join(map(curie, name.split(" ")))
    return ox.NamedNode(f"{whole.value}/{kind}/{quote(shortened, safe=':')}")


def _typed(node: ox.NamedNode, *classes: URIRef) -> Iterator[ox.Triple]:
    return (ox.Triple(node, _p(RDF.type), _p(each)) for each in classes)


def _number(node: ox.NamedNode, prop: URIRef, number: int) -> ox.Triple:
    return ox.Triple(node, _p(prop), ox.Literal(str(number), datatype=_p(XSD.integer)))


def _p(iri: URIRef) -> ox.NamedNode:
    return ox.NamedNode(iri)


# ---------------------------------------------------------------- reading


def entries(store: ox.Store) -> list[Entry]:
    """Return the sources that the catalogue of an open market lists, by title; else none."""
    kept = _objects(store, ox.NamedNode(CATALOGUE), VOID.subset, CATALOGUE)
    found = []
    for graph in sorted(kept):
        node = ox.NamedNode(graph)
        sources = _objects(store, node, DCTERMS.source, CATALOGUE)
        mapped = _mapped(store, node)
        for source in sources:
            entry = _entry(store, node, ox.NamedNode(source))
            found.append(replace(entry, mappings=mapped[source], sharing=len(sources)))
    return sorted(found, key=lambda entry: (entry.title, entry.iri))


def _mapped(store: ox.Store, graph: ox.NamedNode) -> Counter[str]:
    """How many mappings each source has in a graph."""
    found: Counter[str] = Counter()
    for links in map(ox.NamedNode, _objects(store, graph, VOID.subset, CATALOGUE)):
        for source in _objects(store, links, DCTERMS.source, CATALOGUE):
            found[source] += _size(store, links, VOID.triples)
    return found


def _entry(store: ox.Store, graph: ox.NamedNode, source: ox.NamedNode) -> Entry:
    def said(prop: URIRef) -> str:
        return next(iter(_objects(store, source, prop, graph.value)), "")

    nodes = {kind: _count(store, graph, cls) for kind, cls in SHOWN.items()}
    return Entry(
        source.value, graph.value, said(DCTERMS.title), said(OWL.versionInfo),
        said(DCTERMS.issued), said(DCTERMS.license),
        len(_objects(store, source, DCAT.distribution, graph.value)),
        _size(store, graph, VOID.triples), {kind: n for kind, n in nodes.items() if n},
        said(DCTERMS.rights),
    )  # fmt: skip


def _count(store: ox.Store, graph: ox.NamedNode, cls: type) -> int:
    """How many nodes of a graph are read as a class of records, those of subclasses among them."""
    classes = " ".join(f"<{each}>" for each in rdf_classes(cls))
    where = f"VALUES ?class {{ {classes} }} ?s <{RDF.type}> ?class"
    return int(next(_rows(store, "(COUNT(DISTINCT ?s) AS ?n)", where, graph))[0])


def _size(store: ox.Store, node: ox.NamedNode, prop: URIRef) -> int:
    return int(next(iter(_objects(store, node, prop, CATALOGUE)), "0"))


def _objects(store: ox.Store, node: ox.NamedNode, prop: URIRef, graph: str) -> list[str]:
    """The values of a property in a graph, sorted."""
    found = store.quads_for_pattern(node, _p(prop), None, ox.NamedNode(graph))
    return sorted(
        quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)
    )
