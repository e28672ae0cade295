"""Spells become moves by the rule, and whatever is none is counted: worked out by hand."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import MissingExtraError, ParameterError
from careergraph.transitions.rule import Rule
from cases import cases
from shared import SHARED

pytest.importorskip("ibis", reason="spells need the extra 'transitions'")

from careergraph.transitions import audit, engines, moves, spells
from careergraph.transitions.spells import Spells

Write = Callable[..., Spells]
HEAD = "person,start,end,occupation"


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Spells as CSV, read again."""

    def write(*lines: str, head: str = HEAD) -> Spells:
        path = tmp_path / "spells.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return spells.read(str(path))

    return write


def cells(found: moves.Extracted, held: str = "persons") -> dict[tuple[str, str], float]:
    """The cells of counts that are not empty."""
    counts = found.counts
    matrix = getattr(counts, held).tocoo()
    return {(counts.codes[i], counts.codes[j]): v.item()
            for i, j, v in zip(matrix.row, matrix.col, matrix.data, strict=True)}  # fmt: skip


def outcomes(found: moves.Extracted) -> dict[str, int]:
    """How often spells led to what."""
    return {name: each.count for name, each in found.outcomes.items() if each.count}


# One life: cook to chef after 9 days, away for a year, back as a cook, and on, for good.
LIFE = ("1,2001-01-01,2001-06-01,cook", "1,2001-06-10,2002-01-01,chef",
        "1,2003-01-01,2003-05-01,cook", "1,2003-05-01,,waiter")  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected", "others"),
    [
        (Rule(), {("cook", "chef"): 1, ("chef", "cook"): 1, ("cook", "waiter"): 1},
         {"the last": 1}),
        (Rule(gap=9), {("cook", "chef"): 1, ("cook", "waiter"): 1}, {"the last": 1, "gap": 1}),
        (Rule(gap=8), {("cook", "waiter"): 1}, {"the last": 1, "gap": 2}),
        # The chef (205 days) stays, both cooks (151 and 120) go; what is open is not too short.
        (Rule(shortest=200), {("chef", "waiter"): 1}, {"the last": 1}),
        (Rule(level=1), {("c", "w"): 1}, {"the last": 1, "same": 2}),
        (Rule(since=date(2001, 6, 1), until=date(2001, 6, 10)), {("cook", "chef"): 1},
         {"the last": 1, "outside": 2}),
        (Rule(since=date(2001, 6, 2)), {("chef", "cook"): 1, ("cook", "waiter"): 1},
         {"the last": 1, "outside": 1}),
    ],
    ids=lambda value: value.text() if isinstance(value, Rule) else None,
)  # fmt: skip
def test_a_life_gives_the_moves_that_the_rule_allows(
    table: Write, rule: Rule, expected: dict[tuple[str, str], int], others: dict[str, int]
) -> None:
    found = moves.extracted(table(*LIFE), rule)
    assert cells(found) == expected
    assert outcomes(found) == {"a move": len(expected), **others}
    assert found.counts.about.rule == rule.text()


def test_spells_that_overlap_make_no_move_unless_the_rule_allows(table: Write) -> None:
    read = table("1,2001-01-01,2001-02-10,a", "1,2001-02-01,2001-03-01,b")
    assert outcomes(moves.extracted(read, Rule())) == {"overlap": 1, "the last": 1}
    assert outcomes(moves.extracted(read, Rule(overlap=8))) == {"overlap": 1, "the last": 1}
    assert cells(moves.extracted(read, Rule(overlap=9))) == {("a", "b"): 1}
    assert cells(moves.extracted(read, Rule(overlap=None))) == {("a", "b"): 1}


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("longest", {("a", "d"): 1, ("d", "e"): 1}),
        ("none", {("a", "e"): 1}),
        ("all", {("a", "b"): 1, ("b", "c"): 1, ("c", "d"): 1, ("d", "e"): 1}),
    ],
)
def test_of_spells_that_begin_at_once_the_rule_takes_one_all_or_none(
    table: Write, ties: Any, expected: dict[tuple[str, str], int]
) -> None:
    """The two that end on the same day are ordered by their names."""
    read = table("1,2001-02-01,2001-02-09,d", "1,2001-02-01,2001-02-09,c", "1,2001-03-01,,e",
                 "1,2001-01-01,2001-02-01,a", "1,2001-02-01,2001-02-05,b")  # fmt: skip
    assert cells(moves.extracted(read, Rule(ties=ties, overlap=None))) == expected


