"""The page of a market in a real browser: a map of regions, with every node and without claims."""

import gzip
import json
import re
from base64 import b64decode
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect
from rdflib import URIRef

from benchmarks.named_market import FIELDS, named_market
from benchmarks.page_budget import DRAWN
from careergraph import excerpts
from careergraph.career_graph import CareerGraph
from careergraph.model import Skill, instances
from careergraph.pages import answering
from careergraph.pages import market as markets
from careergraph.pages import page as render
from careergraph.pages.market.calling import calls
from careergraph.pages.market.content import step_names
from careergraph.pages.market.regions import regions
from careergraph.pages.market.squeeze import opened as unsqueezed
from careergraph.pages.market.squeeze import squeezed
from careergraph.pages.market.wires import pairs_of, wires
from careergraph.terms import ID, SKOS, curie
from chromium import Open, wait_until_ready
from test_page_access import violations

SCALE = 0.17
"""About 3,000 nodes."""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return named_market(SCALE)


@pytest.fixture(scope="module")
def market(store: ox.Store) -> str:
    return render(store, title="Labour market")


@pytest.fixture(scope="module")
def graph(store: ox.Store) -> CareerGraph:
    return CareerGraph(store)


QUESTIONS = ["from Mobile developer to Web tester", "from Mobile developer to Data analyst"]


@pytest.fixture(scope="module")
def asked(graph: CareerGraph) -> str:
    """The page of the market with the answers to two questions."""
    return graph.html(title="Labour market", ask=QUESTIONS, k=3)


def details(page: Page) -> Locator:
    return page.locator("#details")


def search(page: Page, text: str) -> None:
    page.fill("#search", text)
    page.press("#search", "Enter")
    page.wait_for_timeout(400)


# ---------------------------------------------------------------- the file


def test_the_same_market_gives_the_same_bytes(store: ox.Store, market: str) -> None:
    assert render(named_market(SCALE), title="Labour market") == market


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 900)), unique=True))
def test_links_survive_as_wires(pairs: list[tuple[int, int]]) -> None:
    assert pairs_of(wires(sorted(pairs))) == sorted(pairs)


@given(st.text())
def test_a_text_survives_being_squeezed(text: str) -> None:
    assert unsqueezed(squeezed(text)) == text


def test_what_is_squeezed_names_neither_time_nor_system() -> None:
    head = b64decode(squeezed("a"))[:10]
    assert (head[4:8], head[9]) == (bytes(4), 255)
    assert gzip.decompress(b64decode(squeezed("a"))) == b"a"


def page_of(html: str) -> dict[str, Any]:
    block = re.search(r'<script type="text/plain" id="payload" data-gzip>(.*?)</script>', html)
    assert block
    return dict(json.loads(unsqueezed(block[1]))["page"])


def test_a_market_holds_the_claims_that_its_answers_rest_on_and_no_others(
    graph: CareerGraph, market: str, asked: str
) -> None:
    answers = [answer.to_dict(k=3) for answer in graph.answers(QUESTIONS)]
    rests_on = graph.book.named(answering.cited(answers))
    assert page_of(asked)["claims"]["rows"] == len(rests_on) > 0
    assert page_of(market)["claims"]["rows"] == 0
    assert len(asked) < len(market) * 1.2


def test_a_step_is_called_by_custom_or_by_its_own_name() -> None:
    nodes = [{"iri": f"{ID}role/{name}"} for name in "ab"]
    steps = [{"iri": f"{ID}step/{name}", "from": 0, "to": 1} for name in ("a-b", "a-to-b", "a-b")]
    assert step_names(steps, nodes) == ("step:{from}-{to}", [{}, {"iri": "step:a-to-b"}, {}])


def test_the_page_of_an_answer_shows_the_part_that_it_rests_on(graph: CareerGraph) -> None:
    answer = graph.route(QUESTIONS[1])
    found = excerpts.page_of_answer(answer, k=3)
    assert not found.graph.is_market
    assert set(found.graph.ladder.roles) == {r for route in answer.best(3) for r in route.roles}
    assert answer.to_html(k=3) == found.html()


def test_skills_are_left_out_where_the_claims_would_not_fit_with_them(
    graph: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = graph.route(QUESTIONS[1])
    whole = excerpts.of_answer(answer, k=3).graph
    monkeypatch.setattr(markets, "MOST_WITH_CLAIMS", 60)
    found = excerpts.page_of_answer(answer, k=3).graph
    assert len(instances(whole.store, Skill)) > 60
    assert not instances(found.store, Skill)
    assert set(found.ladder.steps) == set(whole.ladder.steps)


# ---------------------------------------------------------------- regions

ROLES = [{"kind": "Role", "label": f"Role {n}"} for n in range(6)]
TRIANGLES = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)]


def test_roles_that_lead_to_each_other_are_a_region_where_no_group_is_named() -> None:
    found = regions(ROLES, TRIANGLES, {})
    assert found.basis == "community"
    assert found.of[0] == found.of[1] == found.of[2] != found.of[3]
    assert found.names[found.of[0]] == "Role 0 and Role 1"


