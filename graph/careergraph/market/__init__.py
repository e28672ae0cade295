"""Labour markets: whole classifications, kept on disk, a named graph a source."""

import os
from pathlib import Path

import pyoxigraph as ox

from careergraph.errors import DamagedError
from careergraph.market import generations, inventory

__all__ = ["home", "opened", "verify"]


def home(location: str | os.PathLike[str]) -> Path | None:
    """Return the folder of what a market holds now, or None for a location that is no market."""
    folder = Path(location)
    return generations.current(folder) if generations.is_market(folder) else None


def opened(home: Path) -> ox.Store:
    """Return the store in the `home` of a market, for reading. Raises DamagedError."""
    verify(home, thoroughly=False)
    try:
        return ox.Store.read_only(str(home / "store"))
    except (OSError, RuntimeError) as error:
        raise DamagedError(home, error) from None


def verify(home: Path, *, thoroughly: bool = True) -> None:
    """Raise DamagedError unless the files in the `home` of a market are those that were written.

    Their hashes are compared, which reads all of them once; if not `thoroughly`, their sizes.
    """
    for name, fault in inventory.damage(home, thoroughly=thoroughly).items():
        source = inventory.source_of(Path(name))
        raise DamagedError(home / name, fault, lost=source or "any of its releases")
