"""The shell: from a pipe, from a terminal, and what it takes for a statement."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from careergraph.career_graph import CareerGraph
from careergraph.cli.shell import commands, prompt
from careergraph.cli.shell.apart import apart
from careergraph.cli.shell.calls import complete_call
from careergraph.cli.shell.statements import statements, whole
from careergraph.errors import EvaluationError
from conftest import SMALL_WORLD
from shared import ROOT
from terminals import Terminal, on_a_terminal

T = TypeVar("T")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""A query that counts for longer than anybody waits."""


def piped(typed: str | bytes, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The shell, asked through a pipe."""
    run = subprocess.run(
        [sys.executable, "-m", "careergraph", "shell", *arguments],
        input=typed.encode() if isinstance(typed, str) else typed, capture_output=True,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        run.args, run.returncode, run.stdout.decode(), run.stderr.decode()
    )


# ---------------------------------------------------------------- what a statement is


def test_a_query_ends_with_a_semicolon_outside_all_brackets() -> None:
    lines = [
        "# all roles\n", "SELECT ?x {\n", "  ?x a career:Role ;\n", ";\n", "}\n", ";\n", "\n",
        "ASK { ?x ?y 'a;' } ;\n", "DESCRIBE role:a\n",
    ]  # fmt: skip
    assert list(statements(lines)) == [
        (1, "# all roles\nSELECT ?x {\n  ?x a career:Role ;\n;\n}"),
        (8, "ASK { ?x ?y 'a;' }"),
        (9, "DESCRIBE role:a"),
    ]


def test_commands_and_calls_take_a_line() -> None:
    lines = ["skill-gap start=a\n", "ASK {}\n", ".help\n", ";\n", ".help\n"]
    assert list(statements(lines)) == [
        (1, "skill-gap start=a"),
        (2, "ASK {}\n.help"),
        (5, ".help"),
    ]


def test_comments_alone_are_no_statement() -> None:
    assert list(statements(["# nothing\n", ";\n", "\n", "# more"])) == []


def test_a_statement_is_done_before_the_next_line_is_read() -> None:
    def lines() -> Iterator[str]:
        yield "ASK {} ;\n"
        raise AssertionError("the second line was read first")

    assert next(statements(lines())) == (1, "ASK {}")


@given(st.lists(st.sampled_from(["ASK { ?x ?y ?z }", ".help", "entry-roles", "# a"]), max_size=6))
def test_statements_come_back_as_they_were_written(written: list[str]) -> None:
    text = "".join(f"{each};\n" if each.startswith("ASK") else f"{each}\n" for each in written)
    found = [each for _, each in statements(text.splitlines(keepends=True))]
    assert [re.sub(r"(# a\n)+", "", each) for each in found] == [
        each for each in written if each != "# a"
    ]


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("", True),
        ("SELECT ?x", False),
        ("SELECT (COUNT(*) AS ?n)", False),
        ("SELECT ?x {", False),
        ("SELECT ?x { ?x a career:Role }", True),
        ("SELECT ?x { ?x a career:Role } ORDER BY", False),
        ("SELECT ?x { ?x a career:Role } LIMIT", False),
        ("SELECT ?x { ?x a career:Role } LIMIT 3", True),
        ("SELECT ?x { ?x rdfs:label 'a }", False),
        ("SELECT ?x { ?x rdfs:label '}' }", True),
        ("SELECT ?x { # }", False),
        ("PREFIX a: <b>", False),
        ("DESCRIBE", False),
        ("DESCRIBE role:data-scientist", True),
        ("ASK {}", True),
        (".help", True),
        ("entry-roles", True),
        ("hello", True),
        ("SELECT ?x {\n", True),
    ],
)
def test_enter_runs_what_is_whole(text: str, is_whole: bool) -> None:
    assert whole(text) is is_whole


# ---------------------------------------------------------------- through a pipe


def test_queries_from_a_pipe_are_answered_one_after_another_and_nothing_else_is_said() -> None:
    run = piped(
        "SELECT ?x { ?x a career:Level } ORDER BY ?x LIMIT 1\n;\n"
        "ASK { role:data-scientist a career:Role };\n"
        ".format csv\n"
        "SELECT (1 + 1 AS ?n) {}\n"
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "x\n────────────────────\nEntry <career:entry>\nyes\nn\r\n2\r\n"


def test_a_query_of_the_cookbook_is_called_by_name() -> None:
    table = piped('what-blocks role="Data Scientist"\n').stdout
    asked = subprocess.run(
        [sys.executable, "-m", "careergraph", "query", "what-blocks", "-p", "role=Data Scientist"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert table == asked.stdout.decode()
    assert piped(".what_blocks role='data scientist'\n").stdout == table


def test_the_first_error_ends_it_and_tells_its_line() -> None:
    run = piped("ASK {};\n\nSELECT ?x {\n  ?x a career:Role\n} LIMIT x\n;\nASK {};\n")
    assert (run.returncode, run.stdout) == (2, "yes\n")
    assert run.stderr == (
        "careergraph: standard input, line 5, column 9: did not expect 'x' here\n"
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (".fromat csv", "line 1: no command or query is named '.fromat'; did you mean .format?"),
        ("ASK {};\n.format xls", "line 2: no format is named 'xls'; there are: auto, table, csv"),
        ("skill-gap goal", "line 1: 'goal' is no parameter; write NAME=VALUE"),
        ('skill-gap goal="a', "line 1: a quotation mark is not closed"),
        ("skill-gap gaol=a", "line 1: no parameter is named 'gaol'"),
        (".save", "line 1: .save needs FILE"),
        (".save x.csv", "line 1: there is no result to save"),
        (".all", "line 1: there is no result yet"),
        (".quit now", "line 1: .quit takes nothing, and got 'now'"),
        (".rows many", "line 1: .rows takes a number of 1 or more, and got 'many'"),
        (".show qqqq", "line 1: no node 'qqqq'"),
        (".route from nowhere to here", "line 1: "),
        ("DELETE WHERE { ?a ?b ?c }", "line 1, column 1: DELETE would change the graph"),
        (b"ASK {};\nASK { \xff }", "cannot read standard input, line 2: byte 7 is not UTF-8"),
    ],
)
def test_an_error_is_one_line_that_names_the_mend(typed: str | bytes, told: str) -> None:
    run = piped(typed)
    assert run.returncode == 2
    assert told in run.stderr
    assert run.stderr.count("\n") == 1


def test_quit_ends_it_before_what_follows() -> None:
    run = piped("ASK {};\n.quit\nnonsense")
    assert (run.returncode, run.stdout) == (0, "yes\n")


def test_any_graph_can_be_asked() -> None:
    typed = "SELECT (COUNT(*) AS ?n) { ?x a career:Role }"
    assert piped(typed, "--graph", str(SMALL_WORLD)).stdout.split()[-1] == "4"
    assert piped(".show steward", "--graph", str(SMALL_WORLD)).stdout.startswith("Data Steward (")


def test_a_result_is_saved_by_the_ending_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "levels.csv"
    run = piped(f"SELECT ?x {{ ?x a career:Level }} ORDER BY ?x LIMIT 1;\n.save {file}\n")
    assert (run.returncode, run.stderr) == (0, f"{file} holds 1 row\n")
    assert file.read_bytes() == b"x\r\nhttps://w3id.org/careergraph/ontology#entry\r\n"


def test_a_route_is_what_the_command_gives() -> None:
    phrase = "from Data Analyst to Data Scientist"
    asked = subprocess.run([sys.executable, "-m", "careergraph", "route", phrase],
                           capture_output=True, check=True)  # fmt: skip
    assert piped(f".route {phrase}\n").stdout == asked.stdout.decode()


def test_help_lists_every_command_and_what_a_query_takes() -> None:
    listed = piped(".help").stdout
    assert all(f"\n{word} " in f"\n{listed}" for word in commands.COMMANDS)
    assert "\n  start=" in piped(".help skill-gap").stdout
    assert "skill-gap" in piped(".queries").stdout
    assert "https://w3id.org/careergraph/id/role/" in piped(".prefixes").stdout


def test_the_pipe_in_the_readme_prints_what_it_shows() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"```console\n\$ printf '(.*)' \| careergraph shell\n(.*?)```", readme, re.S)
    assert shown
    run = piped(shown[1].replace("\\n", "\n"))
    assert run.stdout.replace("\r\n", "\n") == shown[2]


# ---------------------------------------------------------------- work that can be stopped


def test_work_in_a_child_comes_back_or_says_why_not() -> None:
    assert apart(lambda: [1, "a"]) == [1, "a"]
    with pytest.raises(EvaluationError, match="ZeroDivisionError: "):
        apart(lambda: 1 // 0)
    with pytest.raises(EvaluationError, match=r"ended before it was done \(signal 9\)"):
        apart(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_work_ends_with_the_shell_that_waits_for_it(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-m", "careergraph", "shell"],
                          stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as shell:  # fmt: skip
        assert shell.stdin is not None
        shell.stdin.write(f"{ENDLESS};\n".encode())
        shell.stdin.flush()
        (child,) = _eventually(lambda: _children(shell.pid))
        shell.kill()
    _eventually(lambda: not _runs(child))


def _children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True)
    return [int(pid) for pid in listed.stdout.split()]


def _runs(process: int) -> bool:
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True).stdout
    return bool(status.strip()) and not status.startswith(b"Z")


def _eventually(look: Callable[[], T]) -> T:
    deadline = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


# ---------------------------------------------------------------- on a terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """The shell on a terminal, at its first prompt."""
    with on_a_terminal("shell", settings={"XDG_STATE_HOME": str(tmp_path)}) as shown:
        shown.wait_for("sparql>")
        yield shown


def test_a_table_fits_the_terminal_and_ends_where_the_rows_are_too_many(
    terminal: Terminal,
) -> None:
    pasted = ".rows 2\nSELECT ?level ?name { ?level a career:Level ; skos:definition ?name }"
    terminal.type(f"\x1b[200~{pasted}\x1b[201~\r")
    shown = terminal.wait_for("(… 3 more; .all shows them)")
    table = shown[shown.index("──") :]
    assert "<career:entry>" in table
    assert "<career:senior>" not in table
    assert max(len(line) for line in table.splitlines()) <= 100
    terminal.wait_for("5 rows in")
    terminal.wait_for("sparql>")
    terminal.type(".all\r")
    terminal.wait_for("<career:senior>")


def test_ctrl_c_stops_a_query_and_the_shell_goes_on(terminal: Terminal) -> None:
    terminal.type(f"{ENDLESS}\r")
    (child,) = _eventually(lambda: _children(terminal.process.pid))
    terminal.type("\x03")
    terminal.wait_for("stopped")
    assert not _runs(child)
    terminal.wait_for("sparql>")
    terminal.type("ASK {}\r")
    terminal.wait_for("yes")
    terminal.wait_for("sparql>")
    terminal.type("\x04")
    assert terminal.end() == 0


def test_an_error_is_told_and_the_shell_goes_on(terminal: Terminal) -> None:
    terminal.type("hello\r")
    terminal.wait_for("careergraph: line 1, column 1: did not expect 'hello' here")
    terminal.wait_for("sparql>")
    terminal.type("SELECT ?x { ?x a rolle:x }\r")
    terminal.wait_for("no prefix is named 'rolle:'; did you mean 'role:'?")
    terminal.wait_for("sparql>")
    terminal.type(".quit\r")
    assert terminal.end() == 0


def test_a_name_is_completed_with_its_label_beside_it(terminal: Terminal) -> None:
    terminal.type("ASK { role:data-sci")
    terminal.wait_for("Role Data Scientist")
    terminal.type("\t\r a career:Role }\r")
    terminal.wait_for("yes")


def test_what_was_typed_is_there_the_next_time(tmp_path: Path) -> None:
    for typed in ("ASK {\r?x a career:Role }\r", "\x1b[A\r"):  # then the arrow up
        with on_a_terminal("shell", settings={"XDG_STATE_HOME": str(tmp_path)}) as shown:
            shown.wait_for("sparql>")
            shown.type(typed)
            shown.wait_for("yes")
    kept = tmp_path / "careergraph" / "shell-history"
    assert "?x a career:Role }" in kept.read_text("utf-8")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_history_that_cannot_be_kept_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "careergraph").write_text("a file, where a folder should be", encoding="utf-8")
    with on_a_terminal("shell", settings={"XDG_STATE_HOME": str(tmp_path)}) as shown:
        shown.wait_for("what you type is not kept")
        shown.wait_for("sparql>")
        shown.type("ASK {}\r")
        shown.wait_for("yes")


# ---------------------------------------------------------------- keys and colours


@pytest.fixture(scope="module")
def graph(curated: ox.Store) -> CareerGraph:
    return CareerGraph(curated)


def typed_at_the_prompt(graph: CareerGraph, keys: str) -> str:
    """What the prompt gives when these keys are pressed."""
    with create_pipe_input() as keyboard, create_app_session(keyboard, DummyOutput()):
        keyboard.send_text(keys)
        return prompt.prompting(graph)()


@pytest.fixture(autouse=True)
def _history_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_enter_begins_a_line_until_the_query_is_whole(graph: CareerGraph) -> None:
    assert typed_at_the_prompt(graph, "ASK {\r?x a career:Role .\r}\r") == (
        "ASK {\n  ?x a career:Role .\n  }"
    )


def test_an_empty_line_runs_what_is_there(graph: CareerGraph) -> None:
    assert typed_at_the_prompt(graph, "SELECT ?x\r\r") == "SELECT ?x\n"


def test_alt_enter_begins_a_line_in_any_case(graph: CareerGraph) -> None:
    assert typed_at_the_prompt(graph, "ASK {}\x1b\r# why\r") == "ASK {}\n# why"


def test_ctrl_c_and_ctrl_d_at_the_prompt(graph: CareerGraph) -> None:
    with pytest.raises(KeyboardInterrupt):
        typed_at_the_prompt(graph, "half a que\x03")
    with pytest.raises(EOFError):
        typed_at_the_prompt(graph, "\x04")


@given(st.text(max_size=60))
def test_colours_change_no_letter(text: str) -> None:
    assert "".join(piece for _, piece in prompt.coloured(text)) == text


def test_each_kind_of_word_has_its_colour() -> None:
    pieces = {text: style for style, text in prompt.coloured("ASK { ?x a role:x } # why")}
    assert pieces["ASK"] == "class:word"
    assert pieces["?x"] == "class:variable"
    assert pieces["role:x"] == "class:name"
    assert pieces[" # why"] == "class:comment"


# ---------------------------------------------------------------- completion of commands


def completed(graph: CareerGraph, text: str) -> list[str]:
    return [each.text for each in complete_call(graph, text, len(text)).suggestions]


def test_commands_and_calls_are_completed(graph: CareerGraph) -> None:
    assert completed(graph, ".fo") == [".format"]
    assert completed(graph, ".skill") == [".skill-gap", ".skills-along-routes"]
    assert completed(graph, ".format c") == ["csv"]
    assert completed(graph, ".show data sci")[0] == "Data Scientist"
    assert completed(graph, ".route from Data Analyst to data sci")[0] == "Data Scientist"
    assert completed(graph, "what-blocks ro") == ["role="]
    assert completed(graph, 'what-blocks role="data sci')[0] == '"Data Scientist"'
    assert completed(graph, "what-blocks role=x ro") == []


@given(st.text(alphabet=".=\"' abceghilkorstu-_\n", max_size=40), st.integers(0, 40))
def test_half_a_command_is_no_error(text: str, at: int) -> None:
    found = complete_call(_small(), f".{text}", min(at, len(text) + 1))
    assert 0 <= found.start <= found.end <= len(text) + 1


@cache
def _small() -> CareerGraph:
    from careergraph import store

    return CareerGraph(store.open_store(SMALL_WORLD))
