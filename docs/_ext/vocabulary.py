"""The ontology, the cookbook and the sources, told from the curated graph as it is now."""

from functools import cache
from typing import Any

from markdown_text import code, fenced, plain, table

import careergraph
from careergraph import CareerGraph, linked
from careergraph.linked.html import Link
from careergraph.sparql import Recipe, recipes
from careergraph.sparql.formats import render
from careergraph.terms import curie

SHOWN = 5
"""How many rows of a recipe's answer are shown."""

_INNER = "\t"
"""So begins a line of the list within the list."""


@cache
def curated() -> CareerGraph:
    """Return the curated graph, opened once."""
    return careergraph.open()


# ---------------------------------------------------------------- ontology


def ontology() -> str:
    """Return every term of the ontology, in groups."""
    parts = []
    for group in linked.terms(curated()):
        listed = ", ".join(f"[{term['label']}](#{term['name']})" for term in group["terms"])
        parts += [f"## {plain(group['title'])}", listed, *map(_term, group["terms"])]
    return "\n\n".join(parts)


def _term(term: dict[str, Any]) -> str:
    lines = [f"{_words(link)}: {_list(values)}" for link, values in term["facts"]]
    lines += [f"{_words(link)}: {_list(values)}" for link, values in term["aligned"]]
    lines += [f"Note: {plain(note)}" for note in term["notes"]]
    if term["count"]:
        example = term["example"]
        such = f", such as {_words(example)}" if example else ""
        lines.append(f"In the curated graph: {plain(term['count'])}{such}")
    if term["shapes"]:
        lines.append("What `careergraph check` says of one that is wrong:")
        lines += [f"{_INNER}{plain(told)}" for told in term["shapes"]]
    deprecated = " **Deprecated.**" if term["deprecated"] else ""
    about = f"**{plain(term['label'])}**: {plain(term['definition'])}{deprecated}"
    return f"### career:{term['name']}\n\n{about}\n\n" + "\n".join(map(_item, lines))


def _item(line: str) -> str:
    return f"  - {line.removeprefix(_INNER)}" if line.startswith(_INNER) else f"- {line}"


def _list(links: list[Link]) -> str:
    return ", ".join(map(_words, links))


def _words(link: Link) -> str:
    """A link to a term on this page or to the web; a node of the graph has no page here."""
    text, href = plain(link.text), link.href.removeprefix("ontology")
    return f"[{text}](<{href}>)" if href.startswith(("#", "https:", "http:")) else text


# ---------------------------------------------------------------- cookbook


def cookbook() -> str:
    """Return every recipe with its parameters, its first rows and its text."""
    index = table(
        ("recipe", "what it answers"),
        ((f"[{each.name}](#{each.name})", plain(each.title)) for each in recipes()),
    )
    return "\n\n".join((index, *map(_recipe, recipes())))


def _recipe(recipe: Recipe) -> str:
    asked = "".join(f" --param {p.name}='{p.example or '...'}'" for p in recipe.parameters
                    if not p.optional)  # fmt: skip
    parts = [
        f"## {recipe.name}",
        f"**{plain(recipe.title)}.** {plain(recipe.summary)}",
        fenced(f"careergraph query {recipe.name}{asked}"),
    ]
    if recipe.parameters:
        parts.append(table(
            ("parameter", "kind", "meaning", "example"),
            ((code(p.name), plain(p.kind + (", may be left out" if p.optional else "")),
              plain(p.meaning), code(p.example) if p.example else "") for p in recipe.parameters),
        ))  # fmt: skip
    return "\n\n".join((*parts, _rows(recipe), fenced(recipe.text, "sparql")))


def _rows(recipe: Recipe) -> str:
    """The first rows of the answer to the recipe's own example."""
    answer = curated().query(recipe.name)
    lines = render(answer, "md").decode().splitlines()
    rest = f"The first {SHOWN} of" if len(answer) > SHOWN else "All"
    return "\n".join((f"{rest} {len(answer)} rows:", "", *lines[: SHOWN + 2]))


# ---------------------------------------------------------------- sources


def sources() -> str:
    """Return the sources of the curated graph with what their rights are."""
    found = curated().query(
        "SELECT ?source ?title ?rights ?about { ?source a career:Source ; dcterms:title ?title ."
        " OPTIONAL { ?source dcterms:rights ?rights }"
        " OPTIONAL { ?source dcterms:description ?about } } ORDER BY ?title"
    )
    rows = ((code(curie(str(iri))), plain(title), plain(rights or about or ""))
            for iri, title, rights, about in found.rows)  # fmt: skip
    return table(("source", "title", "rights, or what it is"), rows)
