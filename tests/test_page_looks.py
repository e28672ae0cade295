"""What is seen: names on the map, the list and paper, a phone, colours, one axis of pay."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from chromium import Open

PHONE = (390, 844)


# ---------------------------------------------------------------- the map


def test_every_role_has_its_name_on_the_map_and_none_lies_on_a_mark(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#view=map")
    page.wait_for_timeout(100)
    shown = page.evaluate("careergraph.shown().map(iri => [iri, careergraph.onScreen(iri)])")
    labels = {label["iri"]: label["area"] for label in page.evaluate("careergraph.labels()")}
    assert {iri for iri, _ in shown if iri.startswith("role:")} <= set(labels)
    covered = [
        (name, iri)
        for name, (left, top, right, bottom) in labels.items()
        for iri, at in shown
        if left < at["x"] < right and top < at["y"] < bottom
    ]
    assert covered == []


@pytest.mark.parametrize("size", [(1280, 720), PHONE], ids=["small", "phone"])
def test_on_a_small_screen_a_name_may_hide_a_lesser_mark_but_no_role(
    opened: Open, careers: str, size: tuple[int, int]
) -> None:
    page = opened(careers, hash="#view=map", size=size)
    page.wait_for_timeout(100)
    shown = page.evaluate("careergraph.shown().map(iri => [iri, careergraph.onScreen(iri)])")
    roles = {iri: at for iri, at in shown if iri.startswith("role:")}
    labels = page.evaluate("careergraph.labels()")
    assert len([label for label in labels if label["iri"] in roles]) >= 12
    for label in labels:
        left, top, right, bottom = label["area"]
        assert not [
            i for i, at in roles.items() if left < at["x"] < right and top < at["y"] < bottom
        ]


# ---------------------------------------------------------------- the list

BROKEN = """() => {
  const list = document.querySelector('#list');
  list.querySelector('table').style.overflowWrap = 'normal';
  list.querySelectorAll('button').forEach(button => { button.style.overflowWrap = 'normal'; });
  return [...list.querySelectorAll('th, td')].filter(cell => cell.offsetParent
    && cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent);
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), PHONE], ids=["wide", "tablet", "phone"])
def test_the_list_breaks_no_word(opened: Open, careers: str, size: tuple[int, int]) -> None:
    page = opened(careers, hash="#view=list", size=size)
    page.add_style_tag(content="#list tbody tr { content-visibility: visible !important; }")
    if size[0] == 1440:
        page.click("#toggle-filter")
    assert page.evaluate(BROKEN) == []


def test_a_phone_keeps_kind_level_and_demands_in_the_list(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=list", size=PHONE)
    row = page.get_by_role("row", name="Data Scientist Role").first
    for words in ("Role", "Entry, Mid", "Degree disputed", "95,000 to 150,000"):
        expect(row.get_by_text(words, exact=words == "Role").first).to_be_visible()
    for heading in ("Name", "Kind", "Level", "Pay", "Asks for"):
        expect(page.locator("#list thead button", has_text=heading)).to_be_visible()


def test_pay_is_sorted_within_a_scope_and_the_unknown_stand_last(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#view=list")
    head = page.locator("#list thead button", has_text="Pay")
    for _ in range(2):
        head.click()
        rows = page.locator("#list tbody td:nth-child(4)").evaluate_all(
            "cells => cells.map(cell => cell.querySelector('small')?.textContent ?? '')"
        )
        scopes = [scope for n, scope in enumerate(rows) if n == 0 or rows[n - 1] != scope]
        assert len(scopes) == len(set(scopes))
        assert scopes[-1] == ""
    expect(page.locator(".list-note")).to_contain_text("within each scope")


# ---------------------------------------------------------------- on paper


@pytest.mark.parametrize("size", [(1440, 900), PHONE], ids=["wide", "phone"])
def test_the_list_prints_as_a_table_with_all_its_columns(
    opened: Open, careers: str, size: tuple[int, int]
) -> None:
    page = opened(careers, hash="#view=list", size=size)
    page.set_viewport_size({"width": 1040, "height": 700})
    page.emulate_media(media="print")
    looks = page.evaluate(
        "['#list table', '#list thead', '#list tbody tr', '#list thead th:last-child'].map("
        "selector => getComputedStyle(document.querySelector(selector)).display)"
    )
    assert looks == ["table", "table-header-group", "table-row", "table-cell"]
    expect(page.locator("#list thead th")).to_have_count(7)
    for column in range(1, 8):
        expect(page.locator(f"#list tbody tr:first-child > :nth-child({column})")).to_be_visible()
    assert re.search(r"1 .+; 2 .+; 3 ", page.locator(".list-sources").inner_text())


def test_paper_shows_pay_and_where_each_side_of_a_clash_stands(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".pay-chart").first).to_be_visible()
    expect(page.locator(".top")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".fold")).not_to_have_attribute("open", "")


# ---------------------------------------------------------------- a phone


