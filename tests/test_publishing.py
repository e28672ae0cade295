"""Counted moves published into a market: after suppression, and with what they are of."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.errors import ParameterError
from careergraph.market.generations import current
from careergraph.market.importing import import_release
from careergraph.model import Claim
from careergraph.sources import Files, Findings, moves
from careergraph.terms import CAREER, ID
from careergraph.transitions.counts import counted
from careergraph.transitions.disclosure import suppressed
from careergraph.transitions.publishing import Told, publish, release

ONET = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"
CHIEF, GREEN, CODER = "11-1011.00", "11-1011.03", "15-1252.00"
TOLD = Told("survey", "A survey", 2011, 2019, "United States", "onet")

MOVES = [
    (CHIEF, CHIEF, 500, 500.0), (GREEN, GREEN, 300, 300.0), (CODER, CODER, 900, 900.0),
    (CHIEF, GREEN, 40, 80.0), (CHIEF, CODER, 30, 30.0), (GREEN, CHIEF, 25, 25.0),
    (GREEN, CODER, 4, 4.0), (CODER, CHIEF, 3, 3.0), (CODER, GREEN, 20, 20.0),
]  # fmt: skip


@pytest.fixture
def market(tmp_path: Path) -> Path:
    import_release("onet", ONET, into=tmp_path / "market")
    return tmp_path / "market"


def test_no_cell_of_fewer_leaves_nor_what_would_reveal_it() -> None:
    counts = counted(MOVES)
    cells, untold = release(counts, suppressed(counts, below=10))
    assert all(n >= 10 for *_, n, _ in cells)
    told = {(a, b) for a, b, *_ in cells}
    assert (GREEN, CODER) not in told
    assert (CODER, CHIEF) not in told
    for code in {CHIEF, GREEN, CODER} - set(untold):
        gone = {b for a, b, *_ in MOVES if a == code != b} - {b for a, b in told if a == code}
        assert len(gone) != 1, "what all others come to would tell how many they are"


def test_all_moves_of_an_origin_are_told_alone_or_together() -> None:
    counts = counted([*MOVES, ("53-3032.00", CHIEF, 12, 12.0), ("53-3032.00", GREEN, 5, 5.0),
                      ("53-3032.00", CODER, 7, 7.0)])  # fmt: skip
    cells, untold = release(counts, suppressed(counts, below=10))
    assert "53-3032.00" not in untold
    assert sum(n for a, _, n, _ in cells if a == "53-3032.00") == 24


def test_a_market_tells_where_people_in_a_role_went(market: Path) -> None:
    done = publish(counted([m for m in MOVES if m[2] >= 10]), TOLD, into=market, below=10)
    assert done.untold == ()
    found = {c.object: float(c.minimum or 0) for c in cg.open(market).tables[Claim]
             if c.measure == CAREER.movesTo and c.subject == ID[f"onet/{CHIEF}"]}  # fmt: skip
    assert found == {ID[f"onet/{GREEN}"]: pytest.approx(100 * 80 / 110, abs=0.01),
                     ID[f"onet/{CODER}"]: pytest.approx(100 * 30 / 110, abs=0.01)}  # fmt: skip


def test_what_a_crosswalk_split_was_not_counted(market: Path) -> None:
    with pytest.raises(ParameterError, match="only what was counted can be published"):
        publish(counted([(CHIEF, GREEN, 12.5, 12.5)]), TOLD, into=market, below=10)


def test_the_command_publishes_and_the_same_again_changes_nothing(
    market: Path, tmp_path: Path
) -> None:
    path = tmp_path / "moves.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([("origin", "destination", "n", "weight"), *MOVES])
    call = ["transitions", "publish", str(path), "--into", str(market), "--name", "survey",
            "--title", "A survey", "--from", "2011", "--to", "2019", "--place", "Utopia",
            "--codes", "onet", "--keep", str(tmp_path / "kept")]  # fmt: skip
    first = CliRunner().invoke(main, call)
    assert first.exit_code == 0, first.output
    assert "suppressed: cells of fewer than 10 persons" in first.stderr
    assert "read moves-survey 2011-2019" in first.stdout
    assert sorted(p.name for p in (tmp_path / "kept").iterdir()) == ["about.toml", "moves.csv"]
    again = CliRunner().invoke(main, call)
    assert "already; nothing was changed" in again.stdout


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--name", "A survey", "name 'A survey'; expected small letters"),
        ("--suppress-below", "1", "Invalid value for '--suppress-below'"),
        ("--codes", "soc", "no codes are known as 'soc'; there are: onet, soc-2018"),
        ("--codes", "soc-2018", "nothing can be published: 3 × code that stands for no role"),
        ("--from", "2013", "the first year, 2013, comes after the last, 2012"),
        ("--suppress-below", "40", "nothing can be published: all moves are in cells of fewer"),
    ],
)
def test_what_cannot_be_published_is_one_clear_line(
    market: Path, tmp_path: Path, option: str, value: str, message: str
) -> None:
    path = tmp_path / "moves.csv"
    path.write_text("origin,destination,n\n11-1011.00,11-1011.03,30\n11-1011.00,15-1252.00,20\n")
    given = {"--name": "s", "--title": "S", "--from": "2011", "--to": "2012", "--place": "U",
             "--codes": "onet"} | {option: value}  # fmt: skip
    words = [word for pair in given.items() for word in pair]
    before = current(market)
    ended = CliRunner().invoke(
        main, ["transitions", "publish", str(path), "--into", str(market), *words]
    )
    assert isinstance(ended.exception, SystemExit)
    assert ended.exit_code == 2
    assert message in ended.stderr
    assert current(market) == before, "the market is as it was"


@pytest.mark.parametrize(
    ("codes", "wrong", "right"),
    [("onet", "0010", CHIEF), ("isco-08", "11-1011", "1120"), ("soc-2018", "0010", "11-1011")],
)
def test_a_code_of_another_shape_stands_for_no_role(
    tmp_path: Path, codes: str, wrong: str, right: str
) -> None:
    for name, code in (("wrong", wrong), ("right", right)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "about.toml").write_text(
            f'name = "s"\ntitle = "S"\nfrom = 2011\nto = 2012\nplace = "U"\ncodes = "{codes}"\n'
            "threshold = 10\n"
        )
        (tmp_path / name / "moves.csv").write_text(f"origin,destination,n\n{code},{code},30\n")
        found = Findings()
        said = [r for r in moves.read(Files(tmp_path / name), found).records if type(r) is Claim]
        assert (len(said), found.count(moves.NO_ROLE)) == ((1, 0) if name == "right" else (0, 1))
