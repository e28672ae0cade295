"""Why not: each change is proven by asking again, minimal, and all that are minimal are found."""

from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal
from itertools import combinations

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

import markets
import worlds
from careergraph import claims, wording
from careergraph.career_graph import CareerGraph
from careergraph.claims import Status
from careergraph.errors import QuestionError
from careergraph.routes import End, Ladder, Route, RouteQuery, compile_ladder
from careergraph.routes.case import Case
from careergraph.routes.forms.why_text import why_parts
from careergraph.routes.forms.why_values import why_json
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.routes.readings import viewed
from careergraph.routes.search import search
from careergraph.routes.why.asking import Asker
from careergraph.routes.why.changes import KINDS, LIMITS, Change, applied
from careergraph.routes.why.cut import prove
from careergraph.routes.why.obstacles import Traveller, obstacles
from careergraph.routes.why.ways import MOST, WhyNot, openings, why_not
from careergraph.terms import CAREER, ID
from careergraph.wording import Labels
from cases import cases
from markets import CERTIFICATE, DEGREES, INDUSTRIES, LICENCE, Hop, Market
from markets import markets as any_market
from worlds import SOURCES, ladders, opened, role, step
from worlds import Ladder as World

ENTRY, SENIOR = End("Level", CAREER.entry), End("Level", CAREER.senior, at_least=True)
FIRST, LAST = End("Role", role(0)), End("Role", role(4))
NO_DEGREE = RouteQuery(FIRST, LAST, without_further_degree=True)


def compiled(store: ox.Store) -> Ladder:
    return compile_ladder(store, claims.read(store))


def best(ladder: Ladder, query: RouteQuery, wanted: str | None) -> Route | None:
    """The best route, or the best supported one where that is wanted."""
    return next(iter(routes(ladder, query, wanted)), None)


def routes(ladder: Ladder, query: RouteQuery, wanted: str | None) -> list[Route]:
    """All routes, or all supported ones where these are wanted."""
    try:
        found = search(ladder, every(query)).routes
    except QuestionError:
        return []
    return [r for r in found if wanted != "supported route" or r.status is Status.SUPPORTED]


def every(query: RouteQuery) -> RouteQuery:
    return replace(query, objectives=("steps",), k=None, diverse=False)


def as_text(found: WhyNot, ladder: Ladder, labels: Labels) -> str:
    """Why not in words, a line each."""
    parts = why_parts(found, ladder, labels)
    return "".join(f"{line}\n" for part in parts for line in (part.heading, *part.items))


def shape(made: Iterable[Change]) -> frozenset[tuple[str, URIRef | None]]:
    return frozenset((change.kind, change.node) for change in made)


# ---------------------------------------------------------------- brute force over all small sets


_DROPS = ("without_further_degree", "without_further_credential", "highest_degree",
          "pay_never_drops", "stay_in", "avoid_licensed", "kinds", "counted")  # fmt: skip


def _default(kind: str) -> object:
    return next(f.default for f in fields(RouteQuery) if f.name == kind)


def universe(query: RouteQuery) -> list[Change]:
    """Every single change that could be made to a question about a generated graph."""
    found = [Change("hold degree", d) for d in DEGREES.values()]
    found += [Change("hold credential", c) for c in (CERTIFICATE, LICENCE)]
    for kind in (*LIMITS, *_DROPS):
        found += [Change(kind)] if getattr(query, kind) != _default(kind) else []
    found += [Change("through", i) for i in query.through]
    found += [Change("avoid", r) for r in query.avoid]
    found += [Change("unknown")] if query.unknown == "forbid" else []
    if query.reading:
        ways = {"cautious": CAUTIOUS, "generous": GENEROUS}
        found += [Change(k) for k, r in ways.items() if r != query.reading]
        found += [Change("source", s) for s in SOURCES if Reading("only", s) != query.reading]
    return found


def brute_force(ladder: Ladder, query: RouteQuery, wanted: str) -> set[frozenset[object]]:
    """The minimal sets by definition: every set of up to three is asked for."""
    opening: set[frozenset[Change]] = set()
    for size in range(1, MOST + 1):
        for each in combinations(universe(query), size):
            chosen = frozenset(each)
            if len({c.slot for c in each}) < size or any(o < chosen for o in opening):
                continue
            if best(ladder, applied(query, each), wanted):
                opening.add(chosen)
    return {shape(o) for o in opening if not _lower(ladder, query, o, wanted)}  # type: ignore[misc]


