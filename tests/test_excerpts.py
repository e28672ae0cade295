"""A part as a file, a page, in Python and in a notebook: what was asked for comes first."""

import json
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Page, expect

import careergraph as cg
from careergraph import excerpts, export, notebook
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.check import check_files
from careergraph.cli import main
from careergraph.errors import QuestionError
from careergraph.model import AdvancementStep, Role, Skill, instances
from careergraph.pages import result_table
from careergraph.sparql import Result as QueryResult
from careergraph.terms import CAREER, ID, RDF, SKOS
from chromium import Open, wait_until_ready
from shared import payload_text
from test_page_access import violations
from test_page_views import NASTY

SMALL_WORLD = Path(__file__).parent / "small_world.ttl"
LEADS = "CONSTRUCT { ?a <urn:leads> ?b } WHERE { ?s career:from ?a ; career:to ?b }"
ROLES = """SELECT ?role ?least WHERE { ?role a career:Role
    OPTIONAL { ?claim career:subject ?role ; career:minimum ?least } }"""
ROUTE = "from steward to data scientist"


def run(*words: str | Path, command: str = "export") -> Result:
    return CliRunner().invoke(main, [command, *map(str, words), "--graph", str(SMALL_WORLD)])


def world() -> CareerGraph:
    return cg.open(SMALL_WORLD)


PARTS = {
    "around": ("--around", "stewards"),
    "far": ("--around", "Data Steward", "--hops", "2"),
    "name": ("--query", "steps-into", "-p", "role=Data Scientist"),
    "text": ("-e", ROLES),
    "route": ("--route", ROUTE),
}


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize("chosen", PARTS.values(), ids=PARTS)
def test_a_part_is_a_graph_that_holds(tmp_path: Path, chosen: tuple[str, ...]) -> None:
    file = tmp_path / "part.ttl"
    result = run(file, *chosen)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert re.search(r"wrote .*part\.ttl: \d+ triples\n$", result.stderr)
    assert check_files(file, alone=True).holds


@pytest.mark.parametrize("suffix", [export.PAGE, *export.FORMATS])
def test_a_part_is_written_in_every_format_to_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    one, two, whole = (tmp_path / f"{name}{suffix}" for name in ("one", "two", "whole"))
    for file in (one, two):
        assert run(file, *PARTS["around"]).exit_code == 0
    run(whole)
    assert one.read_bytes() == two.read_bytes() != whole.read_bytes()


