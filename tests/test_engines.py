"""Every engine gives the same: what a graph on a server answers is what it answers when it is open
here. One suite for all; what an engine cannot do stands in `careergraph.remote.gaps`, with why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import servers
from careergraph import CareerGraph, remote
from careergraph import open as open_graph
from careergraph import store as stores
from careergraph.errors import EvaluationError, ReadError
from careergraph.pages.payload import payload
from careergraph.remote import pushing
from careergraph.remote.gaps import GAPS, UNSURE
from careergraph.remote.holding import DATA, PUSHED
from careergraph.sparql import Recipe, recipes
from careergraph.terms import CAREER, ID, ONTOLOGY, RDF, SKOS, VOID

ENGINES = ("embedded", "oxigraph", "oxigraph with a union", "virtuoso")
QUESTIONS = (
    "from entry role to senior role without further degree",
    "from Data Analyst to senior roles",
    "from Data Analyst to Data Scientist",
    "from Data Analyst to Machine Learning Engineer within 3 steps",
    "from Data Scientist to lead roles",
    "from entry role to Data Scientist",
    "from Data Analyst to healthcare",
    "from Machine Learning Engineer to lead roles without further degree",
    "from Business Intelligence Analyst to senior roles",
    "from Data Analyst to senior roles in healthcare",
)
each_server = pytest.mark.parametrize("address", ENGINES[1:], indirect=True, scope="module")
every_recipe = pytest.mark.parametrize("each", recipes(), ids=lambda each: each.name)


@pytest.fixture(scope="module")
def here(curated: ox.Store) -> CareerGraph:
    """The shipped graph, open here: what all others must agree with."""
    return CareerGraph(curated)


@pytest.fixture(scope="module", params=ENGINES)
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, curated: ox.Store
) -> Iterator[str | None]:
    """The address of a server to which the shipped graph was pushed; None for no server at all."""
    folder = tmp_path_factory.mktemp("server")
    if request.param == "embedded":
        yield None
        return
    if request.param == "virtuoso" and servers.VIRTUOSO is None:
        pytest.skip(servers.NO_VIRTUOSO)
    switches = ("--union-default-graph",) if "union" in request.param else ()
    started = (
        servers.virtuoso(folder) if request.param == "virtuoso"
        else servers.oxigraph(folder, *switches)
    )  # fmt: skip
    with started as url:
        pushing.push(curated, remote.server(url))
        yield url


@pytest.fixture(scope="module")
def there(address: str | None, here: CareerGraph) -> CareerGraph:
    return open_graph(address) if address else CareerGraph(here.store)


@pytest.fixture
def url(address: str | None) -> str:
    """The address, for what only a server can do."""
    assert address is not None
    return address


@every_recipe
def test_a_query_of_the_cookbook_gives_the_same_rows(
    each: Recipe, here: CareerGraph, there: CareerGraph
) -> None:
    assert there.query(each.name).terms == here.query(each.name).terms


@pytest.mark.parametrize(
    "each",
    [r for r in recipes() if any(p.optional for p in r.parameters)],
    ids=lambda each: each.name,
)
def test_so_it_does_with_all_that_may_stay_open(
    each: Recipe, here: CareerGraph, there: CareerGraph
) -> None:
    values = {p.name: p.example for p in each.parameters if not p.optional}
    values = values or {each.parameters[0].name: ""}
    if not all(values.values()):
        values = {each.parameters[0].name: None}  # type: ignore[dict-item]
    assert there.query(each.name, **values).terms == here.query(each.name, **values).terms


@pytest.mark.parametrize("address", ["virtuoso"], indirect=True, scope="module")
@pytest.mark.parametrize("name", [n for n, why in GAPS["Virtuoso"].items() if why not in UNSURE])
def test_a_gap_is_there_and_is_passed_over(name: str, url: str, here: CareerGraph) -> None:
    """When a server no longer has it, the entry can go."""
    graph = open_graph(url)
    assert isinstance(graph.engine, remote.Remote)
    assert graph.engine.server.software.startswith("Virtuoso")
    text = next(recipe.text for recipe in recipes() if recipe.name == name)
    assert tuple(graph.engine.ask(text, {}).rows) != here.query(name).terms
    assert graph.query(name).terms == here.query(name).terms


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_for_routes_has_the_same_answer(
    question: str, here: CareerGraph, there: CareerGraph
) -> None:
    ours, theirs = here.route(question), there.route(question)
    assert json.dumps(theirs.to_dict(k=5)) == json.dumps(ours.to_dict(k=5))
    assert there.as_text(theirs, k=5) == here.as_text(ours, k=5)


def test_the_page_is_the_same_byte_for_byte(here: CareerGraph, there: CareerGraph) -> None:
    ours, theirs = (payload(graph.store, views=graph.views) for graph in (here, there))
    assert json.dumps(theirs) == json.dumps(ours)
    assert there.html() == here.html()


def test_the_copy_is_the_graph_that_was_pushed(here: CareerGraph, there: CareerGraph) -> None:
    assert set(there.store) == set(here.store)


@pytest.mark.parametrize("name", ["Data Scientist", "Healthcare", "bachelor's degree"])
def test_all_that_is_said_of_a_node_is_the_same(
    name: str, here: CareerGraph, there: CareerGraph
) -> None:
    assert there.profile(name) == here.profile(name)


def test_labels_stand_beside_the_same_nodes(here: CareerGraph, there: CareerGraph) -> None:
    text = "SELECT ?step ?role { ?step career:to ?role }"
    ours, theirs = here.query(text), there.query(text)
    assert theirs.serialize("csv", labels=True) == ours.serialize("csv", labels=True)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        f"SELECT (COUNT(*) AS ?n) FROM <{ONTOLOGY}> {{ ?s ?p ?o }}",
        "SELECT ?measure ?label { ?measure a career:Relation ; rdfs:label ?label }",
        "SELECT ?period ?long { ?period career:lasts ?long }",
        "SELECT ?shape ?list { ?shape owl:unionOf ?list }",
        "ASK { ?role a career:Role ; career:essentialSkill ?skill }",
        "ASK { ?role a career:Nothing }",
        "CONSTRUCT { ?a career:to ?b } WHERE { ?s career:from ?a ; career:to ?b }",
        "SELECT ?s ?o { ?s career:minimum ?o }",
    ],
)
def test_a_query_as_text_gives_the_same(text: str, here: CareerGraph, there: CareerGraph) -> None:
    ours, theirs = here.query(text), there.query(text)
    assert (theirs.kind, theirs.columns) == (ours.kind, ours.columns)
    assert theirs.terms == ours.terms


def test_rows_of_a_path_search_hold_texts_with_quotes(
    here: CareerGraph, there: CareerGraph
) -> None:
    """They become text of the query that the server is sent."""
    text = """SELECT ?edge ?said { SERVICE pathSearch: {
        [] pathSearch:source role:data-analyst ; pathSearch:target role:data-scientist ;
           pathSearch:algorithm pathSearch:allPaths ;
           pathSearch:start ?a ; pathSearch:end ?b ; pathSearch:edgeProperty ?said ;
           pathSearch:pathColumn ?path ; pathSearch:edgeColumn ?edge
        { ?step career:from ?a ; career:to ?b . BIND("a \\"text\\", l'autre\\n} # end" AS ?said) }
    } }"""
    assert {row[1] for row in here.query(text)} == {'a "text", l\'autre\n} # end'}
    assert there.query(text).terms == here.query(text).terms


@each_server
def test_a_cut_answer_is_never_taken_for_the_whole(url: str, here: CareerGraph) -> None:
    """Virtuoso gives 10,000 rows at most, with status 200."""
    graph, text = open_graph(url), "SELECT ?s ?p ?o { ?s ?p ?o }"
    assert isinstance(graph.engine, remote.Remote)
    if graph.engine.server.software.startswith("Virtuoso"):
        with pytest.raises(EvaluationError, match="cuts its answer, which takes more than 10,000"):
            graph.query(text)
    else:
        assert graph.query(text).terms == here.query(text).terms


@each_server
def test_a_query_is_forwarded_over_the_same_graphs(url: str, here: CareerGraph) -> None:
    engine = open_graph(url).engine
    assert isinstance(engine, remote.Remote)
    text = "SELECT (COUNT(*) AS ?n) { ?role a career:Role }"
    status, kind, pieces = engine.forward(text, "application/sparql-results+json")
    found = json.loads(b"".join(pieces))
    assert (status, kind.partition(";")[0]) == (200, "application/sparql-results+json")
    assert int(found["results"]["bindings"][0]["n"]["value"]) == here.query(text).rows[0][0]


@each_server
def test_a_text_that_no_query_holds_safely_is_refused(url: str) -> None:
    engine = open_graph(url).engine
    with pytest.raises(EvaluationError, match="no query can hold it safely"):
        engine.written(ox.Literal("C:\\u0022"))


@each_server
def test_what_else_a_server_holds_is_not_seen(url: str, here: CareerGraph) -> None:
    graph = open_graph(url)
    assert isinstance(graph.engine, remote.Remote)
    server = graph.engine.server
    place = pushing.push(here.store, server).place
    foreign = f"<urn:a> <{RDF.type}> <{CAREER.Role}> .\n".encode()
    assert pushing.request(server, place, "PUT", "urn:foreign", foreign)[1] == ""
    text = "SELECT ?role { ?role a career:Role }"
    assert graph.query(text).terms == here.query(text).terms


@each_server
def test_pushed_twice_it_is_the_same_graph(url: str, here: CareerGraph) -> None:
    again = pushing.push(here.store, remote.server(url), piece=1000)
    assert set(again.held.graphs) == {DATA, ONTOLOGY}
    assert again.held.size == len(here.store)
    assert set(open_graph(url).store) == set(here.store)


@each_server
def test_a_push_takes_the_place_of_what_was_pushed_before(
    url: str, here: CareerGraph, small_world: ox.Store
) -> None:
    server = remote.server(url)
    small_world.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"),
                            ox.NamedNode("urn:extra")))  # fmt: skip
    assert "urn:extra" in pushing.push(small_world, server).held.graphs
    assert set(open_graph(url).store) == set(small_world)
    pushing.push(here.store, server)
    assert set(open_graph(url).store) == set(here.store)
    assert pushing.copying.counted(server, "urn:extra") == 0


@each_server
def test_a_push_may_add_to_what_is_there(url: str, here: CareerGraph, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(f'<{ID}role/new> a <{CAREER.Role}> ; <{SKOS.prefLabel}> "New"@en .')
    added = stores.open_store(more)
    server = remote.server(url)
    try:
        pushing.push(added, server, add=True)
        assert set(open_graph(url).store) == set(here.store) | set(added)
    finally:
        pushing.push(here.store, server)


@each_server
def test_a_push_that_has_not_ended_is_told(url: str, here: CareerGraph) -> None:
    server = remote.server(url)
    place = pushing.push(here.store, server).place
    begun = f"<{PUSHED}> <{RDF.type}> <{VOID.Dataset}> .\n".encode()
    try:
        assert pushing.request(server, place, "PUT", PUSHED, begun)[1] == ""
        with pytest.raises(ReadError, match="a push to it was not finished; push again"):
            open_graph(url)
    finally:
        pushing.push(here.store, server)
