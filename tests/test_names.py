"""Names are matched forgivingly, and never guessed at in silence."""

import pyoxigraph as ox
import pytest

from careergraph import names
from careergraph.errors import UnknownNameError
from careergraph.names import Index, Name
from careergraph.names.columns import columns
from careergraph.routes.phrase.lexicon import Lexicon
from careergraph.terms import CAREER, ID, curie

SCIENTIST = ID["role/data-scientist"]


@pytest.fixture(scope="module")
def index(curated: ox.Store) -> Index:
    return names.read(curated)


@pytest.mark.parametrize(
    "text",
    ["Data Scientist", "data scientist", "DATA SCIENTISTS", " data-scientist ",
     "role:data-scientist", f"<{SCIENTIST}>", str(SCIENTIST)],
)  # fmt: skip
def test_case_plural_and_punctuation_do_not_matter(index: Index, text: str) -> None:
    assert index.find(text, kinds=("Role",)) == SCIENTIST


def test_alternative_labels_count(index: Index) -> None:
    assert index.find("ML engineers") == ID["role/machine-learning-engineer"]
    assert index.find("phd", kinds=("Credential",)) == ID["credential/doctorate"]


def test_a_typo_is_answered_with_a_suggestion(index: Index) -> None:
    with pytest.raises(UnknownNameError) as caught:
        index.find("Data Scintist", kinds=("Role",))
    first = str(caught.value).split(" or ")[0]
    assert first.startswith("no role 'Data Scintist'; did you mean 'Data Scientist'")


def test_nonsense_is_answered_without_a_suggestion(index: Index) -> None:
    with pytest.raises(UnknownNameError, match="no node 'zzzzqqq'; 'careergraph search"):
        index.find("zzzzqqq")


def test_what_has_no_name_is_said_to_be_shown_by_a_query(index: Index) -> None:
    iri = ID["claim/careers-data-scientist-requires-advanced-degree-denied"]
    with pytest.raises(UnknownNameError, match=f"careergraph query -e 'DESCRIBE <{iri}>'"):
        index.find("claim:careers-data-scientist-requires-advanced-degree-denied")


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "🙂"])
def test_an_empty_name_is_unknown(index: Index, text: str) -> None:
    with pytest.raises(UnknownNameError):
        index.find(text)


def test_the_kind_decides_between_things_of_one_name(index: Index) -> None:
    assert index.find("Adaptability", kinds=("Skill",)) == ID["skill/adaptability"]
    assert index.find("lead", kinds=("Level",)) == CAREER.lead


def test_search_puts_what_contains_the_words_first(index: Index) -> None:
    hits = index.hits("data scien")
    assert [hit.label for hit in hits[:2]] == ["Data Scientist", "Data science degree"]
    assert index.hits("machne lerning enginer")[0].label == "Machine Learning Engineer"
    assert index.hits("xyzzy plugh") == []


TWINS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix career: <https://w3id.org/careergraph/ontology#> .
@prefix role: <https://w3id.org/careergraph/id/role/> .
role:a a career:Role ; skos:prefLabel "data analyst"@en .
role:b a career:Role ; skos:prefLabel "Data Analyst"@en .
role:c a career:Role ; skos:prefLabel "Statistician"@en ; skos:altLabel "Data Analyst"@en .
"""


def test_of_several_nodes_with_a_name_the_one_that_is_written_just_so_is_meant() -> None:
    store = ox.Store()
    store.load(TWINS.encode(), format=ox.RdfFormat.TURTLE)
    twins = names.read(store)
    assert twins.find("Data Analyst") == ID["role/b"]
    assert twins.find("data analyst") == ID["role/a"]
    assert twins.find("DATA ANALYST") == ID["role/a"]
    assert [hit.iri for hit in twins.hits("data analyst")][-1] == ID["role/c"]
    spelled = Lexicon(twins).at("Data Analyst to senior", 0, ("Role",))
    assert [found.iri for found in spelled] == [ID["role/b"]]


def test_who_types_a_name_that_is_not_its_own_is_told_what_it_was_taken_for() -> None:
    every = [Name(text, ID[node], "Role", preferred) for text, node, preferred in (
        ("Politics lecturer", "a", True), ("Tutor", "b", True),
        ("Teacher", "a", False), ("Teacher", "b", False))]  # fmt: skip
    index = Index(columns(every))
    assert index.taken(ID["a"], "from teacher to senior roles") == (
        f"'Teacher' is taken for {curie(ID['a'])} (Politics lecturer), of which it is another "
        "name; 'Tutor' has the name, too"
    )
    assert index.taken(ID["b"], "from tutor to senior roles") == ""
    assert index.taken(ID["b"], "whatever else") == ""
