"""`careergraph push`: the graph into a server, or into files for its bulk loader."""

from pathlib import Path

import click

from careergraph.cli.options import emit, graph_option, open_graph, tell, writes
from careergraph.cli.progress import told


@click.command()
@click.argument("url", required=False)
@click.option("--store", "place", metavar="URL",
              help="The address of the graph store, where it cannot be told from URL.")  # fmt: skip
@click.option("--add", is_flag=True, help="Keep what the server's graphs hold, and add to it.")
@click.option("--piece", type=click.IntRange(min=1), metavar="N",
              help="How many triples go into one request.  [default: 50000]")  # fmt: skip
@click.option(
    "--bulk", type=click.Path(path_type=Path), metavar="FOLDER",
    help="Write files for a bulk loader instead, and print how they are loaded.",
)  # fmt: skip
@graph_option
def push(
    url: str | None, place: str | None, add: bool, piece: int | None, bulk: Path | None,
    graph: tuple[str, ...],
) -> None:  # fmt: skip
    """Load the graph into the SPARQL server that answers queries at URL.

    Afterwards --graph URL asks it there, in any command. It goes by the Graph Store Protocol, a
    graph a source, in pieces; what an earlier push put there is replaced. User and password stand
    in the address, https://USER:PASSWORD@host/sparql, or in CAREERGRAPH_USER and
    CAREERGRAPH_PASSWORD.

    A market of many millions loads faster from files: --bulk FOLDER writes compressed N-Quads and
    prints what Virtuoso, QLever, Neptune, GraphDB and Oxigraph are to be told.
    """
    from careergraph.remote import bulk as files
    from careergraph.remote import pushing, server

    if (url is None) == (bulk is None):
        raise click.UsageError("give either the URL of a server or --bulk FOLDER")
    opened = open_graph(graph)
    if bulk is not None:
        with told("quads") as progress:
            written = files.write(opened.store, bulk, progress=progress)
        tell(f"wrote {len(written)} files to {bulk}")
        emit(files.commands(bulk) + "\n", None)
        return
    assert url is not None
    to = server(url, timeout=600)
    writes()
    with told("triples") as progress:
        done = pushing.push(opened.store, to, place=place, add=add,
                            piece=piece or pushing.PIECE, progress=progress)  # fmt: skip
    graphs = len(done.held.graphs)
    tell(f"pushed to {to.name}: it holds {done.held.size:,} triples in {graphs} graphs")
