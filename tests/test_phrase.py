"""Phrases: what they mean, and what is said about those that mean nothing."""

import dataclasses
import os
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from rdflib import URIRef

from careergraph import names
from careergraph import store as stores
from careergraph.errors import CareerGraphError, QuestionError, UnknownNameError
from careergraph.names import Index, Name
from careergraph.names.columns import columns
from careergraph.routes import End, RouteQuery, parse
from careergraph.routes.phrase import compose, end, print_query, scanner
from careergraph.routes.phrase.faults import MOST_LISTED, fault
from careergraph.routes.phrase.lexicon import lexicon
from careergraph.routes.phrase.scanner import KINDS, UnreadableError, grammar
from careergraph.routes.phrase.words import COVERED, HINTS, REFUSED, SYNONYMS, UNASKED, WORDS
from careergraph.routes.question import CAUTIOUS, GENEROUS, OBJECTIVES, Reading
from careergraph.terms import CAREER, DCTERMS, ID, PREFIXES, RDF, SKOS, curie

ENTRY = End("Level", CAREER.entry)
SENIOR = End("Level", CAREER.senior, at_least=True)
ANALYST, SCIENTIST = (End("Role", ID[f"role/data-{n}"]) for n in ("analyst", "scientist"))


@pytest.fixture(scope="module")
def index(curated: ox.Store) -> Index:
    return names.read(curated)


@pytest.mark.parametrize(
    ("phrase", "start", "goal"),
    [
        ("from entry role to senior role", ENTRY, SENIOR),
        ("from an entry-level role to a senior role", ENTRY, SENIOR),
        ("FROM Entry Roles TO Senior Positions", ENTRY, SENIOR),
        ("from junior jobs to leadership roles", ENTRY, End("Level", CAREER.lead, at_least=True)),
        ("from entry roles to roles at level senior", ENTRY, End("Level", CAREER.senior)),
        ("from entry roles to mid-level roles", ENTRY, End("Level", CAREER.mid)),
        ("from mid roles to roles at level mid", End("Level", CAREER.mid),
         End("Level", CAREER.mid)),
        ("from senior roles to executive roles", SENIOR,
         End("Level", CAREER.executive, at_least=True)),
        ("from mid roles or above to entry roles", End("Level", CAREER.mid, at_least=True), ENTRY),
        ("from data analyst to data scientist", ANALYST, SCIENTIST),
        ("routes from a Data Analyst to the Data Scientists?", ANALYST, SCIENTIST),
        ("from machine learning degree to senior roles",
         End("Credential", ID["credential/machine-learning-degree"]), SENIOR),
        ("from role:data-analyst to role:data-scientist", ANALYST, SCIENTIST),
        ("from Data Analyst (entry) to Data Scientist (Entry or mid)?", ANALYST, SCIENTIST),
        ("from role:data-analyst (level not known) to \"data scientist\" (mid, senior or lead)",
         ANALYST, SCIENTIST),
    ],
)  # fmt: skip
def test_ends(index: Index, phrase: str, start: End, goal: End) -> None:
    query = parse(phrase, index)
    assert (query.start, query.goal) == (start, goal)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_whatever_prefixed_name_is_printed_is_an_end_of_a_route(prefix: str) -> None:
    iri, other = URIRef(f"{PREFIXES[prefix]}a-b.12"), URIRef(f"{PREFIXES[prefix]}c/3f_9")
    index = Index(columns([Name("It", each, "Role", True) for each in (iri, other)]))
    wanted = RouteQuery(End("Role", iri), End("Role", other))
    assert parse(f"from {curie(iri)} to {curie(other)}?", index) == wanted
    assert compose(index, start=curie(iri), goal=curie(other))[0] == wanted
    assert index.find(curie(iri)) == iri
    assert parse(print_query(wanted, index), index) == wanted


@pytest.mark.parametrize("words", ["Data Analyst (blah)", "roles (senior)", "any role (entry)"])
def test_what_stands_in_brackets_is_not_passed_over_in_silence(index: Index, words: str) -> None:
    with pytest.raises(QuestionError):
        parse(f"from {words} to Data Scientist", index)


def test_a_group_of_roles_is_no_end_and_it_is_said_how_to_find_its_roles() -> None:
    iri = URIRef(f"{PREFIXES['soc-2018']}15-2051")
    index = Index(columns([Name("Data Scientists", iri, "RoleGroup", True)]))
    said = (
        r"that is a role group, and a route {} a role or a level; 'careergraph show \"{}\"' lists"
    )
    with pytest.raises(UnknownNameError, match=said.format("starts at", "soc-2018:15-2051")):
        parse("from soc-2018:15-2051 to senior roles", index)
    with pytest.raises(UnknownNameError, match=said.format("leads to", "Data Scientists")):
        end("Data Scientists", index, goal=True)


@pytest.mark.parametrize(
    "words",
    ["without further degree", "without a further degree", "with no further degrees",
     "without another degree", "without any further education", "without additional degrees"],
)  # fmt: skip
def test_without_a_further_degree(index: Index, words: str) -> None:
    assert parse(f"from entry role to senior role {words}", index).without_further_degree
    assert not parse("from entry role to senior role", index).without_further_degree


def test_limits_may_follow_each_other(index: Index) -> None:
    query = parse(
        "from data analyst to senior roles without further degree, holding a master's degree and "
        "an AI ethics certification, in at most 3 steps under the generous reading",
        index,
    )
    assert query.without_further_degree
    assert query.holding == (
        ID["credential/masters-degree"],
        ID["credential/ai-ethics-certification"],
    )
    assert query.most_steps == 3
    assert query.reading == GENEROUS


