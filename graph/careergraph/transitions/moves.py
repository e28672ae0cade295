"""From spells to moves: one set of Ibis expressions, for every engine.

What each spell leads to is named, moves and all else, so that whatever is no move is counted too.
Rows are ordered by every column that could tell them apart, and what is not stated comes last, so
that all engines find the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import compress
from pathlib import Path
from typing import Any

from careergraph.transitions.counts import About, Counts, counted
from careergraph.transitions.engines import Table, columns, ibis
from careergraph.transitions.rule import Rule
from careergraph.transitions.spells import MILLION, Spells

MOVED, STAYED = "a move", "a stay"
OUTCOMES: Mapping[str, str] = {
    MOVED: "moves",
    STAYED: "stays: in the same occupation at the next interval",
    "the last": "spells after which nothing is known of the person",
    "open": "spells without an end, though another began later",
    "outside": "pairs of spells outside the window",
    "overlap": "pairs of spells that overlap for longer than the rule allows",
    "gap": "pairs of spells further apart than the rule allows",
    "same": "pairs of spells without a change",
    "employer": "pairs of spells in one occupation, of which an employer is not stated",
}
"""What a spell can lead to, and what such are called; all but the first two make no move."""

_KEYS = ("start", "end", "occupation", "employer", "industry", "education", "pay", "units")
"""By which the spells of a person are ordered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often spells led to one thing, and somebody of whom it is true: the first in order."""

    count: int
    spells: int
    person: Any

    def and_of(self, count: int, spells: int, person: Any) -> "Outcome":
        """Return the same with so many more, the first of whom is somebody."""
        first = person if self.person is None else min(self.person, person)
        return Outcome(self.count + count, self.spells + spells, first)


@dataclass(frozen=True)
class Extracted:
    """The moves of spells, counted, and what each spell that can be used led to."""

    counts: Counts
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def told(self) -> dict[str, int]:
        """Return how many of each outcome there are, in words for people."""
        return {OUTCOMES[each]: self.outcomes[each].count for each in OUTCOMES
                if each in self.outcomes}  # fmt: skip


def extracted(spells: Spells, rule: Rule, *, about: About | None = None) -> Extracted:
    """Return the counts of moves, distinct persons a cell among them, in one pass over the spells.

    Weights are exact to a millionth. Raises ParameterError, EvaluationError.
    """
    table = cells(spells, rule)
    outcome, origin, destination, n, persons, units, parts, first = columns(table, spells.name)
    made = [found in (MOVED, STAYED) for found in outcome]
    weight = ((each or 0) / MILLION for each in units)
    counts = counted(
        compress(zip(origin, destination, n, weight, strict=True), made),
        distinct=list(compress(persons, made)),
        about=described(spells, rule, about),
    )
    found: dict[str, Outcome] = dict.fromkeys(OUTCOMES, Outcome(0, 0, None))
    for name, *told in zip(outcome, n, parts, first, strict=True):
        found[name] = found[name].and_of(*told)
    return Extracted(counts, found)


def described(spells: Spells, rule: Rule, about: About | None = None) -> About:
    """Return what moves are of: the source, the rule and its window, beside what is known."""
    known = about or About(source=Path(spells.name).name)
    window = f"{rule.since or ''} to {rule.until or ''}" if rule.since or rule.until else ""
    return replace(known, rule=rule.text(), period=known.period or window.strip())


def cells(spells: Spells, rule: Rule) -> Table:
    """Return a row for each outcome, and of moves and stays each origin and destination.

    `n` is how many, `persons` how many different people moved so, `units` the weight in millionths,
    `spells` of how many spells this came, and `first` the first person in order.
    """
    every = outcomes(spells, rule)
    counts = every.outcome.isin((MOVED, STAYED))
    keys = ("outcome", "origin", "destination")
    which = {key: counts.ifelse(every[key], ibis().null("string")) for key in keys[1:]}
    # Only of moves it is asked how many different people made them.
    who = counts.ifelse(every.person, ibis().null(every.person.type()))
    told = every.mutate(who=who, **which)
    each = told.group_by("who", *keys).aggregate(
        n=told.times.sum(), units=(told.units * told.times).sum(), spells=told.spell.sum(),
        first=told.person.min(),
    )  # fmt: skip
    found: Table = each.group_by(*keys).aggregate(
        n=each.n.sum().cast("int64"), persons=each.count(), units=each.units.sum().cast("float64"),
        spells=each.spells.sum().cast("int64"), first=each["first"].min(),
    )  # fmt: skip
    return found


def moves(spells: Spells, rule: Rule, *, carried: Iterable[str] = ()) -> Table:
    """Return a row for each move, and with `every` each stay: who, from where to where, when.

    `left` and `began` are the end of the one spell and the start of the next, `times` for how many
    intervals in succession somebody stayed. Of the columns `carried` there is that of the spell
    left, and `next_` that of the one begun.
    """
    every = outcomes(spells, rule, carried=tuple(carried))
    found: Table = every.filter(every.outcome.isin((MOVED, STAYED))).drop("outcome", "spell")
    return found


def outcomes(spells: Spells, rule: Rule, *, carried: tuple[str, ...] = ()) -> Table:
    """Return what each spell leads to: a row for each, with `every` another for each stay in it."""
    table = spells.usable
    table = table.filter(table.end.isnull() | (table.end - table.start >= rule.shortest))
    state = table.occupation.left(rule.level) if rule.level else table.occupation
    table = table.mutate(state=state).drop("fault", "row", *_unused(table))
    if rule.every:
        return _by_the_clock(spells, rule, table, carried)
    return _consecutive(spells, rule, table, carried)


def _unused(table: Table) -> tuple[str, ...]:
    return ("weight_fault",) if "weight_fault" in table.columns else ()


# ---------------------------------------------------------------- one after the other


def _consecutive(spells: Spells, rule: Rule, table: Table, carried: tuple[str, ...]) -> Table:
    employed = ("employer",) if rule.change != "occupation" and "employer" in table.columns else ()
    ahead = ("start", "state", *_weights(table, rule), *employed, *carried)
    pairs = _next(_untied(table, rule.ties), ahead)
    pairs = pairs.mutate(gap=pairs.next_start - pairs.end)
    since, until = spells.number(rule.since, "since"), spells.number(rule.until, "until")
    outside = _or(pairs.end < since if since is not None else None,
                  pairs.next_start < since if since is not None else None,
                  pairs.end > until if until is not None else None,
                  pairs.next_start > until if until is not None else None)  # fmt: skip
    changed, unknown = _changed(pairs, rule, bool(employed))
    outcome = ibis().cases(
        (pairs.next_start.isnull(), "the last"),
        (pairs.end.isnull(), "open"),
        (outside, "outside"),
        (pairs.gap < -(rule.overlap or 0) if rule.overlap is not None else _never(), "overlap"),
        (pairs.gap > rule.gap if rule.gap is not None else _never(), "gap"),
        (changed, MOVED),
        (unknown, "employer"),
        else_="same",
    )
    return _made(pairs, outcome, rule, carried)


def _changed(pairs: Table, rule: Rule, employed: bool) -> tuple[Any, Any]:
    """Whether two spells differ as the rule asks, and whether nobody can say."""
    occupation = pairs.next_state != pairs.state
    if rule.change == "occupation":
        return occupation, _never()
    if not employed:
        return (occupation if rule.change == "either" else _never()), ~_never()
    other = (pairs.next_employer != pairs.employer).fill_null(False)
    unknown = pairs.employer.isnull() | pairs.next_employer.isnull()
    return (occupation | other if rule.change == "either" else other), unknown


# ---------------------------------------------------------------- by the clock


def _by_the_clock(spells: Spells, rule: Rule, table: Table, carried: tuple[str, ...]) -> Table:
    """Where persons are at times `every` apart: at each, in what they began last."""
    table = _ticks(spells, rule, table)
    ahead = ("tick", "start", "state", *_weights(table, rule), *carried)
    kept = _next(_untied(table, "longest", "tick"), ahead)
    last = ibis().least(kept.last_tick, (kept.next_tick - 1).fill_null(kept.last_tick))
    kept = kept.mutate(stays=last - kept.tick, gap=kept.next_start - kept.end, seen=last + 1)
    outcome = ibis().cases(
        (kept.next_tick.isnull(), "the last"),
        (kept.next_tick > kept.seen, "gap"),
        (kept.next_state != kept.state, MOVED),
        else_=STAYED,
    )
    pairs = _made(kept, outcome, rule, carried)
    inside = kept.filter(kept.stays > 0)
    same = {f"next_{each}": inside[each] for each in ahead if each not in ("tick", "start")}
    inside = inside.mutate(**same, next_start=ibis().null("int64"), gap=ibis().null("int64"))
    within = _made(inside, ibis().literal(STAYED), rule, carried, times=inside.stays)
    return pairs.union(within)


def _ticks(spells: Spells, rule: Rule, table: Table) -> Table:
    """The spells during which the clock ticked, with the first tick and the last in each."""
    since, until = spells.number(rule.since, "since"), spells.number(rule.until, "until")
    begun, every = since or 0, rule.every
    tick = -((begun - table.start) // every)
    if since is not None:
        tick = ibis().greatest(tick, 0)
    last = (table.end - begun) // every
    if until is not None:
        final = (until - begun) // (every or 1)
        last = ibis().least(last.fill_null(final), final)
    ticking = table.mutate(tick=tick.cast("int64"), last_tick=last.cast("int64"))
    ticking = ticking.mutate(last_tick=ticking.last_tick.fill_null(ticking.tick))
    return ticking.filter(ticking.tick <= ticking.last_tick)


# ---------------------------------------------------------------- what both need


def _order(table: Table) -> list[Any]:
    return [ibis().asc(table[key], nulls_first=False) for key in _KEYS if key in table.columns]


def _weights(table: Table, rule: Rule) -> tuple[str, ...]:
    """The column of the next spell that the weight of a move needs."""
    return ("units",) if rule.weigh == "destination" and "units" in table.columns else ()


def _next(table: Table, ahead: Iterable[str]) -> Table:
    """Each spell with some columns of the next of the same person."""
    window = ibis().window(group_by=table.person, order_by=_order(table))
    return table.mutate(**{f"next_{each}": table[each].lead().over(window) for each in ahead})


def _untied(table: Table, ties: str, by: str = "start") -> Table:
    """Without spells that begin at once with others of the person, of which the last is longest."""
    if ties == "all":
        return table
    window = ibis().window(group_by=table.person, order_by=_order(table))
    tied = (table[by].lead().over(window) == table[by]).fill_null(False)
    if ties == "none":
        tied = tied | (table[by].lag().over(window) == table[by]).fill_null(False)
    marked = table.mutate(tied=tied)
    return marked.filter(~marked.tied).drop("tied")


def _made(
    pairs: Table, outcome: Any, rule: Rule, carried: tuple[str, ...], times: Any = None
) -> Table:
    """The columns of outcomes; a move weighs as the rule says. With `times` it is no pair."""
    weight = ibis().literal(MILLION, "int64")
    if "units" in pairs.columns and rule.weigh != "none":
        weight = pairs.next_units if rule.weigh == "destination" else pairs.units
    kept = {name: pairs[name] for each in carried for name in (each, f"next_{each}")}
    return pairs.select(
        person=pairs.person, outcome=outcome, origin=pairs.state, destination=pairs.next_state,
        left=pairs.end, began=pairs.next_start, gap=pairs.gap,
        times=ibis().literal(1, "int64") if times is None else times,
        spell=ibis().literal(int(times is None), "int64"),
        units=weight, **kept,
    )  # fmt: skip


def _or(*conditions: Any) -> Any:
    """Whether any of some conditions holds; None is one that never does."""
    found = _never()
    for condition in conditions:
        if condition is not None:
            found = found | condition
    return found


def _never() -> Any:
    return ibis().literal(False)
