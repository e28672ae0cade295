"""Measures of similarity, each on a case worked on paper."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from careergraph.transitions.model import similarity as measure
from careergraph.transitions.model.words import tf_idf, topics, words

PROFILE = np.array([[4.0, 2.0, 0.0], [2.0, 1.0, 1.0], [0.0, 0.0, 2.0]])
"""Three roles and three skills: twelve in all, six, three and three by skill."""


def test_z_scores_come_before_pearson() -> None:
    profile = np.array([[9.0, 1.0, 3.0], [9.0, 2.0, 1.0], [8.0, 0.0, 2.5]])
    scored = (profile - profile.mean(axis=0)) / profile.std(axis=0)
    assert np.allclose(measure.z_pearson(profile), np.corrcoef(scored))
    assert np.corrcoef(profile).min() > 0.9  # one skill is rated high in all
    assert measure.z_pearson(profile).min() < -0.5


def test_cosine_of_two_rows() -> None:
    assert measure.cosine(PROFILE)[0, 1] == pytest.approx(10 / math.sqrt(20 * 6))
    assert measure.cosine(PROFILE)[0, 2] == 0


def test_advantage_is_the_share_of_a_skill_over_its_usual_share() -> None:
    usual = np.array([6, 3, 3]) / 12
    by_hand = [[4 / 6, 2 / 6, 0], [2 / 4, 1 / 4, 1 / 4], [0, 0, 1]] / usual
    assert np.allclose(measure.advantage(PROFILE), by_hand)
    assert measure.effective_use(PROFILE).tolist() == [
        [True, True, False], [True, True, True], [False, False, True]
    ]  # fmt: skip


def test_jaccard_counts_what_both_have_of_what_either_has() -> None:
    used = measure.effective_use(PROFILE)
    assert np.allclose(measure.jaccard(used), [[1, 2 / 3, 0], [2 / 3, 1, 1 / 3], [0, 1 / 3, 1]])


def test_proximity_of_skills_is_the_smaller_conditional_probability() -> None:
    used = np.array([[1, 1, 0], [1, 1, 1], [0, 0, 1]])
    assert np.allclose(measure.item_proximity(used), [[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])


def test_skills_space_is_the_weighed_mean_proximity_of_two_sets() -> None:
    weight = measure.advantage(PROFILE)
    theta = measure.item_proximity(weight >= 1)
    above = sum(weight[0, s] * weight[1, t] * theta[s, t] for s in range(3) for t in range(3))
    below = weight[0].sum() * weight[1].sum()
    assert measure.skills_space(PROFILE)[0, 1] == pytest.approx(above / below)


def test_nearness_is_one_less_the_distance_over_the_widest() -> None:
    profile = np.array([[1.0, 0.0], [0.0, 3.0], [1.0, 1.0]])
    apart = math.sqrt(2 - math.sqrt(2))
    assert measure.nearness(profile)[0, 2] == pytest.approx(1 - apart / math.sqrt(2))
    assert measure.nearness(profile)[0, 1] == 0


def test_causeways_is_the_mean_of_its_parts() -> None:
    essential = np.array([[1, 1, 0], [0, 1, 1]])
    optional = np.array([[0, 0, 1], [0, 0, 0]])
    activities = np.array([[1.0, 0.0], [0.0, 1.0]])
    found = measure.causeways(essential, optional, activities)
    assert found[0, 1] == pytest.approx((1 / 2 + 1 + 0) / 3)
    assert found[1, 0] == pytest.approx((1 / 2 + 1 / 2 + 0) / 3)
    context = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert measure.causeways(essential, optional, activities, context)[0, 1] == pytest.approx(
        (1 / 2 + 1 + 0 + 1) / 4
    )


def test_related_is_the_mean_of_both_lists() -> None:
    tiers = np.array([[0, measure.TIERS["Primary-Short"]], [measure.TIERS["Supplemental"], 0]])
    assert measure.related(tiers)[0, 1] == measure.related(tiers)[1, 0] == pytest.approx(2 / 3)


def test_fidelity_of_equal_shares_is_one() -> None:
    shares = np.array([[2.0, 2.0], [1.0, 1.0], [1.0, 0.0]])
    found = measure.fidelity(shares)
    assert found[0, 1] == pytest.approx(1)
    assert found[0, 2] == pytest.approx(math.sqrt(0.5))


def test_rows_of_nothing_are_like_nothing() -> None:
    empty = np.zeros((2, 3))
    for each in (measure.cosine, measure.advantage, measure.jaccard, measure.skills_space,
                 measure.fidelity):  # fmt: skip
        assert not each(empty).any()


PROFILES = arrays.arrays(
    float, st.tuples(st.integers(1, 6), st.integers(1, 5)),
    elements=st.integers(0, 500).map(lambda n: n / 100),
)  # fmt: skip
"""Ratings are published to two digits."""


@given(PROFILES)
def test_measures_are_symmetric_and_bounded(profile: np.ndarray) -> None:
    effective = measure.effective_use(profile)
    for each, over in ((measure.z_pearson, profile), (measure.cosine, profile),
                       (measure.skills_space, profile), (measure.fidelity, profile),
                       (measure.nearness, profile), (measure.jaccard, effective)):  # fmt: skip
        found = each(over)
        assert np.allclose(found, found.T)
        assert np.all(np.abs(found) <= 1 + 1e-9)


def test_text_similarity_weighs_rare_words_more() -> None:
    weights = tf_idf(["cook soup", "cook rice", "drive truck"], least=1)
    likeness = (weights @ weights.T).toarray()
    common, rare = math.log(4 / 3) + 1, math.log(4 / 2) + 1
    assert likeness[0, 1] == pytest.approx(common**2 / (common**2 + rare**2))
    assert likeness[0, 2] == 0
    assert np.allclose(likeness.diagonal(), 1)


def test_words_are_letters_of_any_alphabet() -> None:
    assert words("Köche, und 12 Ärzte of the x") == ["köche", "und", "ärzte"]


def test_topics_see_words_that_come_together_as_one() -> None:
    texts = ["nurse ward patient", "patient ward", "truck road", "road truck freight", "nurse"]
    place = topics(tf_idf(texts, least=1), 2)
    found = measure.cosine(place)
    assert found[4, 1] > 0.9  # no word in common, but both come with a third
    assert abs(found[4, 2]) < 0.1
    assert np.array_equal(place, topics(tf_idf(texts, least=1), 2))
