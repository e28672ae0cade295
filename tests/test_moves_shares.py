"""Who stays, how spread moves are, whether they are returned, and which are more than chance."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions import Counts, counted
from careergraph.transitions.analyses import flows, intervals, recounting
from careergraph.transitions.analyses.entropy import entropy
from careergraph.transitions.analyses.lift import lift
from careergraph.transitions.analyses.reciprocity import net_flows, reciprocity
from careergraph.transitions.analyses.retention import retention
from moves import any_moves, kitchen, row

# ---------------------------------------------------------------- retention


def test_six_of_ten_cooks_stayed() -> None:
    found = retention(kitchen())
    cook = row(found, code="cook")
    assert (cook["at_risk"], cook["stayed"], cook["left"], cook["entered"]) == (10, 6, 4, 1)
    assert cook["retention"] == pytest.approx(0.6)
    assert cook["net_growth"] == pytest.approx(-0.3)
    assert found.figures["retention"] == pytest.approx(15 / 20)
    assert found.about.period == "a year"


def test_by_weight_cooks_count_for_what_they_stand_for() -> None:
    cook = row(retention(kitchen(), by="weight"), code="cook")
    assert cook["retention"] == pytest.approx(60 / 100)
    assert cook["at_risk"] == 100


def test_where_nobody_was_at_risk_retention_is_missing_and_not_zero() -> None:
    moves = counted([("a", "a", 2, 2), ("a", "b", 1, 1)])
    assert row(retention(moves), code="b")["retention"] is None


def test_without_stayers_there_is_no_retention() -> None:
    with pytest.raises(ParameterError, match="no stayers"):
        retention(counted([("a", "b", 2, 2), ("b", "a", 2, 2)]))


@given(any_moves())
def test_who_stayed_and_who_left_are_all(counts: Counts) -> None:
    if not counts.stayers.any():
        return
    for each in retention(counts).rows():
        assert each["stayed"] + each["left"] == each["at_risk"]
        if each["at_risk"]:
            assert each["retention_low"] <= each["retention"] + 1e-12
            assert each["retention"] <= each["retention_high"] + 1e-12


# ---------------------------------------------------------------- intervals


@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_is_the_interval_of_scipy(part: int, more: int) -> None:
    whole = part + more
    low, high = wilson(np.array(part / whole), np.array(whole))
    theirs = stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert (float(low), float(high)) == pytest.approx((theirs.low, theirs.high))


def test_wilson_by_hand() -> None:
    low, high = wilson(np.array([0.5]), np.array([4]))
    z2 = stats.norm.ppf(0.975) ** 2
    middle, spread = 0.5, math.sqrt(z2) * math.sqrt(0.25 / 4 + z2 / 64) / (1 + z2 / 4)
    assert (low[0], high[0]) == pytest.approx((middle - spread, middle + spread))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 20))
def test_false_discovery_is_that_of_scipy_with_the_tests_that_found_nothing(
    p: list[float], more: int
) -> None:
    theirs = stats.false_discovery_control([*p, *[1.0] * more])[: len(p)]
    assert intervals.false_discovery(np.array(p), len(p) + more) == pytest.approx(theirs)


# ---------------------------------------------------------------- entropy


def test_three_of_four_cooks_who_left_became_chefs() -> None:
    found = entropy(kitchen(), minimum=4)
    cook = row(found, code="cook")
    shannon = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert cook["entropy"] == pytest.approx(shannon)
    assert cook["miller_madow"] == pytest.approx(shannon + 1 / 8)
    assert cook["effective"] == pytest.approx(math.exp(shannon))
    assert cook["hhi"] == pytest.approx(0.75**2 + 0.25**2)
    assert found.figures["origins"] == 1
    assert found.figures["mean_entropy"] == pytest.approx(shannon)


def test_who_never_left_has_no_entropy_and_is_not_shown() -> None:
    assert "chef" not in entropy(kitchen()).column("code")


def test_too_few_movers_give_no_figures_but_a_warning() -> None:
    found = entropy(kitchen(), minimum=100)
    assert found.figures == {"origins": 0}
    assert "no origin has 100 movers" in found.warnings[0]


@given(any_moves())
def test_entropy_lies_between_none_and_an_even_spread(counts: Counts) -> None:
    dense = flows.moved(counts).toarray()
    for each in entropy(counts).rows():
        p = dense[counts.number[each["code"]]]
        assert each["entropy"] == pytest.approx(stats.entropy(p))
        assert -1e-12 <= each["entropy"] <= math.log(each["destinations"]) + 1e-12
        assert 1 / each["destinations"] - 1e-12 <= each["hhi"] <= 1 + 1e-12


# ---------------------------------------------------------------- reciprocity


def test_two_of_three_edges_are_returned_and_two_of_five_moves() -> None:
    found = reciprocity(kitchen())
    assert found.figures["edges"] == 3
    assert found.figures["reciprocity"] == pytest.approx(2 / 3)
    assert found.figures["flow_reciprocity"] == pytest.approx(2 / 5)
    assert found.figures["density"] == pytest.approx(3 / 6)
    assert found.figures["reciprocity_beyond_chance"] == pytest.approx((2 / 3 - 0.5) / 0.5)
    assert found.figures["largest_strong_component"] == 2
    assert row(found, code="chef")["balance"] == 3


@given(any_moves())
def test_reciprocity_is_that_of_networkx(counts: Counts) -> None:
    import networkx as nx

    moves = flows.moved(counts)
    graph = nx.from_scipy_sparse_array(moves, create_using=nx.DiGraph)
    found = reciprocity(counts).figures
    assert found["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    largest = max(map(len, nx.strongly_connected_components(graph)))
    assert found["largest_strong_component"] == largest


def test_where_ways_back_were_not_counted_it_says_so() -> None:
    moves = counted([("a", "b", 20, 20), ("b", "a", 2, 2), ("a", "c", 30, 30)])
    assert reciprocity(moves).warnings == (
        "1 destination is never an origin, not even of stayers: no way back from there can be seen",
    )
    found = net_flows(moves)
    assert list(zip(found.column("origin"), found.column("destination"), strict=True)) == [
        ("a", "b")
    ]


def test_one_origin_has_nothing_to_be_compared_with() -> None:
    moves = counted([("a", "b", 20, 20), ("a", "a", 2, 2)])
    for ask in (reciprocity, net_flows, lift):
        with pytest.raises(ParameterError, match="1 origin only"):
            ask(moves)
    with pytest.raises(ParameterError, match="no moves are counted"):
        entropy(counted([("a", "a", 5, 5)]))


# ---------------------------------------------------------------- net flow


def test_twelve_against_four_is_two_standard_errors() -> None:
    moves = counted([("a", "b", 4, 4), ("b", "a", 12, 12), ("a", "c", 1, 1), ("c", "c", 1, 1)])
    found = net_flows(moves)
    (only,) = found.rows()
    assert (only["origin"], only["destination"], only["net"]) == ("b", "a", 8)
    assert only["asymmetry"] == pytest.approx(0.5)
    assert only["z"] == pytest.approx(2.0)
    assert only["p"] == pytest.approx(stats.binomtest(4, 16).pvalue)
    assert found.figures == {"pairs": 1, "significant": 0, "significant_by_z": 1,
                             "significant_after_correction": 0}  # fmt: skip


@given(any_moves())
def test_net_flows_turned_round_are_the_same(counts: Counts) -> None:
    from dataclasses import replace

    from scipy import sparse

    turned = replace(counts, persons=sparse.csr_array(counts.persons.T))
    ways = (net_flows(each, minimum=1) for each in (counts, turned))
    if counts.stayers.all():
        one, other = (sorted(w.column("net")) for w in ways)
        assert one == other


# ---------------------------------------------------------------- lift


def test_cooks_became_chefs_a_quarter_more_often_than_chance() -> None:
    found = lift(kitchen())
    cook = row(found, origin="cook", destination="chef")
    assert cook["expected"] == pytest.approx(4 * 3 / 5)
    assert cook["lift"] == pytest.approx(1.25)
    assert cook["relatedness"] == pytest.approx(0.25 / 2.25)
    assert cook["shrunken_lift"] == pytest.approx(4 / 3.4)
    assert cook["p"] == pytest.approx(1 - math.exp(-2.4) * (1 + 2.4 + 2.4**2 / 2))


def test_the_surest_of_many_pairs_is_believed_after_correction() -> None:
    statsmodels = pytest.importorskip("statsmodels.stats.multitest")
    moves = counted([(i, j, 40 if (i, j) == ("a", "b") else 2, 1.0)
                     for i in "abcdef" for j in "abcdef" if i != j])  # fmt: skip
    found = lift(moves)
    p = found.column("p")
    assert found.column("q") == pytest.approx(statsmodels.multipletests(p, method="fdr_bh")[1])
    assert next(found.rows())["destination"] == "b"


@given(st.lists(st.integers(1, 9), min_size=3, max_size=5),
       st.lists(st.integers(1, 9), min_size=5, max_size=5))  # fmt: skip
def test_the_lift_of_independent_moves_is_1(out: list[int], into: list[int]) -> None:
    codes = "abcde"[: len(out)]
    cells = [(i, j, a * b, 1.0) for i, a in zip(codes, out, strict=True)
             for j, b in zip(codes, into, strict=False) if i != j]  # fmt: skip
    found = lift(counted(cells), null="quasi")
    assert found.column("lift") == pytest.approx([1.0] * len(found), rel=1e-6)
    assert found.column("relatedness") == pytest.approx([0.0] * len(found), abs=1e-6)


@given(any_moves())
def test_what_is_expected_adds_up_to_what_was_seen(counts: Counts) -> None:
    from careergraph.transitions.analyses.lift import margins

    moves = flows.moved(counts)
    left, right = margins(moves)
    assert np.outer(left, right).sum() == pytest.approx(moves.sum())


def test_a_pair_can_be_left_out() -> None:
    less = recounting.without(kitchen(), [("Cook", "chef")])
    assert less.moves.sum() == 2
    assert kitchen().moves.sum() == 5
    with pytest.raises(ParameterError, match="did you mean 'cook'"):
        recounting.without(kitchen(), [("kook", "chef")])


def test_an_unknown_way_to_count_is_refused() -> None:
    with pytest.raises(ParameterError, match="'persons' or 'weight'"):
        retention(kitchen(), by="people")  # type: ignore[arg-type]


def test_the_table_goes_to_arrow_with_what_its_columns_say_and_all_the_rest() -> None:
    found = retention(kitchen())
    table = found.to_arrow()
    assert table.to_pylist() == list(found.rows())
    assert table.schema.field("retention").metadata == {b"says": next(
        c.says for c in found.columns if c.name == "retention").encode()}  # fmt: skip
    rest = json.loads(table.schema.metadata[b"careergraph"])
    assert rest["title"] == found.title
    assert rest["figures"].keys() == found.figures.keys()
    assert found.to_pandas()["retention"].notna().tolist() == [
        each is not None for each in found.column("retention")]  # fmt: skip
