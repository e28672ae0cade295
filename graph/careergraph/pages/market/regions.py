"""The regions of the map: which occupation group each node belongs to, and what it is called.

Role groups that the graph names come first, then industries where people mostly move inside them;
where the graph names neither, the regions are communities of roles that lead to each other.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from careergraph.pages.market.calling import calls

Row = Mapping[str, Any]
Pair = tuple[int, int]
Groups = dict[int, int]
"""The group of each role, by number: of the node that names it, or of a community."""

MOST_REGIONS = 60
"""More regions than these have no room for their names on a map."""

_SEED = 7
_FEWEST, _COVERED, _HELD_TOGETHER = 3, 0.5, 1.5
_SHARED_FROM, _AT_HOME = 6, 0.34
SHARED = "Shared by many fields"
ELSEWHERE = "Without a group"


@dataclass(frozen=True, slots=True)
class Regions:
    """The names of the regions, the region of each node, and by what the map is divided."""

    names: tuple[str, ...]
    of: tuple[int, ...]
    basis: str


def regions(
    nodes: Sequence[Row], steps: Sequence[Pair], links: Mapping[str, Sequence[Pair]]
) -> Regions:
    """Return the regions of nodes that are joined by steps and, by their measure, links."""
    roles = [n for n, node in enumerate(nodes) if node["kind"] == "Role"]
    basis, groups = _grouping(nodes, roles, steps, links)
    if basis == "community":
        called = _community_names(nodes, groups, steps)
    else:
        called = {group: str(nodes[group]["label"]) for group in set(groups.values())}
    edges = [*steps, *(pair for pairs in links.values() for pair in pairs)]
    within = _within(links.get("broader", ()), called) if basis == "role group" else {}
    return _all_nodes(len(nodes), within | groups, called, edges, basis)


def _grouping(
    nodes: Sequence[Row], roles: Sequence[int], steps: Sequence[Pair],
    links: Mapping[str, Sequence[Pair]],
) -> tuple[str, Groups]:  # fmt: skip
    named_groups = {n for n, node in enumerate(nodes) if node["kind"] == "RoleGroup"}
    broader = links.get("broader", ())
    members = (p for p in (*links.get("memberOf", ()), *broader) if p[0] not in named_groups)
    named = _largest(p for p in members if p[1] in named_groups)
    named = _climbed(named, [p for p in broader if p[0] in named_groups and p[1] in named_groups])
    if _divides(named, roles):
        return "role group", named
    industries = _largest(links.get("worksIn", ()))
    if _divides(industries, roles) and _cohesion(industries, steps) >= _HELD_TOGETHER:
        return "industry", industries
    return "community", _communities(roles, steps or _alike(roles, links))


def _largest(pairs: Iterable[Pair]) -> Groups:
    """For each role the largest of the groups it is said to belong to."""
    listed = list(pairs)
    size = Counter(group for _, group in listed)
    found: Groups = {}
    for role, group in sorted(listed):
        if role not in found or size[group] > size[found[role]]:
            found[role] = group
    return found


def _climbed(groups: Groups, broader: Sequence[Pair]) -> Groups:
    """The groups of roles, as fine as a map has room for: each in the wider group it lies in.

    Classifications have their groups in storeys; the lowest is taken that is few enough.
    """
    above = dict(sorted(broader, reverse=True))  # the first where there are several
    ways = {group: _way_down(group, above) for group in set(groups.values())}
    for depth in range(max(map(len, ways.values()), default=0), 0, -1):
        at = {group: way[:depth][-1] for group, way in ways.items()}
        if len(set(at.values())) <= MOST_REGIONS or depth == 1:
            return {role: at[group] for role, group in groups.items()}
    return groups


def _way_down(group: int, above: Mapping[int, int]) -> list[int]:
    """The groups from the widest that a group lies in down to itself."""
    way = [group]
    while (wider := above.get(way[-1])) is not None and wider not in way:
        way.append(wider)
    return way[::-1]


def _within(broader: Sequence[Pair], called: Iterable[int]) -> Groups:
    """The region of each narrower group that lies in one that names a region."""
    above, found = dict(sorted(broader, reverse=True)), {group: group for group in called}
    for group in above:
        way = _way_down(group, above)
        home = next((found[each] for each in reversed(way) if each in found), None)
        if home is not None:
            found[group] = home
    return found


def _divides(groups: Groups, roles: Sequence[int]) -> bool:
    return len(set(groups.values())) >= _FEWEST and len(groups) >= _COVERED * len(roles)


def _cohesion(groups: Groups, steps: Sequence[Pair]) -> float:
    """How many times as many steps stay inside a group as chance would keep there."""
    ends = [(groups[a], groups[b]) for a, b in steps if a in groups and b in groups]
    if not ends:
        return _HELD_TOGETHER
    starts, goals = Counter(a for a, _ in ends), Counter(b for _, b in ends)
    chance = sum(starts[g] * goals[g] for g in starts) / len(ends) ** 2
    return sum(a == b for a, b in ends) / len(ends) / chance


def _communities(roles: Sequence[int], pairs: Iterable[Pair]) -> Groups:
    """Louvain communities, numbered by their size; the seed makes them the same each time."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(roles)
    graph.add_edges_from(sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]}))
    found = nx.community.louvain_communities(graph, seed=_SEED, resolution=1.6)
    order = sorted((sorted(each) for each in found), key=lambda each: (-len(each), each))
    return {role: n for n, each in enumerate(order) if len(each) > 1 for role in each}


