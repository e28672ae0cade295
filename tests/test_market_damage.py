"""A market whose files were damaged: said in one line when it is opened, mended by an import."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import ReadError
from careergraph.market import generations
from careergraph.market.importing import import_release
from careergraph.rules.choosing import Choice
from imports import RELEASES, state

ONET = RELEASES[0]
CURATED = Path(__file__).parents[1] / "data"

FILES = ("store/*.sst", "base/*.sst", "base/CURRENT", "names.npz", "routes/cautious.npz",
         "records/Claim.npz", "rules.json", "accounts/onet.counts.json", "sources/onet.nt.gz",
         "sources/onet.npz", "sources/onet.json", "files.json")  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "market"
    import_release("onet", ONET, into=folder, settings={"most": 7})
    import_release("curated", CURATED, into=folder)
    return folder


@pytest.fixture
def folder(imported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "market"))


def named(folder: Path, pattern: str) -> Path:
    """The largest file of that name in the current generation."""
    return max(generations.current(folder).glob(pattern), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def overwritten(path: Path) -> None:
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[: size // 2] + b"\0" * (size - size // 2))


@pytest.mark.parametrize("pattern", FILES)
def test_a_file_that_was_cut_is_named_when_the_market_is_opened(folder: Path, pattern: str) -> None:
    damaged = named(folder, pattern)
    cut(damaged)
    what = damaged.name.partition(".")[0] if "sources" in pattern else "any of its releases"
    with pytest.raises(ReadError, match=f"import {what} again to mend the market") as raised:
        cg.open(folder)
    assert str(damaged) in str(raised.value)


@pytest.mark.parametrize("spoil", [cut, overwritten])
@pytest.mark.parametrize("pattern", ["store/*.sst", "names.npz", "routes/*.npz", "records/*.npz"])
def test_no_command_ends_in_a_traceback_on_it(
    folder: Path, pattern: str, spoil: Callable[[Path], None]
) -> None:
    spoil(named(folder, pattern))
    ended = []
    for command in (["info"], ["search", "executive"], ["show", "Chief Executives"],
                    ["route", "from Chief Executives to senior roles"], ["claims", "--contested"],
                    ["query", "roles-by-pay"], ["export", str(folder.parent / "market.nt")],
                    ["check"]):  # fmt: skip
        ended.append(CliRunner().invoke(main, [*command, "--graph", str(folder)]))
    assert all(isinstance(each.exception, SystemExit | None) for each in ended)
    said = [each.stderr.splitlines()[-1] for each in ended if each.exit_code == 2]
    assert said
    assert all(
        line.endswith("import any of its releases again to mend the market") for line in said
    )
    assert len(said) == len(ended) or spoil is overwritten, "what it does not read it may answer"


@pytest.mark.parametrize("pattern", ["store/*.sst", "sources/onet.nt.gz", "rules.json"])
def test_check_reads_all_of_it_and_names_what_is_not_what_was_written(
    folder: Path, pattern: str
) -> None:
    damaged = named(folder, pattern)
    overwritten(damaged)
    ended = CliRunner().invoke(main, ["check", "--graph", str(folder)])
    assert ended.exit_code == 2
    assert f"{damaged}: is not what was written" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("pattern", "spoil"),
    [*((pattern, cut) for pattern in FILES),
     *((pattern, overwritten) for pattern in ("store/*.sst", "names.npz", "sources/onet.npz")),
     *((pattern, Path.unlink) for pattern in ("base/*.sst", "rules.json", "sources/onet.json"))],
)  # fmt: skip
def test_the_same_release_again_makes_it_whole(
    imported: Path, folder: Path, pattern: str, spoil: Callable[[Path], None]
) -> None:
    spoil(named(folder, pattern))
    done = import_release("onet", ONET, into=folder, settings={"most": 7})
    assert done.changed
    assert done.damaged
    assert done.lost == ()
    assert state(folder) == state(imported)
    assert not import_release("onet", ONET, into=folder).changed


def test_a_source_that_was_lost_is_named(folder: Path) -> None:
    cut(named(folder, "sources/curated.nt.gz"))
    ended = CliRunner().invoke(main, ["import", "onet", str(ONET), "--into", str(folder)])
    assert ended.exit_code == 0
    assert "sources/curated.nt.gz has " in ended.stderr
    assert "curated was lost with the damaged files; import it again" in ended.stderr
    assert "Data Scientist" not in CliRunner().invoke(
        main, ["search", "Data Scientist", "--graph", str(folder)]
    ).stdout  # fmt: skip


def test_without_an_inventory_a_source_that_is_not_sound_is_lost_and_no_other(folder: Path) -> None:
    named(folder, "files.json").unlink()
    overwritten(named(folder, "sources/curated.npz"))
    assert import_release("onet", ONET, into=folder).lost == ("curated",)


def test_a_market_whose_generation_is_not_named_opens_with_the_last(
    imported: Path, folder: Path
) -> None:
    (folder / "CURRENT").unlink()
    assert state(folder) == state(imported)
    assert not import_release("onet", ONET, into=folder).changed


def test_rules_that_were_lost_are_the_default_ones_again(folder: Path) -> None:
    cut(named(folder, "rules.json"))
    done = import_release("onet", ONET, into=folder)
    assert done.rules == Choice()
    assert done.damaged[0].startswith("rules.json has ")


@pytest.mark.parametrize("text", ["77\n", "", "\0\0\0"])
def test_a_market_that_does_not_name_its_generation_is_mended(
    imported: Path, folder: Path, text: str
) -> None:
    (folder / "CURRENT").write_text(text)
    with pytest.raises(ReadError, match="which is not there; import any of its releases again"):
        cg.open(folder)
    import_release("onet", ONET, into=folder)
    assert state(folder) == state(imported)
