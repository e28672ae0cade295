"""`careergraph transitions` as a user meets it, and bad input of every kind: told, no trace."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from careergraph.errors import ParseError, ReadError
from careergraph.sources.findings import Findings
from careergraph.transitions import reading as readings
from shared import ROOT

HEAD = "person,start,end,occupation"
LIFE = ("1,2001-01-01,2001-06-01,cook", "1,2001-06-10,2002-01-01,chef",
        "2,2001-01-01,2001-06-01,cook", "2,2001-06-02,,Köchin")  # fmt: skip

needs_ibis = pytest.mark.skipif(
    not __import__("importlib.util").util.find_spec("ibis"),
    reason="spells need the extra 'transitions'",
)
Write = Callable[..., str]


@pytest.fixture
def spells(tmp_path: Path) -> Write:
    """Spells as CSV: where they are."""

    def write(*lines: str, head: str = HEAD) -> str:
        path = tmp_path / "spells.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def moves(tmp_path: Path) -> Write:
    """Counted moves as CSV: where they are."""

    def write(*lines: str, head: str = "origin,destination,n") -> str:
        path = tmp_path / "moves.csv"
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return str(path)

    return write


class Run(NamedTuple):
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Run]


@pytest.fixture
def transitions(capfd: pytest.CaptureFixture[str]) -> Command:
    """The command, in this process: engines take their time to be imported."""
    from careergraph.cli import main

    def run(*arguments: str) -> Run:
        with pytest.raises(SystemExit) as end:
            main(["transitions", *arguments], prog_name="careergraph")
        code = end.value.code
        assert isinstance(code, int)
        return Run(code, *capfd.readouterr())

    return run


def complaint(run: Run) -> str:
    """What a failing command says: nothing on stdout, one line on stderr."""
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1, run.stderr
    return run.stderr.strip()


# ---------------------------------------------------------------- moves


@needs_ibis
def test_spells_become_a_file_of_moves_that_the_others_read(
    transitions: Command, spells: Write, tmp_path: Path
) -> None:
    target = tmp_path / "moves.csv"
    run = transitions("moves", spells(*LIFE), "--gap", "90", "-o", str(target))
    assert (run.returncode, run.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == (
        "origin,destination,n,persons,weight\ncook,Köchin,1,1,1\ncook,chef,1,1,1\n"
    )
    assert "4 spells, 2 moves, 2 spells after which nothing is known" in run.stderr
    counts = readings.read(target)
    assert counts.codes == ("Köchin", "chef", "cook")
    assert transitions("matrix", str(target)).returncode == 0


@needs_ibis
def test_json_tells_the_rule_and_what_became_of_all(transitions: Command, spells: Write) -> None:
    run = transitions("moves", spells(*LIFE), "--level", "1", "--format", "json")
    told = json.loads(run.stdout)
    assert told["about"]["rule"] == "level 1"
    assert told["tally"]["spells"] == 4
    assert told["rows"] == [{"origin": "c", "destination": "K", "n": 1, "persons": 1, "weight": 1}]


@needs_ibis
def test_small_cells_do_not_leave_nor_rows_of_persons(transitions: Command, spells: Write) -> None:
    path = spells(*LIFE, "3,soon,,x", "4,2001-01-01,2001-02-01,a", "4,2001-02-02,,b")
    run = transitions("moves", path, "--suppress-below", "3", "--format", "json")
    assert run.returncode == 1
    told = json.loads(run.stdout)
    assert told["rows"] == []
    assert [each["examples"] for each in told["findings"]] == [[]]
    assert told["about"]["suppressed_below"] == 3
    assert "suppressed: cells of fewer than 3 persons" in run.stderr


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "ends before it starts": (
        (*LIFE, "7,2001-02-01,2001-01-01,cook"),
        "1 × spell left out: an end before the start: person 7, 2001-02-01 to 2001-01-01, cook",
    ),
    "no person": ((*LIFE, ",2001-02-01,,cook"), "1 × spell left out: no person: person nothing"),
    "no occupation": ((*LIFE, "7,2001-02-01,, "), "1 × spell left out: no occupation: person 7"),
    "no date": (
        (*LIFE, "7,2001-02-30,,cook", "8,01/02/2001,,cook"),
        "2 × spell left out: a start that is no date, YYYY-MM-DD: person 7, 2001-02-30 to",
    ),
    "overlap": (
        (*LIFE, "7,2001-01-01,2001-03-01,a", "7,2001-02-01,2001-04-01,b"),
        "1 × overlapping spells, no move: person 7, 2001-01-01 to 2001-03-01, a; person 7, 2001-02",
    ),
    "open": (
        (*LIFE, "7,2001-01-01,,a", "7,2001-02-01,2001-04-01,b"),
        "1 × a spell without an end, though another began later: person 7",
    ),
    "tied": (
        (*LIFE, "7,2001-01-01,2001-03-01,a", "7,2001-01-01,2001-04-01,b"),
        "1 × spell passed over: it begins with another of the person: person 7, 2001-01-01 to "
        "2001-03-01, a; person 7, 2001-01-01 to 2001-04-01, b",
    ),
    "versions": (
        ("1,2001-01-01,2001-06-01,15-1252", "1,2001-06-02,,15-1251", "2,2001-01-01,,15-1252.00"),
        "1 × code of another shape than most, which are like '15-1251': '15-1252.00' (1)",
    ),
    "dash": (
        ("1,2001-01-01,2001-06-01,15-1252", "1,2001-06-02,,15-1251", "2,2001-01-01,,15–1252"),
        "1 × code with characters beyond ASCII: '15–1252' (1)",
    ),
    "spelling": ((*LIFE, "7,2001-01-01,,Cook"), "2 × code written in several ways, each taken"),
    "zeros": (
        ("1,2001-01-01,2001-06-01,0010", "1,2001-06-02,,10", "2,2001-01-01,,10.0"),
        "3 × code written in several ways, each taken for its own: '0010' (1); '10' (1)",
    ),
    "no time": (
        ("1,1,2,a", "1,3,4,b", "2,31/12/2001,,a"),
        "1 × spell left out: a start that is neither a whole number nor a date, YYYY-MM-DD",
    ),
    "lost": ((*LIFE, "7,2001-01-01,,KÃ¶chin"), "1 × code whose characters were lost in a conv"),
    "one origin": (LIFE, "1 × one origin only: nothing can be said of others: cook: 2 dest"),
    "one cell": (LIFE[:2], "1 × all moves are in one cell: cook to chef: 1 moves"),
    "years": ((*LIFE, "7,2005-01-01,,cook"), "3 × a year in which no spell begins, between others: "
              "2002; 2003; 2004"),
}  # fmt: skip


@needs_ibis
@pytest.mark.parametrize(("lines", "words"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_spells_is_told_with_the_first_rows(
    transitions: Command, spells: Write, lines: tuple[str, ...], words: str
) -> None:
    run = transitions("moves", spells(*lines))
    assert run.returncode == 0
    assert f"careergraph: {words}" in run.stderr
    assert words.split(":")[0] in complaint(transitions("moves", spells(*lines), "--strict"))


@needs_ibis
def test_weights_that_are_none_are_told(transitions: Command, spells: Write) -> None:
    path = spells("1,1,2,a,", "1,3,4,b,1", "2,1,2,a,-3", "2,3,4,b,1", "3,1,2,a,much", "3,3,4,b,1",
                  head=f"{HEAD},weight")  # fmt: skip
    run = transitions("moves", path, "--format", "csv")
    assert run.stdout.splitlines()[1] == "a,b,3,3,0"
    for words in ("missing weight, taken for 0: person 1", "negative weight, taken for 0: pers",
                  "weight that is no number up to 1,000,000,000, taken for 0: pers"):  # fmt: skip
        assert f"1 × a {words}" in run.stderr


@needs_ibis
def test_codes_are_held_against_lists(transitions: Command, spells: Write, tmp_path: Path) -> None:
    for name, codes in (("soc2010", "11\n12\n13"), ("soc2018", "11\n14")):
        (tmp_path / f"{name}.csv").write_text(f"code\n{codes}\n", encoding="utf-8")
    path = spells("1,1,2,11", "1,3,4,12", "2,1,2,14", "2,3,4,99")
    lists = [f"--codes={tmp_path / name}.csv" for name in ("soc2010", "soc2018")]
    run = transitions("moves", path, *lists)
    assert "1 × code that is in no list: '99' (1)" in run.stderr
    assert "1 × code that only soc2010 has, beside those of others: '12' (1)" in run.stderr
    assert "1 × code that only soc2018 has, beside those of others: '14' (1)" in run.stderr
    several = spells("1,1,2,11", "1,3,4,99", "2,1,2,99")
    assert "1 × code that is in no list: '99' (2)\n" in transitions("moves", several, *lists).stderr
    path = spells("1,1,2,11", "1,3,4,12", "2,1,2,14", "2,3,4,99")
    assert "no list" not in transitions("moves", path, lists[0], "--level", "1").stderr.replace(
        "in no list: '9'", "")  # fmt: skip


@needs_ibis
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--since", "2010-01-01"), "an empty window: spells begin from 2001 to 2001"),
        (("--until", "1999-01-01"), "an empty window"),
    ],
)
def test_an_empty_window_is_told(
    transitions: Command, spells: Write, options: tuple[str, ...], words: str
) -> None:
    run = transitions("moves", spells(*LIFE), *options)
    assert run.returncode == 1
    assert words in run.stderr


@needs_ibis
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cut.parquet", b"PAR1 and then no more", "cut.parquet: cut short"),
        ("empty.parquet", b"", "empty.parquet: cut short"),
        ("empty.csv", b"", "empty.csv is empty; its first line must name the columns"),
        ("head.csv", f"{HEAD}\n".encode(), "no spell at all"),
        ("other.csv", b"a,b\n1,2\n", "no column 'person' for person; there are: a, b"),
        ("latin.csv", f"{HEAD}\n1,1,2,K\xf6chin\n".encode("latin-1"), "row 2: not text in UTF-8"),
        ("wide.csv", f"{HEAD}\n1,1,2,a\n1,2,3,b,c,d\n".encode(), "row 3: more or fewer cells than"),
        ("compact.csv", f"{HEAD}\n1,20010101,20010201,a\n".encode(), "look like YYYYMMDD"),
        ("spells.xlsx", b"PK", "spells.xlsx: expected one of .csv"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_spell_table_gets_its_line(
    transitions: Command, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    run = transitions("moves", str(path))
    assert words in run.stderr
    for not_ours in ("Traceback", "strict_mode", "Possible", "LINE 1", "SELECT", "careergraph: \n"):
        assert not_ours not in run.stderr
    assert run.returncode == (1 if name == "head.csv" else 2)


@needs_ibis
def test_a_folder_is_read_as_one_table(transitions: Command, spells: Write, tmp_path: Path) -> None:
    folder = tmp_path / "lives"
    folder.mkdir()
    assert "no files in it end in .csv" in complaint(transitions("moves", str(folder)))
    (folder / "_SUCCESS").touch()
    for name, lines in (("1.csv", LIFE[:2]), ("2.csv", LIFE[2:])):
        (folder / name).write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    whole = transitions("moves", spells(*LIFE), "-f", "csv").stdout
    assert transitions("moves", str(folder), "-f", "csv").stdout == whole
    (folder / "3.csv").write_text("person,start,occupation,end\n", encoding="utf-8")
    said = complaint(transitions("moves", str(folder)))
    assert "3.csv has other columns than" in said
    (folder / "3.csv").rename(folder / "3.parquet")
    assert "files of several kinds, .csv and .parquet; name one: " in (
        complaint(transitions("moves", str(folder)))
    )


@needs_ibis
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgres://nohost/x", "needs a driver: pip install 'ibis-framework[postgres]'"),
        ("postgresql://nohost/x", "needs a driver: pip install 'ibis-framework[postgres]'"),
        ("foo://bar", "foo://bar: no kind of database is named 'foo'; there are: "),
        ("foo://ann:s:ecret@bar", "foo://ann:***@bar: no kind of database is named 'foo'"),
        ("sqlite:///nowhere/x.db", "no file /nowhere/x.db; a file of this folder is sqlite://now"),
        ("duckdb://nowhere.duckdb", "duckdb://nowhere.duckdb: no file nowhere.duckdb"),
    ],
)
def test_a_database_that_cannot_be_opened_gets_its_line(
    transitions: Command, address: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if address.startswith("postgres") and __import__("importlib.util").util.find_spec("psycopg"):
        pytest.skip("the driver is there")
    assert words in complaint(transitions("moves", address))
    assert not list(tmp_path.iterdir()), "no empty database is made"


@needs_ibis
def test_a_parquet_file_cut_short_is_told(transitions: Command, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    path = tmp_path / "spells.parquet"
    columns = {"person": [1, 1], "start": [1, 3], "end": [2, 4], "occupation": [10, 20]}
    pyarrow.parquet.write_table(pa.table(columns), path)
    assert transitions("moves", str(path), "--format", "csv").stdout.endswith("10,20,1,1,1\n")
    path.write_bytes(path.read_bytes()[:-100])
    assert "spells.parquet: cut short" in complaint(transitions("moves", str(path)))
    with pytest.raises(ParseError, match="cut short"):
        readings.read(path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("moves", "nowhere.csv"), "nowhere.csv: no such file"),
        (("moves", "x.csv", "--since", "today"), "'today' is neither a date, YYYY-MM-DD, nor"),
        (("moves", "x.csv", "--column", "person"), "has no '='"),
        (("matrix", "nowhere.csv"), "nowhere.csv: no such file"),
        (("check", str(ROOT / "README.md")), "expected .csv"),
        (("matrix", str(ROOT)), "is a folder; expected a file"),
        (("moves", "x.csv", "--overlap", "5", "--any-overlap"), "--overlap exclude each other"),
        (("moves", "x.csv", "--table", "t"), "'t' is asked of x.csv, which is no database"),
        (("matrix", "x.csv", "--strength", "5", "--estimator", "ml"), "of a prior; ml has none"),
        (("matrix", "x.csv", "--prior", "p.csv", "--estimator", "ml"), "exclude each other"),
        (("matrix", "x.csv", "--crosswalk-column", "to=x"), "of --crosswalk FILE.csv is called"),
        (("matrix", "x.csv", "--crosswalk", "w", "--mapped", "a:b"), "exclude each other"),
        (("matrix", "x.csv", "--graph", "curated"), "by --mapped, or by --estimator affinity"),
        (("matrix", "x.csv", "--data", "d"), "are for --estimator affinity or logit alone"),
        (("evaluate", "--train", "x.csv", "--test", "y.csv", "--folds", "5"), "divides the one"),
        (("evaluate", "--train", "x.csv", "--test", "y.csv", "--by-group"), "divides the one"),
    ],
)
def test_wrong_use_gets_its_line(
    transitions: Command, arguments: tuple[str, ...], words: str
) -> None:
    pytest.importorskip("ibis")
    assert words in complaint(transitions(*arguments))


# ---------------------------------------------------------------- counted moves


def test_the_matrix_has_n_the_estimate_and_its_interval(transitions: Command, moves: Write) -> None:
    run = transitions("matrix", moves("a,b,3", "a,c,1", "a,a,6"), "--estimator", "ml",
                      "--among", "everybody", "--format", "csv")  # fmt: skip
    assert run.returncode == 0
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    assert list(rows[0]) == ["origin", "destination", "n", "of", "observed", "probability", "low",
                             "high"]  # fmt: skip
    assert (rows[1]["n"], rows[1]["of"], rows[1]["probability"]) == ("3", "10", "0.3")
    assert transitions("matrix", moves("a,a,6")).returncode == 1


def test_the_matrix_may_be_in_other_codes(
    transitions: Command, moves: Write, tmp_path: Path
) -> None:
    walk = tmp_path / "walk.csv"
    walk.write_text("from,to\na,x\na,y\nb,z\n", encoding="utf-8")
    run = transitions(
        "matrix", moves("a,b,4", "c,b,4"), "--crosswalk", str(walk), "--format", "json"
    )
    told = json.loads(run.stdout)
    assert [(row["origin"], row["destination"], row["n"]) for row in told["rows"]] == [
        ("x", "z", 2), ("y", "z", 2),
    ]  # fmt: skip
    assert "walk.csv has no whole place for 1 codes: c; with them 50.0%" in run.stderr
    assert "walk.csv splits 1 codes; 2 pairs have moves by splitting alone: x to z, y to z" in (
        run.stderr
    )


def test_doubts_are_rows_and_with_strict_a_failure(transitions: Command, moves: Write) -> None:
    path = moves("a,b,20", "b,a,1")
    run = transitions("check", path, "--format", "csv")
    assert run.returncode == 0
    assert run.stdout.splitlines()[1].startswith("flood,a,b,")
    assert transitions("check", path, "--strict").returncode == 1
    fine = transitions("check", moves("a,b,2", "b,a,1"))
    assert "nothing looks wrong" in fine.stderr


def test_rows_that_cannot_be_counted_are_told(transitions: Command, moves: Write) -> None:
    path = moves("a,b,3,1", ",b,3,1", "a,b,x,1", "a,c,-2,1", "a,b,1,-1", "ä,b,2,",
                 head="OCCLY,OCC,Observations,ASECWT")  # fmt: skip
    findings = Findings()
    counts = readings.read(Path(path), findings=findings)
    assert counts.persons.sum() == 6
    assert counts.weight.sum() == 1
    assert [(each.what.split(":")[0], each.count) for each in findings] == [
        ("row left out", 1), ("row left out", 2),
        ("a weight that is missing, negative or no number, taken for 0", 2),
        ("cell that is there already; both are added up", 1),
    ]  # fmt: skip
    assert "1 × row left out: no origin" in transitions("check", path).stderr
    assert "not read, as asked, because of" in complaint(transitions("check", path, "--strict"))
    with pytest.raises(ParseError, match=r"moves\.csv, row 3: no origin"):
        readings.read(Path(path))


def test_no_reader_takes_one_of_two_columns(
    transitions: Command, moves: Write, spells: Write
) -> None:
    twice = moves("a,b,3,4", "b,a,3,4", head="origin,destination,n,n")
    fine = spells("a,b,3", head="origin,destination,n")
    for call in (("matrix", twice), ("check", twice), ("lift", twice), ("matrix", fine,
                 "--crosswalk", twice), ("evaluate", "--train", twice)):  # fmt: skip
        assert "has two columns 'n'" in complaint(transitions(*call))


def test_every_reader_reads_semicolons(transitions: Command, moves: Write) -> None:
    cells = ("a;b;30", "b;a;20", "c;a;9", "c;b;8")
    path = moves(*cells, head="origin;destination;n")
    for call in (("matrix", path), ("lift", path), ("evaluate", "--train", path)):
        run = transitions(*call)
        assert (run.returncode, bool(run.stdout)) == (0, True), run.stderr


def test_every_reader_leaves_out_the_same_rows_and_says_so(
    transitions: Command, moves: Write
) -> None:
    path = moves("a,b,30", "b,a,20", "a,c,-2", "b,c,nan", "a,a,9")
    words = "2 × row left out: n that is missing, negative or no number: moves.csv, row 4: '-2'"
    for command in ("matrix", "check", "retention"):
        run = transitions(command, path)
        assert run.returncode == 0
        assert words in run.stderr


def test_a_prior_is_of_probabilities(transitions: Command, moves: Write, tmp_path: Path) -> None:
    prior = tmp_path / "prior.csv"
    prior.write_text("origin,destination,probability\na,b,much\n")
    run = transitions("matrix", moves("a,b,3"), "--prior", str(prior))
    assert "prior.csv, row 2: 'much': probability that is missing, negative" in complaint(run)


def test_a_column_that_moves_do_not_have_is_refused(transitions: Command, moves: Write) -> None:
    said = complaint(transitions("matrix", moves("a,b,3"), "--column", "banana=n"))
    assert "counted moves have no column 'banana'; there are: origin, destination, n" in said


def test_weights_that_change_nothing_are_told(transitions: Command, moves: Write) -> None:
    words = "no move weighs other than its persons"
    assert words in transitions("matrix", moves("a,b,3"), "--weighted").stderr
    path = moves("a,b,3,7", "b,a,1,1", head="origin,destination,n,weight")
    assert words not in transitions("matrix", path, "--weighted").stderr


def test_one_code_written_in_several_ways_is_doubted(transitions: Command, moves: Write) -> None:
    path = moves("0010,10,5", "10,0010,5", "15-1252,15-1252.00,2", "15-1252.00,15-1252,2")
    rows = list(csv.DictReader(io.StringIO(transitions("check", path, "-f", "csv").stdout)))
    assert [(row["kind"], row["origin"], row["destination"]) for row in rows] == [
        ("written", "0010", "10"), ("written", "15-1252", "15-1252.00"), ("lengths", "10", "0010"),
    ]  # fmt: skip
    assert "(10 moves between them)" in rows[0]["detail"]


def test_a_level_of_codes_without_their_zeros_is_told(transitions: Command, moves: Write) -> None:
    words = "codes are numbers of several lengths, from 430 to 4300"
    path = moves("430,4300,5", "4300,430,5", "4300,4310,3")
    assert words in transitions("matrix", path, "--level", "3").stderr
    assert words not in transitions("matrix", path).stderr
    path = moves("0430,4300,5", "4300,0430,5")
    assert words not in transitions("matrix", path, "--level", "3").stderr


@needs_ibis
def test_spells_at_a_level_of_codes_without_their_zeros_are_told(
    transitions: Command, spells: Write
) -> None:
    path = spells("1,1,2,430", "1,3,4,4300")
    words = "codes are numbers of several lengths, from 430 to 4300"
    assert words in transitions("moves", path, "--level", "1").stderr
    assert words not in transitions("moves", path).stderr


def test_a_time_that_is_none_is_named_with_its_row(transitions: Command, tmp_path: Path) -> None:
    path = tmp_path / "states.csv"
    path.write_text("person,time,state\n1,1,a\n1,2,b\n2,1,a\n2,x,b\n")
    run = transitions("sequences", str(path))
    words = "states.csv, row 5: 1 row has a time that is neither a number nor a date, YYYY-MM-DD"
    assert words in complaint(run)


def test_moves_are_read_with_labels_under_any_known_names(moves: Write) -> None:
    path = moves("10,20,3,Chefs,Köche", head="OCCLY,OCC,Observations,OCCLY_label,OCC_label")
    counts = readings.read(Path(path))
    assert counts.label("10") == "Chefs"
    assert counts.distinct is None
    other = readings.read(Path(moves("1;2;3", head="a;b;c")),
                          columns={"origin": "a", "destination": "b", "n": "c"})  # fmt: skip
    assert other.codes == ("1", "2")


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", ParseError), (b"origin,destination\n1,2\n", ParseError), (b"\xff\xfe\x00", ReadError),
     (b"origin,destination,n\n", ParseError)],
    ids=repr,
)  # fmt: skip
def test_a_file_without_moves_is_named(
    transitions: Command, tmp_path: Path, content: bytes, error: Any
) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(error, match=r"broken\.csv"):
        readings.read(path)
    run = transitions("matrix", str(path))
    assert "Traceback" not in run.stderr
    assert run.returncode in (1, 2)


def test_every_subcommand_has_help_and_the_formats_there_are(transitions: Command) -> None:
    from careergraph.cli.transitions import COMMANDS
    from careergraph.cli.transitions.counted import FORMATS
    from careergraph.transitions.forms import FORMS

    assert tuple(FORMS) == FORMATS
    for name in COMMANDS:
        assert transitions(name, "--help").returncode == 0
