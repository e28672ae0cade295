"""What a reader of the page is told, and whether it is true: answers, steps, credentials."""

import re

import pyoxigraph as ox
import pytest
from playwright.sync_api import Locator, Page, expect

from careergraph.career_graph import CareerGraph
from chromium import Open
from test_page_browser import details

DISPUTED = "from Data Analyst to lead roles without further degree"


def ask(page: Page, phrase: str) -> None:
    page.fill("#ask-phrase", phrase)
    page.press("#ask-phrase", "Enter")


def group(page: Page, status: str) -> Locator:
    return details(page).locator(".route-group", has=page.locator(f"h4 .badge.{status}"))


# ---------------------------------------------------------------- answers


def test_the_sentence_over_an_answer_is_true_of_each_status(opened: Open, careers: str) -> None:
    page = opened(careers)
    ask(page, DISPUTED)
    expect(details(page).locator(".answer-status")).to_contain_text(
        "19 routes: 18 contested (open in one reading of the claims, closed to a cautious reader); "
        "1 inferred only (undisputed, but a curator infers a step that no source states)."
    )
    expect(group(page, "contested").locator(".note").first).to_have_text(
        "What is disputed: Data Analyst to Data Scientist (9) and "
        "Data Analyst to Machine Learning Engineer (9)."
    )
    inferred = group(page, "unknown")
    expect(inferred.locator(".note")).to_have_text(
        "What a curator infers: Business Intelligence Analyst to Team Manager."
    )
    inferred.locator(".route").click()
    expect(details(page).locator(".why")).to_contain_text("rests on a curator's inference alone")


def test_the_counts_are_those_of_the_command(opened: Open, careers: str, curated: ox.Store) -> None:
    counts = CareerGraph(curated).route(DISPUTED).to_dict(k=1)["counts"]
    assert counts == {"supported": 0, "contested": 18, "unknown": 1}
    page = opened(careers)
    expect(details(page).locator(".answer-status")).to_contain_text(
        re.compile("83 routes, the best 10 are shown: 27 supported .*; 54 contested .*; 2 inferred")
    )


def test_routes_are_grouped_by_way_and_every_one_is_reached(opened: Open, careers: str) -> None:
    page = opened(careers)
    ask(page, DISPUTED)
    ways = details(page).locator(".way")
    expect(ways.first).to_have_text("Data Analyst → Data Scientist → 9 lead roles")
    while (more := details(page).locator(".answer .more button")).count():
        more.first.click()
    expect(details(page).locator(".route")).to_have_count(19)
    details(page).locator(".route").nth(17).click()
    expect(details(page).locator("h3")).to_contain_text("Route 18: Data Analyst to")


def test_all_routes_of_the_answer_that_the_page_came_with_can_be_asked_for(
    opened: Open, careers: str
) -> None:
    page = opened(careers)
    details(page).get_by_role("button", name="All 83 routes").click()
    expect(page.locator("#ask-phrase")).to_have_value(re.compile("^from entry role to senior"))
    expect(details(page).locator(".answer-status")).to_contain_text("83 routes: 27 supported")


def test_the_ladder_comes_out_from_under_the_sheet_of_a_phone(opened: Open, careers: str) -> None:
    page = opened(careers, size=(390, 844))
    page.click("#toggle-right")
    details(page).get_by_role("button", name="See all on the ladder").click()
    expect(page.locator("#right")).to_be_hidden()
    expect(page.locator("#view-ladder")).to_be_visible()
    wide = opened(careers, hash="#view=ladder")
    expect(details(wide).get_by_role("button", name="See all on the ladder")).to_be_hidden()


def test_a_degree_is_not_offered_as_an_answer_to_who_wants_none(
    opened: Open, careers: str
) -> None:  # fmt: skip
    page = opened(careers)
    ask(page, DISPUTED)
    heading = "What would open a supported way, if a degree is allowed after all"
    expect(details(page).locator(".answer h4").last).to_have_text(heading)
    ask(page, "from data analyst to team manager in 1 step")
    headings = details(page).locator(".answer h4")
    expect(headings.last).to_have_text("What would open a way")


def test_what_is_held_is_told_to_change_something_or_nothing(opened: Open, careers: str) -> None:
    page = opened(careers)
    ask(page, "from Data Analyst to senior roles with cloud certificate")
    gain = details(page).locator(".gain")
    expect(gain).to_contain_text("changes nothing here: without it there are the same 19 routes.")
    ask(page, "from Data Analyst to lead roles holding Master's degree without further degree")
    expect(gain).to_contain_text("18 routes have a better status")


