"""What in counts is likely no move, what may leave, and what a crosswalk makes of them."""

from pathlib import Path
from typing import Any

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import ParameterError, ParseError
from careergraph.transitions import Counts, counted, crosswalk, disclosure, quality
from careergraph.transitions import reading as readings
from cases import cases
from shared import SHARED

CPS = SHARED / "data/cps-asec-mobility/moves_dev_origins.csv"


def counts(**rows: dict[str, int]) -> Counts:
    """Counts of rows: `a={"b": 3}`."""
    return counted([(a, b, n, float(n)) for a, row in rows.items() for b, n in row.items()])


def pairs(doubts: list[quality.Doubt]) -> list[tuple[str, str | None]]:
    """What doubts are about."""
    return [(each.origin, each.destination) for each in doubts]


# ---------------------------------------------------------------- doubts


def test_a_flood_is_twelve_and_more_than_six_times_what_comes_back() -> None:
    held = counts(a={"b": 12, "c": 13, "d": 11, "e": 30}, b={"a": 2}, c={"a": 2}, d={"d": 1},
                  e={"e": 40})  # fmt: skip
    # 12 is not more than 6 x 2; 13 is; 11 are too few; nobody came back from e, where 40 stayed.
    found = quality.floods(held)
    assert pairs(found) == [("a", "e"), ("a", "c")]
    assert found[1].detail == "13 moves, 2 back"


def test_where_nobody_was_observed_nobody_could_come_back() -> None:
    assert pairs(quality.floods(counts(a={"b": 20, "c": 30}))) == [("a", "c")]
    assert quality.floods(counts(a={"b": 20, "c": 20})) == []


def test_twins_are_rows_in_proportion_but_for_each_other() -> None:
    row = {"p": 8, "q": 4, "r": 12, "s": 16, "t": 20}
    half = {code: n // 2 for code, n in row.items()}
    other = {"p": 9, "q": 1, "r": 1, "s": 9, "t": 1}
    found = quality.twins(counts(a={**row, "b": 99}, b=half, c=other))
    assert pairs(found) == [("a", "b")]
    assert found[0].detail == "cosine 1.0000 over 5 destinations"
    few = {"p": 1, "q": 1}
    assert quality.twins(counts(a=few, b=few)) == []  # two destinations say nothing


def test_states_without_an_exit_are_told_apart() -> None:
    found = quality.states(counts(a={"b": 1, "c": 2}, b={"b": 5}))
    assert [(each.kind, each.origin, each.detail) for each in found] == [
        ("absorbing", "b", "1 moves into it, 5 stayed"), ("unseen", "c", "2 moves into it"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "kind"),
    [(counts(a={"a": 3}), "nothing"), (counts(a={"b": 3}), "one cell"),
     (counts(a={"b": 3, "c": 1}), "alone"), (counted([]), "nothing")],
)  # fmt: skip
def test_counts_that_say_next_to_nothing_are_doubted_whole(held: Counts, kind: str) -> None:
    assert kind in {each.kind for each in quality.doubts(held)}
    assert {row["kind"] for row in quality.table(held)} <= set(quality.KINDS)


@pytest.mark.skipif(not CPS.exists(), reason="the counts are looked for in ../shared/data")
def test_the_recoding_in_the_survey_is_found() -> None:
    """475 purchasing agents became wholesale buyers; and there are no twins in the file itself."""
    found = quality.doubts(readings.read(CPS))
    assert len([each for each in found if each.kind == "flood"]) == 3
    assert "475 moves" in found[0].detail
    assert not [each for each in found if each.kind == "twins"]


# ---------------------------------------------------------------- disclosure


def test_a_small_cell_takes_another_of_its_row_and_column_with_it() -> None:
    """3 goes; from the sums it would follow; the cheapest cycle through it takes 10, 11 and 12."""
    held = counts(a={"x": 3, "y": 10, "z": 90}, b={"x": 11, "y": 12, "z": 91},
                  c={"x": 80, "y": 81, "z": 92})  # fmt: skip
    found = disclosure.suppressed(held, below=5)
    assert (found.primary, found.complementary) == (1, 3)
    kept = found.counts
    assert kept.of(["a", "x", "y", "z"]).persons.sum() == 90
    assert kept.about.suppressed_below == 5
    assert (found.origins, found.destinations, found.total) == ((), (), False)
    assert found.share == pytest.approx(36 / held.persons.sum())


def test_a_cell_that_is_alone_in_its_row_takes_the_sums_with_it() -> None:
    found = disclosure.suppressed(counts(a={"x": 3}, b={"y": 50}), below=5)
    assert (found.primary, found.complementary) == (1, 0)
    assert (found.origins, found.destinations, found.total) == (("a",), ("x",), True)
    assert found.text().endswith("the sums of 1 origins: a; of 1 destinations: x; of all")


def test_different_persons_count_where_they_are_known() -> None:
    held = counted([("a", "b", 9, 9.0), ("a", "c", 9, 9.0)], distinct=[2, 9])
    found = disclosure.suppressed(held, below=5)
    assert found.primary == 1
    with pytest.raises(ParameterError, match="expected 3 or more"):
        disclosure.suppressed(held, below=2)


@settings(max_examples=cases(150), deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(
    st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=n, max_size=n)),
    st.integers(3, 8))  # fmt: skip
