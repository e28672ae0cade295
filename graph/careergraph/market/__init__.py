"""Labour markets: whole classifications, kept on disk, a named graph a source."""

from careergraph.market.generations import current, is_market
from careergraph.market.importing import Imported, import_release

__all__ = ["Imported", "current", "import_release", "is_market"]
