"""`careergraph route`: each option asks what it says, and each mistake gets one clear line."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import careergraph as cg
from careergraph import reports
from careergraph.cli import main
from careergraph.cli import route as command
from careergraph.errors import FormatError, QuestionError
from careergraph.reports import Asked, Report, report
from careergraph.routes.forms import FORMS
from careergraph.routes.forms.why_text import NOTHING_TO_CHANGE
from careergraph.routes.question import (
    CAUTIOUS,
    GENEROUS,
    OBJECTIVES,
    End,
    Reading,
    RouteQuery,
)
from careergraph.terms import CAREER, ID
from conftest import SMALL_WORLD

ENDS = ("--from", "steward", "--to", "data scientist")
FREE = "from entry role to senior role without further degree"


@pytest.fixture(scope="module")
def graph() -> cg.CareerGraph:
    return cg.open(SMALL_WORLD)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["route", *arguments, "--graph", str(SMALL_WORLD)])


def asked(*arguments: str) -> RouteQuery:
    """The question that a command line asks, as the view that is shown gets it."""
    seen: list[Asked] = []

    def show(found: Asked) -> Report:
        seen.append(found)
        return Report("", True)

    forms, before = reports.VIEWS["routes"]
    reports.VIEWS["routes"] = (forms, show)
    try:
        result = run(*arguments)
    finally:
        reports.VIEWS["routes"] = (forms, before)
    assert result.exit_code == 0, result.output
    return seen[0].query


# ---------------------------------------------------------------- options

OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "without-further-degree": ((), {"without_further_degree": True}),
    "without-further-credential": ((), {"without_further_credential": True}),
    "at-most-degree": (("bachelor's degree",), {"highest_degree": ID["credential/bachelors"]}),
    "holding": (("master's degree",), {"holding": (ID["credential/masters"],)}),
    "knowing": (("SQL",), {"skills": (ID["skill/sql"],)}),
    "experience": (("18 months",), {"experience": Decimal("1.5")}),
    "max-steps": (("3",), {"most_steps": 3}),
    "max-years": (("6.5",), {"most_years": Decimal("6.5")}),
    "max-new-skills": (("0",), {"most_new_skills": 0}),
    "pay-at-least": (("$120,000",), {"pay_at_least": Decimal(120000)}),
    "pay-never-drops": ((), {"pay_never_drops": True}),
    "degree-share": (("72%",), {"degree_share": Decimal("0.72")}),
    "stay-in": (("finance",), {"stay_in": (ID["industry/finance"],)}),
    "through": (("finance",), {"through": (ID["industry/finance"],)}),
    "avoid": (("data analyst",), {"avoid": (ID["role/analyst"],)}),
    "avoid-licensed": ((), {"avoid_licensed": True}),
    "kind": (("promotion",), {"kinds": (CAREER.promotion,)}),
    "counted": ((), {"counted": True}),
    "reading": (("generous",), {"reading": GENEROUS}),
    "without-source": (("first",), {"reading": Reading("without", ID["source/first"])}),
    "unknown": (("forbid",), {"unknown": "forbid"}),
    "by": (("new-skills",), {"objectives": ("new_skills",)}),
    "pareto": ((), {"objectives": OBJECTIVES}),
    "diverse": ((), {"diverse": True, "k": 5}),
    "k": (("3",), {}),
}
"""Option to its value and what it asks for; `--from` and `--to` are always given."""

PLAIN = RouteQuery(End("Role", ID["role/steward"]), End("Role", ID["role/scientist"]))


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_asks_for_one_thing_and_nothing_else(option: str) -> None:
    value, changes = OPTIONS[option]
    query = asked(*ENDS, f"--{option}", *value)
    expected = {f.name: getattr(PLAIN, f.name) for f in fields(RouteQuery)} | changes
    assert {f.name: getattr(query, f.name) for f in fields(RouteQuery)} == expected


def parameters() -> Iterator[str]:
    for parameter in command.route.params:
        if isinstance(parameter, click.Option):
            yield parameter.opts[0].removeprefix("--")


def test_every_option_is_tried_here() -> None:
    others = {"from", "to", "format", "graph", "-o", "output",
              "why-not", "leverage", "gateways", "as-sparql"}  # fmt: skip
    assert set(parameters()) - others == set(OPTIONS)


def test_every_field_of_a_question_has_an_option() -> None:
    changed = {field for _, changes in OPTIONS.values() for field in changes}
    assert {f.name for f in fields(RouteQuery)} == changed | {"start", "goal"}


def test_options_that_may_be_repeated_add_up() -> None:
    query = asked(*ENDS, "--holding", "master's degree", "--holding", "bachelor's degree",
                  "--kind", "promotion", "--kind", "pivot")  # fmt: skip
    assert query.holding == (ID["credential/masters"], ID["credential/bachelors"])
    assert query.kinds == (CAREER.promotion, CAREER.pivot)


def test_options_and_a_phrase_say_the_same(graph: cg.CareerGraph) -> None:
    from careergraph.routes import parse

    phrase = parse(
        "from steward to data scientist without further degree in at most 3 steps within 6 years "
        "under the cautious reading",
        graph.index,
    )
    options = asked(*ENDS, "--without-further-degree", "--max-steps", "3", "--max-years", "6",
                    "--reading", "cautious")  # fmt: skip
    mixed = asked("from steward to data scientist within 6 years", "--without-further-degree",
                  "--max-steps", "3", "--reading", "cautious")  # fmt: skip
    assert options == mixed == phrase
    assert options.reading == CAUTIOUS


def test_k_counts_what_is_shown_and_searches_for_the_best_only_by_costs() -> None:
    assert asked(*ENDS, "--k", "2").k is None
    assert asked(*ENDS, "--k", "2", "--by", "pay", "--by", "steps").k == 2
    assert asked(*ENDS, "--k", "2", "--diverse").k == 2
    assert asked(*ENDS, "--k", "2", "--pareto").k is None
    assert asked(*ENDS, "--pareto", "--by", "pay", "--by", "steps").objectives == ("pay", "steps")


def test_k_limits_the_routes_that_are_shown() -> None:
    arguments = ["route", "from entry role to senior role", "--format", "json"]
    answer = json.loads(CliRunner().invoke(main, [*arguments, "--k", "2"]).stdout)
    assert (len(answer["routes"]), answer["total"] > 2) == (2, True)
    assert len(json.loads(CliRunner().invoke(main, arguments).stdout)["routes"]) == 5


# ---------------------------------------------------------------- forms


def test_the_forms_of_the_command_are_those_of_the_library() -> None:
    assert command.FORMS == FORMS


@pytest.mark.parametrize("form", FORMS)
def test_the_command_prints_what_the_library_gives(graph: cg.CareerGraph, form: str) -> None:
    result = run(FREE, "--format", form)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode() == graph.route(FREE).render(form, k=5)


def test_what_is_printed_can_be_read_back() -> None:
    assert json.loads(run(FREE, "--format", "json").stdout)["status"] == "contested"
    rows = list(csv.DictReader(io.StringIO(run(FREE, "--format", "csv").stdout_bytes.decode())))
    assert [row["step"] for row in rows] == ["1", "2"]
    for form, fmt in (("turtle", ox.RdfFormat.TURTLE), ("ctdl", ox.RdfFormat.JSON_LD)):
        assert len(list(ox.parse(run(FREE, "--format", form).stdout_bytes, format=fmt))) > 20


def test_a_result_goes_whole_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "route.html"
    result = run(FREE, "--format", "html", "--output", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("<!")


@pytest.mark.parametrize("ending", reports.ENDINGS)
def test_a_file_is_written_in_the_form_of_its_ending(
    graph: cg.CareerGraph, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"route{ending.upper()}"
    assert run(FREE, "-o", str(target)).exit_code == 0
    form = reports.ENDINGS[ending]
    assert target.read_bytes().decode() == graph.route(FREE).render(form, k=5)


def test_every_form_has_an_ending() -> None:
    assert tuple(reports.ENDINGS.values()) == FORMS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "a.pdf"), "a.pdf: no form is known for '.pdf'; known are .txt, "),
        (("-o", "a.rq"), "a.rq: no form is known for '.rq'; known are .txt, "),
        (("-o", "a.html", "--leverage"), "--leverage has no form 'html'; there are text, json"),
    ],
)
def test_a_file_whose_ending_does_not_fit_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(FREE, *arguments)
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert said in result.stderr


def test_sparql_has_its_own_ending(tmp_path: Path) -> None:
    assert run(FREE, "--as-sparql", "-o", str(tmp_path / "a.rq")).exit_code == 0
    assert "SELECT" in (tmp_path / "a.rq").read_text()


def test_a_form_that_is_named_goes_into_any_file(tmp_path: Path) -> None:
    assert run(FREE, "--format", "text", "-o", str(tmp_path / "a.b")).exit_code == 0


# ---------------------------------------------------------------- other views


def test_why_not_names_what_would_open_a_supported_route() -> None:
    result = run(FREE, "--why-not")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Question: {FREE}\nAnswer: contested.")
    assert "What would open a supported route, if a degree is allowed after all:" in result.stdout
    assert "allow a further degree" in result.stdout
    assert "[1] first: section 'Opening'" in result.stdout


def test_why_not_exits_1_when_there_is_no_route_and_says_so_in_json() -> None:
    question = (
        "from data steward to data scientist without further degree under the cautious reading"
    )
    result = run(question, "--why-not", "--format", "json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["status"], answer["wanted"], answer["why_not_complete"]) == (
        "none", "route", True,
    )  # fmt: skip
    changes = {way["change"] for way in answer["why_not"]}
    assert {"hold a master's degree", "allow a further degree"} <= changes
    for way in answer["why_not"]:
        assert {"status", "roles", "steps", "costs", "weakest"} <= set(way["route"])
    assert answer["cut"]["readings"]


def test_what_would_open_a_route_opens_it() -> None:
    """Every way that the JSON names is asked for again."""
    question = (
        "from data steward to data scientist without further degree under the cautious reading"
    )
    ways = json.loads(run(question, "--why-not", "--format", "json").stdout)["why_not"]
    again = {"hold a master's degree": run(question, "--holding", "master's degree"),
             "allow a further degree": run("from data steward to data scientist",
                                           "--reading", "cautious")}  # fmt: skip
    assert set(again) <= {way["change"] for way in ways}
    assert {result.exit_code for result in again.values()} == {0}


def test_nothing_has_to_change_where_a_route_is_supported() -> None:
    result = run("from entry role to senior role", "--why-not")
    assert (result.exit_code, NOTHING_TO_CHANGE in result.stdout) == (0, True)


def test_leverage_asks_for_every_role_unless_told_otherwise() -> None:
    result = run("--leverage", "--from", "data analyst", "--without-further-degree")
    assert result.exit_code == 0
    assert result.stdout.startswith("Within reach from Data Analyst")
    assert "hold a master's degree: 2 roles (Data Lead and Data Scientist)" in result.stdout
    values = json.loads(run("--leverage", "--from", "data analyst", "--without-further-degree",
                            "--format", "json").stdout)  # fmt: skip
    assert values["gains"][0]["node"]["iri"] == str(ID["credential/masters"])


def test_gateways_are_by_default_between_entry_and_senior() -> None:
    result = run("--gateways")
    assert result.exit_code == 0
    assert result.stdout.startswith("Question: from entry roles to senior roles\n")
    assert "Data Analyst: 1 (100 %)" in result.stdout
    values = json.loads(run("--gateways", "--format", "json").stdout)
    assert values["roles"][0]["iri"] == str(ID["role/analyst"])
    assert {"origins", "gateways", "destinations", "closed"} == set(values["landscape"])


def test_the_sparql_gives_the_starts_and_goals_of_the_routes(graph: cg.CareerGraph) -> None:
    text = run("from entry role to senior role", "--as-sparql").stdout
    found = graph.store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    rows = {(row["start"].value, row["goal"].value) for row in found}
    answer = graph.route("from entry role to senior role")
    assert rows == {(str(r.roles[0]), str(r.roles[-1])) for r in answer.routes}


# ---------------------------------------------------------------- none, and mistakes


def test_no_route_exits_1_and_says_so_in_every_form() -> None:
    for form in FORMS:
        result = run("from data analyst to data steward", "--format", form)
        assert result.exit_code == 1, form
        assert result.stderr == ""
    assert "Answer: none." in run("from data analyst to data steward").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "steward"), "Give a phrase"),
        ((FREE, "--from", "steward"), "not both"),
        ((*ENDS, "--holding", "a hat"), "no credential 'hat'"),
        ((*ENDS, "--knowing", "statistcs"), "did you mean 'Statistics'?"),
        ((*ENDS, "--at-most-degree", "nothing"), "no credential 'nothing'"),
        ((*ENDS, "--stay-in", "finanse"), "did you mean 'Finance'?"),
        ((*ENDS, "--through", "nowhere"), "no industry 'nowhere'"),
        ((*ENDS, "--avoid", "data annalyst"), "did you mean 'Data Analyst'?"),
        ((*ENDS, "--avoid", "data scientist"), "cannot also be avoided"),
        ((*ENDS, "--kind", "leap"), "no kind of step 'leap'"),
        ((*ENDS, "--experience", "long"), "--experience: cannot read 'long' as a number"),
        (
            (*ENDS, "--degree-share", "half"),
            "--degree-share: cannot read 'half' as a share; write it as 72% or 0.72",
        ),
        (
            (*ENDS, "--degree-share", "150%"),
            "--degree-share: a share lies above 0 and up to 100 %, not at 150%; write it as 72%",
        ),
        ((*ENDS, "--degree-share", "0"), "--degree-share: a share lies above 0"),
        ((*ENDS, "--max-steps", "0"), "leaves no route; allow 1 or more"),
        ((*ENDS, "--max-steps", "2.5"), "give a whole number"),
        ((*ENDS, "--max-years=-1"), "leaves no route"),
        ((*ENDS, "--max-new-skills", "few"), "--max-new-skills: cannot read 'few' as a number"),
        ((*ENDS, "--pay-at-least", "120.000"), "is 120 to some and 120,000 to others"),
        ((*ENDS, "--reading", "bible"), "no source 'bible'"),
        ((*ENDS, "--without-source", "third"), "no source 'third'"),
        ((*ENDS, "--reading", "cautious", "--without-source", "first"), "not both"),
        ((*ENDS, "--unknown", "maybe"), "'allow' or 'forbid', not 'maybe'"),
        ((*ENDS, "--by", "luck"), "no objective 'luck'; there are steps, years"),
        ((*ENDS, "--by", "pay", "--pareto"), "give two --by"),
        ((*ENDS, "--k", "0"), "0 routes are none; ask for 1 or more"),
        ((*ENDS, "--k", "many"), "--k: cannot read 'many' as a number"),
        ((*ENDS, "--leverage", "--why-not"), "ask for one of them at a time"),
        ((*ENDS, "--leverage", "--format", "csv"), "--leverage has no form 'csv'; there are text"),
        ((*ENDS, "--as-sparql", "--format", "json"), "--as-sparql has no form 'json'"),
        ((*ENDS, "--as-sparql", "--max-years", "3"), "plain SPARQL cannot follow"),
    ],
)
def test_a_mistake_gets_one_clear_line(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1, result.stderr
    assert words in result.stderr


@pytest.mark.parametrize("arguments", [("--format", "pdf"), ("--no-such-option",), ("a", "b")])
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_the_library_refuses_what_the_command_refuses(graph: cg.CareerGraph) -> None:
    with pytest.raises(QuestionError, match="one of them"):
        report(graph, views=("leverage", "gateways"), phrase=FREE)
    with pytest.raises(FormatError, match="an answer has no form 'pdf'"):
        report(graph, form="pdf", phrase=FREE)


def test_help_names_every_option_and_loads_no_engine() -> None:
    result = CliRunner().invoke(main, ["route", "--help"])
    assert result.exit_code == 0
    for option in parameters():
        assert f"--{option}" in result.stdout or option == "-o"


def test_lines_fit_the_terminal_that_reads_them(graph: cg.CareerGraph) -> None:
    for view in ((), ("why-not",)):
        content = report(graph, views=view, phrase=FREE, width=60).content
        assert max(map(len, content.splitlines())) <= 60
        assert re.sub(r"\s+", " ", content) == re.sub(
            r"\s+", " ", report(graph, views=view, phrase=FREE).content
        )
