"""The notebooks run from scratch, on what is beside them alone, and say what they say."""

import csv
import re
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from shared import ROOT, SHARED

pytest.importorskip("ibis", reason="notebooks need the extra 'transitions'")
pytest.importorskip("ipykernel", reason="notebooks need the extra 'test'")
pytest.importorskip("nbclient", reason="notebooks need the extra 'test'")

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
        assert notebooks.kinds(now) == notebooks.kinds(before), now.source


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


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module that is beside the notebooks."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return import_module


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the publishers' files are not here")
@pytest.mark.parametrize("name", ["moves.csv", "groups.csv", "skills.csv"])
def test_the_tables_are_what_the_publishers_files_give(
    name: str, beside: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    tables = beside("make_tables")
    tables.write(tmp_path / name, tables.MADE[name](SHARED / "data"))
    assert (tmp_path / name).read_bytes() == (FOLDER / "tables" / name).read_bytes()


def test_a_person_stands_for_as_many_as_the_months_scatter(
    beside: Callable[[str], ModuleType],
) -> None:
    # Months of 2 and 4 have a mean of 3 and a variance of 2; of 10 and 10, a mean of 10 and none.
    months = {("a", "b"): [2.0, 4.0], ("b", "a"): [10.0, 10.0], ("a", "a"): [1.0, 900.0]}
    assert beside("make_tables").worth(months) == pytest.approx(2 / 13)


def test_the_true_ways_of_the_town_are_probabilities(
    beside: Callable[[str], ModuleType],
) -> None:
    ways = beside("made_up_lives").WAYS
    for origin, destinations in ways.items():
        assert sum(destinations.values()) == pytest.approx(1)
        assert origin not in destinations
        assert set(destinations) <= set(ways)


def test_one_seed_makes_the_same_lives(beside: Callable[[str], ModuleType], tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        beside("made_up_lives").write(tmp_path / name, persons=40, seed=seed)
    one, same, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert one == same
    assert one != other
