import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given

from careergraph import export, network
from careergraph import store as stores
from careergraph.errors import FormatError, WriteError
from careergraph.export.claim_table import COLUMNS
from careergraph.terms import CAREER, ID, OWL, PREFIXES, RDF, RDFS, SKOS, XSD, curie
from test_network import EX, graphs, node, world

RDF_FORMATS = [suffix for suffix in export.FORMATS if suffix in stores.FORMATS]
VIEWS = [".graphml", ".gexf", ".json", ".csv"]

HOSTILE = world(
    ox.Triple(node("a"), node("p"), ox.Literal('</data>"&\r\n\ttext ')),
    ox.Triple(node("a"), node("p"), node("b")),
    ox.Triple(node("a"), node("q"), node("b")),
    ox.Triple(node("a"), node("a"), node("a")),
    ox.Triple(node("a"), node("control"), ox.Literal("x\x00\x0b\ufffey")),
    ox.Triple(node("a"), node("bracket"), ox.Literal("[1]")),
    ox.Triple(node("a"), node("empty"), ox.Literal("")),
    ox.Triple(node("b"), node("many"), ox.Literal("b")),
    ox.Triple(node("b"), node("many"), ox.Literal("a", language="en")),
    ox.Triple(node("b"), ox.NamedNode(SKOS.prefLabel), ox.Literal("[b]\x01", language="en")),
    ox.Triple(ox.BlankNode("c"), node("p"), ox.BlankNode("c")),
)


@pytest.mark.parametrize("suffix", RDF_FORMATS + VIEWS)
def test_the_same_graph_gives_the_same_bytes(small_world: ox.Store, suffix: str) -> None:
    again = world(*reversed(stores.data(small_world)))
    stores.prepared(again)
    content = export.render(small_world, suffix)
    assert content == export.render(again, suffix)
    assert str(date.today().year).encode() not in content


def test_every_format_of_the_command_is_known() -> None:
    promised = ".html .ttl .trig .nt .jsonld .graphml .gexf .json .csv"
    assert {export.PAGE, *export.FORMATS} >= set(promised.split())


# ---------------------------------------------------------------- RDF


@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_an_exported_graph_opens_again_with_every_triple(
    curated: ox.Store, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"graph{suffix}"
    export.write(curated, file)
    assert export.size(curated) == len(stores.data(curated))
    assert stores.data(stores.open_store(file)) == stores.data(curated)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("suffix", "name"), [(".ttl", "turtle"), (".jsonld", "json-ld")])
def test_rdflib_reads_the_same_triples(small_world: ox.Store, suffix: str, name: str) -> None:
    ours = rdflib.Graph().parse(data=export.render(small_world, suffix), format=name)
    theirs = rdflib.Graph().parse(data=export.render(small_world, ".nt"), format="nt")
    # Turtle writes the decimal 95000 as 95000.0, hence values and not their spelling.
    assert {(s, p, o.toPython()) for s, p, o in ours} == {
        (s, p, o.toPython()) for s, p, o in theirs
    }


