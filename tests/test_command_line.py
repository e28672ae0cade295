"""The command line as a user meets it: answers, exit codes, and one clear line for each mistake."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from careergraph.terms import CAREER, DCTERMS, ID
from shared import ROOT

SMALL_WORLD = str(ROOT / "tests" / "small_world.ttl")


def careergraph(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "careergraph", *arguments],
        cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def complaint(*arguments: str, code: int = 2) -> str:
    """What a failing command says: nothing on stdout, one line on stderr."""
    run = careergraph(*arguments)
    assert run.returncode == code
    assert run.stdout == ""
    assert run.stderr.count("\n") == 1, run.stderr
    assert "Traceback" not in run.stderr
    return run.stderr.strip()


# ---------------------------------------------------------------- answers


def test_the_headline_question_is_answered_on_somebodys_word() -> None:
    run = careergraph("route", "from entry role to senior role without further degree")
    assert run.returncode == 0
    assert "Answer: supported." in run.stdout
    assert "on the word of careers" in run.stdout
    assert "contested:" in run.stdout


def test_route_in_json_has_the_promised_fields() -> None:
    run = careergraph("route", "from entry role to senior role", "--format", "json", "--k", "2")
    answer = json.loads(run.stdout)
    assert {"question", "status", "routes", "why_not"} <= answer.keys()
    assert len(answer["routes"]) == 2
    route = answer["routes"][0]
    assert {"status", "roles", "steps", "costs", "weakest"} <= route.keys()
    assert {"iri", "label", "level"} <= route["roles"][0].keys()
    assert {"iri", "from", "to", "kind", "requires", "years", "claims", "status"} <= route["steps"][
        0
    ].keys()
    assert {"steps", "years", "pay", "new_skills", "contested"} <= route["costs"].keys()


def test_the_graph_may_be_named_before_the_command_or_after_it() -> None:
    before = careergraph("--graph", SMALL_WORLD, "info")
    assert before.returncode == 0
    assert before.stdout == careergraph("info", "--graph", SMALL_WORLD).stdout
    nearer = careergraph("--graph", "curated", "info", "--graph", SMALL_WORLD)
    assert nearer.stdout == before.stdout


def test_what_else_a_name_could_mean_is_told_beside_the_answer(tmp_path: Path) -> None:
    twin = tmp_path / "twin.ttl"
    twin.write_text(
        "<https://w3id.org/careergraph/id/role/z> a <https://w3id.org/careergraph/ontology#Role> ;"
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "data steward"@en .',
        encoding="utf-8",
    )
    graphs = ("--graph", SMALL_WORLD, "--graph", str(twin))
    run = careergraph("route", "from Data Steward to data scientist", *graphs)
    assert run.returncode == 0
    assert (
        run.stderr
        == "careergraph: 'Data Steward' is taken for role:steward; role:z has the name, too\n"
    )
    assert "role:z" not in run.stdout
    named = careergraph("route", "from role:steward to data scientist", *graphs)
    assert named.stderr == ""
    ends = ("--from", "role:steward", "--to", "data scientist")
    assert careergraph("route", *ends, *graphs).stderr == ""


def test_a_wrong_option_before_the_command_gets_its_line() -> None:
    assert complaint("--grph", SMALL_WORLD, "info").startswith("careergraph: No such option '--gr")
    assert "/nowhere.ttl" in complaint("--graph", "/nowhere.ttl", "info")
    assert "no such file or folder" in complaint("--graph", "/nowhere", "info")


def test_no_route_is_an_answer_with_exit_code_1() -> None:
    run = careergraph("route", "--from", "data analyst", "--to", "ai ethicist")
    assert run.returncode == 1
    assert "No source says how one becomes AI Ethicist" in run.stdout
    assert run.stderr == ""


def test_a_why_not_names_the_cheapest_way_out() -> None:
    run = careergraph(
        "route", "from research assistant to research scientist without further degree"
    )
    assert run.returncode == 1
    assert "Research Scientist needs a doctorate" in run.stdout
    opened = "hold a doctoral degree (unknown: Research Assistant → Research Scientist)"
    assert (
        f"What would open a route, if a degree is allowed after all:\n   - {opened}" in run.stdout
    )


@pytest.mark.parametrize("name", ["data scientist", "Data Scientists", "role:data-scientist"])
def test_show_says_who_and_where(name: str) -> None:
    shown = careergraph("show", name).stdout
    assert shown.startswith("Data Scientist (Role, role:data-scientist)")
    assert "Requires (contested)" in shown
    assert "characters" in shown


def test_show_says_what_is_not_known() -> None:
    assert (
        "Not known, since no source speaks of it: pay" in careergraph("show", "AI Ethicist").stdout
    )


def test_contested_claims_stand_side_by_side() -> None:
    groups = json.loads(careergraph("claims", "--contested", "--format", "json").stdout)
    found = {(g["subject"]["label"], g["measure"]["label"]) for g in groups}
    assert {
        ("Data Scientist", "requires"),
        ("Machine Learning Engineer", "requires"),
        ("Machine learning degree", "employment share"),
    } <= found
    assert all(len(g["sides"]) >= 2 for g in groups)
    assert " | " in careergraph("claims", "--contested").stdout


def test_growth_figures_come_out_as_not_comparable() -> None:
    groups = json.loads(careergraph("claims", "--not-comparable", "--format", "json").stdout)
    growth = next(g for g in groups if g["measure"]["label"] == "growth")
    values = {c["minimum"] for side in growth["sides"] for c in side}
    assert values == {36, 22, 15, 40, 34}


def test_info_names_what_is_unknown() -> None:
    info = json.loads(careergraph("info", "--format", "json").stdout)
    assert info["nodes"]["roles"] >= 35
    assert "AI Ethicist" in info["unknown"]["senior_roles_without_a_way_in"]


def test_search_finds_in_spite_of_a_typo() -> None:
    run = careergraph("search", "machne lerning enginer")
    assert run.stdout.startswith("Machine Learning Engineer")
    assert careergraph("search", "qqqq").returncode == 1


def test_every_command_takes_another_graph() -> None:
    for command in (
        ("info",),
        ("show", "Data Steward"),
        ("claims",),
        ("search", "steward"),
        ("route", "from entry role to senior role"),
        ("query", "entry-roles"),
    ):
        run = careergraph(*command, "--graph", SMALL_WORLD)
        assert run.returncode == 0, (command, run.stderr)
        assert "Stew" in run.stdout or command[0] == "info"


def test_a_result_goes_whole_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "answer.txt"
    run = careergraph("show", "Data Analyst", "--output", str(target))
    assert (run.returncode, run.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == careergraph("show", "Data Analyst").stdout
    assert [p.name for p in tmp_path.iterdir()] == ["answer.txt"]


def test_two_runs_print_the_same_bytes() -> None:
    for command in (("route", "from entry role to senior role"), ("claims",), ("info",)):
        assert careergraph(*command).stdout == careergraph(*command).stdout


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "Data Scintist"), "did you mean 'Data Scientist'"),
        (("show", ""), "no node ''"),
        (("route", "from Data Scintist to senior roles"), "did you mean 'Data Scientist'"),
        (("route", "nonsense"), "expected 'from START to GOAL'"),
        (("route",), "Give a phrase"),
        (("route", "from data analyst to data analyst"), "the same role"),
        (("claims", "--about", "nobody at all"), "no node 'nobody at all'"),
        (("claims", "--source", "bible"), "there are 'careers'"),
        (("claims", "--contested", "--not-comparable"), "not for both"),
        (("query", "entry-rolls"), "entry-roles"),
        (("query", "-e", "SELECT ?x WHERE { ?x ?y }"), "line 1, column"),
        (("info", "--graph", "no/such/file.ttl"), "no/such/file.ttl"),
        (("info", "--graph", "README.md"), "no RDF format is known for '.md'"),
        (("info", "--graph", "docs"), "docs: no RDF file here"),
        (("show", "Data Analyst", "--output", "no/such/folder/x.txt"), "no/such/folder/x.txt"),
        (("info", "--graph", "http://127.0.0.1:9/sparql"), "cannot read http://127.0.0.1:9/sparql"),
    ],
)
def test_a_mistake_gets_one_clear_line(arguments: tuple[str, ...], words: str) -> None:
    assert words in complaint(*arguments)


def test_an_error_is_not_turned_by_what_it_repeats(tmp_path: Path) -> None:
    source = f'<{ID}source/first> a <{CAREER.Source}> ; <{DCTERMS.title}> "First \u202etitle" .'
    (tmp_path / "a.ttl").write_text(source, encoding="utf-8")
    said = complaint("claims", "--source", "bible", "--graph", str(tmp_path / "a.ttl"))
    assert "'first' (First �title)" in said


def test_broken_turtle_is_named_with_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <http://a/> .\n\na:b a:c a:d\na:e a:f a:g .\n", encoding="utf-8")
    said = complaint("info", "--graph", str(broken))
    assert "broken.ttl, line 4" in said


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00\x01", b"\x00" * 100, "é".encode("latin-1")], ids=repr
)
def test_bytes_that_are_not_text_get_one_line(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_bytes(content)
    assert "broken.ttl" in complaint("info", "--graph", str(broken))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "content", "command"),
    [
        ("a.ttl", "@prefix a: <http://a/> .\na:b a:c a:d .\n", ("info", "--graph")),
        ("a.jsonld", '{"@id": "http://a/b", "http://a/c": "d"}', ("check",)),
        ("a.rq", "SELECT * WHERE { ?a ?b ?c }", ("query",)),
    ],
)
def test_a_file_in_utf_16_is_said_to_be_so_and_what_is_expected(
    tmp_path: Path, name: str, content: str, command: tuple[str, ...], codec: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode(codec))
    said = complaint(*command, str(path))
    assert said.endswith(f"{path}: it is UTF-16, and UTF-8 is expected; save it as UTF-8")


@pytest.mark.parametrize("arguments", [("nosuch",), ("route", "--k", "0", "x"), ("show",)])
def test_wrong_use_ends_with_2_and_no_traceback(arguments: tuple[str, ...]) -> None:
    run = careergraph(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f'"{sys.executable}" -m careergraph claims | head -1'
    run = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.count("\n") == 1


def test_a_folder_in_the_place_of_the_output_is_named(tmp_path: Path) -> None:
    assert f"cannot write {tmp_path}" in complaint("info", "--output", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from careergraph.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rdflib','pyoxigraph','networkx','pyvis','pyshacl','numpy','scipy','pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("[]\n")


def test_every_command_has_help_and_is_in_the_readme_or_its_help() -> None:
    from careergraph.cli import COMMANDS

    listed = careergraph("--help").stdout
    for name in COMMANDS:
        assert name in listed
        assert careergraph(name, "--help").returncode == 0


def test_no_claim_and_no_name_are_answers_with_exit_code_1(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.ttl"
    nothing.write_text("", encoding="utf-8")
    run = careergraph("claims", "--graph", str(nothing))
    assert (run.returncode, run.stdout) == (1, "no such claims\n")
    run = careergraph("search", "qqqq")
    assert (run.returncode, run.stdout) == (1, "")
    assert "no name resembles 'qqqq'" in run.stderr


CLAIM = """@prefix career: <https://w3id.org/careergraph/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/careergraph/id/claim/x> a career:Claim ; career:subject career:entry ;
  career:measure career:pay ; career:polarity career:affirmed ; career:stance career:stated ;
  prov:hadPrimarySource career:entry ; career:minimum {} .
