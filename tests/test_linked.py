"""Linked data: what a node, the ontology and the whole graph are, for people and for programs."""

import hashlib
import json
import os
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from rdflib.namespace import DCAT, DCTERMS, RDF, SDO, VOID

import careergraph as cg
from careergraph import linked
from careergraph import store as stores
from careergraph.errors import FormatError, UnknownNameError
from careergraph.linked.addresses import up
from careergraph.linked.html import CITATION
from careergraph.market.importing import import_release
from careergraph.terms import CAREER, CATALOGUE, ID, ONTOLOGY, PREFIXES
from conftest import SMALL_WORLD
from imports import RELEASES, SAMPLES
from shared import ROOT
from test_page_access import violations

FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES,
           "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}  # fmt: skip
SCIENTIST = str(ID["role/scientist"])
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def careers() -> cg.CareerGraph:
    return cg.open()


@pytest.fixture
def small(small_world: ox.Store) -> cg.CareerGraph:
    return cg.CareerGraph(small_world)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> cg.CareerGraph:
    folder = tmp_path_factory.mktemp("linked") / "market"
    import_release("onet", RELEASES[0], into=folder)
    import_release("esco", SAMPLES.parent / "esco" / "tables", into=folder)
    return cg.open(folder)


# ---------------------------------------------------------------- pages


