"""Nobody is kept out of the page: axe-core finds nothing, the keyboard reaches everything."""

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chromium import Open

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = {
    "map": "#view=map",
    "a role": "#view=map&node=role:data-scientist",
    "ladder": "#view=ladder",
    "a route": "#view=ladder&route=1.4",
    "a role on the ladder": "#view=ladder&node=role:data-analyst",
    "list": "#view=list&level=3",
    "an industry": "#view=map&node=industry:technology",
    "flows": "#view=flows",
    "flows of industries": "#view=flows&by=industry",
    "about": "#view=about",
    "a credential": "#view=ladder&node=credential:cloud-certification",
    "a step": "#view=ladder&node=step:data-analyst-to-data-scientist",
    "filtered": "#view=map&level=1&off=Skill&industry=industry:finance",
    "nothing left": "#view=map&pay=180000&level=1",
}


AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found["violations"]]


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(
    opened: Open, careers: str, scheme: str, size: tuple[int, int]
) -> None:
    page = opened(careers, scheme=scheme, size=size)
    for state, hash in STATES.items():
        page.evaluate("hash => { location.hash = hash; }", hash)
        page.wait_for_timeout(60)
        assert violations(page) == [], state


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(opened: Open, careers: str, scheme: str) -> None:
    page = opened(careers, scheme=scheme)
    page.fill("#search", "data sc")
    assert violations(page) == []
    page.press("#search", "Escape")
    page.click("#open-save")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Pay, side by side").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panels_of_a_phone(
    opened: Open, careers: str, scheme: str
) -> None:
    page = opened(careers, scheme=scheme, size=(390, 844))
    page.click("#toggle-left")
    assert violations(page) == []
    page.click("#close-left")
    page.click("#toggle-right")
    assert violations(page) == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_by_keyboard_alone_search_select_and_come_back(opened: Open, careers: str) -> None:
    page = opened(careers)
    press(page, "/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("data scientst")
    press(page, "Enter")
    expect(page.locator("#details h3").first).to_have_text("Data Scientist")
    press(page, "Tab")
    while not page.evaluate("document.activeElement.closest('#details') !== null"):
        press(page, "Tab")
    press(page, "Escape")
    assert page.evaluate("careergraph.selected()") is None
    expect(page.locator("#details")).to_be_focused()


def test_by_keyboard_alone_switch_views_with_the_arrows(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.focus("#tab-map")
    for name in ("ladder", "list", "flows", "about", "map"):
        press(page, "ArrowRight")
        expect(page.locator(f"#tab-{name}")).to_be_focused()
        expect(page.locator(f"#tab-{name}")).to_have_attribute("aria-selected", "true")
        expect(page.locator(f"#view-{name}")).to_be_visible()
        expect(page.locator("[role=tabpanel]:visible")).to_have_count(1)
    press(page, "End")
    expect(page.locator("#tab-about")).to_be_focused()


def test_by_keyboard_alone_follow_a_route_on_the_ladder(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    page.focus("#details")
    press(page, "Tab", "Tab", "Enter")
    expect(page.locator("#details h3")).to_contain_text("Route 1:")
    expect(page.locator("#numbers .number-mark")).to_have_count(3)
    page.locator("#details .stop").first.focus()
    press(page, "Enter")
    assert page.evaluate("careergraph.selected()") == "role:ai-software-developer"
    page.locator("#rungs a").first.focus()
    press(page, "Enter")
    expect(page.locator("#rungs a.chosen")).to_have_count(1)
    press(page, "Escape")
    assert page.evaluate("careergraph.selected()") is None


def test_by_keyboard_alone_filter_and_take_the_filter_off(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=list")
    before = page.locator("#list tbody tr").count()
    page.focus("#toggle-filter")
    press(page, "Enter")
    expect(page.locator("#filters :focus")).to_have_count(1)
    page.locator("#legend input[value=Skill]").focus()
    press(page, "Space")
    assert page.locator("#list tbody tr").count() == before - 80
    page.locator("#active button").focus()
    press(page, "Enter")
    assert page.locator("#list tbody tr").count() == before
    expect(page.locator("#toggle-filter")).to_be_focused()


def test_every_box_of_the_ladder_has_a_name(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    expect(page.get_by_role("link", name="Data Scientist Degree disputed")).to_be_visible()
    names = page.locator("#rungs a").evaluate_all("all => all.map(a => a.textContent.trim())")
    assert all(names)


def test_focus_is_seen(opened: Open, careers: str) -> None:
    page = opened(careers)
    for _ in range(12):
        press(page, "Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, document.activeElement.closest('label') !== null]; })()"
        )
        assert style[0] != "none" or style[1]


def test_calm_where_motion_is_unwelcome(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.emulate_media(reduced_motion="reduce")
    page.fill("#search", "team manager")
    page.press("#search", "Enter")
    before = page.evaluate("careergraph.onScreen('role:team-manager')")
    page.wait_for_timeout(200)
    assert page.evaluate("careergraph.onScreen('role:team-manager')") == before


def test_the_page_says_its_language_and_has_one_heading(opened: Open, careers: str) -> None:
    page = opened(careers)
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator("h1")).to_have_count(1)
