"""SPARQL endpoints to measure: ours, `oxigraph serve` and rdflib-endpoint, over the same file."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from serving import serving

OURS, OXIGRAPH, RDFLIB = "careergraph serve", "oxigraph serve", "rdflib-endpoint"

_ASK = "?query=ASK%7B%7D"
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Endpoint:
    """A server that runs: its name, the address of its endpoint, and its first process."""

    name: str
    address: str
    path: str
    process: int

    def answers(self, *, within: float) -> bool:
        """Whether it answers the cheapest of queries."""
        return _answers(self.address + self.path, within)


@contextmanager
def ours(data: Path, folder: Path, *options: str) -> Iterator[Endpoint]:
    """Start our own, as it is without any options."""
    with serving(folder, "--graph", str(data), *options) as served:
        yield Endpoint(OURS, served.address, "/sparql", served.process.pid)


@contextmanager
def oxigraph(data: Path, folder: Path) -> Iterator[Endpoint]:
    """Start `oxigraph serve`, to read only."""
    program = shutil.which(
        "oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
    )
    if program is None:
        raise FileNotFoundError("pip install oxigraph")
    store = folder / "oxigraph"
    subprocess.run([program, "load", "--location", store, "--file", data],
                   check=True, capture_output=True)  # fmt: skip
    port = _port()
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with _running(OXIGRAPH, command, port, "/query", folder) as endpoint:
        yield endpoint


@contextmanager
def rdflib_endpoint(data: Path, folder: Path) -> Iterator[Endpoint]:
    """Start rdflib-endpoint, from an environment of its own: its requirements are not ours."""
    home = Path("build/rdflib-endpoint")
    if not (home / "bin/rdflib-endpoint").exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "-q", "rdflib-endpoint", "uvicorn[standard]"],
                       check=True)  # fmt: skip
    port = _port()
    command = [str(home / "bin/rdflib-endpoint"), "serve", "--port", str(port), str(data)]
    with _running(RDFLIB, command, port, "/", folder) as endpoint:
        yield endpoint


@contextmanager
def all_over(data: Path, folder: Path) -> Iterator[list[Endpoint]]:
    """Start those that can be had, and say of the others why not."""
    with ExitStack() as stack:
        found = []
        for start in (ours, oxigraph, rdflib_endpoint):
            try:
                found.append(stack.enter_context(start(data, folder)))
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{start.__name__}: not measured: {error}")
        yield found


@contextmanager
def _running(
    name: str, command: Sequence[str], port: int, path: str, folder: Path
) -> Iterator[Endpoint]:
    with (folder / f"{port}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    endpoint = Endpoint(name, f"http://127.0.0.1:{port}", path, process.pid)
    try:
        until = time.monotonic() + 90
        while not endpoint.answers(within=1):
            if process.poll() is not None or time.monotonic() > until:
                raise FileNotFoundError(f"{name} does not start: see {folder}")
            time.sleep(0.2)
        yield endpoint
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str, within: float) -> bool:
    try:
        with urllib.request.urlopen(address + _ASK, timeout=within) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# ---------------------------------------------------------------- what processes take


def family(process: int) -> list[int]:
    """Return a process and all that it has started, those of theirs too; on Linux."""
    found = [process]
    try:
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += family(int(child))
    except OSError:
        return found
    return found


def processor_seconds(process: int) -> tuple[float, float]:
    """Return the time that a process, and that those it has started, have had of a processor."""
    first, *others = family(process)
    return _seconds(first, ended=False), sum(_seconds(each, ended=True) for each in others)


def _seconds(process: int, *, ended: bool) -> float:
    """The processor time of a process, and of those it has waited for."""
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, told[11 : 15 if ended else 13])) / _TICK