def test_no_suppressed_cell_follows_from_the_sums(table: list[list[int]], below: int) -> None:
    """By linear algebra: what solves "all known sums are 0" has something in each such cell."""
    held = counted([(str(i), str(j), n, float(n)) for i, row in enumerate(table)
                    for j, n in enumerate(row)])  # fmt: skip
    found = disclosure.suppressed(held, below=below)
    before, after = held.persons.toarray(), found.counts.persons.toarray()
    gone = list(zip(*np.nonzero(before - after), strict=True))
    assert all(before[cell] == 0 or before[cell] >= below for cell in np.ndindex(before.shape)
               if cell not in gone)  # fmt: skip
    known = [[1.0] * len(gone)] * (not found.total)
    for side, secret in ((0, found.origins), (1, found.destinations)):
        for n, code in enumerate(held.codes):
            missing = sum(before[cell] for cell in gone if cell[side] == n)
            if code not in secret:
                known.append([float(cell[side] == n) for cell in gone])
                assert missing == 0 or missing >= below
    if gone:
        sums = np.array([*known, [0.0] * len(gone)])
        _, size, vectors = np.linalg.svd(sums)
        free = vectors[(size > 1e-9).sum() :]
        assert (np.abs(free).max(0, initial=0) > 1e-9).all()


# ---------------------------------------------------------------- crosswalks


def test_moves_go_from_each_part_to_each_part_and_who_stayed_stays() -> None:
    """a is 0.25 x and 0.75 y, b is z: of 8 moves from a to b, 2 are from x and 6 from y.

    Of 4 who stayed in a, 1 stayed in x and 3 in y; nobody went from x to y.
    """
    held = counts(a={"b": 8, "a": 4}, b={"a": 4})
    walk = crosswalk.shares([("a", "x", 0.25), ("a", "y", 0.75), ("b", "z", None)])
    found = crosswalk.crosswalked(held, walk)
    assert found.counts.codes == ("x", "y", "z")
    assert found.counts.persons.toarray().tolist() == [[1, 0, 2], [0, 3, 6], [1, 3, 0]]
    assert (found.split, found.lost, found.within) == (("a",), (), 0)
    assert found.invented == (("x", "z"), ("y", "z"), ("z", "x"), ("z", "y"))
    assert "split by weight" in found.counts.about.rule
    assert found.counts.distinct is None


def test_what_has_no_place_is_lost_and_told() -> None:
    held = counts(a={"b": 6, "c": 2}, b={"c": 2})
    found = crosswalk.crosswalked(held, crosswalk.shares([("a", "x", 0.5), ("b", "y", None)]))
    assert found.lost == ("a", "c")
    assert found.lost_share == pytest.approx(0.7)  # of 10, 3 are left
    (told,) = found.told()
    assert told.startswith("a crosswalk has no whole place for 2 codes: a, c; with them 70.0%")


def test_codes_that_are_one_now_make_stayers() -> None:
    held = counts(**{"11-1": {"11-2": 3, "12-1": 2}, "11-2": {"12-1": 1}})
    found = crosswalk.crosswalked(held, crosswalk.levels(held.codes, 2))
    assert found.counts.persons.toarray().tolist() == [[3, 3], [0, 0]]
    assert (found.within, found.split, found.invented) == (3, (), ())
    assert found.counts.persons.dtype.kind == "i"


def test_codes_that_are_only_renamed_keep_their_different_persons() -> None:
    held = counted([("a", "b", 5, 5.0)], distinct=[4])
    walk = crosswalk.shares([("a", "x", None), ("b", "y", None)])
    found = crosswalk.crosswalked(held, walk).counts
    assert found.distinct is not None
    assert found.distinct.toarray().tolist() == [[0, 4], [0, 0]]


def test_one_crosswalk_leads_on_by_another() -> None:
    one = crosswalk.shares([("a", "m", None), ("a", "n", None)])
    other = crosswalk.shares([("m", "x", None), ("n", "x", 0.5), ("n", "y", 0.5)])
    assert dict(one.then(other).shares["a"]) == {"x": 0.75, "y": 0.25}


@pytest.mark.parametrize(
    ("given", "words"),
    [([("a", "x", 1.5)], "is 1.5, expected 0 to 1"),
     ([("a", "x", 0.8), ("a", "y", 0.8)], "the shares of a add up to 1.6"),
     ([("a", "x", 0.8), ("a", "y", None)], "some shares of a are stated, others are not")],
)  # fmt: skip
def test_shares_that_are_none_are_refused(given: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        crosswalk.shares(given)


def test_a_crosswalk_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_text("census,soc\n10,11-1011\n10,11-1011\n20,11-1021\n20,11-9199\n,x\n",
                    encoding="utf-8")  # fmt: skip
    walk = crosswalk.read(path, columns={"from": "census", "to": "soc"})
    assert walk.equal
    assert walk.shares == {"10": {"11-1011": 1.0}, "20": {"11-1021": 0.5, "11-9199": 0.5}}
    with pytest.raises(ParseError, match=r"no column from or origin .*; it has census, soc"):
        crosswalk.read(path)


def test_a_crosswalk_is_read_from_the_mappings_of_a_market() -> None:
    store = ox.Store()
    text = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix sssom: <https://w3id.org/sssom/> .
        @prefix isco: <http://data.europa.eu/esco/isco/> .
        @prefix soc: <https://w3id.org/careergraph/id/soc-2010/> .
        [] a sssom:Mapping ; owl:annotatedSource isco:C1112 ; owl:annotatedTarget soc:11-1011 .
        [] a sssom:Mapping ; owl:annotatedSource isco:C1112 ; owl:annotatedTarget soc:11-1031 .
    """
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    assert crosswalk.of_graph(store, "isco", "soc-2010").shares == {
        "1112": {"11-1011": 0.5, "11-1031": 0.5}
    }
    assert crosswalk.of_graph(store, "soc-2010", "isco").shares["11-1011"] == {"1112": 1.0}
    for wrong, words in (("soc-2018", "maps nothing of isco to soc-2018"), ("x", "no classifica")):
        with pytest.raises(ParameterError, match=words):
            crosswalk.of_graph(store, "isco", wrong)
