"""A network as node-link JSON, which `networkx.node_link_graph`, D3 and others read.

Nodes have an `id`, edges a `source`, a `target` and a `key` (the property's IRI). The values of a
property are a list of `{"@value", "@language", "@type"}` as in JSON-LD, or `{"@id"}` for a type;
`label`, `kind` and `relation` are plain text. There is one node or edge on each line.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rdflib import BNode, Literal

from careergraph.export.waiting import waiting

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.network import Part


_HEAD = '{"directed": true, "multigraph": true, "graph": {},\n"nodes": [\n'
_EDGES = '\n],\n"edges": [\n'
_CLOSE = "\n]}\n"


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as JSON, with nothing left out."""
    nodes = (_node(node, held) for node, held in network.nodes(data=True))
    edges = (
        _edge(start, end, {"key": key, **held})
        for start, end, key, held in network.edges(keys=True, data=True)
    )
    return "".join((_HEAD, ",\n".join(nodes), _EDGES, ",\n".join(edges), _CLOSE)).encode()


def stream(parts: Iterable["Part"], out: BinaryIO, *, place: Path) -> None:
    """Write a network part by part, as `render` does but for the order.

    The edges wait in a file beside `place` until the nodes are written.
    """
    out.write(_HEAD.encode())
    with waiting(place) as edges:
        after_node = after_edge = ""
        for part in parts:
            out.write(f"{after_node}{_node(part.node, part.attributes)}".encode())
            after_node = ",\n"
            for end, held in part.edges:
                edges.add(f"{after_edge}{_edge(part.node, end, held)}")
                after_edge = ",\n"
        out.write(_EDGES.encode())
        edges.release(out)
    out.write(_CLOSE.encode())


def _node(node: str, attributes: Mapping[str, object]) -> str:
    return json.dumps({"id": node, **_plain(attributes)}, ensure_ascii=False)


def _edge(start: str, end: str, attributes: Mapping[str, object]) -> str:
    """An edge; its `key` is among its attributes."""
    first = {"source": start, "target": end, "key": attributes["key"]}
    return json.dumps({**first, **_plain(attributes)}, ensure_ascii=False)


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
