"""The README is true: its commands print what it shows, its Python and SPARQL run."""

import doctest
import re
import shlex
import subprocess
import sys
import tomllib

import pytest

from careergraph.sources import SOURCES
from shared import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = [block for block in re.findall(r"```console\n(.*?)```", README, re.S) if "\n" in block]


def blocks() -> list[tuple[str, str]]:
    """Each `$ careergraph ...` command with the output shown below it."""
    found = []
    for block in SHOWN:
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            if command.startswith("careergraph "):
                found.append((command, output.strip()))
    return found


@pytest.mark.parametrize(("command", "shown"), blocks(), ids=lambda text: str(text)[:60])
def test_a_command_prints_what_the_readme_shows(command: str, shown: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    printed = (run.stdout + run.stderr).strip()
    pattern = re.escape(shown).replace(re.escape("[...]"), ".*")
    assert re.fullmatch(pattern, printed, re.S), printed


def test_the_readme_shows_commands() -> None:
    assert len(blocks()) >= 3


def test_the_python_in_the_readme_runs_as_shown() -> None:
    results = doctest.testfile(
        str(ROOT / "README.md"), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert results.attempted >= 3
    assert results.failed == 0


def test_every_file_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


FILES = README.split("## From the publishers' files")[1].split("\n## ")[0]


def test_what_the_readme_tells_to_import_is_a_source_and_each_source_is_told_of() -> None:
    told = re.findall(r"^    careergraph import (\w+) ", FILES, re.M)
    assert set(told) <= set(SOURCES)
    assert re.findall(r"^\| `(\w+)` \|", FILES, re.M) == [
        "onet", "esco", "bls", "crosswalk", "ctdl", "curated", "moves",
    ]  # fmt: skip
    assert {*re.findall(r"^\| `(\w+)` \|", FILES, re.M)} == set(SOURCES)


def test_the_readme_tells_where_the_command_is_and_what_spreadsheets_need_before_it_uses_them() -> (
    None
):
    first = FILES.index("    careergraph import")
    assert FILES.index(".venv/bin/careergraph") < first
    assert FILES.index('".[market]"') < first
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "market" in project["optional-dependencies"]
    assert "careergraph" in project["scripts"]


def test_the_readers_know_the_files_that_the_readme_names_for_crosswalks() -> None:
    (row,) = re.findall(r"^\| `crosswalk` \| (.*)$", FILES, re.M)
    readers = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "graph/careergraph/sources/crosswalk").glob("*.py")
    ).lower()
    named = [name.lower() for name in re.findall(r"`([\w*]+)\.\w+`", row)]
    assert len(named) >= 9
    assert [n for n in named if n.replace("2022", "").strip("*_") not in readers] == []