def _lower(ladder: Ladder, query: RouteQuery, chosen: frozenset[Change], wanted: str) -> bool:
    """Whether a lower degree would do."""
    return any(
        best(ladder, applied(query, [*(chosen - {c}), Change("hold degree", d)]), wanted)
        for c in chosen
        if c.kind == "hold degree"
        for d in DEGREES.values()
        if d < c.node
    )


def spoken(found: WhyNot) -> set[frozenset[tuple[str, URIRef | None]]]:
    return {shape(way.changes) for way in found.ways}


def check(ladder: Ladder, query: RouteQuery, found: WhyNot) -> None:
    """Each way is proven by asking again, closed without any part, and ordered."""
    for way in found.ways:
        assert way.query == applied(query, way.changes)
        assert way.route in routes(ladder, way.query, found.wanted)
        assert 1 <= len(way.changes) <= MOST
        for size in range(len(way.changes)):
            for part in combinations(way.changes, size):
                assert best(ladder, applied(query, part), found.wanted) is None
        for change in way.changes:
            _check_least(ladder, way.query, change, found.wanted)
    orders = [[KINDS.index(c.kind) for c in way.changes] for way in found.ways]
    assert orders == sorted(orders, key=lambda order: (len(order), order))


def _check_least(ladder: Ladder, query: RouteQuery, change: Change, wanted: str | None) -> None:
    if change.kind not in LIMITS or change.amount is None:
        return
    less = change.amount + 1 if change.kind == "pay_at_least" else change.amount - 1
    if less > 0:
        tighter = applied(query, [Change(change.kind, amount=less)])
        assert best(ladder, tighter, wanted) is None


@settings(max_examples=cases(60), deadline=None)
@given(
    ladders(most_roles=5),
    st.booleans(),
    st.one_of(st.none(), st.integers(1, 2)),
    st.sampled_from([None, None, CAUTIOUS, GENEROUS, Reading("only", SOURCES[1])]),
)
def test_all_minimal_changes_are_found_and_no_others(
    world: World, no_degree: bool, most: int | None, reading: Reading | None
) -> None:
    query = RouteQuery(
        ENTRY, SENIOR, without_further_degree=no_degree, most_steps=most, reading=reading
    )
    ladder = compiled(opened(world))
    try:
        found = openings(ladder, query)
    except QuestionError:
        return
    check(ladder, query, found)
    assert found.complete
    if found.wanted:
        assert spoken(found) == brute_force(ladder, query, found.wanted)


@settings(max_examples=cases(60), deadline=None)
@given(ladders())
def test_the_same_question_has_the_same_answer(world: World) -> None:
    query = RouteQuery(ENTRY, SENIOR, without_further_degree=True, most_steps=2)
    try:
        found = why_not(compiled(opened(world)), query)
    except QuestionError:
        return
    assert found == why_not(compiled(opened(world)), query)


@settings(max_examples=cases(100), deadline=None)
@given(ladders(), st.sampled_from([CAUTIOUS, GENEROUS, None]))
def test_whoever_made_every_step_of_the_cut_would_arrive(
    world: World, reading: Reading | None
) -> None:
    query = RouteQuery(ENTRY, SENIOR, without_further_degree=True, reading=reading)
    ladder = compiled(opened(world))
    try:
        answer = search(ladder, query)
    except QuestionError:
        return
    proof = prove(Asker(ladder, supported=False, most=1000), query)
    if answer.routes:
        assert any(each.goals for each in proof.cuts)
        return
    for each in proof.cuts:
        assert not each.goals
        assert all(shut.by for shut in each.steps)
        assert _ways_around(ladder, query, {s.step.iri for s in each.steps}, each.reading) == []


def _ways_around(
    ladder: Ladder, query: RouteQuery, without: set[URIRef], reading: Reading
) -> list[URIRef]:
    """Goals that could be reached by any step at all, but for those of the cut."""
    view = viewed(ladder, reading)
    starts = {r for r in ladder.roles if 1 in view.levels(r)}
    goals = {r for r in ladder.roles if view.levels(r) & {3, 4, 5}}
    queue, found = list(starts - goals), set()
    while queue:
        at = queue.pop()
        if at not in found:
            found.add(at)
            queue += [
                s.end for s in ladder.steps.values() if s.start == at and s.iri not in without
            ]
    return sorted(found & goals)


# ---------------------------------------------------------------- the rules, one by one


