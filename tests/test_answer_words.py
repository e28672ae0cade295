"""What an answer says of a market: who said what of whom, once, in words that can be understood."""

import re

import pytest

from careergraph.answers import BoundAnswer
from careergraph.enumeration import few
from careergraph.routes.forms.sentences import article, lowered, raised
from careergraph.terms import CAREER, ID, PREFIXES
from test_route_forms import answered, world

ANALYSTS = f"""
@prefix mapping: <{ID}mapping/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix semapv: <{PREFIXES["semapv"]}> . @prefix sssom: <{PREFIXES["sssom"]}> .
<{ID}group/analysts> a career:RoleGroup ; skos:prefLabel "Information Analysts"@en .
requirement:bachelors a career:Requirement ; skos:prefLabel "A bachelor's degree"@en ;
    career:needed 1 ; career:alternative credential:bachelors .
claim:member a career:Claim ; career:subject role:analyst ; career:measure career:memberOf ;
    career:object <{ID}group/analysts> ; career:polarity career:affirmed ;
    career:stance career:stated ; prov:hadPrimarySource source:first ."""

NEEDS = "career:measure career:requires ; career:object requirement:bachelors ; " \
    "career:strength career:typical"  # fmt: skip
PAYS = "career:measure career:pay ; career:minimum 60000.0 ; career:maximum 60000.0 ; " \
    "career:unit career:usdPerYear"  # fmt: skip


def said(name: str, subject: str, what: str, *, stance: str = "stated", rests: str = "",
         source: str = "second") -> str:  # fmt: skip
    """A claim; with `rests` it was derived from others."""
    derived = f"career:derivedFrom {rests} ; career:rule rule:guess ;" if rests else ""
    return f"""
claim:{name} a career:Claim ; career:subject {subject} ; {what} ; {derived}
    career:polarity career:affirmed ; career:stance career:{stance} ;
    prov:hadPrimarySource source:{source} ."""


def of_group(name: str, what: str, *, source: str = "second") -> str:
    """What a source says of the group of the analyst, and that it holds of the analyst."""
    group = f"<{ID}group/analysts>"
    rests = f"claim:{name} , claim:member"
    return said(name, group, what, source=source) + said(
        f"{name}-carried", "role:analyst", what, stance="derived", rests=rests, source=source
    )


def period(name: str, label: str) -> str:
    return f"""<{ID}period/{name}> a career:Period ; skos:prefLabel "{label}"@en ; \
career:begins {label[-4:]} ; career:ends {label[-4:]} ."""


def to_analyst(extra: str, how: str = "") -> BoundAnswer:
    return world(ANALYSTS + extra).route(f"from Data Steward to Data Analyst {how}".strip())


# ---------------------------------------------------------------- who said it, and of whom


def test_what_is_said_of_a_group_is_the_word_of_who_said_it_and_not_of_who_is_in_it() -> None:
    text = to_analyst(of_group("needs", NEEDS)).to_text()
    line = (
        "Data Analyst needs a bachelor's degree (typical), says second of "
        "'Information Analysts', the group it is in: "
    )
    assert line in text
    assert "first and second" not in text


def test_it_is_not_told_once_more_of_the_group() -> None:
    carried = of_group("needs", NEEDS)
    alone = carried.partition("\nclaim:needs-carried")[0]
    assert "More generally, not of Data Analyst itself" in to_analyst(alone).to_text()
    assert "More generally" not in to_analyst(carried).to_text()


def test_a_group_that_is_called_as_the_role_is_not_named_again() -> None:
    same = ANALYSTS.replace("Information Analysts", "Data Analyst") + of_group("needs", NEEDS)
    text = world(same).route("from Data Steward to Data Analyst").to_text()
    assert "a bachelor's degree (typical), says second of the group of the same name: " in text


def test_over_a_mapping_the_group_is_that_of_the_other_role() -> None:
    elsewhere = said("again", "role:scientist", NEEDS, stance="derived",
                     rests="claim:needs-carried")  # fmt: skip
    text = world(ANALYSTS + of_group("needs", NEEDS) + elsewhere).route(
        "from Data Analyst to Data Scientist").to_text()  # fmt: skip
    told = "says second of 'Information Analysts', the group of the role that stands for it"
    assert f"Data Scientist needs a bachelor's degree (typical), {told}" in text


def test_pay_of_a_group_says_so_and_what_two_sources_say_alike_is_told_once() -> None:
    years = period("2024", "2024") + period("may", "May 2024")
    pays = [f"{PAYS} ; career:period <{ID}period/{name}>" for name in ("2024", "may")]
    text = to_analyst(years + of_group("pay", pays[0]) + of_group("wage", pays[1], source="first"))
    (line,) = re.findall(r"Pay at the goal: (.*)\.\n", text.to_text())
    assert line == "60,000 US dollars a year (2024 and May 2024), says first and second of " \
        "'Information Analysts', the group it is in"  # fmt: skip


