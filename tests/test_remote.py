"""What goes wrong between here and a server, and what is said then."""

import gzip
import re
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import servers
from careergraph import open as open_graph
from careergraph import remote
from careergraph import store as stores
from careergraph.cli import main
from careergraph.errors import ReadError, WriteError
from careergraph.remote import bulk, pushing
from careergraph.remote.login import challenge

Answers = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def server(answers: Answers) -> Iterator[str]:
    """The address of a server on loopback that answers every request in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.body = self.rfile.read(length)
            answers(self)

        do_GET = do_PUT = do_DELETE = do_POST

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/sparql"
        listening.shutdown()


def says(status: int, kind: str = "text/plain", body: bytes = b"", **headers: str) -> Answers:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **told}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


JSON = "application/sparql-results+json"
ROWS = b'{"head": {"vars": ["s", "p", "o"]}, "results": {"bindings": []}}'


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(401, WWW_Authenticate='Basic realm="x"'), "it answers 401: it wants a user and a "
         "password: put USER:PASSWORD@ before its host, or set CAREERGRAPH_USER"),
        (says(403, body=b"members only"), "it answers 403: it does not allow this: members only"),
        (says(404, "text/html", b"<html><title>x</title><h1>Not here</h1></html>"),
         "it answers 404: there is nothing at this address; those of endpoints often end in "
         "/sparql or /query: Not here"),
        (says(406), "it answers 406: it has no format that can be read here"),
        (says(302, Location="http://ann:pw@other.example/sparql"),
         "it answers 302: it has moved to http://ann:***@other.example/sparql; name that address"),
        (says(500, body=b"x" * 999), "it answers 500: " + "x" * 199 + "…"),
        (says(200, "text/html", b"<p>Welcome</p>"),
         "it answers a query with text/html; it is no SPARQL endpoint"),
        (says(200, JSON, b'{"welcome": true'), "its answer is not what it says it is"),
        (says(200, JSON, ROWS[:60], Content_Length="999"), "its answer breaks off"),
    ],
)  # fmt: skip
def test_what_a_server_refuses_is_told_in_one_line(answer: Answers, words: str) -> None:
    with server(answer) as url, pytest.raises(ReadError, match=re.escape(words)) as raised:
        open_graph(url)
    assert str(raised.value).startswith(f"cannot read {url}: ")
    assert "\n" not in str(raised.value)


def test_nobody_listens() -> None:
    with pytest.raises(ReadError, match=re.escape("cannot read http://127.0.0.1:9/sparql: Conn")):
        stores.open_store("http://ann:secret@127.0.0.1:9/sparql")


def test_a_server_without_tls_is_told_from_one_with_it() -> None:
    with server(says(200)) as url, pytest.raises(ReadError, match="does not speak TLS"):
        open_graph(url.replace("http:", "https:"))


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asked = remote.server(f"http://127.0.0.1:{silent.getsockname()[1]}/", timeout=0.2)
        with pytest.raises(ReadError, match="it does not answer in time"):
            asked.query("ASK {}", JSON)


def test_an_answer_that_never_ends_is_cut_with_an_error() -> None:
    asked = remote.server("http://host/sparql")
    with server(says(200, "application/n-triples", b"# much\n" * 9999)) as url:
        asked = remote.Server(url, most=1000)
        with pytest.raises(ReadError, match="its answer has more than 1,000 bytes"):
            asked.query("CONSTRUCT {} {}", "*/*").read()


def test_a_body_that_breaks_off_at_the_end_of_a_line_is_no_answer() -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\n"
    with server(says(200, "application/n-triples", body, Content_Length="52")) as url:
        _, _, pieces = remote.forward(url, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "*/*")
        with pytest.raises(ReadError, match="breaks off"):
            list(pieces)


def test_a_query_is_forwarded_as_it_is() -> None:
    heard: list[dict[str, list[str]]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        heard.append(parse_qs(handler.body.decode()) | {"accept": [handler.headers["Accept"]]})  # type: ignore[attr-defined]
        says(400, "text/plain", b"no")(handler)

    with server(answer) as url:
        found = remote.forward(url, "ASK { ä }", "text/x", ["urn:a", "urn:b"], ["urn:c"])
        assert (found[0], found[1], b"".join(found[2])) == (400, "text/plain", b"no")
    assert heard == [{"query": ["ASK { ä }"], "default-graph-uri": ["urn:a", "urn:b"],
                      "named-graph-uri": ["urn:c"], "accept": ["text/x"]}]  # fmt: skip


def test_a_digest_is_the_one_of_the_standard() -> None:
    """RFC 7616, section 3.9.1, with the nonce of the client as it stands there."""
    asked = challenge(['Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
                       'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
                       'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'])  # fmt: skip
    assert asked is not None
    login = remote.server("http://Mufasa:Circle%20of%20Life@x/").login
    assert login is not None
    told = asked.answer(login, "GET", "http://www.example.org/dir/index.html",
                        once="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")  # fmt: skip
    assert 'response="8ca523f5e9506fed4657c9700eebdbec"' in told
    assert told.startswith("Digest ")


def test_a_login_of_the_environment_is_told_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        heard.append(handler.headers["Authorization"])
        if heard[-1] is None:
            says(401, WWW_Authenticate='Basic realm="x"')(handler)
        else:
            says(200, JSON, ROWS)(handler)

    monkeypatch.setenv("CAREERGRAPH_USER", "ann")
    monkeypatch.setenv("CAREERGRAPH_PASSWORD", "pw")
    with server(answer) as url:
        assert remote.opened(url) is None
    assert heard == [None, "Basic YW5uOnB3"]


# ---------------------------------------------------------------- what was not pushed


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.mark.parametrize("graph", ["default", "urn:somewhere"])
def test_a_file_that_others_put_on_a_server_opens_as_the_file_does(
    graph: str, oxigraph: str, small_world: ox.Store
) -> None:
    asked = remote.server(oxigraph)
    place = oxigraph.replace("/query", "/store")
    where = f"{place}?default" if graph == "default" else f"{place}?graph={graph}"
    content = Path(stores.__file__).parents[2] / "tests" / "small_world.ttl"
    reply = asked.send("PUT", where, content.read_bytes(), {"Content-Type": "text/turtle"})
    assert reply.status in (201, 204)
    try:
        assert set(open_graph(oxigraph).store) == set(small_world)
        both = open_graph(oxigraph, content)
        assert set(both.store) == set(small_world)
    finally:
        asked.send("DELETE", where, None, {})


# ---------------------------------------------------------------- push


def test_a_push_that_fails_midway_says_what_is_there(oxigraph: str, curated: ox.Store) -> None:
    """The way to the graph store ends after three requests: two of data, and a note before them."""
    store = remote.server(oxigraph)
    taken: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        taken.append(handler.path)
        if len(taken) > 3:
            says(507, body=b"the disk is full")(handler)
            return
        where = oxigraph.replace("/query", f"/store?{handler.path.partition('?')[2]}")
        kind = {"Content-Type": handler.headers["Content-Type"]}
        says(store.send(handler.command, where, handler.body, kind).status)(handler)  # type: ignore[attr-defined]

    words = "it answers 507: the disk is full; 0 of 2 graphs are there whole; push again to mend it"
    with server(answer) as place, pytest.raises(WriteError, match=words):
        pushing.push(curated, store, place=place, piece=5000)
    with pytest.raises(ReadError, match="a push to it was not finished"):
        open_graph(oxigraph)
    pushing.push(curated, store)
    assert set(open_graph(oxigraph).store) == set(curated)


def test_files_for_a_bulk_loader_are_what_a_push_puts_there(
    tmp_path: Path, curated: ox.Store
) -> None:
    files = bulk.write(curated, tmp_path / "a")
    again = bulk.write(curated, tmp_path / "b")
    assert [f.read_bytes() for f in files] == [f.read_bytes() for f in again]
    loaded = tmp_path / "loaded.nq"
    loaded.write_bytes(b"".join(gzip.decompress(f.read_bytes()) for f in files))
    (tmp_path / "server").mkdir()
    subprocess.run(
        [servers.OXIGRAPH, "load", "--location", "store", "--file", loaded],
        cwd=tmp_path / "server", check=True, capture_output=True,
    )  # fmt: skip
    with servers.oxigraph(tmp_path / "server") as url:
        assert set(open_graph(url).store) == set(curated)


def test_bulk_files_are_not_mixed_with_others(tmp_path: Path, small_world: ox.Store) -> None:
    bulk.write(small_world, tmp_path)
    with pytest.raises(WriteError, match="files already; name an empty folder"):
        bulk.write(small_world, tmp_path)


def test_the_command_pushes_and_asks(oxigraph: str, tmp_path: Path) -> None:
    runner = CliRunner()
    pushed = runner.invoke(main, ["push", oxigraph])
    assert pushed.exit_code == 0
    assert re.search(r"it holds [\d,]+ triples in 2 graphs", pushed.stderr)
    here = runner.invoke(main, ["query", "entry-roles", "--format", "csv"])
    there = runner.invoke(main, ["query", "entry-roles", "--format", "csv", "--graph", oxigraph])
    assert there.output == here.output
    told = runner.invoke(main, ["push", "--bulk", str(tmp_path / "bulk")])
    assert "ld_dir" in told.stdout
    assert f"{tmp_path}/bulk" in told.stdout


def test_the_command_takes_a_server_or_a_folder() -> None:
    told = CliRunner().invoke(main, ["push"])
    assert told.exit_code == 2
    assert "give either the URL of a server or --bulk FOLDER" in told.stderr


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sparql",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "http://",
        "http://a b/",
        "http://a/\udcff",
    ],
)
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(ReadError, match="is no address"):
        remote.server(address)


def test_letters_that_no_address_may_hold_are_written_as_rfc_3987_maps_them() -> None:
    assert (
        remote.server("http://a.example/spärql?x=é").address
        == "http://a.example/sp%C3%A4rql?x=%C3%A9"
    )
