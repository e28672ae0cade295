"""Long answers: they come while they are found, and no process holds them."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from serving import Served, serving

A = "http://a.example"
NODES, LENGTH = 560, 1000
MEGABYTE = 1 << 20


def texts(count: int) -> str:
    """A graph of so many nodes, each with a long text."""
    return "".join(f'<{A}/{n}> <{A}/text> "{n:0{LENGTH}}" .\n' for n in range(count))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("streams")
    (folder / "graph.nt").write_text(texts(NODES))
    with serving(folder, "--graph", str(folder / "graph.nt"), "--workers", "1",
                 "--timeout", "120") as served:  # fmt: skip
        yield served


def family(process: int) -> list[int]:
    """A process and those it started, and those they started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(each for child in children for each in family(int(child)))]


def held(process: int) -> int:
    """Bytes of memory that a process holds of its own; 0 when it has ended."""
    try:
        text = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = [line.split() for line in text.splitlines() if line.startswith("RssAnon:")]
    return int(found[0][1]) * 1024 if found else 0


ROWS = f"SELECT ?text {{ ?s <{A}/text> ?t . ?other <{A}/text> ?text }}"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_memory_does_not_grow_with_the_answer_however_slowly_it_is_read(
    served: Served, form: str
) -> None:
    assert served.query("ASK {}").status_code == 200
    before = {each: held(each) for each in family(served.process.pid)}
    size, most = 0, 0
    with socket.create_connection(("127.0.0.1", served.port), 60) as client:
        address = f"/sparql.{form}?query={quote(ROWS)}"
        client.sendall(f"GET {address} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".encode())
        assert client.recv(17) == b"HTTP/1.1 200 OK\r\n"
        looked, tail = 0, b""
        while piece := client.recv(MEGABYTE):
            size, tail = size + len(piece), (tail + piece)[-5:]
            if size - looked > 8 * MEGABYTE:
                looked = size
                now = {each: held(each) for each in family(served.process.pid)}
                most = max(most, *(now[each] - before.get(each, 0) for each in now))
                time.sleep(0.02)
    assert tail == b"0\r\n\r\n"  # the mark of an answer in pieces that is whole
    assert size > NODES * NODES * LENGTH > 299 * MEGABYTE
    assert most < 64 * MEGABYTE


def test_the_first_rows_come_long_before_the_last(served: Served) -> None:
    started = time.monotonic()
    plain = {"accept-encoding": "identity"}
    address = f"/sparql.tsv?query={quote(ROWS)}"
    with served.client.stream("GET", address, headers=plain) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        first = time.monotonic() - started
        whole = sum(map(len, pieces))
    assert whole > 299 * MEGABYTE
    assert first < (time.monotonic() - started) / 2


def test_a_client_that_reads_nothing_of_its_answers_holds_no_worker_up(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").write_text(texts(2200))

    def asked(rows: int) -> bytes:
        query = quote(f"SELECT ?t {{ ?s <{A}/text> ?t }} LIMIT {rows}")
        return f"GET /sparql.csv?query={query} HTTP/1.1\r\nhost: a\r\n\r\n".encode()

    options = ("--graph", str(tmp_path / "graph.nt"), "--workers", "1", "--no-log")
    with serving(tmp_path, *options) as served:
        for shift in range(1, 1300, 200):  # how much is unread when the answer ends
            with socket.socket() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.connect(("127.0.0.1", served.port))
                client.sendall(asked(shift) + (asked(240) + asked(1100)) * 8)
                time.sleep(0.3)
            assert served.client.get("/sparql?query=ASK%7B%7D", timeout=10).status_code == 200


def test_who_reads_slowly_gets_all_of_an_answer_from_a_worker_that_is_replaced(
    tmp_path: Path,
) -> None:
    (tmp_path / "graph.nt").write_text(texts(400))
    text = quote(
        "SELECT (CONCAT(STRUUID(), STRUUID(), STRUUID(), STRUUID()) AS ?x) "
        f"{{ ?s <{A}/text> ?t . ?other <{A}/text> ?text }} LIMIT 60000"
    )
    ends = []

    def read(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
            ask = f"GET /sparql.csv?query={text} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
            client.sendall(ask.encode())
            end = b""
            while piece := client.recv(1 << 16):
                end = (end + piece)[-5:]
                time.sleep(0.01)
        ends.append(end)

    with serving(tmp_path, "--graph", str(tmp_path / "graph.nt"), "--no-log") as served:
        readers = [threading.Thread(target=read, args=(served.port,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert ends == [b"0\r\n\r\n"] * 4