@pytest.mark.parametrize("chosen", PARTS.values(), ids=PARTS)
def test_a_page_of_a_part_has_the_same_bytes_each_time(
    tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for file in pages:
        assert run(file, *chosen).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_no_hops_are_the_node_alone(tmp_path: Path) -> None:
    run(tmp_path / "a.ttl", "--around", "steward", "--hops", "0")
    found = stores.open_store(tmp_path / "a.ttl")
    assert instances(found, Role) == {f"{ID}role/steward"}
    assert not instances(found, Skill) | instances(found, AdvancementStep)


def test_a_query_from_a_file_chooses_a_part(tmp_path: Path) -> None:
    query = tmp_path / "leads.rq"
    query.write_text("SELECT ?s { ?s career:to role:lead }")
    run(tmp_path / "a.ttl", "--query", query)
    found = stores.open_store(tmp_path / "a.ttl")
    assert instances(found, Role) == {f"{ID}role/scientist", f"{ID}role/lead"}


def test_what_a_construct_built_is_written_as_it_is(tmp_path: Path) -> None:
    assert run(tmp_path / "a.nt", "-e", LEADS).exit_code == 0
    lines = (tmp_path / "a.nt").read_text().splitlines()
    assert lines[0] == f"<{ID}role/analyst> <urn:leads> <{ID}role/scientist> ."
    assert len(lines) == 3
    assert run(tmp_path / "a.graphml", "-e", LEADS).exit_code == 0
    assert run(tmp_path / "b.nt", "-e", "CONSTRUCT { <urn:a> <urn:b> 1 } {}").exit_code == 0


def test_a_question_without_a_route_shows_what_would_open_one(tmp_path: Path) -> None:
    asked = "from data lead to data steward"
    assert run(tmp_path / "a.ttl", "--route", asked).exit_code == 0
    found = stores.open_store(tmp_path / "a.ttl")
    assert {f"{ID}role/lead", f"{ID}role/steward"} <= instances(found, Role)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--around", "Data Stewrad"), "no node 'Data Stewrad'; did you mean 'Data Steward'"),
        (("--around", ""), "no node ''"),
        (("--around", "First source"), "'First source' is a source; name a role, a skill, "),
        (("--around", "steward", "--hops", "-1"), "-1 hops lead nowhere; 0 is the node alone"),
        (("--hops", "2"), "--hops says how far --around goes; give --around NAME with it"),
        (("--route", ROUTE, "--hops", "2"), "--hops says how far --around goes"),
        (("--param", "a=b"), "--param gives a query its values; give --query or -e with it"),
        (("--around", "steward", "--route", ROUTE), "--around and --route: a part is chosen by "),
        (("--query", "entry-roles", "-e", ROLES), "--query and -e: a part is chosen by one of "),
        (("--route", "to the moon"), "careergraph: "),
        (("--ask", "to the moon"), "careergraph: "),
        (("--around", "steward", "--ask", "from steward to teh moon"), "careergraph: "),
        (("--ask", ROUTE, "--format", "ttl"), "--ask puts answers into a page; "),
        (("--query", "entry-rols"), "did you mean 'entry-roles'?"),
        (("--query", "nothing.rq"), "cannot read nothing.rq"),
        (("-e", "SELECT"), "line 1"),
        (("-e", "ASK {}"), "the result (yes) names no node of the graph; select nodes"),
        (("-e", "SELECT ?x { ?x a career:Nothing }"), "the result (0 rows) names no node"),
        (("-e", "SELECT ?n { VALUES ?n { 1 } }"), "the result (1 row) names no node"),
        (("-e", "CONSTRUCT { ?x a ?x } { ?x a career:Nothing }"), "the result (0 triples) names "),
    ],
)
def test_a_choice_that_cannot_be_made_is_one_line_and_leaves_no_file(
    tmp_path: Path, options: tuple[str, ...], fault: str
) -> None:
    result = run(tmp_path / "a.html", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


ASKED = ("--ask", ROUTE, "--ask", "from data scientist to data lead")


@pytest.mark.parametrize("chosen", [(), *PARTS.values()], ids=["whole", *PARTS])
def test_a_page_carries_the_answers_asked_for_to_the_same_bytes(
    tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for file in pages:
        assert run(file, *chosen, *ASKED).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()
    found = json.loads(payload_text(pages[0].read_text("utf-8")))["page"]
    assert [answer["question"] for answer in found["answers"][-2:]] == [*ASKED[1::2]]
    already = [ROUTE] if "--route" in chosen else []
    assert already + found["asked"] == [*ASKED[1::2]]


def test_a_part_holds_what_the_answers_asked_for_rest_on() -> None:
    graph = world()
    asked = graph.answers([ROUTE])
    alone, found = (excerpts.around(graph, "SQL", asked=given) for given in ([], asked))
    added = instances(found.store, Role) - instances(alone.store, Role)
    assert added == {f"{ID}role/analyst", f"{ID}role/scientist"}
    told = [claim for route in found.answers[0]["routes"] for claim in _claims_of(route)]
    assert told
    assert {str(claim.iri) for claim in found.graph.book.claims} >= {*told}


def _claims_of(route: Mapping[str, Any]) -> list[str]:
    return [claim for step in route["steps"] for claim in step["claims"]]


# ---------------------------------------------------------------- Python


def test_python_and_the_command_write_the_same_page(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.html", tmp_path / "theirs.html"
    world().page(ours, around="stewards", hops=2)
    run(theirs, *PARTS["far"])
    assert ours.read_bytes() == theirs.read_bytes()
    world().query(ROLES).page(ours)
    run(theirs, "-e", ROLES)
    assert ours.read_bytes() == theirs.read_bytes()
    assert run("-e", ROLES, "--format", "html", command="query").stdout_bytes == ours.read_bytes()
    world().page(ours, around="stewards", ask=[ROUTE])
    run(theirs, *PARTS["around"], "--ask", ROUTE)
    assert ours.read_bytes() == theirs.read_bytes()
    world().page(ours, ask=ROUTE)
    run(theirs, "--ask", ROUTE, "--ask", ROUTE)
    assert ours.read_bytes() == theirs.read_bytes()


def test_a_part_knows_how_much_there_is_in_all() -> None:
    graph = world()
    assert (graph.whole, graph.around("steward").whole) == (None, 12)
    assert graph.around("steward", hops=2).around("SQL").whole == 12
    assert graph.route(ROUTE).part().whole == 12


def test_a_part_is_not_asked_since_it_does_not_know_every_way() -> None:
    with pytest.raises(QuestionError, match="a part does not know every way; ask the graph that"):
        world().around("steward").html(ask=[ROUTE])


def test_a_result_that_names_no_node_is_the_table_alone() -> None:
    graph = world()
    for text in ("ASK {}", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"):
        page = graph.query(text).to_html()
        assert len(page) < 2000
        assert "<table>" in page


def test_a_long_result_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_table, "MOST", 2)
    page = world().query(ROLES).to_html()
    assert "4 rows, of which the first 2 are shown here" in page
    assert page.count("<td") == 4


# ---------------------------------------------------------------- notebooks


def test_a_notebook_shows_a_graph_as_a_sandboxed_page() -> None:
    shown = world()._repr_html_()
    frame = re.search(r'<iframe [^>]*sandbox="([^"]*)"[^>]* srcdoc="([^"]*)"></iframe>', shown)
    assert frame
    assert frame[1] == "allow-scripts allow-downloads"
    assert unescape(frame[2]) == world().html()
    assert " src=" not in shown.replace(frame[2], "")
    assert "9 nodes, of them 4 roles; 12 claims from 2 sources" in shown


def test_a_notebook_shows_a_large_graph_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "FRAMED", 3)
    shown = world()._repr_html_()
    assert "iframe" not in shown
    assert len(shown) < 400


def test_a_notebook_says_what_keeps_a_graph_from_its_page() -> None:
    graph = world()
    label = ox.NamedNode(SKOS.prefLabel)
    for quad in list(graph.store.quads_for_pattern(ox.NamedNode(f"{ID}role/lead"), label, None)):
        graph.store.remove(quad)
    assert "No page: role:lead has no skos:prefLabel" in graph._repr_html_()


def test_a_notebook_says_which_claim_keeps_a_graph_from_its_page() -> None:
    graph = world()
    claim = f"{ID}claim/scientist-pay-first"
    for quad in list(
        graph.store.quads_for_pattern(ox.NamedNode(claim), ox.NamedNode(CAREER.measure), None)
    ):
        graph.store.remove(quad)
    shown = graph._repr_html_()
    assert "9 nodes, of them 4 roles</p>" in shown
    assert "No page: claim:scientist-pay-first has no career:measure" in shown


def test_what_a_notebook_keeps_of_the_shipped_graph_is_small(curated: ox.Store) -> None:
    assert len(CareerGraph(curated)._repr_html_().encode()) < 700_000


def test_a_notebook_shows_the_rows_of_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "ROWS", 2)
    shown = world().query(ROLES)._repr_html_()
    assert "Data Analyst<code>role:analyst</code>" in shown
    assert "4 rows; the first 2 are shown" in shown
    assert shown.count("<tr>") == 3
    rows = tuple((ox.Literal(text),) for text in NASTY.values())
    hostile = QueryResult("rows", ("x",), rows, title=NASTY["script"])._repr_html_()
    assert not re.search(r"<(script|img|style|b)\b", hostile)


# ---------------------------------------------------------------- in the browser


def test_a_result_opens_as_a_table_that_sorts_and_opens_nodes(opened: Open) -> None:
    page = opened(world().query(ROLES).to_html())
    expect(page.locator("#view-result")).to_be_visible()
    expect(page.locator("#result caption")).to_have_text("4 rows")
    page.get_by_role("button", name="least").click()
    expect(page.locator("#result tbody tr").first).to_contain_text("95,000")
    page.get_by_role("button", name="least").click()
    expect(page.locator("#result tbody tr").first).to_contain_text("95,000")
    page.get_by_role("button", name="least").click()
    expect(page.locator("#result th").nth(1)).to_have_attribute("aria-sort", "ascending")
    role = page.get_by_role("button", name="role", exact=True)
    role.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#result th").first).to_have_attribute("aria-sort", "descending")
    expect(page.locator("#result tbody tr").first).to_contain_text("Data Steward")
    page.get_by_role("link", name="Data Steward").click()
    assert page.evaluate("careergraph.selected()") == "role:steward"
    expect(page.locator("#view-result")).to_be_visible()
    expect(page.locator("#details h3")).to_have_text("Data Steward")
    page.click("#tab-map")
    assert "view=map" in page.evaluate("location.hash")


def test_the_answer_comes_first_on_the_page_of_its_part(opened: Open, tmp_path: Path) -> None:
    run(tmp_path / "a.html", *PARTS["route"])
    page = opened((tmp_path / "a.html").read_text("utf-8"))
    expect(page.locator("#view-ladder")).to_be_visible()
    expect(page.locator("#details h3").first).to_have_text("From steward to data scientist")
    expect(page.locator("#numbers .number-mark")).not_to_have_count(0)
    assert "role:lead" not in page.evaluate("careergraph.shown()")


def test_a_part_offers_the_questions_that_the_whole_has_answered(opened: Open) -> None:
    questions = [ROUTE, "from data lead to data steward"]
    page = opened(world().html(around="steward", hops=0, ask=questions))
    expect(page.locator("#view-map")).to_be_visible()
    expect(page.locator("#ask")).to_contain_text("Answered from the whole graph")
    expect(page.locator("#ask input")).to_have_count(0)
    picks = page.locator("#ask-picks button")
    expect(picks).to_have_count(2)
    expect(picks.first).to_have_attribute("aria-pressed", "true")
    page.locator(".ways .route").first.click()
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#details")).to_contain_text("First source")
    page.get_by_role("button", name="All that is said of this step").first.click()
    expect(page.locator("#details .claim").first).to_contain_text("Characters 0–9")
    page.locator("#details").get_by_role("button", name="← Route 1").click()
    page.get_by_role("button", name="Overview").click()
    picks.nth(1).click()
    expect(page.locator("#details h3").first).to_have_text("From data lead to data steward")
    expect(page.locator("#details .answer-status")).to_contain_text("No route")
    page.reload()
    wait_until_ready(page)
    expect(page.locator("#details h3").first).to_have_text("From data lead to data steward")
    assert violations(page) == []


def test_a_part_without_questions_says_why_it_answers_none(opened: Open) -> None:
    page = opened(world().html(around="steward"))
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.locator("#details")).to_contain_text("The page answers no questions for routes")
    expect(page.locator("#details")).to_contain_text("careergraph export FILE --ask PHRASE")


