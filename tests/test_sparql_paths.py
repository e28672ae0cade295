"""Path search and route search inside a query: their vocabularies, rows that join, and faults."""

import re
from collections import Counter
from contextlib import suppress
from itertools import permutations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from careergraph import claims, names
from careergraph.errors import (
    EvaluationError,
    QuerySyntaxError,
    QuestionError,
    UnknownNameError,
)
from careergraph.routes import RouteAnswer, RouteQuery, compile_ladder, parse, search
from careergraph.sparql import Result, loopless, paths, route_service, run
from careergraph.sparql.calls import ROUTE
from careergraph.sparql.known import Known
from careergraph.store import shipped
from careergraph.terms import CAREER
from cases import cases
from worlds import Ladder, ladders, opened

ARROW = ox.NamedNode("urn:to")
HEADLINE = "from entry role to senior role without further degree"
Triple = tuple[int, str, str]


def arrows(*pairs: str) -> ox.Store:
    """A graph of one-letter nodes: `arrows("ab", "bc")` leads from a to b to c."""
    store = ox.Store()
    for a, b in pairs:
        store.add(ox.Quad(ox.NamedNode(f"urn:{a}"), ARROW, ox.NamedNode(f"urn:{b}")))
    return store


def service(*parts: str, pattern: str = "{ SELECT * { ?a <urn:to> ?b } }") -> str:
    """A SERVICE block with these properties, in the shape that QLever documents."""
    written = " ;\n".join(f"pathSearch:{part}" for part in parts)
    return f"""SERVICE pathSearch: {{
        _:path pathSearch:algorithm pathSearch:allPaths ;
        pathSearch:pathColumn ?path ; pathSearch:edgeColumn ?edge ;
        pathSearch:start ?a ; pathSearch:end ?b ;
        {written} .
        {pattern}
    }}"""


def found(answer: Result) -> list[str]:
    """The paths of an answer as the letters of their nodes, by the number of the path."""
    rows = sorted(zip(*(answer.column(c) for c in ("path", "edge", "a", "b")), strict=True))
    letters: dict[object, str] = {}
    for path, edge, a, b in rows:
        start = letters.setdefault(path, str(a)[-1])
        assert (len(start), start[-1]) == (edge + 1, str(a)[-1])  # type: ignore[operator]
        letters[path] = start + str(b)[-1]
    assert list(letters) == list(range(len(letters)))
    return list(letters.values())


def ask(store: ox.Store, *parts: str, around: str = "") -> list[str]:
    return found(run(store, f"SELECT * {{ {around} {service(*parts)} }}"))


# ---------------------------------------------------------------- what a path is


def test_paths_are_numbered_from_0_the_shortest_first_and_so_are_their_edges() -> None:
    store = arrows("ab", "bc", "ac", "cd")
    assert ask(store, "source <urn:a>", "target <urn:d>") == ["acd", "abcd"]


def test_a_path_goes_on_through_a_target_and_never_comes_back() -> None:
    store = arrows("ab", "bc", "ca", "bd", "db", "bb")
    assert ask(store, "source <urn:a>", "target <urn:b>", "target <urn:c>") == ["ab", "abc"]
    assert ask(store, "source <urn:a>", "target <urn:a>") == []


def test_without_target_every_node_that_is_reached_is_one() -> None:
    assert ask(arrows("ab", "bc", "xy"), "source <urn:a>") == ["ab", "abc"]


def test_several_sources_and_targets_are_all_combined_unless_they_are_paired() -> None:
    store = arrows("ac", "ad", "bc", "bd")
    ends = ("source <urn:a>, <urn:b>", "target <urn:c>", "target <urn:d>")
    assert ask(store, *ends) == ["ac", "ad", "bc", "bd"]
    assert ask(store, *ends, "cartesian true") == ["ac", "ad", "bc", "bd"]
    assert ask(store, *ends, "cartesian false") == ["ac", "bd"]


def test_depth_and_number_are_limits_on_the_search() -> None:
    store = arrows("ab", "ac", "bd", "cd", "de", "bc")
    to_e = ("source <urn:a>", "target <urn:e>")
    assert ask(store, *to_e) == ["abde", "acde", "abcde"]
    assert ask(store, *to_e, "maxDepth 3") == ["abde", "acde"]
    assert ask(store, *to_e, "maxDepth 0") == []
    assert ask(store, *to_e, "numPathsPerTarget 1") == ["abde"]
    assert ask(store, *to_e, "numPathsPerTarget 0") == []
    assert ask(store, "source <urn:a>", "numPathsPerTarget 1", "maxDepth 2") == ["ab", "ac", "abd"]


