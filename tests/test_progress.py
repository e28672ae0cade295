"""A long job tells how far it is: with a bar where the whole is known, to a terminal alone."""

import io
import os
import pty
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stderr, suppress
from pathlib import Path

import pytest

from careergraph.cli import progress
from careergraph.market import building
from careergraph.market.importing import import_release
from careergraph.sources import Files, Findings

SAMPLE = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A table of four rows, in a zip, and a file three times as large beside it."""
    table = "code,title\n" + "12,Cooks\n" * 4
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as archive:
        archive.writestr("jobs.csv", table)
    (tmp_path / "notes.txt").write_text("x" * 3 * len(table), encoding="ascii")
    return tmp_path


def test_a_table_counts_as_read_as_far_as_its_rows_were_taken(release: Path) -> None:
    files = Files(release)
    files.sha256("jobs.csv")
    rows = files.rows("jobs.csv", {"code": ("code",), "title": ("title",)}, Findings())
    seen = [files.part_read, *(files.part_read for _ in rows), files.part_read]
    assert seen == [0, 20 / 47, 29 / 47, 38 / 47, 1, 1]


def test_only_files_that_a_reader_calls_its_own_count_by_their_size(release: Path) -> None:
    files = Files(release)
    files.sha256("jobs.csv")
    files.content("notes.txt")
    assert files.part_read == 0
    files.sha256("notes.txt")
    assert files.part_read == 3 / 4


def test_a_stream_counts_as_far_as_it_was_read(release: Path) -> None:
    for name in ("jobs.csv", "notes.txt"):
        files = Files(release)
        files.sha256(name)
        with files.stream(name) as opened:
            opened.read(10)
            assert 0 < files.part_read < 1
        assert files.part_read == 1


def test_nothing_to_read_is_no_error(release: Path) -> None:
    (release / "empty.csv").write_bytes(b"")
    files = Files(release)
    assert files.part_read == 0
    files.sha256("empty.csv")
    assert [*files.rows("empty.csv", {}, Findings())] == []
    assert files.part_read == 0


def test_an_import_tells_what_part_of_its_files_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careergraph.ntriples.BATCH", 50)
    told: list[tuple[str, float | None]] = []

    def progress(what: str, count: int, part: float | None = None) -> None:
        told.append((what, part))

    for version in ("", "another "):  # a second release takes the place of the first
        release = tmp_path / f"{version}release"
        release.mkdir()
        for path in SAMPLE.iterdir():
            (release / path.name).write_bytes(path.read_bytes())
        (release / "not read.txt").write_text(version * 10_000, encoding="ascii")
        import_release("onet", release, into=tmp_path / "market", progress=progress)
        parts = [part for what, part in told if what == "reading onet" and part is not None]
        assert len(parts) > 5
        assert parts == sorted(parts)
        assert parts[0] < parts[2] < parts[-1] == 1
        assert {part for what, part in told if what == "deriving"} == {None}
        told.clear()


def test_what_is_loaded_again_is_told_by_what_part_of_its_file_is_read(tmp_path: Path) -> None:
    market = tmp_path / "market"
    import_release("curated", Path("data").resolve(), into=market)
    told: list[tuple[str, float | None]] = []
    home = next(market.glob("[0-9]*"))
    building.finish_base(
        home, building.ox.Store(), others=["curated"],
        progress=lambda what, count, part=None: told.append((what, part)),
    )  # fmt: skip
    assert told[-1] == ("loading curated", 1)


# ---------------------------------------------------------------- the line


class Terminal(io.StringIO):
    """A place for text that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(
    monkeypatch: pytest.MonkeyPatch, *said: tuple[str, int, float | None], columns: int
) -> list[str]:
    """What stands in the line of a terminal, one after the other."""
    monkeypatch.setattr(progress, "_EVERY", 0)
    monkeypatch.setenv("COLUMNS", str(columns))
    with redirect_stderr(Terminal()) as terminal, progress.told("triples") as tell:
        for each in said:
            tell(*each)
    return terminal.getvalue().split("\r\x1b[K")[1:]


