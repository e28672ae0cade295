"""The engine in a generated market of some thousand steps: as machine code, as plain Python, packed
or label by label, it gives the same routes, and the same costs as networkx."""

import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import networkx as nx
import numpy as np
import pytest

import markets
from benchmarks.generated import Generated, market
from careergraph import claims
from careergraph.routes import compile_ladder, search
from careergraph.routes.arrays import YEAR
from careergraph.routes.case import Case
from careergraph.routes.engine import best as engine
from careergraph.routes.engine import compiled, labelling, shortest
from careergraph.routes.engine.labelling import Clock, Effort
from careergraph.routes.engine.terrain import Problem
from careergraph.routes.engine.workroom import borrowed
from careergraph.routes.question import CAUTIOUS, End, RouteQuery
from careergraph.routes.readings import viewed
from markets import Hop, Market
from worlds import role

EFFORT = Effort(seconds=600.0)
WORKED = {"experience": Decimal(5)}
LIMITS: dict[str, Any] = {
    "without_further_degree": True, "most_steps": 6, "most_years": Decimal(15),
    "avoid_licensed": True, "pay_never_drops": True,
}  # fmt: skip
BEST: dict[str, dict[str, Any]] = {
    "steps": {"objectives": ("steps",)},
    "years": {"objectives": ("years",), **WORKED},
    "years, waiting": {"objectives": ("years",)},
    "steps, then years": {"objectives": ("steps", "years"), **WORKED},
    "new skills": {"objectives": ("new_skills",), "most_steps": 3},
    "years within limits": {"objectives": ("years",), **LIMITS},
    "counted": {"objectives": ("counted",)},
    "counted within limits, then steps": {"objectives": ("counted", "steps"), **LIMITS},
}
FRONTS: dict[str, dict[str, Any]] = {
    "steps and years": {"objectives": ("steps", "years"), **LIMITS},
    "steps and counted": {"objectives": ("steps", "counted"), **LIMITS},
    "years and new skills": {"objectives": ("years", "new_skills"), **LIMITS},
    "steps, years and new skills": {"objectives": ("steps", "years", "new_skills"), **LIMITS},
}


@pytest.fixture(scope="module")
def made() -> Generated:
    return market(roles=300, skills=1300)


def problems(made: Generated, count: int, **asked: Any) -> Iterator[Problem]:
    """The question from some roles to others."""
    chosen = random.Random(5)
    for _ in range(count):
        start, goal = (End("Role", role) for role in chosen.sample(made.shape.roles, 2))
        query = RouteQuery(start, goal, **asked)
        yield from Case(viewed(made.ladder, CAUTIOUS), query).problems()


@pytest.mark.parametrize("name", BEST)
def test_machine_code_and_plain_python_give_the_same_best_routes(
    made: Generated, name: str
) -> None:
    found = 0
    for problem in problems(made, 6, k=4, **BEST[name]):
        compiled = engine.best(problem, 4, Clock(EFFORT), compiled=True)
        assert compiled == engine.best(problem, 4, Clock(EFFORT), compiled=False)
        found += len(compiled.routes)
    assert found > 6


@pytest.mark.parametrize("name", FRONTS)
def test_machine_code_and_plain_python_give_the_same_front(made: Generated, name: str) -> None:
    found = 0
    for problem in problems(made, 6, **FRONTS[name]):
        compiled = engine.front(problem, Clock(EFFORT), compiled=True)
        assert compiled == engine.front(problem, Clock(EFFORT), compiled=False)
        found += len(compiled.routes)
    assert found > 6


ADDING = ("steps", "years", "steps, then years")