class Read(HTMLParser):
    """A page as a reader takes it: its links, its text, and whether its elements are nested."""

    EMPTY = frozenset({"meta", "link", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.counts: dict[str, int] = {}
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self.words = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.attributes |= {name for name, _ in attrs}
        found = dict(attrs)
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag == "a":
            self.links.append(found["href"] or "")
        if tag == "script":
            assert found == {"type": "application/ld+json"}
        self.ids += [found["id"] or ""] if "id" in found else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.words += " " if tag in ("li", "dt", "dd", "td", "th", "p", "h2", "h3") else ""

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif self.open and self.open[-1] != "style":
            self.words += data


def read(text: str) -> Read:
    """The page, held to what every page promises."""
    page = Read(text)
    assert {tag: page.counts[tag] for tag in ("h1", "main", "header", "footer", "title")} == {
        "h1": 1, "main": 1, "header": 1, "footer": 1, "title": 1,
    }  # fmt: skip
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert len(set(page.ids)) == len(page.ids)
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert all(re.match(r"https?://|\.\./|[\w?#-]|\./", link) for link in page.links)
    assert not [link for link in page.links if re.match(r"(?!https?:)[\w.+-]*:", link)]
    for script in page.scripts:
        assert json.loads(script)["@context"] == "https://schema.org/"
    return page


PAGES: dict[str, Callable[[cg.CareerGraph], str]] = {
    "a role": lambda g: linked.page(g, str(ID["role/data-scientist"])),
    "a claim": lambda g: linked.page(g, str(ID["claim/careers-academia-pay-effect-lowers"])),
    "a source": lambda g: linked.page(g, str(ID["source/careers"])),
    "a skill": lambda g: linked.page(g, str(ID["skill/python"])),
    "the ontology": linked.reference,
    "the data set": linked.dataset_page,
    "the kinds": linked.contents,
    "the roles": lambda g: linked.index(g, "role"),
}


def test_every_node_of_the_curated_graph_has_a_page_whose_links_lead_somewhere(
    careers: cg.CareerGraph,
) -> None:
    nodes = {q.subject.value for q in stores.said(careers.store)
             if isinstance(q.subject, ox.NamedNode) and q.subject.value.startswith(ID)}  # fmt: skip
    assert len(nodes) > 1500
    known = nodes | {q.subject.value for q in careers.store.quads_for_pattern(None, None, None)
                     if isinstance(q.subject, ox.NamedNode)}  # fmt: skip
    targets = set()
    for iri in sorted(nodes):
        place = linked.address(iri)
        page = read(linked.page(careers, iri))
        inner = [link for link in page.links if link.startswith(f"{up(place)}id/")]
        targets |= {linked.located(link.removeprefix(up(place)))[0] for link in inner}
    assert targets - {str(ID)} <= known
    assert len(targets) > 1500


def test_a_page_tells_who_says_what_and_where(small: cg.CareerGraph) -> None:
    words = " ".join(read(linked.page(small, SCIENTIST)).words.split())
    assert "requires (contested)" in words
    assert "A master's degree (not required)" in words
    assert "95,000 to 150,000 US dollars a year" in words
    assert "First source; section 'Opening', characters 0–9" in words
    assert "Data Analyst to Data Scientist: promotion, supported (stated)" in words
    assert "Cite as: Second source. https://w3id.org/careergraph/id/source/second" in words


def test_a_claim_a_passage_and_a_source_have_pages_that_lead_to_each_other(
    small: cg.CareerGraph,
) -> None:
    claim = linked.page(small, str(ID["claim/scientist-level"]))
    assert "Data Scientist, level: Senior" in read(claim).words
    for place in ("passage/first-0-9", "source/first", "role/scientist"):
        assert f"../../id/{place}" in read(claim).links
    assert "../../id/claim/scientist-level" in read(linked.page(small, SCIENTIST)).links
    for place in ("passage/first-0-9", "source/first"):
        said = read(linked.page(small, str(ID[place])))
        assert "Data Scientist, level: Senior" in said.words
        assert "../../id/claim/scientist-level" in said.links


def test_a_page_of_a_hub_tells_the_first_and_asks_sparql_for_the_rest(
    careers: cg.CareerGraph,
) -> None:
    claims = int(careers.book.table.where("source", ID["source/careers"]).sum())
    page = read(linked.page(careers, str(ID["source/careers"])))
    assert f"The first 40 of {claims}; SPARQL gives all of them" in page.words
    query = next(link for link in page.links if "sparql?" in link and "hadPrimarySource" in link)
    asked = linked.located(query.replace("query=", "iri="))[0]
    assert len(careers.query(asked).rows) == claims


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_well_formed_and_tells_search_engines_who_it_is(
    careers: cg.CareerGraph, market: cg.CareerGraph, name: str
) -> None:
    read(PAGES[name](careers))
    if not name.startswith("a "):
        read(PAGES[name](market))


SCHEMA = {
    "role/data-scientist": "Occupation",
    "skill/python": "DefinedTerm",
    "credential/masters-degree": "EducationalOccupationalCredential",
    "source/careers": "CreativeWork",
    "industry/technology": "DefinedTerm",
    "claim/careers-academia-pay-effect-lowers": "Claim",
}


@pytest.mark.parametrize("place", SCHEMA)
def test_a_page_speaks_schema_org(careers: cg.CareerGraph, place: str) -> None:
    (script,) = read(linked.page(careers, str(ID[place]))).scripts
    values = json.loads(script)
    assert values["@type"] == SCHEMA[place]
    assert values["@id"] == str(ID[place])
    names = {key for key in keys(values) if not key.startswith("@")}
    assert {str(SDO[name]) for name in names} <= {str(term) for term in terms_of(SDO)}


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    if isinstance(value, list):
        for each in value:
            yield from keys(each)


def terms_of(space: Any) -> list[str]:
    return [str(space) + name for name in space.__annotations__]


# ---------------------------------------------------------------- hostile names

SCRIPT = "</script><script>alert(1)</script>"
HANDLER = '" onmouseover="alert(1)'
TURNED = "safe‮gpj.exe"
HOSTILE = f"""
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix career: <https://w3id.org/careergraph/ontology#> .
@prefix role: <https://w3id.org/careergraph/id/role/> .
@prefix source: <https://w3id.org/careergraph/id/source/> .
role:scientist skos:altLabel {json.dumps(SCRIPT)}@en , {json.dumps(HANDLER)}@en ,
    {json.dumps(TURNED)}@en ;
    skos:definition {json.dumps(SCRIPT)}@en ;
    skos:exactMatch <javascript:alert(1)> , <https://example.org/a'onclick=alert(1)> ;
    <javascript:alert(2)> {json.dumps(HANDLER)} .
<{ID}role/x'onclick=alert(1)> a career:Role ; skos:prefLabel {json.dumps(SCRIPT)}@en ;
    skos:related role:scientist .
<{ID}role/..> a career:Role ; skos:prefLabel {json.dumps(HANDLER)}@en .
source:first dcterms:license <javascript:alert(4)> ; dcterms:rights {json.dumps(SCRIPT)} ;
    dcterms:creator <data:text/html,evil> .
"""


@pytest.fixture
def hostile(small_world: ox.Store) -> cg.CareerGraph:
    store = ox.Store()
    store.extend(small_world)
    store.load(HOSTILE.encode(), format=ox.RdfFormat.TURTLE)
    return cg.CareerGraph(stores.prepared(store))


def hostile_pages(graph: cg.CareerGraph) -> list[str]:
    nodes = sorted({q.subject.value for q in stores.said(graph.store)
                    if isinstance(q.subject, ox.NamedNode)})  # fmt: skip
    assert {f"{ID}role/x'onclick=alert(1)", f"{ID}role/.."} <= {*nodes}
    pages = [linked.page(graph, iri) for iri in nodes]
    pages += [page(graph) for page in (linked.dataset_page, linked.contents, linked.reference)]
    return [*pages, linked.index(graph, "role")]


def test_hostile_names_stay_text(hostile: cg.CareerGraph) -> None:
    for text in hostile_pages(hostile):
        page = read(text)
        assert len(page.scripts) <= 1
        assert "‮" not in page.words
        assert not [link for link in page.links if link.startswith(("javascript:", "data:"))]
    words = read(linked.page(hostile, SCIENTIST)).words
    assert SCRIPT in words
    assert HANDLER in words
    assert "safe�gpj.exe" in words


def test_hostile_names_come_back_from_rdf_as_they_were(hostile: cg.CareerGraph) -> None:
    found = linked.description(hostile, SCIENTIST)
    for form in ("ttl", "nt", "jsonld"):
        back = ox.parse(linked.render(found.triples, form), format=FORMATS[form])
        assert plain(back) == plain(found.triples)
    with pytest.raises(
        FormatError, match=r"RDF/XML cannot hold the property <javascript:alert\(2\)>"
    ):
        linked.render(found.triples, "rdf")


def test_what_xml_cannot_hold_is_refused() -> None:
    """Oxigraph would write it, and no reader of XML read it."""
    subject, prop = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    for text in ("a\x01b", "a\x0cb", "a\ufffe"):
        with pytest.raises(FormatError, match="XML cannot hold the character U"):
            linked.render([ox.Triple(subject, prop, ox.Literal(text))], "rdf")
    for iri in ("http://a.example/b/", "http://a.example/1", "http://a.example/p)"):
        with pytest.raises(FormatError, match="RDF/XML cannot hold"):
            linked.render([ox.Triple(subject, ox.NamedNode(iri), ox.Literal("x"))], "rdf")
    held = [ox.Triple(subject, ox.NamedNode("http://a.example/1p"), ox.Literal("<a>\n&\t'\""))]
    assert len(rdf(linked.render(held, "rdf", note="a -- b --"), "rdf")) == 1


def test_a_browser_runs_nothing_of_a_hostile_page(hostile: cg.CareerGraph, shown: "Shown") -> None:
    for text in hostile_pages(hostile)[:4]:
        shown(text).close()
    page = shown(linked.page(hostile, SCIENTIST))
    for link in page.locator("main a").all():
        link.hover()


# ---------------------------------------------------------------- in a browser

Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    """Opens a page from disk, offline; nothing may be asked for, complained of or run."""
    troubles: list[str] = []

    def show(text: str, *, scheme: Any = "light", size: tuple[int, int] = (1280, 900)) -> Page:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8", newline="\n")
        page = browser.new_page(
            offline=True, color_scheme=scheme, viewport={"width": size[0], "height": size[1]}
        )
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append("dialog"), dialog.dismiss()))
        page.on("request", lambda r: r.url.startswith("file:") or troubles.append(r.url))
        page.goto(file.as_uri())
        return page

    yield show
    assert troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_page(careers: cg.CareerGraph, shown: Shown, scheme: str) -> None:
    for name, page in PAGES.items():
        text = page(careers)
        for size in ((1280, 900), (390, 844)):
            opened = shown(text, scheme=scheme, size=size)
            assert violations(opened) == [], name
            width = opened.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0], name
            opened.close()


