"""Routes: against brute force on generated graphs, and what the definitions say on small ones."""

from dataclasses import replace
from itertools import pairwise, permutations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from careergraph import claims
from careergraph.claims import Status
from careergraph.errors import InvalidGraphError, QuestionError
from careergraph.routes import End, RouteAnswer, RouteQuery, compile_ladder, search
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.terms import CAREER, ID
from worlds import SOURCES, Ladder, ladders, opened, role, step

READINGS = [
    CAUTIOUS,
    GENEROUS,
    *(Reading(name, s) for name in ("only", "without") for s in SOURCES),  # type: ignore[arg-type]
]
ENTRY, SENIOR = End("Level", CAREER.entry), End("Level", CAREER.senior, at_least=True)


def test_a_degree_without_a_level_is_named_by_its_label(small_world: ox.Store) -> None:
    level = ox.NamedNode(CAREER.eqfLevel)
    for quad in list(small_world.quads_for_pattern(None, level, None)):
        small_world.remove(quad)
    with pytest.raises(InvalidGraphError, match=r"^degree .\w+'s degree. has no EQF level"):
        compile_ladder(small_world, claims.read(small_world))


def ask(store: ox.Store, query: RouteQuery) -> RouteAnswer:
    return search(compile_ladder(store, claims.read(store)), query)


# ---------------------------------------------------------------- brute force, from DESIGN's words


def binds(world: Ladder, r: int, reading: Reading) -> int:
    """The highest degree that binds on a role in a reading, 0 for none."""
    heard = [n for n in world.needs if n[0] == r and heard_in(SOURCES[n[3]], reading)]
    demanded = {n[1] for n in heard if n[2] and n[4] != "preferred"}
    if reading.name == "generous":
        demanded -= {n[1] for n in heard if not n[2]}
    return max(demanded, default=0)


def spared(world: Ladder, r: int, reading: Reading) -> int:
    """What a bachelor's degree leaves that a role is said not to need, 0 where nobody says so."""
    return 5 * any(n[:3] == (r, 6, False) and heard_in(SOURCES[n[3]], reading) for n in world.needs)


def heard_in(source: URIRef, reading: Reading) -> bool:
    return {"only": source == reading.source, "without": source != reading.source}.get(
        reading.name, True
    )


def is_open(world: Ladder, roles: tuple[int, ...], query: RouteQuery, reading: Reading) -> bool:
    base = binds(world, roles[0], reading) or spared(world, roles[0], reading) or 6
    limit = base if query.without_further_degree else 9
    return heard_in(SOURCES[0], reading) and all(
        binds(world, r, reading) <= limit for r in roles[1:]
    )


