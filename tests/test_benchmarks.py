"""What the benchmarks measure side by side are answers to the same question: all agree."""

from pathlib import Path

import numpy as np
import pytest
from rdflib import URIRef

import careergraph as cg
from benchmarks import (
    bench_import,
    bench_market,
    bench_names,
    bench_routes,
    bench_spells,
    copies,
    peers,
    steps_and_moves,
)
from benchmarks.bench_routes import Ground, compared
from careergraph import tables
from careergraph.model import AdvancementStep, Claim, Role, Skill
from careergraph.names import Name
from careergraph.terms import CAREER, ID
from careergraph.transitions.counts import counted


@pytest.fixture(scope="module")
def on() -> Ground:
    return bench_routes.ground(1, 12, roles=300, skills=1300)


def test_the_least_years_are_the_same(on: Ground) -> None:
    others = {
        "Dijkstra": peers.networkx_dijkstra(on.edges),
        "both ends": peers.networkx_bidirectional(on.edges),
        "scipy": peers.scipy_dijkstra(on.edges),
    }
    rows = list(compared("least years", bench_routes.ours_least(on), others, on.pairs, 1))
    assert [row.engine for row in rows] == ["careergraph", *others]


def test_the_k_best_loopless_routes_cost_the_same(on: Ground) -> None:
    simple = {"networkx": peers.networkx_simple_paths(on.edges)}
    rows = list(compared("k best", bench_routes.ours_best(on), simple, on.pairs, 1))
    assert len(rows) == 2


def test_a_property_path_reaches_as_many_roles(on: Ground) -> None:
    path = {"SPARQL": peers.oxigraph_path(on.edges)}
    asked = [(start,) for start, _ in on.pairs]
    assert len(list(compared("reach", bench_routes.ours_reach(on), path, asked, 1))) == 2


def test_a_budget_of_steps_costs_the_same_years(on: Ground) -> None:
    plain = {"plain": peers.plain_label_setting(on.edges, bench_routes.BUDGET)}
    assert len(list(compared("budget", bench_routes.ours_budget(on), plain, on.pairs, 1))) == 2


def test_another_answer_is_not_measured(on: Ground) -> None:
    with pytest.raises(AssertionError, match="nobody answers reach otherwise"):
        list(compared("reach", len, {"nobody": lambda _: -1}, [((),)], 1))  # type: ignore[dict-item]


def test_an_import_and_its_peers_hold_the_same_triples(tmp_path: Path) -> None:
    sample = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"
    rows = bench_import.measured([("onet", sample)], tmp_path)
    assert [row.job for row in rows] == [bench_import.OURS, bench_import.BULK, bench_import.RDFLIB]
    assert bench_import.table(rows).count("\n") == 4
    assert min(bench_import.opening(tmp_path / "market")) > 0


def test_names_are_sought_by_all_in_the_same_strings() -> None:
    texts = ("Registered Nurse", "Nurse Practitioner", "Software Developer", "Data Entry Clerk")
    every = [Name(text, URIRef(f"urn:{n}"), "Role", True) for n, text in enumerate(sorted(texts))]
    rows = list(bench_names.measured(every, sample=4))
    assert {row.engine for row in rows if row.fits == 1} >= {bench_names.OURS}
    assert len(rows) == len(bench_names.QUERIES) * 3


