"""The page of a market in a real browser: a map of regions, with every node and without claims."""

import gzip
from base64 import b64decode

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Locator, Page, expect

from benchmarks.named_market import FIELDS, named_market
from benchmarks.page_budget import DRAWN
from careergraph.pages import page as render
from careergraph.pages.market.calling import calls
from careergraph.pages.market.regions import regions
from careergraph.pages.market.squeeze import opened as unsqueezed
from careergraph.pages.market.squeeze import squeezed
from careergraph.pages.market.wires import pairs_of, wires
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
