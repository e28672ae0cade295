"""What two spellings of one name share."""

import re
import unicodedata
from collections.abc import Iterable

SAME = {"cert": "certification", "certificate": "certification", "license": "licence"}
"""Words for one thing."""


def key(text: str) -> str:
    """Return what two spellings of one name share. American and British endings are one.

    >>> key("Machine-Learning Engineers") == key("machine learning engineer")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold().replace("'s", "s").replace("’s", "s")
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+|[+#&]+", plain)
    return " ".join(_singular(w) for w in words if w != "&").replace("ization", "isation")


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def initials(words: Iterable[str]) -> str:
    """Return the first letter of each word."""
    return "".join(word[0] for word in words)


def turned(key_: str) -> list[str]:
    """'certification in ethic' the other way round: 'ethic certification'."""
    kind, of, subject = key_.partition(" in ")
    return [f"{subject} {kind}"] if of else []


def shortened(keys: Iterable[str]) -> list[str]:
    """Each key without one of its inner words."""
    found = []
    for words in (k.split() for k in keys if " in " not in k):
        found += [" ".join(words[:n] + words[n + 1 :]) for n in range(1, len(words) - 1)]
    return found
