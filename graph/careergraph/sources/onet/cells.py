"""What stands in the cells of O*NET's tables: numbers, months and flags.

The same few values stand in very many cells, so each is read once.
"""

import re
from decimal import Decimal
from functools import lru_cache

from rdflib import XSD, Literal

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{0,6})?|[+-]?\.[0-9]{1,6}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MONTH = re.compile(r"(0[1-9]|1[0-2])/([12]\d{3})")
_FLAGS = {"y": "true", "n": "false"}


def absent(cell: str) -> bool:
    """Whether a cell says that there is nothing to say.

    >>> absent("n/a"), absent(""), absent("0")
    (True, True, False)
    """
    return not cell or cell in ("n/a", "N/A")


@lru_cache(maxsize=1 << 17)
def number(cell: str) -> Decimal | None:
    """Return the number in a cell, written with digits and at most a point, or None.

    >>> number("4.12"), number("n/a"), number("1e9")
    (Decimal('4.12'), None, None)
    """
    return Decimal(cell) if _NUMBER.fullmatch(cell) else None


@lru_cache(maxsize=1 << 16)
def is_identifier(cell: str) -> bool:
    """Whether a cell can stand in an IRI as it is.

    >>> is_identifier("4.A.2.a.4.I09.D03"), is_identifier("4.A 2"), is_identifier("")
    (True, False, False)
    """
    return _IDENTIFIER.fullmatch(cell) is not None


@lru_cache(maxsize=1 << 12)
def whole(cell: str) -> int | None:
    """Return the whole number from 0 in a cell, or None when there is none.

    >>> whole("28"), whole("2.5"), whole("-1")
    (28, None, None)
    """
    found = number(cell)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


@lru_cache(maxsize=1 << 12)
def month(cell: str) -> Literal | None:
    """Return the month in a cell such as 08/2023, or None when there is none.

    >>> str(month("08/2023"))
    '2023-08'
    """
    found = _MONTH.fullmatch(cell)
    return Literal(f"{found[2]}-{found[1]}", datatype=XSD.gYearMonth) if found else None


@lru_cache(maxsize=1 << 12)
def flag(cell: str) -> Literal | None:
    """Return whether a cell says Y or N, or None when it says neither.

    >>> str(flag("Y")), str(flag("N")), flag("?")
    ('true', 'false', None)
    """
    word = _FLAGS.get(cell.lower())
    return Literal(word, datatype=XSD.boolean) if word else None


@lru_cache(maxsize=1 << 12)
def english(words: str) -> Literal:
    """Return words of a closed list, such as who was asked, as a text in English."""
    return Literal(words, lang="en")
