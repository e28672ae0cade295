"""Conditions as trees, and the requirements that say the same: each k of n, all to be met.

A condition asks for k of its parts, and a part may be a condition in turn. Our requirements are not
nested. A condition whose parts are all plain is one requirement; one that asks for all its parts is
the requirements of each; any other is brought into a conjunction of alternatives: k of n parts hold
exactly when of every n - k + 1 of them one holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple, TypeAlias

MOST = 64
"""How many requirements a condition may come to before it is too tangled to be of use."""

Leaf: TypeAlias = str


@dataclass(frozen=True)
class Condition:
    """That `needed` of the `parts` must hold."""

    needed: int
    parts: tuple["Condition | Leaf", ...]


class Clause(NamedTuple):
    """That `needed` of the leaves must hold."""

    needed: int
    leaves: tuple[Leaf, ...]


MET = Condition(0, ())
"""The condition that asks for nothing."""


def given(condition: Condition, held: frozenset[Leaf]) -> Condition:
    """Return what is left of a condition once some of its leaves hold.

    >>> given(Condition(2, ("a", "b", "c")), frozenset("a"))
    Condition(needed=1, parts=('b', 'c'))
    """
    needed, parts = condition.needed, []
    for part in condition.parts:
        rest = given(part, held) if isinstance(part, Condition) else part
        if rest in held or (isinstance(rest, Condition) and rest.needed <= 0):
            needed -= 1
        else:
            parts.append(rest)
    return Condition(needed, tuple(parts)) if needed > 0 else MET


def leaves(condition: Condition) -> set[Leaf]:
    """Return the leaves of a condition."""
    inner = (leaves(p) if isinstance(p, Condition) else {p} for p in condition.parts)
    return set().union(*inner)


def clauses(condition: Condition) -> list[Clause] | None:
    """Return the clauses that together say what a condition says, or None when they are too many.

    >>> clauses(Condition(1, (Condition(2, ("a", "b")), "c")))
    [Clause(needed=1, leaves=('a', 'c')), Clause(needed=1, leaves=('b', 'c'))]
    """
    needed, parts = condition.needed, condition.parts
    if needed <= 0:
        return []
    if not any(isinstance(part, Condition) for part in parts):
        return [Clause(needed, tuple(sorted(set(map(str, parts)))))]
    if needed >= len(parts):
        plain = tuple(sorted({part for part in parts if not isinstance(part, Condition)}))
        found = [Clause(len(plain), plain)] if plain else []
        for part in parts:
            if isinstance(part, Condition):
                inner = clauses(part)
                if inner is None:
                    return None
                found += inner
        return sorted(set(found)) if len(found) <= MOST else None
    alternatives = _alternatives(condition)
    if alternatives is None:
        return None
    return [Clause(1, tuple(sorted(each))) for each in sorted(alternatives, key=sorted)]


def _alternatives(condition: Condition) -> set[frozenset[Leaf]] | None:
    """A condition as sets of leaves of each of which one must hold, or None when too many."""
    inner = []
    for part in condition.parts:
        found = _alternatives(part) if isinstance(part, Condition) else {frozenset({part})}
        if found is None:
            return None
        inner.append(found)
    every: set[frozenset[Leaf]] = set()
    for chosen in combinations(inner, len(inner) - condition.needed + 1):
        for together in product(*chosen):
            every.add(frozenset().union(*together))
            if len(every) > MOST * MOST:
                return None
    kept = _least(every)
    return kept if len(kept) <= MOST else None


def _least(sets: Iterable[frozenset[Leaf]]) -> set[frozenset[Leaf]]:
    """The sets that hold no other of them: the rest follows."""
    kept: set[frozenset[Leaf]] = set()
    for each in sorted(sets, key=lambda s: (len(s), sorted(s))):
        if not any(other <= each for other in kept):
            kept.add(each)
    return kept
