"""Running queries: parameters, plain values, every format, and faults in words."""

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from careergraph.errors import (
    EvaluationError,
    FormatError,
    MissingExtraError,
    ParameterError,
    QuerySyntaxError,
    UnknownNameError,
)
from careergraph.sparql import Result, run
from careergraph.sparql.formats import FORMATS, SUFFIXES, render
from careergraph.sparql.layout import breadth, lines
from careergraph.sparql.lexer import tokens
from careergraph.terms import CAREER, ONTOLOGY, PREFIXES, RDF, SKOS

SCIENTIST = URIRef(PREFIXES["role"] + "scientist")
PAY = (
    "SELECT ?role ?pay { ?c career:measure career:pay ; career:subject ?role ; career:minimum ?pay}"
)
HOSTILE = "</script><img src=x onerror=alert(1)> | `*_[x](javascript:y) \x1b[31m\u202e & \"q\" 'p'"


def literals(*values: str) -> Result:
    rows = tuple((ox.Literal(value),) for value in values)
    return Result("rows", ("x",), rows)


# ---------------------------------------------------------------- answers


def test_rows_are_plain_values(small_world: ox.Store) -> None:
    answer = run(small_world, PAY)
    assert answer.columns == ("role", "pay")
    assert list(answer) == [(SCIENTIST, Decimal(95000))]
    assert isinstance(answer.rows[0][0], URIRef)
    assert answer.column("pay") == [Decimal(95000)]


def test_an_unknown_column_is_named_with_those_there_are(small_world: ox.Store) -> None:
    with pytest.raises(KeyError, match="no column 'x'; there are: role, pay"):
        run(small_world, PAY).column("x")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("3", 3), ("1.5", Decimal("1.5")), ("2e0", 2.0), ("true", True), ("'a'", "a"),
        ("'a'@en", "a"), ("'2031'^^xsd:gYear", 2031), ("'x'^^xsd:integer", "x"),
        ("role:scientist", SCIENTIST), ("UNDEF", None),
        ("'2024-05-01'^^xsd:date", "2024-05-01"),
    ],
)  # fmt: skip
def test_a_term_as_a_plain_value(term: str, value: object) -> None:
    found = run(ox.Store(), f"SELECT ?x {{ VALUES ?x {{ {term} }} }}").rows[0][0]
    assert (found, type(found)) == (value, type(value))


def test_ask_is_true_or_false(small_world: ox.Store) -> None:
    yes = run(small_world, "ASK { ?s career:level career:entry }")
    no = run(small_world, "ASK { ?s career:level career:executive }")
    assert (yes.kind, bool(yes), bool(no), yes.rows) == ("truth", True, False, [(True,)])


def test_construct_gives_an_rdflib_graph(small_world: ox.Store) -> None:
    answer = run(small_world, "CONSTRUCT { ?s skos:prefLabel ?l } WHERE { ?s a career:Role ; "
                              "skos:prefLabel ?l }")  # fmt: skip
    assert answer.kind == "graph"
    assert isinstance(answer.graph, Graph)
    assert (SCIENTIST, SKOS.prefLabel, Literal("Data Scientist", lang="en")) in answer.graph
    assert len(answer.graph) == len(answer) == 4
    assert Graph().parse(data=answer.serialize("turtle")).isomorphic(answer.graph)


def test_rows_have_no_graph(small_world: ox.Store) -> None:
    with pytest.raises(FormatError, match="only CONSTRUCT and DESCRIBE"):
        _ = run(small_world, PAY).graph


def test_describe_gives_what_is_said_of_a_node(small_world: ox.Store) -> None:
    answer = run(small_world, "DESCRIBE role:scientist")
    assert (SCIENTIST, RDF.type, CAREER.Role) in answer.rows


def test_derived_links_and_the_ontology_can_be_queried(small_world: ox.Store) -> None:
    answer = run(small_world, "SELECT ?r ?l { ?r career:level/skos:prefLabel ?l } ORDER BY ?l")
    assert answer.column("l") == ["Entry", "Lead", "Mid", "Senior"]


def test_from_says_which_graphs_a_query_sees(small_world: ox.Store) -> None:
    classes = "SELECT ?class {} {{ ?class a owl:Class FILTER (?class = career:Role) }}"
    ontology = f"<{ONTOLOGY}>"
    assert len(list(run(small_world, classes.format("")))) == 1
    assert len(list(run(small_world, classes.format(f"FROM {ontology}")))) == 1
    assert list(run(small_world, classes.format(f"FROM NAMED {ontology}"))) == []
    roles = f"ASK FROM {ontology} {{ ?role a career:Role }} # not from anywhere else"
    assert list(run(small_world, roles)) == [(False,)]


