"""One who asks, the graph that is asked, and the last answer."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

from careergraph.career_graph import CareerGraph
from careergraph.cli.options import emit, tell, terminal_width
from careergraph.cli.shell import commands
from careergraph.cli.shell.apart import apart
from careergraph.cli.shell.statements import is_call
from careergraph.errors import ParameterError
from careergraph.sparql import Recipe, Result, cookbook, run
from careergraph.sparql.formats import choose, render


@dataclass
class Session:
    """A graph with how its answers are shown.

    `format` is the one chosen, None for a table or Turtle. `most` is how many rows of these are
    shown, None for all and no word about them: nobody sits there.
    """

    graph: CareerGraph
    format: str | None = None
    most: int | None = None
    last: Result | None = None

    def do(self, statement: str, *, name: str = "") -> None:
        """Do what a statement says and print what comes of it. `name` is what errors name.

        Raises CareerGraphError, KeyboardInterrupt when Ctrl-C stopped it, and EOFError for .quit.
        """
        if not is_call(statement):
            self.ask(cookbook.parse(statement, file=name), {})
            return
        first, _, rest = statement.strip().partition(" ")
        if not commands.do(self, first, rest.strip()):
            self.ask(commands.recipe(first), parameters(rest))

    def ask(self, recipe: Recipe, values: dict[str, str]) -> None:
        """Print the answer to a query, with what stands for parameters that have no value."""
        if recipe.title and recipe.parameters and not values and self.most is not None:
            shown = " ".join(f"{p.name}={shlex.quote(p.example)}" for p in recipe.parameters)
            tell(f"with the example {shown}")
        if "route:" in recipe.text.lower():
            _ = self.graph.ladder  # compiled here once, not in each child
        begun = perf_counter()
        answer = apart(lambda: replace(self._answer(recipe, values), held=None))
        self.last = replace(answer, held=self.graph.engine)
        self.show(self.last, most=self.most)
        if self.most is not None:
            tell(f"{commands.counted(answer)} in {perf_counter() - begun:.2f} s")

    def _answer(self, recipe: Recipe, values: dict[str, str]) -> Result:
        graph = self.graph
        return run(
            graph.engine, recipe.text, parameters=values, name=recipe.file, known=graph.known
        )

    def show(self, result: Result, *, most: int | None) -> None:
        """Print a result: of a table, or of Turtle nobody asked for, at most `most` rows."""
        form = self.format or choose(result, None)
        left = len(result) - most if most is not None else 0
        if left > 0 and (form == "table" or self.format is None):
            result = replace(result, terms=result.terms[:most])
            note = f"(… {left:,} more; .all shows them)\n"
        else:
            note = ""
        emit(render(result, form, width=terminal_width(None)).decode() + note, None)

    def tell_apart(self, text: Callable[[], str]) -> None:
        """Print a text that is made in a child process."""
        emit(apart(text), None)


def parameters(rest: str) -> dict[str, str]:
    """Return the parameters in `name=value name="two words"`. Raises ParameterError."""
    try:
        words = shlex.split(rest)
    except ValueError:
        raise ParameterError("a quotation mark is not closed") from None
    pairs = [word.partition("=") for word in words]
    odd = next((word for word, equals, _ in pairs if not equals), None)
    if odd is not None:
        raise ParameterError(f'{odd!r} is no parameter; write NAME=VALUE or NAME="TWO WORDS"')
    return {name: value for name, _, value in pairs}
