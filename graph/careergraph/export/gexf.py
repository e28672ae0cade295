"""A network as GEXF 1.2, for Gephi, sigma.js and networkx itself.

Edges are numbered; the attribute `networkx_key` holds the property, and networkx takes it for the
key of the edge. `kind`, which Gephi reads and others ignore, keeps parallel edges apart. There is
no date in the file: same graph, same bytes.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from careergraph.export.flat import cells, columns

if TYPE_CHECKING:
    import networkx as nx

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<meta><creator>careergraph</creator></meta>
<graph mode="static" defaultedgetype="directed">
"""


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as GEXF; see `flat` for how values are written."""
    return b"".join(line.encode() for line in _lines(network))


def _lines(network: "nx.MultiDiGraph[str]") -> Iterator[str]:
    nodes = columns(attributes for _, attributes in network.nodes(data=True))
    edges = {"networkx_key": "string", **columns(a for *_, a in network.edges(data=True))}
    of_node = {name: str(place) for place, name in enumerate(nodes)}
    of_edge = {name: str(place) for place, name in enumerate(edges, start=len(nodes))}
    yield _HEAD
    yield _declared(nodes, "node", of_node)
    yield _declared(edges, "edge", of_edge)
    yield "<nodes>\n"
    for node, attributes in network.nodes(data=True):
        yield f"<node id={quoteattr(node)} {_content(attributes, of_node)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, (start, end, key, held) in enumerate(network.edges(keys=True, data=True)):
        ends = f"source={quoteattr(start)} target={quoteattr(end)} kind={quoteattr(key)}"
        content = _content({"networkx_key": key, **held}, of_edge)
        yield f'<edge id="{number}" {ends} {content}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(types: Mapping[str, str], scope: str, ids: Mapping[str, str]) -> str:
    lines = (
        f'<attribute id="{ids[name]}" title={quoteattr(name)} type="{kind}"/>\n'
        for name, kind in types.items()
        if name != "label"
    )
    return f'<attributes class="{scope}" mode="static">\n{"".join(lines)}</attributes>\n'


def _content(attributes: Mapping[str, object], ids: Mapping[str, str]) -> str:
    """The label, which GEXF keeps apart, and the other attributes."""
    texts = cells(attributes)
    label = quoteattr(texts.pop("label"))
    values = "".join(
        f'<attvalue for="{ids[name]}" value={quoteattr(text)}/>' for name, text in texts.items()
    )
    return f"label={label}><attvalues>{values}</attvalues>"