def test_rows_without_an_order_are_sorted_and_those_with_one_are_not(
    small_world: ox.Store,
) -> None:
    values = "{ VALUES ?x { 10 'b' 9 UNDEF role:lead 'a' } }"
    assert run(small_world, f"SELECT ?x {values}").column("x") == [
        None, URIRef(PREFIXES["role"] + "lead"), 9, 10, "a", "b"]  # fmt: skip
    inner = f"SELECT ?x {{ {{ SELECT ?x {values} ORDER BY DESC(?x) }} }}"
    assert run(small_world, inner).column("x")[0] is None
    descending = run(small_world, f"SELECT ?x {values} ORDER BY DESC(?x)").column("x")
    assert descending[-1] is None


def test_a_data_frame_has_numbers_and_labels(small_world: ox.Store) -> None:
    frame = run(small_world, PAY).to_pandas()
    assert list(frame.columns) == ["role", "pay"]
    assert frame["pay"].sum() == 95000
    assert str(frame["pay"].dtype) == "float64"


def test_a_missing_pandas_is_named_with_its_cure(
    small_world: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'careergraph\[pandas\]'"):
        run(small_world, PAY).to_pandas()


# ---------------------------------------------------------------- parameters

BY_ROLE = "SELECT ?l { VALUES ?role { role:analyst } ?role skos:prefLabel ?l }"


@pytest.mark.parametrize(
    "value",
    ["Data Scientist", "data scientists", "role:scientist", f"<{SCIENTIST}>", str(SCIENTIST),
     SCIENTIST, ox.NamedNode(str(SCIENTIST))],
)  # fmt: skip
def test_a_node_is_given_by_name_or_by_iri(value: object, small_world: ox.Store) -> None:
    answer = run(small_world, BY_ROLE, parameters={"role": value})
    assert answer.column("l") == ["Data Scientist"]


def test_without_parameters_a_query_runs_as_it_stands(small_world: ox.Store) -> None:
    assert run(small_world, BY_ROLE).column("l") == ["Data Analyst"]
    assert run(small_world, BY_ROLE, parameters={}).column("l") == ["Data Analyst"]


def test_a_parameter_not_given_keeps_the_value_in_the_text(small_world: ox.Store) -> None:
    text = "SELECT ?a ?b { VALUES (?a ?b) { (role:lead 'x'@en) } }"
    answer = run(small_world, text, parameters={"a": "steward"})
    assert answer.rows == [(URIRef(PREFIXES["role"] + "steward"), "x")]
    assert answer.terms[0][1] == ox.Literal("x", language="en")


@pytest.mark.parametrize(
    ("example", "value", "expected"),
    [
        ("1.0", "95,000", Decimal(95000)), ("1.0", "$95000.50", Decimal("95000.50")),
        ("1", 7, 7), ("'x'", "7", "7"), ("UNDEF", "7", 7), ("UNDEF", "7.5", Decimal("7.5")),
        ("-2", Decimal("1.50"), Decimal("1.50")), ("1", True, True), ("1", 0.5, 0.5),
        ("1", date(2024, 5, 1), "2024-05-01"), ("1", Literal("z", lang="de"), "z"),
    ],
)  # fmt: skip
def test_a_literal_parameter(example: str, value: object, expected: object) -> None:
    text = f"SELECT ?x {{ VALUES (?x) {{ ({example}) }} }}"
    assert run(ox.Store(), text, parameters={"x": value}).column("x") == [expected]


@given(st.text().filter(lambda t: not re.search("[\ud800-\udfff]", t)))
@settings(max_examples=80, deadline=None)
def test_no_text_escapes_from_its_parameter(text: str) -> None:
    query = "SELECT ?x ?y { VALUES (?x ?y) { ('example' 1) } }"
    answer = run(ox.Store(), query, parameters={"x": text})
    assert answer.rows == [(text, 1)]


@pytest.mark.parametrize(
    "value", [URIRef("http://x> } SELECT"), URIRef("no scheme"), "<http://a b>", object(), ["a"]]
)
def test_what_is_no_term_is_refused(value: object, small_world: ox.Store) -> None:
    with pytest.raises((ParameterError, UnknownNameError), match=r"role=|no (node|role)"):
        run(small_world, BY_ROLE, parameters={"role": value})


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ParameterError, match="x='much': expected a number, such as 95000"):
        run(ox.Store(), "SELECT ?x { VALUES (?x) { (1) } }", parameters={"x": "much"})


