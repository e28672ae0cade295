"""Running a query on an open graph."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import URIRef

from careergraph import names
from careergraph.sparql import cookbook, faults, lexer
from careergraph.sparql.engine import Answer, Embedded, Engine, engine, names_graphs
from careergraph.sparql.parameters import bind
from careergraph.sparql.result import Result, in_order
from careergraph.terms import PREFIXES

if TYPE_CHECKING:
    from careergraph.sparql.engine import Functions
    from careergraph.sparql.known import Known

EngineAnswer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What Oxigraph gives: rows or triples that are found while they are read, or yes or no."""

_NAMES = tuple(PREFIXES)


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
    with faults.told(text, name=name):
        found = _answer(asking, text, parameters=parameters, name=name, known=known)
        return _result(asking, found, recipe)


def forwarded(asking: Engine, text: str, **rest: Any) -> Answer:
    """Return what an engine answers to a query: rows come as they are read, in its order.

    `rest` are `parameters`, `name` and `known`, as `run` takes them.

    Raises as `run` does; what is raised while rows are read is for `faults.told` to put into words.
    """
    faults.refuse_depth(text)
    with faults.told(text, name=rest.get("name", "")):
        return _answer(asking.answering(text), text, **rest)


def _answer(asking: Engine, text: str, **rest: Any) -> Answer:
    written, functions = _written(asking, text, **rest)
    return asking.ask(written, functions)


def evaluated(
    store: ox.Store,
    text: str,
    *,
    default_graphs: Sequence[ox.NamedNode] = (),
    named_graphs: Sequence[ox.NamedNode] = (),
    base: str | None = None,
    **rest: Any,
) -> EngineAnswer:
    """Return the answer of Oxigraph itself: rows come as they are found, in the query's order.

    Given graphs, the query sees these in place of the union of all. Relative IRIs in it are taken
    from `base`, and are faults without one. `rest` are `parameters`, `name` and `known`, as `run`
    takes them. Raises as that does; what is raised while rows are read is the engine's own, for
    `faults.told` to put into words.
    """
    faults.refuse_depth(text)
    with faults.told(text, name=rest.get("name", ""), base=base):
        asked, functions = _written(Embedded(store), text, **rest)
        prefixes = _prefixes(asked)
        if default_graphs or named_graphs:
            return store.query(
                asked, base_iri=base, prefixes=prefixes, default_graph=list(default_graphs),
                named_graphs=list(named_graphs), custom_functions={**functions},
            )  # fmt: skip
        return store.query(
            asked, base_iri=base, prefixes=prefixes, custom_functions={**functions},
            use_default_graph_as_union=not names_graphs(text),
        )  # fmt: skip


def _prefixes(text: str) -> dict[str, str]:
    """Our prefixes that may be in a text: each costs the engine time, used or not."""
    before = text.split(":")
    if not any(part.endswith(_NAMES) for part in before):
        return {}
    return {name: PREFIXES[name] for name in _NAMES if f"{name}:" in text}


def collected(asking: Engine, text: str, found: Answer) -> Result:
    """Return all of an answer that an engine gave to `text`. Raises EvaluationError."""
    with faults.told(text):
        return _result(asking, found, cookbook.parse(text))


def _written(
    asking: Engine,
    text: str,
    *,
    parameters: Mapping[str, object] | None = None,
    name: str = "",
    known: "Known | None" = None,
) -> "tuple[str, Functions]":
    """The query for the engine, and the functions it needs: its parameters are in it, and rows in
    the place of each SERVICE of ours."""
    declared = cookbook.parse(text).parameters if parameters else ()

    def find(text: str, kinds: tuple[str, ...]) -> URIRef:
        return (
            known.index().find(text, kinds=kinds) if known
            else names.find(asking.store, text, kinds=kinds)
        )  # fmt: skip

    if "service" not in text.lower():
        faults.refuse_service(text)  # it may be written with escapes
        return bind(asking.holds, text, declared, parameters or {}, find=find), {}
    from careergraph.sparql import blocks, services

    query = blocks.Query(text, name)
    if not query.calls:  # what is wrong with it the engine says, and others are asked once only
        faults.refuse_service(text)
        return bind(asking.holds, text, declared, parameters or {}, find=find), {}
    services.check(query)
    bound = bind(asking.holds, text, declared, parameters or {}, find=find)
    return services.written(asking, bound, text, name=name, known=known)


def _result(asking: Engine, answer: Answer, recipe: cookbook.Recipe) -> Result:
    rows = tuple({*answer.rows} if answer.kind == "graph" else answer.rows)
    if answer.kind == "graph" or not lexer.ordered(lexer.tokens(recipe.text)):
        rows = in_order(rows)
    return Result(answer.kind, answer.columns, rows, recipe.title, asking)