def test_two_edges_between_the_same_nodes_are_two_paths_with_their_properties() -> None:
    store = arrows("bc")
    for name in ("p", "q"):
        store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode(f"urn:{name}"),
                          ox.NamedNode("urn:b")))  # fmt: skip
    block = service("source <urn:a>", "target <urn:c>", "edgeProperty ?p", "edgeProperty ?n",
                    pattern="{ ?a ?p ?b . BIND(STRLEN(STR(?p)) AS ?n) }")  # fmt: skip
    rows = run(store, f"SELECT ?path ?edge ?p ?n {{ {block} }}").rows
    assert rows == [
        (0, 0, URIRef("urn:p"), 5), (0, 1, URIRef("urn:to"), 6),
        (1, 0, URIRef("urn:q"), 5), (1, 1, URIRef("urn:to"), 6),
    ]  # fmt: skip


def test_edges_that_agree_in_all_that_is_asked_for_are_one() -> None:
    pattern = "{ ?a <urn:to> ?b . VALUES ?twice { 1 2 } }"
    block = service("source <urn:a>", pattern=pattern)
    assert found(run(arrows("ab"), f"SELECT * {{ {block} }}")) == ["ab"]


@settings(max_examples=cases(150), deadline=None)
@given(
    st.sets(st.text("abcdef", min_size=2, max_size=2), max_size=14),
    st.sets(st.sampled_from("abcdef"), min_size=1, max_size=3),
    st.none() | st.integers(0, 5),
    st.none() | st.integers(1, 4),
)
def test_the_search_finds_what_trying_every_order_of_nodes_finds(
    pairs: set[str], targets: set[str], most: int | None, each: int | None
) -> None:
    every = [
        "a" + "".join(rest)
        for length in range(1, 6)
        for rest in permutations("bcdef", length)
        if all(x + y in pairs for x, y in zip("a" + "".join(rest), rest, strict=False))
    ]
    fitting = [p for p in every if p[-1] in targets and (most is None or len(p) - 1 <= most)]
    parts = [f"target <urn:{t}>" for t in sorted(targets)]
    parts += [f"maxDepth {most}"] if most is not None else []
    asked = ask(arrows(*pairs), "source <urn:a>", *parts)
    assert sorted(asked) == sorted(fitting)
    assert [len(p) for p in asked] == sorted(len(p) for p in asked)
    if each is not None:
        few = ask(arrows(*pairs), "source <urn:a>", *parts, f"numPathsPerTarget {each}")
        lengths = {t: sorted(len(p) for p in fitting if p[-1] == t)[:each] for t in targets}
        assert set(few) <= set(fitting)
        assert {t: sorted(len(p) for p in few if p[-1] == t) for t in targets} == lengths


def test_a_search_that_grows_too_large_is_an_error_that_names_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dense = arrows(*(x + y for x in "abcdefghij" for y in "abcdefghij"))
    monkeypatch.setattr(paths, "MOST_ROWS", 5000)
    with pytest.raises(EvaluationError, match=r"^line 1, column 13: .*more than 5,000 rows; limit "
                                              r"it with pathSearch:maxDepth"):  # fmt: skip
        ask(dense, "source <urn:a>")
    monkeypatch.setattr(loopless, "MOST_WORK", 1000)
    with pytest.raises(EvaluationError, match="more than 1,000 beginnings of paths to try"):
        ask(dense, "source <urn:a>", "target <urn:b>")
    assert len(ask(dense, "source <urn:a>", "numPathsPerTarget 1")) == 9


# ---------------------------------------------------------------- in a query


def test_a_source_or_target_that_the_query_binds_is_looked_up_first() -> None:
    store = arrows("ab", "bc", "xb")
    assert ask(store, "source ?s", around="VALUES ?s { <urn:a> }") == ["ab", "abc"]
    assert ask(store, "source <urn:a>", "target ?t", around="?t ^<urn:to> <urn:b> .") == ["abc"]
    both = "VALUES (?s ?t) { (<urn:a> <urn:b>) (<urn:x> <urn:c>) }"
    assert ask(store, "source ?s", "target ?t", "cartesian false", around=both) == ["ab", "xbc"]
    rows = run(store, f"SELECT ?s ?t {{ {both} {service('source ?s', 'target ?t')} }}").rows
    assert Counter(f"{s[-1]}{t[-1]}" for s, t in rows) == {"ab": 1, "xc": 2}  # type: ignore[index]


