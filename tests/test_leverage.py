"""What if: leverage against asking role by role, gateways and landscapes against networkx."""

from dataclasses import replace
from decimal import Decimal

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

import markets
from careergraph import claims
from careergraph.career_graph import CareerGraph
from careergraph.errors import QuestionError
from careergraph.routes import End, Ladder, RouteQuery, compile_ladder, parse, search
from careergraph.routes.forms.whatif import (
    as_json,
    as_text,
    gateways_as_json,
    gateways_as_text,
    landscape_as_json,
    landscape_as_text,
)
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.routes.whatif.gateways import gateways, gateways_by_pairs, landscape
from careergraph.routes.whatif.leverage import leverage
from careergraph.terms import CAREER, ID
from cases import cases
from markets import DEGREES, INDUSTRIES, SKILLS, Hop, Market
from worlds import Ladder as World
from worlds import ladders, opened, role

ENTRY, SENIOR = End("Level", CAREER.entry), End("Level", CAREER.senior, at_least=True)
ANYWHERE = RouteQuery(End("Role", role(0)), End("Any"), without_further_degree=True)
HEADLINE = "from entry role to senior role without further degree"


def compiled(store: ox.Store) -> Ladder:
    return compile_ladder(store, claims.read(store))


def within(ladder: Ladder, query: RouteQuery) -> set[URIRef]:
    """The roles that a route leads to, each asked for by itself."""
    found = set()
    for goal in ladder.roles:
        one = End("Role", goal)
        if one != query.start and search(ladder, replace(query, goal=one)).routes:
            found.add(goal)
    return found


def without_need(world: World, r: int) -> World:
    """The world in which nobody demands a degree of a role."""
    return replace(world, needs=tuple(n for n in world.needs if n[0] != r or not n[2]))


@settings(max_examples=cases(60), deadline=None)
@given(ladders(), st.one_of(st.none(), st.integers(1, 2)), st.sampled_from([None, GENEROUS]))
def test_a_gain_is_what_asking_again_brings_within_reach(
    world: World, most: int | None, reading: Reading | None
) -> None:
    query = replace(ANYWHERE, most_steps=most, reading=reading)
    ladder = compiled(opened(world))
    found = leverage(ladder, query)
    asked = replace(query, reading=reading or CAUTIOUS)
    now = within(ladder, asked)
    assert set(found.within) == now
    gained = {g.node: set(g.roles) for g in found.gains}
    opened_by = {d: within(ladder, replace(asked, holding=(d,))) - now for d in DEGREES.values()}
    most_so_far = 0
    for degree, roles in opened_by.items():
        if len(roles) > most_so_far:
            assert gained[degree] == roles
        else:
            assert degree not in gained
        most_so_far = max(most_so_far, len(roles))
    for r in set(world.levels) - {0}:
        waived = within(compiled(opened(without_need(world, r))), asked) - now
        assert gained.get(role(r), set()) == waived
    assert [len(g.roles) for g in found.gains] == sorted(
        (len(g.roles) for g in found.gains), reverse=True
    )


def test_only_the_roles_asked_for_count() -> None:
    hops = (Hop(0, 1), Hop(1, 2), Hop(1, 3))
    ladder = compiled(markets.opened(Market(hops, ((1, "d7", True, 0),))))
    everything = leverage(ladder, ANYWHERE)
    one = leverage(ladder, replace(ANYWHERE, goal=End("Role", role(3))))
    assert [(g.kind, g.node, g.roles) for g in everything.gains] == [
        ("hold degree", DEGREES[7], (role(1), role(2), role(3))),
        ("waive degree", role(1), (role(1), role(2), role(3))),
    ]
    assert [g.roles for g in one.gains] == [(role(3),), (role(3),)]


def test_roles_reached_by_inference_alone_are_told_apart() -> None:
    hops = (Hop(0, 1), Hop(1, 2, stance="curated"))
    ladder = compiled(markets.opened(Market(hops, ((1, "d7", True, 0),))))
    gain = leverage(ladder, ANYWHERE).gains[0]
    assert (gain.roles, gain.grounded) == ((role(1), role(2)), (role(1),))


def test_skills_are_counted_by_the_roles_within_reach_that_use_them() -> None:
    market = Market(
        (Hop(0, 1), Hop(1, 2), Hop(3, 4)), skills={0: {0}, 1: {0, 1}, 2: {1, 2}, 4: {3}}
    )
    found = leverage(compiled(markets.opened(market)), ANYWHERE)
    assert [(g.node, g.roles) for g in found.skills] == [
        (SKILLS[1], (role(1), role(2))),
        (SKILLS[2], (role(2),)),
    ]