def test_a_term_is_found_by_its_name_in_the_address(careers: cg.CareerGraph, shown: Shown) -> None:
    page = shown(linked.reference(careers))
    page.evaluate("location.hash = 'RoleGroup'")
    assert page.locator(":target h3").inner_text() == "Role group"


# ---------------------------------------------------------------- for programs


def rdf(content: bytes, form: str = "ttl") -> rdflib.Graph:
    """What rdflib reads, which is another reader than the one that the code uses."""
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    with warnings.catch_warnings():  # its reader of JSON-LD warns of itself
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=content, format=names[form])


def plain(triples: Iterable[ox.Triple | ox.Quad]) -> set[ox.Triple]:
    """Triples with decimals as Turtle writes them: 95000.0 for 95000."""
    return {stores.readable(ox.Triple(t.subject, t.predicate, t.object)) for t in triples}


def holds(store: ox.Store, triples: tuple[ox.Triple, ...]) -> bool:
    return all(any(store.quads_for_pattern(t.subject, t.predicate, t.object)) for t in triples)


@pytest.mark.parametrize("place", [
    "role/scientist", "claim/scientist-pay-first", "passage/first-0-9", "source/first",
    "step/analyst-scientist", "requirement/masters", "skill/sql",
])  # fmt: skip
def test_a_description_is_what_the_store_holds_in_every_syntax(
    small: cg.CareerGraph, place: str
) -> None:
    found = linked.description(small, str(ID[place]))
    node = ox.NamedNode(ID[place])
    own = {q.triple for q in small.store.quads_for_pattern(node, None, None)}
    leading = {q.triple for q in small.store.quads_for_pattern(None, None, node)}
    assert own | leading <= {*found.triples}
    assert holds(small.store, found.triples)
    assert found.note == ""
    for form, syntax in FORMATS.items():
        back = ox.parse(linked.render(found.triples, form), format=syntax)
        assert plain(back) == plain(found.triples), form


