"""A question for routes in words: read, put together from parts, printed back.

A phrase is read in three turns: `scanner` finds the names of the graph in it (they are kept in
`lexicon`) and parses it by `grammar.lark`; `meaning` turns the tree into a `RouteQuery`, reading
numbers by `amounts`; where that fails, `faults` says at which word and what could stand there.
`parsing` has the doors, `printing` is the way back.
"""

from careergraph.routes.phrase.parsing import (
    Limits,
    compose,
    credential,
    end,
    naming,
    parse,
    reading,
    source,
)
from careergraph.routes.phrase.printing import print_query

__all__ = [
    "Limits", "compose", "credential", "end", "naming", "parse", "print_query", "reading", "source",
]  # fmt: skip
