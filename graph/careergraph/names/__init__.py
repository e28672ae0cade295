"""From the name somebody typed to the node they mean.

Case, plural, punctuation and alternative labels do not matter; an abbreviation or a typo is not
guessed at but answered with a suggestion. `collected` takes the names out of a store, `columns`
and `words` order them for looking up and for searching, `index` answers; `keeping` has them in a
file.
"""

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import URIRef

from careergraph.names.collected import KINDS, Name, collected
from careergraph.names.columns import columns
from careergraph.names.index import Hit, Index
from careergraph.names.keeping import load, save
from careergraph.names.spelling import key

__all__ = ["KINDS", "Hit", "Index", "Name", "find", "key", "load", "read", "save"]


def read(store: ox.Store) -> Index:
    """Return the index of all names in a store."""
    return Index(columns(collected(store)))


def find(store: ox.Store, text: str, *, kinds: Iterable[str] = KINDS) -> URIRef:
    """Return the node that `text` names; see `Index.find`. For many look-ups keep an index."""
    return read(store).find(text, kinds=kinds)
