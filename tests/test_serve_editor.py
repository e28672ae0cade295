"""The editor page in a real browser, served from this machine alone."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from careergraph.serve import editor_page
from careergraph.serve.answer import Refusal
from serving import Served, serving
from shared import ROOT
from test_page_access import violations

SOURCES = ROOT / "graph/careergraph/serve/editor"
STATIC = ROOT / "graph/careergraph/serve/static"
HOSTILE = "</script><img src=x onerror=alert(1)>"

# ---------------------------------------------------------------- what is sent


def test_a_name_cannot_close_the_block_that_holds_it() -> None:
    sent = editor_page.page({"name": HOSTILE, "version": "1", "writable": False}).body
    assert isinstance(sent, bytes)
    body = sent.decode()
    assert body.count("</script>") == 2  # that of the block, and that of the page's own script
    block = re.search(r'id="about">(.*?)</script>', body)
    assert block is not None
    assert json.loads(block[1])["name"] == HOSTILE


def test_the_page_allows_no_script_but_its_own_and_nothing_from_elsewhere() -> None:
    policy = editor_page.page({"name": "A"}).headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("name", ["editor.html", "../editor_page.py", ""])
def test_only_files_that_belong_to_the_page_are_given(name: str) -> None:
    with pytest.raises(Refusal, match="the editor has no file"):
        editor_page.file(name)


def test_a_file_is_sent_once_and_packed_for_those_who_can_unpack_it() -> None:
    plain = editor_page.file("editor.js")
    packed = editor_page.file("editor.js", encoding="gzip")
    assert isinstance(plain.body, bytes)
    assert isinstance(packed.body, bytes)
    assert gzip.decompress(packed.body) == plain.body
    again = editor_page.file("editor.js", encoding="gzip", known=packed.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert plain.headers["etag"] != packed.headers["etag"]


@pytest.mark.parametrize(
    ("locations", "name"),
    [((), "Career graph"), (("/srv/market/",), "market"), (("a.ttl", "b.ttl"), "a.ttl and b.ttl"),
     (("https://user:secret@host/sparql",), "sparql")],
)  # fmt: skip
def test_the_name_of_the_graph_tells_no_path(locations: tuple[str, ...], name: str) -> None:
    assert editor_page.called(locations) == name


def test_the_page_and_its_styles_name_no_remote_address() -> None:
    for name in ("editor.html", "editor.css"):
        assert re.findall(r"(?:https?:)?//[\w.-]+", (STATIC / name).read_text("utf-8")) == []


def test_the_built_script_is_that_of_its_sources() -> None:
    digest = hashlib.sha256()
    for path in [SOURCES / "package-lock.json", *sorted((SOURCES / "src").iterdir())]:
        digest.update(path.read_bytes())
    first = (STATIC / "editor.js").read_text("utf-8").split("\n", 1)[0]
    assert digest.hexdigest() in first, "the sources have changed: run `make editor`"


def test_what_the_script_holds_of_others_is_listed_with_version_and_licence() -> None:
    listed = (STATIC / "LICENCES.txt").read_text("utf-8")
    locked = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    for name, version in re.findall(r"(?m)^(@?[\w./-]+) (\d[\w.]+) \(MIT\)$", listed):
        assert locked[f"node_modules/{name}"]["version"] == version
    for name in ("@codemirror/view", "codemirror-lang-sparql", "style-mod"):
        assert name in listed


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve")) as served:
        yield served


class Visitor:
    """Opens the page of a service; `check` says that nothing went wrong or left this machine."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[Any] = []
        self.troubles: list[str] = []
        self.requests: list[str] = []

    def __call__(
        self, address: str, hash: str = "", *, size: tuple[int, int] = (1440, 900),
        scheme: Any = "light",
    ) -> Page:  # fmt: skip
        context = self.browser.new_context(
            color_scheme=scheme, viewport={"width": size[0], "height": size[1]}
        )
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        context.on("request", lambda request: self.requests.append(request.url))
        page = context.new_page()
        page.on("console", lambda m: self.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append("dialog"), dialog.dismiss()))
        page.goto(f"{address}/{hash}")
        page.wait_for_selector("html[data-ready]")
        return page

    def check(self) -> None:
        """Close everything. What the service refuses, the browser calls an error of loading."""
        for context in self.contexts:
            context.close()
        said = [t for t in self.troubles if not t.startswith("Failed to load resource")]
        assert said == []
        here = re.compile(r"(http://127\.0\.0\.1:\d+/|data:|blob:http://127\.0\.0\.1)")
        assert [url for url in self.requests if not here.match(url)] == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    visitor = Visitor(browser)
    yield visitor
    visitor.check()


