"""A running service on loopback, for tests: the command itself, in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

from careergraph.serve import Settings


@dataclass
class Served:
    """A service that runs: where it is, its process, a client, and what it wrote to stderr."""

    address: str
    process: subprocess.Popen[bytes]
    log_file: Path
    client: httpx.Client = field(repr=False)

    def get(self, path: str, **params: object) -> httpx.Response:
        """Ask for an address below the service's."""
        return self.client.get(path, params=params or None)  # type: ignore[arg-type]

    def query(self, text: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        """Ask a query by GET."""
        return self.client.get("/sparql", params={"query": text}, headers={"accept": accept})

    def log(self) -> str:
        """What it has written to stderr so far."""
        return self.log_file.read_text(encoding="utf-8")

    def begin(self, query: str) -> socket.socket:
        """Send a query over a bare connection and leave its answer unread."""
        connection = socket.create_connection(("127.0.0.1", self.port), 30)
        text = quote(query)
        connection.sendall(f"GET /sparql?query={text} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        return connection

    def said(self) -> list[str]:
        """What it has told people: what is no line of JSON about a request."""
        return [line for line in self.log().splitlines() if not line.startswith("{")]

    def keeper(self) -> int:
        """The process that holds the graph: the latest that was started."""
        return max(each.pid for each in _processes() if each.parent == self.process.pid)

    def workers(self) -> list[int]:
        """The processes that answer."""
        keeper = self.keeper()
        return sorted(each.pid for each in _processes() if each.parent == keeper)

    def family(self) -> set[int]:
        """Every process of it but the first, also those whose parent has ended."""
        mine = self.process.pid
        return {each.pid for each in _processes() if each.group == mine} - {mine}

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self.address.rsplit(":", 1)[1])


class _Process(NamedTuple):
    pid: int
    parent: int
    group: int


def _processes() -> list[_Process]:
    """Each process that runs, without those that have ended."""
    said = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,pgid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    lines = (line.split() for line in said.splitlines())
    return [_Process(*map(int, ids)) for *ids, state in lines if state[0] != "Z"]


def alive(processes: set[int]) -> set[int]:
    """Those of some processes that still run."""
    return processes & {each.pid for each in _processes()}


def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is so; fail when it is not in that time."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.03)


@contextmanager
def serving(
    tmp_path: Path, *options: str, wait: float = 90, before: tuple[str, ...] = (), **settings: Any
) -> Iterator[Served]:
    """Start `careergraph serve` with options at a free port, and end it in the end.

    `before` stands before the command, to limit it. With `settings` those take the place of
    options: some have none, such as how long a body may take.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / f"serve-{port}.log"
    command = [*before, sys.executable, "-m", "careergraph", "serve", "--port", str(port), *options]
    if settings:
        command = [sys.executable, "-c", _RUN.format(Settings(port=port, **settings))]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stderr=errors, stdout=errors, env=dict(os.environ), process_group=0
        )
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        served = Served(address, process, log, client)
        try:
            _await(served, wait)
            yield served
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


_RUN = """
from careergraph.serve import Limits, Settings
from careergraph.serve.running import run
run({!r}, tell=print)
"""


def _await(served: Served, wait: float) -> None:
    until = time.monotonic() + wait
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the service did not start: {served.log()}")
