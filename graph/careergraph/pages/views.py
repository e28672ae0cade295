"""What a page is made from: a store, and the views of it."""

from typing import Protocol

import pyoxigraph as ox

from careergraph import claims, names, wording
from careergraph.claims import Book
from careergraph.names import Index
from careergraph.routes.ladder import Ladder, compile_ladder
from careergraph.shelf import Tables


class Views(Protocol):
    """The views of an open graph, as a `CareerGraph` has them."""

    @property
    def store(self) -> ox.Store: ...
    @property
    def tables(self) -> Tables: ...
    @property
    def book(self) -> Book: ...
    @property
    def index(self) -> Index: ...
    @property
    def labels(self) -> wording.Labels: ...
    @property
    def ladder(self) -> Ladder: ...


class _Read:
    """The views of a store, read from it."""

    def __init__(self, store: ox.Store) -> None:
        self.store, self.tables = store, Tables(store)
        self.book, self.index = claims.read(store, tables=self.tables), names.read(store)
        self.labels = wording.Labels(store)
        self.ladder = compile_ladder(store, self.book, tables=self.tables)


def viewed(store: ox.Store) -> Views:
    """Return the views of a store."""
    return _Read(store)
