"""What workers do: for each job by name a function of the graph and of what was asked."""

import json
from collections.abc import Callable
from dataclasses import asdict
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from careergraph.errors import (
    CareerGraphError,
    DamagedError,
    NoSuchQueryError,
    ReadError,
    UnknownNameError,
)
from careergraph.serve import cooking, describing, dumping, querying, routing
from careergraph.serve.answer import HTML, JSON, TEXT, Answer, Refusal
from careergraph.wording import visible

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

PROBLEM = "application/problem+json"
"""The media type of RFC 9457."""


def prepared(graph: "CareerGraph") -> dict[str, Any]:
    """Do beforehand what every worker would else do by itself; return what the pages say of it."""
    do(graph, {"job": "query", "query": "SELECT ?role { ?role a career:Role } LIMIT 1"})
    do(graph, {"job": "labels", "iris": []})
    do(graph, {"job": "complete", "text": "SELECT * { ?role a ", "at": ""})
    do(graph, {"job": "node", "place": "ontology", "accept": "text/html"})
    for role in graph.ladder.roles[:1]:
        do(graph, {"job": "route", "q": f"from <{role}> to senior roles", "k": "1"})
    return {"size": len(graph.store), "market": graph.home is not None}


def labels(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the label of each of some IRIs that has one, as JSON."""
    from careergraph.sparql.labels import labels

    iris = job["iris"]
    if len(iris) > _MOST_LABELS:
        raise Refusal(400, f'give {{"iris": [...]}}, a list of at most {_MOST_LABELS:,} IRIs')
    try:
        found = labels(graph.store, iris)
    except ValueError as error:
        raise Refusal(400, f"not an IRI: {error}") from None
    return Answer(json.dumps(found, ensure_ascii=False).encode(), JSON)


_MOST_LABELS = 10_000


def page(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the page of the graph, or of the part around a node."""
    around = job.get("around") or None
    return Answer(graph.html(around=around, hops=routing.count(job, "hops", 1)).encode(), HTML)


def complete(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return what could be written at a place of a query, as JSON."""
    from careergraph.sparql import faults
    from careergraph.sparql.completing import complete

    text = job["text"]
    faults.refuse_depth(text)
    found = complete(graph, text, routing.count(job, "at", len(text)))
    return Answer(json.dumps(asdict(found), ensure_ascii=False).encode(), JSON)


JOBS: dict[str, Callable[["CareerGraph", dict[str, Any]], Answer]] = {
    "query": querying.query,
    "recipe": cooking.recipe,
    "route": routing.route,
    "labels": labels,
    "complete": complete,
    "page": page,
    "graph": dumping.graph,
    "node": describing.node,
    "kinds": describing.kinds,
    "ontology": describing.ontology,
    "dataset": describing.dataset,
    "service": describing.service,
}


def do(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the answer to a job, which may be that it cannot be answered."""
    try:
        return JOBS[job["job"]](graph, job)
    except Refusal as refusal:
        status, reason = refusal.status, refusal.reason
    except NoSuchQueryError as error:
        status, reason = 404, f"{error}; /queries lists them"
    except CareerGraphError as error:
        status, reason = _status(error), str(error)
    return problem(status, reason, plain=job.get("plain", False), accept=job.get("accept", ""))


def _status(error: CareerGraphError) -> int:
    if isinstance(error, UnknownNameError):
        return 404
    if isinstance(error, DamagedError):
        return 500
    return 502 if isinstance(error, ReadError) else 400  # a server that is asked in turn


def problem(status: int, reason: str, *, plain: bool, accept: str = "") -> Answer:
    """Return the answer that says what is wrong: a line of text, a page, or RFC 9457's JSON."""
    reason = visible(reason)
    if plain:
        return Answer(f"{reason}\n".encode("utf-8", "replace"), TEXT, status)
    if "text/html" in accept:
        title = f"{status} {HTTPStatus(status).phrase}"
        page = _PAGE.format(title=title, reason=escape(reason))
        return Answer(page.encode("utf-8", "replace"), HTML, status, _NOTHING_ELSE)
    said = {"status": status, "detail": reason}
    return Answer(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"), PROBLEM, status)


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>{title}</h1><p>{reason}</p></main></body></html>
"""

_NOTHING_ELSE = {"content-security-policy": "default-src 'none'"}