def test_an_unknown_name_is_answered_with_a_suggestion(small_world: ox.Store) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'Data Scientist'"):
        run(small_world, BY_ROLE, parameters={"role": "Data Sientist"})


def test_an_unknown_parameter_is_answered_with_the_known_ones(small_world: ox.Store) -> None:
    with pytest.raises(ParameterError, match="no parameter is named 'rol'; there are: role"):
        run(small_world, BY_ROLE, parameters={"rol": "x"})


def test_a_query_without_values_takes_no_parameters(small_world: ox.Store) -> None:
    with pytest.raises(ParameterError, match="takes none; a query names its parameters"):
        run(small_world, "ASK { ?s ?p ?o }", parameters={"x": "y"})


def test_values_in_comments_and_texts_are_no_parameters(small_world: ox.Store) -> None:
    text = "# VALUES ?no { 1 }\nSELECT ?x { BIND('VALUES ?no { 1 }' AS ?y) VALUES ?x { 2 } }"
    assert run(small_world, text, parameters={"x": 3}).column("x") == [3]


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?s WHERE { ?s ?p }", r"^line 1, column 25: did not expect '}' here$"),
        ("SELEC ?s WHERE { ?s ?p ?o }", "^line 1, column 1: did not expect 'SELEC' here"),
        ("SELECT ?s\nWERE { ?s ?p ?o }", "^line 2, column 1: did not expect 'WERE' here"),
        ("SELECT ?s {\n  ?s a career:Role ;\n    skos:prefLabel ?l\n    career:level ?x }",
         "^line 4, column 5: did not expect 'career:level' here"),
        ("SELECT ?s { ?s ?p 'é😀' 'x' }", "^line 1, column 24: did not expect 'x' here"),
        ("# why\nSELECT ?s { ?s ?p ?o FILTER(?o = ) }", r"^line 2, column 34: did not expect '\)'"),
        ("SELECT ?s { BIND(COALESCE(?a, 1) AS ?s) ?s ?p }", "^line 1, column 47: did not"),
        ("SELECT ?s { ?s ?p ?o", "^line 1, column 21: the query ends too soon; a closing '}' is"),
        ("SELECT ?s { ?s ?p ?o } ORDER BY", "^line 1, column 32: the query ends too soon$"),
        ("SELECT ?s { ?s ?p 'x }", "^line 1, column 19: a text begins with ' and never ends"),
        ("SELECT ?s {\n ?s rol:x ?o }",
         "^line 2, column 5: no prefix is named 'rol:'; did you mean 'role:'"),
        ("SELECT ?s { ?s <http://a b> ?o }", "^line 1, column 16: an address between < and >"),
        ("SELECT (SUM(?o) AS ?n) ?s { ?s ?p ?o }", "SELECT contains a variable that is unbound"),
        ("", "^line 1, column 1: there is no query here"),
        ("# only a remark\n", "^line 2, column 1: there is no query here"),
        ("PREFIX a: <http://a>\nINSERT DATA { a:x a:y a:z }",
         "^line 2, column 1: INSERT would change"),
        ("CLEAR ALL", "CLEAR would change the graph, and queries here only read"),
    ],
)  # fmt: skip
def test_a_syntax_error_is_placed_where_a_reader_would_look(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message):
        run(ox.Store(), text)


def test_the_file_is_named_and_parameters_do_not_move_the_place(small_world: ox.Store) -> None:
    text = "SELECT ?s {\n  VALUES (?role) {\n    (role:lead)\n  }\n  ?s ?p }"
    with pytest.raises(QuerySyntaxError, match=r"^my\.rq, line 5, column 9: did not expect '}'"):
        run(small_world, text, parameters={"role": "data scientist"}, name="my.rq")


@given(st.lists(st.sampled_from(
    ["SELECT", "?a", "?b", "{", "}", "(", ")", ".", ";", "a", "role:x", "'t'", "1", "FILTER", "<",
     "=", "VALUES", "UNDEF", "OPTIONAL", "#", "\n", "<http://x>", "@en", "^^", "x:y", "ORDER BY",
     "SERVICE", "\\", "\0", "é"]), max_size=12))  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_text_gives_an_answer_or_one_of_our_errors(words: list[str]) -> None:
    try:
        run(ox.Store(), " ".join(words))
    except QuerySyntaxError as error:
        place = re.match(r"line (\d+), column (\d+): \S", str(error))
        assert place
        assert int(place[1]) <= " ".join(words).count("\n") + 1
    except EvaluationError:
        pass


