"""Attributes of a network as single cells, for formats that know only text and numbers.

A property with one value is that value's text. One with several, or whose text XML cannot hold or
that begins with `[`, is a JSON array of texts, so that `[` at the beginning always means an array.
Languages and datatypes are left to the RDF formats. A column is a number (`long` or `double`) when
each of its cells is one number that loses nothing by it, else a `string`.
"""

import json
import re
from collections.abc import Iterable, Mapping

from rdflib import Literal

from careergraph.terms import XSD

__all__ = ["Columns", "cells", "columns"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DOUBLE = re.compile(r"0|-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_DIGITS = 15  # as many as any double keeps
_TYPES = ("long", "double", "string")


def cells(attributes: Mapping[str, object]) -> dict[str, str]:
    """Return the text of each attribute, the computed ones first, each group by name."""
    ordered = sorted(attributes, key=lambda name: (":" in name, name))
    return {name: _cell(attributes[name]) for name in ordered}


def _cell(value: object) -> str:
    if not isinstance(value, tuple):
        return _NOT_XML.sub("\ufffd", str(value))
    if len(value) == 1 and not value[0].startswith("[") and not _NOT_XML.search(value[0]):
        return str(value[0])
    array = json.dumps([str(each) for each in value], ensure_ascii=False)
    return _NOT_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", array)


def columns(rows: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """Return the type of each attribute that occurs: `long`, `double` or `string`."""
    found = Columns()
    for row in rows:
        found.add(row)
    return found.types()


class Columns:
    """The attributes that occurred so far, and the type that suits all their values."""

    def __init__(self) -> None:
        self._rank: dict[str, int] = {}

    def add(self, row: Mapping[str, object]) -> None:
        """See the attributes of one node or edge."""
        rank = self._rank
        for name, value in row.items():
            if rank.get(name) != len(_TYPES) - 1:
                rank[name] = max(rank.get(name, 0), _TYPES.index(_type(value)))

    def types(self) -> dict[str, str]:
        """Return the type of each attribute, in order: `long`, `double` or `string`."""
        ordered = sorted(self._rank, key=lambda name: (":" in name, name))
        return {name: _TYPES[self._rank[name]] for name in ordered}


def _type(value: object) -> str:
    only = value[0] if isinstance(value, tuple) and len(value) == 1 else None
    if not isinstance(only, Literal):
        return "string"
    if only.datatype == XSD.integer:
        return "long" if _LONG.fullmatch(only) else "string"
    numeric = only.datatype == XSD.decimal and _DOUBLE.fullmatch(only)
    kept = numeric and sum(each.isdigit() for each in only) <= _DIGITS
    return "double" if kept else "string"
