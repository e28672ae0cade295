"""SPARQL servers that tests start for themselves, on loopback, each with an empty store."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
NO_VIRTUOSO = "no Virtuoso here: tests/setup/servers.sh installs Debian's, other systems have none"

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{own}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000
[Plugins]
LoadPath = .
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *switches: str) -> Iterator[str]:
    """The address of an `oxigraph serve` for queries."""
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", "store", "--bind", f"127.0.0.1:{port}"]
    with _running([*command, *switches], folder, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso for queries, with the login of its administrator."""
    assert VIRTUOSO is not None
    port = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(own=free_port(), port=port))
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://127.0.0.1:{port}/sparql"):
        yield f"http://dba:dba@127.0.0.1:{port}/sparql"


@contextmanager
def _running(command: list[str], folder: Path, page: str) -> Iterator[None]:
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process,
    ):
        try:
            _wait(page, process)
            yield
        finally:
            process.kill()


def _wait(page: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until a server shows its page."""
    for _ in range(round(seconds * 20)):
        assert process.poll() is None, "the server has ended"
        try:
            with urlopen(page, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"no server at {page}")
