"""`careergraph query`, and what all commands share: help, errors, output, pipes."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from careergraph.cli import COMMANDS, main
from careergraph.cli.options import stopped, writes
from careergraph.cli.query import FORMATS
from careergraph.errors import ReadError
from careergraph.sparql import formats, recipes

SMALL_WORLD = str(Path(__file__).parent / "small_world.ttl")
ROLES = "SELECT ?role { ?role a career:Role } ORDER BY ?role"
EVERYTHING = "SELECT * { ?s ?p ?o }"


def ask(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *arguments], input=stdin)


def small(*arguments: str, stdin: bytes | None = None) -> Result:
    return ask("--graph", SMALL_WORLD, *arguments, stdin=stdin)


def process(*arguments: str, **options: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "careergraph", *arguments]
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_text_is_answered_as_a_table() -> None:
    found = small("-e", ROLES)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[2] == "Data Analyst <role:analyst>"
    assert found.stderr == ""


def test_a_query_by_name_with_parameters() -> None:
    found = small("skill-gap", "-p", "start=steward", "--param", "goal=Data Scientist", "-f", "csv")
    assert found.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [row["skillLabel"] for row in rows] == ["Statistics"]


def test_a_query_of_the_cookbook_says_when_its_examples_stand_in() -> None:
    found = ask("skill-gap")
    assert found.exit_code == 0
    assert "with the example start=role:data-analyst, goal=role:data-scientist" in found.stderr
    assert "example" not in found.stdout


def test_a_query_from_a_file_and_from_stdin(tmp_path: Path) -> None:
    file = tmp_path / "roles.rq"
    file.write_text(ROLES)
    expected = small("-e", ROLES).stdout
    assert small(str(file)).stdout == expected
    assert small("-", stdin=ROLES.encode()).stdout == expected


def test_a_fault_in_a_file_is_one_line_with_file_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text("SELECT ?s {\n  ?s ?p }\n")
    found = small(str(file))
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == f"careergraph: {file}, line 2, column 9: did not expect '}}' here\n"


def test_a_fault_in_stdin_names_standard_input() -> None:
    assert small("-", stdin=b"SELECT").stderr.startswith("careergraph: standard input, line 1, ")
    assert "byte 1 is not UTF-8" in small("-", stdin=b"\xff").stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["skil-gap"], "no query is named 'skil-gap'; did you mean 'skill-gap'?"),
        (["missing.rq"], "cannot read missing.rq: No such file or directory"),
        (["-e", "ASK {}", "-f", "csv"], "csv cannot hold the yes or no of an ASK; these can: "),
        (["-e", "ASK {}", "-p", "x"], "--param 'x' has no '='; write --param NAME=VALUE"),
        (["-e", "ASK {}", "-p", "x=1", "-p", "x=2"], "the parameter 'x' is given twice"),
        (["steps-into", "-p", "role=Data Sientist"], "did you mean 'Data Scientist'"),
        (["steps-into", "-p", "rol=x"], "no parameter is named 'rol'; there are: role"),
        (["-e", "ASK {}", "-o", "nowhere/a.xml"], "cannot write nowhere/a.xml: "),
        (["-e", ROLES, "-o", "a.xls"], "a.xls: no format is known for '.xls'; known are .txt"),
        (["-e", "ASK {}", "--graph", "nothing.ttl"], "cannot read nothing.ttl: No such file"),
        (["-e", "DROP ALL"], "DROP would change the graph"),
    ],
)
def test_bad_input_is_one_clear_line(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = small(*arguments)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("careergraph: ")
    assert message in found.stderr
    assert found.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["entry-roles", "-e", "ASK {}"], ["x", "-f", "xls"]])
def test_wrong_use_is_told_by_exit_code_two(arguments: list[str]) -> None:
    found = small(*arguments)
    assert found.exit_code == 2
    assert found.stderr.startswith("careergraph: ")
    assert found.stderr.endswith(" query --help'.\n")
    assert re.search(r"[^.]\. See '", found.stderr)
    assert found.stderr.count("\n") == 1


def test_the_output_file_is_written_in_the_format_of_its_ending(tmp_path: Path) -> None:
    for suffix, kind in formats.SUFFIXES.items():
        text = "DESCRIBE role:lead" if kind == "turtle" else ROLES
        file = tmp_path / f"out{suffix}"
        found = small("-e", text, "-o", str(file))
        assert (found.exit_code, found.stdout) == (0, "")
        assert file.read_bytes() == small("-e", text, "-f", kind).stdout_bytes
    assert len(list(tmp_path.iterdir())) == len(formats.SUFFIXES)


def test_labels_are_added_when_asked_for() -> None:
    found = json.loads(small("-e", ROLES, "--labels", "-f", "json").stdout)
    assert found["head"]["vars"] == ["role", "roleLabel"]
    assert found["results"]["bindings"][0]["roleLabel"]["value"] == "Data Analyst"


def test_no_rows_are_an_answer() -> None:
    found = small("-e", "SELECT ?s { ?s career:level career:executive }")
    said = "careergraph: no rows: nothing in this graph matches the query\n"
    assert (found.exit_code, found.stderr) == (0, said)


def test_a_graph_is_written_as_turtle() -> None:
    assert "role:lead a career:Role ;" in small("-e", "DESCRIBE role:lead").stdout


def test_the_list_names_every_query() -> None:
    listed = ask("--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [each.name for each in recipes()]


def test_one_query_is_described_with_its_parameters() -> None:
    found = ask("--list", "roles-by-pay").stdout
    assert "Roles by pay and industry (roles-by-pay)" in found
    assert "--param low=100000\n      xsd:decimal, may be left out: the least pay" in found


def test_the_choices_of_format_are_those_the_library_has() -> None:
    assert tuple(formats.FORMATS) == FORMATS


# ---------------------------------------------------------------- what all commands share


def test_help_lists_every_command_without_loading_one() -> None:
    code = (
        "import sys; from careergraph.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted(m for m in sys.modules if m in ('rdflib', 'pyoxigraph', 'networkx')))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    lines = found.stdout.splitlines()
    assert lines[-1] == "[]"
    for name, (_, text) in COMMANDS.items():
        assert any(line.split()[:1] == [name] and text in line for line in lines)


def test_an_unknown_command_is_wrong_use() -> None:
    found = CliRunner().invoke(main, ["qery"])
    assert (found.exit_code, "No such command 'qery'" in found.stderr) == (2, True)


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("careergraph 0.")


def test_an_error_is_one_line_even_when_a_name_in_it_is_not() -> None:
    found = small("two\nlines.rq")
    assert found.exit_code == 2
    assert found.stderr == "careergraph: cannot read two lines.rq: No such file or directory\n"


STOPPED = b"careergraph: stopped; nothing was changed\n"


def hears_ctrl_c() -> None:
    """In a process to come: a shell lets what it runs in the background hear nothing of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def begun(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs until it ends or the test does."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=hears_ctrl_c
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    waiting = tmp_path / "waiting.rq"
    os.mkfifo(waiting)
    command = [sys.executable, "-m", "careergraph", "query", str(waiting)]
    with begun(command) as running:
        with waiting.open("wb"):  # opens when the command has begun to read
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=20) == 130
        assert running.communicate() == (b"", STOPPED)


