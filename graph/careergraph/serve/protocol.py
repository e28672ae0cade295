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
    if not request.query.all("query"):
        return {"job": "service", "plain": True, "endpoint": request.endpoint, "format": format}
    return _query(request.query.one("query"), request.query, request.query, format)


def _posted(request: Request, format: str) -> Job:
    if request.media == _QUERY:
        if request.query.all("query"):
            raise Refusal(400, "the query is in the body and query= in the address; give one")
        return _query(request.text(), request.query, request.query, format)
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
    return _query(request.form.one("query"), request.form, request.query, format)


def _query(text: str, fields: Fields, address: Fields, format: str) -> Job:
    job: Job = {"job": "query", "query": text, "plain": True}
    job["format"] = format or fields.one("format") or address.one("format")
    for name in _DATASET:
        job[name] = [*fields.all(name), *(address.all(name) if address is not fields else ())]
    return job


def _update(text: str, fields: Fields) -> Job:
    """The job of an update; whether it is done at all, the service decides."""
    using, named = (fields.all(name) for name in _USING)
    return {"job": "update", "update": text, "using": using, "using-named": named}


def graph_store(request: Request, format: str) -> Job:
    """Return the job that gives a graph by `?graph=IRI`, or all the data by `?default`."""
    if request.method == "POST":
        raise Refusal(403, "graphs are only read here: GET or HEAD", allow="GET, HEAD, OPTIONS")
    named, default = request.query.all("graph"), request.query.all("default")
    if len(named) + len(default) != 1:
        raise Refusal(400, "give either ?default or ?graph=IRI, once")
    job: Job = {"job": "graph", "plain": True, "graph": named[0] if named else None}
    job["format"] = format or request.query.one("format")
    return job
