"""Questions in the page: its script in a browser against Python, phrase by phrase, graph by graph.

The whole answers are compared, word for word, and of a phrase that is refused what is said of it
and where. `ROUTE_CASES` in the environment sets how many graphs are generated.
"""

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lark import UnexpectedToken
from playwright.sync_api import Browser, Page, expect

import markets as chained
import test_adviser_phrases
import test_answer_words as needs
import test_phrase
from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.errors import QuestionError, UnknownNameError
from careergraph.names import Index
from careergraph.pages import asking
from careergraph.pages import page as render
from careergraph.pages.abridgement import abridged
from careergraph.pages.grammar import grammar
from careergraph.pages.payload import payload
from careergraph.routes import RouteQuery, parse
from careergraph.routes.forms.sentences import already, gained, lowered, raised
from careergraph.routes.forms.why_values import why_json
from careergraph.routes.phrase import print_query
from careergraph.routes.phrase import scanner as scanners
from careergraph.routes.phrase.lexicon import lexicon
from careergraph.routes.why import why_not
from careergraph.terms import SKOS
from chromium import Open
from markets import markets as any_market
from test_page_browser import details
from test_route_forms import world
from test_route_search import OBJECTIVE_LISTS, queries
from test_why import LIMITED, QUERIES
from worlds import Market, Need, Said, Step, marketed, markets, role

CASES = int(os.environ.get("ROUTE_CASES", "50"))
THOROUGH = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))

ANSWER = """
window.answers = ([content, phrases, how, k]) => {
  const ask = content ? Ask.open(content) : window.curated;
  return JSON.stringify(phrases.map((phrase) => {
    try {
      return ask[how](phrase, { k });
    } catch (fault) {
      if (typeof fault.at !== "number") throw fault;
      return { refused: fault.message, at: fault.at };
    }
  }));
};
"""

Values = dict[str, Any]


@pytest.fixture(scope="module")
def careers(curated: ox.Store) -> CareerGraph:
    return CareerGraph(curated)


@pytest.fixture(scope="module")
def script(browser: Browser, careers: CareerGraph) -> Iterator[Page]:
    """An empty page in which the script of the phrase box has been run on the curated graph."""
    page = browser.new_page()
    page.add_script_tag(content=asking.script() + ANSWER)
    page.evaluate("content => { window.curated = Ask.open(content); }", content(careers))
    yield page
    page.close()


def content(graph: CareerGraph) -> Values:
    return {"grammar": grammar(), "ladder": abridged(graph.ladder, graph.index, graph.labels)}


def in_script(
    script: Page, graph: CareerGraph | None, phrases: list[str],
    *, how: str = "route", k: int | None = None,
) -> list[Values]:  # fmt: skip
    """What the script answers on a graph, by default on the curated one."""
    known = content(graph) if graph else None
    return list(json.loads(script.evaluate("answers", [known, phrases, how, k])))


def in_python(graph: CareerGraph, phrase: str, *, k: int | None = None) -> Values:
    try:
        answer = graph.route(phrase).to_dict(k=k)
    except (QuestionError, UnknownNameError) as error:
        return {"refused": str(error)}
    numbers = {str(claim.iri): number for number, claim in enumerate(graph.book.claims)}
    return dict(numbered(answer, numbers))


LEFT_OUT = {"passages", "said_of_groups", "mappings"}
NAMES = {"iri", "step"}
"""Where a node or step is named: a step into a first role has the name of a claim."""


def numbered(value: Any, numbers: dict[str, int]) -> Any:
    """The values of an answer with claims by their numbers, without what the page leaves out: the
    passages, which stand with its claims, what is said of groups, with its sources, and the
    mappings."""
    if isinstance(value, dict):
        return {k: v if k in NAMES else numbered(v, numbers)
                for k, v in value.items() if k not in LEFT_OUT}  # fmt: skip
    if isinstance(value, list | tuple):
        return [numbered(each, numbers) for each in value]
    return numbers.get(value, value) if isinstance(value, str) else value


