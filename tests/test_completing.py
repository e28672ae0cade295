"""What could stand at the cursor of a query."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from careergraph import store as stores
from careergraph.career_graph import CareerGraph
from careergraph.sparql import cookbook, route_service
from careergraph.sparql.completing import TAKES, Suggestion, complete
from careergraph.sparql.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def graph(curated: ox.Store) -> CareerGraph:
    return CareerGraph(curated)


def suggested(graph: CareerGraph, marked: str, *, most: int = 20) -> list[Suggestion]:
    """The suggestions where | stands."""
    text, _, after = marked.partition("|")
    return list(complete(graph, text + after, len(text), most=most).suggestions)


def texts(graph: CareerGraph, marked: str) -> list[str]:
    return [each.text for each in suggested(graph, marked)]


def put_in(graph: CareerGraph, marked: str) -> str:
    """The query with the first suggestion in it."""
    text, _, after = marked.partition("|")
    found = complete(graph, text + after, len(text))
    return (text + after)[: found.start] + found.suggestions[0].text + (text + after)[found.end :]


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("SEL|", "SELECT"),
        ("SELECT * { ?x a car|", "career:"),
        ("SELECT * { role:data-sci|", "role:data-scientist"),
        ("SELECT * { role:scientist|", "role:data-scientist"),
        ("SELECT * { ?x a role|", "career:Role"),
        ("SELECT * { ?x a career:role|", "career:Role"),
        ("SELECT * { ?x polar|", "career:polarity"),
        ("SELECT * { ?x derived fr|", "career:derivedFrom"),
        ("SELECT * { ?x preflabel|", "skos:prefLabel"),
        ("SELECT * { ?x |", "a"),
        ("SELECT * { ?x career:from/|", "a"),
        ("SELECT * { ?x career:strength |", "career:preferred"),
        ("SELECT * { ?x career:strength typ|", "career:typical"),
        ("SELECT * { ?x career:from data sci|", "role:data-scientist"),
        ('SELECT * { ?x career:from "data sci|', "role:data-scientist"),
        ("SELECT * { VALUES ?x { machine learning eng|", "role:machine-learning-engineer"),
        ("SELECT * { ?x a career:Role FILTER(con|", "CONCAT("),
        ("SELECT * { opt|", "OPTIONAL {"),
        ("SELECT * { SERVICE ro|", "route:"),
        ("SELECT * { SERVICE route: { [] route:withoutf|", "route:withoutFurtherDegree"),
        ("SELECT * { SERVICE route: { [] max s|", "route:maxSteps"),
        ("SELECT * { SERVICE route: { [] route:from data sci|", "role:data-scientist"),
        ("SELECT * { SERVICE pathSearch: { [] pathSearch:alg|", "pathSearch:algorithm"),
        ("SELECT * { SERVICE pathSearch: { [] pathSearch:algorithm |", "pathSearch:allPaths"),
        ("PREFIX sko|", "skos: <http://www.w3.org/2004/02/skos/core#>"),
        ("SELECT * { ?a a career:Role } or|", "ORDER BY"),
    ],
)
def test_the_likeliest_comes_first(graph: CareerGraph, marked: str, first: str) -> None:
    assert texts(graph, marked)[0] == first


def test_a_suggestion_tells_what_it_is_called_and_what_it_is(graph: CareerGraph) -> None:
    (found,) = suggested(graph, "SELECT * { role:data-sci|", most=1)
    assert found == Suggestion("role:data-scientist", "Data Scientist", "Role")
    assert Suggestion("career:polarity", "polarity", "property") in suggested(
        graph, "SELECT * { ?x polar|"
    )
    assert Suggestion("role:", "https://w3id.org/careergraph/id/role/", "prefix") in suggested(
        graph, "SELECT * { rol|"
    )


def test_a_word_alone_is_completed_to_a_query_of_the_cookbook(graph: CareerGraph) -> None:
    assert texts(graph, "skill|") == [
        "skill-gap", "skills-along-routes", "shared-skills", "skill:",
    ]  # fmt: skip
    assert "skill-gap" not in texts(graph, "SELECT * { skill|")


def test_variables_of_the_whole_query_are_completed(graph: CareerGraph) -> None:
    assert texts(graph, "SELECT ?ro| { ?role a career:Role ; career:level ?level }") == ["?role"]
    assert texts(graph, "SELECT ?| { ?role career:level ?level }") == ["?role", "?level"]
    assert texts(graph, "SELECT * { ?role a career:Role FILTER(|")[0] == "?role"


def test_properties_of_the_class_a_subject_has_come_first(graph: CareerGraph) -> None:
    of_claim = texts(graph, "SELECT * { ?c a career:Claim ; |")
    of_step = texts(graph, "SELECT * { ?s a career:AdvancementStep ; |")
    assert "career:measure" in of_claim[:5]
    assert "career:measure" not in of_step[:5]
    assert {"career:from", "career:to"} <= set(of_step[:5])


def test_the_word_under_the_cursor_is_replaced_to_its_end(graph: CareerGraph) -> None:
    assert put_in(graph, "SELECT ?x { ?x a career:Rol|X }") == "SELECT ?x { ?x a career:Role }"
    assert (
        put_in(graph, 'SELECT ?s { ?s career:from "data sci|" }')
        == "SELECT ?s { ?s career:from role:data-scientist }"
    )


def test_a_prefix_that_the_query_declares_is_used(graph: CareerGraph) -> None:
    declared = "PREFIX r: <https://w3id.org/careergraph/id/role/> SELECT * "
    assert texts(graph, declared + "{ r:data-sci|")[0] == "r:data-scientist"
    taken = "PREFIX role: <https://example.org/> SELECT * "
    assert texts(graph, taken + "{ role:data-sci|") == []
    assert texts(graph, taken + "{ data scientist|")[0] == (
        "<https://w3id.org/careergraph/id/role/data-scientist>"
    )


def test_what_no_prefixed_name_can_say_is_an_iri(tmp_path: Path) -> None:
    file = tmp_path / "odd.ttl"
    file.write_text(
        "<https://w3id.org/careergraph/id/role/a/b> a <https://w3id.org/careergraph/ontology#Role>"
        '; <http://www.w3.org/2004/02/skos/core#prefLabel> "Odd one"@en .',
        encoding="utf-8",
    )
    odd = CareerGraph(stores.open_store(file))
    assert texts(odd, "SELECT * { odd o|") == ["<https://w3id.org/careergraph/id/role/a/b>"]
    assert texts(odd, "SELECT * { <https://w3id.org/careergraph/id/role/|") == texts(
        odd, "SELECT * { role:a|"
    )


def test_data_may_use_words_that_no_ontology_declares(tmp_path: Path) -> None:
    file = tmp_path / "foreign.ttl"
    file.write_text(
        "<https://example.org/a> a <https://schema.org/Person> ;"
        " <https://schema.org/knowsAbout> <https://example.org/b> .",
        encoding="utf-8",
    )
    foreign = CareerGraph(stores.open_store(file))
    assert texts(foreign, "SELECT * { ?x schema:|") == ["schema:knowsAbout"]
    assert texts(foreign, "SELECT * { ?x a schema:|") == ["schema:Person"]


@pytest.mark.parametrize(
    "marked",
    ["SELECT * { # rol|", 'SELECT * { ?x career:text 3 FILTER(?x = "data sci|', "SELECT * { ex:a|"],
)
def test_where_nothing_can_be_meant_nothing_is_suggested(graph: CareerGraph, marked: str) -> None:
    assert texts(graph, marked) == []


def test_no_more_is_suggested_than_asked_for(graph: CareerGraph) -> None:
    assert len(suggested(graph, "SELECT * { ?x |", most=3)) == 3
    assert suggested(graph, "SELECT * { ?x |", most=0) == []


def test_the_properties_that_take_nodes_are_those_of_the_route_service() -> None:
    assert set(TAKES) <= set(route_service.PARAMETERS)


_PIECES = st.sampled_from(
    ["SELECT", "?x", "?", "{", "}", "(", ")", "[", "]", "a", "career:", "role:data", '"data',
     "'", '"""', "<http://", "<", ">", "#", "\n", ".", ";", ",", "/", "|", "^", "^^", "@en",
     "FILTER", "SERVICE", "route:", "VALUES", "PREFIX", "ex:", "machine lear", "-", "\\", "&",
     "\ud800", "é", "3", "BIND", "GRAPH", "UNION", "true", "data sci"]
)  # fmt: skip
_SPACED = st.lists(st.tuples(_PIECES, st.sampled_from(["", " ", "\n"])), max_size=12)
_HALF_WRITTEN = _SPACED.map(lambda pairs: "".join(a + b for a, b in pairs))


