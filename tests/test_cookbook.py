"""Every query of the cookbook, with the rows it must give on the curated graph.

The rows stand in tests/cookbook_rows, one CSV a query. After a change of the data that is meant,
write them anew with `python tests/test_cookbook.py` and read the difference before committing it.
"""

import random
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph

from careergraph import claims, names
from careergraph import store as stores
from careergraph.errors import NoSuchQueryError, ParameterError
from careergraph.model import to_rdflib
from careergraph.routes import compile_ladder
from careergraph.routes.question import CAUTIOUS, Reading
from careergraph.routes.readings import View
from careergraph.sparql import Recipe, cookbook, recipe, recipes
from careergraph.sparql.blocks import Query
from careergraph.sparql.calls import KNOWN
from careergraph.sparql.lexer import tokens
from careergraph.store import shipped
from careergraph.terms import PREFIXES
from cases import cases
from worlds import Market, marketed, markets, role

ROWS = Path(__file__).parent / "cookbook_rows"
_DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
DATATYPES = {"xsd:decimal", "xsd:integer", "xsd:string", "xsd:gYear", "xsd:date"}
every_recipe = pytest.mark.parametrize("each", recipes(), ids=lambda each: each.name)
PLAIN = [each for each in recipes() if not Query(each.text).calls]
"""All but those with a SERVICE that is answered here; test_sparql_paths checks these."""

SMALL_WORLD = {
    "contested-statements": (
        {},
        ("subjectLabel", "measureLabel", "says", "against", "sayingSourceLabel"),
        [("Data Scientist", "requires", "A master's degree", "not: A master's degree",
          "First source")],
    ),
    "entry-roles": ({}, ("roleLabel", "sourceLabel"), [("Data Steward", "First source")]),
    "pay-by-role": (
        {}, ("roleLabel", "minimum", "maximum", "unitLabel"),
        [("Data Scientist", 95000, 150000, "US dollars a year")],
    ),
    "roles-by-pay": ({"low": 140000}, ("roleLabel", "maximum"), [("Data Scientist", 150000)]),
    "role-claims": (
        {"node": "data scientist"}, ("measureLabel", "value", "polarityLabel"),
        [("essential skill", "Statistics", "Affirmed"), ("level", "Senior", "Affirmed"),
         ("pay", "95000 to 150000 USD a year", "Affirmed"),
         ("requires", "A master's degree", "Affirmed"),
         ("requires", "A master's degree", "Denied")],
    ),
    "skill-gap": (
        {"start": "Steward", "goal": "Data Scientist"}, ("skillLabel", "need", "sourceLabel"),
        [("Statistics", "essential", "First source")],
    ),
    "steps-into": (
        {"role": "data scientist"}, ("fromLabel", "kindLabel", "stanceLabel", "sourceLabel"),
        [("Data Analyst", "Promotion", "Stated", "Second source")],
    ),
    "steps-out-of": (
        {"role": "data scientist"}, ("toLabel", "stanceLabel"), [("Data Lead", "Curated")],
    ),
    "steps-without-second-source": (
        {}, ("stepLabel", "sources", "sourceLabel"),
        [("Data Scientist to Data Lead", 0, None),
         ("Data Analyst to Data Scientist", 1, "Second source"),
         ("Data Steward to Data Analyst", 1, "First source")],
    ),
    "what-a-bachelors-opens": (
        {"degree": "bachelor's degree"}, ("roleLabel", "becauseLabel", "sourceLabel"),
        [("Data Scientist", "A master's degree is not needed", "Second source")],
    ),
    "what-blocks": (
        {"role": "data scientist"}, ("requirementLabel", "effect", "strengthLabel", "sourceLabel"),
        [("A master's degree", "binds", "Typical", "First source"),
         ("A master's degree", "denied", None, "Second source")],
    ),
    "paths-between-roles": (
        {"start": "Steward", "goal": "Data Lead"}, ("path", "index", "fromLabel", "toLabel"),
        [(0, 0, "Data Steward", "Data Analyst"), (0, 1, "Data Analyst", "Data Scientist"),
         (0, 2, "Data Scientist", "Data Lead")],
    ),
    "routes-from-a-role": (
        {"start": "Steward", "level": "senior"},
        ("route", "status", "index", "toLabel", "stepStatus"),
        [(0, "contested", 0, "Data Analyst", "supported"),
         (0, "contested", 1, "Data Scientist", "contested")],
    ),
    "who-says": (
        {"who": "second source"}, ("subjectLabel", "measureLabel", "value", "polarityLabel"),
        [("Data Analyst to Data Scientist", "possible", "yes", "Affirmed"),
         ("Data Lead", "level", "Lead", "Affirmed"),
         ("Data Scientist", "requires", "A master's degree", "Denied"),
         ("Data Scientist to Data Lead", "possible", "yes", "Affirmed")],
    ),
}  # fmt: skip


