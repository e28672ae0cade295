"""The README is true: its commands print what it shows, its Python and SPARQL run."""

import doctest
import re
import shlex
import subprocess
import sys

import pytest

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
