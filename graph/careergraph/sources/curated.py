"""The curated graph as a source of a market, with its mappings to the classifications there.

Its roles then show what others know of them beside what the articles say, and lead on into the
roles of the classifications. The mappings stand in a set of SSSOM beside the graph.
"""

from collections.abc import Iterator
from typing import Any

from rdflib import Literal

from careergraph import store
from careergraph.errors import ReadError
from careergraph.model import Source, SourceFile
from careergraph.sources import Files, Findings, Release
from careergraph.sources.crosswalk import sssom
from careergraph.sources.files import slug
from careergraph.terms import ID


def read(files: Files, findings: Findings) -> Release:
    """Return what a folder of Turtle says, and the mappings beside it.

    Raises ReadError when there is no Turtle.
    """
    turtle = [name for name in files.names if name.endswith(".ttl")]
    if not turtle:
        raise ReadError(f"{files.path}: no Turtle here; expected the curated graph, a folder of it")
    parts = tuple(
        SourceFile(ID[f"source/curated/{slug(name)}"], Literal(name), Literal(files.sha256(name)))
        for name in turtle
    )
    whole = Source(ID["source/curated"], Literal("Curated graph of careers", lang="en"),
                   files=tuple(part.iri for part in parts))  # fmt: skip
    return Release(whole, _records(files, parts, findings))


def _records(files: Files, parts: tuple[SourceFile, ...], findings: Findings) -> Iterator[Any]:
    yield from parts
    graph = store.open_store(files.path)
    derived = {link.triple for link in store.links(graph)}  # a market derives its own
    yield from (triple for triple in store.data(graph) if triple not in derived)
    for table in sssom.found(files, findings):
        yield table.set.source
        yield table.set.file
        yield from sssom.records(table, findings)
        yield from sssom.notes(table)