def place(answer: Values) -> int | None:
    """Which character of a phrase a refusal names, counted from 1."""
    named = re.search(r"\(character (\d+)\)|at character (\d+) is", answer["refused"])
    return int(named[1] or named[2]) if named else None


def same(told: Values, expected: Values, phrase: str) -> None:
    at = told.pop("at", -1)
    for answer in (told, expected):
        answer.pop("sources", None)
    assert told == expected, phrase
    if "refused" in expected and (named := place(expected)):
        characters = len(phrase.encode("utf-16-le", "surrogatepass")[: 2 * at]
                         .decode("utf-16-le", "surrogatepass"))  # fmt: skip
        assert characters == named - 1, phrase


# ---------------------------------------------------------------- the curated graph


def table(test: Callable[..., None]) -> list[Any]:
    """The rows that a test of phrases is parametrized with."""
    marks = [m for m in test.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    return list(marks[0].args[1])


ENDS = test_phrase.ENDS
ROUTES = [
    "from entry role to senior role without further degree",
    "from data analyst to AI ethicist without further degree under the cautious reading",
    "from data steward to senior roles",
    "best paid first, then fewest steps from entry roles to senior roles",
    "fastest, best paid, fewest new skills, least contested from entry roles to senior roles",
    "preferring counted moves from data analyst to senior roles",
    "5 different routes from entry roles to senior roles without further degree",
    "3 best routes from data analyst to any role paying at least $120k",
    "from any role to roles in healthcare in at most 2 steps",
    "from finance to healthcare jobs through technology",
    "from machine learning degree to senior roles without further credentials",
    "from entry roles to lead roles according to industries",
    "from entry roles to lead roles leaving out careers",
    "from data analyst to team manager in 1 step",
    "from data analyst to AI ethicist in 1 step without further degree",
    "from executive roles to entry roles",
    "from lead level to executive level roles or above",
    "from machine learning degree to senior roles, staying in healthcare, pay never drops",
    "from entry role to senior role without further degree, with a degree share of 72 %",
    "from machine learning degree to lead roles only by promotion within 7 months",
    "from machine learning degree to lead roles through healthcare according to industries",
    "from doctorate to entry roles",
]
PHRASES = list(dict.fromkeys([
    *ROUTES,
    *(row[0] for row in table(test_phrase.test_ends)),
    *(f"from entry role to senior role {words}"
      for words in table(test_phrase.test_without_a_further_degree)),
    *(f"{ENDS} {words}" for words, _ in table(test_phrase.test_each_limit_in_words)),
    *(f"Please: {words.upper()}, {ENDS}?"
      for words, _ in table(test_phrase.test_each_limit_in_words)[::4]),
    *(phrase for phrase, _ in table(test_phrase.test_whole_questions)),
    *(f"{ENDS} {words}"
      for words, _ in table(test_phrase.test_a_limit_that_cannot_be_read_is_pointed_at)),
    *(phrase for phrase, _ in table(
        test_phrase.test_a_name_that_is_not_in_the_graph_is_answered_with_its_kind)),
    *(phrase for phrase, _ in table(
        test_phrase.test_an_unknown_name_is_answered_with_a_suggestion)),
    *(phrase for phrase, _ in table(
        test_phrase.test_what_cannot_be_read_is_quoted_with_what_could_stand_there)),
    *table(test_phrase.test_hostile_text_is_answered_quickly),
    *test_phrase.UNREADABLE,
    *(asked.phrase for asked in (*test_adviser_phrases.ANSWERED, *test_adviser_phrases.CLOSED)),
    *(row[0] for row in (*test_adviser_phrases.UNREADABLE, *test_adviser_phrases.SIDES)),
    f"‘{ENDS}’", f'"{ENDS}"', f"“{ENDS}, in 7 months”", "from o to x",
    '"data analyst" to "team manager"',
]))  # fmt: skip


@pytest.fixture(scope="module")
def told(script: Page) -> dict[str, Values]:
    return dict(zip(PHRASES, in_script(script, None, PHRASES), strict=True))


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: ascii(phrase)[:60])
def test_a_phrase_has_the_same_answer(
    careers: CareerGraph, told: dict[str, Values], phrase: str
) -> None:
    same(told[phrase], in_python(careers, phrase), phrase)


