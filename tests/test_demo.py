"""What `make demo` leaves in exports/ is current: written again, it has the same bytes."""

from pathlib import Path

import pytest

from shared import ROOT
from test_command_line import careergraph

MADE = ("careers.html", "careers.ttl", "careers.graphml")


@pytest.mark.parametrize("name", MADE)
def test_an_export_is_current(name: str, tmp_path: Path) -> None:
    run = careergraph("export", str(tmp_path / name))
    assert run.returncode == 0, run.stderr
    same = (tmp_path / name).read_bytes() == (ROOT / "exports" / name).read_bytes()
    assert same, f"exports/{name} is out of date: run make demo"


def test_make_demo_writes_what_is_committed() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in MADE:
        assert f"careergraph export exports/{name}" in makefile
    assert sorted(p.name for p in (ROOT / "exports").iterdir()) == sorted(MADE)
