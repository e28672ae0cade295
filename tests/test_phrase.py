"""Phrases: what they mean, and what is said about those that mean nothing."""

import pyoxigraph as ox
import pytest

from careergraph.errors import QuestionError, UnknownNameError
from careergraph.names import Index
from careergraph.routes import End, parse
from careergraph.routes.phrase import compose
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.terms import CAREER, ID

ENTRY = End("Level", CAREER.entry)
SENIOR = End("Level", CAREER.senior, at_least=True)
ANALYST, SCIENTIST = (End("Role", ID[f"role/data-{n}"]) for n in ("analyst", "scientist"))


@pytest.fixture(scope="module")
def index(curated: ox.Store) -> Index:
    return Index(curated)


@pytest.mark.parametrize(
    ("phrase", "start", "goal"),
    [
        ("from entry role to senior role", ENTRY, SENIOR),
        ("from an entry-level role to a senior role", ENTRY, SENIOR),
        ("FROM Entry Roles TO Senior Positions", ENTRY, SENIOR),
        ("from junior jobs to leadership roles", ENTRY, End("Level", CAREER.lead, at_least=True)),
        ("from entry roles to roles at level senior", ENTRY, End("Level", CAREER.senior)),
        ("from data analyst to data scientist", ANALYST, SCIENTIST),
        ("routes from a Data Analyst to the Data Scientists?", ANALYST, SCIENTIST),
        ("from machine learning degree to senior roles",
         End("Credential", ID["credential/machine-learning-degree"]), SENIOR),
        ("from role:data-analyst to role:data-scientist", ANALYST, SCIENTIST),
    ],
)  # fmt: skip
def test_ends(index: Index, phrase: str, start: End, goal: End) -> None:
    query = parse(phrase, index)
    assert (query.start, query.goal) == (start, goal)


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
