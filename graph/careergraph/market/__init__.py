"""Labour markets: whole classifications, kept on disk, a named graph a source."""

import os
from pathlib import Path

import pyoxigraph as ox

from careergraph.errors import ReadError
from careergraph.market import generations

__all__ = ["home", "opened"]


def home(location: str | os.PathLike[str]) -> Path | None:
    """Return the folder of what a market holds now, or None for a location that is no market."""
    folder = Path(location)
    return generations.current(folder) if generations.is_market(folder) else None


def opened(location: str | os.PathLike[str]) -> ox.Store:
    """Return the store of a market, for reading. Raises ReadError when it is damaged."""
    found = generations.current(Path(location))
    try:
        return ox.Store.read_only(str(found / "store"))
    except OSError as error:
        raise ReadError(f"cannot read the market at {location}: {error}; import again") from None