def test_a_page_that_answers_by_itself_offers_what_was_asked_as_examples(opened: Open) -> None:
    page = opened(world().html(ask=[ROUTE]))
    expect(page.locator("#ask-examples button:not(.topic)")).to_have_text([ROUTE])
    expect(page.locator("#details h3").first).to_have_text("From steward to data scientist")
    page.fill("#ask-phrase", "from data analyst to data scientist")
    page.press("#ask-phrase", "Enter")
    expect(page.locator("#details h3").first).to_have_text("From data analyst to data scientist")


def test_a_part_does_not_take_what_it_lacks_for_not_known(opened: Open) -> None:
    page = opened(world().html(around="steward"), hash="#node=role:analyst")
    ways = page.locator("#details .measure", has_text="Next steps")
    expect(ways).to_contain_text("None in this part of the graph.")
    page.click("#tab-about")
    expect(page.locator("#about")).to_contain_text("a part of a graph, 4 of its 12 claims")


def test_a_part_around_a_node_opens_on_the_map_in_every_view(opened: Open) -> None:
    page = opened(world().html(around="steward", hops=0))
    for view in ("ladder", "list", "flows", "about", "map"):
        page.click(f"#tab-{view}")
        expect(page.locator(f"#view-{view}")).to_be_visible()
    assert page.evaluate("careergraph.shown()") == ["role:steward"]


