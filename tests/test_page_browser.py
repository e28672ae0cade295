"""The page in a real browser, opened from disk with the network cut off."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from careergraph import store as stores
from careergraph.pages import page as render
from careergraph.terms import CAREER, ID, SKOS
from chromium import Open

HOSTILE = "</script><img src=x onerror=alert(1)>"


def details(page: Page) -> Locator:
    return page.locator("#details")


def test_a_search_with_a_typo_finds_a_role_and_opens_its_claims(opened: Open, small: str) -> None:
    page = opened(small)
    page.fill("#search", "data scintist")
    expect(page.locator("#hits li").first).to_contain_text("Data Scientist")
    page.press("#search", "Enter")
    expect(details(page).locator("h3")).to_have_text("Data Scientist")
    pay = details(page).locator(".claim", has_text="95,000 to 150,000 US dollars a year")
    expect(pay).to_contain_text("First source")
    expect(pay.locator("summary")).to_have_text("Section 'Opening'")
    expect(pay.locator(".place p")).to_be_hidden()
    pay.locator("summary").click()
    expect(pay.locator(".place p")).to_have_text("Characters 0–9 of the source’s text")
    assert page.evaluate("careergraph.selected()") == "role:scientist"


def test_other_names_are_found_too(opened: Open, small: str) -> None:
    page = opened(small)
    page.fill("#search", "steward")
    expect(page.locator("#hits li").first).to_contain_text("Data Steward")


def test_a_click_on_the_map_opens_a_role_with_its_claims(opened: Open, careers: str) -> None:
    page = opened(careers)
    at = page.evaluate("careergraph.onScreen('role:data-scientist')")
    page.locator("#map").click(position=at)
    expect(details(page).locator("h3")).to_have_text("Data Scientist")
    expect(details(page).locator(".claim").first).to_contain_text("Section '")
    expect(details(page).locator(".clash")).to_contain_text("Contested")


def test_both_sides_of_a_clash_stand_side_by_side(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:scientist")
    sides = details(page).locator(".clash .side")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("First source")
    expect(sides.nth(1)).to_contain_text("Not required")
    expect(sides.nth(1)).to_contain_text("Second source")
    first, second = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert (first["y"], first["x"] < second["x"]) == (second["y"], True)


def test_what_nobody_says_is_called_not_known(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:steward")
    expect(details(page).locator(".unknown li")).to_have_text(
        [re.compile("^Pay.*not known"), re.compile("^Requirements.*not known")]
    )


def test_a_related_node_opens_on_click(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:steward")
    details(page).get_by_role("button", name="SQL").click()
    expect(details(page).locator("h3")).to_have_text("SQL")
    details(page).get_by_text("Who says so").click()
    expect(details(page).locator(".word .claim")).to_contain_text("First source")


def test_a_step_is_found_and_shows_its_status_and_rule(opened: Open, small: str) -> None:
    page = opened(small)
    page.fill("#search", "scientist to data lead")
    page.press("#search", "Enter")
    expect(details(page).locator("h3")).to_have_text("Data Scientist to Data Lead")
    expect(details(page)).to_contain_text("Path: inferred only")
    expect(details(page)).to_contain_text("A curator's guess, for tests.")


def test_a_step_warns_that_what_it_requires_is_contested(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:analyst")
    step = details(page).locator(".step", has_text="Data Scientist")
    expect(step).to_contain_text("Promotion in Finance")
    expect(step.locator(".badge")).to_have_text(["Path: supported", "Needs: disputed"])


def test_the_filter_hides_nodes_on_the_map_and_in_the_list(opened: Open, small: str) -> None:
    page = opened(small)
    before = page.evaluate("careergraph.drawn()")
    page.locator("#legend label", has_text="Skills").click()
    assert page.evaluate("careergraph.drawn()") == before - 2
    page.click("#tab-list")
    expect(page.locator("#list tbody tr", has_text="SQL")).to_have_count(0)
    page.click("#toggle-filter")
    page.click("#show-all")
    expect(page.locator("#list tbody tr", has_text="SQL")).to_have_count(1)


def test_opening_something_that_is_filtered_out_shows_it_again(opened: Open, small: str) -> None:
    page = opened(small, hash="#off=Skill")
    assert "skill:sql" not in page.evaluate("careergraph.shown()")
    page.fill("#search", "SQL")
    page.press("#search", "Enter")
    assert "skill:sql" in page.evaluate("careergraph.shown()")


def test_the_list_has_a_row_for_every_node_and_step_and_sorts(opened: Open, small: str) -> None:
    page = opened(small, hash="#view=list")
    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(9 + 3)
    page.locator("#list thead button", has_text="Name").click()
    expect(page.locator("#list th[aria-sort=ascending]")).to_have_text("Name")
    expect(rows.first.locator("th")).to_have_text("Bachelor's degree")
    page.fill("#search", "master")
    expect(rows).to_have_count(1)
    rows.first.locator("button").click()
    expect(details(page).locator("h3")).to_have_text("Master's degree")


def test_the_row_of_what_is_open_is_marked_and_keeps_the_focus(opened: Open, small: str) -> None:
    page = opened(small, hash="#view=list")
    row = page.get_by_role("row", name="Data Analyst Role")
    row.get_by_role("button").click()
    expect(row).to_have_class("chosen")
    expect(row.get_by_role("button")).to_be_focused()
    page.locator("#details .back").click()
    expect(page.locator("#list tr.chosen")).to_have_count(0)


def test_the_list_is_reached_by_keyboard_alone(opened: Open, small: str) -> None:
    page = opened(small)
    page.keyboard.press("Tab")
    expect(page.locator("#skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#view-list")).to_be_visible()
    for _ in range(7):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(details(page).locator("h3")).not_to_have_text("From Data Steward to Data Scientist")


def test_the_map_is_walked_by_keyboard(opened: Open, small: str) -> None:
    page = opened(small)
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).not_to_be_empty()
    page.keyboard.press("Enter")
    assert page.evaluate("careergraph.selected()") is not None
    page.focus("#map")
    page.keyboard.press("Escape")
    assert page.evaluate("careergraph.selected()") is None


def test_a_route_opens_as_a_numbered_chain(opened: Open, small: str) -> None:
    page = opened(small)
    expect(details(page)).to_contain_text("From Data Steward to Data Scientist")
    details(page).locator(".route").click()
    stops = details(page).locator(".stops > li")
    expect(stops).to_have_count(3)
    expect(stops.nth(0)).to_contain_text("Path: supported")
    expect(stops.nth(0)).to_contain_text("First source")
    expect(stops.nth(1)).to_contain_text("Path: supported")
    expect(stops.nth(1)).to_contain_text("Needs: disputed")
    expect(details(page)).to_contain_text("The sources differ on a master's degree.")
    assert page.evaluate("location.hash") == "#route=1.1"


def test_an_address_opens_the_same_view_again(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:analyst&view=list&theme=dark")
    assert page.evaluate("careergraph.selected()") == "role:analyst"
    expect(page.locator("#view-list")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(
    "hash",
    [
        "#node=role:nobody",
        "#node=%E0%A4%A",
        "#route=99.99",
        "#route=0.0",
        "#off=constructor.__proto__&view=nowhere&theme=pink",
        "#node=__proto__",
        "#<img src=x onerror=alert(1)>",
    ],
)
def test_a_bad_address_is_ignored(opened: Open, small: str, hash: str) -> None:
    page = opened(small, hash=hash)
    assert page.evaluate("careergraph.selected()") is None
    assert page.evaluate("careergraph.drawn()") == 9


def test_a_reload_gives_the_same_positions(opened: Open, careers: str) -> None:
    page = opened(careers)
    before = page.evaluate("careergraph.positions()")
    page.reload()
    page.wait_for_function("window.careergraph !== undefined")
    assert page.evaluate("careergraph.positions()") == before
    assert len(before) > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_system_and_the_toggle(
    opened: Open, small: str, scheme: str
) -> None:
    page = opened(small, scheme=scheme)
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", scheme)
    page.click("#theme")
    expect(root).to_have_attribute("data-theme", "dark" if scheme == "light" else "light")


def test_a_phone_shows_the_map_and_slides_the_panels_in(opened: Open, careers: str) -> None:
    page = opened(careers, size=(390, 844))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("#left")).to_be_hidden()
    page.click("#toggle-left")
    expect(page.locator("#legend")).to_be_visible()
    page.click("#close-left")
    page.fill("#search", "machine learning engineer")
    page.press("#search", "Enter")
    expect(page.locator("#right")).to_be_visible()
    expect(details(page).locator("h3")).to_have_text("Machine Learning Engineer")
    page.click("#close")
    expect(page.locator("#right")).to_be_hidden()


def test_the_about_box_names_sources_and_licence(opened: Open, small: str) -> None:
    page = opened(small)
    page.click("#tab-about")
    about = page.locator("#about")
    expect(about).to_contain_text("First source")
    expect(about).to_contain_text("Apache-2.0")
    expect(about).to_contain_text("vis-network 9.1.2")
    expect(page.locator("#right")).to_be_hidden()


HOSTILE_GRAPH = f"""
@prefix career: <{CAREER}> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <{ID}> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <{SKOS}> .
<{ID}role/a> a career:Role ; skos:prefLabel "A {HOSTILE}" ; skos:altLabel "{HOSTILE}" .
<{ID}role/b> a career:Role ; skos:prefLabel "__proto__" .
<{ID}skill/c> a career:Skill ; skos:prefLabel "C {HOSTILE * 400}" .
<{ID}source/s> a career:Source ; dcterms:title "S {HOSTILE}" .
<{ID}rule/r> a career:Rule ; skos:prefLabel "R {HOSTILE}" ; skos:definition "{HOSTILE}" .
<{ID}passage/p> a career:Passage ; career:inSource <{ID}source/s> ; career:section "{HOSTILE}" ;
    career:item "{HOSTILE}" ; career:beginsAt 0 ; career:endsAt 9 ; career:sha256 "0" .
