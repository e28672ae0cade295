"""The analyses on real moves, held against what was measured on them before.

What was measured is on all origins (530), of which a fifth is withheld here: so figures that depend
on them all are near, and not the same. Whole data sets must give the same figures.
"""

from functools import cache

import pytest

from careergraph.transitions import Counts
from careergraph.transitions.analyses import (
    barriers,
    bridges,
    communities,
    entropy,
    lift,
    markov,
    mobility,
    order,
    reciprocity,
    retention,
    sequences,
)
from moves import (
    cps,
    cps_closed,
    cps_degrees,
    cps_employment,
    cps_groups,
    cps_wages,
    monthly,
    needs_data,
    row,
    young_men,
)

pytestmark = needs_data


@cache
def moves() -> Counts:
    return cps()


@cache
def closed() -> Counts:
    return cps_closed(cps())


def test_the_moves_are_those_that_were_measured() -> None:
    assert moves().moves.sum() == 20_911
    assert len({int(n) for n in moves().persons.nonzero()[0]}) == 438


def test_retention_over_a_year() -> None:
    assert retention.retention(moves()).figures["retention"] == pytest.approx(0.956, abs=0.004)


def test_origins_lead_to_some_37_destinations() -> None:
    found = entropy.entropy(moves()).figures
    assert found["mean_entropy"] == pytest.approx(3.48, abs=0.04)
    assert found["mean_miller_madow"] == pytest.approx(3.79, abs=0.04)
    assert found["mean_effective"] == pytest.approx(37, abs=1.5)


def test_two_of_five_edges_are_returned() -> None:
    found = reciprocity.reciprocity(closed()).figures
    assert found["reciprocity"] == pytest.approx(0.417, abs=0.03)
    assert found["flow_reciprocity"] == pytest.approx(0.488, abs=0.03)
    assert reciprocity.reciprocity(moves()).figures["largest_out_degree"] == 221


def test_few_of_the_net_flows_are_significant() -> None:
    found = reciprocity.net_flows(moves()).figures
    assert found["significant_by_z"] / found["pairs"] == pytest.approx(57 / 426, abs=0.01)


def test_one_edge_in_twenty_is_over_represented_and_carries_a_fifth_of_the_moves() -> None:
    found = lift.lift(moves()).figures
    assert found["over_represented"] / found["edges"] == pytest.approx(629 / 13_428, abs=0.001)
    assert found["their_share_of_moves"] == pytest.approx(0.193, abs=0.002)


def test_big_occupations_lie_between_others() -> None:
    pytest.importorskip("igraph")
    found = bridges.bridges(closed(), sizes=cps_employment()).figures
    assert found["correlation_with_size"] == pytest.approx(0.77, abs=0.06)


def test_communities_and_the_classification() -> None:
    pytest.importorskip("leidenalg")
    pytest.importorskip("sklearn")
    found = communities.leiden(closed(), classification=cps_groups()).figures
    assert found["modularity"] == pytest.approx(0.267, abs=0.03)
    assert found["share_of_moves_inside"] == pytest.approx(0.55, abs=0.03)
    assert found["ami_with_classification"] == pytest.approx(0.27, abs=0.05)
    assert found["modularity_of_classification"] == pytest.approx(0.124, abs=0.02)
    assert found["share_inside_classification"] == pytest.approx(0.201, abs=0.015)


def test_infomap_on_raw_counts_collapses_and_on_a_backbone_does_not() -> None:
    pytest.importorskip("infomap")
    raw = communities.infomap(moves(), alpha=None)
    assert "the partition has collapsed" in raw.warnings[0]
    assert communities.infomap(moves()).warnings == ()


def test_the_chain_settles_as_employment_is() -> None:
    found = markov.markov(closed(), sizes=cps_employment()).figures
    assert found["correlation_with_sizes"] == pytest.approx(0.94, abs=0.02)
    assert found["second_eigenvalue"] == pytest.approx(0.9974, abs=0.002)


def test_half_of_the_moves_lead_to_better_pay() -> None:
    found = mobility.mobility(moves(), cps_wages()).figures
    assert found["up"] == pytest.approx(0.484, abs=0.015)
    assert found["down"] == pytest.approx(0.423, abs=0.015)
    assert found["mean_gap"] == pytest.approx(0.034, abs=0.002)
    assert found["assortativity"] == pytest.approx(0.431, abs=0.005)


def test_what_a_waived_degree_opens() -> None:
    found = barriers.barriers(moves(), cps_degrees(), waived=["degree"], pay=cps_wages()).figures
    now = [found[f"share_without_better_{k}"] for k in (1, 2, 3)]
    waived = [found[f"share_without_better_{k}_waived"] for k in (1, 2, 3)]
    assert now == pytest.approx([0.442, 0.115, 0.071], abs=0.035)
    assert waived == pytest.approx([0.340, 0.019, 0.000], abs=0.035)
    assert found["mean_reach_1"] == pytest.approx(9.6, abs=0.5)
    assert found["mean_reach_1_waived"] == pytest.approx(11.3, abs=0.6)


def test_powers_of_a_month_are_no_year() -> None:
    found = markov.retention_after(monthly(), monthly(), steps=12, by="weight").figures
    assert found["median_one_step"] == pytest.approx(0.904, abs=0.001)
    assert found["median_predicted"] == pytest.approx(0.313, abs=0.003)


def test_young_men_are_no_chain_of_order_1() -> None:
    persons = young_men()
    found = order.order_test(persons.values())
    assert found.column("perplexity") == pytest.approx([2.778, 2.662], abs=0.0005)
    assert found.figures["likelihood_ratio"] == pytest.approx(938, abs=0.5)
    assert found.figures["degrees_of_freedom"] == 80
    check = order.chapman_kolmogorov(persons.values(), steps=2)
    predicted, observed = check.column("predicted"), check.column("observed")
    assert predicted == pytest.approx([0.523, 0.283, 0.483, 0.601, 0.649], abs=0.0006)
    assert observed == pytest.approx([0.532, 0.400, 0.577, 0.693, 0.625], abs=0.0006)


def test_591_men_were_seen_for_eleven_years() -> None:
    whole = {person: years[:11] for person, years in young_men().items() if len(years) >= 11}
    found = sequences.coded(list(whole.values()), list(whole))
    between = sequences.distances(found)
    assert between.shape == (591, 591)
    again = sequences.clusters(found, number=4)
    assert again.figures["asw"] == pytest.approx(0.389, abs=0.001)
    assert row(again, person=found.persons[0])["cluster"] >= 1