def asked(market: Market, query: RouteQuery, *, wanted: str | None = "route") -> WhyNot:
    ladder = compiled(markets.opened(market))
    found = why_not(ladder, query)
    check(ladder, query, found)
    assert found.wanted == wanted
    return found


def chain(*parts: dict[str, object]) -> tuple[Hop, ...]:
    """Steps from role 0 to 1 to 2 and so on, the last one into role 4."""
    ends = [*range(1, len(parts)), 4]
    return tuple(Hop(n, ends[n], **part) for n, part in enumerate(parts))  # type: ignore[arg-type]


def amounts(found: WhyNot) -> list[list[tuple[str, int | None]]]:
    return [
        [(c.kind, None if c.amount is None else int(c.amount)) for c in way.changes]
        for way in found.ways
    ]


def test_a_supported_route_leaves_nothing_to_change() -> None:
    found = asked(Market(chain({})), NO_DEGREE, wanted=None)
    assert (found.ways, found.proof) == ((), None)


def test_a_degree_is_the_lowest_that_suffices() -> None:
    found = asked(Market(chain({}, {}), ((1, "d6", True, 0), (4, "d7", True, 0))), NO_DEGREE)
    assert spoken(found) == {
        frozenset({("hold degree", DEGREES[7])}),
        frozenset({("without_further_degree", None)}),
    }


def test_steps_are_the_fewest_that_suffice() -> None:
    found = asked(Market(chain({}, {}, {}, {})), RouteQuery(FIRST, LAST, most_steps=2))
    assert amounts(found) == [[("most_steps", 4)]]
    assert found.proof
    assert [(b.kind, b.allowed, b.needed) for b in found.proof.bounds] == [("most_steps", 2, 4)]


def test_a_longer_way_that_asks_for_less_is_found_beside_the_short_one() -> None:
    hops = (Hop(0, 1), Hop(1, 4), Hop(0, 2), Hop(2, 3), Hop(3, 4))
    found = asked(Market(hops, ((1, "d8", True, 0),)), replace(NO_DEGREE, most_steps=2))
    assert spoken(found) == {
        frozenset({("hold degree", DEGREES[8])}),
        frozenset({("most_steps", None)}),
        frozenset({("without_further_degree", None)}),
    }


def test_a_source_is_sided_with_only_when_a_reading_is_named() -> None:
    market = Market(chain({}), ((4, "d7", True, 0), (4, "d7", False, 1)))
    cautious = asked(market, replace(NO_DEGREE, reading=CAUTIOUS))
    assert frozenset({("generous", None)}) in spoken(cautious)
    any_reading = asked(market, NO_DEGREE, wanted="supported route")
    assert not {kind for s in spoken(any_reading) for kind, _ in s} & {"generous", "source"}


def test_without_a_limit_on_pay_those_are_asked_who_never_speak_of_it() -> None:
    market = Market(chain({}), ((4, "d7", True, 1),))
    found = asked(market, replace(NO_DEGREE, pay_at_least=Decimal(75)))
    assert spoken(found) == {
        frozenset({("hold degree", DEGREES[7])}),
        frozenset({("without_further_degree", None)}),
        frozenset({("pay_at_least", None)}),
    }
    both = replace(NO_DEGREE, pay_at_least=Decimal(75), pay_never_drops=True)
    assert frozenset({("pay_at_least", None), ("pay_never_drops", None)}) in spoken(
        asked(market, both)
    )


def test_what_a_curator_infers_is_not_made_supported_by_any_change() -> None:
    found = asked(Market(chain({"stance": "curated"})), NO_DEGREE, wanted="supported route")
    assert found.ways == ()
    assert found.proof
    assert [[o.kind for o in s.by] for c in found.proof.cuts for s in c.steps] == [["inferred"]]


def test_years_without_an_upper_end_close_a_step_where_everything_has_to_be_known() -> None:
    """A claim of 'at least 4 years' leaves it unknown how long a step takes at most."""
    made = (True, 0, "stated")
    steps = (worlds.Step(0, 1, "promotion", (), (made,)),)
    longest = worlds.Said(("s", 0), "typicalYears", "", 0, (16, None))
    ladder = compiled(worlds.marketed(worlds.Market(2, steps, ((1, ("d6",)),), (), (longest,))))
    query = RouteQuery(FIRST, End("Role", role(1)), most_years=Decimal(6), unknown="forbid")
    found = why_not(ladder, query)
    assert spoken(found) == {frozenset({("most_years", None)}), frozenset({("unknown", None)})}
    text = as_text(found, ladder, wording.Labels(ox.Store()))
    assert "it is not known how long it takes" in text


