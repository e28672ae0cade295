"""Probabilities with what they rest on: worked out by hand, and beside other people's libraries."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from careergraph.errors import ParameterError
from careergraph.intervals import wilson
from careergraph.transitions import Counts, bootstrap, counted, dirichlet, matrix, probabilities
from careergraph.transitions import reading as readings
from cases import cases
from shared import SHARED

FEW = counted([("a", "b", 3, 30.0), ("a", "c", 1, 70.0), ("b", "a", 2, 2.0), ("a", "a", 6, 6.0)])
"""From a 3 to b and 1 to c, while 6 stayed; from b 2 to a; nobody from c."""

CPS = SHARED / "data/cps-asec-mobility/moves_dev_origins.csv"


def test_shares_are_those_of_who_moved_and_empty_rows_stay_missing() -> None:
    found = matrix.maximum_likelihood(FEW)
    np.testing.assert_array_equal(found.probability[:2], [[0, 0.75, 0.25], [1, 0, 0]])
    assert np.isnan(found.probability[2]).all()
    assert all(np.isnan(end[2]).all() for end in found.interval())
    assert found.n.tolist() == [4, 2, 0]


def test_among_everybody_those_who_stayed_are_on_the_diagonal() -> None:
    found = matrix.maximum_likelihood(FEW, among="everybody")
    np.testing.assert_allclose(found.probability[0], [0.6, 0.3, 0.1])


def test_weights_change_shares_but_not_what_they_rest_on() -> None:
    found = matrix.maximum_likelihood(FEW, weighted=True)
    np.testing.assert_allclose(found.probability[0], [0, 0.3, 0.7])
    assert found.n[0] == 4
    np.testing.assert_allclose(found.shares[0], [0, 1.2, 2.8])


def test_laplace_adds_one_to_each_destination() -> None:
    """(3 + 1) / (4 + 2) and (1 + 1) / (4 + 2); from c, of whom nothing is known, a half each."""
    found = matrix.laplace(FEW)
    np.testing.assert_allclose(found.probability[0], [0, 4 / 6, 2 / 6])
    np.testing.assert_allclose(found.probability[2], [0.5, 0.5, 0])


def test_rows_are_drawn_towards_where_all_go() -> None:
    """From all but b 3 went to b and 1 to c, each with half a person more: to a and c 0.5 and 1.5.

    From b, then, a quarter and three quarters; with a strength of 4, (2 + 1) / 6 = 0.5. From all
    but a nobody went to b or c, so that both are alike: (3 + 2) / 8 and (1 + 2) / 8.
    """
    found = matrix.shrunk(FEW, "popularity", strength=4)
    np.testing.assert_allclose(matrix.popularity(FEW)[:2], [[0, 0.5, 0.5], [0.25, 0, 0.75]])
    np.testing.assert_allclose(found.probability[1], [0.5, 0, 0.5])
    np.testing.assert_allclose(found.probability[0], [0, 0.625, 0.375])
    np.testing.assert_allclose(found.probability[2], [2.5 / 6, 3.5 / 6, 0])
    low, high = found.interval(0.9)
    beta = stats.beta(3 + 2, 1 + 2)
    np.testing.assert_allclose([low[0, 1], high[0, 1]], beta.ppf([0.05, 0.95]))
    assert (low[0, 0], high[0, 0]) == (0, 0)


def test_among_everybody_the_prior_keeps_the_share_of_all_who_stayed() -> None:
    """Of all but those in a none of 2 stayed: 0.5 of 3; but b 6 of 10; but c 6 of 12."""
    prior = matrix.popularity(FEW, "everybody")
    np.testing.assert_allclose(prior.diagonal(), [0.5 / 3, 6.5 / 11, 6.5 / 13])
    np.testing.assert_allclose(prior[0], [0.5 / 3, 1.25 / 3, 1.25 / 3])


def test_wilsons_interval_is_as_published() -> None:
    """Newcombe (1998, Stat. Med. 17:857), table I: 15 of 148, and none of 20."""
    low, high = wilson(np.array([15 / 148, 0]), np.array([148, 20]), 0.95)
    np.testing.assert_allclose(low, [0.0624, 0], atol=5e-5)
    np.testing.assert_allclose(high, [0.1605, 0.1611], atol=5e-5)


def test_the_marginal_likelihood_is_that_of_the_dirichlet_multinomial() -> None:
    counts = np.array([[0.0, 3, 1], [2, 0, 0], [0, 0, 0]])
    prior = np.array([[0, 0.7, 0.3], [0.6, 0, 0.4], [0.5, 0.5, 0]])
    for strength in (0.5, 4.0, 100.0):
        rows = [(np.array([3, 1]), np.array([0.7, 0.3])), (np.array([2, 0]), np.array([0.6, 0.4]))]
        exact = sum(
            stats.dirichlet_multinomial.logpmf(n, strength * q, n.sum())
            - math.log(math.factorial(n.sum()) / math.prod(math.factorial(k) for k in n.tolist()))
            for n, q in rows
        )
        assert dirichlet.log_likelihood(strength, counts, prior) == pytest.approx(exact)


def test_the_strength_that_made_the_counts_is_found_again() -> None:
    random = np.random.default_rng(3)
    prior = np.full((400, 5), 0.2)
    rows = [random.multinomial(60, random.dirichlet(8 * q)) for q in prior]
    found = dirichlet.strength(np.array(rows, float), prior)
    assert found.persons == pytest.approx(8, rel=0.15)
    assert found.is_bounded


def test_intervals_cover_what_they_say() -> None:
    """Probabilities drawn from the prior, and moves by them: 95 of 100 lie inside."""
    random = np.random.default_rng(7)
    codes = [f"{n:02}" for n in range(40)]
    prior = random.dirichlet(np.ones(40), 40)
    np.fill_diagonal(prior, 0)
    prior /= prior.sum(1, keepdims=True)
    truth = np.array([random.dirichlet(30 * row + 1e-9) for row in prior])
    drawn = np.array([random.multinomial(50, row / row.sum()) for row in truth])
    held = counted([(a, b, int(drawn[i, j]), float(drawn[i, j])) for i, a in enumerate(codes)
                    for j, b in enumerate(codes) if i != j])  # fmt: skip
    found = matrix.shrunk(held, prior)
    low, high = found.interval(0.95)
    away = ~np.eye(40, dtype=bool)
    assert ((low <= truth) & (truth <= high))[away].mean() == pytest.approx(0.95, abs=0.02)


def test_rows_that_do_not_differ_have_the_least_strength_that_is_likely() -> None:
    """No strength is too great for them: 95 % of the likelihood ratio leaves out the small ones."""
    alike = np.tile([20.0, 30.0, 50.0], (40, 1))
    found = dirichlet.strength(alike, alike / 100)
    assert not found.is_bounded
    best, least = (dirichlet.log_likelihood(a, alike, alike / 100)
                   for a in (dirichlet.MOST, found.persons))  # fmt: skip
    assert 2 * (best - least) == pytest.approx(3.841, abs=1e-2)
    assert 100 < found.persons < 1e5


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [("a", "b", 1), ("b", "c", 1), ("c", "d", 1)],  # a person a row: nothing can scatter
        [("a", "b", 2), ("b", "c", 2), ("c", "a", 2)],  # as if the prior were worth nothing
        [("a", "b", 3), ("a", "c", 1), ("b", "a", 2)],
    ],
)
def test_counts_that_bound_no_strength_have_a_prior_of_one_person_and_say_so(cells: Any) -> None:
    counts = counted([(a, b, n, float(n)) for a, b, n in cells], states="abcd")
    found = matrix.shrunk(counts, "popularity")
    assert found.strength == 1
    assert found.estimator == (
        "Dirichlet towards popularity, strength a cautious one (the counts do not bound it)"
    )
    low, high = found.interval()
    assert (high - low)[found.heads > 0].min(initial=1) > 0.5


def test_an_origin_alone_is_not_its_own_proof() -> None:
    """130 who left one origin for 63 others: the interval of a person is not that of millions."""
    goes = [30, 20, 10, *[2] * 10, *[1] * 50]
    cells = [("000", f"{n:03}", persons, 1.0) for n, persons in enumerate(goes, 1)]
    counts = counted(cells, states=[f"{n:03}" for n in range(200)])
    found = matrix.shrunk(counts, "popularity")
    assert found.prior is not None
    np.testing.assert_allclose(found.prior[0, 1:], 1 / 199)
    assert found.estimator.endswith("by marginal likelihood")
    assert found.strength < 500
    low, high = (end[0, 63] for end in found.interval())
    assert low < found.probability[0, 63] / 5
    assert high > 1 / 130
    told = probabilities.asked(counts).told
    assert told[-1].endswith("in 199 of 200 origins, so that the only one is told by no other")


def test_where_nobody_was_seen_the_interval_begins_at_0_and_holds_the_estimate() -> None:
    """Beta(0.5, 19.5) falls from 0 on: the 95 % of highest density are the first. Of Beta(1e-3, 20)
    more than 95 % are below the mean, which the interval reaches to; 1 - p is its mirror image."""
    mean, persons = np.array([0.025, 5e-5, 0.975, 0.3]), np.array([20.0, 20.0, 20.0, 20.0])
    low, high = dirichlet.interval(mean, persons, 0.95)
    first = stats.beta.ppf(0.95, 0.5, 19.5)
    np.testing.assert_allclose(low, [0, 0, 1 - first, stats.beta.ppf(0.025, 6, 14)])
    np.testing.assert_allclose(high, [first, 5e-5, 1, stats.beta.ppf(0.975, 6, 14)])


def test_a_given_prior_may_lack_rows_and_leave_nothing_impossible() -> None:
    prior = np.array([[0.0, 0, 1], [np.nan] * 3, [0, 0, 0]])
    found = matrix.shrunk(FEW, prior, strength=4, name="theory")
    np.testing.assert_allclose(found.probability[0], [0, 3 / 8, 5 / 8], atol=1e-6)
    np.testing.assert_allclose(found.probability[2], [0.5, 0.5, 0])
    assert found.estimator == "Dirichlet towards theory, strength given"
    assert np.isfinite(matrix.shrunk(FEW, prior).strength)
    again = matrix.shrunk(FEW, matrix.laplace(FEW), strength=4)
    np.testing.assert_allclose(again.probability[0], [0, 17 / 24, 7 / 24], atol=1e-6)


@pytest.mark.parametrize(
    ("prior", "words"),
    [(np.ones((2, 2)), "is 2 x 2, expected 3 x 3"), (-np.ones((3, 3)), "negative"),
     ("nobody", "there are: popularity, uniform")],
)  # fmt: skip
def test_a_prior_that_is_none_is_refused(prior: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        matrix.shrunk(FEW, prior)


cell = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 30))


@settings(max_examples=cases(50), deadline=None)
@given(st.lists(cell, min_size=1), st.sampled_from(["movers", "everybody"]))
def test_rows_sum_to_one_and_intervals_hold_their_estimate(cells: Any, among: Any) -> None:
    counts = counted([(a, b, n, float(n)) for a, b, n in cells])
    made = [matrix.maximum_likelihood(counts, among=among)]
    if len(counts.codes) > 1:
        made += [matrix.laplace(counts, among=among),
                 matrix.shrunk(counts, "popularity", among=among)]  # fmt: skip
    for found in made:
        sums = found.probability.sum(1)
        np.testing.assert_allclose(sums[~np.isnan(sums)], 1)
        known = ~np.isnan(found.probability)
        low, high = (end[known] for end in found.interval())
        within = found.probability[known]
        slack = 0 if found.prior is not None else 1e-9  # Wilson's ends are rounded at 0 and 1
        assert ((low <= within + slack) & (within - slack <= high)).all()
        assert ((low >= 0) & (high <= 1)).all()


@settings(max_examples=cases(200), deadline=None)
@given(
    st.integers(0, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(0, 1), st.floats(-4, 8), st.floats(0.01, 0.999),
)  # fmt: skip
def test_an_interval_holds_its_estimate_and_covers_what_it_says(
    seen: tuple[int, int], prior: float, power: float, level: float
) -> None:
    (of_them, all_of_them), strength = seen, 10**power
    persons = np.array([all_of_them + strength])
    mean = np.minimum((of_them + strength * prior) / persons, 1)
    low, high = dirichlet.interval(mean, persons, level)
    assert 0 <= low[0] <= mean[0] <= high[0] <= 1
    beta = stats.beta(mean * persons, (1 - mean) * persons)
    if 1e-3 < mean[0] < 1 - 1e-3 and persons[0] > 1:  # else floats cannot tell the ends from 0, 1
        assert beta.cdf(high)[0] - beta.cdf(low)[0] > level - 1e-3


def test_perplexity_is_the_number_of_equal_choices() -> None:
    four = counted([("a", b, 1, 1.0) for b in "bcde"])
    assert matrix.perplexity(matrix.maximum_likelihood(four), four) == pytest.approx(4)
    with pytest.raises(ParameterError, match="other states"):
        matrix.perplexity(matrix.maximum_likelihood(four), FEW)


def halves(counts: Counts, seed: int) -> tuple[Counts, Counts]:
    """Each mover in one of two halves, at random."""
    held = counts.moves.tocoo()
    some = np.random.default_rng(seed).binomial(held.data, 0.5)
    ends = [(counts.codes[i], counts.codes[j]) for i, j in zip(held.row, held.col, strict=True)]
    made = [
        counted([(*pair, int(n), float(n)) for pair, n in zip(ends, part, strict=True)],
                states=counts.codes)
        for part in (some, held.data - some)
    ]  # fmt: skip
    return made[0], made[1]


@pytest.mark.skipif(not CPS.exists(), reason="the counts are looked for in ../shared/data")
def test_what_is_drawn_towards_popularity_predicts_the_other_half_best() -> None:
    """The order and about the figures of the table T2: 2.5e6, 298.7, 229.1, 196.6 and 165.6.

    As there, without the pair that is a recoding.
    """
    counts = readings.read(CPS)
    moved = counts.moves.tocoo()
    found = zip(moved.row, moved.col, moved.data, strict=True)
    cells = [(counts.codes[i], counts.codes[j], int(n), float(n)) for i, j, n in found if n < 400]
    one, other = halves(counted(cells, states=counts.codes), seed=0)
    made = [
        matrix.maximum_likelihood(one), matrix.laplace(one), matrix.shrunk(one, "uniform"),
        matrix.shrunk(one, "popularity", strength=1e7), matrix.shrunk(one, "popularity"),
    ]  # fmt: skip
    worth = [matrix.perplexity(each, other) for each in made]
    np.testing.assert_allclose(worth[1:], [298.7, 229.1, 196.6, 165.6], rtol=0.03)
    assert worth == sorted(worth, reverse=True)
    assert made[-1].strength == pytest.approx(141, rel=0.1)


# ---------------------------------------------------------------- as rows


def test_each_row_tells_n_the_estimate_and_its_interval() -> None:
    found = probabilities.asked(FEW, estimator="ml", among="everybody", confidence=0.9)
    assert [tuple(row.values())[:6] for row in found.rows] == [
        ("a", "a", 6, 10, 0.6, 0.6), ("a", "b", 3, 10, 0.3, 0.3), ("a", "c", 1, 10, 0.1, 0.1),
        ("b", "a", 2, 2, 1.0, 1.0),
    ]  # fmt: skip
    low, high = wilson(np.array([0.3]), np.array([10.0]), 0.9)
    assert (found.rows[1]["low"], found.rows[1]["high"]) == (low[0], high[0])
    assert found.told == [
        "maximum likelihood; with those who stayed; nobody was observed in 1 of 3 origins"
    ]


def test_a_prior_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "prior.csv"
    path.write_text("origin,destination,probability\na,b,0.5\na,c,0.5\na,z,9\n", encoding="utf-8")
    np.testing.assert_array_equal(probabilities.read_prior(path, FEW),
                                  [[0, 0.5, 0.5], [0, 0, 0], [0, 0, 0]])  # fmt: skip
    found = probabilities.asked(FEW, prior=path, strength=4, everything=True)
    assert found.rows[0]["probability"] == pytest.approx(5 / 8)
    assert "towards prior.csv" in found.told[0]


# ---------------------------------------------------------------- bootstrap

LIVES = [("p", "a", "b"), ("p", "b", "a"), ("q", "a", "b"), ("r", "a", "a"), ("r", "a", "a")]


def test_moves_of_persons_add_up_to_counts() -> None:
    moves = bootstrap.person_moves(*zip(*LIVES, strict=True), times=[1, 1, 1, 2, 3])
    counts = moves.counts()
    assert counts.persons.toarray().tolist() == [[5, 2], [1, 0]]
    drawn = moves.counts(np.array([2, 0, 1]))
    assert drawn.persons.toarray().tolist() == [[5, 2], [2, 0]]


def test_the_standard_error_of_a_mean_of_persons_is_found() -> None:
    """Persons who move, or stay, once: then the share of movers is a mean of independent draws."""
    random = np.random.default_rng(2)
    moved = random.random(400) < 0.3
    who = [str(n) for n in range(400)]
    moves = bootstrap.person_moves(who, ["a"] * 400, ["b" if each else "a" for each in moved])

    def share(counts: Counts) -> Any:
        return counts.moves.sum() / counts.persons.sum()

    found = bootstrap.bootstrapped(moves, share, times=400, seed=4)
    p = moved.mean()
    assert found.estimate == pytest.approx(p)
    assert found.standard_error == pytest.approx(math.sqrt(p * (1 - p) / 400), rel=0.1)
    assert found.low < p < found.high
    same = bootstrap.bootstrapped(moves, share, times=400, seed=4)
    assert same.standard_error == found.standard_error


def test_moves_that_hang_together_are_less_sure_than_they_seem() -> None:
    """Everybody's ten moves are alike: ten times the moves, but no more persons."""
    random = np.random.default_rng(2)
    moved = random.random(200) < 0.4
    who = [str(n) for n in range(200)]
    moves = bootstrap.person_moves(who, ["a"] * 200, ["b" if each else "a" for each in moved],
                                   times=[10] * 200)  # fmt: skip
    found = bootstrap.bootstrapped(moves, lambda c: c.moves.sum() / c.persons.sum(), times=400)
    p, n = moved.mean(), 2000
    assert found.standard_error == pytest.approx(math.sqrt(10 * p * (1 - p) / n), rel=0.1)


def test_draws_without_a_figure_are_told(tmp_path: Path) -> None:
    moves = bootstrap.person_moves(*zip(*LIVES, strict=True))
    found = bootstrap.bootstrapped(
        moves, lambda c: matrix.maximum_likelihood(c).probability, times=50
    )
    assert found.missing[1, 0] > 0  # nobody who left b was drawn
    assert found.estimate[1, 0] == 1
    with pytest.raises(ParameterError, match="1 draws of 3 persons"):
        bootstrap.bootstrapped(moves, lambda c: c.moves.sum(), times=1)
