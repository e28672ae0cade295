"""Moves up and down, what keeps people from moving, and what leads where."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.errors import ParameterError
from careergraph.transitions import Counts, counted
from careergraph.transitions.analyses import (
    barriers,
    further,
    gateways,
    mobility,
    segregation,
    waivers,
)
from moves import any_moves, kitchen, row

PAY = {"cook": 100.0, "waiter": 100.0, "chef": 200.0}

# ---------------------------------------------------------------- mobility


def test_three_of_five_moves_in_the_kitchen_lead_up() -> None:
    found = mobility.mobility(kitchen(), PAY)
    assert found.figures["up"] == pytest.approx(3 / 5)
    assert found.figures["level"] == pytest.approx(2 / 5)
    assert found.figures["down"] == 0
    assert found.figures["mean_gap"] == pytest.approx(3 / 5 * math.log(2))
    cook = row(found, group="cook")
    assert (cook["persons"], cook["up"]) == (4, pytest.approx(3 / 4))
    assert cook["expected_gain"] == pytest.approx(3 * math.log(2) / 10)
    assert found.parameters["threshold"] == 0.05


def test_a_rise_of_just_the_threshold_is_up_and_so_is_its_reverse_down() -> None:
    moves = counted([("a", "b", 1, 1.0), ("b", "a", 1, 1.0), ("a", "c", 1, 1.0)])
    found = mobility.mobility(moves, {"a": 100.0, "b": 105.0, "c": 104.9})
    shares = [found.figures[name] for name in ("up", "level", "down")]
    assert shares == pytest.approx([1 / 3] * 3)


def test_a_job_zone_is_a_level() -> None:
    found = mobility.mobility(kitchen(), {"cook": 2, "waiter": 1, "chef": 4}, scale="levels")
    assert found.figures["up"] == pytest.approx(4 / 5)
    assert found.figures["down"] == pytest.approx(1 / 5)
    assert found.figures["mean_gap"] == pytest.approx((3 * 2 - 1 + 1) / 5)


def test_moves_without_a_value_are_left_out_and_counted() -> None:
    found = mobility.mobility(kitchen(), {"cook": 100.0, "chef": 200.0})
    assert found.figures["share_of_moves_with_values"] == pytest.approx(3 / 5)
    assert found.figures["up"] == 1
    with pytest.raises(ParameterError, match="no move is between two"):
        mobility.mobility(kitchen(), {"chef": 1.0})
    with pytest.raises(ParameterError, match="a ratio needs above 0"):
        mobility.mobility(kitchen(), {"chef": 0.0, "cook": 1.0})


def test_groups_of_origins_are_taken_together() -> None:
    groups = {"cook": "kitchen", "chef": "kitchen", "waiter": "floor"}
    found = mobility.mobility(kitchen(), PAY, groups=groups)
    assert row(found, group="kitchen")["persons"] == 4
    assert row(found, group="floor")["level"] == 1


@given(any_moves(), st.lists(st.floats(1, 1000), min_size=6, max_size=6))
def test_moves_go_up_down_or_level_and_turned_round_the_other_way(
    counts: Counts, pay: list[float]
) -> None:
    values = dict(zip("abcdef", pay, strict=True))
    found = mobility.mobility(counts, values).figures
    assert found["up"] + found["level"] + found["down"] == pytest.approx(1)
    inverse = {code: 1 / value for code, value in values.items()}
    turned = mobility.mobility(counts, inverse).figures
    assert turned["up"] == pytest.approx(found["down"])
    assert turned["mean_gap"] == pytest.approx(-found["mean_gap"])


def test_the_error_of_a_mean_is_that_of_statsmodels() -> None:
    weightstats = pytest.importorskip("statsmodels.stats.weightstats")
    moves = counted([("a", "b", 3, 3.0), ("a", "c", 5, 5.0), ("b", "a", 2, 2.0)])
    found = row(mobility.mobility(moves, {"a": 1.0, "b": 2.0, "c": 3.0}), group="a")
    gaps = [math.log(2)] * 3 + [math.log(3)] * 5
    theirs = weightstats.DescrStatsW(gaps)
    assert found["mean_gap"] == pytest.approx(theirs.mean)
    assert found["gap_error"] == pytest.approx(theirs.std_mean)


# ---------------------------------------------------------------- barriers


def ladder() -> Counts:
    """cook > chef > manager, and clerk > nurse; each move made by five."""
    steps = [("cook", "chef"), ("chef", "manager"), ("clerk", "nurse"), ("cook", "clerk")]
    stay = [(code, code, 10, 10.0) for code in ("cook", "chef", "clerk", "manager", "nurse")]
    return counted([*stay, *((i, j, 5, 5.0) for i, j in steps), ("cook", "nurse", 1, 1.0)])


DEMANDS = {"manager": {"degree"}, "nurse": {"degree", "licence"}, "chef": set[str](),
           "cook": set[str](), "clerk": set[str]()}  # fmt: skip


def test_with_the_degree_waived_the_cook_may_become_a_manager_in_two_steps() -> None:
    pay = {"cook": 1.0, "chef": 1.05, "clerk": 1.0, "manager": 3.0, "nurse": 2.0}
    found = barriers.barriers(ladder(), DEMANDS, waived=["degree"], steps=2, pay=pay)
    cook = row(found, code="cook")
    assert [cook[f"reach_{k}"] for k in (1, 2)] == [2, 2]
    assert [cook[f"reach_{k}_waived"] for k in (1, 2)] == [2, 3]  # the nurse needs a licence, too
    assert [cook[f"better_{k}_waived"] for k in (1, 2)] == [0, 1]
    assert found.figures["origins"] == 3
    assert found.figures["share_without_better_2"] == 1
    assert found.figures["share_without_better_2_waived"] == pytest.approx(1 / 3)
    assert found.figures["share_without_better_2_waived_by_people"] == pytest.approx(15 / 51)
    assert any("not causal" in warning for warning in found.warnings)
    assert found.parameters["least"] == 3


def test_who_has_what_is_demanded_needs_no_waiver() -> None:
    moves = counted([("nurse", "manager", 5, 5.0), ("cook", "manager", 5, 5.0)])
    demands = {"nurse": {"degree"}, "manager": {"degree", "licence"}}
    found = barriers.barriers(moves, demands, waived=["licence"], steps=1)
    assert row(found, code="nurse")["reach_1_waived"] == 1
    assert row(found, code="cook")["reach_1_waived"] == 0


def test_what_is_not_known_to_be_demanded_is_said() -> None:
    found = barriers.barriers(ladder(), {"nurse": {"degree"}}, waived=["degree"])
    assert found.warnings[0].startswith("what 4 of 5 occupations demand is not known")


@given(any_moves(), st.lists(st.sets(st.sampled_from("xyz")), min_size=6, max_size=6))
def test_a_waiver_closes_nothing_and_more_steps_neither(
    counts: Counts, needed: list[set[str]]
) -> None:
    demands = dict(zip("abcdef", needed, strict=True))
    try:
        found = barriers.barriers(counts, demands, waived=["x"], steps=3, least=1)
    except ParameterError:
        return
    for each in found.rows():
        for k in (1, 2, 3):
            assert each[f"reach_{k}"] <= each[f"reach_{k}_waived"]
        assert each["reach_1"] <= each["reach_2"] <= each["reach_3"]


@given(any_moves())
def test_with_all_waived_all_is_reached_that_networkx_reaches(counts: Counts) -> None:
    import networkx as nx

    demands = {code: {"x"} for code in counts.codes[1:]}
    found = barriers.barriers(counts, demands, waived=["x"], steps=2, least=1)
    graph = nx.from_scipy_sparse_array(counts.moves, create_using=nx.DiGraph)
    for each in found.rows():
        start = counts.number[each["code"]]
        near = nx.single_source_shortest_path_length(graph, start, cutoff=2)
        assert each["reach_2_waived"] == len(set(near) - {start})


def test_a_demand_nobody_makes_cannot_be_waived() -> None:
    with pytest.raises(ParameterError, match="the demands are: degree, licence"):
        barriers.barriers(ladder(), DEMANDS, waived=["degre"])
    with pytest.raises(ParameterError, match="no move was made by 99"):
        barriers.barriers(ladder(), DEMANDS, waived=["degree"], least=99)


def test_the_cook_becomes_a_nurse_by_two_waivers() -> None:
    found = waivers.waivers(ladder(), DEMANDS, "cook", "nurse")
    assert list(found.rows()) == [
        {"waived": ["degree", "licence"], "steps": 2, "way": "cook > clerk > nurse"}
    ]
    direct = waivers.waivers(ladder(), DEMANDS, "cook", "nurse", least=1)
    assert direct.column("way") == ["cook > nurse"]
    assert len(waivers.waivers(ladder(), DEMANDS, "cook", "nurse", most=1)) == 0
    assert waivers.waivers(ladder(), DEMANDS, "cook", "chef").column("waived") == [[]]


def test_of_two_ways_each_needs_its_own_waiver() -> None:
    moves = counted([("a", "b", 5, 1.0), ("a", "c", 5, 1.0), ("b", "d", 5, 1.0),
                     ("c", "d", 5, 1.0)])  # fmt: skip
    found = waivers.waivers(moves, {"b": {"x"}, "c": {"y", "z"}}, "a", "d")
    assert found.column("waived") == [["x"], ["y", "z"]]


@given(any_moves(), st.lists(st.sets(st.sampled_from("xyz"), max_size=2), min_size=6, max_size=6))
def test_each_set_of_waivers_opens_a_way_and_no_part_of_it_does(
    counts: Counts, needed: list[set[str]]
) -> None:
    from itertools import combinations

    import networkx as nx

    demands = dict(zip("abcdef", needed, strict=True))
    found = waivers.waivers(counts, demands, "a", "c", least=1)
    holds = demands["a"]

    def opens(waived: set[str]) -> bool:
        graph = nx.DiGraph()
        graph.add_nodes_from("ac")
        for i, j in zip(*counts.moves.nonzero(), strict=True):
            if demands[counts.codes[j]] <= holds | waived:
                graph.add_edge(counts.codes[i], counts.codes[j])
        near = nx.single_source_shortest_path_length(graph, "a", cutoff=3)
        return "c" in near

    every = [set(c) for k in range(4) for c in combinations("xyz", k)]
    least = [w for w in every if opens(w) and not any(opens(v) for v in every if v < w)]
    assert sorted(found.column("waived")) == sorted(map(sorted, least))


# ---------------------------------------------------------------- without further


def test_five_sixths_of_the_clerks_and_cooks_took_no_degree() -> None:
    pay = {"cook": 1.0, "chef": 2.0, "clerk": 1.0, "manager": 3.0, "nurse": 3.0}
    found = further.without_further(ladder(), DEMANDS, "degree", pay=pay)
    cook = row(found, code="cook")
    assert cook["without"] == pytest.approx(10 / 11)
    assert cook["better_paid_without"] == pytest.approx(5 / 10)
    assert cook["better_paid_with"] == 1
    assert row(found, code="clerk")["without"] == 0
    assert found.figures["without"] == pytest.approx(10 / 21)


# ---------------------------------------------------------------- gateways


def test_half_of_those_who_leave_the_start_could_come_by_the_gateway() -> None:
    moves = counted([("start", "gate", 5, 1.0), ("start", "other", 5, 1.0),
                     ("gate", "goal", 6, 1.0), ("gate", "start", 2, 1.0),
                     ("other", "start", 8, 1.0)])  # fmt: skip
    found = gateways.gateways(moves, ["start"], ["goal"])
    gate = row(found, code="gate")
    assert (gate["in"], gate["on"]) == (pytest.approx(0.5), pytest.approx(0.75))
    assert gate["through"] == pytest.approx(0.375)
    assert gate["lift"] == pytest.approx(0.75 / (6 / 26))
    assert found.column("code") == ["gate", "other"]
    assert found.figures["through_one_other"] == pytest.approx(0.375)


def test_starts_and_goals_may_not_overlap_and_must_be_known() -> None:
    with pytest.raises(ParameterError, match="as start and as goal"):
        gateways.gateways(kitchen(), ["cook", "waiter"], ["cook"])
    with pytest.raises(ParameterError, match="did you mean 'waiter'"):
        gateways.gateways(kitchen(), ["wayter"], ["chef"])
    with pytest.raises(ParameterError, match="nobody was seen to leave"):
        gateways.gateways(kitchen(), ["chef"], ["cook"])


def test_where_cooks_went() -> None:
    found = gateways.destinations(kitchen(), "Cook")
    assert found.column("code") == ["chef", "waiter"]
    assert found.column("share") == pytest.approx([0.75, 0.25])
    assert found.column("lift") == pytest.approx([1.25, 1.25])


def test_the_lowest_third_and_the_highest() -> None:
    values = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    assert gateways.ends_of(values, list("abcd")) == (["a", "b"], ["c", "d"])
    with pytest.raises(ParameterError, match="too much alike"):
        gateways.ends_of({"a": 1.0, "b": 1.0}, ["a", "b"])


# ---------------------------------------------------------------- segregation


def test_half_a_group_would_have_to_change_place() -> None:
    women = counted([("cook", "cook", 10, 1.0), ("chef", "chef", 0, 0.0)])
    men = counted([("cook", "cook", 5, 1.0), ("chef", "chef", 5, 1.0)])
    found = segregation.segregation(women, men)
    assert found.figures["before"] == pytest.approx(0.5)
    assert found.figures["by_moves"] == 0
    moved = counted([("cook", "chef", 5, 1.0), ("cook", "cook", 5, 1.0)])
    assert segregation.segregation(moved, men).figures["after"] == 0


@given(any_moves(), any_moves())
def test_what_moves_add_to_the_index_adds_up(one: Counts, other: Counts) -> None:
    found = segregation.segregation(one, other, draws=2)
    assert sum(found.column("adds")) == pytest.approx(found.figures["by_moves"], abs=1e-12)
    assert 0 <= found.figures["before"] <= 1
    same = segregation.segregation(one, one, draws=2).figures
    assert same["before"] == same["after"] == 0


def test_the_outside_option_of_a_cook_is_what_leavers_get() -> None:
    found = segregation.outside_options(kitchen(), PAY)
    cook = row(found, code="cook")
    assert cook["outside_option"] == pytest.approx(0.75 * 200 + 0.25 * 100)
    assert cook["over_own"] == pytest.approx(1.75)
    less = segregation.outside_options(kitchen(), {"chef": 200.0, "cook": 100.0})
    assert row(less, code="cook")["known"] == pytest.approx(0.75)