def test_a_variable_that_nothing_binds_takes_every_start_and_every_end() -> None:
    store = arrows("ab", "bc")
    answer = run(store, f"SELECT * {{ {service('source ?s', 'target ?t')} }}")
    assert found(answer) == ["ab", "abc", "bc"]
    ends = zip(answer.column("s"), answer.column("t"), strict=True)
    assert {f"{s}"[-1] + f"{t}"[-1] for s, t in ends} == {"ab", "ac", "bc"}


@pytest.mark.parametrize(
    "query",
    [
        "VALUES ?s {{ <urn:a> }} OPTIONAL {{ {0} }}",
        "VALUES ?s {{ <urn:a> }} {{ {0} }} UNION {{ FILTER(false) }}",
        "VALUES ?s {{ <urn:a> }} {{ SELECT * {{ {0} }} }}",
        "{{ SELECT ?s {{ ?s <urn:to> <urn:b> FILTER(?s != <urn:x>) }} }} {0} FILTER(?edge < 9)",
        "{0} ?s <urn:to> <urn:b> . FILTER(?s = <urn:a>)",
        "BIND(<urn:a> AS ?s) {0} ?b ?any ?thing OPTIONAL {{ ?thing ?p ?o }}",
        "VALUES ?s {{ <urn:a> }} FILTER(1<2)\n# SERVICE pathSearch: {{\n{0} BIND('service' AS ?x)",
        "VALUES ?s {{ <urn:a> }} {0} FILTER NOT EXISTS {{ ?s <urn:n> ?b }} MINUS {{ ?b ?s ?c }}",
    ],
)  # fmt: skip
def test_a_block_may_stand_anywhere_in_a_pattern(query: str) -> None:
    store = arrows("ab", "bc", "cd", "xb")
    block = service("source ?s", "target <urn:c>")
    rows = run(store, f"SELECT DISTINCT ?s ?a ?b {{ {query.format(block)} }}").rows
    letters = ["".join(str(node)[-1] for node in row) for row in rows]
    assert letters == ["aab", "abc"]


def test_a_block_inside_not_exists_or_minus_takes_away_what_it_finds() -> None:
    store = arrows("ab", "bc", "xy")
    block = service("source ?s", "target <urn:c>")
    for around in ("FILTER NOT EXISTS", "MINUS"):
        text = f"SELECT ?s {{ VALUES ?s {{ <urn:a> <urn:x> }} {around} {{ {block} }} }}"
        assert run(store, text).column("s") == [URIRef("urn:x")]


def test_a_block_goes_on_from_where_another_ends() -> None:
    second = (service("source ?b", "target <urn:d>").replace("?path", "?path2")
              .replace("?edge", "?edge2").replace("start ?a", "start ?c")
              .replace("end ?b", "end ?d").replace("?a <urn:to> ?b", "?c <urn:to> ?d"))  # fmt: skip
    first = service("source <urn:a>", "maxDepth 1")
    for blocks in (first + second, second + first):
        rows = run(arrows("ab", "bd", "xd"), f"SELECT ?a ?b ?c ?d {{ {blocks} }}").rows
        assert rows == [tuple(URIRef(f"urn:{n}") for n in "abbd")]


def test_a_pattern_of_edges_may_hold_a_path_search_of_its_own() -> None:
    inner = service("source ?x", "maxDepth 2").replace("?a", "?c").replace("?b", "?d")
    inner = inner.replace("?path", "?p2").replace("?edge", "?e2")
    pattern = f"{{ SELECT (?x AS ?a) (?d AS ?b) {{ {inner} FILTER(?e2 = 1) }} }}"
    block = service("source <urn:a>", pattern=pattern)
    assert found(run(arrows("ab", "bc", "cd", "de"), f"SELECT * {{ {block} }}")) == ["ac", "ace"]


