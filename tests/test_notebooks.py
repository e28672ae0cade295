"""The notebooks run from scratch, on what is beside them alone, and say what they say."""

import csv
import re
import shutil
import sys
from pathlib import Path

import pytest

from shared import ROOT, SHARED

for needed in ("ibis", "pandas", "ipykernel", "nbclient"):
    pytest.importorskip(needed, reason="notebooks need the extras 'transitions' and 'test'")

import nbformat
from nbclient.exceptions import CellExecutionError

import notebooks

FOLDER = ROOT / "docs" / "notebooks"
EVERY = sorted(FOLDER.glob("*.ipynb"))
REMOTE = re.compile(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//""")

# What Jupyter warns of is its own business.
pytestmark = pytest.mark.filterwarnings("ignore")

notebook = pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the notebooks, away from the project and from anybody's settings."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    return Path(shutil.copytree(FOLDER, tmp_path / "notebooks"))


def test_the_three_notebooks_are_there() -> None:
    assert [path.stem for path in EVERY] == [
        "do-skills-predict-moves", "doors-without-a-degree", "from-spells-to-a-figure",
    ]  # fmt: skip


@notebook
def test_a_notebook_says_again_what_it_says(path: Path, alone: Path) -> None:
    kept = notebooks.code(notebooks.read(path))
    again = notebooks.code(notebooks.run(notebooks.read(path), alone))
    for before, now in zip(kept, again, strict=True):
        texts = notebooks.said(before), notebooks.said(now)
        assert notebooks.words(texts[1]) == notebooks.words(texts[0]), now.source
        seen, expected = map(notebooks.numbers, reversed(texts))
        assert seen == pytest.approx(expected, rel=2e-3, abs=2e-3), now.source
        assert [sorted(each.get("data", {})) for each in now.outputs] == [
            sorted(each.get("data", {})) for each in before.outputs
        ]


@notebook
def test_a_notebook_is_short_and_was_run_from_top_to_bottom(path: Path) -> None:
    cells = notebooks.read(path).cells
    assert 8 <= len(cells) <= 15
    counted = [cell.execution_count for cell in cells if cell.cell_type == "code"]
    assert counted == list(range(1, len(counted) + 1))
    assert "**What not to conclude.**" in cells[-1].source


@notebook
def test_a_notebook_names_no_remote_address(path: Path) -> None:
    found = notebooks.read(path)
    assert [cell.source for cell in notebooks.code(found) if "://" in cell.source] == []
    assert [text for text in notebooks.shown(found) if REMOTE.search(text)] == []


@notebook
def test_a_notebook_names_no_folder_of_this_machine(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [name for name in (str(ROOT), str(Path.home()), "../shared") if name in text] == []


def test_a_cell_that_asks_the_network_fails(tmp_path: Path) -> None:
    asks = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"
    curious = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(asks)])
    with pytest.raises(CellExecutionError, match="asks the network"):
        notebooks.run(curious, tmp_path)


# ---------------------------------------------------------------- what they are made from


def test_the_tables_say_where_they_come_from() -> None:
    told = (FOLDER / "tables" / "SOURCE.txt").read_text(encoding="utf-8")
    for name in sorted(path.name for path in (FOLDER / "tables").glob("*.csv")):
        part = told.split(f"\n{name} ")[1].split("\n\n")[0]
        assert all(f"  {word} " in part for word in ("origin", "version", "licence")), name
    assert "Copyright (c) 2026 Occupational Transition contributors" in told
    assert "CC BY 4.0" in told


def test_the_tables_are_of_the_22_major_groups() -> None:
    with (FOLDER / "tables" / "moves.csv").open(encoding="utf-8", newline="") as file:
        ends = {(row["origin"], row["destination"]) for row in csv.DictReader(file)}
    assert len({i for i, _ in ends}) == len({j for _, j in ends}) == 22
    assert len(ends) == 483


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the publishers' files are not here")
@pytest.mark.parametrize("name", ["moves.csv", "groups.csv", "skills.csv"])
def test_the_tables_are_what_the_publishers_files_give(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    import make_tables

    make_tables.write(tmp_path / name, make_tables.MADE[name](SHARED / "data"))
    assert (tmp_path / name).read_bytes() == (FOLDER / "tables" / name).read_bytes()


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(FOLDER))
    import made_up_lives

    yield made_up_lives
    sys.modules.pop("made_up_lives")


def test_the_true_ways_of_the_town_are_probabilities(lives) -> None:  # type: ignore[no-untyped-def]
    for origin, ways in lives.WAYS.items():
        assert sum(ways.values()) == pytest.approx(1)
        assert origin not in ways
        assert set(ways) <= set(lives.WAYS)


def test_one_seed_makes_the_same_lives(lives, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        lives.write(tmp_path / name, persons=40, seed=seed)
    one, same, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert one == same != other
