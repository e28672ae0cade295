"""The cookbook over HTTP: its list, and its queries by name."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from careergraph.serve import querying
from careergraph.serve.answer import HTML, JSON, Answer
from careergraph.serve.negotiation import PAGE, Form, chosen
from careergraph.sparql import cookbook
from careergraph.sparql.formats import render

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

RENDERED = {"json": "json", "xml": "xml", "csv": "csv", "tsv": "tsv", "ttl": "turtle"}
"""The forms in which the rows or triples of a cookbook query are told, as `render` names them."""


LISTED = (Form("json", (JSON,)), PAGE)
"""The forms of the list."""


def listing(*, accept: str = "", name: str = "", root: str = "./") -> Answer:
    """Return every query of the cookbook with its parameters: as JSON, or as a page for people."""
    if chosen(LISTED, accept=accept, name=name) is PAGE:
        from careergraph import linked

        return Answer(
            linked.recipes(root).encode(), HTML, headers={"content-security-policy": linked.POLICY}
        )
    return Answer(_as_json(), JSON)


@cache
def _as_json() -> bytes:
    found = [described(each) for each in cookbook.recipes()]
    return json.dumps(found, ensure_ascii=False).encode()


def described(recipe: cookbook.Recipe) -> dict[str, Any]:
    """Return a query of the cookbook as JSON values."""
    parameters = [
        {"name": p.name, "kind": p.kind, "optional": p.optional, "meaning": p.meaning,
         "example": p.example} for p in recipe.parameters
    ]  # fmt: skip
    return {
        "name": recipe.name, "title": recipe.title, "summary": recipe.summary,
        "parameters": parameters, "columns": list(recipe.columns), "text": recipe.text,
    }  # fmt: skip


def recipe(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the answer of a cookbook query, in order, with the parameters that were given.

    Without any its own examples are asked for; an empty one leaves open what may stay open.
    """
    given = {name: value or None for name, value in job["parameters"].items()}
    found = graph.query(cookbook.recipe(job["name"]).name, **given)
    graphs = querying.GRAPHS if found.kind == "graph" else querying.RESULTS
    forms = [form for form in graphs if form.name in RENDERED]
    form = chosen((*forms, PAGE), accept=job.get("accept", ""), name=job.get("format", ""))
    if form is PAGE:
        return Answer(found.serialize("html"), HTML)
    return Answer(render(found, RENDERED[form.name]), form.content_type)
