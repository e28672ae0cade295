"""Running queries: as text, from a file or by name from the cookbook; answers in every format."""

from careergraph.sparql.cookbook import Recipe, recipe, recipes
from careergraph.sparql.result import Result
from careergraph.sparql.run import run

__all__ = ["Recipe", "Result", "recipe", "recipes", "run"]
