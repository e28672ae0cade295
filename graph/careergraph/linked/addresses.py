"""Where a node of the graph has its page, relative to the root of the service.

    https://w3id.org/careergraph/id/role/data-scientist   id/role/data-scientist
    http://data.europa.eu/esco/skill/fed5b267-...         id/esco.skill/fed5b267-...
    https://w3id.org/careergraph/ontology#Role            ontology#Role
    urn:anything else                                     id/?iri=urn%3Aanything%20else

`address` and `located` are inverses. An ending, such as `.ttl`, asks for one form of it.
"""

from urllib.parse import parse_qs, quote, unquote

from careergraph.linked.forms import FORMS
from careergraph.terms import CAREER, ID, ONTOLOGY, PREFIXES

PAGE = ".html"
ENDINGS = (PAGE, *(f".{name}" for name in FORMS))
"""What may stand behind an address to ask for one form: the page, or RDF in one syntax."""

_ELSEWHERE = {name: PREFIXES[name] for name in ("esco.occupation", "esco.skill", "isco")}
"""The prefixes of nodes that have IRIs of others."""


def address(iri: str, *, ending: str = "") -> str:
    """Return where a node, or one of its forms, stands, relative to the root.

    >>> address("https://w3id.org/careergraph/id/role/data-scientist", ending=".ttl")
    'id/role/data-scientist.ttl'
    """
    if iri == ONTOLOGY or (iri.startswith(CAREER) and iri != str(CAREER)):
        term = iri.removeprefix(CAREER) if iri != ONTOLOGY else ""
        return f"ontology{ending}" + (f"#{quote(term, safe='')}" if term else "")
    path = _path(iri)
    if path:
        return f"id/{quote(path, safe='/:')}{ending}"
    asked = f"&format={ending[1:]}" if ending else ""
    return f"id/?iri={quote(iri, safe='')}{asked}"


def _path(iri: str) -> str:
    """The path of a node below `id/`; empty where none would lead back to it."""
    for prefix, namespace in (("", str(ID)), *_ELSEWHERE.items()):
        if iri.startswith(namespace):
            rest = iri.removeprefix(namespace)
            path = f"{prefix}/{rest}" if prefix else rest
            return path if _leads_back(path, bare=not prefix) else ""
    return ""


def _leads_back(path: str, *, bare: bool) -> bool:
    """Whether no browser or proxy shortens a path, and nothing in it reads like something else."""
    parts = path.split("/")
    if len(parts) < 2 or any(part in ("", ".", "..") for part in parts) or "\\" in path:
        return False
    return not path.endswith(ENDINGS) and not (bare and parts[0] in _ELSEWHERE)


def located(place: str) -> tuple[str, str]:
    """Return the IRI of the node at an address below the root, and the ending asked for, if any.

    >>> located("id/esco.skill/12.jsonld")
    ('http://data.europa.eu/esco/skill/12', '.jsonld')
    """
    place, _, term = place.partition("#")
    path, _, query = place.partition("?")
    asked = parse_qs(query)
    if "iri" in asked:
        return asked["iri"][0], f".{asked['format'][0]}" if "format" in asked else ""
    path = unquote(path)
    ending = next((each for each in ENDINGS if path.endswith(each)), "")
    path = path.removesuffix(ending)
    if path == "ontology":
        return (f"{CAREER}{unquote(term)}" if term else ONTOLOGY), ending
    path = path.removeprefix("id/")
    prefix, _, rest = path.partition("/")
    return (_ELSEWHERE[prefix] + rest if prefix in _ELSEWHERE else f"{ID}{path}"), ending


def up(place: str) -> str:
    """Return the way from a page at an address back to the root: `../../` from `id/role/x`."""
    return "../" * place.partition("?")[0].partition("#")[0].count("/")
