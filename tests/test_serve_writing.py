"""`careergraph serve --writable`: SPARQL Update of a graph in a file, on this machine alone."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from serving import Served, serving, until

UPDATE = "application/sparql-update"
A = "http://a.example"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("writing") / "graph.nq"
    path.write_text(f'<{A}/s> <{A}/p> "1" .\n')
    return path


@pytest.fixture(scope="module")
def served(file: Path) -> Iterator[Served]:
    options = ("--graph", str(file), "--writable", "--timeout", "2", "--memory", "300")
    with serving(file.parent, *options) as served:
        yield served


@pytest.fixture(autouse=True)
def _as_it_was(served: Served) -> Iterator[None]:
    yield
    update(served, f'DELETE WHERE {{ ?s ?p ?o }}; DROP ALL; INSERT DATA {{ <{A}/s> <{A}/p> "1" }}')


def update(served: Served, text: str, **headers: str) -> httpx.Response:
    sent = {"content-type": UPDATE} | headers
    return served.client.post("/sparql", content=text.encode(), headers=sent)


def values(served: Served) -> list[str]:
    found = served.query(f"SELECT ?o {{ ?s <{A}/p> ?o }} ORDER BY ?o").json()
    return [row["o"]["value"] for row in found["results"]["bindings"]]


def test_who_asks_after_an_update_sees_it_and_so_does_the_file(served: Served, file: Path) -> None:
    assert update(served, f'INSERT DATA {{ <{A}/s> <{A}/p> "2" }}').status_code == 204
    assert values(served) == ["1", "2"]
    assert len(list(ox.parse(file.read_bytes(), format=ox.RdfFormat.N_QUADS))) == 2


def test_a_graph_that_is_written_twice_alike_has_the_same_bytes(served: Served, file: Path) -> None:
    text = f"INSERT DATA {{ <{A}/s> <{A}/q> [ <{A}/r> 1 ] , [ <{A}/r> 2 ] }}"
    assert update(served, text).status_code == 204
    before = file.read_bytes()
    assert update(served, f'INSERT DATA {{ <{A}/s> <{A}/p> "1" }}').status_code == 204
    assert file.read_bytes() == before
    assert before.count(b"\n") == 5


def test_named_graphs_stay_apart_in_the_file(served: Served, file: Path) -> None:
    assert update(served, f"INSERT DATA {{ GRAPH <{A}/g> {{ <{A}/s> <{A}/p> 3 }} }}").is_success
    assert f"<{A}/g> ." in file.read_text()
    found = served.query(f"SELECT ?g {{ GRAPH ?g {{ ?s <{A}/p> 3 }} }}").json()
    assert [row["g"]["value"] for row in found["results"]["bindings"]] == [f"{A}/g"]


def test_an_update_sees_what_the_file_states_and_not_what_follows(served: Served) -> None:
    text = f"INSERT {{ <{A}/s> <{A}/p> ?class }} WHERE {{ ?class a owl:Class }}"
    assert update(served, text).status_code == 204
    assert values(served) == ["1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("INSERT DATA { <a> <b> ", "line 1, column"),
        ("INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://127.0.0.1:1/data>", "LOAD is refused"),
        ("LOAD #c\n SILENT <file:///etc/passwd> INTO GRAPH <a:b>", "LOAD is refused"),
        ("CREATE GRAPH <a:b>; CREATE GRAPH <a:b>", "cannot be done"),
    ],
)
def test_an_update_that_cannot_be_done_says_why_and_changes_nothing(
    served: Served, file: Path, text: str, said: str
) -> None:
    before = file.read_bytes()
    answer = update(served, text)
    assert answer.status_code == 400
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert file.read_bytes() == before
    assert values(served) == ["1"]


def test_an_update_has_the_limits_of_a_query(served: Served, file: Path) -> None:
    rows = " ".join(f"<{A}/{i}>" for i in range(300))
    assert update(served, f"INSERT DATA {{ <{A}/s> <{A}/q> {rows.replace(' ', ', ')} }}").is_success
    before = file.read_bytes()
    answer = update(
        served,
        f"INSERT {{ <{A}/s> <{A}/p> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ ?a <{A}/q> ?b . "
        f"?c <{A}/q> ?d . ?e <{A}/q> ?f . ?g <{A}/q> ?h }} }}",
    )
    assert answer.status_code == 503
    assert file.read_bytes() == before
    assert values(served) == ["1"]


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"origin": "null"}]
)
def test_a_page_from_elsewhere_cannot_have_a_browser_send_one(
    served: Served, headers: dict[str, str]
) -> None:
    assert update(served, "CLEAR ALL", **headers).status_code == 403
    assert values(served) == ["1"]


def test_a_change_of_the_file_by_others_is_seen_and_kept(served: Served, file: Path) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(f'<{A}/s> <{A}/p> "theirs" .\n')
    fresh.replace(file)
    assert update(served, f'INSERT DATA {{ <{A}/s> <{A}/p> "ours" }}').is_success
    assert values(served) == ["ours", "theirs"]


def test_two_services_of_one_file_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<{A}/s> <{A}/p> "0" .')
    options = ("--graph", str(path), "--writable", "--no-log")
    with serving(tmp_path, *options) as one, serving(tmp_path, *options) as other:

        def write(served: Served, name: str) -> None:
            for number in range(10):
                text = f'INSERT DATA {{ <{A}/s> <{A}/p> "{name}{number}" }}'
                assert update(served, text).status_code == 204

        writers = [threading.Thread(target=write, args=each) for each in ((one, "a"), (other, "b"))]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    assert path.read_text().count('"') == 2 * 21


def test_without_the_option_every_update_is_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<{A}/s> <{A}/p> "1" .')
    with serving(tmp_path, "--graph", str(path)) as served:
        assert update(served, "CLEAR ALL").status_code == 403
        assert served.client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
        assert served.get("/sparql", update="CLEAR ALL").status_code == 400
        assert values(served) == ["1"]


def test_a_file_of_one_graph_refuses_a_named_one(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<{A}/s> <{A}/p> "1" .')
    with serving(tmp_path, "--graph", str(path), "--writable") as served:
        answer = update(served, f"INSERT DATA {{ GRAPH <{A}/g> {{ <{A}/s> <{A}/p> 3 }} }}")
        assert answer.status_code == 400
        assert "can hold one graph" in answer.text
        assert update(served, f'INSERT DATA {{ <{A}/s> <{A}/p> "2" }}').is_success
        assert '"1" , "2"' in path.read_text()


def test_after_many_updates_there_are_no_more_processes_than_after_one(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<{A}/s> <{A}/p> "0" .')
    with serving(tmp_path, "--graph", str(path), "--writable", "--no-log") as served:
        assert update(served, f'INSERT DATA {{ <{A}/s> <{A}/p> "1" }}').is_success
        until(lambda: len(served.family()) == 5)  # the keeper and four workers
        for number in range(2, 40):
            text = f'INSERT DATA {{ <{A}/s> <{A}/p> "{number}" }}'
            assert update(served, text).status_code == 204
        assert len(values(served)) == 40
        until(lambda: len(served.family()) == 5)


@pytest.mark.parametrize(
    "triple",
    [
        f'<{A}/s> <{A}/p> "Load planner"', f'<{A}/s> <{A}/p> "Plans the load of a truck"@en',
        f"<{A}/load> <{A}/b> <{A}/LOAD>", "<a:s> <a:p> '''LOAD <x>'''",
    ],
)  # fmt: skip
def test_a_text_or_a_name_may_hold_the_word_load(tmp_path: Path, triple: str) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'<{A}/s> <{A}/p> "0" .')
    with serving(tmp_path, "--graph", str(path), "--writable", "--no-log") as served:
        done = served.client.post("/sparql", data={"update": f"INSERT DATA {{ {triple} }}"})
        assert done.status_code == 204, done.text
        assert served.query(f"ASK {{ {triple} }}").json()["boolean"] is True
