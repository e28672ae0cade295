"""Where in a query the next word would stand."""

import pytest

from careergraph.sparql.lexer import tokens
from careergraph.sparql.places import place


@pytest.mark.parametrize(
    ("before", "kind"),
    [
        ("", "header"),
        ("SELECT ?x", "header"),
        ("SELECT ?x WHERE {", "subject"),
        ("SELECT ?x { ?x", "predicate"),
        ("SELECT ?x { ?x a", "object"),
        ("SELECT ?x { ?x a career:Role", "ended"),
        ("SELECT ?x { ?x a career:Role ;", "predicate"),
        ("SELECT ?x { ?x a career:Role .", "subject"),
        ("SELECT ?x { ?x career:from ?a ,", "object"),
        ("SELECT ?x { ?x career:from/", "predicate"),
        ("SELECT ?x { ?x (career:from|", "predicate"),
        ("SELECT ?x { ?x (career:from|career:to)+", "object"),
        ("SELECT ?x { ?x rdfs:label 'a'@en", "ended"),
        ("SELECT ?x { ?x career:years '3'^^xsd:integer", "ended"),
        ("SELECT ?x { ?x a career:Role FILTER(", "expression"),
        ("SELECT ?x { ?x a career:Role FILTER(?x = (", "expression"),
        ("SELECT ?x { ?x a career:Role FILTER(?x = 3)", "subject"),
        ("SELECT ?x { FILTER REGEX(", "expression"),
        ("SELECT ?x { FILTER REGEX(?a, 'b')", "subject"),
        ("SELECT ?x { FILTER NOT EXISTS { ?x", "predicate"),
        ("SELECT ?x { BIND(1 AS ?y)", "subject"),
        ("SELECT ?x { VALUES ?x {", "values"),
        ("SELECT ?x { VALUES (?x ?y) { (", "values"),
        ("SELECT ?x { VALUES (?x ?y) { (1 2) }", "subject"),
        ("SELECT ?x { GRAPH", "name"),
        ("SELECT ?x { GRAPH ?g {", "subject"),
        ("SELECT ?x { [ a", "object"),
        ("SELECT ?x { [ a career:Claim ]", "predicate"),
        ("SELECT ?x { ?x career:alternative [ a career:Degree ]", "ended"),
        ("SELECT ?x { OPTIONAL { ?x a career:Role }", "subject"),
        ("SELECT ?x { { SELECT ?y", "header"),
        ("SELECT ?x { { SELECT ?y { ?y", "predicate"),
        ("SELECT ?x { ?x a career:Role } ORDER BY", "header"),
        ("SELECT (COUNT(", "expression"),
    ],
)
def test_a_place_is_known_by_the_words_before_it(before: str, kind: str) -> None:
    assert place(tokens(before)).kind == kind


def test_a_place_knows_the_triple_before_it() -> None:
    found = place(tokens("SELECT * { ?claim a career:Claim ; career:measure"))
    assert (found.subject, found.predicate) == ("?claim", "career:measure")


def test_a_place_knows_the_service_around_it() -> None:
    inside = "SELECT * { SERVICE SILENT route: { [] route:from"
    assert place(tokens(inside)).service == "route:"
    assert place(tokens(f"{inside} ?a }} ?b")).service == ""


def test_brackets_that_close_nothing_are_passed_over() -> None:
    assert place(tokens("} ) ] SELECT * { ) ?x")).kind == "predicate"
