"""Questions answered by the page itself: the data and the script that do it without a network."""

from importlib.resources import files
from typing import Any

from careergraph import names, wording
from careergraph.pages.grammar import grammar
from careergraph.pages.ladder import MOST_STEPS, compact
from careergraph.routes.ladder import Ladder

PARTS = ("words", "names", "amounts", "scanner", "meaning", "unreadable", "ladder", "case", "found",
         "judge", "explain", "answer")  # fmt: skip
"""The parts of the script, in `templates/js/ask`, each of which uses those before it."""


def content(ladder: Ladder, index: names.Index, labels: wording.Labels) -> dict[str, Any] | None:
    """Return what the page answers questions from; None where a graph is too large for it."""
    if not ladder.steps or len(ladder.steps) > MOST_STEPS:
        return None
    return {"grammar": grammar(), "ladder": compact(ladder, index, labels)}


def script() -> str:
    """Return the script that defines `Ask`, which answers phrases in a browser."""
    folder = files("careergraph.pages") / "templates" / "js" / "ask"
    texts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in PARTS]
    inside = "\n".join(text.replace("\r\n", "\n") for text in texts)
    return f"const Ask = (() => {{\n{inside}\nreturn {{ open: openAsk }};\n}})();\n"
