"""Which roles can be reached from which by steps, whatever these require."""

from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]


def reach(steps: Iterable[Pair], number: Mapping[str, int]) -> list[int]:
    """Return for each role those that steps lead to from it, one bit a role.

    `number` gives each role its place in the list and in the bits. No role counts as reached from
    itself. Exact: roles that lead to each other are taken together, and of what is left each is
    looked at once.
    """
    import networkx  # late: most imports replace nothing

    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(number.values())
    graph.add_edges_from((number[start], number[end]) for start, end in steps)
    together = networkx.condensation(graph)
    found: dict[int, int] = {}
    for each in reversed(list(networkx.topological_sort(together))):
        bits = _bits(together.nodes[each]["members"])
        for after in together.successors(each):
            bits |= found[after]
        found[each] = bits
    of = together.graph["mapping"]
    return [found[of[n]] & ~(1 << n) for n in range(len(number))]


def _bits(places: Iterable[int]) -> int:
    bits = 0
    for n in places:
        bits |= 1 << n
    return bits


def places(bits: int) -> Sequence[int]:
    """Return the places of the bits that are set, in order.

    >>> places(0b1010)
    [1, 3]
    """
    return [n for n, bit in enumerate(bin(bits)[:1:-1]) if bit == "1"]