def box(page: Page) -> Locator:
    return page.locator(".cm-content")


def write(page: Page, query: str) -> None:
    box(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)


def ask(page: Page, query: str) -> None:
    write(page, query)
    page.keyboard.press("Control+Enter")


def rows(page: Page) -> Locator:
    return page.locator("#rows tbody tr")


def told(page: Page) -> Locator:
    return page.locator("#told")


def test_a_query_is_completed_from_the_graph_and_answered_with_labels(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    write(page, "SELECT ?p { role:data-sc")
    page.keyboard.press("Control+Space")
    page.get_by_role("option", name="Data Scientist role:data-scientist").click()
    expect(box(page)).to_contain_text("role:data-scientist")
    page.keyboard.insert_text(" a ?p }")
    page.keyboard.press("Control+Enter")
    expect(told(page)).to_have_text(re.compile(r"^\d+ rows? in .+"))
    role = rows(page).filter(has_text="career:Role").first
    expect(role.locator("a")).to_have_attribute("href", "ontology#Role")


def test_iris_show_their_names_and_lead_to_where_they_are_described(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?role { VALUES ?role { role:data-scientist } }")
    link = rows(page).first.locator("a")
    expect(link).to_have_text("Data Scientist")
    expect(link).to_have_attribute("href", "id/role/data-scientist")
    expect(rows(page).first).to_contain_text("role:data-scientist")


def test_an_error_is_shown_at_its_place(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "SELECT *\nWHERE { ?role a carer:Role }")
    expect(page.locator("#fault")).to_contain_text("line 2, column 17")
    expect(page.locator("#fault")).to_contain_text("did you mean 'career:'?")
    expect(page.locator(".cm-lintRange-error")).to_have_text("carer:Role")
    page.get_by_role("button", name="Go there").click()
    page.keyboard.insert_text("!")
    expect(box(page)).to_contain_text("!carer:Role")
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_columns_count_characters_as_people_do(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, 'SELECT * { ?s ?p "😀😀" . ?s a carer:Role }')
    expect(page.locator(".cm-lintRange-error")).to_have_text("carer:Role")


def test_an_update_is_refused_in_words(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "INSERT DATA { role:data-scientist a career:Skill }")
    expect(page.locator("#fault")).to_contain_text("INSERT")


def test_the_cookbook_is_searched_and_asked_with_a_name_completed(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    page.fill("#find", "skills learn")
    shown = page.locator("#recipes li:visible")
    expect(shown).to_have_count(1)
    shown.get_by_role("button").click()
    expect(page.locator("#recipe h2")).to_have_text("Skills to learn")
    expect(page.get_by_label("start", exact=True)).to_have_value("role:data-analyst")
    goal = page.get_by_label("goal", exact=True)
    goal.fill("")
    goal.press_sequentially("robotics eng")
    expect(page.get_by_role("option", name="Robotics Engineer")).to_be_visible()
    goal.press("ArrowDown")
    goal.press("Enter")
    expect(goal).to_have_value("role:robotics-engineer")
    with page.expect_response(re.compile("queries/skill-gap")) as response:
        page.get_by_role("button", name="Ask with these").click()
    assert "goal=role%3Arobotics-engineer" in response.value.url
    expect(rows(page).first).to_be_visible()
    expect(told(page)).to_have_text(re.compile(r"\d+ rows in"))


def test_a_value_that_is_cleared_leaves_the_question_open(visit: Visitor, service: Served) -> None:
    page = visit(service.address, "#recipe=roles-by-pay")
    expect(told(page)).to_contain_text("5 rows in")
    page.get_by_label("high").fill("")
    page.get_by_label("low").fill("110000")
    page.get_by_role("button", name="Ask with these").click()
    expect(told(page)).to_have_text(re.compile(r"^\d+ rows in"))
    expect(page).to_have_url(re.compile(r"p\.low=110000&p\.high=&p\.industry="))


def test_a_question_of_the_cookbook_that_cannot_be_answered_says_why(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address, "#recipe=skill-gap&p.start=nobody&p.goal=role%3Adata-scientist")
    expect(page.locator("#fault")).to_contain_text("nobody")


def test_rows_are_sorted_and_filtered(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?n ?t { VALUES (?n ?t) { (10 'ten') (9 'nine') (100 'hundred') } }")
    cells = rows(page).locator("td:first-child")
    page.get_by_role("button", name="n", exact=True).click()
    expect(cells).to_have_text(["9", "10", "100"])
    expect(page.locator("#rows th[aria-sort=ascending]")).to_have_text("n")
    page.get_by_role("button", name="n", exact=True).click()
    expect(cells).to_have_text(["100", "10", "9"])
    page.fill("#filter", "NIN")
    expect(cells).to_have_text(["9"])
    expect(told(page)).to_contain_text("1 of 3 rows match")


def test_yes_or_no_is_said_in_a_word(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "ASK { role:data-scientist a career:Role }")
    expect(page.locator("#truth")).to_have_text("Yes")
    ask(page, "ASK { role:data-scientist a career:Skill }")
    expect(page.locator("#truth")).to_have_text("No")


def test_triples_are_a_table_and_turtle(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "CONSTRUCT { ?s career:level ?l } WHERE { ?s career:level ?l } LIMIT 3")
    expect(told(page)).to_contain_text("3 triples in")
    expect(page.locator("#rows th")).to_have_text(["subject", "predicate", "object"])
    page.get_by_role("tab", name="Turtle").click()
    expect(page.locator("#view-text pre")).to_contain_text("level")


def test_the_graph_of_an_answer_is_drawn_shut_off_from_the_page(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?role ?skill { ?role career:essentialSkill ?skill } LIMIT 5")
    page.get_by_role("tab", name="Graph").click()
    frame = page.frame_locator("#view-graph iframe")
    expect(frame.locator("#tab-map")).to_have_attribute("aria-selected", "true", timeout=30_000)
    assert page.locator("#view-graph iframe").get_attribute("sandbox") == (
        "allow-scripts allow-downloads allow-popups"
    )


def test_pay_is_drawn_by_industry_with_a_table_beside(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(
        page,
        """SELECT ?industryLabel ?roleLabel ?minimum ?maximum {
          VALUES (?industryLabel ?roleLabel ?minimum ?maximum) {
            ("Finance" "Analyst" 60000 90000) ("Health" "Nurse" 50000 70000)
            ("Finance" "Quant" 120000 250000) } }""",
    )
    page.get_by_role("tab", name="Pay").click()
    expect(page.locator("#view-pay h3")).to_have_text("Pay by industry")
    expect(page.locator("#view-pay svg .group")).to_have_text(["Finance", "Health"])
    drawing = page.get_by_role("img", name="Pay by industry: 3 ranges")
    expect(drawing.locator("rect")).to_have_count(3)
    expect(page.locator("#view-pay tbody tr").first).to_have_text(
        re.compile("Finance.*Quant.*120,000.*250,000")
    )


def test_amounts_that_are_no_pay_are_not_drawn(visit: Visitor, service: Served) -> None:
    page = visit(service.address, "#recipe=growth-figures")
    expect(rows(page).first).to_be_visible()
    expect(told(page)).to_contain_text("rows in")
    expect(page.locator("#tab-pay")).to_be_hidden()


def test_a_phrase_is_answered_with_routes_their_status_and_sources(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    page.get_by_role("tab", name="Routes").click()
    page.fill("#phrase", "from entry role to senior role without further degree")
    page.press("#phrase", "Enter")
    expect(page.locator(".verdict h2")).to_contain_text("supported")
    expect(page.locator(".verdict h2")).to_contain_text("27 supported, 54 contested, 2 unknown")
    first = page.locator(".route").first
    expect(first.locator(".stops li").first).to_contain_text("AI Software Developer")
    first.locator("summary").click()
    expect(first.locator(".steps")).to_contain_text("Careers with a machine learning degree")
    expect(page.get_by_role("link", name="The whole answer as a page")).to_have_attribute(
        "href", re.compile(r"^route\.html\?q=from\+entry")
    )


def test_what_nobody_says_and_what_is_assumed_stands_with_the_routes(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address, "#route=from+Data+Scientist+to+roles+paying+200000")
    first = page.locator(".route").first
    expect(first).to_contain_text("Supported as far as is known.")
    expect(first).to_contain_text("Not known: whether the goal pays 200,000 US dollars")
    page.fill("#phrase", "from entry role to senior role without further degree")
    page.press("#phrase", "Enter")
    expect(page.locator(".verdict h2")).to_contain_text("the best 10 are shown")
    expect(page.locator(".route").first).to_contain_text("bachelor's degree, which is assumed")


def test_a_phrase_that_cannot_be_read_says_where_and_what_may_be_meant(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address, "#route=from+Dat+Analist+to+senior")
    expect(page.locator("#route-fault")).to_contain_text("did you mean 'Data Analyst'?")


def test_the_address_holds_what_is_shown_and_back_goes_back(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?a { VALUES ?a { 1 2 } }")
    expect(told(page)).to_contain_text("2 rows")
    ask(page, "SELECT ?a { VALUES ?a { 1 2 3 } }")
    expect(told(page)).to_contain_text("3 rows")
    page.reload()
    expect(told(page)).to_contain_text("3 rows")
    page.go_back()
    expect(told(page)).to_contain_text("2 rows")
    expect(box(page)).to_contain_text("VALUES ?a { 1 2 }")


def test_what_was_asked_is_found_again_in_this_browser(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?first { VALUES ?first { 1 } }")
    expect(told(page)).to_contain_text("1 row")
    page.reload()
    write(page, "ASK {}")
    page.get_by_role("tab", name="History").click()
    page.locator("#past .entry").first.click()
    expect(box(page)).to_have_text("SELECT ?first { VALUES ?first { 1 } }")
    page.get_by_role("button", name="Forget all").click()
    expect(page.locator("#past li")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "holds"), [("CSV", "a\r\n1"), ("TSV", "?a"), ("JSON", '"bindings"'), ("XML", "<?xml")]
)
def test_an_answer_is_downloaded_in_every_format(
    visit: Visitor, service: Served, name: str, holds: str, tmp_path: Path
) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?a { VALUES ?a { 1 } }")
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    assert download.value.suggested_filename == f"answer.{name.lower()}"
    download.value.save_as(tmp_path / "answer")
    assert holds in (tmp_path / "answer").read_bytes().decode()


def test_of_a_long_answer_the_first_thousand_rows_are_shown_and_all_are_searched(
    visit: Visitor, service: Served
) -> None:
    page = visit(service.address)
    ask(page, "SELECT ?a ?b { ?a a career:Skill . ?b a career:Role }")
    expect(told(page)).to_contain_text("3,040 rows in")
    expect(told(page)).to_contain_text("the first 1,000 are shown")
    expect(rows(page)).to_have_count(1000)
    page.get_by_role("button", name="Show 1,000 more").click()
    expect(rows(page)).to_have_count(2000)
    page.fill("#filter", "role:data-scientist")
    expect(told(page)).to_contain_text("80 of 3,040 rows match")


def test_a_query_is_stopped(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.get_by_role("button", name="Stop").click()
    expect(told(page)).to_have_text(re.compile("^Stopped after"))
    expect(page.locator("#stop")).to_be_hidden()


# ---------------------------------------------------------------- hostile data, and everybody

HOSTILE_GRAPH = f"""
@prefix career: <https://w3id.org/careergraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/careergraph/id/role/a> a career:Role ; skos:prefLabel "A {HOSTILE}" .
<https://w3id.org/careergraph/id/role/b> a career:Role ; skos:prefLabel "__proto__" .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    file.write_text(HOSTILE_GRAPH, encoding="utf-8")
    with serving(file.parent, "--graph", str(file)) as served:
        yield served


def test_names_and_values_are_text_and_never_markup(visit: Visitor, hostile: Served) -> None:
    page = visit(hostile.address)
    ask(page, f'SELECT ?role ("{HOSTILE}" AS ?text) {{ ?role a career:Role }}')
    expect(rows(page).filter(has_text=f"A {HOSTILE}")).to_have_count(1)
    expect(rows(page).filter(has_text="__proto__")).to_have_count(1)
    assert page.locator("#rows img").count() == 0


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,<p>", "vbscript:x"])
def test_an_iri_that_is_a_program_is_no_link(visit: Visitor, hostile: Served, iri: str) -> None:
    page = visit(hostile.address)
    ask(page, f'SELECT ?x {{ BIND(IRI("{iri.replace("<p>", "x")}") AS ?x) }}')
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(iri.split(":")[0])
    assert page.locator("#rows a").count() == 0


def test_an_iri_of_ours_leads_nowhere_else(visit: Visitor, hostile: Served) -> None:
    page = visit(hostile.address)
    ask(
        page,
        "SELECT ?x { VALUES ?x { <https://w3id.org/careergraph/id/../../evil> "
        "<https://w3id.org/careergraph/id//elsewhere.example/x> } }",
    )
    for link in rows(page).locator("a").all():
        assert (link.get_attribute("href") or "").startswith("https://w3id.org/careergraph/id/")


@pytest.mark.parametrize(
    "hash",
    ["#query=%E0%A4%A", "#recipe=__proto__", "#recipe=skill-gap&p.__proto__=1&view=constructor",
     "#room=nowhere", "#<img src=x onerror=alert(1)>", "#query=" + "x" * 3000],
)  # fmt: skip
def test_a_bad_address_harms_nothing(visit: Visitor, hostile: Served, hash: str) -> None:
    page = visit(hostile.address, hash)
    expect(box(page)).to_be_visible()
    ask(page, "ASK {}")
    expect(page.locator("#truth")).to_have_text("Yes")


STATES = {
    "at first": "",
    "an answer": "#query=SELECT+%3Fr+%7B+%3Fr+a+career%3ARole+%7D",
    "an error": "#query=SELECT+%3Fr+%7B+%3Fr+a+carer%3ARole+%7D",
    "yes": "#query=ASK+%7B%7D",
    "a question": "#recipe=roles-by-pay",
    "pay": "#recipe=pay-by-role&view=pay",
    "routes": "#route=from+Data+Analyst+to+senior+roles+without+further+degree",
    "no route": "#route=from+Data+Analyst+to+AI+Ethicist",
}


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", (1440, 900)), ("dark", (390, 844))], ids=["wide", "phone"]
)
def test_axe_finds_nothing_in_any_state(
    visit: Visitor, service: Served, scheme: str, size: tuple[int, int]
) -> None:
    for state, hash in STATES.items():
        page = visit(service.address, hash, scheme=scheme, size=size)
        if hash:
            page.wait_for_function(
                "() => ['#fault', '#route-fault', '#told', '#route-told'].some((id) =>"
                " /\\d|work/.test(document.querySelector(id).textContent))"
            )
        assert violations(page) == [], state
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], state


def test_the_page_is_used_by_keyboard_alone(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("entry-level roles")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("rows in")
    page.locator("#tab-table").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-graph")).to_be_focused()
    expect(page.locator("#view-graph")).to_be_visible()
    box(page).focus()
    page.keyboard.press("Tab")  # the box keeps nobody in
    expect(page.locator("#run")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_system_until_they_are_chosen(
    visit: Visitor, service: Served, scheme: str
) -> None:
    page = visit(service.address, scheme=scheme)
    expect(page.locator("html")).to_have_attribute("data-theme", scheme)
    page.get_by_role("button", name="Light or dark").click()
    other = "dark" if scheme == "light" else "light"
    expect(page.locator("html")).to_have_attribute("data-theme", other)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", other)


def test_the_page_names_the_graph(visit: Visitor, service: Served) -> None:
    page = visit(service.address)
    expect(page.locator("#name")).not_to_be_empty()
    assert page.title().endswith("SPARQL and routes")