def test_a_sheet_has_a_bar_of_its_own_and_details_have_it_to_themselves(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#view=map&node=role:data-scientist", size=PHONE)
    bar, panel = (page.locator(s).bounding_box() for s in ("#right .sheet-bar", "#panel"))
    assert bar is not None
    assert panel is not None
    assert panel["y"] >= bar["y"] + bar["height"]
    assert panel["height"] > 400
    expect(page.locator("#ask")).to_be_hidden()
    page.locator("#details .back").click()
    expect(page.locator("#ask")).to_be_visible()
    page.click("#close")
    expect(page.locator("#right")).to_be_hidden()


def test_a_phone_shows_the_whole_of_an_answer_on_an_upright_ladder(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#view=ladder", size=PHONE)
    expect(page.locator("#rungs")).to_be_hidden()
    levels = page.locator("#tall h2").all_text_contents()
    assert (levels[0], levels[-1]) == ("Entry", "Lead")
    goal = page.locator(".tall-box", has_text="Team Manager")
    expect(goal).to_be_in_viewport()
    expect(goal.locator(".tall-mark")).to_have_text("8, 10")
    assert page.evaluate("document.querySelector('#view-ladder').scrollWidth") == 390
    assert page.locator("#tall .line.contested").count() > 0
    few = page.locator(".tall-box").count()
    page.locator(".all-rungs").click()
    assert page.locator(".tall-box").count() > few
    page.locator(".tall-box", has_text="AI Ethicist").click()
    assert page.evaluate("careergraph.selected()") == "role:ai-ethicist"


# ---------------------------------------------------------------- the ladder


def colour(page: Page, selector: str) -> str:
    return str(page.evaluate("s => getComputedStyle(document.querySelector(s)).stroke", selector))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_route_keeps_the_colour_of_what_is_contested(
    opened: Open, careers: str, scheme: str
) -> None:
    page = opened(careers, hash="#view=ladder", scheme=scheme)
    way = colour(page, "#overlay .contested path")
    assert way == colour(page, "#key .contested path")
    assert way != colour(page, "#overlay .supported path")


def test_a_knot_says_how_many_steps_run_through_it(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    knots = page.locator("#rungs .knot").all()
    words = [knot.locator("text").all_text_contents() for knot in knots]
    assert ["Promotion", "36 steps"] in words
    assert ["Pivot", "10 steps", "inferred"] in words
    expect(page.locator("#key")).to_contain_text("every role on its left leads to every one")


def test_what_is_not_in_focus_stays_readable(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder&route=1.4")
    opacity = page.evaluate(
        "[...document.querySelectorAll('#rungs .box')].map(box => getComputedStyle(box).opacity)"
    )
    assert set(opacity) == {"1"}


# ---------------------------------------------------------------- pay, clashes, flows


def bars(page: Page, group: Any) -> dict[str, float]:
    """Where each bar of a chart ends, from 0 to 100."""
    found: list[tuple[str, float]] = group.locator("li").evaluate_all(
        """rows => rows.map(row => {
             const bar = row.querySelector('.range');
             return [row.querySelector('.chip').textContent,
                     Number(bar.getAttribute('x')) + Number(bar.getAttribute('width'))];
           })"""
    )
    return dict(found)


def test_charts_of_one_unit_share_their_axis(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.locator("summary", has_text="Pay, side by side").click()
    ends: dict[str, float] = {}
    for group in page.locator(".pay-group").all():
        ends |= bars(page, group)
    assert ends["Technology"] == pytest.approx(65)
    assert ends["AI Research Scientist"] == pytest.approx(90)
    axes = page.locator(".pay-axis").all_text_contents()
    assert set(axes) == {"050K100K150K200K"}


def test_the_sides_of_a_clash_say_yes_and_no_and_cite_when_asked(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#node=role:machine-learning-engineer")
    clash = page.locator("#details .clash").first
    expect(clash.locator("h5")).to_have_text(["Says yes", "Says no"])
    place = clash.locator(".evidence").first
    expect(place).to_be_hidden()
    clash.locator("summary").first.click()
    expect(place).to_be_visible()


def test_flows_explain_why_their_numbers_are_not_those_of_all_steps(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#view=flows&by=industry")
    cells = sum(map(int, page.locator("#flows .heat button").all_text_contents()))
    note = page.locator("#flows .sum")
    expect(note).to_contain_text("of the 62 steps are counted here")
    expect(note).to_contain_text(f"the numbers add up to {cells}")
    page.locator(".switch span", has_text="Levels").click()
    expect(note).to_have_count(0)
    expect(page.locator(".switch")).not_to_contain_text("Role groups")


def test_as_many_shades_as_numbers_where_there_are_few(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=flows&by=industry")
    shades = page.locator("#flows .heat td:has(button)").evaluate_all(
        "cells => cells.map(cell => [cell.textContent, getComputedStyle(cell).backgroundColor])"
    )
    assert len({shade for _, shade in shades}) == len({number for number, _ in shades})


def test_the_toggle_shows_the_sun_in_the_dark(opened: Open, small: str) -> None:
    page = opened(small, scheme="dark")
    expect(page.locator("#theme .sun")).to_be_visible()
    expect(page.locator("#theme .moon")).to_be_hidden()