def test_texts_and_blank_nodes_come_through_as_they_are() -> None:
    store = ox.Store()
    hostile = 'SERVICE <http://localhost:9/> { } " \\u0022 } # \n?x'
    node = ox.BlankNode("inner")
    store.add(ox.Quad(ox.NamedNode("urn:a"), ARROW, node))
    store.add(ox.Quad(node, ARROW, ox.NamedNode("urn:c")))
    store.add(ox.Quad(node, ox.NamedNode("urn:label"), ox.Literal(hostile, language="en")))
    block = service("source <urn:a>", "target <urn:c>", "edgeProperty ?label", pattern=
                    "{ ?a <urn:to> ?b OPTIONAL { ?a <urn:label> ?label } }")  # fmt: skip
    answer = run(store, f"SELECT ?edge ?label ?found {{ {block} ?a <urn:label> ?found }}")
    assert answer.terms == ((ox.Literal(1), *(ox.Literal(hostile, language="en"),) * 2),)
    assert [row[0] for row in run(store, f"SELECT ?label {{ {block} }}").terms] == [
        None, ox.Literal(hostile, language="en")]  # fmt: skip


def test_ask_construct_and_grouping_see_the_rows() -> None:
    store, block = arrows("ab", "bc"), service("source <urn:a>")
    assert bool(run(store, f"ASK {{ {block} FILTER(?edge = 1) }}"))
    assert not bool(run(store, f"ASK {{ {block} FILTER(?edge = 2) }}"))
    assert len(run(store, f"CONSTRUCT {{ ?a <urn:on> ?b }} WHERE {{ {block} }}")) == 2
    text = f"SELECT ?path (COUNT(*) AS ?n) {{ {block} }} GROUP BY ?path ORDER BY DESC(?n)"
    assert run(store, text).column("n") == [2, 1]


def test_parameters_reach_into_a_block(small_world: ox.Store) -> None:
    pattern = "{ ?step career:from ?a ; career:to ?b }"
    inside = f"{service('source ?s', pattern=pattern)} ?b skos:prefLabel ?l"
    text = f"SELECT ?l {{\n  VALUES (?s) {{\n (role:analyst) }}\n {inside} }}"
    assert run(small_world, text).column("l") == ["Data Lead", "Data Scientist", "Data Scientist"]
    steward = run(small_world, text, parameters={"s": "data steward"})
    assert len(steward) == 6
    broken = text.replace("pathSearch:source", "pathSearch:sourse")
    with pytest.raises(QuerySyntaxError, match=r"^my\.rq, line 8, column 27: there is no pathS"):
        run(small_world, broken, parameters={"s": "data steward"}, name="my.rq")


@pytest.mark.parametrize(
    "start", ["SERVICE <https://qlever.cs.uni-freiburg.de/pathSearch/> {", "service pathSearch:{",
              "SERVICE SILENT pathSearch: {", "Service p: {"])  # fmt: skip
@pytest.mark.parametrize("subject", ["_:p {}", "[] {}", "[ {} ]", "?p {}", "<urn:p> {} ; "])
def test_the_shapes_that_a_block_may_have(start: str, subject: str) -> None:
    iri = "https://qlever.cs.uni-freiburg.de/pathSearch/"
    parts = f"p:algorithm <{iri}allPaths> ; p:source <urn:a> ; p:pathColumn ?path ;; " \
            "p:edgeColumn ?edge ; p:start ?a ; p:end ?b ; p:maxDepth '1'^^xsd:integer"  # fmt: skip
    block = f"{start} {subject.format(parts)} {{ ?a <urn:to> ?b }} }}"
    text = f"PREFIX p: <{iri}> SELECT * {{ {block} }}"
    assert found(run(arrows("ab", "bc"), text)) == ["ab"]


# ---------------------------------------------------------------- faults of a path search

GOOD = ["algorithm pathSearch:allPaths", "source <urn:a>", "pathColumn ?path", "edgeColumn ?edge",
        "start ?a", "end ?b"]  # fmt: skip


