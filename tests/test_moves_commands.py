"""`careergraph transitions` as a user meets it: one table a command, one line a mistake."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from careergraph.cli import main
from careergraph.cli.transitions import COMMANDS
from careergraph.cli.transitions.options import FORMATS
from careergraph.transitions import counted
from careergraph.transitions.analyses.forms import FORMS
from careergraph.transitions.analyses.markov import absorption
from careergraph.transitions.analyses.mobility import mobility
from moves import CELLS, CPS, needs_data

HEAD = "origin,destination,n,weight\n"
NEEDS = {"bridges": "igraph", "communities": "leidenalg", "times": "lifelines"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["transitions", *map(str, arguments)])


def complaint(*arguments: object) -> str:
    found = run(*arguments)
    assert found.exit_code == 2, found.output
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1, found.stderr
    return found.stderr.strip()


def file(tmp_path: Path, text: str, name: str = "moves.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def moves(tmp_path: Path) -> Path:
    return file(tmp_path, HEAD + "".join(f"{i},{j},{n},{w}\n" for i, j, n, w in CELLS))


@pytest.fixture
def pay(tmp_path: Path) -> Path:
    return file(tmp_path, "code,zone,pay\ncook,2,100\nwaiter,1,90\nchef,4,200\n", "pay.csv")


@pytest.fixture
def demands(tmp_path: Path) -> Path:
    return file(
        tmp_path, "code,demand,share\nchef,degree,0.6\nwaiter,degree,0.2\ncook,,\n", "d.csv"
    )


def every(moves: Path, pay: Path, demands: Path) -> dict[str, tuple[object, ...]]:
    """Each analysis of moves as it may be asked."""
    spells = "person,start,end,occupation\na,0,1,cook\na,1,2,chef\nb,0,3,cook\n"
    states = "person,time,state\na,1,x\na,2,y\na,3,y\nb,1,y\nb,2,x\nb,3,x\n"
    folder = moves.parent
    return {
        **{name: (name, moves) for name in ("retention", "reciprocity", "lift", "markov")},
        "entropy": ("entropy", moves, "--minimum", 1),
        "net-flows": ("net-flows", moves, "--minimum", 1),
        "bridges": ("bridges", moves, "--sizes", pay),
        "communities": ("communities", moves),
        "mobility": ("mobility", moves, "--values", pay, "--column", "pay"),
        "barriers": ("barriers", moves, "--demands", demands, "--waive", "degree", "--least", 1),
        "waivers": ("waivers", moves, "--demands", demands, "--from", "waiter", "--to", "chef",
                    "--least", 1),
        "without-further": ("without-further", moves, "--demands", demands, "--demand", "degree"),
        "gateways": ("gateways", moves, "--from", "waiter", "--to", "chef", "--minimum", 1),
        "times": ("times", file(folder, spells, "spells.csv"), "--minimum", 1),
        "sequences": ("sequences", file(folder, states, "states.csv")),
        "change": ("change", moves, moves, "--minimum", 1),
        "shock": ("shock", moves, "--without", "cook"),
        "segregation": ("segregation", moves, moves),
        "outside-options": ("outside-options", moves, "--values", pay, "--column", "pay"),
    }  # fmt: skip


OF_MOVES = (
    "retention", "entropy", "reciprocity", "net-flows", "lift", "bridges", "communities", "markov",
    "mobility", "barriers", "waivers", "without-further", "gateways", "change", "shock",
    "segregation", "outside-options",
)  # fmt: skip
ANALYSES = (*OF_MOVES, "times", "sequences")


@pytest.mark.parametrize("name", ANALYSES)
def test_each_analysis_in_each_form(name: str, moves: Path, pay: Path, demands: Path) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    asked = every(moves, pay, demands)[name]
    text = run(*asked)
    assert text.exit_code == 0, text.output
    assert "Computed from source: " in text.stdout
    values = json.loads(run(*asked, "--format", "json").stdout, parse_constant=pytest.fail)
    assert {"title", "figures", "parameters", "about", "warnings", "columns", "rows"} == set(values)
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert len(rows) == len(values["rows"])
    assert all(says for says in values["columns"].values())
    for row in values["rows"]:
        assert list(row) == list(values["columns"])
    assert run(*asked, "--help").exit_code == 0


def test_what_a_csv_file_cannot_hold_is_told_beside_it(moves: Path) -> None:
    found = run("reciprocity", moves, "--format", "csv")
    assert "reciprocity: 0.6667\n" in found.stderr
    assert found.stdout.startswith("code,label,out_degree,")


def test_the_forms_of_the_option_are_those_there_are() -> None:
    assert list(FORMS) == list(FORMATS)


def test_json_has_no_number_that_is_none() -> None:
    moves = counted([("a", "b", 2, 1.0), ("b", "a", 2, 1.0), ("a", "c", 1, 1.0)])
    for analysis in (mobility(moves, {"a": 1.0, "b": 1.0}), absorption(moves, ["b"])):
        json.loads(FORMS["json"](analysis), parse_constant=pytest.fail)


def test_all_these_are_commands() -> None:
    assert {*ANALYSES, "figure"} <= set(COMMANDS)


def test_a_result_goes_into_a_file(moves: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("retention", moves, "-f", "csv", "-o", target).stdout == ""
    assert target.read_text(encoding="utf-8").startswith("code,")


def test_a_recoding_can_be_left_out(moves: Path) -> None:
    found = run("reciprocity", moves, "--leave-out", "cook:waiter", "-f", "json")
    assert json.loads(found.stdout)["figures"]["edges"] == 2
    assert "has no ':'" in complaint("lift", moves, "--leave-out", "cook")


def test_what_is_left_out_of_one_period_is_left_out_of_the_other(moves: Path) -> None:
    asked = ("change", moves, moves, "--minimum", 1, "-f", "json")
    whole, less = (json.loads(run(*asked, *more).stdout)["rows"]
                   for more in ((), ("--leave-out", "cook:chef")))  # fmt: skip
    assert len(less) == len(whole) - 1


def test_a_package_that_is_not_installed_is_named_with_how_to_get_it(
    moves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("igraph", "leidenalg", "lifelines", "pandas"):
        monkeypatch.setitem(sys.modules, name, None)
    for asked in (("bridges", moves), ("communities", moves), ("times", moves)):
        assert "pip install 'careergraph[transitions]'" in complaint(*asked)


def test_the_columns_of_the_census_are_read_too(tmp_path: Path) -> None:
    text = "OCCLY,OCC,ASECWT,Observations,OCCLY_label,OCC_label\n1,2,20.5,2,Cook,Chef\n1,1,9,3,,\n"
    found = run("retention", file(tmp_path, text), "--format", "json")
    (first, _) = json.loads(found.stdout)["rows"]
    assert (first["label"], first["at_risk"], first["retention"]) == ("Cook", 5, 0.6)


def test_the_order_of_careers_is_tested(moves: Path, pay: Path, demands: Path) -> None:
    states = every(moves, pay, demands)["sequences"][1]
    assert "likelihood ratio" in run("sequences", states, "--show", "order").stdout
    assert "Chapman-Kolmogorov" in run("sequences", states, "--show", "check").stdout


def test_markov_answers_four_questions(moves: Path) -> None:
    assert "3 steps from cook" in run("markov", moves, "--from", "cook").stdout
    assert "Absorption" in run("markov", moves, "--to", "chef").stdout
    assert "Chapman-Kolmogorov" in run("markov", moves, "--check", moves).stdout
    assert "take one of" in complaint("markov", moves, "--from", "cook", "--to", "chef")


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("kind", ["sankey", "heat-map", "flow-map", "ladder"])
@pytest.mark.parametrize("ending", ["svg", "html"])
def test_each_figure_is_written_by_its_ending(
    kind: str, ending: str, moves: Path, pay: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"figure.{ending}"
    found = run("figure", moves, "--kind", kind, "--levels", pay, "-o", target)
    assert (found.exit_code, found.output) == (0, "")
    assert "<svg" in target.read_text(encoding="utf-8")


def test_a_figure_of_groups(moves: Path, tmp_path: Path) -> None:
    groups = file(tmp_path, "code,group\ncook,Kitchen\nchef,Kitchen\nwaiter,Floor\n", "groups.csv")
    target = tmp_path / "figure.svg"
    assert run("figure", moves, "--groups", groups, "-o", target).exit_code == 0
    assert "Kitchen to Floor: 1 persons" in target.read_text(encoding="utf-8")


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty; its first line must name the columns"),
        (HEAD, "no moves are counted in it"),
        ("a,b\n1,2\n", "no column origin"),
        (HEAD + "a,b,x,1\n", "row 2"),
        (HEAD + "a,b,-1,1\n", ""),
        (HEAD + "a,a,5,5\n", "no moves are counted"),
        (HEAD + "a,b,5,5\n", "1 origin only"),
    ],
)
def test_moves_that_cannot_be_analysed_get_one_line(tmp_path: Path, text: str, words: str) -> None:
    assert words in complaint("lift", file(tmp_path, text))


@pytest.mark.parametrize("name", OF_MOVES)
@pytest.mark.parametrize("text", ["a,a,5,5\n", "a,b,5,5\n", "ä,b,5,5\nä,ä,1,1\n"])
def test_one_origin_or_one_cell_is_answered_or_refused_in_one_line(
    name: str, text: str, moves: Path, pay: Path, demands: Path
) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    asked = list(every(moves, pay, demands)[name])
    asked = [file(moves.parent, HEAD + text, "odd.csv") if a == moves else a for a in asked]
    found = run(*asked)
    assert found.exit_code in (0, 2), found.output
    if found.exit_code == 2:
        assert found.stderr.count("\n") == 1
        assert found.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("retention", "nowhere.csv"), "nowhere.csv"),
        (("markov", "{moves}", "--from", "kook"), "did you mean 'cook'?"),
        (("gateways", "{moves}"), "name starts with --from"),
        (("shock", "{moves}", "--without", "pilot"), "there are 3 codes"),
        (("shock", "{moves}"), "take either --without"),
        (("mobility", "{moves}", "--values", "{pay}", "--column", "wage"), "it has code, zone"),
        (("mobility", "{moves}", "--values", "{moves}"), "'cook' is no number"),
        (("barriers", "{moves}", "--demands", "{demands}", "--waive", "licence"),
         "the demands are: degree"),
        (("figure", "{moves}", "-o", "x.png"), "no figure is written as '.png'"),
        (("figure", "{moves}", "--kind", "ladder", "-o", "x.svg"), "the ladder needs --levels"),
        (("sequences", "{moves}"), "no column person"),
        (("times", "{moves}"), "no column person"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_clear_line(
    arguments: tuple[str, ...], words: str, moves: Path, pay: Path, demands: Path
) -> None:
    named = {"moves": moves, "pay": pay, "demands": demands}
    assert words in complaint(*(a.format(**named) for a in arguments))


def test_help_of_the_group_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from careergraph.cli import main\n"
        "try: main(['transitions', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'scipy', 'pandas', 'igraph', 'lifelines'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
    for name in COMMANDS:
        assert name in done.stdout


@needs_data
def test_the_real_file_is_answered_without_a_word_of_python() -> None:
    moves = CPS / "moves_dev_origins.csv"
    found = json.loads(run("net-flows", moves, "--leave-out", "530:520", "-f", "json").stdout)
    assert found["figures"]["pairs"] == 245
    assert "84 destinations are never an origin" in found["warnings"][0]
