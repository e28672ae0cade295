"""Pages that need nothing but themselves: no script, no style or picture from elsewhere.

Every value is escaped, and characters that turn the direction of writing are shown as such. Only
addresses of the web are links: what else an IRI may be is text.
"""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import jinja2
import pyoxigraph as ox
from markupsafe import Markup

from careergraph import __version__, wording
from careergraph.linked.addresses import address
from careergraph.linked.description import knows
from careergraph.linked.forms import FORMS
from careergraph.terms import CAREER, curie

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

CITATION = f"The careergraph developers: careergraph, version {__version__}, Apache-2.0."
"""How to cite the software and its curated graph, as in CITATION.cff; each source has its own."""

_SYNTAXES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"}


class Link(NamedTuple):
    """Words, and where they lead, if anywhere."""

    text: str
    href: str = ""


class Links:
    """What nodes of a graph are called, and where they lead, from a page `root` below the root."""

    def __init__(self, graph: "CareerGraph", root: str) -> None:
        self._store, self._labels, self._root = graph.store, graph.labels, root
        self._made: dict[str, Link] = {}

    def to(self, iri: str, text: str = "") -> Link:
        """Return the link to a node, by its label unless there is a `text`."""
        if iri not in self._made:
            self._made[iri] = Link(self._labels.label(iri), self._href(str(iri)))
        return self._made[iri]._replace(text=text) if text else self._made[iri]

    def _href(self, iri: str) -> str:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return ""
        if iri.startswith(CAREER) or knows(self._store, node):
            return self._root + address(iri)
        return iri if iri.startswith(("http://", "https://")) else ""

    def term(self, term: object) -> Link:
        """Return a term of a triple in words, with its language or datatype where it has one."""
        if isinstance(term, ox.NamedNode):
            return self.to(term.value)
        if not isinstance(term, ox.Literal):
            return Link(str(term))
        if term.language and term.language != "en":
            return Link(f"{term.value} ({term.language})")
        return Link(term.value)

    def query(self, where: str) -> str:
        """Return where SPARQL lists what a pattern finds."""
        asked = f"SELECT * WHERE {{ {where} }}"
        return f"{self._root}sparql?format=html&query={quote(asked, safe='')}"


@cache
def _style() -> str:
    sheet = files("careergraph.linked") / "templates" / "linked.css"
    return sheet.read_text(encoding="utf-8").replace("\r\n", "\n")


def _policy() -> str:
    digest = b64encode(sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


POLICY = _policy()
"""The Content-Security-Policy that every page here keeps: our style sheet, and nothing else."""


def _shown(value: object) -> object:
    """Text as it is shown; what is markup already stays."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return wording.visible(str(value)) if plain else value


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("careergraph.linked"), autoescape=True, finalize=_shown,
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "indent": 1}
    environment.globals.update(policy=POLICY, style=Markup(_style()), citation=CITATION)
    return environment


def render(
    template: str, *, title: str, root: str, forms: Mapping[str, str],
    structured: Mapping[str, Any] | None = None, **values: Any,
) -> str:  # fmt: skip
    """Return a page. `forms` are where it stands in each syntax; `structured` is its JSON-LD."""
    told = [(where, {"name": _SYNTAXES[name], "media_type": FORMS[name].media_type})
            for name, where in forms.items()]  # fmt: skip
    page = _environment().get_template(f"{template}.html.j2")
    return page.render(title=title, root=root or "./", forms=told, structured=structured, **values)


def short(iri: str) -> str:
    """Return the local name of an IRI: what stands behind its last '#', '/' or ':'."""
    return curie(iri).rpartition(":")[2].rpartition("/")[2].rpartition("#")[2]
