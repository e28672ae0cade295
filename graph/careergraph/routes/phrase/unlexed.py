"""What Lark is given in place of a lexer: its own would be compiled for nothing, it knows no names.

It stands in a module of its own, since the compiled grammar is kept by reference to it, and Lark is
imported for a phrase only.
"""

from collections.abc import Iterator
from typing import Any

from lark.lexer import Lexer


class Unlexed(Lexer):
    """A lexer without tokens: they are fed one by one."""

    def __init__(self, lexer_conf: Any) -> None: ...

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        """Yield nothing."""
        return iter(())