def test_a_role_comes_with_its_claims_their_passages_and_sources(small: cg.CareerGraph) -> None:
    found = rdf(linked.render(linked.description(small, SCIENTIST).triples, "jsonld"), "jsonld")
    claims = set(found.subjects(CAREER.subject, ID["role/scientist"]))
    assert claims == {claim.iri for claim in small.book.about[ID["role/scientist"]]}
    assert (ID["passage/first-0-9"], CAREER.section, None) in found
    assert (ID["source/second"], DCTERMS.title, None) in found


def test_blank_nodes_are_followed() -> None:
    store = stores.open_store(SMALL_WORLD)
    store.load(b"<https://w3id.org/careergraph/id/role/lead> <urn:a> [ <urn:b> [ <urn:c> 1 ] ] .",
               format=ox.RdfFormat.TURTLE)  # fmt: skip
    found = linked.description(cg.CareerGraph(store), str(ID["role/lead"]))
    assert {"urn:a", "urn:b", "urn:c"} <= {t.predicate.value for t in found.triples}


def test_of_a_hub_the_first_are_described_and_that_is_said(careers: cg.CareerGraph) -> None:
    iri = str(ID["role/data-scientist"])
    found = linked.description(careers, iri, most=3)
    subject = ox.NamedNode(CAREER.subject)
    assert sum(t.predicate == subject for t in found.triples) == 3
    assert "Only the first 3 of the claims about it and triples that lead to it" in found.note
    for form, syntax in FORMATS.items():
        content = linked.render(found.triples, form, note=found.note)
        assert found.note in content.decode().replace("\\", ""), form
        assert plain(ox.parse(content, format=syntax)) == plain(found.triples)
        assert len(rdf(content, form)) == len(found.triples)


