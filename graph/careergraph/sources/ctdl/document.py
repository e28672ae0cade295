"""A document in CTDL, the Credential Transparency Description Language: JSON-LD as a small graph.

Nothing is fetched: where a document names a context by its address, the words of CTDL stand for
what is written here; a context at any other address is a finding.
"""

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from careergraph.errors import ParseError
from careergraph.sources.findings import Findings
from careergraph.terms import PREFIXES, RDF, XSD

CETERMS = PREFIXES["ceterms"]
CEASN = "https://purl.org/ctdlasn/terms/"

_LINKS = (
    "alternativeCondition", "credentialType", "hasCondition", "hasDestinationComponent", "hasPart",
    "isDestinationComponentOf", "isPartOf", "precededBy", "precedes", "preparationFrom", "proxyFor",
    "recommends", "requires", "targetCompetency", "targetComponent", "targetCredential",
    "targetJob", "targetNode", "targetOccupation",
)  # fmt: skip
_WORDS = ("description", "name", "targetNodeDescription", "targetNodeName")
_CONTEXT: dict[str, Any] = {
    "ceterms": CETERMS,
    "ceasn": CEASN,
    "xsd": str(XSD),
    **{f"ceterms:{name}": {"@type": "@id"} for name in _LINKS},
    **{f"ceterms:{name}": {"@container": "@language"} for name in _WORDS},
    **{f"ceasn:{name}": {"@container": "@language"} for name in
       ("competencyLabel", "competencyText")},
}  # fmt: skip
"""The words of CTDL that are read here, as its own context defines them."""

_TYPE = ox.NamedNode(RDF.type)
Node = ox.NamedNode | ox.BlankNode


class Document:
    """The nodes of a document and what it says of them. Raises ParseError."""

    def __init__(self, text: str, place: str, findings: Findings) -> None:
        self.place = place
        try:
            content = _local(json.loads(text), place, findings)
            quads = list(ox.parse(json.dumps(content), format=ox.RdfFormat.JSON_LD,
                                  base_iri="https://credentialengineregistry.org/"))  # fmt: skip
        except (SyntaxError, ValueError, RecursionError) as error:
            raise ParseError(f"{place}: {str(error.args[0]).split(': ', 1)[-1]}") from None
        self._store = ox.Store()
        self._store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)

    def of_types(self, *names: str) -> list[Node]:
        """Return the nodes of any of these classes, sorted."""
        found = {quad.subject for name in names for quad in
                 self._store.quads_for_pattern(None, _TYPE, ox.NamedNode(full(name)))}  # fmt: skip
        return sorted((n for n in found if not isinstance(n, ox.Triple)), key=self.order)

    def types(self, node: Node) -> set[str]:
        """Return the classes of a node, those of CTDL by their short names."""
        return {o.value.removeprefix(CETERMS) for o in self._objects(node, _TYPE)
                if isinstance(o, ox.NamedNode)}  # fmt: skip

    def nodes(self, node: Node, *names: str) -> list[Node]:
        """Return the nodes that these properties of a node name, sorted."""
        found = {o for name in names for o in self._objects(node, ox.NamedNode(full(name)))
                 if isinstance(o, ox.NamedNode | ox.BlankNode)}  # fmt: skip
        return sorted(found, key=self.order)

    def said_of(self, node: Node, name: str) -> list[Node]:
        """Return the nodes that name this one by a property, sorted."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(full(name)), node)
        found = {q.subject for q in quads if not isinstance(q.subject, ox.Triple)}
        return sorted(found, key=self.order)

    def with_property(self, name: str) -> list[Node]:
        """Return the nodes that have a property, sorted."""
        quads = self._store.quads_for_pattern(None, ox.NamedNode(full(name)), None)
        found = {q.subject for q in quads if not isinstance(q.subject, ox.Triple)}
        return sorted(found, key=self.order)

    def number(self, node: Node, name: str) -> str:
        """Return the first value of a property as it is written, or nothing."""
        found = self._objects(node, ox.NamedNode(full(name)))
        return min((o.value for o in found if isinstance(o, ox.Literal)), default="")

    def text(self, node: Node, *names: str) -> str:
        """Return the first of these texts of a node that it has, in English if it can be."""
        for name in names:
            found = [o for o in self._objects(node, ox.NamedNode(full(name)))
                     if isinstance(o, ox.Literal) and o.value.strip()]  # fmt: skip
            if found:
                best = min(found, key=lambda o: (_rank(o.language), o.language or "", o.value))
                return best.value.strip()
        return ""

    def order(self, node: Node) -> tuple[str, str]:
        """Return what sorts nodes alike each time: a node without IRI by what is said of it."""
        if isinstance(node, ox.NamedNode):
            return (node.value, "")
        quads = self._store.quads_for_pattern(node, None, None)
        said = (f"{q.predicate.value} {q.object}" for q in quads
                if not isinstance(q.object, ox.BlankNode))  # fmt: skip
        return ("", " ".join(sorted(said)))

    def _objects(self, node: Node, prop: ox.NamedNode) -> Iterator[Any]:
        return (quad.object for quad in self._store.quads_for_pattern(node, prop, None))


def full(name: str) -> str:
    """Return the IRI of a term of CTDL, or of CTDL-ASN where `name` says so."""
    return CEASN + name[6:] if name.startswith("ceasn:") else CETERMS + name


def _rank(language: str | None) -> int:
    return 0 if language == "en" else 1 if language and language.startswith("en") else 2


def _local(content: Any, place: str, findings: Findings) -> Any:
    """The document with the contexts it names by address replaced, wherever they stand."""
    if isinstance(content, list):
        return [_local(each, place, findings) for each in content]
    if not isinstance(content, dict):
        return content
    inner = {key: _local(value, place, findings)
             for key, value in content.items() if key != "@context"}  # fmt: skip
    if "@context" in content:
        inner = {"@context": _context(content["@context"], place, findings), **inner}
    return inner


def _context(context: Any, place: str, findings: Findings) -> Any:
    if isinstance(context, list):
        return [_context(each, place, findings) for each in context]
    if isinstance(context, str):
        if "/ctdl/" in context or "/ctdlasn/" in context:
            return _CONTEXT
        findings.note("context that is not fetched; its words are left out", f"{place}: {context}")
        return {}
    if isinstance(context, dict) and "@import" in context:
        findings.note("context that is not fetched; its words are left out",
                      f"{place}: {context['@import']}")  # fmt: skip
        return {key: value for key, value in context.items() if key != "@import"}
    return context