"""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"NaN"^^xsd:double', "expected a number"),
        ('"INF"^^xsd:double', "expected a number"),
        ("1.0 , 2.0", "expected one"),
        ("career:entry", "expected a literal"),
    ],
)
def test_a_claim_with_an_impossible_number_is_refused(
    tmp_path: Path, value: str, words: str
) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(CLAIM.format(value), encoding="utf-8")
    said = complaint("claims", "--graph", str(bad))
    assert "claim:x: career:minimum" in said
    assert words in said


def test_blank_nodes_have_the_same_names_each_time(tmp_path: Path) -> None:
    graph = tmp_path / "blank.ttl"
    text = '\ufeff@prefix a: <http://a/> . [] a:p [ a:q "x" ] ; a:r (1 2 3) . _:z a:p "y" .'
    graph.write_text(text, encoding="utf-8")
    for name in ("one.nt", "two.nt"):
        run = careergraph("export", str(tmp_path / name), "--graph", str(graph))
        assert run.returncode == 0, run.stderr
    assert (tmp_path / "one.nt").read_bytes() == (tmp_path / "two.nt").read_bytes()
    assert (tmp_path / "one.nt").read_bytes().count(b"\n") == 10


def test_several_graphs_are_read_as_one(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix career: <https://w3id.org/careergraph/ontology#> .\n"
        "@prefix role: <https://w3id.org/careergraph/id/role/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'role:mine a career:Role ; skos:prefLabel "My own role"@en .\n',
        encoding="utf-8",
    )
    both = ("--graph", "curated", "--graph", str(mine))
    assert careergraph("show", "My own role", *both).returncode == 0
    assert careergraph("show", "Data Scientist", *both).returncode == 0
    assert "no node" in complaint("show", "Data Scientist", "--graph", str(mine))
    assert "an empty name is no graph" in complaint("info", "--graph", "")
