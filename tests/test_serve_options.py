"""Options that no service could be started with are one line, and nothing is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from serving import serving


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
        (("--memory", "99999999999999999999"), "is not in the range"),
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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ALLOW_SERVICE", "ftp://a.example", "no address that SERVICE could ask"),
        ("OPEN", "perhaps", "'--open'"), ("PORT", "x", "'--port'"), ("WRITABLE", "1", "one file"),
    ],
)  # fmt: skip
def test_each_option_can_be_given_as_a_variable(name: str, value: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "careergraph", "serve"], capture_output=True, text=True, timeout=60,
        check=False, env={**os.environ, f"CAREERGRAPH_SERVE_{name}": value},
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("command", ["shell", "query -"])
def test_a_standard_input_that_is_closed_is_one_line(command: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m careergraph {command} <&-', sys.executable],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "careergraph: cannot read standard input: it is closed\n"


def test_what_has_no_end_is_no_query() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "careergraph", "query", "/dev/zero"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "careergraph: cannot read /dev/zero: more than 16 MB are no query\n"


def test_closed_standard_streams_do_no_harm(tmp_path: Path) -> None:
    closed = ("sh", "-c", 'exec "$0" "$@" <&- >&- 2>&-')
    with serving(tmp_path, before=closed) as served:
        assert served.query("ASK {}").status_code == 200
        served.process.terminate()
        assert served.process.wait(20) == 0
