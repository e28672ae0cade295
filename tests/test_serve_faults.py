"""Whatever ends, fills up or is replaced beneath the service: it goes on, or says so and is gone.

Nothing is left behind, and no answer looks whole that is not.
"""

import asyncio
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from careergraph.market.importing import import_release
from careergraph.serve.log import Log
from imports import RELEASES
from serving import Served, alive, serving, until

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
A_WHILE = "SELECT (COUNT(*) AS ?n) { {SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000} }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SHORT = "SELECT ?r { ?r a career:Role } LIMIT 1"
WORKERS = 3


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve"), "--workers", str(WORKERS)) as served:
        yield served


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A service of its own, for what ends it."""
    with serving(tmp_path, "--workers", str(WORKERS)) as served:
        yield served


def busy(served: Served) -> set[int]:
    """The workers that are at work, in whichever of their threads."""
    threads = "-eLo" if sys.platform == "linux" else "-axo"
    said = subprocess.run(["ps", threads, "pid=,stat="], capture_output=True, text=True).stdout
    running = {int(line.split()[0]) for line in said.splitlines() if "R" in line.split()[1]}
    return running & set(served.workers())


def asked(served: Served, query: str) -> tuple[threading.Thread, list[httpx.Response]]:
    """Ask in a thread; the answer is in the list when that has ended."""
    answers: list[httpx.Response] = []
    thread = threading.Thread(target=lambda: answers.append(served.query(query)))
    thread.start()
    return thread, answers


# ------------------------------------------------------------------------------- processes end


def test_a_worker_that_is_killed_in_mid_query_costs_that_answer_and_no_other(
    served: Served,
) -> None:
    thread, answers = asked(served, LONG)
    until(lambda: busy(served))
    killed = busy(served).pop()
    os.kill(killed, signal.SIGKILL)
    thread.join()
    assert answers[0].status_code == 503
    assert "ended from outside" in answers[0].text
    assert answers[0].headers["retry-after"] == "1"
    assert served.query(SHORT).status_code == 200
    until(lambda: len(served.workers()) == WORKERS)
    assert killed not in served.workers()


def test_workers_that_are_killed_while_they_wait_are_replaced(served: Served) -> None:
    before = served.workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    until(lambda: len(served.workers()) == WORKERS and not {*before} & {*served.workers()})
    assert [served.query(SHORT).status_code for _ in range(10)] == [200] * 10


def test_a_keeper_that_is_killed_is_followed_by_another_and_leaves_nobody(served: Served) -> None:
    thread, answers = asked(served, LONG)
    until(lambda: busy(served))
    keeper, family = served.keeper(), served.family()
    os.kill(keeper, signal.SIGKILL)
    thread.join()
    assert answers[0].status_code == 503
    until(lambda: served.query(SHORT).status_code == 200)
    until(lambda: not alive(family), 3)
    assert served.keeper() != keeper
    until(lambda: len(served.workers()) == WORKERS)


def test_a_server_that_is_killed_leaves_no_process_not_even_in_mid_query(own: Served) -> None:
    connection = own.begin(LONG)
    until(lambda: busy(own))
    family = own.family()
    assert len(family) == WORKERS + 1
    own.process.kill()
    until(lambda: not alive(family), 3)
    connection.close()


def read(connection: socket.socket) -> bytes:
    """All that comes until the other side ends, whichever way it does."""
    pieces = []
    try:
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    except ConnectionError:
        pass
    return b"".join(pieces)


def test_a_server_that_is_killed_in_mid_answer_leaves_a_broken_stream(own: Served) -> None:
    with own.begin(LARGE) as connection:
        start = connection.recv(1 << 16)
        assert start.startswith(b"HTTP/1.1 200")
        own.process.kill()
        rest = read(connection)
    assert b"transfer-encoding: chunked" in start
    assert not (start + rest).endswith(b"0\r\n\r\n")


def test_the_connection_of_an_answer_that_breaks_off_is_closed(served: Served) -> None:
    with served.begin(LARGE) as connection:
        start = connection.recv(1 << 16)
        for worker in served.workers():
            os.kill(worker, signal.SIGKILL)
        assert not (start + read(connection)).endswith(b"0\r\n\r\n")


# ------------------------------------------------------------------------------------ it stops


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_lets_answers_be_finished_and_takes_no_more(
    own: Served, how: signal.Signals, code: int
) -> None:
    family = own.family()
    thread, answers = asked(own, A_WHILE)
    until(lambda: busy(own))
    own.process.send_signal(how)
    time.sleep(0.5)
    with pytest.raises(httpx.ConnectError):
        httpx.get(own.address + "/health", trust_env=False)
    thread.join()
    assert answers[0].json()["results"]["bindings"][0]["n"]["value"] == "1000000"
    assert own.process.wait(10) == code
    assert not alive(family)
    assert len(own.said()) == 1 + (how == signal.SIGINT), own.said()


def test_answers_that_take_too_long_do_not_keep_it_from_stopping(own: Served) -> None:
    family, began = own.family(), time.monotonic()
    with own.begin(LONG) as connection:
        until(lambda: busy(own))
        own.process.send_signal(signal.SIGTERM)
        assert own.process.wait(20) == 0
        assert read(connection).startswith(b"HTTP/1.1 503")
    assert time.monotonic() - began < 15
    until(lambda: not alive(family), 3)


# ------------------------------------------------------------------------- the graph is replaced

S, P = "<http://a.example/s>", "<http://a.example/p>"
ASK = f"SELECT ?o {{ {S} {P} ?o }}"


def values(served: Served) -> set[str]:
    rows = served.query(ASK).json()["results"]["bindings"]
    return {row["o"]["value"] for row in rows}


def replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".fresh")
    fresh.write_text(text)
    fresh.replace(path)


def test_a_graph_replaced_by_a_broken_one_is_served_on_and_the_log_says_so_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f'{S} {P} "old" .')
    with serving(tmp_path, "--graph", str(path)) as served:
        replace(path, f'{S} {P} "new')
        until(lambda: any("cannot be opened" in line for line in served.said()))
        assert values(served) == {"old"}
        replace(path, f'{S} {P} "new" , .')
        time.sleep(2.5)
        assert values(served) == {"old"}
        faults = [line for line in served.said() if "cannot be opened" in line]
        assert len(faults) == len(set(faults)) <= 2
        assert all("graph.ttl" in line and "line 1" in line for line in faults)
        replace(path, f'{S} {P} "newest" .')
        until(lambda: values(served) == {"newest"})


def test_a_file_that_comes_into_a_folder_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "a.ttl").write_text(f'{S} {P} "a" .')
    with serving(tmp_path, "--graph", str(folder)) as served:
        assert values(served) == {"a"}
        replace(folder / "b.ttl", f'{S} {P} "b" .')
        until(lambda: values(served) == {"a", "b"})


def test_an_import_into_a_market_is_served_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    import_release("onet", RELEASES[0], into=folder)
    with (
        serving(tmp_path, "--graph", str(folder)) as served,
        serving(tmp_path, "--graph", str(folder)) as other,
    ):
        counts = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        before = served.query(counts).text
        assert other.query(counts).text == before
        import_release("onet", RELEASES[1], into=folder)
        for each in (served, other):
            until(lambda each=each: each.query(counts).text != before)  # type: ignore[misc]
        assert served.query(counts).text == other.query(counts).text


def test_a_graph_that_is_gone_for_a_while_is_served_on(tmp_path: Path) -> None:
    folder = tmp_path / "market"
    import_release("onet", RELEASES[0], into=folder)
    with serving(tmp_path, "--graph", str(folder)) as served:
        ask = "SELECT (COUNT(?r) AS ?n) { ?r a career:Role }"
        before = served.query(ask).text
        shutil.move(folder, tmp_path / "aside")
        until(lambda: any("cannot be opened" in line for line in served.said()))
        assert served.query(ask).text == before


# -------------------------------------------------------------------------- something is used up


def test_a_log_on_a_full_disk_stops_nothing(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    full = ("sh", "-c", 'exec "$0" "$@" 2>/dev/full')
    with serving(tmp_path, before=full) as served:
        assert [served.query(SHORT).status_code for _ in range(20)] == [200] * 20
        served.process.terminate()
        assert served.process.wait(10) in (0, 120)  # Python's own, when stderr cannot be written


def test_lines_that_cannot_be_written_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    async def writing() -> int:
        log = Log()
        for _ in range(1000):
            log.write("line")
        log.close()
        return log.lost

    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert asyncio.run(writing()) == 1000
    monkeypatch.setattr(sys, "stderr", None)
    assert asyncio.run(writing()) == 1000


def test_a_terminal_that_shows_nothing_more_stops_nothing(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        with serving(
            tmp_path, "--log-queries", before=("sh", "-c", f'exec "$0" "$@" 2>{os.ttyname(theirs)}')
        ) as served:
            assert {served.query(f"{SHORT} # {'x' * 3_000}").status_code for _ in range(50)} == {
                200
            }
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_log_that_nobody_reads_stops_nothing(tmp_path: Path) -> None:
    """More than a pipe holds, and more than is kept for its reader."""
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDWR)  # so that nobody waits for the other end
    try:
        piped = ("sh", "-c", f'exec "$0" "$@" 2>"{pipe}"')
        with serving(tmp_path, "--log-queries", before=piped) as served:
            long = f"{SHORT} # {'x' * 30_000}"
            assert {served.query(long).status_code for _ in range(50)} == {200}
            lost = re.search(r"log_lines_lost_total (\d+)", served.get("/metrics").text)
            assert lost
            assert int(lost[1]) > 0
            assert os.read(reading, 100).startswith(b"careergraph: serving")
    finally:
        os.close(reading)


def test_an_update_that_the_disk_has_no_room_for_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_text(f'{S} {P} "old" .\n')
    small = ("sh", "-c", 'ulimit -f 8; exec "$0" "$@"')
    with serving(tmp_path, "--graph", str(path), "--writable", before=small) as served:
        long = "x" * 10_000
        answer = served.client.post(
            "/sparql", content=f'INSERT DATA {{ {S} {P} "{long}" }}',
            headers={"content-type": "application/sparql-update"},
        )  # fmt: skip
        assert answer.status_code >= 400
        assert "Traceback" not in answer.text
        assert values(served) == {"old"}
    assert path.read_text() == f'{S} {P} "old" .\n'
    assert [each.name for each in tmp_path.iterdir() if each.suffix not in (".log", ".nt")] == []


def test_connections_beyond_the_descriptors_there_are_harm_no_later_ones(tmp_path: Path) -> None:
    few = ("sh", "-c", 'ulimit -n 60; exec "$0" "$@"')
    with serving(tmp_path, "--workers", "2", before=few) as served:
        crowd = [socket.socket() for _ in range(150)]
        for each in crowd:
            each.settimeout(2)
            each.connect_ex(("127.0.0.1", served.port))
        for worker in served.workers():
            os.kill(worker, signal.SIGKILL)
        time.sleep(1)
        for each in crowd:
            each.close()
        until(lambda: len(served.workers()) == 2)
        assert served.query(SHORT).status_code == 200


# ------------------------------------------------------------------------------ it does not start


def refused(*options: str) -> str:
    """The one line with which the command ends."""
    command = [sys.executable, "-m", "careergraph", "serve", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_port_that_is_taken_is_told(served: Served) -> None:
    said = refused("--port", str(served.port))
    assert f"127.0.0.1:{served.port}" in said
    assert "choose another --port" in said


def test_a_host_that_is_not_of_this_machine_is_told() -> None:
    assert "cannot listen at 192.0.2.1" in refused("--host", "192.0.2.1")


def test_a_host_that_nobody_knows_is_told() -> None:
    assert "no-such-host.invalid" in refused("--host", "no-such-host.invalid")


def test_a_graph_that_is_broken_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> .")
    assert "broken.ttl" in refused("--port", "1024", "--graph", str(broken))


def test_a_graph_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "nowhere" in refused("--port", "1024", "--graph", str(tmp_path / "nowhere"))