def test_the_cookbook_holds_at_least_eighteen_queries() -> None:
    assert len(recipes()) >= 18


@every_recipe
def test_a_query_says_what_it_answers(each: Recipe) -> None:
    assert each.title
    assert each.summary.endswith(".")
    assert each.columns


@every_recipe
def test_a_query_gives_the_expected_rows_on_the_curated_graph(
    each: Recipe, curated: ox.Store
) -> None:
    expected = ROWS / f"{each.name}.csv"
    assert expected.is_file(), f"no expected rows: run python {Path(__file__).name}, then read them"
    answer = each.run(curated)
    assert answer.columns == each.columns
    assert answer.serialize("csv").decode().splitlines() == expected.read_text().splitlines()
    assert len(answer) > 0, "the example in a query must be one with an answer"


def test_no_expected_rows_are_left_over_from_a_query_that_is_gone() -> None:
    assert {path.stem for path in ROWS.glob("*")} == {each.name for each in recipes()}


@every_recipe
def test_the_header_describes_each_parameter_and_its_kind(each: Recipe) -> None:
    for parameter in each.parameters:
        kinds = set(parameter.kind.split(" or "))
        assert kinds <= {*names.KINDS, *DATATYPES, "node", "Agent"}, parameter
        assert parameter.meaning
        assert parameter.example or parameter.optional


@every_recipe
def test_a_query_runs_in_any_engine_because_it_declares_its_prefixes(each: Recipe) -> None:
    ox.Store().query(Query(each.text).without_calls())
    declared = {t.text[:-1] for t in tokens(each.text) if t.kind == "name" and t.text[-1] == ":"}
    used = {t.text.partition(":")[0] for t in tokens(each.text) if t.kind == "name"}
    assert declared == used
    assert declared <= set(KNOWN)


@pytest.mark.parametrize("name", SMALL_WORLD)
def test_a_query_gives_the_rows_worked_out_by_hand(name: str, small_world: ox.Store) -> None:
    parameters, columns, rows = SMALL_WORLD[name]
    answer = recipe(name).run(small_world, **parameters)
    assert list(zip(*(answer.column(c) for c in columns), strict=True)) == rows


@every_recipe
def test_an_empty_graph_gives_no_rows(each: Recipe) -> None:
    assert len(each.run(ox.Store())) == 0


@pytest.mark.parametrize("each", PLAIN, ids=lambda each: each.name)
def test_rdflib_gives_the_same_rows(each: Recipe, small_world: ox.Store) -> None:
    graph = _in_rdflib(small_world)
    theirs = [[None if v is None else str(v) for v in row] for row in graph.query(each.text)]  # type: ignore[union-attr]
    ours = [[t and t.value for t in row] for row in each.run(small_world).terms]  # type: ignore[union-attr]
    assert theirs == ours


@every_recipe
def test_rows_do_not_depend_on_the_order_in_which_a_graph_was_written(
    each: Recipe, curated: ox.Store
) -> None:
    quads = sorted(curated, key=str)
    random.Random(7).shuffle(quads)
    shuffled = ox.Store()
    shuffled.extend(quads)
    assert each.run(shuffled).terms == each.run(curated).terms


