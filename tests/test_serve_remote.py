"""The service before a graph on another server: the same answers, asked there."""

from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

import servers
from careergraph import remote
from careergraph.remote import pushing
from serving import Served, serving

ROLES = "SELECT ?role ?name { ?role a career:Role ; skos:prefLabel ?name } ORDER BY ?role"
PATHS = (
    "/queries/roles-by-pay.csv?low=90000",
    "/queries/entry-roles.json",
    "/route.json?q=from+data+analyst+to+senior+roles&k=3",
    "/labels?iri=https://w3id.org/careergraph/id/role/data-analyst",
    "/id/role/data-analyst.nt",
    "/complete?text=SELECT+*+%7B+role:data",
)


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, curated: ox.Store
) -> Iterator[str]:
    if request.param == "virtuoso" and servers.VIRTUOSO is None:
        pytest.skip(servers.NO_VIRTUOSO)
    with getattr(servers, request.param)(tmp_path_factory.mktemp("server")) as url:
        pushing.push(curated, remote.server(url))
        yield url


@pytest.fixture(scope="module")
def front(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("front"), "--graph", address) as served:
        yield served


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("embedded")) as served:
        yield served


@pytest.mark.parametrize(
    "accept",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
     "text/tab-separated-values"],
)  # fmt: skip
def test_rows_come_in_every_form_as_from_an_embedded_graph(
    front: Served, embedded: Served, accept: str
) -> None:
    asked, here = front.query(ROLES, accept), embedded.query(ROLES, accept)
    assert asked.status_code == 200
    assert asked.headers["content-type"] == here.headers["content-type"]
    assert asked.content == here.content


def test_triples_come_in_every_form(front: Served, embedded: Served) -> None:
    text = "CONSTRUCT { ?r skos:prefLabel ?n } WHERE { ?r a career:Role ; skos:prefLabel ?n }"
    formats = {"text/turtle": ox.RdfFormat.TURTLE, "application/ld+json": ox.RdfFormat.JSON_LD,
               "application/trig": ox.RdfFormat.TRIG}  # fmt: skip
    wanted = set(
        ox.parse(embedded.query(text, "application/n-quads").content, ox.RdfFormat.N_QUADS)
    )
    for accept, form in formats.items():
        assert set(ox.parse(front.query(text, accept).content, form)) == wanted


def test_a_truth_comes_as_one(front: Served) -> None:
    assert front.query("ASK { ?role a career:Role }").json()["boolean"] is True
    assert front.query("ASK { ?role a career:Nothing }").json()["boolean"] is False


@pytest.mark.parametrize("path", PATHS)
def test_all_else_is_answered_as_from_an_embedded_graph(
    front: Served, embedded: Served, path: str
) -> None:
    assert front.client.get(path).text == embedded.client.get(path).text


def test_routes_in_a_query_are_found_here_and_joined_there(front: Served, embedded: Served) -> None:
    text = """SELECT ?name { SERVICE route: {
        [] route:from "data analyst" ; route:to "senior roles" ; route:k 3 ; route:end ?role }
        ?role skos:prefLabel ?name } ORDER BY ?name"""
    assert front.query(text).content == embedded.query(text).content
    assert front.query(text).json()["results"]["bindings"]


def test_the_dataset_of_the_protocol_reaches_the_server(front: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = "https://w3id.org/careergraph/ontology"
    params = {"query": text, "default-graph-uri": graph}
    only = front.get("/sparql", **params).json()["results"]["bindings"][0]["n"]["value"]
    every = front.query(text).json()["results"]["bindings"][0]["n"]["value"]
    assert 0 < int(only) < int(every)


def test_no_answer_has_a_tag_since_the_server_may_change(front: Served) -> None:
    assert "etag" not in front.query(ROLES).headers


def test_a_wrong_query_is_told_of_here(front: Served) -> None:
    answer = front.query("SELECT * { ?a ?b")
    assert answer.status_code == 400
    assert "line 1, column" in answer.text


def test_a_server_that_is_gone_is_a_bad_gateway(
    tmp_path_factory: pytest.TempPathFactory, curated: ox.Store
) -> None:
    folder = tmp_path_factory.mktemp("gone")
    with servers.oxigraph(folder) as url:
        pushing.push(curated, remote.server(url))
        front = serving(folder, "--graph", url)
        served = front.__enter__()
    try:
        answer: httpx.Response = served.query(ROLES)
        assert answer.status_code == 502
        assert "cannot read" in answer.text
        assert served.client.get(PATHS[2]).status_code == 200  # from what was fetched
    finally:
        front.__exit__(None, None, None)