def test_a_start_that_no_role_can_be_is_refused() -> None:
    ladder = compiled(markets.opened(Market((Hop(0, 1),))))
    with pytest.raises(QuestionError, match="no role can be the start"):
        leverage(ladder, RouteQuery(ENTRY, End("Any")))


# ---------------------------------------------------------------- gateways


def network(world: World) -> "nx.DiGraph[URIRef]":
    found: nx.DiGraph[URIRef] = nx.DiGraph()
    found.add_nodes_from(map(role, world.levels))
    found.add_edges_from((role(a), role(b)) for a, b, s in world.steps if s == "stated")
    return found


@settings(max_examples=cases(80), deadline=None)
@given(ladders())
def test_gateways_by_pairs_agree_with_all_shortest_paths(world: World) -> None:
    world = replace(world, needs=())
    found = gateways_by_pairs(compiled(opened(world)), RouteQuery(ENTRY, SENIOR))
    goals = {role(r) for r, levels in world.levels.items() if levels & {3, 4}}
    starts = {role(r) for r, levels in world.levels.items() if 1 in levels} - goals
    counts: dict[URIRef, int] = {}
    total = 0
    for start in starts:
        for goal in goals:
            graph = network(world).subgraph(network(world).nodes - (goals - {goal}))
            if nx.has_path(graph, start, goal):
                total += 1
                ways = nx.all_shortest_paths(graph, start, goal)
                for on_the_way in {r for way in ways for r in way[1:-1]}:
                    counts[on_the_way] = counts.get(on_the_way, 0) + 1
    assert found.total == total
    assert {g.role: g.count for g in found.roles} == counts
    assert all(g.share == g.count / total for g in found.roles)


@settings(max_examples=cases(60), deadline=None)
@given(ladders())
def test_gateways_count_the_supported_routes_through_each_role(world: World) -> None:
    ladder = compiled(opened(world))
    try:
        found = gateways(ladder, RouteQuery(ENTRY, SENIOR))
    except QuestionError:
        return
    routes = [r for r in search(ladder, RouteQuery(ENTRY, SENIOR)).routes
              if r.status.value == "supported"]  # fmt: skip
    assert found.total == len(routes)
    for gateway in found.roles:
        assert gateway.count == sum(gateway.role in r.roles[1:-1] for r in routes)
        assert gateway.count > 0
    assert sum(g.count for g in found.roles) == sum(len(r.roles) - 2 for r in routes)


# ---------------------------------------------------------------- origins and destinations


@settings(max_examples=cases(80), deadline=None)
@given(ladders(), st.one_of(st.none(), st.integers(1, 3)))
def test_a_landscape_is_what_its_definitions_say(world: World, most: int | None) -> None:
    world = replace(world, needs=())
    found = landscape(compiled(opened(world)), RouteQuery(ENTRY, SENIOR, most_steps=most))
    goals = {role(r) for r, levels in world.levels.items() if levels & {3, 4}}
    starts = {role(r) for r, levels in world.levels.items() if 1 in levels} - goals
    origins = {s for s in starts if any(_up(world, s, e) for e in network(world)[s])}
    assert {p.role for p in found.origins} == origins
    assert set(found.closed) == starts - origins
    expected: dict[URIRef, set[URIRef]] = {}
    arrived: dict[URIRef, set[URIRef]] = {}
    for origin in origins:
        graph = network(world)
        graph.remove_edges_from([*graph.in_edges(origin), *graph.out_edges(goals)])
        far = nx.single_source_shortest_path_length(graph, origin)
        for goal in goals & far.keys():
            if most is None or far[goal] <= most:
                arrived.setdefault(goal, set()).add(origin)
        for between in far.keys() - goals - {origin}:
            left = [d for g, d in nx.single_source_shortest_path_length(graph, between).items()
                    if g in goals]  # fmt: skip
            if left and (most is None or far[between] + min(left) <= most):
                expected.setdefault(between, set()).add(origin)
    assert {p.role: set(p.origins) for p in found.gateways} == expected
    assert {p.role: set(p.origins) for p in found.destinations} == arrived
    assert all(p.destinations for p in found.gateways)


def _up(world: World, start: URIRef, end: URIRef) -> bool:
    last, following = (world.levels[int(r[-1])] for r in (start, end))
    if not last or not following:
        return False
    a, b = (min(last), max(last)), (min(following), max(following))
    return a != b and a[0] <= b[0] and a[1] <= b[1]


# ---------------------------------------------------------------- the curated graph, by hand


@pytest.fixture(scope="module")
def graph(curated: ox.Store) -> CareerGraph:
    return CareerGraph(curated)


