"""Answering a question for routes, as a phrase, in every form of `careergraph route`."""

import json
from typing import TYPE_CHECKING, Any

from careergraph.serve.answer import Answer, Refusal
from careergraph.serve.negotiation import PAGE, Form, chosen

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

FORMS = {
    Form("json", ("application/json",)): "json",
    PAGE: "html",
    Form("ttl", ("text/turtle",)): "turtle",
    Form("md", ("text/markdown",)): "md",
    Form("csv", ("text/csv",)): "csv",
    Form("txt", ("text/plain",)): "text",
    Form("ctdl", ("application/ld+json",)): "ctdl",
}
"""The forms of an answer, with the names that `reports.report` has for them."""


def route(graph: "CareerGraph", job: dict[str, Any]) -> Answer:
    """Return the routes that answer the phrase `q`, or lead `from` a role `to` another."""
    from careergraph.reports import report

    form = chosen(tuple(FORMS), accept=job.get("accept", ""), name=job.get("format", ""))
    if not job.get("q") and not (job.get("from") and job.get("to")):
        raise Refusal(400, "give q=PHRASE, such as q=from data analyst to senior roles")
    notes = list[str]()
    content, _ = report(
        graph, form=FORMS[form], phrase=job.get("q") or None, start=job.get("from") or None,
        goal=job.get("to") or None, k=count(job, "k", 10), note=notes.append,
    )  # fmt: skip
    return Answer(_noted(content, FORMS[form], notes).encode(), form.content_type)


def _noted(content: str, form: str, notes: list[str]) -> str:
    """An answer with what else the names in its question could mean, where its form has room."""
    if form == "json":
        from careergraph.routes.forms.values import text as printed

        return printed({**json.loads(content), "notes": notes})
    if form in ("text", "md") and notes:
        return "\n\n".join([content.rstrip("\n"), *notes]) + "\n"
    return content


def count(job: dict[str, Any], name: str, otherwise: int) -> int:
    """Return a whole number that was given as text. Raises Refusal when it is none."""
    text = job.get(name, "") or str(otherwise)
    if not (text.isascii() and text.isdigit()):
        raise Refusal(400, f"{name} takes a whole number, and got {text[:40]!r}")
    if len(text) > 9:
        raise Refusal(400, f"{name} takes at most 999999999, and got {text[:40]}")
    return int(text)
