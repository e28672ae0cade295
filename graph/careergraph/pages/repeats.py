"""A text in which what was said before is told by where it stood: less than half the bytes.

A plain scheme, so that the same text has the same bytes on every machine, which the compressors
of different systems do not promise, and so that a page needs ten lines to read it.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%()*+-./:;=?@[]^_{|}"
"""The digits of positions and lengths: ASCII that neither HTML nor a template gives a meaning."""

MARK = "~"
_BASE = len(DIGITS)
_PLACES = 3
_FAR = _BASE**_PLACES
_SHORTEST = 6
_LONGEST = _SHORTEST + _BASE - 2
_TRIES = 48


def shortened(text: str) -> str:
    """Return `text` with its repeats replaced: mark, how far back in three digits, length in one.

    The mark itself, where the text has it, stands doubled. `js/data.js` has the inverse, `whole`.
    """
    seen: dict[str, list[int]] = {}
    out: list[str] = []
    at = 0
    while at < len(text):
        back, length = _longest(text, at, seen)
        out.append(MARK + _digits(back, _PLACES) + DIGITS[length - _SHORTEST] if length else
                   text[at].replace(MARK, MARK * 2))  # fmt: skip
        for here in range(at, at + max(length, 1)):
            seen.setdefault(text[here : here + _SHORTEST], []).append(here)
        at += max(length, 1)
    return "".join(out)


def _longest(text: str, at: int, seen: dict[str, list[int]]) -> tuple[int, int]:
    """How far back the longest earlier stretch like the one at `at` begins, and its length or 0."""
    best = (0, 0)
    most = min(_LONGEST, len(text) - at)
    for before in reversed(seen.get(text[at : at + _SHORTEST], ())[-_TRIES:]):
        if at - before >= _FAR or best[1] == most:
            break
        if text[before : before + best[1] + 1] != text[at : at + best[1] + 1]:
            continue
        length = best[1] + 1
        while length < most and text[before + length] == text[at + length]:
            length += 1
        best = (at - before, length) if length >= _SHORTEST else best
    return best


def _digits(number: int, places: int) -> str:
    found = ""
    for _ in range(places):
        number, digit = divmod(number, _BASE)
        found = DIGITS[digit] + found
    return found


def whole(short: str) -> str:
    """Return the text that was shortened.

    >>> whole(shortened("data analyst, data analyst, data ~ analyst"))
    'data analyst, data analyst, data ~ analyst'
    """
    out = ""
    at = 0
    while at < len(short):
        if short[at] != MARK:
            out, at = out + short[at], at + 1
        elif short[at + 1] == MARK:
            out, at = out + MARK, at + 2
        else:
            back = 0
            for digit in short[at + 1 : at + 1 + _PLACES]:
                back = back * _BASE + DIGITS.index(digit)
            length = DIGITS.index(short[at + 1 + _PLACES]) + _SHORTEST
            for _ in range(length):
                out += out[-back]
            at += 2 + _PLACES
    return out
