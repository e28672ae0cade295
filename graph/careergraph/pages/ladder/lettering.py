"""Names broken into lines that fit a box, by the widths of letters: no font is at hand here."""

from collections.abc import Sequence

_NARROW, _WIDE = frozenset("iIjlt.,:;'|!()[]-fr "), frozenset("mwMW@%")
_MOST = 4
_CUT = 60
_GOES_ON = "\u2060"
"""Stands after a piece of a word; where a line ends it is a hyphen."""


def width(text: str, size: float) -> float:
    """Return about how wide a text is in pixels in a bold sans serif of this size, a wide one.

    >>> width("Data", 13.0) > width("data", 13.0)
    True
    """
    return round(sum(map(_share, text)) * size, 2)


def _share(letter: str) -> float:
    if letter == "\u200b":
        return 0.0
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 1.0
    return 0.77 if letter.isupper() else 0.66


def lines(text: str, *, room: float, size: float) -> list[str]:
    """Return a name in as few lines as fit, balanced; a long one is cut, with an ellipsis."""
    words = _words(text if len(text) <= _CUT else text[: _CUT - 1] + "…", room, size)
    for count in range(1, _MOST):
        found = _balanced(words, count, size)
        if _widest(found, size) <= room:
            return found
    found = _balanced(words, _MOST, size)
    return found if _widest(found, size) <= room else _filled(words, room, size)


def _filled(words: Sequence[str], room: float, size: float) -> list[str]:
    """As many words as fit one after the other; what is left out is marked."""
    found = [""]
    for word in words:
        longer = _joined([found[-1], word]).strip()
        if width(longer, size) <= room:
            found[-1] = longer
        elif len(found) < _MOST:
            found.append(word)
        else:
            return [*found[:-1], found[-1][:-1] + "…"]
    return found


def _words(text: str, room: float, size: float) -> list[str]:
    """The words; one that does not fit a line by itself is cut into pieces that do."""
    return [piece for word in _split(text) or [""] for piece in _pieces(word, room, size)]


def _pieces(word: str, room: float, size: float) -> list[str]:
    """A word in as few pieces as fit; all but the last end in a mark that `_joined` knows."""
    found = [""]
    for letter in word:
        if found[-1] and width(word, size) > room < width(f"{found[-1]}{letter}-", size):
            found[-1] += _GOES_ON
            found.append("")
        found[-1] += letter
    return found


def _split(text: str) -> list[str]:
    """The words; a part that ends in a hyphen may end a line, and is not parted by a space."""
    return text.replace("-", "-\u200b ").split()


def _joined(words: Sequence[str]) -> str:
    text = " ".join(words).replace("-\u200b ", "-").replace("\u200b", "")
    return text.replace(f"{_GOES_ON} ", "").replace(_GOES_ON, "-")


def _balanced(words: Sequence[str], count: int, size: float) -> list[str]:
    """The words in `count` lines, the widest as narrow as can be."""
    if count == 1 or len(words) == 1:
        return [_joined(words)]
    best: list[str] = []
    for cut in range(1, len(words)):
        found = [_joined(words[:cut]), *_balanced(words[cut:], count - 1, size)]
        if not best or _widest(found, size) < _widest(best, size):
            best = found
    return best


def _widest(found: Sequence[str], size: float) -> float:
    return max(width(line, size) for line in found)
