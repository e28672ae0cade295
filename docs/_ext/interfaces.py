"""The Python API, the addresses of the service, the errors and the formats."""

from collections.abc import Iterable
from typing import Any

from markdown import code, fenced, plain, table

import careergraph
from careergraph import errors as tree
from careergraph import export, linked, store
from careergraph.serve import routing
from careergraph.serve.addresses import ADDRESSES
from careergraph.sparql import formats as results

_ANSWERS = {
    "sparql": "a query, by the SPARQL 1.1 Protocol",
    "graphs": "one graph, by the read side of the Graph Store Protocol",
    "queries": "the list of the cookbook; `/queries/NAME` one answer",
    "route": "routes for a phrase `q`, or `from` and `to`; `k` of them",
    "complete": "what may stand at a place `at` of a query's `text`",
    "labels": "the labels of nodes",
    "page": "the page of the graph, or of what is `around` a node within `hops`",
    "id": "a node, a kind of nodes, or all kinds",
    "ontology": "the ontology",
    "dataset": "what the graph is: DCAT and VoID",
}
"""What answers at each address; one that is not told here stops the build."""


def python() -> str:
    """Return the directives by which Sphinx writes each public name."""
    blocks = []
    for name in careergraph.__all__:
        if name == "__version__":
            continue
        what = getattr(careergraph, name)
        kind = "autofunction" if not isinstance(what, type) else "autoclass"
        members = "\n   :members:" if kind == "autoclass" else ""
        blocks.append(f"## {name}\n\n```{{eval-rst}}\n.. {kind}:: careergraph.{name}{members}\n```")
    return "\n\n".join(blocks)


def http() -> str:
    """Return the addresses of the service with their methods and endings."""
    rows = (
        (code(f"/{name}"), ", ".join(each.methods), " ".join(map(code, each.endings)),
         _ANSWERS[name])
        for name, each in ADDRESSES.items()
    )  # fmt: skip
    return table(("address", "methods", "endings", "what is there"), rows)


def errors() -> str:
    """Return the tree of errors, as it stands in the code."""
    return fenced(str(tree.__doc__).split("\n\n", 1)[1])


def formats() -> str:
    """Return every format there is, by what writes it."""
    rows: list[tuple[str, Iterable[Any]]] = [
        ("a graph, read", store.FORMATS),
        ("a graph, written: `careergraph export FILE`", (export.PAGE, *export.FORMATS)),
        ("the result of a query: `--format`", results.FORMATS),
        ("the result of a query: ending of `-o FILE`", results.SUFFIXES),
        ("routes over HTTP: ending of `/route`", (f".{form.name}" for form in routing.FORMS)),
        ("a node, the ontology, the data set: ending", (f".{name}" for name in linked.FORMS)),
    ]  # fmt: skip
    told = ((what, " ".join(code(plain(name)) for name in names)) for what, names in rows)
    return table(("what", "formats"), told)
