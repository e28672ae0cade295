"""Every form of an answer: what it says, that it can be read back, and that it stays the same.

The answers to three short questions stand in tests/route_forms, one file a form. After a change
that is meant, write them anew with `python tests/test_route_forms.py` and read the difference.
"""

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef
from rdflib.compare import isomorphic

import careergraph as cg
from careergraph import claims
from careergraph import store as stores
from careergraph.answers import BoundAnswer
from careergraph.check import check_files
from careergraph.enumeration import listed
from careergraph.errors import FormatError, QuestionError, WriteError
from careergraph.model import FoundRoute, records
from careergraph.routes import RouteAnswer, compile_ladder, search
from careergraph.routes.forms import FORMS, table
from careergraph.routes.forms.markdown import plain
from careergraph.routes.forms.needs import Met, needs
from careergraph.routes.forms.sentences import duration
from careergraph.terms import CAREER, ID, PREFIXES
from conftest import SMALL_WORLD
from shared import SHARED, payload_text
from worlds import ladders, opened

SNAPSHOTS = Path(__file__).parent / "route_forms"
QUESTIONS = {
    "supported": "from entry role to senior role",
    "contested": "from entry role to senior role without further degree",
    "none": "from data analyst to data steward",
}
ENDINGS = {"text": ".txt", "json": ".json", "md": ".md", "csv": ".csv", "turtle": ".ttl",
           "ctdl": ".jsonld"}  # fmt: skip
"""Form to the ending of its snapshot; the page is too large to be one."""

CTDL = PREFIXES["ceterms"]


@pytest.fixture(scope="module")
def graph() -> cg.CareerGraph:
    return cg.open(SMALL_WORLD)


def answered(status: str = "contested", extra: str = "") -> BoundAnswer:
    """The answer of the small world, with something added to it."""
    return world(extra).route(QUESTIONS[status])


def world(extra: str = "") -> cg.CareerGraph:
    store = ox.Store()
    text = SMALL_WORLD.read_text(encoding="utf-8") + extra
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    return cg.CareerGraph(stores.prepared(store))


def years(step: str, figures: str) -> str:
    name = re.sub(r"\W+", "-", f"years-{step}-{figures}").strip("-")
    return f"""
claim:{name} a career:Claim ; career:subject step:{step} ; career:measure career:typicalYears ;
    {figures} ; career:unit career:yearCount ; career:polarity career:affirmed ;
    career:stance career:stated ; prov:hadPrimarySource source:first ;
    career:passage passage:first-0-9 ."""


# ---------------------------------------------------------------- snapshots


@pytest.mark.parametrize("form", ENDINGS)
@pytest.mark.parametrize("status", QUESTIONS)
def test_an_answer_reads_as_before(graph: cg.CareerGraph, status: str, form: str) -> None:
    expected = (SNAPSHOTS / f"{status}{ENDINGS[form]}").read_bytes().decode()
    assert graph.route(QUESTIONS[status]).render(form) == expected


def test_every_form_has_a_snapshot_or_is_the_page() -> None:
    assert {*ENDINGS, "html"} == set(FORMS)