@given(st.one_of(_HALF_WRITTEN, st.text(max_size=40)), st.integers(-3, 80))
def test_whatever_is_half_written_gets_an_answer_about_itself(text: str, at: int) -> None:
    found = complete(_fuzzed(), text, at)
    cursor = max(0, min(at, len(text)))
    assert 0 <= found.start <= cursor <= found.end <= len(text)
    assert len(found.suggestions) <= 20
    assert len({each.text for each in found.suggestions}) == len(found.suggestions)
    assert found == complete(_fuzzed(), text, at)


_KEPT: list[CareerGraph] = []


def _fuzzed() -> CareerGraph:
    if not _KEPT:
        _KEPT.append(CareerGraph(stores.open_store()))
    return _KEPT[0]


@pytest.mark.parametrize("recipe", cookbook.recipes(), ids=lambda recipe: recipe.name)
def test_each_shipped_query_can_be_typed_letter_by_letter(recipe: cookbook.Recipe) -> None:
    graph, text = _fuzzed(), recipe.text
    for at in range(0, len(text), 7):
        found = complete(graph, text[:at], at)
        assert found.end == at


def test_terms_are_found_as_soon_as_they_are_typed(graph: CareerGraph) -> None:
    """Of each property that shipped queries use, three letters put it among the suggestions."""
    words: Vocabulary = graph.vocabulary
    for iri in words.properties:
        local = iri.rpartition("#")[2]
        if iri.startswith("https://w3id.org/careergraph/ontology#"):
            assert f"career:{local}" in texts(graph, f"SELECT * {{ ?x career:{local}|")


def test_a_keystroke_costs_little(graph: CareerGraph) -> None:
    complete(graph, "SELECT * { data", 15)
    begun = time.process_time()
    for _ in range(20):
        complete(graph, "SELECT * { ?x career:from data sci", 34)
    assert (time.process_time() - begun) / 20 < 0.05