def block(*parts: str, pattern: str = "{ ?a <urn:to> ?b }") -> str:
    written = " ;\n".join(f"pathSearch:{part}" for part in parts)
    return f"SELECT * {{\nSERVICE pathSearch: {{ [] {written} .\n{pattern} }} }}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        *((block(*(p for p in GOOD if not p.startswith(name))),
           f"line 2, column 1: pathSearch:{name} is missing from this SERVICE block")
          for name in ("algorithm", "source", "pathColumn", "edgeColumn", "start", "end")),
        (block(*GOOD, pattern=""), "line 2, column 1: the pattern of the edges is missing"),
        (block(*GOOD, "start ?c"), "line 8, column 18: pathSearch:start is given twice"),
        (block(*GOOD, "maxDepht 3"), "there is no pathSearch:maxDepht; did you mean maxDepth?"),
        (block(*GOOD, "x 3"), "there is no pathSearch:x; there are algorithm, start, end"),
        (block(*GOOD, "maxDepth -1"),
         "line 8, column 21: pathSearch:maxDepth takes a whole number of 0 or more, and got -1"),
        (block(*GOOD, "maxDepth 1.5"), "takes a whole number of 0 or more, and got 1.5"),
        (block(*GOOD, "numPathsPerTarget 'x'"), "takes a whole number of 0 or more, and got 'x'"),
        (block(*GOOD, "numPathsPerTarget ?n"), "takes a whole number of 0 or more, and got \\?n"),
        (block(*GOOD, "cartesian 'no'"), "pathSearch:cartesian takes true or false, and got 'no'"),
        (block(*GOOD, "cartesian false"), "pairs each source with a target.*there are 1 and 0"),
        (block(*GOOD, "cartesian false", "target ?t"), "or a variable for both"),
        (block("algorithm <urn:x>", *GOOD[1:]), "takes pathSearch:allPaths.*and got <urn:x>"),
        (block(*GOOD[:4], "start <urn:a>", "end ?b"), "start takes a variable, and got <urn:a>"),
        (block(*GOOD[:4], "start ?a", "end ?a"), r"\?a is given for pathSearch:start already"),
        (block(*GOOD, "source ?s"), "one variable or any number of nodes, not both"),
        (block(*GOOD, "edgeProperty ?c"), r"column 25: the pattern of the edges has no \?c"),
        (block(*GOOD, pattern="{ ?a <urn:to> ?b } { ?a ?p ?b }"), "a second pattern in one"),
        (block(*GOOD, pattern="{ ?a <urn:to> }"), "^line 8, column 15: did not expect '}' here"),
        (block(*GOOD, pattern="{ ?a rol:x ?b }"), "column 6: no prefix is named 'rol:'"),
        (block(*GOOD, "source nope:x"), "line 8, column 19: cannot read the value nope:x"),
        (block(*GOOD, "source ,"), "pathSearch:source needs a value, and there is none here"),
        (block(*GOOD, "source <urn:a> <urn:b>"), "did not expect '<urn:b>' here; a ';' goes"),
        (block(*GOOD, "source <urn:a> ; skos:broader 3"), "expected a property such as pathSearch"),
        (block(*GOOD).replace("[]", "42"), "line 2, column 23: did not expect '42' here"),
        (block(*GOOD)[:-4], "line 2, column 1: this SERVICE block never ends; a closing '}'"),
        (block(*GOOD) + "\nGROUP", "^line 9, column 6: the query ends too soon"),
        (block(*GOOD)[:-1] + " ?x }", r"^line 8, column 26: did not expect '}' here"),
        (block(*GOOD).replace("SELECT *", "SELECT (SUM(?a) AS ?n) ?b"), "variable that is unbound"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as fault:
        run(arrows("ab"), text)
    assert "\n" not in str(fault.value)


FOREIGN = "{ SERVICE <http://localhost:9/> { ?a ?p ?b } }"


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {service('source <urn:a>')} SERVICE <http://localhost:9/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {service('source <urn:a>', pattern=FOREIGN)} }}",
        "PREFIX pathSearch: <http://localhost:9/> SELECT * { SERVICE pathSearch: { ?a ?p ?b } }",
        "SELECT * { SERVICE <https://qlever.cs.uni-freiburg.de/pathSearchOther/> { ?a ?p ?b } }",
        r"SELECT * { \u0053ERVICE <http://localhost:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://localhost:9/> { SERVICE pathSearch: { ?s ?p ?o } } }",
    ],
)  # fmt: skip
def test_no_other_service_is_let_through_beside_ours(text: str) -> None:
    with pytest.raises(
        (EvaluationError, QuerySyntaxError), match=r"never use the network|expected a"
    ):
        run(arrows("ab"), text)


@given(st.lists(st.sampled_from(
    ["SELECT *", "{", "}", "SERVICE", "pathSearch:", "route:", "_:p", "[", "]", ";", ".", ",", "?a",
     "pathSearch:source", "pathSearch:start", "route:from", "'entry role'", "'", "<urn:a>", "1",
     "-", "VALUES", "OPTIONAL", "UNION", "FILTER", "(", ")", "#", "\n", "^^", "@en"]), max_size=14),
    st.integers(0, 200))  # fmt: skip
