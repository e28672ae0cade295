"""Time until people move, and careers as sequences."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.transitions.analyses import sequences, spell_table, times
from moves import row

pd = pytest.importorskip("pandas")

SPELLS = [
    ("ann", 0, 2, "cook"),
    ("ann", 2, 9, "chef"),
    ("bob", 0, 1, "cook"),
    ("bob", 1, 3, "cook"),  # another kitchen, no move
    ("bob", 3, 4, "waiter"),
    ("cid", 0, 2, "cook"),
    ("dee", 0, 4, "cook"),
    ("dee", 4, 5, "chef"),
]
"""Of four cooks one moved after 2, one after 3, one after 4; cid was not followed after 2."""


def spells(rows: list[tuple[str, float, float, str]] = SPELLS) -> "pd.DataFrame":
    return pd.DataFrame(rows, columns=["person", "start", "end", "occupation"])


def test_spells_in_one_occupation_are_one_stay() -> None:
    found = times.stays(spells())
    bob = found[found.person == "bob"]
    assert bob.occupation.tolist() == ["cook", "waiter"]
    assert bob.duration.tolist() == [3, 1]
    assert bob.moved.tolist() == [True, False]
    assert bob.destination.tolist()[0] == "waiter"


def test_an_open_spell_lasts_until_the_latest_time_seen() -> None:
    rows = [("ann", 0, 2, "cook"), ("bob", 1, math.nan, "cook"), ("cid", 0, 8, "chef")]
    found = times.stays(spells(rows))
    assert found[found.person == "bob"].duration.tolist() == [7]


def test_dates_are_counted_in_days() -> None:
    table = spells([("ann", 0, 2, "cook"), ("ann", 2, 3, "chef")])
    for name in ("start", "end"):
        table[name] = pd.to_datetime(table[name], unit="D")
    assert times.stays(table).duration.tolist() == [2, 1]


def test_after_two_years_three_of_four_cooks_are_still_there() -> None:
    pytest.importorskip("lifelines")
    found = times.time_to_move(spells(), "cook")
    two, three, four = (row(found, time=t) for t in (2.0, 3.0, 4.0))
    assert two["still_there"] == pytest.approx(3 / 4)
    assert three["still_there"] == pytest.approx(3 / 4 * 1 / 2)
    assert four["still_there"] == pytest.approx(0)
    assert three["to_chef"] == pytest.approx(1 / 4)
    assert three["to_waiter"] == pytest.approx(3 / 4 * 1 / 2)
    assert four["to_chef"] + four["to_waiter"] == pytest.approx(1)
    assert found.figures == {"stays": 4, "moved": 3, "censored": 1, "median": 3.0}


def test_the_median_of_all_occupations() -> None:
    pytest.importorskip("lifelines")
    found = times.median_times(spells(), minimum=1)
    assert row(found, code="cook")["median"] == 3
    assert row(found, code="chef")["median"] is None  # nobody was seen to leave
    with pytest.raises(ParameterError, match="no occupation has 5 stays"):
        times.median_times(spells())


def test_an_unknown_occupation_is_named_with_one_that_is_like_it() -> None:
    with pytest.raises(ParameterError, match="did you mean 'cook'"):
        times.time_to_move(spells(), "cooks")


@st.composite
def any_spells(draw: st.DrawFn) -> "pd.DataFrame":
    rows = []
    for person in range(draw(st.integers(2, 12))):
        start = 0.0
        for code in draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=4)):
            end = start + draw(st.floats(0.01, 9))
            rows.append((str(person), start, end, code))
            start = end
    return spells([*rows, ("x", 0, 1, "a"), ("x", 1, 2, "b")])


@given(any_spells())
def test_who_is_still_there_and_who_went_where_are_all(table: "pd.DataFrame") -> None:
    pytest.importorskip("lifelines")
    found = times.time_to_move(table, "a")
    went = [name for name in found.names if name.startswith("to_")]
    for each in found.rows():
        assert each["still_there"] + sum(each[name] for name in went) == pytest.approx(1)


@given(any_spells())
def test_where_people_went_is_what_lifelines_says(table: "pd.DataFrame") -> None:
    lifelines = pytest.importorskip("lifelines")
    stays = times.stays(table)
    there = stays[stays.occupation == "a"]
    if there.duration.duplicated().any() or "b" not in set(there.destination):
        return  # lifelines moves ties apart at random
    event = there.destination.map({"b": 1, "c": 2}).fillna(0).astype(int)
    theirs = lifelines.AalenJohansenFitter(calculate_variance=False)
    theirs.fit(there.duration.to_numpy(), event.to_numpy(), event_of_interest=1)
    last = theirs.cumulative_density_.iloc[-1, 0]
    assert times.time_to_move(table, "a").column("to_b")[-1] == pytest.approx(last)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "spells.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_spells_are_read_with_dates_and_open_ends(tmp_path: Path) -> None:
    text = "person,start,end,occupation\nann,2020-01-01,2020-03-01,cook\nann,2020-03-01,,chef\n"
    found = spell_table.read_spells(written(tmp_path, text))
    assert times.stays(found).duration.tolist() == [60, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "No columns"),
        ("person,start,end\n1,2,3\n", "no column occupation"),
        ("person,start,end,occupation\n", "no rows"),
        ("person,start,end,occupation\na,3,2,cook\n", "row 2: 1 row has an end before its start"),
        ("person,start,end,occupation\na,x,2,cook\na,y,2,cook\n", "2 rows have start that is"),
        ("person,start,end,occupation\na,,2,cook\n", "1 row has no start"),
        ("person,start,end,occupation\na,1,2,\n", "no occupation"),
        ("person,start,end,occupation\na,1,2020-01-01,cook\n", "not both dates"),
    ],
)
def test_damaged_spells_are_named_with_row_and_number(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(ParseError, match=words):
        spell_table.read_spells(written(tmp_path, text))


def test_states_are_read_a_row_a_person(tmp_path: Path) -> None:
    path = written(tmp_path, "id,year,did\na,2,work\na,1,school\nb,1,home\n")
    found = spell_table.read_states(path, person="id", time="year", state="did")
    assert found.to_numpy().tolist() == [["school", "work"], ["home", None]]
    with pytest.raises(ParseError, match="1 row has a id and year that came before"):
        spell_table.read_states(
            written(tmp_path, "id,year,did\na,1,x\na,1,y\n"), person="id", time="year", state="did"
        )
    with pytest.raises(ReadError, match="nowhere"):
        spell_table.read_spells(tmp_path / "nowhere.csv")


# ---------------------------------------------------------------- sequences


def test_substitution_costs_by_hand() -> None:
    found = sequences.coded([list("aab"), list("abb")])
    # a > a once, a > b twice, b > b once: p_ab = 2/3, p_ba = 0
    costs = sequences.transition_costs(found)
    assert costs == pytest.approx(np.array([[0, 2 - 2 / 3], [2 - 2 / 3, 0]]))
    assert sequences.distances(found)[0, 1] == pytest.approx(2 - 2 / 3)


def test_to_drop_and_insert_may_be_cheaper_than_to_change() -> None:
    found = sequences.coded([list("abcd"), list("bcda")])
    flat = 2.0 * (1 - np.eye(4))
    assert sequences.distances(found, flat)[0, 1] == 2  # drop a, add a
    assert sequences.distances(found, flat, indel=9)[0, 1] == 8  # change all four


def plainly(one: str, other: str, costs: dict[tuple[str, str], float], indel: float) -> float:
    """The textbook's recursion, with nothing shared with what it tests."""
    from functools import cache

    @cache
    def far(i: int, j: int) -> float:
        if i == 0 or j == 0:
            return (i + j) * indel
        change = 0 if one[i - 1] == other[j - 1] else costs[one[i - 1], other[j - 1]]
        return min(far(i - 1, j - 1) + change, far(i - 1, j) + indel, far(i, j - 1) + indel)

    return far(len(one), len(other))


