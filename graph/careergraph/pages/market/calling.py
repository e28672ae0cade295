"""What a community of roles is called: by the words that its names share and others lack."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_OFTEN, _OWN, _WORDS = 4, 0.3, 3


def calls(labels: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Return a name for each community, given the names of its roles, the busiest first.

    Up to three words that many of its names have and few elsewhere; else its two busiest roles.

    """
    words = {group: Counter(w for name in names for w in _words(name))
             for group, names in labels.items()}  # fmt: skip
    everywhere = sum(words.values(), Counter())
    return {
        group: _joined(_telling(words[group], everywhere)) or " and ".join(names[:2])
        for group, names in labels.items()
    }


def _words(name: str) -> Iterable[str]:
    return dict.fromkeys(re.findall(r"[^\W\d_]{3,}", name.lower()))


def _telling(here: Counter[str], everywhere: Counter[str]) -> list[str]:
    """The words that are at home here, those that tell most first."""
    own = {w: n * (n / everywhere[w]) ** 2 for w, n in here.items()
           if n >= _OFTEN and n >= _OWN * everywhere[w]}  # fmt: skip
    return sorted(own, key=lambda w: (-own[w], w))[:_WORDS]


def _joined(words: Sequence[str]) -> str:
    return ", ".join([words[0].capitalize(), *words[1:]]) if len(words) > 1 else ""
