"""Where the real documents and data sets are, when they are there."""

import re
from pathlib import Path

import pytest

from careergraph.pages.repeats import whole

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

needs_sources = pytest.mark.skipif(
    not (SHARED / "sources").is_dir(),
    reason="the articles are not part of the project: they are looked for in ../shared/sources",
)


def payload_text(page: str) -> str:
    """The JSON that a page holds."""
    block = re.search(r'<script type="text/plain" id="payload">(.*?)</script>', page, re.S)
    assert block
    return whole(block[1])