WORDS = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.text("abc", min_size=n, max_size=n), min_size=2, max_size=8)
)


@given(WORDS, st.floats(0.3, 2))
def test_optimal_matching_is_that_of_the_textbook(words: list[str], indel: float) -> None:
    found = sequences.coded([list(w) for w in words])
    costs = sequences.transition_costs(found)
    table = {(a, b): float(costs[i, j]) for i, a in enumerate(found.states)
             for j, b in enumerate(found.states)}  # fmt: skip
    between = sequences.distances(found, indel=indel)
    for i, one in enumerate(words):
        for j, other in enumerate(words):
            assert between[i, j] == pytest.approx(plainly(one, other, table, indel))


@given(WORDS)
def test_a_distance_is_none_to_itself_and_the_same_both_ways(words: list[str]) -> None:
    between = sequences.distances(sequences.coded([list(w) for w in words]))
    assert between.diagonal().tolist() == [0] * len(words)
    assert (between == between.T).all()


def two_careers() -> sequences.Coded:
    return sequences.coded(
        [list(w) for w in ("sswwww", "ssswww", "sswwww", "hhhhhh", "hhhhhs", "hhhhhh")],
        ["ann", "bob", "cid", "dee", "eve", "fay"],
    )


@pytest.mark.parametrize("method", ["medoids", "ward"])
def test_careers_at_home_and_at_work_are_two_clusters(method: sequences.Method) -> None:
    found = sequences.clusters(two_careers(), method=method)
    assert found.figures["clusters"] == 2
    member = {r["person"]: r["cluster"] for r in found.rows()}
    assert len({member[p] for p in ("ann", "bob", "cid")}) == 1
    assert member["ann"] != member["dee"]
    assert {r["person"] for r in found.rows() if r["medoid"]} == {"ann", "dee"}
    assert row(found, person="bob")["sequence"] == "s 3, w 3"