_MOST_SHARING = 40


def _alike(roles: Sequence[int], links: Mapping[str, Sequence[Pair]]) -> list[Pair]:
    """Roles that name the same thing, where few enough do for that to mean something."""
    is_role = set(roles)
    naming: dict[int, list[int]] = {}
    for pairs in links.values():
        for start, end in pairs:
            if start in is_role:
                naming.setdefault(end, []).append(start)
    return [
        (a, b)
        for found in naming.values() if len(found) <= _MOST_SHARING
        for n, a in enumerate(found) for b in found[n + 1 :]
    ]  # fmt: skip


def _community_names(nodes: Sequence[Row], groups: Groups, steps: Sequence[Pair]) -> dict[int, str]:
    """A community is called by the names of its roles, those first that most steps inside touch."""
    busy: Counter[int] = Counter()
    for a, b in steps:
        if groups.get(a, -1) == groups.get(b, -2):
            busy.update((a, b))
    members: dict[int, list[str]] = {}
    for role in sorted(groups, key=lambda r: (-busy[r], r)):
        members.setdefault(groups[role], []).append(str(nodes[role]["label"]))
    return calls(members)


def _all_nodes(
    count: int, groups: Groups, called: Mapping[int, str], edges: Sequence[Pair], basis: str
) -> Regions:
    """Every other node goes where most of what it is linked to is, or to what many share."""
    near: list[Counter[int]] = [Counter() for _ in range(count)]
    for a, b in edges:
        if a in groups:
            near[b][groups[a]] += 1
        if b in groups:
            near[a][groups[b]] += 1
    home = [groups[n] if n in groups else n if n in called and basis != "community"
            else _home(near[n]) for n in range(count)]  # fmt: skip
    size = Counter(home)
    order = sorted(size, key=lambda g: (g < 0, -size[g], g))
    names = {-1: ELSEWHERE, -2: SHARED, **called}
    number = {group: n for n, group in enumerate(order)}
    return Regions(tuple(names[g] for g in order), tuple(number[g] for g in home), basis)


def _home(near: Counter[int]) -> int:
    if not near:
        return -1
    most, group = max((links, -g) for g, links in near.items())
    total = sum(near.values())
    return -2 if total >= _SHARED_FROM and most < _AT_HOME * total else -group
