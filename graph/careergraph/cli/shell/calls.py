"""What could stand at the cursor of a command, or of a call of a query of the cookbook."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from careergraph.career_graph import CareerGraph
from careergraph.cli.query import FORMATS
from careergraph.cli.shell.commands import COMMANDS
from careergraph.cli.shell.statements import recipe_named
from careergraph.names import KINDS
from careergraph.sparql import cookbook
from careergraph.sparql.completing import Completion, Suggestion
from careergraph.sparql.parameters import Parameter

_ENDS = ("Role", "Level", "Industry", "Credential", "Skill")
"""What a phrase names."""

_BEFORE_A_NAME = re.compile(
    r"(?:.*\b(?:from|to|in|through|holding|with|knowing|avoid|avoiding|without)\s+)?", re.DOTALL
)


def complete_call(graph: CareerGraph, text: str, at: int, *, most: int = 20) -> Completion:
    """Return what could be written at offset `at` of a command or a call."""
    before = text[:at]
    first, space, rest = before.lstrip().partition(" ")
    if not space:
        return _chosen(at - len(first), at, _first_words(first), most)
    if first in (".route", ".show"):
        begun = _BEFORE_A_NAME.match(rest) if first == ".route" else None
        typed = rest[begun.end() if begun else 0 :].lstrip()
        kinds = _ENDS if first == ".route" else KINDS
        return _chosen(at - len(typed), at, _labels(graph, typed, kinds), most)
    if first in (".format", ".help"):
        known = ("auto", *FORMATS) if first == ".format" else [r.name for r in cookbook.recipes()]
        words = (Suggestion(word, "", "value") for word in known if word.startswith(rest))
        return _chosen(at - len(rest), at, words, most)
    return _parameters(graph, first, rest, at, most)


def _chosen(start: int, end: int, found: Iterable[Suggestion], most: int) -> Completion:
    return Completion(start, end, tuple(islice(found, most)))


def _first_words(typed: str) -> Iterator[Suggestion]:
    dot = "." if typed.startswith(".") else ""
    for word, command in COMMANDS.items():
        if dot and word.startswith(typed):
            yield Suggestion(word, command.text, "command")
    for each in cookbook.recipes():
        if each.name.startswith(typed.removeprefix(".").replace("_", "-")):
            yield Suggestion(dot + each.name, each.title, "query")


def _labels(graph: CareerGraph, typed: str, kinds: Iterable[str]) -> Iterator[Suggestion]:
    found = graph.index.search(typed, kinds=kinds)
    begun = typed.casefold()
    for name, _ in sorted(found, key=lambda hit: not hit[0].text.casefold().startswith(begun)):
        label = graph.index.label(name.iri)
        yield Suggestion(label, "" if label == name.text else f"also {name.text}", name.kind)


def _parameters(graph: CareerGraph, first: str, rest: str, at: int, most: int) -> Completion:
    """The names of parameters, and after `name=` the nodes that it may be."""
    recipe = recipe_named(first.removeprefix("."))
    known = {each.name: each for each in recipe.parameters} if recipe else {}
    value = re.search(r"(\w+)=(\"[^\"]*|'[^']*|\S*)$", rest)
    if value and value[1] in known:
        typed = value[2].strip("\"'")
        found = (
            Suggestion(f'"{each.text}"' if " " in each.text else each.text, each.label, each.kind)
            for each in _labels(graph, typed, _kinds(known[value[1]]))
        )
        return _chosen(at - len(value[2]), at, found, most)
    typed = rest.rpartition(" ")[2]
    names = (Suggestion(f"{name}=", each.meaning, "parameter")
             for name, each in known.items()
             if name.startswith(typed) and not re.search(rf"\b{name}=", rest))  # fmt: skip
    return _chosen(at - len(typed), at, names, most)


def _kinds(parameter: Parameter) -> tuple[str, ...]:
    """The kinds of node that a parameter takes; none where it takes a number or a text."""
    if parameter.kind == "node":
        return KINDS
    return tuple(kind for kind in parameter.kind.split(" or ") if kind in KINDS)