def test_an_advanced_degree_opens_the_most_to_a_data_analyst(graph: CareerGraph) -> None:
    analyst = End("Role", ID["role/data-analyst"])
    found = leverage(graph.ladder, RouteQuery(analyst, End("Any"), without_further_degree=True))
    assert [graph.labels.label(r) for r in found.within] == [
        "Business Intelligence Analyst",
        "Team Manager",
    ]
    assert [(g.kind, g.node.rsplit("/")[-1], len(g.roles)) for g in found.gains] == [
        ("hold degree", "advanced-degree", 16),
        ("waive degree", "machine-learning-engineer", 15),
        ("waive degree", "data-scientist", 14),
    ]
    text = as_text(found, graph.ladder, graph.labels)
    assert text.startswith("Within reach from Data Analyst in the cautious reading: 2 roles.\n")
    assert "hold an advanced degree: 16 roles" in text
    first = as_json(found, graph.labels)["gains"][0]
    assert (first["text"], first["count"]) == ("hold an advanced degree", 16)


def test_a_specialist_is_the_gateway_without_a_further_degree(graph: CareerGraph) -> None:
    query = parse(HEADLINE, graph.index)
    for found in (gateways(graph.ladder, query), gateways_by_pairs(graph.ladder, query)):
        assert [(g.role, g.count) for g in found.roles] == [(ID["role/ai-specialist"], 9)]
        assert found.total == 27
        assert "AI Specialist: 9 (33 %)" in gateways_as_text(found, graph.labels)
        assert gateways_as_json(found, graph.labels)["roles"][0]["share"] == pytest.approx(1 / 3)


def test_a_further_degree_opens_more_gateways(graph: CareerGraph) -> None:
    query = parse(HEADLINE, graph.index)
    names = graph.labels.label
    without = landscape(graph.ladder, query)
    having = landscape(graph.ladder, replace(query, without_further_degree=False))
    assert [names(p.role) for p in without.gateways] == ["AI Specialist"]
    assert {names(p.role) for p in having.gateways} == {
        "AI Specialist",
        "Data Scientist",
        "Machine Learning Engineer",
    }
    assert {p.role for p in without.destinations} == {p.role for p in having.destinations}
    assert all(len(p.origins) == 3 for p in without.destinations)
    text = landscape_as_text(without, graph.labels)
    assert "   - AI Specialist: from 1 origin to 9 destinations\n" in text
    assert len(landscape_as_json(having, graph.labels)["gateways"]) == 3


# ---------------------------------------------------------------- limits on a whole route


def test_a_skill_opens_roles_where_few_may_be_new() -> None:
    market = Market((Hop(0, 1), Hop(1, 2), Hop(0, 3)), skills={1: {0, 1}, 2: {2}, 3: {0, 3}})
    found = leverage(compiled(markets.opened(market)), replace(ANYWHERE, most_new_skills=1))
    assert found.within == ()
    assert [(g.kind, g.node, g.roles) for g in found.gains] == [
        ("learn skill", SKILLS[0], (role(1), role(3))),
        ("learn skill", SKILLS[1], (role(1),)),
        ("learn skill", SKILLS[3], (role(3),)),
    ]


def test_a_credential_opens_only_what_it_brings_within_the_years_allowed() -> None:
    hops = (Hop(0, 1, years=(1, 1)), Hop(1, 2, years=(2, 2)), Hop(1, 3, years=(5, 5)))
    market = Market(hops, ((1, "d7", True, 0),))
    found = leverage(compiled(markets.opened(market)), replace(ANYWHERE, most_years=Decimal(3)))
    assert [(g.kind, g.roles) for g in found.gains] == [
        ("hold degree", (role(1), role(2))),
        ("waive degree", (role(1), role(2))),
    ]


def test_a_certificate_opens_roles_where_none_may_be_earned() -> None:
    market = Market((Hop(0, 1), Hop(1, 2), Hop(0, 3)),
                    ((1, "certificate", True, 0), (3, "d7 or certificate", True, 0)))  # fmt: skip
    query = RouteQuery(End("Role", role(0)), End("Any"), without_further_credential=True)
    found = leverage(compiled(markets.opened(market)), query)
    assert [(g.kind, len(g.roles)) for g in found.gains] == [
        ("hold credential", 3),
        ("hold degree", 1),
    ]


def test_an_industry_to_stay_in_limits_what_is_opened() -> None:
    hops = (Hop(0, 1, industries=(0,)), Hop(1, 2, industries=(0,)), Hop(1, 3, industries=(1,)))
    market = Market(hops, ((1, "d7", True, 0),))
    found = leverage(compiled(markets.opened(market)), replace(ANYWHERE, stay_in=INDUSTRIES[:1]))
    assert [g.roles for g in found.gains if g.kind == "hold degree"] == [(role(1), role(2))]