def walks(world: Ladder) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Every simple route as (roles, steps): each order of each set of roles is tried."""
    edges: dict[tuple[int, int], list[int]] = {}
    for n, (a, b, _) in enumerate(world.steps):
        edges.setdefault((a, b), []).append(n)
    found = []
    for length in range(2, len(world.levels) + 1):
        for roles in permutations(world.levels, length):
            pairs = list(pairwise(roles))
            if all(p in edges for p in pairs):
                found.append((roles, tuple(edges[p][0] for p in pairs)))
    return found


def brute_force(world: Ladder, query: RouteQuery) -> dict[tuple[URIRef, ...], Status]:
    starts = {r for r, levels in world.levels.items() if 1 in levels}
    goals = {r for r, levels in world.levels.items() if levels & {3, 4, 5}}
    readings = [query.reading] if query.reading else [CAUTIOUS, GENEROUS,
                *(Reading("only", s) for s in speaking(world))]  # fmt: skip
    found = {}
    for roles, steps in walks(world):
        ends = roles[0] in starts - goals and roles[-1] in goals and not goals & set(roles[:-1])
        short = query.most_steps is None or len(steps) <= query.most_steps
        if ends and short and any(is_open(world, roles, query, r) for r in readings):
            key = tuple(step(n) for n in steps)
            found[key] = status(world, roles, steps, query)
    return found


def speaking(world: Ladder) -> list[URIRef]:
    second = any(n[3] == 1 for n in world.needs)
    return [SOURCES[0], *([SOURCES[1]] if second else [])]


def status(
    world: Ladder, roles: tuple[int, ...], steps: tuple[int, ...], query: RouteQuery
) -> Status:
    if not is_open(world, roles, query, CAUTIOUS):
        return Status.CONTESTED
    guessed = any(world.steps[n][2] == "curated" for n in steps)
    return Status.UNKNOWN if guessed else Status.SUPPORTED


@settings(max_examples=300, deadline=None)
@given(
    ladders(),
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 4)),
    st.one_of(st.none(), st.sampled_from(READINGS)),
)
def test_the_search_finds_exactly_what_brute_force_finds(
    world: Ladder, no_degree: bool, most: int | None, reading: Reading | None
) -> None:
    query = RouteQuery(
        ENTRY, SENIOR, without_further_degree=no_degree, most_steps=most, reading=reading
    )
    try:
        answer = ask(opened(world), query)
    except QuestionError:
        answer = None
    found = {tuple(s.step.iri for s in r.steps): r.status for r in answer.routes} if answer else {}
    assert found == brute_force(world, query)


@settings(max_examples=100, deadline=None)
@given(ladders(), st.booleans())
def test_an_answer_is_ordered_and_the_same_each_time(world: Ladder, no_degree: bool) -> None:
    query = RouteQuery(ENTRY, SENIOR, without_further_degree=no_degree)
    try:
        answer = ask(opened(world), query)
    except QuestionError:
        return
    assert answer == ask(opened(world), query)
    assert [r.quality for r in answer.routes] == sorted(r.quality for r in answer.routes)
    assert answer.status == (answer.routes[0].status.value if answer.routes else "none")
    for k in range(1, len(answer.routes) + 1):
        shown = answer.best(k)
        assert len(set(shown)) == k
        assert shown[0].quality == answer.routes[0].quality
        assert len({r.status for r in shown}) == min(k, len({r.status for r in answer.routes}))


# ---------------------------------------------------------------- the definitions, one by one


def needing(*needs: tuple[int, int, bool, int, str], stance: str = "stated") -> ox.Store:
    """Entry role 0, then mid role 1, then senior role 2, with these needs."""
    return opened(Ladder({0: {1}, 1: {2}, 2: {3}}, ((0, 1, stance), (1, 2, "stated")), needs))


FREE = RouteQuery(ENTRY, SENIOR, without_further_degree=True)


def test_a_typical_need_binds_and_a_preferred_one_never_does() -> None:
    assert ask(needing((1, 7, True, 0, "typical")), FREE).status != "supported"
    assert ask(needing((1, 7, True, 0, "preferred")), FREE).status == "supported"


def test_a_need_that_is_denied_leaves_the_route_contested() -> None:
    answer = ask(needing((1, 7, True, 0, "required"), (1, 7, False, 0, "")), FREE)
    assert answer.status == "contested"
    assert answer.routes[0].open_under == ("generous",)


def test_a_need_that_one_source_alone_makes_leaves_the_other_sources_word() -> None:
    answer = ask(needing((1, 7, True, 1, "required")), FREE)
    assert answer.status == "contested"
    assert answer.routes[0].open_under == (f"only {SOURCES[0]}",)


def test_a_need_that_nobody_denies_gives_no_route() -> None:
    answer = ask(needing((1, 8, True, 0, "required"), (2, 7, True, 0, "required")), FREE)
    assert answer.status == "none"
    assert answer.routes == ()


def test_a_curated_step_leaves_the_route_unknown() -> None:
    answer = ask(needing(stance="curated"), FREE)
    assert answer.status == "unknown"
    assert answer.routes[0].weakest.step.iri == step(0)


def test_the_baseline_is_a_bachelors_degree_where_nothing_else_is_said() -> None:
    route = ask(needing((1, 6, True, 0, "required")), FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (6, "assumed")


def test_the_degree_that_binds_on_the_start_is_the_baseline() -> None:
    route = ask(needing((0, 7, True, 0, "typical"), (1, 7, True, 0, "typical")), FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (7, "binds on the start")


def test_the_baseline_lies_below_the_degree_that_the_start_is_said_not_to_need() -> None:
    free = needing((0, 6, False, 0, ""))
    route = ask(free, FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (5, "denied on the start")
    assert ask(needing((0, 6, False, 0, ""), (1, 6, True, 0, "required")), FREE).status == "none"


def test_that_the_start_needs_no_masters_degree_leaves_a_bachelors_assumed() -> None:
    route = ask(needing((0, 7, False, 0, ""), (1, 6, True, 0, "required")), FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (6, "assumed")


def test_of_several_degrees_that_the_start_does_not_need_the_lowest_counts() -> None:
    route = ask(needing((0, 8, False, 0, ""), (0, 6, False, 1, "")), FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (5, "denied on the start")


def test_the_degree_that_binds_on_the_start_counts_before_one_that_is_said_not_to_be_needed() -> (
    None
):
    route = ask(needing((0, 7, True, 0, "typical"), (0, 6, False, 1, "")), FREE).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (7, "binds on the start")


def test_what_a_source_denies_counts_only_for_those_who_hear_it() -> None:
    asked = replace(FREE, reading=Reading("without", SOURCES[1]))
    route = ask(needing((0, 6, False, 1, "")), asked).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (6, "assumed")


def test_what_is_held_is_the_baseline_before_all_else() -> None:
    held = RouteQuery(ENTRY, SENIOR, without_further_degree=True, holding=(ID["credential/d7"],))
    route = ask(needing((0, 8, True, 0, "typical"), (1, 7, True, 0, "typical")), held).routes[0]
    assert (route.baseline.eqf, route.baseline.origin) == (7, "held")


def test_further_degrees_may_be_earned_when_the_question_allows_it() -> None:
    assert (
        ask(needing((1, 8, True, 0, "required")), RouteQuery(ENTRY, SENIOR)).status == "supported"
    )


def test_senior_roles_means_senior_or_above_and_at_level_senior_exactly_that() -> None:
    store = opened(Ladder({0: {1}, 1: {4}}, ((0, 1, "stated"),), ()))
    assert ask(store, RouteQuery(ENTRY, SENIOR)).status == "supported"
    with pytest.raises(QuestionError, match="no role can be the goal"):
        ask(store, RouteQuery(ENTRY, End("Level", CAREER.senior)))


def test_a_route_never_visits_a_role_twice_and_ends_at_the_first_goal() -> None:
    steps = ((0, 1, "stated"), (1, 0, "stated"), (1, 2, "stated"), (2, 3, "stated"))
    world = opened(Ladder({0: {1}, 1: {2}, 2: {3}, 3: {3}}, steps, ()))
    assert [r.roles for r in ask(world, RouteQuery(ENTRY, SENIOR)).routes] == [
        (role(0), role(1), role(2))
    ]


def test_two_steps_between_the_same_roles_are_two_routes() -> None:
    world = opened(Ladder({0: {1}, 1: {3}}, ((0, 1, "stated"), (0, 1, "curated")), ()))
    assert [r.status for r in ask(world, RouteQuery(ENTRY, SENIOR)).routes] == [
        Status.SUPPORTED,
        Status.UNKNOWN,
    ]


def test_a_source_that_a_route_would_not_survive_losing_is_named() -> None:
    assert ask(needing(), FREE).routes[0].needs == (SOURCES[0],)


def test_contradictory_questions_are_refused() -> None:
    same = End("Role", role(0))
    with pytest.raises(QuestionError, match="the same role"):
        RouteQuery(same, same)
    with pytest.raises(QuestionError, match="allow 1 or more"):
        RouteQuery(ENTRY, SENIOR, most_steps=0)
    with pytest.raises(QuestionError, match="not to a credential"):
        RouteQuery(ENTRY, End("Credential", ID["credential/d7"]))