def test_pay_of_other_amounts_stays_apart() -> None:
    other = PAYS.replace("60000", "70000")
    text = to_analyst(of_group("pay", PAYS) + of_group("wage", other)).to_text()
    (line,) = re.findall(r"Pay at the goal: (.*)\.\n", text)
    assert [part.partition(" US")[0] for part in line.split("; ")] == ["60,000", "70,000"]


def test_who_stands_against_whom_names_the_group() -> None:
    denied = said("none", f"<{ID}group/analysts>", NEEDS) + said(
        "none-carried", "role:analyst", NEEDS.replace("; career:strength career:typical", ""),
        stance="derived", rests="claim:none , claim:member")  # fmt: skip
    against = denied.replace("career:affirmed", "career:denied")
    own = said("own", "role:analyst", NEEDS.replace("bachelors", "masters"), source="first")
    answer = to_analyst(own + against.replace("bachelors", "masters"), "without further degree")
    assert answer.status == "contested"
    assert answer.to_dict()["routes"][0]["why"] == (
        "Contested: Data Analyst needs a master's degree, says 'First source'; it does not, says "
        "'Second source' of 'Information Analysts', the group it is in."
    )


# ---------------------------------------------------------------- words


def test_a_share_that_was_added_up_says_that_so_many_say_this_or_more() -> None:
    share = "career:minimum 72.0 ; career:maximum 72.0 ; career:unit career:percent"
    needs = f"career:measure career:requires ; career:object requirement:bachelors ; {share}"
    answer = "career:measure career:educationShare ; career:object credential:bachelors ; " + share
    added = said("answer", "role:analyst", answer) + said(
        "needs", "role:analyst", needs, stance="derived", rests="claim:answer"
    )
    told = "a bachelor's degree (72 % of incumbents say this or more), says second"
    assert told in to_analyst(added).to_text()
    plain = to_analyst(said("needs", "role:analyst", needs)).to_text()
    assert "a bachelor's degree (72 % of those who were asked), says second" in plain


def experience(years: int) -> str:
    return f"""
<{ID}experience/{years}> a career:Experience ; skos:prefLabel "{years} years"@en ;
    career:years {years}.0 .
requirement:years-{years} a career:Requirement ; career:needed 1 ;
    skos:prefLabel "{years} years of experience"@en ; career:alternative <{ID}experience/{years}> .
{
        said(
            f"years-{years}",
            "role:analyst",
            f"career:measure career:requires ; career:object "
            f"requirement:years-{years} ; career:strength career:typical",
            source="first" if years == 4 else "second",
        )
    }"""


def test_two_lengths_of_experience_are_what_two_sources_say_and_not_two_demands() -> None:
    text = to_analyst(experience(5) + experience(4)).to_text()
    assert (
        "Data Analyst needs 4 years of experience (typical), says first: to gain; or 5 years "
        "of experience (typical), says second: to gain\n"
    ) in text
    gained = (
        "To gain on the way: 4 years of experience or 5 years of experience (for Data Analyst)."
    )
    assert gained in text


@pytest.mark.parametrize(
    ("label", "running"),
    [
        ("Financial Managers", "Financial Managers"),
        ("First-Line Supervisors of Office Workers", "First-Line Supervisors of Office Workers"),
        ("Managers, All Other", "Managers, All Other"),
        ("Master's degree", "master's degree"),
        ("A Master's Degree", "a Master's Degree"),
        ("Electricians", "electricians"),
        ("SQL", "SQL"),
        ("3D printing technicians", "3D printing technicians"),
        ("1a", "1a"),
    ],
)
def test_a_title_keeps_its_capitals_in_the_middle_of_a_sentence(label: str, running: str) -> None:
    assert lowered(label) == running


def test_a_title_that_begins_with_a_vowel_has_an_article_to_match() -> None:
    assert (article("Executive Assistants"), article("MBA")) == ("an Executive Assistants", "a MBA")


# ---------------------------------------------------------------- levels above

UPWARDS = """
step:analyst-lead a career:AdvancementStep ; career:from role:analyst ; career:to role:lead ;
    career:kind career:promotion ."""
LEADS = UPWARDS + said("analyst-lead", "step:analyst-lead", "career:measure career:possible")
EXACTLY = "from Data Analyst to roles at level senior"


