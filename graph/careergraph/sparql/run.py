"""Running a query on an open graph."""

from collections.abc import Mapping

import pyoxigraph as ox

from careergraph.errors import EvaluationError, QuerySyntaxError
from careergraph.sparql import cookbook, faults, lexer
from careergraph.sparql.parameters import bind
from careergraph.sparql.result import Result, in_order
from careergraph.terms import PREFIXES

_TRIPLE = ("subject", "predicate", "object")


def run(
    store: ox.Store,
    text: str,
    *,
    parameters: Mapping[str, object] | None = None,
    name: str = "",
) -> Result:
    """Return the answer to a SPARQL query over the data, the derived links and the ontology.

    The prefixes of `terms.PREFIXES` need no declaration. `parameters` replace the row of the first
    VALUES; see `parameters.bind`. Rows come in the query's order, or sorted when it states none.
    `name` is the file that messages name.

    Raises QuerySyntaxError, ParameterError, UnknownNameError or EvaluationError.
    """
    faults.refuse_service(text)
    recipe = cookbook.parse(text)
    bound = bind(store, text, recipe.parameters, parameters or {})
    try:
        answer = store.query(bound, prefixes=PREFIXES, use_default_graph_as_union=True)
        return _result(store, answer, recipe)
    except SyntaxError as error:
        raise faults.syntax_error(text, error, name=name) from None
    except UnicodeEncodeError:
        raise QuerySyntaxError("the query holds characters that are not Unicode text") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(f"the query cannot be answered: {error}") from None


def _result(
    store: ox.Store,
    answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    recipe: cookbook.Recipe,
) -> Result:
    if isinstance(answer, ox.QueryBoolean):
        return Result("truth", ("answer",), ((ox.Literal(bool(answer)),),), recipe.title, store)
    if isinstance(answer, ox.QueryTriples):
        triples = {(t.subject, t.predicate, t.object) for t in answer}
        return Result("graph", _TRIPLE, in_order(triples), recipe.title, store)
    columns = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(solution) for solution in answer)
    if not lexer.ordered(lexer.tokens(recipe.text)):
        rows = in_order(rows)
    return Result("rows", columns, rows, recipe.title, store)
