"""What others do of the same job, on the same steps: least cost, k shortest, reach, one budget.

Each peer is a function that builds its own graph and returns a function of a start and a goal.
All answer with costs, so that they can be held against each other.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pyoxigraph as ox

Pair = tuple[int, int]
Cost = Callable[[int, int], int | None]
Costs = Callable[[int, int], list[int]]

K = 5


@dataclass(frozen=True, eq=False)
class Edges:
    """The open steps of a market: between roles by number, each with a cost of 1 or more."""

    roles: int
    start: Any
    end: Any
    cost: Any

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        return zip(self.start.tolist(), self.end.tolist(), self.cost.tolist(), strict=True)


# ---------------------------------------------------------------- least cost


def networkx_graph(edges: Edges) -> Any:
    """Return the steps as a networkx.DiGraph with weights."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(edges.roles))
    graph.add_weighted_edges_from(edges)
    return graph


def networkx_dijkstra(edges: Edges) -> Cost:
    """`dijkstra_path_length`, which stops at the goal."""
    import networkx as nx

    graph = networkx_graph(edges)
    return lambda a, b: _none_if(nx.NetworkXNoPath, lambda: nx.dijkstra_path_length(graph, a, b))


def networkx_bidirectional(edges: Edges) -> Cost:
    """`bidirectional_dijkstra`."""
    import networkx as nx

    graph = networkx_graph(edges)
    return lambda a, b: _none_if(
        nx.NetworkXNoPath, lambda: nx.bidirectional_dijkstra(graph, a, b)[0]
    )


def _none_if(error: type[Exception], find: Callable[[], int]) -> int | None:
    try:
        return find()
    except error:
        return None


def rustworkx_dijkstra(edges: Edges) -> Cost:
    """`dijkstra_shortest_path_lengths` with a goal."""
    import rustworkx as rx

    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(edges.roles))
    graph.add_edges_from(list(edges))

    def least(a: int, b: int) -> int | None:
        found = rx.dijkstra_shortest_path_lengths(graph, a, float, goal=b)
        return int(found[b]) if b in found else None

    return least


def scipy_dijkstra(edges: Edges) -> Cost:
    """`csgraph.dijkstra`, which knows no goal to stop at."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    shape = (edges.roles, edges.roles)
    graph = csr_matrix((edges.cost.astype(float), (edges.start, edges.end)), shape)

    def least(a: int, b: int) -> int | None:
        found = dijkstra(graph, indices=a)[b]
        return None if np.isinf(found) else int(found)

    return least


def networkit_graph(edges: Edges) -> Any:
    """Return the steps as a networkit graph with weights."""
    import networkit as nk

    graph = nk.Graph(edges.roles, weighted=True, directed=True)
    for a, b, cost in edges:
        graph.addEdge(a, b, cost)
    return graph


def networkit_bidirectional(edges: Edges) -> Cost:
    """`BidirectionalDijkstra`."""
    import networkit as nk

    graph = networkit_graph(edges)

    def least(a: int, b: int) -> int | None:
        found = nk.distance.BidirectionalDijkstra(graph, a, b, True).run().getDistance()
        return int(found) if found < 1e18 else None

    return least


def igraph_graph(edges: Edges) -> Any:
    """Return the steps as an igraph graph with weights."""
    import igraph

    pairs = np.stack((edges.start, edges.end), axis=1)
    return igraph.Graph(n=edges.roles, edges=pairs, directed=True,
                        edge_attrs={"cost": edges.cost.tolist()})  # fmt: skip


def igraph_dijkstra(edges: Edges) -> Cost:
    """`distances` from one role to one other."""
    graph = igraph_graph(edges)

    def least(a: int, b: int) -> int | None:
        found = graph.distances(a, b, weights="cost")[0][0]
        return None if found == float("inf") else int(found)

    return least


# ---------------------------------------------------------------- k shortest loopless


def networkx_simple_paths(edges: Edges) -> Costs:
    """`shortest_simple_paths`: Yen's algorithm."""
    import networkx as nx

    graph = networkx_graph(edges)

    def best(a: int, b: int) -> list[int]:
        try:
            found = list(islice(nx.shortest_simple_paths(graph, a, b, "weight"), K))
        except nx.NetworkXNoPath:
            return []
        return [sum(graph[x][y]["weight"] for x, y in pairwise(path)) for path in found]

    return best


def igraph_simple_paths(edges: Edges) -> Costs:
    """`get_k_shortest_paths`: Yen's algorithm."""
    graph = igraph_graph(edges)
    cost = edges.cost.tolist()

    def best(a: int, b: int) -> list[int]:
        if graph.distances(a, b)[0][0] == float("inf"):
            return []
        found = graph.get_k_shortest_paths(a, b, k=K, weights="cost", output="epath")
        return [sum(cost[graph_edge] for graph_edge in path) for path in found]

    return best


# ---------------------------------------------------------------- reach


def oxigraph_path(edges: Edges) -> Callable[[int], int]:
    """How many roles a SPARQL property path over the open steps reaches from a role."""
    base = "http://example.org/"
    store, follows = ox.Store(), ox.NamedNode(f"{base}openTo")
    nodes = [ox.NamedNode(f"{base}{n}") for n in range(edges.roles)]
    store.bulk_extend(ox.Quad(nodes[a], follows, nodes[b]) for a, b, _ in edges)

    def reached(a: int) -> int:
        text = f"SELECT (COUNT(DISTINCT ?r) AS ?n) {{ <{base}{a}> <{base}openTo>+ ?r }}"
        (row,) = store.query(text)  # type: ignore[misc]
        return int(row["n"].value)

    return reached


# ---------------------------------------------------------------- one budget


def plain_label_setting(edges: Edges, most_steps: int) -> Cost:
    """Label setting in plain Python: least cost within a budget of steps, with lower bounds."""
    outgoing: list[list[tuple[int, int]]] = [[] for _ in range(edges.roles)]
    incoming: list[list[tuple[int, int]]] = [[] for _ in range(edges.roles)]
    for a, b, cost in edges:
        outgoing[a].append((b, cost))
        incoming[b].append((a, cost))

    def least(a: int, b: int) -> int | None:
        cheap = _distances(incoming, b, unit=False)
        short = _distances(incoming, b, unit=True)
        settled: dict[int, list[tuple[int, int]]] = {}
        queue = [(cheap.get(a, 0), 0, 0, a)] if a in cheap else []
        while queue:
            _, cost, steps, role = heapq.heappop(queue)
            if role == b:
                return cost
            labels = settled.setdefault(role, [])
            if any(c <= cost and s <= steps for c, s in labels):
                continue
            labels.append((cost, steps))
            for end, more in outgoing[role]:
                if end in short and steps + 1 + short[end] <= most_steps:
                    heapq.heappush(queue, (cost + more + cheap[end], cost + more, steps + 1, end))
        return None

    return least


def _distances(ways: list[list[tuple[int, int]]], start: int, *, unit: bool) -> dict[int, int]:
    found, queue = {}, [(0, start)]
    while queue:
        far, role = heapq.heappop(queue)
        if role not in found:
            found[role] = far
            for end, cost in ways[role]:
                if end not in found:
                    heapq.heappush(queue, (far + (1 if unit else cost), end))
    return found
