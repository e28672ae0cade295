"""`careergraph export`: the graph as a page, as RDF, for graph tools or for a spreadsheet."""

from pathlib import Path

import click

from careergraph.cli.options import format_option, graph_option

FORMATS = ("html", "ttl", "trig", "nt", "nq", "jsonld", "graphml", "gexf", "json", "csv")
"""The endings of `careergraph.export`, here too so that help needs no engine; a test compares."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@format_option(FORMATS)
@graph_option
def export(file: Path, format: str | None, graph: tuple[str, ...]) -> None:
    """Write the graph to FILE, in the format of its ending or of --format.

    \b
    .html                          one page to open in a browser, without network
    .ttl .trig .nt .nq .jsonld     RDF: every triple, opens again with --graph
    .graphml .gexf .json           the network, for Gephi, yEd, igraph, networkx, D3
    .csv                           the claims, one a row, for a spreadsheet

    The ontology is not part of it. FILE is written whole or not at all.
    """
    from careergraph import export as exports
    from careergraph import store as stores
    from careergraph.career_graph import open_graph

    suffix = exports.suffix_of(file, format)
    stores.check_target(file)
    opened = open_graph(*graph)
    if suffix == exports.PAGE:
        opened.page(file)
    else:
        exports.write(opened.store, file, fmt=suffix)
    click.echo(f"wrote {file}: {exports.size(opened.store):,} triples", err=True)
