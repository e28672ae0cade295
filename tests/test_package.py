"""What is shipped: a wheel that works away from the checkout, and public names that are true."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import careergraph
from shared import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def shipped(folder: str) -> set[str]:
    found = (ROOT / folder).rglob("*")
    return {str(p.relative_to(ROOT)) for p in found if p.is_file() and "__pycache__" not in p.parts}


def test_the_wheel_holds_the_ontology_the_data_and_the_templates(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        f"careergraph/_shipped/{name}" for name in shipped("ontology") | shipped("data")
    } <= names
    for room in ("pages", "linked"):
        held = shipped(f"graph/careergraph/{room}")
        assert {name.removeprefix("graph/") for name in held} <= names
    assert "careergraph/py.typed" in names


def test_the_wheel_holds_the_editor_as_it_is_built_and_not_its_sources(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if "/serve/" in name}
    built = {name.removeprefix("graph/") for name in shipped("graph/careergraph/serve/static")}
    assert {Path(name).name for name in built} >= {"editor.js", "editor.html", "LICENCES.txt"}
    assert built <= names
    assert [name for name in names if "/serve/editor/" in name] == []


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"careergraph"}


def test_the_wheel_answers_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = (
        "import careergraph as cg, sys; assert cg.__file__.startswith(sys.argv[1]); g = cg.open();"
        "print(g.route('from entry role to senior role without further degree').status)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.strip() == "supported"


def test_the_public_names_are_all_there() -> None:
    for name in careergraph.__all__:
        assert getattr(careergraph, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        careergraph.nonsense  # noqa: B018


def test_the_version_is_the_one_that_is_published() -> None:
    from importlib.metadata import version

    assert careergraph.__version__ == version("careergraph")


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    hints = [f"/{name}/" for name in ("home", "Users", "root", "work")]
    for name in listed:
        path = ROOT / name
        if path.suffix in (".png",) or not path.is_file() or name == "tests/test_package.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not [h for h in hints if f'"{h}' in text or f" {h}" in text], name