@settings(max_examples=cases(200), deadline=None)
def test_any_text_gives_an_answer_or_one_of_our_errors(words: list[str], cut: int) -> None:
    whole = block(*GOOD)
    for text in ("SELECT * { " + " ".join(words), whole[:cut] + " ".join(words) + whole[cut:]):
        with suppress(QuerySyntaxError, EvaluationError, QuestionError, UnknownNameError):
            run(arrows("ab"), text)


# ---------------------------------------------------------------- routes in a query


class Routes:
    """The names and steps of a graph, as a CareerGraph knows them, and the search."""

    def __init__(self, store: ox.Store) -> None:
        self.store, self.index = store, names.read(store)
        self.ladder = compile_ladder(store, claims.read(store))
        self.known = Known(lambda: self.index, lambda: self.ladder)

    def route(self, asked: RouteQuery) -> RouteAnswer:
        return search(self.ladder, asked)


@pytest.fixture(scope="module")
def routes(curated: ox.Store) -> Routes:
    return Routes(curated)


EVERY = ("path", "index", "step", "start", "end", "status", "stepStatus", "steps")


def routed(*parts: str, columns: tuple[str, ...] = EVERY, around: str = "") -> str:
    written = " ;\n".join([*parts, *(f"route:{name} ?{name}" for name in columns)])
    return f"SELECT * {{ {around} SERVICE route: {{ _:r {written} }} }}"


def rows_of(answer: RouteAnswer) -> list[tuple[object, ...]]:
    """The rows that tell an answer, in the order of EVERY."""
    return [
        (n, i, s.step.iri, s.step.start, s.step.end, route.status.value, s.status.value,
         len(route.steps))
        for n, route in enumerate(answer.routes) for i, s in enumerate(route.steps)
    ]  # fmt: skip


def told(answer: Result) -> list[tuple[object, ...]]:
    return sorted(zip(*(answer.column(name) for name in EVERY), strict=True))


ASKED = {
    f'route:phrase "{HEADLINE}"': HEADLINE,
    'route:from "entry role" ; route:to "senior role" ; route:withoutFurtherDegree true': HEADLINE,
    "route:from career:entry ; route:to career:senior ; route:reading 'cautious'":
        "from entry role to senior role under the cautious reading",
    f'route:phrase "{HEADLINE}" ; route:reading "generous" ; route:maxSteps 1':
        f"{HEADLINE} in at most 1 step under the generous reading",
    "route:from role:data-analyst ; route:to 'senior roles' ; route:withoutSource source:curation":
        "from Data Analyst to senior roles leaving out curation",
    "route:from role:data-analyst ; route:to 'roles at level lead' ; route:holding "
    "credential:masters-degree , \"bachelor's degree\" ; route:withoutFurtherDegree true":
        "from Data Analyst to roles at level lead without further degree holding master's degree "
        "and bachelor's degree",
}  # fmt: skip


@pytest.mark.parametrize("parts", ASKED)
def test_the_rows_are_the_routes_that_the_search_finds(parts: str, routes: Routes) -> None:
    answer = routes.route(parse(ASKED[parts], routes.index))
    assert answer.routes
    assert told(run(routes.store, routed(parts), known=routes.known)) == rows_of(answer)


def test_names_and_steps_are_compiled_where_none_are_given(small_world: ox.Store) -> None:
    answer = run(small_world, routed('route:phrase "from Data Steward to Data Lead"'))
    assert told(answer) == rows_of(Routes(small_world).route(
        parse("from Data Steward to Data Lead", names.read(small_world))))  # fmt: skip
    assert len(answer) == 3


@settings(max_examples=cases(60), deadline=None)
@given(ladders(), st.booleans(), st.none() | st.integers(1, 4),
       st.sampled_from([None, "cautious", "generous"]))  # fmt: skip
def test_rows_and_search_agree_on_generated_graphs(
    world: Ladder, no_degree: bool, most: int | None, reading: str | None
) -> None:
    graph = Routes(opened(world))
    parts = ['route:from "entry role"', 'route:to "senior roles"']
    parts += [f"route:withoutFurtherDegree {str(no_degree).lower()}"]
    parts += [f"route:maxSteps {most}"] if most else []
    parts += [f'route:reading "{reading}"'] if reading else []
    words = f"from entry role to senior roles{' without further degree' if no_degree else ''}"
    words += f" in at most {most} steps" if most else ""
    words += f" under the {reading} reading" if reading else ""
    try:
        wanted = rows_of(graph.route(parse(words, graph.index)))
    except QuestionError as error:
        with pytest.raises(QuestionError, match=re.escape(str(error))):
            run(graph.store, routed(*parts), known=graph.known)
        return
    assert told(run(graph.store, routed(*parts), known=graph.known)) == wanted