def test_the_query_for_contested_statements_finds_what_claims_finds(curated: ox.Store) -> None:
    answer = recipe("contested-statements").run(curated)
    pairs = zip(answer.column("claim"), answer.column("otherClaim"), strict=True)
    assert {frozenset(pair) for pair in pairs} == _conflicts(curated)


def test_a_change_of_scope_ends_a_contest(small_world: ox.Store) -> None:
    assert len(recipe("contested-statements").run(small_world)) == 1
    place = ox.NamedNode(PREFIXES["career"] + "place")
    for claim, where in (("scientist-needs-masters", "us"), ("scientist-needs-no-masters", "eu")):
        subject = ox.NamedNode(PREFIXES["claim"] + claim)
        small_world.add(ox.Quad(subject, place, ox.NamedNode(PREFIXES["place"] + where)))
    assert len(recipe("contested-statements").run(small_world)) == 0
    assert _conflicts(small_world) == set()


@settings(max_examples=cases(40), deadline=None)
@given(markets(), st.sampled_from([None, Decimal("0.3"), Decimal("0.5"), Decimal("0.8")]))
def test_what_blocks_calls_binding_what_routes_take_for_binding(
    market: Market, share: Decimal | None
) -> None:
    store = marketed(market)
    book = claims.read(store)
    reading = CAUTIOUS if share is None else Reading("cautious", share=share)
    ladder = compile_ladder(store, book)
    view = View(ladder, reading)
    for n in range(market.roles):
        answer = recipe("what-blocks").run(store, role=role(n), share=share)
        rows = zip(*(answer.column(name) for name in ("subject", "requirement", "effect")),
                   strict=True)  # fmt: skip
        into = [step.iri for step in ladder.steps.values() if step.end == role(n)]
        bound = {(c.subject, c.object) for who in (role(n), *into) for c in view.binding(who)}
        assert {(s, what) for s, what, effect in rows if effect == "binds"} == bound


def test_what_too_few_of_those_in_a_role_ask_for_neither_binds_nor_is_contested(
    small_world: ox.Store,
) -> None:
    claim = ox.NamedNode(PREFIXES["claim"] + "scientist-needs-masters")
    career = {name: ox.NamedNode(PREFIXES["career"] + name)
              for name in ("strength", "unit", "percent", "minimum", "maximum")}  # fmt: skip
    strength = next(small_world.quads_for_pattern(claim, career["strength"], None, None))
    small_world.remove(strength)
    small_world.add(ox.Quad(claim, career["unit"], career["percent"]))

    def asked_by(percent: str) -> tuple[list[object], list[object], int]:
        """How it blocks at the default and from a tenth on, and what is contested."""
        for end in ("minimum", "maximum"):
            for old in list(small_world.quads_for_pattern(claim, career[end], None, None)):
                small_world.remove(old)
            small_world.add(ox.Quad(claim, career[end], ox.Literal(percent, datatype=_DECIMAL)))
        blocks = [recipe("what-blocks").run(small_world, role="data scientist", **given)
                  for given in ({}, {"share": Decimal("0.1")})]  # fmt: skip
        effects = [answer.column("effect") for answer in blocks]
        contested = recipe("contested-statements").run(small_world)
        assert len(contested) == len(_conflicts(small_world))
        return effects[0], effects[1], len(contested)

    assert asked_by("15.0") == (["denied", "does not bind"], ["binds", "denied"], 0)
    assert asked_by("60.0") == (["binds", "denied"], ["binds", "denied"], 1)