def test_a_spell_without_an_end_is_the_longest_and_no_origin(table: Write) -> None:
    read = table("1,2001-01-01,2001-02-01,a", "1,2001-02-01,,b", "1,2001-02-01,2009-02-01,c",
                 "1,2010-01-01,2010-02-01,d")  # fmt: skip
    found = moves.extracted(read, Rule())
    assert cells(found) == {("a", "b"): 1}
    assert outcomes(found) == {"a move": 1, "open": 1, "the last": 1}


def test_the_employer_may_change_within_an_occupation(table: Write) -> None:
    read = table("1,1,2,a,X", "1,3,4,a,Y", "1,5,6,b,Y", "1,7,8,b,", "1,9,10,b,Z", "1,11,12,c,",
                 head=f"{HEAD},employer")  # fmt: skip
    by = {change: moves.extracted(read, Rule(change=change))  # type: ignore[arg-type]
          for change in ("occupation", "employer", "either")}  # fmt: skip
    assert cells(by["occupation"]) == {("a", "b"): 1, ("b", "c"): 1}
    assert cells(by["employer"]) == {("a", "a"): 1}
    assert outcomes(by["employer"]) == {"a move": 1, "same": 1, "employer": 3, "the last": 1}
    assert cells(by["either"]) == {("a", "a"): 1, ("a", "b"): 1, ("b", "c"): 1}
    assert outcomes(by["either"]) == {"a move": 3, "employer": 2, "the last": 1}


def test_without_employers_nobody_can_say_who_changed_theirs(table: Write) -> None:
    found = moves.extracted(table(*LIFE), Rule(change="employer"))
    assert outcomes(found) == {"employer": 3, "the last": 1}


def test_a_move_weighs_as_the_spell_that_the_rule_names(table: Write) -> None:
    read = table("1,1,2,a,0.1", "1,3,4,b,0.2", "2,1,2,a,0.2", "2,3,4,b,", "3,1,2,a,-5", "3,3,4,b,1",
                 head=f"{HEAD},weight")  # fmt: skip
    for weigh, weight in (("origin", 0.3), ("destination", 1.2), ("none", 3.0)):
        found = moves.extracted(read, Rule(weigh=weigh))  # type: ignore[arg-type]
        assert cells(found, "weight") == {("a", "b"): weight}  # exactly: no 0.30000000000000004
        assert cells(found) == {("a", "b"): 3}


def test_somebody_who_moves_twice_is_one_person(table: Write) -> None:
    read = table("1,1,2,a", "1,3,4,b", "1,5,6,a", "1,7,8,b", "2,1,2,a", "2,3,4,b")
    found = moves.extracted(read, Rule())
    assert cells(found) == {("a", "b"): 3, ("b", "a"): 1}
    assert cells(found, "distinct") == {("a", "b"): 2, ("b", "a"): 1}


# ---------------------------------------------------------------- by the clock


def test_by_the_clock_those_who_stayed_are_counted(table: Write) -> None:
    """Ticks at 0, 10, 20, ...: a at 0 and 10, b at 20 (the short one at 13 is unseen), b at 30."""
    read = table("1,-3,12,a", "1,13,15,x", "1,16,35,b")
    found = moves.extracted(read, Rule(every=10))
    assert cells(found) == {("a", "a"): 1, ("a", "b"): 1, ("b", "b"): 1}
    assert outcomes(found) == {"a move": 1, "a stay": 2, "the last": 1}


