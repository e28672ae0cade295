"""Calls in a query: SERVICE blocks that are answered here instead of by an endpoint.

A call is a list of properties with values and, for a path search, the pattern of its edges.
`blocks` finds them in the text; here is what they hold, and how their values are checked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

import pyoxigraph as ox

from careergraph.errors import QuerySyntaxError
from careergraph.sparql.parameters import Term
from careergraph.terms import PREFIXES

PATH_SEARCH = "https://qlever.cs.uni-freiburg.de/pathSearch/"
ROUTE = "https://w3id.org/careergraph/route/"
KNOWN = {**PREFIXES, "pathSearch": PATH_SEARCH, "route": ROUTE}
"""The prefixes that need no declaration in a query; those of services stand in no data."""

SERVICES = {PATH_SEARCH: "pathSearch", ROUTE: "route"}
"""The services that are answered here, by IRI."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A property of a call and its value: a `term`, or the name of a `variable`.

    `text` is the value as written, `place` the words that say where it stands.
    """

    name: str
    text: str
    place: str
    variable: str = ""
    term: Term | None = None

    def refused(self, what: str) -> NoReturn:
        """Raise QuerySyntaxError: the place, and what is wrong there."""
        raise QuerySyntaxError(f"{self.place}: {what}")

    def expected(self, what: str) -> NoReturn:
        """Raise QuerySyntaxError: what the property takes, and what it was given."""
        self.refused(f"{self.name} takes {what}, and got {self.text}")


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE block: offsets of the whole, its arguments, offsets of the pattern of edges."""

    service: str
    start: int
    end: int
    arguments: tuple[Argument, ...]
    pattern: tuple[int, int] | None
    place: str

    @property
    def variables(self) -> list[str]:
        """The variables among its arguments, each once."""
        return list(dict.fromkeys(a.variable for a in self.arguments if a.variable))

    def refused(self, what: str) -> NoReturn:
        """Raise QuerySyntaxError: the place of the block, and what is wrong with it."""
        raise QuerySyntaxError(f"{self.place}: {what}")


def given(
    call: Call, *, once: Iterable[str], many: Iterable[str] = (), required: Iterable[str] = ()
) -> dict[str, list[Argument]]:
    """Return the arguments of a call by name, without the prefix.

    Raises QuerySyntaxError for a property that does not exist, is given twice or is missing.
    """
    single, known = set(once), [*once, *many]
    found: dict[str, list[Argument]] = {name: [] for name in known}
    for argument in call.arguments:
        name = argument.name.partition(":")[2]
        if name not in found:
            argument.refused(f"there is no {argument.name}{_nearest(name, known)}")
        if found[name] and name in single:
            argument.refused(f"{argument.name} is given twice; it takes one value")
        found[name].append(argument)
    missing = [name for name in required if not found[name]]
    if missing:
        call.refused(f"{call.service}:{missing[0]} is missing from this SERVICE block")
    return found


def _nearest(name: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=70)
    return f"; did you mean {near[0]}?" if near else f"; there are {', '.join(known)}"


def variable(argument: Argument) -> str:
    """Return the variable of an argument that must be one."""
    return argument.variable or argument.expected("a variable")


def truth(argument: Argument) -> bool:
    """Return the value of an argument that is true or false."""
    value = _literal(argument)
    if value in ("true", "1", "false", "0"):
        return value in ("true", "1")
    return argument.expected("true or false")


def number(argument: Argument) -> Decimal:
    """Return the value of an argument that is a number of 0 or more."""
    try:
        value = Decimal(_literal(argument))
    except ArithmeticError:
        argument.expected("a number")
    if not value.is_finite() or value < 0:
        argument.expected("a number of 0 or more")
    return value


def whole(argument: Argument) -> int:
    """Return the value of an argument that is a whole number of 0 or more."""
    value = _literal(argument)
    if not value.removeprefix("+").isdecimal():
        argument.expected("a whole number of 0 or more")
    return int(value)


def _literal(argument: Argument) -> str:
    return argument.term.value if isinstance(argument.term, ox.Literal) else ""