def test_readings(index: Index) -> None:
    start = "from entry role to senior role"
    careers = ID["source/careers"]
    assert parse(f"{start} under the cautious reading", index).reading == CAUTIOUS
    assert parse(f"{start} according to careers", index).reading == Reading("only", careers)
    assert parse(f"{start} leaving out careers", index).reading == Reading("without", careers)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("", "cannot read ''"),
        ("how do I get rich", "expected 'from START to GOAL'"),
        ("from entry role", "expected 'from START to GOAL'"),
        ("from entry role to senior role without shoes", "cannot read 'without shoes'"),
        ("from data analyst to data analyst", "the same role"),
    ],
)
def test_what_cannot_be_read_is_quoted_with_what_could_stand_there(
    index: Index, phrase: str, words: str
) -> None:
    with pytest.raises(QuestionError, match=words):
        parse(phrase, index)


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("from Data Scintist to senior roles", "did you mean 'Data Scientist'"),
        ("from entry role to Team Manger", "did you mean 'Team Manager'"),
        ("from entry role to machine learning degree", "no role or level"),
        ("from entry role to senior role holding a mastre's degree", "did you mean"),
        ("from entry role to senior role according to the Bible", "there are 'careers'"),
    ],
)
def test_an_unknown_name_is_answered_with_a_suggestion(
    index: Index, phrase: str, words: str
) -> None:
    with pytest.raises(UnknownNameError, match=words):
        parse(phrase, index)


def test_options_say_the_same_as_the_phrase(index: Index) -> None:
    query, words = compose(
        index, start="data analyst", goal="senior roles", without_further_degree=True,
        holding=("bachelor",), max_steps=3, reading="cautious",
    )  # fmt: skip
    assert query == parse(words, index)
    assert query.most_steps == 3
    assert query.holding == (ID["credential/bachelors-degree"],)


def test_a_question_needs_both_ends(index: Index) -> None:
    with pytest.raises(QuestionError, match="or --from and --to"):
        compose(index, start="data analyst")
    with pytest.raises(QuestionError, match="not both"):
        compose(index, phrase="from a to b", start="data analyst")


# -- Everything a question can ask ---------------------------------------------------------------

ENDS = "from data analyst to senior roles"


