"""The service described for programs: OpenAPI 3.1, from the addresses and the cookbook."""

from collections.abc import Collection, Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

from careergraph.sparql import cookbook

_FORM = "application/x-www-form-urlencoded"


class _Told(NamedTuple):
    """What is told of an address: what it gives, its fields by name, and what a body may be."""

    gives: str
    fields: dict[str, str] = {}  # noqa: RUF012 -- never changed
    body: dict[str, Any] = {}  # noqa: RUF012
    required: tuple[str, ...] = ()


_TEXT = {"type": "string"}
_FORMAT = "A form of the answer by name, instead of Accept."
_ASKED = {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]}
_IRIS = {
    "type": "object",
    "properties": {"iris": {"type": "array", "items": _TEXT, "maxItems": 10_000}},
    "required": ["iris"],
}

TOLD: dict[str, _Told] = {
    "sparql": _Told(
        "The answer to a query, by the SPARQL 1.1 Protocol.",
        {"query": "The query; without it the service describes itself.", "format": _FORMAT,
         "default-graph-uri": "A graph to ask.", "named-graph-uri": "A graph to ask by its name."},
        {"application/sparql-query": _TEXT, _FORM: _ASKED},
    ),
    "graphs": _Told(
        "A graph, whole, by the SPARQL 1.1 Graph Store Protocol.",
        {"graph": "The graph's IRI.", "default": "Given instead of it: all the data.",
         "format": _FORMAT},
    ),
    "queries": _Told("The queries of the cookbook, with their parameters."),
    "route": _Told(
        "Routes from a role to others.",
        {"q": "A question, such as: from data analyst to senior roles within 8 years.",
         "from": "Where to start, instead of q.", "to": "Where to come to, instead of q.",
         "k": "How many routes.", "format": _FORMAT},
    ),
    "complete": _Told(
        "What a query, begun, can go on with.",
        {"text": "The query.", "at": "The character before which something is missing."},
    ),
    "labels": _Told(
        "The label of each of some IRIs.", {"iri": "An IRI."}, {"application/json": _IRIS}
    ),
    "page": _Told(
        "The page of the graph, or of a part of it.",
        {"around": "The name of a node.", "hops": "How far from it the part goes."},
    ),
    "id": _Told("The kinds of nodes.", {"iri": "The IRI of a node.", "page": "The page's number."}),
    "ontology": _Told("The vocabulary.", {"format": _FORMAT}),
    "dataset": _Told("The data set: its licence, sources and size.", {"format": _FORMAT}),
    "health": _Told("Whether it is ready, and the version of the graph."),
    "metrics": _Told("Counts for Prometheus."),
    "openapi": _Told("This description."),
}  # fmt: skip
"""What is told of each address; those of the service itself are in no table of addresses."""


def document(methods: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """Return the description as JSON values; `methods` are those of each address by its name."""
    paths = {
        _path(name): _operations(name, told, methods.get(name, ("GET",)))
        for name, told in TOLD.items()
    }
    paths |= {f"/queries/{each.name}": {"get": _recipe(each)} for each in cookbook.recipes()}
    paths["/id/{kind}/{name}"] = {"get": _node()}
    about = {"title": "careergraph", "version": version("careergraph"),
             "description": "A knowledge graph of career relationships, over HTTP."}  # fmt: skip
    return {"openapi": "3.1.0", "info": about, "servers": [{"url": "."}], "paths": paths}


def _path(name: str) -> str:
    return {"openapi": "/openapi.json", "id": "/id/"}.get(name, f"/{name}")


def _operations(name: str, told: _Told, methods: Collection[str]) -> dict[str, Any]:
    fields = [_field(field, meaning) for field, meaning in told.fields.items()]
    found = {"get": _operation(name, told.gives, fields)}
    if "POST" in methods and told.body:
        content = {media: {"schema": schema} for media, schema in told.body.items()}
        found["post"] = _operation(f"{name}-post", told.gives, [])
        found["post"]["requestBody"] = {"required": True, "content": content}
    return found


def _operation(name: str, gives: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    problem = {"description": "What is wrong, in a line."}
    return {
        "operationId": name, "summary": gives, "parameters": parameters,
        "responses": {"200": {"description": gives}, "4XX": problem, "503": problem},
    }  # fmt: skip


def _field(name: str, meaning: str, example: str = "") -> dict[str, Any]:
    field = {"name": name, "in": "query", "required": False, "schema": _TEXT,
             "description": meaning}  # fmt: skip
    return field | ({"example": example} if example else {})


def _recipe(recipe: cookbook.Recipe) -> dict[str, Any]:
    fields = [
        _field(each.name, f"{each.kind}: {each.meaning}", str(each.example or ""))
        for each in recipe.parameters
    ]
    found = _operation(f"query-{recipe.name}", recipe.title, [*fields, _field("format", _FORMAT)])
    return found | {"description": recipe.summary}


def _node() -> dict[str, Any]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT} for name in ("kind", "name")
    ]
    found = _operation("node", "All that is said of a node.", [*parts, _field("format", _FORMAT)])
    found["responses"]["303"] = {"description": "Where it is told in the form that is accepted."}
    return found