def test_what_is_not_in_the_graph_is_an_error_that_names_the_nearest(
    careers: cg.CareerGraph,
) -> None:
    for asked in (linked.description, linked.page):
        with pytest.raises(UnknownNameError, match="did you mean role:data-scientist"):
            asked(careers, str(ID["role/data-scientists"]))
        with pytest.raises(UnknownNameError, match="is no IRI"):
            asked(careers, "data scientist")
    with pytest.raises(FormatError, match="no form is named 'n3'; there are: ttl, jsonld, nt, rdf"):
        linked.render((), "n3")


ALL = """
import hashlib, careergraph as cg
from careergraph import linked
from careergraph.terms import ID
g = cg.open()
made = [linked.reference(g), linked.dataset_page(g), linked.contents(g), linked.index(g, "role")]
for place in ("role/data-scientist", "source/careers", "industry/technology"):
    found = linked.description(g, str(ID[place]), most=20)
    made.append(linked.page(g, str(ID[place])))
    made += [linked.render(found.triples, form, note=found.note).decode() for form in linked.FORMS]
for triples in (linked.dataset(g), linked.service_description(g, "http://localhost/sparql")):
    made += [linked.render(triples, form).decode() for form in linked.FORMS]
print(hashlib.sha256("".join(made).encode()).hexdigest())
"""


def test_the_same_graph_gives_the_same_bytes_in_any_process() -> None:
    digests = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", ALL], check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        digests.add(run.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


# ---------------------------------------------------------------- addresses


def test_nodes_stand_where_their_names_say() -> None:
    assert linked.address(str(ID["role/data-scientist"])) == "id/role/data-scientist"
    assert linked.address(f"{PREFIXES['esco.skill']}12", ending=".ttl") == "id/esco.skill/12.ttl"
    assert linked.address(str(CAREER.Role)) == "ontology#Role"
    assert linked.address(ONTOLOGY, ending=".nt") == "ontology.nt"
    assert linked.located("ontology.nt") == (ONTOLOGY, ".nt")
    assert linked.address("urn:a b") == "id/?iri=urn%3Aa%20b"


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


TRICKS = ["..", ".", "a/../b", "a//b", "x.ttl", "esco.skill/1", "%2e%2e/b", "?a#b", "a.html", "\\b",
          "a&format=ttl"]  # fmt: skip


@given(
    st.sampled_from([str(ID), f"{ID}role/", str(CAREER), PREFIXES["esco.skill"], "urn:x:", "https://a.b/"]),
    names | st.sampled_from(TRICKS),
    st.sampled_from(["", ".html", *(f".{name}" for name in linked.FORMS)]),
)  # fmt: skip
def test_from_an_address_one_gets_back_to_the_node(begin: str, rest: str, ending: str) -> None:
    place = linked.address(begin + rest, ending=ending)
    assert linked.located(place) == (begin + rest, ending)
    assert place.isascii()
    assert not re.search(r"(^|/)\.{1,2}(/|$)|//|[\s\"'<>]", place.partition("?")[0])


# ---------------------------------------------------------------- the ontology


