"""The graph as a file, in every format that people ask for.

RDF (`.ttl`, `.nt`, `.trig`, `.nq`, `.jsonld`) holds every triple and opens again. `.graphml`,
`.gexf` and `.json` hold the network of `network.from_rdf`, for graph tools; `.csv` and
`.parquet` hold one claim a row, for spreadsheets and for data frames. Same graph, same bytes.
(`.html`, the page, is `CareerGraph.page`; markets are written by `streams`.)
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from careergraph import network
from careergraph import store as stores
from careergraph.errors import FormatError
from careergraph.export import claim_table, gexf, graphml, json_ld, node_link, parquet

__all__ = ["FORMATS", "PAGE", "render", "size", "suffix_of", "write"]


def _rdf(fmt: ox.RdfFormat, store: ox.Store) -> bytes:
    return stores.serialise(stores.data(store), fmt)  # two sources may state the same


def _json_ld(store: ox.Store) -> bytes:
    return json_ld.render(stores.data(store))


def _triples(store: ox.Store) -> Iterator[ox.Triple]:
    return (quad.triple for quad in stores.said(store))


FORMATS: dict[str, Callable[[ox.Store], bytes]] = {
    ".ttl": partial(_rdf, ox.RdfFormat.TURTLE),
    ".trig": partial(_rdf, ox.RdfFormat.TRIG),
    ".nt": partial(_rdf, ox.RdfFormat.N_TRIPLES),
    ".nq": partial(_rdf, ox.RdfFormat.N_QUADS),
    ".jsonld": _json_ld,
    ".graphml": lambda store: graphml.render(network.from_rdf(store)),
    ".gexf": lambda store: gexf.render(network.from_rdf(store)),
    ".json": lambda store: node_link.render(network.from_rdf(store)),
    ".csv": claim_table.render,
    ".parquet": parquet.render,
}
"""File ending to what renders it."""

PAGE = ".html"


def suffix_of(file: str | Path, fmt: str | None = None) -> str:
    """Return the ending that tells the format of a file: that of `fmt` (`ttl`), else its own.

    It is a key of `FORMATS`, or `PAGE`. Raises FormatError, with the known ones, when it is none.
    """
    ending = f".{fmt.removeprefix('.')}" if fmt else Path(file).suffix
    if ending.lower() in (PAGE, *FORMATS):
        return ending.lower()
    known = ", ".join((PAGE, *FORMATS))
    got = f"for '{ending}'" if ending else "without an ending"
    raise FormatError(f"{file}: no format is known {got}; known are {known}")


def render(store: ox.Store, suffix: str) -> bytes:
    """Return the graph in the format of an ending of `FORMATS`, such as `.ttl`."""
    return FORMATS[suffix](store)


def write(store: ox.Store, path: str | Path, *, fmt: str | None = None) -> None:
    """Write the graph to a file in the format of `fmt`, else of its ending; whole or not at all.

    Raises FormatError or WriteError.
    """
    suffix = suffix_of(path, fmt)
    stores.check_target(path)
    stores.write_whole(path, render(store, suffix))


def size(store: ox.Store) -> int:
    """Return the number of triples of the data, which is what an export holds."""
    return sum(1 for _ in _triples(store))