HEALTHCARE, FINANCE, BANKING = (ID[f"industry/{n}"] for n in ("healthcare", "finance", "banking"))
MASTERS, BACHELORS, CLOUD = (
    ID[f"credential/{n}"] for n in ("masters-degree", "bachelors-degree", "cloud-certification")
)
RESEARCHER, ETHICIST = ID["role/research-scientist"], ID["role/ai-ethicist"]
PYTHON, STATISTICS = ID["skill/python"], ID["skill/statistics"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("without further credentials", {"without_further_credential": True}),
        ("without any further credential", {"without_further_credential": True}),
        ("without any certification or degree", {"without_further_credential": True}),
        ("no more degrees, and without certificates",
         {"without_further_degree": True, "without_further_credential": True}),
        ("without going back to university", {"without_further_degree": True}),
        ("without having to go back to school", {"without_further_degree": True}),
        ("without more study", {"without_further_degree": True}),
        ("with no more degrees", {"without_further_degree": True}),
        ("without a master's", {"highest_degree": BACHELORS}),
        ("with no master's", {"highest_degree": BACHELORS}),
        ("without needing a Master's degree", {"highest_degree": BACHELORS}),
        ("without an advanced degree", {"highest_degree": BACHELORS}),
        ("without a doctorate", {"highest_degree": MASTERS}),
        ("without a PhD or a master's", {"highest_degree": BACHELORS}),
        ("without a degree above a bachelor's", {"highest_degree": BACHELORS}),
        ("without having to get another degree", {"without_further_degree": True}),
        ("without further degrees or certificates",
         {"without_further_degree": True, "without_further_credential": True}),
        ("with at most a master's", {"highest_degree": MASTERS}),
        ("with up to a Master's degree", {"highest_degree": MASTERS}),
        ("in at most 3 steps", {"most_steps": 3}),
        ("within three steps", {"most_steps": 3}),
        ("in no more than 3 moves", {"most_steps": 3}),
        ("in fewer than 3 steps", {"most_steps": 2}),
        ("in 3 steps or fewer", {"most_steps": 3}),
        ("3 steps max", {"most_steps": 3}),
        ("in under 3 years", {"most_years": Decimal(3)}),
        ("in less than 3 years", {"most_years": Decimal(3)}),
        ("under 3 years", {"most_years": Decimal(3)}),
        ("inside 3 years", {"most_years": Decimal(3)}),
        ("within 6yrs", {"most_years": Decimal(6)}),
        ("in 2 years and 6 months", {"most_years": Decimal("2.5")}),
        ("in eighteen months", {"most_years": Decimal("1.5")}),
        ("in 7 months", {"most_years": Decimal(7) / 12}),
        ("within 6 years", {"most_years": Decimal(6)}),
        ("in six years", {"most_years": Decimal(6)}),
        ("in at most 2.5 years", {"most_years": Decimal("2.5")}),
        ("in two and a half years", {"most_years": Decimal("2.5")}),
        ("within half a year", {"most_years": Decimal("0.5")}),
        ("within a year", {"most_years": Decimal(1)}),
        ("within a year and a half", {"most_years": Decimal("1.5")}),
        ("within 18 months", {"most_years": Decimal("1.5")}),
        ("learning at most 5 new skills", {"most_new_skills": 5}),
        ("with at most five skills to learn", {"most_new_skills": 5}),
        ("learning fewer than 5 new skills", {"most_new_skills": 4}),
        ("without new skills", {"most_new_skills": 0}),
        ("paying at least $120k", {"pay_at_least": Decimal(120_000)}),
        ("that pay at least 120,000 dollars a year", {"pay_at_least": Decimal(120_000)}),
        ("paying $ 120 k or more", {"pay_at_least": Decimal(120_000)}),
        ("with a salary of at least USD 120,000",
         {"pay_at_least": Decimal(120_000)}),
        ("earning at least 120 000 per year", {"pay_at_least": Decimal(120_000)}),
        ("paying over 120k", {"pay_at_least": Decimal(120_000)}),
        ("with a salary above $120k", {"pay_at_least": Decimal(120_000)}),
        ("pay >= 120k", {"pay_at_least": Decimal(120_000)}),
        ("paying at least 99,999.50", {"pay_at_least": Decimal("99999.50")}),
        ("pay never drops", {"pay_never_drops": True}),
        ("with a degree share of 72 %", {"degree_share": Decimal("0.72")}),
        ("at degree share 30 percent", {"degree_share": Decimal("0.3")}),
        ("where my pay must not fall", {"pay_never_drops": True}),
        ("without a pay cut", {"pay_never_drops": True}),
        ("without taking a pay cut", {"pay_never_drops": True}),
        ("with no cut in pay", {"pay_never_drops": True}),
        ("in healthcare", {"stay_in": (HEALTHCARE,)}),
        ("staying in finance or banking", {"stay_in": (FINANCE, BANKING)}),
        ("only in financial services", {"stay_in": (FINANCE,)}),
        ("staying in supply chain", {"stay_in": (ID["industry/supply-chain"],)}),
        ("in the healthcare industry", {"stay_in": (HEALTHCARE,)}),
        ("through healthcare", {"through": (HEALTHCARE,)}),
        ("via health care, then banks", {"through": (HEALTHCARE, BANKING)}),
        ("avoiding Research Scientist and AI Ethicist", {"avoid": (RESEARCHER, ETHICIST)}),
        ("without becoming an AI ethicist", {"avoid": (ETHICIST,)}),
        ("without AI ethicist", {"avoid": (ETHICIST,)}),
        ("but not AI ethicist", {"avoid": (ETHICIST,)}),
        ("avoiding licensed roles", {"avoid_licensed": True}),
        ("without licenced jobs", {"avoid_licensed": True}),
        ("without needing a licence", {"avoid_licensed": True}),
        ("avoiding AI ethicists and licensed roles",
         {"avoid": (ETHICIST,), "avoid_licensed": True}),
        ("by counted moves", {"counted": True}),
        ("only by observed steps", {"counted": True}),
        ("as people have moved", {"counted": True}),
        ("as other people did", {"counted": True}),
        ("by promotion, by counted moves only", {"kinds": (CAREER.promotion,), "counted": True}),
        ("only by promotion or specialisation",
         {"kinds": (CAREER.promotion, CAREER.specialisation)}),
        ("by promotions, specializations and lateral moves",
         {"kinds": (CAREER.promotion, CAREER.specialisation, CAREER.lateral)}),
        ("promotion only", {"kinds": (CAREER.promotion,)}),
        ("promotions only", {"kinds": (CAREER.promotion,)}),
        ("by promotions", {"kinds": (CAREER.promotion,)}),
        ("only promotions", {"kinds": (CAREER.promotion,)}),
        ("only by promotion and lateral moves", {"kinds": (CAREER.promotion, CAREER.lateral)}),
        ("with only a bachelor's degree", {"holding": (BACHELORS,)}),
        ("with just a bachelor's", {"holding": (BACHELORS,)}),
        ("having only a bachelor's", {"holding": (BACHELORS,)}),
        ("I only have a bachelor's", {"holding": (BACHELORS,)}),
        ("with a bachelor's degree only", {"holding": (BACHELORS,)}),
        ("holding a cloud certification", {"holding": (CLOUD,)}),
        ("holding a certificate in cloud computing", {"holding": (CLOUD,)}),
        ("holding an ethics certification",
         {"holding": (ID["credential/ethics-certification"],)}),
        ("holding an ML degree", {"holding": (ID["credential/machine-learning-degree"],)}),
        ("holding a degree in ML", {"holding": (ID["credential/machine-learning-degree"],)}),
        ("holding a bachelor's degree and a cloud platform certification",
         {"holding": (BACHELORS, CLOUD)}),
        ("with a bachelor's degree", {"holding": (BACHELORS,)}),
        ("with a bachelor's degree, Python and 3 years of experience",
         {"holding": (BACHELORS,), "skills": (PYTHON,), "experience": Decimal(3)}),
        ("holding a bachelor's degree; and I have a cloud computing certification",
         {"holding": (BACHELORS, CLOUD)}),
        ("knowing Python and statistics", {"skills": (PYTHON, STATISTICS)}),
        ("with skills in Python", {"skills": (PYTHON,)}),
        ("knowing R", {"skills": (ID["skill/r"],)}),
        ("with practical experience", {"skills": (ID["skill/practical-experience"],)}),
        ("with 3 years of experience", {"experience": Decimal(3)}),
        ("with three years' work experience", {"experience": Decimal(3)}),
        ("with at least 3 years of experience", {"experience": Decimal(3)}),
        ("3+ years experience", {"experience": Decimal(3)}),
        ("with no experience", {"experience": Decimal(0)}),
        ("having half a year of experience", {"experience": Decimal("0.5")}),
        ("under the cautious reading", {"reading": CAUTIOUS}),
        ("generous reading", {"reading": GENEROUS}),
        ("according to careers", {"reading": Reading("only", ID["source/careers"])}),
        ("reading cautiously", {"reading": CAUTIOUS}),
        ("reading generously", {"reading": GENEROUS}),
        *((words, {"reading": Reading("only", ID["source/careers"])}) for words in (
            "only according to careers", "according to careers only", "only by careers",
            "relying only on careers", "according only to careers",
            "according to the careers article", "using only the source careers")),
        *((words, {"reading": Reading("without", ID["source/careers"])}) for words in (
            "without careers", "without the source careers", "leaving out the source careers",
            "ignoring careers")),
        ("according to careers, only promotions",
         {"reading": Reading("only", ID["source/careers"]), "kinds": (CAREER.promotion,)}),
        ("leaving out industries", {"reading": Reading("without", ID["source/industries"])}),
        ("according to Industries hiring", {"reading": Reading("only", ID["source/industries"])}),
        ("according to Careers with a machine learning degree, 2026 edition, in at most 3 steps",
         {"reading": Reading("only", ID["source/careers"]), "most_steps": 3}),
        ("according to careers with a bachelor's degree",
         {"reading": Reading("only", ID["source/careers"]), "holding": (BACHELORS,)}),
        ("fastest", {"objectives": ("years",)}),
        ("best paid first, then fewest steps", {"objectives": ("pay", "steps")}),
        ("fewest new skills, least contested",
         {"objectives": ("new_skills", "contested")}),
        ("with the fewest steps", {"objectives": ("steps",)}),
        ("preferring counted moves, then fewest steps", {"objectives": ("counted", "steps")}),
        ("most travelled", {"objectives": ("counted",)}),
        ("3 best routes", {"k": 3}),
        ("forbidding unknowns", {"unknown": "forbid"}),
        ("where everything is known", {"unknown": "forbid"}),
        ("with no unknowns", {"unknown": "forbid"}),
        ("allowing unknowns", {"unknown": "allow"}),
        ("in 3 steps, within 6 years, in finance",
         {"most_steps": 3, "most_years": Decimal(6), "stay_in": (FINANCE,)}),
    ],
)  # fmt: skip
def test_each_limit_in_words(index: Index, words: str, asked: dict[str, Any]) -> None:
    expected = RouteQuery(ANALYST, SENIOR, **asked)
    assert parse(f"{ENDS} {words}", index) == expected
    assert parse(f"{ENDS}, {words}.", index) == expected
    assert parse(f"Please show me: {ENDS.upper()} -- {words.upper()}?", index) == expected
    assert parse(f"{words} {ENDS}", index) == expected, "clauses may come first"


