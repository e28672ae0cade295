"""Bridges, backbones and communities of moves."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from careergraph.errors import ParameterError
from careergraph.transitions import Counts, counted
from careergraph.transitions.analyses import backbone, bridges, communities, flows, recounting
from careergraph.transitions.counts import Sparse
from moves import any_moves, kitchen, row

pytest.importorskip("igraph")


def star() -> Counts:
    """Four trades whose people move among each other only by way of sales."""
    trades = ["baker", "cook", "driver", "nurse"]
    cells = [(t, t, 10 * n, 1.0) for n, t in enumerate(trades, start=1)]
    cells += [cell for t in trades for cell in ((t, "sales", 5, 1.0), ("sales", t, 5, 1.0))]
    return counted([*cells, ("sales", "sales", 10, 1.0)])


def test_all_ways_among_four_trades_lead_through_sales() -> None:
    found = bridges.bridges(star())
    sales = row(found, code="sales")
    assert sales["betweenness"] == 4 * 3
    assert sales["share"] == 1.0
    assert next(found.rows())["code"] == "sales"
    assert sorted(found.column("betweenness")) == [0, 0, 0, 0, 12]


def _in_powers_of_two(held: Sparse) -> Sparse:
    found = held.copy()
    found.data = 2 ** (found.data.astype(int) % 5)
    return found


@given(any_moves())
def test_betweenness_is_that_of_networkx(counts: Counts) -> None:
    # powers of two, so that ways as long as each other are so in every order of adding
    counts = recounting.recounted(counts, _in_powers_of_two)
    try:
        found = bridges.bridges(counts)
    except ParameterError as error:
        assert "different sizes" in str(error)  # noqa: PT017
        return
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(counts.codes)))
    for i, j, n in zip(*flows.edges(flows.moved(counts)), strict=True):
        graph.add_edge(int(i), int(j), cost=1 / n)
    theirs = nx.betweenness_centrality(graph, weight="cost", normalized=False)
    for each in found.rows():
        number = counts.number[each["code"]]
        assert each["betweenness"] == pytest.approx(theirs[number], abs=1e-9)


def test_what_size_explains_is_no_bridge() -> None:
    scores = bridges.bridges(star()).column("bridge_score")
    assert np.mean(scores) == pytest.approx(0, abs=1e-9)
    given_sizes = {"baker": 1.0, "cook": 2.0, "driver": 3.0, "nurse": 4.0}
    found = bridges.bridges(star(), sizes=given_sizes)
    assert "sales" not in found.column("code")  # it has no size
    assert found.parameters["sizes"] == "given"


def test_ways_from_all_origins_are_those_from_a_sample_as_big() -> None:
    whole, part = bridges.bridges(star()), bridges.bridges(star(), sample=5)
    assert whole.column("betweenness") == part.column("betweenness")
    some = bridges.bridges(star(), sample=2, seed=3)
    again = bridges.bridges(star(), sample=2, seed=3)
    assert some.column("betweenness") == again.column("betweenness")


def test_bridges_of_alike_sizes_cannot_be_adjusted() -> None:
    ring = counted([("a", "b", 3, 1.0), ("b", "c", 3, 1.0), ("c", "a", 3, 1.0)])
    with pytest.raises(ParameterError, match="different sizes"):
        bridges.bridges(ring)


def test_a_flow_of_eight_in_ten_stands_out_of_three() -> None:
    cells = [("a", "b", 8, 8.0), ("a", "c", 1, 1.0), ("a", "d", 1, 1.0), ("a", "a", 5, 5.0)]
    others = [(i, j, 1, 1.0) for i in "bcd" for j in "bcd" if i != j]
    kept = backbone.disparity(counted([*cells, *others]), alpha=0.05)
    # (1 - 0.8) ** 2 = 0.04 at its origin, the others (1 - 0.1) ** 2 = 0.81
    assert [(kept.codes[i], kept.codes[j]) for i, j, _ in zip(*flows.edges(kept.moves),
            strict=True)] == [("a", "b")]  # fmt: skip
    assert kept.stayers.tolist() == [5, 0, 0, 0]
    assert kept.weight.sum() == 13


@given(any_moves())
def test_a_backbone_is_a_part_and_with_alpha_1_nearly_all(counts: Counts) -> None:
    small, large = (backbone.disparity(counts, alpha=a).moves for a in (0.05, 0.5))
    assert small.nnz <= large.nnz <= counts.moves.nnz
    assert (small > large).nnz == 0
    with pytest.raises(ParameterError, match="alpha"):
        backbone.disparity(counts, alpha=0)


def two_circles() -> Counts:
    """Six kitchens and six clinics, one move between them."""
    cells = []
    for circle in ("kitchen", "clinic"):
        names = [f"{circle} {n}" for n in range(6)]
        cells += [(i, j, 10, 1.0) for i in names for j in names if i != j]
    return counted([*cells, ("kitchen 0", "clinic 0", 1, 1.0)])


@pytest.mark.parametrize("method", ["leiden", "infomap"])
def test_two_circles_are_two_communities(method: str) -> None:
    pytest.importorskip("leidenalg")
    pytest.importorskip("infomap")
    pytest.importorskip("sklearn")
    circles = two_circles()
    classes = {code: code.split()[0] for code in circles.codes}
    more = {"alpha": None} if method == "infomap" else {}
    found = getattr(communities, method)(circles, classification=classes, **more)
    assert found.figures["communities"] == 2
    assert found.figures["ami_with_classification"] == pytest.approx(1)
    assert found.figures["share_of_moves_inside"] == pytest.approx(600 / 601)
    theirs = {r["label"]: r["community"] for r in found.rows()}
    assert len({theirs[f"clinic {n}"] for n in range(6)}) == 1
    assert found.warnings == ()


def test_modularity_is_that_of_networkx() -> None:
    pytest.importorskip("leidenalg")
    circles = two_circles()
    found = communities.leiden(circles)
    graph = nx.from_scipy_sparse_array(flows.moved(circles), create_using=nx.DiGraph)
    member = {r["code"]: r["community"] for r in found.rows()}
    groups = [{n for n, code in enumerate(circles.codes) if member[code] == k} for k in (1, 2)]
    assert found.figures["modularity"] == pytest.approx(nx.community.modularity(graph, groups))


def test_a_higher_resolution_finds_no_fewer_communities() -> None:
    pytest.importorskip("leidenalg")
    few, many = (communities.leiden(two_circles(), resolution=r).figures["communities"]
                 for r in (0.001, 3))  # fmt: skip
    assert few == 1
    assert many >= 2


def test_one_community_of_all_is_said_to_be_none() -> None:
    pytest.importorskip("leidenalg")
    found = communities.leiden(two_circles(), resolution=0.001)
    assert "one community holds 100%" in found.warnings[0]
    assert "raise the resolution" in found.warnings[0]


def test_infomap_on_moves_that_go_everywhere_collapses_and_says_so() -> None:
    pytest.importorskip("infomap")
    codes = [f"{n:02}" for n in range(20)]
    even = counted([(i, j, 5, 1.0) for i in codes for j in codes if i != j])
    found = communities.infomap(even, alpha=None)
    assert found.figures["communities"] == 1
    assert "the partition has collapsed" in found.warnings[0]
    with pytest.raises(ParameterError, match="no moves are counted"):
        communities.infomap(even, alpha=0.001)


def test_the_same_seed_gives_the_same_communities() -> None:
    pytest.importorskip("leidenalg")
    one, other = (communities.leiden(two_circles(), seed=7) for _ in range(2))
    assert list(one.rows()) == list(other.rows())


def test_a_classification_of_none_of_them_is_refused() -> None:
    pytest.importorskip("leidenalg")
    with pytest.raises(ParameterError, match="knows fewer than two"):
        communities.leiden(kitchen(), classification={"pilot": "air"})


def test_two_circles_are_the_same_two_whoever_was_asked() -> None:
    pytest.importorskip("leidenalg")
    pytest.importorskip("sklearn")
    found = communities.stability(two_circles(), draws=3)
    assert found.figures == {"communities": 2, "mean_ami": pytest.approx(1)}
    assert found.column("communities") == [2, 2, 2]
