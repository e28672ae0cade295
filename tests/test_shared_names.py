"""A name that several roles bear, and none as its own, is whoever is called so."""

import pyoxigraph as ox
import pytest

from careergraph import CareerGraph, reports
from careergraph import store as stores
from careergraph.errors import QuestionError
from careergraph.routes.phrase import parse, print_query
from careergraph.routes.question import End, RouteQuery
from careergraph.terms import ID

SHARED = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix career: <https://w3id.org/careergraph/ontology#> .
@prefix role: <https://w3id.org/careergraph/id/role/> .
role:analyst skos:altLabel "Number cruncher"@en .
role:steward skos:altLabel "number cruncher"@en .
role:lead skos:altLabel "Data Scientist"@en .
"""
STEWARD, ANALYST, SCIENTIST = (ID[f"role/{name}"] for name in ("steward", "analyst", "scientist"))
CRUNCHERS = End("Role", ANALYST, others=(STEWARD,))


@pytest.fixture
def shared(small_world: ox.Store) -> CareerGraph:
    store = ox.Store()
    store.extend(small_world)
    store.load(SHARED.encode(), format=ox.RdfFormat.TURTLE)
    return CareerGraph(stores.prepared(store))


@pytest.mark.parametrize("typed", ["number cruncher", "Number Cruncher", '"number cruncher"'])
def test_it_is_each_of_them_wherever_it_starts_or_ends(shared: CareerGraph, typed: str) -> None:
    asked = parse(f"from {typed} to data scientist", shared.index)
    assert asked.start == CRUNCHERS
    assert asked.goal == End("Role", SCIENTIST)  # which is another's other name, too
    assert parse(f"to {typed} from any role", shared.index).goal == CRUNCHERS


def test_routes_begin_at_any_of_them(shared: CareerGraph) -> None:
    answer = shared.route("from number cruncher to data scientist")
    assert {route.roles[0] for route in answer.routes} == {STEWARD, ANALYST}
    back = shared.route("from data steward to number cruncher")
    assert {route.roles[-1] for route in back.routes} == {ANALYST}


def test_whoever_is_called_so_is_avoided(shared: CareerGraph) -> None:
    asked = parse("from any role to data scientist, avoiding number cruncher", shared.index)
    assert asked.avoid == (ANALYST, STEWARD)
    one = RouteQuery(CRUNCHERS, End("Role", SCIENTIST), avoid=(STEWARD,))
    assert {route.roles[0] for route in shared.route(one).routes} == {ANALYST}
    with pytest.raises(QuestionError, match="cannot also be avoided"):
        RouteQuery(CRUNCHERS, End("Role", SCIENTIST), avoid=(STEWARD, ANALYST))


def test_a_question_for_them_is_printed_by_the_name_they_share(shared: CareerGraph) -> None:
    query = RouteQuery(CRUNCHERS, End("Role", SCIENTIST), most_steps=3)
    printed = print_query(query, shared.index)
    assert printed.lower() == "from number cruncher to data scientist, in at most 3 steps"
    assert parse(printed, shared.index) == query
    strangers = End("Role", ANALYST, others=(ID["role/lead"],))
    with pytest.raises(QuestionError, match="share no name"):
        print_query(RouteQuery(strangers, End("Role", SCIENTIST)), shared.index)


def test_who_types_it_is_told_for_whom_it_was_taken(shared: CareerGraph) -> None:
    told: list[str] = []
    reports.report(shared, phrase="from number cruncher to data scientist", note=told.append)
    assert told == ["'Number cruncher' is another name of 'Data Analyst' and 'Data Steward', "
                    "and taken for any of them"]  # fmt: skip
    reports.report(shared, phrase="from role:steward to data scientist", note=told.append)
    assert len(told) == 1