@given(st.text(max_size=60))
def test_tokens_lie_in_the_text_where_they_say(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] == t.text for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <http://localhost:9/> } SERVICE #\n ?e { ?s ?p ?o } }",
        "PREFIX x: <http://localhost:9/> SELECT * { SERVICE x: { ?s ?p ?o } }",
        "SELECT ?x { ?s ?p true\nSERVICE<http://localhost:9/>{ ?s ?p ?o } }",
        "SELECT ?x { ?s ?p 1 FILTER(?x<?s+'>')SERVICE<http://[::1]:9/>{?a ?p ?o}FILTER(1='') }",
        "SELECT ?x { ?s <http://x#> ?y . SERVICE <http://localhost:9/> { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_the_network(text: str) -> None:
    with pytest.raises(EvaluationError, match=r"SERVICE.*never use the network"):
        run(ox.Store(), text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?x { ?service ?p ?x }",
        "SELECT ?x { ?x skos:prefLabel 'Customer service' }",
        "# SERVICE <http://x> { ?s ?p ?o }\nSELECT ?x { skill:customer-service ?p ?x }",
    ],
)
def test_the_word_service_is_no_fault(text: str) -> None:
    assert len(run(ox.Store(), text)) == 0


def test_a_function_that_does_not_exist_is_named() -> None:
    with pytest.raises(EvaluationError, match=r"cannot be answered: .*http://f.* is not supported"):
        run(ox.Store(), "SELECT (<http://f>(1) AS ?x) {}")


def test_a_lone_surrogate_is_one_of_our_errors() -> None:
    with pytest.raises(QuerySyntaxError, match="not Unicode"):
        run(ox.Store(), "SELECT ?x { ?x ?p '\udc80' }")


# ---------------------------------------------------------------- formats

W3C = {"csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
       "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}  # fmt: skip


@pytest.mark.parametrize("format", W3C)
def test_w3c_formats_are_byte_for_byte_those_of_the_engine(
    format: str, small_world: ox.Store
) -> None:
    text = "SELECT ?s ?l ?n { ?s skos:prefLabel ?l OPTIONAL { ?s career:needed ?n } } ORDER BY ?s"
    solutions = small_world.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert run(small_world, text).serialize(format) == solutions.serialize(format=W3C[format])


@pytest.mark.parametrize(("kind", "text"), [
    ("rows", PAY), ("truth", "ASK {}"), ("graph", "DESCRIBE role:lead")])  # fmt: skip
@pytest.mark.parametrize("format", FORMATS)
def test_a_format_holds_an_answer_or_says_which_do(
    kind: str, text: str, format: str, small_world: ox.Store
) -> None:
    answer = run(small_world, text)
    if kind in FORMATS[format].holds:
        assert answer.serialize(format).strip()
        return
    fitting = ", ".join(name for name in FORMATS if kind in FORMATS[name].holds)
    with pytest.raises(FormatError, match=f"^{format} cannot hold .*; these can: {fitting}$"):
        answer.serialize(format)


def test_an_unknown_format_is_answered_with_the_known_ones(small_world: ox.Store) -> None:
    with pytest.raises(FormatError, match="no format is named 'xls'; there are: table, csv"):
        run(small_world, PAY).serialize("xls")


def test_every_file_ending_names_a_format() -> None:
    assert set(SUFFIXES.values()) == set(FORMATS)


def test_labels_are_a_column_of_their_own_when_asked_for(small_world: ox.Store) -> None:
    text = "SELECT ?step ?n { ?step a career:AdvancementStep BIND(1 AS ?n) }"
    content = run(small_world, text).serialize("csv", labels=True).decode()
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0] == ["step", "stepLabel", "n"]
    assert rows[1][1] == "Data Analyst to Data Scientist"
    assert run(small_world, text).serialize("csv").decode().splitlines()[0] == "step,n"


def test_a_table_shows_labels_beside_iris_and_thousands_apart(small_world: ox.Store) -> None:
    text = "SELECT ?role ?pay ?no { VALUES (?role ?pay ?no) { (role:scientist 95000.0 UNDEF) } }"
    header, _, row = run(small_world, text).serialize("table").decode().splitlines()
    assert header.split() == ["role", "pay", "no"]
    assert row == "Data Scientist <role:scientist>  95,000  –"


def test_a_label_column_is_folded_into_the_node_it_names(small_world: ox.Store) -> None:
    text = "SELECT ?r ?rLabel { VALUES (?r ?rLabel) { (role:lead 'Chief') (UNDEF 'only') } }"
    table = run(small_world, text).serialize("table").decode()
    assert [line.strip() for line in table.splitlines()[2:]] == ["only", "Chief <role:lead>"]


