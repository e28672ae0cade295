"""Rows of text as an aligned table, fitted to a terminal when one reads it."""

import unicodedata
from collections.abc import Sequence

_GAP = "  "
_LEAST = 8


def lines(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[bool],
    width: int | None = None,
) -> str:
    """Return the table as lines; cells wrap when it would be wider than `width` columns.

    `right` says for each column whether it is set flush right. Without `width` each row is a line.
    """
    columns = list(zip(header, *rows, strict=True))
    widths = [max(map(breadth, column)) for column in columns]
    if width:
        widths = _fitted(widths, [_longest_word(column) for column in columns], width)
    lines = _lines(header, widths, right)
    lines.append(_GAP.join("─" * each for each in widths))
    for row in rows:
        lines.extend(_lines(row, widths, right))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def breadth(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def _fitted(natural: Sequence[int], words: Sequence[int], width: int) -> list[int]:
    """Narrow the widest columns until all fit: first to their longest word, then further."""
    widths = list(natural)
    room = width - len(_GAP) * (len(widths) - 1)
    for least in (words, [_LEAST] * len(words)):
        while sum(widths) > room:
            widest = max(range(len(widths)), key=lambda i: (widths[i] > least[i]) * widths[i])
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
    return widths


def _longest_word(cells: Sequence[str]) -> int:
    return max((breadth(word) for cell in cells for word in cell.split()), default=0)


def _lines(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    return [
        _GAP.join(
            _set(lines[i] if i < len(lines) else "", width, flush)
            for lines, width, flush in zip(wrapped, widths, right, strict=True)
        )
        for i in range(max(map(len, wrapped), default=1))
    ]


def _set(text: str, width: int, right: bool) -> str:
    space = " " * (width - breadth(text))
    return space + text if right else text + space


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if breadth(joined) <= width:
            lines[-1] = joined
            continue
        pieces = _chopped(word, width)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _chopped(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if breadth(pieces[-1] + character) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces
