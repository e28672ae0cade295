"""The blocks of code on the pages of the documentation, and how each kind is run.

A page's blocks are run in its order, in a folder of its own. After a change of output that is
meant, write it anew with `python tests/doc_blocks.py` and read the difference before committing.
"""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from serving import serving
from shared import ROOT

ADDRESS = "127.0.0.1:8000"
"""Where the pages say that the service is; the tests have one elsewhere."""

PAGES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_REASON = re.compile(r"<!-- not run: (.+) -->")


@dataclass(frozen=True)
class Block:
    """A block of code: where it begins, its language, and why it is not run, if it is not."""

    page: str
    line: int
    language: str
    text: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Every block of a page but those that show words, and directives of the site."""
    reason = ""
    name = page.relative_to(ROOT).as_posix()
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        language = token.info.strip()
        if token.type in ("fence", "code_block") and not re.match(r"text$|\{", language):
            assert token.map
            yield Block(name, token.map[0] + 1, language, token.content, reason)
        marked = _REASON.search(token.content) if token.type == "html_block" else None
        reason = marked[1] if marked else ""


@dataclass
class Runner:
    """Runs blocks in a folder. `service` is the address of the one that runs, if one does."""

    folder: Path
    service: str = ADDRESS
    names: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "docs").symlink_to(ROOT / "docs")
        samples = ROOT / "tests" / "samples"
        for name, files in (("db_30_1", "onet/db_30_1_text"),
                            ("ESCO dataset - v1.1.1", "esco/tables")):  # fmt: skip
            shutil.make_archive(str(self.folder / name), "zip", samples / files)

    def run(self, block: Block) -> str:
        """Return what is wrong with a block; nothing when it runs and prints what it shows."""
        if block.language not in _RUN:
            return f"{block}: nothing runs {block.language!r}; say why: <!-- not run: ... -->"
        wrong = _RUN[block.language](self, block)
        return f"{block}: {wrong}" if wrong else ""

    def shell(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder; what it says of the service is said of the pages'."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        run = subprocess.run(
            ["sh", "-e", "-c", command.replace(ADDRESS, self.service)], cwd=self.folder,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
            env={**os.environ, "PATH": path}, timeout=120, check=False,
        )  # fmt: skip
        run.stdout = run.stdout.replace(self.service, ADDRESS)
        return run


def commands(text: str) -> list[tuple[str, str]]:
    """Each `$ command` of a console with the output shown below it."""
    parts = re.split(r"^\$ ", text, flags=re.M)[1:]
    return [(command, shown.strip()) for command, _, shown in (p.partition("\n") for p in parts)]


def fits(shown: str, printed: str) -> bool:
    """Tell whether output is what is shown, where `[...]` stands for anything."""
    pattern = re.escape(shown).replace(re.escape("[...]"), ".*")
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


def _console(runner: Runner, block: Block) -> str:
    for command, shown in commands(block.text):
        printed = runner.shell(command).stdout
        if not fits(shown, printed):
            return f"$ {command}\nprints\n{printed}"
    return "" if commands(block.text) else "a console without a command"


def _script(runner: Runner, block: Block) -> str:
    run = runner.shell(block.text)
    return f"ends with {run.returncode}:\n{run.stdout}" if run.returncode else ""


def _python(runner: Runner, block: Block) -> str:
    text = block.text.replace(ADDRESS, runner.service)
    examples = doctest.DocTestParser().get_doctest(text, runner.names, block.page, None, block.line)
    told: list[str] = []
    here = Path.cwd()
    os.chdir(runner.folder)
    try:
        tests = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        tests.run(examples, out=told.append, clear_globs=False)
    finally:
        os.chdir(here)
    runner.names.update(examples.globs)
    return "".join(told) if examples.examples else "Python without an example (>>>)"


def _sparql(runner: Runner, block: Block) -> str:
    rows = runner.folder / "rows.csv"
    (runner.folder / "block.rq").write_text(block.text, encoding="utf-8")
    run = runner.shell("careergraph query block.rq -o rows.csv")
    if run.returncode:
        return f"ends with {run.returncode}:\n{run.stdout}"
    return "" if len(rows.read_text(encoding="utf-8").splitlines()) > 1 else "finds nothing"


def _json(_: Runner, block: Block) -> str:
    json.loads(block.text)
    return ""


def _toml(_: Runner, block: Block) -> str:
    tomllib.loads(block.text)
    return ""


_RUN = {"console": _console, "sh": _script, "python": _python, "sparql": _sparql,
        "json": _json, "toml": _toml}  # fmt: skip


def _anew(page: Path, runner: Runner) -> str:
    """The text of a page with the output of its consoles as it is now."""
    text = page.read_text(encoding="utf-8")
    for block in blocks(page):
        if block.language == "console" and not block.reason:
            now = ""
            for command, shown in commands(block.text):
                printed = runner.shell(command).stdout.strip()
                now += f"$ {command}\n{shown if fits(shown, printed) else printed}\n"
            text = text.replace(block.text, re.sub(r"\n\n(?=\$ |$)", "\n", now))
        elif not block.reason:
            print(runner.run(block), end="")
    return text


if __name__ == "__main__":
    asked = [Path(each).resolve() for each in sys.argv[1:]] or PAGES
    with tempfile.TemporaryDirectory() as log, serving(Path(log)) as served:
        for page in asked:
            with tempfile.TemporaryDirectory() as folder:
                runner = Runner(Path(folder), served.address.removeprefix("http://"))
                page.write_text(_anew(page, runner), encoding="utf-8", newline="\n")
