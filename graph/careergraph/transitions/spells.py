"""Spell tables: who was what, from when to when, with every cell judged before it is used.

A spell table has a row for each time that a person was in an occupation: `person`, `start`, `end`
(nothing: it goes on), `occupation`, and where there are any `employer`, `industry`, `education`,
`pay` and `weight`. Times are dates, or whole numbers such as ages or months counted from anywhere.
The end is the last time at which the spell lasted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from careergraph.address import public
from careergraph.errors import ParameterError
from careergraph.transitions import engines
from careergraph.transitions.engines import Table, ibis, rows
from careergraph.transitions.rule import Time

NEEDED = ("person", "start", "end", "occupation")
TEXTS = ("employer", "industry", "education")
OPTIONAL = (*TEXTS, "pay", "weight")

MOST = 1e9
"""What one spell may weigh at most: more, or no number, is not usable."""

MILLION = 1_000_000
"""Weights are added up as whole millionths, so that the sum depends neither on the order of the
rows nor on the engine."""

_EPOCH = date(1970, 1, 1)
_NO_END = date(9999, 1, 1)
"""Ends in the year 9999 stand for none."""

_DATE = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"
_WHOLE = r"^[+-]?\d{1,15}(\.0+)?$"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_COMPACT = r"^(18|19|20|21)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$"
_SAMPLE = 1000


@dataclass(frozen=True)
class Spells:
    """A spell table, read and judged; nothing is computed before it is asked for.

    `table` has `person`, `start` and `end` (days since 1970, or the numbers as they are),
    `occupation`, the optional columns there are, `units` (the weight in millionths, 0 where it is
    not usable); and what is wrong with each row, if anything: `fault`, with which it cannot be
    used, and `weight_fault`. `row` tells the row as it was written.
    """

    table: Table
    dated: bool
    columns: frozenset[str]
    name: str = "spells"

    @property
    def usable(self) -> Table:
        """The rows with which nothing is wrong, but perhaps the weight."""
        found: Table = self.table.filter(self.table.fault.isnull())
        return found

    def number(self, time: Time | None, name: str) -> int | None:
        """Return a time of a rule in the units of the table. Raises ParameterError."""
        if time is None:
            return None
        if self.dated != isinstance(time, date):
            kind = "dates" if self.dated else "numbers"
            raise ParameterError(f"{name} is {time}; the times of {self.name} are {kind}")
        return (time - _EPOCH).days if isinstance(time, date) else time

    def time(self, number: int) -> Time:
        """Return the time that a number of the table stands for: the inverse of `number`."""
        return _EPOCH + timedelta(days=number) if self.dated else number


def read(
    location: str, *, columns: Mapping[str, str] | None = None, table: str = "",
    backend: Any = None,
) -> Spells:  # fmt: skip
    """Return the spells at a location (see `engines.opened`).

    `columns` tells what a column is called where it is not by its own name:
    `{"person": "nr", "occupation": "occ"}`. Raises as `engines.opened` and `judged` do.
    """
    raw = engines.opened(location, table=table, backend=backend)
    return judged(raw, columns=columns, name=public(location))


def judged(raw: Table, *, columns: Mapping[str, str] | None = None, name: str = "spells") -> Spells:
    """Return a table of Ibis as spells. Raises ParameterError when it lacks a column.

    One column may have two names: `{"start": "age", "end": "age"}`.
    """
    places = _places(raw.columns, columns or {}, name)
    cells = {column: raw[place] for column, place in places.items()}
    dated = _dated(raw, places["start"], name)
    texts = [column for column in ("occupation", *TEXTS) if column in cells]
    made = {column: _text(cells[column]) for column in texts}
    person = cells["person"]
    made["person"] = _text(person) if person.type().is_string() else person
    for column in ("start", "end"):
        made[column] = _time(cells[column], dated=dated)
    if "pay" in cells:
        made["pay"] = _number(cells["pay"])
    if "weight" in cells:
        made |= _weighed(cells["weight"])
    made["fault"] = _fault(cells, made, dated=dated)
    made["row"] = _row(cells)
    return Spells(raw.select(**made), dated, frozenset(cells), name)


def _places(there: Any, named: Mapping[str, str], name: str) -> dict[str, str]:
    """Where each column is: as named, else by its own name in any case."""
    strange = sorted(set(named) - {*NEEDED, *OPTIONAL})
    if strange:
        known = ", ".join((*NEEDED, *OPTIONAL))
        raise ParameterError(f"spells have no column {strange[0]!r}; there are: {known}")
    known_as = {each.strip().lower(): each for each in reversed(there)}
    found = {}
    for column in (*NEEDED, *OPTIONAL):
        wanted = named.get(column, column)
        place = wanted if wanted in there else known_as.get(wanted.lower())
        if place is not None:
            found[column] = place
        elif column in NEEDED or column in named:
            raise ParameterError(
                f"{name} has no column {wanted!r} for {column}; there are: {', '.join(there)}"
            )
    return found


# ---------------------------------------------------------------- cells


def _text(cell: Any) -> Any:
    """A cell as text without blanks around it; an empty one is none."""
    if cell.type().is_floating():  # whole numbers among which some are missing
        cell = cell.try_cast("int64")
    return cell.cast("string").strip().nullif("")


def _dated(raw: Table, start: str, name: str) -> bool:
    """Whether the times are dates. Raises ParameterError for dates written as numbers."""
    kind = raw[start].type()
    if kind.is_date() or kind.is_timestamp():
        return True
    some = raw.select(cell=_text(raw[start])).filter(lambda t: t.cell.notnull()).limit(_SAMPLE)
    looks = some.aggregate(
        dates=some.cell.re_search(_DATE).sum(), compact=some.cell.re_search(_COMPACT).sum(),
        every=some.count(),
    )  # fmt: skip
    (told,) = rows(looks, name)
    if told["every"] and told["compact"] == told["every"]:
        raise ParameterError(f"{name}: the times look like YYYYMMDD; write dates as YYYY-MM-DD")
    return bool(told["dates"])


def _time(cell: Any, *, dated: bool) -> Any:
    """A time as a number: days since 1970, or the number it is; none where it is unreadable."""
    kind = cell.type()
    if not dated:
        text = _text(cell)
        return text.re_search(_WHOLE).ifelse(text, ibis().null("string")).try_cast(
            "float64").cast("int64")  # fmt: skip
    if kind.is_string():
        text = cell.strip()
        cell = text.re_search(_DATE).ifelse(text.left(10), ibis().null("string")).try_cast("date")
    elif not (kind.is_date() or kind.is_timestamp()):
        return ibis().null("int64")
    day = cell.cast("date").delta(ibis().date(_EPOCH), unit="day").cast("int64")
    return (day >= (_NO_END - _EPOCH).days).ifelse(ibis().null("int64"), day)


def _number(cell: Any) -> Any:
    if not cell.type().is_string():
        return cell.cast("float64")
    text = cell.strip()
    return text.re_search(_NUMBER).ifelse(text, ibis().null("string")).try_cast("float64")


def _weighed(cell: Any) -> dict[str, Any]:
    """The weight of each row in millionths, and what is wrong with it."""
    stated, weight = _text(cell), _number(cell)
    usable = ((weight >= 0) & (weight <= MOST)).fill_null(False)
    units = (usable.ifelse(weight, 0.0) * MILLION + 0.5).floor().cast("int64")
    fault = ibis().cases(
        (stated.isnull(), "a missing weight"),
        (weight < 0, "a negative weight"),
        (~usable, f"a weight that is no number up to {MOST:,.0f}"),
    )
    return {"units": units, "weight_fault": fault}


def _fault(cells: Mapping[str, Any], made: Mapping[str, Any], *, dated: bool) -> Any:
    """Why a row cannot be used: the first reason; none when it can."""
    no = "is no date" if dated else "is neither a whole number nor a date"
    return ibis().cases(
        (made["person"].isnull(), "no person"),
        (_nothing(cells["start"]), "no start"),
        (made["start"].isnull(), f"a start that {no}, YYYY-MM-DD"),
        (_unreadable(cells["end"], made["end"]), f"an end that {no}, YYYY-MM-DD"),
        (made["end"] < made["start"], "an end before the start"),
        (made["occupation"].isnull(), "no occupation"),
    )


def _nothing(cell: Any) -> Any:
    return (_text(cell) if cell.type().is_string() else cell).isnull()


def _unreadable(cell: Any, time: Any) -> Any:
    """Whether an end is stated that is no time; what says 9999 states that there is none."""
    if cell.type().is_date() or cell.type().is_timestamp():
        return ibis().literal(False)
    text = _text(cell)
    return time.isnull() & text.notnull() & ~text.startswith("9999-")


def _row(cells: Mapping[str, Any]) -> Any:
    """A row as it was written, for people."""
    person, start, end, occupation = (
        _blank(cells[column].cast("string").nullif("")) for column in NEEDED
    )
    told = "person " + person + ", " + start + " to " + end + ", " + occupation
    if "weight" in cells:
        told = told + ", weight " + _blank(cells["weight"].cast("string").nullif(""))
    return told


def _blank(text: Any) -> Any:
    return text.fill_null("nothing")
