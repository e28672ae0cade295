"""When two spells of a person make a move: every choice by name, none by habit."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal, get_args

from careergraph.errors import ParameterError

Change = Literal["occupation", "employer", "either"]
Ties = Literal["longest", "all", "none"]
Weigh = Literal["origin", "destination", "none"]
Time = date | int

CHANGES: tuple[Change, ...] = get_args(Change)
TIES: tuple[Ties, ...] = get_args(Ties)
WEIGHS: tuple[Weigh, ...] = get_args(Weigh)


@dataclass(frozen=True, slots=True)
class Rule:
    """How spells become moves. Times are days, or the units of a table whose times are numbers.

    `gap`       the longest time between the end of a spell and the start of the next; None: any
    `overlap`   the longest time for which both may last at once; None: any
    `shortest`  spells that last less are passed over, as if they were not there; open ones stay
    `ties`      of spells that start at once: the "longest", "all" one after the other in the order
                of their columns, or "none"
    `change`    what makes a move: another "occupation", another "employer", or "either"
    `level`     occupations are compared, and named, by so many first characters; None: by all
    `since`, `until`  the spell left must end, and the next begin, between them, both included
    `every`     instead of what follows on what: where a person is so much later, those who stayed
                on the diagonal; counted from `since`, else from 1970-01-01 or 0
    `weigh`     a move weighs as its "origin", as its "destination", or "none": each 1

    An employer that is not stated is neither the same nor another. What is open has no end: others
    may lead into it, and only with `every` and `until` does one stay in it.
    """

    gap: int | None = None
    overlap: int | None = 0
    shortest: int = 0
    ties: Ties = "longest"
    change: Change = "occupation"
    level: int | None = None
    since: Time | None = None
    until: Time | None = None
    every: int | None = None
    weigh: Weigh = "origin"

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise ParameterError("; ".join(faults))

    def text(self) -> str:
        """Return the rule in one line, what is as ever left out.

        >>> Rule(gap=90, level=2).text()
        'gap 90, level 2'
        """
        ever = Rule()
        told = ((f.name, getattr(self, f.name), getattr(ever, f.name)) for f in fields(self))
        stated = [f"{name} {_word(value)}" for name, value, usual in told if value != usual]
        return ", ".join(stated) or "consecutive spells"


def _word(value: object) -> str:
    return "any" if value is None else str(value)


def _faults(rule: Rule) -> list[str]:
    """What is wrong with a rule, all of it."""
    found = []
    for name, least in (("gap", 0), ("overlap", 0), ("shortest", 0), ("level", 1), ("every", 1)):
        value = getattr(rule, name)
        if value is not None and value < least:
            found.append(f"{name} is {value}, expected {least} or more")
    for name, known in (("ties", TIES), ("change", CHANGES), ("weigh", WEIGHS)):
        if getattr(rule, name) not in known:
            found.append(f"{name} is {getattr(rule, name)!r}; there are: {', '.join(known)}")
    if rule.since is not None and rule.until is not None:
        if type(rule.since) is not type(rule.until):
            found.append("since and until are a date and a number; name two of a kind")
        elif rule.since > rule.until:  # type: ignore[operator]  # both of one type
            found.append(f"since {rule.since} comes after until {rule.until}")
    if rule.every is not None and rule.gap is not None:
        found.append("every and gap exclude each other: who is away after every is left out")
    if rule.every is not None and rule.change != "occupation":
        found.append("every compares occupations; change cannot be named with it")
    return found