@pytest.mark.parametrize(
    ("phrase", "asked"),
    [
        ("entry role to senior role without further degree",
         {"start": ENTRY, "without_further_degree": True}),
        ("how do I get from data analyst to a senior role?", {}),
        ("How can a data analyst move to senior roles", {}),
        ("I am a Data Analyst and want to get to a senior role.", {}),
        ("to senior roles from data analyst", {}),
        ("I want to become an AI Ethicist from Data Analyst",
         {"goal": End("Role", ETHICIST)}),
        ("how can a data analyst become an AI ethicist", {"goal": End("Role", ETHICIST)}),
        ("to team manager from data scientist",
         {"start": SCIENTIST, "goal": End("Role", ID["role/team-manager"])}),
        ("senior roles in healthcare from data analyst", {"stay_in": (HEALTHCARE,)}),
        ("from data analyst with a bachelor's degree to senior roles", {"holding": (BACHELORS,)}),
        ("from machine learning degree to roles paying at least 120,000",
         {"start": End("Credential", ID["credential/machine-learning-degree"]),
          "goal": End("Any"), "pay_at_least": Decimal(120_000)}),
        ("from data analyst to any role in 3 steps", {"goal": End("Any"), "most_steps": 3}),
        ("from data analyst to roles in healthcare", {"goal": End("Industry", HEALTHCARE)}),
        ("from finance to healthcare jobs",
         {"start": End("Industry", FINANCE), "goal": End("Industry", HEALTHCARE)}),
        ("from Data Analyst to AI Ethicist with at most a master's within 6 years in healthcare, "
         "paying at least $120k",
         {"goal": End("Role", ETHICIST), "highest_degree": MASTERS, "most_years": Decimal(6),
          "stay_in": (HEALTHCARE,), "pay_at_least": Decimal(120_000)}),
        ("3 best routes from data analyst to senior roles", {"k": 3}),
        ("the three fastest routes from data analyst to senior roles",
         {"k": 3, "objectives": ("years",)}),
        ("5 different routes from data analyst to senior roles", {"k": 5, "diverse": True}),
        ("different routes from data analyst to senior roles", {"diverse": True}),
        ("the best route from data analyst to senior roles", {"k": 1}),
        ("the shortest, best paid way from data analyst to senior roles",
         {"k": 1, "objectives": ("steps", "pay")}),
        ("career paths from data analyst to senior roles", {}),
        ("data analyst → senior roles", {}),
        ("data analyst -> senior roles", {}),
        ("from data analyst to senior roles only from careers",
         {"reading": Reading("only", ID["source/careers"])}),
        ("from data analyst to senior roles only within 3 years", {"most_years": Decimal(3)}),
        ("Data Analyst => senior roles", {}),
        ('"from data analyst to senior roles"', {}),
        ("what does it take to get from a data analyst to a senior role?", {}),
        ("what does it take to become an AI ethicist from data analyst",
         {"goal": End("Role", ETHICIST)}),
        ("what does it take for a data analyst to become an AI ethicist?",
         {"goal": End("Role", ETHICIST)}),
        ("routes for a data analyst to become team lead",
         {"goal": End("Role", ID["role/team-manager"])}),
        ("is it possible to go from data analyst to senior roles in 2 years?",
         {"most_years": Decimal(2)}),
        ("I'm currently a data analyst looking for senior roles", {}),
        ("how would I go from being a data analyst to being an AI ethicist",
         {"goal": End("Role", ETHICIST)}),
        ("I would like to go from data analyst to senior roles", {}),
        ("Hello, I'd like to get from data analyst to senior roles, thanks!", {}),
        ("ways from data analyst to senior roles", {}),
        ("promotion paths from data analyst to senior roles", {"kinds": (CAREER.promotion,)}),
        ("data analyst to senior roles without a master's", {"highest_degree": BACHELORS}),
        ("from ML degree to senior roles",
         {"start": End("Credential", ID["credential/machine-learning-degree"])}),
        ("from junior MLE to senior roles",
         {"start": End("Role", ID["role/junior-machine-learning-engineer"])}),
        ("from data analyst to artificial intelligence ethicist",
         {"goal": End("Role", ETHICIST)}),
        ("from data analyst to a job in healthcare", {"goal": End("Industry", HEALTHCARE)}),
        ("from data analyst to a senior job in healthcare", {"stay_in": (HEALTHCARE,)}),
        ("from data analyst to Algorithm Governance Lead in 3 steps",
         {"goal": End("Role", ID["role/algorithm-governance-lead"]), "most_steps": 3}),
        ("from data analyst to lead in 3 steps",
         {"goal": End("Level", CAREER.lead, at_least=True), "most_steps": 3}),
        ("from entry roles or above to exactly senior roles",
         {"start": End("Level", CAREER.entry, at_least=True), "goal": End("Level", CAREER.senior)}),
        ('from "Data Analyst" to “senior” roles holding "Certification in ethics" in finance',
         {"holding": (ID["credential/ethics-certification"],), "stay_in": (FINANCE,)}),
        ("from data analyst to senior roles holding certification in ethics in finance",
         {"holding": (ID["credential/ethics-certification"],), "stay_in": (FINANCE,)}),
        ("from data analyst to senior roles holding certification, in finance",
         {"holding": (ID["credential/certification"],), "stay_in": (FINANCE,)}),
        ("from data analyst to senior roles with a master's degree in urban planning",
         {"holding": (ID["credential/urban-planning-masters"],)}),
        (f"from <{ANALYST.iri}> to career:senior avoiding role:ai-ethicist, "
         "role:research-scientist",
         {"avoid": (ETHICIST, RESEARCHER)}),
    ],
)  # fmt: skip
def test_whole_questions(index: Index, phrase: str, asked: dict[str, Any]) -> None:
    expected = RouteQuery(**{"start": ANALYST, "goal": SENIOR, **asked})
    assert parse(phrase, index) == expected
    assert parse(print_query(expected, index), index) == expected


