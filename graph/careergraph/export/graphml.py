"""A network as GraphML, for Gephi, yEd, igraph, Cytoscape and networkx itself.

Edges have no id, since GraphML wants ids to be unique and ours are properties; the attribute `key`
holds the property, and networkx takes it for the key of the edge.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from careergraph.export.flat import Columns, cells, columns
from careergraph.export.waiting import waiting

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.network import Part

_OPEN = '<graph edgedefault="directed">\n'
_CLOSE = "</graph>\n</graphml>\n"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


_EDGES = {"key": "string", "label": "string", "relation": "string"}
_OF_EDGE = {name: f"e{place}" for place, name in enumerate(_EDGES)}


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as GraphML; see `flat` for how values are written."""
    return b"".join(line.encode() for line in _lines(network))


def stream(parts: Iterable["Part"], out: BinaryIO, *, place: Path) -> None:
    """Write a network part by part, as `render` does but for the order.

    The parts are gone through twice: for the types of columns and the edges, which wait in a file
    beside `place`; and for the nodes.
    """
    nodes = Columns()
    with waiting(place) as edges:
        for part in parts:
            nodes.add(part.attributes)
            for end, attributes in part.edges:
                edges.add(_edge(part.node, end, attributes, _OF_EDGE))
        types = nodes.types()
        of_node = {name: f"n{place}" for place, name in enumerate(types)}
        head = (_HEAD, *_keys(types, "node", of_node), *_keys(_EDGES, "edge", _OF_EDGE), _OPEN)
        out.write("".join(head).encode())
        for part in parts:
            out.write(_node(part.node, part.attributes, of_node).encode())
        edges.release(out)
    out.write(_CLOSE.encode())


def _lines(network: "nx.MultiDiGraph[str]") -> Iterator[str]:
    nodes = columns(attributes for _, attributes in network.nodes(data=True))
    edges = {"key": "string", **columns(a for *_, a in network.edges(data=True))}
    of_node = {name: f"n{place}" for place, name in enumerate(nodes)}
    of_edge = {name: f"e{place}" for place, name in enumerate(edges)}
    yield _HEAD
    yield from _keys(nodes, "node", of_node)
    yield from _keys(edges, "edge", of_edge)
    yield _OPEN
    for node, attributes in network.nodes(data=True):
        yield _node(node, attributes, of_node)
    for start, end, key, attributes in network.edges(keys=True, data=True):
        yield _edge(start, end, {"key": key, **attributes}, of_edge)
    yield _CLOSE


def _node(node: str, attributes: Mapping[str, object], ids: Mapping[str, str]) -> str:
    return f"<node id={quoteattr(node)}>{_data(attributes, ids)}</node>\n"


def _edge(start: str, end: str, attributes: Mapping[str, object], ids: Mapping[str, str]) -> str:
    ends = f"source={quoteattr(start)} target={quoteattr(end)}"
    return f"<edge {ends}>{_data(attributes, ids)}</edge>\n"


def _keys(types: Mapping[str, str], scope: str, ids: Mapping[str, str]) -> Iterator[str]:
    for name, kind in types.items():
        title = quoteattr(name)
        yield f'<key id="{ids[name]}" for="{scope}" attr.name={title} attr.type="{kind}"/>\n'


def _data(attributes: Mapping[str, object], ids: Mapping[str, str]) -> str:
    # A bare carriage return would be read back as a line feed.
    return "".join(
        f'<data key="{ids[name]}">{escape(text, {chr(13): "&#13;"})}</data>'
        for name, text in cells(attributes).items()
    )
