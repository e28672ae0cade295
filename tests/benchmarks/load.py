"""Load on a server: clients that ask, wait for the answer and ask again, until a time is over.

    PYTHONPATH=tests python -m benchmarks.load http://127.0.0.1:8000 targets.txt --clients 8

A target is a line of the file, what stands after the method in a request; each client begins at
another. wrk is used where it is installed, as it takes the least of the processor from the server;
else this module does the same in a process of its own.
"""

import argparse
import json
import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

ACCEPT = "application/sparql-results+json"
GENERATOR = "wrk" if shutil.which("wrk") else "benchmarks.load"


@dataclass(frozen=True)
class Load:
    """What clients saw: answers in `seconds`, how many were no 200, milliseconds to an answer."""

    answers: int
    failed: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return (self.answers - self.failed) / self.seconds


def put(address: str, targets: Path, *, clients: int, seconds: float, by: str = GENERATOR) -> Load:
    """Put load on a server, by a process of its own that ends by itself."""
    if by == "wrk":
        return _by_wrk(address, targets, clients, seconds)
    command = [sys.executable, __file__, address, str(targets),
               "--clients", str(clients), "--seconds", str(seconds)]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, timeout=seconds + 30)
    return Load(**json.loads(told.stdout))


_SCRIPT = """
local targets, at = {}, 0
for line in io.lines("%s") do targets[#targets + 1] = line end
init = function() math.randomseed(os.time()); at = math.random(#targets) end
request = function()
  at = at %% #targets + 1
  return wrk.format("GET", targets[at], {["Accept"] = "%s"})
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nTOLD {"answers": %%d, "failed": %%d, "seconds": %%f, "p50": %%f, ' ..
    '"p99": %%f}\\n', summary.requests, e.status + e.connect + e.read + e.write,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


def _by_wrk(address: str, targets: Path, clients: int, seconds: float) -> Load:
    script = targets.with_suffix(".lua")
    script.write_text(_SCRIPT % (targets, ACCEPT))
    command = ["wrk", "--threads", "1", "--connections", str(clients), "--timeout", "60s",
               "--duration", f"{round(seconds)}s", "--script", str(script), address]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 90)
    found = re.search(r"^TOLD (.*)$", told.stdout, re.MULTILINE)
    assert found, told.stdout
    return Load(**json.loads(found[1]))


def requests(address: str, targets: Sequence[str]) -> list[bytes]:
    """Return the requests for targets as bytes."""
    host = urlsplit(address).netloc
    return [
        f"GET {each} HTTP/1.1\r\nHost: {host}\r\nAccept: {ACCEPT}\r\n\r\n".encode()
        for each in targets
    ]


class _Client:
    """A connection with a request under way; `take` gives the status once the answer is whole."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = 0.0
        self._come = b""

    def ask(self, request: bytes) -> None:
        self._come = b""
        self.since = time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> int:
        """Return the status of an answer that has come whole, 0 until then, -1 when it broke."""
        data = self.socket.recv(1 << 16)
        self._come += data
        head, end, body = self._come.partition(b"\r\n\r\n")
        if not data:
            return -1
        whole = end and (
            body.endswith(b"0\r\n\r\n") if b"chunked" in head else len(body) >= _length(head)
        )
        return int(head[9:12]) if whole else 0


_LENGTH = re.compile(rb"\ncontent-length: *(\d+)", re.IGNORECASE)


def _length(head: bytes) -> int:
    found = _LENGTH.search(head)
    return int(found[1]) if found else 0


def own(address: str, targets: Sequence[str], *, clients: int, seconds: float) -> Load:
    """Put load on a server from this process."""
    asked = requests(address, targets)
    turns: Iterator[bytes] = islice(cycle(asked), os.getpid() % len(asked), None)
    ready, times, failed = selectors.DefaultSelector(), [], 0
    begun = time.perf_counter()

    def start() -> None:
        client = _Client(address)
        client.ask(next(turns))
        ready.register(client.socket, selectors.EVENT_READ, client)

    for _ in range(clients):
        start()
    while (left := begun + seconds - time.perf_counter()) > 0:
        for key, _ in ready.select(left):
            client = key.data
            status = client.take()
            if status == 0:
                continue
            times.append(time.perf_counter() - client.since)
            failed += status != 200
            if status > 0:
                client.ask(next(turns))
            else:
                ready.unregister(client.socket)
                client.socket.close()
                start()
    took = time.perf_counter() - begun
    for key in list(ready.get_map().values()):
        key.data.socket.close()
    return Load(len(times), failed, took, *(1000 * quantile(times, q) for q in (0.5, 0.99)))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of them lie; 0 of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def main() -> None:
    """Put load on a server and print what its clients saw, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("targets", type=Path)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=3.0)
    asked = parser.parse_args()
    targets = asked.targets.read_text(encoding="utf-8").splitlines()
    told = own(asked.address, targets, clients=asked.clients, seconds=asked.seconds)
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main()