def test_the_phrases_use_every_rule_and_every_word_of_the_grammar(careers: CareerGraph) -> None:
    used: set[str] = set()
    for phrase in (p for p in PHRASES if len(p) < 200):
        with contextlib.suppress(UnexpectedToken, scanners.UnreadableError):
            used |= read_as(phrase, careers.index)
    rules = {tree for _, tree, _, is_single in grammar()["rules"] if tree and not is_single}
    assert rules - used == set(), "rules that no phrase follows"
    words = {word for word in grammar()["symbols"] if word.isupper() and word != "$END"}
    assert words - used == set(), "words that no phrase uses"


def read_as(phrase: str, index: Index) -> set[str]:
    """The rules and terminals that a phrase is read by."""
    parser = scanners.grammar().parser.parse_interactive(start="question")
    reading = scanners.Reading(phrase, "question")
    while True:
        token = scanners._next(reading, lexicon(index), set(parser.choices()))  # type: ignore[no-untyped-call]
        tree = parser.feed_token(token)
        if token.type == "$END":
            rules = {str(each.data) for each in tree.iter_subtrees()}
            return rules | {str(each.type) for each in reading.tokens}
        reading.tokens.append(token)
        reading.position = token.end_pos or 0


@pytest.mark.parametrize("k", [1, 3, 10])
def test_the_best_k_are_the_same(script: Page, careers: CareerGraph, k: int) -> None:
    for phrase, answer in zip(ROUTES, in_script(script, None, ROUTES, k=k), strict=True):
        same(answer, in_python(careers, phrase, k=k), phrase)


@settings(THOROUGH, max_examples=2 * CASES)
@given(data=st.data())
def test_a_slip_of_the_keys_is_told_of_alike(
    script: Page, careers: CareerGraph, data: st.DataObject
) -> None:
    """Words left out, doubled, changed for others, or with two letters swapped."""
    words = data.draw(st.sampled_from([p for p in PHRASES if len(p) < 200])).split(" ")
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(words) - 1))
        word = words[at]
        swapped = word[:1] + word[2:3] + word[1:2] + word[3:]
        other = data.draw(st.sampled_from(WORDS))
        mended = ([], [word, word], [other], [word, other], [swapped], [word[1:]], [word + "🙂é"])
        words[at : at + 1] = data.draw(st.sampled_from(mended)) or [""]
    phrase = " ".join(words)
    [answer] = in_script(script, None, [phrase])
    same(answer, in_python(careers, phrase), phrase)


WORDS = sorted({word for phrase in PHRASES if len(phrase) < 200 for word in phrase.split()})


# ---------------------------------------------------------------- generated graphs


@st.composite
def asked(draw: st.DrawFn) -> RouteQuery:
    query = draw(queries())
    objectives = tuple(draw(st.one_of(st.just(["steps"]), OBJECTIVE_LISTS)))
    k, diverse = draw(st.sampled_from([None, None, 1, 2, 3])), draw(st.booleans())
    return replace(query, objectives=objectives, k=k, diverse=diverse)


@THOROUGH
@given(world=markets(), wanted=st.lists(asked(), min_size=4, max_size=4))
def test_on_any_graph_the_answers_are_the_same(
    script: Page, world: Market, wanted: list[RouteQuery]
) -> None:
    graph = CareerGraph(marketed(world))
    phrases = [phrase for query in wanted if (phrase := spelled(query, graph))]
    assume(phrases)
    for phrase, answer in zip(phrases, in_script(script, graph, phrases, k=3), strict=True):
        same(answer, in_python(graph, phrase, k=3), phrase)


def doubted() -> ox.Store:
    """Two steps on the way from entry to senior: of the first part of what it takes, of the second
    that people make it and all that it takes are known through weak mappings alone."""
    steps = tuple(Step(n, n + 1, "promotion", (), ((True, 0, "stated"),)) for n in (0, 1))
    needs = [(("r", role), what, True, 0, "typical")
             for role, what in ((1, 0), (1, 1), (1, 0), (0, 0), (0, 1), (2, 1))]  # fmt: skip
    levels = [Said(("r", n), "level", level, 0) for n, level in ((0, "entry"), (2, "senior"))]
    world = Market(3, steps, ((1, ("k0",)), (1, ("l0",))), tuple(Need(*n) for n in needs),
                   tuple(levels))  # fmt: skip
    return marketed(world)


