"""Programs that people use ask the endpoint: SPARQLWrapper, rdflib, curl, pandas, Oxigraph, R."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

import careergraph as cg
from serving import Served, serving

A = "http://a.example"
GRAPH = f"""
<{A}/s> <{A}/name> "a, \\"b\\"\\nc", "d"@fr ; <{A}/count> 7 ; <{A}/knows> <{A}/t> .
<{A}/t> <{A}/name> "é" ; <{A}/knows> _:b .
"""
NAMES = (
    f"SELECT ?who ?name ?count {{ ?who <{A}/name> ?name OPTIONAL {{ ?who <{A}/count> ?count }} }} "
    "ORDER BY ?who ?name"
)
GRAPH_OF_S = f"CONSTRUCT WHERE {{ <{A}/s> ?p ?o }}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("clients")
    (folder / "graph.ttl").write_text(GRAPH)
    with serving(folder, "--graph", str(folder / "graph.ttl"), "--workers", "2") as served:
        yield served


@pytest.fixture(scope="module")
def endpoint(served: Served) -> str:
    return f"{served.address}/sparql"


# SPARQLWrapper


def wrapped(endpoint: str, query: str, form: str, *, method: str = "GET") -> Any:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(form)
    wrapper.setMethod(method)
    return wrapper.query().convert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_gets_rows_as_json(endpoint: str, method: str) -> None:
    found = wrapped(endpoint, NAMES, JSON, method=method)["results"]["bindings"]
    assert [row["name"]["value"] for row in found] == ['a, "b"\nc', "d", "é"]
    assert wrapped(endpoint, "ASK {}", JSON, method=method)["boolean"] is True


def test_sparqlwrapper_gets_rows_as_text_and_as_xml(endpoint: str) -> None:
    table = wrapped(endpoint, NAMES, CSV).decode()
    assert next(csv.reader(io.StringIO(table))) == ["who", "name", "count"]
    assert wrapped(endpoint, NAMES, TSV).startswith(b"?who\t?name\t?count\n")
    names = wrapped(endpoint, NAMES, XML).getElementsByTagName("binding")
    assert {each.getAttribute("name") for each in names} == {"who", "name", "count"}


@pytest.mark.parametrize("form", [TURTLE, N3])
def test_sparqlwrapper_gets_a_graph_as_text(endpoint: str, form: str) -> None:
    assert len(rdflib.Graph().parse(data=wrapped(endpoint, GRAPH_OF_S, form), format="turtle")) == 4


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # SPARQLWrapper makes one
@pytest.mark.parametrize("form", [RDFXML, XML, JSONLD, None])
def test_sparqlwrapper_gets_a_graph(endpoint: str, form: str | None) -> None:
    """XML is what it asks for by itself, of a query of any kind."""
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setQuery(GRAPH_OF_S)
    if form:
        wrapper.setReturnFormat(form)
    assert len(wrapper.queryAndConvert()) == 4


# rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflibs_store_queries_the_endpoint(endpoint: str, method: str, form: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=form)
    graph = rdflib.Graph(store)
    found = [str(row["name"]) for row in graph.query(NAMES)]  # type: ignore[index,call-overload]
    assert found == ['a, "b"\nc', "d", "é"]
    if form in ("xml", "json"):  # the others are for rows
        assert bool(graph.query(f"ASK {{ <{A}/s> ?p <{A}/t> }}")) is True


def test_rdflibs_store_finds_triples_as_a_graph_does(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    s, t, knows = (rdflib.URIRef(f"{A}/{name}") for name in ("s", "t", "knows"))
    assert (s, knows, t) in graph
    assert (t, knows, s) not in graph
    assert list(graph.subjects(knows, t)) == [s]
    assert graph.value(s, rdflib.URIRef(f"{A}/count")) == rdflib.Literal(7)
    assert len(graph.query(GRAPH_OF_S).graph or ()) == 4


def test_rdflibs_own_service_clause_asks_the_endpoint(endpoint: str) -> None:
    query = f"SELECT ?name {{ SERVICE <{endpoint}> {{ <{A}/t> <{A}/name> ?name }} }}"
    assert [str(row[0]) for row in rdflib.Graph().query(query)] == ["é"]  # type: ignore[index]


# curl


def curl(*options: str) -> subprocess.CompletedProcess[bytes]:
    assert shutil.which("curl"), "curl is not on this machine"
    return subprocess.run(["curl", "-sS", "--noproxy", "*", "--max-time", "60", *options],
                          capture_output=True, check=False)  # fmt: skip


@pytest.mark.parametrize("way", ["-G", "-d"])
def test_curl_asks_by_get_and_by_post(endpoint: str, way: str) -> None:
    data = ("-G", "--data-urlencode") if way == "-G" else ("--data-urlencode",)
    done = curl(*data, f"query={NAMES}", "-H", "Accept: text/csv", endpoint)
    assert done.returncode == 0
    assert len(list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))) == 4


def test_curl_sends_a_file_with_a_query_even_from_windows(endpoint: str, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_bytes(b"\xef\xbb\xbf" + NAMES.replace(" ", "\r\n", 3).encode())
    done = curl(
        "--data-binary", f"@{file}", "-H", "Content-Type: application/sparql-query", endpoint
    )
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 3


def test_curl_gets_the_same_compressed(endpoint: str) -> None:
    address = f"{endpoint}.nt?query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}"
    plain, packed = curl(address), curl("--compressed", address)
    assert len(plain.stdout) > 10_000
    assert sorted(packed.stdout.splitlines()) == sorted(plain.stdout.splitlines())
    size = curl("--compressed", "-o", "/dev/null", "-w", "%{size_download}", address)
    assert int(size.stdout) < len(plain.stdout) / 3


@pytest.mark.parametrize(
    ("address", "code"), [("?query=ASK%20%7B%7D", 0), ("?query=ASK%20%7B", 22), ("x", 22)]
)
def test_curl_f_ends_with_an_error_exactly_when_there_is_one(
    endpoint: str, address: str, code: int
) -> None:
    assert curl("-f", endpoint + address).returncode == code


def test_curl_follows_a_browsers_way_to_the_editor_and_reads_headers(endpoint: str) -> None:
    done = curl("-I", f"{endpoint}?query=ASK%20%7B%7D")
    assert done.stdout.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\ncontent-type: application/sparql-results+json\r\n" in done.stdout
    led = curl(
        "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", "-H", "Accept: text/html", endpoint
    )
    assert led.stdout.decode() == f"303 {endpoint.removesuffix('sparql')}"


# Tables


def test_pandas_reads_rows_from_an_address(endpoint: str) -> None:
    frame = pandas.read_csv(f"{endpoint}.csv?query={quote(NAMES)}")
    assert list(frame.columns) == ["who", "name", "count"]
    assert list(frame["name"]) == ['a, "b"\nc', "d", "é"]
    assert list(frame["count"].isna()) == [False, False, True]
    tabs = pandas.read_csv(f"{endpoint}.tsv?query={quote(NAMES)}", sep="\t")
    assert list(tabs.columns) == ["?who", "?name", "?count"]


def test_csv_is_as_r_and_every_spreadsheet_read_it(served: Served) -> None:
    """RFC 4180: a header line, CRLF, quotes doubled, and nothing at all for what is unbound."""
    answer = served.query(NAMES, "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8").split("\r\n")
    assert lines[0] == "who,name,count"
    assert lines[1] == f'{A}/s,"a, ""b""\nc",7'
    assert lines[3] == f"{A}/t,é,"
    assert lines[4:] == [""]
    strict = csv.reader(io.StringIO(answer.text, newline=""), strict=True)
    assert [len(row) for row in strict] == [3, 3, 3, 3]


# Oxigraph and careergraph themselves


def test_another_store_asks_it_by_service(endpoint: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode(f"{A}/mine"), ox.NamedNode(f"{A}/of"), ox.NamedNode(f"{A}/t")))
    found = store.query(
        f"SELECT ?name {{ ?mine <{A}/of> ?t SERVICE <{endpoint}> {{ ?t <{A}/name> ?name }} }}"
    )
    assert isinstance(found, ox.QuerySolutions)
    assert [row["name"] for row in found] == [ox.Literal("é")]


def test_careergraph_opens_its_own_endpoint(endpoint: str) -> None:
    found = cg.open(endpoint).query(NAMES)
    assert [str(row[1]) for row in found.rows] == ['a, "b"\nc', "d", "é"]


def test_rdflib_parses_a_graph_from_an_address(served: Served) -> None:
    graph = rdflib.Graph().parse(f"{served.address}/graphs?default", format="turtle")
    assert len(graph) == 6