def _hostile() -> QueryResult:
    """Rows with hostile text, names and addresses beside a role of the graph."""
    graph = world()
    role = ox.NamedNode(f"{ID}role/hostile")
    kind, label = ox.NamedNode(RDF.type), ox.NamedNode(SKOS.prefLabel)
    graph.store.add(ox.Quad(role, kind, ox.NamedNode(CAREER.Role)))
    graph.store.add(ox.Quad(role, label, ox.Literal(NASTY["script"])))
    rows = [(role, ox.Literal(text)) for text in NASTY.values()]
    rows += [(ox.NamedNode("javascript:alert(1)"), ox.Literal("x", language="en"))]
    return QueryResult("rows", ("role", "text"), tuple(rows), NASTY["handler"], graph.store)


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_hostile_cells_stay_text(opened: Open, size: tuple[int, int]) -> None:
    page = opened(_hostile().to_html(), size=size)
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("document.querySelectorAll('#result b, textarea, [onfocus]').length") == 0
    assert page.locator('a[href^="javascript"]').count() == 0
    expect(page.locator("#result")).to_contain_text(NASTY["handler"])
    page.get_by_role("button", name="text").click()
    page.locator("#result a").first.click()
    assert page.evaluate("careergraph.selected()") == "role:hostile"
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_result(opened: Open, scheme: str, size: tuple[int, int]) -> None:
    page = opened(world().query(ROLES).to_html(), scheme=scheme, size=size)
    assert violations(page) == []
    page.get_by_role("button", name="least").click()
    assert violations(page) == []


def test_the_frame_of_a_notebook_runs_and_is_shut_off(opened: Open) -> None:
    host = f"<!doctype html><title>n</title>{world()._repr_html_()}<script>careergraph = 1</script>"
    page: Page = opened(host)
    frame = page.frame_locator("iframe")
    expect(frame.locator("#counts")).to_contain_text("12 claims from 2 sources")
    frame.locator("#tab-list").click()
    expect(frame.locator("#list")).to_be_visible()
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None


def test_without_javascript_the_rows_are_there(browser: object, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    world().query(ROLES).page(file)
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#result")).to_contain_text("95,000")
    context.close()
