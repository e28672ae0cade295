"""Questions answered by the page itself: the data and the script that do it without a network."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from careergraph import names, wording
from careergraph.pages.abridgement import MOST_STEPS, abridged
from careergraph.pages.grammar import grammar
from careergraph.routes.ladder import Ladder

PARTS = ("words", "names", "amounts", "scanner", "meaning", "unreadable", "ladder", "case", "found",
         "judge", "explain", "complete", "answer", "changes", "why", "gain", "higher",
         "open")  # fmt: skip
"""The parts of the script, in `templates/js/ask`, each of which uses those before it."""


def content(
    ladder: Ladder, index: names.Index, labels: wording.Labels,
    *, drawn: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any] | None:  # fmt: skip
    """Return what the page answers questions with; `drawn` are its nodes, by their full IRIs.

    None where a graph has no steps, or more than the page's own search can take.
    """
    if not 0 < len(ladder.steps) <= MOST_STEPS:
        return None
    known = abridged(ladder, index, labels, drawn=drawn)
    return {"script": script(), "grammar": grammar(), "ladder": known}


@cache
def script() -> str:
    """Return the script that defines `Ask`, which answers phrases in a browser."""
    folder = files("careergraph.pages") / "templates" / "js" / "ask"
    texts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    inside = "".join(map(_bare, texts))
    return f"const Ask = (() => {{\n{inside}return {{ open: openAsk }};\n}})();\n"


def _bare(text: str) -> str:
    """A script without its indentation and the comments that have lines of their own."""
    lines = re.sub(r"^ */\*.*?\*/ *$", "", text, flags=re.M | re.S).splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())