def test_routes_join_with_the_rest_of_the_query(routes: Routes) -> None:
    text = routed(f'route:phrase "{HEADLINE}"', columns=("path", "index", "step", "end"), around=
                  "?end career:worksIn ?industry . ?step career:kind ?kind .")  # fmt: skip
    answer = run(routes.store, text, known=routes.known)
    whole = rows_of(routes.route(parse(HEADLINE, routes.index)))
    ends = Counter(end for *_, end, _, _, _ in whole)
    works = run(routes.store, "SELECT ?end ?i { ?end a career:Role ; career:worksIn ?i }").rows
    assert len(answer) == sum(ends[end] for end, _ in works) > 0
    assert set(answer.column("kind")) <= {CAREER.promotion, CAREER.specialisation, CAREER.lateral,
                                          CAREER.pivot}  # fmt: skip


def test_only_the_columns_asked_for_are_there_and_each_row_once(routes: Routes) -> None:
    text = routed(f'route:phrase "{HEADLINE}"', columns=("status",))
    answer = run(routes.store, text, known=routes.known)
    assert answer.rows == [("contested",), ("supported",), ("unknown",)]
    assert bool(run(routes.store, "ASK { SERVICE route: { [] route:from 'data analyst' ; "
                                  "route:to 'senior role' } }",
                    known=routes.known))  # fmt: skip


def test_one_question_is_asked_for_each_value_of_a_variable(routes: Routes) -> None:
    around = "VALUES (?s ?c) { (role:data-analyst UNDEF) " \
             "(role:data-analyst credential:masters-degree) " \
             "(role:machine-learning-engineer credential:bachelors-degree) }"  # fmt: skip
    text = routed("route:from ?s", "route:to 'senior role'", "route:holding ?c",
                  "route:withoutFurtherDegree true", around=around)  # fmt: skip
    got = Counter(run(routes.store, text, known=routes.known).column("s"))
    expected: Counter[object] = Counter()
    for start, held in (("Data Analyst", ""), ("Data Analyst", " holding master's degree"),
                        ("Machine Learning Engineer", " holding bachelor's degree")):  # fmt: skip
        words = f"from {start} to senior role without further degree{held}"
        answer = routes.route(parse(words, routes.index))
        twice = 1 + (start == "Data Analyst")  # what is undefined joins with any row of its role
        expected[answer.starts[0]] += twice * len(rows_of(answer))
    assert got == expected


def test_an_open_end_is_every_role_and_named_in_the_answer(routes: Routes) -> None:
    text = routed("route:from ?s", "route:to role:data-scientist", "route:maxSteps 1")
    answer = run(routes.store, text, known=routes.known)
    assert len(answer) > 1
    assert answer.column("s") == answer.column("start")
    text = routed("route:from role:data-analyst", "route:to ?t", "route:maxSteps 1")
    answer = run(routes.store, text, known=routes.known)
    assert answer.column("t") == answer.column("end")


def test_a_value_from_the_query_that_leads_nowhere_gives_no_rows(routes: Routes) -> None:
    around = "VALUES ?s { role:data-analyst skill:python role:nobody 3 }"
    text = routed("route:from ?s", "route:to role:data-analyst", around=around)
    assert len(run(routes.store, text, known=routes.known)) == 0


def test_too_many_questions_are_an_error(routes: Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route_service, "MOST_QUESTIONS", 5)
    text = routed("route:from ?s", "route:to 'senior role'", around="?s a career:Role .")
    with pytest.raises(EvaluationError, match="38 combinations of values, and at most 5"):
        run(routes.store, text, known=routes.known)


