"""What abbreviations stand for, as the names of a graph explain them."""

import re
from collections.abc import Iterable, Iterator

from careergraph.names.spelling import SAME, initials, key

_WORD = re.compile(r"[^\W_]+|[+#&]+")
_LONGEST_INITIALS = 5


def abbreviations(names: Iterable[list[str]]) -> dict[str, str]:
    """Return what each abbreviation stands for, where two names of one node say it and none
    otherwise. `names` are all names of each node.

    'BI Analyst' and 'Business Intelligence Analyst' differ in the initials of two words.
    """
    found: dict[str, set[str]] = {}
    for texts in names:
        short = [(text, where) for text in texts if (where := _initials_in(text))]
        full = [key(text).split() for text in texts] if short and len(texts) > 1 else []
        for text, places in short:
            for stands_for, words in _explained(text, places, full):
                found.setdefault(stands_for, set()).add(words)
    return {short: words.pop() for short, words in sorted(found.items()) if len(words) == 1}


def _initials_in(text: str) -> list[int]:
    """Which words of a name look like initials."""
    return [
        place for place, word in enumerate(_WORD.findall(text))
        if word.isupper() and word.isalpha() and 2 <= len(word) <= _LONGEST_INITIALS
    ]  # fmt: skip


def _explained(
    text: str, places: list[int], others: list[list[str]]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """The abbreviations in one name that another writes out."""
    words = _WORD.findall(text)
    for place in places:
        head, tail = (key(" ".join(part)).split() for part in (words[:place], words[place + 1 :]))
        for full in others:
            middle = full[len(head) : len(full) - len(tail)]
            rest = full[: len(head)] + full[len(full) - len(tail) :]
            if rest == head + tail and initials(middle) == words[place].casefold():
                yield words[place].casefold(), " ".join(middle)


def written_out(plain: str, known: dict[str, str]) -> str:
    """Return a key with its abbreviations written out, and one word for one thing."""
    words = (known.get(word, word) for word in plain.split())
    return " ".join(SAME.get(word, word) for word in words)