def _canonical(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The quads with blank nodes named by their place: readers name them anew."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(found)


@pytest.mark.parametrize("suffix", RDF_FORMATS)
@given(graph=graphs)
def test_any_graph_is_read_again_as_it_was(suffix: str, graph: ox.Store) -> None:
    copy = ox.Store()
    copy.load(export.render(graph, suffix), stores.FORMATS[suffix], base_iri="https://base.org/")
    assert _canonical(copy) == _canonical(graph)


@pytest.mark.parametrize("place", ["subject", "predicate", "object", "datatype"])
def test_json_ld_takes_no_iri_for_a_prefixed_name(place: str) -> None:
    odd = ox.NamedNode("skos:prefLabel")
    terms = {"subject": node("a"), "predicate": node("p"), "object": node("b"), place: odd}
    value = terms["object"] if place != "datatype" else ox.Literal("x", datatype=odd)
    graph = world(ox.Triple(terms["subject"], terms["predicate"], value))
    read = ox.parse(export.render(graph, ".jsonld"), format=ox.RdfFormat.JSON_LD)
    assert set(read) == set(graph)


def test_an_ill_typed_number_is_written_as_it_stands() -> None:
    wrong = [ox.Literal(text, datatype=ox.NamedNode(XSD.decimal)) for text in ("", "abc", "١")]
    graph = world(*(ox.Triple(node("a"), node("p"), each) for each in wrong))
    for suffix in RDF_FORMATS:
        read = ox.parse(export.render(graph, suffix), format=stores.FORMATS[suffix])
        assert {quad.object for quad in read} == set(wrong)


def test_json_ld_speaks_our_words(small_world: ox.Store) -> None:
    nodes = {each["@id"]: each
             for each in json.loads(export.render(small_world, ".jsonld"))["@graph"]}  # fmt: skip
    assert nodes[str(ID["claim/scientist-pay-first"])] == {
        "@id": str(ID["claim/scientist-pay-first"]),
        "@type": "Claim",
        "hadPrimarySource": str(ID["source/first"]),
        "maximum": "150000",
        "measure": "career:pay",
        "minimum": "95000",
        "passage": str(ID["passage/first-0-9"]),
        "polarity": "career:affirmed",
        "stance": "career:stated",
        "subject": str(ID["role/scientist"]),
        "unit": "career:usdPerYear",
    }


def _context() -> dict[str, object]:
    found = json.loads(stores.shipped("ontology/context.jsonld").read_text())["@context"]
    assert isinstance(found, dict)
    return found


def test_the_context_has_a_word_for_each_class_and_property_of_the_ontology() -> None:
    graph = rdflib.Graph().parse(stores.shipped("ontology/careergraph.ttl"), format="turtle")
    expected: dict[str, object] = {}
    for each in graph.subjects(RDF.type, OWL.Class):
        expected[str(each).removeprefix(CAREER)] = f"career:{str(each).removeprefix(CAREER)}"
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for each in graph.subjects(RDF.type, kind):
            name, values = str(each).removeprefix(CAREER), graph.value(each, RDFS.range)
            datatype = curie(str(values)) if values else None
            coercion = "@id" if kind == OWL.ObjectProperty else datatype
            meaning = {"@id": f"career:{name}", "@type": coercion}
            expected[name] = meaning if coercion else f"career:{name}"
    ours = {name: meaning for name, meaning in _context().items() if "career:" in str(meaning)}
    assert ours == expected


def test_the_prefixes_of_the_context_are_ours() -> None:
    prefixes = {p: ns for p, ns in _context().items() if str(ns).startswith("http")}
    vocabularies = {p: ns for p, ns in PREFIXES.items() if not ns.startswith(ID)}
    assert prefixes == vocabularies


# ---------------------------------------------------------------- networks


def _read(suffix: str, content: bytes) -> "nx.MultiDiGraph[str]":
    if suffix == ".gexf":
        # networkx makes a simple graph of a file without parallel edges, and forgets their keys.
        return nx.read_gexf(io.BytesIO(content))
    return nx.read_graphml(io.BytesIO(content), force_multigraph=True)


def _values(cell: object) -> list[str]:
    """The values of a property, read from a cell as `careergraph.export.flat` describes it."""
    if isinstance(cell, float):
        return [repr(cell).removesuffix(".0")]
    return list(json.loads(cell)) if str(cell).startswith("[") else [str(cell)]


def _decoded(held: dict[str, object]) -> dict[str, object]:
    ours = {name: cell for name, cell in held.items() if name not in ("key", "id")}
    return {name: _values(cell) if ":" in name else cell for name, cell in ours.items()}


def _expected(held: dict[str, object]) -> dict[str, object]:
    return {name: list(map(str, value)) if isinstance(value, tuple) else value
            for name, value in held.items()}  # fmt: skip


def _edges(found: "nx.MultiDiGraph[str]") -> list[tuple[str, str, str, str]]:
    return sorted((start, end, held["relation"], held["label"])
                  for start, end, held in found.edges(data=True))  # fmt: skip


def _assert_same(graph: ox.Store, copy: "nx.MultiDiGraph[str]") -> None:
    original = network.from_rdf(graph)
    assert {n: _decoded(held) for n, held in copy.nodes(data=True)} == {
        n: _expected(held) for n, held in original.nodes(data=True)
    }
    assert _edges(copy) == _edges(original)
    if copy.is_multigraph():
        assert sorted(copy.edges(keys=True)) == sorted(original.edges(keys=True))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_networkx_reads_the_curated_graph_with_all_attributes_and_edges(
    curated: ox.Store, suffix: str
) -> None:
    _assert_same(curated, _read(suffix, export.render(curated, suffix)))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_markup_controls_brackets_and_parallel_edges_survive(suffix: str) -> None:
    copy = _read(suffix, export.render(HOSTILE, suffix))
    assert copy.nodes[EX + "b"].pop("label") == "[b]\ufffd"
    copy.nodes[EX + "b"]["label"] = "[b]\x01"
    assert copy.is_multigraph()
    _assert_same(HOSTILE, copy)


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
@given(graph=graphs)
def test_networkx_reads_the_values_of_any_graph(suffix: str, graph: ox.Store) -> None:
    copy = _read(suffix, export.render(graph, suffix))
    for name, held in network.from_rdf(graph).nodes(data=True):
        stated = {n: v for n, v in _expected(held).items() if ":" in n}
        assert {n: v for n, v in _decoded(copy.nodes[name]).items() if ":" in n} == stated
    assert copy.number_of_edges() == network.from_rdf(graph).number_of_edges()


def test_numbers_are_numbers_to_a_graph_tool(small_world: ox.Store) -> None:
    for suffix in (".graphml", ".gexf"):
        nodes = _read(suffix, export.render(small_world, suffix)).nodes
        assert nodes[str(ID["claim/scientist-pay-first"])]["career:minimum"] == 95000.0
        assert nodes[str(ID["passage/first-0-9"])]["career:endsAt"] == 9


@pytest.mark.parametrize("long", ["0.12345678901234567", "9999999999999999"])
def test_a_number_that_would_lose_digits_stays_text(long: str) -> None:
    decimal = ox.Literal(long, datatype=ox.NamedNode(XSD.decimal))
    content = export.render(world(ox.Triple(node("a"), node("p"), decimal)), ".graphml")
    assert _read(".graphml", content).nodes[EX + "a"][EX + "p"] == long


def test_gexf_has_no_two_edges_with_one_id(curated: ox.Store) -> None:
    tree = ElementTree.fromstring(export.render(curated, ".gexf"))
    ids = [edge.get("id") for edge in tree.iter("{http://www.gexf.net/1.2draft}edge")]
    assert len(ids) == len(set(ids)) == network.from_rdf(curated).number_of_edges()


def test_json_is_node_link_with_languages_and_datatypes() -> None:
    data = json.loads(export.render(HOSTILE, ".json"))
    copy = nx.node_link_graph(data, edges="edges")
    original = network.from_rdf(HOSTILE)
    assert sorted(copy.edges(keys=True)) == sorted(original.edges(keys=True))
    assert copy.nodes[EX + "b"][EX + "many"] == [{"@value": "a", "@language": "en"},
                                                 {"@value": "b"}]  # fmt: skip
    assert copy.nodes[EX + "a"][EX + "control"] == [{"@value": "x\x00\x0b\ufffey"}]
    assert copy.nodes[EX + "b"]["label"] == "[b]\x01"


# ---------------------------------------------------------------- claims as a table


def _table(graph: ox.Store) -> dict[str, dict[str, str]]:
    text = export.render(graph, ".csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    return {row["claim"]: row for row in rows}


def test_the_table_has_a_row_for_each_claim(curated: ox.Store) -> None:
    claims = curated.quads_for_pattern(
        None, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Claim), ox.DefaultGraph()
    )
    rows = _table(curated)
    assert set(rows) == {quad.subject.value for quad in claims}
    assert all(tuple(row) == COLUMNS for row in rows.values())


def test_a_row_says_in_words_who_says_what_and_where(small_world: ox.Store) -> None:
    row = _table(small_world)[str(ID["claim/scientist-pay-first"])]
    assert {name: text for name, text in row.items() if text} == {
        "claim": str(ID["claim/scientist-pay-first"]),
        "subject": "Data Scientist", "measure": "pay", "minimum": "95000", "maximum": "150000",
        "unit": "US dollars a year", "polarity": "Affirmed", "stance": "Stated",
        "source": "First source", "section": "Opening", "begins_at": "0", "ends_at": "9",
        "subject_iri": str(ID["role/scientist"]), "measure_iri": str(CAREER.pay),
        "source_iri": str(ID["source/first"]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), (" +x", "' +x"), ("\tx", "'\tx"),
     ("-cmd", "'-cmd"), ("＝1", "'＝1"), ("-5", "-5"), ("+1.5", "+1.5"), ("a=b", "a=b"),
     ('say "x",\r\ny', 'say "x",\r\ny')],
)  # fmt: skip
def test_no_cell_is_a_formula(small_world: ox.Store, text: str, cell: str) -> None:
    claim = ID["claim/scientist-pay-first"]
    small_world.add(ox.Quad(ox.NamedNode(claim), ox.NamedNode(CAREER.text), ox.Literal(text)))
    negative = ox.Literal("-2.5", datatype=ox.NamedNode(XSD.decimal))
    minimum = ox.NamedNode(CAREER.minimum)
    for quad in list(small_world.quads_for_pattern(ox.NamedNode(claim), minimum, None)):
        small_world.remove(quad)
    small_world.add(ox.Quad(ox.NamedNode(claim), minimum, negative))
    row = _table(small_world)[str(claim)]
    assert (row["text"], row["minimum"]) == (cell, "-2.5")


# ---------------------------------------------------------------- files


def test_the_format_is_that_of_the_ending_unless_named() -> None:
    assert export.suffix_of("a/b.TTL") == ".ttl"
    assert export.suffix_of("a/b.txt", "nt") == ".nt"


@pytest.mark.parametrize(("file", "fmt"), [("a.docx", None), ("a", None), ("a.ttl", "docx")])
def test_an_unknown_format_is_answered_with_the_known_ones(file: str, fmt: str | None) -> None:
    with pytest.raises(FormatError, match=r"known are \.html, \.ttl, .*\.graphml"):
        export.suffix_of(file, fmt)


def test_a_missing_folder_is_named(small_world: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"there is no folder .*nowhere"):
        export.write(small_world, tmp_path / "nowhere" / "a.ttl")


def test_a_failed_export_leaves_the_old_file(small_world: ox.Store, tmp_path: Path) -> None:
    file = tmp_path / "a.graphml"
    file.write_text("old")
    inner = ox.Triple(node("a"), node("p"), node("b"))
    small_world.add(ox.Quad(node("a"), node("says"), inner))
    with pytest.raises(ValueError, match=r"not RDF 1\.1"):
        export.write(small_world, file)
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]
