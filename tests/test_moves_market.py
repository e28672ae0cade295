"""What a market tells of the occupations whose moves were counted, in place of CSV files."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from rdflib import Literal, URIRef

import careergraph as cg
from careergraph.cli import main
from careergraph.cli.transitions import options
from careergraph.errors import ParameterError
from careergraph.model import Claim, Role, Source, triples
from careergraph.sources import schooling
from careergraph.terms import CAREER, ID, SKOS
from careergraph.transitions import counted
from careergraph.transitions.analyses import in_market
from careergraph.transitions.analyses.in_market import Market, market

CHEF, COOK, FRYER, WAITER, BAKER = (
    "35-1011.00", "35-2014.00", "35-2015.00", "35-3031.00", "51-3011.00",
)  # fmt: skip
PAY = {"35-1011": 60_000, "35-2014": 36_000, "35-2015": 30_000, "35-3031": 31_000}
JOBS = {"35-1011": 100, "35-2014": 300, "35-2015": 100, "35-3031": 500}
ZONES = {CHEF: 3, COOK: 2, FRYER: 1, WAITER: 1}


def claim(name: str, subject: URIRef, measure: URIRef, **parts: Any) -> Claim:
    share = parts.pop("percent", None)
    if share is not None:
        parts |= {"minimum": Decimal(share), "maximum": Decimal(share), "unit": CAREER.percent}
    return Claim(ID[f"claim/{name}"], subject, measure, CAREER.affirmed, CAREER.stated,
                 ID["source/survey"], **parts)  # fmt: skip


def records() -> Iterator[object]:
    """Five roles; of the baker nothing is known."""
    yield Source(ID["source/survey"], Literal("A survey"))
    yield from schooling.degrees()
    yield from schooling.licence()
    for code in (CHEF, COOK, FRYER, WAITER, BAKER):
        yield Role(ID[f"onet/{code}"], (CAREER.Role,), Literal(code))
    for code, zone in ZONES.items():
        yield claim(f"zone-{code}", ID[f"onet/{code}"], CAREER.jobZone, minimum=Decimal(zone),
                    maximum=Decimal(zone), object=ID[f"onet/job-zone-{zone}"])  # fmt: skip
    for code, pay in PAY.items():
        yield claim(f"pay-{code}", ID[f"soc-2018/{code}"], CAREER.pay, minimum=Decimal(pay),
                    maximum=Decimal(pay), unit=CAREER.usdPerYear,
                    statistic=CAREER.median)  # fmt: skip
        yield claim(f"jobs-{code}", ID[f"soc-2018/{code}"], CAREER.employment,
                    minimum=Decimal(JOBS[code]), maximum=Decimal(JOBS[code]))  # fmt: skip
    for level, share in ((2, 40), (6, 60)):
        yield claim(f"level-{level}", ID[f"onet/{CHEF}"], CAREER.educationShare, percent=share,
                    object=ID[f"onet/2.D.1-RL-{level}"])  # fmt: skip
    needs: list[tuple[str, URIRef, dict[str, Any]]] = [
        (CHEF, schooling.BACHELOR.requirement, {"percent": 60}),
        (CHEF, schooling.LICENSED, {"strength": CAREER.required}),
        (COOK, schooling.ASSOCIATE.requirement, {"percent": 40}),
        (COOK, schooling.BACHELOR.requirement, {"strength": CAREER.typical}),
        (FRYER, schooling.ASSOCIATE.requirement, {"percent": 80}),
        (WAITER, schooling.MASTER.requirement, {"strength": CAREER.typical}),
    ]
    for n, (code, need, how) in enumerate(needs):
        yield claim(f"need-{n}", ID[f"onet/{code}"], CAREER.requires, object=need, **how)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("market") / "market.nt"
    told = [*triples(records())]
    notation = ox.NamedNode(SKOS.notation)
    told += [ox.Triple(ox.NamedNode(ID[f"onet/{code}"]), notation, ox.Literal(code))
             for code in (CHEF, COOK, FRYER, WAITER, BAKER)]  # fmt: skip
    path.write_bytes(ox.serialize(told, format=ox.RdfFormat.N_TRIPLES) or b"")
    return path


CELLS = [(WAITER, COOK, 30, 1.0), (COOK, CHEF, 20, 1.0), (CHEF, WAITER, 5, 1.0),
         (COOK, BAKER, 5, 1.0)]  # fmt: skip


@pytest.fixture(scope="module")
def told(file: Path) -> Market:
    return market(cg.open(file), counted(CELLS))


def test_pay_job_zone_and_education_are_told_by_code(told: Market) -> None:
    assert told.values("pay") == {CHEF: 60_000, COOK: 36_000, WAITER: 31_000}
    assert told.values("job-zone") == {CHEF: 3, COOK: 2, WAITER: 1}
    assert told.values("education") == {CHEF: 4.4}, "40 % say 2, 60 % say 6"
    with pytest.raises(ParameterError, match="a market tells no 'height'; it tells pay, job-zone"):
        told.values("height")


def test_a_code_of_several_roles_has_their_mean_by_how_many_work_in_them(file: Path) -> None:
    cooks = Market(cg.open(file), ["cooks", "chefs"], {"cooks": {COOK, FRYER}, "chefs": {CHEF}})
    assert cooks.values("pay")["cooks"] == (300 * 36_000 + 100 * 30_000) / 400
    assert cooks.values("job-zone")["cooks"] == (300 * 2 + 100 * 1) / 400
    # 300 cooks of whom 40 %, and 100 fryers of whom 80 % need an associate's degree: 50 %
    assert cooks.demands(threshold=0.5)["cooks"] == {"associate's degree"}
    assert cooks.demands(threshold=0.51)["cooks"] == frozenset()


def test_a_soc_code_stands_for_its_roles(file: Path) -> None:
    found = Market(cg.open(file), ["35-1011"])
    assert found.values("pay") == {"35-1011": 60_000}
    assert "licence" in found.demands()["35-1011"]


def test_who_needs_a_degree_needs_the_lower_ones_and_shares_go_before_what_is_simply_said(
    told: Market,
) -> None:
    found = told.demands()
    assert found[CHEF] == {"associate's degree", "bachelor's degree", "licence"}
    assert found[COOK] == frozenset(), "40 % is below half, and a share goes before 'typical'"
    assert found[WAITER] == {"associate's degree", "bachelor's degree", "master's degree"}
    assert told.demands(threshold=0.4)[COOK] == {"associate's degree"}


def test_a_code_of_which_nothing_is_known_is_named(told: Market) -> None:
    assert BAKER not in told.demands()
    assert told.untold(told.demands(), "demands") == (
        "the graph does not tell the demands of 1 of 4 occupations: 51-3011.00",
    )
    assert told.untold(dict.fromkeys(told.codes), "pay") == ()


def test_a_graph_without_these_occupations_says_which_codes_it_knows(file: Path) -> None:
    with pytest.raises(
        ParameterError, match=r"none of these occupations, such as 'a'; their codes"
    ):
        market(cg.open(file), counted([("a", "b", 1, 1.0)]))


# ---------------------------------------------------------------- the commands


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["transitions", *map(str, arguments)])


@pytest.fixture
def moves(tmp_path: Path) -> Path:
    path = tmp_path / "moves.csv"
    rows = (",".join(map(str, cell)) for cell in CELLS)
    path.write_text("\n".join(["origin,destination,n,weight", *rows, ""]))
    return path


def values(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def csv(tmp_path: Path, name: str, rows: dict[str, Any]) -> Path:
    path = tmp_path / name
    path.write_text("code,value\n" + "".join(f"{code},{value}\n" for code, value in rows.items()))
    return path


@pytest.mark.parametrize(
    ("command", "more", "market", "name"),
    [
        ("mobility", (), (), "pay"),
        ("mobility", ("--scale", "levels"), ("--values", "job-zone"), "job-zone"),
        ("outside-options", (), (), "pay"),
        ("gateways", ("--minimum", 1), (), "pay"),
    ],
)
def test_values_of_a_market_give_what_those_of_a_file_do(
    command: str, more: tuple[object, ...], market: tuple[object, ...], name: str, moves: Path,
    file: Path, told: Market, tmp_path: Path,
) -> None:  # fmt: skip
    path = csv(tmp_path, "values.csv", told.values(name))
    straight = values(run(command, moves, *more, "--values", path, "--format", "json"))
    through = values(run(command, moves, *more, *market, "--graph", file, "--format", "json"))
    untold = f"the graph does not tell the {name.replace('-', ' ')} of 1 of 4 occupations"
    assert through["warnings"][0].startswith(untold)
    assert {**through, "warnings": through["warnings"][1:]} == straight


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("barriers", ("--waive", "bachelor's degree", "--waive", "licence", "--least", 1)),
        ("waivers", ("--from", COOK, "--to", CHEF, "--least", 1)),
        ("without-further", ("--demand", "bachelor's degree")),
        ("shock", ("--demand", "licence", "--of", COOK)),
    ],
)
def test_demands_of_a_market_give_what_those_of_a_file_do(
    command: str, more: tuple[object, ...], moves: Path, file: Path, told: Market, tmp_path: Path
) -> None:
    rows = [
        (code, each) for code, needs in told.demands().items() for each in sorted(needs) or [""]
    ]
    path = tmp_path / "demands.csv"
    path.write_text("code,demand\n" + "".join(f"{code},{each}\n" for code, each in rows))
    paid = ("--pay", csv(tmp_path, "pay.csv", told.values("pay")))
    pay = paid if command in ("barriers", "without-further") else ()
    straight = values(run(command, moves, *more, "--demands", path, *pay, "--format", "json"))
    through = values(run(command, moves, *more, "--graph", file, "--format", "json"))
    said = [w for w in through["warnings"] if not w.startswith("the graph does not tell")]
    assert len(said) == len(through["warnings"]) - (2 if pay else 1)
    assert {**through, "warnings": said} == straight


def test_a_crosswalk_beside_the_moves_says_what_their_codes_stand_for(
    tmp_path: Path, file: Path
) -> None:
    (tmp_path / "codes_to_onet.csv").write_text(
        f"census,onet_soc\n10,{COOK}\n10,{FRYER}\n20,{CHEF}\n"
    )
    (tmp_path / "moves.csv").write_text("origin,destination,n\n10,20,4\n20,10,1\n")
    found = values(run("mobility", tmp_path / "moves.csv", "--graph", file, "--format", "json"))
    assert found["figures"]["up"] == 0.8
    assert found["warnings"] == []


def test_neither_a_file_nor_a_market_is_one_clear_line(moves: Path) -> None:
    for command, more, what in (
        ("mobility", (), "--values"), ("outside-options", (), "--values"),
        ("waivers", ("--from", COOK, "--to", CHEF), "--demands"),
        ("mobility", ("--values", "pay"), "--values"),
    ):  # fmt: skip
        found = run(command, moves, *more)
        assert found.exit_code == 2
        assert found.stderr.count("\n") == 1
        assert f"give {what} FILE.csv, or --graph with a market that tells them" in found.stderr


def test_the_names_of_the_option_are_those_there_are() -> None:
    assert options.VALUES == in_market.VALUES
    for demand in in_market.DEMANDS:
        assert f"'{demand}'" in " ".join(run("barriers", "--help").output.split())
