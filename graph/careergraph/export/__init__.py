"""The graph as a file, in every format that people ask for.

RDF (`.ttl`, `.nt`, `.trig`, `.nq`, `.jsonld`) holds every triple and opens again. `.graphml`,
`.gexf` and `.json` hold the network of `network.from_rdf`, for graph tools; `.csv` holds one claim
a row, for spreadsheets; `.html` is the page. Same graph, same bytes.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from careergraph import network
from careergraph import store as stores
from careergraph.errors import FormatError, WriteError
from careergraph.export import claim_table, gexf, graphml, json_ld, node_link

__all__ = ["FORMATS", "render", "suffix_of", "write"]


def _rdf(fmt: ox.RdfFormat, store: ox.Store) -> bytes:
    return stores.serialise(_triples(store), fmt)


def _json_ld(store: ox.Store) -> bytes:
    return json_ld.render(stores.data(store))


def _page(store: ox.Store) -> bytes:
    from careergraph.pages import page

    return page(store).encode()


def _triples(store: ox.Store) -> Iterator[ox.Triple]:
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return (quad.triple for quad in quads)


FORMATS: dict[str, Callable[[ox.Store], bytes]] = {
    ".html": _page,
    ".ttl": partial(_rdf, ox.RdfFormat.TURTLE),
    ".trig": partial(_rdf, ox.RdfFormat.TRIG),
    ".nt": partial(_rdf, ox.RdfFormat.N_TRIPLES),
    ".nq": partial(_rdf, ox.RdfFormat.N_QUADS),
    ".jsonld": _json_ld,
    ".graphml": lambda store: graphml.render(network.from_rdf(store)),
    ".gexf": lambda store: gexf.render(network.from_rdf(store)),
    ".json": lambda store: node_link.render(network.from_rdf(store)),
    ".csv": claim_table.render,
}
"""File ending to what writes it."""


def suffix_of(file: str | Path, fmt: str | None = None) -> str:
    """Return the key of `FORMATS` for a file: that of `fmt` (`ttl` or `.ttl`), else its ending.

    Raises FormatError when there is none.
    """
    ending = f".{fmt.removeprefix('.')}" if fmt else Path(file).suffix
    if ending.lower() in FORMATS:
        return ending.lower()
    known = ", ".join(FORMATS)
    got = f"for '{ending}'" if ending else "without an ending"
    raise FormatError(f"{file}: no format is known {got}; known are {known}")


def render(store: ox.Store, suffix: str) -> bytes:
    """Return the graph in the format of a file ending such as `.ttl`. Raises FormatError."""
    return FORMATS[suffix_of(suffix, suffix)](store)


def write(store: ox.Store, path: str | Path, *, fmt: str | None = None) -> int:
    """Write the graph to a file, whole or not at all; return the number of its triples.

    The format is that of `fmt`, else of the file's ending. Raises FormatError or WriteError.
    """
    suffix = suffix_of(path, fmt)
    if not Path(path).parent.is_dir():
        raise WriteError(f"cannot write {path}: there is no folder {Path(path).parent}; make it")
    stores.write_whole(path, render(store, suffix))
    return sum(1 for _ in _triples(store))