def test_the_reference_tells_every_term_its_use_and_what_must_hold(
    careers: cg.CareerGraph,
) -> None:
    text = linked.reference(careers)
    page = read(text)
    ontology = rdf(stores.shipped("ontology/careergraph.ttl").read_bytes())
    terms = {str(t).removeprefix(CAREER) for t in ontology.subjects() if t.startswith(CAREER)}
    assert terms <= set(page.ids)

    def told(term: str) -> str:
        (section,) = re.findall(rf'<div class="term" id="{term}".*?</div>', text, re.S)
        return " ".join(Read(section).words.split())

    assert "An occupation or position that people hold." in told("Role")
    assert "skos:closeMatch esco:Occupation" in told("Role")
    assert "in this graph 38 nodes; for example" in told("Role")
    assert "in this graph 1,039 nodes" in told("Claim")
    assert "5 values in the ontology" in told("StepKind")
    assert "rdfs:domain Advancement step" in told("from")
    assert "give career:from exactly once, a career:Role" in told("from")
    assert "narrower Degree" not in told("Degree")
    assert "narrower Certification; Degree; Licence" in told("Credential")
    pay = sum(claim.measure == CAREER.pay for claim in careers.book.claims)
    assert f"in this graph {pay} claims" in told("pay")
    assert "in this graph not used" in told("automationRisk")


def test_uses_in_a_market_are_those_of_its_catalogue(market: cg.CareerGraph) -> None:
    count = sum(1 for q in market.store.quads_for_pattern(None, ox.NamedNode(RDF.type),
                                                          ox.NamedNode(CAREER.Role)))  # fmt: skip
    words = " ".join(read(linked.reference(market)).words.split())
    assert "ontology#Role An occupation or position that people hold." in words
    assert f"in this graph {count:,} nodes; for example" in words


def test_uses_are_counted_so_far_where_there_is_no_catalogue(
    careers: cg.CareerGraph, market: cg.CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("careergraph.linked.reference"), "MOST", 5)
    assert "in this graph at least 5 nodes" in read(linked.reference(careers)).words
    assert "at least 5 nodes" not in read(linked.reference(market)).words


@pytest.mark.parametrize("form", FORMATS)
def test_the_ontology_comes_whole_in_every_syntax(careers: cg.CareerGraph, form: str) -> None:
    content = linked.render(linked.ontology(careers), form)
    shipped = stores.shipped("ontology/careergraph.ttl").read_bytes()
    assert rdflib.compare.isomorphic(rdf(content, form), rdf(shipped))


# ---------------------------------------------------------------- the whole


def test_the_data_set_is_described_as_it_is(careers: cg.CareerGraph, small: cg.CareerGraph) -> None:
    for graph in (careers, small):
        described = linked.dataset(graph, endpoint="http://localhost/sparql")
        found = rdf(linked.render(described, "ttl"))
        whole = rdflib.URIRef(CATALOGUE)
        assert set(found.subjects(RDF.type, DCAT.Dataset)) == set(graph.book.sources)
        assert set(found.objects(whole, DCAT.dataset)) == set(graph.book.sources)
        assert [str(t) for t in found.objects(whole, DCTERMS.title)] == ["What this graph holds"]
        (size,) = found.objects(whole, VOID.triples)
        assert size.toPython() == len(stores.data(graph.store))
        assert set(found.objects(whole, VOID.sparqlEndpoint)) == {
            rdflib.URIRef("http://localhost/sparql")
        }
        part = next(found.subjects(VOID["class"], CAREER.Role))
        roles = {role.iri for role in graph.tables[cg.Role]}
        assert [n.toPython() for n in found.objects(part, VOID.entities)] == [len(roles)]


def test_a_market_is_described_by_its_catalogue(market: cg.CareerGraph) -> None:
    triples = {*linked.dataset(market)}
    kept = {q.triple for q in market.store.quads_for_pattern(None, None, None,
                                                             ox.NamedNode(CATALOGUE))}  # fmt: skip
    assert kept
    assert kept <= triples
    words = read(linked.dataset_page(market)).words
    for source in market.book.sources.values():
        assert str(source.title) in words


def test_the_page_of_the_data_set_says_how_to_cite_it(careers: cg.CareerGraph) -> None:
    words = read(linked.dataset_page(careers)).words
    assert CITATION in words
    assert "Imed Bouchrika. Careers with a machine learning degree, 2026 edition." in words
    assert "All rights with the publisher." in words
    stated = dict(line.split(": ", 1) for line in (ROOT / "CITATION.cff").read_text().splitlines()
                  if re.match(r"\w[\w-]*: ", line))  # fmt: skip
    assert (f"The careergraph developers: {stated['title']}, version "
                        f"{stated['version']}, {stated['license']}.") == CITATION  # fmt: skip


