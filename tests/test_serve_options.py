"""Options that no service could be started with are one line, and nothing is started."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--timeout", "nan"), "a time limit of nan s is none"),
        (("--public-url", "foo bar"), "'foo bar' is no address of a service"),
        (("--public-url", "javascript:x"), "is no address of a service"),
        (("--public-url", "http://[::1"), "is no address of a service"),
        (("--root-path", "../x"), "'../x' is no path; one reads /careers"),
        (("--allow-service", "ftp://a.example"), "no address that SERVICE could ask"),
        (("--writable", "--host", "0.0.0.0"), "--writable is for this machine alone"),
        (("--writable",), "only a graph in one file can be written to"),
        (("--port", "0"), "0 is not in the range"),
    ],
)
def test_an_option_that_cannot_be_is_refused_at_once(options: tuple[str, ...], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "careergraph", "serve", *options],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", [("query", "-e", "ASK {}"), ("info",), ("shell",), ("push",)])
def test_what_is_no_address_of_a_server_is_one_line(command: tuple[str, ...]) -> None:
    where = ("http://[::1",) if command == ("push",) else ("--graph", "http://[::1")
    done = subprocess.run(
        [sys.executable, "-m", "careergraph", *command, *where],
        capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 2
    assert "'http://[::1' is no address" in done.stderr
    assert done.stderr.count("\n") == 1