def test_what_is_known_through_weak_mappings_alone_is_told_alike(script: Page) -> None:
    graph, phrase = CareerGraph(doubted()), "from entry roles to senior roles"
    (answer,) = in_script(script, graph, [phrase])
    assert answer["routes"][0]["weakly_known"] == [
        "part of what Role 1 needs", "Role 1 to Role 2", "what Role 2 needs"]  # fmt: skip
    same(answer, in_python(graph, phrase), phrase)


def shared() -> ox.Store:
    """The first two roles of three are both called Starter, though neither is so first of all."""
    store = doubted()
    for n in (0, 1):
        called = ox.NamedNode(SKOS.altLabel), ox.Literal("Starter")
        store.add(ox.Quad(ox.NamedNode(role(n)), *called))
    return stores.prepared(store)


@pytest.mark.parametrize("phrase", [
    "from starter to Role 2", "from any role to starter", "from Starter to Role 2 avoiding Role 0",
    "from any role to Role 2, avoiding starter", "from starter to starter",
    "from starter to Role 2 avoiding starter", 'from "starter" to senior roles',
])  # fmt: skip
def test_a_name_that_roles_share_is_read_alike(script: Page, phrase: str) -> None:
    graph = CareerGraph(shared())
    (answer,) = in_script(script, graph, [phrase])
    same(answer, in_python(graph, phrase), phrase)


def spelled(query: RouteQuery, graph: CareerGraph) -> str:
    try:
        return print_query(query, graph.index)
    except QuestionError:
        return ""


# ---------------------------------------------------------------- why not


def why_in_python(graph: CareerGraph, phrase: str) -> Values:
    """What `careergraph route --why-not --format json` says besides the answer."""
    try:
        found = why_not(graph.ladder, parse(phrase, graph.index))
    except (QuestionError, UnknownNameError) as error:
        return {"refused": str(error)}
    numbers = {str(claim.iri): number for number, claim in enumerate(graph.book.claims)}
    return dict(numbered(why_json(found, graph.ladder, graph.labels), numbers))


WHY_NOT = [
    *ROUTES,
    f"{ENDS} without further degree under the cautious reading",
    f"{ENDS} without further degrees or certificates",
    "from research assistant to research scientist without further degree",
    "from research assistant to research scientist without further degree paying at least $200k",
    "from entry roles to roles paying at least $500k",
    "from data analyst to lead roles in 1 step within 2 years learning at most 1 new skill",
    "from data analyst to lead roles avoiding Data Scientist and Machine Learning Engineer",
    "from data analyst to lead roles through healthcare, only by lateral moves",
    "from entry roles to senior roles in the automotive industry where everything is known",
    "from entry roles to lead roles according to industries without further credentials",
]


def test_what_would_open_a_route_is_the_same(script: Page, careers: CareerGraph) -> None:
    found = in_script(script, None, WHY_NOT, how="why")
    for phrase, answer in zip(WHY_NOT, found, strict=True):
        same(answer, why_in_python(careers, phrase), phrase)
    assert sum(bool(answer.get("why_not")) for answer in found) > 6


def test_who_says_what_of_which_group_is_the_same(script: Page) -> None:
    denied = needs.said("none", "role:analyst", needs.NEEDS).replace("affirmed", "denied")
    graph = world(
        needs.ANALYSTS + needs.of_group("needs", needs.NEEDS) + denied.replace("second", "first")
        + needs.said("again", "role:scientist", needs.NEEDS, stance="derived",
                     rests="claim:needs-carried")
    )  # fmt: skip
    phrases = ["from Data Steward to Data Analyst without further credentials",
               "from Data Analyst to Data Scientist without further degree",
               "from Data Steward to lead roles, according to second"]  # fmt: skip
    for phrase, answer in zip(phrases, in_script(script, graph, phrases), strict=True):
        same(answer, in_python(graph, phrase), phrase)
    asked = json.dumps([in_python(graph, phrase) for phrase in phrases])
    assert "'Second source' of 'Information Analysts', the group it is in" in asked


