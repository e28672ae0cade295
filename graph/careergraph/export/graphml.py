"""A network as GraphML, for Gephi, yEd, igraph, Cytoscape and networkx itself.

Edges have no id, since GraphML wants ids to be unique and ours are properties; the attribute `key`
holds the property, and networkx takes it for the key of the edge.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from careergraph.export.flat import cells, columns

if TYPE_CHECKING:
    import networkx as nx

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as GraphML; see `flat` for how values are written."""
    return b"".join(line.encode() for line in _lines(network))


def _lines(network: "nx.MultiDiGraph[str]") -> Iterator[str]:
    nodes = columns(attributes for _, attributes in network.nodes(data=True))
    edges = {"key": "string", **columns(a for *_, a in network.edges(data=True))}
    of_node = {name: f"n{place}" for place, name in enumerate(nodes)}
    of_edge = {name: f"e{place}" for place, name in enumerate(edges)}
    yield _HEAD
    yield from _keys(nodes, "node", of_node)
    yield from _keys(edges, "edge", of_edge)
    yield '<graph edgedefault="directed">\n'
    for node, attributes in network.nodes(data=True):
        yield f"<node id={quoteattr(node)}>{_data(attributes, of_node)}</node>\n"
    for start, end, key, attributes in network.edges(keys=True, data=True):
        ends = f"source={quoteattr(start)} target={quoteattr(end)}"
        yield f"<edge {ends}>{_data({'key': key, **attributes}, of_edge)}</edge>\n"
    yield "</graph>\n</graphml>\n"


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
