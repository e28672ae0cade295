"""What the benchmarks measure side by side are answers to the same question: all agree."""

from pathlib import Path

import pytest
from rdflib import URIRef

from benchmarks import bench_import, bench_names, bench_routes, peers
from benchmarks.bench_routes import Ground, compared
from careergraph.names import Name


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