def test_one_occupation_by_two_names_is_one_way_there_too(script: Page) -> None:
    graph = world(needs.ELSEWHERE + needs.mapping("closeMatch"))
    phrases = ["3 different routes from Data Steward to Data Scientist",
               "3 best routes from Data Steward to Data Scientist"]  # fmt: skip
    for phrase, answer in zip(phrases, in_script(script, graph, phrases), strict=True):
        same(answer, in_python(graph, phrase), phrase)
    assert [in_python(graph, phrase)["total"] for phrase in phrases] == [1, 2]


def test_levels_above_are_pointed_out_in_the_same_words(script: Page) -> None:
    graph = world(needs.LEADS)
    phrases = [needs.EXACTLY, "from Data Steward to roles at level mid",
               "from Data Analyst to senior roles", f"best route {needs.EXACTLY}"]  # fmt: skip
    told = [each and each["text"] for each in in_script(script, graph, phrases, how="higher")]
    found = [graph.route(phrase).higher for phrase in phrases]
    assert told == [each and raised(each, graph.labels) for each in found]
    assert told[0] is not None
    assert told[0].endswith("leads to Data Lead.")


def test_a_start_that_is_asked_for_itself_is_pointed_out_in_the_same_words(script: Page) -> None:
    graph = world(needs.LEADS)
    phrases = ["from Data Scientist to senior roles", "from Data Lead to roles at level senior",
               "from Data Scientist to Data Lead", "from senior roles to senior roles"]  # fmt: skip
    told = in_script(script, graph, phrases, how="already")
    assert told == [already(graph.route(phrase), graph.labels) or None for phrase in phrases]
    assert told[:2] == ["Data Scientist itself is one of the roles that are asked for.", None]


@given(label=st.text(alphabet="aAbB -éÉß1(", max_size=12))
@THOROUGH
def test_labels_run_on_in_a_sentence_alike(script: Page, label: str) -> None:
    words = (files("careergraph.pages") / "templates/js/ask/words.js").read_text(encoding="utf-8")
    told = script.evaluate(f"label => {{ {words} return lowered(label); }}", label)
    assert told == lowered(label)


HOLDING = [
    "from Data Analyst to senior roles with cloud certificate",
    "from Data Analyst to lead roles holding Master's degree without further degree",
    "from entry roles to senior roles holding doctoral degree without further credentials",
    "from research assistant to research scientist holding doctoral degree without further degree",
    "3 best routes from entry roles to senior roles holding doctoral degree and cloud certificate",
]


def test_what_is_held_changes_the_same(script: Page, careers: CareerGraph) -> None:
    told = [each["text"] for each in in_script(script, None, HOLDING, how="gain")]
    answers = [careers.route(phrase) for phrase in HOLDING]
    assert told == [gained(a.gain, careers.labels) for a in answers if a.gain]
    assert told[0].endswith("changes nothing here: without it there are the same 19 routes.")
    assert told[3].endswith("1 route is there only with it. Without it there are 0 routes.")


