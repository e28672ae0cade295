"""`careergraph export`: the graph as a page, as RDF, for graph tools or for a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from careergraph.cli.options import format_option, graph_option, tell, writes
from careergraph.cli.progress import told
from careergraph.cli.query import asked, param_option, text_option
from careergraph.errors import QuestionError

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph
    from careergraph.excerpts import Excerpt

FORMATS = ("html", "ttl", "trig", "nt", "nq", "jsonld", "graphml", "gexf", "json", "csv",
           "parquet")  # fmt: skip
"""The endings of `careergraph.export`, here too so that help needs no engine; a test compares."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--around", metavar="NAME", help="Only what lies around this node.")
@click.option(
    "--hops", type=int, metavar="N", help="How far --around goes; 0: the node alone.  [default: 1]"
)
@click.option("--query", metavar="NAME|FILE.rq|-", help="Only the nodes this query names.")
@text_option
@param_option
@click.option("--route", metavar="PHRASE", help="Only the routes that answer this question.")
@click.option(
    "--ask", metavar="PHRASE", multiple=True,
    help="A question that the page offers, with the answer of the whole graph. May be repeated.",
)  # fmt: skip
@format_option(FORMATS)
@graph_option
def export(
    file: Path, around: str | None, hops: int | None, query: str | None, text: str | None,
    pairs: tuple[str, ...], route: str | None, ask: tuple[str, ...], format: str | None,
    graph: tuple[str, ...],
) -> None:  # fmt: skip
    """Write the graph, or a part of it, to FILE, in the format of its ending or of --format.

    \b
    .html                          one page to open in a browser, without network
    .ttl .trig .nt .nq .jsonld     RDF: every triple, opens again with --graph
    .graphml .gexf .json           the network, for Gephi, yEd, igraph, networkx, D3
    .csv .parquet                  the claims, one a row, for a spreadsheet or a data frame

    A part is chosen by one of --around, --query, -e and --route. It holds the claims about its
    nodes and between them, with their sources and passages, and is a graph like any other; what
    leads out of it is left out. Its page opens on the result or the routes asked for. Of a
    CONSTRUCT the other formats hold what it built.

    The page of a small graph answers any question for routes. That of a part, or of a graph of more
    than 1,000 nodes, answers those of --ask: the whole graph is asked now, and the page holds the
    claims behind its answers.

    The ontology is not part of it. FILE is written whole or not at all.
    """
    from careergraph import export as exports
    from careergraph import store as stores
    from careergraph.career_graph import open_graph
    from careergraph.export import streams

    _check({"--around": around, "--query": query, "-e": text, "--route": route}, hops, pairs)
    suffix = exports.suffix_of(file, format)
    is_page = suffix == exports.PAGE
    if ask and not is_page:
        raise QuestionError(f"--ask puts answers into a page; {file} is written as {suffix}")
    stores.check_target(file)
    opened = open_graph(*graph)
    excerpt = _excerpt(opened, around, hops, query, text, pairs, route, ask, is_page)
    writes()
    if excerpt is not None and is_page:
        excerpt.page(file)
    elif is_page:
        opened.page(file, ask=ask)
    elif excerpt is None and opened.home:
        with told("done") as progress:
            done = streams.stream(opened.store, opened.tables, file, suffix, progress=progress)
        tell(f"wrote {file}: {done.number:,} {done.what}")
        return
    else:
        exports.write((excerpt or opened).store, file, fmt=suffix)
    if excerpt is None and is_page and opened.home:  # to count its triples takes longer
        tell(f"wrote {file}: {len(opened.book.claims):,} claims")
    else:
        tell(f"wrote {file}: {exports.size((excerpt or opened).store):,} triples")


def _check(choices: dict[str, str | None], hops: int | None, pairs: tuple[str, ...]) -> None:
    """Raise QuestionError when options contradict each other, before anything is read."""
    given = [name for name, value in choices.items() if value is not None]
    if len(given) > 1:
        raise QuestionError(f"{' and '.join(given)}: a part is chosen by one of them at a time")
    if hops is not None and "--around" not in given:
        raise QuestionError("--hops says how far --around goes; give --around NAME with it")
    if pairs and not {"--query", "-e"} & {*given}:
        raise QuestionError("--param gives a query its values; give --query or -e with it")


def _excerpt(
    opened: CareerGraph, around: str | None, hops: int | None, query: str | None,
    text: str | None, pairs: tuple[str, ...], route: str | None, ask: tuple[str, ...],
    is_page: bool,
) -> Excerpt | None:  # fmt: skip
    """The part that was chosen, if one was."""
    if around is query is text is route is None:
        return None
    from careergraph import excerpts

    answers = opened.answers(ask)
    if around is not None:
        near = excerpts.page_around if is_page else excerpts.around
        return near(opened, around, hops=1 if hops is None else hops, asked=answers)
    if route is not None:
        chosen = excerpts.page_of_answer if is_page else excerpts.of_answer
        return chosen(opened.route(route), asked=answers)
    result = asked(query, text, pairs, graph=lambda: opened)
    return excerpts.of_result(opened, result, asked=answers)
