"""Running a query on an open graph."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import names
from careergraph.sparql import cookbook, faults, lexer
from careergraph.sparql.parameters import Parameter, bind
from careergraph.sparql.result import Result, in_order
from careergraph.terms import PREFIXES

if TYPE_CHECKING:
    from careergraph.sparql.known import Known
    from careergraph.sparql.services import Functions

EngineAnswer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What Oxigraph gives: rows or triples that are found while they are read, or yes or no."""

_PREFIXED = tuple((f"{name}:", name, iri) for name, iri in PREFIXES.items())
_TRIPLE = ("subject", "predicate", "object")


def run(
    store: ox.Store,
    text: str,
    *,
    parameters: Mapping[str, object] | None = None,
    name: str = "",
    known: "Known | None" = None,
) -> Result:
    """Return the answer to a SPARQL query over the data, the derived links and the ontology.

    The prefixes of `terms.PREFIXES` need no declaration. `parameters` replace the row of the first
    VALUES; see `parameters.bind`. Rows come in the query's order, or sorted when it states none.
    `name` is the file that messages name.

    SERVICE blocks for `pathSearch:` and `route:` are answered here, see `paths` and
    `route_service`; any other is refused. `known` has the names and steps of the graph where they
    are at hand, as an open graph has; else they are compiled from the store.

    Raises QuerySyntaxError, ParameterError, UnknownNameError, QuestionError or EvaluationError.
    """
    recipe = cookbook.parse(text)
    with faults.told(text, name=name):
        answer = evaluated(
            store, text, declared=recipe.parameters, parameters=parameters, name=name, known=known
        )
        return _result(store, answer, recipe)


def evaluated(
    store: ox.Store,
    text: str,
    *,
    declared: Sequence[Parameter] = (),
    parameters: Mapping[str, object] | None = None,
    name: str = "",
    known: "Known | None" = None,
    default_graphs: Sequence[ox.NamedNode] = (),
    named_graphs: Sequence[ox.NamedNode] = (),
) -> EngineAnswer:
    """Return the answer of the engine: rows come as they are found, in the query's order.

    `declared` are the parameters that may be given. Given graphs, the query sees these in place of
    the union of all. Raises as `run` does; what is raised while rows are read is the engine's own,
    for `faults.told` to put into words.
    """
    faults.refuse_depth(text)
    with faults.told(text, name=name):
        asked, functions = _asked(store, text, declared, parameters or {}, name, known)
        # each prefix costs the engine time, used or not
        prefixes = {name: iri for said, name, iri in _PREFIXED if said in asked}
        if not default_graphs and not named_graphs:
            return store.query(
                asked, prefixes=prefixes, use_default_graph_as_union=True,
                custom_functions=functions,
            )  # fmt: skip
        return store.query(
            asked, prefixes=prefixes, default_graph=list(default_graphs),
            named_graphs=list(named_graphs), custom_functions=functions,
        )  # fmt: skip


def _asked(
    store: ox.Store,
    text: str,
    declared: Sequence[Parameter],
    parameters: Mapping[str, object],
    name: str,
    known: "Known | None",
) -> "tuple[str, Functions]":
    """The query for the engine: with parameters, and rows in the place of each SERVICE of ours."""

    def find(text: str, kinds: tuple[str, ...]) -> URIRef:
        return (
            known.index().find(text, kinds=kinds) if known else names.find(store, text, kinds=kinds)
        )

    if "service" not in text.lower():
        faults.refuse_service(text)  # it may be written with escapes
        return bind(store, text, declared, parameters, find=find), {}
    from careergraph.sparql import blocks, services

    services.check(blocks.Query(text, name))
    bound = bind(store, text, declared, parameters, find=find)
    return services.written(store, bound, text, name=name, known=known)


def _result(
    store: ox.Store,
    answer: EngineAnswer,
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
