"""The overview of a labour market: regions on a map, all marks in one canvas, claims as counts."""

from careergraph.pages.market.content import MOST_WITH_CLAIMS, content
from careergraph.pages.market.squeeze import squeezed

__all__ = ["MOST_WITH_CLAIMS", "content", "squeezed"]