# -- What cannot be read ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("witout further degree", r"cannot read 'witout' \(character 35\); did you mean 'without'"),
        ("holdng a master's", "did you mean 'holding'"),
        ("acording to careers", "did you mean 'according'"),
        ("in 3 setps", "did you mean 'steps'"),
        ("without furthr degree", "did you mean 'further'"),
        ("in at most", r"after 'in at most' there could stand a credential, a number or"),
        (
            "in at most banana steps",
            r"at 'banana' \(character 46\) could stand a credential, a num",
        ),
        *(
            (
                f"{without} {what}",
                rf"'{what}' \(character \d+\): certificates alone cannot .* say "
                r"'without any further credential' \(neither degrees nor certificates\)\Z",
            )
            for without, what in (
                ("without", "certification"),
                ("without any", "certificate"),
                ("with no", "certification"),
                ("without a", "certificate"),
                ("with no new", "certificates"),
            )
        ),
        ("without a degree", r"'degree' \(character 45\): .* Say 'without further degree' or"),
        ("without a bachelor's", "no degree below it is known; say 'without any further"),
        ("without a cloud certification", "cannot be ruled out one by one; say 'without any"),
        ("in at least 3 years", "only the most can be limited; say 'in at most N steps' or"),
        (
            "without pivots",
            r"'pivots' \(character 43\): that is a kind of step; say 'only by KIND'",
        ),
        ("to lead roles", r"'to' \(character 35\): a question has one start and one goal"),
        ("or AI Ethicist", r"'AI Ethicist' \(character 38\): a question has one start and one"),
        ("in 3 bananas", r"at 'bananas' \(character 40\) could stand 'steps', 'years' or 'months'"),
        ("paying banana", "an amount such as"),
        ("paying at least €100k", "'€100k'"),
        ("paying at least $10k a month", "'month'"),
        ("ot data scientist", "cannot read 'ot'"),
        ("quickly", r"cannot read 'quickly' \(character 35\); there could stand"),
        ("🙂", "'🙂'"),
        ("in at most 2.5 steps", "whole number"),
        ("in at most -3 steps", "at most -3 steps"),
        ("in at most 0 steps", "at most 0 steps"),
        ("0 routes", "0 routes are none"),
        ("paying at least 120.000", r"'120.000' is 120 to some and 120,000 to others"),
        ("paying at least 12,00", "write thousands with a comma"),
        ("within 1,5 years", "decimals with a point"),
        (f"within {'9' * 100} years", "too long"),
        ("in 3 steps, in at most 4 steps", "steps: 3 and 4 are both asked for; say one"),
        (
            "under the cautious reading, according to careers",
            "the reading: two different things are asked for",
        ),
        ("in finance, in banking", "industries to stay in: two different things"),
        ('avoiding "AI Ethicist', "quotation mark at character 44 is never closed"),
        ("holding", "after 'holding' there could stand a credential"),
    ],
)
def test_a_limit_that_cannot_be_read_is_pointed_at(index: Index, words: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        parse(f"{ENDS} {words}", index)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (
            "from analyst roles to senior roles",
            "no role, level or credential 'analyst' .*'Data",
        ),
        ("Data Scintist to senior roles", "no role, level or credential 'Data Scintist'"),
        ("from junior data analyst to senior roles", r"'junior data analyst' \(character 6\); did"),
        ("from data analyst to Team Manger in 3 steps", r"no role or level 'Team Manger' \(char"),
        ("from data analyst to roles in Helthcare", "no industry 'Helthcare'.*'Healthcare'"),
        ("from data analyst to bachelor's degree", "that is a credential"),
        (
            f"{ENDS} through Data Scientist",
            "no industry 'Data Scientist'.*that is a role, and "
            "'through' takes an industry; ask for the way to this role",
        ),
        (f"{ENDS} via Data Scientist", "that is a role, and 'through' takes an industry"),
        (
            f"{ENDS} avoiding finance",
            "no role 'finance'.*that is an industry, and 'avoiding' takes "
            "roles; say 'staying in INDUSTRY'",
        ),
        (f"{ENDS} holding Python", "no credential 'Python'.*; say 'knowing Python'"),
        (
            "from AI dev to senior roles",
            r"'AI dev' \(character 6\); did you mean 'AI Software Developer' or 'Ethical AI Dev",
        ),
        ("from CV engineer to senior roles", "did you mean 'Computer Vision Engineer' or"),
        (
            f"{ENDS} avoiding AI Etchicist",
            r"no role 'AI Etchicist' \(character 44\).*'AI Eth",
        ),
        (f"{ENDS} knowing Pyton and R", "no skill 'Pyton'.*'Python'"),
        (f"{ENDS} knowing Python and Statstics", "no skill 'Statstics'.*'Statistics'"),
        (f"{ENDS} only by promtion", "no kind of step 'promtion'.*'Promotion'"),
        (f"{ENDS} with a mastre's degree", "no credential or skill 'mastre's|\"mastre's"),
        (
            f'{ENDS} holding "Nonsense, with or without"',
            "no credential 'Nonsense, with or without'",
        ),
        (f"{ENDS} staying in the moon", "no industry 'moon'.*careergraph search"),
    ],
)
def test_a_name_that_is_not_in_the_graph_is_answered_with_its_kind(
    index: Index, phrase: str, said: str
) -> None:
    with pytest.raises(UnknownNameError, match=said):
        parse(phrase, index)


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000, "from " * 2_000, "to " * 3_000, "a " * 5_000, '"' * 10_000, "\x00\x01\x1b[31m",
     "from \x00 to \x00", "from data analyst to senior roles" + " and" * 2_500, "🙂" * 5_000,
     "from data analyst to senior roles " + "holding bachelor, " * 550, "((((" * 2_500,
     "from data analyst to senior roles in " + "9" * 9_000 + " steps", "\ud800 to \udfff",
     "from data analyst to senior roles " + "no " * 3_000, "data analyst " * 800,
     "9" * 10_000, "- " * 5_000,
     "from data analyst to senior roles" + " only" * 3_000, "-" * 20_000, "=" * 20_000,
     "from data analyst to senior roles " + "without certificates, " * 800,
     "from data analyst to senior roles in " + "machine learning " * 1_000,
     "from data analyst to " + "x " * 5_000, "do " * 4_000, "a a-" * 2_500, "\u0301" * 10_000],
)  # fmt: skip
def test_hostile_text_is_answered_quickly(index: Index, text: str) -> None:
    started = time.process_time()
    try:
        said = str(parse(text, index).goal)
    except CareerGraphError as error:
        said = str(error)
    assert len(said) < 1_000
    assert time.process_time() - started < 2