@pytest.mark.parametrize(("percent", "binds"), [(15, False), (50, True)])
def test_a_degree_that_too_few_ask_for_neither_opens_a_role_nor_bars_it(
    percent: int, binds: bool, small_world: ox.Store
) -> None:
    said = "career:measure career:requires ; career:polarity career:affirmed ; " \
        "career:stance career:stated ; prov:hadPrimarySource source:first"  # fmt: skip
    small_world.load(f"""
        {"".join(f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items())}
        credential:badge a career:Certification ; skos:prefLabel "Badge"@en .
        requirement:badge a career:Requirement ; skos:prefLabel "A badge"@en ;
            career:needed 1 ; career:alternative credential:badge .
        claim:badge a career:Claim ; career:subject role:analyst ; {said} ;
            career:object requirement:badge ; career:strength career:typical .
        claim:masters a career:Claim ; career:subject role:analyst ; {said} ;
            career:object requirement:masters ; career:unit career:percent ;
            career:minimum {percent}.0 ; career:maximum {percent}.0 .
    """.encode(), format=ox.RdfFormat.TURTLE)  # fmt: skip
    stores.prepared(small_world)
    opened = recipe("what-a-bachelors-opens").run(small_world, degree="master's degree")
    assert ("Data Analyst" in opened.column("roleLabel")) is binds
    away = recipe("roles-one-certificate-away").run(small_world, holding="bachelor's degree")
    assert away.column("roleLabel") == ([] if binds else ["Data Analyst"])


def test_an_optional_parameter_left_out_leaves_the_answer_open(curated: ox.Store) -> None:
    remote = recipe("remote-work")
    one = remote.run(curated, arrangement="hybrid work")
    every = remote.run(curated, arrangement=None)
    assert set(one.column("arrangementLabel")) == {"Hybrid work"}
    assert set(one.rows) < set(every.rows)


def test_pay_is_limited_by_the_industry_asked_for(curated: ox.Store) -> None:
    roles = recipe("roles-by-pay").run(curated, industry="healthcare").column("roleLabel")
    everywhere = recipe("roles-by-pay").run(curated, low=0).column("roleLabel")
    assert "Data Scientist" in roles
    assert set(roles) < set(everywhere)


def test_a_required_parameter_left_out_is_an_error(curated: ox.Store) -> None:
    with pytest.raises(ParameterError, match="'goal' needs a value: Role, the role one wants"):
        recipe("skill-gap").run(curated, start="data analyst")


@pytest.mark.parametrize("name", ["skill-gap", "Skill_Gap", "skill gap", "skill-gap.rq"])
def test_a_query_is_found_however_its_name_is_spelt(name: str) -> None:
    assert recipe(name).name == "skill-gap"


def test_an_unknown_query_name_is_answered_with_a_suggestion() -> None:
    with pytest.raises(NoSuchQueryError, match="did you mean 'skill-gap'"):
        recipe("skil-gapp")


def test_a_header_may_run_over_several_lines() -> None:
    found = cookbook.parse(
        "#+ title: T\n#+ summary: One\n#+   and two.\n#+ columns: [a, b]\n#+ parameters:\n"
        "#+   a: Role, optional, the first\nSELECT ?a ?b { VALUES (?a) { (UNDEF) } }"
    )
    assert (found.title, found.summary, found.columns) == ("T", "One and two.", ("a", "b"))
    assert [(p.name, p.kind, p.optional, p.meaning) for p in found.parameters] == [
        ("a", "Role", True, "the first")
    ]


def _in_rdflib(store: ox.Store) -> Graph:
    graph = Graph()
    for quad in store:
        terms = (quad.subject, quad.predicate, quad.object)
        graph.add(tuple(BNode(t.value) if isinstance(t, ox.BlankNode) else to_rdflib(t)  # type: ignore[arg-type]
                        for t in terms))  # fmt: skip
    return graph


def _conflicts(store: ox.Store) -> set[frozenset[object]]:
    book = claims.read(store)
    return {
        frozenset((one.iri, other.iri))
        for said in book.about.values()
        for one, other in combinations(said, 2)
        if book.relation(one, other) is claims.Relation.CONFLICT
    }


def _write_rows() -> None:
    from careergraph.store import open_store

    store = open_store()
    for path in ROWS.glob("*.csv"):
        path.unlink()
    for each in recipes():
        (ROWS / f"{each.name}.csv").write_bytes(each.run(store).serialize("csv"))
    print(f"wrote {len(recipes())} files to {ROWS}; queries are in {shipped('ontology/queries')}")


if __name__ == "__main__":
    _write_rows()
