"""What somebody types as statements: where one ends, and whether one is whole yet.

A statement is a query, a call of a query of the cookbook, or a command that begins with a dot. The
last two take a line; a query ends with a ; at the end of a line, outside all brackets, where
SPARQL has no use for one.
"""

import re
from collections.abc import Iterable, Iterator

from careergraph.sparql import cookbook, lexer
from careergraph.sparql.lexer import Token


def statements(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each statement with the number of its first line, as soon as it has ended."""
    held: list[str] = []
    first = 1
    for number, line in enumerate(lines, 1):
        if not held and not line.strip():
            continue
        if is_call(line) and not lexer.tokens("".join(held)):  # after comments, if anything
            yield number, line.strip()
            held = []
            continue
        first = first if held else number
        held.append(line if line.endswith("\n") else f"{line}\n")
        if line.rstrip().endswith(";") and _ended(lexer.tokens("".join(held))):
            yield from _query(first, "".join(held))
            held = []
    yield from _query(first, "".join(held))


def _query(number: int, text: str) -> Iterator[tuple[int, str]]:
    """The query in a text without the ; that ends it; comments alone are none."""
    found = lexer.tokens(text)
    if _ended(found):
        text = text[: found.pop().start]
    if found:
        yield number, text.rstrip()


def is_call(text: str) -> bool:
    """Whether a line is a command, or calls a query of the cookbook."""
    first = re.match(r"\s*(?:(\.)|([\w-]+)(?=\s|$))", text)
    return first is not None and (bool(first[1]) or recipe_named(first[2]) is not None)


def recipe_named(word: str) -> cookbook.Recipe | None:
    """Return the query of the cookbook with this name, or None."""
    wanted = word.lower().replace("_", "-")
    return next((each for each in cookbook.recipes() if each.name == wanted), None)


def whole(text: str) -> bool:
    """Whether Enter should run what was typed, rather than begin another line.

    An empty last line says so in any case. What cannot become a query is run for its error.
    """
    found = lexer.tokens(text)
    if not found or is_call(text) or not text.rpartition("\n")[2].strip():
        return True
    if any(token.text in ("'", '"') for token in found):  # a text that is still open
        return False
    if depth(found):
        return False
    form = next((t.text.upper() for t in found if t.text.upper() in _FORMS), None)
    if form is None:
        return found[0].text.upper() not in ("PREFIX", "BASE")
    if found[-1].text.upper() in _GO_ON:
        return False
    return any(t.text == "{" for t in found) or (form == "DESCRIBE" and not found[-1].says(form))


def depth(found: list[Token]) -> int:
    """How many brackets are open after these tokens."""
    signs = [token.text for token in found if token.kind == "sign"]
    return sum((sign in "{([") - (sign in "})]") for sign in signs)


def _ended(found: list[Token]) -> bool:
    return bool(found) and found[-1].text == ";" and depth(found) == 0


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_GO_ON = (*_FORMS, "WHERE", "FROM", "NAMED", "ORDER", "GROUP", "BY", "HAVING", "LIMIT", "OFFSET",
          "VALUES", "ASC", "DESC", "DISTINCT", "REDUCED")  # fmt: skip
"""Words after which a query cannot end."""