def test_the_endpoint_describes_itself(careers: cg.CareerGraph, market: cg.CareerGraph) -> None:
    endpoint = rdflib.URIRef("http://localhost:8080/sparql")
    sd = rdflib.Namespace(SD)
    for graph in (careers, market):
        found = rdf(linked.render(linked.service_description(graph, str(endpoint)), "ttl"))
        assert list(found.subject_objects(sd.endpoint)) == [(endpoint, endpoint)]
        assert (endpoint, RDF.type, sd.Service) in found
        assert (endpoint, sd.supportedLanguage, sd.SPARQL11Query) in found
        assert (endpoint, sd.feature, sd.UnionDefaultGraph) in found
        (whole,) = found.objects(endpoint, sd.defaultDataset)
        named = {}
        for each in found.objects(whole, sd.namedGraph):
            (name,) = found.objects(each, sd.name)
            (size,) = found.objects(found.value(each, sd.graph), VOID.triples)
            named[str(name)] = size.toPython()
        assert named == {
            name.value: sum(1 for _ in graph.store.quads_for_pattern(None, None, None, name))
            for name in graph.store.named_graphs()
        }
        assert set(found.objects(whole, sd.defaultGraph))


# ---------------------------------------------------------------- by kind


def test_every_node_with_a_name_is_listed_once_under_its_kind(careers: cg.CareerGraph) -> None:
    roles = {iri for iri, kind in careers.index.nodes() if kind == "Role"}
    found = []
    for number in range(1, 9):
        page = read(linked.index(careers, "role", number=number, most=5))
        found += [linked.located(link.removeprefix("../"))[0] for link in page.links
                  if re.match(r"\.\./id/role/", link)]  # fmt: skip
    assert sorted(found) == sorted(roles)
    with pytest.raises(UnknownNameError, match="there is no page 9 of role; the last is 8"):
        linked.index(careers, "role", number=9, most=5)
    with pytest.raises(UnknownNameError, match="no kind 'wizard'; there are: role, skill"):
        linked.index(careers, "wizard")


def test_the_kinds_are_listed_with_how_many_there_are(careers: cg.CareerGraph) -> None:
    page = read(linked.contents(careers))
    assert "../id/role" in page.links
    assert re.search(r"Roles\s+38", page.words)


def test_the_policy_of_a_page_is_the_one_it_names(careers: cg.CareerGraph) -> None:
    text = linked.index(careers, "role")
    assert f'content="{linked.POLICY}"'.replace("'", "&#39;") in text
    assert "script-src" not in linked.POLICY
    assert (files("careergraph.linked") / "templates" / "linked.css").is_file()


def test_whether_rdf_xml_has_a_name_takes_no_longer_for_a_long_iri() -> None:
    long = ox.NamedNode(f"urn:{'a' * 1_000_000}/")
    with pytest.raises(FormatError, match="cannot hold the property"):
        linked.render([ox.Triple(ox.NamedNode("urn:s"), long, ox.Literal("x"))], "rdf")


@pytest.mark.parametrize("name", ["about", "li", "Description", "ID"])
def test_a_property_that_rdf_xml_keeps_for_itself_is_refused(name: str) -> None:
    of_rdf = ox.NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")
    with pytest.raises(FormatError, match="cannot hold the property"):
        linked.render([ox.Triple(ox.NamedNode("urn:s"), of_rdf, ox.Literal("x"))], "rdf")


def test_a_letter_of_any_language_may_be_in_a_name_of_rdf_xml() -> None:
    told = [
        ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("http://a.example/größe"), ox.Literal("x"))
    ]
    assert len(rdf(linked.render(told, "rdf"), "rdf")) == 1