def test_so_is_one_while_a_query_runs_that_would_take_years() -> None:
    counting = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with begun([sys.executable, "-c", EVALUATING, "query", "-e", counting]) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"evaluating\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 130
        assert running.communicate() == (b"", STOPPED)


EVALUATING = """
import sys
from careergraph import sparql
from careergraph.cli import main
run = sparql.run
def told(*args, **kwargs):
    print("evaluating", flush=True)
    return run(*args, **kwargs)
sparql.run = told
main(sys.argv[1:])
"""
"""The command, which says when the query is about to be evaluated."""


def test_after_writing_began_nobody_says_that_nothing_was_changed() -> None:
    with click.Context(main):
        assert stopped() == STOPPED.decode().strip().removeprefix("careergraph: ")
        writes()
        assert stopped() == "stopped"


@pytest.mark.parametrize("more", [[], ["--unsorted"]])
def test_a_closed_pipe_ends_silently(more: list[str]) -> None:
    command = [sys.executable, "-m", "careergraph", "query", *more, "-e", EVERYTHING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_a_stdout_that_takes_nothing_is_an_error() -> None:
    if Path("/dev/full").exists():
        with Path("/dev/full").open("wb") as full:
            found = process("query", "-e", ROLES, stdout=full)
        assert (found.returncode, found.stderr.count(b"\n")) == (2, 1)
        assert found.stderr.startswith(b"careergraph: cannot write to standard output: No space")
    reading, writing = os.pipe()
    os.close(writing)
    found = process("query", "-e", ROLES, stdout=reading)
    os.close(reading)
    assert found.returncode == 2
    assert found.stderr.startswith(b"careergraph: cannot write to standard output: ")


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_unsorted_rows_are_the_same_rows(format: str) -> None:
    def found(*more: str) -> list[str]:
        written = small("-e", EVERYTHING, "-f", format, *more).stdout_bytes
        if format == "csv":
            return sorted(written.decode().splitlines())
        w3c = getattr(ox.QueryResultsFormat, format.upper())
        read = ox.parse_query_results(written, format=w3c)
        assert isinstance(read, ox.QuerySolutions)
        return sorted(str([*row]) for row in read)

    assert found("--unsorted") == found()
    assert len(found()) > 100


def test_unsorted_answers_of_each_kind_have_a_format_of_their_own() -> None:
    assert small("--unsorted", "-e", ROLES).stdout.splitlines()[0] == "role"
    assert json.loads(small("--unsorted", "-e", "ASK {}").stdout)["boolean"] is True
    assert "@prefix role:" in small("--unsorted", "-e", "CONSTRUCT WHERE { ?s ?p ?o }").stdout
    found = small("--unsorted", "skill-gap", "-p", "start=steward", "-p", "goal=Data Scientist")
    assert found.stdout.splitlines()[1].split(",")[1] == "Statistics"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-e", ROLES, "-f", "table"], "table needs the whole answer"),
        (["-e", "ASK {}", "-f", "csv"], "csv cannot hold the yes or no of an ASK"),
        (["-e", ROLES, "--labels"], "leave it or --unsorted out"),
        (["-e", "SELECT * { ?s ?p"], "line 1, column 17"),
        (["skill-gap", "-p", "nobody=x"], "no parameter is named 'nobody'"),
    ],
)
def test_what_cannot_be_written_unsorted_is_told(arguments: list[str], said: str) -> None:
    found = small("--unsorted", *arguments)
    assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (2, "", 1), found.stderr
    assert said in found.stderr


