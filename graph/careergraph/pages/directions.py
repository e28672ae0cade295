"""Marks that turn the direction of writing: they would turn the sentence that a name stands in.

The page leaves them out of every word it shows; what it saves has them as they were.
"""

import re
from typing import Any

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def unturned(value: Any) -> Any:
    """Return a JSON value with these marks left out of all its texts."""
    if isinstance(value, str):
        return TURNS.sub("", value)
    if isinstance(value, dict):
        return {name: unturned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [unturned(each) for each in value]
    if isinstance(value, tuple):
        return tuple(map(unturned, value))
    return value


def escaped(literal: str) -> str:
    """Return a literal as Turtle writes it with these marks escaped, so that they stay."""
    return TURNS.sub(lambda mark: f"\\u{ord(mark[0]):04X}", literal)
