"""Puts what the code itself knows into the pages of the reference, when the site is built.

A page says where: `<!-- generated: ontology -->` becomes what `PARTS["ontology"]` returns.
"""

import re
from typing import Any

import commands
import interfaces
import vocabulary
from docutils import nodes
from myst_parser.slugs import github_slugify
from sphinx.application import Sphinx

PARTS = {
    "ontology": vocabulary.ontology,
    "cookbook": vocabulary.cookbook,
    "sources": vocabulary.sources,
    "commands": commands.commands,
    "python": interfaces.python,
    "http": interfaces.http,
    "errors": interfaces.errors,
    "formats": interfaces.formats,
}
MARK = re.compile(r"^<!-- generated: (\w+) -->$", re.M)


def slug(heading: str) -> str:
    """Return the anchor of a heading: as code hosts make it, and of a term its local name."""
    return heading.removeprefix("career:") if ":" in heading else github_slugify(heading)


def fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Put the generated parts into the text of a page."""
    source[0] = MARK.sub(lambda mark: PARTS[mark[1]](), source[0])


def anchor(app: Sphinx, tree: nodes.document) -> None:
    """Make the anchor of each section its first id, which is the one that pages show."""
    for section in tree.findall(nodes.section):
        name = section.get("slug")
        if name:
            section["ids"] = [name, *(each for each in section["ids"] if each != name)]


def setup(app: Sphinx) -> dict[str, Any]:
    """Join the site."""
    app.connect("source-read", fill)
    app.connect("doctree-read", anchor, priority=400)  # before contents are listed
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
