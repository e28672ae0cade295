"""What clients of the endpoint rely on: methods, forms, statuses, caching, codings, datasets."""

import csv
import gzip
import io
import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
import zstandard

import careergraph
from careergraph.market import generations, inventory
from careergraph.market.importing import import_release
from careergraph.serve import Limits, jobs
from careergraph.terms import ID, ONTOLOGY
from serving import Served, serving

SAMPLE = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"
A = "http://a.example"
ONET = f"{ID}graph/onet"
WORDS = f'<{A}/s> <{A}/p> "a, \\"b\\"\\nc", "é"@fr, 1 ; <{A}/q> _:one . _:one <{A}/r> _:two .'
ASKED = f"SELECT ?p ?o {{ <{A}/s> ?p ?o }} ORDER BY ?p ?o"


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market, which has a graph a source, and two graphs more."""
    folder = tmp_path_factory.mktemp("protocol") / "market"
    import_release("onet", SAMPLE, into=folder)
    held = generations.current(folder)
    store = ox.Store(str(held / "store"))
    for name, text in (("one", WORDS), ("two", f"<{A}/t> <{A}/says> 2 .")):
        store.load(text.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"{A}/{name}"))
    store.flush()
    del store
    inventory.write(held)
    return folder


@pytest.fixture(scope="module")
def served(market: Path) -> Iterator[Served]:
    with serving(market.parent, "--graph", str(market), "--timeout", "20", "--workers", "2") as one:
        yield one


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    found = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


# Forms

RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values; charset=utf-8": ox.QueryResultsFormat.TSV,
}
SYNTAXES = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


@pytest.mark.parametrize("media", RESULTS)
def test_rows_are_the_same_in_every_form_that_holds_terms(served: Served, media: str) -> None:
    answer = served.query(ASKED, media)
    assert answer.headers["content-type"] == media
    told = ox.parse_query_results(answer.content, format=RESULTS[media])
    expected = ox.parse_query_results(
        served.query(ASKED).content, format=RESULTS[next(iter(RESULTS))]
    )
    assert isinstance(told, ox.QuerySolutions)
    assert isinstance(expected, ox.QuerySolutions)
    found = [tuple(row) for row in told]
    assert found == [tuple(row) for row in expected]
    assert len(found) == 4


@pytest.mark.parametrize("ending", SYNTAXES)
@pytest.mark.parametrize("query", [f"CONSTRUCT WHERE {{ <{A}/s> ?p ?o }}", f"DESCRIBE <{A}/s>"])
def test_triples_are_the_same_in_every_syntax(served: Served, ending: str, query: str) -> None:
    media, format = SYNTAXES[ending]
    ways = [
        served.query(query, media),
        served.get(f"/sparql.{ending}", query=query),
        served.get("/sparql", query=query, format=ending),
        served.get("/sparql", query=query, format=media.partition(";")[0]),
    ]
    for answer in ways:
        assert answer.headers["content-type"] == media
        told = ox.Dataset(ox.Quad(*q.triple) for q in ox.parse(answer.content, format=format))
        expected = ox.Dataset(
            ox.parse(served.query(query, "text/turtle").content, format=ox.RdfFormat.TURTLE)
        )
        for each in (told, expected):
            each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert told == expected
        assert len(told) >= 4


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("text/csv", b"true"),
        ("text/tab-separated-values", b"true"),
    ],
)
def test_yes_or_no_comes_in_every_form(served: Served, media: str, body: bytes) -> None:
    assert served.query("ASK {}", media).content == body
    assert served.query("ASK { FILTER(false) }", media).content == body.replace(b"true", b"false")


def test_yes_or_no_as_xml_and_as_a_page(served: Served) -> None:
    answer = served.query("ASK {}", "application/sparql-results+xml")
    (found,) = ElementTree.fromstring(answer.text).iter(
        "{http://www.w3.org/2005/sparql-results#}boolean"
    )
    assert found.text == "true"
    assert served.query("ASK {}", "text/html").text.startswith("<!doctype html>")


def test_a_describe_of_nothing_is_an_empty_graph(served: Served) -> None:
    answer = served.query(f"DESCRIBE <{A}/nobody>", "application/n-triples")
    assert (answer.status_code, answer.content) == (200, b"")


def test_two_accept_headers_are_one_list(served: Served) -> None:
    headers = [("accept", "text/csv;q=0.1"), ("accept", "application/sparql-results+xml")]
    answer = served.client.get("/sparql", params={"query": "ASK {}"}, headers=headers)
    assert answer.headers["content-type"] == "application/sparql-results+xml"


def test_a_client_that_accepts_nothing_there_is_gets_406_and_a_list(served: Served) -> None:
    answer = served.query("ASK {}", "image/png")
    assert answer.status_code == 406
    assert "application/sparql-results+json, application/sparql-results+xml" in answer.text
    triples = served.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv")
    assert triples.status_code == 406
    assert "text/turtle" in triples.text


TRIPLE_TERM = f"<<( <{A}/s> <{A}/p> 1 )>>"


@pytest.mark.parametrize("media", RESULTS)
def test_a_triple_can_be_a_term(served: Served, media: str) -> None:
    answer = served.query(f"SELECT (?t AS ?term) {{ BIND({TRIPLE_TERM} AS ?t) }}", media)
    told = ox.parse_query_results(answer.content, format=RESULTS[media])
    assert isinstance(told, ox.QuerySolutions)
    (row,) = told
    one = ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert row[0] == ox.Triple(ox.NamedNode(f"{A}/s"), ox.NamedNode(f"{A}/p"), one)


@pytest.mark.parametrize("ending", ["ttl", "nt", "nq", "trig", "rdf"])
def test_a_triple_can_be_a_term_of_another(served: Served, ending: str) -> None:
    query = f"CONSTRUCT {{ <{A}/s> <{A}/says> {TRIPLE_TERM} }} WHERE {{}}"
    content = served.get(f"/sparql.{ending}", query=query).content
    (quad,) = ox.parse(content, format=SYNTAXES[ending][1])
    assert isinstance(quad.object, ox.Triple)


def test_json_ld_which_has_no_such_terms_is_refused_for_them(served: Served) -> None:
    query = f"CONSTRUCT {{ <{A}/s> <{A}/says> {TRIPLE_TERM} }} WHERE {{}}"
    answer = served.get("/sparql.jsonld", query=query)
    assert answer.status_code == 400
    assert "JSON-LD" in answer.text


@pytest.mark.parametrize(
    ("query", "ending", "said"),
    [
        ('SELECT ("\\u0001" AS ?x) {}', "xml", "U+0001; JSON can"),
        ('SELECT ("\\uFFFF" AS ?x) {}', "xml", "U+FFFF; JSON can"),
        ('CONSTRUCT { <a> <b> "\\u0000" } {}', "rdf", "U+0000; JSON can"),
        ("CONSTRUCT { <a> <http://a.example/1> 1 } {}", "rdf", "<http://a.example/1>; Turtle can"),
    ],
)
def test_what_xml_cannot_hold_is_refused_rather_than_written(
    served: Served, query: str, ending: str, said: str
) -> None:
    answer = served.get(f"/sparql.{ending}", query=query)
    assert answer.status_code == 400
    assert said in answer.text
    other = "json" if ending == "xml" else "ttl"
    assert served.get(f"/sparql.{other}", query=query).status_code == 200


def test_xml_holds_all_else(served: Served) -> None:
    text = "\t\n\r <&>\"' é \N{GRINNING FACE} \ud7ff\ue000\ufffd"
    query = f"SELECT (?t AS ?x) {{ VALUES ?t {{ {ox.Literal(text)} }} }}"
    answer = served.query(query, "application/sparql-results+xml")
    told = ox.parse_query_results(answer.content, format=ox.QueryResultsFormat.XML)
    assert isinstance(told, ox.QuerySolutions)
    assert [row["x"] for row in told] == [ox.Literal(text)]


def test_a_blank_node_has_one_name_across_rows_and_others_have_others(served: Served) -> None:
    one = f"GRAPH <{A}/one>"
    query = f"SELECT ?x ?y {{ {one} {{ <{A}/s> <{A}/q> ?x . ?x <{A}/r> ?y }} }}"
    (pair,) = rows(served.query(f"{query} LIMIT 1"))
    union = rows(served.query(
        f"SELECT ?b {{ {{ {one} {{ <{A}/s> <{A}/q> ?b }} }} UNION {{ {one} {{ ?b <{A}/r> ?o }} }} "
        f"UNION {{ {one} {{ ?s <{A}/r> ?b }} }} }}"
    ))  # fmt: skip
    assert sorted(row["b"] for row in union) == sorted([pair["x"], pair["x"], pair["y"]])
    assert pair["x"] != pair["y"]
    table = list(csv.DictReader(io.StringIO(served.query(query, "text/csv").text)))
    assert table == [{"x": f"_:{pair['x']}", "y": f"_:{pair['y']}"}]


# Datasets


def subjects(answer: httpx.Response) -> set[str]:
    return {row["s"] for row in rows(answer)}


def test_a_query_sees_all_graphs_unless_it_says_which(served: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    everything = rows(served.query(query.format("")))[0]["n"]
    onet = rows(served.query(query.format(f"FROM <{ONET}>")))[0]["n"]
    one = rows(served.query(query.format(f"FROM <{A}/one>")))[0]["n"]
    assert int(everything) > int(onet) > int(one) == 5


@pytest.mark.parametrize("said", ["FROM <{}>", "from <{}>", "FROM NAMED <a:b> FROM <{}>",
                                  "FROM <{}> FROM NAMED <a:b>"])  # fmt: skip
def test_from_in_a_query_says_which_graph_it_sees(served: Served, said: str) -> None:
    query = f"SELECT ?s {said.format(f'{A}/one')} {{ ?s ?p ?o FILTER isIRI(?s) }}"
    assert subjects(served.query(query)) == {f"{A}/s"}


def test_from_named_alone_leaves_the_default_graph_empty(served: Served) -> None:
    query = f"SELECT ?s FROM NAMED <{A}/one> {{ {{}} ?s ?p ?o }}"
    assert rows(served.query(query)) == []
    named = f"SELECT DISTINCT ?s FROM NAMED <{A}/one> {{ GRAPH ?s {{ ?a ?b ?c }} }}"
    assert subjects(served.query(named)) == {f"{A}/one"}


def test_the_graph_of_a_source_can_be_asked_alone_in_the_request(served: Served) -> None:
    query = "SELECT DISTINCT (?g AS ?s) { GRAPH ?g { ?a ?b ?c } }"
    every = subjects(served.get("/sparql", query=query))
    assert {ONET, f"{A}/one", ONTOLOGY} <= every
    graphs = [("named-graph-uri", ONET), ("named-graph-uri", f"{A}/two")]
    few = served.client.get("/sparql", params=[("query", query), *graphs])
    assert subjects(few) == {ONET, f"{A}/two"}
    asked = {"query": "SELECT ?s { ?s ?p ?o FILTER isIRI(?s) }", "default-graph-uri": f"{A}/one"}
    assert subjects(served.client.post("/sparql", data=asked)) == {f"{A}/s"}


def test_several_default_graphs_are_seen_as_one(served: Served) -> None:
    query = f"SELECT ?s {{ ?s <{A}/p> 1 . <{A}/t> ?says 2 }}"
    graphs = [("default-graph-uri", f"{A}/one"), ("default-graph-uri", f"{A}/two")]
    both = served.client.get("/sparql", params=[("query", query), *graphs])
    assert subjects(both) == {f"{A}/s"}
    assert rows(served.client.get("/sparql", params=[("query", query), graphs[0]])) == []


def test_the_page_of_an_answer_is_of_the_same_graphs(served: Served) -> None:
    query = "SELECT ?o { ?s ?p ?o FILTER isLiteral(?o) }"
    asked = {"query": query, "default-graph-uri": f"{A}/nowhere", "format": "html"}
    empty = served.get("/sparql", **asked)
    full = served.get("/sparql", **(asked | {"default-graph-uri": f"{A}/one"}))
    assert "é" in full.text
    assert "é" not in empty.text


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["nope", "", "a b", "<a:b>"])
def test_a_graph_that_is_no_iri_is_refused(served: Served, name: str, iri: str) -> None:
    answer = served.client.get("/sparql", params={"query": "ASK {}", name: iri})
    assert answer.status_code == 400
    assert f"{name} takes an IRI" in answer.text


def test_a_relative_iri_is_taken_from_the_endpoint(served: Served) -> None:
    query = "CONSTRUCT { <x> a <#y> } WHERE {}"
    (quad,) = ox.parse(
        served.query(query, "application/n-triples").content, format=ox.RdfFormat.N_TRIPLES
    )
    assert quad.subject == ox.NamedNode(f"{served.address}/x")
    assert quad.object == ox.NamedNode(f"{served.address}/sparql#y")
    answer = served.query("SELECT * { <x> ?p }")
    assert (answer.status_code, answer.text) == (
        400,
        "line 1, column 19: did not expect '}' here\n",
    )


# Texts


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("%22a+b%22", "a b"), ("%22a%2Bb%22", "a+b"), ("%22%C3%A9%22", "é"),
        ("%22a%2520b%22", "a%20b"), ("%22%26%3D%23%22", "&=#"),
        ("%22%F0%9F%98%80%22", "\U0001f600"),
        ("%22\\u00e9%22", "é"), ("%22a;b%22", "a;b"),
    ],
)  # fmt: skip
def test_an_address_is_decoded_once(served: Served, written: str, value: str) -> None:
    answer = served.client.get(f"/sparql?query=SELECT+({written}+AS+?x)+%7B%7D")
    assert rows(answer) == [{"x": value}]


def test_a_null_character_is_told_or_kept_and_ends_nothing(served: Served) -> None:
    assert served.query("ASK {}\0").status_code == 400
    assert rows(served.query('SELECT ("a\0b" AS ?x) {}')) == [{"x": "a\0b"}]


def test_a_query_of_a_megabyte_can_be_posted(served: Served) -> None:
    values = " ".join(f'"{n:020}"' for n in range(40_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}"
    assert 900_000 < len(query) < 1_000_000
    headers = {"content-type": "application/sparql-query"}
    answer = served.client.post("/sparql", content=query.encode(), headers=headers)
    assert rows(answer) == [{"n": "40000"}]


@pytest.mark.parametrize("query", ["", "   ", "# nothing\n", "\ufeff"])
def test_no_query_at_all_is_told_as_such(served: Served, query: str) -> None:
    answer = served.query(query)
    assert answer.status_code == 400
    assert answer.text.endswith("there is no query here\n")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT *\n{ ?s ?p }", "line 2, column 9: "),
        ("SELECT *\r\n{\r\n  ?s ?p 'x }", "line 3, column 9: a text begins"),
        ("ASK { ?s rol:x ?o }", "line 1, column 10: no prefix is named 'rol:'; did you mean"),
        ("ASK {", "line 1, column 6: the query ends too soon"),
        ("ASK " + "{" * 400 + "}" * 400, "line 1: more than 300 brackets"),
        ("CLEAR ALL", "line 1, column 1: CLEAR would change the graph"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "never use the network"),
    ],
)
def test_a_query_that_is_wrong_is_told_with_line_and_column(
    served: Served, query: str, said: str
) -> None:
    answer = served.query(query)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert said in answer.text
    assert answer.text.count("\n") == 1


# Statuses


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/sparql", "/graphs", "/queries", "/", "/health"])
def test_other_methods_are_answered_405_with_those_that_are(
    served: Served, method: str, path: str
) -> None:
    answer = served.client.request(method, path)
    assert answer.status_code == 405
    expected = "GET, HEAD, POST, OPTIONS" if path == "/sparql" else "GET, HEAD, OPTIONS"
    assert answer.headers["allow"] == expected
    assert served.client.options(path).headers["allow"] == expected


def test_what_is_not_there_is_404(served: Served) -> None:
    for path in ("/nowhere", "/sparql/x", "/sparql.pdf", "/graphs?graph=a:b", "/graphs/x"):
        assert served.get(path).status_code == 404, path


def test_a_body_that_is_too_large_is_413_whether_it_says_so_or_not(served: Served) -> None:
    body = b"query=ASK+%7B%7D&x=" + b"x" * (1 << 20)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    stated = served.client.post("/sparql", content=body, headers=headers)
    chunked = served.client.post("/sparql", content=iter([body]), headers=headers)
    assert [stated.status_code, chunked.status_code] == [413, 413]
    assert "1,048,576 bytes" in stated.text


def test_headers_that_are_too_large_are_431(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 10) as client:
        client.sendall(b"GET /sparql HTTP/1.1\r\nhost: a\r\nx: " + b"x" * 70_000)
        assert client.recv(100).startswith(b"HTTP/1.1 431 ")
    assert served.query("ASK {}").status_code == 200


@pytest.mark.parametrize("hosts", [b"", b"host: a\r\nhost: b\r\n"])
def test_a_request_without_one_host_is_400(served: Served, hosts: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 10) as client:
        client.sendall(b"GET /health HTTP/1.1\r\n" + hosts + b"\r\n")
        answer = client.recv(2000)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.endswith(b"send one Host header\n")


def test_a_body_that_is_coded_is_415(served: Served) -> None:
    answer = served.client.post(
        "/sparql", content=gzip.compress(b"ASK {}"),
        headers={"content-type": "application/sparql-query", "content-encoding": "gzip"},
    )  # fmt: skip
    assert answer.status_code == 415
    assert answer.text == "the body is coded as 'gzip'; send it as it is\n"


LINES = 60_000


@pytest.fixture(scope="module")
def strained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with one worker, no waiting, and little time for a body to come."""
    folder = tmp_path_factory.mktemp("strained")
    text = "".join(f'<{A}/{n}> <{A}/text> "{n:01000}" .\n' for n in range(LINES))
    (folder / "graph.nt").write_text(text)
    limits = Limits(workers=1, slow=1, waiting=0, time=1.0)
    with serving(folder, locations=(str(folder / "graph.nt"),), limits=limits,
                 body_timeout=0.5) as served:  # fmt: skip
        yield served


