"""Every address of the service, and what answers it: the job for a worker, or an answer at hand.

Nothing here touches a graph, waits or sends: a request goes in and a plan comes out.
"""

import json
from collections.abc import Callable, Container
from typing import NamedTuple
from urllib.parse import quote

from careergraph.serve import cooking, describing, openapi, protocol, routing
from careergraph.serve.answer import JSON, Answer, Refusal
from careergraph.serve.negotiation import PAGE, chosen
from careergraph.serve.protocol import Job
from careergraph.serve.request import Request

Plan = Job | Answer
"""What answers a request."""

_READS = ("GET", "HEAD")
_ASKS = ("GET", "HEAD", "POST")


class Address(NamedTuple):
    """An address: the methods it takes, the endings it may have, and what plans the answer.

    With `below`, all addresses below it belong to it: the plan gets what follows.
    """

    methods: tuple[str, ...]
    endings: tuple[str, ...]
    plan: Callable[[Request, str, str], Plan]
    below: bool = False


def _query(request: Request, _: str, ending: str) -> Plan:
    job = protocol.sparql(request, ending)
    if job["job"] == "service":
        form = chosen(describing.FORMS, accept=request.accept, name=job["format"])
        if form is PAGE:  # for people there is the editor
            there = "../" if request.path.endswith("/") else "./"
            return Answer(b"", status=303, headers={"location": there})
    return job


def _graphs(request: Request, name: str, ending: str) -> Plan:
    return protocol.graph_store(request, name, ending)


def _cookbook(request: Request, name: str, ending: str) -> Plan:
    if not name:
        format = ending or request.query.one("format")
        root = "../" if "/" in request.path[1:] else "./"
        return cooking.listing(accept=request.accept, name=format, root=root)
    parameters: dict[str, str] = {}
    for key, _value in request.query.pairs:
        parameters[key] = request.query.one(key)
    format = ending or parameters.pop("format", "")
    return {"job": "recipe", "name": name, "parameters": parameters, "format": format}


def _route(request: Request, _: str, ending: str) -> Plan:
    request.query.refuse_others("q", "from", "to", "k", "format")
    asked = {name: request.query.one(name) for name in ("q", "from", "to", "k")}
    return {"job": "route", "format": ending or request.query.one("format"), **asked}


def _complete(request: Request, _name: str, _ending: str) -> Plan:
    fields = request.form if request.method == "POST" else request.query
    fields.refuse_others("text", "at")
    return {"job": "complete", "text": fields.one("text"), "at": fields.one("at")}


def _labels(request: Request, _name: str, _ending: str) -> Plan:
    if request.method != "POST":
        request.query.refuse_others("iri")
        return {"job": "labels", "iris": request.query.all("iri")}
    try:
        asked = json.loads(request.text())
    except (ValueError, RecursionError):
        raise Refusal(400, 'the body is not JSON; send {"iris": [...]}') from None
    iris = asked.get("iris") if isinstance(asked, dict) else None
    if not isinstance(iris, list) or not all(isinstance(iri, str) for iri in iris):
        raise Refusal(400, 'give {"iris": [...]}, a list of IRIs')
    return {"job": "labels", "iris": iris}


def _page(request: Request, _name: str, _ending: str) -> Plan:
    request.query.refuse_others("around", "hops")
    if request.query.all("hops") and not request.query.one("around"):
        raise Refusal(400, "hops= says how far from a node; name that with around=")
    return {"job": "page", "around": request.query.one("around"), "hops": request.query.one("hops")}


