"""Routes as plain SPARQL: an independent account of which goals can be reached, and from where."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph

from careergraph import claims
from careergraph.errors import QuestionError
from careergraph.model import to_rdflib
from careergraph.routes import End, Ladder, RouteQuery, compile_ladder, search
from careergraph.routes.as_sparql import MOST_HOPS, as_sparql, longest
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.terms import CAREER, ID
from cases import cases
from worlds import KINDS, SOURCES, Market, marketed, markets, node, role

READINGS = [
    None, CAUTIOUS, GENEROUS,
    *(Reading(name, source) for name in ("only", "without") for source in SOURCES),  # type: ignore[arg-type]
]  # fmt: skip
ENTRY, SENIOR = End("Level", CAREER.entry), End("Level", CAREER.senior, at_least=True)
Pairs = set[tuple[str, str]]


def reached(store: ox.Store, ladder: Ladder, query: RouteQuery) -> Pairs:
    """What the SPARQL text gives, run by the engine on the data alone."""
    answer = store.query(as_sparql(ladder, query))
    return {(row["start"].value, row["goal"].value) for row in answer}


def found(ladder: Ladder, query: RouteQuery) -> Pairs:
    """The first and last roles of the routes that the search finds."""
    try:
        answer = search(ladder, query)
    except QuestionError as error:
        if "no role can be" not in str(error):
            raise
        return set()
    assert answer.complete
    return {(str(route.roles[0]), str(route.roles[-1])) for route in answer.routes}


def compiled(store: ox.Store) -> Ladder:
    return compile_ladder(store, claims.read(store))


ENDS = st.sampled_from(
    [ENTRY, SENIOR, End("Level", CAREER.senior), End("Role", role(0)), End("Role", role(1)),
     End("Role", role(0), others=(role(1),)), End("Industry", node("i0")),
     End("Industry", node("i1")), End("Any")]
)  # fmt: skip
STARTS = st.one_of(ENDS, st.just(End("Credential", node("d7"))))
CREDENTIALS = st.sampled_from(["d6", "d7", "d8", "c0", "c1", "l0"]).map(node)
LIMITS: dict[str, st.SearchStrategy[Any]] = {
    "without_further_degree": st.booleans(),
    "without_further_credential": st.booleans(),
    "highest_degree": st.sampled_from(["d6", "d7"]).map(node),
    "holding": st.sets(CREDENTIALS, max_size=2).map(tuple),
    "experience": st.integers(0, 5).map(Decimal),
    "most_steps": st.integers(1, 4),
    "pay_at_least": st.integers(1, 9).map(lambda n: Decimal(10_000 * n)),
    "pay_never_drops": st.just(True),
    "stay_in": st.sets(st.sampled_from(["i0", "i1", "i2"]), min_size=1).map(
        lambda names: tuple(map(node, names))
    ),
    "avoid": st.just((role(2),)),
    "avoid_licensed": st.just(True),
    "counted": st.just(True),
    "kinds": st.sampled_from(KINDS).map(lambda kind: (CAREER[kind],)),
    "unknown": st.sampled_from(["allow", "forbid"]),
    "reading": st.sampled_from(READINGS),
}


@st.composite
def questions(draw: st.DrawFn) -> RouteQuery:
    """Any question without a limit that adds up along a route."""
    start, goal = draw(st.tuples(STARTS, ENDS).filter(_sensible))
    names = draw(st.sets(st.sampled_from(sorted(LIMITS)), max_size=5))
    return RouteQuery(start, goal, **{name: draw(LIMITS[name]) for name in sorted(names)})


def _sensible(ends: tuple[End, End]) -> bool:
    return ends[0] != ends[1] or ends[0].kind not in ("Role", "Any")


@settings(max_examples=cases(140), deadline=None)
@given(markets(), questions())
def test_the_query_and_the_search_reach_the_same(market: Market, query: RouteQuery) -> None:
    store = marketed(market)
    ladder = compiled(store)
    assert reached(store, ladder, query) == found(ladder, query)


@settings(max_examples=cases(60), deadline=None)
@given(markets(), questions())
def test_they_reach_the_same_from_a_degree(market: Market, query: RouteQuery) -> None:
    asked = replace(query, start=End("Credential", node("d7")))
    store = marketed(market)
    ladder = compiled(store)
    assert reached(store, ladder, asked) == found(ladder, asked)


@pytest.mark.parametrize(
    ("reading", "free"), [(CAUTIOUS, True), (GENEROUS, True), (CAUTIOUS, False)]
)
def test_they_reach_the_same_on_the_curated_graph(
    reading: Reading, free: bool, curated: ox.Store
) -> None:
    ladder = compiled(curated)
    query = RouteQuery(ENTRY, SENIOR, without_further_degree=free, reading=reading)
    assert reached(curated, ladder, query) == found(ladder, query)
    assert len(found(ladder, query)) > 20


def test_without_a_reading_all_of_them_are_asked(small_world: ox.Store) -> None:
    ladder = compiled(small_world)
    query = RouteQuery(ENTRY, SENIOR, without_further_degree=True)
    each = [CAUTIOUS, GENEROUS, *(Reading("only", s) for s in sorted(ladder.book.sources))]
    apart = [reached(small_world, ladder, replace(query, reading=reading)) for reading in each]
    assert reached(small_world, ladder, query) == set().union(*apart)
    assert as_sparql(ladder, query).count("# Reading: ") == len(each)


@pytest.mark.parametrize("reading", [CAUTIOUS, GENEROUS, Reading("only", ID["source/second"])])
def test_rdflib_understands_the_query_as_oxigraph_does(
    reading: Reading, small_world: ox.Store
) -> None:
    graph = Graph()
    for quad in small_world:
        terms = (quad.subject, quad.predicate, quad.object)
        graph.add(tuple(BNode(t.value) if isinstance(t, ox.BlankNode) else to_rdflib(t)  # type: ignore[arg-type]
                        for t in terms))  # fmt: skip
    ladder = compiled(small_world)
    query = RouteQuery(
        End("Any"), SENIOR, without_further_degree=True, pay_never_drops=True,
        avoid_licensed=True, reading=reading,
    )  # fmt: skip
    rows = graph.query(as_sparql(ladder, query))
    assert {(str(row[0]), str(row[1])) for row in rows} == reached(small_world, ladder, query)  # type: ignore[index]


@pytest.mark.parametrize(
    ("limit", "what"),
    [
        ({"most_years": Decimal(5)}, "years"),
        ({"most_new_skills": 0}, "new skills"),
        ({"through": (ID["industry/finance"],)}, "industries to pass through"),
    ],
)
def test_what_adds_up_along_a_route_is_refused(
    limit: dict[str, Any], what: str, small_world: ox.Store
) -> None:
    with pytest.raises(QuestionError, match=f"a limit on {what} counts over a whole route"):
        as_sparql(compiled(small_world), RouteQuery(ENTRY, SENIOR, **limit))


def test_a_graph_whose_routes_could_be_too_long_is_refused_unless_steps_are_limited(
    small_world: ox.Store,
) -> None:
    ladder = compiled(small_world)
    first = next(iter(ladder.steps.values()))
    steps = {
        ID[f"step/x{n}"]: replace(first, iri=ID[f"step/x{n}"], start=role(n), end=role(n + 1))
        for n in range(MOST_HOPS + 5)
    }
    far = replace(ladder, steps=steps)
    assert longest(far) == MOST_HOPS + 5
    with pytest.raises(QuestionError, match=r"up to 35 steps.*ask for at most 30 steps or fewer"):
        as_sparql(far, RouteQuery(ENTRY, SENIOR))
    assert "SELECT" in as_sparql(far, RouteQuery(ENTRY, SENIOR, most_steps=3))


@settings(max_examples=cases(40), deadline=None)
@given(markets())
def test_no_route_is_longer_than_the_bound(market: Market) -> None:
    ladder = compiled(marketed(market))
    query = RouteQuery(End("Any"), End("Role", role(0)))
    lengths = [len(route.steps) for route in search(ladder, query).routes]
    assert max(lengths, default=0) <= longest(ladder)
