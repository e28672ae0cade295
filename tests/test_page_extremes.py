"""The page in odd circumstances: no nodes, a frame, a tiny screen, endless input, turned words."""

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.pages import page as render
from careergraph.terms import CAREER, DCTERMS, ID, RDF, SKOS
from chromium import Open

LABEL, TYPE = ox.NamedNode(SKOS.prefLabel), ox.NamedNode(RDF.type)
PHONE = (390, 844)


def role(name: str, label: str) -> list[ox.Quad]:
    node = ox.NamedNode(f"{ID}role/{name}")
    return [
        ox.Quad(node, TYPE, ox.NamedNode(CAREER.Role)),
        ox.Quad(node, LABEL, ox.Literal(label, language="en")),
    ]


def focused_in(page: Page, selector: str) -> bool:
    found: bool = page.evaluate(
        "selector => document.activeElement.closest(selector) !== null", selector
    )
    return found


def test_a_graph_without_nodes_says_so_and_blames_no_filter(opened: Open) -> None:
    store = ox.Store()
    source = ox.NamedNode(f"{ID}source/one")
    store.add(ox.Quad(source, TYPE, ox.NamedNode(CAREER.Source)))
    store.add(ox.Quad(source, ox.NamedNode(DCTERMS.title), ox.Literal("One")))
    page = opened(render(stores.prepared(store)))
    expect(page.locator("#nothing")).to_have_text("This graph holds no nodes.Show everything")
    expect(page.locator("#reset")).to_be_hidden()
    page.click("#tab-list")
    expect(page.locator("#list .empty")).to_have_text("This graph holds no nodes.")


def test_marks_that_turn_the_writing_are_left_out_of_every_sentence_but_saved(
    opened: Open, small_world: ox.Store
) -> None:
    small_world.extend(role("turned", "Analyst \u202eevil"))
    html = render(small_world, title="Title \u2067turned")
    assert not any(mark in html for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068")
    page = opened(html, hash="#node=role:turned")
    expect(page.locator("#details h3")).to_have_text("Analyst evil")
    saved = ox.parse(page.evaluate("careergraph.turtle()"), format=ox.RdfFormat.TURTLE)
    assert "Analyst \u202eevil" in {t.object.value for t in saved if t.predicate == LABEL}


def test_a_page_in_a_frame_offers_neither_print_nor_a_link(
    opened: Open, small_world: ox.Store
) -> None:
    shown = CareerGraph(small_world)._repr_html_()
    page = opened(f"<!doctype html><title>n</title>{shown}<script>careergraph = 1</script>")
    frame = page.frame_locator("iframe")
    frame.locator("#open-save").click()
    expect(frame.locator("#save-items")).to_contain_text("RDF data, as Turtle")
    expect(frame.locator("#save-items")).not_to_contain_text("Print")
    expect(frame.locator("#save-items")).not_to_contain_text("Copy a link")


def test_what_is_typed_has_an_end(opened: Open, small: str) -> None:
    page = opened(small)
    page.fill("#search", "data " * 2000)
    assert len(page.input_value("#search")) == 200
    page.fill("#ask-phrase", "from Data Steward to Data Lead holding " + "a, " * 3000)
    assert len(page.input_value("#ask-phrase")) == 1000


@pytest.mark.parametrize("view", ["map", "list", "about"])
def test_on_a_short_screen_the_view_has_all_of_it(opened: Open, small: str, view: str) -> None:
    page = opened(small, hash=f"#view={view}", size=(320, 256))
    page.locator("#stage").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#rooms').scrollIntoView()")
    seen = page.evaluate(
        "(() => { const r = document.querySelector('#stage').getBoundingClientRect();"
        " return Math.min(innerHeight, r.bottom) - Math.max(0, r.top); })()"
    )
    assert seen > 240
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_wheel_zooms_no_further_than_the_buttons(opened: Open, small: str) -> None:
    page = opened(small)
    page.mouse.move(500, 500)
    for turn, check in ((600, lambda s: s >= 0.05), (-600, lambda s: s <= 6)):
        for _ in range(60):
            page.mouse.wheel(0, turn)
        page.wait_for_timeout(300)
        assert check(round(page.evaluate("careergraph.scale()"), 6))
    page.click("#zoom-fit")
    page.wait_for_timeout(500)
    where = page.evaluate("careergraph.onScreen('role:scientist')")
    assert 0 < where["x"] < 1440
    assert 0 < where["y"] < 900


def test_a_chip_that_is_opened_by_key_leaves_the_focus_in_the_panel(
    opened: Open, small: str
) -> None:
    page = opened(small, hash="#node=role:scientist")
    page.locator("#details .chip").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("careergraph.selected()") != "role:scientist"
    assert focused_in(page, "#details")


def test_a_row_of_the_list_that_is_opened_by_key_keeps_the_focus(opened: Open, small: str) -> None:
    page = opened(small, hash="#view=list")
    page.locator("#list").get_by_role("button", name="Data Scientist", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("careergraph.selected()") == "role:scientist"
    assert not page.evaluate("document.activeElement === document.body")


def test_a_blank_label_is_none(opened: Open, small_world: ox.Store) -> None:
    small_world.extend(role("blank", " "))
    page = opened(render(small_world), hash="#node=role:blank")
    expect(page.locator("#details h3")).to_have_text("role:blank")
    expect(page.locator("#details")).not_to_contain_text("Also called")


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_panel_of_a_phone_takes_the_focus_and_escape_gives_it_back(
    opened: Open, small: str, side: str
) -> None:
    page = opened(small, size=PHONE)
    page.click(f"#toggle-{side}")
    assert focused_in(page, f"#{side}")
    page.keyboard.press("Escape")
    expect(page.locator(f"#{side}")).to_be_hidden()
    expect(page.locator(f"#toggle-{side}")).to_be_focused()