<{ID}step/a-b> a career:AdvancementStep ; career:from <{ID}role/a> ; career:to <{ID}role/b> ;
    career:kind career:promotion .
<{ID}claim/1> a career:Claim ; career:subject <{ID}role/a> ; career:measure career:activity ;
    career:text "{HOSTILE}" ; career:polarity career:affirmed ; career:stance career:curated ;
    prov:hadPrimarySource <{ID}source/s> ; career:passage <{ID}passage/p> ;
    career:rule <{ID}rule/r> .
<{ID}claim/2> a career:Claim ; career:subject <{ID}role/a> ; career:measure career:essentialSkill ;
    career:object <{ID}skill/c> ; career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource <{ID}source/s> ; career:passage <{ID}passage/p> .
"""


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    file = tmp_path / "hostile.ttl"
    file.write_text(HOSTILE_GRAPH, encoding="utf-8")
    answer = {
        "question": HOSTILE,
        "status": HOSTILE,
        "routes": [
            {
                "status": HOSTILE,
                "why": HOSTILE,
                "roles": [{"iri": f"{ID}role/a", "label": HOSTILE, "level": HOSTILE}, {}],
                "steps": [{"iri": HOSTILE, "status": HOSTILE, "requires": [HOSTILE]}],
            }
        ],
        "why_not": [{"change": HOSTILE}],
    }
    return render(stores.open_store(file), title=HOSTILE, answers=[answer])


def test_hostile_words_stay_words_everywhere(opened: Open, hostile: str) -> None:
    page = opened(hostile)
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(details(page)).to_contain_text(HOSTILE)
    details(page).locator(".route").click()
    expect(details(page).locator(".why")).to_have_text(HOSTILE)
    page.fill("#search", "onerror")
    expect(page.locator("#hits li")).not_to_have_count(0)
    page.press("#search", "Enter")
    for address in ("role:a", "skill:c", "step:a-b"):
        page.evaluate("hash => { location.hash = hash; }", f"node={address}")
        page.wait_for_function("iri => careergraph.selected() === iri", arg=address)
    page.evaluate("location.hash = 'node=role:a'")
    expect(details(page).locator(".evidence").first).to_contain_text(HOSTILE)
    page.click("#tab-list")
    expect(page.locator("#list tbody")).to_contain_text(HOSTILE)
    page.click("#tab-about")
    expect(page.locator("#about")).to_contain_text(f"S {HOSTILE}")
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("document.scripts.length") == 4


def test_a_script_that_gets_in_is_stopped_by_the_policy(browser: Browser, small: str) -> None:
    smuggled = small.replace("</main>", "</main><i id='mark'></i><script>mark.id='ran'</script>")
    page = browser.new_page()
    stopped: list[str] = []
    page.on("console", lambda message: stopped.append(message.text))
    page.set_content(smuggled)
    assert page.locator("#mark").count() == 1
    assert any("Content Security Policy" in text for text in stopped)
    page.close()
