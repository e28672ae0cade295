"""The documentation is true: every block of code on every page runs, and prints what it shows."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from doc_blocks import ADDRESS, PAGES, Block, Runner, blocks, fits
from serving import serving
from shared import ROOT

EVERY = {page: list(blocks(page)) for page in PAGES}
WITH_CODE = [page for page, found in EVERY.items() if any(not block.reason for block in found)]
NOT_RUN = Counter(block.reason for found in EVERY.values() for block in found if block.reason)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a service is that answers what the pages ask."""
    with serving(tmp_path_factory.mktemp("service")) as served:
        yield served.address.removeprefix("http://")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", WITH_CODE, ids=name)
def test_every_block_of_a_page_runs_and_prints_what_it_shows(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    asks = any(ADDRESS in block.text and not block.reason for block in EVERY[page])
    runner = Runner(tmp_path, request.getfixturevalue("service") if asks else ADDRESS)
    wrong = [runner.run(block) for block in EVERY[page] if not block.reason]
    assert [each for each in wrong if each] == []


def test_what_is_not_run_is_little_and_says_why() -> None:
    assert NOT_RUN == {
        "it sets up a Python environment and downloads packages": 1,
        "it runs until it is stopped; the tests start their own": 3,
        "the workbooks of the BLS and the crosswalks have to be downloaded": 1,
        "it needs R": 2,
        "it is for an engine that asks other machines": 1,
        "it needs another SPARQL server; tests/test_engines.py has two": 1,
        "it is for QLever": 1,
        "it is for Virtuoso": 1,
        "it is for Neptune": 1,
        "it is for a server of Oxigraph": 1,
        "it is for nginx": 1,
        "it is for systemd": 1,
        "it is for Docker": 1,
    }
    run = sum(len(found) for found in EVERY.values()) - NOT_RUN.total()
    assert run >= 40


def test_a_block_that_is_wrong_is_told(tmp_path: Path) -> None:
    runner = Runner(tmp_path)

    def told(language: str, text: str) -> str:
        return runner.run(Block("page.md", 7, language, text))

    assert told("console", "$ echo so\nso\n") == ""
    assert told("console", "$ echo so\nnot so\n") == "page.md:7: $ echo so\nprints\nso\n"
    assert told("console", "no command\n") == "page.md:7: a console without a command"
    assert told("sh", "echo made\nfalse\n") == "page.md:7: ends with 1:\nmade\n"
    assert "Expected:\n    3" in told("python", ">>> 1 + 1\n3\n")
    assert "without an example" in told("python", "1 + 1\n")
    assert told("sparql", "SELECT ?x { ?x a career:Nothing }") == "page.md:7: finds nothing"
    assert "page.md:7: ends with 2:" in told("sparql", "SELECT ?x { ?x }")
    assert "nothing runs 'cobol'" in told("cobol", "STOP RUN.")


def test_omitted_output_may_be_anything_and_all_else_is_as_shown() -> None:
    assert fits("first\n[...]\nlast", "first\nmany\nmore\nlast\n")
    assert not fits("first\n[...]\nlast", "first\nmany\nmore\nlatest\n")
    assert not fits("first", "first\nsecond\n")
