"""Questions answered by the page itself: the data and the script that do it without a network."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import pyoxigraph as ox

from careergraph import names, wording
from careergraph.claims import Book
from careergraph.errors import InvalidGraphError
from careergraph.pages.abridgement import MOST_STEPS, abridged
from careergraph.pages.deflate import packed
from careergraph.pages.grammar import grammar
from careergraph.routes.ladder import compile_ladder
from careergraph.terms import CAREER, RDF

PARTS = ("words", "names", "amounts", "scanner", "meaning", "unreadable", "ladder", "case", "found",
         "judge", "explain", "complete", "answer", "changes", "why", "open")  # fmt: skip
"""The parts of the script, in `templates/js/ask`, each of which uses those before it."""


def content(
    store: ox.Store, book: Book, index: names.Index, labels: wording.Labels,
    *, drawn: Sequence[Mapping[str, Any]] = (),
) -> dict[str, str] | None:  # fmt: skip
    """Return what the page answers questions with, each part packed; `drawn` are its nodes.

    None where a graph has no steps, is too large for it, or cannot be compiled for the search.
    """
    if not 0 < _steps(store) <= MOST_STEPS:
        return None
    try:
        ladder = compile_ladder(store, book)
    except InvalidGraphError:
        return None
    known = abridged(ladder, index, labels, drawn=drawn)
    return {"script": _packed_script(), "grammar": _packed_grammar(), "ladder": _packed(known)}


@cache
def _packed_script() -> str:
    return packed(script())


@cache
def _packed_grammar() -> str:
    return _packed(grammar())


def _packed(value: Mapping[str, Any]) -> str:
    return packed(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def _steps(store: ox.Store) -> int:
    """How many steps a graph has, counted no further than matters here."""
    wanted = ox.NamedNode(RDF.type), ox.NamedNode(CAREER.AdvancementStep)
    return sum(1 for _ in islice(store.quads_for_pattern(None, *wanted, None), MOST_STEPS + 1))


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