def test_nobody_can_know_which_of_several_names_a_prefix_means() -> None:
    every = [Name(text, ID[node], "Role", False) for text, node in (
        ("Data clerk", "a"), ("Data analyst", "b"), ("Data annotator", "b"))]  # fmt: skip
    assert bench_names.attainable(every, ["Data c", "Data analyst"]) == 1
    assert bench_names.attainable(every, ["Data"]) == 2 / 3
    assert bench_names.attainable(every, ["Data an", "Data"]) == (1 + 2 / 3) / 2


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph as a market."""
    folder = tmp_path_factory.mktemp("bench") / "market"
    bench_import.ran("import", "-m", "careergraph", "import", "curated", "--into", str(folder))
    return folder


def test_every_engine_answers_every_kind_of_query_alike(
    market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_market, "PATIENCE", 600)  # rdflib takes half a minute for a gap
    rows = list(bench_market.measured(cg.open(market), pairs=1, rounds=1))
    engines = [bench_market.OURS, bench_market.ALONE, bench_market.RDFLIB]
    assert [(row.kind, row.engine) for row in rows] == [
        (kind, engine) for kind in bench_market.KINDS for engine in engines
    ]
    assert not any(row.failed or row.late for row in rows)
    assert all(row.answers for row in rows)  # nothing found would be quick to find
    assert bench_market.table(rows).count("\n") == len(rows) + 1


def test_who_takes_too_long_is_told_to_take_more_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_market, "PATIENCE", 0.05)

    def endless(given: bench_market.Given) -> bench_market.Rows:
        while True:
            pass

    ours = bench_market.Row("lookup", bench_market.OURS, 1, 2.0)
    other = bench_market._row("lookup", bench_market.RDFLIB, [[["a"]]], [{}], 1, endless)
    told = "| lookup | rdflib | 1 | more than 50.0 | more than x25.00 |"
    assert bench_market.table([ours, other]).endswith(told)


def test_roles_asked_about_are_many_and_have_essential_skills(market: Path) -> None:
    graph = cg.open(market)
    drawn = {role for pair in bench_market.asked(graph, 20) for role in pair}
    assert len(drawn) > 5
    assert all(graph.book.on(role, CAREER.essentialSkill) for role in drawn)


def test_numbers_are_compared_by_value() -> None:
    assert bench_market.plain([["1.50", None]]) == bench_market.plain([["1.5", None]])
    assert bench_market.plain([["1.5", "a"]]) != bench_market.plain([["1.5", "b"]])


def test_routes_are_timed_cold_and_in_one_process(market: Path) -> None:
    question = "from Data Analyst to Team Manager"
    assert len(bench_market.cold(market, (question,), tries=1)) == 1
    asked = [question, "from Nobody to Team Manager", question, "from entry role to senior role"]
    assert len(bench_market.later(cg.open(market), asked, 10)) == 2
    assert bench_market.rate(cg.open(market))[0] > 0


def test_what_a_market_takes_is_told_beside_what_its_copies_take(
    market: Path, tmp_path: Path
) -> None:
    one, two = bench_market.grown(market, tmp_path, [1, 2], count=2)
    assert two.roles == 2 * one.roles
    assert one.triples < two.triples < 2 * one.triples  # the ontology is there once
    assert [each.name for each in tmp_path.iterdir()] == ["template"]
    head, _, *rows = bench_market.growth([one, two]).split("\n")
    assert f"x2: {two.roles:,} roles, {two.steps:,} steps, {two.triples:,} triples |" in head
    assert [row.split(" | ")[1].rpartition(", ")[2] for row in rows] == ["x1.0"] * len(rows)


def test_copies_of_a_market_lie_side_by_side(market: Path, tmp_path: Path) -> None:
    copies.build(copies.template(market, tmp_path), 2, tmp_path / "twice")
    once, twice = cg.open(market), cg.open(tmp_path / "twice")
    for cls in (Role, Skill):
        assert len(twice.tables[cls]) == 2 * len(once.tables[cls])
    bridges = copies.BRIDGES
    assert len(twice.tables[AdvancementStep]) == 2 * len(once.tables[AdvancementStep]) + bridges
    assert len(twice.tables[Claim]) == 2 * len(once.tables[Claim]) + bridges
    for cls in (Role, Skill, AdvancementStep, Claim):
        assert twice.tables[cls] == tables.table(twice.store, cls)
    within, copied = (graph.route(f"from Data Analyst{n} to Team Manager{n}").routes
                      for graph, n in ((once, ""), (twice, " 1")))  # fmt: skip
    assert within
    assert {len(route.steps) for route in copied} <= {len(route.steps) for route in within} | {1, 2}


def test_pandas_finds_the_moves_that_we_do(tmp_path: Path) -> None:
    pytest.importorskip("ibis", reason="spells need the extra 'transitions'")
    path = tmp_path / "spells.parquet"
    bench_spells.generate(path, 20_000)
    found = {bench_spells.WAYS[way](str(path), "1GB", 1) for way in ("ours", "pandas")}
    (told,) = found
    assert told.endswith("persons by cell")
    assert bench_spells.scan(str(path), "1GB", 1) == "20,000 rows"


def test_what_steps_cover_of_moves_is_held_against_inflow() -> None:
    # From a: 6 to b, 2 to c. Others come to b and c alike, and to d as often as to both.
    moves = [("a", "b", 6), ("a", "c", 2), ("d", "b", 1), ("d", "c", 1), ("b", "d", 2)]
    counts = counted([(one, other, n, float(n)) for one, other, n in moves])
    a, b, d = (counts.number[code] for code in "abd")
    found = {"all steps": frozenset({(a, b), (a, d)}), "likeness": frozenset({(a, b)})}
    alike = np.array([[-9, 1, 2, 0], *[[0] * 4] * 3], float)  # c is most like a
    both, one = steps_and_moves.rows(counts, found, alike)
    assert (both.covered, both.expected, both.by_inflow) == (6 / 8, 3 / 4, 6 / 8)
    assert (one.covered, one.expected, one.by_inflow) == (6 / 8, 1 / 4, 0)
    assert (both.by_likeness, one.by_likeness) == (8 / 8, 2 / 8)
    assert one.lift == 3