def test_a_server_that_breaks_off_is_not_taken_for_a_closed_pipe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks_off(*_: object, **__: object) -> None:
        raise ReadError("cannot read http://host/sparql: its answer breaks off")

    monkeypatch.setattr("careergraph.sparql.streaming.evaluated", breaks_off)
    found = small("--unsorted", "-e", ROLES)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr == "careergraph: cannot read http://host/sparql: its answer breaks off\n"


@pytest.mark.parametrize("more", [[], ["--unsorted"]])
def test_rows_that_xml_cannot_hold_are_refused(tmp_path: Path, more: list[str]) -> None:
    path = tmp_path / "graph.nt"
    path.write_text('<urn:s> <urn:p> "b\\u0001" .\n')
    found = ask("--graph", str(path), "-e", "SELECT ?o { <urn:s> ?p ?o }", "-f", "xml", *more)
    assert found.exit_code == 2
    assert found.stderr == "careergraph: XML cannot hold the character U+0001; JSON can\n"


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_it_leaves_nothing_of_what_was_being_written(
    tmp_path: Path, by: signal.Signals
) -> None:
    """The third pattern alone would take years to be written out."""
    output = tmp_path / "rows.csv"
    output.write_text("before")
    asked = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "careergraph", "query", "--unsorted", "-e", asked]
    with begun([*command, "-o", str(output)]) as running:
        end = time.monotonic() + 60
        while not any(each.stat().st_size for each in tmp_path.glob(".rows.csv.*")):
            assert time.monotonic() < end
            time.sleep(0.05)
        running.send_signal(by)
        assert running.wait(timeout=20) == 128 + by
    assert [each.name for each in tmp_path.iterdir()] == ["rows.csv"]
    assert output.read_text() == "before"


def test_a_query_of_the_cookbook_takes_less_than_a_second_in_all() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        assert process("query", "contested-statements", stdout=subprocess.PIPE).returncode == 0
        return time.perf_counter() - began

    assert min(seconds() for _ in range(3)) < 3.0  # 0.5 on an idle machine


def test_a_query_loads_nothing_it_does_not_need() -> None:
    code = (
        "import sys; from careergraph.cli import main; "
        "main(['query', 'entry-roles', '-f', 'csv'], standalone_mode=False); "
        "print([m for m in ('pandas', 'networkx', 'pyshacl', 'oxrdflib', 'scipy', 'numpy') "
        "if m in sys.modules], file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stderr.splitlines()[-1] == "[]"


def test_brackets_deep_enough_to_break_the_parser_are_refused() -> None:
    from test_command_line import complaint

    deep = "SELECT * WHERE " + "{" * 5000 + "}" * 5000
    assert "brackets inside each other" in complaint("query", "-e", deep)


def test_sparql_without_its_option_is_told_so() -> None:
    from test_command_line import complaint

    assert "put -e before it" in complaint("query", "SELECT * { ?s ?p ?o }" + " " * 300)
