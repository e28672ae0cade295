"""What a page is made from: a store, and the views of it."""

from dataclasses import dataclass

import pyoxigraph as ox

from careergraph import claims, names
from careergraph.claims import Book
from careergraph.names import Index
from careergraph.routes.ladder import Ladder, compile_ladder
from careergraph.shelf import Tables
from careergraph.wording import Labels


@dataclass(frozen=True, slots=True)
class Views:
    """The views of an open graph, so that a page need not make them again."""

    store: ox.Store
    tables: Tables
    book: Book
    index: Index
    labels: Labels
    ladder: Ladder


def viewed(store: ox.Store) -> Views:
    """Return the views of a store."""
    tables = Tables(store)
    book = claims.read(store, tables=tables)
    ladder = compile_ladder(store, book, tables=tables)
    return Views(store, tables, book, names.read(store), Labels(store), ladder)
