"""A network as node-link JSON, which `networkx.node_link_graph`, D3 and others read.

Nodes have an `id`, edges a `source`, a `target` and a `key` (the property's IRI). The values of a
property are a list of `{"@value", "@language", "@type"}` as in JSON-LD, or `{"@id"}` for a type;
`label`, `kind` and `relation` are plain text. There is one node or edge on each line.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rdflib import BNode, Literal

if TYPE_CHECKING:
    import networkx as nx


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as JSON, with nothing left out."""
    nodes = ({"id": node, **_plain(held)} for node, held in network.nodes(data=True))
    edges = (
        {"source": start, "target": end, "key": key, **_plain(held)}
        for start, end, key, held in network.edges(keys=True, data=True)
    )
    return (
        '{"directed": true, "multigraph": true, "graph": {},\n'
        f'"nodes": [\n{_lines(nodes)}\n],\n"edges": [\n{_lines(edges)}\n]}}\n'
    ).encode()


def _lines(items: Iterable[object]) -> str:
    return ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)


def _plain(attributes: Mapping[str, object]) -> dict[str, object]:
    return {
        name: [_object(each) for each in value] if isinstance(value, tuple) else value
        for name, value in sorted(attributes.items(), key=lambda item: (":" in item[0], item[0]))
    }


def _object(value: object) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": f"_:{value}" if isinstance(value, BNode) else str(value)}
    found = {"@value": str(value)}
    if value.language:
        found["@language"] = value.language
    elif value.datatype:
        found["@type"] = str(value.datatype)
    return found
