"""Limits of the service hold for any query, and leave other queries alone."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from serving import Served, serving, until

RUNAWAYS = {
    "cross product, counted": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "cross product, sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "distinct, counted": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "grouped": "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
    "path open at both ends": "SELECT (COUNT(*) AS ?n) { ?a (!career:no)+ ?b . ?c ?d ?e }",
    "regular expression": 'ASK { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(CONCAT(?c, ?f)), "^no") }',
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve"), "--timeout", "1.5", "--memory", "300",
                 "--workers", "3") as served:  # fmt: skip
        yield served


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_query_over_its_limit_ends_in_an_error_and_not_in_a_cut_answer(
    served: Served, query: str
) -> None:
    started = time.monotonic()
    answer = served.query(query)
    assert answer.status_code == 503
    assert "the most it may" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert time.monotonic() - started < 10


def test_a_long_answer_that_breaks_off_is_a_broken_stream_and_never_looks_whole(
    served: Served,
) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        served.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", accept="text/csv")
    assert served.query("ASK {}").json() == {"head": {}, "boolean": True}


def test_short_queries_go_on_beside_more_runaways_than_there_are_workers(served: Served) -> None:
    runaway = RUNAWAYS["cross product, counted"]
    threads = [threading.Thread(target=served.query, args=(runaway,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    answers = [served.query("SELECT ?r { ?r a career:Role } LIMIT 1") for _ in range(20)]
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 20


def test_a_query_whose_client_leaves_is_ended(served: Served) -> None:
    with pytest.raises(httpx.ReadTimeout):
        served.client.get(
            "/sparql", params={"query": RUNAWAYS["cross product, counted"]}, timeout=0.3
        )
    until = time.monotonic() + 1
    while "careergraph_jobs_fast 0.0" not in served.get("/metrics").text:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_query_that_is_longer_than_the_queue_holds_is_answered(served: Served) -> None:
    names = " ".join(f'"name {i}"' for i in range(20_000))
    text = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?name {{ {names} }} }}"
    answer = served.client.post("/sparql", data={"query": text})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "20000"


def test_clients_that_leave_take_nothing_from_those_that_stay(served: Served) -> None:
    stop, slow = threading.Event(), "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"

    def leave() -> None:
        while not stop.is_set():
            with contextlib.suppress(httpx.TimeoutException):
                served.client.get("/sparql", params={"query": slow}, timeout=0.11)

    threads = [threading.Thread(target=leave) for _ in range(2)]
    for thread in threads:
        thread.start()
    asked = [f"SELECT ({i} AS ?n) {{}}" for i in range(60)]
    answers = [served.query(each) for each in asked]
    stop.set()
    for thread in threads:
        thread.join()
    found = [answer.json()["results"]["bindings"][0]["n"]["value"] for answer in answers]
    assert found == [str(i) for i in range(60)]


def test_after_slow_queries_there_are_as_many_workers_as_before(served: Served) -> None:
    until(lambda: len(served.family()) == 4)  # the keeper and three workers
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    threads = [threading.Thread(target=served.query, args=(slow,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: len(served.family()) == 4)
    time.sleep(1.5)  # nobody comes late
    assert len(served.family()) == 4


def test_a_class_room_that_opens_the_same_page_at_once_gets_it(served: Served) -> None:
    answers: list[httpx.Response] = []
    readers = [
        threading.Thread(target=lambda: answers.append(served.get("/ontology.html")))
        for _ in range(20)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_a_graph_that_is_replaced_is_served_without_a_pause(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text('<http://a.example/s> <http://a.example/p> "old" .')
    with serving(tmp_path, "--graph", str(path)) as served:
        ask = "SELECT ?o { <http://a.example/s> <http://a.example/p> ?o }"
        assert served.query(ask).json()["results"]["bindings"][0]["o"]["value"] == "old"
        tag = served.query(ask).headers["etag"]
        fresh = tmp_path / "fresh.ttl"
        fresh.write_text('<http://a.example/s> <http://a.example/p> "new" .')
        fresh.replace(path)
        values = set()
        until = time.monotonic() + 30
        while "new" not in values and time.monotonic() < until:
            values.add(served.query(ask).json()["results"]["bindings"][0]["o"]["value"])
            time.sleep(0.02)
        assert values == {"old", "new"}
        assert served.query(ask).headers["etag"] != tag
