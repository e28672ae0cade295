"""Several things in one sentence."""

from collections.abc import Iterable, Sequence


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return the parts as one enumeration: 'a, b and c'; empty without any."""
    found = list(parts)
    return f" {last} ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def few(names: Sequence[str], most: int, last: str = "and") -> str:
    """Return names as one enumeration: of more than `most` only the first, and how many others.

    >>> few(["a", "b", "c", "d"], 2, "or")
    'a, b or 2 others'
    """
    more = len(names) - most
    return listed([*names[:most], f"{more:,} others"] if more > 1 else names, last)
