"""What is suppressed stays unknown: an attacker has all that is printed, and the sums besides."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from careergraph.cli import main
from careergraph.cli.transitions import COMMANDS
from careergraph.transitions import counted, disclosure, matrix, probabilities
from careergraph.transitions import reading as readings
from careergraph.transitions.counts import without_stayers
from cases import cases
from shared import SHARED

CPS = SHARED / "data/cps-asec-mobility/moves_dev_origins.csv"
Cell = tuple[str, str]
Table = Mapping[Cell, int]

needs_ibis = pytest.mark.skipif(
    not __import__("importlib.util").util.find_spec("ibis"),
    reason="spells need the extra 'transitions'",
)


def transitions(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["transitions", *map(str, arguments)])


def file(folder: Path, table: Table) -> Path:
    path = folder / "moves.csv"
    rows = "".join(f"{a},{b},{n}\n" for (a, b), n in table.items() if n)
    path.write_text(f"origin,destination,n\n{rows}", encoding="utf-8")
    return path


def row(**cells: int) -> dict[Cell, int]:
    """Cells by their ends: `row(ab=3)`."""
    return {(ends[0], ends[1]): n for ends, n in cells.items()}


class Release(NamedTuple):
    """All that one release of a matrix prints."""

    rows: list[dict[str, str]]
    beside: dict[str, Any]
    stderr: str


def released(table: Table, below: int, *options: str) -> Release:
    """What the command prints of a table, with every cell."""
    with TemporaryDirectory() as folder:
        path = file(Path(folder), table)
        call = ("matrix", path, "--suppress-below", below, "--all", *options, "--format")
        rows, beside = transitions(*call, "csv"), transitions(*call, "json")
    assert rows.exception is None or isinstance(rows.exception, SystemExit), rows.output
    told = json.loads(beside.stdout)
    return Release(list(csv.DictReader(io.StringIO(rows.stdout))), told, rows.stderr)


def hidden_in(release: Release) -> list[Cell]:
    """The cells of which no number is printed."""
    return [(each["origin"], each["destination"]) for each in release.rows if not each["n"]]


def ranges(table: Table, release: Release) -> dict[Cell, tuple[float, float]]:
    """From where to where each suppressed cell can lie, for all that the attacker knows.

    Known are which cells they are, that somebody is in each, all that is printed, and every sum of
    a row, of a column and of all that is not named as one that must not be published.
    """
    hidden, secret = hidden_in(release), release.beside["suppressed"]["sums_not_to_publish"]
    known = [[1.0] * len(hidden)] * (not secret["total"])
    sums = [float(sum(table[cell] for cell in hidden))] * (not secret["total"])
    for side, name in enumerate(("origins", "destinations")):
        for code in {cell[side] for cell in hidden} - set(secret[name]):
            known.append([float(cell[side] == code) for cell in hidden])
            sums.append(float(sum(table[cell] for cell in hidden if cell[side] == code)))
    found = {}
    for n, cell in enumerate(hidden):
        ends = []
        for sign in (1, -1):
            target = np.eye(len(hidden))[n] * sign
            solved = optimize.linprog(target, A_eq=known or None, b_eq=sums or None,
                                      bounds=(1, 1000))  # fmt: skip
            assert solved.success, solved.message
            ends.append(sign * solved.fun)
        found[cell] = ends[0], ends[1]
    return found


def alternative(table: Table, release: Release) -> dict[Cell, int]:
    """Another table with the same known sums and all that is not suppressed the same."""
    hidden, secret = hidden_in(release), release.beside["suppressed"]["sums_not_to_publish"]
    for first, second in product(hidden, hidden):
        (a, b), (c, d) = first, second
        corners = [(a, b), (c, d), (a, d), (c, b)]
        if a != c and b != d and set(corners) <= set(hidden):
            moved = dict(zip(corners, (1, 1, -1, -1), strict=True))
            other = {cell: n + moved.get(cell, 0) for cell, n in table.items()}
            if min(other[cell] for cell in hidden) > 0:
                return other
    for cell in hidden:
        if cell[0] in secret["origins"] and cell[1] in secret["destinations"] and secret["total"]:
            return {**table, cell: table[cell] % 2 + 1}
    return dict(table)


tables = st.integers(2, 4).flatmap(lambda n: st.lists(
    st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 12, 30]), min_size=n, max_size=n),
    min_size=n, max_size=n))  # fmt: skip


def cells_of(numbers: list[list[int]], among: str) -> dict[Cell, int]:
    codes = "abcd"
    return {(codes[i], codes[j]): n for i, line in enumerate(numbers) for j, n in enumerate(line)
            if i != j or among == "everybody"}  # fmt: skip


@settings(max_examples=cases(120), deadline=None)
@given(tables, st.integers(3, 10), st.sampled_from(["movers", "everybody"]))
def test_no_suppressed_cell_is_known_from_all_that_is_printed(
    numbers: list[list[int]], below: int, among: str
) -> None:
    table = cells_of(numbers, among)
    if not any(table.values()):
        return
    release = released(table, below, "--among", among)
    told = {(each["origin"], each["destination"]): each["n"] for each in release.rows}
    seen = {cell: n for cell, n in table.items() if cell in told}  # all codes that any cell has
    assert all(not told[cell] for cell, n in table.items() if 0 < n < below)
    assert all(int(told[cell]) == n for cell, n in seen.items() if told[cell])
    secret = release.beside["suppressed"]["sums_not_to_publish"]
    for each in release.rows:
        if each["origin"] in secret["origins"]:
            shown = {each[column] for column in ("of", "observed", "probability", "low", "high")}
            assert shown == {""}
        else:
            of = sum(n for (origin, _), n in table.items() if origin == each["origin"])
            assert each["of"] == str(of)
        if each["n"] and int(each["n"]) and each["of"]:
            assert float(each["observed"]) == pytest.approx(int(each["n"]) / int(each["of"]))
    for cell, (least, most) in ranges(table, release).items():
        assert most - least > 0.5, f"{cell} is {least}"
        assert cell[0] in secret["origins"] or sum(
            n for hidden, n in seen.items() if hidden[0] == cell[0] and not told[hidden]
        ) >= below, "too few persons are missing from a sum"  # fmt: skip


@settings(max_examples=cases(120), deadline=None)
@given(tables, st.integers(3, 10), st.sampled_from(["movers", "everybody"]),
       st.sampled_from(["popularity", "uniform", "laplace", "ml"]))  # fmt: skip
def test_nothing_that_is_printed_depends_on_what_is_suppressed(
    numbers: list[list[int]], below: int, among: str, estimator: str
) -> None:
    """Two tables that differ in suppressed cells alone, and in no known sum, print the same."""
    table = cells_of(numbers, among)
    if not any(table.values()):
        return
    options = "--among", among, "--estimator", estimator
    release = released(table, below, *options)
    other = released(alternative(table, release), below, *options)
    secrets = [each.beside["suppressed"]["sums_not_to_publish"] for each in (release, other)]
    if (hidden_in(release), secrets[0]) == (hidden_in(other), secrets[1]):
        assert other == release


def test_two_tables_with_the_same_sums_print_the_same() -> None:
    """The case of the law above, where it is sure to compare two tables that differ."""
    table = row(ab=9, ac=9, db=9, dc=9, ef=100, fe=100, af=40)
    release = released(table, 10)
    other = alternative(table, release)
    assert other != table
    assert released(other, 10) == release


# ---------------------------------------------------------------- attacks that were made


@pytest.mark.parametrize(
    "table",
    [row(ab=3, cd=500), row(ab=9, ac=9, db=9, dc=9, ef=100, fe=100),
     row(ab=3, cd=50, ce=60, de=40), row(**{f"a{code}": 1 for code in "bcdefghijkl"})],
    ids=["a share", "the number of cells", "the total", "all of one person"],
)  # fmt: skip
def test_no_number_of_persons_is_told_beside_suppressed_cells(table: Table) -> None:
    table = {cell: table.get(cell, 0) for cell in product("abcdefghijkl", repeat=2)}
    release = released(table, 10)
    numbers = set(re.findall(r"\d[\d,.]*", release.beside["suppressed"]["text"]))
    hidden = hidden_in(release)
    secret = release.beside["suppressed"]["sums_not_to_publish"]
    assert numbers <= {"10", str(len(secret["origins"])), str(len(secret["destinations"]))}
    assert "%" not in release.stderr
    assert hidden
    assert all(most - least > 0.5 for least, most in ranges(table, release).values())


def test_a_sum_is_hidden_only_where_no_other_that_is_hidden_does_for_it() -> None:
    """Too few came to x and y for their sums to be told; those of a, b and d can be."""
    held = counted([(*ends, n, float(n)) for ends, n in row(ax=1, ay=1, ac=29, bx=1, by=1, bc=29,
                                                            dx=9, dc=40).items()])  # fmt: skip
    found = disclosure.suppressed(held, below=20)
    assert set(found.destinations) == {"x", "y"}
    assert (found.origins, found.total) == ((), False)


def test_cells_of_one_person_each_do_not_follow_from_their_being_there() -> None:
    """Ten persons in ten cells, each of somebody: the sum would tell each of them."""
    held = counted([("a", f"x{n}", 1, 1.0) for n in range(10)])
    found = disclosure.suppressed(held, below=10)
    assert found.origins == ("a",)
    told = disclosure.suppressed(
        counted(
            [("a", f"x{n}", 2, 2.0) for n in range(5)] + [("b", f"x{n}", 2, 2.0) for n in range(5)]
        ),
        below=4,
    )
    assert (told.origins, told.destinations, told.total) == ((), (), False)


@needs_ibis
def test_moves_of_spells_tell_no_total_beside_suppressed_cells(tmp_path: Path) -> None:
    spells = tmp_path / "spells.csv"
    spells.write_text("\n".join(_spells({("A", "B"): 3, ("C", "D"): 50, ("C", "E"): 60,
                                         ("D", "E"): 40})), encoding="utf-8")  # fmt: skip
    run = transitions("moves", spells, "--suppress-below", "10", "--format", "json")
    told = json.loads(run.stdout)
    assert [each["n"] for each in told["rows"]] == [50, 60, 40]
    assert told["tally"] is None
    assert told["suppressed"]["sums_not_to_publish"] == {
        "origins": ["A"], "destinations": ["B"], "total": True,
    }  # fmt: skip
    assert not {"153", "306"} & set(re.findall(r"\d+", run.stdout + run.stderr))
    assert [(each["count"], each["examples"]) for each in told["findings"]] == [(None, [])] * len(
        told["findings"]
    )
    assert "what became of the spells is not told" in run.stderr


@needs_ibis
def test_rows_of_persons_are_not_told_beside_suppressed_cells(tmp_path: Path) -> None:
    spells = tmp_path / "spells.csv"
    lines = [*_spells({("A", "B"): 3}), "p77,2001-03-01,2001-01-01,A"]
    spells.write_text("\n".join(lines), encoding="utf-8")
    for options in ((), ("--strict",)):
        run = transitions("moves", spells, "--suppress-below", "10", *options)
        assert "spell left out: an end before the start" in run.stderr
        assert "p77" not in run.stderr
        assert "3 moves" not in run.stderr


def _spells(table: Table) -> Iterator[str]:
    """Two spells for each who moved."""
    yield "person,start,end,occupation"
    people = (ends for ends, n in table.items() for _ in range(n))
    for person, (a, b) in enumerate(people):
        yield f"p{person},2001-01-01,2001-06-01,{a}"
        yield f"p{person},2001-06-02,2002-01-01,{b}"


# ---------------------------------------------------------------- what is told is true


def test_shares_are_those_of_the_true_row_where_its_sum_may_be_told(tmp_path: Path) -> None:
    """a to b is 30 of 40, though 4 and 6 are suppressed; of e nothing may be told but 500."""
    table = row(ab=30, ac=4, ad=6, bc=6, bd=4, ba=50, ef=500, eg=2)
    found = probabilities.asked(readings.read(file(tmp_path, table)), below=10, estimator="ml",
                                everything=True)  # fmt: skip
    rows = {(each["origin"], each["destination"]): each for each in found.rows}
    assert (rows["a", "b"]["n"], rows["a", "b"]["of"]) == (30, 40)
    assert rows["a", "b"]["probability"] == rows["a", "b"]["observed"] == 0.75
    assert 0.59 < rows["a", "b"]["low"] < 0.75 < rows["a", "b"]["high"] < 0.87
    assert (rows["a", "c"]["n"], rows["a", "c"]["of"]) == (None, 40)
    assert (rows["a", "e"]["n"], rows["a", "e"]["observed"]) == (0, 0)
    assert np.isnan(rows["a", "c"]["observed"])
    hidden = {cell for cell, each in rows.items() if each["n"] is None}
    assert {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("e", "g")} <= hidden


def test_a_row_whose_sum_is_secret_has_no_shares(tmp_path: Path) -> None:
    found = probabilities.asked(readings.read(file(tmp_path, row(ab=3, cd=500, ce=40, cf=2))),
                                below=10)  # fmt: skip
    assert found.disclosed is not None
    assert "a" in found.disclosed.origins
    for each in found.rows:
        if each["origin"] in found.disclosed.origins:
            assert each["of"] is None
            assert np.isnan(each["probability"])
    assert any("no share is told in" in line for line in found.told)


def test_those_who_stayed_are_no_part_of_a_table_of_movers(tmp_path: Path) -> None:
    held = readings.read(file(tmp_path, row(ab=30, ac=20, ba=15, bc=40, aa=3, bb=4)))
    found = probabilities.asked(held, below=10)
    assert found.told[0].startswith("suppressed: nothing")
    assert {each["of"] for each in found.rows} == {50, 55}
    everybody = probabilities.asked(held, below=10, among="everybody")
    assert everybody.told[0].startswith("suppressed: cells of fewer")


def test_weights_of_the_true_row_are_told_too() -> None:
    cells = [("a", "b", 30, 300.0), ("a", "c", 5, 50.0), ("a", "d", 5, 150.0),
             ("b", "c", 5, 10.0), ("b", "d", 5, 10.0), ("b", "a", 40, 40.0)]  # fmt: skip
    found = disclosure.suppressed(counted(cells), below=10)
    assert found.origins == ()
    shares = matrix.maximum_likelihood(found.counts, weighted=True, withheld=found.withheld)
    assert shares.observed[0, 1] == pytest.approx(0.6)
    assert shares.n[0] == 40


def test_where_nothing_is_small_suppression_changes_nothing(tmp_path: Path) -> None:
    held = readings.read(file(tmp_path, row(ab=30, ac=20, ba=11, ca=15)))
    whole, told = probabilities.asked(held), probabilities.asked(held, below=10)
    assert told.rows == whole.rows
    assert told.told[0] == "suppressed: nothing, no cell has fewer than 10 persons"


@pytest.mark.skipif(not CPS.exists(), reason="the counts are looked for in ../shared/data")
def test_a_share_of_the_survey_is_the_same_with_suppression_as_without() -> None:
    """13 of 67 went from 1006 to 710, though most other cells of the row are suppressed."""
    held = readings.read(CPS)
    found = disclosure.suppressed(without_stayers(held), below=10)
    made = matrix.shrunk(found.counts, "popularity", withheld=found.withheld)
    cell = held.number["1006"], held.number["710"]
    assert made.n[cell[0]] == 67
    assert made.observed[cell] == pytest.approx(13 / 67)
    assert made.strength == pytest.approx(130, abs=2)  # 135 without suppression


# ---------------------------------------------------------------- figures and analyses

SMALL = row(ad=4, ae=7, bd=7, be=4, ab=30, ba=40, ac=20, cb=21, ca=12, bc=33)
"""Four small cells that hide each other, and six larger."""

TAKES = sorted(set(COMMANDS) - {"check", "evaluate", "times", "sequences", "publish"})


@pytest.mark.parametrize("command", TAKES)
def test_whatever_reads_counts_can_suppress_and_says_what_it_does_not_cover(command: str) -> None:
    said = " ".join(transitions(command, "--help").stdout.split())
    assert "--suppress-below PERSONS" in said
    assert "two side by side" in said


def test_a_figure_of_suppressed_counts_has_no_small_cell(tmp_path: Path) -> None:
    out = tmp_path / "moves.html"
    run = transitions("figure", file(tmp_path, SMALL), "--suppress-below", "10", "-o", out)
    assert run.exit_code == 0, run.output
    text = out.read_text(encoding="utf-8")
    assert "without cells of fewer than 10 persons" in text
    numbers = re.findall(r'<td class="number"[^>]*>(\d+)</td>', text)
    assert "30" in numbers
    assert not {"4", "7"} & set(numbers)


def test_analyses_of_suppressed_counts_say_so_and_tell_no_small_cell(tmp_path: Path) -> None:
    path = file(tmp_path, SMALL)
    lift = transitions("lift", path, "--suppress-below", "10", "--format", "json")
    told = json.loads(lift.stdout)
    assert told["about"]["suppressed_below"] == 10
    assert any("without cells of fewer than 10 persons" in line for line in told["warnings"])
    assert ("a", "d") not in {(each["origin"], each["destination"]) for each in told["rows"]}
    assert ("a", "d") in {(each["origin"], each["destination"]) for each in json.loads(
        transitions("lift", path, "--format", "json").stdout)["rows"]}  # fmt: skip


def test_both_periods_of_a_change_are_suppressed(tmp_path: Path) -> None:
    path = file(tmp_path, SMALL)
    run = transitions("change", path, path, "--minimum", "1", "--suppress-below", "10",
                      "--format", "json")  # fmt: skip
    assert run.exit_code == 0, run.output
    ends = {(each["origin"], each["destination"]) for each in json.loads(run.stdout)["rows"]}
    assert ("b", "a") in ends
    assert ("a", "d") not in ends