def test_a_bar_stands_where_the_whole_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [("reading", 1200, 0.5), ("deriving", 7, None)]
    reading, deriving, gone = shown(monkeypatch, *said, columns=80)
    assert reading == "[##########----------]  50% reading: 1,200 triples"
    assert deriving == "deriving: 7 triples"
    assert gone == ""


def test_how_fast_is_told_when_it_was_measured_for_a_while_and_is_more_than_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([100.0, 100.004, 101.0, 102.0, 103.0, 113.0, 140.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    said: list[tuple[str, int, float | None]] = [
        ("reading", 5_000, None), ("reading", 10_000, None), ("reading", 15_000, None),
        ("reading", 25_000, None), ("checking", 3, None), ("checking", 5, None),
        ("checking", 300, None),
    ]  # fmt: skip
    assert shown(monkeypatch, *said, columns=80)[:-1] == [
        "reading: 5,000 triples",
        "reading: 10,000 triples",
        "reading: 15,000 triples, 10,000 a second",
        "reading: 25,000 triples, 10,000 a second",
        "checking: 3 triples",
        "checking: 5 triples",
        "checking: 300 triples, 8 a second",
    ]


def test_a_bar_never_goes_back_and_a_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [("reading", 1200, part) for part in (0.75, 0.25, 1.0)]
    lines = shown(monkeypatch, *said, columns=30)
    assert [line[22:27] for line in lines[:-1]] == ["  75%", "  75%", " 100%"]
    assert max(map(len, lines)) == 29


def test_a_terminal_sees_the_bar_and_a_pipe_nothing(tmp_path: Path) -> None:
    command = ["import", "onet", str(SAMPLE), "--into"]
    assert b"\x1b" not in _piped(*command, str(tmp_path / "a"))
    seen = _on_terminal(*command, str(tmp_path / "b"))
    assert b"\r\x1b[K[####################] 100% reading onet: " in seen
    left = seen.rpartition(b"\r\x1b[K")[2].split()
    assert left[:1] in ([], [b"careergraph:"])


def test_a_check_of_a_market_shows_on_a_terminal_what_part_of_the_rules_is_judged(
    tmp_path: Path,
) -> None:
    market = tmp_path / "market"
    import_release("onet", SAMPLE, into=market)
    assert _piped("check", "--graph", str(market)).count(b"\n") > 0
    assert b"\x1b" not in _piped("check", "--graph", str(market))
    seen = _on_terminal("check", "--graph", str(market))
    assert seen.startswith(b"\r\x1b[Kcomparing hashes\r\x1b[Kchecking\r\x1b[K")
    assert re.search(rb"\[#*-*\] +[0-9]+% checking: [0-9]+ rules", seen)
    assert seen.endswith(b"\r\x1b[K")


COMMAND = (sys.executable, "-m", "careergraph")
TELLING_ALL = (
    sys.executable, "-c",
    "from careergraph.cli import main, progress; progress._EVERY = 0; main()",
)  # fmt: skip
"""The same, however fast it is: else a quick machine is done before it is time to tell anything."""


def _piped(*arguments: str) -> bytes:
    """What a command prints where no terminal is."""
    run = subprocess.run([*COMMAND, *arguments], capture_output=True, check=True)
    return run.stdout + run.stderr


def _on_terminal(*arguments: str) -> bytes:
    """What a command prints to a terminal beside its result."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([*TELLING_ALL, *arguments], stdout=subprocess.DEVNULL,
                          stderr=theirs) as process:  # fmt: skip
        os.close(theirs)
        seen = b"".join(_pieces(ours))
    assert process.returncode == 0
    return seen


def _pieces(terminal: int) -> Iterator[bytes]:
    """What is written to a terminal until it is closed."""
    with os.fdopen(terminal, "rb", buffering=0) as opened, suppress(OSError):
        while piece := opened.read(1 << 12):
            yield piece
