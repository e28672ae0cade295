"""What each view of the page does, in a real browser: ladder, filters, flows, saving, paper."""

import csv
import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page, expect

from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.pages import page as render
from careergraph.terms import CAREER, ID, RDF, SKOS
from chromium import Open

# ---------------------------------------------------------------- the ladder


def on(page: Page, selector: str) -> int:
    return page.locator(f"#rungs {selector}").count()


def test_the_ladder_names_its_levels_and_the_unknown(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    headings = page.locator("#rungs .columns text").all_text_contents()
    assert headings == ["Entry", "Entry or mid", "Mid", "Senior", "Lead", "Level not known"]
    expect(page.locator("#view-ladder .aside")).to_contain_text("No source names a level or a step")


def test_a_line_tells_its_status_by_dashes_and_in_words(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    dashes = page.evaluate(
        "['supported', 'contested', 'degree', 'unknown'].map(name => getComputedStyle("
        "document.querySelector(`#rungs .line.${name} path:not(.hit)`)).strokeDasharray)"
    )
    assert len(set(dashes)) == 4
    expect(page.locator("#rungs .line.degree text")).to_have_text("inferred")
    for words in (
        "Supported by sources",
        "Disputed: the path",
        "Needs a further degree",
        "Inferred",
    ):
        expect(page.locator("#key")).to_contain_text(words)


def test_the_routes_of_an_answer_are_drawn_and_numbered(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    marks = page.locator("#numbers .number-mark text").all_text_contents()
    numbers = sorted(int(n) for mark in marks for n in re.findall(r"\d+", mark))
    assert numbers == list(range(1, 11))
    assert on(page, "#overlay .way") > 10


def test_one_route_counts_its_stops(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder&route=1.4")
    marks = page.locator("#numbers .number-mark text").all_text_contents()
    assert marks == ["1", "2", "3"]
    assert on(page, "a.on") == 3


def test_a_role_shows_all_it_can_lead_to(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    page.locator("#rungs a", has_text="Data Analyst").click()
    assert page.evaluate("careergraph.selected()") == "role:data-analyst"
    reached = page.locator("#rungs a.on").all_text_contents()
    assert any("Team Manager" in name for name in reached)
    assert not any("Research Assistant" in name for name in reached)


def test_a_line_opens_its_step_even_when_the_pointer_is_a_little_off(
    opened: Open, small: str
) -> None:
    page = opened(small, hash="#view=ladder")
    box = page.locator("#rungs .lines .line").first.locator("path:not(.head)").last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 4)
    assert str(page.evaluate("careergraph.selected()")).startswith("step:")


def test_a_line_of_several_steps_lists_them(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    page.locator("#rungs .knot text", has_text="36 steps").click()
    expect(page.locator("#details h3")).to_have_text("36 steps")
    expect(page.locator("#details .step").first).to_contain_text("Path: supported")


def test_an_answer_from_elsewhere_is_shown_in_the_panel_and_on_the_ladder(
    opened: Open, small: str
) -> None:
    page = opened(small)
    page.evaluate(
        """careergraph.showRoutes({question: 'from steward to lead', status: 'unknown', routes: [
            {status: 'unknown', steps: [{step: 2, status: 'supported'}],
             roles: [{label: 'Data Steward', node: 3}, {label: 'Data Analyst', node: 0}]}]})"""
    )
    expect(page.locator("#view-ladder")).to_be_visible()
    expect(page.locator("#details h3").first).to_have_text("From steward to lead")
    expect(page.locator("#numbers .number-mark text")).to_have_text("1")


# ---------------------------------------------------------------- the filters


def shown(page: Page) -> set[str]:
    return set(page.evaluate("careergraph.shown()"))


def test_a_level_shows_its_roles_and_what_they_touch(opened: Open, small: str) -> None:
    page = opened(small)
    page.locator(".pills span", has_text="Senior").click()
    assert {iri for iri in shown(page) if iri.startswith("role:")} == {"role:scientist"}
    assert "skill:sql" not in shown(page)
    assert "level=3" in page.evaluate("location.hash")
    page.get_by_role("button", name="Remove filter: Senior").click()
    assert "role:steward" in shown(page)


def test_an_unknown_level_can_be_asked_for(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#level=0")
    assert "role:ai-engineer" in shown(page)
    assert "role:data-analyst" not in shown(page)


def test_pay_and_credentials_filter_roles(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#pay=160000")
    roles = {iri for iri in shown(page) if iri.startswith("role:")}
    assert roles == {"role:ai-research-scientist", "role:machine-learning-engineer"}
    page.evaluate("location.hash = 'needs=needed'")
    page.wait_for_function("careergraph.shown().includes('role:research-scientist')")
    roles = {iri for iri in shown(page) if iri.startswith("role:")}
    assert roles == {"role:research-scientist", "role:ai-ethicist"}


def test_a_status_filters_steps_and_a_source_everything(opened: Open, small: str) -> None:
    page = opened(small, hash="#view=list&without=supported")
    expect(page.locator("#list tbody tr", has_text="Inferred only")).to_have_count(1)
    expect(page.locator("#list tbody tr", has_text="Supported")).to_have_count(0)
    page.evaluate("location.hash = 'view=list&source=source:second'")
    expect(page.locator("#list tbody tr", has_text="Data Steward")).to_have_count(0)
    expect(page.locator("#list tbody tr", has_text="Data Lead")).not_to_have_count(0)


def test_an_empty_view_says_so_and_leads_back(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#pay=180000&level=1")
    expect(page.locator("#nothing")).to_be_visible()
    page.click("#reset")
    expect(page.locator("#nothing")).to_be_hidden()
    assert len(shown(page)) == 289


def test_an_address_reopens_filters_and_view(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.locator(".pills span", has_text="Lead").click()
    page.select_option("label:has-text('Industry') select", label="Finance")
    page.click("#tab-flows")
    page.locator(".switch span", has_text="Industries").click()
    again = opened(careers, hash=page.evaluate("location.hash"))
    expect(again.locator("#view-flows")).to_be_visible()
    expect(again.locator(".switch input:checked")).to_have_value("industry")
    assert shown(again) == shown(page)
    assert again.evaluate("location.hash") == page.evaluate("location.hash")


# ---------------------------------------------------------------- the details


def test_pay_is_compared_only_within_one_scope(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.locator("#pay summary").click()
    group = page.locator(".pay-group", has_text="At level entry").first
    group = page.locator(".pay-group").filter(has_text="graduates with a machine learning degree")
    expect(group.locator("li").first).to_contain_text("Technology")
    expect(group.locator("li")).to_have_count(5)
    expect(group).to_contain_text("All 5 from one source")


def test_a_credential_says_what_it_would_count_for(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#node=credential:cloud-certification")
    section = page.locator("#details .opens")
    expect(section).to_contain_text("Steps it would count for")
    expect(section.locator(".step").first).to_contain_text("to Machine Learning Engineer")


# ---------------------------------------------------------------- the flows


def test_flows_count_steps_and_say_that_they_are_not_people(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=flows")
    expect(page.locator("#flows .lead")).to_contain_text("count steps, not people")
    cells = page.locator("#flows .heat button").all_text_contents()
    assert sum(map(int, cells)) == 62
    assert page.locator("#sankey .bands path").count() == len(cells)
    page.get_by_role("button", name="18 steps from Entry or mid to Lead").click()
    expect(page.locator("#details h3")).to_have_text("Entry or mid to Lead")
    expect(page.locator("#details .step")).to_have_count(18)


# ---------------------------------------------------------------- saving


def test_turtle_of_all_that_is_shown_is_part_of_the_graph(
    opened: Open, careers: str, curated: ox.Store
) -> None:
    text = opened(careers).evaluate("careergraph.turtle()")
    triples = set(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    known = {ox.Quad(q.subject, q.predicate, q.object) for q in curated}
    assert [str(t) for t in triples if t not in known] == []
    claims = ox.NamedNode(CAREER.Claim)
    count = sum(t.predicate.value == str(RDF.type) and t.object == claims for t in triples)
    assert count == 1039


def test_turtle_of_a_selection_holds_its_claims_alone(opened: Open, small: str) -> None:
    page = opened(small, hash="#node=role:scientist")
    triples = list(
        ox.parse(page.evaluate("careergraph.turtle()").encode(), format=ox.RdfFormat.TURTLE)
    )
    subjects = {t.object.value for t in triples if t.predicate.value == str(CAREER.subject)}
    assert f"{ID}role/scientist" in subjects
    assert f"{ID}role/steward" not in subjects


def test_csv_has_a_row_for_every_claim_of_the_selection(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#node=role:data-scientist")
    rows = list(
        csv.DictReader(io.StringIO(page.evaluate("careergraph.csv()").removeprefix("\ufeff")))
    )
    pay = next(row for row in rows if row["measure"] == "pay")
    assert pay["value"] == "95,000 to 150,000 US dollars a year"
    assert pay["scope"] == "typical range, United States"
    assert pay["place"].startswith("section '")
    assert {row["polarity"] for row in rows} == {"affirmed", "denied"}


@pytest.mark.parametrize("view", ["map", "ladder", "flows"])
def test_a_view_is_saved_as_a_picture(
    opened: Open, careers: str, view: str, tmp_path: Path
) -> None:
    page = opened(careers, hash=f"#view={view}")
    for label, ending in (("PNG", "png"), ("SVG", "svg")):
        page.click("#open-save")
        with page.expect_download() as download:
            page.locator("#save-items button", has_text=label).click()
        assert download.value.suggested_filename == f"careers.{ending}"
        download.value.save_as(tmp_path / f"{view}.{ending}")
    assert (tmp_path / f"{view}.png").read_bytes().startswith(b"\x89PNG")
    svg = ElementTree.parse(tmp_path / f"{view}.svg").getroot()
    words = " ".join(svg.itertext())
    assert "Careers" in words
    assert ("Lead" if view == "flows" else "Data Scientist") in words
    assert not [e for e in svg.iter() if e.tag.endswith("script") or "href" in e.attrib]


def test_a_link_to_the_view_can_be_copied(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=ladder")
    page.click("#open-save")
    page.get_by_role("button", name="Copy a link to it").click()
    expect(page.locator("#live")).to_have_text("Link copied")


# ---------------------------------------------------------------- little to show


def test_a_graph_with_nothing_in_it_opens_in_every_view(opened: Open) -> None:
    page = opened(render(stores.prepared(ox.Store())))
    for view in ("ladder", "list", "flows", "about", "map"):
        page.click(f"#tab-{view}")
        expect(page.locator(f"#view-{view}")).to_be_visible()
    page.click("#tab-ladder")
    expect(page.locator("#view-ladder")).to_contain_text("names no steps between its roles")
    page.click("#tab-list")
    expect(page.locator("#view-list .empty")).to_be_visible()
    page.click("#tab-flows")
    expect(page.locator("#flows .empty")).to_have_text("This graph names no steps.")
    page.click("#open-save")
    expect(page.locator("#save-items button", has_text="PNG")).to_have_count(0)


def test_the_page_of_an_answer_opens_on_the_ladder(opened: Open, curated: ox.Store) -> None:
    graph = CareerGraph(curated)
    answer = graph.route("from Data Analyst to lead roles without further degree")
    page = opened(answer.to_html(k=5))
    expect(page.locator("#view-ladder")).to_be_visible()
    expect(page.locator("#details h3").first).to_contain_text("From Data Analyst to lead roles")
    expect(page.locator("#numbers .number-mark")).not_to_have_count(0)
    page.click("#tab-map")
    assert page.evaluate("location.hash") == "#view=map"


# ---------------------------------------------------------------- hostile words

BIDI = "\u202egnitset\u2066"
NASTY = {
    "script": "</script></svg></style><script>alert(1)</script>",
    "handler": '<img src=x onerror=alert(1)>" onfocus="alert(1)" autofocus x="',
    "link": "javascript:alert(1)",
    "markup": "]]><!-- --></title></textarea></noscript><b>bold</b>&lt;i&gt; {{ 7 * 7 }} {% x %}",
    "bidi": f"{BIDI} turned",
    "control": "bell\u0007 and \u2028 line",
    "formula": '=HYPERLINK("http://example.org")',
    "long": "W" * 10_000,
    "proto": "__proto__",
    "backslash": 'a \\" b \\u0041 "@en .',
}


@pytest.fixture(scope="module")
def nasty() -> ox.Store:
    """Every kind of thing, called by hostile names."""
    store = stores.open_store(Path(__file__).parent / "small_world.ttl")
    label, kind = ox.NamedNode(SKOS.prefLabel), ox.NamedNode(RDF.type)
    for number, (name, text) in enumerate(NASTY.items()):
        role, step = ox.NamedNode(f"{ID}role/{name}"), ox.NamedNode(f"{ID}step/{name}")
        skill = ox.NamedNode(f"{ID}skill/{name}")
        goal = ox.NamedNode(f"{ID}role/{list(NASTY)[number - 1]}")
        store.extend(
            [
                ox.Quad(role, kind, ox.NamedNode(CAREER.Role)),
                ox.Quad(role, label, ox.Literal(text)),
                ox.Quad(skill, kind, ox.NamedNode(CAREER.Skill)),
                ox.Quad(skill, label, ox.Literal(text)),
                ox.Quad(step, kind, ox.NamedNode(CAREER.AdvancementStep)),
                ox.Quad(step, ox.NamedNode(CAREER["from"]), role),
                ox.Quad(step, ox.NamedNode(CAREER.to), goal),
                ox.Quad(step, ox.NamedNode(CAREER.kind), ox.NamedNode(CAREER.promotion)),
            ]
        )
    return store


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_hostile_words_stay_words_in_every_view_and_export(
    opened: Open, nasty: ox.Store, size: tuple[int, int]
) -> None:
    page = opened(render(nasty, title=NASTY["script"]), size=size)
    for view in ("map", "ladder", "list", "flows", "about"):
        page.evaluate("view => { location.hash = `view=${view}`; }", view)
        expect(page.locator(f"#view-{view}")).to_be_visible()
        page.evaluate("careergraph.svg()")
        assert page.evaluate("document.images.length") == 0
        assert page.evaluate("document.scripts.length") == 4
        assert page.evaluate("document.querySelectorAll('b, textarea, [onfocus]').length") == 0
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    for name in NASTY:
        page.evaluate("iri => { location.hash = `view=ladder&node=${iri}`; }", f"role:{name}")
        page.wait_for_function("iri => careergraph.selected() === iri", arg=f"role:{name}")
        ElementTree.fromstring(page.evaluate("careergraph.svg()"))
    assert page.evaluate("Object.prototype.label") is None


def test_hostile_words_come_out_of_turtle_and_csv_as_they_went_in(
    opened: Open, nasty: ox.Store
) -> None:
    page = opened(render(nasty))
    triples = ox.parse(page.evaluate("careergraph.turtle()").encode(), format=ox.RdfFormat.TURTLE)
    labels = {t.object.value for t in triples if t.predicate.value == str(SKOS.prefLabel)}
    assert set(NASTY.values()) <= labels
    assert not re.search(r"(?m)^[=+@]", page.evaluate("careergraph.csv()"))


def test_a_hostile_picture_is_well_formed(opened: Open, nasty: ox.Store) -> None:
    page = opened(render(nasty), hash="#view=map")
    svg = ElementTree.fromstring(page.evaluate("careergraph.svg()"))
    assert not [e for e in svg.iter() if e.tag.rpartition("}")[2] in ("script", "img", "b")]


# ---------------------------------------------------------------- without script, and on paper


def test_without_javascript_there_is_a_plain_list_with_sources(
    browser: Browser, careers: str, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(careers, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#rungs")).to_be_visible()
    expect(page.locator("#map")).to_be_hidden()
    plain = page.locator(".plain-page")
    expect(plain).to_contain_text("Data Analyst to Data Scientist: promotion, supported; a further")
    expect(plain).to_contain_text("95,000 to 150,000 US dollars a year")
    expect(plain).to_contain_text("Industries hiring machine learning graduates (542 claims)")
    context.close()


@pytest.mark.parametrize("view", ["ladder", "map"])
def test_a_view_prints_on_paper(opened: Open, careers: str, view: str, tmp_path: Path) -> None:
    page = opened(careers, hash=f"#view={view}")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for selector in (".tabs", ".search", "#left", ".bottom", "#map"):
        expect(page.locator(selector)).to_be_hidden()
    picture = "#rungs" if view == "ladder" else "#print svg"
    expect(page.locator(picture)).to_be_visible()
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
