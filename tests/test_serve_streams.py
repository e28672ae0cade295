"""Long answers: they come while they are found, and no process holds them."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from serving import Served, serving

A = "http://a.example"
NODES, LENGTH = 560, 1000
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("streams")
    lines = [f'<{A}/{n}> <{A}/text> "{n:0{LENGTH}}" .\n' for n in range(NODES)]
    (folder / "graph.nt").write_text("".join(lines))
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
