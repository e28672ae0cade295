"""Rows written as columns: the same values in a fraction of the bytes.

A page holds thousands of rows with the same few fields; written one by one, most of the file
would be the names of the fields. `unpacked` is the inverse of `packed`; `js/data.js` has it too.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = dict[str, Any]


def packed(rows: Sequence[Mapping[str, Any]]) -> Row:
    """Return rows as a number of rows and a column for each field that any of them has.

    A field that a row lacks stays lacking. Every column is written in the shortest of the ways
    below; the values are what JSON can hold.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return {"rows": len(rows), "columns": {name: _column(name, rows) for name in names}}


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> Row:
    if all(_is_number(row.get(name), number) for number, row in enumerate(rows)):
        return {"numbers": True}
    ways = [_sparse(name, rows), _table(name, rows)]
    if all(name in row for row in rows):
        ways.insert(0, {"each": [row[name] for row in rows]})
        if all(isinstance(row[name], str) for row in rows):
            ways.append({"tails": list(_tails([row[name] for row in rows]))})
    return min(ways, key=lambda way: len(_text(way)))


def _is_number(value: object, number: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value == number


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _sparse(name: str, rows: Sequence[Mapping[str, Any]]) -> Row:
    """The numbers of the rows that have the field, each as its distance from the last."""
    at = [number for number, row in enumerate(rows) if name in row]
    gaps = [here - before for before, here in zip([0, *at], at, strict=False)]
    return {"gaps": gaps, "values": [rows[number][name] for number in at]}


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> Row:
    """Each value once, and for each row which of them it has; -1 for none."""
    numbers: dict[str, int] = {}
    values: list[Any] = []
    of = []
    for row in rows:
        key = _text(row[name]) if name in row else ""
        if name in row and key not in numbers:
            numbers[key] = len(values)
            values.append(row[name])
        of.append(numbers.get(key, -1))
    return {"of": of, "values": values}


def _tails(texts: Sequence[str]) -> Iterator[str]:
    """Each text without the beginning it shares with the one before, whose length stands first."""
    before = ""
    for text in texts:
        shared = _shared(before, text)
        yield f"{shared}|{text[shared:]}"
        before = text


def _shared(one: str, other: str) -> int:
    """How many letters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def unpacked(columns: Mapping[str, Any]) -> list[Row]:
    """Return the rows that were packed.

    >>> unpacked(packed([{"a": 1}, {"b": "x"}]))
    [{'a': 1}, {'b': 'x'}]
    """
    rows: list[Row] = [{} for _ in range(columns["rows"])]
    for name, column in columns["columns"].items():
        for number, value in _values(column, len(rows)):
            rows[number][name] = value
    return rows


def _values(column: Mapping[str, Any], count: int) -> Iterator[tuple[int, Any]]:
    if "numbers" in column:
        yield from ((number, number) for number in range(count))
    elif "each" in column:
        yield from enumerate(column["each"])
    elif "tails" in column:
        yield from enumerate(_heads(column["tails"]))
    elif "of" in column:
        yield from ((n, column["values"][v]) for n, v in enumerate(column["of"]) if v >= 0)
    else:
        at = 0
        for gap, value in zip(column["gaps"], column["values"], strict=True):
            at += gap
            yield at, value


def _heads(tails: Sequence[str]) -> Iterator[str]:
    before = ""
    for tail in tails:
        shared, _, rest = tail.partition("|")
        before = before[: int(shared)] + rest
        yield before
