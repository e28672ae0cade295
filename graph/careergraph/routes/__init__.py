"""Routes through the graph: the question, the phrase, the search, the answer in words."""

from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.ladder import Ladder, compile_ladder
from careergraph.routes.phrase import parse
from careergraph.routes.question import End, RouteQuery
from careergraph.routes.search import search

__all__ = ["End", "Ladder", "Route", "RouteAnswer", "RouteQuery", "RouteStep", "compile_ladder",
           "parse", "search"]  # fmt: skip
