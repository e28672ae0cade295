"""Moves as an igraph network, for what igraph does well."""

from typing import TYPE_CHECKING, Any

from careergraph.transitions.analyses.analysis import imported
from careergraph.transitions.analyses.flows import Edges

if TYPE_CHECKING:
    from careergraph.transitions.counts import Array


def network(found: Edges, size: int, weights: "Array | None" = None) -> Any:
    """Return a directed `igraph.Graph`, its edges in the order given. Raises MissingExtraError.

    The edges' `weight` is their size, unless other weights are given.
    """
    igraph = imported("igraph", "a network of moves")
    pairs = list(zip(found.origins.tolist(), found.destinations.tolist(), strict=True))
    graph = igraph.Graph(size, pairs, directed=True)
    graph.es["weight"] = (found.sizes if weights is None else weights).tolist()
    return graph