def test_nothing_is_logged_about_odd_iris(index: Index, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnknownNameError, match="no role, level or credential 'http://not an iri'"):
        parse('from "http://not an iri" to senior roles', index)
    assert not caplog.records


def test_an_endless_phrase_is_not_read(index: Index) -> None:
    with pytest.raises(QuestionError, match="30,000 characters is too long"):
        parse("from " + "a" * 29_995, index)


FILLED = {
    "START": "Data Scientist", "GOAL": "AI Ethicist", "CREDENTIAL": "Master's degree",
    "INDUSTRY": "Finance", "ROLE": "AI Ethicist", "SKILL": "Python", "SOURCE": "careers",
    "KIND": "promotion", "LEVEL": "senior", "N": "3", "a role": "AI Ethicist", "a level": "senior",
    "a credential": "Master's degree", "an industry": "Finance", "a skill": "Python",
    "a source": "careers", "a number": "3", "a kind of step": "promotion",
    "an amount such as $120,000": "$120,000",
}  # fmt: skip
"""What somebody might write where a suggestion leaves something to fill in."""


def filled(mend: str) -> str:
    if mend in FILLED:
        return FILLED[mend]
    return re.sub(r"[A-Z]+\b", lambda word: FILLED.get(word[0], word[0]), mend)


def read_up_to(text: str, index: Index) -> int:
    """How far a text can be read."""
    try:
        scanner.read(text, index)
    except UnreadableError as error:
        return error.reading.position
    return len(text)


UNREADABLE = [
    *(f"{ENDS} {words}" for words in (
        "bananas", "without bananas", "without further bananas", "in bananas", "in 3 bananas",
        "holding bananas", "holding a master's bananas", "knowing bananas", "paying bananas",
        "paying $120k bananas", "only bananas", "only by bananas", "according to bananas",
        "leaving out", "under bananas", "with bananas", "with", "with at least", "best bananas",
        "3 bananas", "allowing bananas", "avoiding bananas", "witout", "in at most", "fewer than",
        "promotion bananas", "in finance bananas", "staying in", "not bananas", "exactly bananas",
        "withouth a master's", "hodling a master's", "cautious bananas", "no bananas", "setps",
        "in 3 setps", "without furthr degree", "different bananas", "3 best bananas",
    )),
    "from bananas", "from data analyst bananas", "from data analyst to bananas", "to bananas",
    "data analyst bananas to senior roles", "from data anlyst to senior roles", "form data analyst",
    "from roles at bananas to senior roles", "from exactly bananas to senior roles",
    "how can a data analyst", "roles in bananas to senior roles", "from AI dev to senior roles",
    "junior data analyst to senior roles", "from senior bananas to lead", "from to senior roles",
]  # fmt: skip


def assert_suggestions_can_be_read(text: str, index: Index) -> None:
    try:
        scanner.read(text, index)
        return
    except UnreadableError as error:
        found = fault(error.reading, index)
        few = len(found.mends) <= MOST_LISTED
    except QuestionError:
        return
    assert few, found.message
    for mend in map(filled, found.mends):
        before, after = text[: found.at], text[found.at + found.length :]
        begun = f"{before.rstrip()} {mend}"
        assert read_up_to(begun, index) >= len(begun), (begun, found.message)
        if "did you mean" in found.message and not found.of_name:
            assert read_up_to(f"{begun} {after}", index) >= len(begun), (begun, found.message)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_suggested_can_be_read(index: Index, text: str) -> None:
    assert read_up_to(text, index) < len(text) or text.split()[-1] != "bananas"
    assert_suggestions_can_be_read(text, index)


@pytest.mark.parametrize("text", [*REFUSED.values(), *HINTS.values()])
def test_what_a_refusal_offers_can_be_asked(index: Index, text: str) -> None:
    names = {"knowing": "Python", "holding": "Master's degree", "staying": "Finance",
             "leaving": "careers", "only": "promotion"}  # fmt: skip
    for offered in re.findall(r"[Ss]ay '([^']+)'|or '([^']+)'", text):
        words = filled("".join(offered))
        parse(f"{ENDS} {words.format(name=names.get(words.split()[0], ''))}", index)


PIECES = ["from", "to", "without", "further", "degree", "in", "at most", "3", "steps", "years",
          "holding", "with", "data analyst", "senior", "roles", "finance", "and", ",", '"', "no",
          "python", "$120k", "paying", "best", "routes", "cautious", "careers", "promotion", "by",
          "according to", "R", "lead", "banana", "12.000", "master's", "entry",
          "fastest", "only", "certificates", "a master's", "not", "under", "less than",
          "bananas", "experience", "for"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map(" ".join))
def test_no_other_error_escapes(index: Index, text: str) -> None:
    try:
        query = parse(text, index)
    except (QuestionError, UnknownNameError):
        assert_suggestions_can_be_read(text, index)
        return
    assert parse(print_query(query, index), index) == query


# -- And back --------------------------------------------------------------------------------------


def of_kind(index: Index, kind: str) -> list[URIRef]:
    return sorted({n.iri for n in index.names if n.kind == kind})


