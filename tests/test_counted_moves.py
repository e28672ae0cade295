"""Moves that were counted, as a source of a market: shares, and the steps that they bear out."""

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.career_graph import CareerGraph
from careergraph.check import check
from careergraph.cli import main
from careergraph.errors import ParseError, ReadError
from careergraph.market.importing import import_release
from careergraph.model import Claim, Estimate
from careergraph.sources.moves import read, wilson
from careergraph.terms import CAREER, ID
from shared import Read

ONET = Path(__file__).parent / "samples" / "onet" / "db_30_1_text"
ABOUT = """
name = "survey"
title = "A survey of moves"
from = 2011
to = 2019
place = "United States"
codes = "census"
threshold = 10
"""
MOVES = """origin,destination,persons,weight
10,10,800,8000
10,20,30,250
10,30,20,250
10,*,50,500
20,10,9,90
30,30,100,1000
30,10,12,60
"""
CODES = """code,title,role
10,Chief executives,onet:11-1011.00
20,Software developers,onet:15-1252.00
30,Chiefs of other kinds,onet:11-1011.03
30,Chiefs of other kinds,onet:43-9021.00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "counted"
    made.mkdir()
    for name, text in (("about.toml", ABOUT), ("moves.csv", MOVES), ("codes.csv", CODES)):
        (made / name).write_text(text)
    return made


@pytest.fixture
def graph(folder: Path, tmp_path: Path) -> CareerGraph:
    import_release("onet", ONET, into=tmp_path / "market")
    import_release("moves", folder, into=tmp_path / "market")
    return cg.open(tmp_path / "market")


def test_a_share_is_of_all_who_left_those_who_are_not_told_apart_among_them(folder: Path) -> None:
    found = Read(read, folder)
    shares = {(c.subject, c.object): c for c in found.of(Claim) if c.measure == CAREER.movesTo}
    chief, developer = ID["onet/11-1011.00"], ID["onet/15-1252.00"]
    others = ID["moves-survey/30"]
    assert {pair: c.minimum for pair, c in shares.items()} == {
        (chief, developer): Decimal("25.00"),
        (chief, others): Decimal("25.00"),
        (others, chief): Decimal("100.00"),
    }
    (estimate,) = [e for e in found.of(Estimate) if e.iri == shares[chief, developer].iri]
    assert estimate.sample_size == 30
    low, high = wilson(30, 100)
    assert estimate.lower_bound == round(Decimal(low * 100), 2)
    assert estimate.upper_bound == round(Decimal(high * 100), 2)


def test_who_stayed_is_told_of_all_who_were_there(folder: Path) -> None:
    found = Read(read, folder)
    stays = {c.subject: c.minimum for c in found.of(Claim) if c.measure == CAREER.stays}
    assert stays == {ID["onet/11-1011.00"]: Decimal("88.89"),
                     ID["moves-survey/30"]: Decimal("94.34")}  # fmt: skip


def test_a_cell_of_fewer_than_the_threshold_is_left_out_and_told(folder: Path) -> None:
    found = Read(read, folder)
    (finding,) = found.findings
    assert str(finding) == (
        "1 × cell of fewer persons than the threshold; left out: moves.csv, line 6"
    )


def test_a_step_between_roles_was_counted_one_between_groups_is_borne_out(
    graph: CareerGraph,
) -> None:
    said = {str(c.subject).rpartition("/")[2]: c for c in graph.tables[Claim]
            if c.measure == CAREER.possible and "counted-moves" in str(c.rule)}  # fmt: skip
    step = said["11-1011.00-to-15-1252.00"]
    assert step.stance == CAREER.observed
    assert step.minimum == step.maximum == Decimal("25.00")
    assert said["11-1011.00-to-11-1011.03"].stance == CAREER.derived
    assert "11-1011.03-to-15-1252.00" not in said, "nobody was counted"
    assert [fault for fault in check(graph.store) if fault.severity == "fault"] == []


def test_a_route_tells_where_a_step_was_counted(graph: CareerGraph) -> None:
    told = graph.route("from Chief Executives to Software Developers").to_markdown()
    assert "counted in" in told


def test_a_role_tells_where_people_in_it_went(graph: CareerGraph, tmp_path: Path) -> None:
    shown = CliRunner().invoke(
        main, ["show", "Chief Executives", "--graph", str(tmp_path / "market")]
    )
    assert shown.exit_code == 0
    assert "moves to" in shown.stdout
    assert "Software Developers" in shown.stdout


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("about.toml", ABOUT.replace("2019", '"now"'), "no to; expected to = 2019"),
        ("about.toml", ABOUT.replace('"survey"', '"A b"'), "name 'A b'; expected small letters"),
        ("about.toml", "name", "about.toml: "),
        ("moves.csv", "a,b\n1,2\n", "no column 'origin'; it has a, b"),
    ],
)
def test_what_is_not_as_it_should_be_is_one_clear_line(
    folder: Path, name: str, text: str, message: str
) -> None:
    (folder / name).write_text(text)
    with pytest.raises((ReadError, ParseError), match=message):
        Read(read, folder)