def test_a_year_is_not_split_into_thousands() -> None:
    text = "SELECT ?y { VALUES ?y { '2031'^^xsd:gYear } }"
    assert run(ox.Store(), text).serialize("table").decode().splitlines()[2].strip() == "2031"


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
                              max_size=30), min_size=2, max_size=2), max_size=5),
    st.integers(24, 80),
)  # fmt: skip
def test_a_table_never_exceeds_the_terminal_and_loses_nothing(
    rows: list[list[str]], width: int
) -> None:
    drawn = lines(["a", "b"], rows, right=[False, False], width=width)
    assert all(breadth(line) <= width for line in drawn.splitlines())
    shown = "".join(drawn.splitlines()[2:])
    assert Counter("".join(shown.split())) == Counter(
        "".join(word for row in rows for cell in row for word in cell.split()))  # fmt: skip


def test_a_piped_table_has_one_line_a_row(curated: ox.Store) -> None:
    text = "SELECT ?c ?t { ?c career:text ?t }"
    answer = run(curated, text)
    assert len(answer.serialize("table").decode().splitlines()) == len(answer) + 2
    narrow = render(answer, "table", width=60).decode().splitlines()
    assert max(map(breadth, narrow)) <= 60


def test_hostile_text_stays_text_in_html() -> None:
    page = literals(HOSTILE).serialize("html").decode()
    tags = _Tags()
    tags.feed(page)
    assert "img" not in tags.names
    assert "script" not in tags.names
    assert "</script><img src=x onerror=alert(1)>" in "".join(tags.text)


def test_an_html_page_loads_nothing(small_world: ox.Store) -> None:
    text = "SELECT (COUNT(?role) AS ?roles) { ?role a career:Role }"
    page = run(small_world, text).serialize("html").decode()
    assert "default-src 'none'" in page
    tags = _Tags()
    tags.feed(page)
    assert not {"img", "script", "link", "iframe"} & set(tags.names)
    assert {"html", "title", "main", "h1", "table", "th"} <= set(tags.names)


def test_the_page_of_rows_that_name_nodes_loads_nothing(small_world: ox.Store) -> None:
    page = run(small_world, PAY).serialize("html").decode()
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<(link|script|img|iframe)[^>]+(src|href)=\"(?!data:)", page)
    assert '<table id="result">' in page


def test_a_javascript_address_is_no_link() -> None:
    rows = ((ox.NamedNode("javascript:alert(1)"),), (ox.NamedNode("https://example.org/a"),))
    page = Result("rows", ("x",), rows).serialize("html").decode()
    assert 'href="javascript' not in page
    assert 'href="https://example.org/a"' in page


def test_hostile_text_stays_in_its_markdown_cell() -> None:
    line = literals(HOSTILE, "a\nb").serialize("md").decode().splitlines()
    assert len(line) == 4
    assert len(re.findall(r"(?<!\\)\|", line[2])) == 2
    assert "<img" not in line[2]
    assert line[3] == "| a b |"


def test_control_characters_do_not_reach_the_terminal() -> None:
    table = literals(HOSTILE).serialize("table").decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", table)


@given(st.lists(st.one_of(st.none(), st.integers(), st.booleans(),
                          st.decimals(allow_nan=False, allow_infinity=False),
                          st.text(st.characters(exclude_categories=["Cs", "Cc"]))),
                max_size=6))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_json_and_xml_and_tsv_tell_the_same_rows(values: list[object]) -> None:
    answer = Result("rows", ("x",), tuple((_term(value),) for value in values))
    told = json.loads(answer.serialize("json"))["results"]["bindings"]
    assert [row.get("x", {}).get("value") for row in told] == [
        None if t is None else t.value for (t,) in answer.terms]  # type: ignore[union-attr]  # fmt: skip
    root = ET.fromstring(answer.serialize("xml"))
    assert len(root.findall(".//{*}result")) == len(values)
    for format in ("json", "xml", "tsv"):
        parsed = ox.parse_query_results(answer.serialize(format), format=W3C[format])
        assert isinstance(parsed, ox.QuerySolutions)
        assert [row["x"] for row in parsed] == [t for (t,) in answer.terms]


def _term(value: object) -> ox.Literal | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
    if isinstance(value, int) and not isinstance(value, bool):
        return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))
    return ox.Literal(value)  # type: ignore[arg-type]


class _Tags(HTMLParser):
    """The tags and the text of a page, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)