def test_where_few_are_exactly_at_a_level_those_above_are_pointed_out() -> None:
    answer = world(LEADS).route(EXACTLY)
    told = (
        "Exactly the level senior is asked for. 'to senior roles' takes higher ones in as "
        "well, and leads to Data Lead."
    )
    for form in (answer.to_text(), answer.to_markdown(), answer._repr_html_()):
        assert told in form.replace("&#x27;", "'")
    assert answer.higher is not None
    assert answer.higher.level == CAREER.senior
    asked = world(LEADS).route(EXACTLY.replace("roles at level senior", "senior roles"))
    assert {ID["role/lead"], ID["role/scientist"]} == {route.roles[-1] for route in asked.routes}


def test_a_level_that_is_mostly_meant_exactly_is_asked_for_by_other_words() -> None:
    answer = world(LEADS).route("from Data Steward to roles at level mid without further degree")
    assert answer.higher is None  # all roles above are reached through one at the level
    onward = "step:steward-lead a career:AdvancementStep ; career:from role:steward ; career:to " \
        "role:lead ; career:kind career:promotion ."  # fmt: skip
    onward += said("steward-lead", "step:steward-lead", "career:measure career:possible")
    other = world(onward).route("from Data Steward to roles at level mid")
    assert other.higher is not None
    assert "'to mid roles or above' takes" in raised(other.higher, other.graph.labels)


@pytest.mark.parametrize(
    "asked", ["to senior roles", "to Data Scientist", "to roles at level lead"]
)
def test_nothing_is_pointed_out_where_no_more_was_to_be_had(asked: str) -> None:
    assert world(LEADS).route(f"from Data Analyst {asked}").higher is None


def test_who_is_already_what_is_asked_for_is_told_so() -> None:
    answer = world(LEADS).route("from Data Scientist to senior roles")
    told = "Data Scientist itself is one of the roles that are asked for."
    for form in (answer.to_text(), answer.to_markdown(), answer._repr_html_()):
        assert told in form
    assert "itself" not in world(LEADS).route(EXACTLY).to_text()


def test_nor_where_there_are_as_many_routes_as_were_wanted() -> None:
    assert world(LEADS).route(f"best route {EXACTLY}").higher is None


# ---------------------------------------------------------------- one occupation by two names

ELSEWHERE = ANALYSTS + f"""
role:elsewhere a career:Role ; skos:prefLabel "Analysts"@en .
step:steward-elsewhere a career:AdvancementStep ; career:from role:steward ;
    career:to role:elsewhere ; career:kind career:lateral .
step:elsewhere-scientist a career:AdvancementStep ; career:from role:elsewhere ;
    career:to role:scientist ; career:kind career:promotion .
{said("steward-elsewhere", "step:steward-elsewhere", "career:measure career:possible")}
{said("elsewhere-scientist", "step:elsewhere-scientist", "career:measure career:possible")}
"""  # fmt: skip


def mapping(predicate: str) -> str:
    return f"""
mapping:analyst a sssom:Mapping ; owl:annotatedSource role:analyst ;
    owl:annotatedProperty skos:{predicate} ; owl:annotatedTarget role:elsewhere ;
    sssom:mapping_justification semapv:ManualMappingCuration ;
    prov:hadPrimarySource source:first ."""


@pytest.mark.parametrize(
    ("predicate", "routes"), [("exactMatch", 1), ("closeMatch", 1), ("relatedMatch", 2)]
)
def test_routes_through_one_occupation_by_two_names_are_not_different(
    predicate: str, routes: int
) -> None:
    graph = world(ELSEWHERE + mapping(predicate))
    asked = "routes from Data Steward to Data Scientist"
    assert graph.route(f"3 different {asked}").total == routes
    assert graph.route(f"3 best {asked}").total == 2


# ---------------------------------------------------------------- names without end


def test_of_many_roles_that_nobody_reaches_a_few_are_named() -> None:
    chiefs = "".join(
        f'role:chief-{n} a career:Role ; skos:prefLabel "Chief {n}"@en .'
        + said(
            f"chief-{n}",
            f"role:chief-{n}",
            "career:measure career:level ; career:object career:executive",
        )
        for n in range(9)
    )
    text = world(chiefs).route("from Data Steward to roles at level executive").to_text()
    assert "No source says how one becomes Chief 0, Chief 1, Chief 2 or 6 others: no step" in text


def test_where_only_one_is_left_it_is_named_and_not_counted() -> None:
    assert (few("abcd", 3), few("abcde", 3, "or")) == ("a, b, c and d", "a, b, c or 2 others")


def test_the_answers_of_a_graph_without_groups_and_shares_are_as_they_were() -> None:
    assert "the group" not in answered().to_text()
