"""A network as GEXF 1.2, for Gephi, sigma.js and networkx itself.

Edges are numbered; the attribute `networkx_key` holds the property, and networkx takes it for the
key of the edge. `kind`, which Gephi reads and others ignore, keeps parallel edges apart. There is
no date in the file: same graph, same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import quoteattr

from careergraph.export.flat import Columns, cells, columns
from careergraph.export.waiting import waiting

if TYPE_CHECKING:
    import networkx as nx

    from careergraph.network import Part

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<meta><creator>careergraph</creator></meta>
<graph mode="static" defaultedgetype="directed">
"""


_BETWEEN = "</nodes>\n<edges>\n"
_CLOSE = "</edges>\n</graph>\n</gexf>\n"
_EDGES = {"networkx_key": "string", "label": "string", "relation": "string"}


def render(network: "nx.MultiDiGraph[str]") -> bytes:
    """Return a network of `network.from_rdf` as GEXF; see `flat` for how values are written."""
    return b"".join(line.encode() for line in _lines(network))


def stream(parts: Iterable["Part"], out: BinaryIO, *, place: Path) -> None:
    """Write a network part by part, as `render` does but for the order.

    The parts are gone through twice: for the types of columns; and for the nodes, while the edges
    wait in a file beside `place`.
    """
    found = Columns()
    for part in parts:
        found.add(part.attributes)
    nodes = found.types()
    of_node, of_edge = _ids(nodes, _EDGES)
    out.write("".join(_head(nodes, of_node, _EDGES, of_edge)).encode())
    with waiting(place) as edges:
        number = 0
        for part in parts:
            out.write(_node(part.node, part.attributes, of_node).encode())
            for end, held in part.edges:
                edges.add(_edge(number, part.node, end, held, of_edge))
                number += 1
        out.write(_BETWEEN.encode())
        edges.release(out)
    out.write(_CLOSE.encode())


def _lines(network: "nx.MultiDiGraph[str]") -> Iterator[str]:
    nodes = columns(attributes for _, attributes in network.nodes(data=True))
    edges = {"networkx_key": "string", **columns(a for *_, a in network.edges(data=True))}
    of_node, of_edge = _ids(nodes, edges)
    yield from _head(nodes, of_node, edges, of_edge)
    for node, attributes in network.nodes(data=True):
        yield _node(node, attributes, of_node)
    yield _BETWEEN
    for number, (start, end, key, held) in enumerate(network.edges(keys=True, data=True)):
        yield _edge(number, start, end, {"key": key, **held}, of_edge)
    yield _CLOSE


def _ids(nodes: Iterable[str], edges: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The number of each attribute of nodes and of edges."""
    of_node = {name: str(place) for place, name in enumerate(nodes)}
    return of_node, {name: str(place) for place, name in enumerate(edges, start=len(of_node))}


def _head(
    nodes: Mapping[str, str], of_node: Mapping[str, str],
    edges: Mapping[str, str], of_edge: Mapping[str, str],
) -> Iterator[str]:  # fmt: skip
    yield _HEAD
    yield _declared(nodes, "node", of_node)
    yield _declared(edges, "edge", of_edge)
    yield "<nodes>\n"


def _node(node: str, attributes: Mapping[str, object], ids: Mapping[str, str]) -> str:
    return f"<node id={quoteattr(node)} {_content(attributes, ids)}</node>\n"


def _edge(
    number: int, start: str, end: str, attributes: Mapping[str, object], ids: Mapping[str, str]
) -> str:
    """An edge; its `key` is among its attributes."""
    kind = attributes["key"]
    held = {"networkx_key": kind, **attributes}
    del held["key"]
    ends = f"source={quoteattr(start)} target={quoteattr(end)} kind={quoteattr(str(kind))}"
    return f'<edge id="{number}" {ends} {_content(held, ids)}</edge>\n'


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