@settings(THOROUGH, max_examples=max(10, CASES // 2))
@given(world=any_market(), wanted=st.lists(st.one_of(QUERIES, LIMITED), min_size=3, max_size=3))
def test_on_any_graph_what_would_open_a_route_is_the_same(
    script: Page, world: chained.Market, wanted: list[RouteQuery]
) -> None:
    graph = CareerGraph(chained.opened(world))
    phrases = [phrase for query in wanted if (phrase := spelled(query, graph))]
    for phrase, answer in zip(phrases, in_script(script, graph, phrases, how="why"), strict=True):
        same(answer, why_in_python(graph, phrase), phrase)


# ---------------------------------------------------------------- what the page carries


def test_the_ladder_is_small_and_what_the_page_has_is_not_written_twice(
    curated: ox.Store, careers: CareerGraph
) -> None:
    carried = payload(curated)["ask"]["ladder"]
    alone = content(careers)["ladder"]
    assert len(json.dumps(carried, separators=(",", ":"), ensure_ascii=False)) < 25_000
    of_page = [n for n, short in enumerate(carried["nodes"]) if isinstance(short, int)]
    assert {"role:data-analyst", "skill:python"} <= {alone["nodes"][n][1] for n in of_page}
    assert [row for row in carried["nodes"] if isinstance(row, list)] == [
        row for n, row in enumerate(alone["nodes"]) if n not in of_page
    ]


def test_every_part_of_the_script_is_in_it() -> None:
    folder = files("careergraph.pages") / "templates" / "js" / "ask"
    assert sorted(asking.PARTS) == sorted(f.name.removesuffix(".js") for f in folder.iterdir())


def test_a_graph_without_steps_or_with_too_many_is_not_asked_in_the_page(
    careers: CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = careers.index, careers.labels
    assert asking.content(careers.ladder, *names) is not None
    assert asking.content(CareerGraph(ox.Store()).ladder, *names) is None
    monkeypatch.setattr(asking, "MOST_STEPS", len(careers.ladder.steps) - 1)
    assert asking.content(careers.ladder, *names) is None


# ---------------------------------------------------------------- the phrase box


@pytest.fixture(scope="module")
def careers_page(curated: ox.Store) -> str:
    return render(curated, title="Careers")


def ask(page: Page, phrase: str) -> None:
    page.fill("#ask-phrase", phrase)
    page.press("#ask-phrase", "Enter")


def test_a_question_is_answered_in_the_page(opened: Open, careers_page: str) -> None:
    page = opened(careers_page)
    ask(page, "from data analyst to senior roles without further degree")
    expect(details(page).locator(".answer h3")).to_have_text(re.compile("^From data analyst to"))
    expect(details(page).locator(".answer-status")).to_contain_text("19 routes: 18 contested")
    expect(page.locator("#live")).to_contain_text("19 routes: 18 contested")
    details(page).locator(".route").first.click()
    expect(details(page).locator("h3")).to_have_text(
        "Route 1: Data Analyst to Algorithm Governance Lead"
    )
    expect(details(page).locator(".step-words").first).to_contain_text("Asks for")


def test_supported_routes_that_rest_on_weak_mappings_are_not_headed_as_if_they_did_not(
    opened: Open,
) -> None:
    page = opened(render(doubted()))
    ask(page, "from entry roles to senior roles")
    expect(details(page).locator(".answer-status")).to_contain_text(
        "1 supported (open even to a cautious reader, as far as weak mappings hold)"
    )
    expect(details(page).locator(".route-group .note")).to_have_text(
        "Known only through weak mappings: part of what Role 1 needs, Role 1 to Role 2 and what "
        "Role 2 needs."
    )
    details(page).locator(".route").first.click()
    expect(details(page).locator(".why")).to_contain_text("known only through weak mappings")


def test_a_word_that_cannot_be_read_is_marked_and_can_be_mended(
    opened: Open, careers_page: str
) -> None:  # fmt: skip
    page = opened(careers_page)
    ask(page, "from Data Scintist to senior roles")
    expect(page.locator("#ask-fault mark")).to_have_text("Data Scintist")
    expect(page.locator("#ask-fault")).to_contain_text("did you mean 'Data Scientist'")
    expect(page.locator("#ask-phrase")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#ask-fault")).to_have_attribute("aria-live", "polite")
    page.locator("#ask-fault .chip", has_text="Data Scientist").first.click()
    expect(page.locator("#ask-phrase")).to_have_value("from Data Scientist to senior roles")
    expect(details(page).locator(".way").first).to_contain_text("Data Scientist")
    expect(page.locator("#ask-fault mark")).to_have_count(0)


def test_what_could_follow_is_offered_while_typing(opened: Open, careers_page: str) -> None:
    page = opened(careers_page)
    expect(page.locator("#ask-examples .chip:not(.topic)")).to_have_count(3)

    def offered(phrase: str) -> list[str]:
        page.fill("#ask-phrase", phrase)
        options = page.locator("#ask-suggestions option")
        return [str(each.get_attribute("value")) for each in options.all()]

    assert "from data analyst to senior roles" in offered("from data analyst to sen")
    assert offered("from data analyst to senior roles witho")[0].endswith("without further degree")
    assert "from entry roles to senior roles holding Doctoral degree" in offered(
        "from entry roles to senior roles holding doc"
    )
    assert offered("nonsense and more no") == []


def test_an_example_is_one_key_away_and_none_says_why_not(
    opened: Open, careers_page: str
) -> None:  # fmt: skip
    page = opened(careers_page)
    page.locator("#ask-examples .chip").first.focus()
    page.keyboard.press("Enter")
    expect(details(page).locator(".answer h3")).to_contain_text("Fastest from Data Analyst")
    expect(page.locator("#ask-examples")).to_be_hidden()
    ask(page, "from data analyst to AI ethicist without further degree under the cautious reading")
    expect(details(page).locator(".answer-status")).to_contain_text("No route")
    expect(details(page).locator(".answer")).to_contain_text("no step leads to the goal")
    ask(page, "from research assistant to research scientist without further degree cautiously")
    expect(details(page).locator(".answer")).to_contain_text("Every way ends here")
    expect(details(page).locator(".answer")).to_contain_text("Hold a doctoral degree")
    ask(page, "from data analyst to senior roles without further degree")
    why = details(page).locator(".answer")
    expect(why).to_contain_text("What would open a supported way, if a degree is allowed after all")
    expect(why).to_contain_text("Hold an advanced degree (supported: Data Analyst → ")
    ask(page, "")
    expect(page.locator("#ask-examples")).to_be_visible()


def test_a_first_role_after_a_credential_is_told_with_its_source(
    opened: Open, careers_page: str
) -> None:
    page = opened(careers_page)
    page.locator("#ask-examples .chip", has_text="machine learning degree").click()
    details(page).locator(".route").first.click()
    expect(details(page).locator(".stops li").first).to_contain_text("Machine learning degree")
    first = details(page).locator(".step-words").first
    expect(first).to_contain_text("A first role after it")
    expect(first.locator(".evidence")).to_have_text("Stated – Careers with a machine learning "
                                                    "degree, 2026 edition")  # fmt: skip


def test_the_routes_of_an_answer_are_drawn_over_the_ladder(opened: Open, careers_page: str) -> None:
    page = opened(careers_page)
    ask(page, "from data analyst to team manager in at most 2 steps")
    expect(page.locator("#tab-ladder")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#numbers .number-mark")).not_to_have_count(0)
    ask(page, "from data analyst to senior roles banana")
    page.locator("#ask-fault .chip", has_text="at most N steps").click()
    expect(page.locator("#ask-phrase")).to_have_value("from data analyst to senior roles at most ")
    expect(page.locator("#ask-phrase")).to_be_focused()
    expect(page.locator("#numbers .number-mark")).to_have_count(0)


def test_a_limit_that_nobody_speaks_of_is_told_as_not_known(
    opened: Open, careers_page: str
) -> None:
    page = opened(careers_page)
    ask(page, "from entry roles to senior roles within 2 years")
    expect(details(page).locator(".answer-status")).to_contain_text("as far as is known")
    details(page).locator(".route").first.click()
    expect(details(page)).to_contain_text("Whether it takes at most 2 years")


def test_an_address_asks_the_question_again(opened: Open, careers_page: str) -> None:
    page = opened(careers_page, hash="#ask=from%20data%20analyst%20to%20lead%20roles&route=1.2")
    expect(page.locator("#ask-phrase")).to_have_value("from data analyst to lead roles")
    expect(details(page).locator("h3")).to_contain_text("Route 2: Data Analyst")
    assert "ask=from%20data%20analyst" in page.url
    page = opened(careers_page, hash="#ask=%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(page.locator("#ask-fault mark")).to_contain_text("<img")


def test_a_page_without_steps_has_no_phrase_box(opened: Open) -> None:
    expect(opened(render(ox.Store())).locator("#ask")).to_be_hidden()