@st.composite
def queries(draw: st.DrawFn, index: Index) -> RouteQuery:
    """Any question about the nodes of a graph that does not contradict itself."""
    some = {kind: st.sampled_from(of_kind(index, kind))
            for kind in ("Role", "Level", "Credential", "Industry", "Skill", "Source", "StepKind")
            if of_kind(index, kind)}  # fmt: skip

    def several(kind: str) -> Any:
        return st.just(()) | st.lists(some[kind], max_size=3).map(tuple)

    def end(goal: bool) -> Any:
        kinds = ["Role", "Industry"] + ([] if goal else ["Credential"])
        shared = sorted({bearers for n in index.of_kind("Role") if not n.preferred
                         and (bearers := index.bearers(n.text))[1:]})  # fmt: skip
        return st.one_of(
            *(st.just(End("Role", first, others=tuple(others))) for first, *others in shared),
            st.just(End("Any")), st.builds(End, st.just("Level"), some["Level"], st.booleans()),
            *(st.builds(End, st.just(kind), some[kind]) for kind in kinds),
        )  # fmt: skip

    def number(low: str) -> Any:
        return st.none() | st.decimals(low, 10**7, places=draw(st.integers(0, 5)))

    sources = st.builds(Reading, st.sampled_from(["only", "without"]), some["Source"])
    counts = st.none() | st.integers(1, 99)
    try:
        return RouteQuery(
            draw(end(False)), draw(end(True)), draw(st.booleans()), draw(st.booleans()),
            draw(st.none() | some["Credential"]), draw(several("Credential")),
            draw(several("Skill")), draw(number("0")), draw(counts), draw(number("0.01")),
            draw(st.none() | st.integers(0, 9)), draw(number("0")), draw(st.booleans()),
            draw(several("Industry")), draw(several("Industry")), draw(several("Role")),
            draw(st.booleans()), draw(several("StepKind")),
            draw(st.sampled_from(["allow", "forbid"])),
            draw(st.sampled_from([None, CAUTIOUS, GENEROUS]) | sources),
            draw(st.lists(st.sampled_from(OBJECTIVES), min_size=1, max_size=3).map(tuple)),
            draw(counts), draw(st.booleans()),
            draw(st.just(Decimal("0.5")) | st.decimals("0.01", 1, places=3)),
        )  # fmt: skip
    except QuestionError:
        return reject()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_printed_question_reads_the_same(index: Index, data: st.DataObject) -> None:
    query = data.draw(queries(index))
    assert parse(print_query(query, index), index) == query


@pytest.fixture(scope="module")
def misleading() -> Index:
    """Names that are made of keywords, contain each other or are shared."""
    labels = {
        "Role": ["to", "Lead", "from here to there", "Analyst, in law", "Analyst", "Senior",
                 'The "Boss"', "Finance", "Dr. No", "R", "42", "roles", "Head of A and B", "A", "B",
                 "Twin", "Twins", "?!", "the", "🙂"],
        "Credential": ["Certification", "Certification in Law", "further degree", "Analyst",
                       "Licence, and more", "in at least 3 steps"],
        "Industry": ["Law", "Finance", "Law and Finance", "Law, Finance", "Research in 3 steps"],
        "Skill": ["R", "Certification", "with", "C++", "knowing"],
        "Source": ["careers", "careers with a degree", "the Bible"],
    }  # fmt: skip
    store = ox.Store()
    for kind, called in labels.items():
        for n, label in enumerate(called):
            iri = ox.NamedNode(ID[f"{kind.lower()}/{kind.lower()}-{n}"])
            prop = DCTERMS.title if kind == "Source" else SKOS.prefLabel
            store.add(ox.Quad(iri, ox.NamedNode(RDF.type), ox.NamedNode(CAREER[kind])))
            store.add(ox.Quad(iri, ox.NamedNode(prop), ox.Literal(label)))
    for n in (1, 4, 8):
        role = ox.NamedNode(ID[f"role/role-{n}"])
        store.add(ox.Quad(role, ox.NamedNode(SKOS.altLabel), ox.Literal("Chief of, all")))
    odd = ox.NamedNode("https://example.org/roles?name=a,b;c.")
    store.add(ox.Quad(odd, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Role)))
    store.add(ox.Quad(odd, ox.NamedNode(SKOS.prefLabel), ox.Literal("Twins")))
    return names.read(stores.prepared(store))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_names_made_of_keywords_are_quoted(misleading: Index, data: st.DataObject) -> None:
    query = data.draw(queries(misleading))
    assert parse(print_query(query, misleading), misleading) == query


@pytest.mark.parametrize("label", ["$100k Club", "__proto__", "(Chief) R.*", "^Clerk$", "¿Quién?"])
def test_a_name_with_marks_around_it_is_read_as_it_stands(label: str) -> None:
    store, role = ox.Store(), ox.NamedNode(ID["role/marked"])
    for iri, name in ((role, label), (ox.NamedNode(ID["role/plain"]), "Plain")):
        store.add(ox.Quad(iri, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Role)))
        store.add(ox.Quad(iri, ox.NamedNode(SKOS.prefLabel), ox.Literal(name)))
    index = names.read(stores.prepared(store))
    marked, plain = End("Role", ID["role/marked"]), End("Role", ID["role/plain"])
    for phrase in (f"from {label} to Plain in 3 steps", f"{label} to plain"):
        assert (parse(phrase, index).start, parse(phrase, index).goal) == (marked, plain)
    for phrase in (f"from Plain to {label}, in 3 steps", f"plain to {label}"):
        query = parse(phrase, index)
        assert (query.start, query.goal) == (plain, marked)
        assert parse(print_query(query, index), index) == query


def test_what_is_printed_reads_well(index: Index) -> None:
    query = RouteQuery(
        ENTRY, SENIOR, without_further_degree=True, holding=(MASTERS, CLOUD),
        experience=Decimal(3), most_steps=3, most_years=Decimal("1.5"),
        pay_at_least=Decimal(120_000), stay_in=(FINANCE, BANKING), avoid=(ETHICIST,),
        reading=Reading("without", ID["source/industries"]), objectives=("pay", "steps"), k=3,
    )  # fmt: skip
    assert print_query(query, index) == (
        "3 best routes from entry roles to senior roles, without further degree, holding Master's "
        "degree and Cloud platform certification, with 3 years of experience, in at most 3 steps, "
        "within 1.5 years, paying at least $120,000, staying in Finance or Banking, avoiding AI "
        "Ethicist, leaving out industries, best paid, then fewest steps"
    )
    one = RouteQuery(ANALYST, SENIOR, most_steps=1, most_years=Decimal(7) / 12, k=1)
    assert print_query(one, index) == (
        "best route from Data Analyst to senior roles, in at most 1 step, within 7 months"
    )
    ethics = RouteQuery(ANALYST, SENIOR, holding=(ID["credential/ethics-certification"],))
    assert 'holding "Certification in ethics"' in print_query(ethics, index)


@pytest.mark.parametrize(
    "query",
    [RouteQuery(ANALYST, End("Role", ID["role/nobody"])), RouteQuery(ANALYST, End("Role")),
     RouteQuery(ANALYST, SENIOR, reading=Reading("only"))],
)  # fmt: skip
def test_a_question_that_no_phrase_asks_is_not_printed(index: Index, query: RouteQuery) -> None:
    with pytest.raises(QuestionError, match="cannot be put in words"):
        print_query(query, index)