def test_by_the_clock_one_is_where_one_began_last(table: Write) -> None:
    read = table("1,0,40,a", "1,20,25,b", "1,60,70,c", "2,0,,d")
    found = moves.extracted(read, Rule(every=10, since=0, until=30))
    # a at 0 and 10, b at 20, though a goes on; nobody knows of 30. d is open: at 0, 10, 20 and 30.
    assert cells(found) == {("a", "a"): 1, ("a", "b"): 1, ("d", "d"): 3}
    assert cells(moves.extracted(read, Rule(every=10)))[("a", "b")] == 1
    assert ("d", "d") not in cells(moves.extracted(read, Rule(every=10)))
    away = moves.extracted(read, Rule(every=10, since=0))
    assert outcomes(away)["gap"] == 1  # from b at 20 to c at 60


@pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the data sets are looked for in ../shared/data"
)
def test_published_counts_of_a_panel_are_found_again() -> None:
    """Keane & Wolpin (1997): 12,359 pairs of years of 1,373 men, as the data set tells."""
    columns = {"person": "Identifier", "start": "Age", "end": "Age", "occupation": "Choice"}
    read = spells.read(str(SHARED / "data/keane-wolpin-1997/kw_97_data.csv"), columns=columns)
    found = moves.extracted(read, Rule(every=1))
    assert found.counts.persons.sum() == 12359
    of = cells(found)
    assert [of[pair] for pair in (("4", "3"), ("4", "4"), ("3", "3"), ("3", "4"), ("1", "1"))] == [
        314, 2322, 886, 262, 3753,
    ]  # fmt: skip
    assert outcomes(found)["the last"] == 1373


# ---------------------------------------------------------------- laws


spell = st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(-1, 6) | st.none(),
                  st.sampled_from(["a", "ab", "b", "", "é"]),
                  st.sampled_from(["X", "Y", ""]))  # fmt: skip
rule = st.builds(
    Rule, gap=st.none() | st.integers(0, 4), overlap=st.none() | st.integers(0, 3),
    shortest=st.integers(0, 3), ties=st.sampled_from(["longest", "all", "none"]),
    change=st.sampled_from(["occupation", "employer", "either"]), level=st.none() | st.just(1),
    since=st.none() | st.integers(0, 3), until=st.none() | st.integers(5, 9),
)  # fmt: skip


def by_hand(rows: Iterable[Any], rule: Rule) -> list[tuple[int, str, str]]:
    """The moves of spells, in plain Python."""
    lives: dict[int, list[Any]] = {}
    for person, start, length, occupation, employer in rows:
        end = None if length is None else start + length
        if not occupation or (end is not None and end < start):
            continue
        if end is None or end - start >= rule.shortest:
            order = (start, end is None, end or 0, occupation, employer == "", employer)
            lives.setdefault(person, []).append((order, start, end, occupation, employer))
    found = []
    for person, life in lives.items():
        life.sort()
        starts = [each[1] for each in life]
        if rule.ties == "longest":
            life = [each for n, each in enumerate(life) if starts[n + 1 : n + 2] != [each[1]]]
        elif rule.ties == "none":
            life = [each for each in life if starts.count(each[1]) == 1]
        for (_, _, end, left, old), (_, start, _, begun, new) in pairwise(life):
            a, b = left[: rule.level], begun[: rule.level]
            if end is None or any(
                (rule.since is not None and time < rule.since)
                or (rule.until is not None and time > rule.until)
                for time in (end, start)
            ):
                continue
            if rule.gap is not None and start - end > rule.gap:
                continue
            if rule.overlap is not None and end - start > rule.overlap:
                continue
            other = bool(old and new and old != new)
            if {"occupation": a != b, "employer": other, "either": a != b or other}[rule.change]:
                found.append((person, a, b))
    return sorted(found)