def test_when_the_searches_are_spent_the_answer_says_so() -> None:
    ladder = compiled(markets.opened(Market(chain({}, {}, {}))))
    query = RouteQuery(FIRST, LAST, most_steps=1)
    assert openings(ladder, query).complete
    found = why_not(ladder, query, searches=1)
    assert not found.complete
    assert found.ways == ()


def test_when_the_time_is_over_the_answer_says_so() -> None:
    ladder = compiled(markets.opened(Market(chain({}, {}, {}))))
    found = why_not(ladder, RouteQuery(FIRST, LAST, most_steps=1), seconds=0)
    assert (found.complete, found.ways) == (False, ())
    assert found.proof
    assert not found.proof.complete


def test_a_goal_that_no_step_leads_to_cannot_be_opened() -> None:
    found = asked(Market((Hop(0, 1),)), NO_DEGREE)
    assert found.ways == ()
    assert found.complete
    assert found.proof
    assert found.proof.before == ()


# ---------------------------------------------------------------- the curated graph, by hand


@pytest.fixture(scope="module")
def graph(curated: ox.Store) -> CareerGraph:
    return CareerGraph(curated)


def told(graph: CareerGraph, phrase: str) -> tuple[WhyNot, str]:
    from careergraph.routes import parse

    found = why_not(graph.ladder, parse(phrase, graph.index))
    return found, as_text(found, graph.ladder, graph.labels)


def test_a_research_scientist_needs_a_doctorate(graph: CareerGraph) -> None:
    found, text = told(
        graph, "from research assistant to research scientist without further degree"
    )
    assert spoken(found) == {
        frozenset({("hold degree", ID["credential/doctorate"])}),
        frozenset({("without_further_degree", None)}),
    }
    assert "hold a doctoral degree (unknown: Research Assistant → Research Scientist)" in text
    assert "Research Scientist needs a doctorate, says 'Careers with a machine" in text


def test_nobody_says_how_one_becomes_an_ethicist(graph: CareerGraph) -> None:
    found, text = told(graph, "from data analyst to AI ethicist")
    assert found.ways == ()
    assert found.complete
    assert text == (
        "No source says how one becomes AI Ethicist: no step leads there, so that no change to "
        "the question opens one.\n"
    )


def test_a_cautious_data_analyst_needs_a_degree_or_another_reading(graph: CareerGraph) -> None:
    found, text = told(
        graph, "from data analyst to machine learning engineer without further degree "
               "under the cautious reading",
    )  # fmt: skip
    assert [shape(way.changes) for way in found.ways] == [
        {("hold degree", ID["credential/advanced-degree"])},
        {("without_further_degree", None)},
        {("generous", None)},
    ]
    assert [way.route.status.value for way in found.ways][-1] == "contested"
    assert "read all sources generously (contested: Data Analyst" in text


def test_two_limits_that_bind_at_once_are_loosened_together(graph: CareerGraph) -> None:
    found, text = told(
        graph, "from business intelligence developer to product manager without further degree "
               "in at most 1 step under the cautious reading",
    )  # fmt: skip
    assert {len(way.changes) for way in found.ways} == {2}
    assert "hold an advanced degree and allow 2 steps" in text or (
        "allow 2 steps and hold an advanced degree" in text
    )


def test_a_limit_on_steps_is_proven_by_the_least_that_are_needed(graph: CareerGraph) -> None:
    _, text = told(graph, "from junior data scientist to product manager in at most 1 step")
    assert "allow 2 steps (unknown: Junior Data Scientist → Data Scientist → " in text
    assert "At least 2 steps are needed; 1 is allowed." in text


def test_the_json_names_each_change_its_route_and_the_cut(graph: CareerGraph) -> None:
    found, _ = told(graph, "from research assistant to research scientist without further degree")
    told_json = why_json(found, graph.ladder, graph.labels)
    first = told_json["why_not"][0]
    assert first["change"] == "hold a doctoral degree"
    assert first["changes"][0]["node"]["iri"] == str(ID["credential/doctorate"])
    assert first["route"]["status"] == "unknown"
    shut = told_json["cut"]["readings"][0]["steps"][0]
    assert (shut["from"], shut["to"]) == ("Research Assistant", "Research Scientist")
    assert [by["kind"] for by in shut["by"]] == ["requirement"]
    assert all(iri in graph.book.by_iri for by in shut["by"] for iri in map(URIRef, by["claims"]))


# ---------------------------------------------------------------- every kind of limit


