"""Moves as a Markov chain, and whether they are one."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from careergraph.errors import ParameterError
from careergraph.transitions import Counts, counted
from careergraph.transitions.analyses import chains, markov, order
from moves import any_moves, kitchen, row

WEATHER = np.array([[0.5, 0.25, 0.25], [0.5, 0.0, 0.5], [0.25, 0.25, 0.5]])
"""The land of Oz (Kemeny and Snell 1960): rain, nice, snow."""


def test_the_land_of_oz() -> None:
    assert chains.stationary(WEATHER) == pytest.approx([0.4, 0.2, 0.4])
    theirs = np.array([[0, 4, 10 / 3], [8 / 3, 0, 8 / 3], [10 / 3, 4, 0]])
    found = chains.settled(WEATHER)
    assert found.passage == pytest.approx(theirs)
    assert found.kemeny == pytest.approx(1 + 0.2 * 4 + 0.4 * 10 / 3)
    assert chains.second_eigenvalue(WEATHER) == pytest.approx(0.25)


@st.composite
def any_chain(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(2, 6))
    numbers = draw(st.lists(st.integers(1, 9), min_size=size**2, max_size=size**2))
    table = np.array(numbers, float).reshape(size, size)
    return table / table.sum(axis=1, keepdims=True)


@given(any_chain())
def test_shares_that_no_longer_change_are_those_of_quantecon(p: np.ndarray) -> None:
    quantecon = pytest.importorskip("quantecon")
    assert chains.stationary(p) == pytest.approx(
        quantecon.MarkovChain(p).stationary_distributions[0]
    )


@given(any_chain())
def test_a_first_passage_is_a_step_and_then_one_from_there(p: np.ndarray) -> None:
    pi, m, kemeny = chains.settled(p)
    assert m == pytest.approx((1 + p @ m) * (1 - np.eye(len(p))), rel=1e-6)
    assert m @ pi + 1 == pytest.approx([kemeny] * len(p))  # the same from every start


@given(any_chain(), st.integers(1, 5))
def test_after_some_steps_rows_still_sum_to_1(p: np.ndarray, steps: int) -> None:
    assert chains.after(p, steps).sum(axis=1) == pytest.approx(np.ones(len(p)))


def test_a_walker_between_two_ends_reaches_each_as_near_as_it_is() -> None:
    walk = np.zeros((5, 5))
    walk[0, 0] = walk[4, 4] = 1
    for n in (1, 2, 3):
        walk[n, n - 1] = walk[n, n + 1] = 0.5
    first, steps = chains.absorption(walk, [0, 4])
    assert first[:, 1] == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert steps == pytest.approx([0, 3, 4, 3, 0])


def test_who_may_get_lost_has_no_mean_number_of_steps() -> None:
    p = np.array([[0, 0.5, 0.5], [0, 1, 0], [0, 0, 1.0]])
    first, steps = chains.absorption(p, [1])
    assert first[:, 0] == pytest.approx([0.5, 1, 0])
    assert steps.tolist() == [math.inf, 0, math.inf]


def test_an_empty_row_is_missing_and_never_uniform() -> None:
    p = chains.probabilities(counted([("a", "b", 1, 1.0)]).persons)
    assert p[0].tolist() == [0, 1]
    assert np.isnan(p[1]).all()


def test_the_kitchen_settles_among_cooks_and_waiters() -> None:
    found = markov.markov(kitchen(), by="persons")
    # without moves to the chefs, from where none comes back: cooks 6 stay, 1 leaves; waiters 4, 1
    cook = row(found, code="cook")
    assert cook["stationary"] == pytest.approx((1 / 5) / (1 / 7 + 1 / 5))
    assert cook["passage_to"] == pytest.approx(5)
    assert found.figures["occupations_left_out"] == 1
    assert any("forgets how one came" in warning for warning in found.warnings)
    assert found.figures["kemeny"] == pytest.approx(1 + 1 / (1 / 7 + 1 / 5))


def test_no_two_that_lead_to_each_other_are_no_chain() -> None:
    with pytest.raises(ParameterError, match="no two occupations lead to each other"):
        markov.markov(counted([("a", "b", 1, 1.0), ("b", "c", 1, 1.0)]))


def test_two_steps_from_the_kitchen() -> None:
    found = markov.reach(kitchen(), "Cook", steps=2)
    chef = row(found, code="chef")
    assert chef["probability"] == pytest.approx(0.6 * 0.3 + 0.3)
    assert chef["best_way"] == pytest.approx(0.3)
    assert row(found, code="waiter")["probability"] == pytest.approx(0.6 * 0.1 + 0.1 * 0.8)
    assert sum(found.column("probability")) == pytest.approx(1)
    assert row(markov.reach(kitchen(), "waiter", steps=2), code="chef")["way"] == (
        "waiter > cook > chef"
    )


def test_where_a_start_leads_is_not_known_when_nobody_was_seen_there() -> None:
    with pytest.raises(ParameterError, match="nobody was seen to begin in 'b'"):
        markov.reach(counted([("a", "b", 1, 1.0)]), "b")


def test_every_waiter_becomes_a_chef_in_the_end() -> None:
    found = markov.absorption(kitchen(), ["chef"])
    assert row(found, code="waiter")["first_chef"] == pytest.approx(1)
    # cook: x = 1 + .6 x + .1 y, waiter: y = 1 + .8 y + .2 x
    assert row(found, code="cook")["steps"] == pytest.approx(5)
    assert row(found, code="waiter")["steps"] == pytest.approx(10)


@given(any_moves())
def test_stationary_shares_no_longer_change(counts: Counts) -> None:
    try:
        _, p = chains.chain(counts)
    except ParameterError:
        return
    pi = chains.stationary(p)
    assert pi @ p == pytest.approx(pi, abs=1e-9)
    assert pi.sum() == pytest.approx(1)


def test_movers_and_stayers_together_are_no_chain() -> None:
    """Half never move, half always do: after two steps all are back or still there."""
    one = counted([("a", "a", 50, 1.0), ("a", "b", 50, 1.0), ("b", "b", 50, 1.0),
                   ("b", "a", 50, 1.0)])  # fmt: skip
    two = counted([("a", "a", 100, 1.0), ("b", "b", 100, 1.0)])
    found = markov.retention_after(one, two, steps=2)
    assert found.column("predicted") == pytest.approx([0.5, 0.5])
    assert found.column("observed") == [1, 1]


# ---------------------------------------------------------------- order


def test_two_states_tell_the_third_where_one_does_not() -> None:
    """a a b b a a b b: after one a comes either, after a a always b."""
    found = order.order_test([list("aabbaabb")])
    first, second = found.column("log_likelihood")
    assert found.figures["triples"] == 6
    # aab, abb, bba, baa, aab, abb: after a comes b twice and a once, after b likewise
    assert second == pytest.approx(0)
    assert first == pytest.approx(2 * (2 * math.log(2 / 3) + math.log(1 / 3)))
    assert found.figures["likelihood_ratio"] == pytest.approx(2 * (second - first))
    assert found.figures["degrees_of_freedom"] == 2
    assert found.column("perplexity")[1] == pytest.approx(1)


def test_the_degrees_of_freedom_of_a_full_table_are_s_times_s_less_1_squared() -> None:
    chance = np.random.default_rng(5)
    person = [str(n) for n in chance.integers(0, 3, 3000)]
    found = order.order_test([person]).figures
    assert found["degrees_of_freedom"] == 3 * 2**2
    assert found["p"] > 0.001


def test_a_gap_ends_a_window() -> None:
    found = order.order_test([["a", "b", None, "a", "b", "a"]])
    assert found.figures["triples"] == 1
    with pytest.raises(ParameterError, match="three known states in a row"):
        order.order_test([["a", "b", None, "a"]])
    with pytest.raises(ParameterError, match="1 state is seen"):
        order.order_test([["a", "a", "a"]])


def test_who_goes_round_in_a_circle_is_back_after_three_steps() -> None:
    found = order.chapman_kolmogorov([list("abcabcabc")], steps=3)
    assert found.column("predicted") == pytest.approx([1, 1, 1])
    assert found.column("observed") == pytest.approx([1, 1, 1])
    assert found.figures["chi_square"] == pytest.approx(0)


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=3, max_size=9), min_size=1, max_size=9))
def test_more_of_the_past_never_tells_less(persons: list[list[str]]) -> None:
    assume(len({s for p in persons for s in p}) > 1)
    assert order.order_test(persons).figures["likelihood_ratio"] >= -1e-9