@given(WORDS)
def test_silhouettes_are_those_of_scikit_learn(words: list[str]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    found = sequences.coded([list(w) for w in words])
    between = sequences.distances(found)
    member = np.arange(len(words)) % 2
    if len(words) < 3:
        return
    theirs = metrics.silhouette_samples(between, member, metric="precomputed")
    assert sequences.silhouettes(between, member) == pytest.approx(theirs)


@given(WORDS)
def test_no_swap_of_a_medoid_helps(words: list[str]) -> None:
    between = sequences.distances(sequences.coded([list(w) for w in words]))
    chosen = list(sequences.medoids(between, 2))
    cost = between[chosen].min(axis=0).sum()
    for place in range(2):
        for n in range(len(words)):
            other = [*chosen[:place], n, *chosen[place + 1 :]]
            assert between[other].min(axis=0).sum() >= cost - 1e-9


def test_a_missing_state_is_left_out_or_a_state() -> None:
    careers = [["a", None], ["a", "b"], ["b", "b"]]
    assert sequences.coded(careers).persons == ["2", "3"]
    assert sequences.coded(careers, keep_missing=True).states == ["*", "a", "b"]
    with pytest.raises(ParameterError, match="1 of 2 sequences have no missing"):
        sequences.coded(careers[:2])
    with pytest.raises(ParameterError, match="1 to 2 times long"):
        sequences.coded([["a"], ["a", "b"]])


def test_entropy_and_complexity_of_one_who_changes_once() -> None:
    found = sequences.clusters(sequences.coded([list("aabb"), list("aaaa")]), number=2)
    one = row(found, person="1")
    assert one["entropy"] == pytest.approx(1)
    assert one["complexity"] == pytest.approx(math.sqrt(1 / 3))
    assert row(found, person="2")["complexity"] == 0


def test_careers_that_are_all_the_same_have_no_clusters() -> None:
    with pytest.raises(ParameterError, match="all sequences are the same"):
        sequences.clusters(sequences.coded([["a", "b"], ["a", "b"]]))
    with pytest.raises(ParameterError, match="take 2 to 2"):
        sequences.clusters(sequences.coded([["a", "b"], ["b", "b"]]), number=5)
