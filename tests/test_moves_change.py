"""What changed between two periods, and what a shock would take away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.transitions import About, Counts, counted
from careergraph.transitions.analyses import flows, periods, shocks
from moves import any_moves, kitchen, row


def years(stayed: int, left: int, about: str = "") -> Counts:
    return counted([("a", "a", stayed, 1.0), ("a", "b", left, 1.0)], about=About(period=about))


def test_from_one_in_ten_to_three_in_ten() -> None:
    found = periods.change(years(90, 10, "2010"), years(70, 30, "2011"))
    left = row(found, destination="b")
    assert (left["share_before"], left["share_after"]) == (pytest.approx(0.1), pytest.approx(0.3))
    assert left["difference"] == pytest.approx(0.2)
    z = 0.2 / np.sqrt(0.2 * 0.8 * (2 / 100))
    assert left["p"] == pytest.approx(2 * stats.norm.sf(z))
    assert left["difference_low"] < 0.2 < left["difference_high"]
    assert found.about.period == "2010 and 2011"


@given(st.integers(0, 20), st.integers(1, 20), st.integers(0, 20), st.integers(1, 20))
def test_differences_are_those_of_statsmodels(x1: int, m1: int, x2: int, m2: int) -> None:
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    n1, n2 = x1 + m1, x2 + m2
    numbers = [np.array([float(n)]) for n in (x1, n1, x2, n2)]
    low, high = periods.difference_interval(*numbers)
    theirs = proportion.confint_proportions_2indep(x2, n2, x1, n1, method="newcomb")
    assert (low[0], high[0]) == pytest.approx(theirs)
    p = periods.two_proportions(*numbers)[0]
    if x1 + x2 > 0:
        assert p == pytest.approx(proportion.proportions_ztest([x2, x1], [n2, n1])[1])
    else:
        assert p == 1


def test_homogeneity_is_the_chi_square_of_scipy() -> None:
    cells = [("a", "a", 50, 1.0), ("a", "b", 20, 1.0), ("a", "c", 30, 1.0)]
    later = [("a", "a", 40, 1.0), ("a", "b", 40, 1.0), ("a", "c", 20, 1.0)]
    found = periods.homogeneity(counted(cells), counted(later))
    theirs = stats.chi2_contingency([[50, 20, 30], [40, 40, 20]])
    (only,) = found.rows()
    assert only["chi_square"] == pytest.approx(theirs.statistic)
    assert only["degrees_of_freedom"] == 2
    assert only["p"] == pytest.approx(theirs.pvalue)
    assert only["cramers_v"] == pytest.approx(np.sqrt(theirs.statistic / 200))


def test_rare_destinations_are_taken_together() -> None:
    cells = [("a", "a", 50, 1.0), ("a", "b", 3, 1.0), ("a", "c", 4, 1.0)]
    later = [("a", "a", 50, 1.0), ("a", "b", 4, 1.0), ("a", "c", 3, 1.0)]
    (only,) = periods.homogeneity(counted(cells), counted(later)).rows()
    assert only["degrees_of_freedom"] == 1
    assert only["chi_square"] == pytest.approx(0)
    with pytest.raises(ParameterError, match="no origin has two destinations"):
        periods.homogeneity(years(9, 1), years(9, 1))


@given(any_moves())
def test_nothing_changed_between_a_period_and_itself(counts: Counts) -> None:
    found = periods.change(counts, counts, minimum=1)
    assert found.column("difference") == [0] * len(found)
    assert found.column("p") == [1] * len(found)


def test_occupations_of_one_period_only_are_no_obstacle() -> None:
    before = counted([("a", "a", 50, 1.0), ("a", "old", 50, 1.0), ("gone", "a", 50, 1.0)])
    after = counted([("a", "a", 50, 1.0), ("a", "new", 50, 1.0)])
    found = periods.change(before, after)
    assert row(found, destination="new")["difference"] == pytest.approx(0.5)
    assert "gone" not in found.column("origin")


# ---------------------------------------------------------------- shocks


def test_without_chefs_three_cooks_go_where_the_others_went() -> None:
    moves = counted([("cook", "chef", 3, 3.0), ("cook", "waiter", 1, 1.0),
                     ("chef", "chef", 9, 9.0), ("chef", "owner", 1, 1.0)])  # fmt: skip
    found = shocks.role_gone(moves, "chef")
    assert found.figures["incumbents"] == 10
    assert found.figures["moves_closed"] == 3
    assert row(found, code="owner")["displaced"] == 10
    assert row(found, code="waiter")["received"] == pytest.approx(3)
    assert row(found, code="cook")["closed_share"] == pytest.approx(0.75)
    assert found.figures["pairs_cut"] == 1  # from cook to owner
    assert "no forecast" in found.warnings[0]


def test_whom_nobody_left_cannot_be_sent_on() -> None:
    with pytest.raises(ParameterError, match="nobody was seen to leave 'chef'"):
        shocks.role_gone(kitchen(), "chef")


def test_a_new_demand_keeps_out_who_comes_from_where_it_is_not_made() -> None:
    moves = counted([("a", "c", 4, 4.0), ("a", "b", 1, 1.0), ("b", "c", 2, 2.0),
                     ("c", "a", 1, 1.0)])  # fmt: skip
    found = shocks.demand_added(moves, ["c"], "licence", {"b": {"licence"}})
    assert found.figures["moves_closed"] == 4
    assert row(found, code="b")["received"] == pytest.approx(4)
    assert row(found, code="c")["kept_out"] == 4
    stuck = shocks.demand_added(moves, ["c"], "licence", {})
    assert stuck.figures["stuck"] == 2  # the two of b have no other way
    with pytest.raises(ParameterError, match="no move would be closed"):
        shocks.demand_added(moves, ["c"], "licence", {"a": {"licence"}, "b": {"licence"}})


@given(any_moves())
def test_nobody_is_lost_on_the_way(counts: Counts) -> None:
    found = shocks.role_gone(counts, "a")
    received, stuck = sum(found.column("received")), sum(found.column("stuck"))
    assert received + stuck == pytest.approx(found.figures["moves_closed"])
    left = flows.moved(counts)[[0], :].sum()
    assert left > 0
    assert sum(found.column("displaced")) == pytest.approx(found.figures["incumbents"])


@given(any_moves())
def test_pairs_cut_are_those_of_networkx(counts: Counts) -> None:
    import networkx as nx

    graph = nx.from_scipy_sparse_array(counts.moves, create_using=nx.DiGraph)
    less = graph.copy()
    less.remove_node(0)
    before, after = (
        {(i, j) for i in g for j in nx.descendants(g, i) if 0 not in (i, j)} for g in (graph, less)
    )
    assert shocks.role_gone(counts, "a").figures["pairs_cut"] == len(before - after)
