"""The Python API, the addresses of the service, the errors and the formats."""

import inspect
from collections.abc import Iterable
from textwrap import indent
from typing import Any

from markdown_text import code, fenced, plain, table

import careergraph
from careergraph import errors as tree
from careergraph import export, linked, store
from careergraph.linked.html import short
from careergraph.model import RECORDS, described
from careergraph.serve import routing
from careergraph.serve.addresses import ADDRESSES
from careergraph.serve.openapi import TOLD
from careergraph.sparql import formats as results
from careergraph.terms import CAREER, curie

_HOW_MANY = {(True, True): "any", (False, True): "one or none", (False, False): "one"}


def python() -> str:
    """Return the directives by which Sphinx writes each public name."""
    return "\n\n".join(_public(name) for name in careergraph.__all__ if name != "__version__")


def _public(name: str) -> str:
    what = getattr(careergraph, name)
    if what in RECORDS:
        about = indent(inspect.getdoc(what) or "", "   ")
        directive, fields = f".. py:class:: careergraph.{name}\n\n{about}", _fields(what)
    elif isinstance(what, type):
        directive, fields = f".. autoclass:: careergraph.{name}\n   :members:", ""
    else:
        directive, fields = f".. autofunction:: careergraph.{name}", ""
    return f"## {name}\n\n```{{eval-rst}}\n{directive}\n```\n\n{fields}"


def _fields(record: type) -> str:
    """The fields of a record, with the property of the graph that states each."""
    rows = (
        (code(field.name), _HOW_MANY[field.many, field.optional], field.value_type.__name__,
         f"[{curie(field.property.value)}](ontology.md#{short(field.property.value)})"
         if field.property.value.startswith(CAREER) else code(curie(field.property.value)))
        for field in described(record)
    )  # fmt: skip
    return table(("field", "how many", "of", "stated by"), rows)


def http() -> str:
    """Return the addresses of the service with their methods, endings and fields."""
    rows = (
        (code(f"/{name}"), ", ".join(each.methods), " ".join(map(code, each.endings)),
         " ".join((plain(TOLD[name].gives), *(f"{code(field)}: {plain(told)}"
                                              for field, told in TOLD[name].fields.items()))))
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
        ("a node, the ontology, the data set: ending",
         (".html", *(f".{name}" for name in linked.FORMS))),
    ]  # fmt: skip
    told = ((what, " ".join(code(plain(name)) for name in names)) for what, names in rows)
    return table(("what", "formats"), told)
