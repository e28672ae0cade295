"""What the way in which codes are written says of them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_NUMBER = re.compile(r"0*(\d+?)(\.0+)?")
_DETAIL = re.compile(r"(\d{2}-\d{4})\.00")


def alike(codes: Iterable[str]) -> list[list[str]]:
    """Return the codes that are likely one, written in several ways, sorted.

    They differ in case, blanks or the encoding of accents; or are one number, with and without
    leading zeros or a point; or a code of the SOC and the occupation of O*NET that is all of it.

    >>> alike(["0010", "10", "10.0", "100", "15-1252", "15-1252.00"])
    [['0010', '10', '10.0'], ['15-1252', '15-1252.00']]
    """
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        found[_plain(code)].append(code)
    return [several for several in found.values() if len(several) > 1]


def _plain(code: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", code).casefold().split())
    if number := _NUMBER.fullmatch(text):
        return number[1]
    detail = _DETAIL.fullmatch(text)
    return detail[1] if detail else text


def lengths(codes: Iterable[str]) -> tuple[str, str] | None:
    """Return the first of the shortest and of the longest codes, where codes are numbers of
    several lengths: whatever lost its leading zeros begins with another character than it should.

    >>> lengths(["10", "430", "4300"]), lengths(["cook", "chefs"])
    (('10', '4300'), None)
    """
    numbers = sorted((code for code in codes if code.isascii() and code.isdigit()),
                     key=lambda code: (len(code), code))  # fmt: skip
    if not numbers or len(numbers[0]) == len(numbers[-1]):
        return None
    return numbers[0], next(code for code in numbers if len(code) == len(numbers[-1]))


def uneven(codes: Iterable[str]) -> str | None:
    """Return in words what is wrong with taking the first characters of some codes, if anything."""
    found = lengths(codes)
    if found is None:
        return None
    return (f"codes are numbers of several lengths, from {found[0]} to {found[1]}; where leading "
            "zeros were lost, first characters are of other groups")  # fmt: skip