ONE_LIMIT = {
    "most_years": (
        Market(chain({"years": (2, 2)}, {"years": (3, 3)})),
        RouteQuery(FIRST, LAST, most_years=Decimal(3)),
        [[("most_years", 5)]],
    ),
    "years worked": (
        Market(chain({"years": (1, 1)}), ((4, "worked 5", True, 0),)),
        RouteQuery(FIRST, LAST, most_years=Decimal(3), experience=Decimal(1)),
        [[("most_years", 5)]],
    ),
    "most_new_skills": (
        Market(chain({}), skills={4: {0, 1, 2}}),
        RouteQuery(FIRST, LAST, most_new_skills=1, skills=(markets.SKILLS[0],)),
        [[("most_new_skills", 2)]],
    ),
    "pay_at_least": (
        Market(chain({}), pay={4: (80, 95)}),
        RouteQuery(FIRST, LAST, pay_at_least=Decimal(90), reading=CAUTIOUS),
        [[("pay_at_least", 80)], [("generous", None)]],
    ),
    "without_further_credential": (
        Market(chain({}), ((4, "d7 or certificate", True, 0),)),
        RouteQuery(FIRST, LAST, without_further_credential=True),
        [
            [("hold degree", None)],
            [("hold credential", None)],
            [("without_further_credential", None)],
        ],
    ),
    "two credentials": (
        Market(chain({}), ((4, "certificate and licence", True, 0),)),
        RouteQuery(FIRST, LAST, without_further_credential=True),
        [
            [("without_further_credential", None)],
            [("hold credential", None), ("hold credential", None)],
        ],
    ),
    "highest_degree": (
        Market(chain({}), ((4, "d8", True, 0),)),
        RouteQuery(FIRST, LAST, highest_degree=DEGREES[7]),
        [[("hold degree", None)], [("highest_degree", None)]],
    ),
    "pay_never_drops": (
        Market(chain({}), pay={0: (80, 95), 4: (50, 70)}),
        RouteQuery(FIRST, LAST, pay_never_drops=True),
        [[("pay_never_drops", None)]],
    ),
    "stay_in": (
        Market(chain({"industries": (0,)})),
        RouteQuery(FIRST, LAST, stay_in=(INDUSTRIES[1],)),
        [[("stay_in", None)]],
    ),
    "through": (
        Market(chain({"industries": (0,)})),
        RouteQuery(FIRST, LAST, through=INDUSTRIES),
        [[("through", None)]],
    ),
    "avoid": (
        Market(chain({}, {})),
        RouteQuery(FIRST, LAST, avoid=(role(1), role(2))),
        [[("avoid", None)]],
    ),
    "avoid_licensed": (
        Market(chain({}), ((4, "licence", True, 0),)),
        RouteQuery(FIRST, LAST, avoid_licensed=True),
        [[("avoid_licensed", None)]],
    ),
    "kinds": (
        Market(chain({"kind": 1})),
        RouteQuery(FIRST, LAST, kinds=(CAREER.promotion,)),
        [[("kinds", None)]],
    ),
    "counted": (
        Market(chain({"stance": "observed"}, {})),
        RouteQuery(FIRST, LAST, counted=True),
        [[("counted", None)]],
    ),
    "unknown industry": (
        Market(chain({})),
        RouteQuery(FIRST, LAST, stay_in=(INDUSTRIES[0],), unknown="forbid"),
        [[("stay_in", None)], [("unknown", None)]],
    ),
    "unknown years": (
        Market(chain({})),
        RouteQuery(FIRST, LAST, most_years=Decimal(3), unknown="forbid"),
        [[("most_years", None)], [("unknown", None)]],
    ),
    "unknown pay": (
        Market(chain({})),
        RouteQuery(FIRST, LAST, pay_never_drops=True, unknown="forbid"),
        [[("pay_never_drops", None)], [("unknown", None)]],
    ),
    "three at once": (
        Market(chain({"kind": 1, "industries": (0,)}, {}), ((4, "d7", True, 0),)),
        replace(NO_DEGREE, kinds=(CAREER.promotion,), most_steps=1),
        [
            [("hold degree", None), ("most_steps", 2), ("kinds", None)],
            [("most_steps", 2), ("without_further_degree", None), ("kinds", None)],
        ],
    ),
}


