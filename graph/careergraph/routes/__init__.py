"""Routes through the graph: the question, the phrase, the search, the answer in words.

To change              look in
what can be asked      `question`; in words `phrase/`, as SPARQL 1.1 `as_sparql/`
what counts            `readings` (who is believed), `means` (what a traveller can meet), `case`
what is found          `search`, and below it `found`; how it is found, on `arrays`, `engine/`
what a route is        `answer` (status, weakest link, order), `costs`
why there is none      `why/`
what a change opens    `whatif/`
what people read       `forms/`
"""

from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.ladder import Ladder, compile_ladder
from careergraph.routes.phrase import parse
from careergraph.routes.question import End, RouteQuery
from careergraph.routes.search import search

__all__ = ["End", "Ladder", "Route", "RouteAnswer", "RouteQuery", "RouteStep", "compile_ladder",
           "parse", "search"]  # fmt: skip
