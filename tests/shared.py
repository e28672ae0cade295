"""Where the real documents and data sets are, when they are there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

needs_sources = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(),
    reason="the articles are not part of the project: they are looked for in ../shared/sources",
)
