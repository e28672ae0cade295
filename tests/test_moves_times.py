"""Time until people move, and careers as sequences."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph.errors import ParameterError, ParseError, ReadError
from careergraph.transitions.analyses import hazards, sequences, spell_table, times
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


# ---------------------------------------------------------------- seen from late on


def followed(since: dict[str, float]) -> "pd.DataFrame":
    table = spells()
    return table.assign(followed_from=table.person.map(since).fillna(0))


def test_who_is_followed_from_later_on_is_at_risk_only_from_then_on() -> None:
    pytest.importorskip("lifelines")
    found = times.time_to_move(followed({"bob": 2}), "cook")
    two, three, four = (row(found, time=t) for t in (2.0, 3.0, 4.0))
    # after 2 years ann moves out of ann, cid and dee: bob, who has been a cook as long, enters then
    assert (two["at_risk"], two["still_there"]) == (3, pytest.approx(2 / 3))
    assert (three["at_risk"], three["still_there"]) == (2, pytest.approx(1 / 3))
    assert (four["at_risk"], four["still_there"]) == (1, pytest.approx(0))
    assert two["to_chef"] == pytest.approx(1 / 3)
    assert three["to_waiter"] == pytest.approx(2 / 3 * 1 / 2)
    assert found.figures["entered_late"] == 1
    assert found.figures["over_before_followed"] == 0


def test_a_stay_that_was_over_before_anybody_looked_is_left_out_and_counted() -> None:
    pytest.importorskip("lifelines")
    found = times.time_to_move(followed({"ann": 2, "dee": 9}), "cook")
    assert found.figures["over_before_followed"] == 2
    assert found.figures["stays"] == 2
    everywhere = times.median_times(followed({"ann": 2, "dee": 9}), minimum=1)
    assert everywhere.figures["over_before_followed"] == 3
    assert everywhere.figures["stays"] == 4


def test_where_all_who_were_followed_early_are_gone_it_says_so() -> None:
    pytest.importorskip("lifelines")
    found = times.time_to_move(followed({"bob": 2, "cid": 1.9, "dee": 2}), "cook")
    assert found.warnings == ()  # cid is there still
    found = times.time_to_move(followed({"bob": 2, "cid": 2, "dee": 2}), "cook")
    assert found.warnings[0].startswith("all 1 who were followed so early had moved after 2, ")


def test_where_nobody_is_left_before_others_enter_nothing_is_told() -> None:
    pytest.importorskip("lifelines")
    rows = [(str(n), 0.0, end, "cook") for n, end in enumerate((1.0, 1.0, 4.0, 5.0, 6.0))]
    rows += [(str(n), end, end, "chef") for n, (_, _, end, _) in enumerate(rows)]
    table = spells(rows)
    late = table.assign(followed_from=[0.0, 0.0, 2.0, 2.0, 2.0] * 2)
    with pytest.raises(ParameterError, match="nobody is left of those followed from early on"):
        times.time_to_move(late, "cook")
    assert row(times.median_times(late, minimum=1), code="cook")["median"] is None
    assert row(times.median_times(table, minimum=1), code="cook")["median"] == 4


@st.composite
def late_spells(draw: st.DrawFn) -> "pd.DataFrame":
    table = draw(any_spells())
    begins = table.groupby("person").start.min()
    since = {person: begins[person] + draw(st.sampled_from([0.0, 0.005, 1.5, 4.0]))
             for person in begins.index}  # fmt: skip
    return table.assign(followed_from=table.person.map(since))


@given(late_spells())
def test_late_entry_is_that_of_statsmodels(table: "pd.DataFrame") -> None:
    pytest.importorskip("lifelines")
    duration = pytest.importorskip("statsmodels.duration.survfunc")
    stays = times.stays(table)
    there = times.seen(stays[stays.occupation == "a"])
    if not there.moved.any():
        return
    try:
        found = times.time_to_move(table, "a")
    except ParameterError:  # nobody is left before others enter
        ends = there.duration.to_numpy()
        assert any(
            ((there.entry < end) & (ends > end)).sum() == 0 for end in ends[ends < max(ends)]
        )
        return
    theirs = duration.SurvfuncRight(there.duration.to_numpy(), there.moved.to_numpy(int),
                                    entry=there.entry.to_numpy())  # fmt: skip
    ours = dict(zip(found.column("time"), found.column("still_there"), strict=True))
    for time, share in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert ours[time] == pytest.approx(share)


# ---------------------------------------------------------------- who moves sooner


def hired(rows: list[tuple[float, bool, object]]) -> "pd.DataFrame":
    """A spell as cook of each length, and of those who moved another as chef."""
    cooks = [(str(n), 0.0, end, "cook", x) for n, (end, _, x) in enumerate(rows)]
    chefs = [(str(n), end, end, "chef", x) for n, (end, moved, x) in enumerate(rows) if moved]
    return pd.DataFrame([*cooks, *chefs], columns=["person", "start", "end", "occupation", "x"])


def test_a_hazard_ratio_by_hand() -> None:
    """Moves after 1 (x), 2 (not x) and 3 (x): the likelihood t / ((2t + 1)(1 + t)) is greatest
    where 2 t^2 = 1."""
    pytest.importorskip("lifelines")
    table = hired([(1, True, 1.0), (2, True, 0.0), (3, True, 1.0)])
    found = hazards.hazards(table, ["x"], occupation="cook")
    assert row(found, what="x")["hazard_ratio"] == pytest.approx(math.sqrt(1 / 2), rel=1e-5)
    assert found.figures["stays"] == found.figures["moved"] == 3


def test_words_are_held_against_the_most_frequent_one() -> None:
    pytest.importorskip("lifelines")
    table = hired([(1, True, "day"), (2, True, "night"), (3, True, "day")])
    found = hazards.hazards(table, ["x"], occupation="cook")
    night = row(found, what="x", compared="night against day")
    assert night["hazard_ratio"] == pytest.approx(math.sqrt(2), rel=1e-5)
    assert night["hazard_ratio_low"] < night["hazard_ratio"] < night["hazard_ratio_high"]


@pytest.mark.parametrize("late", [False, True])
def test_hazard_ratios_and_their_intervals_are_those_of_statsmodels(late: bool) -> None:
    pytest.importorskip("lifelines")
    phreg = pytest.importorskip("statsmodels.duration.hazard_regression")
    chance = np.random.default_rng(7)
    x, y = chance.normal(size=200), chance.integers(0, 2, 200).astype(float)
    lasted = np.round(chance.exponential(np.exp(-0.7 * x + 0.4 * y)), 2) + 0.01
    moved, entry = chance.random(200) < 0.8, chance.uniform(0, 0.4, 200) * late
    table = hired([*zip(lasted.tolist(), moved.tolist(), x.tolist(), strict=True)])
    place = table.person.astype(int)
    table = table.assign(y=y[place])
    if late:
        table = table.assign(followed_from=entry[place])
    found = hazards.hazards(table, ["x", "y"], occupation="cook")
    kept = lasted > entry
    theirs = phreg.PHReg(lasted[kept], np.column_stack([x, y])[kept], status=moved[kept],
                         entry=entry[kept] if late else None, ties="efron").fit()  # fmt: skip
    assert found.column("hazard_ratio") == pytest.approx(np.exp(theirs.params), rel=1e-4)
    assert found.column("hazard_ratio_low") == pytest.approx(
        np.exp(theirs.conf_int()[:, 0]), rel=1e-3
    )
    assert found.column("p") == pytest.approx(theirs.pvalues, rel=0.01, abs=1e-6)
    assert found.column("proportional_p") == [None, None] if late else max(
        found.column("proportional_p")) > 0.05  # fmt: skip
    assert bool(found.warnings) is late


def test_each_occupation_has_a_baseline_of_its_own() -> None:
    """Cooks stay ten times as long as waiters; within each, x halves the time."""
    pytest.importorskip("lifelines")
    chance = np.random.default_rng(3)
    rows = []
    for n in range(400):
        code, x = ("cook", "waiter")[n % 2], float(n // 2 % 2)
        end = chance.exponential(10.0 if code == "cook" else 1.0) / (1 + x)
        rows += [(str(n), 0.0, end, code, x), (str(n), end, end, "chef", x)]
    table = pd.DataFrame(rows, columns=["person", "start", "end", "occupation", "x"])
    found = row(hazards.hazards(table, ["x"]), what="x")
    assert found["hazard_ratio_low"] < 2 < found["hazard_ratio_high"]
    assert found["hazard_ratio"] == pytest.approx(2, rel=0.2)


def test_hazards_that_cross_are_not_proportional() -> None:
    pytest.importorskip("lifelines")
    chance = np.random.default_rng(5)
    early, late = chance.exponential(1.0, 200) ** 3, 0.5 + chance.exponential(0.2, 200)
    rows = [(float(t), True, x) for x, each in ((1.0, early), (0.0, late)) for t in each]
    found = hazards.hazards(hired(rows), ["x"], occupation="cook")
    assert row(found, what="x")["proportional_p"] < 0.001


def test_persons_with_several_stays_do_not_count_as_so_many_persons() -> None:
    """Each person twice: the ratio stays, and the interval is about as wide as of each once."""
    pytest.importorskip("lifelines")
    chance = np.random.default_rng(11)
    rows = [(float(t), True, float(n % 2)) for n, t in enumerate(chance.exponential(1.0, 100))]
    once = hired(rows)
    again = once.assign(start=once.start + 100, end=once.end + 100)
    one, two = (row(hazards.hazards(table, ["x"], occupation="cook"), what="x")
                for table in (once, pd.concat([once, again])))  # fmt: skip
    assert two["hazard_ratio"] == pytest.approx(one["hazard_ratio"], rel=0.05)
    wide = [math.log(r["hazard_ratio_high"] / r["hazard_ratio_low"]) for r in (one, two)]
    assert wide[1] == pytest.approx(wide[0], rel=0.15)


def test_what_cannot_tell_who_moves_sooner_is_named() -> None:
    pytest.importorskip("lifelines")
    table = hired([(1, True, 1.0), (2, True, 0.0), (3, True, 1.0), (4, False, math.nan)])
    found = hazards.hazards(table, ["x"], occupation="cook")
    assert found.warnings == ("1 of 4 stays have no x; they are left out",)
    for rows, by, words in (
        ([(1, True, 1.0), (2, True, 1.0)], "x", "x is the same for all 2 stays"),
        ([(1, False, 1.0), (2, False, 0.0)], "x", "all of x is known moved from 'cook'"),
        ([(n + 1, True, str(n)) for n in range(25)], "x", "x holds 25 different words; 20 can"),
        ([(1, True, 1.0), (2, True, 0.0)], "end", "'end' says what a stay is"),
    ):
        with pytest.raises(ParameterError, match=words):
            hazards.hazards(hired(rows), [by], occupation="cook")
    apart = hired([(n + 1.0, n < 20, float(n < 20)) for n in range(40)])
    with pytest.raises(ParameterError, match="tells by itself who moved"):
        hazards.hazards(apart, ["x"], occupation="cook")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "spells.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_spells_are_read_with_dates_and_open_ends(tmp_path: Path) -> None:
    text = "person,start,end,occupation\nann,2020-01-01,2020-03-01,cook\nann,2020-03-01,,chef\n"
    found = spell_table.read_spells(written(tmp_path, text))
    assert times.stays(found).duration.tolist() == [60, 0]
    numbers = "person,start,end,occupation\nann,1,3,cook\nann,3,,chef\nbob,1,9,cook\n"
    found = spell_table.read_spells(written(tmp_path, numbers))
    assert times.stays(found).duration.tolist() == [2, 6, 8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty; its first line must name the columns"),
        ("person,start,end\n1,2,3\n", "no column occupation"),
        ("person,start,end,occupation\n", "no rows"),
        ("person,start,end,occupation\na,3,2,cook\n", "row 2: 1 row has an end before its start"),
        ("person,start,end,occupation\na,x,2,cook\na,y,2,cook\n", "2 rows have a start that is"),
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


def test_other_columns_are_numbers_words_or_the_time_from_when_on_one_was_followed(
    tmp_path: Path,
) -> None:
    text = ("person,start,end,occupation,since,age,shift\nann,2020,2023,cook,2021,31,day\n"
            "bob,2020,2022,cook,,,\n")  # fmt: skip
    path = written(tmp_path, text)
    found = spell_table.read_spells(path, followed="since", more=("age", "shift"))
    assert times.stays(found, keep=("age",)).entry.tolist() == [1, 0]
    assert found.age.tolist()[0] == 31.0
    assert found.age.isna().tolist() == found["shift"].isna().tolist() == [False, True]
    with pytest.raises(ParseError, match="no column height"):
        spell_table.read_spells(path, more=("height",))
    dated = written(tmp_path, text.replace(",2021,", ",2021-01-01,"))
    with pytest.raises(ParseError, match="starts and since are not both dates"):
        spell_table.read_spells(dated, followed="since")


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
