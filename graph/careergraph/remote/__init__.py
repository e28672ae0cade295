"""Graphs on other servers: asked by the SPARQL 1.1 Protocol, fetched, and put there."""

import pyoxigraph as ox

from careergraph.errors import ReadError
from careergraph.remote import copying
from careergraph.remote.asking import Remote
from careergraph.remote.protocol import Server, forward, server

__all__ = ["Remote", "Server", "everything", "forward", "opened", "server"]


def opened(address: str) -> Remote | None:
    """Return the graph that was pushed to a server, to be asked there; None when none was.

    Raises ReadError, also when a push has not been finished.
    """
    asked = server(address)
    held = copying.told(asked)
    if held is not None and not held.whole:
        raise ReadError(f"cannot read {asked.name}: a push to it was not finished; push again")
    return None if held is None else Remote(asked, held)


def everything(address: str) -> ox.Store:
    """Return all the data that a server holds, without what a push put beside it.

    Raises ReadError.
    """
    there = opened(address)
    return there.store if there else copying.everything(server(address))
