"""The grammar of questions for the page: what `routes` compiled, as tables a browser can run.

Nothing of the language is written down twice. The terminals are the regular expressions of
`grammar.lark`, the automaton is the one that Lark made of its rules, and the words of errors are
those of `routes.phrase.words`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from careergraph.names import KINDS as ALL_KINDS
from careergraph.names import spelling
from careergraph.routes import question
from careergraph.routes.phrase import meaning, scanner, words
from careergraph.terms import PREFIXES

if TYPE_CHECKING:
    from lark.grammar import Rule

Row = dict[str, Any]

DROPPED, KEPT, SPLICED = range(3)
"""What becomes of a part of a rule in the tree: left out, a child, or its children in its place."""


@cache
def grammar() -> Row:
    """Return the tables of the reader, the same for every graph."""
    compiled = scanner.grammar()
    states = _States(compiled.parser.parser.parser._parse_table)
    return {
        "terminals": {t.name: t.pattern.to_regexp() for t in compiled.parser.terminals},
        "ignored": list(compiled.ignored),
        "names": scanner.KINDS,
        "kinds": list(ALL_KINDS),
        "prefixes": PREFIXES,
        "most": scanner.MOST_CHARACTERS,
        "example": words.EXAMPLE,
        "words": words.WORDS,
        "covered": words.COVERED,
        "unasked": {terminal: sorted(others) for terminal, others in words.UNASKED.items()},
        "synonyms": words.SYNONYMS,
        "starters": list(words.STARTERS),
        "whole": sorted(words.WHOLE),
        "spoken": words.SPOKEN,
        "below": words.BELOW,
        "exact": list(words.EXACT_LEVELS),
        "refused": words.REFUSED,
        "hints": {f"{after} {kind}": hint for (after, kind), hint in words.HINTS.items()},
        "same": spelling.SAME,
        "papers": list(meaning.PAPERS),
        "fields": meaning.SPOKEN,
        "ends": meaning.END_KINDS,
        "lists": list(meaning.LISTS),
        "objectives": meaning.OBJECTIVES,
        "costs": list(question.OBJECTIVES),
        **states.tables(),
    }


class _States:
    """The automaton, with everything numbered and what repeats stated once.

    A row is the number of its shifts, then pairs of a rule and the set of symbols at which it is
    to be applied.
    """

    def __init__(self, table: Any) -> None:
        rows = {state: dict(sorted(row.items())) for state, row in table.states.items()}
        self._rows = dict(_reached(rows, table.start_states["question"]))
        self._number = {state: n for n, state in enumerate(self._rows)}
        self._end = self._number[table.end_states["question"]]
        self._symbols = sorted({name for row in self._rows.values() for name in row})
        self._rules: dict[Any, int] = {}
        self._seen: tuple[dict[Any, int], ...] = ({}, {}, {})

    def tables(self) -> Row:
        """Return the tables; the first state is that of a text not begun."""
        rows = [self._row(row) for row in self._rows.values()]
        moves, shifts, sets = (list(found) for found in self._seen)
        return {"symbols": self._symbols, "rules": [_rule(rule) for rule in self._rules],
                "moves": moves, "shifts": shifts, "sets": sets, "states": rows,
                "end": self._end}  # fmt: skip

    def _row(self, row: Mapping[str, tuple[Any, Any]]) -> list[int]:
        moves, shifts, sets = self._seen
        targets = sorted((self._symbols.index(s), self._number[to])
                         for s, (act, to) in row.items() if act.name == "Shift")  # fmt: skip
        found = [_numbered(shifts, tuple(_numbered(moves, pair) for pair in targets))]
        at: dict[Any, list[int]] = {}
        for symbol, (act, rule) in row.items():
            if act.name != "Shift":
                at.setdefault(rule, []).append(self._symbols.index(symbol))
        for rule, symbols in at.items():
            found += [_numbered(self._rules, rule), _numbered(sets, tuple(sorted(symbols)))]
        return found


def _reached(
    states: Mapping[int, Mapping[str, tuple[Any, Any]]], first: int
) -> Iterator[tuple[int, Mapping[str, tuple[Any, Any]]]]:
    """The states that a question can come to; other starts have states of their own."""
    queue, seen = [first], {first}
    while queue:
        state = queue.pop(0)
        yield state, states[state]
        after = [to for act, to in states[state].values() if act.name == "Shift"]
        queue += [to for to in dict.fromkeys(after) if to not in seen]
        seen.update(after)


def _numbered(seen: dict[Any, int], value: Any) -> int:
    return seen.setdefault(value, len(seen))


def _rule(rule: "Rule") -> list[Any]:
    """Its symbol, its name in the tree ('' when its parent takes its children over), what becomes
    of each part, and whether an only child stands for it."""
    name = str(rule.origin.name)
    tree = "" if name.startswith("_") else rule.alias or name
    single = bool(rule.options and rule.options.expand1 and not rule.alias)
    return [name, tree, list(_parts(rule.expansion)), int(single)]


def _parts(symbols: Iterable[Any]) -> Iterator[int]:
    for symbol in symbols:
        hidden = symbol.name.startswith("_")
        yield (DROPPED if hidden else KEPT) if symbol.is_term else (SPLICED if hidden else KEPT)
