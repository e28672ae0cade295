"""Moves that were counted, as a source of a market: shares, and the steps that they bear out."""

import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

import careergraph as cg
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.check import check
from careergraph.cli import main
from careergraph.errors import ParseError, ReadError
from careergraph.intervals import wilson
from careergraph.market.importing import import_release
from careergraph.model import Claim, Estimate
from careergraph.routes import End, RouteQuery, search
from careergraph.routes.as_sparql import as_sparql
from careergraph.routes.costs import LEAST, UNCOUNTED, rarity
from careergraph.routes.keeping import keep, recall
from careergraph.routes.phrase import print_query
from careergraph.sources.moves import read
from careergraph.terms import CAREER, ID
from cases import cases
from shared import Read
from worlds import Market, Step, marketed, role, step

ONET = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"
ABOUT = """
name = "survey"
title = "A survey of moves"
from = 2011
to = 2019
place = "United States"
codes = "census"
threshold = 10
"""
MOVES = """origin,destination,persons,weight
10,10,800,8000
10,20,30,250
10,30,20,250
10,*,50,500
20,10,9,90
30,30,100,1000
30,10,12,60
"""
CODES = """code,title,role
10,Chief executives,onet:11-1011.00
20,Software developers,onet:15-1252.00
30,Chiefs of other kinds,onet:11-1011.03
30,Chiefs of other kinds,onet:43-9021.00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "counted"
    made.mkdir()
    for name, text in (("about.toml", ABOUT), ("moves.csv", MOVES), ("codes.csv", CODES)):
        (made / name).write_text(text)
    return made


@pytest.fixture
def graph(folder: Path, tmp_path: Path) -> CareerGraph:
    import_release("onet", ONET, into=tmp_path / "market")
    import_release("moves", folder, into=tmp_path / "market")
    return cg.open(tmp_path / "market")


def test_a_share_is_of_all_who_left_those_who_are_not_told_apart_among_them(folder: Path) -> None:
    found = Read(read, folder)
    shares = {(c.subject, c.object): c for c in found.of(Claim) if c.measure == CAREER.movesTo}
    chief, developer = ID["onet/11-1011.00"], ID["onet/15-1252.00"]
    others = ID["moves-survey/30"]
    assert {pair: c.minimum for pair, c in shares.items()} == {
        (chief, developer): Decimal("25.00"),
        (chief, others): Decimal("25.00"),
        (others, chief): Decimal("100.00"),
    }
    (estimate,) = [e for e in found.of(Estimate) if e.iri == shares[chief, developer].iri]
    assert estimate.sample_size == 30
    low, high = wilson(0.25, 100)
    assert estimate.lower_bound == round(Decimal(low * 100), 2)
    assert estimate.upper_bound == round(Decimal(high * 100), 2)


def test_who_stayed_is_told_of_all_who_were_there(folder: Path) -> None:
    found = Read(read, folder)
    stays = {c.subject: c.minimum for c in found.of(Claim) if c.measure == CAREER.stays}
    assert stays == {ID["onet/11-1011.00"]: Decimal("88.89"),
                     ID["moves-survey/30"]: Decimal("94.34")}  # fmt: skip


def test_a_cell_of_fewer_than_the_threshold_is_left_out_and_told(folder: Path) -> None:
    found = Read(read, folder)
    (finding,) = found.findings
    assert str(finding) == (
        "1 × cell of fewer persons than the threshold; left out: moves.csv, line 6"
    )


def test_a_step_between_roles_was_counted_one_between_groups_is_borne_out(
    graph: CareerGraph,
) -> None:
    said = {str(c.subject).rpartition("/")[2]: c for c in graph.tables[Claim]
            if c.measure == CAREER.possible and "counted-moves" in str(c.rule)}  # fmt: skip
    counted = said["11-1011.00-to-15-1252.00"]
    assert counted.stance == CAREER.observed
    assert counted.minimum == counted.maximum == Decimal("25.00")
    assert said["11-1011.00-to-11-1011.03"].stance == CAREER.derived
    assert "11-1011.03-to-15-1252.00" not in said, "nobody was counted"
    assert [fault for fault in check(graph.store) if fault.severity == "fault"] == []


TO_DEVELOPER = "from Chief Executives to Software Developers"
TO_OTHER = "from Chief Executives to Chief Sustainability Officers"


def test_a_step_that_a_source_states_tells_who_was_counted_to_make_it(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "codes.csv").write_text(
        "code,title,role\n10,Analysts,role:data-analyst\n20,Scientists,role:data-scientist\n"
        "30,Others,onet:11-1011.00\n"
    )
    import_release("curated", stores.shipped("data"), into=tmp_path / "both")
    import_release("moves", folder, into=tmp_path / "both")
    graph = cg.open(tmp_path / "both")
    stated, asked = cg.open(), "from Data Analyst to Data Scientist in at most 1 step"
    counted = RouteQuery(*(End("Role", ID[f"role/{name}"]) for name in ("data-analyst",
                           "data-scientist")), counted=True)  # fmt: skip
    assert not search(stated.ladder, counted).routes
    assert len(search(graph.ladder, counted).routes) == 1
    assert "went" in graph.route(asked).to_text()
    assert (
        graph.route(asked).routes[0].steps[0].step.kind
        == stated.route(asked).routes[0].steps[0].step.kind
    )


def test_a_route_tells_which_share_went_so_when_and_how_sure_that_is(graph: CareerGraph) -> None:
    told = graph.route(TO_DEVELOPER).to_markdown()
    assert (
        "counted in moves-survey: 25 % of those who left went so, 2011 to 2019 "
        "(30 persons, 95 % interval 17.55–34.3)"
    ) in told


def test_of_groups_it_is_told_which_groups_were_counted(graph: CareerGraph) -> None:
    told = graph.route(TO_OTHER).to_markdown()
    assert (
        "by the rule 'Moves that were counted between groups': 25 % of those who left Chief "
        "Executives went to Chiefs of other kinds, 2011 to 2019 (20 persons,"
    ) in told


def test_programs_get_the_share_the_persons_the_interval_and_the_source(
    graph: CareerGraph,
) -> None:
    (route,) = graph.route(TO_DEVELOPER).to_dict()["routes"]
    (count,) = route["steps"][0]["observed"]
    assert (count["share"], count["persons"], count["interval"]) == (25.0, 30, [17.55, 34.3])
    assert (count["period"], count["source"]) == ("2011 to 2019", str(ID["source/moves-survey"]))
    assert (count["of"]["label"], count["to"]["label"]) == (
        "Chief Executives", "Software Developers")  # fmt: skip


def test_by_counted_moves_every_step_was_counted_by_itself_or_between_groups(
    graph: CareerGraph,
) -> None:
    chief, developer, other = (ID[f"onet/{n}"] for n in ("11-1011.00", "15-1252.00", "11-1011.03"))
    answer = graph.route("from Chief Executives to any role, by counted moves")
    assert {route.roles for route in answer.routes} == {(chief, developer), (chief, other)}
    assert print_query(answer.query, graph.index) == answer.question


def test_a_step_that_was_derived_from_another_count_was_not_counted() -> None:
    """That many stay in a role is a count, and none of people who left it."""
    stance = {"observed": True, "grouped": True, "surveyed": False, "stated": False}
    steps = tuple(Step(0, 1, "promotion", (), ((True, 0, each),)) for each in stance)
    opened = CareerGraph(marketed(Market(2, steps, (), (), ())))
    found = search(opened.ladder, RouteQuery(End("Role", role(0)), End("Role", role(1)),
                                             counted=True))  # fmt: skip
    assert {r.steps[0].step.iri for r in found.routes} == {
        step(n) for n, counted in enumerate(stance.values()) if counted
    }


# ---------------------------------------------------------------- preferring counted moves


def going(*steps: tuple[int, int, str]) -> CareerGraph:
    """Steps between roles, each known in one way; of a grouped one the share is that of `worlds`:
    from 0 to 1 it is 11.5 %, from 1 to 2 it is 22.5 %, from 0 to 2 it is 12.5 %."""
    made = tuple(Step(a, b, "promotion", (), ((True, 0, stance),)) for a, b, stance in steps)
    return CareerGraph(marketed(Market(3, made, (), (), ())))


def preferred(graph: CareerGraph, **asked: Any) -> list[tuple[URIRef, ...]]:
    query = RouteQuery(End("Role", role(0)), End("Role", role(2)), **asked)
    return [route.roles for route in search(graph.ladder, query).routes]


DIRECT, DETOUR = (role(0), role(2)), (role(0), role(1), role(2))


def test_a_counted_detour_is_preferred_to_a_step_that_nobody_was_counted_to_make() -> None:
    graph = going((0, 1, "grouped"), (1, 2, "grouped"), (0, 2, "stated"))
    assert preferred(graph, objectives=("counted",), k=2) == [DETOUR, DIRECT]
    assert preferred(graph, objectives=("steps",), k=1) == [DIRECT]
    assert {*preferred(graph, objectives=("steps", "counted"))} == {DETOUR, DIRECT}


def test_the_step_that_more_people_make_is_preferred_to_two_that_fewer_do() -> None:
    graph = going((0, 1, "grouped"), (1, 2, "grouped"), (0, 2, "grouped"))
    assert preferred(graph, objectives=("counted",), k=2) == [DIRECT, DETOUR]
    assert preferred(graph, objectives=("steps", "counted")) == [DIRECT]


def test_where_nobody_was_counted_fewer_steps_are_better() -> None:
    graph = going((0, 1, "stated"), (1, 2, "stated"), (0, 2, "stated"))
    assert preferred(graph, objectives=("counted",), k=2) == [DIRECT, DETOUR]


def test_a_step_costs_the_log_of_its_share_and_an_uncounted_one_most() -> None:
    assert rarity(Decimal(100)) == 0
    assert rarity(Decimal(25)) == 1_386_294  # ln 4
    assert rarity(LEAST) < rarity(UNCOUNTED) == 11_512_925  # ln 100,000


def test_of_several_counts_of_a_step_the_largest_share_counts() -> None:
    said = ((True, 0, "observed"), (True, 1, "grouped"))
    made = (Step(0, 1, "promotion", (), said), Step(1, 2, "promotion", (), said[::-1]))
    graph = CareerGraph(marketed(Market(3, made, (), (), ())))
    query = RouteQuery(End("Role", role(0)), End("Role", role(2)), objectives=("counted",))
    (route,) = search(graph.ladder, query).routes
    assert route.shares == (Decimal("11.5"), Decimal("22.5"))


def test_each_share_is_told_and_they_are_not_multiplied() -> None:
    graph = going((0, 1, "grouped"), (1, 2, "stated"), (0, 2, "observed"))
    answer = graph.route("preferring counted moves from Role 0 to Role 2, 2 best routes")
    told = " ".join(answer.to_text(width=200).split())
    assert "By counted moves: 11.5 %, then not counted (weighed as 0.001 %)." in told
    assert "By counted moves: counted, at no share above 0.005 %." in told
    direct, detour = (route["costs"]["counted"] for route in answer.to_dict()["routes"])
    assert direct == {"cost": 9.903488, "shares": [0.005],
                      "text": "counted, at no share above 0.005 %"}  # fmt: skip
    assert detour["shares"] == [11.5, None]
    assert detour["cost"] == pytest.approx(-math.log(0.115) - math.log(0.00001), abs=1e-6)
    unasked = graph.route("from Role 0 to Role 2").to_dict()["routes"]
    assert all("counted" not in route["costs"] for route in unasked)


ENDS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1])
EDGES = st.dictionaries(ENDS, st.sampled_from(["grouped", "observed", "stated"]), min_size=8,
                        max_size=30)  # fmt: skip


@settings(max_examples=cases(60), deadline=None)
@given(EDGES)
def test_the_preferred_route_is_the_shortest_path_of_networkx(
    edges: dict[tuple[int, int], str],
) -> None:
    made = tuple(Step(a, b, "promotion", (), ((True, 0, stance),))
                 for (a, b), stance in edges.items())  # fmt: skip
    lengths = networkx.DiGraph()
    lengths.add_nodes_from(range(8))
    for (a, b), stance in edges.items():
        share = {"grouped": 10 * (a + 1) + b + 0.5, "observed": 0.005, "stated": 0.001}[stance]
        lengths.add_edge(a, b, weight=-math.log(share / 100))
    query = RouteQuery(End("Role", role(0)), End("Role", role(7)), objectives=("counted",), k=1)
    found = search(CareerGraph(marketed(Market(8, made, (), (), ()))).ladder, query).routes
    if not networkx.has_path(lengths, 0, 7):
        assert found == ()
        return
    best = networkx.dijkstra_path_length(lengths, 0, 7)
    assert found[0].costs.counted / 1_000_000 == pytest.approx(best, abs=1e-5)


# ---------------------------------------------------------------- the same elsewhere


def test_sparql_asks_for_counted_moves_too(graph: CareerGraph) -> None:
    rows = graph.query(f"""SELECT ?b WHERE {{ SERVICE route: {{
      [] route:phrase "{TO_DEVELOPER}" ; route:counted true ; route:end ?b }} }}""")
    assert len(list(rows)) == 1
    query = graph.route(f"{TO_DEVELOPER} by counted moves in 1 step").query
    assert len(list(graph.query(as_sparql(graph.ladder, query)))) == 1


def test_why_not_tells_that_nobody_was_counted_and_what_would_help(
    graph: CareerGraph, tmp_path: Path
) -> None:
    shown = CliRunner().invoke(
        main, ["route", f"{TO_OTHER} according to onet, by counted moves", "--why-not",
               "--graph", str(tmp_path / "market")])  # fmt: skip
    assert "accept steps that nobody was counted to make (" in shown.output
    assert "nobody whose claims count here counted people who made it" in shown.output


def test_columns_in_files_of_an_earlier_version_are_made_anew(tmp_path: Path) -> None:
    market = marketed(
        Market(2, (Step(0, 1, "promotion", (), ((True, 0, "grouped"),)),), (), (), ())
    )
    keep(CareerGraph(market).ladder, tmp_path)
    for path in {*tmp_path.glob("*.npz")} - {tmp_path / "shape.npz"}:
        with np.load(path) as held:
            kept = {name: held[name] for name in held.files if name != "counted"}
        np.savez(path, **kept)
    ladder = recall(CareerGraph(market).ladder, tmp_path)
    query = RouteQuery(End("Role", role(0)), End("Role", role(1)), counted=True)
    assert len(search(ladder, query).routes) == 1


def test_a_role_tells_where_people_in_it_went_most_first(
    graph: CareerGraph, folder: Path, tmp_path: Path
) -> None:
    (folder / "moves.csv").write_text(MOVES.replace("10,30,20,250", "10,30,20,400"))
    import_release("moves", folder, into=tmp_path / "market")
    shown = CliRunner().invoke(
        main, ["show", "Chief Executives", "--graph", str(tmp_path / "market")]
    )
    assert shown.exit_code == 0
    told = shown.stdout[shown.stdout.index("Moves to") :]
    assert told.index("Chiefs of other kinds, 34.78 percent") < told.index("Software Developers, 2")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("about.toml", ABOUT.replace("2019", '"now"'), "no to; expected to = 2019"),
        ("about.toml", ABOUT.replace('"survey"', '"A b"'), "name 'A b'; expected small letters"),
        ("about.toml", "name", "about.toml: "),
        ("moves.csv", "a,b\n1,2\n", "no column 'origin'; it has a, b"),
    ],
)
def test_what_is_not_as_it_should_be_is_one_clear_line(
    folder: Path, name: str, text: str, message: str
) -> None:
    (folder / name).write_text(text)
    with pytest.raises((ReadError, ParseError), match=message):
        Read(read, folder)