@pytest.mark.parametrize("name", sorted(ONE_LIMIT))
def test_each_kind_of_limit_names_what_loosens_it(name: str) -> None:
    market, query, expected = ONE_LIMIT[name]
    found = asked(market, query)
    assert amounts(found) == expected
    assert found.proof
    assert found.proof.bounds or any(c.steps for c in found.proof.cuts)
    ladder = compiled(markets.opened(market))
    labels = CareerGraph(markets.opened(market)).labels
    assert as_text(found, ladder, labels)


def test_limits_that_cannot_be_kept_together_are_named_together() -> None:
    hops = (Hop(0, 4, years=(6, 6)), Hop(0, 1, years=(1, 1)), Hop(1, 2, years=(1, 1)),
            Hop(2, 4, years=(1, 1)))  # fmt: skip
    query = RouteQuery(FIRST, LAST, most_steps=2, most_years=Decimal(4))
    found = asked(Market(hops), query)
    assert amounts(found) == [[("most_years", 6)], [("most_steps", 3)]]
    assert found.proof
    bounds = found.proof.bounds
    assert [(b.kind, b.needed, b.given) for b in bounds] == [("most_steps", 3, ("most_years",))]


QUERIES = st.builds(
    RouteQuery,
    st.just(FIRST),
    st.just(LAST),
    without_further_degree=st.booleans(),
    without_further_credential=st.booleans(),
    highest_degree=st.sampled_from([None, None, DEGREES[6], DEGREES[7]]),
    holding=st.sampled_from([(), (), (DEGREES[6],), (CERTIFICATE,)]),
    stay_in=st.sampled_from([(), (), INDUSTRIES[:1]]),
    avoid=st.sampled_from([(), (), (role(1),)]),
    avoid_licensed=st.booleans(),
    kinds=st.sampled_from([(), (), (CAREER.promotion,)]),
    counted=st.sampled_from([False, False, True]),
    pay_never_drops=st.booleans(),
    most_years=st.sampled_from([None, None, Decimal(100)]),
    unknown=st.sampled_from(["allow", "allow", "forbid"]),
    reading=st.sampled_from([CAUTIOUS, GENEROUS, Reading("only", SOURCES[0])]),
)
"""Questions with limits that are judged step by step."""

LIMITED = st.builds(
    RouteQuery,
    st.just(FIRST),
    st.just(LAST),
    without_further_degree=st.booleans(),
    most_steps=st.sampled_from([None, 1, 2]),
    most_years=st.sampled_from([None, Decimal(2), Decimal(4)]),
    most_new_skills=st.sampled_from([None, 0, 1]),
    pay_at_least=st.sampled_from([None, Decimal(75)]),
    through=st.sampled_from([(), (), INDUSTRIES[:1]]),
    unknown=st.sampled_from(["allow", "allow", "forbid"]),
    reading=st.sampled_from([None, CAUTIOUS]),
)
"""Questions with limits that count over a whole route."""


@settings(max_examples=cases(150), deadline=None)
@given(any_market(), QUERIES)
def test_a_step_is_open_to_the_search_exactly_when_no_obstacle_is_seen(
    market: Market, query: RouteQuery
) -> None:
    ladder = compiled(markets.opened(market))
    assert query.reading
    view = viewed(ladder, query.reading)
    for each in ladder.steps.values():
        one = replace(
            query, start=End("Role", each.start), goal=End("Role", each.end), most_steps=1, avoid=()
        )
        found = {r.steps[0].step.iri for r in search(ladder, every(one)).routes}
        case = Case(view, one)
        who = Traveller(view, one, case.base(each.start), case.means(case.base(each.start)))
        assert (each.iri in found) == (not obstacles(who, each))


@settings(max_examples=cases(25), deadline=None)
@given(any_market(), QUERIES)
def test_all_minimal_changes_of_step_limits_are_found(market: Market, query: RouteQuery) -> None:
    _compare(market, query)


@settings(max_examples=cases(25), deadline=None)
@given(any_market(), LIMITED)
def test_all_minimal_changes_of_route_limits_are_found(market: Market, query: RouteQuery) -> None:
    _compare(market, query)


def _compare(market: Market, query: RouteQuery) -> None:
    ladder = compiled(markets.opened(market))
    try:
        found = openings(ladder, query)
    except QuestionError:
        return
    check(ladder, query, found)
    assume(found.wanted)
    assert found.complete
    assert found.wanted
    assert spoken(found) == brute_force(ladder, query, found.wanted)


def test_the_steps_of_a_generated_market_are_named_as_in_the_other_worlds() -> None:
    assert compiled(markets.opened(Market((Hop(0, 1),)))).steps.keys() == {step(0)}