@settings(max_examples=cases(20), deadline=None)
@given(st.lists(spell, max_size=25), rule)
def test_ibis_finds_what_plain_python_does(rows: list[Any], rule: Rule) -> None:
    import ibis

    made = {
        "person": [r[0] for r in rows], "start": [r[1] for r in rows],
        "end": [None if r[2] is None else r[1] + r[2] for r in rows],
        "occupation": [r[3] for r in rows], "employer": [r[4] for r in rows],
    }  # fmt: skip
    schema = {"person": "int64", "start": "int64", "end": "int64", "occupation": "string",
              "employer": "string"}  # fmt: skip
    held = ibis.memtable(_frame(made, schema), schema=schema)
    read = spells.judged(held)
    table = moves.moves(read, rule).select("person", "origin", "destination")
    assert sorted(tuple(r.values()) for r in engines.rows(table, "")) == by_hand(rows, rule)
    found = moves.extracted(read, rule)
    told = audit.tally(audit.scan(read, rule, audit.Findings()), found, rule)
    assert told.pop("spells") == len(rows) == sum(told.values())  # each spell is told of, once


def _frame(columns: dict[str, list[Any]], schema: dict[str, str]) -> Any:
    import pyarrow as pa

    kinds = {"int64": pa.int64(), "string": pa.string()}
    return pa.table({name: pa.array(values, kinds[schema[name]])
                     for name, values in columns.items()})  # fmt: skip


# ---------------------------------------------------------------- rules and columns


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"gap": -1}, "gap is -1, expected 0 or more"),
        ({"ties": "some"}, "ties is 'some'; there are: longest, all, none"),
        ({"since": 3, "until": 2}, "since 3 comes after until 2"),
        ({"since": date(2001, 1, 1), "until": 2}, "a date and a number"),
        ({"every": 1, "gap": 2}, "every and gap exclude each other"),
        ({"every": 0, "level": 0}, "level is 0, expected 1 or more; every is 0"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        Rule(**wrong)


def test_a_window_of_dates_needs_dates(table: Write) -> None:
    with pytest.raises(ParameterError, match=r"since is 3; the times of .* are dates"):
        moves.extracted(table(*LIFE), Rule(since=3))


def test_columns_may_have_other_names_and_one_two(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text("ID;Year;Job\n1;1980;a\n1;1981;b\n", encoding="utf-8")
    columns = {"person": "ID", "start": "year", "end": "year", "occupation": "Job"}
    read = spells.read(str(path), columns=columns)
    assert cells(moves.extracted(read, Rule(every=1))) == {("a", "b"): 1}
    with pytest.raises(
        ParameterError, match="no column 'occupation' for occupation; there are: ID"
    ):
        spells.read(str(path), columns={**columns, "occupation": "occupation"})
    with pytest.raises(ParameterError, match="no column 'job'; there are: person, start"):
        spells.read(str(path), columns={**columns, "job": "Job"})


def test_a_table_of_a_database_is_read(tmp_path: Path) -> None:
    import duckdb

    place = tmp_path / "lives.duckdb"
    with duckdb.connect(str(place)) as made:
        made.execute("CREATE TABLE lives AS SELECT * FROM (VALUES (1, DATE '2001-01-01', "
                     "DATE '2001-02-01', 10), (1, DATE '2001-03-01', NULL, 20)) "
                     "AS t(person, start, \"end\", occupation)")  # fmt: skip
    read = spells.read(f"duckdb://{place}", table="lives")
    assert cells(moves.extracted(read, Rule(gap=28))) == {("10", "20"): 1}
    with pytest.raises(ParameterError, match=r"which table of .* There are: lives"):
        spells.read(f"duckdb://{place}")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(engines, "import_module", nothing)
    with pytest.raises(MissingExtraError, match=r"pip install 'careergraph\[transitions\]'"):
        engines.duckdb()
