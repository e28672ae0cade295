import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from careergraph import export
from careergraph import store as stores
from careergraph.cli import main
from careergraph.cli.export import FORMATS
from careergraph.errors import WriteError

SMALL_WORLD = Path(__file__).parent / "small_world.ttl"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, words), "--graph", str(SMALL_WORLD)])


def test_the_command_offers_what_the_library_writes() -> None:
    assert tuple(f".{name}" for name in FORMATS) == (export.PAGE, *export.FORMATS)


@pytest.mark.parametrize("suffix", export.FORMATS)
def test_a_file_is_written_in_the_format_of_its_ending(
    small_world: ox.Store, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"world{suffix}"
    result = run(file)
    assert (result.exit_code, result.stdout) == (0, "")
    triples = len(stores.data(small_world))
    assert result.stderr == f"wrote {file}: {triples} triples\n"
    assert file.read_bytes() == export.render(small_world, suffix)


def test_an_export_opens_and_is_exported_again_to_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.ttl", tmp_path / "second.ttl"
    run(first)
    CliRunner().invoke(main, ["export", str(second), "--graph", str(first)])
    assert second.read_bytes() == first.read_bytes()


def test_a_page_is_written(tmp_path: Path) -> None:
    result = run(tmp_path / "world.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "world.html").read_text().lower().startswith("<!doctype html>")


def test_the_format_can_be_named(small_world: ox.Store, tmp_path: Path) -> None:
    assert run(tmp_path / "world.txt", "--format", "nt").exit_code == 0
    assert (tmp_path / "world.txt").read_bytes() == export.render(small_world, ".nt")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("world.docx", "no format is known for '.docx'; known are .html, .ttl, "),
        ("world", "no format is known without an ending; known are .html, "),
        ("nowhere/world.ttl", "there is no folder "),
        ("folder.ttl", "it is a folder; name a file"),
        ("a" * 300 + ".ttl", "cannot write "),
    ],
)
def test_what_cannot_be_written_is_one_line_and_exit_2(
    tmp_path: Path, name: str, fault: str
) -> None:
    (tmp_path / "folder.ttl").mkdir()
    result = run(tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr
    assert result.stderr.count("\n") == 1
    assert [each.name for each in tmp_path.iterdir()] == ["folder.ttl"]


def test_links_that_lead_in_a_circle_and_impossible_names_are_not_written(tmp_path: Path) -> None:
    loop = tmp_path / "loop.html"
    loop.symlink_to(loop)
    result = run(loop)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"cannot write {loop}: " in result.stderr
    with pytest.raises(WriteError, match="null"):
        stores.write_whole(tmp_path / "a\0.html", b"")


def test_a_device_is_never_replaced_by_a_file() -> None:
    result = run("/dev/null", "--format", "ttl")
    assert result.exit_code == 2
    assert "not an ordinary file" in result.stderr
    assert Path("/dev/null").is_char_device()


def test_an_unreadable_graph_leaves_no_file(tmp_path: Path) -> None:
    broken, file = tmp_path / "broken.ttl", tmp_path / "a.ttl"
    broken.write_text("<urn:a> <urn:b> .\n")
    result = CliRunner().invoke(main, ["export", str(file), "--graph", str(broken)])
    assert result.exit_code == 2
    assert f"{broken}, line 1" in result.stderr
    assert not file.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
def test_news_that_cannot_be_told_change_no_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    for target, code in ((file, 0), (tmp_path, 2)):
        words = [sys.executable, "-m", "careergraph", "export", str(target), "--format", "ttl"]
        with Path("/dev/full").open("wb") as full:
            found = subprocess.run([*words, "--graph", str(SMALL_WORLD)], stderr=full, check=False)
        assert found.returncode == code
    assert file.exists()


def test_help_loads_no_engine() -> None:
    code = "import sys, careergraph.cli.export; print('pyoxigraph' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert found == "False\n"
    assert CliRunner().invoke(main, ["export", "--help"]).output.count(".graphml") == 1