def test_groups_that_the_graph_names_are_the_regions() -> None:
    groups = [{"kind": "RoleGroup", "label": name} for name in "ABC"]
    members = [(0, 6), (1, 6), (2, 7), (3, 7), (4, 8), (5, 8)]
    found = regions([*ROLES, *groups], TRIANGLES, {"memberOf": members})
    assert found.basis == "role group"
    assert [found.names[r] for r in found.of] == list("AABBCCABC")


def test_a_skill_lies_where_most_of_its_roles_are_or_among_the_shared() -> None:
    groups = [{"kind": "RoleGroup", "label": name} for name in "ABC"]
    members = [(0, 6), (1, 6), (2, 7), (3, 7), (4, 8), (5, 8)]
    skills = [{"kind": "Skill", "label": "of A"}, {"kind": "Skill", "label": "of all"}]
    asked = [(0, 9), (1, 9), (2, 9), *((n, 10) for n in range(6))]
    found = regions([*ROLES, *groups, *skills], [], {"memberOf": members, "essentialSkill": asked})
    assert [found.names[r] for r in found.of[9:]] == ["A", "Shared by many fields"]


# ---------------------------------------------------------------- in the browser


def test_every_group_has_a_name_on_the_map(opened: Open, market: str) -> None:
    page = opened(market)
    named = {region["label"] for region in page.evaluate("careergraph.regions()")}
    assert set(FIELDS) <= named
    expect(details(page).locator(".region")).to_have_count(len(named))


def test_a_search_finds_a_role_and_zooms_to_it(opened: Open, market: str) -> None:
    page = opened(market)
    before = page.evaluate("careergraph.scale()")
    search(page, "mobile devloper")
    expect(details(page).locator("h3")).to_have_text("Mobile developer")
    expect(details(page)).to_contain_text("Software development")
    assert page.evaluate("careergraph.scale()") > 2 * before
    iri = page.evaluate("careergraph.selected()")
    at, box = page.evaluate("iri => careergraph.onScreen(iri)", iri), page.locator("#map")
    assert 0 < at["x"] < (box.bounding_box() or {})["width"]


def test_the_details_say_what_is_not_in_the_file_and_how_to_see_it(
    opened: Open, market: str
) -> None:
    page = opened(market)
    search(page, "mobile developer")
    expect(details(page).locator(".elsewhere")).to_contain_text("does not fit into one file")
    expect(details(page).locator("code").first).to_have_text(
        "careergraph show 'Mobile developer' --graph FILE"
    )
    expect(details(page).locator(".step").first).to_be_visible()


def test_a_click_on_a_region_zooms_in_and_one_on_a_dot_opens_it(opened: Open, market: str) -> None:
    page = opened(market)
    page.evaluate(DRAWN)
    before = page.evaluate("careergraph.scale()")
    region = page.evaluate("careergraph.regions()")[0]
    page.locator("#map").click(position={"x": region["x"], "y": region["y"]})
    page.wait_for_timeout(500)
    assert page.evaluate("careergraph.scale()") > 1.5 * before
    dot = page.evaluate(
        "careergraph.shown().map(iri => ({iri, ...careergraph.onScreen(iri)}))"
        ".find(({x, y}) => x > 200 && x < 500 && y > 200 && y < 500)"
    )
    page.locator("#map").click(position={"x": dot["x"], "y": dot["y"]})
    assert page.evaluate("careergraph.selected()") == dot["iri"]


def test_the_list_comes_in_pages(opened: Open, market: str) -> None:
    page = opened(market, hash="#view=list")
    expect(page.locator("#list tbody tr")).to_have_count(200)
    page.click(".list-more")
    expect(page.locator("#list tbody tr")).to_have_count(400)
    page.fill("#search", "mobile developer")
    expect(page.locator("#list tbody tr").first).to_contain_text("obile developer")


def test_a_filter_hides_dots_and_an_address_opens_the_same_again(opened: Open, market: str) -> None:
    page = opened(market)
    before = page.evaluate("careergraph.drawn()")
    page.locator("#legend label", has_text="Skills").click()
    assert page.evaluate("careergraph.drawn()") < before / 2
    search(page, "mobile developer")
    page.reload()
    wait_until_ready(page)
    expect(details(page).locator("h3")).to_have_text("Mobile developer")


def test_the_whole_map_is_saved_as_a_picture_and_what_is_shown_as_rows(
    opened: Open, market: str
) -> None:
    page = opened(market)
    picture = page.evaluate("careergraph.svg()")
    assert "Software" in picture
    assert len(picture) < 1_000_000
    rows = page.evaluate("careergraph.csv()").split("\r\n")
    assert rows[0] == "iri,name,kind,level,pay,region,claims"
    assert len(rows) == page.evaluate("careergraph.drawn()") + 1


