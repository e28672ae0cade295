"""Running a query on an open graph."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import names
from careergraph.errors import CareerGraphError, EvaluationError, QuerySyntaxError
from careergraph.sparql import cookbook, faults, lexer
from careergraph.sparql.engine import Answer, Engine, engine
from careergraph.sparql.parameters import bind
from careergraph.sparql.result import Result, in_order

if TYPE_CHECKING:
    from careergraph.sparql.engine import Functions
    from careergraph.sparql.known import Known


def run(
    asked: ox.Store | Engine,
    text: str,
    *,
    parameters: Mapping[str, object] | None = None,
    name: str = "",
    known: "Known | None" = None,
) -> Result:
    """Return the answer to a SPARQL query over the data, the derived links and the ontology.

    Asked is an open store, or an engine such as a server.

    The prefixes of `terms.PREFIXES` need no declaration. `parameters` replace the row of the first
    VALUES; see `parameters.bind`. Rows come in the query's order, or sorted when it states none.
    `name` is the file that messages name.

    SERVICE blocks for `pathSearch:` and `route:` are answered here, see `paths` and
    `route_service`; any other is refused. `known` has the names and steps of the graph where they
    are at hand, as an open graph has; else they are compiled from the store.

    Raises QuerySyntaxError, ParameterError, UnknownNameError, QuestionError or EvaluationError.
    """
    faults.refuse_depth(text)
    recipe, asking = cookbook.parse(text), engine(asked).answering(text)
    try:
        written, functions = _written(asking, text, recipe, parameters or {}, name, known)
        return _result(asking, asking.ask(written, functions), recipe)
    except CareerGraphError:
        raise
    except SyntaxError as error:
        raise faults.syntax_error(text, error, name=name) from None
    except UnicodeEncodeError:
        raise QuerySyntaxError("the query holds characters that are not Unicode text") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(f"the query cannot be answered: {error}") from None


def _written(
    asking: Engine,
    text: str,
    recipe: cookbook.Recipe,
    parameters: Mapping[str, object],
    name: str,
    known: "Known | None",
) -> "tuple[str, Functions]":
    """The query for the engine: with parameters, and rows in the place of each SERVICE of ours."""

    def find(text: str, kinds: tuple[str, ...]) -> URIRef:
        return (
            known.index().find(text, kinds=kinds) if known
            else names.find(asking.store, text, kinds=kinds)
        )  # fmt: skip

    if "service" not in text.lower():
        faults.refuse_service(text)  # it may be written with escapes
        return bind(asking.holds, text, recipe.parameters, parameters, find=find), {}
    from careergraph.sparql import blocks, services

    services.check(blocks.Query(text, name))
    bound = bind(asking.holds, text, recipe.parameters, parameters, find=find)
    return services.written(asking, bound, text, name=name, known=known)


def _result(asking: Engine, answer: Answer, recipe: cookbook.Recipe) -> Result:
    rows = tuple({*answer.rows} if answer.kind == "graph" else answer.rows)
    if answer.kind == "graph" or not lexer.ordered(lexer.tokens(recipe.text)):
        rows = in_order(rows)
    return Result(answer.kind, answer.columns, rows, recipe.title, asking)
