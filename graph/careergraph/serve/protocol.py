"""SPARQL 1.1 Protocol and Graph Store Protocol: from a request to the job that answers it."""

from typing import Any

from careergraph.serve.answer import Refusal
from careergraph.serve.request import Fields, Request

Job = dict[str, Any]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_DATASET = ("default-graph-uri", "named-graph-uri")

NO_UPDATE = "this endpoint only answers queries; an update (INSERT, DELETE, LOAD ...) is refused"
_USING = ("using-graph-uri", "using-named-graph-uri")


def sparql(request: Request, format: str) -> Job:
    """Return the job of a request to the endpoint: a query, or the description of the service.

    `format` is the ending of the address, if it has one. Raises Refusal.
    """
    if request.method == "POST":
        return _posted(request, format)
    if request.query.all("update"):
        raise Refusal(400, "an update cannot be asked for by GET, which only reads")
    if request.query.all("query"):
        return _query(request, request.query.one("query"), request.query, format)
    if any(name != "format" for name, _ in request.query.pairs):
        raise Refusal(400, "the address has no query=; without any field the service is described")
    format = format or request.query.one("format")
    return {"job": "service", "plain": True, "endpoint": request.endpoint, "format": format}


def _posted(request: Request, format: str) -> Job:
    if request.media == _QUERY:
        if request.query.all("query"):
            raise Refusal(400, "the query is in the body and query= in the address; give one")
        return _query(request, request.text(), request.query, format)
    if request.media == _UPDATE:
        return _update(request.text(), request.query)
    if request.media != _FORM:
        got = f"got {request.media[:60]!r}" if request.media else "got none"
        raise Refusal(415, f"POST takes Content-Type {_FORM}, {_QUERY} or {_UPDATE}, and {got}")
    if request.form.all("update"):
        if request.form.all("query"):
            raise Refusal(400, "give query= or update=, not both")
        return _update(request.form.one("update"), request.form)
    if not request.form.all("query"):
        raise Refusal(400, "the form has no query=")
    return _query(request, request.form.one("query"), request.form, format)


def _query(request: Request, text: str, fields: Fields, format: str) -> Job:
    address = request.query
    text = text.removeprefix("\ufeff")  # editors on Windows begin a file with this mark
    job: Job = {"job": "query", "query": text, "plain": True, "base": request.endpoint}
    # SPARQLWrapper asks twice for some forms, by name and by media type
    job["format"] = format or next(iter((*fields.all("format"), *address.all("format"))), "")
    for name in _DATASET:
        job[name] = [*fields.all(name), *(address.all(name) if address is not fields else ())]
    return job


def _update(text: str, fields: Fields) -> Job:
    """The job of an update; whether it is done at all, the service decides."""
    using, named = (fields.all(name) for name in _USING)
    return {
        "job": "update",
        "update": text.removeprefix("\ufeff"),
        "using": using,
        "using-named": named,
    }


def graph_store(request: Request, below: str, format: str) -> Job:
    """Return the job that gives a graph by `?graph=IRI`, or all the data by `?default`.

    The address of a graph `below` this one is its IRI itself, with its ending.
    """
    named, default = request.query.all("graph"), request.query.all("default")
    job: Job = {"job": "graph", "plain": True, "format": request.query.one("format")}
    if below:
        if named or default:
            raise Refusal(400, "the path names a graph; leave ?default and ?graph= out")
        return job | {"graph": request.site + request.path}
    if len(named) + len(default) != 1:
        raise Refusal(400, "give either ?default or ?graph=IRI, once")
    return job | {"graph": named[0] if named else None, "format": format or job["format"]}
