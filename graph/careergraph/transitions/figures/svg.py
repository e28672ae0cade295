"""Marks and words of SVG: escaped, rounded, cut to fit."""

from collections.abc import Iterable
from html import escape

from careergraph.wording import visible

INK, SOFT, PAPER = "#0f172a", "#475569", "#ffffff"
BLUE, AMBER = "#2563eb", "#b45309"
"""Two colours that also differ when printed in grey."""

HEAT = ("#f1f5f9", "#e8f0ff", "#cfe0fe", "#b0cdfd", "#86b0fa", "#5590f4", "#1e3f9e")
"""From nothing to most, as in the pages of the graph."""

_WIDE = 0.58
"""About how wide a letter is, in parts of its size: no font is at hand here."""


def mark(name: str, *inside: str, **attributes: object) -> str:
    """Return an element; an underscore in the name of an attribute stands for a hyphen.

    >>> mark("rect", x=1.25, fill_opacity=0.5)
    '<rect x="1.2" fill-opacity="0.5"/>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def _value(value: object) -> str:
    if isinstance(value, float):
        return place(value)
    return escape(visible(str(value)))


def place(value: float) -> str:
    """Return a length or share with one decimal at most: nobody sees a tenth of a pixel."""
    text = f"{float(value):.1f}"
    return "0" if text in ("-0.0", "0.0") else text.removesuffix(".0")


def words(text: str, x: float, y: float, *, anchor: str = "start", size: float = 12,
          fill: str = INK, room: float | None = None, **more: object) -> str:  # fmt: skip
    """Return a text at a place; cut to its room, and whole when one points at it."""
    shown = text if room is None else fitted(text, room, size)
    whole = mark("title", escaped(text)) if shown != text else ""
    return mark("text", whole + escaped(shown), x=float(x), y=float(y), font_size=place(size),
                text_anchor=anchor, fill=fill, **more)  # fmt: skip


def escaped(text: str) -> str:
    """Return text that is safe between tags."""
    return escape(visible(text), quote=False)


def width(text: str, size: float) -> float:
    """Return about how wide a text is."""
    return _WIDE * size * len(text)


def fitted(text: str, room: float, size: float) -> str:
    """Return as much of a text as has room, with an ellipsis where it is cut.

    >>> fitted("Registered nurses", 60, 12)
    'Registe…'
    """
    most = max(int(room / (_WIDE * size)), 2)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def wrapped(text: str, x: float, y: float, *, room: float, size: float = 12,
            **more: object) -> str:  # fmt: skip
    """Return a text in one line or two around a height; the second is cut to its room."""
    first, second = _halves(text, room, size)
    if not second:
        return words(text, x, y + size / 3, room=room, size=size, **more)  # type: ignore[arg-type]
    upper = words(first, x, y - size / 6, room=room, size=size, **more)  # type: ignore[arg-type]
    lower = words(second, x, y + size, room=room, size=size, **more)  # type: ignore[arg-type]
    return upper + lower


def _halves(text: str, room: float, size: float) -> tuple[str, str]:
    parts, first = text.split(), ""
    while parts and (not first or width(f"{first} {parts[0]}", size) <= room):
        first = f"{first} {parts.pop(0)}".strip()
    return first, " ".join(parts)


def titled(title: str, *inside: str, **attributes: object) -> str:
    """Return a group that says what it is when one points at it."""
    return mark("g", mark("title", escaped(title)), *inside, **attributes)


def path(*parts: str | float, **attributes: object) -> str:
    """Return a path of commands and numbers."""
    drawn = " ".join(part if isinstance(part, str) else place(part) for part in parts)
    return mark("path", d=drawn, **attributes)


def lines(marks: Iterable[str]) -> str:
    """Return marks a line each, so that two pictures can be compared."""
    return "\n".join(marks)