def test_a_body_that_does_not_come_is_408(strained: Served) -> None:
    with socket.create_connection(("127.0.0.1", strained.port), 10) as client:
        client.sendall(b"POST /sparql HTTP/1.1\r\nhost: a\r\ncontent-length: 20\r\n\r\nquery=")
        answer = client.recv(2000)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"connection: close" in answer


def test_beyond_what_runs_and_waits_a_query_is_503_with_the_time_to_try_again(
    strained: Served,
) -> None:
    long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda _: httpx.get(
            f"{strained.address}/sparql", params={"query": long}, timeout=60, trust_env=False
        ), range(6)))  # fmt: skip
    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in answers)
    said = " ".join(answer.text for answer in answers)
    assert "too many queries are running" in said
    assert "took longer than 1 s" in said


def test_a_graph_comes_whole_even_when_it_takes_longer_than_a_query_may(strained: Served) -> None:
    headers = {"accept": "application/n-triples", "accept-encoding": "identity"}
    with strained.client.stream("GET", "/graphs?default", headers=headers) as answer:
        assert sum(piece.count(b"\n") for piece in answer.iter_raw()) == LINES


def test_what_is_allowed_is_told_before_a_page_from_elsewhere_sends_it(served: Served) -> None:
    headers = {"origin": "https://b.example", "access-control-request-method": "POST",
               "access-control-request-headers": "content-type"}  # fmt: skip
    answer = served.client.options("/sparql", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
    read = served.client.get(
        "/sparql", params={"query": "ASK {}"}, headers={"origin": "https://b.example"}
    )
    assert read.headers["access-control-allow-origin"] == "*"
    assert "etag" in read.headers["access-control-expose-headers"].lower()
    wrong = served.client.get(
        "/sparql", params={"query": "ASK {"}, headers={"origin": "https://b.example"}
    )
    assert (wrong.status_code, wrong.headers["access-control-allow-origin"]) == (400, "*")


@pytest.mark.parametrize("path", ["/sparql?query=ASK%20%7B%7D", "/sparql?query=ASK%20%7B",
                                  "/sparql", "/graphs?default", "/nowhere"])  # fmt: skip
def test_head_is_get_without_the_body(served: Served, path: str) -> None:
    whole, head = served.client.get(path), served.client.head(path)
    assert head.content == b""
    assert head.status_code == whole.status_code
    unlike = {"date", "transfer-encoding"}
    told = {n: v for n, v in whole.headers.items() if n not in unlike}
    assert {n: v for n, v in head.headers.items() if n not in unlike} == told


# Codings and caching


def raw(served: Served, coding: str, query: str = ASKED) -> httpx.Response:
    request = served.client.build_request(
        "GET", "/sparql.csv", params={"query": query}, headers={"accept-encoding": coding}
    )
    answer = served.client.send(request, stream=True)
    answer._content = b"".join(answer.iter_raw())
    answer.close()
    return answer


LONG = f"SELECT ?s ?p ?o {{ GRAPH <{ONET}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"


@pytest.mark.parametrize("query", [ASKED, LONG], ids=["short", "long"])
def test_an_answer_is_the_same_in_every_coding(served: Served, query: str) -> None:
    plain = raw(served, "identity", query)
    assert "content-encoding" not in plain.headers
    zipped = raw(served, "identity;q=0, gzip", query)
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    squeezed = raw(served, "identity;q=0, zstd", query)
    assert squeezed.headers["content-encoding"] == "zstd"
    whole = zstandard.ZstdDecompressor().decompressobj().decompress(squeezed.content)
    assert whole == plain.content
    for answer in (plain, zipped, squeezed):
        assert {"Accept", "Accept-Encoding"} <= set(answer.headers["vary"].split(", "))


def test_a_short_answer_is_left_as_it_is_for_who_takes_that(served: Served) -> None:
    assert "content-encoding" not in raw(served, "gzip").headers
    assert raw(served, "gzip", LONG).headers["content-encoding"] == "gzip"


def test_a_client_that_takes_no_coding_there_is_gets_406(served: Served) -> None:
    assert raw(served, "identity;q=0, br").status_code == 406


def test_who_has_an_answer_already_is_told_so(served: Served) -> None:
    address = {"url": "/sparql", "params": {"query": ASKED}}
    tag = served.client.get(**address).headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = served.client.get(**address, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        assert answer.headers["etag"] == tag
        assert "Accept" in answer.headers["vary"]
        assert "content-length" not in answer.headers
    for other in ('"other"', tag[:-2] + '"', tag + "x"):
        answer = served.client.get(**address, headers={"if-none-match": other})
        assert answer.status_code == 200, other


def test_another_form_coding_or_question_has_another_tag(served: Served) -> None:
    asks = [
        ("/sparql", {"query": ASKED}, {}),
        ("/sparql", {"query": ASKED}, {"accept": "text/csv"}),
        ("/sparql", {"query": ASKED}, {"accept-encoding": "identity"}),
        ("/sparql", {"query": ASKED, "default-graph-uri": ONET}, {}),
        ("/sparql", {"query": f"{ASKED} "}, {}),
        ("/graphs", {"graph": ONET}, {}),
        ("/graphs", {"graph": f"{A}/one"}, {}),
    ]
    tags = [served.client.get(p, params=q, headers=h).headers["etag"] for p, q, h in asks]
    assert len(set(tags)) == len(asks)


@pytest.mark.parametrize(
    "query",
    ["SELECT (NOW() AS ?x) {}", "SELECT (rand() AS ?x) {}", "SELECT (UUID  ( ) AS ?x) {}",
     "SELECT (STRUUID#a\n#b\n() AS ?x) {}", "SELECT (BNODE() AS ?x) {}",
     "SELECT (\\u004EOW() AS ?x) {}", "ASK {", "SELECT * { ?s ?p }"],
)  # fmt: skip
def test_what_changes_at_each_call_or_is_wrong_has_no_tag(served: Served, query: str) -> None:
    answer = served.query(query)
    assert "etag" not in answer.headers
    again = served.client.get("/sparql", params={"query": query}, headers={"if-none-match": "*"})
    assert again.status_code == answer.status_code


def test_what_is_posted_has_no_tag(served: Served) -> None:
    answer = served.client.post("/sparql", data={"query": "ASK {}"}, headers={"if-none-match": "*"})
    assert answer.status_code == 200
    assert "etag" not in answer.headers


def test_an_answer_may_be_kept_but_is_asked_for_anew(served: Served) -> None:
    assert served.query("ASK {}").headers["cache-control"] == "no-cache"


def test_the_whole_of_a_graph_comes_by_the_graph_store_protocol(served: Served) -> None:
    for ending, (media, format) in SYNTAXES.items():
        answer = served.client.get(f"/graphs.{ending}", params={"graph": f"{A}/one"})
        assert answer.headers["content-type"] == media
        assert len(list(ox.parse(answer.content, format=format))) == 5


def test_the_default_graph_is_all_the_data_without_what_describes_it(served: Served) -> None:
    lines = served.client.get("/graphs.nt?default").text.splitlines()
    query = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{}> {{ ?s ?p ?o }} }}"
    for graph in (f"{A}/one", ONET, f"{ID}graph/derived"):
        (found,) = rows(served.query(query.format(graph)))
        assert len(set(lines)) > int(found["n"]) > 0
    assert f"<{A}/t> <{A}/says>" in " ".join(lines)
    assert not any(line.startswith(f"<{ONTOLOGY}#Role>") for line in lines)