def test_a_market_offers_its_questions_and_shows_their_routes_with_reasons(
    opened: Open, asked: str
) -> None:
    page = opened(asked)
    expect(page.locator("#view-map")).to_be_visible()
    expect(page.locator("#ask")).to_contain_text("Answered from the graph that this page shows")
    page.locator("#ask-picks button", has_text="Data analyst").click()
    expect(page.locator("#view-ladder")).to_be_visible()
    expect(page.locator("#numbers .number-mark")).not_to_have_count(0)
    expect(details(page).locator("h3").first).to_have_text("From Mobile developer to Data analyst")
    expect(details(page).locator(".answer-status")).to_contain_text("the best 3 are shown")
    details(page).locator(".ways .route").first.click()
    expect(details(page).locator(".stops > li")).not_to_have_count(0)
    expect(details(page).locator(".evidence").first).to_contain_text("Generated")
    page.get_by_role("button", name="All that is said of this step").first.click()
    expect(details(page).locator(".claim .evidence")).to_contain_text("Generated")
    assert page.evaluate("careergraph.selected()").startswith("step:")
    page.click("#tab-map")
    assert violations(page) == []


def test_the_address_of_an_answer_in_a_market_opens_it_again(opened: Open, asked: str) -> None:
    page = opened(asked, hash="#route=2.1&view=map")
    expect(details(page).locator("h3")).to_contain_text("Route 1: Mobile developer to Data analyst")
    page.get_by_role("button", name="Overview").click()
    pressed = page.locator('#ask-picks button[aria-pressed="true"]')
    expect(pressed).to_have_text("From Mobile developer to Data analyst")
    page.reload()
    wait_until_ready(page)
    expect(pressed).to_have_text("From Mobile developer to Data analyst")


def test_only_what_a_source_speaks_of_is_shown(
    opened: Open, graph: CareerGraph, market: str
) -> None:
    page = opened(market)
    page.get_by_label("Only what this source speaks of").select_option(label="Generated register")
    expect(page.locator("#counts")).to_contain_text("Showing")
    source = URIRef(f"{ID}source/register")
    said = [claim for claim in graph.book.claims if claim.source == source]
    spoken = {curie(str(n)) for claim in said for n in (claim.subject, claim.object) if n}
    assert {*page.evaluate("careergraph.shown()")} == {
        curie(name.iri) for name in graph.index.names if curie(name.iri) in spoken
        and name.kind in ("Role", "RoleGroup", "Skill")
    }  # fmt: skip


def test_a_step_is_found_by_its_ends_and_stands_in_the_list(opened: Open, market: str) -> None:
    page = opened(market)
    search(page, "mobile developer to web tester")
    expect(details(page).locator("h3")).to_have_text("Mobile developer to Web tester")
    expect(details(page)).to_contain_text("1 claim by Generated")
    page.click("#tab-list")
    page.fill("#search", "mobile devloper to")
    rows = page.locator("#list tbody tr")
    expect(rows.first).to_contain_text("Mobile developer to ")
    rows.first.locator("button").click()
    assert page.evaluate("careergraph.selected()").startswith("step:")


def test_what_is_open_or_shown_is_saved_as_triples_of_the_graph(
    opened: Open, store: ox.Store, asked: str
) -> None:
    page = opened(asked)
    whole = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    counts = []
    for hash in ("", "#node=role:00100", "#route=1.1", "#node=skill:00100"):
        page.evaluate("hash => { location.hash = hash; }", hash)
        page.wait_for_timeout(60)
        text = page.evaluate("careergraph.turtle()")
        found = {q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE)}
        named = {t for t in found if t.predicate.value == str(SKOS.prefLabel)}
        assert found - named <= whole, hash
        counts.append(len(found))
    assert counts[0] > 10_000 > counts[1] > counts[2]
    page.click("#open-save")
    expect(page.locator("#save-items")).to_contain_text("RDF data, as Turtle")


def test_most_regions_have_their_names_on_a_phone(opened: Open, market: str) -> None:
    page = opened(market, size=(390, 844))
    page.evaluate(DRAWN)
    named = [region["isNamed"] for region in page.evaluate("careergraph.regions()")]
    assert sum(named) > len(named) * 0.6


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view_of_a_market(
    opened: Open, market: str, scheme: str, size: tuple[int, int]
) -> None:
    page = opened(market, scheme=scheme, size=size)
    for view in ("map", "ladder", "list", "flows", "about", "map&node=role:00100"):
        page.evaluate("hash => { location.hash = hash; }", f"#view={view}")
        page.wait_for_timeout(60)
        assert violations(page) == [], view


def test_a_community_is_called_by_the_words_it_has_to_itself() -> None:
    grades = ["Junior", "Senior", "Lead", "Chief"]
    names = {0: [f"{g} web developer" for g in grades], 1: [f"{g} dairy farmer" for g in grades]}
    assert calls(names) == {0: "Developer, web", 1: "Dairy, farmer"}
    assert calls({0: ["Role 1", "Role 2"]}) == {0: "Role 1 and Role 2"}