def test_two_processes_give_the_same_bytes() -> None:
    code = (
        "import careergraph as cg, hashlib\n"
        f"a = cg.open({str(SMALL_WORLD)!r}).route({QUESTIONS['supported']!r})\n"
        f"for form in {FORMS!r}: print(hashlib.sha256(a.render(form).encode()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(runs) == 1


# ---------------------------------------------------------------- what is said


def test_a_source_is_called_by_its_short_name_and_explained(graph: cg.CareerGraph) -> None:
    text = graph.route(QUESTIONS["supported"]).to_text()
    assert "stated by first [1]" in text
    assert "on the word of first and second, without either of which it is closed." in text
    assert "\nfirst: First source\nsecond: Second source\n[1] first: section 'Opening'" in text


def test_every_mark_in_the_text_is_explained_and_the_first_comes_first() -> None:
    text = cg.open().route(QUESTIONS["contested"]).to_text(k=5)
    body, _, places = text.partition("Where it is said")
    used = list(dict.fromkeys(re.findall(r"\[(\d+)\]", body)))
    assert used == [str(n) for n in range(1, len(used) + 1)]
    assert re.findall(r"^\[(\d+)\]", places, re.M) == used


def test_two_sources_with_one_last_part_are_told_apart() -> None:
    other = "<https://example.org/first>"
    extra = f"""
{other} a career:Source ; dcterms:title "Another first"@en .
claim:other a career:Claim ; career:subject step:steward-analyst ; career:measure career:possible ;
    career:polarity career:affirmed ; career:stance career:observed ;
    prov:hadPrimarySource {other} ."""
    text = answered("supported", extra).to_text()
    assert "source:first: First source" in text
    assert "https://example.org/first: Another first" in text
    assert "counted in https://example.org/first" in text


def test_years_that_are_known_in_part_are_at_least() -> None:
    part = years("steward-analyst", "career:minimum 2.0 ; career:maximum 3.0")
    answer = answered("supported", part)
    assert duration(answer.routes[0]).startswith("at least 2 (known for 1 of 2 steps)")
    assert answer.to_dict()["routes"][0]["costs"]["years"] == {
        "minimum": 2.0, "maximum": None, "known_steps": 1,
    }  # fmt: skip
    whole = part + years("analyst-scientist", "career:minimum 1.5 ; career:maximum 4.0")
    assert duration(answered("supported", whole).routes[0]) == "3.5 to 7"
    assert duration(answered("supported").routes[0]) == "not known"


def test_years_of_several_claims_take_the_outer_ends() -> None:
    both = years("steward-analyst", "career:minimum 2.0 ; career:maximum 3.0") + years(
        "steward-analyst", "career:minimum 1.0 ; career:maximum 2.0"
    )
    whole = both + years("analyst-scientist", "career:minimum 1.0 ; career:maximum 1.0")
    assert duration(answered("supported", whole).routes[0]) == "2 to 4"


def test_pay_of_different_scope_is_never_one_number() -> None:
    extra = """
<urn:us> a career:Place ; skos:prefLabel "United States"@en .
claim:pay-us a career:Claim ; career:subject role:scientist ; career:measure career:pay ;
    career:minimum 120000.0 ; career:unit career:usdPerYear ; career:place <urn:us> ;
    career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:second ; career:passage passage:second-0-9 ."""
    answer = answered("supported", extra)
    assert (
        "at least 120,000 US dollars a year (United States) [2]; "
        "95,000 to 150,000 US dollars a year [1]."
    ) in answer.to_text()
    pay = answer.to_dict()["routes"][0]["costs"]["pay"]
    assert [(p["minimum"], p["maximum"], p["scope"]) for p in pay] == [
        (120000.0, None, {"place": "United States"}), (95000.0, 150000.0, {}),
    ]  # fmt: skip


def test_whom_a_source_quotes_is_said() -> None:
    extra = """
<urn:bureau> a prov:Organization ; skos:prefLabel "The Bureau"@en .
claim:steward-analyst prov:wasAttributedTo <urn:bureau> ."""
    assert "stated by first, quoting The Bureau [1]" in answered("supported", extra).to_text()


def test_who_denies_a_step_is_said() -> None:
    extra = """
claim:no a career:Claim ; career:subject step:steward-analyst ; career:measure career:possible ;
    career:polarity career:denied ; career:stance career:stated ;
    prov:hadPrimarySource source:second ; career:passage passage:second-0-9 ."""
    text = answered("supported", extra).to_text()
    assert "denied by second [1]" in text
    assert "Contested: sources differ on whether people move on to Data Analyst." in text
    assert "Open to: a generous reader." in text


def test_a_denial_of_something_else_is_no_dispute() -> None:
    extra = """
requirement:privacy a career:Requirement ; skos:prefLabel "A certification in privacy"@en ;
    career:needed 1 ; career:alternative credential:privacy .
credential:privacy a career:Certification ; skos:prefLabel "Privacy certification"@en .
claim:scientist-needs-no-masters career:object requirement:privacy ."""
    text = SMALL_WORLD.read_text(encoding="utf-8").replace(
        """career:measure career:requires ; career:object requirement:masters ;
    career:polarity career:denied""",
        "career:measure career:requires ; career:polarity career:denied",
    )
    store = ox.Store()
    store.load((text + extra).encode(), format=ox.RdfFormat.TURTLE)
    answer = cg.CareerGraph(stores.prepared(store)).route(QUESTIONS["contested"])
    assert answer.status == "none"
    step = "from data analyst to data scientist without further degree"
    told = cg.CareerGraph(stores.prepared(store)).route(step).to_text()
    assert "Contested: Data Scientist needs a master's degree, says first; the other" in told


def test_a_contested_route_says_to_whom_it_is_open() -> None:
    assert "   Open to: a generous reader.\n" in answered("contested").to_text()


def test_an_enumeration_of_nothing_is_empty() -> None:
    assert [listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


# ---------------------------------------------------------------- on how many words a step rests


def affirming(name: str, source: str, stance: str = "stated", derived_from: str = "") -> str:
    """A claim that the first step of the small world is made."""
    basis = f"career:derivedFrom claim:{derived_from} ; career:rule rule:guess ;"
    return f"""
claim:{name} a career:Claim ; career:subject step:steward-analyst ; career:measure career:possible ;
    career:polarity career:affirmed ; career:stance career:{stance} ;
    {basis if derived_from else ""} prov:hadPrimarySource source:{source} ."""


@pytest.mark.parametrize(
    ("extra", "independent", "crucial"),
    [
        ("", 1, {"first"}),
        (affirming("again", "first"), 1, {"first"}),
        (affirming("later", "second", "derived", "steward-analyst"), 1, {"first"}),
        (affirming("guess", "second", "curated"), 1, {"first"}),
        (affirming("other", "second"), 2, set()),
        (affirming("other", "second") + affirming("later", "first", "derived", "other"), 2, set()),
    ],
)
def test_only_sources_at_the_root_are_counted(
    extra: str, independent: int, crucial: set[str]
) -> None:
    step = answered("supported", extra).routes[0].steps[0]
    assert step.independent == independent
    assert step.crucial == {ID[f"source/{name}"] for name in crucial}


def test_what_rests_on_two_sources_together_is_weaker_than_on_one() -> None:
    joint = affirming("joint", "first", "derived", "steward-level, claim:lead-level")
    text = SMALL_WORLD.read_text(encoding="utf-8")
    alone = "claim:steward-analyst a career:Claim ; career:subject step:steward-analyst"
    moved = text.replace(
        alone, "claim:elsewhere a career:Claim ; career:subject step:scientist-lead"
    )
    store = ox.Store()
    store.load((moved + joint).encode(), format=ox.RdfFormat.TURTLE)
    answer = cg.CareerGraph(stores.prepared(store)).route(QUESTIONS["supported"])
    (route,) = answer.routes
    assert route.weakest is route.steps[0]
    assert route.weakest.independent == route.steps[1].independent == 1
    assert (
        "Weakest link: Data Steward to Data Analyst: rests on first and second together."
        in answer.to_text()
    )


def test_a_weakest_link_with_two_sources_says_that_they_are_independent() -> None:
    extra = (
        affirming("other", "second")
        + """
claim:again a career:Claim ; career:subject step:analyst-scientist ;
    career:measure career:possible ; career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ."""
    )
    answer = answered("supported", extra)
    assert "Weakest link: Data Steward to Data Analyst: supported by first and second, each by " \
        "itself." in answer.to_text()  # fmt: skip
    assert answer.to_dict()["routes"][0]["weakest"]["independent_sources"] == 2


# ---------------------------------------------------------------- weak mappings


def mapped(name: str, confidence: str, predicate: str = "closeMatch") -> str:
    """A mapping of the analyst to a role elsewhere."""
    return f"""
        mapping:{name} a sssom:Mapping ; owl:annotatedSource role:analyst ;
            owl:annotatedProperty skos:{predicate} ; owl:annotatedTarget role:elsewhere ;
            sssom:mapping_justification semapv:ManualMappingCuration ;
            sssom:confidence {confidence} ; prov:hadPrimarySource source:first ."""


def over(name: str, *claims: str) -> str:
    """That claims are known over a mapping."""
    return "".join(f"claim:{claim} career:overMapping mapping:{name} ." for claim in claims)


def needs_bachelors(name: str, over: str = "") -> str:
    return f"""
        claim:{name} a career:Claim ; career:subject role:analyst ; career:measure career:requires ;
            career:object requirement:bachelors ; career:strength career:typical ;
            career:polarity career:affirmed ; career:stance career:stated ; {over}
            prov:hadPrimarySource source:first ."""


MAPPED = f"""
    @prefix mapping: <{ID}mapping/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix semapv: <{PREFIXES["semapv"]}> . @prefix sssom: <{PREFIXES["sssom"]}> .
    role:elsewhere a career:Role ; skos:prefLabel "Analysts"@en .
    requirement:bachelors a career:Requirement ; skos:prefLabel "A bachelor's degree"@en ;
        career:needed 1 ; career:alternative credential:bachelors .
    {mapped("weak", "0.5")} {mapped("strong", "0.9")} {mapped("broad", "0.9", "broadMatch")}
"""
WEAK = "career:overMapping mapping:weak ;"
OPEN = "Open even to a cautious reader"


@pytest.mark.parametrize("mapping", ["weak", "broad"])
def test_a_route_with_a_step_known_only_through_a_weak_mapping_says_so(mapping: str) -> None:
    answer = answered("supported", MAPPED + over(mapping, "steward-analyst"))
    (route,) = answer.routes
    assert route.status is claims.Status.SUPPORTED
    said = f"{OPEN} who gains what it takes, but Data Steward to Data Analyst is known only " \
        "through a weak mapping. It rests on the word of first and second"  # fmt: skip
    assert f"{said}, without either of which it is closed." in answer.to_text()
    assert "Depends on weak mappings: Data Analyst for Analysts (" in answer.to_text()
    told = answer.to_dict()["routes"][0]
    assert told["weakly_known"] == ["Data Steward to Data Analyst"]
    assert "known only through a weak mapping" in told["why"]


def test_so_does_one_of_which_a_requirement_is_known_only_so() -> None:
    answer = answered("supported", MAPPED + needs_bachelors("weakly", WEAK))
    assert f"{OPEN} who gains what it takes, but what Data Analyst needs is known only through " \
        "a weak mapping." in answer.to_text()  # fmt: skip
    licensed = f"""
        requirement:licence a career:Requirement ; skos:prefLabel "A licence"@en ;
            career:needed 1 ; career:alternative credential:licence .
        {needs_bachelors("surely").replace("requirement:bachelors", "requirement:licence")}"""
    answer = answered("supported", MAPPED + needs_bachelors("weakly", WEAK) + licensed)
    assert "but part of what Data Analyst needs is known only through a weak" in answer.to_text()


def test_what_is_known_without_a_weak_mapping_as_well_is_not_doubted() -> None:
    sure = answered("supported", MAPPED + over("strong", "steward-analyst", "analyst-scientist"))
    assert f"{OPEN} who gains what it takes, on the word of" in sure.to_text()
    assert sure.to_dict()["routes"][0]["weakly_known"] == []
    also = over("weak", "steward-analyst") + affirming("other", "second")
    twice = needs_bachelors("weakly", WEAK) + needs_bachelors("surely")
    for extra in (also, twice):
        assert answered("supported", MAPPED + extra).to_dict()["routes"][0]["weakly_known"] == []


def test_of_much_that_is_weakly_known_some_is_named_and_the_rest_counted() -> None:
    steps = ("steward-analyst", "analyst-scientist")
    extra = MAPPED + over("weak", *steps, "scientist-needs-masters")
    extra += needs_bachelors("weakly", WEAK)
    answer = answered("supported", extra)
    assert "but Data Steward to Data Analyst, what Data Analyst needs, Data Analyst to Data " \
        "Scientist and what Data Scientist needs are known only through weak mappings. It rests" \
        in answer.to_text()  # fmt: skip
    for name in steps:
        extra += needs_bachelors(name, WEAK).replace("role:analyst", f"step:{name}")
        extra = extra.replace(f"claim:{name} a", f"claim:needs-{name} a")
    text = answered("supported", extra).to_text()
    assert "what Data Steward to Data Analyst needs, what Data Analyst needs, Data Analyst to " \
        "Data Scientist and 2 more are known only" in text  # fmt: skip


# ---------------------------------------------------------------- what is a further degree

NO_DEGREE = """
    requirement:any a career:Requirement ; skos:prefLabel "A formal educational credential"@en ;
        career:needed 1 ; career:alternative credential:bachelors, credential:diploma .
    credential:diploma a career:Degree ; skos:prefLabel "Diploma"@en ; career:eqfLevel eqf:4 .
    claim:steward-needs-none a career:Claim ; career:subject role:steward ;
        career:measure career:requires ; career:object requirement:any ;
        career:polarity career:denied ; career:stance career:stated ;
        prov:hadPrimarySource source:second ."""


def test_the_degree_above_which_another_is_a_further_one_is_told_with_what_it_rests_on() -> None:
    answer = answered("contested", NO_DEGREE)
    base = "high school diploma: Data Steward does not need a formal educational credential, says "
    assert f"A further degree is one above a {base}second.\n" in answer.to_text()
    assert answer.to_dict()["routes"][0]["baseline"] == {"eqf": 4, "origin": "denied on the start"}
    weak = MAPPED + NO_DEGREE + over("weak", "steward-needs-none")
    text = answered("contested", weak).to_text()
    assert f"above a {base}second; this is known only through a weak mapping.\n" in text


def test_a_degree_that_binds_over_a_weak_mapping_alone_is_told_as_such() -> None:
    extra = MAPPED + needs_bachelors("weakly", WEAK).replace("role:analyst", "role:steward")
    text = answered("contested", extra).to_text()
    assert "above what Data Steward itself is said to need: a bachelor's degree; this is known " \
        "only through a weak mapping." in text  # fmt: skip


# ---------------------------------------------------------------- what is not known


def test_a_limit_that_may_be_broken_for_all_that_is_known_is_named() -> None:
    graph = world()
    limits = "within 3 years, paying at least $90k, staying in finance, where pay never drops"
    answer = graph.route(f"{QUESTIONS['supported']} {limits}")
    assert answer.to_dict()["routes"][0]["not_known"] == [
        "whether it takes at most 3 years",
        "whether every step is made in Finance",
        "whether pay drops on the way",
    ]
    assert "   Not known: whether it takes at most 3 years, whether every" in answer.to_text()
    whole = years("steward-analyst", "career:minimum 1.0 ; career:maximum 1.0") + years(
        "analyst-scientist", "career:minimum 1.0 ; career:maximum 2.0"
    )
    known = world(whole).route(f"{QUESTIONS['supported']} within 3 years")
    assert known.to_dict()["routes"][0]["not_known"] == []
    unpaid = graph.route("from data analyst to data lead paying at least $90k")
    assert unpaid.to_dict()["routes"][0]["not_known"] == [
        "whether the goal pays 90,000 US dollars a year"
    ]


def test_whether_a_role_takes_a_licence_is_not_known_where_nobody_speaks_of_one() -> None:
    asked = "from data analyst to data lead avoiding licensed roles"
    [first] = world().route(asked).to_dict()["routes"][0]["not_known"]
    assert first.startswith("whether ")
    assert first.endswith("Data Lead takes a licence")
    free = """
        requirement:licence a career:Requirement ; skos:prefLabel "A licence"@en ;
            career:needed 1 ; career:alternative credential:licence .
        credential:licence a career:Licence ; skos:prefLabel "Licence"@en .
    """ + "".join(f"""
        claim:free-{n} a career:Claim ; career:subject {role} ; career:measure career:requires ;
            career:object requirement:licence ; career:polarity career:denied ;
            career:stance career:stated ; prov:hadPrimarySource source:first .
    """ for n, role in enumerate(("role:scientist", "role:lead")))  # fmt: skip
    assert world(free).route(asked).to_dict()["routes"][0]["not_known"] == []


# ---------------------------------------------------------------- what is said of groups


GROUP = """
@prefix group: <https://w3id.org/careergraph/id/group/> .
group:pros a career:RoleGroup ; skos:prefLabel "Data professionals"@en .
requirement:privacy a career:Requirement ; skos:prefLabel "A certification in privacy"@en ;
    career:needed 1 ; career:alternative credential:privacy .
credential:privacy a career:Certification ; skos:prefLabel "Privacy certification"@en .
claim:pros-need a career:Claim ; career:subject group:pros ; career:measure career:requires ;
    career:object requirement:privacy ; career:strength career:required ;
    career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:second ; career:passage passage:second-10-19 PLACE .
passage:second-10-19 a career:Passage ; career:inSource source:second ; career:section "Privacy" ;
    career:beginsAt 10 ; career:endsAt 19 ;
    career:sha256 "0000000000000000000000000000000000000000000000000000000000000000" ."""


def member(role: str) -> str:
    return f"""
claim:{role}-member a career:Claim ; career:subject role:{role} ; career:measure career:memberOf ;
    career:object group:pros ; career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ; career:passage passage:first-0-9 ."""


def valued(industry: str = "finance", passage: str = "second-0-9") -> str:
    return f"""
claim:valued a career:Claim ; career:subject industry:{industry} ;
    career:measure career:valuesCredential ; career:object credential:privacy ;
    career:strength career:preferred ; career:polarity career:affirmed ;
    career:stance career:stated ; prov:hadPrimarySource source:second ;
    career:passage passage:{passage} ."""


IN_FINANCE = GROUP.replace("PLACE", "; career:inIndustry industry:finance")
ANYWHERE = GROUP.replace("PLACE", "")
SENIOR_ONLY = GROUP.replace("PLACE", "; career:stage career:senior")
MID_ONLY = GROUP.replace("PLACE", "; career:stage career:mid")


@pytest.mark.parametrize(
    ("extra", "steps"),
    [
        (IN_FINANCE, [[], []]),
        (IN_FINANCE + member("scientist"), [[], ["pros-need"]]),
        (IN_FINANCE + member("analyst"), [[], ["pros-need"]]),
        (IN_FINANCE + member("steward"), [[], []]),
        (ANYWHERE + member("analyst"), [["pros-need"], []]),
        (SENIOR_ONLY + member("analyst") + member("scientist"), [[], ["pros-need"]]),
        (MID_ONLY + member("scientist"), [[], []]),
        (ANYWHERE + valued(), [[], ["valued"]]),
        (IN_FINANCE + member("analyst") + valued(passage="second-10-19"), [[], ["pros-need"]]),
    ],
)
def test_what_is_said_of_a_group_is_told_where_it_concerns(
    extra: str, steps: list[list[str]]
) -> None:
    answer = answered("supported", extra)
    told = answer.to_dict()["routes"][0]["steps"]
    expected = [[str(ID[f"claim/{name}"]) for name in each] for each in steps]
    assert [[said["claim"] for said in step["said_of_groups"]] for step in told] == expected
    assert {passage["iri"] for passage in answer.to_dict()["passages"]} >= {
        p for each in steps for name in each if name == "pros-need"
        for p in [str(ID["passage/second-10-19"])]
    }  # fmt: skip


def test_what_is_said_of_a_group_closes_nothing_and_says_of_whom() -> None:
    answer = answered("supported", IN_FINANCE + member("analyst") + valued())
    assert answer.status == "supported"
    assert answer.routes[0].steps == answered("supported").routes[0].steps
    text = answer.to_text()
    assert (
        "More generally, not of Data Scientist itself, says second: data professionals need in "
        "Finance a certification in privacy (required) [3]; Finance values privacy certification "
        "(preferred) [2]\n"
    ) in text
    assert "To gain on the way: a master's degree (for Data Scientist)." in text


# ---------------------------------------------------------------- why not


ALONE = "from data steward to data scientist without further degree under the cautious reading"


def test_an_answer_without_routes_says_why_in_every_form(graph: cg.CareerGraph) -> None:
    answer = graph.route(ALONE)
    assert answer.status == "none"
    assert answer.why_not.ways[0].query.holding == (ID["credential/masters"],)
    chain = "Data Steward → Data Analyst → Data Scientist"
    assert f"   - hold a master's degree (supported: {chain})\n" in answer.to_text()
    assert f"\n- hold a master's degree (supported: {chain})\n" in answer.to_markdown()
    assert "<li>hold a master&#x27;s degree (supported:" in answer._repr_html_()
    page = payload_text(answer.to_html()).replace("\\u0027", "'")
    assert f'"hold a master\'s degree (supported: {chain})"' in page
    assert "\"Data Analyst to Data Scientist: Data Scientist needs a master's degree, says" in page
    assert [way["change"] for way in answer.to_dict(k=1)["why_not"]] == ["hold a master's degree"]


def test_the_routes_that_changes_would_open_can_be_queried(graph: cg.CareerGraph) -> None:
    answer = graph.route(ALONE)
    again = reopened(answer.to_turtle())
    found = {str(route.changes[0]): route for route in records(again.store, FoundRoute)}
    assert set(found) >= {"hold a master's degree", "allow a further degree"}
    assert found["hold a master's degree"].changes_about == (ID["credential/masters"],)
    assert found["allow a further degree"].reaches == ID["role/scientist"]
    assert again.route(ALONE).status == "none"


def test_a_contested_answer_says_why_not_when_it_is_asked(graph: cg.CareerGraph) -> None:
    plain = graph.route(QUESTIONS["contested"])
    assert plain.to_dict()["why_not"] == []
    assert "What would open" not in plain.to_text()
    asked = replace(plain, explain=True)
    assert asked == plain
    assert "What would open a supported route, if a degree is allowed after all:" in asked.to_text()
    told = asked.to_dict()
    assert (told["wanted"], len(told["routes"])) == ("supported route", 1)
    assert told["why_not"][0]["route"]["status"] == "supported"


def test_what_is_held_is_told_to_open_routes_or_to_change_nothing(graph: cg.CareerGraph) -> None:
    asked = "from Data Steward to Data Scientist without further degree"
    assert graph.route(asked).gain is None
    held = graph.route(f"{asked} holding Master's degree")
    assert held.gain is not None
    assert (held.gain.opened, held.gain.better, held.gain.without) == (0, 1, 1)
    told = "Holding master's degree: 1 route has a better status. Without it there is 1 route."
    assert told in held.to_text()
    assert told in held.to_markdown()
    other = graph.route("from Data Steward to Data Analyst holding Master's degree")
    assert "changes nothing here: without it there is the same 1 route." in other.to_text()


# ---------------------------------------------------------------- what a route takes


def met(graph: cg.CareerGraph, question: str) -> list[str]:
    answer = graph.route(question)
    found = needs(answer.routes[0], answer.query, graph.ladder)
    return [need.met.value for each in found for need in each]


def test_a_degree_held_presupposed_or_to_be_gained(graph: cg.CareerGraph) -> None:
    asked = QUESTIONS["supported"]
    assert met(graph, asked) == ["to gain"]
    assert met(graph, f"{asked} holding a master's degree") == ["held"]
    assert met(graph, QUESTIONS["contested"]) == ["not met"]
    bachelors = world("""
requirement:bachelors a career:Requirement ; skos:prefLabel "A bachelor's degree"@en ;
    career:needed 1 ; career:alternative credential:bachelors .
claim:analyst-needs a career:Claim ; career:subject role:analyst ; career:measure career:requires ;
    career:object requirement:bachelors ; career:strength career:required ;
    career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ; career:passage passage:first-0-9 .""")
    assert met(bachelors, asked) == ["presupposed", "to gain"]
    text = bachelors.route(asked).to_text()
    assert "Presupposed: a bachelor's degree (for Data Analyst)." in text
    assert "To gain on the way: a master's degree (for Data Scientist)." in text


def test_what_an_earlier_step_took_is_not_gained_twice() -> None:
    again = """
claim:analyst-needs a career:Claim ; career:subject role:analyst ; career:measure career:requires ;
    career:object requirement:masters ; career:strength career:required ;
    career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ; career:passage passage:first-0-9 ."""
    graph = world(again)
    assert met(graph, QUESTIONS["supported"]) == ["to gain", "gained before"]
    route = graph.route(QUESTIONS["supported"]).to_dict()["routes"][0]
    assert [c["label"] for c in route["credentials"]["to_gain"]] == ["A master's degree"]


@given(ladders())
@settings(max_examples=40, deadline=None)
def test_a_step_that_is_open_to_the_cautious_has_no_need_that_is_not_met(drawn: object) -> None:
    store = opened(drawn)  # type: ignore[arg-type]
    ladder = compile_ladder(store, claims.read(store))
    answer = found(ladder)
    for route in answer.routes if answer else ():
        for step, each in zip(route.steps, needs(route, answer.query, ladder), strict=True):  # type: ignore[union-attr]
            assert {n.claim for n in each if n.met is Met.NOT_MET} == set(step.unmet)


def found(ladder: object) -> RouteAnswer | None:
    """The answer to the headline question, or None where no role is entry or senior."""
    from careergraph.errors import QuestionError
    from careergraph.routes import End, RouteQuery

    ends = End("Level", CAREER.entry), End("Level", CAREER.senior, at_least=True)
    try:
        return search(ladder, RouteQuery(*ends, without_further_degree=True))  # type: ignore[arg-type]
    except QuestionError:
        return None


# ---------------------------------------------------------------- lines


@given(st.integers(30, 200))
@settings(max_examples=20, deadline=None)
def test_wrapped_lines_keep_every_word_and_the_width(width: int) -> None:
    answer = answered("contested")
    whole, wrapped = answer.to_text(), answer.to_text(width=width)
    assert wrapped.split() == whole.split()
    longest = max(len(word) for word in whole.split())
    assert all(len(line) <= max(width, longest + 8) for line in wrapped.splitlines())


def test_what_is_wrapped_hangs_below_where_its_words_begin() -> None:
    lines = answered("contested").to_text(width=60).splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("   - Data Analyst"))
    assert lines[first + 1].startswith("     ")
    assert lines[first + 1][5] != " "


def test_a_pipe_gets_whole_lines() -> None:
    assert max(map(len, answered("contested").to_text().splitlines())) > 80


# ---------------------------------------------------------------- JSON


def test_the_promised_fields_of_json_are_there(graph: cg.CareerGraph) -> None:
    answer = json.loads(graph.route(QUESTIONS["contested"]).to_json())
    assert {"question", "status", "routes", "why_not", "total", "complete"} <= set(answer)
    route = answer["routes"][0]
    assert {"status", "roles", "steps", "costs", "weakest"} <= set(route)
    assert {"iri", "label", "level"} <= set(route["roles"][0])
    wanted = {"iri", "from", "to", "kind", "requires", "years", "claims", "status"}
    assert wanted <= set(route["steps"][0])
    assert {"steps", "years", "pay", "new_skills", "contested"} == set(route["costs"])
    assert {"iri", "label", "strength", "claim", "met"} <= set(route["steps"][1]["requires"][0])


def test_every_claim_in_json_can_be_looked_up(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["contested"]).to_dict()
    named = {c for r in answer["routes"] for s in r["steps"] for c in s["claims"]}
    cited = {c for passage in answer["passages"] for c in passage["claims"]}
    assert named <= cited
    sources = {source["iri"] for source in answer["sources"]}
    assert {passage["source"] for passage in answer["passages"]} <= sources


# ---------------------------------------------------------------- Markdown and HTML


@pytest.mark.parametrize(
    ("text", "safe"),
    [("a*b*", r"a\*b\*"), ("<script>", r"\<script\>"), ("[1](x)", r"\[1\](x)"),
     ("a\n# b", r"a \# b"), ("a & b", "a & b"), ("&lt;", r"\&lt;"), ("a_case", r"a\_case")],
)  # fmt: skip
def test_names_never_turn_into_markup(text: str, safe: str) -> None:
    assert plain(text) == safe


def test_a_hostile_label_stays_text_everywhere() -> None:
    hostile = "<img src=x onerror=alert(1)>|*x*"
    text = SMALL_WORLD.read_text(encoding="utf-8").replace('"Data Analyst"', f'"{hostile}"')
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    answer = cg.CareerGraph(stores.prepared(store)).route(QUESTIONS["supported"])
    assert "<img" not in answer._repr_html_()
    assert not re.search(r"(?<!\\)<img", answer.to_markdown())
    assert "<img" not in re.sub(r"<script.*?</script>", "", answer.to_html(), flags=re.S)
    rows = list(csv.DictReader(io.StringIO(answer.to_csv())))
    assert rows[0]["to"] == hostile


def test_the_page_shows_the_answer_alone_and_first(graph: cg.CareerGraph, tmp_path: Path) -> None:
    answer = graph.route(QUESTIONS["contested"])
    answer.page(tmp_path / "route.html")
    page = (tmp_path / "route.html").read_text(encoding="utf-8")
    assert page == answer.to_html(k=10)
    assert payload_text(page).count(f'"question":"{QUESTIONS["contested"]}"') == 1
    assert QUESTIONS["supported"] + '"' not in payload_text(page)
    with pytest.raises(WriteError):
        answer.page(tmp_path / "nowhere" / "route.html")


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_routes_than_one_are_refused(graph: cg.CareerGraph, tmp_path: Path, k: int) -> None:
    answer, file = graph.route(QUESTIONS["contested"]), tmp_path / "route.html"
    said = f"{k} routes are none; ask for 1 or more"
    with pytest.raises(QuestionError, match=said):
        answer.page(file, k=k)
    with pytest.raises(QuestionError, match=said):
        graph.page(file, answers=[], k=k)
    for form in FORMS:
        with pytest.raises(QuestionError, match=said):
            answer.render(form, k=k)
    assert not file.exists()


def test_a_page_takes_one_answer_as_it_takes_several(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["contested"])
    assert graph.html(answers=answer) == graph.html(answers=[answer])


def test_a_notebook_shows_an_answer(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["contested"])
    assert answer._repr_markdown_() == answer.to_markdown()
    html = answer._repr_html_()
    assert html.count("<details") == html.count("</details>") == 2
    assert "Data Scientist needs a master&#x27;s degree" in html
    assert "http" not in html


# ---------------------------------------------------------------- CSV


def test_csv_has_a_row_for_each_step(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["contested"])
    text = answer.to_csv()
    assert text.count("\r\n") == text.count("\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == table.COLUMNS
    assert [(r["from"], r["to"], r["status"], r["met"]) for r in rows] == [
        ("Data Steward", "Data Analyst", "supported", ""),
        ("Data Analyst", "Data Scientist", "contested", "not met"),
    ]
    steps = [str(s.step.iri) for r in answer.routes for s in r.steps]
    assert [row["step_iri"] for row in rows] == steps


def test_a_formula_in_csv_is_text() -> None:
    text = SMALL_WORLD.read_text(encoding="utf-8").replace('"Data Analyst"', '"=1+1"')
    store = ox.Store()
    store.load(text.encode(), format=ox.RdfFormat.TURTLE)
    answer = cg.CareerGraph(stores.prepared(store)).route(QUESTIONS["supported"])
    rows = list(csv.DictReader(io.StringIO(answer.to_csv(), newline="")))
    assert rows[0]["to"] == "'=1+1"


# ---------------------------------------------------------------- Turtle


def reopened(turtle: str) -> cg.CareerGraph:
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return cg.CareerGraph(stores.prepared(store))


def shape(answer: RouteAnswer) -> set[tuple[object, ...]]:
    return {(r.status, *(s.step.iri for s in r.steps), r.costs, r.needs) for r in answer.routes}


@pytest.mark.parametrize("status", ["supported", "contested"])
def test_the_turtle_opens_again_and_answers_the_same(graph: cg.CareerGraph, status: str) -> None:
    answer = graph.route(QUESTIONS[status])
    assert shape(reopened(answer.to_turtle()).route(QUESTIONS[status])) == shape(answer)


def test_the_curated_answer_opens_again_and_answers_the_same() -> None:
    answer = cg.open().route(QUESTIONS["contested"])
    assert shape(reopened(answer.to_turtle()).route(QUESTIONS["contested"])) == shape(answer)


def test_a_route_can_be_queried(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["supported"])
    (route,) = records(reopened(answer.to_turtle()).store, FoundRoute)
    assert (route.starts_as, route.reaches) == (ID["role/steward"], ID["role/scientist"])
    assert set(route.steps) == {ID["step/steward-analyst"], ID["step/analyst-scientist"]}
    assert (str(route.status), route.step_count, route.contested_steps) == ("supported", 2, 0)
    assert (route.least_years, route.most_years) == (None, None)
    assert route.to_gain == (ID["requirement/masters"],)
    assert str(route.question) == QUESTIONS["supported"]


def test_known_years_stand_in_the_route() -> None:
    answer = answered("supported", years("steward-analyst", "career:minimum 2.0"))
    (route,) = records(reopened(answer.to_turtle()).store, FoundRoute)
    assert (route.least_years, route.most_years) == (Decimal(2), None)


def test_a_route_keeps_the_rules_of_the_ontology(graph: cg.CareerGraph, tmp_path: Path) -> None:
    for status in ("supported", "contested"):
        path = tmp_path / f"{status}.ttl"
        path.write_text(graph.route(QUESTIONS[status]).to_turtle(), encoding="utf-8")
        assert check_files(path, alone=True).faults == ()


def test_the_iri_of_a_route_depends_on_question_and_steps(graph: cg.CareerGraph) -> None:
    def iris(answer: BoundAnswer) -> set[URIRef]:
        return {r.iri for r in records(reopened(answer.to_turtle()).store, FoundRoute)}

    first = graph.route(QUESTIONS["supported"])
    assert iris(first) == iris(graph.route(QUESTIONS["supported"]))
    assert not iris(first) & iris(graph.route(QUESTIONS["contested"]))
    assert iris(graph.route(first.query)) != iris(graph.route(replace(first.query, most_steps=3)))


# ---------------------------------------------------------------- CTDL


def pathways(answer: BoundAnswer) -> rdflib.Graph:
    quads = ox.parse(answer.to_ctdl().encode(), format=ox.RdfFormat.JSON_LD)
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=triples, format="nt")


def ctdl(name: str) -> URIRef:
    return URIRef(CTDL + name)


def test_a_pathway_leads_from_job_to_job(graph: cg.CareerGraph) -> None:
    found = pathways(graph.route(QUESTIONS["supported"]))
    (pathway,) = found.subjects(rdflib.RDF.type, ctdl("Pathway"))
    jobs = set(found.subjects(rdflib.RDF.type, ctdl("JobComponent")))
    (goal,) = found.objects(pathway, ctdl("hasDestinationComponent"))
    (first,) = jobs - set(found.objects(None, ctdl("precedes")))
    chain = [first]
    while following := found.value(chain[-1], ctdl("precedes")):
        chain.append(following)
    assert chain[-1] == goal
    assert [found.value(job, ctdl("proxyFor")) for job in chain] == [
        ID["role/steward"], ID["role/analyst"], ID["role/scientist"],
    ]  # fmt: skip
    assert set(found.objects(pathway, ctdl("hasPart"))) >= jobs
    for part in found.objects(pathway, ctdl("hasPart")):
        assert (part, ctdl("isPartOf"), pathway) in found
    assert (goal, ctdl("isDestinationComponentOf"), pathway) in found


def test_a_condition_counts_components_of_the_same_pathway(graph: cg.CareerGraph) -> None:
    found = pathways(graph.route(QUESTIONS["supported"]))
    (pathway,) = found.subjects(rdflib.RDF.type, ctdl("Pathway"))
    ((job, condition),) = found.subject_objects(ctdl("hasCondition"))
    assert found.value(job, ctdl("proxyFor")) == ID["role/scientist"]
    number = found.value(condition, ctdl("requiredNumber"))
    assert number is not None
    assert number.toPython() == 1  # type: ignore[attr-defined]
    (target,) = found.objects(condition, ctdl("targetComponent"))
    assert (pathway, ctdl("hasPart"), target) in found
    assert (target, rdflib.RDF.type, ctdl("CredentialComponent")) in found
    assert found.value(target, ctdl("credentialType")) == ctdl("Degree")


def test_skills_and_experience_become_components_of_their_kind() -> None:
    extra = """
<urn:three> a career:Experience ; skos:prefLabel "Three years"@en ; career:years 3.0 .
requirement:practice a career:Requirement ; skos:prefLabel "Two of three"@en ; career:needed 2 ;
    career:alternative <urn:three> , skill:sql , credential:bachelors .
claim:practice a career:Claim ; career:subject role:analyst ; career:measure career:requires ;
    career:object requirement:practice ; career:strength career:required ;
    career:polarity career:affirmed ; career:stance career:stated ;
    prov:hadPrimarySource source:first ; career:passage passage:first-0-9 ."""
    found = pathways(answered("supported", extra))
    kinds = {
        (str(found.value(part, ctdl("proxyFor"))), str(found.value(part, rdflib.RDF.type)))
        for part in found.objects(None, ctdl("targetComponent"))
    }
    assert {
        ("urn:three", CTDL + "WorkExperienceComponent"),
        (str(ID["skill/sql"]), CTDL + "CompetencyComponent"),
        (str(ID["credential/bachelors"]), CTDL + "CredentialComponent"),
    } <= kinds


def test_no_identifier_of_the_registry_is_made_up(graph: cg.CareerGraph) -> None:
    text = graph.route(QUESTIONS["supported"]).to_ctdl()
    assert "ctid" not in text
    assert not re.search(r"\bce-[0-9a-f]{8}-", text)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_json_ld_readers_agree_on_a_pathway(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["supported"])
    theirs = rdflib.Graph().parse(data=answer.to_ctdl(), format="json-ld")
    assert isomorphic(pathways(answer), theirs)


@pytest.mark.skipif(
    not (SHARED / "reference" / "iris.tsv").exists(),
    reason="the list of IRIs seen in the standards is kept beside the checkout, not in it",
)
def test_every_word_of_ctdl_was_seen_in_it() -> None:
    with (SHARED / "reference" / "iris.tsv").open(encoding="utf-8") as lines:
        listed = {row["iri"] for row in csv.DictReader(lines, delimiter="\t")}
    found = pathways(cg.open().route(QUESTIONS["contested"]))
    used = {str(term) for triple in found for term in triple if str(term).startswith(CTDL)}
    assert len(used) > 10
    assert used - listed == set()


# ---------------------------------------------------------------- the answer in Python


def test_an_answer_is_a_route_answer_that_knows_its_graph(graph: cg.CareerGraph) -> None:
    answer = graph.route(QUESTIONS["supported"])
    assert isinstance(answer, RouteAnswer)
    plain_answer = search(graph.ladder, answer.query, question=answer.question)
    assert answer.routes == plain_answer.routes
    assert answer.status == "supported"
    assert replace(answer, question="").graph is graph
    assert graph.as_json(plain_answer) == answer.to_dict()
    assert graph.as_text(plain_answer) == answer.to_text()


def test_an_unknown_form_names_the_known_ones(graph: cg.CareerGraph) -> None:
    with pytest.raises(FormatError, match="no form 'pdf'; there are text, json, md"):
        graph.route(QUESTIONS["supported"]).render("pdf")


if __name__ == "__main__":
    SNAPSHOTS.mkdir(exist_ok=True)
    for name, question in QUESTIONS.items():
        for form, ending in ENDINGS.items():
            content = cg.open(SMALL_WORLD).route(question).render(form)
            (SNAPSHOTS / f"{name}{ending}").write_bytes(content.encode())