@pytest.mark.parametrize(
    ("parts", "error", "message"),
    [
        (["route:to 'senior role'"], QuerySyntaxError, "route:from is missing from this"),
        (["route:from 'entry role'"], QuerySyntaxError, "route:to is missing from this"),
        (["route:phrase 'x'", "route:to 'y'"], QuerySyntaxError, "give route:phrase or route:from"),
        (["route:phrase 'from here'"], (QuestionError, UnknownNameError), "column 47: .*here"),
        (["route:phrase 7"], QuerySyntaxError, "route:phrase takes a name or an IRI, and got 7"),
        (["route:from 'data analist'", "route:to 'senior role'"], UnknownNameError,
         "line 1, column 45: .*did you mean 'Data Analyst'"),
        (["route:from role:nobody", "route:to 'senior role'"], UnknownNameError,
         "line 1, column 45: .*nobody"),
        (["route:from 'entry role in at most 3 steps'", "route:to 'senior role'"],
         (QuerySyntaxError, UnknownNameError), "line 1, column 45: .*3 steps"),
        (["route:from role:data-analyst", "route:to role:data-analyst"], QuestionError,
         "line 1, column 13: start and goal are the same role"),
        (["route:from ?s", "route:to ?t"], QuestionError, "from any role to any role asks for"),
        (["route:phrase 'from entry role to senior role'", "route:maxSteps 0"], QuestionError,
         "at most 0 steps leaves no route"),
        (["route:phrase 'from entry role to senior role'", "route:maxSteps -1"], QuerySyntaxError,
         "line 2, column 16: route:maxSteps takes a whole number of 0 or more, and got -1"),
        (["route:phrase 'from entry role to senior role'", "route:maxYears 'x'"], QuerySyntaxError,
         "route:maxYears takes a number, and got 'x'"),
        (["route:phrase 'from entry role to senior role'", "route:holding 'a master degre'"],
         UnknownNameError, "line 2, column 15: no credential"),
        (["route:phrase 'from entry role to senior role'", "route:stayIn role:data-analyst"],
         UnknownNameError, "no industry"),
        (["route:phrase 'from entry role to senior role'", "route:reading 'nobody'"],
         (UnknownNameError, QuestionError), "line 2, column 15: .*nobody"),
        (["route:phrase 'from entry role to senior role'", "route:reading 'cautious'",
          "route:withoutSource source:curation"], QuerySyntaxError, "not both"),
        (["route:phrase 'from entry role to senior role'", "route:objective 'fame'"],
         QuestionError, "no objective 'fame'"),
        (["route:phrase 'from entry role to senior role'", "route:unknown 'maybe'"],
         QuerySyntaxError, 'takes "allow" or "forbid"'),
        (["route:phrase 'from entry role to senior role'", "route:withoutFurtherDegre true"],
         QuerySyntaxError, "did you mean withoutFurtherDegree"),
        (["route:phrase 'from entry role to senior role'", "route:path 3"], QuerySyntaxError,
         "route:path takes a variable, and got 3|given twice"),
        (["route:phrase 'from entry role to senior role'", "route:k ?path"], QuerySyntaxError,
         r"\?path stands for two things"),
        (["route:phrase 'from entry role to senior role' . { ?a ?b ?c } [] route:k 1"],
         QuerySyntaxError, "a route: block holds no pattern"),
    ],
)  # fmt: skip
def test_a_fault_in_a_question_is_one_line_with_its_place(
    parts: list[str], error: type[Exception], message: str, routes: Routes
) -> None:
    with pytest.raises(error, match=message) as fault:
        run(routes.store, routed(*parts), known=routes.known)
    assert "\n" not in str(fault.value)


def test_contradicting_limits_are_an_error_even_where_values_come_from_the_query(
    routes: Routes,
) -> None:
    text = routed("route:from ?s", "route:to 'senior role'", "route:maxSteps 0",
                  around="?s career:level career:entry .")  # fmt: skip
    with pytest.raises(QuestionError, match="at most 0 steps"):
        run(routes.store, text, known=routes.known)


def test_every_word_of_the_vocabulary_is_declared_and_every_declared_one_is_read() -> None:
    ontology = Graph().parse(shipped("ontology/careergraph.ttl"))
    declared = set(ontology.subjects(RDF.type, RDF.Property))
    known = (*route_service.PARAMETERS, *route_service.COLUMNS)
    assert declared == {URIRef(ROUTE + name) for name in known}
    for term in declared:
        assert ontology.value(term, RDFS.label)
        assert str(ontology.value(term, SKOS.definition)).endswith(".")


def test_every_limit_of_a_question_can_be_set_in_a_block() -> None:
    fields = {f for f in RouteQuery.__dataclass_fields__ if f not in ("start", "goal")}
    assert {limit.field for limit in route_service._LIMITS.values()} == fields