# -- In parts --------------------------------------------------------------------------------------


def test_every_limit_is_an_option_too(index: Index) -> None:
    query, words = compose(
        index, start="data analyst", goal="senior roles", without_further_degree=True,
        without_further_credential=True, highest_degree="a master's", holding=("bachelor",),
        skills=("python", "R"), experience="18 months", max_steps=3, max_years=2.5,
        max_new_skills=4, pay_at_least="$120k", pay_never_drops=True, stay_in=("finance",),
        through=("banks",), avoid=("AI Ethicist",), avoid_licensed=True, kinds=("promotion",),
        unknown="forbid", without_source="careers", objectives=("new-skills", "pay"), k=5,
        diverse=True, degree_share="72%", counted=True,
    )  # fmt: skip
    assert query == RouteQuery(
        ANALYST, SENIOR, True, True, MASTERS, (BACHELORS,), (PYTHON, ID["skill/r"]),
        Decimal("1.5"), 3, Decimal("2.5"), 4, Decimal(120_000), True, (FINANCE,), (BANKING,),
        (ETHICIST,), True, (CAREER.promotion,), "forbid", Reading("without", ID["source/careers"]),
        ("new_skills", "pay"), 5, True, Decimal("0.72"), True,
    )  # fmt: skip
    assert parse(words, index) == query
    fields = {f.name for f in dataclasses.fields(RouteQuery)}
    assert not [
        f for f in fields if getattr(query, f) == RouteQuery.__dataclass_fields__[f].default
    ]


def test_options_may_follow_a_phrase(index: Index) -> None:
    query, words = compose(index, phrase=f"{ENDS}?", max_steps=3, holding=("master's degree",))
    assert query == RouteQuery(ANALYST, SENIOR, most_steps=3, holding=(MASTERS,))
    assert parse(words, index) == query
    assert compose(index, phrase=f" {ENDS}? ")[1] == f"{ENDS}?"


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"max_steps": 4}, "steps: 3 and 4 are both asked for"),
        ({"unknown": "maybe"}, "'allow' or 'forbid', not 'maybe'"),
        ({"objectives": ("beauty",)}, "no objective 'beauty'"),
        ({"max_years": "soon"}, "cannot read 'soon' as a number"),
        ({"pay_at_least": "lots"}, "cannot read 'lots' as an amount"),
        ({"reading": "cautious", "without_source": "careers"}, "not both"),
        ({"holding": ("Pyton",)}, "no credential 'Pyton'"),
        ({"holding": ("python",)}, "no credential 'python'; that is a skill"),
        ({"reading": "the Bible"}, "no source 'Bible'; there are 'careers'"),
        ({"beauty": True}, "no option 'beauty'"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    index: Index, limits: dict[str, Any], said: str
) -> None:
    with pytest.raises((QuestionError, UnknownNameError), match=said):
        compose(index, phrase=f"{ENDS} in 3 steps", **limits)


@pytest.mark.parametrize("text", ["", "data analyst in 3 steps", "banana", "\x00", '"'])
def test_an_end_that_is_none_is_an_unknown_name(index: Index, text: str) -> None:
    with pytest.raises(UnknownNameError, match="no role, level or credential"):
        end(text, index)
    with pytest.raises(UnknownNameError, match="no role or level"):
        end(text, index, goal=True)


# -- How it is built -------------------------------------------------------------------------------


def test_every_terminal_of_the_grammar_is_known_in_human_words() -> None:
    known = grammar()
    assert set(known.keywords) | set(KINDS) | {"$END"} == set(WORDS) | set(known.ignored)
    assert not [n for n, pattern in known.keywords.items() if pattern.match("")]
    assert {*COVERED, *COVERED.values(), *SYNONYMS, *UNASKED} <= set(WORDS)
    assert {terminal for terminal, _ in HINTS} <= set(WORDS)


def test_an_abbreviation_is_what_the_names_of_the_graph_explain(misleading: Index) -> None:
    assert misleading.abbreviations == {}
    labels = {"BI Analyst": "a", "Business Intelligence Analyst": "a", "BI Lead": "b",
              "Brand Identity Lead": "b", "ML": "c", "Machine learning": "c"}  # fmt: skip
    store = ox.Store()
    for label, local in labels.items():
        iri = ox.NamedNode(ID[f"role/{local}"])
        store.add(ox.Quad(iri, ox.NamedNode(RDF.type), ox.NamedNode(CAREER.Role)))
        store.add(ox.Quad(iri, ox.NamedNode(SKOS.prefLabel), ox.Literal(label)))
    assert names.read(stores.prepared(store)).abbreviations == {"ml": "machine learning"}


def test_a_credential_by_half_its_name_is_found_where_only_one_can_be_meant(index: Index) -> None:
    assert lexicon(index).get("cloud certification", "Credential") == CLOUD
    assert lexicon(index).get("data certification", "Credential") is None


def test_lark_is_imported_for_a_phrase_only() -> None:
    code = (
        "import sys, careergraph.routes, careergraph.routes.phrase as p;"
        "assert 'lark' not in sys.modules; import careergraph as cg;"
        "p.parse('from entry role to senior role', cg.open().index); assert 'lark' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_compiled_grammar_is_kept_where_python_keeps_what_it_compiles(tmp_path: Path) -> None:
    code = (
        "import careergraph as cg; from careergraph.routes.phrase import parse;"
        "print(parse('best route from entry role to senior role, in 3 steps', cg.open().index))"
    )
    kept_there = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def read() -> str:
        return subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True,
            env={**os.environ, **kept_there},
        ).stdout  # fmt: skip

    said = read()
    [kept] = tmp_path.rglob("*.lark")
    made = kept.stat().st_mtime_ns
    assert read() == said
    assert kept.stat().st_mtime_ns == made
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert read() == said
    assert len(kept.read_bytes()) > 0.9 * len(whole), "what cannot be read is made anew"


def test_a_phrase_is_read_in_a_few_milliseconds(index: Index) -> None:
    phrase = (
        "from Data Analyst to AI Ethicist with at most a master's within 6 years in healthcare, "
        "paying at least $120k, knowing Python and R, avoiding Research Scientist"
    )
    parse(phrase, index)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        parse(phrase, index)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.3  # some milliseconds on an idle machine