def _nodes(request: Request, rest: str, ending: str) -> Plan:
    """A node at its address, a page of those of a kind, or the page of all kinds."""
    format = ending or request.query.one("format")
    asked = request.query.one("iri")
    if asked:
        place = f"id/?iri={quote(asked, safe='')}"
        return {"job": "node", "place": place, "format": format}
    kind, slash, name = rest.partition("/")
    if not name:
        if slash or ending:
            raise Refusal(
                404, f"there is no node at {request.path[:200]}; /id/{kind} lists those there"
            )
        number = routing.count({"page": request.query.one("page")}, "page", 1)
        return {"job": "kinds", "kind": kind, "number": number}
    place = f"id/{quote(rest, safe='/:')}"
    if format:
        return {"job": "node", "place": place, "format": format}
    form = chosen(describing.FORMS, accept=request.accept)
    # relative, so that it holds behind a proxy, too; `./` since a name may hold a colon
    there = f"./{quote(rest.rpartition('/')[2], safe=':')}.{form.name}"
    return Answer(b"", status=303, headers={"location": there})


def _ontology(request: Request, _: str, ending: str) -> Plan:
    return {"job": "ontology", "format": ending or request.query.one("format")}


def _dataset(request: Request, _: str, ending: str) -> Plan:
    format = ending or request.query.one("format")
    return {"job": "dataset", "format": format, "endpoint": request.endpoint}


def _openapi(_request: Request, _name: str, _ending: str) -> Plan:
    said = openapi.document({name: address.methods for name, address in ADDRESSES.items()})
    return Answer(json.dumps(said, ensure_ascii=False).encode(), JSON)


_RESULTS = ("json", "srj", "xml", "srx", "csv", "tsv", "html")
_LINKED = tuple(form.name for form in describing.FORMS)
_TRIPLES = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")

ADDRESSES: dict[str, Address] = {
    "sparql": Address(_ASKS, (*_RESULTS, *_TRIPLES), _query),
    "graphs": Address(_READS, _TRIPLES, _graphs, below=True),
    "queries": Address(_READS, (*_RESULTS, *_TRIPLES), _cookbook, below=True),
    "route": Address(_READS, ("json", "html", "ttl", "md", "csv", "txt", "ctdl"), _route),
    "complete": Address(_ASKS, (), _complete),
    "labels": Address(_ASKS, (), _labels),
    "page": Address(_READS, ("html",), _page),
    "id": Address(_READS, _LINKED, _nodes, below=True),
    "ontology": Address(_READS, _LINKED, _ontology),
    "dataset": Address(_READS, _LINKED, _dataset),
    "openapi": Address(_READS, ("json",), _openapi),
}
"""The first part of the path to what answers there."""


def planned(request: Request) -> Plan:
    """Return what answers a request. Raises Refusal: 404, 405, or what is wrong with it."""
    first, _, rest = request.path.removeprefix("/").partition("/")
    name, ending = (first, "") if rest else _parted(first)
    address = ADDRESSES.get(name)
    if address is not None and rest:
        rest, ending = _parted(rest, address.endings)
    if address is None or (rest and not address.below):
        known = ", ".join(f"/{each}" for each in ("", *ADDRESSES, "health", "metrics"))
        raise Refusal(404, f"there is nothing at {request.path[:200]}; there are {known}")
    if request.method not in address.methods:
        methods = allowed(request.path)
        raise Refusal(405, f"{request.path[:200]} takes {methods}", allow=methods)
    if ending and ending not in address.endings:
        raise Refusal(404, f"/{name} has no form .{ending}; there are {', '.join(address.endings)}")
    return address.plan(request, rest, ending)


def allowed(path: str) -> str:
    """Return the methods that the address at a path takes: all that any does, where none is."""
    name = path.removeprefix("/").partition("/")[0]
    address = ADDRESSES.get(name) or ADDRESSES.get(_parted(name)[0])
    methods = address.methods if address else _READS if name in _SERVERS else _ASKS
    return ", ".join((*methods, "OPTIONS"))


_SERVERS = ("", "static", "health", "metrics")
"""What the server answers itself, without a plan."""


_ENDINGS = frozenset((*_RESULTS, *_TRIPLES, "md", "txt", "ctdl"))


def _parted(name: str, endings: Container[str] = _ENDINGS) -> tuple[str, str]:
    """A name without a known ending, and the ending."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in endings else (name, "")
