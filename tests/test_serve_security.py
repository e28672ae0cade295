"""Hostile clients, queries and data: refused with a reason, cut off in time, shown as text.

Formulas in CSV (a cell that begins with =) are left as they are: the answer is what the graph says,
and a program that reads CSV must not run it.
"""

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from careergraph.errors import EvaluationError
from careergraph.sparql import faults
from serving import Served, serving, until

SHORT = "SELECT ?r { ?r a career:Role } LIMIT 1"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve"), "--workers", "3") as served:
        yield served


def sent(served: Served, *pieces: bytes, pause: float = 0.0, wait: float = 10) -> bytes:
    """What comes back for bytes, until the other side is silent for a moment or closes."""
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        connection.settimeout(wait)
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
            answer = connection.recv(1 << 16)
            connection.settimeout(0.3)
            while piece := connection.recv(1 << 16):
                answer += piece
        except TimeoutError:
            pass
        except ConnectionError:
            return b""
        return answer


def statuses(answer: bytes) -> list[int]:
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d+)", answer)]


# ----------------------------------------------------------------------------------- the network


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and whoever has called there."""
    calls: list[str] = []
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(50)
        door.settimeout(0.1)
        stop = threading.Event()

        def answer() -> None:
            while not stop.is_set():
                try:
                    caller, _ = door.accept()
                except TimeoutError:
                    continue
                caller.settimeout(1)
                calls.append(caller.recv(4096).decode("latin-1").partition("\r\n")[0])
                body = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": '
                body += b'"literal", "value": "from afar"}}]}}'
                caller.sendall(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/sparql-results+json\r\n"
                    b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
                )
                caller.close()

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}/", calls
        stop.set()
        thread.join()


LEAVING = {
    "plain": "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "silent, in any case": "SELECT * { sErViCe sIlEnT <URL> { ?a ?b ?c } }",
    "metadata of a cloud": "SELECT * { SERVICE <http://169.254.169.254/latest/> { ?a ?b ?c } }",
    "behind a long text": 'SELECT * { BIND("""\n# """ AS ?x) SERVICE <URL> { ?a ?b ?c } }',
    "behind a long text of '": "SELECT * { BIND('''\n# ''' AS ?x) SERVICE <URL> { ?a ?b ?c } }",
    "behind an escaped line": 'SELECT * { BIND("\\u000A#" AS ?x) SERVICE <URL> { ?a ?b ?c } }',
    "behind a comment": "SELECT * { # \rSERVICE <URL> { ?a ?b ?c } }",
    "among comments": "SELECT * { SERVICE #x\n SILENT#{\n<URL>#y\n { ?a ?b ?c } }",
    "escapes in the word": "SELECT * { \\u0053ERVICE <URL> { ?a ?b ?c } }",
    "escapes in the address": "SELECT * { SERVICE <URL\\u003Fa> { ?a ?b ?c } }",
    "variable": "SELECT * { VALUES ?s { <URL> } SERVICE ?s { ?a ?b ?c } }",
    "variable of combining signs": "SELECT * { VALUES ?s\u0301 { <URL> } "
    "SERVICE ?s\u0301 { ?a ?b ?c } }",
    "variable of joiners": "SELECT * { VALUES ?\u200cs { <URL> } SERVICE ?\u200cs { ?a ?b ?c } }",
    "variable bound": "SELECT * { BIND(IRI(CONCAT('UR', 'L')) AS ?s) SERVICE ?s { ?a ?b ?c } }",
    "prefix": "PREFIX x: <URL> SELECT * { SERVICE x:a { ?a ?b ?c } }",
    "prefix of combining signs": "PREFIX e\u0301x: <URL> "
    "SELECT * { SERVICE e\u0301x:a { ?a ?b ?c } }",
    "prefix of ours": "PREFIX route: <URL> SELECT * { SERVICE route: { ?a ?b ?c } }",
    "base": "BASE <URL> SELECT * { SERVICE <> { ?a ?b ?c } }",
    "after a number": "SELECT * { ?s ?p 1SERVICE <URL> { ?a ?b ?c } }",
    "in a sub-select": "SELECT * { { SELECT ?a { SERVICE <URL> { ?a ?b ?c } } } }",
    "in EXISTS": "ASK { FILTER NOT EXISTS { SERVICE SILENT <URL> { ?a ?b ?c } } }",
    "in MINUS": "SELECT * { ?a ?b ?c MINUS { SERVICE <URL> { ?a ?b ?c } } }",
    "in CONSTRUCT": "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "in a path search": "SELECT * { SERVICE pathSearch: { [] pathSearch:algorithm "
    "pathSearch:allPaths ; pathSearch:source role:data-analyst ; pathSearch:start ?a ; "
    "pathSearch:end ?c ; pathSearch:pathColumn ?p ; pathSearch:edgeColumn ?e "
    "{ SERVICE <URL> { ?a ?b ?c } } } }",
    "beside a path search": "SELECT * { SERVICE <URL> { ?a ?b ?c } SERVICE route: { [] route:from "
    "?a ; route:to ?r } }",
    "FROM": "SELECT * FROM <URL> FROM NAMED <URL> { ?a ?b ?c }",
    "GRAPH": "SELECT * { GRAPH <URL> { ?a ?b ?c } }",
    "LOAD": "LOAD <URL>",
}


@pytest.mark.parametrize("query", LEAVING.values(), ids=LEAVING)
def test_no_query_leaves_the_machine(
    served: Served, listener: tuple[str, list[str]], query: str
) -> None:
    url, calls = listener
    text = query.replace("URL", url)
    answer = served.query(text)
    assert answer.status_code == (200 if "FROM <" in text or "GRAPH" in text else 400)
    if answer.status_code == 400:  # by its text, before the system itself had to
        assert "never use the network" in answer.text or text.startswith("LOAD")
    served.client.post("/sparql", data={"query": text})
    assert calls == []


def test_no_address_is_fetched_that_a_request_names(
    served: Served, listener: tuple[str, list[str]]
) -> None:
    url, calls = listener
    for name in ("default-graph-uri", "named-graph-uri"):
        assert (
            served.get("/sparql", query="ASK { ?s ?p ?o }", **{name: url}).json()["boolean"]
            is False
        )
    assert served.get("/graphs", graph=url).status_code == 404
    for path in ("/page", "/route", "/id/", "/labels"):
        for name in ("around", "q", "iri"):
            served.get(path, **{name: url})
    for recipe in served.get("/queries").json():
        for parameter in recipe["parameters"]:
            given = {parameter["name"]: f"{url}> }} SERVICE <{url}> {{ ?a ?b ?c }} #"}
            assert served.get(f"/queries/{recipe['name']}", **given).status_code in (400, 404, 200)
    assert calls == []


def test_an_update_does_not_leave_the_machine(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    url, calls = listener
    path = tmp_path / "graph.nq"
    path.write_text('<http://a.example/s> <http://a.example/p> "1" .\n')
    updates = [
        f"LOAD <{url}>",
        f"LOAD SILENT <{url}> INTO GRAPH <http://a.example/g>",
        f"load#\n<{url}>",
        f"PREFIX e\u0301: <{url}> LOAD e\u0301:a",
        f"PREFIX \u200ce: <{url}> LOAD \u200ce:a",
        f"INSERT {{ ?a ?b ?c }} WHERE {{ SERVICE SILENT <{url}> {{ ?a ?b ?c }} }}",
        f'INSERT {{ ?a ?b ?c }} WHERE {{ BIND("""\n# """ AS ?x) SERVICE <{url}> {{ ?a ?b ?c }} }}',
    ]
    with serving(tmp_path, "--graph", str(path), "--writable", "--workers", "1") as served:
        for update in updates:
            answer = served.client.post("/sparql", data={"update": update})
            assert answer.status_code == 400, update
    assert calls == []


def test_an_endpoint_that_is_allowed_is_asked_and_no_other(
    tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    url, calls = listener
    with serving(tmp_path, "--workers", "1", "--allow-service", url + "sparql") as served:
        answer = served.query(f"SELECT * {{ SERVICE <{url}sparql> {{ ?x ?y ?z }} }}")
        assert [row["x"]["value"] for row in answer.json()["results"]["bindings"]] == ["from afar"]
        assert len(calls) == 1
        for other in (
            f"<{url}>",
            f"<{url}sparql?x>",
            f"<{url}sparql/>",
            f"<{url}x/../sparql>",
            "?a",
        ):
            query = f"SELECT * {{ VALUES ?a {{ <{url}sparql> }} SERVICE {other} {{ ?x ?y ?z }} }}"
            refusal = served.query(query)
            assert refusal.status_code == 400
            assert f"{url}sparql" in refusal.text
        assert len(calls) == 1


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE <http://a.example/> { ?a ?b ?c }\nASK {}",
        'ASK { ?s ?p "the SERVICE of others" }',
        "ASK { ?service ?p ?o }",
        "ASK { ?s <http://a.example/service> ?o }",
    ],
)
def test_the_word_alone_is_no_call(text: str) -> None:
    faults.refuse_service(text)


def test_the_system_refuses_a_worker_what_a_query_might_hide(
    listener: tuple[str, list[str]],
) -> None:
    import subprocess
    import sys

    url, calls = listener
    code = (
        "import sys, pyoxigraph as ox\nfrom careergraph.serve.confined import cut_off\n"
        "if not cut_off(): sys.exit(3)\n"
        f"list(ox.Store().query('SELECT * {{ SERVICE <{url}> {{ ?a ?b ?c }} }}'))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    if ended.returncode == 3:
        pytest.skip("this system has no such wall")
    assert "Permission denied" in ended.stderr
    assert calls == []
    with pytest.raises(EvaluationError):
        faults.refuse_service(f"SELECT * {{ SERVICE <{url}> {{ ?a ?b ?c }} }}")


# -------------------------------------------------------------------------------------- requests

GET = b"GET /health HTTP/1.1\r\nhost: x\r\n"
POST = b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-type: application/sparql-query\r\n"
ASK = b"ASK {}"

MALFORMED = {
    "two lengths": POST + b"content-length: 6\r\ncontent-length: 7\r\n\r\n" + ASK,
    "length and chunks": POST + b"content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": POST + b"transfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n",
    "unknown coding": POST + b"transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
    "hidden coding": POST + b"transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "negative length": POST + b"content-length: -1\r\n\r\n" + ASK,
    "length with a sign": POST + b"content-length: +6\r\n\r\n" + ASK,
    "length in hexadecimal": POST + b"content-length: 0x6\r\n\r\n" + ASK,
    "endless length": POST + b"content-length: 99999999999999999999999\r\n\r\n" + ASK,
    "chunk of no number": POST + b"transfer-encoding: chunked\r\n\r\nxyz\r\nASK {}\r\n0\r\n\r\n",
    "endless chunk": POST + b"transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nASK {}",
    "space before the colon": GET + b"content-length : 3\r\n\r\nabc",
    "folded header": GET + b"a: b\r\n c: d\r\n\r\n",
    "NUL in a header": GET + b"a: b\0c\r\n\r\n",
    "header without name": GET + b": b\r\n\r\n",
    "bare CR": b"GET /health HTTP/1.1\rhost: x\r\r",
    "no version": b"GET /health\r\n\r\n",
    "other version": b"GET /health HTTP/9.9\r\nhost: x\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100,
    "other protocol": b"EHLO mail.example\r\n",
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n",
    "NUL in the path": b"GET /a\0b HTTP/1.1\r\nhost: x\r\n\r\n",
    "space in the path": b"GET /a b HTTP/1.1\r\nhost: x\r\n\r\n",
    "GET with a body": GET + b"content-length: 3\r\n\r\nabc",
    "long path": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
    "large header": GET + b"a: " + b"b" * 70_000 + b"\r\n\r\n",
    "many headers": GET + b"a: b\r\n" * 2_000 + b"\r\n",
    "headers without end": GET + b"a: b\r\n" * 60_000,
}


@pytest.mark.parametrize("request_", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_request_is_refused_once_and_nothing_of_it_is_another(
    served: Served, request_: bytes
) -> None:
    answer = sent(served, request_ + b"GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n")
    found = statuses(answer)
    assert found in ([], [400], [413], [431], [505], [400, 404]), answer[:300]
    if 404 in found:  # the length was right, and the body no part of what follows
        assert request_ == MALFORMED["GET with a body"]
    assert b"Traceback" not in answer
    assert served.query(SHORT).status_code == 200


def test_requests_in_one_go_are_answered_in_turn(served: Served) -> None:
    asks = b"".join(
        b"GET /sparql?query=ASK%%7B%%7D&n=%d HTTP/1.1\r\nhost: x\r\n\r\n" % n for n in range(50)
    )
    answer = sent(served, asks, GET + b"connection: close\r\n\r\n")
    assert len(statuses(answer)) == 51
    assert set(statuses(answer)) <= {200, 400}


def test_a_large_body_is_refused_and_the_next_request_on_the_connection_answered(
    served: Served,
) -> None:
    body = b"x" * (2 << 20)
    for framing in (
        b"content-length: %d\r\n\r\n%s" % (len(body), body),
        b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
    ):
        answer = sent(served, POST + framing + GET + b"\r\n")
        assert statuses(answer) == [413, 200]
        assert b"1,048,576 bytes" in answer


def test_a_body_before_a_request_in_pieces_does_not_count_as_its_headers(served: Served) -> None:
    query = b"ASK {} #" + b"x" * 100_000
    whole = POST + b"content-length: %d\r\n\r\n%s" % (len(query), query)
    assert statuses(sent(served, whole, GET[:10], GET[10:], b"\r\n", pause=0.1)) == [200, 200]


def test_http_1_0_gets_whole_answers_without_chunks(served: Served) -> None:
    path = quote("CONSTRUCT WHERE { ?s ?p ?o }")
    answer = sent(served, f"GET /sparql?query={path} HTTP/1.0\r\n\r\n".encode(), wait=20)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"transfer-encoding" not in head
    assert f"content-length: {len(body)}".encode() in head
    path = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    answer = sent(served, f"GET /sparql?query={path} HTTP/1.0\r\n\r\n".encode(), wait=20)
    assert statuses(answer) == [505]


PATHS = [
    "/../etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//etc/passwd",
    "/static/../../pyproject.toml",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static//etc/passwd",
    "/static/..%5c..%5cpyproject.toml",
    "/static/%00",
    "/static/a%00.html",
    "/queries/../sparql",
    "/queries/..%2f..%2f..%2fetc%2fpasswd",
    "/queries/%00",
    "/queries/" + "a" * 3000,
    "/id/../../etc/passwd",
    "/id/%2e%2e%2f%2e%2e",
    "/id//",
    "/id/Role/%0d%0aset-cookie:x=1",
    "/ontology/../x",
    "/page/..",
    "/\\..\\..",
    "/.git/config",
    "/%ff%fe",
    "http://other.example/",
    "*",
    "/sparql/../health",
    "/SPARQL",
    "/sparql%00",
    "/sparql/",
    "/sparql;x=1",
]


@pytest.mark.parametrize("path", PATHS)
def test_tricks_with_paths_lead_nowhere(served: Served, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode()
    answer = sent(served, request)
    assert statuses(answer)[0] in (303, 400, 404, 405, 200)
    assert statuses(answer) != [500]
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"root:" not in body
    assert b"[project]" not in body
    assert b"\nset-cookie" not in head.lower()
    if statuses(answer)[0] == 200:  # names of the service itself, no files
        assert path in ("http://other.example/", "/id//", "/sparql/", "/id/../../etc/passwd")


ECHOES = [
    "/sparql?query=ASK%7B%7D&format={}",
    "/sparql?query={}",
    "/sparql.{}",
    "/graphs?graph={}",
    "/route?q={}",
    "/route.{}?q=a",
    "/queries/{}",
    "/queries/skills-gap?role={}",
    "/page?around={}",
    "/id/{}",
    "/id/?iri={}",
    "/{}",
    "/sparql?query=ASK%7B%7D&default-graph-uri={}",
    "/complete?text={}&at=1",
    "/labels?iri={}",
    "/ontology?format={}",
]


@pytest.mark.parametrize("path", ECHOES)
def test_nothing_that_is_echoed_becomes_a_header(served: Served, path: str) -> None:
    for line in (
        "%0d%0aset-cookie:%20a=b",
        "a%0aset-cookie:%20a=b",
        "%E5%98%8A%E5%98%8Dset-cookie:a=b",
    ):
        request = f"GET {path.format(line)} HTTP/1.1\r\nhost: x\r\n"
        request += f"accept: text/{line}\r\nif-none-match: {line}\r\naccept-encoding: {line}\r\n"
        answer = sent(served, (request + "connection: close\r\n\r\n").encode())
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert statuses(answer)[0] < 500
        assert b"\nset-cookie" not in head


def test_every_answer_says_what_it_is_and_lets_nothing_else_be_run(served: Served) -> None:
    paths = [
        "/",
        "/sparql",
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=x",
        "/nowhere",
        "/health",
        "/metrics",
        "/queries",
        "/queries/nothing",
        "/route?q=x",
        "/route?q=from%20data%20analyst&format=html",
        "/page",
        "/ontology",
        "/dataset",
        "/id/",
        "/complete?text=a&at=1",
        "/labels?iri=a",
        "/sparql?format=html&query=SELECT%20*%20%7B%3Fa%20a%20career:Role%7D",
        "/openapi.json",
    ]
    for path in paths:
        for accept in ("*/*", "text/html"):
            answer = served.client.get(path, headers={"accept": accept}, follow_redirects=True)
            assert answer.headers["x-content-type-options"] == "nosniff", path
            assert "content-type" in answer.headers, path
            policy = answer.headers["content-security-policy"]
            is_page = answer.headers["content-type"].startswith("text/html")
            assert ("frame-ancestors 'self'" if is_page else "default-src 'none'") in policy, path


# ----------------------------------------------------------------------------- clients that stall


def test_clients_that_stall_are_cut_off_and_hold_up_nobody(served: Served) -> None:
    """All at once, for the slowest takes half a minute."""
    ended: dict[str, float] = {}
    began = time.monotonic()

    def drip(name: str, start: bytes, piece: bytes) -> None:
        with socket.create_connection(("127.0.0.1", served.port), 60) as connection:
            connection.sendall(start)
            try:
                while time.monotonic() - began < 60:
                    connection.sendall(piece)
                    connection.settimeout(0.5)
                    try:
                        if not connection.recv(1 << 12):
                            break
                    except TimeoutError:
                        pass
            except ConnectionError:
                pass
            ended[name] = time.monotonic() - began

    def gape(name: str, query: str) -> None:
        with served.begin(query) as connection:
            until(lambda: gone(connection), 60)
            ended[name] = time.monotonic() - began

    drips = {
        "headers": (GET, b"a"),
        "blank lines": (GET + b"\r\n", b"\r\n"),
        "nothing but blank lines": (b"", b"\r\n"),
        "a body": (POST + b"content-length: 5000\r\n\r\n", b"#"),
        "chunks": (POST + b"transfer-encoding: chunked\r\n\r\n", b"1\r\n#\r\n"),
        "a body where none belongs": (GET + b"content-length: 5000\r\n\r\n", b"#"),
        "a body after it was refused": (POST + b"content-length: 9000000\r\n\r\n", b"#"),
    }
    threads = [threading.Thread(target=drip, args=(name, *parts)) for name, parts in drips.items()]
    threads += [threading.Thread(target=gape, args=("reading nothing", LARGE))]
    for thread in threads:
        thread.start()
    times: list[float] = []
    while any(thread.is_alive() for thread in threads) and time.monotonic() - began < 60:
        start = time.monotonic()
        assert served.query(SHORT).status_code == 200
        times.append(time.monotonic() - start)
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    assert set(ended) == {*drips, "reading nothing"}
    assert max(ended.values()) < 45, ended
    assert sorted(times)[len(times) // 2] < 0.5


def gone(connection: socket.socket) -> bool:
    """Whether the other side has ended a connection, with nothing read from it."""
    error = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    return error != 0


def test_a_thousand_clients_at_once_and_then_it_is_as_before(served: Served) -> None:
    def descriptors() -> int:
        return len(list(Path(f"/proc/{served.process.pid}/fd").iterdir()))

    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not tell how many files are open")
    before = descriptors()
    crowd = [socket.create_connection(("127.0.0.1", served.port), 20) for _ in range(900)]
    for each in crowd:
        each.sendall(
            b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        )
    found = []
    for each in crowd:
        each.settimeout(30)
        found.append(statuses(each.recv(1 << 12))[0])
        each.close()
    assert set(found) <= {200, 503}
    assert found.count(200) > 60
    until(lambda: descriptors() <= before + 2, 20)
    assert served.query(SHORT).status_code == 200


def test_a_client_that_closes_its_side_has_left(served: Served) -> None:
    with served.begin("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }") as connection:
        until(lambda: "careergraph_jobs_fast 1.0" in served.get("/metrics").text)
        connection.shutdown(socket.SHUT_WR)
        until(lambda: "careergraph_jobs_fast 0.0" in served.get("/metrics").text)


# ----------------------------------------------------------------------------- what must not show


def test_the_log_and_the_answers_tell_no_query_no_place_and_no_password(tmp_path: Path) -> None:
    secret = "hush-" + "7f3a"
    path = tmp_path / "graph.ttl"
    path.write_text(f'<http://a.example/s> <http://a.example/p> "{secret}x" .')
    with serving(tmp_path, "--graph", str(path), "--workers", "2") as served:
        answers = [
            served.query(f'ASK {{ ?s ?p "{secret}" }}'),
            served.query(f"ASK {{ ?s ?p {secret} "),
            served.query(f"ASK {{ SERVICE <http://u:{secret}@a.example/> {{ ?a ?b ?c }} }}"),
            served.get("/route", q=secret),
            served.get("/queries/skills-gap", role=secret),
            served.get("/sparql", query="ASK {}", format=secret),
            served.get("/page", around=secret),
            served.client.post("/sparql", data={"query": "ASK {}", "update": secret}),
            served.client.post("/sparql", data={"update": f"LOAD <http://{secret}/>"}),
            served.client.post("/labels", content=secret),
            served.client.get("/health", headers={"authorization": f"Basic {secret}"}),
        ]
        for answer in answers:
            assert "Traceback" not in answer.text
            assert str(tmp_path) not in answer.text
            assert "site-packages" not in answer.text
        log = served.log()
    assert secret not in log
    assert "Traceback" not in log


# ---------------------------------------------------------------------------------- hostile data

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>{{7*7}}${7*7}'
LABEL = EVIL.replace('"', '\\"')
HOSTILE = f"""
@prefix career: <https://w3id.org/careergraph/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix h: <http://www.w3.org/1999/xhtml/> .
<https://w3id.org/careergraph/id/role/evil> a career:Role ;
    skos:prefLabel "{LABEL}"@en ; rdfs:label "{LABEL}" ; skos:definition "{LABEL}"@en ;
    rdfs:seeAlso <javascript:alert(4)> , <data:text/html,%3Cscript%3Ealert(5)%3C/script%3E> ;
    h:script "alert(6)" ;
    <http://a.example/p'onmouseover='alert(7)> "</script><script>alert(8)</script>" .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "graph.ttl"
    path.write_text(HOSTILE)
    with serving(folder, "--graph", str(path), "--workers", "2") as served:
        yield served


def visited(hostile: Served, browser: Browser, path: str, **headers: str) -> list[str]:
    """What a page does in a real browser that it must not: dialogs, and requests to elsewhere."""
    found: list[str] = []
    context = browser.new_context(extra_http_headers=headers)
    page = context.new_page()
    page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def watch(request: Any) -> None:
        if not request.url.startswith((hostile.address, "data:", "blob:")):
            found.append(request.url)

    page.on("request", watch)
    try:
        page.goto(hostile.address + path, wait_until="load", timeout=20_000)
        page.wait_for_timeout(300)
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        found += [
            link for link in links if link.startswith(("javascript:", "data:text", "vbscript:"))
        ]
    except Exception as error:  # a download is no page
        if "Download is starting" not in str(error):
            raise
    finally:
        context.close()
    return found


_E = quote(EVIL)
_ALL = quote("SELECT * { ?s ?p ?o FILTER(isIRI(?s)) } LIMIT 500")
PAGES = [
    f"/sparql?format=html&query={_ALL}",
    f"/sparql?query={_E}",
    f"/sparql?format=html&query={_E}",
    f"/sparql?format=html&query={quote('SELECT (?l AS ?x) { ?s rdfs:label ?l }')}",
    f"/sparql?format=html&query={quote('SELECT (1 AS ?x) {} #' + EVIL)}",
    f"/sparql?format=xml&query={_ALL}",
    f"/sparql?format=json&query={_ALL}",
    f"/sparql?format=rdf&query={quote('CONSTRUCT WHERE { ?s ?p ?o }')}",
    f"/sparql?format={_E}&query=ASK%7B%7D",
    f"/route.html?q={_E}",
    f"/route.html?q={quote('from <https://w3id.org/careergraph/id/role/evil> to senior roles')}",
    f"/route?q={_E}",
    "/page",
    f"/page?around={_E}",
    "/page?around=evil",
    f"/queries/{_E}",
    f"/queries/roles-by-pay.html?low={_E}",
    f"/{_E}",
    f"/id/{_E}",
    "/id/role/evil",
    "/id/role/evil.html",
    "/id/",
    "/id/role",
    f"/id/?iri={quote('javascript:alert(1)')}",
    f"/ontology?format={_E}",
    "/ontology.html",
    "/dataset.html",
    "/graphs?default&format=rdf",
    "/",
]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_graph_or_the_request_runs_in_a_browser(
    hostile: Served, browser: Browser, path: str
) -> None:
    assert visited(hostile, browser, path) == []


@pytest.mark.parametrize(
    "path", ["/sparql", "/dataset.html", "/ontology.html", "/id/role/evil.html"]
)
def test_the_name_of_the_host_is_shown_as_text(hostile: Served, path: str) -> None:
    answer = hostile.client.get(
        path, headers={"host": EVIL.replace(" ", ""), "accept": "text/html"}
    )
    assert "<script>alert(1)" not in answer.text


CHUNKED = (
    b"POST /sparql HTTP/1.1\r\nhost: a\r\ncontent-type: application/sparql-query\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)


@pytest.mark.parametrize(
    "begun", [b"6\r\nASK {}\r\n0\r\nx: ", b"6;", b"6\r\nASK {}\r\n0\r\n"],
    ids=["a long trailer", "a long extension", "many trailers"],
)  # fmt: skip
def test_what_comes_beside_a_body_has_a_limit(served: Served, begun: bytes) -> None:
    before = memory(served)
    piece = b"x" * 1_000_000 if not begun.endswith(b"0\r\n") else b"x: " + b"y" * 40 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 20) as connection:
        connection.sendall(CHUNKED + begun)
        with pytest.raises(OSError):  # noqa: PT011 -- however it is cut off
            connection.sendall(piece * (50_000_000 // len(piece)))
    assert memory(served) < before + 20_000
    assert served.query("ASK {}").status_code == 200


def memory(served: Served) -> int:
    """Kilobytes that the server holds."""
    status = Path(f"/proc/{served.process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def test_trailers_are_no_headers(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 20) as connection:
        connection.sendall(CHUNKED + b"6\r\nASK {}\r\n0\r\naccept: text/csv\r\n\r\n")
        answer = connection.recv(5000)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"application/sparql-results+json" in answer


@pytest.mark.parametrize("chunk", [b"0x5\r\n", b"-5\r\n", b"FFFFFFFFFFFFFFFFFF\r\n", b"zz\r\n"])
def test_a_body_that_breaks_the_rules_is_400(served: Served, chunk: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 20) as connection:
        connection.sendall(CHUNKED + chunk)
        assert connection.recv(5000).startswith(b"HTTP/1.1 400 ")


def test_brackets_without_an_end_are_not_completed(served: Served) -> None:
    said = served.client.post("/complete", data={"text": "{" * 250_000})
    assert said.status_code == 400
    assert "more than 300 brackets" in said.text