# ---------------------------------------------------------------- steps


def test_a_step_tells_its_path_apart_from_what_it_needs(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#node=step:data-analyst-to-data-scientist")
    badges = details(page).locator("dl .badge")
    expect(badges).to_have_text(["Path: supported", "Needs: disputed"])
    ask(page, DISPUTED)
    details(page).locator(".route").first.click()
    first = details(page).locator(".step-words").first
    expect(first.locator(".badges .badge")).to_have_text(["Path: supported", "Needs: disputed"])


def test_steps_whose_needs_are_disputed_are_counted_hidden_and_brown_on_the_map(
    opened: Open, careers: str
) -> None:
    page = opened(careers)
    row = page.locator(".rows", has_text="Needs: what the step requires").locator("label")
    expect(row.filter(has_text=re.compile("^Disputed")).locator(".count")).to_have_text("6")
    path = page.locator(".rows", has_text="Path: do people make").locator("label")
    expect(path.filter(has_text="Disputed").locator(".count")).to_have_text("0")
    page.evaluate("location.hash = 'view=list&needless=contested'")
    rows = page.locator("#list tbody tr")
    expect(rows.filter(has_text="Data Analyst to Business")).to_have_count(1)
    expect(rows.filter(has_text="Data Analyst to Data Scientist")).to_have_count(0)
    button = page.get_by_role(
        "button", name="Remove filter: without steps whose needs are disputed"
    )
    button.click()
    expect(rows.filter(has_text="Data Analyst to Data Scientist")).to_have_count(1)
    page.click("#tab-map")
    assert page.evaluate("careergraph.svg()").count('stroke="#b45309"') == 6


# ---------------------------------------------------------------- credentials


def test_a_certificate_says_what_it_opens_only_with_something_else_and_who_denies_it(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#node=credential:cloud-certification")
    section = details(page).locator(".opens")
    expect(section).to_contain_text(
        "By itself it opens no role: Machine Learning Engineer asks for"
    )
    role = section.locator(".claim", has_text="Machine Learning Engineer")
    expect(role).to_contain_text("only together with an advanced degree")
    expect(role).to_contain_text(
        "The same source says elsewhere that a professional certification is not required."
    )


def test_a_degree_says_what_it_opens_alone_and_that_this_is_disputed(
    opened: Open, careers: str
) -> None:
    page = opened(careers, hash="#node=credential:masters-degree")
    section = details(page).locator(".opens")
    expect(section).to_contain_text("By itself it opens no role for which it is undisputed")
    scientist = section.locator(".claim", has_text="Data Scientist")
    expect(scientist).to_contain_text("and nothing besides")
    page.evaluate("location.hash = 'node=credential:doctorate'")
    expect(section).to_contain_text(
        "it meets all that is said to be required of Research Scientist"
    )


def test_on_whose_word_names_both_sides(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#node=credential:cloud-certification")
    word = details(page).locator(".measure", has_text="Required by").locator(".word").first
    word.locator("> summary").click()
    expect(word).to_contain_text("Against it")
    expect(word.locator(".badge.denied").first).to_have_text("Not required")


def test_what_is_denied_is_told_in_words(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#node=credential:certification")
    expect(details(page)).to_contain_text("Not required by")
    expect(details(page)).not_to_contain_text(re.compile("denied", re.I))


# ---------------------------------------------------------------- sources


def test_curators_are_not_counted_among_the_sources(opened: Open, careers: str) -> None:
    page = opened(careers)
    expect(page.locator("#counts")).to_have_text(
        "289 nodes, 62 steps, 1,039 claims from 2 sources and curators’ inferences"
    )
    page.click("#tab-about")
    hashes = page.locator("#about .sources .fine", has_text="SHA-256").first
    expect(hashes).to_be_hidden()
    page.locator("#about .sources summary").first.click()
    expect(hashes).to_be_visible()


# ---------------------------------------------------------------- topics


@pytest.mark.parametrize(
    ("question", "mentioned"),
    [
        ("which industries pay entry roles best",
         ["Pay, side by side", "All industries", "Roles at level entry"]),
        ("what is the salary of a data scientist?", ["Pay, side by side", "Data Scientist"]),
        ("is a master's degree disputed", ["Where the sources disagree", "Master's degree"]),
        ("who says so", ["Who says so: the sources"]),
        ("what does finance want", ["Finance"]),
    ],
)  # fmt: skip
def test_a_question_that_asks_for_no_route_is_answered_with_links(
    opened: Open, careers: str, question: str, mentioned: list[str]
) -> None:
    page = opened(careers)
    ask(page, question)
    fault = page.locator("#ask-fault")
    expect(fault).to_contain_text("What you mention is here")
    for name in mentioned:
        expect(fault.get_by_role("button", name=name, exact=True)).to_have_count(1)


def test_a_question_that_mentions_nothing_known_is_told_what_can_be_read(
    opened: Open, careers: str
) -> None:
    page = opened(careers)
    ask(page, "xyzzy plugh")
    expect(page.locator("#ask-fault")).to_contain_text("expected 'from START to GOAL'")


def test_a_topic_leads_to_its_place(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.locator("#ask-examples").get_by_role("button", name="Pay, side by side").click()
    expect(page.locator(".pay-group").first).to_be_visible()
    ask(page, "which industries pay entry roles best")
    page.get_by_role("button", name="All industries").click()
    expect(page.locator("#list tbody tr")).to_have_count(34)
    ask(page, "what do the sources disagree on")
    page.locator("#ask-fault").get_by_role("button", name="Where the sources disagree").click()
    expect(page.locator("#disagreements")).to_be_in_viewport()


def test_the_search_knows_topics_by_other_words(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.fill("#search", "salar")
    expect(page.locator("#hits li").first).to_contain_text("Pay, side by side")
    page.press("#search", "Enter")
    expect(page.locator(".pay-group").first).to_be_visible()
    page.fill("#search", "data sci")
    expect(page.locator("#hits li").first).to_contain_text("Data Scientist")


# ---------------------------------------------------------------- the filter


def test_one_kind_can_be_shown_only(opened: Open, careers: str) -> None:
    page = opened(careers)
    expect(page.locator("#legend input").first).to_be_visible()
    page.get_by_role("button", name="Show industries only").click()
    shown = page.evaluate("careergraph.shown()")
    assert {iri.partition(":")[0] for iri in shown} == {"industry"}
    page.get_by_role("button", name="Show steps only").click()
    shown = page.evaluate("careergraph.shown()")
    assert {iri.partition(":")[0] for iri in shown} == {"role"}


# ---------------------------------------------------------------- back and forward


def test_back_and_forward_restore_view_and_selection(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.fill("#search", "data scientist")
    page.press("#search", "Enter")
    page.click("#tab-list")
    ask(page, DISPUTED)
    expect(page.locator("#view-ladder")).to_be_visible()
    page.go_back()
    expect(page.locator("#view-list")).to_be_visible()
    expect(details(page).locator("h3")).to_have_text("Data Scientist")
    page.go_back()
    expect(page.locator("#view-map")).to_be_visible()
    assert page.evaluate("careergraph.selected()") == "role:data-scientist"
    page.go_back()
    assert page.evaluate("careergraph.selected()") is None
    for _ in range(3):
        page.go_forward()
    expect(page.locator("#ask-phrase")).to_have_value(DISPUTED)
    expect(details(page).locator(".answer h3")).to_contain_text("From Data Analyst to lead")


def test_a_filter_is_no_move(opened: Open, careers: str) -> None:
    page = opened(careers)
    page.click("#tab-list")
    before = page.evaluate("history.length")
    page.click("#theme")
    page.click("#toggle-filter")
    page.locator(".pills span", has_text="Senior").click()
    assert page.evaluate("history.length") == before
    page.go_back()
    expect(page.locator("#view-map")).to_be_visible()


def test_several_steps_opened_at_once_come_back_too(opened: Open, careers: str) -> None:
    page = opened(careers, hash="#view=flows")
    page.get_by_role("button", name="18 steps from Entry or mid to Lead").click()
    details(page).locator(".step").first.click()
    page.go_back()
    expect(details(page).locator("h3")).to_have_text("Entry or mid to Lead")


def test_a_step_opened_from_a_route_leads_back_to_it(opened: Open, careers: str) -> None:
    page = opened(careers)
    ask(page, DISPUTED)
    details(page).locator(".route").first.click()
    details(page).get_by_role("button", name="All that is said of this step").first.click()
    details(page).get_by_role("button", name="Data Scientist").first.click()
    details(page).get_by_role("button", name="← Route 1").click()
    expect(details(page).locator("h3")).to_contain_text("Route 1: Data Analyst to")
    details(page).get_by_role("button", name="← Overview").click()
    expect(details(page).locator(".answer h3")).to_be_visible()