@pytest.mark.parametrize("bits", [58, 24])
@pytest.mark.parametrize("name", ADDING)
def test_packed_costs_give_the_routes_that_label_setting_gives(
    made: Generated, name: str, bits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with too few bits for all costs: then a route is trusted only where it can be."""
    monkeypatch.setattr(shortest, "_BITS", bits)
    asked = {**BEST[name], "k": 5, "avoid": (made.shape.roles[bits],)}  # a terrain of its own
    for problem in problems(made, 25, **asked):
        packed = engine.best(problem, 5, Clock(EFFORT), compiled=True)
        assert packed == engine._labelling(problem, 5, Clock(EFFORT), True)


def test_few_bits_are_sometimes_too_few(made: Generated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortest, "_BITS", 24)
    asked = {**BEST["years"], "k": 1, "avoid": (made.shape.roles[7],)}
    crowded = 0
    for problem in problems(made, 25, **asked):
        costs = shortest.packed(problem.terrain, problem.order)
        routes = engine.best(problem, 1, Clock(EFFORT), compiled=True).routes
        crowded += costs is None or not costs.roomy
        assert costs is None or not costs.roomy or costs.bears(routes[0])
    assert crowded > 0


def test_a_level_is_a_start_as_each_of_its_roles_is(made: Generated) -> None:
    """Several starts at once: the best of each, in order."""
    some = random.Random(3)
    for problem in problems(made, 10, k=3, **BEST["years"]):
        goals = {*problem.goals}
        starts = tuple(sorted({some.randrange(300) for _ in range(5)} - goals))
        both = Problem(problem.terrain, starts, problem.goals, problem.rank, problem.order, {})
        packed = engine.best(both, 4, Clock(EFFORT), compiled=True)
        assert packed == engine._labelling(both, 4, Clock(EFFORT), True)
        assert packed.routes


def test_the_least_years_are_those_of_networkx(made: Generated) -> None:
    asked = list(problems(made, 40, k=1, **BEST["years"]))
    terrain = asked[0].terrain
    graph = nx.DiGraph()
    for step in np.flatnonzero(terrain.open):
        start, end = made.shape.start[step], made.shape.end[step]
        graph.add_edge(int(start), int(end), weight=int(terrain.high[step]))
    joined = 0
    for problem in asked:
        routes = engine.best(problem, 1, Clock(EFFORT), compiled=True).routes
        start, goal = problem.starts[0], problem.goals[0]
        if not routes:
            assert start not in graph or goal not in graph or not nx.has_path(graph, start, goal)
            continue
        joined += 1
        least = nx.dijkstra_path_length(graph, start, goal)
        assert sum(int(terrain.high[step]) for step in routes[0]) == least
        assert least % (YEAR // 4) == 0
    assert joined > 30


@pytest.mark.parametrize("compiled", [True, False])
def test_a_search_leaves_its_columns_as_it_found_them(made: Generated, compiled: bool) -> None:
    for asked in (BEST["years"], BEST["new skills"]):
        for problem in problems(made, 3, k=3, **asked):
            engine.best(problem, 3, Clock(EFFORT), compiled=compiled)
    for problem in problems(made, 3, **FRONTS["steps and years"]):
        engine.front(problem, Clock(EFFORT), compiled=compiled)
    clean = ("bound", "reach", "goal", "awaited", "trip near", "trip far", "trip mark",
             "trip shut")  # fmt: skip
    with borrowed(problem.terrain.columns, compiled) as room:
        for name in clean:
            column = room.column(name, 1)
            assert len(column) > 1
            assert not any(column), name
        assert {*room.column("latest", 1)} == {-1}


def test_when_the_time_is_up_the_answer_says_so(made: Generated) -> None:
    for problem in problems(made, 3, k=50, **BEST["years"]):
        found = engine.best(problem, 50, Clock(Effort(seconds=0.0)), compiled=False)
        assert not found.complete


def test_a_skill_that_the_last_role_but_one_asks_for_is_counted_once() -> None:
    """What has to be learned there at least is a bound on the whole route, not on each step."""
    graph = markets.opened(Market((Hop(0, 1), Hop(1, 2), Hop(2, 4)), skills={2: {0}}))
    ladder = compile_ladder(graph, claims.read(graph))
    for k in (None, 1, 2):
        query = RouteQuery(End("Role", role(0)), End("Role", role(4)), most_new_skills=1, k=k)
        assert search(ladder, query).status == "supported"


# ---------------------------------------------------------------- before machine code is loaded


@pytest.mark.parametrize(
    ("patience", "seen"), [(60.0, {False}), (0.0, {True}), (1e-9, {False, True})]
)
def test_a_first_question_does_not_wait_for_machine_code_but_for_so_long(
    monkeypatch: pytest.MonkeyPatch, patience: float, seen: set[bool]
) -> None:
    """On a graph that is not small; where plain Python is not done in time, machine code is."""
    ran: set[bool] = set()

    def functions(as_machine_code: bool) -> Any:
        ran.add(as_machine_code)
        return plain_or_not(as_machine_code)

    plain_or_not = compiled.functions
    monkeypatch.setattr(labelling, "functions", functions)
    monkeypatch.setattr(shortest, "functions", functions)
    monkeypatch.setattr(labelling, "BUDGET", 1)
    monkeypatch.setattr(compiled, "SMALL", 0)
    monkeypatch.setattr(compiled, "_left", patience)
    hops = tuple(Hop(a, b) for a, b in ((0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (1, 4), (2, 4)))
    store = markets.opened(Market(hops))
    ladder = compile_ladder(store, claims.read(store))
    query = RouteQuery(End("Role", role(0)), End("Role", role(4)), objectives=("years",), k=3)
    found = search(ladder, query)
    assert ran == seen
    assert found.complete
    assert [len(route.steps) for route in found.routes] == [2, 2, 3]