def test_errors_of_other_addresses_are_json_that_says_what_is_wrong(served: Served) -> None:
    answer = served.client.get("/queries/nope", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    said = json.loads(answer.text)
    assert said["status"] == answer.status_code == 404
    assert "no query is named 'nope'" in said["detail"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/complete?text=a&q=x", 400, "there is no q= here; there are text, at"),
        ("/labels?x=1", 400, "there is no x= here; there are iri"),
        ("/page?hops=2", 400, "name that with around="),
        ("/route?q=from+data+analyst&k=99999999999", 400, "k takes at most 999999999"),
        ("/id/role/", 404, "/id/role lists those there"),
        ("/id/role/.ttl", 404, "/id/role lists those there"),
        ("/sparql?query=SELECT+*+{+SERVICE+route:find+{+?a+?b+?c+}+}", 400,
         "there is no SERVICE route:find; write SERVICE route: { ... }"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_told(served: Served, path: str, status: int, said: str) -> None:
    answer = served.client.get(path, headers={"accept": "application/json"})
    assert answer.status_code == status
    assert said in answer.text


def test_people_see_the_cookbook_as_a_page_whose_links_lead_somewhere(served: Served) -> None:
    for place in ("/queries", "/queries.html", "/queries/"):
        page = served.client.get(place, headers={"accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        base = httpx.URL(f"{served.address}{place}")
        links = re.findall(r'<h2><a href="([^"]+)"', page.text)
        assert len(links) == len(served.get("/queries").json()) > 20
        assert served.client.get(base.join(links[0])).status_code in (200, 404)  # no such role here
        assert served.client.get(base.join("./queries/nope.html")).status_code == 404


def test_a_route_tells_which_roles_a_name_was_taken_for(tmp_path: Path) -> None:
    world = (Path(__file__).parent / "small_world.ttl").read_text("utf-8")
    shared = "".join(f'<{ID}role/{role}> skos:altLabel "Counter"@en .\n'
                     for role in ("analyst", "steward"))  # fmt: skip
    path = tmp_path / "graph.ttl"
    path.write_text(f"{world}\n{shared}", "utf-8")
    graph = careergraph.open(path)

    def told(form: str, phrase: str) -> str:
        body = jobs.do(graph, {"job": "route", "q": phrase, "format": form}).body
        assert isinstance(body, bytes)
        return body.decode()

    (note,) = json.loads(told("json", "from Counter to Data Scientist"))["notes"]
    assert note.startswith("'Counter' is another name of 'Data ")
    assert told("txt", "from Counter to Data Scientist").endswith(f"\n\n{note}\n")
    assert json.loads(told("json", "from Data Analyst to Data Scientist"))["notes"] == []
